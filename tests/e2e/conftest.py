"""A merchant's first hour, played once in a browser; the tests look at what it left and go on from there."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from demo.processes import Processes
from tests.e2e.admin import PATIENCE, WIDE, Admin

PICTURES = Path(__file__).parents[2] / "integrations" / "sandbox" / "pictures"
GOOD = ("signet-ring-gold.jpg", "oval-sapphire-loose.jpg", "milgrain-band-rose.jpg")


QUIET = ("--disable-background-networking", "--disable-component-update", "--no-first-run")
FRAMES = ("--disable-features=LocalNetworkAccessChecks",)  # one loopback address frames another


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium; ended with its module, since Playwright's event loop would refuse Django's queries."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=[*QUIET, *FRAMES])
        yield browser
        browser.close()


@pytest.fixture
def tab(chromium: Browser) -> Iterator[Page]:
    """A page of its own."""
    page = chromium.new_page(viewport=WIDE)
    yield page
    page.close()


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Processes]:
    """The product and the sandbox, whose shop has three photos of jewelry and two of nothing."""
    photos = tmp_path_factory.mktemp("photos")
    for name in GOOD:
        image = Image.open(PICTURES / name)
        image.thumbnail((900, 900))
        image.save(photos / name, quality=92)
    for number in (1, 2):
        _waves(number).save(photos / f"waves-{number}.jpg", quality=90)
    processes = Processes.prepare(tmp_path_factory.mktemp("e2e") / "run")
    try:
        processes.start(store=["--photos", str(photos)])
        yield processes
    finally:
        processes.stop()


def _waves(number: int) -> Image.Image:
    """A pattern without any piece in it: it must wait for a person."""
    rows, columns = np.mgrid[0:500, 0:700]
    planes = [120 + 60 * np.sin(columns / 37 + c * number) + 50 * np.cos(rows / 23 + c * 2) for c in range(3)]
    return Image.fromarray(np.stack(planes, -1).clip(0, 255).astype(np.uint8))


@pytest.fixture(scope="module")
def first_hour(chromium: Browser, store: Processes) -> dict[str, Any]:
    """Install, Pro, a pack, one click, progress to the end; return what was seen on the way."""
    page = chromium.new_page(viewport=WIDE)
    admin, seen = Admin(page, store.addresses), {}
    app = admin.open()
    app.get_by_text("5 photos are ready").wait_for(timeout=PATIENCE)
    seen["offer"] = _look(admin)
    admin.keep("home-before")
    clicks = 0
    for button in ("Take Pro for $29 a month", "Buy 400 credits for $10"):
        admin.app.get_by_role("button", name=button).click()
        page.get_by_role("button", name="Approve").click()
        admin.app.get_by_role("button", name=button).wait_for(state="detached")
        admin.settled()
    admin.app.get_by_role("button", name="Retouch 5 photos").click()
    clicks += 1
    admin.app.get_by_role("button", name="Pause").wait_for()
    seen["running"] = _look(admin)
    admin.keep("home-running")
    admin.app.get_by_role("button", name="Pause").click()
    admin.app.get_by_role("button", name="Go on").click()
    admin.app.get_by_role("button", name="Pause").wait_for()
    admin.app.get_by_text("3 photos are on your store").wait_for(timeout=PATIENCE)
    seen |= {"done": _look(admin), "clicks": clicks, "complaints": admin.complaints}
    admin.keep("home-done")
    page.close()
    return seen


def _look(admin: Admin) -> dict[str, Any]:
    """Say what axe and the narrowest phone make of the page."""
    return {"faults": admin.faults(), "wide": admin.is_wider_than_a_phone()}


@pytest.fixture
def admin(tab: Page, store: Processes, first_hour: dict[str, Any]) -> Admin:
    """The admin after the first hour."""
    return Admin(tab, store.addresses)
