"""Amazon's stores: which one a marketplace id names, and which addresses serve it.

Source: Marketplace IDs, SP-API endpoints, Seller Central URLs, https://developer-docs.amazon.com/sp-api/docs
"""

from dataclasses import dataclass

from integrations.errors import UnsupportedFeature

UNITED_STATES = "ATVPDKIKX0DER"


@dataclass(frozen=True, slots=True)
class Store:
    """One national store."""

    marketplace_id: str
    country: str
    region: str
    """Which of the three endpoints serves it: na, eu or fe."""
    domain: str
    seller_central: str
    locale: str

    @property
    def api_origin(self) -> str:
        """Where the Selling Partner API answers for it."""
        return f"https://sellingpartnerapi-{self.region}.amazon.com"


STORES = {
    store.marketplace_id: store
    for store in (
        Store(UNITED_STATES, "US", "na", "www.amazon.com", "https://sellercentral.amazon.com", "en_US"),
        Store("A2EUQ1WTGCTBG2", "CA", "na", "www.amazon.ca", "https://sellercentral.amazon.ca", "en_CA"),
        Store(
            "A1AM78C64UM0Y8", "MX", "na", "www.amazon.com.mx", "https://sellercentral.amazon.com.mx", "es_MX"
        ),
        Store(
            "A1F83G8C2ARO7P",
            "GB",
            "eu",
            "www.amazon.co.uk",
            "https://sellercentral-europe.amazon.com",
            "en_GB",
        ),
        Store(
            "A1PA6795UKMFR9", "DE", "eu", "www.amazon.de", "https://sellercentral-europe.amazon.com", "de_DE"
        ),
        Store(
            "A13V1IB3VIYZZH", "FR", "eu", "www.amazon.fr", "https://sellercentral-europe.amazon.com", "fr_FR"
        ),
        Store(
            "APJ6JRA9NG5V4", "IT", "eu", "www.amazon.it", "https://sellercentral-europe.amazon.com", "it_IT"
        ),
        Store(
            "A1RKKUPIHCS9HS", "ES", "eu", "www.amazon.es", "https://sellercentral-europe.amazon.com", "es_ES"
        ),
        Store(
            "A39IBJ37TRP1C6", "AU", "fe", "www.amazon.com.au", "https://sellercentral.amazon.com.au", "en_AU"
        ),
        Store(
            "A1VC38T7YXB528", "JP", "fe", "www.amazon.co.jp", "https://sellercentral.amazon.co.jp", "ja_JP"
        ),
    )
}


def store(marketplace_id: str) -> Store:
    """Return the store of a marketplace id."""
    try:
        return STORES[marketplace_id]
    except KeyError as error:
        raise UnsupportedFeature(
            f"no Amazon store {marketplace_id!r}", merchant_sentence="We do not reach this Amazon store yet."
        ) from error
