"""The control address: what a demonstration or a test does to the stand-in. Everything is JSON.

====  =====================================  =================================================================
GET   /control/state                         everything: listings with slots and issues, feeds, queue, faults
POST  /control/authorize                     the seller agrees: ``{"redirect_uri", "state"}``; gives the address
POST  /control/faults                        ``{"throttle": 3, "text_on_main": 1, "clear": true}``
POST  /control/clock                         ``{"advance"?: 3600, "factor"?: 10}``
POST  /control/reset                         as on opening; who has let the app in stays so
POST  /control/tokens/expire                 every access token is an hour old
POST  /control/tokens/revoke                 the seller takes the consent back
POST  /control/roles                         ``{"roles": []}``: the app has other roles
POST  /control/subscriptions                 the app is told of issues, as ``createSubscription`` would have it
POST  /control/listings/<sku>/replace        somebody puts another picture into ``{"place"?: 1}`` by hand
POST  /control/listings/<sku>/outrank        another contributor's picture wins at ``{"place"?: 1}``
POST  /control/listings/<sku>/issue          ``{"code", "message", "severity"?, "actions"?, "attributes"?}``
POST  /control/listings/<sku>/suppress       the catalog takes the item out: CATALOG_ITEM_REMOVED
POST  /control/listings/<sku>/clear          every issue is resolved, nobody outranks any more
POST  /control/listings/<sku>/quantity       ``{"quantity": 0}``
POST  /control/listings/<sku>/retype         it is of ``{"product_type": "LUGGAGE"}``, defined or not
POST  /control/listings/<sku>/delete         the seller deletes it
====  =====================================  =================================================================
"""

import hashlib
import io
from collections.abc import Callable
from typing import Any

from PIL import Image

from integrations.sandbox.amazon import login, notifications, pictures
from integrations.sandbox.amazon.records import SLOTS, Complaint, Listing, Picture, Slot, timestamp
from integrations.sandbox.amazon.state import Sandbox, Store
from integrations.sandbox.amazon.stock import stock
from integrations.sandbox.http import Request, Response

DONE = {"done": True}


def state(sandbox: Sandbox, _request: Request) -> Response:
    """Tell everything."""
    store = sandbox.store
    with sandbox.lock:
        content = {
            "now": timestamp(sandbox.clock.now()),
            "seller_id": sandbox.options.seller_id,
            "listings": [_shown(sandbox, one) for one in store.listings.values()],
            "feeds": [{"id": one.id, "status": one.status} for one in store.feeds.values()],
            "queue": [one.body for one in store.queue],
            "fetched": list(store.fetched),
            "roles": sorted(store.roles),
            "faults": sandbox.faults.shown(),
        }
    return Response.json(content)


def authorize(sandbox: Sandbox, request: Request) -> Response:
    """Let the seller agree without a browser."""
    wanted = request.json()
    address = login.callback(sandbox, str(wanted.get("redirect_uri", "")), str(wanted.get("state", "")))
    return Response.json({"location": address})


def faults(sandbox: Sandbox, request: Request) -> Response:
    """Arm or clear faults."""
    wanted = request.json()
    if wanted.pop("clear", False):
        sandbox.faults.clear()
    try:
        for kind, count in wanted.items():
            sandbox.faults.arm(kind, int(count))
    except ValueError as error:
        return _refused(str(error))
    return Response.json(sandbox.faults.shown())


def clock(sandbox: Sandbox, request: Request) -> Response:
    """Move the clock, or change its pace."""
    wanted = request.json()
    try:
        if "factor" in wanted:
            sandbox.clock.speed(float(wanted["factor"]))
        sandbox.clock.advance(float(wanted.get("advance") or 0))
    except ValueError as error:
        return _refused(str(error))
    sandbox.timeline.run_due()
    return Response.json({"now": timestamp(sandbox.clock.now())})


def reset(sandbox: Sandbox, _request: Request) -> Response:
    """Open anew; tokens and subscriptions stay, so that a connected app need not connect again."""
    with sandbox.lock:
        old = sandbox.store
        sandbox.timeline.clear()
        sandbox.faults.clear()
        sandbox.buckets.refill()
        sandbox.store = Store(
            refresh_tokens=old.refresh_tokens,
            tokens=old.tokens,
            subscriptions=old.subscriptions,
            roles=set(sandbox.options.roles),
        )
        stock(sandbox)
    return Response.json(DONE)


def expire(sandbox: Sandbox, _request: Request) -> Response:
    """Let every access token run out."""
    with sandbox.lock:
        for token in sandbox.store.tokens.values():
            token.expires = sandbox.clock.now()
    return Response.json(DONE)


def revoke(sandbox: Sandbox, _request: Request) -> Response:
    """Let the seller take the consent back."""
    with sandbox.lock:
        sandbox.store.refresh_tokens.clear()
    return Response.json(DONE)


def roles(sandbox: Sandbox, request: Request) -> Response:
    """Give the app other roles."""
    sandbox.store.roles = {str(role) for role in request.json().get("roles") or []}
    return Response.json({"roles": sorted(sandbox.store.roles)})


def subscribe(sandbox: Sandbox, _request: Request) -> Response:
    """Tell the app of issues from now on."""
    wanted = {"payloadVersion": notifications.VERSION, "destinationId": "control"}
    with sandbox.lock:
        return Response.json(notifications.subscribe(sandbox, sandbox.options.seller_id, wanted))


def replace(sandbox: Sandbox, listing: Listing, wanted: dict[str, Any]) -> object:
    """Let somebody put another picture there by hand."""
    name = _slot(wanted)
    picture = _drawn(sandbox, f"by hand {sandbox.store.next_number()}")
    slot = listing.slots.setdefault(name, Slot(""))
    slot.locator, slot.picture = sandbox.picture_url(picture), picture
    slot.version += 1
    listing.issues = [issue for issue in listing.issues if issue.slot != name]
    return {"locator": slot.locator}


def outrank(sandbox: Sandbox, listing: Listing, wanted: dict[str, Any]) -> object:
    """Let another contributor's picture win."""
    picture = _drawn(sandbox, f"other {sandbox.store.next_number()}")
    listing.outranked[_slot(wanted)] = picture
    return {"link": sandbox.picture_url(picture)}


def issue(_sandbox: Sandbox, listing: Listing, wanted: dict[str, Any]) -> object:
    """Plant an issue."""
    complaint = Complaint(
        code=str(wanted.get("code", "99300")),
        message=str(wanted.get("message", "Product Detail Page Rules Violation.")),
        severity=str(wanted.get("severity", "ERROR")),
        attributes=tuple(wanted.get("attributes") or ()),
        categories=tuple(wanted.get("categories") or ()),
        actions=tuple(wanted.get("actions") or ()),
    )
    listing.issues.append(complaint)
    return complaint.shown()


def suppress(_sandbox: Sandbox, listing: Listing, _wanted: dict[str, Any]) -> object:
    """Let the catalog take the item out."""
    complaint = Complaint(
        code="18742",
        message="Restricted Products Policy Violation",
        categories=(),
        actions=("CATALOG_ITEM_REMOVED",),
    )
    listing.issues.append(complaint)
    return complaint.shown()


def clear(_sandbox: Sandbox, listing: Listing, _wanted: dict[str, Any]) -> object:
    """Resolve everything."""
    listing.issues.clear()
    listing.outranked.clear()
    return DONE


def quantity(_sandbox: Sandbox, listing: Listing, wanted: dict[str, Any]) -> object:
    """Sell some, or all."""
    listing.quantity = int(wanted.get("quantity", 0))
    return {"status": listing.status}


def retype(_sandbox: Sandbox, listing: Listing, wanted: dict[str, Any]) -> object:
    """Let the listing be of another product type; nobody promises that there is a definition of it."""
    listing.product_type = str(wanted.get("product_type", "LUGGAGE"))
    return {"product_type": listing.product_type}


def delete(sandbox: Sandbox, listing: Listing, _wanted: dict[str, Any]) -> object:
    """Let the seller delete the listing."""
    del sandbox.store.listings[listing.sku]
    return DONE


def of_listing(
    change: Callable[[Sandbox, Listing, dict[str, Any]], object],
) -> Callable[[Sandbox, Request], Response]:
    """Make a change of one listing an address."""

    def changed(sandbox: Sandbox, request: Request) -> Response:
        with sandbox.lock:
            listing = sandbox.store.listings.get(request.params["sku"])
            if listing is None:
                return _refused("there is no such listing", 404)
            found = change(sandbox, listing, request.json())
            listing.updated = sandbox.clock.now()
            if listing.sku in sandbox.store.listings:
                notifications.changed(sandbox, listing)
            return Response.json(found)

    return changed


def _slot(wanted: dict[str, Any]) -> str:
    return SLOTS[int(wanted.get("place", 1)) - 1]


def _drawn(sandbox: Sandbox, name: str) -> Picture:
    """A picture of somebody else's: a plain disc whose shade is its own."""
    digest = hashlib.sha256(name.encode()).hexdigest()
    image = Image.new("RGB", (600, 600), "white")
    image.paste((int(digest[:2], 16) // 2, 90, 60), (40, 40, 560, 560))
    encoded = io.BytesIO()
    image.save(encoded, "PNG")
    content = pictures.encode(pictures.take_in(encoded.getvalue()))
    picture = Picture(id=digest[:11], width=600, height=600, content=content)
    sandbox.store.pictures[picture.id] = picture
    return picture


def _shown(sandbox: Sandbox, listing: Listing) -> dict[str, Any]:
    return {
        "sku": listing.sku,
        "asin": listing.asin,
        "title": listing.title,
        "product_type": listing.product_type,
        "status": listing.status,
        "quantity": listing.quantity,
        "slots": {
            name: {
                "locator": slot.locator,
                "shown": sandbox.picture_url(slot.picture) if slot.picture else "",
                "sha256": _digest(slot.picture),
            }
            for name, slot in listing.slots.items()
        },
        "outranked": {name: sandbox.picture_url(one) for name, one in listing.outranked.items()},
        "issues": [one.shown() for one in listing.issues],
    }


def _digest(picture: Picture | None) -> str:
    """Of what Amazon serves; "" of the opening stock, which is not encoded for this."""
    content = picture.content if picture else b""
    return hashlib.sha256(content).hexdigest() if isinstance(content, bytes) and content else ""


def _refused(message: str, status: int = 400) -> Response:
    return Response.json({"error": message}, status)


ROUTES = (
    ("GET", "/control/state", state),
    ("POST", "/control/authorize", authorize),
    ("POST", "/control/faults", faults),
    ("POST", "/control/clock", clock),
    ("POST", "/control/reset", reset),
    ("POST", "/control/tokens/expire", expire),
    ("POST", "/control/tokens/revoke", revoke),
    ("POST", "/control/roles", roles),
    ("POST", "/control/subscriptions", subscribe),
    *(
        ("POST", f"/control/listings/{{sku:path}}/{change.__name__}", of_listing(change))
        for change in (replace, outrank, issue, suppress, clear, quantity, retype, delete)
    ),
)
