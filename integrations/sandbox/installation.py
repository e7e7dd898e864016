"""The app's installation as the merchant handles it: taken off, its data redacted, its scopes changed."""

from dataclasses import replace

from integrations.sandbox import oauth
from integrations.sandbox.state import Sandbox
from integrations.sandbox.webhooks import emit

REDACTION_DELAY = 48 * 3600
SHOP_NUMBER = 60000000001


def uninstall(sandbox: Sandbox) -> None:
    """Take the app off: tokens die at once, subscriptions end, and two days later its data must go."""
    oauth.revoke_tokens(sandbox)
    for charge in sandbox.store.charges.values():
        if charge.kind == "AppSubscription" and charge.status in ("ACTIVE", "FROZEN", "PENDING"):
            charge.status = "CANCELLED"
    sandbox.store.installed = False
    emit(sandbox, "app/uninstalled", _shop(sandbox))
    sandbox.timeline.after(REDACTION_DELAY, lambda: _redact_unless_back(sandbox))


def redact(sandbox: Sandbox) -> None:
    """Ask the app to erase what it keeps of the shop, as two days after an uninstall."""
    payload = {"shop_id": SHOP_NUMBER, "shop_domain": sandbox.options.shop}
    emit(sandbox, "shop/redact", payload)


def ask_about_customer(sandbox: Sandbox, topic: str) -> None:
    """Send one of the two compliance requests that name a customer."""
    payload = {
        "shop_id": SHOP_NUMBER,
        "shop_domain": sandbox.options.shop,
        "customer": {"id": 191167, "email": "customer@sandbox-jewelers.example", "phone": ""},
        "orders_requested": [],
        "data_request": {"id": 9999},
    }
    emit(sandbox, topic, payload)


def change_scopes(sandbox: Sandbox, scopes: list[str]) -> None:
    """Let the merchant grant other scopes; tokens already given have them from now on."""
    before = list(sandbox.scopes)
    sandbox.app = replace(sandbox.app, scopes=tuple(sorted(scopes)))
    for token in sandbox.store.tokens:
        token.scopes = sandbox.scopes
    emit(sandbox, "app/scopes_update", {"previous": before, "current": list(sandbox.scopes)})


def _redact_unless_back(sandbox: Sandbox) -> None:
    if not sandbox.store.installed:
        redact(sandbox)


def _shop(sandbox: Sandbox) -> dict[str, object]:
    return {
        "id": SHOP_NUMBER,
        "name": sandbox.store.name,
        "email": sandbox.store.email,
        "domain": sandbox.options.shop,
        "myshopify_domain": sandbox.options.shop,
    }
