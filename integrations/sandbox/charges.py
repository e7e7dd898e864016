"""Charges: what the merchant is asked to pay, and what becomes of it. Nothing is ever granted on a return address."""

import hashlib
import hmac
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from integrations.sandbox.clock import timestamp
from integrations.sandbox.records import Charge
from integrations.sandbox.state import Sandbox
from integrations.sandbox.webhooks import emit

PERIOD = 30 * 86400
FINAL = frozenset({"DECLINED", "EXPIRED", "CANCELLED"})
SHOP_GID = "gid://shopify/Shop/60000000001"


class ChargeRefusedError(Exception):
    """A decision that a charge's state does not allow."""


def open_charge(sandbox: Sandbox, charge: Charge) -> None:
    """Let a new charge wait for the merchant, for two days."""
    sandbox.store.charges[charge.number] = charge
    sandbox.timeline.after(sandbox.options.timing.pending_charge, lambda: _lapse(sandbox, charge))


def approve(sandbox: Sandbox, charge: Charge) -> None:
    """Activate a charge; a subscription takes the place of the one before."""
    _expect(charge, "PENDING")
    if charge.kind == "AppSubscription":
        for other in list(sandbox.store.charges.values()):
            if other.kind == charge.kind and other.status in ("ACTIVE", "FROZEN"):
                _replace(sandbox, other, charge)
    charge.activated = sandbox.clock.now()
    set_status(sandbox, charge, "ACTIVE")


def decline(sandbox: Sandbox, charge: Charge) -> None:
    """Turn a charge down."""
    _expect(charge, "PENDING")
    set_status(sandbox, charge, "DECLINED")


def expire(sandbox: Sandbox, charge: Charge) -> None:
    """Let the two days for a decision be over."""
    _expect(charge, "PENDING")
    set_status(sandbox, charge, "EXPIRED")


def freeze(sandbox: Sandbox, charge: Charge) -> None:
    """Put a subscription on hold, as after a payment that failed."""
    _expect(charge, "ACTIVE")
    set_status(sandbox, charge, "FROZEN")


def unfreeze(sandbox: Sandbox, charge: Charge) -> None:
    """Let a subscription go on once it is paid."""
    _expect(charge, "FROZEN")
    set_status(sandbox, charge, "ACTIVE")


def cancel(sandbox: Sandbox, charge: Charge) -> None:
    """End a subscription."""
    _expect(charge, "ACTIVE", "FROZEN")
    set_status(sandbox, charge, "CANCELLED")


DECISIONS = {
    "approve": approve,
    "decline": decline,
    "expire": expire,
    "freeze": freeze,
    "unfreeze": unfreeze,
    "cancel": cancel,
}


def set_status(sandbox: Sandbox, charge: Charge, status: str) -> None:
    """Change a charge and tell the app."""
    charge.status = status
    subscription = charge.kind == "AppSubscription"
    topic = "app_subscriptions/update" if subscription else "app_purchases_one_time/update"
    key = "app_subscription" if subscription else "app_purchase_one_time"
    payload: dict[str, object] = {
        "admin_graphql_api_id": charge.id,
        "name": charge.name,
        "status": status,
        "admin_graphql_api_shop_id": SHOP_GID,
        "created_at": timestamp(charge.created),
        "updated_at": timestamp(sandbox.clock.now()),
    }
    emit(sandbox, topic, {key: payload})


def confirmation_url(sandbox: Sandbox, charge: Charge) -> str:
    """Return the address of the page where the merchant decides."""
    return sandbox.url(f"/admin/charges/{charge.number}/confirm?signature={signature(sandbox, charge)}")


def return_url(charge: Charge) -> str:
    """Return where the merchant goes on after deciding; it proves nothing."""
    parts = urlsplit(charge.return_url)
    query = [*parse_qsl(parts.query), ("charge_id", str(charge.number))]
    return urlunsplit(parts._replace(query=urlencode(query)))


def signature(sandbox: Sandbox, charge: Charge) -> str:
    """Sign a charge's page, so that its address cannot be guessed."""
    return hmac.new(sandbox.secret.encode(), charge.id.encode(), hashlib.sha256).hexdigest()


def period_end(charge: Charge) -> float | None:
    """Return when the present period of an active subscription ends."""
    if charge.activated is None or charge.status in FINAL:
        return None
    return charge.activated + charge.trial_days * 86400 + PERIOD


def _expect(charge: Charge, *statuses: str) -> None:
    if charge.status not in statuses:
        raise ChargeRefusedError(f"The charge is {charge.status}, not {' or '.join(statuses)}")


def _replace(sandbox: Sandbox, old: Charge, new: Charge) -> None:
    if new.replacement == "APPLY_ON_NEXT_BILLING_CYCLE":
        left = max((period_end(old) or 0) - sandbox.clock.now(), 0)
        sandbox.timeline.after(left, lambda: set_status(sandbox, old, "CANCELLED"))
    else:
        set_status(sandbox, old, "CANCELLED")


def _lapse(sandbox: Sandbox, charge: Charge) -> None:
    with sandbox.lock:
        if charge.status == "PENDING":
            expire(sandbox, charge)
