"""Who asks: the app's key first, then the token and its scopes, then whether the shop is the token's own."""

import hmac

from integrations.sandbox.etsy.document import Operation
from integrations.sandbox.etsy.records import Listing, Shop, Token
from integrations.sandbox.etsy.refusals import RefusedError
from integrations.sandbox.etsy.state import EtsySandbox
from integrations.sandbox.http import Request

BEARER = "Bearer "


def check_key(sandbox: EtsySandbox, request: Request) -> None:
    """Take the app's key, which is its keystring and its shared secret with a colon between."""
    given = request.headers.get("x-api-key", "")
    keystring, colon, secret = given.partition(":")
    if not given:
        raise RefusedError(401, "Missing x-api-key header")
    if not colon and keystring == sandbox.options.keystring:
        raise RefusedError(403, "Shared secret is required in x-api-key header.")
    if not colon:
        raise RefusedError(403, "Invalid API key: should be in the format 'keystring:shared_secret'.")
    known = f"{sandbox.options.keystring}:{sandbox.options.shared_secret}"
    if not hmac.compare_digest(f"{keystring}:{secret}".encode(), known.encode()):
        raise RefusedError(403, "API key not found or not active")


def check_token(sandbox: EtsySandbox, operation: Operation, request: Request) -> Token | None:
    """Take the token where there is one, or where there has to be."""
    given = request.headers.get("authorization", "")
    if operation.scopes is None and not given:
        return None
    token = _known(sandbox, given)
    lacking = set(operation.scopes or ()) - set(token.scopes)
    if lacking:
        needed = ", ".join(sorted(lacking))
        raise RefusedError(403, "insufficient_scope", f"the token does not have the scope {needed}")
    return token


def own_shop(sandbox: EtsySandbox, token: Token | None, number: int) -> Shop:
    """Return the token's shop, where that is the one that was named."""
    shop = sandbox.store.shops.get(number)
    if shop is None:
        raise RefusedError(404, "Shop not found")
    if token is None or shop.user != token.user:
        raise RefusedError(403, "User does not own Shop")
    return shop


def own_listing(sandbox: EtsySandbox, token: Token | None, shop: int, listing: int) -> Listing:
    """Return a listing of the token's shop, to be changed."""
    owned = own_shop(sandbox, token, shop)
    found = sandbox.store.listings.get(listing)
    if found is None:
        raise RefusedError(404, "Listing not found")
    if found.shop != owned.number:
        raise RefusedError(403, "The listing does not belong to the shop")
    return found


def seen_listing(sandbox: EtsySandbox, token: Token | None, number: int) -> Listing:
    """Return a listing to be read: what is not on sale is seen by its shop alone."""
    found = sandbox.store.listings.get(number)
    if found is None:
        raise RefusedError(404, "Listing not found")
    owner = sandbox.store.shops[found.shop].user
    hidden = found.state != "active" and (token is None or token.user != owner)
    if hidden:
        raise RefusedError(404, "Listing not found")
    return found


def _known(sandbox: EtsySandbox, given: str) -> Token:
    access = given.removeprefix(BEARER)
    token = next((one for one in sandbox.store.tokens if one.access == access), None)
    if not given.startswith(BEARER) or token is None:
        raise RefusedError(401, "invalid_token", "access token is missing or unknown")
    if token.revoked:
        raise RefusedError(401, "invalid_token", "access token is revoked")
    if token.expires <= sandbox.clock.now():
        raise RefusedError(401, "invalid_token", "access token is expired")
    return token
