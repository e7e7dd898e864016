"""What every test may use: the private services, the reference photos, and a guard against the outside network."""

import os
import socket
from pathlib import Path
from typing import Any

import pytest

from tests import services

LOOPBACK = {"127.0.0.1", "::1", "localhost"}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--full-schema", action="store_true", help="also check against Shopify's full schema (fetches it)"
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what was not asked for, saying what would bring it in."""
    without_schema = pytest.mark.skip(reason="fetches Shopify's full schema: run with --full-schema")
    without_photos = pytest.mark.skip(reason="set REFERENCE_PHOTOS to a folder of real jewelry photos")
    for item in items:
        if "full_schema" in item.keywords and not config.getoption("--full-schema"):
            item.add_marker(without_schema)
        if "photos" in item.keywords and not os.environ.get("REFERENCE_PHOTOS"):
            item.add_marker(without_photos)


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
