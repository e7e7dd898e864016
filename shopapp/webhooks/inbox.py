"""The inbox: a delivery is stored once by its id, then worked by a task; repeating either is harmless."""

from datetime import timedelta

import structlog
from django.utils import timezone

from integrations.errors import IntegrationError, Retryable
from integrations.shopify.webhooks import COMPLIANCE_TOPICS, Topic, WebhookEvent
from shopapp import leases, tokens
from shopapp.leases import LeaseLost
from shopapp.models import Shop, WebhookDelivery
from shopapp.queue import Task, enqueue
from shopapp.studio import storage
from shopapp.webhooks.handlers import HANDLERS

_S = WebhookDelivery.State
_GIVE_UP = timedelta(hours=6)
_ENDS = (Topic.APP_UNINSTALLED, Topic.SHOP_REDACT)
_CUSTOMERS = COMPLIANCE_TOPICS - {Topic.SHOP_REDACT}
_log = structlog.get_logger(__name__)


def record(event: WebhookEvent) -> WebhookDelivery:
    """Store a verified delivery and ring for its task; a repeated one breaks the unique webhook id."""
    delivery = WebhookDelivery.objects.create(
        webhook_id=event.webhook_id, event_id=event.event_id, topic=event.topic, shop_domain=event.shop,
        triggered_at=event.triggered_at,
        payload={} if event.topic in _CUSTOMERS else event.payload,  # customers' data is not kept for a moment
    )  # fmt: skip
    enqueue(Task.HANDLE_WEBHOOK, delivery.pk)
    return delivery


def handle(delivery_id: int) -> None:
    """Work one delivery; one that is held or done is left alone."""
    delivery = leases.claim(WebhookDelivery.objects.filter(state=_S.RECEIVED), delivery_id)
    if delivery is None:
        return
    with structlog.contextvars.bound_contextvars(shop=delivery.shop_domain, topic=delivery.topic):
        try:
            if delivery.crashes >= leases.MOST_CRASHES:
                _close(delivery, _S.FAILED, "it broke the worker again and again")
                return
            with leases.alive(delivery):
                reason = _work(delivery)
            _finish(delivery, reason)
        except LeaseLost:
            _log.info("overtaken; nothing written")
        except (IntegrationError, *storage.BUCKET_ERRORS) as error:
            _went_wrong(delivery, error)


def _work(delivery: WebhookDelivery) -> str:
    """Hand a delivery to its topic's handler; return why it was ignored, "" where it was not."""
    topic = Topic(delivery.topic)
    shop = Shop.objects.filter(domain=delivery.shop_domain).first()
    if topic not in COMPLIANCE_TOPICS and (shop is None or not shop.installed):
        return "the shop is not installed"
    if topic in _ENDS and shop and shop.installed and _is_stale(delivery, shop):
        return "from before the present installation"
    return HANDLERS[topic](shop, delivery) or ""


def _is_stale(delivery: WebhookDelivery, shop: Shop) -> bool:
    return delivery.triggered_at is not None and delivery.triggered_at < shop.installed_at


def _finish(delivery: WebhookDelivery, reason: str) -> None:
    if Topic(delivery.topic) is Topic.SHOP_REDACT and not reason:
        return  # the delivery itself was forgotten with the shop
    _close(delivery, _S.IGNORED if reason else _S.HANDLED, reason)


def _close(delivery: WebhookDelivery, state: str, reason: str) -> None:
    """Note what became of a delivery; of a shop that is not known, or no longer, its name is not kept either."""
    if Shop.objects.filter(domain=delivery.shop_domain).exists():
        leases.let_go(delivery, state=state, reason=reason[:255], handled_at=timezone.now())
        return
    leases.require_held(delivery)
    delivery.delete()


def _went_wrong(delivery: WebhookDelivery, error: Exception) -> None:
    if _may_pass(delivery, error):
        pause = timedelta(seconds=min(2**delivery.failures, 120))
        leases.let_go(delivery, after=pause, failures=delivery.failures + 1)
        enqueue(Task.HANDLE_WEBHOOK, delivery.pk, delay=pause)
        _log.warning("put off", why=type(error).__name__)
        return
    _log.warning("delivery could not be worked", why=str(error))
    _close(delivery, _S.FAILED, str(error))


def _may_pass(delivery: WebhookDelivery, error: Exception) -> bool:
    """Whether to come back to it: an outage for hours, a token that may be renewed; what must go is never kept."""
    if Topic(delivery.topic) is Topic.SHOP_REDACT:
        return True
    if isinstance(error, Retryable) or storage.is_out_of_reach(error):
        return timezone.now() - delivery.received_at < _GIVE_UP
    shop = Shop.objects.filter(domain=delivery.shop_domain).first()
    return shop is not None and tokens.may_come_back(shop, error, failures=delivery.failures)
