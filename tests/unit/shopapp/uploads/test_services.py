from datetime import timedelta
from unittest.mock import Mock

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from shopapp.errors import Forbidden, Invalid, NotFound, TooMany
from shopapp.models import Upload
from shopapp.studio import engine, storage
from shopapp.studio.engine import Refused
from shopapp.uploads import retouching, services
from tests.factories import made

pytestmark = pytest.mark.django_db


def start(address: str = "192.0.2.1") -> Upload:
    return services.start(data=b"a photo", file_name="ring.jpg", address=address)


def test_a_photo_is_retouched_and_downloadable_by_its_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "run", made)
    upload = start()
    retouching.run(upload.pk)
    found = services.by_signed_id(services.signed_id(upload))
    assert found.state == "done"
    assert storage.read(found.result_key) == b"a photo retouched"


def test_a_refused_photo_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "run", lambda _request: Refused("CorruptFile", "This file is damaged."))
    upload = start()
    retouching.run(upload.pk)
    upload.refresh_from_db()
    assert (upload.state, services.sentence_of(upload)) == ("refused", "This file is damaged.")


def test_after_a_day_rows_and_files_are_gone() -> None:
    upload, fresh = start(), start()
    folder = upload.original_key.rsplit("/", 1)[0]
    assert default_storage.exists(folder)
    Upload.objects.filter(pk=upload.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    with pytest.raises(NotFound):
        services.by_signed_id(services.signed_id(upload))
    assert services.forget_expired() == 1
    assert not default_storage.exists(folder)
    assert list(Upload.objects.all()) == [fresh]


def test_an_eleventh_photo_within_an_hour_is_refused() -> None:
    for _ in range(10):
        start()
    with pytest.raises(TooMany):
        start()
    start(address="192.0.2.2")


def test_of_two_that_come_at_once_the_eleventh_finds_the_tenth(monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(9):
        start()
    replace = storage.replace

    def while_another_comes(key: str, data: bytes) -> str:
        monkeypatch.setattr(storage, "replace", replace)
        with pytest.raises(TooMany):
            start()
        return replace(key, data)

    monkeypatch.setattr(storage, "replace", while_another_comes)
    start()
    assert Upload.objects.count() == 10


def test_nobody_takes_up_a_photo_whose_bytes_are_still_being_stored(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "run", made)
    replace = storage.replace

    def while_a_worker_looks(key: str, data: bytes) -> str:
        monkeypatch.setattr(storage, "replace", replace)
        retouching.run(Upload.objects.get().pk)
        assert Upload.objects.get().state == "waiting"
        return replace(key, data)

    monkeypatch.setattr(storage, "replace", while_a_worker_looks)
    upload = start()
    retouching.run(upload.pk)
    upload.refresh_from_db()
    assert upload.state == "done"


def test_what_could_not_be_stored_counts_for_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storage, "replace", Mock(side_effect=OSError(28, "No space left on device")))
    with pytest.raises(OSError, match="No space"):
        start()
    assert not Upload.objects.exists()


def test_the_address_of_a_visitor_is_not_stored() -> None:
    assert "192.0.2.1" not in str(Upload.objects.filter(pk=start().pk).values())


@pytest.mark.parametrize("data", [b"", b"x" * (25 * 1024 * 1024 + 1)])
def test_an_empty_or_too_large_file_is_refused(data: bytes) -> None:
    with pytest.raises(Invalid):
        services.start(data=data, file_name="ring.jpg", address="192.0.2.1")


def test_a_made_up_address_leads_nowhere() -> None:
    start()
    with pytest.raises(Forbidden):
        services.by_signed_id("1")


def test_an_upload_that_breaks_the_worker_again_and_again_ends() -> None:
    upload = start()
    Upload.objects.update(crashes=5)
    retouching.run(upload.pk)
    upload.refresh_from_db()
    assert upload.state == "refused"
    assert services.sentence_of(upload)
