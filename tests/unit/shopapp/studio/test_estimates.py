"""What stays out of a batch, and by which name it is told."""

from urllib.parse import quote

import pytest

from shopapp.errors import Invalid
from shopapp.models import Media, Original, Product, RetouchJob, Shop
from shopapp.studio import estimates, services
from shopapp.studio.engine import Made, Refused, Request
from shopapp.studio.estimates import DEFAULT_SECONDS_A_PHOTO, seconds_a_photo
from tests.factories import made, make_job, make_media, stocked, work_off
from tests.fake_shop import FakeShop
from tests.signed_in import staff

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore::jwt.warnings.InsecureKeyLengthWarning"),
]
WHY = "This file is damaged. Please upload it again."


def refuse(request: Request) -> Made | Refused:
    return Refused("CorruptFile", WHY)


def test_a_refused_file_stays_out_with_its_reason(alice: Shop, fake: FakeShop) -> None:
    stocked(alice, fake, photos=2)
    services.start_batch(shop=alice)
    work_off(refuse)
    plan = services.estimate(shop=alice)
    assert plan.photos == 0
    assert {(left.code, left.sentence) for left in plan.left_out} == {("refused", WHY)}
    with pytest.raises(Invalid) as said:
        services.start_batch(shop=alice, media_ids=[plan.left_out[0].media.pk])
    assert said.value.merchant_sentence == WHY


def test_a_file_that_was_replaced_since_is_offered_again(alice: Shop, fake: FakeShop) -> None:
    (media,) = stocked(alice, fake)
    services.start_batch(shop=alice)
    work_off(refuse)
    Media.objects.filter(pk=media.pk).update(version="2")
    assert services.estimate(shop=alice).photos == 1


def test_a_file_that_another_recipe_refused_is_offered(alice: Shop, fake: FakeShop) -> None:
    stocked(alice, fake)
    services.start_batch(shop=alice)
    work_off(lambda request: Refused("format", "A transparent background needs a PNG or WebP file."))
    Shop.objects.filter(pk=alice.pk).update(recipe="keep-background")
    alice.refresh_from_db()
    assert services.estimate(shop=alice).photos == 1


@pytest.mark.parametrize("code", ["cancelled", "conflict", "kept_original", "DeadlineExceeded"])
def test_what_did_not_lie_in_the_file_is_offered_again(alice: Shop, fake: FakeShop, code: str) -> None:
    (media,) = stocked(alice, fake)
    services.start_batch(shop=alice)
    work_off(refuse)
    media.jobs.update(reason_code=code)
    assert services.estimate(shop=alice).photos == 1


@pytest.mark.parametrize(
    ("threads", "cores", "photos", "rounds"),
    [(3, 2, 4, 2), (3, 2, 1, 1), (1, 8, 3, 3), (2, 8, 5, 3), (3, None, 2, 2)],
)
def test_without_results_of_its_own_a_shop_is_told_the_time_that_its_cores_allow(
    alice: Shop, monkeypatch: pytest.MonkeyPatch, threads: int, cores: int | None, photos: int, rounds: int
) -> None:
    settings = estimates.env().model_copy(update={"gpu_threads": threads})
    monkeypatch.setattr(estimates, "env", lambda: settings)
    monkeypatch.setattr(estimates.os, "cpu_count", lambda: cores)
    for number in range(photos):
        make_media(alice, number)
    plan = services.estimate(shop=alice)
    assert (plan.seconds, plan.measured) == (round(rounds * DEFAULT_SECONDS_A_PHOTO), False)


def test_measured_times_hold_what_the_threads_cost_one_another(
    alice: Shop, fake: FakeShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = estimates.env().model_copy(update={"gpu_threads": 3})
    monkeypatch.setattr(estimates, "env", lambda: settings)
    monkeypatch.setattr(estimates.os, "cpu_count", lambda: 2)
    (media,) = stocked(alice, fake)
    services.start_batch(shop=alice)
    work_off()
    media.jobs.update(seconds={"retouch": 9.0})
    assert estimates.seconds_of(alice, 6) == (18, True)
    assert estimates.seconds_of(alice, 2) == (9, True)
    assert estimates.seconds_of(alice, 0) == (0, True)


def test_a_name_is_told_as_the_merchant_wrote_it(alice: Shop, fake: FakeShop) -> None:
    name = "Ünï ring (1) 100%25.jpg"
    address = f"https://cdn.shopify.com/files/{quote(name)}?v=1"
    media = make_media(alice, 1, url=address)
    fake.add(1, b"original").name = quote(name)
    assert (media.file_name, media.name) == (name, name)
    services.start_batch(shop=alice)
    work_off(refuse)
    assert Original.objects.get(media=media).file_name == name
    assert [left.name for left in services.estimate(shop=alice).left_out] == [name]


def test_what_was_refused_at_once_makes_no_promise_of_speed(alice: Shop, fake: FakeShop) -> None:
    stocked(alice, fake, photos=3)
    assert seconds_a_photo(alice) == (DEFAULT_SECONDS_A_PHOTO, False)
    services.start_batch(shop=alice)
    work_off(lambda request: refuse(request) if request.data != b"original 1" else made(request))
    seconds = {job.state: job.seconds for job in RetouchJob.objects.all()}
    assert seconds["left"]["retouch"] > 0
    assert seconds_a_photo(alice) == (seconds["published"]["retouch"], True)


def test_a_video_is_named_by_its_product(alice: Shop) -> None:
    media = make_media(alice, 1)
    Media.objects.filter(pk=media.pk).update(kind="VIDEO", url="", gid="gid://shopify/Video/987")
    (left,) = services.estimate(shop=alice).left_out
    assert left.name == "14k gold ring"
    pages = staff(alice)
    told = pages.get("/app/fragments/photos", headers={"Accept": "application/json"}).json()
    assert (told[0]["name"], told[0]["file_name"]) == ("14k gold ring", "14k gold ring")
    assert (told[0]["word"], told[0]["sentence"]) == ("not a photo", "This is a video.")
    for address in ("/app/fragments/estimate", "/app/library"):
        assert b"987" not in pages.get(address).content


@pytest.mark.parametrize(
    ("kind", "name"),
    [("VIDEO", "Video"), ("EXTERNAL_VIDEO", "Video"), ("MODEL_3D", "3D model"), ("IMAGE", "Photo")],
)
def test_a_file_that_nothing_names_is_called_what_it_is(alice: Shop, kind: str, name: str) -> None:
    media = make_media(alice, 1, kind=kind, url="")
    Product.objects.all().delete()
    make_job(media)
    (left,) = services.estimate(shop=alice).left_out
    assert left.name == media.name == str(media) == name
