"""Money and news: what the sandbox sends and decides, read by our own code."""

from decimal import Decimal

import pytest

from integrations.errors import AccessDenied, Unauthorized
from integrations.shopify import billing, catalog, media, webhooks
from integrations.shopify.billing import ChargeKind, ChargeStatus, Offer
from integrations.shopify.webhooks import Topic
from integrations.types import Money
from tests.integration.shopify.conftest import CONFIG

PRO = Offer("Pro", Money(Decimal("29.00")))
PACK = Offer("2,000 credits", Money(Decimal("44.00")))
RETURN = "https://app.example/billing/return"


def decide(connected, gid, decision):
    return connected.shop.control(f"charges/{gid.rpartition('/')[2]}/{decision}")


def received(connected, topic):
    connected.shop.wait(1)
    return [
        webhooks.verify(CONFIG, dict(delivery.headers), delivery.body)
        for delivery in connected.shop.sent
        if delivery.topic == topic and not delivery.forged
    ]


@pytest.mark.parametrize(
    ("decision", "status"),
    [("approve", ChargeStatus.ACTIVE), ("decline", ChargeStatus.DECLINED), ("expire", ChargeStatus.EXPIRED)],
)
def test_a_subscription_is_what_its_charge_says_when_read_again(connected, decision, status):
    client = connected.admin()
    pending = billing.create_subscription(client, PRO, RETURN, test=True)
    assert pending.confirmation_url.startswith("https://")
    assert billing.read_charge(client, pending.gid).status is ChargeStatus.PENDING
    decide(connected, pending.gid, decision)
    charge = billing.read_charge(client, pending.gid)
    assert (charge.kind, charge.status, charge.test) == (ChargeKind.SUBSCRIPTION, status, True)
    assert charge.price == Money(Decimal("29.0"))


@pytest.mark.parametrize(
    ("decision", "status"), [("approve", ChargeStatus.ACTIVE), ("decline", ChargeStatus.DECLINED)]
)
def test_a_pack_is_what_its_charge_says_when_read_again(connected, decision, status):
    client = connected.admin()
    pending = billing.create_purchase(client, PACK, RETURN, test=True)
    decide(connected, pending.gid, decision)
    charge = billing.read_charge(client, pending.gid)
    assert (charge.kind, charge.status, charge.price) == (ChargeKind.PURCHASE, status, Money(Decimal("44.0")))


def test_a_subscription_is_cancelled(connected):
    client = connected.admin()
    pending = billing.create_subscription(client, PRO, RETURN, test=True)
    decide(connected, pending.gid, "approve")
    billing.cancel_subscription(client, pending.gid)
    assert billing.read_charge(client, pending.gid).status is ChargeStatus.CANCELLED


def test_what_was_decided_is_told_too(connected):
    pending = billing.create_purchase(connected.admin(), PACK, RETURN, test=True)
    decide(connected, pending.gid, "approve")
    assert received(connected, Topic.APP_PURCHASES_ONE_TIME_UPDATE)


def test_a_change_of_the_merchant_s_is_told_and_a_repeated_delivery_is_known_by_its_id(connected):
    connected.shop.control("webhooks/reorder")
    connected.shop.control("webhooks/duplicate", topic="products/update")
    newest, oldest, again = received(connected, Topic.PRODUCTS_UPDATE)
    assert newest.triggered_at >= oldest.triggered_at
    assert newest.webhook_id != oldest.webhook_id
    assert again.webhook_id in {newest.webhook_id, oldest.webhook_id}
    assert newest.shop == connected.shop.options.shop


def test_a_forged_delivery_is_refused(connected):
    connected.shop.control("webhooks/forge")
    forged = connected.shop.sent[-1]
    with pytest.raises(Unauthorized):
        webhooks.verify(CONFIG, dict(forged.headers), forged.body)


@pytest.mark.parametrize("topic", sorted(webhooks.COMPLIANCE_TOPICS))
def test_the_compliance_topics_are_read(connected, topic):
    if topic is Topic.SHOP_REDACT:
        connected.shop.control("uninstall")
        connected.shop.control("redact")
    else:
        connected.shop.control("webhooks/emit", topic=topic.value)
    assert received(connected, topic)


def test_the_end_of_a_bulk_operation_is_told(connected):
    gid = catalog.start_bulk(connected.admin(), catalog.PRODUCTS_DOCUMENT)
    connected.shop.wait(5)
    (event,) = received(connected, Topic.BULK_OPERATIONS_FINISH)
    assert event.payload["admin_graphql_api_id"] == gid


def test_without_the_scope_a_file_stays_as_it_is(connected):
    connected.shop.control("scopes", scopes=["read_products"])
    with pytest.raises(AccessDenied):
        media.replace_bytes(connected.admin(), connected.shop.medium("ring.jpg")["id"], "https://s.example/x")
    assert received(connected, Topic.APP_SCOPES_UPDATE)
