from datetime import timedelta
from unittest.mock import Mock

import httpx
import pytest
from botocore.exceptions import ClientError
from django.utils import timezone

from shopapp.errors import Conflict, NotFound
from shopapp.models import Batch, Media, RetouchJob, Shop, Write
from shopapp.publishing import selectors, services, undo
from shopapp.studio import lifecycle, storage
from shopapp.studio import services as studio
from tests.factories import CHARLIES, make_job, make_media, make_shop, stocked, work_off
from tests.fake_shop import FakeShop

pytestmark = pytest.mark.django_db


@pytest.fixture
def published(alice: Shop, fake: FakeShop) -> list[Media]:
    media = stocked(alice, fake, photos=3)
    studio.start_batch(shop=alice)
    work_off()
    return media


def test_undoing_puts_the_very_bytes_back(alice: Shop, fake: FakeShop, published: list[Media]) -> None:
    services.undo_media(shop=alice, media_id=published[0].pk)
    assert selectors.undoing(alice) == 1
    work_off()
    assert fake.media[published[0].gid].data == b"original 1"
    assert RetouchJob.objects.get(media=published[0]).state == "undone"
    assert [write.kind for write in selectors.history(published[0])] == ["undo", "publish"]


def test_the_whole_store_is_undone(alice: Shop, fake: FakeShop, published: list[Media]) -> None:
    assert len(services.undo_all(shop=alice)) == 3
    work_off()
    assert [fake.media[m.gid].data for m in published] == [b"original 1", b"original 2", b"original 3"]
    assert services.undo_all(shop=alice) == []


def test_what_the_merchant_put_there_since_is_kept_and_shown(
    alice: Shop, fake: FakeShop, published: list[Media]
) -> None:
    fake.media[published[0].gid].data = b"the merchant's new photo"
    services.undo_all(shop=alice)
    work_off()
    assert fake.media[published[0].gid].data == b"the merchant's new photo"
    (conflict,) = selectors.conflicts(alice)
    assert conflict.reason_code == "undo_conflict"
    assert RetouchJob.objects.get(media=published[0]).state == "published"


def test_undoing_costs_and_returns_nothing(alice: Shop, fake: FakeShop, published: list[Media]) -> None:
    services.undo_all(shop=alice)
    work_off()
    assert RetouchJob.objects.filter(credits_captured=20).count() == 3


def test_a_photo_that_is_the_merchants_own_cannot_be_undone(alice: Shop, fake: FakeShop) -> None:
    with pytest.raises(Conflict):
        services.undo_media(shop=alice, media_id=make_media(alice).pk)


def test_two_undoings_of_one_photo_are_one(alice: Shop, fake: FakeShop, published: list[Media]) -> None:
    services.undo_media(shop=alice, media_id=published[0].pk)
    with pytest.raises(Conflict):
        services.undo_media(shop=alice, media_id=published[0].pk)


def test_another_shops_photo_is_not_found(alice: Shop, fake: FakeShop, published: list[Media]) -> None:
    with pytest.raises(NotFound):
        services.undo_media(shop=make_shop(CHARLIES), media_id=published[0].pk)


def test_undoing_everything_cancels_what_still_waits(alice: Shop, fake: FakeShop) -> None:
    stocked(alice, fake, photos=2)
    studio.start_batch(shop=alice)
    services.undo_all(shop=alice)
    assert Batch.objects.get().state == "cancelled"
    assert {job.reason_code for job in RetouchJob.objects.all()} == {"cancelled"}


def test_undoing_a_batch_that_runs_stops_the_rest_of_it_and_no_other(alice: Shop, fake: FakeShop) -> None:
    stocked(alice, fake, photos=3)
    first, second, third = Media.objects.order_by("pk")
    batch = studio.start_batch(shop=alice, media_ids=[first.pk, second.pk])
    other = studio.start_batch(shop=alice, media_ids=[third.pk])
    assert services.undo_batch(shop=alice, batch_id=batch.pk) == []
    batch.refresh_from_db()
    other.refresh_from_db()
    assert (batch.state, other.state) == ("cancelled", "running")
    assert {job.reason_code for job in batch.jobs.all()} == {"cancelled"}
    work_off()
    assert [fake.media[media.gid].data for media in (first, second)] == [b"original 1", b"original 2"]
    assert fake.media[third.gid].data != b"original 3"


def test_a_batch_of_another_shop_is_not_undone(alice: Shop, fake: FakeShop) -> None:
    stocked(alice, fake, photos=1)
    batch = studio.start_batch(shop=alice)
    with pytest.raises(NotFound):
        services.undo_batch(shop=make_shop(CHARLIES), batch_id=batch.pk)


def test_an_outage_is_outlasted(alice: Shop, fake: FakeShop, published: list[Media]) -> None:
    services.undo_media(shop=alice, media_id=published[0].pk)
    outages = [httpx.Response(502)] * 2
    fake.before = lambda name, _r: outages.pop() if name == "download" and outages else None
    work_off()
    assert fake.media[published[0].gid].data == b"original 1"


@pytest.mark.parametrize(("status", "code"), [(503, "storage"), (403, "our_fault")])
def test_an_original_that_the_bucket_does_not_give_is_put_back_later(
    alice: Shop,
    fake: FakeShop,
    published: list[Media],
    monkeypatch: pytest.MonkeyPatch,
    status: int,
    code: str,
) -> None:
    error = ClientError({"ResponseMetadata": {"HTTPStatusCode": status}}, "GetObject")
    write = services.undo_media(shop=alice, media_id=published[0].pk)
    with monkeypatch.context() as patch:
        patch.setattr(storage, "read", Mock(side_effect=error))
        work_off(rounds=2)
        write.refresh_from_db()
        assert write.state == ("planned" if status == 503 else "failed")
        Write.objects.update(failing_since=timezone.now() - timedelta(days=1))
        work_off(rounds=1)
    write.refresh_from_db()
    assert (write.state, write.reason_code) == ("failed", code)
    assert fake.media[published[0].gid].data != b"original 1"
    assert services.undo_media(shop=alice, media_id=published[0].pk)
    work_off()
    assert fake.media[published[0].gid].data == b"original 1"


@pytest.mark.parametrize(("status", "code"), [(401, "disconnected"), (403, "denied")])
def test_a_lost_permission_ends_it_with_its_reason(
    alice: Shop, fake: FakeShop, published: list[Media], status: int, code: str
) -> None:
    write = services.undo_media(shop=alice, media_id=published[0].pk)
    fake.before = lambda name, _r: httpx.Response(status) if name != "token" else None
    work_off()
    write.refresh_from_db()
    assert (write.state, write.reason_code) == ("failed", code)


def test_a_deleted_photo_ends_it(alice: Shop, fake: FakeShop, published: list[Media]) -> None:
    write = services.undo_media(shop=alice, media_id=published[0].pk)
    del fake.media[published[0].gid]
    work_off()
    write.refresh_from_db()
    assert (write.state, write.reason_code) == ("failed", "gone")


def test_an_undone_result_can_be_put_back(alice: Shop, fake: FakeShop, published: list[Media]) -> None:
    services.undo_media(shop=alice, media_id=published[0].pk)
    work_off()
    job = RetouchJob.objects.get(media=published[0])
    services.publish(shop=alice, job_id=job.pk)
    work_off()
    assert fake.media[published[0].gid].data == b"original 1 retouched"
    assert Write.objects.filter(media=published[0], state="confirmed").count() == 3


@pytest.fixture
def sent(alice: Shop, fake: FakeShop) -> list[Media]:
    """Photos whose results are with Shopify, which works on them."""
    media = stocked(alice, fake, photos=3)
    studio.start_batch(shop=alice)
    work_off(rounds=1)
    assert set(Write.objects.values_list("kind", "state")) == {("publish", "sent")}
    assert set(RetouchJob.objects.values_list("state", flat=True)) == {"publishing"}
    return media


def test_what_is_with_shopify_already_is_undone_as_soon_as_it_is_there(
    alice: Shop, fake: FakeShop, sent: list[Media]
) -> None:
    assert [write.media_id for write in services.undo_all(shop=alice)] == [media.pk for media in sent]
    assert selectors.undoing(alice) == 3
    assert services.undo_all(shop=alice) == []
    work_off()
    assert [fake.media[m.gid].data for m in sent] == [b"original 1", b"original 2", b"original 3"]
    assert set(RetouchJob.objects.values_list("state", flat=True)) == {"undone"}
    assert set(Write.objects.values_list("kind", "state")) == {
        ("publish", "confirmed"),
        ("undo", "confirmed"),
    }


def test_an_undoing_waits_for_the_write_before_it(alice: Shop, fake: FakeShop, sent: list[Media]) -> None:
    write = services.undo_media(shop=alice, media_id=sent[0].pk)
    writes = fake.writes
    undo.run(write.pk)
    write.refresh_from_db()
    assert (write.state, write.owner, fake.writes) == ("waiting", "", writes)
    with pytest.raises(Conflict, match="being undone"):
        services.undo_media(shop=alice, media_id=sent[0].pk)


def test_the_end_of_a_write_rings_for_the_undoing_behind_it(
    alice: Shop,
    fake: FakeShop,
    sent: list[Media],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    write = services.undo_media(shop=alice, media_id=sent[0].pk)
    rung: list[tuple[str, int]] = []
    monkeypatch.setattr(lifecycle, "enqueue", lambda task, pk, **_: rung.append((task, pk)))
    assert write.job
    lifecycle.stop(write.job.pk, "cancelled", states=["publishing"])
    assert ("undo_write", write.pk) in rung


def test_what_was_not_sent_when_it_was_undone_is_not_sent_any_more(alice: Shop, fake: FakeShop) -> None:
    (media,) = stocked(alice, fake)
    studio.start_batch(shop=alice)
    fake.before = lambda name, _r: httpx.Response(502) if name == "upload" else None
    work_off(rounds=1)
    assert list(Write.objects.values_list("state", flat=True)) == ["planned"]
    assert len(services.undo_all(shop=alice)) == 1
    fake.before = lambda _name, _r: None
    work_off()
    job = RetouchJob.objects.get()
    assert (job.state, job.reason_code, job.credits_captured) == ("left", "cancelled", 0)
    assert (fake.writes, fake.media[media.gid].data) == (0, b"original 1")
    assert selectors.undoing(alice) == 0


def test_a_photo_that_waits_outside_of_a_batch_is_stopped_with_everything(
    alice: Shop, fake: FakeShop
) -> None:
    (media,) = stocked(alice, fake)
    make_job(media, source="auto")
    services.undo_all(shop=alice)
    work_off()
    assert (RetouchJob.objects.get().state, fake.writes) == ("left", 0)


def test_a_write_whose_sender_ended_before_it_said_so_can_be_undone(
    alice: Shop, fake: FakeShop, sent: list[Media]
) -> None:
    Write.objects.update(state="planned", sent_at=None)
    work_off()
    assert len(services.undo_all(shop=alice)) == 3
    work_off()
    assert [fake.media[m.gid].data for m in sent] == [b"original 1", b"original 2", b"original 3"]
