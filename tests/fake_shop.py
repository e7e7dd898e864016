"""A shop in memory behind the GraphQL address, as small as our queries; failures on demand."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

DOMAIN = "aurelia.myshopify.com"


@dataclass
class FakeMedia:
    """One file of the shop."""

    gid: str
    data: bytes
    name: str = "ring.jpg"
    mime_type: str = "image/jpeg"
    status: str = "READY"
    version: int = 1
    alt: str = "A ring"
    polls_left: int = 0
    next_data: bytes | None = None
    fails_next: bool = False

    def node(self) -> dict[str, Any]:
        url = f"https://cdn.shopify.com/files/{self.name}?v={self.version}"
        ready = self.status == "READY"
        return {
            "__typename": "MediaImage", "id": self.gid, "alt": self.alt, "mediaContentType": "IMAGE",
            "mimeType": self.mime_type, "status": self.status, "fileStatus": self.status,
            "createdAt": None, "updatedAt": "2026-11-23T10:00:00Z",
            "image": {"url": url, "width": 64, "height": 64} if ready else None,
            "originalSource": {"fileSize": len(self.data), "url": f"https://files.test/{self.gid}"} if ready else None,
            "mediaErrors": [], "fileErrors": [],
        }  # fmt: skip


@dataclass
class FakeShop:
    """Answers our operations; ``before`` may refuse a request first."""

    media: dict[str, FakeMedia] = field(default_factory=dict)
    products: dict[str, list[str]] = field(default_factory=dict)
    charges: dict[str, dict[str, Any]] = field(default_factory=dict)
    staged: dict[str, bytes] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    writes: int = 0
    processing_polls: int = 1
    before: Callable[[str, httpx.Request], httpx.Response | None] = lambda _name, _request: None
    tokens: int = 0
    scopes: list[str] = field(default_factory=lambda: ["read_products", "write_files"])

    def add(self, number: int, data: bytes, *, product: int = 1, **fields: Any) -> FakeMedia:
        gid = f"gid://shopify/MediaImage/{number}"
        self.media[gid] = FakeMedia(gid, data, name=f"photo-{number}.jpg", **fields)
        self.products.setdefault(f"gid://shopify/Product/{product}", []).append(gid)
        return self.media[gid]

    def client(self) -> httpx.Client:
        return httpx.Client(transport=httpx.MockTransport(self.handle))

    def handle(self, request: httpx.Request) -> httpx.Response:
        name = self._name(request)
        self.asked.append(name)
        refused = self.before(name, request)
        return refused or getattr(self, f"_{name}")(request)

    def _name(self, request: httpx.Request) -> str:
        if request.url.host == "files.test":
            return "download"
        if request.url.host == "upload.test":
            return "upload"
        if request.url.path.endswith("/access_token"):
            return "token"
        words = re.match(r"\s*(?:query|mutation) (\w+)", json.loads(request.content)["query"])
        assert words
        return re.sub(r"(?<!^)(?=[A-Z])", "_", words[1]).lower()

    def _token(self, _request: httpx.Request) -> httpx.Response:
        self.tokens += 1
        body = {"access_token": f"shpat_{self.tokens}", "expires_in": 3600, "scope": "read_products,write_files",
                "refresh_token": f"shprt_{self.tokens}", "refresh_token_expires_in": 7_776_000}  # fmt: skip
        return httpx.Response(200, json=body)

    def _download(self, request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, content=self.media[request.url.path.lstrip("/")].data)

    def _upload(self, request: httpx.Request) -> httpx.Response:
        key = request.url.path
        self.staged[key] = request.content.split(b"\r\n\r\n", 1)[1].rsplit(b"\r\n--", 1)[0]
        return httpx.Response(201)

    def _media_status(self, request: httpx.Request) -> httpx.Response:
        nodes = []
        for gid in self._variables(request)["ids"]:
            medium = self.media.get(gid)
            if medium:
                self._tick(medium)
            nodes.append(medium.node() if medium else None)
        return self._data({"nodes": nodes})

    def _tick(self, medium: FakeMedia) -> None:
        if medium.status != "PROCESSING":
            return
        medium.polls_left -= 1
        if medium.polls_left > 0:
            return
        if medium.fails_next:
            medium.status, medium.fails_next, medium.next_data = "FAILED", False, None
            return
        medium.status = "READY"
        if medium.next_data is not None:
            medium.data, medium.next_data, medium.version = medium.next_data, None, medium.version + 1

    def _stage_upload(self, request: httpx.Request) -> httpx.Response:
        number = len(self.staged)
        target = {
            "url": f"https://upload.test/{number}",
            "resourceUrl": f"https://upload.test/{number}",
            "parameters": [],
        }
        return self._data({"stagedUploadsCreate": {"stagedTargets": [target], "userErrors": []}})

    def _replace_bytes(self, request: httpx.Request) -> httpx.Response:
        wanted = self._variables(request)["files"][0]
        medium = self.media[wanted["id"]]
        self.writes += 1
        medium.status, medium.polls_left = "PROCESSING", self.processing_polls
        medium.next_data = self.staged[httpx.URL(wanted["originalSource"]).path]
        return self._data({"fileUpdate": {"files": [], "userErrors": []}})

    def _acknowledge_failure(self, request: httpx.Request) -> httpx.Response:
        for gid in self._variables(request)["fileIds"]:
            self.media[gid].status = "READY"
        return self._data({"fileAcknowledgeUpdateFailed": {"files": [], "userErrors": []}})

    def _product_media(self, request: httpx.Request) -> httpx.Response:
        gid = self._variables(request)["id"]
        if gid not in self.products:
            return self._data({"product": None})
        nodes = [self.media[medium].node() for medium in self.products[gid]]
        product = {"id": gid, "title": "14k gold ring", "handle": "ring", "status": "ACTIVE", "vendor": "Aurelia",
                   "productType": "Ring", "tags": ["gold"], "createdAt": None, "updatedAt": None,
                   "media": {"pageInfo": {"hasNextPage": False, "endCursor": None}, "nodes": nodes}}  # fmt: skip
        return self._data({"product": product})

    def _product_variants(self, request: httpx.Request) -> httpx.Response:
        gid = self._variables(request)["id"]
        if gid not in self.products:
            return self._data({"product": None})
        shown = [{"id": medium} for medium in self.products[gid][:1]]
        variant = {"id": f"{gid}/v1", "title": "Size 7", "sku": "R-7", "media": {"nodes": shown}}
        page = {"pageInfo": {"hasNextPage": False, "endCursor": None}, "nodes": [variant]}
        return self._data({"product": {"id": gid, "variants": page}})

    def _read_shop(self, _request: httpx.Request) -> httpx.Response:
        shop = {"id": "gid://shopify/Shop/1", "name": "Aurelia", "email": "a@aurelia.test", "myshopifyDomain": DOMAIN,
                "currencyCode": "EUR", "ianaTimezone": "Europe/Berlin", "primaryDomain": {"host": "x", "url": "https://x"},
                "plan": {"publicDisplayName": "Basic", "partnerDevelopment": True, "shopifyPlus": False}}  # fmt: skip
        scopes = [{"handle": scope} for scope in self.scopes]
        return self._data({"shop": shop, "currentAppInstallation": {"id": "1", "accessScopes": scopes}})

    def _create_subscription(self, request: httpx.Request) -> httpx.Response:
        gid = self._charge("AppSubscription", request)
        payload = {
            "appSubscription": {"id": gid, "status": "PENDING"},
            "confirmationUrl": "https://confirm",
            "userErrors": [],
        }
        return self._data({"appSubscriptionCreate": payload})

    def _create_purchase(self, request: httpx.Request) -> httpx.Response:
        gid = self._charge("AppPurchaseOneTime", request)
        payload = {
            "appPurchaseOneTime": {"id": gid, "status": "PENDING"},
            "confirmationUrl": "https://confirm",
            "userErrors": [],
        }
        return self._data({"appPurchaseOneTimeCreate": payload})

    def _charge(self, kind: str, request: httpx.Request) -> str:
        gid = f"gid://shopify/{kind}/{len(self.charges) + 1}"
        self.charges[gid] = {"kind": kind, "status": "PENDING", "name": self._variables(request)["name"]}
        return gid

    def _cancel_subscription(self, request: httpx.Request) -> httpx.Response:
        self.charges[self._variables(request)["id"]]["status"] = "CANCELLED"
        return self._data({"appSubscriptionCancel": {"appSubscription": None, "userErrors": []}})

    def _read_charge(self, request: httpx.Request) -> httpx.Response:
        gid = self._variables(request)["id"]
        charge = self.charges.get(gid)
        if charge is None:
            return self._data({"node": None})
        price = {"amount": "29.0", "currencyCode": "USD"}
        details = {"__typename": "AppRecurringPricing", "price": price}
        node = {"__typename": charge["kind"], "id": gid, "name": charge["name"], "test": True, "price": price,
                "purchaseStatus": charge["status"], "subscriptionStatus": charge["status"], "currentPeriodEnd": None,
                "lineItems": [{"plan": {"pricingDetails": details}}]}  # fmt: skip
        return self._data({"node": node})

    @staticmethod
    def _variables(request: httpx.Request) -> dict[str, Any]:
        variables: dict[str, Any] = json.loads(request.content)["variables"]
        return variables

    @staticmethod
    def _data(data: dict[str, Any]) -> httpx.Response:
        return httpx.Response(200, json={"data": data})


def user_error(mutation: str, code: str) -> httpx.Response:
    """A mutation's own refusal."""
    errors = [{"code": code, "field": ["files"], "message": code}]
    return httpx.Response(200, json={"data": {mutation: {"userErrors": errors}}})


def in_an_hour() -> datetime:
    return datetime.now(UTC) + timedelta(hours=1)
