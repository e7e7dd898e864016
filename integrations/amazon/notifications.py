"""LISTINGS_ITEM_ISSUES_CHANGE: Amazon tells that a listing's issues changed; what they are is then read by asking.

Amazon delivers this kind to EventBridge, where a rule hands it on to a queue of ours; read here are the notification
itself and EventBridge's envelope round it. A port, ``Inbox``, with one adapter, ``SqsInbox``: another queue is another
small class. Messages come late, twice and out of order, so one says only "look again". Without any of it everything
still works: polling is the guarantee.
"""

import json
import logging
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol, Self

from integrations.amazon.client import AmazonClient
from integrations.amazon.operations import CREATE_SUBSCRIPTION, GET_SUBSCRIPTION
from integrations.errors import NotFound, Unavailable, UnsupportedFeature

TYPE = "LISTINGS_ITEM_ISSUES_CHANGE"
PAYLOAD_VERSION = "2023-12-13"

_AMAZONS_QUEUE = re.compile(r"https://sqs\.(?P<region>[a-z0-9-]+)\.amazonaws\.com[/.]")

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class IssuesChanged:
    """The issues of one listing were made, changed or resolved."""

    account: str
    listing: str
    marketplace_id: str
    """"" where Amazon does not say which store."""
    severities: tuple[str, ...]
    enforcements: tuple[str, ...]
    notification_id: str
    """The key to know a repeated one by."""
    happened_at: datetime

    @classmethod
    def from_json(cls, body: Any) -> Self:
        """Read a notification, bare or in EventBridge's envelope."""
        notification = body.get("detail", body) if isinstance(body, dict) else {}
        kind = notification.get("NotificationType") or notification.get("notificationType")
        if kind != TYPE:
            raise UnsupportedFeature(f"a notification of a kind that we never asked for: {kind!r}")
        payload = _either(notification, "Payload")
        try:
            return cls(
                account=str(payload["SellerId"]),
                listing=str(payload["Sku"]),
                marketplace_id=str(payload.get("MarketplaceId") or ""),
                severities=tuple(payload["Severities"]),
                enforcements=tuple(payload.get("EnforcementActions") or ()),
                notification_id=str(_either(notification, "NotificationMetadata")["NotificationId"]),
                happened_at=datetime.fromisoformat(notification["EventTime"]),
            )
        except (KeyError, TypeError, ValueError) as error:
            raise UnsupportedFeature(f"a {TYPE} that cannot be read ({error!r})") from error


@dataclass(frozen=True, slots=True)
class Received:
    """A notification out of an inbox, there again after a while unless it is acknowledged."""

    event: IssuesChanged
    receipt: str = field(repr=False)


class Inbox(Protocol):
    """Where notifications wait for us."""

    def receive(self) -> Iterator[Received]:
        """Yield what is waiting now; what cannot be read is left for the queue's own dead letters."""
        ...

    def acknowledge(self, received: Received) -> None:
        """Take a notification out for good, once it has been acted on."""
        ...


class SqsClient(Protocol):
    """As much of boto3's SQS client as is used."""

    def receive_message(self, **arguments: Any) -> Mapping[str, Any]:
        """Receive up to ten messages."""
        ...

    def delete_message(self, **arguments: Any) -> Any:
        """Delete a message by its receipt."""
        ...


class SqsInbox:
    """An Amazon SQS queue."""

    MOST = 10

    def __init__(
        self,
        queue_url: str,
        *,
        sqs: SqsClient,
        wait_seconds: int = 0,
        failures: tuple[type[Exception], ...] = (),
    ) -> None:
        self._queue_url = queue_url
        self._sqs = sqs
        self._wait_seconds = wait_seconds
        self._failures = failures

    @classmethod
    def at(cls, queue_url: str) -> Self:
        """Open a queue with the credentials of this machine; boto3 is only loaded here.

        A queue that is none of Amazon's own addresses is asked where it is: a stand-in's.
        """
        import boto3  # type: ignore[import-untyped]  # noqa: PLC0415  # half a second that only this port needs
        from botocore.exceptions import (  # noqa: PLC0415
            BotoCoreError,
            ClientError,
        )

        named = _AMAZONS_QUEUE.match(queue_url)
        sqs = boto3.client(
            "sqs",
            region_name=named["region"] if named else "us-east-1",
            endpoint_url=None if named else queue_url,
        )
        return cls(queue_url, sqs=sqs, failures=(BotoCoreError, ClientError))

    def receive(self) -> Iterator[Received]:
        """Yield what waits now, at most ten at a time."""
        with self._asked():
            answer = self._sqs.receive_message(
                QueueUrl=self._queue_url, MaxNumberOfMessages=self.MOST, WaitTimeSeconds=self._wait_seconds
            )
        for message in answer.get("Messages") or ():
            try:
                event = IssuesChanged.from_json(json.loads(message["Body"]))
            except (ValueError, UnsupportedFeature) as error:
                log.warning(
                    "message %s of the queue is left where it is: %s", message.get("MessageId"), error
                )
                continue
            yield Received(event, message["ReceiptHandle"])

    def acknowledge(self, received: Received) -> None:
        """Delete the message."""
        with self._asked():
            self._sqs.delete_message(QueueUrl=self._queue_url, ReceiptHandle=received.receipt)

    @contextmanager
    def _asked(self) -> Iterator[None]:
        try:
            yield
        except self._failures as error:
            raise Unavailable(f"the queue of notifications: {error}") from error


def subscribe(client: AmazonClient, destination_id: str) -> str:
    """Have a seller's notifications sent to a destination of our app, once, and return the subscription's id.

    The destination (an EventBridge account) is made once for the app, by hand: no seller's token reaches that far.
    """
    try:
        answer = client.call(GET_SUBSCRIPTION, query={"payloadVersion": PAYLOAD_VERSION})
    except NotFound:
        wanted = {"payloadVersion": PAYLOAD_VERSION, "destinationId": destination_id}
        answer = client.call(CREATE_SUBSCRIPTION, body=wanted)
    return str(answer["payload"]["subscriptionId"])


def _either(notification: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """EventBridge spells the outer names in lower camel case for some kinds."""
    found = notification.get(name) or notification.get(name[0].lower() + name[1:]) or {}
    return found if isinstance(found, dict) else {}
