"""The reading of a whole catalog: two bulk operations, waited for, then their rows stored in small transactions."""

from datetime import timedelta
from typing import Any

import structlog
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from integrations.errors import IntegrationError, Retryable, Throttled
from integrations.shopify import catalog as shopify
from integrations.shopify.catalog import PRODUCTS_DOCUMENT, VARIANTS_DOCUMENT, BulkStatus
from shopapp import connection, leases, tokens
from shopapp.catalog import services
from shopapp.catalog.services import Changes
from shopapp.env import env
from shopapp.leases import LeaseLost
from shopapp.models import Media, Product, Shop, Sync
from shopapp.queue import Task, enqueue

_POLL = timedelta(seconds=1)
_LONGEST_PAUSE = timedelta(minutes=2)
_log = structlog.get_logger(__name__)


def run(sync_id: int) -> None:
    """Claim a reading and take it as far as it goes now."""
    running = Sync.objects.select_related("shop").filter(state=Sync.State.RUNNING)
    sync = leases.claim(running, sync_id)
    if sync is None:
        return
    with structlog.contextvars.bound_contextvars(shop=sync.shop.domain, sync=sync.pk):
        try:
            if sync.crashes >= leases.MOST_CRASHES:
                _fail(sync, _("Something went wrong on our side while your catalog was read."))
                return
            with leases.alive(sync):
                _advance(sync)
        except LeaseLost:
            _log.info("overtaken; nothing written")
        except IntegrationError as error:
            _went_wrong(sync, error)


def wake(*, shop: Shop, bulk_gid: str) -> None:
    """Look at once at the reading whose bulk operation has finished."""
    for sync in Sync.objects.filter(shop=shop, state=Sync.State.RUNNING):
        if bulk_gid in {sync.products_gid, sync.variants_gid}:
            Sync.objects.filter(pk=sync.pk, owner="").update(due_at=None)
            enqueue(Task.RUN_SYNC, sync.pk)


def _advance(sync: Sync) -> None:
    client = connection.admin(sync.shop)
    if not sync.products_gid:
        leases.write(sync, products_gid=shopify.start_bulk(client, PRODUCTS_DOCUMENT))
    if not sync.variants_gid:
        leases.write(sync, variants_gid=shopify.start_bulk(client, VARIANTS_DOCUMENT))
    products = shopify.bulk_status(client, sync.products_gid)
    variants = shopify.bulk_status(client, sync.variants_gid)
    if not (products.is_over and variants.is_over):
        leases.let_go(sync, after=_POLL, failures=0, failing_since=None)
        enqueue(Task.RUN_SYNC, sync.pk, delay=_POLL)
    elif products.is_complete and variants.is_complete:
        _finish(sync, products, variants)
    else:
        _log.warning("bulk operation failed", why=products.error_code or variants.error_code)
        _fail(sync, _("Shopify did not finish reading your catalog. Please try again."))


def _finish(sync: Sync, products: BulkStatus, variants: BulkStatus) -> None:
    http = connection.http()
    found = shopify.products_from_rows(shopify.read_bulk(http, products.url))
    changes = Changes()
    for product in found:
        with transaction.atomic():
            new = services.apply_product(sync.shop, product)
        changes.new += new.new
        changes.replaced += new.replaced
    _forget_missing(sync.shop, {product.gid for product in found})
    of_variants = shopify.variants_from_rows(shopify.read_bulk(http, variants.url))
    with transaction.atomic():
        services.apply_variants(sync.shop, of_variants)
    counts: dict[str, Any] = {
        "products": len(found),
        "media": len({medium.gid for p in found for medium in p.media}),
    }
    leases.let_go(sync, state=Sync.State.DONE, finished_at=timezone.now(), **counts)
    _log.info("catalog read", new=len(changes.new), replaced=len(changes.replaced), **counts)


def _forget_missing(shop: Shop, gids: set[str]) -> None:
    """Mark as deleted what was known before the reading began and is not in it."""
    known = Product.objects.filter(shop=shop, deleted_at=None)
    for gid in set(known.values_list("gid", flat=True)) - gids:
        services.refresh_product(shop=shop, gid=gid)  # it may be newer than the reading: the shop decides
    orphans = Media.objects.filter(shop=shop, deleted_at=None).exclude(places__product__deleted_at=None)
    orphans.update(deleted_at=timezone.now())


def _went_wrong(sync: Sync, error: IntegrationError) -> None:
    since = sync.failing_since or timezone.now()
    later = isinstance(error, Retryable) or tokens.may_come_back(sync.shop, error, failures=sync.failures)
    if not later or timezone.now() - since > env().retry_give_up:
        _fail(sync, error.merchant_sentence)
        _log.warning("catalog could not be read", why=str(error))
        return
    asked = timedelta(seconds=error.retry_after) if isinstance(error, Throttled) else None
    pause = asked or min(timedelta(seconds=2 ** min(sync.failures, 10)), _LONGEST_PAUSE)
    leases.let_go(sync, after=pause, failures=sync.failures + 1, failing_since=since)
    enqueue(Task.RUN_SYNC, sync.pk, delay=pause)


def _fail(sync: Sync, reason: str) -> None:
    leases.let_go(sync, state=Sync.State.FAILED, reason=reason[:512], finished_at=timezone.now())
