"""A small store behind raw HTTP: no client of ours, a clock that stands still, and an app that only listens."""

import io
from dataclasses import dataclass, field, replace
from pathlib import Path

import httpx
from PIL import Image

from integrations.sandbox.app import SandboxApp, create_app
from integrations.sandbox.options import Options
from integrations.sandbox.records import Delivery

EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange"
ID_TOKEN = "urn:ietf:params:oauth:token-type:id_token"
OFFLINE = "urn:shopify:params:oauth:token-type:offline-access-token"
CREDENTIALS = {"client_id": "the-client", "client_secret": "the-secret"}
CATALOG = """
[[products]]
title = "Plain ring"
tags = ["ring"]
product_type = "Ring"
media = [
    { file = "ring.jpg", alt = "Ring, front" },
    { file = "side.png", alt = "Ring, side" },
    { file = "chart.jpg", key = "chart" },
]
variants = [{ title = "6", sku = "R-6", media = "side.png" }, { title = "7", sku = "R-7" }]

[[products]]
title = "Thin chain"
status = "DRAFT"
media = [{ file = "chart2.jpg", key = "chart" }, { file = "turn.mp4", kind = "video" }]

[[products]]
title = "Slow stone"
media = [{ file = "slow.jpg", stuck = true }]
"""


def picture(kind: str = "JPEG", size: tuple[int, int] = (32, 24), shade: int = 90) -> bytes:
    encoded = io.BytesIO()
    Image.new("RGB", size, (shade, 80, 70)).save(encoded, kind)
    return encoded.getvalue()


def stocked_folder(folder: Path) -> Path:
    for index, name in enumerate(("ring.jpg", "chart.jpg", "chart2.jpg", "slow.jpg")):
        (folder / name).write_bytes(picture(shade=40 * index))
    (folder / "side.png").write_bytes(picture("PNG"))
    (folder / "turn.mp4").write_bytes(b"\0\0\0\x18ftypmp42")
    catalog = folder / "catalog.toml"
    catalog.write_text(CATALOG)
    return catalog


@dataclass
class RawShop:
    """One sandbox, and what a test does to it."""

    options: Options
    now: float = 1_800_000_000.0
    sent: list[Delivery] = field(default_factory=list)
    answers: list[int | OSError] = field(default_factory=list)
    timeouts: set[float] = field(default_factory=set)
    outside: dict[str, bytes] = field(default_factory=dict)
    token: str = ""
    app: SandboxApp = field(init=False)
    http: httpx.Client = field(init=False)

    def __post_init__(self) -> None:
        self.app = create_app(
            self.options, clock=lambda: self.now, send_webhook=self._receive, fetch=self._fetch
        )
        self.http = httpx.Client(
            transport=httpx.WSGITransport(app=self.app), base_url=f"https://{self.options.shop}"
        )

    def install(self) -> "RawShop":
        self.token = self.exchange().json()["access_token"]
        return self

    def exchange(self, **changed: object) -> httpx.Response:
        wanted = {
            **CREDENTIALS,
            "grant_type": EXCHANGE,
            "subject_token": self.session_token(),
            "subject_token_type": ID_TOKEN,
            "requested_token_type": OFFLINE,
            "expiring": 1,
        }
        return self.http.post("/admin/oauth/access_token", json=wanted | changed)

    def refresh(self, token: str, **changed: object) -> httpx.Response:
        wanted = {**CREDENTIALS, "grant_type": "refresh_token", "refresh_token": token}
        return self.http.post("/admin/oauth/access_token", json=wanted | changed)

    def session_token(self, **claims: object) -> str:
        token: str = self.control("session-token", claims=claims)["token"]
        return token

    def control(self, path: str, **content: object) -> dict:
        return self.http.post(f"/control/{path}", json=content).json()

    def state(self) -> dict:
        return self.http.get("/control/state").json()

    def post(self, query: str, /, version: str = "2026-10", **variables: object) -> httpx.Response:
        return self.http.post(
            f"/admin/api/{version}/graphql.json",
            json={"query": query, "variables": variables},
            headers={"X-Shopify-Access-Token": self.token},
        )

    def ask(self, query: str, /, **variables: object) -> dict:
        return self.post(query, **variables).json()

    def data(self, query: str, /, **variables: object) -> dict:
        answer = self.ask(query, **variables)
        assert "errors" not in answer, answer["errors"]
        return answer["data"]

    def wait(self, seconds: float) -> None:
        """Let time pass, and everything that is due happen."""
        self.now += seconds
        for _ in range(3):
            self.app.sandbox.timeline.run_due()

    def medium(self, name: str) -> dict:
        return next(one for one in self.state()["media"] if one["file_name"] == name)

    def product(self, title: str) -> dict:
        return next(one for one in self.state()["products"] if one["title"] == title)

    def topics(self) -> list[str]:
        return [delivery.topic for delivery in self.sent]

    def _receive(self, delivery: Delivery, timeout: float) -> int:
        self.sent.append(replace(delivery))
        self.timeouts.add(timeout)
        answer = self.answers.pop(0) if self.answers else 200
        if isinstance(answer, OSError):
            raise answer
        return answer

    def _fetch(self, address: str) -> bytes:
        if address not in self.outside:
            raise ConnectionRefusedError(address)
        return self.outside[address]


STAGE = """mutation($input: [StagedUploadInput!]!) { stagedUploadsCreate(input: $input) {
    stagedTargets { url resourceUrl parameters { name value } } userErrors { field message } } }"""
UPDATE = """mutation($files: [FileUpdateInput!]!) { fileUpdate(files: $files) {
    files { id fileStatus } userErrors { code field message } } }"""
MEDIA = """query($ids: [ID!]!) { nodes(ids: $ids) { id ... on MediaImage { alt status fileStatus updatedAt
    image { url width height } originalSource { url fileSize }
    mediaErrors { code message } fileErrors { code } } } }"""


def stage(shop: RawShop, name: str = "ring.jpg", **changed: object) -> dict:
    entry = {"filename": name, "mimeType": "image/jpeg", "resource": "IMAGE", "httpMethod": "POST"} | changed
    payload = shop.data(STAGE, input=[entry])["stagedUploadsCreate"]
    assert payload["userErrors"] == []
    return payload["stagedTargets"][0]


def send_form(shop: RawShop, fields: list[tuple[str, bytes]], url: str = "/upload/") -> httpx.Response:
    lines = [
        b'--line\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n' % (name.encode(), value)
        for name, value in fields
    ]
    return shop.http.post(
        url,
        content=b"".join(lines) + b"--line--\r\n",
        headers={"Content-Type": "multipart/form-data; boundary=line"},
    )


def form_of(target: dict, content: bytes) -> list[tuple[str, bytes]]:
    given = [(one["name"], one["value"].encode()) for one in target["parameters"]]
    return [*given, ("file", content)]


def upload(shop: RawShop, content: bytes, name: str = "ring.jpg", **changed: object) -> str:
    target = stage(shop, name, **changed)
    assert send_form(shop, form_of(target, content)).status_code == 201
    return target["resourceUrl"]


def replace_bytes(shop: RawShop, content: bytes, name: str = "ring.jpg") -> dict:
    """Replace the ring's bytes as far as ``fileUpdate`` being accepted."""
    mime = "image/png" if name.endswith("png") else "image/jpeg"
    source = upload(shop, content, name, mimeType=mime)
    payload = shop.data(UPDATE, files=[{"id": shop.medium(name)["id"], "originalSource": source}])
    return payload["fileUpdate"]
