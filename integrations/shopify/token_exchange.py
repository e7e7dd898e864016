"""A session token in, an expiring offline token out; and the next pair for a pair.

``shopifyapp`` words the requests. Its own retrying is kept out of the way: it sleeps inside the call, ignores
``Retry-After`` and reads an HTML page as an empty success. ``_Guard`` looks at every answer first.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import httpx
from shopify_app import ShopifyApp
from shopify_app.types import TokenExchangeAccessToken, TokenExchangeResult

from integrations.errors import Rejected, Throttled, Unauthorized, Unavailable
from integrations.http import retry_after, translated
from integrations.shopify.config import ShopifyConfig, bare_name
from integrations.shopify.session_token import SessionClaims

_SERVICE = "Shopify's token endpoint"
_GONE = frozenset({"invalid_subject_token", "invalid_grant", "invalid_client", "refresh_token_expired"})


@dataclass(frozen=True, slots=True)
class TokenPair:
    """A shop's offline token and what renews it; stored together or not at all, since renewing spends the old pair."""

    access_token: str = field(repr=False)
    expires_at: datetime
    refresh_token: str = field(repr=False)
    refresh_expires_at: datetime
    scope: str

    def expires_within(self, margin: timedelta, now: datetime) -> bool:
        """Whether the access token should be renewed before it is used."""
        return self.expires_at - now <= margin


def exchange(config: ShopifyConfig, session: SessionClaims, http: httpx.Client) -> TokenPair:
    """Exchange a verified session token for the shop's offline token."""
    result = _app(config).exchange_using_token_exchange(
        "offline",
        {"exchangeable": True, "token": session.token, "claims": {"dest": f"https://{session.shop}"}},
        expiring=True,
        http_client=cast("httpx.Client", _Guard(http)),
    )
    return _pair(result)


def refresh(config: ShopifyConfig, shop: str, pair: TokenPair, http: httpx.Client) -> TokenPair:
    """Renew the pair, whatever the old one's age; two at once spend each other, so the caller holds the shop's lock."""
    if pair.refresh_expires_at <= datetime.now(UTC):
        raise Unauthorized("token refused: refresh_token_expired")
    result = _app(config).refresh_token_exchanged_access_token(
        {
            "shop": bare_name(shop),
            "access_mode": "offline",
            "refresh_token": pair.refresh_token,
            "expires": "",  # a date here would let the package decide that nothing is to be done
            "refresh_token_expires": "",
        },
        http_client=cast("httpx.Client", _Guard(http)),
    )
    return _pair(result)


class _Guard:
    """Stands where the package expects an ``httpx.Client``, and raises for answers that it would misread."""

    def __init__(self, http: httpx.Client) -> None:
        self._http = http

    def post(self, url: str, **arguments: Any) -> httpx.Response:
        with translated(_SERVICE):
            response = self._http.post(url, **arguments)
        if response.status_code == httpx.codes.TOO_MANY_REQUESTS:
            raise Throttled(f"{_SERVICE} asks us to wait", retry_after=retry_after(response))
        if response.is_server_error:
            raise Unavailable(f"{_SERVICE} answered {response.status_code}")
        _require_object(response)
        return response


def _require_object(response: httpx.Response) -> None:
    try:
        answer = response.json()
    except ValueError as error:
        raise Unavailable(f"{_SERVICE} answered {response.status_code} without JSON") from error
    if not isinstance(answer, dict):
        raise Unavailable(f"{_SERVICE} answered {response.status_code} with something that is no object")


def _app(config: ShopifyConfig) -> ShopifyApp:
    return ShopifyApp(config.client_id, config.client_secret, config.old_client_secret or None)


def _pair(result: TokenExchangeResult) -> TokenPair:
    if result.ok and result.access_token is not None:
        return _complete(result.access_token)
    if result.log.code in _GONE:
        raise Unauthorized(f"token refused: {result.log.code}")
    raise Rejected(f"token refused: {result.log.code}")


def _complete(token: TokenExchangeAccessToken) -> TokenPair:
    if not (token.token and token.expires and token.refresh_token and token.refresh_token_expires):
        raise Rejected(f"{_SERVICE} gave no expiring token with a refresh token")
    return TokenPair(
        access_token=token.token,
        expires_at=datetime.fromisoformat(token.expires),
        refresh_token=token.refresh_token,
        refresh_expires_at=datetime.fromisoformat(token.refresh_token_expires),
        scope=token.scope,
    )
