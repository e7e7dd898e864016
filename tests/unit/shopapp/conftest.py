"""Alice's shop, behind it a shop in memory; nothing leaves the process."""

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

import pytest
from django.core.cache import cache

from integrations.shopify import cost
from shopapp import connection
from shopapp.models import Shop
from tests.factories import make_shop
from tests.fake_shop import FakeShop

_READERS = (
    "leases",
    "marketplaces.connecting",
    "marketplaces.lifecycle",
    "marketplaces.offering",
    "marketplaces.reading",
    "catalog.syncing",
    "billing.services",
    "publishing.replacing",
    "publishing.undo",
    "studio.estimates",
    "studio.fetching",
    "studio.lifecycle",
    "studio.storage",
)


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeShop]:
    shop = FakeShop()
    with shop.client() as client, connection.using(client):
        yield shop


@pytest.fixture
def alice(db: None) -> Shop:
    return make_shop(pro=True, credits_=200)


@pytest.fixture(autouse=True)
def fresh_buckets() -> None:
    getattr(cost, "_BUCKETS", {}).clear()
    cache.clear()  # what throttles have counted


@pytest.fixture
def settings_env(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Change settings of the environment for one test."""
    from shopapp import env as module

    present = module.env()

    def change(**fields: Any) -> None:
        changed = present.model_copy(update=fields)
        for name in _READERS:
            target = import_module(f"shopapp.{name}")
            monkeypatch.setattr(target, "env", lambda: changed)

    return change
