"""Everything the stand-in holds, as JSON for the control address."""

from typing import Any

from integrations.sandbox.etsy.records import Listing, Place, Token
from integrations.sandbox.etsy.shown import addresses
from integrations.sandbox.etsy.state import MERCHANT, EtsySandbox


def state_report(sandbox: EtsySandbox) -> dict[str, Any]:
    """Tell everything; tokens by their age alone."""
    store = sandbox.store
    return {
        "shop": {"id": MERCHANT.number, "user": MERCHANT.user, "name": MERCHANT.name},
        "listings": [_listing(sandbox, listing) for listing in store.listings.values()],
        "tokens": [_token(sandbox, token) for token in store.tokens],
        "requests": dict(sorted(store.requests.items())),
        "faults": sandbox.faults.shown(),
    }


def _listing(sandbox: EtsySandbox, listing: Listing) -> dict[str, Any]:
    links = [
        {"property_id": prop, "value_id": value, "image_id": picture}
        for (prop, value), picture in sorted(listing.links.items())
    ]
    return {
        "id": listing.number,
        "shop": listing.shop,
        "title": listing.title,
        "state": listing.state,
        "skus": [piece.sku for piece in listing.pieces if piece.sku],
        "images": [_image(sandbox, place) for place in listing.in_order()],
        "links": links,
    }


def _image(sandbox: EtsySandbox, place: Place) -> dict[str, Any]:
    picture = sandbox.store.pictures[place.picture]
    return {
        "id": picture.number,
        "rank": place.rank,
        "alt": place.alt,
        "digest": picture.digest,
        "width": picture.measured.width,
        "height": picture.measured.height,
        "url": addresses(sandbox, picture)["url_fullxfull"],
    }


def _token(sandbox: EtsySandbox, token: Token) -> dict[str, Any]:
    return {
        "user": token.user,
        "scopes": list(token.scopes),
        "expires_in": token.expires - sandbox.clock.now(),
        "refreshed": token.refreshed,
        "revoked": token.revoked,
    }
