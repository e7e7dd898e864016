"""From the consent to the verdict and back, through both stand-ins."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from integrations.usage import PROCESS_STORAGE
from shopapp.marketplaces import reading, services, standing, submissions
from shopapp.models import Listing, ListingSync, ListingWrite, MarketplaceAccount, Shop, Submission
from tests.fake_marketplace import KilledError
from tests.integration.marketplaces.conftest import connect, control, drafted, shown, work_off

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def stands() -> dict[str, str]:
    rows = Listing.objects.select_related("account", "product").filter(gone_at=None)
    return {
        f"{now.listing.account.marketplace} {now.listing.title}": str(now.stand) for now in standing.of(rows)
    }


def test_a_whole_store_goes_out_is_judged_mended_and_taken_back(shop: Shop, ways: dict[str, str]) -> None:
    before = {name: shown(url, name) for name, url in ways.items()}
    connect(shop, ways)
    assert {account.marketplace for account in MarketplaceAccount.objects.all()} == {"etsy", "amazon"}
    listings = drafted(shop)
    assert len(listings) == 6, stands()
    control(ways["amazon"], "faults", text_on_main=1)
    services.submit(shop=shop)
    work_off()
    told = stands()
    assert sorted(told.values()) == ["live"] * 5 + ["rejected"], told
    refused = next(now for now in standing.of(listings) if now.stand == "rejected")
    issue = refused.last_writes[0].issues[0]
    assert (issue["code"], issue["place"], "AMZ-TEXT" in issue["rules"]) == ("18027", 1, True)
    if len(refused.photos) > 1:
        services.fix(shop=shop, listing_id=refused.listing.pk, then_export=True)
        drafted(shop)
        services.export_wanted(listing_id=refused.listing.pk)
        work_off()
        assert set(stands().values()) == {"live"}
    assert all(shown(url, name) != before[name] for name, url in ways.items())
    services.undo_all(shop=shop)
    work_off()
    assert {name: shown(url, name) for name, url in ways.items()} == before
    assert not ListingWrite.objects.filter(kind="publish", sent_at__isnull=False, gone_at=None).exists()


def test_a_store_that_is_still_being_checked_is_taken_back_whole(shop: Shop, ways: dict[str, str]) -> None:
    before = {name: shown(url, name) for name, url in ways.items()}
    connect(shop, ways)
    listings = drafted(shop)
    services.submit(shop=shop)
    for pk in Submission.objects.values_list("pk", flat=True):
        _run(pk)
    assert set(Submission.objects.values_list("state", flat=True)) == {"checking"}
    started = services.undo_all(shop=shop)
    assert started is not None
    assert (len(started.submissions), started.left_out) == (len(listings), [])
    work_off()
    assert {name: shown(url, name) for name, url in ways.items()} == before
    assert set(Submission.objects.filter(kind="undo").values_list("state", flat=True)) == {"accepted"}


def test_replaced_by_hand_on_either_marketplace_it_is_kept(shop: Shop, ways: dict[str, str]) -> None:
    connect(shop, ways)
    listings = {each.account.marketplace: each for each in drafted(shop) if each.skus == ["C-3"]}
    services.submit(shop=shop, listing_ids=[each.pk for each in listings.values()])
    work_off()
    control(ways["etsy"], f"listings/{listings['etsy'].key}/replace")
    control(ways["amazon"], "listings/C-3/replace")
    by_hand = {name: shown(ways[name], name)[listing.key] for name, listing in listings.items()}
    services.undo_all(shop=shop)
    work_off()
    ended = Submission.objects.filter(kind="undo")
    assert {each.state for each in ended} == {"conflict"}
    assert {name: shown(ways[name], name)[listing.key] for name, listing in listings.items()} == by_hand


def test_a_listing_that_amazon_reads_late_is_not_confirmed_by_what_was_there_before(
    shop: Shop, ways: dict[str, str]
) -> None:
    connect(shop, ways)
    listing = next(each for each in drafted(shop) if each.account.marketplace == "amazon")
    before = shown(ways["amazon"], "amazon")[listing.key]
    control(ways["amazon"], "faults", late_read=1)
    control(ways["amazon"], "clock", factor=0.01)
    services.submit(shop=shop, listing_ids=[listing.pk])
    submissions.run(Submission.objects.get().pk)
    control(ways["amazon"], "clock", advance=3)
    Submission.objects.update(due_at=None)
    submissions.run(Submission.objects.get().pk)
    assert {write.state for write in ListingWrite.objects.all()} == {"sent"}
    control(ways["amazon"], "clock", advance=3, factor=1)
    work_off()
    kept = {write.after_key for write in ListingWrite.objects.filter(state="confirmed")}
    assert Submission.objects.get().state == "accepted"
    assert kept == set(shown(ways["amazon"], "amazon")[listing.key].values())
    assert not kept & set(before.values())


def test_what_amazon_reads_late_is_taken_back_once_it_is_shown(shop: Shop, ways: dict[str, str]) -> None:
    connect(shop, ways)
    listing = next(each for each in drafted(shop) if each.account.marketplace == "amazon")
    before = shown(ways["amazon"], "amazon")
    control(ways["amazon"], "faults", late_read=1)
    control(ways["amazon"], "clock", factor=0.01)
    submission = services.submit(shop=shop, listing_ids=[listing.pk]).submissions[0]
    submissions.run(submission.pk)
    started = services.undo_all(shop=shop)
    assert started is not None
    for pk in (submission.pk, started.submissions[0].pk):
        submissions.run(pk)
    assert list(Submission.objects.order_by("pk").values_list("state", flat=True)) == ["checking", "queued"]
    control(ways["amazon"], "clock", advance=6, factor=1)
    work_off()
    assert shown(ways["amazon"], "amazon") == before
    assert Submission.objects.get(kind="undo").state == "accepted"
    assert not ListingWrite.objects.filter(kind="publish", gone_at=None).exists()


def test_what_amazon_refuses_after_it_accepted_is_read_back_without_being_told(
    shop: Shop, ways: dict[str, str]
) -> None:
    connect(shop, ways)
    listing = next(each for each in drafted(shop) if each.account.marketplace == "amazon")
    control(ways["amazon"], "faults", text_on_main=1, late_issue=1)
    services.submit(shop=shop, listing_ids=[listing.pk])
    work_off()
    assert Submission.objects.get().state == "accepted"
    control(ways["amazon"], "clock", advance=120)
    services.look_at_all()
    for sync in ListingSync.objects.filter(state="running"):
        reading.run(sync.pk)
    work_off()
    assert Submission.objects.get().state == "rejected"
    now = standing.of([listing])[0]
    assert (now.stand, now.last_writes[0].issues[0]["code"]) == ("rejected", "18027")


def test_throttled_unavailable_and_killed_nothing_is_lost_or_doubled(
    shop: Shop, ways: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = {name: shown(url, name) for name, url in ways.items()}
    connect(shop, ways)
    drafted(shop)
    services.submit(shop=shop)
    _dying(monkeypatch, every=2)
    control(ways["etsy"], "faults", too_many=4, retry_after=1, server_error=1)
    control(ways["amazon"], "faults", throttle=3, unavailable=2, lost_answer=1)
    for _ in range(40):
        for pk in Submission.objects.filter(state__in=("waiting", "sending", "checking")).values_list(
            "pk", flat=True
        ):
            _run(pk)
    monkeypatch.undo()
    work_off()
    assert set(stands().values()) == {"live"}, stands()
    counts = {name: [len(images) for images in found.values()] for name, found in before.items()}
    now = {name: [len(images) for images in shown(url, name).values()] for name, url in ways.items()}
    assert now == counts
    services.undo_all(shop=shop)
    work_off()
    assert {name: shown(url, name) for name, url in ways.items()} == before


def test_what_amazon_takes_back_under_new_names_is_back(shop: Shop, ways: dict[str, str]) -> None:
    connect(shop, ways)
    listing = next(each for each in drafted(shop) if each.account.marketplace == "amazon")
    before = shown(ways["amazon"], "amazon")[listing.key]
    services.submit(shop=shop, listing_ids=[listing.pk])
    work_off()
    control(ways["amazon"], "faults", renamed=len(before), late_read=1)
    control(ways["amazon"], "clock", factor=0.01)
    undo = services.undo_listing(shop=shop, listing_id=listing.pk).submissions[0]
    submissions.run(undo.pk)
    control(ways["amazon"], "clock", advance=10, factor=1)
    work_off()
    there = shown(ways["amazon"], "amazon")[listing.key]
    assert Submission.objects.get(pk=undo.pk).state == "accepted"
    assert there.keys() == before.keys()
    assert {write.after_key for write in undo.writes.all()} == set(there.values())
    assert not set(there.values()) & set(before.values())


def test_a_day_of_etsys_that_is_used_up_is_waited_for(shop: Shop, ways: dict[str, str]) -> None:
    connect(shop, ways)
    listing = next(each for each in drafted(shop) if each.account.marketplace == "etsy")
    control(ways["etsy"], "quota", left=0)
    submission = services.submit(shop=shop, listing_ids=[listing.pk]).submissions[0]
    for _ in range(2):
        Submission.objects.update(due_at=None)
        submissions.run(submission.pk)
    waiting = Submission.objects.get()
    assert (waiting.state, waiting.reason_code, waiting.failing_since) == ("waiting", "throttled", None)
    assert waiting.due_at is not None
    assert waiting.due_at - timezone.now() > timedelta(hours=22)
    control(ways["etsy"], "clock", advance=24 * 3600)
    PROCESS_STORAGE.forget()  # what we counted is a day old too
    work_off()
    assert Submission.objects.get().state == "accepted"


def test_a_listing_of_a_product_type_that_amazon_does_not_define_stays_and_says_what_to_do(
    shop: Shop, ways: dict[str, str]
) -> None:
    connect(shop, ways)
    listing = next(each for each in drafted(shop) if each.account.marketplace == "amazon")
    control(ways["amazon"], f"listings/{listing.key}/retype", product_type="LUGGAGE")
    services.submit(shop=shop, listing_ids=[listing.pk])
    work_off()
    ended = Submission.objects.get()
    assert (ended.state, ended.reason_code) == ("failed", "unsupported")
    assert "another product type in Seller Central" in ended.reason_sentence
    assert Listing.objects.get(pk=listing.pk).gone_at is None
    assert str(standing.of([Listing.objects.get(pk=listing.pk)])[0].stand) == "failed"


def _run(pk: int) -> None:
    """Deliver a message; a worker that dies leaves its lease to run out."""
    Submission.objects.filter(pk=pk).update(due_at=None, lease_until=None, owner="", crashes=0)
    try:
        submissions.run(pk)
    except KilledError:
        Submission.objects.filter(pk=pk).update(lease_until=None, owner="")


def _dying(monkeypatch: pytest.MonkeyPatch, *, every: int) -> None:
    """End the worker between an image's acceptance and its entry in the ledger, again and again."""
    from shopapp.marketplaces import ledger

    note, count = ledger.note_sent, [0]

    def dying(write: Any, key: str) -> None:
        count[0] += 1
        if count[0] % every == 0 and count[0] < 10:
            raise KilledError
        note(write, key)

    monkeypatch.setattr(ledger, "note_sent", dying)
