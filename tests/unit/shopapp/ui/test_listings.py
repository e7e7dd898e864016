"""Marketplaces on the exports page, one listing's page, and what their buttons do."""

import csv
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import timezone

from integrations.marketplace import Issue
from shopapp.marketplaces import reaching, services, submissions
from shopapp.models import (
    Listing,
    ListingWrite,
    MarketplaceAccount,
    Product,
    RetouchJob,
    Shop,
    Submission,
    SubmissionRun,
    Variant,
)
from shopapp.studio import storage
from shopapp.ui import elsewhere, listings
from tests.factories import CHARLIES, make_shop
from tests.fake_marketplace import FakeMarketplace
from tests.signed_in import staff
from tests.unit.shopapp.marketplaces.conftest import connected, drafted, export, keys, work_off

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore::jwt.warnings.InsecureKeyLengthWarning"),
]
JSON = {"Accept": "application/json"}


@pytest.fixture
def etsy() -> Iterator[FakeMarketplace]:
    market = FakeMarketplace()
    with reaching.using({"etsy": market.way(), "amazon": FakeMarketplace(fetches=True).way()}):
        yield market


def press(shop: Shop, action: str, **form: Any) -> Any:
    answer = staff(shop).post(f"/app/actions/{action}", form, headers=JSON)
    return answer.json() | {"status": answer.status_code}


def live(shop: Shop) -> Any:
    return staff(shop).get("/app/fragments/listings", headers=JSON).json()


def shown(shop: Shop, path: str) -> str:
    return staff(shop).get(path).content.decode()


def finding(**fields: Any) -> dict[str, Any]:
    told = {"rule": "ETSY-MIN1", "fact": "width", "measured": 60, "required": "635", "verdict": "fail",
            "severity": "blocks", "sentence": "Too small.", "fix": "Take a larger one.", "source": ""}  # fmt: skip
    return told | fields


def test_before_anything_is_connected_the_page_offers_both(alice: Shop, etsy: FakeMarketplace) -> None:
    page = shown(alice, "/app/exports")
    assert "Connect Etsy" in page
    assert "Connect Amazon" in page
    started = press(alice, "marketplaces/connect", marketplace="etsy")
    assert started["window"] is True
    assert started["open"].startswith("https://app.lustre.test/connect/start/")
    assert "give the permission there" in shown(alice, "/app/exports")
    assert press(alice, "marketplaces/connect", marketplace="ebay")["status"] == 422


def test_the_matrix_says_how_each_listing_stands_and_the_button_what_it_does(
    alice: Shop, etsy: FakeMarketplace
) -> None:
    listing = drafted(connected(alice, name="Alice's shop"), etsy)
    page = shown(alice, "/app/exports")
    assert "Export 2 photos" in page
    assert "They go to 1 listing." in page
    assert "ready" in page
    assert press(alice, "listings/submit")["listings"] == 1
    assert live(alice)["run"] == {
        "id": Submission.objects.get().run_id,
        "kind": "export",
        "total": 1,
        "done": 0,
    }
    assert "Photos are on their way" in shown(alice, "/app/exports")
    work_off()
    assert [each["stand"] for each in live(alice)["listings"]] == ["live"]
    assert "1 shows our results" in shown(alice, "/app/exports")
    again = press(alice, "listings/submit", listing=[listing.pk])
    assert (again["status"], again["error"]["sentence"]) == (422, "The same photos are there already.")


def test_what_cannot_be_measured_is_confirmed_by_a_person_first(alice: Shop, etsy: FakeMarketplace) -> None:
    listing = drafted(connected(alice), etsy)
    listing.photos.filter(place=1).update(findings=[finding(verdict="unknown")])
    refused = press(alice, "listings/submit")
    assert "Please look at the photos and confirm" in refused["error"]["sentence"]
    assert "I have looked" in shown(alice, "/app/exports")
    assert "All is as it should be" in shown(alice, f"/app/listings/{listing.pk}")
    assert press(alice, "listings/confirm", listing=[listing.pk])["listings"] == 1
    assert press(alice, "listings/submit")["listings"] == 1


def test_a_blocked_photo_is_fixed_in_one_click(alice: Shop, etsy: FakeMarketplace) -> None:
    listing = drafted(connected(alice), etsy)
    first = listing.photos.get(place=1)
    listing.photos.filter(place=1).update(findings=[finding()])
    page = shown(alice, f"/app/listings/{listing.pk}")
    assert "Too small." in page
    assert "Take a larger one." in page
    assert "forbids this photo" in press(alice, "listings/submit")["error"]["sentence"]
    assert press(alice, f"listings/{listing.pk}/fix")["status"] == 200
    fixed = Listing.objects.get()
    assert (fixed.without, fixed.draft) == ([first.media_id], "waiting")
    assert "being prepared" in shown(alice, "/app/exports")


def test_what_blocks_is_said_before_what_is_mere_advice(alice: Shop, etsy: FakeMarketplace) -> None:
    listing = drafted(connected(alice), etsy)
    advice = finding(severity="advises", sentence="Two thousand are better.")
    listing.photos.filter(place=1).update(findings=[advice, finding()])
    (cell,) = live(alice)["listings"]
    assert (cell["stand"], cell["sentence"]) == ("blocked", "Too small.")
    listing.photos.filter(place=1).update(findings=[advice])
    (cell,) = live(alice)["listings"]
    assert (cell["stand"], cell["sentence"]) == ("fixable", "Two thousand are better.")


def test_an_issue_stands_beside_the_photo_it_means_with_our_rule_and_goes_out_again_in_one_click(
    alice: Shop, etsy: FakeMarketplace
) -> None:
    listing = drafted(connected(alice), etsy)
    bad = storage.read(listing.photos.get(place=1).rendition.key)
    issue = Issue("18027", "The image has text.", rules=("ETSY-MIN1",), enforcements=("SEARCH_SUPPRESSED",))
    etsy.rejects = lambda data: issue if data == bad else None
    export(alice, listing)
    page = shown(alice, f"/app/listings/{listing.pk}")
    assert "The image has text." in page
    assert "18027 SEARCH_SUPPRESSED ETSY-MIN1" in page
    assert "Fix and export again" in page
    assert live(alice)["listings"][0]["writes"][0]["issues"] == [{"code": "18027", "rules": ["ETSY-MIN1"]}]
    press(alice, f"listings/{listing.pk}/fix", export="on")
    assert Listing.objects.get().wanted


def test_what_is_told_of_the_listing_repeats_nothing_that_stands_beside_a_photo(
    alice: Shop, etsy: FakeMarketplace
) -> None:
    done = export(alice, drafted(connected(alice), etsy))
    told = [Issue("1", "Of photo 1.", place=1), Issue("2", "Of photo 9.", place=9), Issue("3", "Of it all.")]
    Submission.objects.filter(pk=done.pk).update(issues=[issue.as_json() for issue in told])
    page = shown(alice, f"/app/listings/{done.listing_id}")
    assert [sentence in page for sentence in ("Of photo 1.", "Of photo 9.", "Of it all.")] == [
        False,
        True,
        True,
    ]


def test_one_photo_one_listing_and_one_marketplace_are_taken_back(alice: Shop, etsy: FakeMarketplace) -> None:
    account = connected(alice)
    listing = drafted(account, etsy)
    own = keys(etsy)
    done = export(alice, listing)
    assert "Undo this photo" in shown(alice, f"/app/listings/{listing.pk}")
    assert press(alice, f"listing-writes/{done.writes.get(place=2).pk}/undo")["listings"] == 1
    work_off()
    assert len(keys(etsy)) == 1
    assert press(alice, f"listings/{listing.pk}/undo")["listings"] == 1
    work_off()
    assert keys(etsy) == own
    assert press(alice, f"marketplaces/{account.pk}/undo")["status"] == 409
    activity = shown(alice, "/app/activity")
    assert "2 results put on 1 listing on Etsy." in activity
    assert "1 of your own photos back on 1 listing on Etsy." in activity


def test_undoing_everything_takes_back_marketplaces_too(alice: Shop, etsy: FakeMarketplace) -> None:
    listing = drafted(connected(alice), etsy)
    own = keys(etsy)
    export(alice, listing)
    assert press(alice, "undo-all")["listings"] == 1
    work_off()
    assert keys(etsy) == own


def ledger_of(done: Submission, *, writes: int) -> None:
    """As if a run had put so many photos on its listing."""
    ListingWrite.objects.bulk_create(
        ListingWrite(
            shop=done.shop, listing=done.listing, submission=done, kind="publish", place=place,
            state="confirmed", file_name=f"={place}.jpg",
        )
        for place in range(done.writes.count() + 1, writes + 1)
    )  # fmt: skip


def test_activity_counts_every_photo_and_shows_each_on_some_page(alice: Shop, etsy: FakeMarketplace) -> None:
    done = export(alice, drafted(connected(alice), etsy))
    ledger_of(done, writes=901)
    ListingWrite.objects.filter(place=901).update(state="rejected")
    first = shown(alice, "/app/activity")
    assert "900 results put on 1 listing on Etsy." in first
    assert "901 photos" in first
    assert ("ring, photo 50<" in first, "ring, photo 51<" in first) == (True, False)
    line = first.split('href="/app/activity?line=')[1].split('"')[0]
    pages = [shown(alice, f"/app/activity?line={line}&page={number}") for number in range(1, 20)]
    places = [place for page in pages for place in re.findall(r"ring, photo (\d+)<", page)]
    assert places == [str(place) for place in range(1, 902)]
    assert "Page 19 of 19" in pages[-1]
    assert all("900 results put on 1 listing on Etsy." in page for page in pages)


def test_activity_goes_back_to_the_first_run(alice: Shop, etsy: FakeMarketplace) -> None:
    listing = drafted(connected(alice), etsy)
    export(alice, listing)
    for _run in range(elsewhere.A_PAGE):
        run = SubmissionRun.objects.create(shop=alice, kind="auto")
        later = Submission.objects.create(
            shop=alice, listing=listing, run=run, kind="export", state="accepted"
        )
        ledger_of(later, writes=1)
    first, last = shown(alice, "/app/activity"), shown(alice, "/app/activity?page=2")
    assert (first.count("results put on"), last.count("results put on")) == (elsewhere.A_PAGE, 1)
    assert "2 results put on 1 listing on Etsy." in last
    assert ('href="/app/activity?page=2"' in first, 'href="/app/activity?page=1"' in last) == (True, True)


def test_what_was_written_to_marketplaces_is_in_the_file_too(alice: Shop, etsy: FakeMarketplace) -> None:
    listing = drafted(connected(alice), etsy)
    done = export(alice, listing)
    ledger_of(done, writes=600)
    ListingWrite.objects.filter(place__gt=2).update(state="failed")
    services.undo_listing(shop=alice, listing_id=listing.pk)
    work_off()
    page = shown(alice, "/app/activity")
    address = page.split('href="/activity/')[1].split('"')[0]
    answer = staff(alice).get(f"/activity/{address}")
    _head, *rows = csv.reader(b"".join(answer.streaming_content).decode("utf-8-sig").splitlines())
    assert [row[1] for row in rows] == ["result put on Etsy"] * 600 + ["your own photo put back on Etsy"] * 2
    assert rows[0][2:7] == ["14k gold ring, photo 1", "ring-1.jpg", "done", "Export", "0"]
    assert rows[599][2:5] == ["14k gold ring, photo 600", "'=600.jpg", "not done"]
    assert rows[-1][5] == "Undo"


def test_where_only_marketplaces_show_results_everything_can_still_be_taken_back(
    alice: Shop, etsy: FakeMarketplace
) -> None:
    export(alice, drafted(connected(alice), etsy))
    RetouchJob.objects.update(state="undone")
    page = shown(alice, "/app/activity")
    assert "1 listing on another marketplace shows results of ours" in page
    assert "Put your photos back on 1 listing" in page
    press(alice, "undo-all")
    work_off()
    assert "Put your photos back" not in shown(alice, "/app/activity")


def test_undoing_everything_tells_what_comes_back_later_and_what_stays_out_and_why(
    alice: Shop, etsy: FakeMarketplace
) -> None:
    shop_on_etsy = connected(alice, name="Alice's rings")
    coming = drafted(shop_on_etsy, etsy)
    services.submit(shop=alice, listing_ids=[coming.pk])
    submissions.run(Submission.objects.get().pk)
    page = shown(alice, f"/app/listings/{coming.pk}")
    assert ("Undo this listing" in page, "Undo this photo" in page) == (True, False)
    there = press(alice, "undo-all")
    assert "Undo this listing" not in shown(alice, f"/app/listings/{coming.pk}")
    assert (there["status"], there["listings"], there["left_out"]) == (200, 1, [])
    assert there["sentence"] == "0 originals are on their way back; 1 listing as well"
    work_off()
    export(alice, coming)
    press(alice, f"marketplaces/{shop_on_etsy.pk}/disconnect")
    out = press(alice, "undo-all")
    assert (out["status"], out["listings"]) == (200, 0)
    assert [(each["listing"], each["code"]) for each in out["left_out"]] == [(coming.pk, "not_connected")]
    assert "; 1 listing stays out: Etsy (Alice's rings) is not connected" in out["sentence"]


def test_a_doubtful_listing_is_asked_and_answered(alice: Shop, etsy: FakeMarketplace) -> None:
    listing = drafted(connected(alice), etsy)
    product = listing.product
    assert product is not None
    Listing.objects.update(product=None, match="doubtful", match_reason="no_sku", candidates=[product.pk])
    page = shown(alice, "/app/exports")
    assert "1 listing we are not sure of" in page
    assert "This listing has no SKU. Is it one of these?" in page
    assert press(alice, f"listings/{listing.pk}/product", product=product.pk)["status"] == 200
    assert (Listing.objects.get().match, Listing.objects.get().product) == ("chosen", product)
    press(alice, f"listings/{listing.pk}/product")
    assert (Listing.objects.get().match, Listing.objects.get().product) == ("refused", None)


def test_a_marketplace_is_read_again_chosen_for_new_listings_and_disconnected(
    alice: Shop, etsy: FakeMarketplace
) -> None:
    account = connected(alice)
    drafted(account, etsy)
    press(alice, f"marketplaces/{account.pk}/read")
    assert live(alice)["accounts"][0]["reading"]
    press(alice, f"marketplaces/{account.pk}/auto-export", auto_export="on")
    assert live(alice)["accounts"][0]["auto_export"]
    press(alice, f"marketplaces/{account.pk}/disconnect")
    assert not live(alice)["accounts"][0]["connected"]
    assert MarketplaceAccount.objects.get().disconnected_at
    assert not Listing.objects.exists()


def test_a_large_shop_is_shown_page_by_page_and_confirms_what_was_seen_alone(
    alice: Shop, etsy: FakeMarketplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = connected(alice)
    first = drafted(account, etsy, "L1")
    first.photos.filter(place=1).update(findings=[finding(verdict="unknown")])
    for number in (2, 3):
        product = Product.objects.create(
            shop=alice, gid=f"gid://shopify/Product/9{number}", title=f"Z ring {number}", handle=f"z-{number}"
        )
        other = drafted(account, etsy, f"L{number}")
        Listing.objects.filter(pk=other.pk).update(product=product)
        other.photos.filter(place=1).update(findings=[finding(verdict="unknown")])
    monkeypatch.setattr(listings, "A_PAGE", 2)
    page, last = shown(alice, "/app/exports"), shown(alice, "/app/exports?page=2")
    assert "Page 1 of 2" in page
    assert "3 please look" in page
    assert ("Z ring 2" in page, "Z ring 3" in page, "Z ring 3" in last) == (True, False, True)
    assert [text.count('name="draft" value=') for text in (page, last)] == [2, 1]
    assert "/app/exports?page=2" in page
    assert [each["key"] for each in live(alice)["listings"]] == ["L1", "L2", "L3"]


def test_listings_that_stand_in_one_way_are_shown_by_themselves(alice: Shop, etsy: FakeMarketplace) -> None:
    drafted(connected(alice), etsy)
    assert "/app/exports?stand=ready" in shown(alice, "/app/exports")
    assert "14k gold ring" in shown(alice, "/app/exports?stand=ready")
    assert "No listing stands like this any more" in shown(alice, "/app/exports?stand=rejected")
    assert "Show all" in shown(alice, "/app/exports?stand=rejected")


def test_a_live_part_that_did_not_change_is_not_sent_again(alice: Shop, etsy: FakeMarketplace) -> None:
    listing = drafted(connected(alice), etsy)
    for path in ("/app/fragments/listings", f"/app/fragments/listings/{listing.pk}"):
        first = staff(alice).get(path)
        assert b"data-state" in first.content
        assert staff(alice).get(path, headers={"If-None-Match": first["ETag"]}).status_code == 304


@pytest.mark.parametrize("match", ["none", "refused"])
def test_a_listing_that_is_of_no_product_is_found_and_given_one_by_a_search(
    alice: Shop, etsy: FakeMarketplace, match: str
) -> None:
    listing = drafted(connected(alice), etsy)
    product = listing.product
    assert product is not None
    Product.objects.update(title="Aurora band")
    Variant.objects.create(product=product, gid="v", sku="R-77 gold")
    Listing.objects.update(product=None, match=match, candidates=[])
    assert "/app/exports?stand=elsewhere" in shown(alice, "/app/exports")
    assert f"/app/listings/{listing.pk}" in shown(alice, "/app/exports?stand=elsewhere")
    choice = f'name="product" value="{product.pk}"'
    assert choice not in shown(alice, f"/app/listings/{listing.pk}")
    for words in ("band aurora", "r-77", "AURORA gold"):
        assert choice in shown(alice, f"/app/listings/{listing.pk}?product={words}"), words
    assert "No product of yours has these words" in shown(alice, f"/app/listings/{listing.pk}?product=cuff")
    press(alice, f"listings/{listing.pk}/product", product=product.pk)
    assert (Listing.objects.get().match, Listing.objects.get().product) == ("chosen", product)


def test_a_listing_that_is_asked_about_leads_to_its_page(alice: Shop, etsy: FakeMarketplace) -> None:
    listing = drafted(connected(alice), etsy)
    Listing.objects.update(product=None, match="doubtful", match_reason="no_sku")
    page = shown(alice, "/app/exports")
    assert "/app/exports?stand=ask" in page
    assert f"/app/listings/{listing.pk}" in page
    assert f"/app/listings/{listing.pk}" in shown(alice, "/app/exports?stand=ask")


def test_a_search_finds_no_product_of_another_shop_and_none_that_is_gone(
    alice: Shop, etsy: FakeMarketplace
) -> None:
    listing = drafted(connected(alice), etsy)
    gone = Product.objects.create(
        shop=alice, gid="gone", title="Aurora gone", handle="gone", deleted_at=timezone.now()
    )
    theirs = Product.objects.create(shop=make_shop(CHARLIES), gid="theirs", title="Aurora", handle="theirs")
    Variant.objects.create(product=theirs, gid="v", sku="AURORA")
    page = shown(alice, f"/app/listings/{listing.pk}?product=aurora")
    assert "No product of yours has these words" in page
    assert not [each for each in (gone, theirs) if f'name="product" value="{each.pk}"' in page]
