"""Webhook subscriptions made by mutation, beside those of the app's file; they are deleted when they keep failing."""

from typing import Any
from urllib.parse import urlsplit

from integrations.sandbox.admin_api.context import Info, Resolvers, sandbox_of, user_error
from integrations.sandbox.admin_api.paging import connection
from integrations.sandbox.records import ApiSubscription


def create(
    _source: object,
    info: Info,
    *,
    topic: str,
    webhookSubscription: dict[str, Any],  # noqa: N803
) -> dict[str, Any]:
    """Subscribe to a topic; compliance topics are not in the schema's list, and can be declared in the file only."""
    sandbox = sandbox_of(info)
    uri = webhookSubscription.get("uri") or webhookSubscription.get("callbackUrl") or ""
    at = ("webhookSubscription", "uri")
    if urlsplit(uri).scheme not in ("http", "https"):
        errors = [user_error(None, "Address is not a valid URL", *at)]
        return {"webhook_subscription": None, "user_errors": errors}
    if any(one.topic == topic and one.uri == uri for one in sandbox.store.subscriptions):
        errors = [user_error(None, "Address for this topic has already been taken", *at)]
        return {"webhook_subscription": None, "user_errors": errors}
    made = ApiSubscription(
        number=sandbox.store.next_number(),
        topic=topic,
        uri=uri,
        filter=webhookSubscription.get("filter"),
        include_fields=webhookSubscription.get("includeFields") or [],
        name=webhookSubscription.get("name"),
    )
    sandbox.store.subscriptions.append(made)
    return {"webhook_subscription": made, "user_errors": []}


def listed(_source: object, info: Info, **args: Any) -> dict[str, Any]:
    """Return a page of the subscriptions made by mutation."""
    return connection(info, sandbox_of(info).store.subscriptions, args)


RESOLVERS: Resolvers = {
    "QueryRoot": {"webhookSubscriptions": listed},
    "Mutation": {"webhookSubscriptionCreate": create},
    "WebhookSubscription": {
        "apiVersion": lambda _source, info: {
            "handle": sandbox_of(info).options.api_version,
            "supported": True,
        },
    },
}
