"""Seller Central's page of consent, and Login with Amazon's token endpoint.

Refusals of the page carry the documented codes: MD1000 (an app that is not published, without ``version=beta``), MD5101
(an address that the app did not register), MD5110 (one with a fragment).
"""

import hmac
import html
import secrets
from collections.abc import Mapping
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from integrations.sandbox.amazon.records import Token
from integrations.sandbox.amazon.state import Sandbox
from integrations.sandbox.http import Request, Response

_PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Authorize</title>
<style>body{{font:16px/1.5 sans-serif;max-width:34rem;margin:4rem auto;padding:0 1rem}}
button{{font:inherit;padding:.6rem 1.2rem;margin-right:.6rem}}</style>
<h1>Authorize this app</h1>
<p>This stands in for Seller Central. The app asks to read and change the listings of seller <b>{seller}</b>.</p>
<form method="post">{fields}
<button name="decision" value="confirm">Confirm</button><button name="decision" value="cancel">Cancel</button>
</form></html>"""


class RefusedError(Exception):
    """An OAuth error: its code, its description and its status."""

    def __init__(self, code: str, description: str, status: int = 400) -> None:
        super().__init__(description)
        self.code, self.description, self.status = code, description, status


def consent_page(sandbox: Sandbox, request: Request) -> Response:
    """Ask the seller."""
    wrong = _wrong(sandbox, request.query)
    if wrong:
        return Response.html(f"<h1>{wrong}</h1>", 400)
    fields = "".join(
        f'<input type="hidden" name="{html.escape(name)}" value="{html.escape(value)}">'
        for name, value in request.query.items()
    )
    return Response.html(_PAGE.format(seller=html.escape(sandbox.options.seller_id), fields=fields))


def decide(sandbox: Sandbox, request: Request) -> Response:
    """Send the seller back to the app with a code, or leave them here."""
    sent = request.form()
    wrong = _wrong(sandbox, sent)
    if wrong:
        return Response.html(f"<h1>{wrong}</h1>", 400)
    if sent.get("decision") != "confirm":
        return Response.html("<h1>The app was not authorized.</h1>")
    return Response.redirect(callback(sandbox, sent["redirect_uri"], sent.get("state", "")))


def callback(sandbox: Sandbox, redirect_uri: str, state: str) -> str:
    """Return the address a seller who agreed is sent back to."""
    code = secrets.token_urlsafe(18)
    with sandbox.lock:
        until = sandbox.clock.now() + sandbox.options.timing.code
        sandbox.store.codes[code] = (redirect_uri, until)
    parts = urlsplit(redirect_uri)
    added = {"state": state, "selling_partner_id": sandbox.options.seller_id, "spapi_oauth_code": code}
    return urlunsplit(parts._replace(query=urlencode([*parse_qsl(parts.query), *added.items()])))


def token_endpoint(sandbox: Sandbox, request: Request) -> Response:
    """Answer ``POST /auth/o2/token``."""
    if sandbox.faults.strike("unavailable"):
        return Response(b"<html>Service Unavailable</html>", 503, "text/html")
    try:
        _check_form(request)
        sent = request.form()
        _check_client(sandbox, sent)
        with sandbox.lock:
            token = _grant(sandbox, sent)
    except RefusedError as refused:
        content = {"error": refused.code, "error_description": refused.description}
        return Response.json(content, refused.status)
    return Response.json(
        {
            "access_token": token.access,
            "refresh_token": token.refresh,
            "token_type": "bearer",
            "expires_in": int(token.expires - sandbox.clock.now()),
        }
    )


def complaint(sandbox: Sandbox, access: str | None) -> str:
    """Return what is wrong with an access token, in Amazon's words; "" where nothing is."""
    if access is None:
        return "Access token is missing in the request header."
    token = sandbox.store.tokens.get(access)
    if token is None or token.refresh not in sandbox.store.refresh_tokens:
        return "The access token you provided is revoked, malformed or invalid."
    return "" if token.expires > sandbox.clock.now() else "The access token you provided has expired."


def _wrong(sandbox: Sandbox, sent: Mapping[str, str]) -> str:
    options = sandbox.options
    if sent.get("application_id") != options.application_id:
        return "MD1000: this application does not exist."
    if options.is_draft and sent.get("version") != "beta":
        return "MD1000: this application is a draft."
    redirect_uri = sent.get("redirect_uri", "")
    if "#" in redirect_uri:
        return "MD5110: the redirect address has a fragment."
    is_known = redirect_uri in options.redirect_uris or not options.redirect_uris
    if not is_known or urlsplit(redirect_uri).scheme not in ("http", "https"):
        return "MD5101: the redirect address is not one that the application registered."
    return ""


def _check_form(request: Request) -> None:
    if not request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        raise RefusedError("invalid_request", "The Content-Type must be application/x-www-form-urlencoded")


def _check_client(sandbox: Sandbox, sent: Mapping[str, str]) -> None:
    known, secret = sandbox.options.client_id, sandbox.options.client_secret
    same = hmac.compare_digest(sent.get("client_secret", "").encode(), secret.encode())
    if sent.get("client_id") != known or not same:
        raise RefusedError("invalid_client", "Client authentication failed", 401)


def _grant(sandbox: Sandbox, sent: Mapping[str, str]) -> Token:
    kind = sent.get("grant_type")
    if kind == "authorization_code":
        redirect_uri, until = sandbox.store.codes.pop(sent.get("code", ""), ("", 0.0))
        if until <= sandbox.clock.now() or sent.get("redirect_uri") != redirect_uri:
            raise RefusedError("invalid_grant", "The request has an invalid grant parameter : code")
        refresh = f"Atzr|{secrets.token_urlsafe(48)}"
        sandbox.store.refresh_tokens.add(refresh)
    elif kind == "refresh_token":
        refresh = sent.get("refresh_token", "")
        if refresh not in sandbox.store.refresh_tokens:
            raise RefusedError("invalid_grant", "The request has an invalid grant parameter : refresh_token")
    else:
        raise RefusedError("unsupported_grant_type", "The authorization grant type is not supported")
    expires = sandbox.clock.now() + sandbox.options.timing.access_token
    token = Token(access=f"Atza|{secrets.token_urlsafe(48)}", refresh=refresh, expires=expires)
    sandbox.store.tokens[token.access] = token
    return token
