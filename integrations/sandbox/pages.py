"""The pages a person opens: the store front, the admin around the app, and the page where a charge is approved."""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from html import escape
from pathlib import Path
from string import Template
from urllib.parse import urlencode

from integrations.sandbox import cdn, charges, session_tokens
from integrations.sandbox.http import Request, Response
from integrations.sandbox.records import Charge, LineItem, Medium, Product
from integrations.sandbox.state import Sandbox

TEMPLATES = Path(__file__).parent / "templates"
STATIC = Path(__file__).parent / "static"
STATIC_TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
}


def store_front(sandbox: Sandbox, _request: Request) -> Response:
    """Show every product that is for sale, by its first picture."""
    with sandbox.lock:
        shown = [product for product in sandbox.store.products.values() if product.status == "ACTIVE"]
        cards = "\n".join(_card(sandbox, product) for product in shown)
        head = f'    <h1>All pieces</h1>\n    <p class="meta">{len(shown)} pieces</p><br>\n'
        return _store_page(sandbox, sandbox.store.name, f'{head}    <div class="grid">{cards}</div>')


def product_page(sandbox: Sandbox, request: Request) -> Response:
    """Show one product with its whole gallery."""
    with sandbox.lock:
        handle = request.params["handle"]
        found = (one for one in sandbox.store.products.values() if one.handle == handle)
        product = next(found, None)
        if product is None:
            return _store_page(sandbox, "Not found", "    <h1>There is no such piece</h1>", 404)
        media = [sandbox.store.media[number] for number in product.media]
        variants = [sandbox.store.variants[number].title for number in product.variants]
        named = "".join(f"<li>{escape(title)}</li>" for title in variants if title != "Default Title")
        pictures = "".join(_picture(sandbox, medium, 900) for medium in media)
        content = (
            f"    <h1>{escape(product.title)}</h1>\n"
            f'    <p class="meta">{escape(" · ".join(filter(None, (product.product_type, product.vendor))))}</p>\n'
            f"    <p>{escape(product.description)}</p>\n"
            f'    <ul class="variants">{named}</ul>\n'
            f'    <div class="gallery">{pictures}</div>'
        )
        return _store_page(sandbox, product.title, content)


def admin(sandbox: Sandbox, request: Request) -> Response:
    """Show the app in the admin's frame, at its own path behind ``/admin/apps/<app>``."""
    path = "/" + request.params.get("path", "")
    values = {
        "name": sandbox.app.name,
        "shop": sandbox.options.shop,
        "app": sandbox.options.app_url,
        "frame": frame_url(sandbox, path, request.query),
    }
    return Response.html(_template("admin.html", values))


def frame_url(sandbox: Sandbox, path: str, given: Mapping[str, str]) -> str:
    """Return the app's address as the admin calls it: what was asked for, shop, host, a session token, a signature."""
    store = sandbox.options.shop.partition(".")[0]
    host = base64.urlsafe_b64encode(f"admin.shopify.com/store/{store}".encode()).rstrip(b"=").decode()
    query = {
        **given,
        "embedded": "1",
        "host": host,
        "id_token": session_tokens.mint(sandbox),
        "locale": "en",
        "shop": sandbox.options.shop,
        "timestamp": str(int(sandbox.clock.wall())),
    }
    message = "&".join(f"{name}={value}" for name, value in sorted(query.items()))
    signed = hmac.new(sandbox.options.client_secret.encode(), message.encode(), hashlib.sha256).hexdigest()
    return f"{sandbox.options.app_url}{path}?{urlencode(query | {'hmac': signed})}"


def charge_page(sandbox: Sandbox, request: Request) -> Response:
    """Ask the merchant for a decision."""
    with sandbox.lock:
        charge = _signed_charge(sandbox, request)
        if charge is None:
            return Response(b"Not found", 404)
        form = (
            '    <form method="post">'
            '<button name="decision" value="decline">Decline</button>'
            '<button class="strong" name="decision" value="approve">Approve</button></form>'
        )
        pending = charge.status == "PENDING"
        state = (
            "Nothing is paid before you approve." if pending else f"This charge is {charge.status.lower()}."
        )
        values = {
            "app": sandbox.app.name,
            "shop": sandbox.store.name,
            "kind": "subscription" if charge.kind == "AppSubscription" else "purchase",
            "state": state,
        }
        markup = {
            "test": '<span class="test">Test charge: no money moves</span>' if charge.test else "",
            "lines": "\n".join(_line(charge, line) for line in charge.line_items),
            "form": form if pending else "",
        }
        return Response.html(_template("charge.html", values, markup))


def decide_charge(sandbox: Sandbox, request: Request) -> Response:
    """Take the merchant's decision: after approval on to the return address, otherwise back to the app's home."""
    with sandbox.lock:
        charge = _signed_charge(sandbox, request)
        if charge is None:
            return Response(b"Not found", 404)
        decision = request.form().get("decision", "")
        if decision not in ("approve", "decline"):
            return Response(b"Choose approve or decline", 400)
        try:
            charges.DECISIONS[decision](sandbox, charge)
        except charges.ChargeRefusedError as refused:
            return Response(str(refused).encode(), 409)
        home = f"/admin/apps/{sandbox.app.name.lower()}"
        return Response.redirect(charges.return_url(charge) if decision == "approve" else sandbox.url(home))


def static(_sandbox: Sandbox, request: Request) -> Response:
    """Serve a script or a style sheet; the app's pages load them from their own origin."""
    path = (STATIC / request.params["path"]).resolve()
    if not path.is_relative_to(STATIC.resolve()) or not path.is_file() or path.suffix not in STATIC_TYPES:
        return Response(b"Not found", 404)
    headers = (("Access-Control-Allow-Origin", "*"), ("Cache-Control", "no-cache"))
    return Response(path.read_bytes(), content_type=STATIC_TYPES[path.suffix], headers=headers)


def _store_page(sandbox: Sandbox, title: str, content: str, status: int = 200) -> Response:
    values = {"title": title, "shop": sandbox.store.name}
    return Response.html(_template("store.html", values, {"content": content}), status)


def _template(name: str, values: Mapping[str, str], markup: Mapping[str, str] | None = None) -> str:
    escaped = {key: escape(value, quote=True) for key, value in values.items()}
    return Template((TEMPLATES / name).read_text()).substitute({**escaped, **(markup or {})})


def _card(sandbox: Sandbox, product: Product) -> str:
    first = sandbox.store.media[product.media[0]] if product.media else None
    picture = _picture(sandbox, first, 480) if first else '<div class="picture none">No picture yet</div>'
    return (
        f'<a class="card" href="/products/{escape(product.handle)}">{picture}'
        f"<h2>{escape(product.title)}</h2><p>{escape(product.product_type)}</p></a>"
    )


def _picture(sandbox: Sandbox, medium: Medium, width: int) -> str:
    if not medium.once_ready:
        return '<div class="picture none">This picture is still being processed</div>'
    if medium.kind == "VIDEO":
        source = escape(cdn.image_url(sandbox, medium))
        return f'<div class="picture"><video controls muted src="{source}"></video></div>'
    address = escape(cdn.image_url(sandbox, medium, width))
    return f'<div class="picture"><img loading="lazy" src="{address}" alt="{escape(medium.alt)}"></div>'


def _line(charge: Charge, line: LineItem) -> str:
    price = f"${line.amount}"
    if charge.kind == "AppPurchaseOneTime":
        when = f"{price} once"
    elif line.terms:
        when = f"up to {price} every 30 days"
    else:
        when = f"{price} a year" if line.interval == "ANNUAL" else f"{price} every 30 days"
    return f"      <dt>{escape(line.terms or charge.name)}</dt><dd>{escape(when)}</dd>"


def _signed_charge(sandbox: Sandbox, request: Request) -> Charge | None:
    number = request.params["number"]
    charge = sandbox.store.charges.get(int(number)) if number.isdigit() else None
    if charge is None:
        return None
    sent = request.query.get("signature", "")
    return charge if hmac.compare_digest(sent, charges.signature(sandbox, charge)) else None
