"""The token endpoint: token exchange for expiring offline tokens, and their refresh.

A refresh token is replaced when it is used. The old one may be sent again, and brings a new pair, until the new access
or refresh token is used; from then on it is ``invalid_grant``.
"""

import hmac
import secrets
from typing import Any

from integrations.sandbox import session_tokens
from integrations.sandbox.http import Request, Response, UnreadableRequestError
from integrations.sandbox.records import AccessToken
from integrations.sandbox.state import Sandbox

TOKEN_EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange"  # noqa: S105  # names of the protocol
ID_TOKEN = "urn:ietf:params:oauth:token-type:id_token"  # noqa: S105
OFFLINE = "urn:shopify:params:oauth:token-type:offline-access-token"


class RefusedError(Exception):
    """An OAuth error: its code, its description and its status."""

    def __init__(self, code: str, description: str, status: int = 400) -> None:
        super().__init__(description)
        self.code, self.description, self.status = code, description, status


def token_endpoint(sandbox: Sandbox, request: Request) -> Response:
    """Answer ``POST /admin/oauth/access_token``."""
    if request.host != sandbox.options.shop:
        return Response.json({"errors": "Not Found"}, 404)
    if sandbox.faults.server_error:
        return Response(b"<html>Service Unavailable</html>", 503, "text/html")
    try:
        content = _content(request)
        _check_client(sandbox, content)
        with sandbox.lock:
            token = _grant(sandbox, content)
            return Response.json(_shown(sandbox, token))
    except RefusedError as refused:
        return Response.json(
            {"error": refused.code, "error_description": refused.description}, refused.status
        )


def find_token(sandbox: Sandbox, access: str) -> AccessToken | None:
    """Return a token that is good for a request now; using it makes the pair before it useless."""
    for token in sandbox.store.tokens:
        if token.access == access and not token.revoked and token.expires > sandbox.clock.now():
            token.used = True
            return token
    return None


def revoke_tokens(sandbox: Sandbox) -> None:
    """Make every token of the app useless, as an uninstall does."""
    for token in sandbox.store.tokens:
        token.revoked = True


def _content(request: Request) -> dict[str, Any]:
    if request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        return dict(request.form())
    try:
        return request.json()
    except UnreadableRequestError as unreadable:
        raise RefusedError("invalid_request", str(unreadable)) from None


def _check_client(sandbox: Sandbox, content: dict[str, Any]) -> None:
    known, secret = sandbox.options.client_id, sandbox.options.client_secret
    same = hmac.compare_digest(str(content.get("client_secret", "")).encode(), secret.encode())
    if content.get("client_id") != known or not same:
        raise RefusedError("invalid_client", "Client authentication failed", 401)


def _grant(sandbox: Sandbox, content: dict[str, Any]) -> AccessToken:
    if content.get("grant_type") == TOKEN_EXCHANGE:
        return _exchange(sandbox, content)
    if content.get("grant_type") == "refresh_token":
        return _refresh(sandbox, str(content.get("refresh_token", "")))
    raise RefusedError("unsupported_grant_type", "This grant type is not supported")


def _exchange(sandbox: Sandbox, content: dict[str, Any]) -> AccessToken:
    if content.get("subject_token_type") != ID_TOKEN or content.get("requested_token_type") != OFFLINE:
        raise RefusedError(
            "invalid_request", "Only an id token can be exchanged, for an offline access token"
        )
    if str(content.get("expiring")) != "1":
        raise RefusedError("invalid_request", "This app must request expiring offline access tokens")
    try:
        session_tokens.check(sandbox, str(content.get("subject_token", "")))
    except session_tokens.InvalidSubjectTokenError as invalid:
        raise RefusedError("invalid_subject_token", str(invalid)) from None
    sandbox.store.installed = True
    return _issue(sandbox)


def _refresh(sandbox: Sandbox, sent: str) -> AccessToken:
    now = sandbox.clock.now()
    old = next((token for token in sandbox.store.tokens if token.refresh == sent), None)
    if old is None or old.revoked or old.refresh_expires <= now:
        raise RefusedError("invalid_grant", "The refresh token is unknown, expired or revoked")
    successor = next((token for token in sandbox.store.tokens if token.access == old.replaced_by), None)
    if successor is not None:
        if successor.used or successor.replaced_by:
            raise RefusedError("invalid_grant", "The refresh token was replaced, and its successor is in use")
        successor.revoked = True
    token = _issue(sandbox)
    old.replaced_by = token.access
    old.used = True
    return token


def _issue(sandbox: Sandbox) -> AccessToken:
    now, timing = sandbox.clock.now(), sandbox.options.timing
    token = AccessToken(
        access=f"shpat_{secrets.token_hex(16)}",
        refresh=f"shprt_{secrets.token_hex(16)}",
        scopes=sandbox.scopes,
        expires=now + timing.access_token,
        refresh_expires=now + timing.refresh_token,
    )
    sandbox.store.tokens.append(token)
    return token


def _shown(sandbox: Sandbox, token: AccessToken) -> dict[str, object]:
    now = sandbox.clock.now()
    return {
        "access_token": token.access,
        "scope": ",".join(token.scopes),
        "expires_in": int(token.expires - now),
        "refresh_token": token.refresh,
        "refresh_token_expires_in": int(token.refresh_expires - now),
    }
