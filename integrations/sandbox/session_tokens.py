"""Session tokens: the short-lived JWTs that the admin gives an embedded app, signed HS256 with the app's secret."""

import base64
import hashlib
import hmac
import json
import secrets
from typing import Any

from integrations.sandbox.state import Sandbox

LIFETIME = 60
LEEWAY = 10
STAFF = "91000001"


class InvalidSubjectTokenError(Exception):
    """A session token that cannot be exchanged; the text says why."""


def mint(sandbox: Sandbox, *, user: str = STAFF, **changed: object) -> str:
    """Issue a token for a member of staff; ``changed`` claims make a wrong one."""
    now = int(sandbox.clock.wall())
    shop = f"https://{sandbox.options.shop}"
    claims = {
        "iss": f"{shop}/admin",
        "dest": shop,
        "aud": sandbox.options.client_id,
        "sub": user,
        "exp": now + LIFETIME,
        "nbf": now,
        "iat": now,
        "jti": secrets.token_hex(16),
        "sid": secrets.token_hex(32),
    }
    signed = f"{_encode({'alg': 'HS256', 'typ': 'JWT'})}.{_encode(claims | changed)}"
    return f"{signed}.{_base64(_signature(sandbox, signed))}"


def check(sandbox: Sandbox, token: str) -> dict[str, Any]:
    """Return a token's claims, or say what is wrong with it."""
    try:
        header, claims, signature = token.split(".")
        decoded: dict[str, Any] = json.loads(_decode(claims))
        algorithm = json.loads(_decode(header))["alg"]
        sent = _decode(signature)
    except (ValueError, KeyError, TypeError):
        raise InvalidSubjectTokenError("not a JSON web token") from None
    if algorithm != "HS256" or not hmac.compare_digest(sent, _signature(sandbox, f"{header}.{claims}")):
        raise InvalidSubjectTokenError("the signature does not match")
    _check_claims(sandbox, decoded)
    return decoded


def _check_claims(sandbox: Sandbox, claims: dict[str, Any]) -> None:
    now = sandbox.clock.wall()
    shop = f"https://{sandbox.options.shop}"
    wrong = (
        ("aud", claims.get("aud") != sandbox.options.client_id),
        ("dest", claims.get("dest") != shop),
        ("iss", claims.get("iss") != f"{shop}/admin"),
        ("exp", not isinstance(claims.get("exp"), int) or claims["exp"] + LEEWAY <= now),
        ("nbf", not isinstance(claims.get("nbf"), int) or claims["nbf"] - LEEWAY > now),
    )
    for name, is_wrong in wrong:
        if is_wrong:
            raise InvalidSubjectTokenError(f"the claim {name} is not acceptable")


def _signature(sandbox: Sandbox, signed: str) -> bytes:
    return hmac.digest(sandbox.options.client_secret.encode(), signed.encode(), hashlib.sha256)


def _base64(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def _encode(content: object) -> str:
    return _base64(json.dumps(content, separators=(",", ":")).encode())


def _decode(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
