"""A small Etsy behind raw HTTP: no client of ours, and a clock that only moves when a test says so."""

import base64
import hashlib
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlsplit

import httpx

from integrations.sandbox.etsy.app import EtsyApp, create_app
from integrations.sandbox.etsy.document import Document
from integrations.sandbox.etsy.options import Options
from tests.sandbox.raw import picture

ORIGIN = "https://etsy.example"
CALLBACK = "https://app.example/etsy"
VERIFIER = "v" * 50
KEY = "the-key:the-secret"
SCOPES = "listings_r listings_w shops_r"
NEIGHBOR_USER = 91_000_002


def challenge(verifier: str = VERIFIER) -> str:
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def consent_query(**changed: str | None) -> dict[str, str]:
    query = {
        "response_type": "code",
        "client_id": "the-key",
        "redirect_uri": CALLBACK,
        "scope": SCOPES,
        "state": "the-state",
        "code_challenge": challenge(),
        "code_challenge_method": "S256",
    }
    return {name: value for name, value in {**query, **changed}.items() if value is not None}


@dataclass
class RawEtsy:
    """One stand-in, and what a test does to it."""

    options: Options
    now: float = 1_800_000_000.0
    token: str = ""
    refresh_token: str = ""
    app: EtsyApp = field(init=False)
    http: httpx.Client = field(init=False)

    def __post_init__(self) -> None:
        self._open(create_app(self.options, clock=lambda: self.now))

    def _open(self, app: EtsyApp) -> None:
        self.app = app
        self.http = httpx.Client(transport=httpx.WSGITransport(app=app), base_url=ORIGIN)

    def describe(self, document: Document) -> None:
        """Go on with the same shops behind another description of the API."""
        self._open(EtsyApp(self.app.sandbox, document))

    def connect(self, scope: str = SCOPES, user: int | None = None) -> "RawEtsy":
        more = {"user": user} if user else {}
        answer = self.control("consent", url=self.consent_url(scope=scope), **more)
        tokens = self.exchange(answer["code"]).json()
        self.token, self.refresh_token = tokens["access_token"], tokens["refresh_token"]
        return self

    def consent_url(self, **changed: str | None) -> str:
        return str(httpx.URL(f"{ORIGIN}/oauth/connect", params=consent_query(**changed)))

    def exchange(self, code: str, **changed: str) -> httpx.Response:
        form = {
            "grant_type": "authorization_code",
            "client_id": "the-key",
            "redirect_uri": CALLBACK,
            "code": code,
            "code_verifier": VERIFIER,
        }
        return self.http.post("/v3/public/oauth/token", data=form | changed)

    def refresh(self, token: str, **changed: str) -> httpx.Response:
        form = {"grant_type": "refresh_token", "client_id": "the-key", "refresh_token": token}
        return self.http.post("/v3/public/oauth/token", data=form | changed)

    def headers(self, **changed: str | None) -> dict[str, str]:
        sent = {"x-api-key": KEY, "Authorization": f"Bearer {self.token}"} | changed
        return {name: value for name, value in sent.items() if value is not None}

    def ask(self, method: str, path: str, **content: object) -> httpx.Response:
        headers = content.pop("headers", None) or self.headers()
        return self.http.request(method, f"/v3/application{path}", headers=headers, **content)

    def get(self, path: str, **params: object) -> httpx.Response:
        return self.ask("GET", path, params=params)

    def control(self, path: str, **content: object) -> dict:
        answer = self.http.post(f"/control/{path}", json=content)
        return answer.json()

    def state(self) -> dict:
        return self.http.get("/control/state").json()

    def listing(self, number: int | None = None) -> dict:
        found = self.state()["listings"]
        return next((one for one in found if one["id"] == number), found[0])

    @property
    def ring(self) -> int:
        """The listing with three images and two choices."""
        return self.state()["listings"][0]["id"]

    @property
    def stone(self) -> int:
        """The listing with one image."""
        return self.state()["listings"][1]["id"]

    @property
    def neighbors(self) -> int:
        """The listing of the other shop."""
        return self.state()["listings"][-1]["id"]

    @property
    def shop(self) -> int:
        return self.state()["shop"]["id"]

    def images_path(self, listing: int | None = None) -> str:
        return f"/shops/{self.shop}/listings/{listing or self.ring}/images"

    def upload(
        self, content: bytes | None = None, listing: int | None = None, **fields: str
    ) -> httpx.Response:
        file = ("ring.jpg", content or picture(shade=200), "image/jpeg")
        return self.ask("POST", self.images_path(listing), data=fields, files={"image": file})

    def attach(self, image: int, listing: int | None = None, **fields: str) -> httpx.Response:
        sent = {"listing_image_id": str(image)} | fields
        parts = [(name, (None, value)) for name, value in sent.items()]
        return self.ask("POST", self.images_path(listing), files=parts)

    def detach(self, image: int, listing: int | None = None) -> httpx.Response:
        return self.ask("DELETE", f"{self.images_path(listing)}/{image}")

    def ids(self, listing: int | None = None) -> list[int]:
        return [image["id"] for image in self.listing(listing or self.ring)["images"]]

    def wait(self, seconds: float) -> None:
        self.now += seconds


def answered(location: str) -> dict[str, str]:
    """What an address that the browser is sent back to tells the app."""
    return dict(parse_qsl(urlsplit(location).query))
