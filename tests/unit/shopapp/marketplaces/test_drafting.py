from datetime import timedelta
from unittest.mock import Mock

import pytest
from botocore.exceptions import EndpointConnectionError
from django.utils import timezone

from integrations.errors import NotFound, Unavailable
from shopapp.errors import Conflict, Invalid
from shopapp.marketplaces import drafting, services, standing
from shopapp.marketplaces.standing import is_unknown
from shopapp.models import (
    Listing,
    ListingSync,
    Rendition,
    Shop,
    Variant,
    VariantMedia,
)
from shopapp.studio import storage
from tests.fake_marketplace import FakeMarketplace
from tests.signed_in import finished_job
from tests.unit.shopapp.marketplaces.conftest import (
    as_it_is_now,
    connected,
    draft,
    drafted,
    finding,
    matched,
    work_off,
)

pytestmark = pytest.mark.django_db


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
    listing.refresh_from_db()
    as_it_is_now(listing)
    assert services.export_wanted(listing_id=listing.pk) is not None
    assert not Listing.objects.get().wanted
    assert services.export_wanted(listing_id=listing.pk) is None


@pytest.mark.parametrize("fact", ["packaging_found", "person_found", "parts"])
def test_what_is_fixed_waits_where_nobody_has_seen_what_its_new_photo_shows(
    alice: Shop, etsy: FakeMarketplace, fact: str
) -> None:
    listing = drafted(connected(alice), etsy)
    listing.photos.filter(place=2).update(findings=[finding(fact)])
    Listing.objects.update(wanted=True)
    assert services.export_wanted(listing_id=listing.pk) is None
    listing.refresh_from_db()
    assert (listing.wanted, listing.confirmed, standing.of([listing])[0].stand) == (False, False, "confirm")
    services.confirm(shop=alice, listing_ids=[listing.pk])
    Listing.objects.update(wanted=True)
    assert services.export_wanted(listing_id=listing.pk) is not None


@pytest.mark.parametrize("fact", ["confirmed_real_piece", "confirmed_not_synthetic", "confirmed_photograph"])
def test_what_a_merchant_says_of_all_photos_holds_nothing_up(
    alice: Shop, etsy: FakeMarketplace, fact: str
) -> None:
    listing = drafted(connected(alice), etsy)
    listing.photos.update(findings=[finding(fact)])
    Listing.objects.update(wanted=True)
    assert services.export_wanted(listing_id=listing.pk) is not None


def test_a_file_that_was_confirmed_is_not_asked_about_in_the_next_draft(
    alice: Shop, etsy: FakeMarketplace
) -> None:
    listing = draft(matched(alice, etsy, photos=3))
    last = listing.photos.get(place=3)
    assert {each["rule"] for each in standing.of([listing])[0].unknown} >= {"ETSY-OWN"}
    services.confirm(shop=alice, listing_ids=[listing.pk])
    listing.refresh_from_db()
    for left_out in (1, 2):
        listing.without = list(listing.photos.order_by("place").values_list("media", flat=True)[:1])
        Listing.objects.update(without=listing.without)
        draft(listing)
        asked = {photo.rendition_id for photo in listing.photos.all() if any(map(is_unknown, photo.findings))}
        main = listing.photos.get(place=1)
        assert main.rendition_id in asked, left_out
        assert last.rendition_id not in asked, left_out


def test_a_listing_has_no_more_photos_than_its_product_type_has_slots(
    alice: Shop, etsy: FakeMarketplace
) -> None:
    listing = draft(matched(alice, etsy, photos=3))
    assert listing.photos.count() == 3
    Listing.objects.update(most_images=2)
    listing.refresh_from_db()
    draft(listing)
    assert listing.photos.count() == 2
    assert "takes 2 photos" in listing.draft_left_out[0][1]
    Listing.objects.update(most_images=9)
    listing.refresh_from_db()
    assert draft(listing).photos.count() == 3


def test_how_many_images_a_product_type_takes_is_read_with_the_listings(
    alice: Shop, etsy: FakeMarketplace
) -> None:
    account = connected(alice)
    drafted(account, etsy)
    etsy.add("L2", "Brooch")
    Listing.objects.update(match="chosen")
    etsy.rooms["RING"] = 1
    ListingSync.objects.create(account=account)
    work_off()
    assert [each.most_images for each in Listing.objects.order_by("pk")] == [1, None]
    assert etsy.calls.count("room RING") == 1


@pytest.mark.parametrize(
    ("error", "state"), [(NotFound("no such type"), "done"), (Unavailable("503"), "running")]
)
def test_a_product_type_that_is_not_explained_holds_no_reading_up(
    alice: Shop, etsy: FakeMarketplace, error: Exception, state: str
) -> None:
    account = connected(alice)
    drafted(account, etsy)
    Listing.objects.update(match="chosen")

    def refuse(verb: str, _listing: str) -> None:
        if verb == "room":
            raise error

    etsy.before = refuse
    ListingSync.objects.create(account=account)
    work_off(rounds=2)
    assert (ListingSync.objects.get().state, Listing.objects.get().most_images) == (state, None)


def test_a_sku_that_is_no_file_name_stops_no_listing(alice: Shop, amazon: FakeMarketplace) -> None:
    listing = drafted(connected(alice, "amazon"), amazon)
    Listing.objects.update(draft="none", draft_key="", skus=["RING 01"])
    listing.refresh_from_db()
    draft(listing)
    rules = {each["rule"] for photo in listing.photos.all() for each in photo.findings}
    assert "AMZ-JWL-PHOTO" in rules
    assert "AMZ-NAME" not in rules


def test_a_photo_that_looks_like_another_of_its_listing_is_told(alice: Shop, etsy: FakeMarketplace) -> None:
    listing = matched(alice, etsy, photos=3)
    draft(listing)
    likenesses = [photo.rendition.facts["likeness"] for photo in listing.photos.all()]
    other = f"{int(likenesses[0], 16) ^ (1 << 200) - 1:064x}"
    for photo, likeness in zip(listing.photos.all(), (likenesses[0], other, likenesses[0]), strict=True):
        Rendition.objects.filter(pk=photo.rendition_id).update(
            facts=photo.rendition.facts | {"likeness": likeness}
        )
    Listing.objects.update(draft_key="")
    listing.refresh_from_db()
    draft(listing)
    told = [each for each in listing.draft_findings if each["fact"] == "near_duplicates"]
    assert [(each["measured"], each["severity"]) for each in told] == [(1, "advises")]
    assert told[0]["sentence"].endswith("of this listing: 3.")
    assert standing.of([listing])[0].listing.draft == "ready"
