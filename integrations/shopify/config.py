"""What every call to Shopify needs to know about our app, and which shop names we believe."""

import re
from dataclasses import dataclass, field

from integrations.errors import Unauthorized

_SHOP = re.compile(r"[a-z0-9][a-z0-9-]*\.myshopify\.com")


@dataclass(frozen=True, slots=True)
class ShopifyConfig:
    """Our app as Shopify knows it; secrets never show in its repr."""

    client_id: str
    client_secret: str = field(repr=False)
    old_client_secret: str = field(default="", repr=False)
    """The secret before the last rotation; still accepted on what Shopify sends us."""
    api_version: str = "2026-10"
    admin_origin: str | None = None
    """Where a local sandbox stands in for every ``*.myshopify.com``; None for the real thing."""
    max_wait_seconds: float = 30.0
    """The longest one call waits for its turn, all pauses together, before it raises ``Throttled``."""


def is_shop(domain: object) -> bool:
    """Whether this is a shop's own domain, whole: no port, no path, no newline at the end."""
    return isinstance(domain, str) and _SHOP.fullmatch(domain) is not None


def require_shop(domain: object) -> str:
    """Return the domain, or refuse it: everything that reaches a URL or a header goes through here."""
    if isinstance(domain, str) and is_shop(domain):
        return domain
    raise Unauthorized("not a shop domain")


def bare_name(shop: str) -> str:
    """Return the name without ``.myshopify.com``, as the ``shopifyapp`` package wants it."""
    return require_shop(shop).removesuffix(".myshopify.com")
