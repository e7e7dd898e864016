"""Feeds 2021-06-30 from the other side: documents at signed addresses, JSON_LISTINGS_FEED, and its report."""

import gzip
import hmac
import json
import secrets
from collections.abc import Mapping
from functools import partial
from typing import Any

from integrations.sandbox.amazon import documents, listings
from integrations.sandbox.amazon.listings import Answer, refused
from integrations.sandbox.amazon.records import Complaint, Document, Feed, timestamp
from integrations.sandbox.amazon.state import Sandbox
from integrations.sandbox.http import Request, Response

FEED_TYPE = "JSON_LISTINGS_FEED"
_DENIED = Response(b"<Error><Code>AccessDenied</Code></Error>", 403, "application/xml")
_WRONG = Response(b"<Error><Code>SignatureDoesNotMatch</Code></Error>", 403, "application/xml")


def create_document(sandbox: Sandbox, _path: Any, _query: Any, body: Mapping[str, Any]) -> Answer:
    """Answer ``createFeedDocument``: a place for one upload of the content type that was named."""
    document = _new_document(sandbox, str(body["contentType"]))
    return 201, {"feedDocumentId": document.id, "url": sandbox.url(f"/documents/{document.key}")}


def create_feed(sandbox: Sandbox, _path: Any, _query: Any, body: Mapping[str, Any]) -> Answer:
    """Answer ``createFeed``; XML and flat files have been refused since 2025-07-31, by a FATAL feed."""
    document = sandbox.store.documents.get(str(body["inputFeedDocumentId"]))
    if document is None or document.content is None:
        return refused(400, "InvalidInput", "The inputFeedDocumentId is invalid or its document is empty.")
    if not set(body["marketplaceIds"]) <= set(sandbox.options.marketplace_ids):
        return refused(400, "InvalidInput", "The seller does not sell in these marketplaces.")
    number = f"{50_000 + sandbox.store.next_number()}020614"
    feed = Feed(id=number, document=document.id, created=sandbox.clock.now())
    sandbox.store.feeds[feed.id] = feed
    is_known = body["feedType"] == FEED_TYPE
    sandbox.timeline.after(
        sandbox.options.timing.feed_queue, partial(_start, sandbox, feed, is_known=is_known)
    )
    return 202, {"feedId": feed.id}


def get_feed(sandbox: Sandbox, path: Mapping[str, str], _query: Any) -> Answer:
    """Answer ``getFeed``."""
    feed = sandbox.store.feeds.get(path["feedId"])
    if feed is None:
        return refused(404, "NotFound", "The specified feed does not exist.")
    content: dict[str, Any] = {
        "feedId": feed.id,
        "feedType": FEED_TYPE,
        "marketplaceIds": list(sandbox.options.marketplace_ids),
        "createdTime": timestamp(feed.created),
        "processingStatus": feed.status,
    }
    if feed.started is not None:
        content["processingStartTime"] = timestamp(feed.started)
    if feed.ended is not None:
        content["processingEndTime"] = timestamp(feed.ended)
    if feed.report:
        content["resultFeedDocumentId"] = feed.report
    return 200, content


def get_document(sandbox: Sandbox, path: Mapping[str, str], _query: Any) -> Answer:
    """Answer ``getFeedDocument`` with an address that is good for a few minutes."""
    document = sandbox.store.documents.get(path["feedDocumentId"])
    if document is None:
        return refused(404, "NotFound", "The specified document does not exist.")
    document.key = secrets.token_urlsafe(24)
    document.expires = sandbox.clock.now() + sandbox.options.timing.signed_address
    content = {"feedDocumentId": document.id, "url": sandbox.url(f"/documents/{document.key}")}
    if (document.content or b"").startswith(b"\x1f\x8b"):
        content["compressionAlgorithm"] = "GZIP"
    return 200, content


def upload(sandbox: Sandbox, request: Request) -> Response:
    """Take a document's content: no token, the content type as announced, and in time."""
    with sandbox.lock:
        document = _at(sandbox, request)
        if document is None or "x-amz-access-token" in request.headers:
            return _DENIED
        if request.headers.get("content-type", "").lower() != document.content_type.lower():
            return _WRONG
        document.content = request.body
    return Response()


def download(sandbox: Sandbox, request: Request) -> Response:
    """Serve a document's content."""
    with sandbox.lock:
        document = _at(sandbox, request)
        if document is None or document.content is None:
            return _DENIED
        return Response(document.content, content_type=document.content_type)


def _at(sandbox: Sandbox, request: Request) -> Document | None:
    key, now = request.params["key"], sandbox.clock.now()
    every = sandbox.store.documents.values()
    return next((one for one in every if hmac.compare_digest(one.key, key) and one.expires > now), None)


def _new_document(sandbox: Sandbox, content_type: str) -> Document:
    document = Document(
        id=f"amzn1.tortuga.4.na.{secrets.token_hex(8)}.{sandbox.store.next_number()}",
        key=secrets.token_urlsafe(24),
        content_type=content_type,
        expires=sandbox.clock.now() + sandbox.options.timing.signed_address,
    )
    sandbox.store.documents[document.id] = document
    return document


def _start(sandbox: Sandbox, feed: Feed, *, is_known: bool) -> None:
    with sandbox.lock:
        feed.status, feed.started = "IN_PROGRESS", sandbox.clock.now()
    sandbox.timeline.after(sandbox.options.timing.feed_run, partial(_run, sandbox, feed, is_known=is_known))


def _run(sandbox: Sandbox, feed: Feed, *, is_known: bool) -> None:
    with sandbox.lock:
        content = _content(sandbox.store.documents[feed.document])
        feed.ended = sandbox.clock.now()
        broken = content is None or next(documents.complaints(documents.FEED, content), None)
        if broken or content is None or not is_known or sandbox.faults.strike("feed_fatal"):
            feed.status = "FATAL"
            return
        feed.report = _report(sandbox, feed, content).id
        feed.status = "DONE"


def _content(document: Document) -> Any:
    try:
        return json.loads(document.content or b"")
    except ValueError:
        return None


def _report(sandbox: Sandbox, feed: Feed, content: Mapping[str, Any]) -> Document:
    found: list[dict[str, Any]] = []
    for message in content["messages"]:
        issues = _message_problems(sandbox, content["header"], message)
        if not issues:
            listings.apply(sandbox, sandbox.store.listings[message["sku"]], message)
        found.extend(_told(message, issue) for issue in issues)
    invalid = len({issue["messageId"] for issue in found})
    report = {
        "header": {"sellerId": content["header"]["sellerId"], "version": "2.0", "feedId": feed.id},
        "issues": found,
        "summary": {
            "errors": len(found),
            "warnings": 0,
            "messagesProcessed": len(content["messages"]),
            "messagesAccepted": len(content["messages"]) - invalid,
            "messagesInvalid": invalid,
        },
    }
    documents.require(documents.FEED_REPORT, report)
    document = _new_document(sandbox, "application/json; charset=UTF-8")
    plain = json.dumps(report).encode()
    document.content = plain if sandbox.faults.strike("report_plain") else gzip.compress(plain)
    return document


def _message_problems(
    sandbox: Sandbox, header: Mapping[str, Any], message: Mapping[str, Any]
) -> list[Complaint]:
    if header["sellerId"] != sandbox.options.seller_id:
        return [Complaint(code="90000901", message="The sellerId is not that of the account.")]
    listing = sandbox.store.listings.get(message["sku"])
    if listing is None:
        return [Complaint(code="90000902", message=f"SKU '{message['sku']}' does not exist.")]
    if message["operationType"] != "PATCH":
        return [Complaint(code="90000903", message="The sandbox only takes PATCH messages.")]
    return listings.problems(sandbox, listing, message)


def _told(message: Mapping[str, Any], issue: Complaint) -> dict[str, Any]:
    content = {
        "messageId": message["messageId"],
        "sku": message["sku"],
        "code": issue.code,
        "severity": issue.severity,
        "message": issue.message,
    }
    if issue.attributes:
        content["attributeName"] = issue.attributes[0]
    return content
