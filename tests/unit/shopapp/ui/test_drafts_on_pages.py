"""What a page says of a draft that failed, is forbidden or another product's, or was made anew since it was seen."""

import re

import pytest

from shopapp.models import Listing, Product, ProductMedia, Shop
from tests.fake_marketplace import FakeMarketplace
from tests.unit.shopapp.marketplaces.conftest import connected, drafted
from tests.unit.shopapp.ui.test_listings import (  # noqa: F401 - its marketplace is a fixture
    etsy,
    finding,
    live,
    press,
    shown,
)

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore::jwt.warnings.InsecureKeyLengthWarning"),
]
PAGES = ("/app/exports", "/app/listings/{}")
FAILED = "Its photos could not be prepared: something went wrong on our side. Have them prepared again"


@pytest.fixture
def listing(alice: Shop, etsy: FakeMarketplace) -> Listing:  # noqa: F811 - the fixture itself
    """A listing whose draft a person has to look at."""
    made = drafted(connected(alice), etsy)
    made.photos.filter(place=1).update(findings=[finding(verdict="unknown")])
    return made


def posted(page: str) -> list[str]:
    """What the page's form posts of the drafts it shows."""
    return re.findall(r'name="draft" value="([^"]+)"', page)


@pytest.mark.parametrize("path", PAGES)
def test_a_draft_made_anew_since_the_page_was_loaded_is_not_confirmed_and_the_page_says_so(
    alice: Shop, listing: Listing, path: str
) -> None:
    seen = posted(shown(alice, path.format(listing.pk)))
    assert seen == [f"{listing.pk}:{listing.draft_key}"]
    Listing.objects.update(draft_key="another")
    told = press(alice, "listings/confirm", draft=seen)
    assert (told["listings"], told["made_anew"]) == (0, 1)
    assert told["sentence"] == "1 listing has other photos by now: please look at it again"
    assert not Listing.objects.get().confirmed
    told = press(alice, "listings/confirm", draft=posted(shown(alice, path.format(listing.pk))))
    assert (told["listings"], told["sentence"]) == (1, "1 listing is confirmed")
    assert Listing.objects.get().confirmed


def test_a_form_that_names_no_draft_is_refused(alice: Shop, listing: Listing) -> None:
    assert press(alice, "listings/confirm", draft=["x:y"])["status"] == 422
    assert not Listing.objects.get().confirmed


@pytest.mark.parametrize("photos", [True, False], ids=["with the photos of before", "without any"])
def test_a_draft_that_failed_is_told_as_that_and_is_prepared_again(
    alice: Shop, listing: Listing, photos: bool
) -> None:
    if not photos:
        listing.photos.all().delete()
    Listing.objects.update(draft="failed")
    for path in PAGES:
        page = shown(alice, path.format(listing.pk))
        assert "could not be prepared" in page, path
        assert FAILED in page, path
        assert "Prepare again" in page, path
        assert "None of this product&#x27;s photos is retouched yet." not in page, path
        assert "All is as it should be" not in page, path
    assert FAILED in press(alice, "listings/submit", listing=[listing.pk])["error"]["sentence"]
    assert press(alice, f"listings/{listing.pk}/prepare")["status"] == 200
    assert (Listing.objects.get().draft, live(alice)["listings"][0]["stand"]) == ("waiting", "drafting")


def test_after_another_product_is_chosen_the_cell_no_longer_tells_of_the_formers_photos(
    alice: Shop, listing: Listing
) -> None:
    other = Product.objects.create(shop=alice, gid="gid://shopify/Product/9", title="Cuff", handle="cuff")
    press(alice, f"listings/{listing.pk}/product", product=other.pk)
    told = live(alice)["listings"][0]
    assert (told["stand"], told["photos"]) == ("empty", 0)


def test_all_that_rules_block_is_fixed_at_once_and_what_has_no_other_photo_is_told(
    alice: Shop,
    etsy: FakeMarketplace,  # noqa: F811 - the fixture itself
) -> None:
    account = connected(alice)
    several, single = drafted(account, etsy, photos=2), drafted(account, etsy, "L2", photos=1)
    product = Product.objects.create(shop=alice, gid="gid://shopify/Product/2", title="Cuff")
    ProductMedia.objects.create(product=product, media=several.photos.get(place=1).media)
    Listing.objects.filter(pk=single.pk).update(product=product)
    for listing in (several, single):
        listing.photos.filter(place=1).update(findings=[finding()])
    assert "On 2 listings a photo is not accepted." in shown(alice, "/app/exports")
    answer = press(alice, "listings/fix")
    assert (answer["listings"], answer["left"]) == (1, 1)
    assert [each.without for each in Listing.objects.order_by("pk")] != [[], []]
    assert Listing.objects.get(pk=single.pk).without == []
