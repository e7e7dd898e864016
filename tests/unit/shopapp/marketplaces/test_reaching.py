"""What the settings make of the way to a marketplace."""

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest

from integrations.usage import Change, ProcessStorage
from shopapp.env import env
from shopapp.marketplaces import reaching
from tests.fake_marketplace import grant


class CountedError(Exception):
    """A request was counted, and is not sent."""


@pytest.fixture(autouse=True)
def read_anew() -> Iterator[None]:
    """Let the way be built from this test's settings, and from the process's own after it."""
    reaching._amazon.cache_clear()
    yield
    reaching._amazon.cache_clear()


@pytest.mark.parametrize("marketplace", ["etsy", "amazon"])
def test_every_worker_counts_where_the_others_do(monkeypatch: pytest.MonkeyPatch, marketplace: str) -> None:
    counted: list[str] = []

    class Counting(ProcessStorage):
        def change(self, key: str, change: Change) -> float:
            counted.append(key)
            raise CountedError

    monkeypatch.setattr(reaching, "_usage", Counting)
    market = reaching._WAYS[marketplace].marketplace(grant())
    with pytest.raises(CountedError):
        market.snapshot("1")
    assert all("77" in key for key in counted)
    assert counted


@pytest.mark.parametrize(("is_draft", "version"), [(True, ["beta"]), (False, None)])
def test_a_draft_app_asks_amazon_for_consent_as_a_draft(
    monkeypatch: pytest.MonkeyPatch, *, is_draft: bool, version: list[str] | None
) -> None:
    settings = env().model_copy(update={"amazon_application_id": "app", "amazon_app_is_draft": is_draft})
    monkeypatch.setattr(reaching, "env", lambda: settings)
    with reaching.using(reaching._WAYS):
        page = reaching.login("amazon").authorize_url(
            state="s", redirect_uri="https://app.test/connect/amazon"
        )
    assert parse_qs(urlsplit(page).query).get("version") == version
