"""Real workers on a private PostgreSQL and Redis, both stand-ins as processes: killed and throttled, out and back."""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.integration.installation import ROOT, Installation, free_ports, until
from tests.integration.marketplaces.conftest import control, shown

pytestmark = [pytest.mark.postgres, pytest.mark.redis, pytest.mark.slow, pytest.mark.timeout(1200)]
OPEN = "SELECT count(*) FROM shopapp_submission WHERE state IN ('waiting', 'sending', 'checking')"
ON_THE_WAY_OUT = ("shopapp.marketplaces.ledger:note_sent", "shopapp.marketplaces.checking:_enter")
"""Between the marketplace's yes and the ledger; while a verdict is entered."""
BEFORE_ITS_NUMBER = ("shopapp.marketplaces.feeding:_note_sent",)
"""After Amazon took the document, before its number is kept."""
ON_THE_WAY_BACK = ("shopapp.marketplaces.undoing:settle",)
"""After the merchant's own was put back, before anything is entered."""


@dataclass
class Selling:
    """An installation with both marketplaces connected, and what they showed before."""

    lustre: Installation
    ways: dict[str, str]

    def seller(self, wanted: str) -> None:
        command = [sys.executable, "-m", "tests.integration.marketplaces.seller", wanted]
        subprocess.run(command, cwd=ROOT, env=self.lustre.environment, check=True)

    def shown(self) -> dict[str, Any]:
        return {name: shown(url, name) for name, url in self.ways.items()}

    def storm(self) -> None:
        control(self.ways["etsy"], "faults", too_many=6, retry_after=1, server_error=1)
        control(self.ways["amazon"], "faults", throttle=5, unavailable=2, lost_answer=1)

    def killed(self, wanted: str, places: tuple[str, ...], folder: Path) -> None:
        """Ask for something, kill a worker at each place in a storm, and let another one end it."""
        self.seller(wanted)
        for number, place in enumerate(places):
            self.storm()
            flag = folder / f"{wanted}-{number}"
            doomed = self.lustre.worker(stall_at=place, flag=flag)
            until(flag.exists)
            self.lustre.kill(doomed)
            for table in ("shopapp_submission", "shopapp_listingfeed"):
                self.lustre.let_leases_lapse(table)
        self.storm()
        heir = self.lustre.worker()
        try:
            until(lambda: self.lustre.one(OPEN) == 0)
        finally:
            self.lustre.kill(heir)


@pytest.fixture(scope="module")
def selling(postgres_folder: str, redis_url: str, catalog: Path) -> Iterator[Selling]:
    ports = free_ports(2)
    ways = {name: f"http://127.0.0.1:{port}" for name, port in zip(("etsy", "amazon"), ports, strict=True)}
    with (
        pytest.MonkeyPatch.context() as patch,
        tempfile.TemporaryDirectory(prefix="lustre-selling-") as folder,
    ):
        for name, value in {
            "ETSY_KEYSTRING": "key", "ETSY_SHARED_SECRET": "secret", "ETSY_SANDBOX_URL": ways["etsy"],
            "AMAZON_CLIENT_ID": "id", "AMAZON_CLIENT_SECRET": "secret", "AMAZON_APPLICATION_ID": "application",
            "AMAZON_SANDBOX_URL": ways["amazon"],
        }.items():  # fmt: skip
            patch.setenv(name, value)
        lustre = Installation(Path(folder), postgres_folder, redis_url)
        try:
            lustre.start(photos=1)
            stock = ("--catalog", str(catalog))
            back = ("--app-url", lustre.environment["APP_URL"])
            lustre.spawn("-m", "integrations.sandbox.etsy", "--port", str(ports[0]), *stock, *back)
            lustre.spawn("-m", "integrations.sandbox.amazon", "--port", str(ports[1]), *stock)
            until(lambda: all(lustre.answers(f"{url}/control/state") for url in ways.values()))
            selling = Selling(lustre, ways)
            selling.seller("prepare")
            yield selling
        finally:
            lustre.stop()


def test_workers_killed_in_a_storm_of_refusals_lose_nothing_and_double_nothing(
    selling: Selling, tmp_path: Path
) -> None:
    before = selling.shown()
    counts = {name: [len(images) for images in found.values()] for name, found in before.items()}
    selling.killed("export", ON_THE_WAY_OUT, tmp_path)
    there = selling.shown()
    assert {name: [len(images) for images in found.values()] for name, found in there.items()} == counts
    assert all(there[name] != before[name] for name in there)
    selling.killed("undo", ON_THE_WAY_BACK, tmp_path)
    assert selling.shown() == before
    ended = selling.lustre.sql("SELECT DISTINCT kind, state FROM shopapp_submission ORDER BY kind")
    assert ended == [("export", "accepted"), ("undo", "accepted")]
    places = "SELECT count(*) FROM shopapp_listingwrite WHERE kind = 'publish' AND gone_at IS NULL"
    assert selling.lustre.one(places) == 0
    assert selling.lustre.keys("usage:key:*"), "Etsy's allowance is counted in one place for every worker"


def test_a_worker_killed_before_the_documents_number_is_kept_loses_nothing_and_doubles_nothing(
    selling: Selling, tmp_path: Path
) -> None:
    before = selling.shown()
    counts = {sku: len(slots) for sku, slots in before["amazon"].items()}
    selling.killed("export-together", BEFORE_ITS_NUMBER, tmp_path)
    there = selling.shown()["amazon"]
    assert {sku: len(slots) for sku, slots in there.items()} == counts
    assert all(set(there[sku].values()).isdisjoint(slots.values()) for sku, slots in before["amazon"].items())
    assert control(selling.ways["amazon"])["feeds"], "it went out in a document"
    assert selling.lustre.sql("SELECT state FROM shopapp_listingfeed") == [("done",)]
    selling.killed("undo", ON_THE_WAY_BACK, tmp_path)
    assert selling.shown() == before
