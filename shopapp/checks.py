"""Django system checks: what must be true before serving."""

from collections.abc import Sequence
from typing import Any

from cryptography.fernet import Fernet
from django.core.checks import CheckMessage, Error, register

from shopapp.env import env


@register()
def token_keys_are_usable(app_configs: Sequence[Any] | None, **_kwargs: Any) -> list[CheckMessage]:  # noqa: ARG001
    """Every key that encrypts shops' tokens must be a Fernet key."""
    bad: list[CheckMessage] = []
    for number, key in enumerate(env().token_encryption_keys, start=1):
        try:
            Fernet(key.get_secret_value())
        except ValueError:
            bad.append(
                Error(f"Key {number} of TOKEN_ENCRYPTION_KEYS is not a Fernet key.", id="shopapp.E001")
            )
    return bad


@register()
def the_sandbox_is_not_in_production(app_configs: Sequence[Any] | None, **_kwargs: Any) -> list[CheckMessage]:  # noqa: ARG001
    """The sandbox stands in for Shopify; with a queue on Redis and an https address that is a mistake."""
    if env().shopify_sandbox_url and env().app_url.startswith("https://") and not env().embedded:
        return [Error("SHOPIFY_SANDBOX_URL is set on a production installation.", id="shopapp.E002")]
    return []
