from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from integrations.sandbox.etsy.options import Options
from tests.contracts.etsy.shop import Connected
from tests.sandbox.etsy.raw import ORIGIN
from tests.sandbox.raw import stocked_folder


@pytest.fixture(scope="session")
def stocked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return stocked_folder(tmp_path_factory.mktemp("etsy"))


@pytest.fixture
def connected(stocked: Path) -> Callable[..., Connected]:
    base = Options(
        keystring="the-key",
        shared_secret="the-secret",
        catalog=stocked,
        public_url=ORIGIN,
        app_url="https://app.example",
    )

    def connect(config: Any = None, **changed: Any) -> Connected:
        more = {"config": config} if config else {}
        return Connected(replace(base, **changed), **more)

    return connect


@pytest.fixture
def shop(connected: Callable[..., Connected]) -> Connected:
    return connected()
