"""How records look in answers. Titles come with HTML's entities in them, as Etsy sends them."""

import hashlib
from collections.abc import Collection
from html import escape
from typing import Any

from integrations.sandbox.etsy.images import SIZES
from integrations.sandbox.etsy.records import FIRST_PROPERTY, Listing, Picture, Piece, Place, Shop
from integrations.sandbox.etsy.state import EtsySandbox

UNSIZED = dict.fromkeys(
    (
        "hex_code",
        "red",
        "green",
        "blue",
        "hue",
        "saturation",
        "brightness",
        "is_black_and_white",
        "full_height",
        "full_width",
    )
)


def shop(sandbox: EtsySandbox, one: Shop) -> dict[str, Any]:
    """Show a shop."""
    active = [
        each for each in sandbox.store.listings.values() if each.shop == one.number and each.state == "active"
    ]
    return {
        "shop_id": one.number,
        "user_id": one.user,
        "shop_name": one.name,
        "currency_code": "USD",
        "url": sandbox.url(f"/shop/{one.name}"),
        "listing_active_count": len(active),
    }


def listing(sandbox: EtsySandbox, one: Listing) -> dict[str, Any]:
    """Show a listing without what can come along."""
    return {
        "listing_id": one.number,
        "user_id": sandbox.store.shops[one.shop].user,
        "shop_id": one.shop,
        "title": escape(one.title),
        "description": one.description,
        "state": one.state,
        "creation_timestamp": int(one.created),
        "created_timestamp": int(one.created),
        "last_modified_timestamp": int(one.updated),
        "updated_timestamp": int(one.updated),
        "quantity": 0 if one.state == "sold_out" else len(one.pieces),
        "url": sandbox.url(f"/listing/{one.number}"),
        "tags": list(one.tags),
        "has_variations": one.has_variations,
        "language": "en-US",
        "listing_type": "physical",
    }


def with_associations(sandbox: EtsySandbox, one: Listing, includes: Collection[str]) -> dict[str, Any]:
    """Show a listing and what was asked to come along."""
    answer = {**listing(sandbox, one), "skus": [piece.sku for piece in one.pieces if piece.sku]}
    if "Images" in includes:
        answer["images"] = images(sandbox, one)
    if "Inventory" in includes:
        answer["inventory"] = inventory(one)
    return answer


def images(sandbox: EtsySandbox, one: Listing) -> list[dict[str, Any]]:
    """Show a listing's images by their ranks."""
    return [image(sandbox, one, place) for place in one.in_order()]


def image(sandbox: EtsySandbox, one: Listing, place: Place) -> dict[str, Any]:
    """Show one image; what is not measured yet is null."""
    picture = sandbox.store.pictures[place.picture]
    return {
        "listing_id": one.number,
        "listing_image_id": picture.number,
        **(UNSIZED if sandbox.clock.now() < picture.ready else _measures(picture)),
        "creation_tsz": int(picture.created),
        "created_timestamp": int(picture.created),
        "rank": place.rank,
        **addresses(sandbox, picture),
        "alt_text": place.alt,
    }


def addresses(sandbox: EtsySandbox, picture: Picture) -> dict[str, str]:
    """Return where the copies of a picture are served."""
    secret = hashlib.sha256(f"{sandbox.address_secret}{picture.number}".encode()).hexdigest()[:6]
    return {
        f"url_{size}": sandbox.url(f"/il/{secret}/{picture.number}/il_{size}.{picture.number}.jpg")
        for size in SIZES
    }


def inventory(one: Listing) -> dict[str, Any]:
    """Show what is for sale in a listing."""
    return {"products": [_product(one, piece) for piece in one.pieces]}


def links(one: Listing) -> dict[str, Any]:
    """Show which picture stands for which choice, gone ones among them."""
    names = {piece.value: piece.title for piece in one.pieces}
    results = [
        {"property_id": prop, "value_id": value, "value": names.get(value), "image_id": picture}
        for (prop, value), picture in one.links.items()
    ]
    return {"count": len(results), "results": results}


def _measures(picture: Picture) -> dict[str, Any]:
    measured = picture.measured
    hue, saturation, brightness = measured.hsv
    return {
        "hex_code": measured.hex_code,
        "red": measured.red,
        "green": measured.green,
        "blue": measured.blue,
        "hue": hue,
        "saturation": saturation,
        "brightness": brightness,
        "is_black_and_white": measured.is_gray,
        "full_height": measured.height,
        "full_width": measured.width,
    }


def _product(one: Listing, piece: Piece) -> dict[str, Any]:
    chosen = {
        "property_id": FIRST_PROPERTY,
        "property_name": "Style",
        "value_ids": [piece.value],
        "values": [piece.title],
    }
    return {
        "product_id": piece.number,
        "sku": piece.sku,
        "is_deleted": False,
        "property_values": [chosen] if one.has_variations else [],
    }
