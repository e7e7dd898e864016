"""What every call to Etsy needs to know about our app, and which addresses we believe to be Etsy's."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

SCOPES = ("listings_r", "listings_w", "shops_r")
"""Reading listings that buyers cannot see, changing their images, and telling which shop it is."""

LARGEST_SIDE_PX = 3000
"""Etsy makes its full-size copy no longer than this on either side."""

_API = "https://openapi.etsy.com"
_CONSENT = "https://www.etsy.com/oauth/connect"
_IMAGE_HOST = "etsystatic.com"


@dataclass(frozen=True, slots=True)
class EtsyConfig:
    """Our app as Etsy knows it; the secret never shows in its repr."""

    keystring: str
    shared_secret: str = field(repr=False)
    sandbox_origin: str | None = None
    """Where a local sandbox stands in for all of Etsy's hosts, such as ``http://127.0.0.1:8402``; None for Etsy."""
    max_wait_seconds: float = 30.0
    """The longest one call waits for its turn, all pauses together, before it raises ``Throttled``."""
    settle_seconds: float = 20.0
    """The longest wait for the size of an uploaded image before the next is sent."""

    @property
    def api_key(self) -> str:
        """The ``x-api-key`` header; since February 2026 the keystring alone is refused."""
        return f"{self.keystring}:{self.shared_secret}"

    @property
    def api_origin(self) -> str:
        """Where requests go."""
        return self.sandbox_origin or _API

    @property
    def consent_url(self) -> str:
        """The page on which a merchant lets us in."""
        return f"{self.sandbox_origin}/oauth/connect" if self.sandbox_origin else _CONSENT

    def usage_key(self, account: str) -> str:
        """Under which one shop's use of the app's allowance is counted."""
        return f"{self.keystring}:{account}"

    def serves_images(self, address: str) -> bool:
        """Whether an address in an answer leads to Etsy's own image host, or to the sandbox."""
        if self.sandbox_origin:
            return address.startswith(f"{self.sandbox_origin}/")
        parts = urlsplit(address)
        host = parts.hostname or ""
        return parts.scheme == "https" and (host == _IMAGE_HOST or host.endswith(f".{_IMAGE_HOST}"))
