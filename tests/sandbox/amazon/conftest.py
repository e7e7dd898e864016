"""A small seller for every test, connected or not."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from integrations.amazon import product_types
from integrations.usage import PROCESS_STORAGE
from tests.sandbox.amazon.connected import Connected
from tests.sandbox.amazon.raw import RawAmazon, opened, stocked_folder


@pytest.fixture(scope="session")
def amazon_catalog(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return stocked_folder(tmp_path_factory.mktemp("amazon"))


@pytest.fixture
def stranger(amazon_catalog: Path) -> RawAmazon:
    """A stand-in whose seller has not let us in."""
    return opened(amazon_catalog)


@pytest.fixture
def amazon(stranger: RawAmazon) -> RawAmazon:
    """A stand-in whose seller has let us in."""
    return stranger.connect()


@pytest.fixture
def connected(stranger: RawAmazon) -> Iterator[Connected]:
    """Our own client, let in by the seller; nothing it learned before is left."""
    PROCESS_STORAGE.forget()
    product_types.forget()
    yield Connected(stranger)
    PROCESS_STORAGE.forget()
    product_types.forget()
