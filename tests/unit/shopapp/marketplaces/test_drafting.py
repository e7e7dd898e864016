from datetime import timedelta
from unittest.mock import Mock

import pytest
from botocore.exceptions import EndpointConnectionError
from django.utils import timezone

from shopapp.errors import Conflict, Invalid
from shopapp.marketplaces import drafting, services, standing
from shopapp.models import Listing, MarketplaceAccount, Rendition, Shop, Submission, Variant, VariantMedia
from shopapp.studio import storage
from tests.fake_marketplace import FakeMarketplace
from tests.signed_in import finished_job
from tests.unit.shopapp.marketplaces.conftest import connected, drafted, work_off

pytestmark = pytest.mark.django_db


def matched(shop: Shop, etsy: FakeMarketplace, *, photos: int = 2, skus: tuple[str, ...] = ()) -> Listing:
    """A matched listing without a draft."""
    listing = drafted(connected(shop), etsy, photos=photos)
    listing.photos.all().delete()
    Rendition.objects.all().delete()
    Listing.objects.update(draft="none", draft_key="", skus=list(skus))
    listing.refresh_from_db()
    return listing


def draft(listing: Listing) -> Listing:
    services.draft_all(shop_id=listing.shop_id)
    drafting.run(listing.pk)
    listing.refresh_from_db()
    return listing


def test_a_draft_has_a_photo_for_each_result_cut_measured_and_judged(
    alice: Shop, etsy: FakeMarketplace
) -> None:
    listing = draft(matched(alice, etsy))
    assert listing.draft == "ready"
    assert [(photo.place, photo.slot) for photo in listing.photos.all()] == [(1, "main"), (2, "gallery")]
    main = listing.photos.get(place=1)
    found = {finding["rule"]: finding["verdict"] for finding in main.findings}
    assert found["ETSY-MIN1"] == "fail"
    assert main.rendition.facts["width"] == main.rendition.width
    assert standing.of([listing])[0].blocking[0] == main


def test_a_draft_whose_files_are_out_of_reach_is_made_later(
    alice: Shop, etsy: FakeMarketplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    listing = matched(alice, etsy)
    away = EndpointConnectionError(endpoint_url="https://bucket.example")
    with monkeypatch.context() as patch:
        patch.setattr(storage, "read", Mock(side_effect=away))
        assert draft(listing).draft == "waiting"
        assert (listing.failures, listing.crashes) == (1, 0)
        Listing.objects.update(due_at=None, failing_since=timezone.now() - timedelta(hours=7))
        assert draft(listing).draft == "failed"
    Listing.objects.update(draft="waiting", due_at=None)
    assert draft(listing).draft == "ready"


def test_an_equal_draft_is_not_made_again_and_renditions_are_kept(alice: Shop, etsy: FakeMarketplace) -> None:
    listing = draft(matched(alice, etsy))
    assert services.draft_all(shop_id=alice.pk) == 0
    Listing.objects.update(draft_key="")
    before = set(Rendition.objects.values_list("pk", flat=True))
    draft(listing)
    assert set(Rendition.objects.values_list("pk", flat=True)) == before


def test_a_new_result_makes_the_draft_anew(alice: Shop, etsy: FakeMarketplace) -> None:
    listing = draft(matched(alice, etsy, photos=1))
    job = finished_job(alice, 2)
    services.results_changed(job_id=job.pk)
    assert Listing.objects.get().draft == "waiting"
    drafting.run(listing.pk)
    assert listing.photos.count() == 2


def test_a_product_without_results_has_no_draft(alice: Shop, etsy: FakeMarketplace) -> None:
    listing = matched(alice, etsy, photos=1)
    alice.revisions.update(verdict="review")
    assert services.draft_all(shop_id=alice.pk) == 0
    assert standing.of([listing])[0].stand == "empty"


def test_a_listing_of_one_variant_begins_with_its_own_picture(alice: Shop, etsy: FakeMarketplace) -> None:
    listing = matched(alice, etsy, photos=3, skus=("R-ROSE",))
    media = [job.media for job in alice.jobs.order_by("pk")]
    for sku, shown in (("R-GOLD", media[0]), ("r-rose", media[1])):
        variant = Variant.objects.create(product=listing.product, gid=sku, sku=sku)
        VariantMedia.objects.create(variant=variant, media=shown)
    draft(listing)
    assert {photo.media_id for photo in listing.photos.all()} == {media[1].pk, media[2].pk}


def test_what_is_fixed_is_left_out_and_the_last_photo_is_never(alice: Shop, etsy: FakeMarketplace) -> None:
    listing = draft(matched(alice, etsy, photos=1))
    with pytest.raises(Invalid, match="no photo would be left") as raised:
        services.fix(shop=alice, listing_id=listing.pk)
    assert "No other retouched photo" in raised.value.merchant_sentence
    listing.photos.update(findings=[])
    with pytest.raises(Conflict):
        services.fix(shop=alice, listing_id=listing.pk)


def test_a_listing_that_was_fixed_goes_out_again_by_itself(alice: Shop, etsy: FakeMarketplace) -> None:
    listing = drafted(connected(alice), etsy)
    listing.photos.filter(place=1).update(findings=[{"verdict": "fail", "severity": "blocks"}])
    services.fix(shop=alice, listing_id=listing.pk, then_export=True)
    Listing.objects.update(draft="ready")
    listing.photos.filter(place=1).delete()
    assert services.export_wanted(listing_id=listing.pk) is not None
    assert not Listing.objects.get().wanted
    assert services.export_wanted(listing_id=listing.pk) is None


def test_new_listings_go_out_by_themselves_where_that_was_chosen_and_once(
    alice: Shop, etsy: FakeMarketplace
) -> None:
    listing = drafted(connected(alice), etsy)
    assert services.export_wanted(listing_id=listing.pk) is None
    MarketplaceAccount.objects.update(auto_export=True)
    assert services.export_wanted(listing_id=listing.pk) is not None
    work_off()
    assert Submission.objects.get().run.kind == "auto"
    assert services.export_wanted(listing_id=listing.pk) is None
