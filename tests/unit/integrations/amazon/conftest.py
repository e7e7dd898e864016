"""Nothing that one test learned is left for the next."""

from collections.abc import Iterator

import pytest

from integrations.amazon import product_types, rates


@pytest.fixture(autouse=True)
def _nothing_learned() -> Iterator[None]:
    rates.forget()
    product_types.forget()
    yield
    rates.forget()
    product_types.forget()
