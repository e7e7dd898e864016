"""Places, attributes and variants: three names of the same slot.

Place 1 is MAIN, places 2 to 9 are PT01 to PT08; a listing may have gaps between them. The swatch is no place: it shows
a color, and only Amazon's variations use it. The ``…_offer_image_locator`` attributes are never written: they carry
photos of a used article's condition, and a picture sent there never becomes the main image.
"""

from collections.abc import Mapping
from typing import Any

from integrations.errors import UnsupportedFeature

MAIN = "main_product_image_locator"
ATTRIBUTES = (MAIN, *(f"other_product_image_locator_{number}" for number in range(1, 9)))
VARIANTS = ("MAIN", *(f"PT{number:02}" for number in range(1, 9)))


def attribute(place: int) -> str:
    """Return the attribute that holds a place's locator."""
    if not 1 <= place <= len(ATTRIBUTES):
        raise UnsupportedFeature(
            f"no image slot {place}",
            merchant_sentence=f"An Amazon listing takes {len(ATTRIBUTES)} images.",
        )
    return ATTRIBUTES[place - 1]


def place_of(name: str) -> int | None:
    """Return the place that an attribute or one of its parts holds; None where it holds no image of the listing."""
    whole = name.partition(".")[0]
    return ATTRIBUTES.index(whole) + 1 if whole in ATTRIBUTES else None


def place_of_variant(variant: str) -> int | None:
    """Return the place of a variant of the catalog."""
    return VARIANTS.index(variant) + 1 if variant in VARIANTS else None


def value(marketplace_id: str, address: str) -> list[dict[str, str]]:
    """Return an attribute's value: one locator, for one store."""
    return [{"marketplace_id": marketplace_id, "media_location": address}]


def patch(place: int, marketplace_id: str, address: str) -> dict[str, Any]:
    """Return the JSON Patch operation that puts a locator into a place, or frees the place where there is none."""
    path = f"/attributes/{attribute(place)}"
    if address:
        return {"op": "replace", "path": path, "value": value(marketplace_id, address)}
    return {"op": "delete", "path": path, "value": [{"marketplace_id": marketplace_id}]}


def locators(attributes: Mapping[str, Any], marketplace_id: str) -> dict[int, str]:
    """Read the locators of one store, by place."""
    found = {}
    for place, name in enumerate(ATTRIBUTES, start=1):
        for entry in attributes.get(name) or ():
            if entry.get("marketplace_id", marketplace_id) == marketplace_id and entry.get("media_location"):
                found[place] = str(entry["media_location"])
    return found
