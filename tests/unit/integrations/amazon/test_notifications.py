import json
import logging
from collections.abc import Iterator

import boto3
import httpx
import pytest
from moto import mock_aws

from integrations.amazon.notifications import IssuesChanged, SqsInbox, subscribe
from integrations.errors import Unavailable, UnsupportedFeature
from tests.unit.integrations.amazon.fakes import Scripted, errors

NOTIFICATION = {
    "NotificationVersion": "1.0",
    "NotificationType": "LISTINGS_ITEM_ISSUES_CHANGE",
    "PayloadVersion": "2023-12-13",
    "EventTime": "2024-02-05T18:59:30.194Z",
    "Payload": {
        "SellerId": "A2SELLER",
        "MarketplaceId": "ATVPDKIKX0DER",
        "Asin": "BT6RZ7JM4H",
        "Sku": "R-7",
        "Severities": ["ERROR"],
        "EnforcementActions": ["SEARCH_SUPPRESSED"],
    },
    "NotificationMetadata": {
        "ApplicationId": "a",
        "SubscriptionId": "s",
        "PublishTime": "2024-02-05T18:59:48.768Z",
        "NotificationId": "n-1",
    },
}
ENVELOPE = {"version": "0", "detail-type": "LISTINGS_ITEM_ISSUES_CHANGE", "detail": NOTIFICATION}


@pytest.fixture
def queue(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A queue of a pretended Amazon SQS."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    with mock_aws():
        yield boto3.client("sqs", region_name="us-east-1").create_queue(QueueName="issues")["QueueUrl"]


@pytest.mark.parametrize("body", [NOTIFICATION, ENVELOPE])
def test_a_notification_is_read_bare_and_as_eventbridge_hands_it_on(body):
    event = IssuesChanged.from_json(body)
    assert (event.account, event.listing, event.marketplace_id) == ("A2SELLER", "R-7", "ATVPDKIKX0DER")
    assert (event.severities, event.enforcements) == (("ERROR",), ("SEARCH_SUPPRESSED",))
    assert (event.notification_id, event.happened_at.year) == ("n-1", 2024)


def test_what_the_model_leaves_optional_may_be_missing():
    payload = {"SellerId": "A2SELLER", "Sku": "R-7", "Severities": ["NONE"]}
    event = IssuesChanged.from_json(NOTIFICATION | {"Payload": payload})
    assert (event.marketplace_id, event.enforcements) == ("", ())


@pytest.mark.parametrize(
    "body",
    [
        None,
        [],
        {},
        {"detail": {}},
        NOTIFICATION | {"NotificationType": "FEED_PROCESSING_FINISHED"},
        NOTIFICATION | {"Payload": {}},
        NOTIFICATION | {"Payload": "x"},
        NOTIFICATION | {"EventTime": "soon"},
    ],
)
def test_what_is_not_this_notification_is_refused(body):
    with pytest.raises(UnsupportedFeature):
        IssuesChanged.from_json(body)


def test_a_queue_is_read_and_what_was_acted_on_taken_out(queue, caplog):
    sqs = boto3.client("sqs", region_name="us-east-1")
    for body in (json.dumps(ENVELOPE), "{", json.dumps({"detail": {}})):
        sqs.send_message(QueueUrl=queue, MessageBody=body)
    inbox = SqsInbox.at(queue)
    with caplog.at_level(logging.WARNING):
        received = list(inbox.receive())
    assert [one.event.listing for one in received] == ["R-7"]
    assert len(caplog.records) == 2
    inbox.acknowledge(received[0])
    attributes = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["All"])["Attributes"]
    assert attributes["ApproximateNumberOfMessagesNotVisible"] == "2"
    assert list(inbox.receive()) == []


def test_a_queue_that_is_gone_is_out_of_reach(queue):
    boto3.client("sqs", region_name="us-east-1").delete_queue(QueueUrl=queue)
    with pytest.raises(Unavailable):
        list(SqsInbox.at(queue).receive())


def test_a_queue_elsewhere_is_asked_where_it_stands(monkeypatch):
    asked = []
    monkeypatch.setattr(boto3, "client", lambda _name, **how: asked.append(how))
    SqsInbox.at("https://sqs.eu-west-1.amazonaws.com/000000000000/issues")
    SqsInbox.at("http://127.0.0.1:8403/sqs")
    assert asked == [
        {"region_name": "eu-west-1", "endpoint_url": None},
        {"region_name": "us-east-1", "endpoint_url": "http://127.0.0.1:8403/sqs"},
    ]


def test_a_seller_who_is_subscribed_is_not_subscribed_again():
    amazon = Scripted([httpx.Response(200, json={"payload": {"subscriptionId": "s-1"}})])
    assert subscribe(amazon.client(), "d-1") == "s-1"
    assert [one.method for one in amazon.asked] == ["GET"]


def test_a_seller_who_is_not_is_subscribed():
    amazon = Scripted([errors(404), httpx.Response(200, json={"payload": {"subscriptionId": "s-2"}})])
    assert subscribe(amazon.client(), "d-1") == "s-2"
    assert json.loads(amazon.asked[1].content) == {"payloadVersion": "2023-12-13", "destinationId": "d-1"}
