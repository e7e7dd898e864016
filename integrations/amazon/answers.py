"""What an answer of the Selling Partner API means: its data, or which of our errors it is.

A refusal is an ``ErrorList``. 403 stands for two things: a token that is missing, malformed or expired, told in
``details``, and an app that lacks the role or the seller's consent, where ``details`` are empty.
"""

from collections.abc import Mapping
from typing import Any

import httpx

from integrations.errors import (
    AccessDenied,
    NotFound,
    Rejected,
    Throttled,
    Unauthorized,
    Unavailable,
    UserError,
)

SERVICE = "Amazon"
_RATE_HEADER = "x-amzn-RateLimit-Limit"
_REQUEST_HEADER = "x-amzn-RequestId"


def unwrap(operation: str, response: httpx.Response) -> dict[str, Any]:
    """Return an answer's JSON object, or raise what it says."""
    body = _json(response)
    if response.is_success:
        if not isinstance(body, dict):
            raise Unavailable(f"{operation}: {SERVICE} answered {response.status_code} without a JSON object")
        return body
    fields = _errors(body)
    message = _said(operation, response, fields)
    status = response.status_code
    if status == httpx.codes.TOO_MANY_REQUESTS:
        raise Throttled(message, retry_after=0.0)
    if status >= 500:
        raise Unavailable(message)
    if status == httpx.codes.NOT_FOUND:
        raise NotFound(message, fields=fields, merchant_sentence="This listing is no longer on Amazon.")
    if status in (401, 403):
        raise _refusal(status, message, fields)
    raise Rejected(message, fields=fields)


def rate_of(response: httpx.Response) -> float | None:
    """Return the requests a second that an answer grants its operation, where it names them."""
    try:
        rate = float(response.headers.get(_RATE_HEADER, ""))
    except ValueError:
        return None
    return rate if rate > 0 else None


def _refusal(status: int, message: str, fields: tuple[UserError, ...]) -> Unauthorized | AccessDenied:
    is_token = status == httpx.codes.UNAUTHORIZED or any("token" in field.message.lower() for field in fields)
    if is_token:
        return Unauthorized(
            message,
            fields=fields,
            merchant_sentence="Amazon no longer accepts our connection. Connect Amazon again.",
        )
    return AccessDenied(
        message,
        fields=fields,
        merchant_sentence="Amazon does not let us change listings of this account. Connect Amazon again and "
        "allow product listing.",
    )


def _json(response: httpx.Response) -> Any:
    try:
        return response.json()
    except ValueError:
        return None


def _errors(body: Any) -> tuple[UserError, ...]:
    errors = body.get("errors") if isinstance(body, Mapping) else None
    return tuple(
        UserError(
            (),
            str(error.get("code", "")),
            " ".join(str(error[name]) for name in ("message", "details") if error.get(name)),
        )
        for error in errors or ()
        if isinstance(error, Mapping)
    )


def _said(operation: str, response: httpx.Response, fields: tuple[UserError, ...]) -> str:
    request = response.headers.get(_REQUEST_HEADER, "")
    errors = "; ".join(str(field) for field in fields)
    parts = (
        f"{operation}: {SERVICE} answered {response.status_code}",
        errors,
        request and f"request {request}",
    )
    return " ".join(part for part in parts if part)
