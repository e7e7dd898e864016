"""What Amazon tells by itself has a listing's verdict read again."""

import json
from collections.abc import Iterator
from datetime import timedelta

import boto3  # type: ignore[import-untyped]
import pytest
from django.utils import timezone
from moto import mock_aws

from integrations.amazon.notifications import SqsInbox
from integrations.errors import AccessDenied, Unavailable
from integrations.marketplace import Issue, Marketplace
from shopapp.marketplaces import notified, reaching, second_looks
from shopapp.marketplaces.reaching import Way
from shopapp.models import ListingSync, Shop, Submission
from tests.fake_marketplace import FakeMarketplace
from tests.unit.shopapp.marketplaces.conftest import connected, drafted, export, work_off

pytestmark = pytest.mark.django_db


@pytest.fixture
def queue(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A queue of a pretended Amazon SQS."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    with mock_aws():
        yield boto3.client("sqs", region_name="us-east-1").create_queue(QueueName="issues")["QueueUrl"]


@pytest.fixture
def watched(amazon: FakeMarketplace, queue: str) -> Iterator[list[Marketplace]]:
    """Amazon with an inbox; whose accounts were asked to be told of."""
    found: list[Marketplace] = []
    way = Way(
        amazon.way().login, amazon.way().marketplace, inbox=lambda: SqsInbox.at(queue), watch=found.append
    )
    with reaching.using({"amazon": way}):
        yield found


def tell(queue: str, listing: str, *, account: str = "77", times: int = 1) -> None:
    """Put a notification into the queue, as EventBridge would."""
    notification = {
        "NotificationType": "LISTINGS_ITEM_ISSUES_CHANGE",
        "EventTime": "2026-11-24T09:00:00Z",
        "Payload": {"SellerId": account, "Sku": listing, "Severities": ["ERROR"]},
        "NotificationMetadata": {"NotificationId": "n-1"},
    }
    sqs = boto3.client("sqs", region_name="us-east-1")
    for _ in range(times):
        sqs.send_message(QueueUrl=queue, MessageBody=json.dumps({"detail": notification}))


def waiting(queue: str) -> int:
    attributes = boto3.client("sqs", region_name="us-east-1").get_queue_attributes(
        QueueUrl=queue, AttributeNames=["All"]
    )["Attributes"]
    return sum(int(attributes[f"ApproximateNumberOfMessages{more}"]) for more in ("", "NotVisible"))


def test_a_change_of_mind_that_amazon_tells_of_is_read_and_shown(
    alice: Shop, amazon: FakeMarketplace, queue: str, watched: list[Marketplace]
) -> None:
    done = export(alice, drafted(connected(alice, "amazon"), amazon))
    assert done.state == "accepted"
    amazon.rejects = lambda _data: Issue("18027", "Text.", rules=("AMZ-TEXT",))
    tell(queue, "L1", times=12)
    assert (notified.read(), waiting(queue)) == (12, 0)
    work_off()
    told = Submission.objects.get(pk=done.pk)
    assert (told.state, {write.state for write in told.writes.all()}) == ("rejected", {"rejected"})
    assert told.writes.get(place=1).issues[0]["rules"] == ["AMZ-TEXT"]
    assert notified.read() == 0


def test_a_verdict_asked_for_again_has_its_time_again(
    alice: Shop, amazon: FakeMarketplace, queue: str, watched: list[Marketplace]
) -> None:
    done = export(alice, drafted(connected(alice, "amazon"), amazon))
    Submission.objects.update(sent_at=timezone.now() - timedelta(days=30))
    amazon.settled.clear()
    tell(queue, "L1")
    notified.read()
    work_off()
    assert Submission.objects.get(pk=done.pk).state == "accepted"


def test_what_is_told_of_others_changes_nothing(
    alice: Shop, amazon: FakeMarketplace, queue: str, watched: list[Marketplace]
) -> None:
    done = export(alice, drafted(connected(alice, "amazon"), amazon))
    tell(queue, "L1", account="another")
    tell(queue, "another")
    assert (notified.read(), waiting(queue)) == (2, 0)
    assert Submission.objects.get(pk=done.pk).state == "accepted"


def test_what_could_not_be_entered_waits_in_the_queue(
    alice: Shop,
    amazon: FakeMarketplace,
    queue: str,
    watched: list[Marketplace],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tell(queue, "L1")

    def fail(**_: object) -> None:
        raise RuntimeError

    connected(alice, "amazon")
    monkeypatch.setattr(second_looks, "check_again", fail)
    with pytest.raises(RuntimeError):
        notified.read()
    assert waiting(queue) == 1


def test_an_account_that_is_read_is_watched(
    alice: Shop, amazon: FakeMarketplace, watched: list[Marketplace]
) -> None:
    ListingSync.objects.create(account=connected(alice, "amazon"))
    work_off()
    assert watched == [amazon]


def test_an_account_we_may_not_be_told_of_is_read_all_the_same(alice: Shop, amazon: FakeMarketplace) -> None:
    def deny(_market: Marketplace) -> None:
        raise AccessDenied("no role")

    with reaching.using({"amazon": Way(amazon.way().login, amazon.way().marketplace, watch=deny)}):
        ListingSync.objects.create(account=connected(alice, "amazon"))
        work_off()
    assert ListingSync.objects.get().state == "done"


def test_a_subscription_that_is_out_of_reach_is_tried_again(alice: Shop, amazon: FakeMarketplace) -> None:
    tries = iter([Unavailable("503")])

    def later(_market: Marketplace) -> None:
        for error in tries:
            raise error

    with reaching.using({"amazon": Way(amazon.way().login, amazon.way().marketplace, watch=later)}):
        ListingSync.objects.create(account=connected(alice, "amazon"))
        work_off()
    assert ListingSync.objects.get().state == "done"


def test_nothing_is_read_where_nothing_is_set_up() -> None:
    assert notified.read() == 0
