"""The control address: what a demonstration or a test does to the stand-in. Everything is JSON.

====  ========================================  =============================================================
GET   /control/state                            everything: listings with images, links and digests, tokens, requests
POST  /control/consent                          ``{"url", "allow"?: true, "user"?}``: decide as a merchant would;
                                                returns where the browser goes
POST  /control/faults                           ``{"too_many": 3, "retry_after": 2, "server_error": 5, "clear": true}``
POST  /control/tokens/expire                    every access token runs out; ``/revoke``: the password was changed
POST  /control/tokens/scopes                    ``{"scopes": ["listings_r"]}``: every token has only these
POST  /control/quota                            ``{"left": 0}``: so many requests are left for today
POST  /control/listings/<number>/delete         the merchant deletes it; ``/sell``: somebody buys the last one;
                                                ``/activate``: it is for sale
POST  /control/listings/<number>/edit           ``{"title"?, "skus"?: […]}``
POST  /control/listings/<number>/lock           ``{"seconds"}``: somebody has it open on Etsy's pages
POST  /control/listings/<number>/fill           it gets all the images it may have
POST  /control/listings/<number>/scramble       its ranks get a double and a gap
POST  /control/listings/<number>/replace        ``{"rank"?: 1}``: the merchant puts another picture there by hand
POST  /control/listings/<number>/add            the merchant adds a picture at the end
POST  /control/listings/<number>/remove         ``{"rank"?: 1}``: the merchant takes a picture off
POST  /control/pictures/<number>/purge          Etsy no longer keeps a picture that was taken off
GET   /control/pictures/<number>/content        its bytes as they were uploaded
POST  /control/clock                            ``{"advance"?: 3600, "factor"?: 10}``
POST  /control/reset                            the shop as it was on opening
====  ========================================  =============================================================
"""

import io
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from PIL import Image, ImageDraw

from integrations.sandbox.etsy import oauth
from integrations.sandbox.etsy.quotas import Quota, account
from integrations.sandbox.etsy.records import Listing
from integrations.sandbox.etsy.refusals import RefusedError
from integrations.sandbox.etsy.report import state_report
from integrations.sandbox.etsy.state import EtsySandbox, Store
from integrations.sandbox.etsy.stocking import fill, stock
from integrations.sandbox.etsy.writes import add_picture, put, touch
from integrations.sandbox.http import Request, Response

DONE = {"done": True}


def state(sandbox: EtsySandbox, _request: Request) -> Response:
    """Tell everything."""
    return Response.json(state_report(sandbox))


def consent(sandbox: EtsySandbox, request: Request) -> Response:
    """Decide on a page of consent."""
    wanted = request.json()
    query = dict(parse_qsl(urlsplit(str(wanted.get("url"))).query))
    if "user" in wanted:
        query["user"] = str(wanted["user"])
    try:
        answer = oauth.grant(sandbox, query, allow=bool(wanted.get("allow", True)))
    except RefusedError as refused:
        return _refused(refused.error)
    return Response.json({**answer, "location": oauth.back_to(query, answer)})


def faults(sandbox: EtsySandbox, request: Request) -> Response:
    """Arm or clear faults."""
    wanted = request.json()
    if wanted.pop("clear", False):
        sandbox.faults.clear()
    sandbox.faults.retry_after = int(wanted.pop("retry_after", sandbox.faults.retry_after))
    sandbox.faults.timeout_seconds = float(wanted.pop("timeout_seconds", sandbox.faults.timeout_seconds))
    if "server_error" in wanted:
        sandbox.faults.fail_for(float(wanted.pop("server_error")))
    try:
        for kind, count in wanted.items():
            sandbox.faults.arm(kind, int(count))
    except ValueError as error:
        return _refused(str(error))
    return Response.json(sandbox.faults.shown())


def tokens(sandbox: EtsySandbox, request: Request) -> Response:
    """Change every token."""
    wanted = request.json()
    for token in sandbox.store.tokens:
        match request.params["what"]:
            case "expire":
                token.expires = sandbox.clock.now()
            case "revoke":
                token.revoked = True
            case "scopes":
                token.scopes = tuple(str(scope) for scope in wanted.get("scopes") or ())
            case _:
                return _refused("tokens expire, are revoked, or have other scopes", 404)
    return Response.json(DONE)


def quota(sandbox: EtsySandbox, request: Request) -> Response:
    """Let only so many requests be left for today, in every shop that is connected."""
    allowance, now = sandbox.options.allowance, sandbox.clock.now()
    spent = max(0, allowance.per_day - int(request.json().get("left") or 0))
    for token in sandbox.store.tokens:
        sent = sandbox.store.quotas.setdefault(account(token.access), Quota()).sent
        sent.clear()
        sent.extend([now - 3600] * spent)
    return Response.json({"spent": spent})


def listing(sandbox: EtsySandbox, request: Request) -> Response:
    """Do to one listing what its merchant might."""
    number, what = request.params["number"], request.params["what"]
    found = sandbox.store.listings.get(int(number) if number.isdigit() else 0)
    if found is None or what not in ACTIONS:
        return _refused("there is no such listing, or nothing of that kind happens to one", 404)
    try:
        answer = ACTIONS[what](sandbox, found, request.json())
    except IndexError:
        return _refused("the listing has no image at that rank", 404)
    touch(sandbox, found)
    return Response.json(answer or DONE)


def purge(sandbox: EtsySandbox, request: Request) -> Response:
    """Forget a picture."""
    number = int(request.params["number"]) if request.params["number"].isdigit() else 0
    if any(listing.of(number) for listing in sandbox.store.listings.values()):
        return _refused("the picture is on a listing", 409)
    gone = sandbox.store.pictures.pop(number, None)
    return Response.json(DONE) if gone else _refused("there is no such picture", 404)


def content(sandbox: EtsySandbox, request: Request) -> Response:
    """Give a picture's bytes as they were uploaded."""
    number = request.params["number"]
    found = sandbox.store.pictures.get(int(number) if number.isdigit() else 0)
    if found is None:
        return _refused("there is no such picture", 404)
    return Response(found.content, content_type="application/octet-stream")


def clock(sandbox: EtsySandbox, request: Request) -> Response:
    """Move the clock, or change its pace."""
    wanted = request.json()
    try:
        if "factor" in wanted:
            sandbox.clock.speed(float(wanted["factor"]))
        sandbox.clock.advance(float(wanted.get("advance") or 0))
    except ValueError as error:
        return _refused(str(error))
    return Response.json({"now": sandbox.clock.now()})


def reset(sandbox: EtsySandbox, _request: Request) -> Response:
    """Open the shop anew."""
    sandbox.faults.clear()
    sandbox.store = Store()
    stock(sandbox)
    return Response.json(DONE)


def _delete(sandbox: EtsySandbox, found: Listing, _wanted: dict[str, Any]) -> None:
    del sandbox.store.listings[found.number]


def _sell(_sandbox: EtsySandbox, found: Listing, _wanted: dict[str, Any]) -> None:
    found.state = "sold_out"


def _activate(_sandbox: EtsySandbox, found: Listing, _wanted: dict[str, Any]) -> None:
    found.state = "active"


def _edit(_sandbox: EtsySandbox, found: Listing, wanted: dict[str, Any]) -> None:
    found.title = str(wanted.get("title", found.title))
    for piece, sku in zip(found.pieces, wanted.get("skus") or (), strict=False):
        piece.sku = str(sku)


def _lock(sandbox: EtsySandbox, found: Listing, wanted: dict[str, Any]) -> None:
    found.edited_until = sandbox.clock.now() + float(wanted.get("seconds") or 0)


def _fill(sandbox: EtsySandbox, found: Listing, _wanted: dict[str, Any]) -> None:
    fill(sandbox, found)


def _scramble(_sandbox: EtsySandbox, found: Listing, _wanted: dict[str, Any]) -> None:
    for place in found.in_order()[1:]:
        place.rank += 1
    found.in_order()[-1].rank = found.in_order()[0].rank


def _replace(sandbox: EtsySandbox, found: Listing, wanted: dict[str, Any]) -> dict[str, Any]:
    place = found.in_order()[int(wanted.get("rank") or 1) - 1]
    picture = add_picture(sandbox, found.shop, _by_hand(sandbox))
    place.picture, place.alt = picture.number, "Put here by hand"
    return {"image": picture.number}


def _add(sandbox: EtsySandbox, found: Listing, _wanted: dict[str, Any]) -> dict[str, Any]:
    picture = add_picture(sandbox, found.shop, _by_hand(sandbox))
    put(found, picture.number, len(found.places) + 1, overwrite=False).alt = "Put here by hand"
    return {"image": picture.number}


def _remove(_sandbox: EtsySandbox, found: Listing, wanted: dict[str, Any]) -> None:
    gone = found.in_order()[int(wanted.get("rank") or 1) - 1]
    found.places.remove(gone)
    for behind in found.places:
        behind.rank -= behind.rank > gone.rank


def _by_hand(sandbox: EtsySandbox) -> bytes:
    """Draw a picture that no other is like."""
    shade = sandbox.store.number * 37 % 200
    image = Image.new("RGB", (240, 240), (shade, 200, 255 - shade))
    ImageDraw.Draw(image).ellipse((60, 60, 180, 180), outline=(40, 40, 40), width=8)
    encoded = io.BytesIO()
    image.save(encoded, "JPEG", quality=90)
    return encoded.getvalue()


def _refused(message: str, status: int = 400) -> Response:
    return Response.json({"error": message}, status)


Action = Callable[[EtsySandbox, Listing, dict[str, Any]], dict[str, Any] | None]

ACTIONS: dict[str, Action] = {
    "delete": _delete,
    "sell": _sell,
    "activate": _activate,
    "edit": _edit,
    "lock": _lock,
    "fill": _fill,
    "scramble": _scramble,
    "replace": _replace,
    "add": _add,
    "remove": _remove,
}

ROUTES = (
    ("GET", "/control/state", state),
    ("POST", "/control/consent", consent),
    ("POST", "/control/faults", faults),
    ("POST", "/control/tokens/{what}", tokens),
    ("POST", "/control/quota", quota),
    ("POST", "/control/listings/{number}/{what}", listing),
    ("POST", "/control/pictures/{number}/purge", purge),
    ("GET", "/control/pictures/{number}/content", content),
    ("POST", "/control/clock", clock),
    ("POST", "/control/reset", reset),
)
