import base64
import hashlib
import json

import httpx
import pytest

from integrations.amazon import slots
from integrations.amazon.product_types import ProductType, product_type
from integrations.errors import Rejected, Unavailable, UnsupportedFeature
from tests.unit.integrations.amazon.fakes import STORE, Scripted, errors

LOCATOR = {
    "type": "array",
    "maxUniqueItems": 1,
    "selectors": ["marketplace_id"],
    "items": {
        "type": "object",
        "required": ["marketplace_id", "media_location"],
        "properties": {
            "marketplace_id": {"$ref": "#/$defs/marketplace_id"},
            "media_location": {"type": "string", "maxLength": 60},
        },
    },
}
SCHEMA = {
    "$schema": "https://schemas.amazon.com/selling-partners/definitions/product-types/meta-schema/v1",
    "$defs": {"marketplace_id": {"type": "string", "enum": [STORE]}},
    "properties": {
        "item_name": {"type": "array"},
        "main_product_image_locator": LOCATOR,
        "other_product_image_locator_1": LOCATOR,
    },
}
CONTENT = json.dumps(SCHEMA).encode()


def served(content=CONTENT, checksum=None):
    digest = base64.b64encode(hashlib.md5(content).digest()).decode()
    link = {
        "link": {"resource": "https://storage.example/ring?sig=1", "verb": "GET"},
        "checksum": checksum or digest,
    }
    return [
        httpx.Response(200, json={"productType": "RING", "schema": link}),
        httpx.Response(200, content=content),
    ]


def test_the_schema_is_read_without_our_token_and_kept_for_a_day():
    amazon = Scripted([*served(), errors(500)])
    client = amazon.client()
    assert product_type(client, "RING").places == (1, 2)
    assert "x-amz-access-token" not in amazon.asked[1].headers
    amazon.now += 24 * 3600 - 1
    assert product_type(client, "RING").name == "RING"
    assert len(amazon.asked) == 2


@pytest.mark.parametrize(("missing", "room"), [((), 9), (("other_product_image_locator_8",), 8), ((3, 7), 3)])
def test_a_product_type_has_room_up_to_the_first_slot_it_lacks(missing, room):
    gone = {f"other_product_image_locator_{each}" if isinstance(each, int) else each for each in missing}
    kind = ProductType("RING", {name: {} for name in set(slots.ATTRIBUTES) - gone}, {})
    assert kind.room == room


def test_after_a_day_it_is_asked_for_anew():
    amazon = Scripted([*served(), *served()])
    client = amazon.client()
    product_type(client, "RING")
    amazon.now += 24 * 3600
    product_type(client, "RING")
    assert len(amazon.asked) == 4


def test_a_listing_without_a_type_is_held_against_the_one_that_stands_for_all():
    amazon = Scripted(served())
    product_type(amazon.client(), "")
    assert amazon.asked[0].url.path.endswith("/PRODUCT")


def test_what_the_type_takes_passes():
    product_type(Scripted(served()).client(), "RING").check(STORE, {1: "https://a/", 2: "https://b/"})


def test_a_place_it_does_not_have_is_unsupported():
    with pytest.raises(UnsupportedFeature) as error:
        product_type(Scripted(served()).client(), "RING").check(STORE, {1: "https://a/", 3: "https://b/"})
    assert "2 images" in error.value.merchant_sentence


@pytest.mark.parametrize(
    ("store", "address"), [(STORE, "https://a/" + "x" * 60), ("A2EUQ1WTGCTBG2", "https://a/")]
)
def test_a_value_it_does_not_take_is_rejected_before_it_is_sent(store, address):
    with pytest.raises(Rejected) as error:
        product_type(Scripted(served()).client(), "RING").check(store, {1: address})
    assert error.value.fields[0].field[0] == "main_product_image_locator"


@pytest.mark.parametrize(
    "answers",
    [
        served(checksum="guess"),
        served(b"{"),
        served(b"[]"),
        [served()[0], httpx.Response(503)],
        [served()[0], httpx.Response(404)],
    ],
)
def test_a_schema_that_is_not_what_it_should_be_is_their_fault(answers):
    with pytest.raises(Unavailable):
        product_type(Scripted(answers).client(), "RING")


def test_a_type_that_is_not_defined_is_no_listing_that_is_gone():
    with pytest.raises(UnsupportedFeature) as error:
        product_type(Scripted([errors(404)]).client(), "LUGGAGE")
    assert "the product type LUGGAGE" in error.value.merchant_sentence
    assert "Seller Central" in error.value.merchant_sentence
