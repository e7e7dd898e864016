"""Many listings in one JSON_LISTINGS_FEED, through the stand-in for Amazon: out, refused in part, lost, and back."""

import time

import pytest
from django.utils import timezone

from integrations.amazon.slots import ATTRIBUTES
from shopapp.marketplaces import feeding, services, standing, submissions
from shopapp.marketplaces.lifecycle import OPEN
from shopapp.models import Listing, ListingFeed, Shop, Submission
from tests.integration.marketplaces.conftest import connect, control, drafted, shown

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
UNDER_WAY = ("gathering", "sent")


@pytest.fixture
def amazon(shop: Shop, ways: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> str:
    """Amazon's stand-in, its three listings drafted and few enough to be many."""
    monkeypatch.setattr(feeding, "MANY", 3)
    connect(shop, {"amazon": ways["amazon"]})
    assert len(drafted(shop)) == 3
    return ways["amazon"]


def work_off(*, rounds: int = 80) -> None:
    """Do what the network workers would do, documents included."""
    for _ in range(rounds):
        waiting = Submission.objects.filter(state__in=OPEN)
        feeds = ListingFeed.objects.filter(state__in=UNDER_WAY)
        if not waiting.exists() and not feeds.exists():
            return
        waiting.filter(owner="").exclude(feed__state__in=UNDER_WAY, state="sending").update(
            due_at=timezone.now()
        )
        for pk in waiting.values_list("pk", flat=True):
            submissions.run(pk)
        feeds.update(due_at=timezone.now())
        for pk in feeds.values_list("pk", flat=True):
            feeding.run(pk)
        time.sleep(0.2)


def documents(amazon: str) -> list[str]:
    """How each document ended that the stand-in was sent."""
    return [each["status"] for each in control(amazon)["feeds"]]


def stands() -> list[str]:
    return sorted(str(now.stand) for now in standing.of(Listing.objects.order_by("pk")))


def test_a_store_goes_out_in_one_document_and_comes_back(shop: Shop, amazon: str) -> None:
    before = shown(amazon, "amazon")
    services.submit(shop=shop)
    work_off()
    assert (stands(), ListingFeed.objects.get().state) == (["live"] * 3, "done")
    assert documents(amazon) == ["DONE"]
    now = shown(amazon, "amazon")
    assert all(set(now[sku].values()).isdisjoint(before[sku].values()) for sku in before)
    services.undo_all(shop=shop)
    work_off()
    assert shown(amazon, "amazon") == before


def test_what_the_report_refuses_keeps_its_photo_and_the_others_go_out(shop: Shop, amazon: str) -> None:
    before = shown(amazon, "amazon")
    control(amazon, "faults", invalid=1)
    services.submit(shop=shop)
    work_off()
    assert (stands(), documents(amazon)) == (["live", "live", "rejected"], ["DONE"])
    refused = Submission.objects.get(state="rejected")
    assert [issue["code"] for issue in refused.writes.get(state="rejected").issues] == ["90000900"]
    now, slot = shown(amazon, "amazon"), ATTRIBUTES[0]
    assert [sku for sku in before if now[sku][slot] == before[sku][slot]] == [refused.listing.key]


def test_a_document_amazon_gives_up_leaves_its_listings_to_go_one_by_one(shop: Shop, amazon: str) -> None:
    before = shown(amazon, "amazon")
    control(amazon, "faults", feed_fatal=1)
    services.submit(shop=shop)
    work_off()
    assert (stands(), documents(amazon)) == (["live"] * 3, ["FATAL"])
    assert ListingFeed.objects.get().state == "failed"
    services.undo_all(shop=shop)
    work_off()
    assert shown(amazon, "amazon") == before


def test_throttled_and_with_lost_answers_nothing_is_there_twice(shop: Shop, amazon: str) -> None:
    before = shown(amazon, "amazon")
    services.submit(shop=shop)
    control(amazon, "faults", throttle=4, unavailable=2, lost_answer=1, report_plain=1)
    work_off()
    assert stands() == ["live"] * 3
    now = shown(amazon, "amazon")
    assert {sku: now[sku].keys() for sku in now} == {sku: before[sku].keys() for sku in before}
    services.undo_all(shop=shop)
    work_off()
    assert shown(amazon, "amazon") == before
