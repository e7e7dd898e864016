import json
from datetime import UTC, datetime

import pytest

from integrations.errors import Rejected, Unauthorized, UnsupportedFeature
from integrations.shopify import webhooks
from integrations.shopify.config import ShopifyConfig
from integrations.shopify.webhooks import Topic
from tests.shopify_fakes import CONFIG, SHOP, webhook_headers

BODY = json.dumps({"id": 1, "title": "Bague améthyste"}, ensure_ascii=False).encode()


@pytest.mark.parametrize("prefix", ["X-Shopify-", "x-shopify-", "Shopify-"])
def test_a_delivery_says_what_where_and_when(prefix):
    event = webhooks.verify(CONFIG, webhook_headers(BODY, prefix=prefix), BODY)
    assert (event.topic, event.shop, event.webhook_id) == (Topic.PRODUCTS_UPDATE, SHOP, "delivery-1")
    assert event.triggered_at == datetime(2026, 11, 23, 10, 0, 0, 123456, UTC)
    assert event.payload["title"] == "Bague améthyste"


def test_a_delivery_signed_before_the_secret_was_rotated_is_accepted():
    rotated = ShopifyConfig("client-1", "new" * 12, old_client_secret=CONFIG.client_secret)
    assert webhooks.verify(rotated, webhook_headers(BODY), BODY).shop == SHOP


@pytest.mark.parametrize("signature", ["", "AAAA", "ünïcödé"])
def test_a_wrong_signature_is_unauthorized_whatever_it_is_made_of(signature):
    with pytest.raises(Unauthorized):
        webhooks.verify(CONFIG, webhook_headers(BODY, Hmac_Sha256=signature), BODY)


def test_a_changed_body_is_unauthorized():
    with pytest.raises(Unauthorized):
        webhooks.verify(CONFIG, webhook_headers(BODY), BODY + b" ")


def test_a_body_that_is_no_utf8_is_unauthorized():
    body = b'{"title": "\xff"}'
    with pytest.raises(Unauthorized):
        webhooks.verify(CONFIG, webhook_headers(body), body)


@pytest.mark.parametrize(
    "shop", ["evil/../x", "evil.example", f"{SHOP}:443", f"{SHOP}\n", "", "Aurelia.myshopify.com"]
)
def test_a_shop_that_is_no_shop_is_refused_though_the_body_is_signed(shop):
    with pytest.raises(Unauthorized):
        webhooks.verify(CONFIG, webhook_headers(BODY, Shop_Domain=shop), BODY)


def test_a_topic_we_never_asked_for_is_named_as_such():
    with pytest.raises(UnsupportedFeature):
        webhooks.verify(CONFIG, webhook_headers(BODY, Topic="orders/create"), BODY)


def test_a_delivery_without_an_id_cannot_be_told_from_a_repeated_one():
    with pytest.raises(Rejected):
        webhooks.verify(CONFIG, webhook_headers(BODY, Webhook_Id=""), BODY)


@pytest.mark.parametrize("body", [b"", b"[]", b"null", b"{"])
def test_a_signed_body_that_is_no_object_is_rejected(body):
    with pytest.raises(Rejected):
        webhooks.verify(CONFIG, webhook_headers(body), body)


@pytest.mark.parametrize("moment", ["", "yesterday", "2026-11-23T10:00:00"])
def test_a_moment_that_cannot_be_ordered_is_no_moment(moment):
    assert webhooks.verify(CONFIG, webhook_headers(BODY, Triggered_At=moment), BODY).triggered_at is None
