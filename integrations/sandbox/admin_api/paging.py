"""Connections: cursor paging over a list, at most 250 at a time."""

import base64
import json
from collections.abc import Callable, Sequence
from typing import Any

from integrations.sandbox.admin_api.context import Info, bad_request
from integrations.sandbox.records import Record

LARGEST_PAGE = 250


def connection(info: Info, items: Sequence[Record], args: dict[str, Any]) -> dict[str, Any]:
    """Return one page of ``items``, which are in order; a bulk operation gets them all."""
    context = info.context
    ordered = list(reversed(items)) if args.get("reverse") else list(items)
    if context.bulk:
        return _page(ordered, 0, len(ordered), ordered)
    first, last = args.get("first"), args.get("last")
    if (first is None) == (last is None):
        raise bad_request("you must provide one of first or last")
    for name, count in (("First", first), ("Last", last)):
        if count is not None and not 0 <= count <= LARGEST_PAGE:
            raise bad_request(f"{name} must be between 0 and {LARGEST_PAGE}")
    start, end = 0, len(ordered)
    if args.get("after"):
        start = _index(ordered, args["after"]) + 1
    if args.get("before"):
        end = _index(ordered, args["before"])
    end = end if first is None else min(end, start + first)
    start = start if last is None else max(start, end - last)
    return _page(ordered[start:end], start, end, ordered)


def sort(items: Sequence[Any], key: str, keys: dict[str, Callable[[Any], Any]]) -> list[Any]:
    """Sort by one of the schema's sort keys; one that the sandbox does not keep is refused."""
    if key not in keys:
        raise bad_request(f"The sandbox does not sort by {key}")
    return sorted(items, key=lambda item: (keys[key](item), item.number))


def cursor(item: Record) -> str:
    """Return an opaque position."""
    return base64.b64encode(json.dumps({"last_id": item.number}).encode()).decode()


def _index(items: Sequence[Record], sent: str) -> int:
    try:
        number = json.loads(base64.b64decode(sent, validate=True))["last_id"]
        return next(index for index, item in enumerate(items) if item.number == number)
    except (ValueError, KeyError, TypeError, StopIteration):
        raise bad_request("Invalid cursor for current pagination sort.") from None


def _page(shown: Sequence[Record], start: int, end: int, items: Sequence[Record]) -> dict[str, Any]:
    return {
        "nodes": list(shown),
        "edges": [{"node": item, "cursor": cursor(item)} for item in shown],
        "page_info": {
            "has_next_page": end < len(items),
            "has_previous_page": start > 0,
            "start_cursor": cursor(shown[0]) if shown else None,
            "end_cursor": cursor(shown[-1]) if shown else None,
        },
    }
