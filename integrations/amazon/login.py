"""Login with Amazon: the page of consent, its code for a refresh token, and that for access tokens of an hour.

The refresh token stays the same; the seller's consent runs out after a year and is then given anew. Amazon knows no
proof of key: ``verifier`` is ignored, and the ``state`` that the caller checks is the protection.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import httpx

from integrations.amazon.config import AmazonConfig
from integrations.errors import AccessDenied, Rejected, Throttled, Unauthorized, Unavailable
from integrations.http import retry_after, translated
from integrations.marketplace import Grant

_SERVICE = "Login with Amazon"
_CONSENT = timedelta(days=365)
_GONE = frozenset({"invalid_grant", "invalid_client", "unauthorized_client"})


class AmazonLogin:
    """How a seller lets us into an account."""

    def __init__(
        self,
        config: AmazonConfig,
        *,
        http: httpx.Client,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._config = config
        self._http = http
        self._now = now

    def authorize_url(self, *, state: str, verifier: str = "", redirect_uri: str) -> str:  # noqa: ARG002
        """Return Seller Central's page of consent."""
        query = {
            "application_id": self._config.application_id,
            "state": state,
            "redirect_uri": redirect_uri,
        }
        if self._config.is_draft:
            query["version"] = "beta"
        return f"{self._config.consent_url}?{urlencode(query)}"

    def exchange(self, answer: Mapping[str, str], *, verifier: str = "", redirect_uri: str) -> Grant:  # noqa: ARG002
        """Turn what Seller Central sent back into a grant; the code is good for five minutes and one use."""
        code, account = answer.get("spapi_oauth_code", ""), answer.get("selling_partner_id", "")
        if not (code and account):
            raise AccessDenied(
                f"{_SERVICE}: no code came back",
                merchant_sentence="Amazon was not connected: the permission was not given.",
            )
        now = self._now()
        token = self._ask(grant_type="authorization_code", code=code, redirect_uri=redirect_uri)
        return Grant(
            access_token=str(token["access_token"]),
            expires_at=now + timedelta(seconds=int(token["expires_in"])),
            refresh_token=str(token["refresh_token"]),
            refresh_expires_at=now + _CONSENT,
            account=account,
        )

    def refresh(self, grant: Grant) -> Grant:
        """Return a grant with a fresh access token; repeating it harms nothing."""
        now = self._now()
        token = self._ask(grant_type="refresh_token", refresh_token=grant.refresh_token)
        return Grant(
            access_token=str(token["access_token"]),
            expires_at=now + timedelta(seconds=int(token["expires_in"])),
            refresh_token=str(token["refresh_token"]),
            refresh_expires_at=grant.refresh_expires_at,
            account=grant.account,
            account_name=grant.account_name,
            scopes=grant.scopes,
        )

    def _ask(self, **fields: str) -> Mapping[str, Any]:
        form = {
            **fields,
            "client_id": self._config.client_id,
            "client_secret": self._config.client_secret,
        }
        with translated(_SERVICE):
            response = self._http.post(self._config.token_url, data=form)
        body = _object(response)
        if response.is_success:
            if not {"access_token", "expires_in", "refresh_token"} <= body.keys():
                raise Unavailable(f"{_SERVICE} answered without a token")
            return body
        raise _refusal(response, str(body.get("error", "")))


def _object(response: httpx.Response) -> Mapping[str, Any]:
    try:
        body = response.json()
    except ValueError:
        body = None
    return body if isinstance(body, dict) else {}


def _refusal(response: httpx.Response, code: str) -> Exception:
    message = f"{_SERVICE} answered {response.status_code} {code}".rstrip()
    if response.status_code == httpx.codes.TOO_MANY_REQUESTS:
        return Throttled(message, retry_after=retry_after(response))
    if response.is_server_error:
        return Unavailable(message)
    if code in _GONE:
        return Unauthorized(
            message, merchant_sentence="Amazon no longer accepts our connection. Connect Amazon again."
        )
    return Rejected(message)
