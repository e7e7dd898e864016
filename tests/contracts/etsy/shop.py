"""Our client opposite the stand-in for Etsy, on one clock, with the limits that a new app has."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import parse_qsl, urlsplit

import httpx

from integrations.etsy import EtsyConfig, EtsyLogin, EtsyMarketplace, new_verifier
from integrations.etsy.limits import Limiter
from integrations.marketplace import Grant, ImageToSubmit, Snapshot, SubmittedImage
from integrations.sandbox.etsy.options import Options
from integrations.usage import ProcessStorage
from tests.sandbox.etsy.raw import CALLBACK, ORIGIN, RawEtsy
from tests.sandbox.raw import picture


@dataclass
class Connected:
    """A merchant's shop as our app reaches it, and the stand-in behind it."""

    options: Options
    config: EtsyConfig = field(default_factory=lambda: EtsyConfig("the-key", "the-secret", ORIGIN))
    slept: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.raw = RawEtsy(self.options)
        self.http = httpx.Client(transport=httpx.WSGITransport(app=self.raw.app))
        self.storage = ProcessStorage()
        self.login = EtsyLogin(
            self.config, http=self.http, now=lambda: datetime.fromtimestamp(self.raw.now, UTC)
        )
        self.grant = self.connect()
        self.market = self.reach(self.grant)
        self.ring, self.stone = str(self.raw.ring), str(self.raw.stone)

    def connect(self, *, allow: bool = True) -> Grant:
        verifier = new_verifier()
        url = self.login.authorize_url(state="the-state", verifier=verifier, redirect_uri=CALLBACK)
        location = self.raw.control("consent", url=url, allow=allow)["location"]
        answer = dict(parse_qsl(urlsplit(location).query))
        assert answer["state"] == "the-state"
        return self.login.exchange(answer, verifier=verifier, redirect_uri=CALLBACK)

    def reach(self, grant: Grant) -> EtsyMarketplace:
        return EtsyMarketplace(
            self.config,
            grant,
            http=self.http,
            limiter=Limiter(grant.account, storage=self.storage, clock=lambda: self.raw.now),
            sleep=self.sleep,
            clock=lambda: self.raw.now,
        )

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.raw.now += seconds

    def submit(self, before: Snapshot, *images: ImageToSubmit) -> list[SubmittedImage]:
        return list(self.market.submit(before, images))

    def shown(self, listing: str) -> list[tuple[str, str]]:
        """What the stand-in shows: ids and texts, in the order of ranks."""
        images = self.raw.listing(int(listing))["images"]
        assert [image["rank"] for image in images] == list(range(1, len(images) + 1))
        return [(str(image["id"]), image["alt"]) for image in images]

    def count(self, operation: str) -> int:
        """How often an operation was answered, whatever with."""
        asked = self.raw.state()["requests"].items()
        return sum(number for name, number in asked if name.split()[0] == operation)


def rendition(place: int, alt: str = "", *, size: tuple[int, int] = (40, 40)) -> ImageToSubmit:
    data = picture(size=size, shade=place * 20)
    return ImageToSubmit(
        place=place,
        file_name=f"ring-{place}.jpg",
        mime_type="image/jpeg",
        data=data,
        width=size[0],
        height=size[1],
        alt=alt or f"Ring {place}",
    )


def kept(snapshot: Snapshot) -> list[tuple[str, str]]:
    return [(image.key, image.alt) for image in snapshot.images]
