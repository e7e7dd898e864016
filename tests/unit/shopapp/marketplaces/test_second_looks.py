"""What a marketplace holds against our photos after it had accepted them."""

import pytest
from django.utils import timezone

from integrations.marketplace import Issue, Severity
from shopapp.marketplaces import second_looks, services, standing
from shopapp.models import Listing, ListingSync, ListingWrite, MarketplaceAccount, Shop, Submission
from tests.fake_marketplace import FakeMarketplace
from tests.signed_in import finished_job
from tests.unit.shopapp.marketplaces.conftest import (
    as_it_is_now,
    connected,
    drafted,
    export,
    photo_at,
    work_off,
)

pytestmark = pytest.mark.django_db
TEXT = Issue("18027", "Text.", place=1, rules=("AMZ-TEXT",))


@pytest.fixture
def account(alice: Shop) -> MarketplaceAccount:
    return connected(alice, "amazon")


@pytest.fixture
def listing(account: MarketplaceAccount, amazon: FakeMarketplace) -> Listing:
    """Exported and accepted."""
    listing = drafted(account, amazon)
    Listing.objects.update(match="chosen")
    assert export(account.shop, listing).state == "accepted"
    amazon.kept["L1"].issues = ()
    return listing


def read_again(account: MarketplaceAccount) -> None:
    ListingSync.objects.create(account=account)
    work_off()


def refuse(amazon: FakeMarketplace, *issues: Issue) -> None:
    """Let the marketplace hold something against the listing, and what it is asked about its main photo."""
    amazon.kept["L1"].issues = issues
    main = amazon.kept["L1"].images[0].address
    amazon.rejects = lambda data: issues[0] if issues and data == amazon.pictures[main] else None


def stand(listing: Listing) -> str:
    return str(standing.of([Listing.objects.get(pk=listing.pk)])[0].stand)


def test_what_is_refused_after_it_was_accepted_is_found_when_the_listings_are_read(
    account: MarketplaceAccount, listing: Listing, amazon: FakeMarketplace
) -> None:
    amazon.pictures.update({image.address: image.key.encode() for image in amazon.kept["L1"].images})
    refuse(amazon, TEXT)
    read_again(account)
    told = Submission.objects.get()
    assert told.state == "rejected"
    assert [write.state for write in told.writes.order_by("place")] == ["rejected", "confirmed"]
    assert told.writes.get(place=1).issues[0]["rules"] == ["AMZ-TEXT"]
    assert stand(listing) == "rejected"


def test_what_is_let_through_after_it_was_refused_is_live(
    account: MarketplaceAccount, listing: Listing, amazon: FakeMarketplace
) -> None:
    refuse(amazon, TEXT)
    read_again(account)
    assert stand(listing) == "rejected"
    refuse(amazon)
    read_again(account)
    assert stand(listing) == "live"


@pytest.mark.parametrize(
    "issues", [(), None, (Issue("90", "Blurred.", Severity.WARNING, place=1),), (Issue("99", "No price."),)]
)
def test_a_reading_that_holds_nothing_against_our_photos_asks_for_no_verdict(
    account: MarketplaceAccount, listing: Listing, amazon: FakeMarketplace, issues: tuple[Issue, ...] | None
) -> None:
    amazon.kept["L1"].issues = issues
    asked = amazon.calls.count("verdict L1")
    read_again(account)
    assert amazon.calls.count("verdict L1") == asked


def test_a_marketplace_whose_readings_tell_no_issues_is_not_asked_again_and_again(
    alice: Shop, etsy: FakeMarketplace
) -> None:
    account = connected(alice)
    etsy.rejects = lambda _data: Issue("9", "No.")
    assert export(alice, drafted(account, etsy)).state == "rejected"
    asked = etsy.calls.count("verdict L1")
    read_again(account)
    assert etsy.calls.count("verdict L1") == asked


def test_what_an_earlier_export_put_there_is_refused_too_and_can_be_fixed(
    account: MarketplaceAccount, listing: Listing, amazon: FakeMarketplace
) -> None:
    photo_at(listing, 3, finished_job(account.shop, 3))
    as_it_is_now(listing)
    assert export(account.shop, listing).state == "accepted"
    assert list(Submission.objects.latest("pk").writes.values_list("place", flat=True)) == [3]
    amazon.pictures.update({image.address: image.key.encode() for image in amazon.kept["L1"].images})
    refuse(amazon, TEXT)
    read_again(account)
    now = standing.of([Listing.objects.get()])[0]
    assert (now.stand, now.last and now.last.state) == ("rejected", "accepted")
    refused = ListingWrite.objects.get(state="rejected")
    assert now.last_writes[0] == refused
    services.fix(shop=account.shop, listing_id=listing.pk)
    assert Listing.objects.get().without == [refused.media_id]


def test_nothing_is_asked_again_while_something_is_on_its_way(
    account: MarketplaceAccount, listing: Listing, amazon: FakeMarketplace
) -> None:
    services.undo_listing(shop=account.shop, listing_id=listing.pk)
    second_looks.check_again(account_id=account.pk, key="L1", places={1})
    assert Submission.objects.get(kind="export").state == "accepted"


def test_of_what_is_not_there_nothing_is_asked(account: MarketplaceAccount, listing: Listing) -> None:
    second_looks.check_again(account_id=account.pk, key="another")
    ListingWrite.objects.update(gone_at=timezone.now())
    second_looks.check_again(account_id=account.pk, key="L1")
    assert Submission.objects.get().state == "accepted"
