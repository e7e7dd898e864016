"""A job from waiting to its end, step by step, with everything that can come between."""

import errno
from dataclasses import replace
from datetime import timedelta
from functools import partial
from unittest.mock import Mock

import httpx
import pytest
from botocore.exceptions import ClientError, EndpointConnectionError
from django.core.files.storage import default_storage
from django.utils import timezone

from shopapp.billing import selectors as billing
from shopapp.install import services as install
from shopapp.models import Batch, Media, Original, RetouchJob, Revision, Shop, Write
from shopapp.publishing import services as publishing
from shopapp.studio import lifecycle, storage
from shopapp.studio import services as studio
from shopapp.studio.engine import Refused
from tests.factories import made, stocked, stored, work_off
from tests.fake_shop import FakeShop, user_error

pytestmark = pytest.mark.django_db


def start(shop: Shop, fake: FakeShop, photos: int = 1) -> list[Media]:
    media = stocked(shop, fake, photos=photos)
    studio.start_batch(shop=shop)
    return media


def job() -> RetouchJob:
    return RetouchJob.objects.get()


def purses(shop: Shop) -> tuple[int, int, int]:
    balance = billing.balance(shop)
    return balance.available, balance.reserved, balance.spent


def test_a_photo_goes_all_the_way_to_the_store(alice: Shop, fake: FakeShop) -> None:
    (media,) = start(alice, fake)
    assert purses(alice) == (180, 20, 0)
    work_off()
    assert job().state == "published"
    assert fake.media[media.gid].data == b"original 1 retouched"
    assert stored(Original.objects.get().key) == b"original 1"
    write = Write.objects.get()
    assert (write.state, write.after_version) == ("confirmed", "2")
    assert Batch.objects.get().state == "done"
    assert purses(alice) == (180, 0, 20)
    assert set(job().seconds) == {"fetch", "retouch", "publish"}


def test_a_photo_sent_to_a_person_is_paid_when_it_is_kept(alice: Shop, fake: FakeShop) -> None:
    start(alice, fake)
    work_off(partial(made, needs_review=True))
    assert (job().state, job().reason_code) == ("needs_review", "edge")
    assert purses(alice) == (180, 20, 0)
    assert fake.writes == 0
    studio.keep(shop=alice, job_id=job().pk)
    work_off()
    assert job().state == "published"
    assert purses(alice) == (180, 0, 20)


def test_a_photo_sent_to_a_person_costs_nothing_when_the_original_is_kept(
    alice: Shop, fake: FakeShop
) -> None:
    start(alice, fake)
    work_off(partial(made, needs_review=True))
    studio.keep_original(shop=alice, job_id=job().pk)
    work_off()
    assert (job().state, job().reason_code) == ("left", "kept_original")
    assert purses(alice) == (200, 0, 0)
    assert fake.writes == 0


def test_a_refused_file_is_left_with_its_sentence_and_costs_nothing(alice: Shop, fake: FakeShop) -> None:
    start(alice, fake)
    work_off(lambda _request: Refused("CorruptFile", "This file is damaged. Export it again."))
    assert (job().state, job().reason_sentence) == ("left", "This file is damaged. Export it again.")
    assert purses(alice) == (200, 0, 0)


def test_a_rule_of_shopify_stops_the_write(alice: Shop, fake: FakeShop) -> None:
    start(alice, fake)
    work_off(partial(made, facts={"bytes": 99_000_000}))
    assert (job().state, job().reason_code) == ("left", "SHOP-MB")
    assert fake.writes == 0
    assert purses(alice) == (200, 0, 0)


def test_retouching_again_after_undo_reuses_the_result_at_no_cost(alice: Shop, fake: FakeShop) -> None:
    (media,) = start(alice, fake)
    work_off()
    publishing.undo_media(shop=alice, media_id=media.pk)
    work_off()
    assert job().state == "undone"
    assert fake.media[media.gid].data == b"original 1"
    studio.start_batch(shop=alice)
    work_off(lambda _request: pytest.fail("it was made before"))
    again = RetouchJob.objects.latest("pk")
    assert again.state == "published"
    assert Revision.objects.count() == 1
    assert purses(alice) == (180, 0, 20)


def test_another_recipe_starts_from_the_original_not_from_our_result(alice: Shop, fake: FakeShop) -> None:
    (media,) = start(alice, fake)
    work_off()
    studio.change_settings(shop=alice, auto_retouch=False, recipe="keep-background", tone="")
    studio.start_batch(shop=alice)
    work_off(
        lambda request: made(request) if request.data == b"original 1" else pytest.fail("our own result")
    )
    assert RetouchJob.objects.latest("pk").state == "published"
    assert Original.objects.count() == 1
    publishing.undo_media(shop=alice, media_id=media.pk)
    work_off()
    assert fake.media[media.gid].data == b"original 1"


def test_bytes_the_merchant_put_there_meanwhile_are_not_overwritten(alice: Shop, fake: FakeShop) -> None:
    (media,) = start(alice, fake)

    def replaced_meanwhile(request):  # type: ignore[no-untyped-def]
        fake.media[media.gid].data = b"the merchant's new photo"
        return made(request)

    work_off(replaced_meanwhile)
    assert (job().state, job().reason_code) == ("left", "conflict")
    assert fake.media[media.gid].data == b"the merchant's new photo"
    assert purses(alice) == (200, 0, 0)
    assert Write.objects.get().state == "conflict"


def test_a_deleted_photo_is_left_and_the_others_go_on(alice: Shop, fake: FakeShop) -> None:
    first, second = start(alice, fake, photos=2)
    del fake.media[first.gid]
    work_off()
    assert RetouchJob.objects.get(media=first).reason_code == "gone"
    assert RetouchJob.objects.get(media=second).state == "published"
    assert purses(alice) == (180, 0, 20)


def test_a_photo_that_is_processing_is_waited_for(alice: Shop, fake: FakeShop) -> None:
    (media,) = start(alice, fake)
    fake.media[media.gid].status, fake.media[media.gid].polls_left = "PROCESSING", 3
    work_off()
    assert job().state == "published"


def test_a_photo_stuck_in_processing_is_given_up(alice: Shop, fake: FakeShop) -> None:
    (media,) = start(alice, fake)
    fake.media[media.gid].status, fake.media[media.gid].polls_left = "PROCESSING", 99
    RetouchJob.objects.update(created_at=timezone.now() - timedelta(hours=1))  # it waited for its turn
    work_off(rounds=1)
    assert job().state == "waiting"
    RetouchJob.objects.update(failing_since=timezone.now() - timedelta(hours=1))
    work_off(rounds=1)
    assert (job().state, job().reason_code) == ("left", "processing")
    assert purses(alice) == (200, 0, 0)


@pytest.mark.parametrize("code", ["FILE_LOCKED", "NON_READY_STATE"])
def test_a_locked_file_is_tried_again(alice: Shop, fake: FakeShop, code: str) -> None:
    start(alice, fake)
    refusals = [user_error("fileUpdate", code), user_error("fileUpdate", code)]
    fake.before = lambda name, _r: refusals.pop() if name == "replace_bytes" and refusals else None
    work_off()
    assert job().state == "published"
    assert fake.writes == 1


def test_an_update_that_fails_at_shopify_is_taken_note_of_and_costs_nothing(
    alice: Shop, fake: FakeShop
) -> None:
    (media,) = start(alice, fake)
    fake.media[media.gid].fails_next = True
    work_off()
    assert (job().state, job().reason_code) == ("failed", "stuck")
    assert "acknowledge_failure" in fake.asked
    assert fake.media[media.gid].data == b"original 1"
    assert purses(alice) == (200, 0, 0)


def test_what_shopify_rejects_ends_with_nothing_changed(alice: Shop, fake: FakeShop) -> None:
    start(alice, fake)
    fake.before = lambda name, _r: user_error("fileUpdate", "INVALID") if name == "replace_bytes" else None
    work_off()
    assert (job().state, job().reason_code) == ("failed", "rejected")
    assert purses(alice) == (200, 0, 0)


def test_a_revoked_token_ends_the_job_and_costs_nothing(alice: Shop, fake: FakeShop) -> None:
    start(alice, fake)
    fake.before = lambda name, _r: httpx.Response(401) if name == "replace_bytes" else None
    work_off()
    assert (job().state, job().reason_code) == ("failed", "disconnected")
    assert purses(alice) == (200, 0, 0)
    assert not Write.objects.filter(state__in=["planned", "sent"]).exists()


def test_a_token_that_was_replaced_is_renewed_and_the_job_goes_on(alice: Shop, fake: FakeShop) -> None:
    start(alice, fake)
    refusals = [httpx.Response(401)]
    fake.before = lambda name, _r: refusals.pop() if name == "replace_bytes" and refusals else None
    work_off()
    assert job().state == "published"
    assert fake.tokens == 1


def test_a_missing_permission_is_named(alice: Shop, fake: FakeShop) -> None:
    start(alice, fake)
    fake.before = lambda name, _r: httpx.Response(403) if name == "media_status" else None
    work_off()
    assert (job().state, job().reason_code) == ("failed", "denied")


def test_an_outage_of_minutes_is_outlasted(alice: Shop, fake: FakeShop) -> None:
    start(alice, fake)
    outages = [httpx.Response(502)] * 4
    fake.before = lambda name, _r: outages.pop() if name in {"download", "upload"} and outages else None
    work_off(rounds=20)
    assert job().state == "published"
    assert fake.writes == 1


def test_an_outage_of_a_day_ends_the_job(alice: Shop, fake: FakeShop) -> None:
    start(alice, fake)
    RetouchJob.objects.update(failing_since=timezone.now() - timedelta(days=1))
    fake.before = lambda name, _r: httpx.Response(502) if name == "download" else None
    work_off(rounds=2)
    assert (job().state, job().reason_code) == ("failed", "unreachable")
    assert purses(alice) == (200, 0, 0)


def test_a_full_disk_loses_nothing(alice: Shop, fake: FakeShop, monkeypatch: pytest.MonkeyPatch) -> None:
    start(alice, fake)
    full = [OSError(errno.ENOSPC, "No space left on device")] * 2
    put = storage.put

    def sometimes(folder: str, data: bytes, *, extension: str) -> str:
        if full:
            raise full.pop()
        return put(folder, data, extension=extension)

    monkeypatch.setattr(storage, "put", sometimes)
    work_off()
    assert job().state == "published"


OUT_OF_REACH = (
    EndpointConnectionError(endpoint_url="https://bucket.example"),
    ClientError({"ResponseMetadata": {"HTTPStatusCode": 503}}, "PutObject"),
    ClientError({"ResponseMetadata": {"HTTPStatusCode": 429}}, "PutObject"),
)


@pytest.mark.parametrize("error", OUT_OF_REACH, ids=["no answer", "503", "429"])
def test_a_bucket_out_of_reach_is_outlasted(
    alice: Shop, fake: FakeShop, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    start(alice, fake)
    away, put = [error] * 2, storage.put

    def sometimes(folder: str, data: bytes, *, extension: str) -> str:
        if away:
            raise away.pop()
        return put(folder, data, extension=extension)

    monkeypatch.setattr(storage, "put", sometimes)
    work_off()
    assert (job().state, job().crashes) == ("published", 0)


def test_a_bucket_out_of_reach_for_a_day_ends_the_job(
    alice: Shop, fake: FakeShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    start(alice, fake)
    RetouchJob.objects.update(failing_since=timezone.now() - timedelta(days=1))
    monkeypatch.setattr(storage, "put", Mock(side_effect=OUT_OF_REACH[0]))
    work_off(rounds=2)
    assert (job().state, job().reason_code) == ("failed", "storage")
    assert purses(alice) == (200, 0, 0)


def test_a_bucket_that_refuses_is_a_fault_of_ours(
    alice: Shop, fake: FakeShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    start(alice, fake)
    denied = ClientError({"ResponseMetadata": {"HTTPStatusCode": 403}}, "PutObject")
    monkeypatch.setattr(storage, "put", Mock(side_effect=denied))
    with pytest.raises(ClientError):
        work_off(rounds=1)
    assert job().crashes == 1


def test_a_fault_of_ours_is_tried_a_few_times_then_ends_the_job(alice: Shop, fake: FakeShop) -> None:
    start(alice, fake)

    def broken(_request):  # type: ignore[no-untyped-def]
        raise ZeroDivisionError("a bug")

    for _ in range(4):
        with pytest.raises(ZeroDivisionError):
            work_off(broken)
        RetouchJob.objects.update(due_at=None)
    with pytest.raises(ZeroDivisionError):
        work_off(broken)
    assert (job().state, job().reason_code) == ("failed", "our_fault")
    assert purses(alice) == (200, 0, 0)


def test_a_worker_killed_right_after_sending_finds_its_bytes_there(alice: Shop, fake: FakeShop) -> None:
    start(alice, fake)
    work_off()
    Write.objects.update(state="planned", finished_at=None)
    RetouchJob.objects.update(state="publishing", finished_at=None)
    work_off()
    assert job().state == "published"
    assert fake.writes == 1


def test_a_result_that_comes_after_the_shop_was_forgotten_leaves_no_file(alice: Shop, fake: FakeShop) -> None:
    start(alice, fake)

    def forgotten_meanwhile(request):  # type: ignore[no-untyped-def]
        install.redact(domain=alice.domain)
        return made(request)

    work_off(forgotten_meanwhile)
    assert not Shop.objects.exists()
    assert not default_storage.exists(f"shops/{alice.pk}")


def test_an_original_that_comes_after_the_job_was_stopped_is_not_stored(alice: Shop, fake: FakeShop) -> None:
    start(alice, fake)

    def stopped(name, _request):  # type: ignore[no-untyped-def]
        if name == "download":
            lifecycle.stop(job().pk, "uninstalled", states=["waiting"])

    fake.before = stopped
    work_off()
    assert job().reason_code == "uninstalled"
    assert not Original.objects.exists()


def test_what_was_done_to_the_file_is_told_with_the_published_result(alice: Shop, fake: FakeShop) -> None:
    start(alice, fake)
    note = {"code": "cmyk", "sentence": "This photo was in CMYK; it was converted to sRGB."}
    work_off(lambda request: replace(made(request), notes=(note,)))
    assert job().reason_sentence == f"The result is on your store. {note['sentence']}"
