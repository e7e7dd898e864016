"""The Selling Partner API: one door for every operation of the models, with the same checks in the same order.

Token, role, account, usage plan, request as the model says, store; then the operation; then the answer as the model
says.
"""

import json
import uuid
from collections.abc import Callable, Mapping
from typing import Any

from integrations.sandbox.amazon import (
    catalog,
    documents,
    feeds,
    listings,
    login,
    notifications,
    product_types,
    stores,
)
from integrations.sandbox.amazon.documents import Operation
from integrations.sandbox.amazon.limits import plan
from integrations.sandbox.amazon.listings import Answer, refused
from integrations.sandbox.amazon.options import PRODUCT_LISTING
from integrations.sandbox.amazon.state import Sandbox
from integrations.sandbox.http import Request, Response

LARGEST_BODY = 5 * 2**20
SUBSCRIPTIONS = "/notifications/v1/subscriptions/LISTINGS_ITEM_ISSUES_CHANGE"
Handler = Callable[..., Answer]

HANDLERS: Mapping[str, Handler] = {
    "getListingsItem": listings.get_item,
    "searchListingsItems": listings.search,
    "patchListingsItem": listings.patch_item,
    "getDefinitionsProductType": product_types.definition,
    "getCatalogItem": catalog.get_item,
    "createFeedDocument": feeds.create_document,
    "createFeed": feeds.create_feed,
    "getFeed": feeds.get_feed,
    "getFeedDocument": feeds.get_document,
}
_DENIED = "Access to requested resource is denied."


def find(method: str, path: str) -> tuple[Operation | None, Mapping[str, str], bool]:
    """Return the operation of a request, what its path names, and whether the path has any operation at all."""
    is_known = False
    for operation in documents.operations():
        found = operation.expression.fullmatch(path)
        if found and operation.method == method:
            return operation, found.groupdict(), True
        is_known = is_known or found is not None
    return None, {}, is_known


def answer(sandbox: Sandbox, request: Request) -> Response:
    """Answer a request for any operation."""
    operation, path, is_known = find(request.method, request.path)
    if operation is None:
        code, status = ("InvalidInput", 405) if is_known else ("NotFound", 404)
        return _response(refused(status, code, "There is no such operation."), None)
    with sandbox.lock:
        is_preview = request.query.get("mode") == "VALIDATION_PREVIEW" and request.method == "PATCH"
        found = _refusal(sandbox, operation, request, path, is_preview=is_preview)
        if found is None:
            found = _done(sandbox, operation, request, path)
    operation.check_answer(*found)
    return _response(found, plan(operation, is_preview=is_preview)[0])


def subscription(sandbox: Sandbox, request: Request) -> Response:
    """Answer ``getSubscription`` and ``createSubscription``, which are written from the documentation."""
    with sandbox.lock:
        denied = _token_refusal(sandbox, request)
        if denied:
            return _response(denied, None)
        seller = sandbox.options.seller_id
        if request.method == "GET":
            found = notifications.subscription(sandbox, seller)
            return _response((200, found) if found else refused(404, "NotFound", "No subscription."), 1.0)
        if notifications.subscription(sandbox, seller):
            return _response(refused(409, "Conflict", "The subscription exists already."), 1.0)
        body = _body(request)
        made = notifications.subscribe(sandbox, seller, body) if isinstance(body, dict) else None
    return _response((200, made) if made else refused(400, "InvalidInput", "Invalid subscription."), 1.0)


def _refusal(
    sandbox: Sandbox, operation: Operation, request: Request, path: Mapping[str, str], *, is_preview: bool
) -> Answer | None:
    checks: tuple[Callable[[], Answer | None], ...] = (
        lambda: _outage(sandbox),
        lambda: _token_refusal(sandbox, request),
        lambda: _account_refusal(sandbox, path),
        lambda: _throttle(sandbox, operation, is_preview=is_preview),
        lambda: _shape_refusal(operation, request, path),
        lambda: _store_refusal(sandbox, request.query.get("marketplaceIds")),
    )
    return next(filter(None, (check() for check in checks)), None)


def _done(sandbox: Sandbox, operation: Operation, request: Request, path: Mapping[str, str]) -> Answer:
    handler = HANDLERS[operation.name]
    takes_body = request.method in ("PATCH", "POST")
    arguments = (path, request.query, _body(request)) if takes_body else (path, request.query)
    found = handler(sandbox, *arguments)
    if sandbox.faults.strike("lost_answer"):
        return refused(503, "ServiceUnavailable", "Service is temporarily unavailable.")
    return found


def _outage(sandbox: Sandbox) -> Answer | None:
    if sandbox.faults.strike("unavailable"):
        return refused(503, "ServiceUnavailable", "Service is temporarily unavailable.")
    if sandbox.faults.strike("server_error"):
        return refused(500, "InternalFailure", "We encountered an internal error. Please try again.")
    return None


def _token_refusal(sandbox: Sandbox, request: Request) -> Answer | None:
    wrong = login.complaint(sandbox, request.headers.get("x-amz-access-token"))
    if wrong:
        return refused(403, "Unauthorized", _DENIED, wrong)
    if PRODUCT_LISTING not in sandbox.store.roles:
        return refused(403, "Unauthorized", _DENIED)
    return None


def _account_refusal(sandbox: Sandbox, path: Mapping[str, str]) -> Answer | None:
    own = sandbox.options.seller_id
    return None if path.get("sellerId", own) == own else refused(403, "Unauthorized", _DENIED)


def _store_refusal(sandbox: Sandbox, named: str | None) -> Answer | None:
    """Refuse a store that does not exist, and one in which the seller has no account."""
    if named is None:
        return None
    if wrong := stores.unknown(sandbox.options, named):
        return refused(400, "InvalidInput", f"Invalid 'marketplaceIds': '{wrong}'.")
    return refused(403, "Unauthorized", _DENIED) if stores.foreign(sandbox.options, named) else None


def _throttle(sandbox: Sandbox, operation: Operation, *, is_preview: bool) -> Answer | None:
    took = sandbox.buckets.take(operation, sandbox.clock.now(), is_preview=is_preview)
    if took and not sandbox.faults.strike("throttle"):
        return None
    return refused(429, "QuotaExceeded", "You exceeded your quota for the requested resource.")


def _shape_refusal(operation: Operation, request: Request, path: Mapping[str, str]) -> Answer | None:
    body = None
    if request.method in ("PATCH", "POST"):
        if len(request.body) > LARGEST_BODY:
            return refused(413, "InvalidInput", "The request size exceeded the maximum accepted size.")
        if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
            return refused(415, "InvalidInput", "The request payload is in an unsupported format.")
        body = _body(request)
    elif request.body:
        return refused(400, "InvalidInput", "A GET request has no body.")
    wrong = operation.complaint(path, request.query, body)
    return refused(400, "InvalidInput", wrong) if wrong else None


def _body(request: Request) -> Any:
    try:
        return json.loads(request.body)
    except ValueError:
        return None


def _response(found: Answer, rate: float | None) -> Response:
    status, content = found
    named = {"x-amzn-RequestId": str(uuid.uuid4())}
    if rate is not None:
        named["x-amzn-RateLimit-Limit"] = f"{rate:.4g}"
    return Response(json.dumps(content).encode(), status, "application/json", tuple(named.items()))
