import pytest

from integrations.etsy import types
from integrations.etsy.types import VariationImage
from integrations.marketplace import ListingState

IMAGE = {
    "listing_image_id": 11,
    "rank": 1,
    "url_fullxfull": "https://i.etsystatic.com/11.jpg",
    "alt_text": "A",
}


def test_a_listing_is_read_as_the_merchant_wrote_it():
    listing = types.listing(
        {
            "listing_id": 5,
            "title": "Bride&#39;s ring &amp; box",
            "state": "active",
            "url": "https://www.etsy.com/listing/5",
            "updated_timestamp": 1800000000,
            "skus": ["R-6"],
            "images": [IMAGE],
        }
    )
    assert (listing.key, listing.title, listing.skus) == ("5", "Bride's ring & box", ("R-6",))
    assert (listing.state, listing.version) == (ListingState.ACTIVE, "1800000000")
    assert listing.images[0].key == "11"


def test_skus_come_from_the_inventory_too_each_once():
    products = [{"sku": "R-6"}, {"sku": "R-7"}, {"sku": "R-8", "is_deleted": True}, {"sku": ""}, {}]
    node = {"listing_id": 5, "skus": ["R-6", ""], "inventory": {"products": products}}
    assert types.listing(node).skus == ("R-6", "R-7")
    assert types.listing({"listing_id": 5, "inventory": None, "skus": None}).skus == ()


@pytest.mark.parametrize(
    ("state", "meant"),
    [
        ("active", ListingState.ACTIVE),
        ("sold_out", ListingState.SOLD_OUT),
        ("draft", ListingState.INACTIVE),
        ("expired", ListingState.INACTIVE),
        (None, ListingState.INACTIVE),
    ],
)
def test_what_buyers_cannot_see_is_inactive(state: str | None, meant: ListingState):
    assert types.state({"state": state}) is meant


def test_an_image_that_is_worked_on_is_not_settled():
    unsized = types.image({**IMAGE, "full_width": None, "full_height": None, "alt_text": None}, 1)
    assert not unsized.is_settled
    assert unsized.alt == ""
    sized = types.image({**IMAGE, "full_width": 30, "full_height": 20}, 1)
    assert (sized.is_settled, sized.width, sized.height) == (True, 30, 20)


def test_places_count_from_one_whatever_the_ranks_are():
    nodes = [{**IMAGE, "listing_image_id": number, "rank": rank} for number, rank in ((1, 4), (2, 2), (3, 2))]
    assert [(image.key, image.place) for image in types.images(nodes)] == [("2", 1), ("3", 2), ("1", 3)]
    assert not types.ranks_are_whole(nodes)
    assert types.ranks_are_whole([{"rank": 2}, {"rank": 1}])
    assert types.ranks_are_whole([])


def test_a_link_is_sent_back_without_the_name_of_its_value():
    link = VariationImage.from_json({"property_id": 513, "value_id": 2, "image_id": 3, "value": "Gold"})
    assert link.as_json() == {"property_id": 513, "value_id": 2, "image_id": 3}
    assert link.choice == (513, 2)
