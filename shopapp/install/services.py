"""A shop comes, changes what it allows, goes, and is forgotten."""

import hashlib
import hmac

from django.db import transaction
from django.utils import timezone

from integrations.shopify import shop as shopify_shop
from integrations.shopify import token_exchange
from integrations.shopify.session_token import SessionClaims
from shopapp import connection, tokens
from shopapp.billing import ledger
from shopapp.billing.plans import FREE_CREDITS
from shopapp.catalog.services import start_sync
from shopapp.env import env
from shopapp.models import (
    Batch,
    ListingSync,
    MarketplaceAccount,
    MarketplaceToken,
    OfflineToken,
    Promotion,
    RetouchJob,
    Revision,
    Shop,
    Submission,
    Subscription,
    Sync,
    WebhookDelivery,
    Write,
)
from shopapp.queue import Task, enqueue
from shopapp.studio import lifecycle, storage

_HELD_STATES = (*lifecycle.UNDER_WAY, RetouchJob.State.READY, RetouchJob.State.NEEDS_REVIEW)


def install(*, claims: SessionClaims) -> Shop:
    """Exchange a session token for the shop's offline token; a shop seen for the first time gets its free credits."""
    pair = token_exchange.exchange(connection.config(), claims, connection.http())
    with transaction.atomic():
        shop, is_new = Shop.objects.get_or_create(domain=claims.shop)
        returns = shop.uninstalled_at is not None
        if returns:
            Shop.objects.filter(pk=shop.pk).update(uninstalled_at=None, installed_at=timezone.now())
        Shop.objects.filter(pk=shop.pk).update(scopes=pair.scope)
        tokens.store(shop, pair)
        ledger.open_accounts(shop)
        _welcome(shop)
        if is_new or returns:
            enqueue(Task.READ_SHOP, shop.pk)
            start_sync(shop=shop)
    shop.refresh_from_db()
    return shop


def _welcome(shop: Shop) -> None:
    """Give the free credits, once per shop for ever: the hash outlives the shop."""
    _, is_first = Promotion.objects.get_or_create(digest=promotion_digest(shop.domain))
    if is_first:
        ledger.grant(shop, FREE_CREDITS, key="welcome", reason="Welcome to Lustre")


def promotion_digest(domain: str) -> str:
    """Return the keyed hash by which a domain is known after everything else is forgotten."""
    key = env().secret_key.get_secret_value().encode()
    return hmac.new(key, f"promotion:{domain}".encode(), hashlib.sha256).hexdigest()


def read_shop(*, shop_id: int) -> None:
    """Read the shop's name, currency and time zone, and what it allows."""
    shop = Shop.objects.get(pk=shop_id)
    info = shopify_shop.read(connection.admin(shop))
    Shop.objects.filter(pk=shop_id).update(
        gid=info.gid, name=info.name[:255], email=info.email[:255], currency=info.currency,
        timezone=info.timezone, scopes=",".join(sorted(info.scopes)),
    )  # fmt: skip


def uninstall(*, shop: Shop) -> None:
    """Stop everything for a shop that has removed the app; what is on its store stays, credits set aside come back."""
    now = timezone.now()
    with transaction.atomic():
        Shop.objects.filter(pk=shop.pk, uninstalled_at=None).update(uninstalled_at=now, auto_retouch=False)
        OfflineToken.objects.filter(shop=shop).delete()
        Subscription.objects.filter(shop=shop, ended_at=None).update(status="CANCELLED", ended_at=now)
        Sync.objects.filter(shop=shop, state=Sync.State.RUNNING).update(
            state=Sync.State.FAILED, finished_at=now, owner="", lease_until=None
        )
        Write.objects.filter(shop=shop, finished_at=None).update(
            state=Write.State.FAILED, finished_at=now, owner="", lease_until=None
        )
    _leave_marketplaces(shop)
    open_jobs = RetouchJob.objects.filter(shop=shop, state__in=_HELD_STATES)
    for job_id in open_jobs.values_list("pk", flat=True):
        lifecycle.stop(job_id, "uninstalled", states=_HELD_STATES)
    Batch.objects.filter(shop=shop, finished_at=None).update(state=Batch.State.CANCELLED, finished_at=now)


def _leave_marketplaces(shop: Shop) -> None:
    """Delete our permissions elsewhere; what waits is held, and the ledger stays until everything is forgotten."""
    now = timezone.now()
    with transaction.atomic():
        MarketplaceToken.objects.filter(account__shop=shop).delete()
        accounts = MarketplaceAccount.objects.filter(shop=shop, disconnected_at=None)
        accounts.update(disconnected_at=now, auto_export_since=None)
        Submission.objects.filter(shop=shop, finished_at=None).update(held=True)
        ListingSync.objects.filter(account__shop=shop, state=ListingSync.State.RUNNING).update(
            state=ListingSync.State.FAILED, finished_at=now, owner="", lease_until=None
        )


def redact(*, domain: str) -> None:
    """Delete everything of a shop, rows and files; one keyed hash stays, so that free credits are given once.

    Files go first: where they cannot be deleted now, the rows still lead to them the next time. What a worker wrote
    while the rows went is deleted at the end.
    """
    shop = Shop.objects.filter(domain=domain).first()
    if shop:
        folder = storage.shop_folder(shop.pk)
        storage.delete_folder(folder)
        with transaction.atomic():
            Write.objects.filter(shop=shop).delete()
            RetouchJob.objects.filter(shop=shop).delete()
            Revision.objects.filter(shop=shop).delete()
            shop.delete()
        storage.delete_folder(folder)
    WebhookDelivery.objects.filter(shop_domain=domain).delete()
