"""Stand-ins at Shopify's seam: a clock that sleeps by jumping, a transport that answers by a script, signed tokens."""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable
from typing import Any

import httpx
import jwt

from integrations import http as our_http
from integrations.shopify.client import AdminClient, ShopifyConfig

SHOP = "aurelia.myshopify.com"
TOKEN = "shpat_never-to-be-seen"
CONFIG = ShopifyConfig(
    client_id="client-1", client_secret="hush-hush-hush-hush-hush-hush-hush", max_wait_seconds=60
)

Reply = httpx.Response | Exception | Callable[[httpx.Request], httpx.Response]


class FakeClock:
    """Monotonic time that passes only while somebody sleeps."""

    def __init__(self) -> None:
        self.now = 1_000.0
        self.naps: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.naps.append(seconds)
        self.now += seconds


class Script(httpx.BaseTransport):
    """Answers each request by the next line of a script, and keeps what was asked."""

    def __init__(self, *replies: Reply) -> None:
        self.replies = list(replies)
        self.requests: list[httpx.Request] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.read()
        self.requests.append(request)
        reply = self.replies.pop(0)
        if isinstance(reply, Exception):
            raise reply
        return reply if isinstance(reply, httpx.Response) else reply(request)

    def sent(self, index: int = -1) -> dict[str, Any]:
        """The JSON of one request."""
        return json.loads(self.requests[index].content)


def answer(data: Any = None, *, errors: Any = None, cost: dict[str, Any] | None = None) -> httpx.Response:
    """A GraphQL answer with status 200."""
    body: dict[str, Any] = {"data": data}
    if errors:
        body["errors"] = errors
    if cost:
        body["extensions"] = {"cost": cost}
    return httpx.Response(200, json=body)


def cost(requested: float, left: float, *, maximum: float = 2000, rate: float = 100) -> dict[str, Any]:
    """The ``extensions.cost`` of an answer."""
    status = {"maximumAvailable": maximum, "currentlyAvailable": left, "restoreRate": rate}
    return {"requestedQueryCost": requested, "actualQueryCost": requested, "throttleStatus": status}


def throttled(requested: float, left: float, **figures: float) -> httpx.Response:
    """What Shopify says when the bucket is too low: status 200, no data."""
    errors = [{"message": "Throttled", "extensions": {"code": "THROTTLED"}}]
    return answer(errors=errors, cost=cost(requested, left, **figures))


def admin(
    script: Script, *, clock: FakeClock | None = None, shop: str = SHOP, **settings: Any
) -> AdminClient:
    """A client on a scripted transport; give each test that counts costs a shop of its own."""
    clock = clock or FakeClock()
    config = ShopifyConfig(**{"client_id": "client-1", "client_secret": CONFIG.client_secret, **settings})
    return AdminClient(
        shop, TOKEN, http=our_http.client(transport=script), config=config, sleep=clock.sleep, clock=clock
    )


def session_token(**changes: Any) -> str:
    """A session token as App Bridge would give it; a claim changed to None is left out."""
    now = int(time.time())
    claims = {
        "iss": f"https://{SHOP}/admin",
        "dest": f"https://{SHOP}",
        "aud": CONFIG.client_id,
        "sub": "42",
        "exp": now + 60,
        "nbf": now,
        "iat": now,
        "jti": "one",
        "sid": "two",
    } | changes
    secret = str(claims.pop("secret", CONFIG.client_secret))
    return jwt.encode({k: v for k, v in claims.items() if v is not None}, secret, algorithm="HS256")


def webhook_headers(body: bytes, *, prefix: str = "X-Shopify-", **changes: str) -> dict[str, str]:
    """The headers of a webhook delivery, signed."""
    digest = hmac.new(CONFIG.client_secret.encode(), body, hashlib.sha256).digest()
    values = {
        "Hmac-Sha256": base64.b64encode(digest).decode(),
        "Topic": "products/update",
        "Shop-Domain": SHOP,
        "Webhook-Id": "delivery-1",
        "Event-Id": "event-1",
        "Triggered-At": "2026-11-23T10:00:00.123456Z",
    } | {name.replace("_", "-"): value for name, value in changes.items()}
    return {prefix + name: value for name, value in values.items() if value}
