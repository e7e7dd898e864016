import pytest

from integrations.amazon import slots
from integrations.errors import UnsupportedFeature
from tests.unit.integrations.amazon.fakes import STORE


def test_places_attributes_and_variants_are_one_thing():
    assert [slots.place_of(slots.attribute(place)) for place in range(1, 10)] == list(range(1, 10))
    assert [slots.place_of_variant(one) for one in ("MAIN", "PT01", "PT08", "SWCH")] == [1, 2, 9, None]


@pytest.mark.parametrize("place", [0, 10, -1])
def test_there_are_nine_places(place):
    with pytest.raises(UnsupportedFeature) as error:
        slots.attribute(place)
    assert "9 images" in error.value.merchant_sentence


def test_the_photo_of_an_offer_is_no_place():
    assert slots.place_of("main_offer_image_locator") is None


def test_a_patch_replaces_or_frees():
    assert slots.patch(1, STORE, "https://a/") == {
        "op": "replace",
        "path": "/attributes/main_product_image_locator",
        "value": [{"marketplace_id": STORE, "media_location": "https://a/"}],
    }
    freed = slots.patch(2, STORE, "")
    assert (freed["op"], freed["value"]) == ("delete", [{"marketplace_id": STORE}])


def test_only_locators_of_the_store_are_read():
    attributes = {
        "main_product_image_locator": [
            {"marketplace_id": "A2EUQ1WTGCTBG2", "media_location": "https://ca/"},
            {"marketplace_id": STORE, "media_location": "https://us/"},
        ],
        "other_product_image_locator_2": [{"media_location": "https://any/"}],
        "other_product_image_locator_3": [{"marketplace_id": STORE}],
        "item_name": [{"value": "Ring"}],
    }
    assert slots.locators(attributes, STORE) == {1: "https://us/", 3: "https://any/"}
