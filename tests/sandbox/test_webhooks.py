"""Webhooks: declared in the app's file, signed, repeated until taken; duplicates, forgeries and disorder on demand."""

import base64
import hashlib
import hmac
import json

import pytest

from tests.sandbox.raw import RawShop, picture, replace_bytes

SUBSCRIBE = """mutation($topic: WebhookSubscriptionTopic!, $to: WebhookSubscriptionInput!) {
    webhookSubscriptionCreate(topic: $topic, webhookSubscription: $to) {
    webhookSubscription { id topic uri apiVersion { handle } } userErrors { field message } } }"""
LISTED = "{ webhookSubscriptions(first: 9) { nodes { topic uri } } }"
RETRIES = (1, 2, 4, 8, 16, 32, 64, 128)


def headers(shop: RawShop, index: int = -1) -> dict[str, str]:
    return dict(shop.sent[index].headers)


def arrive(shop: RawShop, **wanted: object) -> dict:
    made = shop.control("products", **wanted)
    shop.wait(0)
    return made


def test_a_delivery_is_signed_over_its_raw_body_in_both_families_of_headers(shop: RawShop) -> None:
    arrive(shop)
    sent, given = shop.sent[0], headers(shop, 0)
    signature = base64.b64encode(hmac.digest(b"the-secret", sent.body, hashlib.sha256)).decode()
    assert given["X-Shopify-Hmac-Sha256"] == given["shopify-hmac-sha256"] == signature
    assert given["X-Shopify-Topic"] == given["shopify-topic"] == "products/create"
    assert given["X-Shopify-Shop-Domain"] == "lustre-sandbox.myshopify.com"
    assert given["X-Shopify-API-Version"] == "2026-10"
    assert given["X-Shopify-Triggered-At"].endswith("Z")
    assert given["X-Shopify-Webhook-Id"] != given["X-Shopify-Event-Id"]
    assert sent.url == "https://app.example/webhooks"
    assert shop.timeouts == {5}


def test_a_new_product_is_told_before_its_picture_is_ready(shop: RawShop) -> None:
    made = arrive(shop, seconds=1.5)
    told = json.loads(shop.sent[0].body)
    assert (told["admin_graphql_api_id"], told["media"][0]["status"]) == (made["id"], "PROCESSING")
    assert told["media"][0]["preview_image"]["src"] is None
    shop.wait(2)
    assert shop.topics() == ["products/create", "products/update"]
    assert json.loads(shop.sent[1].body)["media"][0]["status"] == "READY"


def test_a_new_picture_can_stay_in_processing(shop: RawShop) -> None:
    arrive(shop, stuck=True)
    shop.wait(3600)
    assert shop.topics() == ["products/create"]


def test_the_apps_own_write_comes_back(shop: RawShop) -> None:
    replace_bytes(shop, picture(shade=222))
    shop.wait(1)
    assert set(shop.topics()) == {"products/update"}
    assert shop.medium("ring.jpg")["written_by"] == "app"


@pytest.mark.parametrize("answer", [500, 302, 404, TimeoutError()])
def test_what_is_not_taken_is_sent_again_unchanged(shop: RawShop, answer: int | OSError) -> None:
    shop.answers = [answer]
    arrive(shop, stuck=True)
    shop.wait(0.9)
    assert len(shop.sent) == 1
    shop.wait(0.2)
    assert len(shop.sent) == 2
    first, second = shop.sent
    assert (first.body, first.headers) == (second.body, second.headers)
    assert shop.state()["deliveries"][0]["outcome"] == "200"


def test_after_eight_retries_nothing_more_is_sent(shop: RawShop) -> None:
    shop.answers = [500] * 20
    arrive(shop, stuck=True)
    for seconds in (*RETRIES, 4 * 3600):
        shop.wait(seconds)
    assert len(shop.sent) == 9
    assert shop.state()["deliveries"][0]["taken"] is False


def test_a_subscription_made_by_mutation_is_told_and_deleted_when_it_keeps_failing(shop: RawShop) -> None:
    to = {"uri": "https://other.example/hook", "name": "other"}
    made = shop.data(SUBSCRIBE, topic="PRODUCTS_CREATE", to=to)["webhookSubscriptionCreate"]
    assert made["webhookSubscription"]["apiVersion"] == {"handle": "2026-10"}
    shop.answers = [200] + [500] * 9
    arrive(shop, stuck=True)
    assert [one.url for one in shop.sent] == ["https://app.example/webhooks", "https://other.example/hook"]
    assert headers(shop)["X-Shopify-Name"] == "other"
    assert len(shop.data(LISTED)["webhookSubscriptions"]["nodes"]) == 1
    for seconds in RETRIES:
        shop.wait(seconds)
    assert shop.data(LISTED)["webhookSubscriptions"]["nodes"] == []


def test_a_subscription_needs_a_valid_address_that_is_not_taken(shop: RawShop) -> None:
    for uri, reason in (("webhooks", "not a valid URL"), ("https://other.example/a", "already been taken")):
        shop.data(SUBSCRIBE, topic="PRODUCTS_UPDATE", to={"uri": "https://other.example/a"})
        payload = shop.data(SUBSCRIBE, topic="PRODUCTS_UPDATE", to={"uri": uri})["webhookSubscriptionCreate"]
        assert payload["webhookSubscription"] is None
        assert reason in payload["userErrors"][0]["message"]


def test_compliance_topics_cannot_be_subscribed_to_by_mutation(shop: RawShop) -> None:
    answer = shop.ask(SUBSCRIBE, topic="SHOP_REDACT", to={"uri": "https://other.example/a"})
    assert answer["errors"][0]["extensions"]["code"] == "INVALID_VARIABLE"


def test_a_duplicate_has_the_same_webhook_id_and_body(shop: RawShop) -> None:
    arrive(shop, stuck=True)
    answer = shop.control("webhooks/duplicate", topic="products/create")
    assert answer["outcome"] == "200"
    assert (shop.sent[0].headers, shop.sent[0].body) == (shop.sent[1].headers, shop.sent[1].body)
    again = shop.control("webhooks/redeliver", webhook_id=answer["webhook_id"])
    assert (again["webhook_id"], len(shop.sent)) == (answer["webhook_id"], 3)


def test_there_is_nothing_to_repeat_before_something_was_sent(shop: RawShop) -> None:
    assert shop.control("webhooks/duplicate", topic="products/create") == {
        "error": "there is no such delivery"
    }
    assert shop.control("webhooks/redeliver", webhook_id="x") == {"error": "there is no such delivery"}


def test_two_changes_can_be_told_newest_first(shop: RawShop) -> None:
    gid = shop.product("Plain ring")["id"]
    shop.control("webhooks/reorder", product=gid)
    newer, older = (json.loads(one.body) for one in shop.sent)
    assert newer["updated_at"] > older["updated_at"]
    assert headers(shop, 0)["X-Shopify-Webhook-Id"] != headers(shop, 1)["X-Shopify-Webhook-Id"]
    assert "error" in shop.control("webhooks/reorder", product="gid://shopify/Product/1")


def test_deliveries_can_be_kept_back(shop: RawShop) -> None:
    shop.control("webhooks/hold", topic="products/create")
    arrive(shop, stuck=True)
    arrive(shop, stuck=True, arrival=1)
    assert shop.sent == []
    assert shop.control("webhooks/release", topic="products/create", reverse=True) == {"sent": 2}
    numbers = [json.loads(one.body)["id"] for one in shop.sent]
    assert numbers == sorted(numbers, reverse=True)


def test_a_forgery_has_everything_but_the_right_signature(shop: RawShop) -> None:
    shop.answers = [401]
    answer = shop.control("webhooks/forge", topic="app/uninstalled", payload={"id": 7})
    sent, given = shop.sent[0], headers(shop)
    signature = base64.b64encode(hmac.digest(b"the-secret", sent.body, hashlib.sha256)).decode()
    assert answer["outcome"] == "401"
    assert given["X-Shopify-Hmac-Sha256"] not in ("", signature)
    assert given["X-Shopify-Hmac-Sha256"] == given["shopify-hmac-sha256"]
    assert json.loads(sent.body) == {"id": 7}
    shop.wait(3600)
    assert len(shop.sent) == 1


def test_an_app_that_is_not_installed_is_told_nothing(empty_handed: RawShop) -> None:
    arrive(empty_handed)
    empty_handed.wait(5)
    assert empty_handed.sent == []


def test_an_uninstall_is_told_and_two_days_later_the_redaction(shop: RawShop) -> None:
    shop.control("uninstall")
    shop.wait(1)
    assert shop.topics() == ["app/uninstalled"]
    shop.wait(48 * 3600)
    assert shop.topics() == ["app/uninstalled", "shop/redact"]
    assert json.loads(shop.sent[1].body)["shop_domain"] == "lustre-sandbox.myshopify.com"


def test_no_redaction_follows_when_the_app_is_back(shop: RawShop) -> None:
    shop.control("uninstall")
    shop.install()
    shop.wait(48 * 3600)
    assert shop.topics() == ["app/uninstalled"]


def test_compliance_topics_are_sent_on_demand_and_nothing_else(shop: RawShop) -> None:
    for topic in ("customers/data_request", "customers/redact", "shop/redact"):
        shop.control("webhooks/emit", topic=topic)
    shop.control("redact")
    shop.wait(0)
    assert shop.topics() == ["customers/data_request", "customers/redact", "shop/redact", "shop/redact"]
    assert "error" in shop.control("webhooks/emit", topic="products/create")


def test_changed_scopes_are_told(shop: RawShop) -> None:
    shop.control("scopes", scopes=["read_products"])
    shop.wait(0)
    assert shop.topics() == ["app/scopes_update"]
    told = json.loads(shop.sent[0].body)
    assert told == {"previous": ["read_products", "write_files"], "current": ["read_products"]}


def test_a_deleted_product_is_told_and_gone(shop: RawShop) -> None:
    product = shop.product("Plain ring")
    shop.control(f"products/{product['number']}/delete")
    shop.wait(0)
    assert (shop.topics(), json.loads(shop.sent[0].body)) == (["products/delete"], {"id": product["number"]})
    names = {one["file_name"] for one in shop.state()["media"]}
    assert "ring.jpg" not in names
    assert "chart.jpg" in names
    assert "error" in shop.control(f"products/{product['number']}/delete")


def test_a_picture_that_the_merchant_replaces_is_told(shop: RawShop) -> None:
    medium = shop.medium("ring.jpg")
    answer = shop.control(f"media/{medium['number']}/replace")
    shop.wait(0)
    assert answer["digest"] != medium["digest"]
    assert answer["version"] > medium["version"]
    assert shop.topics() == ["products/update"]
    assert shop.medium("ring.jpg")["written_by"] == "merchant"
    assert "error" in shop.control("media/x/replace")
