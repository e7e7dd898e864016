"""The operations that read."""

from typing import Any

from integrations.sandbox.etsy import shown
from integrations.sandbox.etsy.access import own_shop, seen_listing
from integrations.sandbox.etsy.reading import Call
from integrations.sandbox.etsy.records import Token
from integrations.sandbox.etsy.refusals import RefusedError
from integrations.sandbox.etsy.state import EtsySandbox

APPLICATION = 1_400_000_001

Answer = tuple[int, Any]


def ping(_sandbox: EtsySandbox, _token: Token | None, _call: Call) -> Answer:
    """Tell that the key is good."""
    return 200, {"application_id": APPLICATION}


def me(sandbox: EtsySandbox, token: Token | None, _call: Call) -> Answer:
    """Tell whose token it is."""
    found = next((shop for shop in sandbox.store.shops.values() if token and shop.user == token.user), None)
    if found is None:
        raise RefusedError(404, "User not found")
    return 200, {"user_id": found.user, "shop_id": found.number}


def shop(sandbox: EtsySandbox, _token: Token | None, call: Call) -> Answer:
    """Show a shop to anybody."""
    found = sandbox.store.shops.get(call.named["shop_id"])
    if found is None:
        raise RefusedError(404, "Shop not found")
    return 200, shown.shop(sandbox, found)


def shop_listings(sandbox: EtsySandbox, token: Token | None, call: Call) -> Answer:
    """List a shop's listings of one state, newest first."""
    number = call.named["shop_id"]
    if number not in sandbox.store.shops:
        raise RefusedError(400, "Shop not found")
    owned = own_shop(sandbox, token, number)
    found = [
        each
        for each in reversed(sandbox.store.listings.values())
        if each.shop == owned.number and each.state == call.query["state"]
    ]
    start = call.query["offset"]
    page = found[start : start + call.query["limit"]]
    includes = call.query.get("includes", [])
    results = [shown.with_associations(sandbox, each, includes) for each in page]
    return 200, {"count": len(found), "results": results}


def listing(sandbox: EtsySandbox, token: Token | None, call: Call) -> Answer:
    """Show a listing."""
    found = seen_listing(sandbox, token, call.named["listing_id"])
    return 200, shown.with_associations(sandbox, found, call.query.get("includes", []))


def inventory(sandbox: EtsySandbox, token: Token | None, call: Call) -> Answer:
    """Show what is for sale in a listing; the SKUs only to whom they belong."""
    found = seen_listing(sandbox, token, call.named["listing_id"])
    answer = shown.inventory(found)
    if token is None or sandbox.store.shops[found.shop].user != token.user:
        for product in answer["products"]:
            product["sku"] = ""
    return 200, answer


def images(sandbox: EtsySandbox, token: Token | None, call: Call) -> Answer:
    """Show a listing's images."""
    found = shown.images(sandbox, seen_listing(sandbox, token, call.named["listing_id"]))
    return 200, {"count": len(found), "results": found}


def image(sandbox: EtsySandbox, token: Token | None, call: Call) -> Answer:
    """Show one image of a listing."""
    found = seen_listing(sandbox, token, call.named["listing_id"])
    place = found.of(call.named["listing_image_id"])
    if place is None:
        raise RefusedError(404, "ListingImage not found")
    return 200, shown.image(sandbox, found, place)


def variation_images(sandbox: EtsySandbox, token: Token | None, call: Call) -> Answer:
    """Show which picture stands for which choice."""
    found = seen_listing(sandbox, token, call.named["listing_id"])
    if found.shop != call.named["shop_id"]:
        raise RefusedError(404, "Listing not found in this shop")
    return 200, shown.links(found)
