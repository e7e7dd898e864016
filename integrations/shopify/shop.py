"""The shop itself, and what it has allowed us."""

from dataclasses import dataclass

from integrations.shopify.client import AdminClient


@dataclass(frozen=True, slots=True)
class ShopInfo:
    """What we know of a shop."""

    gid: str
    name: str
    domain: str
    email: str
    currency: str
    timezone: str
    url: str
    plan: str
    is_development: bool
    scopes: frozenset[str]
    """What the merchant has granted; may be less, or more, than we ask for today."""


def read(client: AdminClient) -> ShopInfo:
    """Read the shop and the granted scopes."""
    data = client.execute("read_shop")
    shop = data["shop"]
    return ShopInfo(
        gid=shop["id"],
        name=shop["name"],
        domain=shop["myshopifyDomain"],
        email=shop["email"],
        currency=shop["currencyCode"],
        timezone=shop["ianaTimezone"],
        url=shop["primaryDomain"]["url"],
        plan=shop["plan"]["publicDisplayName"],
        is_development=shop["plan"]["partnerDevelopment"],
        scopes=frozenset(scope["handle"] for scope in data["currentAppInstallation"]["accessScopes"]),
    )
