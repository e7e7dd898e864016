"""The battery that every topic of ``shopify.app.toml`` runs through, with a payload as Shopify sends it.

The payloads are our own: the fields that Shopify's reference names for each topic, filled for one shop.
"""

import base64
import hashlib
import hmac
import json
import tomllib
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from integrations.shopify.webhooks import COMPLIANCE_TOPICS, Topic
from shopapp.models import Media, Product, Shop, Subscription, WebhookDelivery
from shopapp.webhooks import inbox
from shopapp.webhooks.handlers import HANDLERS
from tests.factories import stocked
from tests.fake_shop import DOMAIN, FakeShop
from tests.unit.shopapp import conftest as shops

pytestmark = pytest.mark.django_db
alice, fake, fresh_buckets = shops.alice, shops.fake, shops.fresh_buckets
PAYLOADS = json.loads(Path(__file__).with_name("webhook_payloads.json").read_text())
APP = tomllib.loads((Path(__file__).parents[2] / "shopify.app.toml").read_text())
DECLARED = sorted(
    topic
    for entry in APP["webhooks"]["subscriptions"]
    for topic in (*entry.get("topics", ()), *entry.get("compliance_topics", ()))
)
EVERY = pytest.mark.parametrize("topic", DECLARED)
CUSTOMERS = {"customers/data_request", "customers/redact"}
WRONG: dict[str, Any] = {
    "empty": {},
    "nulls": {
        "id": None,
        "admin_graphql_api_id": None,
        "app_subscription": None,
        "app_purchase_one_time": None,
    },
    "lists": {
        "id": [],
        "admin_graphql_api_id": ["x"],
        "app_subscription": ["x"],
        "app_purchase_one_time": ["x"],
    },
    "words": {"id": "one", "admin_graphql_api_id": {}, "app_subscription": "x", "app_purchase_one_time": "x"},
    "numbers": {"id": -1, "admin_graphql_api_id": 10**30, "app_subscription": 7, "app_purchase_one_time": 7},
    "another's": {"id": 2**70, "admin_graphql_api_id": "gid://shopify/Product/999999"},
}


def send(topic: str, body: bytes, *, key: bytes = b"test-client-secret", **headers: str) -> int:
    sent = {
        "X-Shopify-Topic": topic, "X-Shopify-Shop-Domain": DOMAIN, "X-Shopify-Webhook-Id": "one",
        "X-Shopify-Event-Id": "event", "X-Shopify-Triggered-At": timezone.now().isoformat(),
        "X-Shopify-Hmac-Sha256": base64.b64encode(hmac.new(key, body, hashlib.sha256).digest()).decode(),
    } | {name.replace("_", "-"): value for name, value in headers.items()}  # fmt: skip
    return Client().post("/webhooks", body, content_type="application/json", headers=sent).status_code


def body_of(topic: str) -> bytes:
    return json.dumps(PAYLOADS[topic]).encode()


def work() -> list[str]:
    """Work what waits; return the states that came of it."""
    for delivery in WebhookDelivery.objects.filter(state="received").order_by("pk"):
        inbox.handle(delivery.pk)
    return list(WebhookDelivery.objects.order_by("pk").values_list("state", flat=True))


def rows(*, but: str = "") -> list[Any]:
    """Everything that a handler may have changed."""
    kinds = (Media, Product, Subscription, Shop)
    hidden = {"changed_at", but}
    return [
        [{name: value for name, value in row.items() if name not in hidden} for row in kind.objects.values()]
        for kind in kinds
    ]


def test_what_is_declared_handled_and_tested_is_one_list() -> None:
    assert DECLARED == sorted(Topic) == sorted(HANDLERS) == sorted(PAYLOADS)


@EVERY
def test_a_valid_message_is_stored_answered_and_worked(topic: str, alice: Shop, fake: FakeShop) -> None:
    stocked(alice, fake)
    fake.charges["gid://shopify/AppSubscription/pro"] = {
        "kind": "AppSubscription", "status": "ACTIVE", "name": "Lustre Pro",
    }  # fmt: skip
    assert send(topic, body_of(topic)) == 200
    stored = WebhookDelivery.objects.get()
    assert (stored.topic, stored.shop_domain, stored.event_id) == (topic, DOMAIN, "event")
    assert stored.payload == ({} if topic in CUSTOMERS else PAYLOADS[topic])
    states = work()
    assert states in ([] if topic == "shop/redact" else ["handled"], ["ignored"])


@EVERY
@pytest.mark.parametrize("forgery", ["key", "body", "none", "not base64", "not ascii"])
def test_a_forged_message_is_refused_and_leaves_nothing(topic: str, forgery: str, alice: Shop) -> None:
    body = body_of(topic)
    signature = base64.b64encode(hmac.new(b"test-client-secret", b"other", hashlib.sha256).digest()).decode()
    status = {
        "key": lambda: send(topic, body, key=b"guessed"),
        "body": lambda: send(topic, body, X_Shopify_Hmac_Sha256=signature),
        "none": lambda: send(topic, body, X_Shopify_Hmac_Sha256=""),
        "not base64": lambda: send(topic, body, X_Shopify_Hmac_Sha256="?"),
        "not ascii": lambda: send(topic, body, X_Shopify_Hmac_Sha256="\u00e4"),
    }[forgery]()
    assert status == 401
    assert not WebhookDelivery.objects.exists()


@EVERY
def test_a_duplicate_is_answered_and_worked_once(topic: str, alice: Shop, fake: FakeShop) -> None:
    stocked(alice, fake)
    assert [send(topic, body_of(topic)) for _ in range(3)] == [200, 200, 200]
    assert WebhookDelivery.objects.count() == 1
    work()
    after, asked = rows(), len(fake.asked)
    for delivery in WebhookDelivery.objects.all():
        inbox.handle(delivery.pk)
    assert (rows(), len(fake.asked)) == (after, asked)


@EVERY
def test_an_older_message_that_comes_late_changes_nothing(topic: str, alice: Shop, fake: FakeShop) -> None:
    stocked(alice, fake)
    send(topic, body_of(topic), X_Shopify_Webhook_Id="newer")
    work()
    after = rows(but="uninstalled_at")
    early = (timezone.now() - timedelta(hours=5)).isoformat()
    assert send(topic, body_of(topic), X_Shopify_Webhook_Id="older", X_Shopify_Triggered_At=early) == 200
    work()
    assert rows(but="uninstalled_at") == after


@EVERY
@pytest.mark.parametrize("kind", sorted(WRONG))
def test_a_payload_of_another_shape_breaks_nothing(
    topic: str, kind: str, alice: Shop, fake: FakeShop
) -> None:
    stocked(alice, fake)
    assert send(topic, json.dumps(WRONG[kind]).encode()) == 200
    assert "received" not in work()
    assert not WebhookDelivery.objects.filter(crashes__gt=0).exists()


@EVERY
@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"7", b'"text"', b"\xff\xfe"])
def test_a_body_that_is_no_object_is_refused(topic: str, body: bytes, alice: Shop) -> None:
    assert send(topic, body) in {400, 401}
    assert not WebhookDelivery.objects.exists()


@EVERY
def test_a_message_of_a_shop_that_is_not_ours_does_nothing(topic: str, alice: Shop, fake: FakeShop) -> None:
    before = rows()
    assert send(topic, body_of(topic), X_Shopify_Shop_Domain="nobody.myshopify.com") == 200
    assert set(work()) <= {"ignored"}
    assert rows() == before
    assert fake.asked == []
    assert send(topic, body_of(topic), X_Shopify_Shop_Domain="evil.example/aurelia.myshopify.com") == 401


@EVERY
def test_no_customer_is_ever_stored(topic: str, alice: Shop) -> None:
    send(topic, body_of(topic))
    kept = json.dumps(list(WebhookDelivery.objects.values("payload")))
    assert "kim@buyers.example" not in kept
    assert (topic in COMPLIANCE_TOPICS) is (topic.startswith("customers/") or topic == "shop/redact")
