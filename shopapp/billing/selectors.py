"""Reading credits and plans."""

from dataclasses import dataclass

from django.db.models import QuerySet, Sum
from django.db.models.functions import Coalesce

from shopapp.billing.plans import CREDITS_A_PHOTO
from shopapp.models import Account, Charge, Shop, Subscription, Transfer


@dataclass(frozen=True, slots=True)
class Balance:
    """A shop's credits at this moment."""

    available: int
    reserved: int
    spent: int

    @property
    def photos(self) -> int:
        """How many photos the available credits are enough for."""
        return self.available // CREDITS_A_PHOTO


def balance(shop: Shop) -> Balance:
    """Return the shop's credits."""
    purses = dict(Account.objects.filter(shop=shop).values_list("kind", "balance"))
    return Balance(*(purses.get(kind, 0) for kind in ("available", "reserved", "spent")))


def has_pro(shop: Shop) -> bool:
    """Whether the shop pays for Pro now."""
    return Subscription.objects.filter(shop=shop, plan="pro", status=Charge.Status.ACTIVE).exists()


def is_on_hold(shop: Shop) -> bool:
    """Whether the shop's Pro waits for a payment that Shopify could not collect."""
    frozen = Subscription.objects.filter(shop=shop, plan="pro", status=Charge.Status.FROZEN).exists()
    return frozen and not has_pro(shop)


def totals(shop: Shop) -> dict[str, int]:
    """Return the credits moved so far, by kind of movement."""
    rows = Transfer.objects.filter(shop=shop).values_list("kind").annotate(sum=Sum("amount"))
    return dict.fromkeys(Transfer.Kind.values, 0) | dict(rows)


def movements(shop: Shop, *, limit: int = 100) -> QuerySet[Transfer]:
    """Return the latest movements of credits, newest first."""
    return Transfer.objects.filter(shop=shop).select_related("job__media").order_by("-pk")[:limit]


def unbalanced(shop: Shop) -> list[tuple[Account, int]]:
    """Return the purses whose balance is not what their entries add up to; none, unless the ledger is broken."""
    rows = Account.objects.filter(shop=shop).annotate(sum=Coalesce(Sum("entries__amount"), 0))
    return [(account, account.sum) for account in rows if account.balance != account.sum]
