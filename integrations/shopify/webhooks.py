"""Webhook deliveries: is it Shopify's, what is it about, has it been here before.

``shopifyapp`` checks the HMAC of the body. The headers are not covered by it, so the shop is held against our own
pattern; a signature that is missing or no ASCII is simply a wrong one. Deliveries come twice, late and out of order:
``webhook_id`` is the key to know a repeated one by, ``triggered_at`` tells what came first.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from shopify_app import ShopifyApp

from integrations.errors import Rejected, Unauthorized, UnsupportedFeature
from integrations.shopify.config import ShopifyConfig, require_shop


class Topic(StrEnum):
    """What we ask to be told; the same list stands in ``shopify.app.toml``."""

    PRODUCTS_CREATE = "products/create"
    PRODUCTS_UPDATE = "products/update"
    PRODUCTS_DELETE = "products/delete"
    BULK_OPERATIONS_FINISH = "bulk_operations/finish"
    APP_UNINSTALLED = "app/uninstalled"
    APP_SCOPES_UPDATE = "app/scopes_update"
    APP_SUBSCRIPTIONS_UPDATE = "app_subscriptions/update"
    APP_PURCHASES_ONE_TIME_UPDATE = "app_purchases_one_time/update"
    CUSTOMERS_DATA_REQUEST = "customers/data_request"
    CUSTOMERS_REDACT = "customers/redact"
    SHOP_REDACT = "shop/redact"


COMPLIANCE_TOPICS = frozenset({Topic.CUSTOMERS_DATA_REQUEST, Topic.CUSTOMERS_REDACT, Topic.SHOP_REDACT})
"""Declared as ``compliance_topics``; every app must answer them."""


@dataclass(frozen=True, slots=True)
class WebhookEvent:
    """One verified delivery."""

    topic: Topic
    shop: str
    webhook_id: str
    event_id: str
    triggered_at: datetime | None
    payload: dict[str, Any]


def verify(config: ShopifyConfig, headers: Mapping[str, str], body: bytes) -> WebhookEvent:
    """Check the signature of the raw body, then read the headers and the payload."""
    sent = {name.lower(): value for name, value in headers.items()}
    _require_signature(config, sent, body)
    shop = require_shop(_header(sent, "shop-domain"))
    webhook_id = _header(sent, "webhook-id")
    if not webhook_id:
        raise Rejected("webhook without an id")
    return WebhookEvent(
        topic=_topic(_header(sent, "topic")),
        shop=shop,
        webhook_id=webhook_id,
        event_id=_header(sent, "event-id"),
        triggered_at=_moment(_header(sent, "triggered-at")),
        payload=_payload(body),
    )


def _require_signature(config: ShopifyConfig, sent: Mapping[str, str], body: bytes) -> None:
    signature = _header(sent, "hmac-sha256")
    if not signature or not signature.isascii():
        raise Unauthorized("webhook refused: no usable signature")
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Unauthorized("webhook refused: its body is no UTF-8") from error
    app = ShopifyApp(config.client_id, config.client_secret, config.old_client_secret or None)
    result = app.verify_webhook_req(
        {"method": "POST", "url": "", "headers": {"X-Shopify-Hmac-SHA256": signature}, "body": text}
    )
    if not result.ok:
        raise Unauthorized(f"webhook refused: {result.log.code}")


def _header(sent: Mapping[str, str], name: str) -> str:
    """Shopify is moving from ``X-Shopify-…`` to ``Shopify-…``; either may come."""
    return sent.get(f"x-shopify-{name}", "") or sent.get(f"shopify-{name}", "")


def _topic(name: str) -> Topic:
    try:
        return Topic(name)
    except ValueError as error:
        raise UnsupportedFeature("webhook of a topic that we never asked for") from error


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def _payload(body: bytes) -> dict[str, Any]:
    try:
        payload = json.loads(body)
    except ValueError as error:
        raise Rejected("webhook whose body is no JSON") from error
    if not isinstance(payload, dict):
        raise Rejected("webhook whose body is no JSON object")
    return payload
