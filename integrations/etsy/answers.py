"""Etsy's answers: the JSON of a success, or the error of ours that a refusal means, in a merchant's words.

Etsy gives its refusals no codes, only sentences; those that we act on are known here by a part of their text.
"""

from typing import Any

import httpx

from integrations.errors import (
    AccessDenied,
    Busy,
    IntegrationError,
    NotFound,
    Rejected,
    Throttled,
    Unauthorized,
    Unavailable,
    UserError,
)
from integrations.http import retry_after

TOO_MANY_IMAGES = "TOO_MANY_IMAGES"
INCONSISTENT_ORDER = "INCONSISTENT_ORDER"
OTHER_SHOP = "OTHER_SHOP"
NO_IMAGE = "NO_IMAGE"
TOO_LARGE = "TOO_LARGE"
BAD_REQUEST = "BAD_REQUEST"

_KNOWN_BY = (
    ("listings are only allowed", TOO_MANY_IMAGES, "This listing has all the photos Etsy allows."),
    (
        "inconsistent order",
        INCONSISTENT_ORDER,
        "The photos of this listing were moved on Etsy at the same time. Try again.",
    ),
    (
        "does not belong to the same shop",
        OTHER_SHOP,
        "Etsy does not count this photo among your shop's. Try again, or remove it on Etsy.",
    ),
    ("valid image file", NO_IMAGE, "Etsy could not read this photo."),
    ("too large", TOO_LARGE, "This photo is larger than Etsy allows."),
)
_OTHER = "Etsy did not accept this change."

_RECONNECT = "Etsy no longer accepts our connection. Connect Etsy again under Marketplaces."
_MISSING_SCOPE = "We lack a permission on Etsy. Connect Etsy again and allow everything that is asked for."
_OUR_KEY = "Etsy does not accept this app at the moment. Nothing was changed; it is for us to mend."
_NOT_YOURS = "Etsy says that this belongs to another shop than the one you connected."
_GONE = "This is no longer on Etsy."
_EDITED = "Somebody is editing this listing on Etsy just now. We will try again by ourselves."
_DAY_IS_SPENT = "Etsy's limit on what we may do today is reached. We go on by ourselves as soon as it allows."


def read(response: httpx.Response) -> Any:
    """Return an answer's JSON, None where it has none to give, or raise what it says."""
    if not response.is_success:
        raise refusal(response)
    if response.status_code == httpx.codes.NO_CONTENT:
        return None
    try:
        return response.json()
    except ValueError as error:
        raise Unavailable(f"{_said(response)} without JSON") from error


def refusal(response: httpx.Response) -> IntegrationError:
    """Make our error of an answer that is no success."""
    status, text = response.status_code, complaint(response)
    message = f"{_said(response)}: {text}"
    if status == httpx.codes.TOO_MANY_REQUESTS:
        return throttled(message, retry_after(response))
    if status >= httpx.codes.INTERNAL_SERVER_ERROR or not text:
        return Unavailable(
            message
        )  # without Etsy's own words it was something on the way to Etsy that answered
    if status == httpx.codes.FORBIDDEN:
        return AccessDenied(message, merchant_sentence=_forbidden(text))
    if status in _BY_STATUS:
        kind, sentence = _BY_STATUS[status]
        return kind(message, merchant_sentence=sentence)
    return _rejected(message, text)


def throttled(message: str, seconds: float) -> Throttled:
    """Say that we must wait, in words that fit the length of it."""
    error = Throttled(message, retry_after=seconds)
    if seconds > 60:
        error.merchant_sentence = _DAY_IS_SPENT
    return error


def complaint(response: httpx.Response) -> str:
    """Return what Etsy says is wrong, "" where these are not its words."""
    try:
        content = response.json()
    except ValueError:
        return ""
    error: object = content.get("error") if isinstance(content, dict) else None
    if not isinstance(error, str):
        return ""
    described = content.get("error_description")
    return f"{error}: {described}" if isinstance(described, str) else error


def request_id(response: httpx.Response) -> str:
    """Return the number under which Etsy's support finds the request."""
    return str(response.headers.get("x-etsy-request-uuid", ""))


_BY_STATUS: dict[int, tuple[type[IntegrationError], str]] = {
    401: (Unauthorized, _RECONNECT),
    404: (NotFound, _GONE),
    409: (Busy, _EDITED),
}


def _forbidden(text: str) -> str:
    if "scope" in text:
        return _MISSING_SCOPE
    return _OUR_KEY if "api" in text.lower() else _NOT_YOURS


def _rejected(message: str, text: str) -> Rejected:
    words = text.lower()
    code, sentence = next(
        ((code, sentence) for part, code, sentence in _KNOWN_BY if part in words), (BAD_REQUEST, _OTHER)
    )
    return Rejected(message, fields=(UserError((), code, text),), merchant_sentence=sentence)


def _said(response: httpx.Response) -> str:
    return f"Etsy answered {response.status_code} to {response.request.method} {response.request.url.path}"
