"""A small store for every test, installed or not."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from integrations.sandbox.options import Options
from tests.sandbox.raw import RawShop, stocked_folder


@pytest.fixture(scope="session")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return stocked_folder(tmp_path_factory.mktemp("stock"))


@pytest.fixture
def open_shop(catalog: Path) -> Callable[..., RawShop]:
    """Open a store with other options."""
    base = Options(
        client_id="the-client",
        client_secret="the-secret",
        catalog=catalog,
        public_url="https://sandbox.example",
        app_url="https://app.example",
    )
    return lambda **changed: RawShop(replace(base, **changed))


@pytest.fixture
def empty_handed(open_shop: Callable[..., RawShop]) -> RawShop:
    """A store in which the app is not installed."""
    return open_shop()


@pytest.fixture
def shop(open_shop: Callable[..., RawShop]) -> RawShop:
    """A store in which the app is installed."""
    return open_shop().install()
