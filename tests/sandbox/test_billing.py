"""Charges: asked for, approved or not on the merchant's page, told to the app, and read again by their identifier."""

import json

import pytest

from tests.sandbox.raw import RawShop

SUBSCRIBE = """mutation($name: String!, $back: URL!, $lines: [AppSubscriptionLineItemInput!]!, $days: Int,
    $instead: AppSubscriptionReplacementBehavior) { appSubscriptionCreate(name: $name, returnUrl: $back, test: true,
    lineItems: $lines, trialDays: $days, replacementBehavior: $instead) {
    appSubscription { id status lineItems { id } } confirmationUrl userErrors { field message } } }"""
BUY = """mutation($name: String!, $back: URL!, $price: MoneyInput!) {
    appPurchaseOneTimeCreate(name: $name, returnUrl: $back, price: $price, test: true) {
    appPurchaseOneTime { id status price { amount currencyCode } } confirmationUrl userErrors { field message } } }"""
CANCEL = "mutation($id: ID!) { appSubscriptionCancel(id: $id) { appSubscription { status } userErrors { message } } }"
USE = """mutation($line: ID!, $price: MoneyInput!, $key: String) { appUsageRecordCreate(subscriptionLineItemId: $line,
    price: $price, description: "photos", idempotencyKey: $key) { appUsageRecord { id createdAt price { amount } }
    userErrors { message } } }"""
READ = """query($id: ID!) { node(id: $id) {
    ... on AppPurchaseOneTime { name test purchase: status createdAt price { amount currencyCode } }
    ... on AppSubscription { name test subscription: status currentPeriodEnd trialDays createdAt lineItems { plan {
      pricingDetails { ... on AppRecurringPricing { interval price { amount } }
      ... on AppUsagePricing { terms balanceUsed { amount } cappedAmount { amount } } } } } } } }"""
BACK = "https://app.example/billing/return?shop=lustre-sandbox.myshopify.com"


def money(amount: object, currency: str = "USD") -> dict:
    return {"amount": str(amount), "currencyCode": currency}


def recurring(amount: object = 29, **more: object) -> dict:
    return {"plan": {"appRecurringPricingDetails": {"price": money(amount)} | more}}


def usage(cap: object = 100) -> dict:
    return {"plan": {"appUsagePricingDetails": {"cappedAmount": money(cap), "terms": "per photo"}}}


def subscribe(shop: RawShop, *lines: dict, name: str = "Pro", **more: object) -> dict:
    wanted = {
        "name": name,
        "back": BACK,
        "lines": list(lines or (recurring(),)),
        "instead": "STANDARD",
    } | more
    return shop.data(SUBSCRIBE, **wanted)["appSubscriptionCreate"]


def buy(shop: RawShop, amount: object = 10, name: str = "400 credits", currency: str = "USD") -> dict:
    price = money(amount, currency)
    return shop.data(BUY, name=name, back=BACK, price=price)["appPurchaseOneTimeCreate"]


def decide(shop: RawShop, url: str, decision: str) -> tuple[int, str]:
    answer = shop.http.post(url, data={"decision": decision})
    return answer.status_code, answer.headers.get("Location", "")


def read(shop: RawShop, gid: str) -> dict:
    return shop.data(READ, id=gid)["node"]


def test_a_subscription_waits_for_the_merchant(shop: RawShop) -> None:
    made = subscribe(shop)
    assert made["appSubscription"]["status"] == "PENDING"
    page = shop.http.get(made["confirmationUrl"])
    assert "Approve subscription" in page.text
    assert "$29.00 every 30 days" in page.text
    assert "Test charge" in page.text


def test_an_approved_charge_is_active_and_told_and_leads_back(shop: RawShop) -> None:
    made = subscribe(shop)
    gid = made["appSubscription"]["id"]
    status, location = decide(shop, made["confirmationUrl"], "approve")
    shop.wait(0)
    assert (status, location) == (303, f"{BACK}&charge_id={gid.rpartition('/')[2]}")
    assert read(shop, gid)["subscription"] == "ACTIVE"
    told = json.loads(shop.sent[0].body)["app_subscription"]
    assert (told["admin_graphql_api_id"], told["status"]) == (gid, "ACTIVE")
    assert shop.topics() == ["app_subscriptions/update"]


def test_a_declined_purchase_is_declined_and_told_and_leads_home(shop: RawShop) -> None:
    made = buy(shop)
    gid = made["appPurchaseOneTime"]["id"]
    assert made["appPurchaseOneTime"]["price"] == {"amount": "10.00", "currencyCode": "USD"}
    answer = decide(shop, made["confirmationUrl"], "decline")
    assert answer == (303, "https://sandbox.example/admin/apps/lustre")
    shop.wait(0)
    found = read(shop, gid)
    assert (found["purchase"], found["test"], found["price"]["amount"]) == ("DECLINED", True, "10.00")
    assert shop.topics() == ["app_purchases_one_time/update"]


def test_a_charge_is_decided_once(shop: RawShop) -> None:
    url = buy(shop)["confirmationUrl"]
    assert decide(shop, url, "approve")[0] == 303
    assert decide(shop, url, "decline")[0] == 409
    assert "This charge is active." in shop.http.get(url).text
    assert "<form" not in shop.http.get(url).text


def test_a_decision_needs_the_signed_address_and_a_known_word(shop: RawShop) -> None:
    url = buy(shop)["confirmationUrl"]
    assert decide(shop, url + "0", "approve")[0] == 404
    assert shop.http.get(url.partition("?")[0]).status_code == 404
    assert shop.http.get("/admin/charges/1/confirm?signature=a").status_code == 404
    assert shop.http.get("/admin/charges/x/confirm?signature=a").status_code == 404
    assert decide(shop, url, "perhaps")[0] == 400


def test_a_charge_expires_after_two_days(shop: RawShop) -> None:
    made, other = buy(shop), buy(shop)
    decide(shop, other["confirmationUrl"], "approve")
    shop.wait(2 * 86400)
    shop.install()
    assert read(shop, made["appPurchaseOneTime"]["id"])["purchase"] == "EXPIRED"
    assert read(shop, other["appPurchaseOneTime"]["id"])["purchase"] == "ACTIVE"
    assert decide(shop, made["confirmationUrl"], "approve")[0] == 409


@pytest.mark.parametrize("status", ["approve", "decline", "expire"])
def test_the_control_address_decides_too(shop: RawShop, status: str) -> None:
    number = buy(shop)["appPurchaseOneTime"]["id"].rpartition("/")[2]
    answer = shop.control(f"charges/{number}/{status}")
    assert answer["status"] == {"approve": "ACTIVE", "decline": "DECLINED", "expire": "EXPIRED"}[status]
    assert "is " + answer["status"] in shop.control(f"charges/{number}/approve")["error"]
    assert "no such" in shop.control(f"charges/{number}/forget")["error"]


def test_a_new_subscription_takes_the_place_of_the_old(shop: RawShop) -> None:
    first, second = subscribe(shop), subscribe(shop, recurring(49))
    decide(shop, first["confirmationUrl"], "approve")
    decide(shop, second["confirmationUrl"], "approve")
    assert read(shop, first["appSubscription"]["id"])["subscription"] == "CANCELLED"
    active = "{ currentAppInstallation { activeSubscriptions { id } } }"
    found = shop.data(active)["currentAppInstallation"]["activeSubscriptions"]
    assert found == [{"id": second["appSubscription"]["id"]}]


def test_a_replacement_can_wait_for_the_next_period(shop: RawShop) -> None:
    first = subscribe(shop)
    decide(shop, first["confirmationUrl"], "approve")
    second = subscribe(shop, recurring(49), instead="APPLY_ON_NEXT_BILLING_CYCLE")
    decide(shop, second["confirmationUrl"], "approve")
    assert read(shop, first["appSubscription"]["id"])["subscription"] == "ACTIVE"
    shop.wait(30 * 86400)
    shop.install()
    assert read(shop, first["appSubscription"]["id"])["subscription"] == "CANCELLED"


def test_a_subscription_is_cancelled_once(shop: RawShop) -> None:
    made = subscribe(shop)
    gid = made["appSubscription"]["id"]
    assert "PENDING" in shop.data(CANCEL, id=gid)["appSubscriptionCancel"]["userErrors"][0]["message"]
    decide(shop, made["confirmationUrl"], "approve")
    assert read(shop, gid)["currentPeriodEnd"] == "2027-02-14T08:00:00Z"
    assert shop.data(CANCEL, id=gid)["appSubscriptionCancel"]["appSubscription"] == {"status": "CANCELLED"}
    assert read(shop, gid)["currentPeriodEnd"] is None
    assert shop.data(CANCEL, id=gid)["appSubscriptionCancel"]["userErrors"]
    purchase = buy(shop)["appPurchaseOneTime"]["id"]
    assert (
        "does not exist"
        in shop.data(CANCEL, id=purchase)["appSubscriptionCancel"]["userErrors"][0]["message"]
    )


def test_a_subscription_can_be_frozen_and_go_on(shop: RawShop) -> None:
    made = subscribe(shop)
    gid = made["appSubscription"]["id"]
    number = gid.rpartition("/")[2]
    decide(shop, made["confirmationUrl"], "approve")
    assert shop.control(f"charges/{number}/freeze")["status"] == "FROZEN"
    assert shop.control(f"charges/{number}/unfreeze")["status"] == "ACTIVE"
    assert shop.control(f"charges/{number}/cancel")["status"] == "CANCELLED"


def test_an_uninstall_ends_the_subscription(shop: RawShop) -> None:
    made = subscribe(shop)
    decide(shop, made["confirmationUrl"], "approve")
    shop.control("uninstall")
    shop.install()
    assert read(shop, made["appSubscription"]["id"])["subscription"] == "CANCELLED"


@pytest.mark.parametrize(
    ("lines", "more", "reason"),
    [
        ([recurring()], {"name": " "}, "blank"),
        ([recurring(0)], {}, "greater than 0"),
        ([recurring(-1)], {}, "greater than 0"),
        ([recurring(), recurring()], {}, "one recurring"),
        ([usage(), usage()], {}, "one recurring"),
        ([{"plan": {}}], {}, "exactly one kind"),
        ([recurring(interval="ANNUAL"), usage()], {}, "30-day"),
        ([recurring()], {"days": -1}, "Trial days"),
    ],
)
def test_a_subscription_that_cannot_be_is_a_user_error(
    shop: RawShop, lines: list[dict], more: dict, reason: str
) -> None:
    made = subscribe(shop, *lines, **more)
    assert (made["appSubscription"], made["confirmationUrl"]) == (None, None)
    assert reason in made["userErrors"][0]["message"]


def test_a_purchase_that_cannot_be_is_a_user_error(shop: RawShop) -> None:
    refused = [buy(shop, name=""), buy(shop, 0), buy(shop, "0.49"), buy(shop, currency="EUR")]
    assert all(made["appPurchaseOneTime"] is None and made["userErrors"] for made in refused)
    assert buy(shop, "0.50")["userErrors"] == []


@pytest.mark.parametrize(
    "change", [{"back": "billing/return"}, {"price": {"amount": "ten", "currencyCode": "USD"}}]
)
def test_an_argument_of_the_wrong_kind_is_an_invalid_variable(shop: RawShop, change: dict) -> None:
    wanted = {"name": "x", "back": BACK, "price": money(10)} | change
    assert shop.ask(BUY, **wanted)["errors"][0]["extensions"]["code"] == "INVALID_VARIABLE"


def test_usage_stays_below_its_cap_and_one_key_charges_once(shop: RawShop) -> None:
    made = subscribe(shop, recurring(), usage(10))
    line = made["appSubscription"]["lineItems"][1]["id"]
    decide(shop, made["confirmationUrl"], "approve")

    def use(amount: object, key: str | None = None) -> dict:
        return shop.data(USE, line=line, price=money(amount), key=key)["appUsageRecordCreate"]

    first, again = use(6, "a"), use(6, "a")
    assert first["appUsageRecord"] == again["appUsageRecord"]
    assert "exceeds balance" in use(5)["userErrors"][0]["message"]
    assert use(4)["userErrors"] == []
    details = [
        item["plan"]["pricingDetails"] for item in read(shop, made["appSubscription"]["id"])["lineItems"]
    ]
    assert details[0] == {"interval": "EVERY_30_DAYS", "price": {"amount": "29.00"}}
    assert details[1]["balanceUsed"] == {"amount": "10.00"}
    page = shop.http.get(made["confirmationUrl"]).text
    assert "up to $10.00 every 30 days" in page
    missing = shop.data(USE, line="gid://shopify/AppSubscriptionLineItem/1", price=money(1))
    assert "does not exist" in missing["appUsageRecordCreate"]["userErrors"][0]["message"]


def test_purchases_are_listed(shop: RawShop) -> None:
    for name in ("first", "second"):
        buy(shop, name=name)
    query = "{ currentAppInstallation { app { handle } oneTimePurchases(first: 1, reverse: true) { nodes { name } } } }"
    found = shop.data(query)["currentAppInstallation"]
    assert (found["app"], found["oneTimePurchases"]) == (
        {"handle": "lustre"},
        {"nodes": [{"name": "second"}]},
    )


def test_other_prices_are_shown_as_what_they_are(shop: RawShop) -> None:
    assert "$10.00 once" in shop.http.get(buy(shop)["confirmationUrl"]).text
    yearly = subscribe(shop, recurring(290, interval="ANNUAL"))
    assert "$290.00 a year" in shop.http.get(yearly["confirmationUrl"]).text
