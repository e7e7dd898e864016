"""Our client in front of the stand-in: the same clock for both, and no second is really waited."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from urllib.parse import parse_qsl, urlsplit

import httpx

from integrations.amazon import AmazonConfig, AmazonLogin, AmazonMarketplace
from integrations.amazon.client import Pace
from integrations.http import client
from integrations.marketplace import Grant, ImageToSubmit, SubmittedImage, Verdict
from tests.sandbox.amazon.raw import CALLBACK, ORIGIN, RawAmazon, picture

CONFIG = AmazonConfig("the-client", "the-secret", "the-application", sandbox_origin=ORIGIN)


@dataclass
class Connected:
    """A seller's account, reached as the app reaches it."""

    raw: RawAmazon
    config: AmazonConfig = CONFIG

    def __post_init__(self) -> None:
        self.http: httpx.Client = client(transport=httpx.WSGITransport(app=self.raw.app))
        self.pace = Pace(sleep=self._sleep, clock=lambda: self.raw.now, jitter=lambda: 0.5)
        self.login = AmazonLogin(
            self.config, http=self.http, now=lambda: datetime.fromtimestamp(self.raw.now, UTC)
        )
        self.grant: Grant = self.let_in()
        self.slept: list[float] = []

    def let_in(self) -> Grant:
        location = self.raw.control("authorize", redirect_uri=CALLBACK, state="s")["location"]
        answer = dict(parse_qsl(urlsplit(location).query))
        return self.login.exchange(answer, redirect_uri=CALLBACK)

    @property
    def marketplace(self) -> AmazonMarketplace:
        return AmazonMarketplace(self.config, self.grant, http=self.http, pace=self.pace)

    def image(self, place: int = 1, name: str = "a", content: bytes | None = None) -> ImageToSubmit:
        """An image whose address answers; with ``b""`` it does not."""
        address = f"https://app.example/{name}-{place}.jpg"
        data = picture() if content is None else content
        if data:
            self.raw.world[address] = data
        return ImageToSubmit(
            place=place,
            file_name=f"{name}.jpg",
            mime_type="image/jpeg",
            data=data,
            width=600,
            height=600,
            address=address,
        )

    def submit(self, *images: ImageToSubmit, sku: str = "R-7") -> list[SubmittedImage]:
        marketplace = self.marketplace
        return list(marketplace.submit(marketplace.snapshot(sku), images))

    def judged(self, submitted: list[SubmittedImage], sku: str = "R-7") -> Verdict:
        """Ask until the verdict is final, as the app does; patience ends after a minute."""
        for _ in range(60):
            verdict = self.marketplace.verdict(sku, submitted)
            if verdict.is_final:
                return verdict
            self.raw.wait(1)
        raise AssertionError("no verdict after a minute")

    def with_config(self, **changed: object) -> "Connected":
        return Connected(self.raw, replace(self.config, **changed))

    def _sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.raw.now += seconds
