"""Shopify's messages: forged, repeated, late, out of order, and each topic's work."""

import base64
import hashlib
import hmac
import json
from datetime import timedelta
from typing import Any
from unittest.mock import Mock
from uuid import uuid4

import httpx
import pytest
from botocore.exceptions import EndpointConnectionError
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone

from shopapp.billing import selectors as billing
from shopapp.billing import services as billing_services
from shopapp.install import services as install
from shopapp.models import Media, Product, Promotion, RetouchJob, Shop, WebhookDelivery
from shopapp.studio import services as studio
from shopapp.studio import storage
from shopapp.webhooks import inbox
from tests.factories import make_media, stocked, work_off
from tests.fake_shop import DOMAIN, FakeShop

pytestmark = pytest.mark.django_db
PRODUCT = {"admin_graphql_api_id": "gid://shopify/Product/1"}


def deliver(
    topic: str, payload: dict[str, Any] | None = None, *, webhook_id: str = "", **headers: str
) -> int:
    body = json.dumps(payload or {}).encode()
    signature = base64.b64encode(hmac.new(b"test-client-secret", body, hashlib.sha256).digest()).decode()
    sent = {
        "X-Shopify-Topic": topic,
        "X-Shopify-Shop-Domain": DOMAIN,
        "X-Shopify-Webhook-Id": webhook_id or uuid4().hex,
        "X-Shopify-Triggered-At": timezone.now().isoformat(),
        "X-Shopify-Hmac-Sha256": signature,
    } | {name.replace("_", "-"): value for name, value in headers.items()}
    return Client().post("/webhooks", body, content_type="application/json", headers=sent).status_code


def work() -> None:
    for delivery in WebhookDelivery.objects.filter(state="received").order_by("pk"):
        inbox.handle(delivery.pk)


def last() -> WebhookDelivery:
    return WebhookDelivery.objects.latest("pk")


def test_a_forged_message_is_refused_and_not_stored(alice: Shop) -> None:
    assert deliver("products/update", PRODUCT, X_Shopify_Hmac_Sha256="Zm9yZ2Vk") == 401
    assert not WebhookDelivery.objects.exists()


def test_a_repeated_message_is_answered_and_stored_once(alice: Shop) -> None:
    assert deliver("products/update", PRODUCT, webhook_id="same") == 200
    assert deliver("products/update", PRODUCT, webhook_id="same") == 200
    assert WebhookDelivery.objects.count() == 1


def test_a_topic_nobody_asked_for_is_answered_and_forgotten(alice: Shop) -> None:
    assert deliver("orders/create") == 200
    assert not WebhookDelivery.objects.exists()


def test_a_signed_message_that_is_no_object_is_refused(alice: Shop) -> None:
    body = b"[]"
    signature = base64.b64encode(hmac.new(b"test-client-secret", body, hashlib.sha256).digest()).decode()
    headers = {"X-Shopify-Topic": "products/update", "X-Shopify-Shop-Domain": DOMAIN,
               "X-Shopify-Webhook-Id": "1", "X-Shopify-Hmac-Sha256": signature}  # fmt: skip
    assert (
        Client().post("/webhooks", body, content_type="application/json", headers=headers).status_code == 400
    )


def test_a_new_product_is_read_and_retouched_by_itself(alice: Shop, fake: FakeShop) -> None:
    Shop.objects.update(auto_retouch=True)
    fake.add(7, b"new", product=1)
    deliver("products/create", PRODUCT)
    work()
    assert Product.objects.get().title == "14k gold ring"
    assert RetouchJob.objects.get().source == "auto"
    work_off()
    assert RetouchJob.objects.get().state == "published"


def test_without_auto_retouch_a_new_product_is_only_read(alice: Shop, fake: FakeShop) -> None:
    fake.add(7, b"new", product=1)
    deliver("products/create", PRODUCT)
    work()
    assert Media.objects.get().gid.endswith("/7")
    assert not RetouchJob.objects.exists()


def test_the_echo_of_our_own_write_starts_nothing(alice: Shop, fake: FakeShop) -> None:
    stocked(alice, fake)
    Shop.objects.update(auto_retouch=True)
    alice.refresh_from_db()
    studio.start_batch(shop=alice)
    work_off()
    deliver("products/update", PRODUCT)
    work()
    assert RetouchJob.objects.count() == 1
    assert last().state == "handled"


def test_a_photo_replaced_by_the_merchant_is_retouched_anew(alice: Shop, fake: FakeShop) -> None:
    (media,) = stocked(alice, fake)
    Shop.objects.update(auto_retouch=True)
    fake.media[media.gid].version, fake.media[media.gid].data = 5, b"another"
    deliver("products/update", PRODUCT)
    work()
    assert RetouchJob.objects.get().media_id == media.pk


def test_auto_retouch_stops_with_a_banner_at_zero_credits_and_goes_on_after_a_purchase(
    fake: FakeShop,
) -> None:
    from tests.factories import make_shop

    shop = make_shop(credits_=0, pro=True, auto_retouch=True)
    fake.add(7, b"new", product=1)
    deliver("products/create", PRODUCT)
    work()
    assert not RetouchJob.objects.exists()
    assert "credits" in Shop.objects.get().auto_paused_reason
    purchase = billing_services.start_purchase(shop=shop, pack="credits-400")
    fake.charges[purchase.gid]["status"] = "ACTIVE"
    body = {"app_purchase_one_time": {"admin_graphql_api_id": purchase.gid}}
    deliver("app_purchases_one_time/update", body)
    work()
    studio.resume_auto(shop_id=shop.pk)
    assert RetouchJob.objects.count() == 1
    assert Shop.objects.get().auto_paused_reason == ""


def test_a_late_message_of_a_deleted_product_only_notes_that_it_is_gone(alice: Shop, fake: FakeShop) -> None:
    media = make_media(alice)
    deliver("products/update", PRODUCT)
    work()
    assert Product.objects.get().deleted_at
    media.refresh_from_db()
    assert media.deleted_at


def test_a_deletion_that_came_too_early_deletes_nothing(alice: Shop, fake: FakeShop) -> None:
    stocked(alice, fake)
    deliver("products/delete", PRODUCT)
    work()
    assert Product.objects.get().deleted_at is None


def test_a_photo_shown_by_another_product_outlives_its_product(alice: Shop, fake: FakeShop) -> None:
    media = make_media(alice)
    other = Product.objects.create(shop=alice, gid="gid://shopify/Product/2")
    media.places.create(product=other, position=0)
    deliver("products/delete", PRODUCT)
    work()
    media.refresh_from_db()
    assert media.deleted_at is None


def test_uninstalling_stops_everything_and_gives_credits_back(alice: Shop, fake: FakeShop) -> None:
    stocked(alice, fake, photos=3)
    studio.start_batch(shop=alice)
    deliver("app/uninstalled")
    work()
    alice.refresh_from_db()
    assert not alice.installed
    assert {job.reason_code for job in RetouchJob.objects.all()} == {"uninstalled"}
    assert billing.balance(alice).available == 200
    work_off()
    assert fake.writes == 0
    assert not hasattr(Shop.objects.get(), "token")


def test_an_uninstalling_from_before_the_reinstalling_is_ignored(alice: Shop) -> None:
    long_ago = (timezone.now() - timedelta(days=1)).isoformat()
    deliver("app/uninstalled", X_Shopify_Triggered_At=long_ago)
    work()
    alice.refresh_from_db()
    assert alice.installed
    assert last().state == "ignored"


def test_a_changed_permission_is_read_from_the_shop(alice: Shop, fake: FakeShop) -> None:
    deliver("app/scopes_update", {"current": ["everything"]})
    work()
    alice.refresh_from_db()
    assert alice.scopes == "read_products,write_files"


def test_a_subscription_is_believed_as_read_not_as_told(alice: Shop, fake: FakeShop) -> None:
    subscription = billing_services.start_subscription(shop=alice)
    body = {"app_subscription": {"admin_graphql_api_id": subscription.gid, "status": "ACTIVE"}}
    deliver("app_subscriptions/update", body)
    work()
    subscription.refresh_from_db()
    assert subscription.status == "PENDING"


def test_a_charge_that_is_not_ours_is_ignored(alice: Shop, fake: FakeShop) -> None:
    deliver("app_subscriptions/update", {"app_subscription": {"admin_graphql_api_id": "gid://shopify/X/1"}})
    work()
    assert last().state == "ignored"


@pytest.mark.parametrize("topic", ["customers/data_request", "customers/redact"])
def test_customers_data_is_not_kept_for_a_moment(alice: Shop, topic: str) -> None:
    deliver(topic, {"customer": {"email": "bob@example.com"}})
    assert last().payload == {}
    work()
    assert last().reason == "no customer data is kept"


def test_a_shop_is_forgotten_but_for_one_hash(alice: Shop, fake: FakeShop) -> None:
    Promotion.objects.create(digest=install.promotion_digest(DOMAIN))
    stocked(alice, fake, photos=2)
    studio.start_batch(shop=alice)
    work_off()
    folder = f"shops/{alice.pk}"
    assert default_storage.exists(folder)
    deliver("app/uninstalled")
    deliver("shop/redact")
    work()
    from django.apps import apps

    left = {
        m.__name__: m.objects.count()
        for m in apps.get_app_config("shopapp").get_models()
        if m.objects.exists()
    }
    assert left == {"Promotion": 1}
    assert DOMAIN not in Promotion.objects.get().digest
    assert not default_storage.exists(folder)


@pytest.mark.parametrize("topic", ["products/update", "app/uninstalled", "customers/redact", "shop/redact"])
def test_what_comes_after_a_shop_was_forgotten_is_forgotten_too(
    alice: Shop, fake: FakeShop, topic: str
) -> None:
    install.redact(domain=alice.domain)
    assert deliver(topic, PRODUCT) == 200
    work()
    assert not WebhookDelivery.objects.exists()


def test_a_message_whose_shop_is_forgotten_while_it_is_worked_is_not_kept(
    alice: Shop, fake: FakeShop
) -> None:
    def forgotten(_name: str, _request: httpx.Request) -> httpx.Response:
        Shop.objects.all().delete()
        return httpx.Response(403)

    fake.before = forgotten
    deliver("products/update", PRODUCT)
    work()
    assert not WebhookDelivery.objects.exists()


def test_a_shop_is_forgotten_later_where_its_files_cannot_be_reached(
    alice: Shop, fake: FakeShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    stocked(alice, fake)
    studio.start_batch(shop=alice)
    work_off()
    folder = f"shops/{alice.pk}"
    deliver("shop/redact")
    away = EndpointConnectionError(endpoint_url="https://bucket.example")
    with monkeypatch.context() as patch:
        patch.setattr(storage, "delete_folder", Mock(side_effect=away))
        work()
    assert default_storage.exists(folder)
    assert (last().state, last().crashes) == ("received", 0)
    WebhookDelivery.objects.update(due_at=None, received_at=timezone.now() - timedelta(days=2))
    work()
    assert not default_storage.exists(folder)
    assert not Shop.objects.exists()
    assert not WebhookDelivery.objects.exists()


def test_a_request_to_forget_from_before_the_reinstalling_is_ignored(alice: Shop) -> None:
    deliver("shop/redact", X_Shopify_Triggered_At=(timezone.now() - timedelta(days=1)).isoformat())
    work()
    assert Shop.objects.get().installed
    assert last().state == "ignored"


def test_a_message_whose_token_was_refused_is_worked_with_the_renewed_one(
    alice: Shop, fake: FakeShop
) -> None:
    stocked(alice, fake)
    refusals = [httpx.Response(401)]
    fake.before = lambda _name, _r: refusals.pop() if refusals else None
    deliver("products/update", PRODUCT)
    work()
    assert last().state == "received"
    WebhookDelivery.objects.update(due_at=None)
    work()
    assert last().state == "handled"


def test_a_message_is_worked_again_after_an_outage(alice: Shop, fake: FakeShop) -> None:
    stocked(alice, fake)
    outages = [httpx.Response(502)] * 9
    fake.before = lambda _name, _r: outages.pop() if outages else None
    deliver("products/update", PRODUCT)
    work()
    assert last().state == "received"
    outages.clear()
    WebhookDelivery.objects.update(due_at=None)
    work()
    assert last().state == "handled"


def test_a_message_that_cannot_be_worked_is_kept_as_failed(alice: Shop, fake: FakeShop) -> None:
    fake.before = lambda _name, _r: httpx.Response(403)
    deliver("products/update", PRODUCT)
    work()
    assert last().state == "failed"
