"""The control address: what a demonstration or a test does to the sandbox. Everything is JSON.

====  ==================================  ====================================================================
GET   /control/state                      everything: products, media with digests, charges, deliveries, faults
POST  /control/session-token              a session token: ``{"user"?, "claims"?: {…}}``; ``claims`` make a wrong one
POST  /control/faults                     ``{"throttle": 3, "file_locked": 1, "server_error": 5.0, "clear": true}``
POST  /control/webhooks/duplicate         send the last delivery of ``{"topic"}`` again, byte for byte
POST  /control/webhooks/redeliver         send the delivery with ``{"webhook_id"}`` again
POST  /control/webhooks/reorder           two changes of ``{"product"?}`` told newest first
POST  /control/webhooks/forge             ``{"topic"?, "payload"?}`` with a signature made without the secret
POST  /control/webhooks/hold              keep back ``{"topic"}``; ``/release`` sends it, or in ``{"reverse"}``
POST  /control/webhooks/emit              one of the compliance topics: ``{"topic"}``
POST  /control/products                   a product arrives: ``{"arrival"?: 0, "seconds"?: 1.5, "stuck"?: false}``
POST  /control/products/<number>/delete   the merchant deletes it
GET   /control/media/<number>/content     its bytes as they are, where ``image.url`` would give a re-encoded copy
POST  /control/media/<number>/replace     the merchant puts another picture in its place
POST  /control/charges/<number>/<what>    approve, decline, expire, freeze, unfreeze or cancel
POST  /control/uninstall                  the app is taken off; ``/control/redact`` follows two days later, or at once
POST  /control/scopes                     ``{"scopes": ["read_products"]}``: the merchant grants others
POST  /control/tokens/revoke              every access token dies, the installation stays
POST  /control/clock                      ``{"advance"?: 3600, "factor"?: 10}``
POST  /control/reset                      the store as it was on opening
====  ==================================  ====================================================================
"""

from typing import Any

from integrations.sandbox import charges, installation, merchant, oauth, session_tokens, webhooks
from integrations.sandbox.app_file import COMPLIANCE_TOPICS, read_app_file
from integrations.sandbox.clock import timestamp
from integrations.sandbox.http import Request, Response
from integrations.sandbox.records import Delivery, Medium, Product
from integrations.sandbox.report import state_report
from integrations.sandbox.state import Sandbox, Store
from integrations.sandbox.stocking import stock

DONE = {"done": True}


def state(sandbox: Sandbox, _request: Request) -> Response:
    """Tell everything."""
    with sandbox.lock:
        return Response.json(state_report(sandbox))


def session_token(sandbox: Sandbox, request: Request) -> Response:
    """Issue a session token, a wrong one if claims are given."""
    wanted = request.json()
    claims: dict[str, Any] = wanted.get("claims") or {}
    token = session_tokens.mint(sandbox, user=str(wanted.get("user") or session_tokens.STAFF), **claims)
    return Response.json({"token": token})


def faults(sandbox: Sandbox, request: Request) -> Response:
    """Arm or clear faults."""
    wanted = request.json()
    if wanted.pop("clear", False):
        sandbox.faults.clear()
    if "timeout_seconds" in wanted:
        sandbox.faults.timeout_seconds = float(wanted.pop("timeout_seconds"))
    if "server_error" in wanted:
        sandbox.faults.fail_for(float(wanted.pop("server_error")))
    try:
        for kind, count in wanted.items():
            sandbox.faults.arm(kind, int(count))
    except ValueError as error:
        return _refused(str(error))
    return Response.json(sandbox.faults.shown())


def duplicate(sandbox: Sandbox, request: Request) -> Response:
    """Send the last delivery of a topic once more."""
    topic = request.json().get("topic")
    found = [one for one in sandbox.store.deliveries if one.topic == topic and not one.forged]
    return _sent_again(sandbox, found[-1] if found else None)


def redeliver(sandbox: Sandbox, request: Request) -> Response:
    """Send the delivery with a webhook id once more."""
    wanted = request.json().get("webhook_id")
    found = (one for one in sandbox.store.deliveries if one.webhook_id == wanted)
    return _sent_again(sandbox, next(found, None))


def reorder(sandbox: Sandbox, request: Request) -> Response:
    """Change a product twice, and tell of the second change first."""
    wanted = request.json().get("product")
    with sandbox.lock:
        products = sandbox.store.products
        product = next((one for one in products.values() if wanted in (None, one.id, one.number)), None)
        if product is None:
            return _refused("there is no such product", 404)
        sandbox.store.held["products/update"] = []
        for _change in range(2):
            sandbox.clock.advance(1)
            product.updated = sandbox.clock.now()
            webhooks.product_changed(sandbox, product)
        held = sandbox.store.held.pop("products/update")
    webhooks.deliver(sandbox, *reversed(held))
    return Response.json({"sent": [one.webhook_id for one in reversed(held)]})


def forge(sandbox: Sandbox, request: Request) -> Response:
    """Send a webhook with a signature that somebody without the secret would make."""
    wanted = request.json()
    topic = wanted.get("topic") or "products/update"
    delivery = webhooks.forged(sandbox, topic, wanted.get("payload") or {"id": 1})
    return _sent_again(sandbox, delivery)


def hold(sandbox: Sandbox, request: Request) -> Response:
    """Keep back what a topic would send."""
    sandbox.store.held.setdefault(str(request.json().get("topic")), [])
    return Response.json(DONE)


def release(sandbox: Sandbox, request: Request) -> Response:
    """Send what was kept back, in its order or in reverse."""
    wanted = request.json()
    held = sandbox.store.held.pop(str(wanted.get("topic")), [])
    webhooks.deliver(sandbox, *(reversed(held) if wanted.get("reverse") else held))
    return Response.json({"sent": len(held)})


def emit(sandbox: Sandbox, request: Request) -> Response:
    """Send one of the compliance topics."""
    topic = request.json().get("topic")
    if topic not in COMPLIANCE_TOPICS:
        return _refused(f"only {', '.join(sorted(COMPLIANCE_TOPICS))} can be sent by themselves")
    with sandbox.lock:
        if topic == "shop/redact":
            installation.redact(sandbox)
        else:
            installation.ask_about_customer(sandbox, str(topic))
    return Response.json(DONE)


def add_product(sandbox: Sandbox, request: Request) -> Response:
    """Let a product arrive whose picture is not READY yet."""
    wanted = request.json()
    entries = merchant.arrivals()
    index = int(wanted.get("arrival") or 0)
    if not 0 <= index < len(entries):
        return _refused(f"there are {len(entries)} arrivals", 404)
    with sandbox.lock:
        product = merchant.add_arrival(
            sandbox,
            entries[index],
            seconds=float(wanted.get("seconds", 1.5)),
            stuck=bool(wanted.get("stuck")),
        )
        media = [sandbox.store.media[number].id for number in product.media]
    return Response.json({"id": product.id, "number": product.number, "title": product.title, "media": media})


def delete_product(sandbox: Sandbox, request: Request) -> Response:
    """Let the merchant delete a product."""
    with sandbox.lock:
        product = sandbox.store.products.get(_number(request))
        if not isinstance(product, Product):
            return _refused("there is no such product", 404)
        merchant.delete_product(sandbox, product)
    return Response.json(DONE)


def medium_content(sandbox: Sandbox, request: Request) -> Response:
    """Give a file's bytes as they are."""
    with sandbox.lock:
        medium = sandbox.store.media.get(_number(request))
        if not isinstance(medium, Medium):
            return _refused("there is no such file", 404)
        return Response(medium.content, content_type=medium.mime_type)


def replace_medium(sandbox: Sandbox, request: Request) -> Response:
    """Let the merchant put another picture in a medium's place."""
    with sandbox.lock:
        medium = sandbox.store.media.get(_number(request))
        if not isinstance(medium, Medium) or medium.kind != "IMAGE":
            return _refused("there is no such image", 404)
        merchant.replace_medium(sandbox, medium)
        return Response.json({"digest": medium.digest, "version": medium.version})


def decide(sandbox: Sandbox, request: Request) -> Response:
    """Decide on a charge."""
    with sandbox.lock:
        charge = sandbox.store.charges.get(_number(request))
        decision = charges.DECISIONS.get(request.params["decision"])
        if charge is None or decision is None:
            return _refused("there is no such charge or decision", 404)
        try:
            decision(sandbox, charge)
        except charges.ChargeRefusedError as refused:
            return _refused(str(refused), 409)
        return Response.json({"status": charge.status, "return_url": charges.return_url(charge)})


def uninstall(sandbox: Sandbox, _request: Request) -> Response:
    """Take the app off."""
    with sandbox.lock:
        installation.uninstall(sandbox)
    return Response.json(DONE)


def redact(sandbox: Sandbox, _request: Request) -> Response:
    """Ask for redaction without waiting two days."""
    with sandbox.lock:
        installation.redact(sandbox)
    return Response.json(DONE)


def scopes(sandbox: Sandbox, request: Request) -> Response:
    """Grant other scopes."""
    with sandbox.lock:
        installation.change_scopes(sandbox, [str(scope) for scope in request.json().get("scopes") or []])
    return Response.json({"scopes": list(sandbox.scopes)})


def revoke(sandbox: Sandbox, _request: Request) -> Response:
    """Let every access token die."""
    with sandbox.lock:
        oauth.revoke_tokens(sandbox)
    return Response.json(DONE)


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
    """Open the store anew."""
    with sandbox.lock:
        sandbox.timeline.clear()
        sandbox.faults.clear()
        sandbox.app = read_app_file(sandbox.options.app_file)
        sandbox.store = Store()
        sandbox.points = sandbox.options.bucket.maximum
        stock(sandbox)
    return Response.json(DONE)


def _number(request: Request) -> int:
    number = request.params["number"]
    return int(number) if number.isdigit() else 0


def _sent_again(sandbox: Sandbox, delivery: Delivery | None) -> Response:
    if delivery is None:
        return _refused("there is no such delivery", 404)
    outcome = webhooks.send_once(sandbox, delivery)
    return Response.json({"webhook_id": delivery.webhook_id, "topic": delivery.topic, "outcome": outcome})


def _refused(message: str, status: int = 400) -> Response:
    return Response.json({"error": message}, status)


ROUTES = (
    ("GET", "/control/state", state),
    ("POST", "/control/session-token", session_token),
    ("POST", "/control/faults", faults),
    ("POST", "/control/webhooks/duplicate", duplicate),
    ("POST", "/control/webhooks/redeliver", redeliver),
    ("POST", "/control/webhooks/reorder", reorder),
    ("POST", "/control/webhooks/forge", forge),
    ("POST", "/control/webhooks/hold", hold),
    ("POST", "/control/webhooks/release", release),
    ("POST", "/control/webhooks/emit", emit),
    ("POST", "/control/products", add_product),
    ("POST", "/control/products/{number}/delete", delete_product),
    ("GET", "/control/media/{number}/content", medium_content),
    ("POST", "/control/media/{number}/replace", replace_medium),
    ("POST", "/control/charges/{number}/{decision}", decide),
    ("POST", "/control/uninstall", uninstall),
    ("POST", "/control/redact", redact),
    ("POST", "/control/scopes", scopes),
    ("POST", "/control/tokens/revoke", revoke),
    ("POST", "/control/clock", clock),
    ("POST", "/control/reset", reset),
)
