"""What an answer of the Admin API means: its data, its cost, or which of our errors it is.

Shopify says no in four places: the HTTP status, ``errors`` with HTTP 200, ``userErrors`` inside the data, and
``mediaUserErrors`` for media. All of them end as one exception, with whatever data came along attached to it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from integrations.errors import (
    AccessDenied,
    Busy,
    IntegrationError,
    NotFound,
    Rejected,
    Unavailable,
    UserError,
)

_BUSY = frozenset({"FILE_LOCKED", "NON_READY_STATE", "OPERATION_IN_PROGRESS", "LIMIT_REACHED"})
_MISSING = frozenset({"FILE_DOES_NOT_EXIST", "MEDIA_DOES_NOT_EXIST", "PRODUCT_DOES_NOT_EXIST"})
_ERRORS_BY_CODE: dict[str, type[IntegrationError]] = {
    "ACCESS_DENIED": AccessDenied,
    "SHOP_INACTIVE": AccessDenied,
    "INTERNAL_SERVER_ERROR": Unavailable,
    "TIMEOUT": Unavailable,
}


@dataclass(frozen=True, slots=True)
class Answer:
    """One parsed answer with status 200."""

    data: dict[str, Any] | None
    errors: tuple[UserError, ...]
    cost: Mapping[str, Any]

    @property
    def is_throttled(self) -> bool:
        """Whether nothing was done because the bucket is too low."""
        return any(error.code == "THROTTLED" for error in self.errors)

    @property
    def throttle_status(self) -> Mapping[str, Any] | None:
        """The bucket's figures, where they were sent."""
        return self.cost.get("throttleStatus")

    @property
    def requested_cost(self) -> float | None:
        """What this query is held to cost before it runs."""
        cost = self.cost.get("requestedQueryCost")
        return None if cost is None else float(cost)

    def unwrap(self, query_name: str) -> dict[str, Any]:
        """Return the data, or raise what the answer says."""
        if self.errors:
            kind = next((_ERRORS_BY_CODE[e.code] for e in self.errors if e.code in _ERRORS_BY_CODE), Rejected)
            raise kind(_said(query_name, self.errors), fields=self.errors, data=self.data)
        if self.data is None:
            raise Unavailable(f"{query_name}: an answer without data")
        _raise_user_errors(query_name, self.data)
        return self.data


def parse(query_name: str, body: Any) -> Answer:
    """Read an answer's JSON; anything but an object is a fault of theirs."""
    if not isinstance(body, dict):
        raise Unavailable(f"{query_name}: an answer that is no JSON object")
    data = body.get("data")
    return Answer(
        data=data if isinstance(data, dict) else None,
        errors=tuple(_graphql_errors(body.get("errors"))),
        cost=(body.get("extensions") or {}).get("cost") or {},
    )


def _graphql_errors(errors: Any) -> Iterable[UserError]:
    if isinstance(errors, str):  # so the API answers for an unknown shop or version
        yield UserError(field=(), code="", message=errors)
        return
    for error in errors or ():
        code = str((error.get("extensions") or {}).get("code", ""))
        yield UserError(_path(error.get("path")), code, str(error.get("message", "")))


def _raise_user_errors(query_name: str, data: dict[str, Any]) -> None:
    said = tuple(
        UserError(_path(error.get("field")), str(error.get("code") or ""), str(error.get("message", "")))
        for payload in data.values()
        if isinstance(payload, dict)
        for key in ("userErrors", "mediaUserErrors")
        for error in payload.get(key) or ()
    )
    if said:
        raise _kind_of(said)(_said(query_name, said), fields=said, data=data)


def _kind_of(said: tuple[UserError, ...]) -> type[IntegrationError]:
    codes = {error.code for error in said}
    if codes <= _BUSY:
        return Busy
    return NotFound if codes <= _MISSING else Rejected


def _path(value: Any) -> tuple[str, ...]:
    return tuple(str(part) for part in value or ())


def _said(query_name: str, errors: tuple[UserError, ...]) -> str:
    return f"{query_name}: " + "; ".join(str(error) for error in errors)
