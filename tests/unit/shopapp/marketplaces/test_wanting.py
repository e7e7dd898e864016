"""A draft follows what would be shown, also where that changes while it is made or just before it goes out."""

from collections.abc import Callable

import pytest

from shopapp.errors import Invalid
from shopapp.marketplaces import drafting, services
from shopapp.models import Listing, ListingPhoto, ListingSync, Shop, Submission
from tests.fake_marketplace import FakeMarketplace
from tests.signed_in import finished_job
from tests.unit.shopapp.marketplaces.conftest import connected, draft, drafted, matched, work_off

pytestmark = pytest.mark.django_db
Meanwhile = Callable[[Callable[[], object]], None]


@pytest.fixture
def meanwhile(monkeypatch: pytest.MonkeyPatch) -> Meanwhile:
    """Let something happen while the next draft is being made."""

    def happens(what: Callable[[], object]) -> None:
        workshop, once = drafting.workshop, [what]

        def called() -> object:
            if once:
                once.pop()()
            return workshop()

        monkeypatch.setattr(drafting, "workshop", called)

    return happens


def shown(listing: Listing) -> list[int]:
    return list(ListingPhoto.objects.filter(listing=listing).values_list("media_id", flat=True))


def test_a_result_that_comes_while_a_draft_is_made_is_in_the_next_one(
    alice: Shop, etsy: FakeMarketplace, meanwhile: Meanwhile
) -> None:
    listing = matched(alice, etsy, photos=1)
    meanwhile(lambda: services.results_changed(job_id=finished_job(alice, 2).pk))
    assert (draft(listing).draft, shown(listing)) == ("waiting", [])
    assert draft(listing).draft == "ready"
    assert listing.photos.count() == 2


def test_what_is_fixed_while_its_draft_is_made_does_not_go_out_with_the_old_photos(
    alice: Shop, etsy: FakeMarketplace, meanwhile: Meanwhile
) -> None:
    listing = draft(matched(alice, etsy, photos=2))
    first, second = shown(listing)
    Listing.objects.update(draft="waiting", draft_key="")
    meanwhile(lambda: services.fix(shop=alice, listing_id=listing.pk, then_export=True))
    drafting.run(listing.pk)
    ListingPhoto.objects.update(findings=[])
    assert services.export_wanted(listing_id=listing.pk) is None
    drafting.run(listing.pk)
    ListingPhoto.objects.update(findings=[])
    assert services.export_wanted(listing_id=listing.pk) is not None
    assert [write.media_id for write in Submission.objects.get().writes.all()] == [second]
    assert Listing.objects.get().without == [first]


def test_a_choice_that_is_taken_back_while_the_draft_is_made_holds(
    alice: Shop, etsy: FakeMarketplace, meanwhile: Meanwhile
) -> None:
    listing = draft(matched(alice, etsy, photos=2))
    before = shown(listing)
    Listing.objects.update(without=before[:1])
    listing.refresh_from_db()
    meanwhile(lambda: services.restore_photos(shop=alice, listing_id=listing.pk))
    draft(listing)
    drafting.run(listing.pk)
    listing.refresh_from_db()
    assert (listing.draft, shown(listing)) == ("ready", before)


@pytest.mark.parametrize("how", ["by hand", "by itself"])
def test_a_draft_that_shows_other_photos_than_there_are_by_now_does_not_go_out(
    alice: Shop, etsy: FakeMarketplace, how: str
) -> None:
    listing = drafted(connected(alice), etsy, photos=1)
    finished_job(alice, 2)
    if how == "by hand":
        with pytest.raises(Invalid) as raised:
            services.submit(shop=alice, listing_ids=[listing.pk])
        assert raised.value.merchant_sentence == "Its photos are being prepared."
    else:
        Listing.objects.update(wanted=True)
        assert services.export_wanted(listing_id=listing.pk) is None
    listing.refresh_from_db()
    assert (listing.draft, listing.wanted) == ("waiting", how == "by itself")
    assert not Submission.objects.exists()


def test_a_draft_that_failed_is_made_again_also_of_the_photos_it_had_before(
    alice: Shop, etsy: FakeMarketplace
) -> None:
    listing = drafted(connected(alice), etsy)
    Listing.objects.update(draft="failed")
    assert services.draft_all(shop_id=alice.pk) == 1
    listing.refresh_from_db()
    assert listing.draft == "waiting"


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
