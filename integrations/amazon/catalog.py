"""Catalog Items 2022-04-01: the pictures buyers see, whoever contributed them, with their sizes.

A listing's attributes are one seller's contribution; the page shows what Amazon chose among all of them.
"""

from integrations.amazon import slots
from integrations.amazon.client import AmazonClient
from integrations.amazon.operations import GET_CATALOG_ITEM
from integrations.errors import NotFound
from integrations.marketplace import ListingImage


def shown_images(client: AmazonClient, asin: str) -> dict[int, ListingImage]:
    """Return the largest picture of every place of a catalog item; empty where the catalog has no such item."""
    if not asin:
        return {}
    marketplace_id = client.config.marketplace_id
    try:
        body = client.call(
            GET_CATALOG_ITEM,
            path={"asin": asin},
            query={"marketplaceIds": marketplace_id, "includedData": "images"},
        )
    except NotFound:  # not in the catalog yet, or taken out of it: the listing's issues say which
        return {}
    shown: dict[int, ListingImage] = {}
    for store in body.get("images") or ():
        for image in store["images"] if store["marketplaceId"] == marketplace_id else ():
            place = slots.place_of_variant(image["variant"])
            found = ListingImage(
                "", place or 0, image["link"], width=int(image["width"]), height=int(image["height"])
            )
            if place and _area(found) > _area(shown.get(place)):
                shown[place] = found
    return shown


def _area(image: ListingImage | None) -> int:
    return (image.width or 0) * (image.height or 0) if image else 0
