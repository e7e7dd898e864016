from decimal import Decimal

import pytest

from integrations.errors import NotFound, Rejected, UnsupportedFeature
from integrations.shopify import billing
from integrations.shopify.billing import ChargeKind, ChargeStatus, Offer
from integrations.types import Money
from tests.shopify_fakes import Script, admin, answer

PRO = Offer("Pro", Money(Decimal("29.00")))
PACK = Offer("2,000 credits", Money(Decimal("44.00")))
PRICE = {"amount": "44.0", "currencyCode": "USD"}


def read(node):
    return billing.read_charge(admin(Script(answer({"node": node}))), "gid://charge/1")


def subscription(status, **changes):
    usage = {"plan": {"pricingDetails": {"__typename": "AppUsagePricing"}}}
    monthly = {"plan": {"pricingDetails": {"__typename": "AppRecurringPricing", "price": PRICE}}}
    node = {"__typename": "AppSubscription", "id": "gid://charge/1", "name": "Pro", "test": True}
    return (
        node
        | {"subscriptionStatus": status, "lineItems": [usage, monthly], "currentPeriodEnd": None}
        | changes
    )


def purchase(status):
    node = {
        "__typename": "AppPurchaseOneTime",
        "id": "gid://charge/1",
        "name": "Pack",
        "test": False,
        "price": PRICE,
    }
    return node | {"purchaseStatus": status}


def test_a_plan_is_offered_by_the_month():
    made = {
        "appSubscription": {"id": "gid://s/1"},
        "confirmationUrl": "https://x.example/c",
        "userErrors": [],
    }
    script = Script(answer({"appSubscriptionCreate": made}))
    pending = billing.create_subscription(admin(script), PRO, "https://app.example/billing/return", test=True)
    assert (pending.gid, pending.confirmation_url) == ("gid://s/1", "https://x.example/c")
    sent = script.sent()["variables"]
    line = sent["lineItems"][0]["plan"]["appRecurringPricingDetails"]
    assert line == {"price": {"amount": "29.00", "currencyCode": "USD"}, "interval": "EVERY_30_DAYS"}
    assert sent["test"] is True


def test_a_pack_is_offered_once():
    made = {
        "appPurchaseOneTime": {"id": "gid://p/1"},
        "confirmationUrl": "https://x.example/c",
        "userErrors": [],
    }
    script = Script(answer({"appPurchaseOneTimeCreate": made}))
    pending = billing.create_purchase(admin(script), PACK, "https://app.example/billing/return", test=False)
    assert pending.gid == "gid://p/1"
    assert script.sent()["variables"]["price"] == {"amount": "44.00", "currencyCode": "USD"}


def test_an_offer_shopify_refuses_is_rejected():
    errors = [{"field": ["price"], "message": "must be greater than 0.50"}]
    with pytest.raises(Rejected):
        billing.create_purchase(
            admin(Script(answer({"appPurchaseOneTimeCreate": {"userErrors": errors}}))),
            PACK,
            "https://a.example",
            False,
        )


@pytest.mark.parametrize("status", list(ChargeStatus))
def test_only_an_active_charge_is_paid(status):
    for node in (subscription(status.value), purchase(status.value)):
        charge = read(node)
        assert charge.status is status
        assert charge.is_paid == (status is ChargeStatus.ACTIVE)
        assert charge.price == Money(Decimal("44.0"), "USD")


def test_a_subscription_says_until_when_it_is_paid():
    charge = read(subscription("ACTIVE", currentPeriodEnd="2026-12-23T00:00:00Z"))
    assert charge.kind is ChargeKind.SUBSCRIPTION
    assert charge.period_end is not None
    assert charge.period_end.tzinfo is not None


def test_a_charge_nobody_knows_is_not_found():
    with pytest.raises(NotFound):
        read(None)


def test_what_is_no_charge_is_never_taken_for_one():
    with pytest.raises(UnsupportedFeature):
        read({"__typename": "Product", "id": "gid://charge/1"})


def test_a_plan_is_cancelled_by_its_gid():
    script = Script(
        answer({"appSubscriptionCancel": {"appSubscription": {"id": "gid://s/1"}, "userErrors": []}})
    )
    billing.cancel_subscription(admin(script), "gid://s/1")
    assert script.sent()["variables"] == {"id": "gid://s/1"}


def test_money_reads_as_a_person_would_write_it():
    assert str(PRO.price) == "29.00 USD"
