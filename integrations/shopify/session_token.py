"""App Bridge's session token: who is asking, for which shop.

``shopifyapp`` checks signature, audience and time. It accepts a token without ``exp``, and any host in ``dest``; both
are checked here, with our own pattern of a shop's domain.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from shopify_app import ShopifyApp
from shopify_app.types import RequestInput, ResultWithExchangeableIdToken

from integrations.errors import Unauthorized
from integrations.shopify.config import ShopifyConfig, require_shop


@dataclass(frozen=True, slots=True)
class SessionClaims:
    """One staff member of one shop, as Shopify vouches for them during about a minute."""

    shop: str
    user_id: str
    token: str = field(repr=False)


def verify(config: ShopifyConfig, authorization_header: str) -> SessionClaims:
    """Read the claims from ``Bearer …``; the token of a document's ``?id_token=`` is passed in the same form."""
    result = _verified(config, authorization_header)
    if not result.ok or result.id_token is None:
        raise Unauthorized(f"session token refused: {result.log.code}")
    claims = result.id_token.claims
    return SessionClaims(
        shop=_shop_of(claims),
        user_id=_text(claims, "sub"),
        token=result.id_token.token,
    )


def _verified(config: ShopifyConfig, authorization_header: str) -> ResultWithExchangeableIdToken:
    app = ShopifyApp(config.client_id, config.client_secret, config.old_client_secret or None)
    request: RequestInput = {
        "method": "GET",
        "url": "https://app.invalid/",
        # An empty header would make the package look for ?id_token= and answer with a redirect.
        "headers": {"Authorization": authorization_header or "none"},
        "body": "",
    }
    try:
        return app.verify_app_home_req(request, "/")
    except (AttributeError, TypeError, ValueError) as error:  # a signed dest that is not text, or no URL
        raise Unauthorized("session token refused: malformed claims") from error


def _shop_of(claims: Mapping[str, Any]) -> str:
    shop = require_shop(_text(claims, "dest").removeprefix("https://"))
    if _text(claims, "iss") != f"https://{shop}/admin":
        raise Unauthorized("session token refused: issuer and destination differ")
    if not isinstance(claims.get("exp"), int | float):
        raise Unauthorized("session token refused: it never expires")
    return shop


def _text(claims: Mapping[str, Any], name: str) -> str:
    value = claims.get(name)
    if not isinstance(value, str) or not value:
        raise Unauthorized(f"session token refused: no {name}")
    return value
