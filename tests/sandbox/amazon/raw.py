"""A small seller behind raw HTTP: no client of ours, a clock that stands still, and a world of known addresses."""

import gzip
import io
import json
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import parse_qsl, quote, urlsplit

import httpx
from PIL import Image, ImageDraw

from integrations.sandbox.amazon.app import AmazonApp, create_app
from integrations.sandbox.amazon.options import Options

ORIGIN = "https://amazon.example"
CALLBACK = "https://app.example/amazon/callback"
STORE = "ATVPDKIKX0DER"
SELLER = "A2SANDBOXJEWEL"
ITEM = f"/listings/2021-08-01/items/{SELLER}"
MAIN = "main_product_image_locator"
OPTIONS = Options(
    client_id="the-client",
    client_secret="the-secret",
    application_id="the-application",
    public_url=ORIGIN,
    redirect_uris=(CALLBACK,),
)
CATALOG = """
[[products]]
title = "Plain ring"
product_type = "Ring"
media = [{ file = "ring.jpg" }, { file = "side.jpg" }]
variants = [{ title = "6", sku = "R/6 %" }, { title = "7", sku = "R-7", media = "side.jpg" }]

[[products]]
title = "Loose stone"
product_type = "Loose stone"
media = [{ file = "side.jpg" }]
variants = [{ title = "Default Title", sku = "S-1" }]

[[products]]
title = "Nameless"
media = [{ file = "ring.jpg" }]
"""


def picture(
    size: int = 600, *, background: object = "white", share: float = 0.9, kind: str = "JPEG", shade: int = 160
) -> bytes:
    """A disc on a background, filling a share of the frame."""
    image = Image.new("RGB", (size, size), background)
    edge = size * (1 - share) / 2
    if share:
        ImageDraw.Draw(image).ellipse((edge, edge, size - 1 - edge, size - 1 - edge), fill=(200, shade, 40))
    encoded = io.BytesIO()
    image.save(encoded, kind)
    return encoded.getvalue()


def stocked_folder(folder: Path) -> Path:
    (folder / "ring.jpg").write_bytes(picture(64))
    (folder / "side.jpg").write_bytes(picture(48))
    catalog = folder / "catalog.toml"
    catalog.write_text(CATALOG)
    return catalog


@dataclass
class RawAmazon:
    """One stand-in, and what a test does to it."""

    options: Options
    now: float = 1_800_000_000.0
    world: dict[str, bytes] = field(default_factory=dict)
    token: str = ""
    app: AmazonApp = field(init=False)
    http: httpx.Client = field(init=False)

    def __post_init__(self) -> None:
        self.app = create_app(self.options, clock=lambda: self.now, fetch=self._fetch)
        self.http = httpx.Client(transport=httpx.WSGITransport(app=self.app), base_url=ORIGIN)

    def connect(self) -> "RawAmazon":
        self.token = self.exchange(self.code()).json()["access_token"]
        return self

    def code(self, state: str = "the-state") -> str:
        location = self.control("authorize", redirect_uri=CALLBACK, state=state)["location"]
        return dict(parse_qsl(urlsplit(location).query))["spapi_oauth_code"]

    def exchange(self, code: str, /, **changed: str) -> httpx.Response:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": CALLBACK,
            "client_id": "the-client",
            "client_secret": "the-secret",
        }
        return self.http.post("/auth/o2/token", data=form | changed)

    def control(self, path: str, **content: object) -> dict:
        return self.http.post(f"/control/{path}", json=content).json()

    def state(self) -> dict:
        return self.http.get("/control/state").json()

    def listing(self, sku: str = "R-7") -> dict:
        return next(one for one in self.state()["listings"] if one["sku"] == sku)

    def ask(self, method: str, path: str, **arguments: object) -> httpx.Response:
        headers = {"x-amz-access-token": self.token, **arguments.pop("headers", {})}
        return self.http.request(method, path, headers=headers, **arguments)

    def item(self, sku: str = "R-7", **query: str) -> httpx.Response:
        wanted = {"marketplaceIds": STORE, "includedData": "summaries,attributes,issues"} | query
        return self.ask("GET", f"{ITEM}/{quote(sku, safe='')}", params=wanted)

    def patch(self, *patches: dict, sku: str = "R-7", kind: str = "RING", **query: str) -> httpx.Response:
        body = {"productType": kind, "patches": list(patches)}
        wanted = {"marketplaceIds": STORE} | query
        return self.ask("PATCH", f"{ITEM}/{quote(sku, safe='')}", params=wanted, json=body)

    def put(self, address: str, content: bytes | None = None, name: str = MAIN) -> dict:
        """Submit one image, whose address answers with the content, and wait for what becomes of it."""
        if content is not None:
            self.world[address] = content
        answer = self.patch(change(name, address)).json()
        assert answer["status"] == "ACCEPTED", answer
        self.wait(1.1)
        return self.listing()

    def locator(self, name: str = MAIN) -> str:
        return self.listing()["slots"][name]["locator"]

    def wait(self, seconds: float) -> None:
        """Let time pass, and everything that is due happen."""
        for _ in range(4):
            self.now += seconds / 4
            self.app.sandbox.timeline.run_due()

    def send_feed(self, content: object, kind: str = "application/json; charset=UTF-8") -> httpx.Response:
        target = self.ask("POST", "/feeds/2021-06-30/documents", json={"contentType": kind}).json()
        body = content if isinstance(content, bytes) else json.dumps(content).encode()
        assert self.http.put(target["url"], content=body, headers={"Content-Type": kind}).status_code == 200
        return self.make_feed(target["feedDocumentId"])

    def make_feed(self, document: str, **changed: object) -> httpx.Response:
        wanted = {
            "feedType": "JSON_LISTINGS_FEED",
            "marketplaceIds": [STORE],
            "inputFeedDocumentId": document,
        }
        return self.ask("POST", "/feeds/2021-06-30/feeds", json=wanted | changed)

    def report(self, feed_id: str) -> dict:
        feed = self.ask("GET", f"/feeds/2021-06-30/feeds/{feed_id}").json()
        document = self.ask("GET", f"/feeds/2021-06-30/documents/{feed['resultFeedDocumentId']}").json()
        content = self.http.get(document["url"]).content
        return json.loads(gzip.decompress(content) if "compressionAlgorithm" in document else content)

    def _fetch(self, address: str) -> bytes:
        if address not in self.world:
            raise ConnectionRefusedError(address)
        return self.world[address]


def change(name: str, address: str, op: str = "replace") -> dict:
    return {
        "op": op,
        "path": f"/attributes/{name}",
        "value": [{"marketplace_id": STORE, "media_location": address}],
    }


def removal(name: str = MAIN) -> dict:
    return {"op": "delete", "path": f"/attributes/{name}", "value": [{"marketplace_id": STORE}]}


def opened(catalog: Path, **changed: object) -> RawAmazon:
    return RawAmazon(replace(OPTIONS, catalog=catalog, **changed))


def error(answer: httpx.Response) -> tuple[int, str, str]:
    """What a refusal says: its status, its code, and its details or message."""
    first = answer.json()["errors"][0]
    return answer.status_code, first["code"], first["details"] or first["message"]
