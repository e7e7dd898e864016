"""What every test may use: the private services, the reference photos, and a guard against the outside network."""

import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests import services

ROOT = Path(__file__).parents[1]
LOOPBACK = {"127.0.0.1", "::1", "localhost"}
LONGEST = (
    "tests/integration/test_on_postgres.py",
    "tests/e2e/test_first_hour.py",
    "tests/integration/marketplaces/test_workers.py",
    "tests/e2e/test_marketplaces.py",
    "tests/integration/test_workers.py",
    "tests/integration/marketplaces/test_way_of_a_listing.py",
    "tests/integration/test_embedded.py",
)
"""Files that take more than a minute each; begun last, one of them would run alone while the other cores wait."""
NOT_COUNTED = ("tests/style/", "tests/e2e/", "tests/integration/", "tests/contracts/test_operation.py")
"""Tests whose lines do not count for the floors of coverage: unit tests and those of each stand-in must reach them.

Counting makes Python about twice as slow, and what these run is counted already or runs in other processes.
"""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--full-schema", action="store_true", help="also check against Shopify's full schema (fetches it)"
    )


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> Iterator[None]:
    """Leave out what was not asked for, and begin with what takes longest; the rest keeps its random order."""
    _leave_out(config, items)
    yield
    places = {path: number for number, path in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(_path(item), len(places)))
    for item in items:
        if _path(item).startswith(NOT_COUNTED):
            item.add_marker("no_cover")


def _leave_out(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what was not asked for, saying what would bring it in."""
    without_schema = pytest.mark.skip(reason="fetches Shopify's full schema: run with --full-schema")
    without_photos = pytest.mark.skip(reason="set REFERENCE_PHOTOS to a folder of real jewelry photos")
    for item in items:
        if "full_schema" in item.keywords and not config.getoption("--full-schema"):
            item.add_marker(without_schema)
        if "photos" in item.keywords and not os.environ.get("REFERENCE_PHOTOS"):
            item.add_marker(without_photos)


def _path(item: pytest.Item) -> str:
    return item.path.relative_to(ROOT).as_posix()


@pytest.fixture(scope="session")
def reference_photos() -> list[Path]:
    """Real photographs to look at and measure with; never part of the repository."""
    folder = Path(os.environ["REFERENCE_PHOTOS"])
    photos = sorted(
        path for path in folder.rglob("*") if path.suffix.lower() in {".jpg", ".jpeg", ".png", ".webp"}
    )
    assert photos, f"REFERENCE_PHOTOS names {folder}, which holds no photo"
    return photos


@pytest.fixture(scope="session")
def postgres_folder() -> str:
    """The folder with the socket of a PostgreSQL server of this run's own."""
    return services.postgres()


@pytest.fixture(scope="session")
def redis_url() -> str:
    """The address of a Redis server of this run's own."""
    return services.redis()


@pytest.fixture(autouse=True)
def only_loopback(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse every connection that would leave this machine."""
    connect = socket.socket.connect

    def guarded(this: socket.socket, address: Any) -> None:
        if this.family in {socket.AF_INET, socket.AF_INET6} and address[0] not in LOOPBACK:
            raise AssertionError(f"a test tried to reach {address[0]}")
        connect(this, address)

    if "full_schema" not in request.keywords:
        monkeypatch.setattr(socket.socket, "connect", guarded)
