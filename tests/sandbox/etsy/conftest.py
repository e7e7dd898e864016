"""A small Etsy for every test, connected or not."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from integrations.sandbox.etsy.options import Allowance, Options
from tests.sandbox.etsy.raw import ORIGIN, RawEtsy


@pytest.fixture
def open_etsy(catalog: Path) -> Callable[..., RawEtsy]:
    """Open one with other options; unless a test is about them, limits are out of the way."""
    base = Options(
        keystring="the-key",
        shared_secret="the-secret",
        catalog=catalog,
        public_url=ORIGIN,
        app_url="https://app.example",
        allowance=Allowance(per_second=1000),
    )
    return lambda **changed: RawEtsy(replace(base, **changed))


@pytest.fixture
def stranger(open_etsy: Callable[..., RawEtsy]) -> RawEtsy:
    """One that the app is not connected to."""
    return open_etsy()


@pytest.fixture
def etsy(open_etsy: Callable[..., RawEtsy]) -> RawEtsy:
    """One that the app is connected to."""
    return open_etsy().connect()
