"""Connect, look at the matrix, fix, send, take back: in a browser, through the admin's frame and both stand-ins."""

import re
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, expect

from demo.processes import ROOT, Processes
from tests.e2e.admin import PATIENCE, PICTURES, WIDE, Admin, faults

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(900)]


@pytest.fixture(scope="module")
def stocked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Processes]:
    """The product and all three stand-ins; a shop with three products."""
    processes = Processes.prepare(tmp_path_factory.mktemp("marketplaces") / "run")
    try:
        processes.start(store=["--shop-size", "3"])
        yield processes
    finally:
        processes.stop()


def control(address: str, what: str, /, **details: Any) -> Any:
    """Ask a stand-in for something."""
    answer = httpx.post(f"{address}/control/{what}", json=details, timeout=30)
    answer.raise_for_status()
    return answer.json()


def shown(address: str) -> Any:
    """What every listing shows, as the marketplace itself tells it."""
    listings = httpx.get(f"{address}/control/state", timeout=30).json()["listings"]
    return [
        each.get("images") or {slot: one["locator"] for slot, one in each["slots"].items()}
        for each in listings
    ]


@pytest.fixture(scope="module")
def walk(chromium: Browser, stocked: Processes) -> dict[str, Any]:
    """Walk the whole way once, looking and keeping pictures; the tests say what must have been seen."""
    admin = Admin(chromium.new_page(viewport=WIDE), stocked.addresses)
    admin.open()
    _retouch(stocked)
    seen: dict[str, Any] = {"before": _both(stocked)}
    try:
        _arrive(admin, seen)
        _send(admin, stocked, seen)
        seen["during"] = _both(stocked)
        _take_back(admin)
        seen["after"] = _both(stocked)
        admin.open("/app/activity")
        seen["activity"] = _look(admin, "activity-marketplaces")
    except Exception as stuck:
        stuck.add_note(f"The page says:\n{admin.app.locator('body').inner_text()}")
        raise
    seen["complaints"] = admin.complaints
    admin.page.close()
    return seen


def _retouch(stocked: Processes) -> None:
    command = [sys.executable, "-m", "tests.e2e.retouched"]
    environment = {**stocked.environment, "DJANGO_SETTINGS_MODULE": "shopapp.settings"}
    subprocess.run(command, cwd=ROOT, env=environment, check=True)


def _both(stocked: Processes) -> dict[str, Any]:
    return {"etsy": shown(stocked.addresses.etsy), "amazon": shown(stocked.addresses.amazon)}


def _arrive(admin: Admin, seen: dict[str, Any]) -> None:
    admin.open("/app/exports")
    seen["offered"] = _look(admin, "marketplaces-offered")
    for name, agree in (("Etsy", "Grant access"), ("Amazon", "Confirm")):
        _connect(admin, name, agree)
    still_to_see = admin.app.get_by_role("link", name=re.compile("please look.*Oval Sapphire"))
    expect(still_to_see).to_have_count(2, timeout=PATIENCE)  # one on each marketplace: either may come first
    expect(admin.app.locator("[data-poll*='listings']")).to_have_count(0, timeout=PATIENCE)
    seen["matrix"] = _look(admin, "marketplaces-matrix")


def _send(admin: Admin, stocked: Processes, seen: dict[str, Any]) -> None:
    """Have one listing's main photo refused and mend it; then everything else goes out."""
    admin.app.get_by_role("button", name="I have looked").click()
    expect(admin.app.locator("#export-all")).to_be_visible()
    control(stocked.addresses.amazon, "faults", text_on_main=1)
    admin.app.get_by_role("link", name=re.compile("ready.*Oval Sapphire")).last.click()
    admin.app.get_by_text("As buyers on Amazon would see it").wait_for(timeout=PATIENCE)
    seen["ready"] = _look(admin, "listing-ready")
    admin.app.get_by_role("button", name="Export 2 photos").click()
    admin.app.get_by_role("button", name="Fix and export again").wait_for(timeout=PATIENCE)
    seen["rejected"] = _look(admin, "listing-rejected")
    seen["issue"] = admin.app.get_by_text("18027").first.inner_text()
    admin.app.get_by_role("button", name="Fix and export again").click()
    is_live = admin.app.locator("s-badge", has_text="live").first
    look_first = admin.app.get_by_role("button", name="All is as it should be")
    expect(is_live.or_(look_first).first).to_be_visible(timeout=PATIENCE)
    if look_first.is_visible():  # nobody has seen the new main photo yet
        look_first.click()
        admin.app.get_by_role("button", name="Export 1 photo").click()
    expect(is_live).to_be_visible(timeout=PATIENCE)
    seen["live"] = _look(admin, "listing-live")
    admin.open("/app/exports")
    admin.app.locator("#export-all").click()
    admin.app.get_by_role("progressbar").wait_for()
    seen["running"] = _look(admin, "marketplaces-running")
    expect(admin.app.get_by_role("progressbar")).to_have_count(0, timeout=PATIENCE)
    seen["sent"] = _look(admin, "marketplaces-sent")


def _take_back(admin: Admin) -> None:
    """One listing first, then each marketplace."""
    admin.app.get_by_role("link", name=re.compile("live.*Oval Sapphire")).last.click()
    admin.app.get_by_role("button", name="Undo this listing").click()
    expect(admin.app.get_by_role("button", name="Undo this listing")).to_have_count(0, timeout=PATIENCE)
    for name in ("Etsy", "Amazon"):
        admin.open("/app/exports")
        admin.app.get_by_role("button", name=f"Undo on {name}").click()
        expect(admin.app.get_by_role("button", name=f"Undo on {name}")).to_have_count(0, timeout=PATIENCE)


def _connect(admin: Admin, name: str, agree: str) -> None:
    """Press Connect, agree in the window that opens, and wait until the page knows."""
    with admin.page.expect_popup() as opened:
        admin.app.get_by_role("button", name=f"Connect {name}").click()
    window = opened.value
    window.get_by_role("button", name=agree).click()
    expect(window.get_by_role("heading", name=f"{name} is connected")).to_be_visible()
    assert faults(window) == []
    window.screenshot(path=PICTURES / f"connected-{name.lower()}.png")
    window.close()
    read = admin.app.locator(f"#read-{name.lower()}")
    expect(read).to_be_visible(timeout=PATIENCE)


def _look(admin: Admin, name: str) -> dict[str, Any]:
    """Keep a picture, and say what axe and a phone make of the page."""
    admin.keep(name)
    return {"faults": admin.faults(), "wide": admin.is_wider_than_a_phone()}


@pytest.mark.parametrize(
    "moment", ["offered", "matrix", "ready", "rejected", "live", "running", "sent", "activity"]
)
def test_every_moment_is_clean_and_fits_a_phone(walk: dict[str, Any], moment: str) -> None:
    assert walk[moment] == {"faults": [], "wide": False}


def test_the_rejection_is_shown_beside_its_photo_with_our_rule(walk: dict[str, Any]) -> None:
    assert "AMZ-TEXT" in walk["issue"]


def test_listings_changed_and_went_back_exactly(walk: dict[str, Any]) -> None:
    for name in ("etsy", "amazon"):
        assert walk["during"][name] != walk["before"][name]
        assert walk["after"][name] == walk["before"][name]


def test_nothing_complained(walk: dict[str, Any]) -> None:
    assert walk["complaints"] == []
