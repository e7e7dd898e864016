"""A draft follows what would be shown."""

import pytest

from shopapp.marketplaces import services
from shopapp.models import Listing, ListingPhoto, ListingSync, Shop
from tests.fake_marketplace import FakeMarketplace
from tests.unit.shopapp.marketplaces.conftest import draft, matched, work_off

pytestmark = pytest.mark.django_db


def shown(listing: Listing) -> list[int]:
    return list(ListingPhoto.objects.filter(listing=listing).values_list("media_id", flat=True))


def test_another_product_leaves_nothing_of_the_former_ones_draft(alice: Shop, etsy: FakeMarketplace) -> None:
    listing = draft(matched(alice, etsy))
    Listing.objects.update(wanted=True, confirmed=True)
    services.choose_product(shop=alice, listing_id=listing.pk, product_id=None)
    listing.refresh_from_db()
    assert shown(listing) == []
    assert (listing.draft, listing.draft_key, listing.draft_findings) == ("none", "", [])
    assert (listing.wanted, listing.confirmed) == (False, False)


def test_a_reading_that_finds_another_product_leaves_nothing_of_the_former_ones_draft(
    alice: Shop, etsy: FakeMarketplace
) -> None:
    listing = draft(matched(alice, etsy))
    etsy.kept["L1"].title = "Blue ceramic vase"
    ListingSync.objects.create(account=listing.account)
    work_off()
    listing.refresh_from_db()
    assert (listing.product, listing.match, listing.draft, shown(listing)) == (None, "none", "none", [])


def test_a_product_that_a_person_chooses_while_listings_are_read_is_kept(
    alice: Shop, etsy: FakeMarketplace
) -> None:
    listing = draft(matched(alice, etsy))
    product, before = listing.product, shown(listing)
    etsy.kept["L1"].title = "Blue ceramic vase"
    Listing.objects.update(title="Blue ceramic vase")

    def choose(verb: str, _listing: str) -> None:
        if verb == "download":
            Listing.objects.update(match="chosen")

    etsy.before = choose
    ListingSync.objects.create(account=listing.account)
    work_off()
    listing.refresh_from_db()
    assert (listing.product, listing.match, shown(listing)) == (product, "chosen", before)
