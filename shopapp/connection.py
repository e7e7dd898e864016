"""The way to Shopify: our configuration, one HTTP client for the process, and a client per shop."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

import httpx

from integrations.http import client as build_client
from integrations.shopify.client import AdminClient
from integrations.shopify.config import ShopifyConfig
from integrations.shopify.routing import transport_for
from shopapp import tokens
from shopapp.env import env
from shopapp.models import Shop

_LONGEST_WAIT_SECONDS = 10.0


@cache
def config() -> ShopifyConfig:
    """Return our app as Shopify knows it."""
    settings = env()
    return ShopifyConfig(
        client_id=settings.shopify_client_id,
        client_secret=settings.shopify_client_secret.get_secret_value(),
        old_client_secret=settings.shopify_old_client_secret.get_secret_value(),
        api_version=settings.shopify_api_version,
        admin_origin=settings.shopify_sandbox_url or None,
        max_wait_seconds=_LONGEST_WAIT_SECONDS,
    )


class _Http:
    """The process's client; a test puts its own in its place for a while."""

    client: httpx.Client | None = None


def http() -> httpx.Client:
    """Return the process's HTTP client; made on first use, after any fork."""
    if _Http.client is None:
        _Http.client = build_client(transport=transport_for(config()))
    return _Http.client


@contextmanager
def using(client: httpx.Client) -> Iterator[None]:
    """Speak through another HTTP client for the length of the block."""
    before, _Http.client = _Http.client, client
    try:
        yield
    finally:
        _Http.client = before


def admin(shop: Shop) -> AdminClient:
    """Return a client for one shop, with a token that is good for the next minutes."""
    return AdminClient(shop.domain, tokens.access_token(shop), http=http(), config=config())
