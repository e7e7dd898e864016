"""Topic to handler. A handler acts on the shop's present state, never on what the message says it was."""

from collections.abc import Callable
from typing import Any

from integrations.shopify.webhooks import Topic
from shopapp.billing import services as billing
from shopapp.catalog import services as catalog
from shopapp.catalog import syncing
from shopapp.errors import NotFound
from shopapp.install import services as install
from shopapp.models import Shop, WebhookDelivery
from shopapp.studio import services as studio

Handler = Callable[[Any, WebhookDelivery], str | None]


def product_changed(shop: Shop, delivery: WebhookDelivery) -> str | None:
    """Read the product; what is new, or was replaced by somebody else, may be retouched by itself."""
    gid = _gid(delivery, "Product")
    if not gid:
        return "no product id"
    changes = catalog.refresh_product(shop=shop, gid=gid)
    studio.consider_auto(shop=shop, media_ids=[*changes.new, *changes.replaced])
    return None


def product_deleted(shop: Shop, delivery: WebhookDelivery) -> str | None:
    """Ask whether the product is really gone: a late message may speak of the past."""
    gid = _gid(delivery, "Product")
    if not gid:
        return "no product id"
    catalog.refresh_product(shop=shop, gid=gid)
    return None


def bulk_finished(shop: Shop, delivery: WebhookDelivery) -> str | None:
    """Go on with the reading that waits for this operation."""
    syncing.wake(shop=shop, bulk_gid=_text(delivery.payload.get("admin_graphql_api_id")))
    return None


def uninstalled(shop: Shop, _delivery: WebhookDelivery) -> str | None:
    """Stop everything for the shop."""
    install.uninstall(shop=shop)
    return None


def scopes_changed(shop: Shop, _delivery: WebhookDelivery) -> str | None:
    """Read what the merchant allows now."""
    install.read_shop(shop_id=shop.pk)
    return None


def charge_changed(shop: Shop, delivery: WebhookDelivery) -> str | None:
    """Read the charge by its id; the message itself is not believed."""
    told = (delivery.payload.get(name) for name in ("app_subscription", "app_purchase_one_time"))
    body = next((each for each in told if isinstance(each, dict)), {})
    gid = _text(body.get("admin_graphql_api_id"))
    if not gid:
        return "no charge id"
    try:
        billing.settle_charge(shop=shop, gid=gid)
    except NotFound:
        return "not a charge of ours"
    return None


def customers(_shop: Shop | None, _delivery: WebhookDelivery) -> str | None:
    """Answer that there is nothing: no customer of a shop is known here."""
    return "no customer data is kept"


def shop_redacted(_shop: Shop | None, delivery: WebhookDelivery) -> str | None:
    """Delete everything of the shop."""
    install.redact(domain=delivery.shop_domain)
    return None


def _gid(delivery: WebhookDelivery, kind: str) -> str:
    payload = delivery.payload
    if gid := _text(payload.get("admin_graphql_api_id")):
        return gid
    number = payload.get("id")
    return f"gid://shopify/{kind}/{number}" if isinstance(number, int) else ""


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


HANDLERS: dict[Topic, Handler] = {
    Topic.PRODUCTS_CREATE: product_changed,
    Topic.PRODUCTS_UPDATE: product_changed,
    Topic.PRODUCTS_DELETE: product_deleted,
    Topic.BULK_OPERATIONS_FINISH: bulk_finished,
    Topic.APP_UNINSTALLED: uninstalled,
    Topic.APP_SCOPES_UPDATE: scopes_changed,
    Topic.APP_SUBSCRIPTIONS_UPDATE: charge_changed,
    Topic.APP_PURCHASES_ONE_TIME_UPDATE: charge_changed,
    Topic.CUSTOMERS_DATA_REQUEST: customers,
    Topic.CUSTOMERS_REDACT: customers,
    Topic.SHOP_REDACT: shop_redacted,
}
