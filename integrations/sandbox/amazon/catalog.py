"""Catalog Items 2022-04-01 from the other side: the pictures of the page, whoever contributed them."""

from collections.abc import Mapping
from typing import Any

from integrations.sandbox.amazon.records import VARIANTS, Listing
from integrations.sandbox.amazon.state import Sandbox


def get_item(
    sandbox: Sandbox, path: Mapping[str, str], query: Mapping[str, str]
) -> tuple[int, dict[str, Any]]:
    """Answer ``getCatalogItem``; only its pictures and product types are filled."""
    found = (one for one in sandbox.store.listings.values() if one.asin == path["asin"])
    listing = next(found, None)
    if listing is None or any("CATALOG_ITEM_REMOVED" in issue.actions for issue in listing.issues):
        message = f"Requested item '{path['asin']}' not found in marketplace {query['marketplaceIds']}."
        return 404, {"errors": [{"code": "NOT_FOUND", "message": message, "details": ""}]}
    stores = [one for one in query["marketplaceIds"].split(",") if one in sandbox.options.marketplace_ids]
    content: dict[str, Any] = {"asin": listing.asin}
    wanted = query.get("includedData", "summaries").split(",")
    if "images" in wanted:
        images = _images(sandbox, listing)
        content["images"] = [{"marketplaceId": store, "images": images} for store in stores]
    if "productTypes" in wanted:
        content["productTypes"] = [
            {"marketplaceId": store, "productType": listing.product_type} for store in stores
        ]
    return 200, content


def _images(sandbox: Sandbox, listing: Listing) -> list[dict[str, Any]]:
    """Each picture in its own size, and as the thumbnail that stands beside it."""
    shown: list[dict[str, Any]] = []
    for name, picture in listing.pictures().items():
        link = sandbox.picture_url(picture)
        small = min(1.0, 75 / max(picture.width, picture.height))
        sizes = ((link, 1.0), (link.replace(".jpg", "._SL75_.jpg"), small))
        shown.extend(
            {
                "variant": VARIANTS[name],
                "link": address,
                "height": max(1, round(picture.height * share)),
                "width": max(1, round(picture.width * share)),
            }
            for address, share in sizes
        )
    return shown
