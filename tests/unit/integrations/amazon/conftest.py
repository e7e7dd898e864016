"""Nothing that one test learned is left for the next."""

from collections.abc import Iterator

import pytest

from integrations.amazon import product_types
from integrations.usage import PROCESS_STORAGE


@pytest.fixture(autouse=True)
def _nothing_learned() -> Iterator[None]:
    PROCESS_STORAGE.forget()
    product_types.forget()
    yield
    PROCESS_STORAGE.forget()
    product_types.forget()
