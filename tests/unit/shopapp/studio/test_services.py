import pytest

from shopapp.billing import selectors as billing
from shopapp.errors import AllowanceSpent, Conflict, Invalid, NotFound, PlanRequired
from shopapp.models import Batch, Media, RetouchJob, Shop
from shopapp.publishing import services as publishing
from shopapp.studio import selectors, services
from shopapp.studio.estimates import DEFAULT_SECONDS_A_PHOTO
from shopapp.studio.selectors import Filters
from tests.factories import CHARLIES, make_job, make_media, make_shop, stocked, work_off
from tests.fake_shop import FakeShop

pytestmark = pytest.mark.django_db


def test_an_estimate_says_how_many_how_much_how_long_and_what_stays_out(alice: Shop) -> None:
    make_media(alice, 1)
    make_media(alice, 2, kind="VIDEO")
    make_media(alice, 3, excluded=True)
    make_job(make_media(alice, 4))
    make_job(make_media(alice, 5), state="needs_review")
    make_job(make_media(alice, 6), state="published")
    make_media(alice, 7, deleted_at=alice.installed_at)
    plan = services.estimate(shop=alice)
    assert (plan.photos, plan.credits, plan.seconds, plan.measured) == (
        1,
        20,
        round(DEFAULT_SECONDS_A_PHOTO),
        False,
    )
    codes = [left.code for left in plan.left_out]
    assert codes == ["not_a_photo", "excluded", "under_way", "in_review", "on_store"]
    assert all(left.sentence for left in plan.left_out)
    assert plan.can_start


def test_the_time_is_measured_once_there_is_something_to_measure(alice: Shop, fake: FakeShop) -> None:
    for media, seconds in zip(stocked(alice, fake, photos=2), (2.0, 4.0), strict=True):
        services.start_batch(shop=alice, media_ids=[media.pk])
        work_off()
        media.jobs.update(seconds={"retouch": seconds})
    make_media(alice, 3)
    make_media(alice, 4)
    plan = services.estimate(shop=alice)
    assert (plan.photos, plan.seconds, plan.measured) == (2, 6, True)


def test_the_smallest_pack_that_covers_is_named(alice: Shop) -> None:
    for number in range(1, 12):
        make_media(alice, number)
    plan = services.estimate(shop=alice)
    assert plan.credits_missing == 20
    assert plan.smallest_pack
    assert plan.smallest_pack.key == "credits-400"
    with pytest.raises(AllowanceSpent):
        services.start_batch(shop=alice)
    assert not Batch.objects.exists()


def test_without_pro_one_photo_at_a_time_within_the_credits() -> None:
    shop = make_shop()
    media = [make_media(shop, number) for number in (1, 2)]
    with pytest.raises(PlanRequired):
        services.start_batch(shop=shop)
    with pytest.raises(PlanRequired):
        services.start_batch(shop=shop, media_ids=[m.pk for m in media])
    services.start_batch(shop=shop, media_ids=[media[0].pk])
    assert billing.balance(shop).reserved == 20


def test_nothing_to_do_is_said(alice: Shop) -> None:
    with pytest.raises(Invalid):
        services.start_batch(shop=alice)


def test_other_shops_photos_are_never_taken_along(alice: Shop) -> None:
    theirs = make_media(make_shop(CHARLIES), 9)
    with pytest.raises(Invalid):
        services.start_batch(shop=alice, media_ids=[theirs.pk])


def test_a_paused_batch_starts_nothing_more_until_it_goes_on(alice: Shop, fake: FakeShop) -> None:
    stocked(alice, fake, photos=3)
    batch = services.start_batch(shop=alice)
    services.pause_batch(shop=alice, batch_id=batch.pk)
    work_off()
    assert set(RetouchJob.objects.values_list("state", flat=True)) == {"waiting"}
    with pytest.raises(Conflict):
        services.pause_batch(shop=alice, batch_id=batch.pk)
    services.resume_batch(shop=alice, batch_id=batch.pk)
    work_off()
    assert set(RetouchJob.objects.values_list("state", flat=True)) == {"published"}
    assert selectors.progress(alice).batch == Batch.objects.get(state="done")


def test_a_cancelled_batch_leaves_what_waits_and_returns_its_credits(alice: Shop, fake: FakeShop) -> None:
    stocked(alice, fake, photos=2)
    batch = services.start_batch(shop=alice)
    assert services.cancel_batch(shop=alice, batch_id=batch.pk) == 2
    work_off()
    assert fake.writes == 0
    assert billing.balance(alice).available == 200
    assert services.start_batch(shop=alice).photos == 2


def test_batches_and_jobs_of_another_shop_are_not_found(alice: Shop) -> None:
    charlie = make_shop(CHARLIES, pro=True)
    job = make_job(make_media(charlie), state="needs_review")
    batch = Batch.objects.create(shop=charlie, kind="store")
    with pytest.raises(NotFound):
        services.pause_batch(shop=alice, batch_id=batch.pk)
    with pytest.raises(NotFound):
        services.cancel_batch(shop=alice, batch_id=batch.pk)
    with pytest.raises(NotFound):
        services.keep(shop=alice, job_id=job.pk)
    with pytest.raises(NotFound):
        publishing.publish(shop=alice, job_id=job.pk)


def test_only_what_waits_for_a_person_can_be_decided(alice: Shop) -> None:
    job = make_job(make_media(alice), state="published")
    with pytest.raises(Conflict):
        services.keep(shop=alice, job_id=job.pk)
    with pytest.raises(Conflict):
        services.keep_original(shop=alice, job_id=job.pk)
    with pytest.raises(Conflict):
        publishing.publish(shop=alice, job_id=job.pk)


def test_a_kept_result_waits_while_another_job_of_the_photo_runs(alice: Shop) -> None:
    media = make_media(alice)
    waiting = make_job(media, state="needs_review")
    make_job(media)
    with pytest.raises(Conflict):
        services.keep(shop=alice, job_id=waiting.pk)


def test_a_photo_sent_by_a_program_is_retouched_and_not_published(alice: Shop, fake: FakeShop) -> None:
    job = services.start_upload_job(
        shop=alice, data=b"bytes", file_name="ring.jpg", mime_type="image/jpeg", external_id="SKU-1"
    )
    work_off()
    job.refresh_from_db()
    assert (job.state, job.external_id) == ("ready", "SKU-1")
    assert fake.writes == 0
    assert billing.balance(alice).spent == 20


@pytest.mark.parametrize("fields", [{"data": b""}, {"data": b"x", "recipe": "sepia"}])
def test_an_impossible_photo_of_a_program_is_refused(alice: Shop, fields: dict[str, object]) -> None:
    with pytest.raises(Invalid):
        services.start_upload_job(shop=alice, file_name="a.jpg", mime_type="image/jpeg", **fields)  # type: ignore[arg-type]


def test_settings_are_changed_only_to_what_exists_and_is_paid_for(alice: Shop) -> None:
    services.change_settings(shop=alice, auto_retouch=True, recipe="keep-background", tone="platinum")
    assert (alice.auto_retouch, alice.recipe, alice.tone) == (True, "keep-background", "platinum")
    with pytest.raises(Invalid):
        services.change_settings(shop=alice, auto_retouch=False, recipe="sepia", tone="")
    with pytest.raises(PlanRequired):
        services.change_settings(shop=make_shop(CHARLIES), auto_retouch=True, recipe="catalog-white", tone="")


def test_auto_retouch_does_not_start_a_photo_twice(alice: Shop) -> None:
    Shop.objects.update(auto_retouch=True)
    alice.refresh_from_db()
    media = make_media(alice)
    assert len(services.consider_auto(shop=alice, media_ids=[media.pk])) == 1
    assert services.consider_auto(shop=alice, media_ids=[media.pk]) == []


def test_the_library_shows_each_photo_with_its_latest_state(alice: Shop) -> None:
    first, second = make_media(alice, 1), make_media(alice, 2)
    make_job(first, state="left")
    job = make_job(first, state="published")
    assert [m.job_state for m in selectors.library(alice)] == ["published", None]
    assert selectors.library(alice).get(pk=first.pk).job_id == job.pk
    assert list(selectors.library(alice, Filters(state="none"))) == [second]
    assert list(selectors.library(alice, Filters(state="published", text="gold"))) == [first]
    assert not selectors.library(alice, Filters(category="watch")).exists()
    assert selectors.state_counts(alice) == {"published": 1, "": 1}
    assert selectors.latest_job(first) == job
    assert selectors.changed_lately(alice) == 0


def test_excluded_photos_are_left_alone_until_they_are_let_in_again(alice: Shop) -> None:
    media = make_media(alice)
    services.set_excluded(shop=alice, media_ids=[media.pk], excluded=True)
    assert services.estimate(shop=alice).photos == 0
    services.set_excluded(shop=alice, media_ids=[media.pk], excluded=False)
    assert services.estimate(shop=alice).photos == 1


def test_progress_counts_and_guesses_the_time_left(alice: Shop, fake: FakeShop) -> None:
    stocked(alice, fake, photos=2)
    assert selectors.progress(alice).batch is None
    services.start_batch(shop=alice)
    progress = selectors.progress(alice)
    assert (progress.total, progress.done, progress.seconds_left) == (
        2,
        0,
        round(2 * DEFAULT_SECONDS_A_PHOTO),
    )
    work_off()
    assert selectors.progress(alice).done == 2
    assert len(selectors.latest_results(alice)) == 2
    assert Media.objects.count() == 2
