"""What every call to Amazon needs to know about our app and about the store it speaks of."""

from dataclasses import dataclass, field

import httpx

from integrations.amazon.stores import UNITED_STATES, Store, store

_LOGIN = "https://api.amazon.com"
_IMAGE_HOSTS = ("media-amazon.com", "images-amazon.com", "ssl-images-amazon.com")


@dataclass(frozen=True, slots=True)
class AmazonConfig:
    """Our app as Amazon knows it; the secret never shows in its repr."""

    client_id: str
    client_secret: str = field(repr=False)
    application_id: str
    """The app's id in the Solution Provider Portal: ``amzn1.sp.solution.…``; the page of consent asks for it."""
    marketplace_id: str = UNITED_STATES
    is_draft: bool = False
    """Whether the app is not published yet; consent then needs ``version=beta``."""
    sandbox_origin: str = ""
    """Where a local stand-in answers for all of Amazon; "" for the real thing."""
    max_wait_seconds: float = 20.0
    """The longest one call waits for its turn, all pauses together, before it raises ``Throttled``."""

    @property
    def store(self) -> Store:
        """The store whose listings are meant."""
        return store(self.marketplace_id)

    @property
    def api_origin(self) -> str:
        """Where the Selling Partner API answers."""
        return self.sandbox_origin or self.store.api_origin

    @property
    def token_url(self) -> str:
        """Login with Amazon's token endpoint."""
        return f"{self.sandbox_origin or _LOGIN}/auth/o2/token"

    @property
    def consent_url(self) -> str:
        """The page on which a seller lets us in."""
        return f"{self.sandbox_origin or self.store.seller_central}/apps/authorize/consent"

    def is_amazons_own(self, address: str) -> bool:
        """Whether Amazon itself serves the picture at an address."""
        if self.sandbox_origin:
            return address.startswith(f"{self.sandbox_origin}/images/I/")
        host = httpx.URL(address).host
        return any(host == name or host.endswith(f".{name}") for name in _IMAGE_HOSTS)
