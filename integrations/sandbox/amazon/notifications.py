"""LISTINGS_ITEM_ISSUES_CHANGE: what Amazon tells, as EventBridge hands it on, and a queue to read it from.

The queue speaks as much of Amazon SQS's JSON protocol as boto3 needs to receive and delete. Subscriptions are written
from the documentation: their model is none of those served here.
"""

import hashlib
import json
import uuid
from typing import Any

from integrations.sandbox.amazon import documents
from integrations.sandbox.amazon.records import Listing, Message, timestamp
from integrations.sandbox.amazon.state import Sandbox
from integrations.sandbox.http import Request, Response, UnreadableRequestError

TYPE = "LISTINGS_ITEM_ISSUES_CHANGE"
VERSION = "2023-12-13"
MOST_MESSAGES = 10
_SQS = "application/x-amz-json-1.0"


def changed(sandbox: Sandbox, listing: Listing) -> None:
    """Tell the seller's app, where the listing's issues are others than it was told of."""
    issues = tuple(sorted(f"{issue.code} {issue.slot}" for issue in listing.issues))
    if issues == listing.told:
        return
    listing.told = issues
    if sandbox.options.seller_id not in sandbox.store.subscriptions:
        return
    notification = _notification(sandbox, listing)
    documents.require(documents.NOTIFICATION, notification)
    envelope = {
        "version": "0",
        "id": str(uuid.uuid4()),
        "detail-type": TYPE,
        "source": "aws.partner/sellingpartnerapi.amazon.com/sandbox",
        "account": "000000000000",
        "time": timestamp(sandbox.clock.now()),
        "region": "us-east-1",
        "resources": [],
        "detail": notification,
    }
    sandbox.store.queue.append(Message(id=str(uuid.uuid4()), body=json.dumps(envelope)))


def subscription(sandbox: Sandbox, seller: str) -> dict[str, Any] | None:
    """Return a seller's subscription, as ``getSubscription`` does."""
    found = sandbox.store.subscriptions.get(seller)
    return {"payload": {"subscriptionId": found, "payloadVersion": VERSION}} if found else None


def subscribe(sandbox: Sandbox, seller: str, body: dict[str, Any]) -> dict[str, Any] | None:
    """Make a subscription, as ``createSubscription`` does; None where the request is not good."""
    if body.get("payloadVersion") != VERSION or not body.get("destinationId"):
        return None
    sandbox.store.subscriptions[seller] = str(uuid.uuid4())
    return subscription(sandbox, seller)


def queue_endpoint(sandbox: Sandbox, request: Request) -> Response:
    """Answer what boto3 asks of a queue."""
    try:
        wanted = request.json()
    except UnreadableRequestError:
        wanted = {}
    action = request.headers.get("x-amz-target", "")
    with sandbox.lock:
        if action == "AmazonSQS.ReceiveMessage":
            return _answer({"Messages": _receive(sandbox, int(wanted.get("MaxNumberOfMessages", 1)))})
        if action == "AmazonSQS.DeleteMessage":
            receipt = str(wanted.get("ReceiptHandle"))
            sandbox.store.queue = [one for one in sandbox.store.queue if one.receipt != receipt]
            return _answer({})
    return _answer({"__type": "com.amazonaws.sqs#UnsupportedOperation", "message": "not served here"}, 400)


def _notification(sandbox: Sandbox, listing: Listing) -> dict[str, Any]:
    now = timestamp(sandbox.clock.now())
    seller = sandbox.options.seller_id
    return {
        "NotificationVersion": "1.0",
        "NotificationType": TYPE,
        "PayloadVersion": VERSION,
        "EventTime": now,
        "Payload": {
            "SellerId": seller,
            "MarketplaceId": sandbox.options.marketplace_ids[0],
            "Asin": listing.asin,
            "Sku": listing.sku,
            "Severities": sorted({issue.severity for issue in listing.issues}) or ["NONE"],
            "EnforcementActions": sorted({action for issue in listing.issues for action in issue.actions}),
        },
        "NotificationMetadata": {
            "ApplicationId": sandbox.options.application_id,
            "SubscriptionId": sandbox.store.subscriptions[seller],
            "PublishTime": now,
            "NotificationId": str(uuid.uuid4()),
        },
    }


def _receive(sandbox: Sandbox, most: int) -> list[dict[str, str]]:
    now = sandbox.clock.now()
    waiting = [one for one in sandbox.store.queue if one.hidden_until <= now][: min(most, MOST_MESSAGES)]
    for message in waiting:
        message.hidden_until = now + sandbox.options.timing.message_hidden
        message.receipt = str(uuid.uuid4())
    return [
        {
            "MessageId": one.id,
            "ReceiptHandle": one.receipt,
            "MD5OfBody": hashlib.md5(one.body.encode(), usedforsecurity=False).hexdigest(),
            "Body": one.body,
        }
        for one in waiting
    ]


def _answer(content: dict[str, Any], status: int = 200) -> Response:
    return Response(json.dumps(content).encode(), status, _SQS)
