"""Another pass by a reason: what it costs, what becomes of both results, and who may ask."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from retouch.recipe import Recipe
from retouch.retry import RETRIES
from retouch.retry import reasons_for as engine_reasons
from shopapp.billing import selectors as billing
from shopapp.errors import Conflict, Invalid, NotFound, PlanRequired
from shopapp.models import RetouchJob, Revision, Shop, Transfer
from shopapp.publishing import services as publishing
from shopapp.studio import engine, estimates, retries, selectors, services
from shopapp.studio.engine import Made, Request
from tests.factories import CHARLIES, made, make_shop, stocked, work_off
from tests.fake_shop import FakeShop
from tests.signed_in import picture

pytestmark = pytest.mark.django_db


def maker(stopped: set[str] = frozenset(), same: bool = False) -> Callable[[Request], Made]:  # type: ignore[assignment]
    """Results that tell their reason, the gate stopping those named ("" is the first)."""

    def make(request: Request) -> Made:
        one = made(request, needs_review=request.retry in stopped)
        told = {**one.report, "pixels_sha256": "same" if same else request.retry or "first"}
        return replace(one, data=one.data + request.retry.encode(), report=told)

    return make


def retouched(shop: Shop, fake: FakeShop, **how: Any) -> RetouchJob:
    media = stocked(shop, fake)[0]
    services.start_batch(shop=shop, media_ids=[media.pk])
    work_off(maker(**how))
    return RetouchJob.objects.get()


def again(job: RetouchJob, reason: str = "too-yellow", **how: Any) -> RetouchJob:
    retry = retries.start(shop=job.shop, job_id=job.pk, reason=reason)
    work_off(maker(**how))
    job.refresh_from_db()
    retry.refresh_from_db()
    return retry


def spent(shop: Shop) -> tuple[int, int]:
    now = billing.balance(shop)
    return now.reserved, now.spent


def on_store(fake: FakeShop) -> bytes:
    return fake.media["gid://shopify/MediaImage/1"].data


def test_the_merchants_reasons_are_the_engines() -> None:
    assert list(retries.REASONS) == list(RETRIES)
    for recipe in services.RECIPES:
        assert tuple(retries.reasons_for(recipe)) == engine_reasons(Recipe.named(recipe))


def test_a_retry_costs_a_third_and_publishes_nothing_by_itself(alice: Shop, fake: FakeShop) -> None:
    job = retouched(alice, fake)
    shown = on_store(fake)
    retry = again(job)
    assert (retry.kind, retry.retry_reason, retry.retry_of_id) == ("retry", "too-yellow", job.pk)
    assert (job.state, retry.state, retry.publish) == ("published", "ready", False)
    assert spent(alice) == (0, 27)
    assert Revision.objects.count() == 2
    assert retry.original_id == job.original_id
    assert selectors.latest_job(job.media) == job  # type: ignore[arg-type]
    assert retries.latest(job.media) == retry  # type: ignore[arg-type]
    assert on_store(fake) == shown


def test_the_chosen_result_goes_to_the_store_and_can_be_exchanged_back(alice: Shop, fake: FakeShop) -> None:
    job = retouched(alice, fake)
    retry = again(job)
    publishing.publish(shop=alice, job_id=retry.pk)
    work_off(maker())
    assert RetouchJob.objects.get(pk=retry.pk).state == "published"
    assert selectors.latest_job(job.media) == retry  # type: ignore[arg-type]
    assert retries.latest(job.media) is None  # type: ignore[arg-type]
    assert spent(alice) == (0, 27)
    assert on_store(fake) == b"original 1 retouchedtoo-yellow"
    publishing.undo_media(shop=alice, media_id=retry.media_id)  # type: ignore[arg-type]
    work_off(maker())
    assert on_store(fake) == b"original 1"


def test_a_retry_is_free_where_our_gate_had_stopped_and_the_photo_is_paid_when_it_is_chosen(
    alice: Shop, fake: FakeShop
) -> None:
    job = retouched(alice, fake, stopped={""})
    assert job.state == "needs_review"
    retry = again(job, stopped={""})
    assert (retry.state, retry.credits_captured) == ("ready", 0)
    assert spent(alice) == (20, 0)
    publishing.publish(shop=alice, job_id=retry.pk)
    work_off(maker())
    job.refresh_from_db()
    assert (job.state, job.reason_code, job.credits_captured) == ("left", "other_chosen", 20)
    assert spent(alice) == (0, 20)
    assert not selectors.review_queue(alice).exists()


def test_a_free_retry_is_no_way_to_a_free_photo(alice: Shop, fake: FakeShop) -> None:
    job = retouched(alice, fake, stopped={""})
    retry = again(job, stopped={""})
    services.keep_original(shop=alice, job_id=job.pk)
    assert spent(alice) == (0, 0)
    publishing.publish(shop=alice, job_id=retry.pk)
    assert spent(alice) == (0, 20)


def test_the_gate_judges_a_retry_too_and_a_person_may_still_take_it(alice: Shop, fake: FakeShop) -> None:
    job = retouched(alice, fake)
    retry = again(job, stopped={"too-yellow"})
    assert (retry.state, retry.credits_held) == ("needs_review", 7)
    assert not selectors.review_queue(alice).exists()
    assert estimates.estimate(shop=alice).left_out[0].code == "on_store"
    services.keep(shop=alice, job_id=retry.pk)
    work_off(maker())
    retry.refresh_from_db()
    assert (retry.state, retry.credits_captured) == ("published", 7)


def test_keeping_the_first_result_gives_back_what_a_stopped_retry_held(alice: Shop, fake: FakeShop) -> None:
    job = retouched(alice, fake)
    retry = again(job, stopped={"too-yellow"})
    services.keep_original(shop=alice, job_id=retry.pk)
    assert spent(alice) == (0, 20)


def test_a_retry_that_makes_no_difference_costs_nothing(alice: Shop, fake: FakeShop) -> None:
    job = retouched(alice, fake, same=True)
    retry = again(job, same=True)
    assert (retry.state, retry.reason_code) == ("left", "same_result")
    assert spent(alice) == (0, 20)
    assert selectors.latest_job(job.media) == job  # type: ignore[arg-type]


def test_asking_the_same_again_makes_and_costs_nothing_again(alice: Shop, fake: FakeShop) -> None:
    job = retouched(alice, fake)
    again(job)
    again(job)
    assert Revision.objects.count() == 2
    assert spent(alice) == (0, 27)
    assert Transfer.objects.filter(kind="release", amount=7).count() == 1


def test_a_photo_of_the_api_is_settled_when_its_retry_passes(alice: Shop) -> None:
    job = services.start_upload_job(shop=alice, data=picture(), file_name="a.jpg", mime_type="image/jpeg")
    work_off(maker(stopped={""}))
    job.refresh_from_db()
    assert job.state == "needs_review"
    retry = again(job, stopped={""})
    assert (retry.state, retry.external_id, job.reason_code) == ("ready", job.external_id, "other_chosen")
    assert spent(alice) == (0, 20)


def test_only_pro_only_its_own_shop_only_known_reasons_only_with_a_result(
    alice: Shop, fake: FakeShop
) -> None:
    job = retouched(alice, fake)
    for shop, fields, refusal in (
        (make_shop(CHARLIES, pro=True), {}, NotFound),
        (alice, {"reason": "too-blue"}, Invalid),
        (alice, {"job_id": job.pk + 99}, NotFound),
    ):
        with pytest.raises(refusal):
            retries.start(**{"shop": shop, "job_id": job.pk, "reason": "shadow", **fields})
    RetouchJob.objects.update(state="left")
    with pytest.raises(Conflict):
        retries.start(shop=alice, job_id=job.pk, reason="shadow")
    alice.subscriptions.all().delete()
    with pytest.raises(PlanRequired):
        retries.start(shop=alice, job_id=job.pk, reason="shadow")


def test_one_pass_at_a_time(alice: Shop, fake: FakeShop) -> None:
    job = retouched(alice, fake)
    retries.start(shop=alice, job_id=job.pk, reason="shadow")
    with pytest.raises(Conflict):
        retries.start(shop=alice, job_id=job.pk, reason="too-dark")
    assert spent(alice) == (7, 20)


def test_the_reason_is_part_of_the_work() -> None:
    first = Request(data=b"x", recipe="catalog-white")
    keys = {engine.work_key(replace(first, retry=reason), scope="1") for reason in ("", *RETRIES)}
    assert len(keys) == len(RETRIES) + 1
