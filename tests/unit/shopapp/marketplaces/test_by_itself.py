"""Which listings go out by themselves, when, and when again."""

from typing import Any

import pytest
from django.utils import timezone

from integrations.marketplace import Issue
from shopapp.marketplaces import services, standing
from shopapp.models import Listing, ListingSync, RetouchJob, Shop, Submission
from tests.factories import make_job, make_media
from tests.fake_marketplace import FakeMarketplace
from tests.signed_in import finished_job
from tests.unit.shopapp.marketplaces.conftest import (
    as_it_is_now,
    connected,
    drafted,
    export,
    finding,
    keys,
    new_ones_go_out,
    photo_at,
    work_off,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def new(alice: Shop, etsy: FakeMarketplace) -> Listing:
    """A listing that came after the choice, its draft ready."""
    account = connected(alice)
    new_ones_go_out(account)
    return drafted(account, etsy)


def gains(listing: Listing, number: int = 3) -> RetouchJob:
    """Let one more photo of its product have a result, and its draft show it."""
    job = finished_job(listing.shop, number)
    photo_at(listing, number, job)
    listing.refresh_from_db()
    as_it_is_now(listing)
    return job


def kinds() -> list[str]:
    return [each.run.kind for each in Submission.objects.order_by("pk")]


def test_new_listings_go_out_by_themselves_where_that_was_chosen_and_once(
    alice: Shop, etsy: FakeMarketplace
) -> None:
    account = connected(alice)
    new_ones_go_out(account)
    listing = drafted(account, etsy)
    assert services.export_wanted(listing_id=listing.pk) is not None
    work_off()
    assert Submission.objects.get().run.kind == "auto"
    assert services.export_wanted(listing_id=listing.pk) is None


def test_a_new_listing_waits_until_somebody_has_seen_what_could_not_be_measured(
    alice: Shop, etsy: FakeMarketplace
) -> None:
    account = connected(alice)
    new_ones_go_out(account)
    listing = drafted(account, etsy)
    listing.photos.update(findings=[finding("packaging_found")])
    assert services.export_wanted(listing_id=listing.pk) is None
    assert standing.of([listing])[0].stand == "confirm"


def test_a_listing_that_was_there_before_the_choice_is_not_new(alice: Shop, etsy: FakeMarketplace) -> None:
    account = connected(alice)
    ListingSync.objects.create(account=account, state="done", finished_at=timezone.now())
    listing = drafted(account, etsy)
    assert services.export_wanted(listing_id=listing.pk) is None
    new_ones_go_out(account)
    assert services.export_wanted(listing_id=listing.pk) is None


def test_chosen_twice_it_counts_from_the_first_time(alice: Shop, etsy: FakeMarketplace) -> None:
    account = connected(alice)
    new_ones_go_out(account)
    listing = drafted(account, etsy)
    services.set_auto_export(shop=alice, account_id=account.pk, wanted=True)
    assert services.export_wanted(listing_id=listing.pk) is not None


def test_what_the_first_reading_finds_is_not_new_also_where_the_choice_came_before(
    alice: Shop, etsy: FakeMarketplace
) -> None:
    account = connected(alice)
    services.set_auto_export(shop=alice, account_id=account.pk, wanted=True)
    listing = drafted(account, etsy)
    assert services.export_wanted(listing_id=listing.pk) is None
    ListingSync.objects.create(account=account, state="done", finished_at=timezone.now())
    assert services.export_wanted(listing_id=listing.pk) is None


def test_a_new_listing_waits_for_the_photos_that_are_being_retouched(alice: Shop, new: Listing) -> None:
    waiting = make_job(make_media(alice, 3))
    for state in ("waiting", "retouching"):
        RetouchJob.objects.filter(pk=waiting.pk).update(state=state)
        assert services.export_wanted(listing_id=new.pk) is None, state
    RetouchJob.objects.filter(pk=waiting.pk).update(state="left")
    assert services.export_wanted(listing_id=new.pk) is not None


def test_what_the_merchant_asked_for_waits_for_nothing(alice: Shop, new: Listing) -> None:
    make_job(make_media(alice, 3))
    Listing.objects.update(wanted=True)
    assert services.export_wanted(listing_id=new.pk) is not None


def test_what_went_out_by_itself_goes_out_again_when_it_gains_a_photo(
    new: Listing, etsy: FakeMarketplace
) -> None:
    assert services.export_wanted(listing_id=new.pk) is not None
    gains(new)
    assert services.export_wanted(listing_id=new.pk) is None, "the first is under way"
    work_off()
    assert services.export_wanted(listing_id=new.pk) is not None
    work_off()
    assert (kinds(), len(keys(etsy))) == (["auto", "auto"], 3)
    assert services.export_wanted(listing_id=new.pk) is None


def test_the_end_of_an_export_and_of_a_retouch_let_it_be_looked_at_again(new: Listing, bells: Any) -> None:
    services.export_wanted(listing_id=new.pk)
    with bells() as rung:
        work_off()
    assert ("export_wanted", new.pk) in rung
    job = gains(new)
    with bells() as rung:
        services.results_changed(job_id=job.pk)
    assert rung == [("export_wanted", new.pk)]


def sent_by_hand(shop: Shop, listing: Listing, _etsy: FakeMarketplace) -> None:
    export(shop, listing)


def taken_back(shop: Shop, listing: Listing, _etsy: FakeMarketplace) -> None:
    services.export_wanted(listing_id=listing.pk)
    work_off()
    services.undo_listing(shop=shop, listing_id=listing.pk)
    work_off()


def refused(_shop: Shop, listing: Listing, etsy: FakeMarketplace) -> None:
    etsy.rejects = lambda _data: Issue("1", "No.")
    services.export_wanted(listing_id=listing.pk)
    work_off()


def replaced_there(_shop: Shop, listing: Listing, etsy: FakeMarketplace) -> None:
    services.export_wanted(listing_id=listing.pk)
    work_off()
    etsy.replace_by_hand("L1", 1)
    images = [{"key": image.key, "place": image.place} for image in etsy.kept["L1"].images]
    Listing.objects.update(images=images)


@pytest.mark.parametrize("what", [sent_by_hand, taken_back, refused, replaced_there])
def test_what_a_person_or_the_marketplace_has_had_a_say_in_does_not_go_out_again_by_itself(
    alice: Shop, etsy: FakeMarketplace, new: Listing, what: Any
) -> None:
    what(alice, new, etsy)
    gains(new)
    assert services.export_wanted(listing_id=new.pk) is None
