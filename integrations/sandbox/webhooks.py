"""Webhooks: what is declared is told, signed, and told again when the app does not answer 2xx in time.

A retry or a duplicate repeats the first sending byte for byte, with the same webhook id. Nothing promises an order.
"""

import base64
import hashlib
import hmac
import json
import secrets
import uuid
from datetime import UTC, datetime
from typing import Any

from integrations.sandbox.cdn import image_url
from integrations.sandbox.records import Delivery, Medium, Product, Record
from integrations.sandbox.state import Sandbox

ALWAYS_SENT = frozenset({"app/uninstalled", "shop/redact", "customers/redact", "customers/data_request"})
"""Sent though the app is no longer installed."""


def emit(sandbox: Sandbox, topic: str, payload: dict[str, Any], *, event: str = "", delay: float = 0) -> None:
    """Tell every subscription of a topic; ``event`` groups what one action of the merchant caused."""
    if not sandbox.store.installed and topic not in ALWAYS_SENT:
        return
    body = json.dumps(payload).encode()
    event = event or str(uuid.uuid4())
    for uri, name in _subscribers(sandbox, topic):
        delivery = Delivery(
            topic=topic,
            url=_address(sandbox, uri),
            headers=_headers(sandbox, topic, body, event, name),
            body=body,
        )
        sandbox.store.deliveries.append(delivery)
        if topic in sandbox.store.held:
            sandbox.store.held[topic].append(delivery)
        else:
            sandbox.timeline.after(delay, lambda delivery=delivery: deliver(sandbox, delivery))  # type: ignore[misc]


def deliver(sandbox: Sandbox, *deliveries: Delivery) -> None:
    """Send in the background, one after the other, and again later what fails."""

    def work() -> None:
        for delivery in deliveries:
            _attempt(sandbox, delivery)

    sandbox.background(work)


def forged(sandbox: Sandbox, topic: str, payload: dict[str, Any]) -> Delivery:
    """Make what somebody without the secret would send: everything right but the signature."""
    body = json.dumps(payload).encode()
    wrong = _signature(secrets.token_hex(16), body)
    headers = [
        (name, wrong if name.lower().endswith("hmac-sha256") else value)
        for name, value in _headers(sandbox, topic, body, str(uuid.uuid4()), "")
    ]
    uri = next((uri for uri, _ in _subscribers(sandbox, topic)), "/webhooks")
    delivery = Delivery(topic=topic, url=_address(sandbox, uri), headers=headers, body=body, forged=True)
    sandbox.store.deliveries.append(delivery)
    return delivery


def send_once(sandbox: Sandbox, delivery: Delivery) -> str:
    """Send now, and return the app's answer, or why there was none."""
    delivery.attempts += 1
    try:
        status = sandbox.send(delivery, sandbox.options.timing.webhook_timeout)
    except OSError as error:
        delivery.outcome = f"no answer: {type(error).__name__}"
    else:
        delivery.outcome = str(status)
        delivery.taken = delivery.taken or 200 <= status < 300
    return delivery.outcome


def product_changed(
    sandbox: Sandbox, product: Product, topic: str = "products/update", delay: float = 0
) -> None:
    """Tell of a product as it is now."""
    emit(sandbox, topic, product_payload(sandbox, product), delay=delay)


def product_payload(sandbox: Sandbox, product: Product) -> dict[str, Any]:
    """Write a product as its webhooks do."""
    media = [sandbox.store.media[number] for number in product.media]
    variants = [sandbox.store.variants[number] for number in product.variants]
    return {
        **_named(product),
        "title": product.title,
        "handle": product.handle,
        "vendor": product.vendor,
        "product_type": product.product_type,
        "body_html": product.description,
        "tags": ", ".join(product.tags),
        "status": product.status.lower(),
        "created_at": product.created_at,
        "updated_at": product.updated_at,
        "variants": [
            {**_named(variant), "product_id": product.number, "title": variant.title, "sku": variant.sku}
            for variant in variants
        ],
        "media": [
            _medium_payload(
                sandbox, medium, position, [v.number for v in variants if v.medium == medium.number]
            )
            for position, medium in enumerate(media, start=1)
        ],
    }


def _medium_payload(sandbox: Sandbox, medium: Medium, position: int, variants: list[int]) -> dict[str, Any]:
    shown = medium.once_ready and medium.kind == "IMAGE"
    return {
        **_named(medium),
        "position": position,
        "alt": medium.alt,
        "status": medium.status,
        "media_content_type": medium.kind,
        "created_at": medium.created_at,
        "updated_at": medium.updated_at,
        "variant_ids": variants,
        "preview_image": {
            "width": medium.width if shown else None,
            "height": medium.height if shown else None,
            "src": image_url(sandbox, medium) if shown else None,
            "status": medium.status.lower(),
        },
    }


def _named(record: Record) -> dict[str, Any]:
    return {"id": record.number, "admin_graphql_api_id": record.id}


def _subscribers(sandbox: Sandbox, topic: str) -> list[tuple[str, str]]:
    constant = topic.replace("/", "_").upper()
    declared = [(one.uri, one.name) for one in sandbox.app.subscriptions if one.topic == topic]
    made = [(one.uri, one.name or "") for one in sandbox.store.subscriptions if one.topic == constant]
    return declared + made


def _headers(sandbox: Sandbox, topic: str, body: bytes, event: str, name: str) -> list[tuple[str, str]]:
    triggered = datetime.fromtimestamp(sandbox.clock.now(), UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    values = {
        "Topic": topic,
        "Hmac-Sha256": _signature(sandbox.options.client_secret, body),
        "Shop-Domain": sandbox.options.shop,
        "API-Version": sandbox.app.api_version,
        "Webhook-Id": str(uuid.uuid4()),
        "Event-Id": event,
        "Triggered-At": triggered,
    } | ({"Name": name} if name else {})
    old = [(f"X-Shopify-{key}", value) for key, value in values.items()]
    new = [(f"shopify-{key.lower()}", value) for key, value in values.items()]
    return [("Content-Type", "application/json"), ("User-Agent", "Shopify-Captain-Hook"), *old, *new]


def _signature(secret: str, body: bytes) -> str:
    return base64.b64encode(hmac.digest(secret.encode(), body, hashlib.sha256)).decode()


def _address(sandbox: Sandbox, uri: str) -> str:
    return uri if "://" in uri else f"{sandbox.options.app_url}{uri}"


def _attempt(sandbox: Sandbox, delivery: Delivery) -> None:
    if send_once(sandbox, delivery).startswith("2"):
        return
    retries = sandbox.options.timing.webhook_retries
    if delivery.attempts <= len(retries):
        sandbox.timeline.after(retries[delivery.attempts - 1], lambda: deliver(sandbox, delivery))
        return
    with sandbox.lock:
        kept = [one for one in sandbox.store.subscriptions if _address(sandbox, one.uri) != delivery.url]
        sandbox.store.subscriptions = kept
