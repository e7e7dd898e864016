"""The page on which a merchant lets an app in, and the endpoint that gives tokens: OAuth 2 with PKCE, S256 alone.

A code is good once and for a minute, for the redirect and the verifier it was asked with. A refresh token is spent by
being used. What is wrong with the app or its redirect is said to the person; everything else goes back to the app.
"""

import base64
import hashlib
import hmac
import re
import secrets
from collections.abc import Mapping
from html import escape
from typing import Any
from urllib.parse import urlencode

from integrations.sandbox.etsy.pages import framed
from integrations.sandbox.etsy.reading import Call
from integrations.sandbox.etsy.records import Consent, Token
from integrations.sandbox.etsy.refusals import RefusedError
from integrations.sandbox.etsy.state import MERCHANT, EtsySandbox
from integrations.sandbox.http import Request, Response

SCOPES = frozenset({"listings_r", "listings_w", "listings_d", "shops_r"})
CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")
VERIFIER = re.compile(r"[A-Za-z0-9._~-]{43,128}")
PASSED_ON = ("redirect_uri", "scope", "state", "code_challenge", "client_id")

NARROW = "34rem"
FORM = """<p>An app would like to connect to your shop and asks to:</p><ul>{scopes}</ul>
<form method="post" action="/oauth/connect">{hidden}<p><label>Signed in as <select name="user">{users}</select></label>
</p><button class="allow" name="answer" value="allow">Grant access</button>
<button class="deny" name="answer" value="deny">Cancel</button></form>"""
ASKS = {
    "listings_r": "see all your listings",
    "listings_w": "change your listings",
    "listings_d": "delete your listings",
    "shops_r": "see your shop's details",
}


class BackToAppError(Exception):
    """A refusal that the app is told in the redirect."""

    def __init__(self, error: str, description: str) -> None:
        super().__init__(error)
        self.error, self.description = error, description


def ask(sandbox: EtsySandbox, request: Request) -> Response:
    """Show the page of consent."""
    try:
        scopes = _check(sandbox, request.query)
    except RefusedError as refused:
        return _told(refused)
    except BackToAppError as back:
        return _redirect(request.query, {"error": back.error, "error_description": back.description})
    hidden = "".join(
        f'<input type="hidden" name="{name}" value="{escape(request.query[name], quote=True)}">'
        for name in PASSED_ON
    )
    users = "".join(
        f'<option value="{shop.user}">{escape(shop.name)}</option>' for shop in sandbox.store.shops.values()
    )
    asked = "".join(f"<li>{ASKS[scope]}</li>" for scope in scopes)
    return framed("Allow access", FORM.format(scopes=asked, hidden=hidden, users=users), width=NARROW)


def decide(sandbox: EtsySandbox, request: Request) -> Response:
    """Send the merchant back with a code, or with the refusal."""
    given = request.form()
    query = {**given, "response_type": "code", "code_challenge_method": "S256"}
    try:
        return _redirect(given, grant(sandbox, query, allow=given.get("answer") == "allow"))
    except RefusedError as refused:
        return _told(refused)


def grant(sandbox: EtsySandbox, query: Mapping[str, str], *, allow: bool) -> dict[str, str]:
    """Decide as a merchant would, and return what goes back to the app."""
    try:
        scopes = _check(sandbox, query)
    except BackToAppError as back:
        return {"error": back.error, "error_description": back.description}
    if not allow:
        return {"error": "access_denied", "error_description": "The user denied consent"}
    consent = Consent(
        code=secrets.token_urlsafe(48),
        user=int(query.get("user") or MERCHANT.user),
        challenge=query["code_challenge"],
        redirect_uri=query["redirect_uri"],
        scopes=scopes,
        expires=sandbox.clock.now() + sandbox.options.timing.code,
    )
    sandbox.store.consents.append(consent)
    return {"code": consent.code}


def token_endpoint(sandbox: EtsySandbox, call: Call) -> dict[str, Any]:
    """Give tokens for a code or a refresh token."""
    given = call.content
    if given["client_id"] != sandbox.options.keystring:
        raise RefusedError(401, "invalid_client", "client_id is unknown")
    if given["grant_type"] == "refresh_token":
        return _shown(sandbox, _refreshed(sandbox, given.get("refresh_token", "")))
    return _shown(sandbox, _exchanged(sandbox, given))


def back_to(query: Mapping[str, str], answer: Mapping[str, str]) -> str:
    """Return the app's address with an answer and the state it sent."""
    uri = query["redirect_uri"]
    joint = "&" if "?" in uri else "?"
    return f"{uri}{joint}{urlencode({**answer, 'state': query['state']})}"


def _told(refused: RefusedError) -> Response:
    """Say to the person what the app must not be told."""
    return framed("Etsy", f"<p>{escape(refused.error)}</p>", status=refused.status, width=NARROW)


def _redirect(query: Mapping[str, str], answer: Mapping[str, str]) -> Response:
    return Response.redirect(back_to(query, answer))


def _check(sandbox: EtsySandbox, query: Mapping[str, str]) -> tuple[str, ...]:
    """Return the scopes that are asked for, or say what is wrong."""
    if query.get("client_id") != sandbox.options.keystring:
        raise RefusedError(400, "The application that is asking is not known.")
    if not query.get("redirect_uri", "").startswith(f"{sandbox.options.app_url}/"):
        raise RefusedError(400, "The redirect address is not registered for this application.")
    if not query.get("state"):
        raise RefusedError(400, "The request has no state.")
    if query.get("response_type") != "code":
        raise BackToAppError("unsupported_response_type", "response_type must be code")
    if query.get("code_challenge_method") != "S256" or not CHALLENGE.fullmatch(
        query.get("code_challenge", "")
    ):
        raise BackToAppError("invalid_request", "a code_challenge of the method S256 is required")
    scopes = tuple(query.get("scope", "").split())
    if not scopes or set(scopes) - SCOPES:
        raise BackToAppError("invalid_scope", "the scope is empty or unknown")
    return scopes


def _exchanged(sandbox: EtsySandbox, given: Mapping[str, str]) -> Token:
    consent = next((one for one in sandbox.store.consents if one.code == given.get("code")), None)
    if consent is None or consent.used or consent.expires <= sandbox.clock.now():
        raise RefusedError(400, "invalid_grant", "code is unknown, used or expired")
    if given.get("redirect_uri") != consent.redirect_uri:
        raise RefusedError(400, "invalid_grant", "redirect_uri is not the one the code was asked with")
    verifier = given.get("code_verifier", "")
    digest = hashlib.sha256(verifier.encode()).digest()
    shown = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
    if not VERIFIER.fullmatch(verifier) or not hmac.compare_digest(shown, consent.challenge):
        raise RefusedError(400, "invalid_grant", "code_verifier does not match the challenge")
    consent.used = True
    return _issue(sandbox, consent.user, consent.scopes)


def _refreshed(sandbox: EtsySandbox, sent: str) -> Token:
    old = next((token for token in sandbox.store.tokens if token.refresh == sent), None)
    if old is None:
        raise RefusedError(400, "invalid_grant", "refresh_token is invalid")
    if old.revoked or old.refreshed:
        raise RefusedError(400, "invalid_grant", "refresh_token is revoked")
    if old.refresh_expires <= sandbox.clock.now():
        raise RefusedError(400, "invalid_grant", "refresh_token is expired")
    old.refreshed = True
    return _issue(sandbox, old.user, old.scopes)


def _issue(sandbox: EtsySandbox, user: int, scopes: tuple[str, ...]) -> Token:
    now, timing = sandbox.clock.now(), sandbox.options.timing
    token = Token(
        access=f"{user}.{secrets.token_urlsafe(48)}",
        refresh=f"{user}.{secrets.token_urlsafe(48)}",
        user=user,
        scopes=scopes,
        expires=now + timing.access_token,
        refresh_expires=now + timing.refresh_token,
    )
    sandbox.store.tokens.append(token)
    return token


def _shown(sandbox: EtsySandbox, token: Token) -> dict[str, Any]:
    return {
        "access_token": token.access,
        "token_type": "Bearer",
        "expires_in": max(1, int(token.expires - sandbox.clock.now())),
        "refresh_token": token.refresh,
    }
