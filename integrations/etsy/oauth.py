"""A merchant's consent by OAuth 2 with PKCE, and the tokens that come of it.

An access token lives for an hour. The refresh token lives for ninety days and is spent by being used: the pair that
comes back is stored together, or the shop has to be connected again. A merchant who changes the password on Etsy ends
both.
"""

import base64
import hashlib
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote, urlencode

import httpx

from integrations.errors import (
    AccessDenied,
    IntegrationError,
    Rejected,
    Throttled,
    Unauthorized,
    Unavailable,
)
from integrations.etsy import answers
from integrations.etsy.client import EtsyClient
from integrations.etsy.config import SCOPES, EtsyConfig
from integrations.etsy.limits import Limiter
from integrations.http import retry_after, translated
from integrations.marketplace import Grant

_SERVICE = "Etsy's token endpoint"
_REFRESH_TOKEN_LIFE = timedelta(days=90)
_VERIFIER = re.compile(r"[A-Za-z0-9._~-]{43,128}")
_DECLINED = "You did not allow the connection on Etsy; nothing was changed."
_NO_SHOP = "This Etsy account has no shop. Connect with the account your shop belongs to."
_RECONNECT = "Etsy no longer accepts our connection. Connect Etsy again under Marketplaces."


def new_verifier() -> str:
    """Draw a code verifier: 86 characters of those that RFC 7636 allows."""
    return secrets.token_urlsafe(64)


def challenge(verifier: str) -> str:
    """Return what the page of consent is shown of a verifier (RFC 7636, S256)."""
    if not _VERIFIER.fullmatch(verifier):
        raise ValueError("a code verifier has 43 to 128 letters, digits, or characters of -._~")
    digest = hashlib.sha256(verifier.encode("ascii")).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode("ascii")


class EtsyLogin:
    """The way into any merchant's shop."""

    def __init__(
        self,
        config: EtsyConfig,
        *,
        http: httpx.Client,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._config = config
        self._http = http
        self._now = now

    def authorize_url(self, *, state: str, verifier: str, redirect_uri: str) -> str:
        """Return Etsy's page of consent for a merchant's browser."""
        query = {
            "response_type": "code",
            "client_id": self._config.keystring,
            "redirect_uri": redirect_uri,
            "scope": " ".join(SCOPES),
            "state": state,
            "code_challenge": challenge(verifier),
            "code_challenge_method": "S256",
        }
        return f"{self._config.consent_url}?{urlencode(query, quote_via=quote)}"

    def exchange(self, answer: Mapping[str, str], *, verifier: str, redirect_uri: str) -> Grant:
        """Turn the query that Etsy sent the browser back with into a grant."""
        if answer.get("error"):
            raise AccessDenied(f"consent refused: {answer['error']}", merchant_sentence=_DECLINED)
        if not answer.get("code"):
            raise Unauthorized("Etsy sent no code back", merchant_sentence=_DECLINED)
        grant = self._grant(
            {
                "grant_type": "authorization_code",
                "client_id": self._config.keystring,
                "redirect_uri": redirect_uri,
                "code": answer["code"],
                "code_verifier": verifier,
            }
        )
        return self._with_account(replace(grant, scopes=SCOPES))

    def refresh(self, grant: Grant) -> Grant:
        """Renew a grant; two at once spend each other, so the caller holds the account's lock."""
        if grant.refresh_expires_at is not None and grant.refresh_expires_at <= self._now():
            raise Unauthorized("the refresh token has run out", merchant_sentence=_RECONNECT)
        fresh = self._grant(
            {
                "grant_type": "refresh_token",
                "client_id": self._config.keystring,
                "refresh_token": grant.refresh_token,
            }
        )
        return replace(
            grant,
            access_token=fresh.access_token,
            expires_at=fresh.expires_at,
            refresh_token=fresh.refresh_token,
            refresh_expires_at=fresh.refresh_expires_at,
        )

    def _grant(self, form: Mapping[str, str]) -> Grant:
        with translated(_SERVICE):
            response = self._http.post(f"{self._config.api_origin}/v3/public/oauth/token", data=form)
        if not response.is_success:
            raise _refusal(response)
        content = answers.read(response)
        missing = {"access_token", "refresh_token", "expires_in"} - set(content)
        if missing:
            raise Rejected(f"{_SERVICE} gave no {', '.join(sorted(missing))}")
        now = self._now()
        return Grant(
            access_token=content["access_token"],
            expires_at=now + timedelta(seconds=int(content["expires_in"])),
            refresh_token=content["refresh_token"],
            refresh_expires_at=now + _REFRESH_TOKEN_LIFE,
        )

    def _with_account(self, grant: Grant) -> Grant:
        limiter = Limiter(self._config.keystring)
        client = EtsyClient(self._config, grant.access_token, http=self._http, limiter=limiter)
        shop = client.get("/users/me").get("shop_id")
        if not shop:
            raise AccessDenied("the account has no shop", merchant_sentence=_NO_SHOP)
        named: Mapping[str, Any] = client.get(f"/shops/{int(shop)}")
        return replace(grant, account=str(shop), account_name=named.get("shop_name") or "")


def _refusal(response: httpx.Response) -> IntegrationError:
    """The endpoint speaks OAuth, where 400 is the answer to a code or token that is no longer good."""
    text = answers.complaint(response)
    message = f"{_SERVICE} answered {response.status_code}: {text.partition(':')[0]}"
    if response.status_code == httpx.codes.TOO_MANY_REQUESTS:
        return Throttled(message, retry_after=retry_after(response))
    if response.is_server_error or not text:
        return Unavailable(message)
    if (
        text.startswith(("invalid_grant", "invalid_token"))
        or response.status_code == httpx.codes.UNAUTHORIZED
    ):
        return Unauthorized(message, merchant_sentence=_RECONNECT)
    return Rejected(message)
