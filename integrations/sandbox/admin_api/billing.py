"""The Billing API: subscriptions, one-time purchases and usage, each with what it refuses."""

from decimal import Decimal
from typing import Any

from integrations.sandbox import charges
from integrations.sandbox.admin_api.context import Info, Resolvers, UserErrors, sandbox_of, user_error
from integrations.sandbox.admin_api.reads import find
from integrations.sandbox.clock import timestamp
from integrations.sandbox.records import Charge, LineItem, UsageRecord
from integrations.sandbox.state import Sandbox

CURRENCY = "USD"
SMALLEST_PURCHASE = Decimal("0.50")


def subscription_create(_source: object, info: Info, **args: Any) -> dict[str, Any]:
    """Ask the merchant for a subscription."""
    sandbox = sandbox_of(info)
    if errors := _common(args) + _line_item_errors(args["lineItems"]) + _trial_errors(args.get("trialDays")):
        return {"app_subscription": None, "confirmation_url": None, "user_errors": errors}
    charge = Charge(
        number=sandbox.store.next_number(),
        kind="AppSubscription",
        name=args["name"],
        return_url=args["returnUrl"],
        test=bool(args.get("test")),
        created=sandbox.clock.now(),
        line_items=[_line_item(sandbox, entry["plan"]) for entry in args["lineItems"]],
        trial_days=args.get("trialDays") or 0,
        replacement=args["replacementBehavior"],
    )
    charges.open_charge(sandbox, charge)
    url = charges.confirmation_url(sandbox, charge)
    return {"app_subscription": charge, "confirmation_url": url, "user_errors": []}


def subscription_cancel(_source: object, info: Info, *, id: str, **_: Any) -> dict[str, Any]:  # noqa: A002
    """End a subscription."""
    charge = find(sandbox_of(info), id)
    if not isinstance(charge, Charge) or charge.kind != "AppSubscription":
        errors = [user_error(None, "The subscription does not exist", "id")]
        return {"app_subscription": None, "user_errors": errors}
    try:
        charges.cancel(sandbox_of(info), charge)
    except charges.ChargeRefusedError as refused:
        return {"app_subscription": None, "user_errors": [user_error(None, str(refused), "id")]}
    return {"app_subscription": charge, "user_errors": []}


def purchase_create(_source: object, info: Info, **args: Any) -> dict[str, Any]:
    """Ask the merchant for one payment."""
    sandbox = sandbox_of(info)
    price = args["price"]
    errors = _common(args) + _price_errors(price, "price")
    if not errors and Decimal(price["amount"]) < SMALLEST_PURCHASE:
        errors.append(user_error(None, f"Price must be at least {SMALLEST_PURCHASE}", "price"))
    if errors:
        return {"app_purchase_one_time": None, "confirmation_url": None, "user_errors": errors}
    line = LineItem(
        number=sandbox.store.next_number(), amount=_amount(price["amount"]), currency=price["currencyCode"]
    )
    charge = Charge(
        number=sandbox.store.next_number(),
        kind="AppPurchaseOneTime",
        name=args["name"],
        return_url=args["returnUrl"],
        test=bool(args.get("test")),
        created=sandbox.clock.now(),
        line_items=[line],
    )
    charges.open_charge(sandbox, charge)
    url = charges.confirmation_url(sandbox, charge)
    return {"app_purchase_one_time": charge, "confirmation_url": url, "user_errors": []}


def usage_create(_source: object, info: Info, **args: Any) -> dict[str, Any]:
    """Charge a use against a cap; the same key charges once."""
    sandbox = sandbox_of(info)
    line = find(sandbox, args["subscriptionLineItemId"])
    if not isinstance(line, LineItem) or not line.terms:
        errors = [user_error(None, "The usage line item does not exist", "subscriptionLineItemId")]
        return {"app_usage_record": None, "user_errors": errors}
    key = args.get("idempotencyKey")
    if key and key in line.usage:
        return {"app_usage_record": line.usage[key], "user_errors": []}
    price = Decimal(args["price"]["amount"])
    used = Decimal(line.balance_used) + price
    if used > Decimal(line.amount):
        errors = [user_error(None, "Total price exceeds balance remaining", "price")]
        return {"app_usage_record": None, "user_errors": errors}
    record = UsageRecord(
        number=sandbox.store.next_number(),
        amount=_amount(str(price)),
        currency=args["price"]["currencyCode"],
        description=args["description"],
        idempotency_key=key,
        created=sandbox.clock.now(),
    )
    line.balance_used = _amount(str(used))
    line.usage[key or record.id] = record
    return {"app_usage_record": record, "user_errors": []}


def pricing(line: LineItem) -> dict[str, Any]:
    """Write a line item's price as the schema does."""
    price = {"amount": line.amount, "currency_code": line.currency}
    if line.terms:
        return {
            "typename": "AppUsagePricing",
            "capped_amount": price,
            "balance_used": {"amount": line.balance_used, "currency_code": line.currency},
            "terms": line.terms,
            "interval": "EVERY_30_DAYS",
        }
    return {
        "typename": "AppRecurringPricing",
        "price": price,
        "interval": line.interval,
        "plan_handle": None,
        "discount": None,
    }


def _common(args: dict[str, Any]) -> UserErrors:
    return [] if args["name"].strip() else [user_error(None, "Name can't be blank", "name")]


def _trial_errors(days: int | None) -> UserErrors:
    wrong = days is not None and not 0 <= days <= 1000
    return [user_error(None, "Trial days must be between 0 and 1000", "trialDays")] if wrong else []


def _line_item_errors(entries: list[dict[str, Any]]) -> UserErrors:
    plans = [entry["plan"] for entry in entries]
    recurring = [
        plan["appRecurringPricingDetails"] for plan in plans if plan.get("appRecurringPricingDetails")
    ]
    usage = [plan["appUsagePricingDetails"] for plan in plans if plan.get("appUsagePricingDetails")]
    if len(recurring) + len(usage) != len(plans) or not plans:
        return [user_error(None, "Each line item needs exactly one kind of pricing", "lineItems")]
    if len(recurring) > 1 or len(usage) > 1:
        return [user_error(None, "There can be one recurring and one usage line item", "lineItems")]
    if usage and any(plan["interval"] != "EVERY_30_DAYS" for plan in recurring):
        return [user_error(None, "Usage is charged with 30-day intervals only", "lineItems")]
    prices = [plan["price"] for plan in recurring] + [plan["cappedAmount"] for plan in usage]
    return [error for price in prices for error in _price_errors(price, "lineItems")]


def _price_errors(price: dict[str, Any], field: str) -> UserErrors:
    if Decimal(price["amount"]) <= 0:
        return [user_error(None, "Price must be greater than 0", field)]
    if price["currencyCode"] != CURRENCY:
        return [user_error(None, f"Currency code must be the shop's billing currency, {CURRENCY}", field)]
    return []


def _line_item(sandbox: Sandbox, plan: dict[str, Any]) -> LineItem:
    recurring: dict[str, Any] = plan.get("appRecurringPricingDetails") or {}
    usage: dict[str, Any] = plan.get("appUsagePricingDetails") or {}
    price = recurring["price"] if recurring else usage["cappedAmount"]
    return LineItem(
        number=sandbox.store.next_number(),
        amount=_amount(price["amount"]),
        currency=price["currencyCode"],
        interval=recurring["interval"] if recurring else "",
        terms="" if recurring else usage["terms"],
    )


def _amount(text: str) -> str:
    return str(Decimal(text).quantize(Decimal("0.01")))


def _money(source: LineItem | UsageRecord) -> dict[str, str]:
    return {"amount": source.amount, "currency_code": source.currency}


def _period_end(source: Charge, _info: Info) -> str | None:
    end = charges.period_end(source)
    return timestamp(end) if end is not None else None


RESOLVERS: Resolvers = {
    "Mutation": {
        "appSubscriptionCreate": subscription_create,
        "appSubscriptionCancel": subscription_cancel,
        "appPurchaseOneTimeCreate": purchase_create,
        "appUsageRecordCreate": usage_create,
    },
    "AppSubscription": {
        "createdAt": lambda source, _info: timestamp(source.created),
        "currentPeriodEnd": _period_end,
    },
    "AppPurchaseOneTime": {
        "createdAt": lambda source, _info: timestamp(source.created),
        "price": lambda source, _info: _money(source.line_items[0]),
    },
    "AppSubscriptionLineItem": {"plan": lambda source, _info: {"pricing_details": pricing(source)}},
    "AppUsageRecord": {
        "createdAt": lambda source, _info: timestamp(source.created),
        "price": lambda source, _info: _money(source),
    },
}
