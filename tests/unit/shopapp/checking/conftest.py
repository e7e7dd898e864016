import pytest

from shopapp.checking import measuring


@pytest.fixture(autouse=True)
def without_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    """Text is read by a network of thirty megabytes; its own tests load it."""
    monkeypatch.setattr(measuring, "find_reader", lambda: None)
