from datetime import timedelta
from io import BytesIO

import numpy as np
import pytest
from django.core.files.storage import default_storage
from django.utils import timezone
from PIL import Image

from shopapp.checking import services, working
from shopapp.checking.services import Against
from shopapp.errors import Conflict, Forbidden, Invalid, NotFound, TooMany
from shopapp.models import PhotoCheck
from tests.factories import make_shop

pytestmark = pytest.mark.django_db
GOOGLE = Against("google", "main", "ring")


def picture(side: int = 60) -> bytes:
    codes = np.full((side, side, 3), 255, np.uint8)
    codes[side // 4 : -side // 4, side // 4 : -side // 4] = (
        np.arange(side // 2, dtype=np.uint8)[:, None, None] * 3
    )
    file = BytesIO()
    Image.fromarray(codes).save(file, "PNG")
    return file.getvalue()


def start(data: bytes | None = None, address: str = "192.0.2.1", against: Against = GOOGLE) -> PhotoCheck:
    data = picture() if data is None else data
    return services.start_for_visitor(data=data, file_name="ring.png", address=address, against=against)


def test_a_photo_is_measured_and_its_bytes_are_gone_at_once() -> None:
    check = start()
    assert default_storage.exists(check.key)
    working.run(check.pk)
    found = services.by_signed_id(services.signed_id(check))
    assert found.state == "done"
    assert found.report["blocks"] is True
    by_rule = {each["rule"]: each for each in found.report["findings"]}
    assert (by_rule["GMC-MIN-A"]["measured"], by_rule["GMC-MIN-A"]["verdict"]) == (60, "fail")
    assert not default_storage.exists(check.key)


def test_what_is_confirmed_with_the_photo_or_after_it_counts_and_nothing_is_measured_again() -> None:
    against = Against("amazon-us", "main", "ring", ("confirmed_photograph",))
    check = start(against=against)
    working.run(check.pk)
    check.refresh_from_db()
    assert verdicts(check)["AMZ-JWL-PHOTO"] == "pass"
    known = check.report["facts"]
    services.confirm(check, confirmed=[])
    check.refresh_from_db()
    assert (verdicts(check)["AMZ-JWL-PHOTO"], check.report["facts"]) == ("unknown", known)
    assert "confirmed_photograph" in {point.name for point in services.points(check)}
    with pytest.raises(Invalid, match="unknown confirmation"):
        services.confirm(check, confirmed=["confirmed_real_piece"])


def verdicts(check: PhotoCheck) -> dict[str, str]:
    return {each["rule"]: each["verdict"] for each in check.report["findings"]}


def test_a_photo_that_is_not_measured_cannot_be_confirmed() -> None:
    check = start(b"not a picture")
    for _state in ("waiting", "refused"):
        with pytest.raises(Conflict):
            services.confirm(check, confirmed=[])
        working.run(check.pk)
        check.refresh_from_db()


def test_a_file_that_is_no_picture_says_so_and_is_gone_too() -> None:
    check = start(b"not a picture")
    working.run(check.pk)
    check.refresh_from_db()
    assert (check.state, default_storage.exists(check.key)) == ("refused", False)
    assert "no picture" in services.sentence_of(check)


def test_half_a_photo_says_so_and_is_not_called_ready() -> None:
    check = start(picture()[:150])
    working.run(check.pk)
    check.refresh_from_db()
    assert check.state == "refused"
    assert "damaged or cut short" in services.sentence_of(check)


def test_a_photo_that_breaks_the_worker_again_and_again_ends() -> None:
    check = start()
    PhotoCheck.objects.update(crashes=5)
    working.run(check.pk)
    check.refresh_from_db()
    assert check.state == "refused"
    assert services.sentence_of(check) == services.our_fault()


def test_a_second_delivery_finds_it_answered() -> None:
    check = start()
    working.run(check.pk)
    working.run(check.pk)
    check.refresh_from_db()
    assert check.attempt == 1


@pytest.mark.parametrize(
    "against",
    [
        Against("myspace"),
        Against("google", "third"),
        Against("google", "main", "spaceship"),
        Against("law-us"),
        Against("google", "main", "ring", ("confirmed_real_piece",)),
    ],
)
def test_what_cannot_be_asked_is_refused(against: Against) -> None:
    with pytest.raises(Invalid):
        start(against=against)


@pytest.mark.parametrize("data", [b"", b"x" * (services.MAX_BYTES + 1)])
def test_an_empty_or_too_large_file_is_refused(data: bytes) -> None:
    with pytest.raises(Invalid):
        start(data)


def test_an_address_may_ask_thirty_times_an_hour() -> None:
    start()
    rows = [PhotoCheck(**{**_fields(), "key": str(number)}) for number in range(services.MOST_AN_HOUR - 1)]
    PhotoCheck.objects.bulk_create(rows)
    with pytest.raises(TooMany):
        start()
    start(address="192.0.2.2")


def _fields() -> dict[str, object]:
    row = PhotoCheck.objects.values("address_hash", "file_name", "marketplace", "slot", "expires_at").first()
    assert row is not None
    return dict(row)


def test_after_a_day_the_answer_is_gone() -> None:
    check, fresh = start(), start()
    PhotoCheck.objects.filter(pk=check.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    with pytest.raises(NotFound):
        services.by_signed_id(services.signed_id(check))
    assert services.forget_expired() == 1
    assert list(PhotoCheck.objects.all()) == [fresh]


def test_a_shops_check_has_no_public_address() -> None:
    check = services.start_for_shop(shop=make_shop(), data=picture(), file_name="a.png", against=GOOGLE)
    with pytest.raises(NotFound):
        services.by_signed_id(services.signed_id(check))
    with pytest.raises(Forbidden):
        services.by_signed_id("1")
