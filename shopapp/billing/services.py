"""Plans and packs, through Shopify's billing: a charge is created pending, and believed only as re-read by its id."""

from django.db import transaction
from django.utils import timezone

from integrations.shopify import billing as shopify
from integrations.shopify.billing import Offer
from integrations.types import Money
from shopapp import connection
from shopapp.billing import ledger
from shopapp.billing.plans import PACKS, PLANS
from shopapp.billing.selectors import has_pro, is_on_hold
from shopapp.env import env
from shopapp.errors import Invalid, NotFound
from shopapp.models import Charge, Purchase, Shop, Subscription
from shopapp.queue import Task, enqueue
from shopapp.studio import words

RETURN_PATH = "/billing/return"


def start_subscription(*, shop: Shop, plan: str = "pro") -> Subscription:
    """Create a pending subscription; the merchant decides at its ``confirmation_url``."""
    if plan not in PLANS:
        raise Invalid(f"no plan {plan}")
    offered = PLANS[plan]
    pending = shopify.create_subscription(
        connection.admin(shop),
        Offer(offered.name, Money(offered.price)),
        _return_url(shop),
        env().billing_test,
    )
    return Subscription.objects.create(
        shop=shop,
        plan=plan,
        gid=pending.gid,
        confirmation_url=pending.confirmation_url,
        test=env().billing_test,
    )


def start_purchase(*, shop: Shop, pack: str) -> Purchase:
    """Create a pending purchase of a pack; the merchant decides at its ``confirmation_url``."""
    if pack not in PACKS:
        raise Invalid(f"no pack {pack}")
    offered = PACKS[pack]
    pending = shopify.create_purchase(
        connection.admin(shop),
        Offer(offered.name, Money(offered.price)),
        _return_url(shop),
        env().billing_test,
    )
    return Purchase.objects.create(
        shop=shop, pack=pack, gid=pending.gid, confirmation_url=pending.confirmation_url, test=env().billing_test,
        credits=offered.credits, price=offered.price,
    )  # fmt: skip


def _return_url(shop: Shop) -> str:
    return f"{env().app_url}{RETURN_PATH}?shop={shop.domain}"


def cancel_subscription(*, shop: Shop) -> None:
    """End the shop's plan now."""
    for subscription in Subscription.objects.filter(shop=shop, status=Charge.Status.ACTIVE):
        shopify.cancel_subscription(connection.admin(shop), subscription.gid)
        settle_charge(shop=shop, gid=subscription.gid)


def settle_pending(*, shop: Shop) -> None:
    """Read again every charge of the shop that waits for a decision."""
    for model in (Subscription, Purchase):
        pending = model.objects.filter(shop=shop, status=Charge.Status.PENDING).values_list("gid", flat=True)
        for gid in pending:
            settle_charge(shop=shop, gid=gid)


def settle_charge(*, shop: Shop, gid: str) -> str:
    """Read a charge of ours by its id, follow what it says, return its status; repeating grants nothing twice."""
    purchase = Purchase.objects.filter(shop=shop, gid=gid).first()
    subscription = Subscription.objects.filter(shop=shop, gid=gid).first()
    if purchase is None and subscription is None:
        raise NotFound(f"no charge {gid} of {shop.domain}")
    charge = shopify.read_charge(connection.admin(shop), gid)
    # ACCEPTED is an old word of Shopify's for "approved, not yet active".
    status = Charge.Status.PENDING if str(charge.status) == "ACCEPTED" else Charge.Status(str(charge.status))
    if purchase:
        _settle_purchase(shop, purchase, status)
    elif subscription:
        _settle_subscription(shop, subscription, status)
    return status


def _settle_purchase(shop: Shop, purchase: Purchase, status: str) -> None:
    with transaction.atomic():
        Purchase.objects.filter(pk=purchase.pk).update(status=status)
        if status != Charge.Status.ACTIVE:
            return
        reason = PACKS[purchase.pack].name if purchase.pack in PACKS else purchase.pack
        ledger.grant(shop, purchase.credits, key=f"purchase:{purchase.gid}", reason=reason)
        Purchase.objects.filter(pk=purchase.pk, granted_at=None).update(granted_at=timezone.now())
        enqueue(Task.RESUME_AUTO, shop.pk)


def _settle_subscription(shop: Shop, subscription: Subscription, status: str) -> None:
    now = timezone.now()
    active = status == Charge.Status.ACTIVE
    with transaction.atomic():
        rows = Subscription.objects.filter(pk=subscription.pk)
        rows.update(status=status)
        if active:
            rows.update(ended_at=None)  # a frozen one goes on once it is paid
            rows.filter(activated_at=None).update(activated_at=now)
            enqueue(Task.RESUME_AUTO, shop.pk)
        elif subscription.activated_at:
            rows.filter(ended_at=None).update(ended_at=now)
            _without_pro(shop)


def _without_pro(shop: Shop) -> None:
    """Stop auto-retouch: for good, or until a plan on hold is paid."""
    if is_on_hold(shop):
        told = Shop.objects.filter(pk=shop.pk, auto_retouch=True)
        told.update(auto_paused_reason=words.sentence("on_hold"))
    elif not has_pro(shop):
        Shop.objects.filter(pk=shop.pk).update(auto_retouch=False, auto_paused_reason="")
