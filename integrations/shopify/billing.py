"""Money through Shopify: the monthly plan and one-time packs.

Creating a charge only gives the address where the merchant decides. What was decided is read from the charge itself,
by its GID: neither the return address nor a webhook is believed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from integrations.errors import NotFound, UnsupportedFeature
from integrations.shopify.client import AdminClient
from integrations.shopify.types import moment
from integrations.types import Money


class ChargeKind(StrEnum):
    """What is paid for."""

    SUBSCRIPTION = "subscription"
    PURCHASE = "purchase"


class ChargeStatus(StrEnum):
    """What became of a charge; only ACTIVE is paid."""

    PENDING = "PENDING"
    ACCEPTED = "ACCEPTED"
    ACTIVE = "ACTIVE"
    DECLINED = "DECLINED"
    EXPIRED = "EXPIRED"
    FROZEN = "FROZEN"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True, slots=True)
class Offer:
    """What the merchant is asked to pay: a month of a plan, or one pack."""

    name: str
    price: Money


@dataclass(frozen=True, slots=True)
class Pending:
    """A charge nobody has decided on yet, and the page where the merchant does."""

    gid: str
    confirmation_url: str


@dataclass(frozen=True, slots=True)
class Charge:
    """A charge as Shopify has it now."""

    gid: str
    kind: ChargeKind
    status: ChargeStatus
    name: str
    test: bool
    price: Money
    period_end: datetime | None
    """When a subscription's paid month is over."""

    @property
    def is_paid(self) -> bool:
        """Whether what it pays for may be given."""
        return self.status is ChargeStatus.ACTIVE


def create_subscription(client: AdminClient, plan: Offer, return_url: str, test: bool) -> Pending:  # noqa: FBT001
    """Offer a plan by the month; it takes the place of the shop's present one when the merchant approves."""
    price = {"price": _money(plan.price), "interval": "EVERY_30_DAYS"}
    variables = {
        "name": plan.name,
        "returnUrl": return_url,
        "test": test,
        "replacementBehavior": "APPLY_IMMEDIATELY",
        "lineItems": [{"plan": {"appRecurringPricingDetails": price}}],
    }
    payload = client.execute("create_subscription", variables)["appSubscriptionCreate"]
    return Pending(payload["appSubscription"]["id"], payload["confirmationUrl"])


def create_purchase(client: AdminClient, pack: Offer, return_url: str, test: bool) -> Pending:  # noqa: FBT001
    """Offer a pack, paid once."""
    variables = {"name": pack.name, "price": _money(pack.price), "returnUrl": return_url, "test": test}
    payload = client.execute("create_purchase", variables)["appPurchaseOneTimeCreate"]
    return Pending(payload["appPurchaseOneTime"]["id"], payload["confirmationUrl"])


def read_charge(client: AdminClient, gid: str) -> Charge:
    """Read what became of a subscription or a purchase."""
    node = client.execute("read_charge", {"id": gid})["node"]
    if node is None:
        raise NotFound(f"no charge {gid}")
    if node["__typename"] == "AppSubscription":
        return _charge(node, ChargeKind.SUBSCRIPTION, node["subscriptionStatus"], _monthly_price(node))
    if node["__typename"] == "AppPurchaseOneTime":
        return _charge(node, ChargeKind.PURCHASE, node["purchaseStatus"], node["price"])
    raise UnsupportedFeature(f"{gid} is no charge")


def cancel_subscription(client: AdminClient, gid: str) -> None:
    """End a plan now; the rest of its month is not paid back."""
    client.execute("cancel_subscription", {"id": gid})


def _charge(node: Mapping[str, Any], kind: ChargeKind, status: str, price: Mapping[str, Any]) -> Charge:
    return Charge(
        gid=node["id"],
        kind=kind,
        status=ChargeStatus(status),
        name=node["name"],
        test=node["test"],
        price=Money(Decimal(str(price["amount"])), price["currencyCode"]),
        period_end=moment(node.get("currentPeriodEnd")),
    )


def _monthly_price(node: Mapping[str, Any]) -> Mapping[str, Any]:
    details = (item["plan"]["pricingDetails"] for item in node["lineItems"])
    price: Mapping[str, Any] = next(d["price"] for d in details if d["__typename"] == "AppRecurringPricing")
    return price


def _money(money: Money) -> dict[str, str]:
    return {"amount": str(money.amount), "currencyCode": money.currency}
