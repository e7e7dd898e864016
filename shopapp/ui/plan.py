"""Credits and what they are bought with."""

from typing import Any

import structlog

from integrations.errors import IntegrationError
from shopapp.billing import selectors, services
from shopapp.billing.plans import CREDITS_A_PHOTO, PACKS, PRO
from shopapp.models import Charge, Purchase, Shop, Subscription
from shopapp.studio.estimates import estimate
from shopapp.ui.activity import movements_of

_log = structlog.get_logger(__name__)


def context(shop: Shop) -> dict[str, Any]:
    """Return everything the page shows."""
    settle(shop)
    balance = selectors.balance(shop)
    whole = max(1, balance.available + balance.reserved + balance.spent)
    needed = estimate(shop=shop)
    return {
        "balance": balance,
        "available_percent": 100 * balance.available / whole,
        "reserved_percent": 100 * balance.reserved / whole,
        "has_pro": selectors.has_pro(shop),
        "on_hold": selectors.is_on_hold(shop),
        "pro": PRO,
        "packs": list(PACKS.values()),
        "best": needed.smallest_pack.key if needed.smallest_pack else "",
        "a_photo": CREDITS_A_PHOTO,
        "movements": movements_of(selectors.movements(shop, limit=500))[:20],
    }


def settle(shop: Shop) -> None:
    """Read charges that wait for the merchant's decision again; where Shopify is out of reach they go on waiting."""
    waiting = Charge.Status.PENDING
    if not any(
        model.objects.filter(shop=shop, status=waiting).exists() for model in (Purchase, Subscription)
    ):
        return
    try:
        services.settle_pending(shop=shop)
    except IntegrationError as error:
        _log.info("charges not read", why=type(error).__name__)
