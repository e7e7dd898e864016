"""A marketplace that takes only so much from us at a time is waited for, and is not taken for one that is down."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from integrations.errors import Throttled, Unavailable
from shopapp.marketplaces import reading, services, submissions
from shopapp.models import Listing, ListingSync, Shop, Submission
from tests.fake_marketplace import FakeMarketplace
from tests.unit.shopapp.marketplaces.conftest import connected, drafted, keys, work_off

pytestmark = pytest.mark.django_db


def start(shop: Shop, listing: Listing) -> Submission:
    return services.submit(shop=shop, listing_ids=[listing.pk]).submissions[0]


def fresh(submission: Submission) -> Submission:
    return Submission.objects.get(pk=submission.pk)


def throttled(etsy: FakeMarketplace, *, verb: str = "", seconds: float = 600) -> None:
    def refuse(asked: str, _listing: str) -> None:
        if verb in {"", asked}:
            raise Throttled("the day is used up", retry_after=seconds)

    etsy.before = refuse


def time_flies(monkeypatch: pytest.MonkeyPatch) -> Callable[[timedelta], None]:
    """Return what moves the clock on."""
    clock = [timezone.now()]
    monkeypatch.setattr(timezone, "now", lambda: clock[0])

    def fly(by: timedelta) -> None:
        clock[0] += by

    return fly


def wait(submission: Submission, fly: Callable[[timedelta], None], by: timedelta, *, times: int = 1) -> None:
    for _ in range(times):
        submissions.run(submission.pk)
        fly(by)


@pytest.mark.parametrize("way", ["out", "back"])
def test_a_days_allowance_that_is_used_up_is_no_outage(
    alice: Shop, etsy: FakeMarketplace, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    listing = drafted(connected(alice), etsy)
    before = keys(etsy)
    submission = start(alice, listing)
    if way == "back":
        work_off()
        submission = services.undo_listing(shop=alice, listing_id=listing.pk).submissions[0]
    throttled(etsy)
    fly = time_flies(monkeypatch)
    wait(submission, fly, timedelta(minutes=10), times=42)
    waiting = fresh(submission)
    assert (waiting.state, waiting.failures, waiting.failing_since) == ("waiting", 0, None)
    assert "waits for its limit, and goes on by itself" in waiting.reason_sentence
    throttled(etsy, seconds=8 * 3600)
    wait(submission, fly, timedelta(hours=8))
    throttled(etsy, seconds=1)
    wait(submission, fly, timedelta(seconds=1))
    assert fresh(submission).state == "waiting"
    etsy.before = lambda _verb, _listing: None
    work_off()
    assert (fresh(submission).state, fresh(submission).reason_sentence) == ("accepted", "")
    assert (keys(etsy) == before) is (way == "back")


def test_what_is_throttled_for_a_day_in_the_middle_is_given_time_for_its_verdict(
    alice: Shop, etsy: FakeMarketplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    submission = start(alice, drafted(connected(alice), etsy))
    fly = time_flies(monkeypatch)
    throttled(etsy, verb="submit")
    wait(submission, fly, timedelta(hours=26))
    etsy.before = lambda _verb, _listing: None
    submissions.run(submission.pk)
    throttled(etsy, verb="verdict")
    wait(submission, fly, timedelta(hours=26))
    etsy.before = lambda _verb, _listing: None
    work_off()
    assert fresh(submission).state == "accepted"


def test_an_outage_after_a_throttle_is_still_an_outage_and_is_not_longer_for_it(
    alice: Shop, etsy: FakeMarketplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    submission = start(alice, drafted(connected(alice), etsy))
    fly = time_flies(monkeypatch)

    def down(_verb: str, _listing: str) -> None:
        raise Unavailable("503")

    for fault, hours in ((down, 1), (None, 8), (down, 4), (None, 8), (down, 1)):
        throttled(etsy, seconds=hours * 3600)
        etsy.before = fault or etsy.before
        wait(submission, fly, timedelta(hours=hours))
    assert (fresh(submission).state, fresh(submission).reason_code) == ("waiting", "")
    wait(submission, fly, timedelta(minutes=2), times=2)
    assert (fresh(submission).state, fresh(submission).reason_code) == ("failed", "unreachable")


def test_a_limit_that_lets_nothing_through_for_days_ends_it_and_one_that_lets_others_through_does_not(
    alice: Shop, etsy: FakeMarketplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = connected(alice)
    other = start(alice, drafted(account, etsy, "L2"))
    submission = start(alice, drafted(account, etsy))
    fly = time_flies(monkeypatch)
    throttled(etsy)
    wait(submission, fly, timedelta(days=2))
    etsy.before = lambda _verb, _listing: None
    submissions.run(other.pk)
    throttled(etsy)
    wait(submission, fly, timedelta(days=2), times=2)
    assert fresh(submission).state == "waiting"
    submissions.run(submission.pk)
    assert fresh(submission).state == "failed"
    assert fresh(submission).reason_sentence.startswith("Etsy had no room for this within its own limit")


def test_a_reading_of_the_listings_waits_for_the_limit_too(
    alice: Shop, etsy: FakeMarketplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    sync = ListingSync.objects.create(account=connected(alice))
    throttled(etsy)
    fly = time_flies(monkeypatch)
    for _ in range(42):
        reading.run(sync.pk)
        fly(timedelta(minutes=10))
    sync.refresh_from_db()
    assert (sync.state, sync.failing_since) == ("running", None)
    assert "goes on by itself" in sync.reason
    etsy.before = lambda _verb, _listing: None
    reading.run(sync.pk)
    sync.refresh_from_db()
    assert (sync.state, sync.reason) == ("done", "")
    gone = ListingSync.objects.create(account=sync.account)
    throttled(etsy)
    for _ in range(3):
        reading.run(gone.pk)
        fly(timedelta(days=2))
    gone.refresh_from_db()
    assert gone.state == "failed"
