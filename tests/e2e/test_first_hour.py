"""From installation to the first photos on the store, and back, in a browser and through the admin's frame."""

from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, expect

from demo.processes import Processes
from tests.e2e.admin import PATIENCE, PICTURES, Admin, faults, is_wider_than_a_phone
from tests.e2e.conftest import PICTURES as STOCK

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(900)]
PAGES = ("library", "review", "exports", "activity", "plan", "settings")


def digests(store: Processes) -> dict[str, str]:
    """What a visitor of the shop would be served, by file."""
    media = httpx.get(f"{store.addresses.sandbox}/control/state").json()["media"]
    return {str(each.get("id", key)): str(each["digest"]) for key, each in _entries(media)}


def _entries(media: Any) -> list[tuple[str, dict[str, Any]]]:
    return (
        list(media.items()) if isinstance(media, dict) else [(str(n), each) for n, each in enumerate(media)]
    )


def test_one_click_brings_the_photos_to_the_store(first_hour: dict[str, Any]) -> None:
    assert first_hour["clicks"] == 1
    assert first_hour["complaints"] == []


@pytest.mark.parametrize("moment", ["offer", "running", "done"])
def test_home_is_clean_and_fits_a_phone_at_every_moment(first_hour: dict[str, Any], moment: str) -> None:
    assert first_hour[moment] == {"faults": [], "wide": False}


@pytest.mark.parametrize("name", PAGES)
def test_every_page_is_clean_and_fits_a_phone(admin: Admin, name: str) -> None:
    admin.open(f"/app/{name}")
    assert admin.faults() == []
    assert not admin.is_wider_than_a_phone()
    admin.keep(name)
    assert admin.complaints == []


@pytest.mark.parametrize("name", ["", *(f"/app/{name}" for name in PAGES)])
def test_nothing_jumps_while_a_page_comes_up(admin: Admin, name: str) -> None:
    admin.at_rest()
    admin.open(name)
    assert admin.shift() <= 0.1


@pytest.mark.parametrize("name", ["", *(f"/app/{name}" for name in PAGES)])
def test_the_largest_part_of_a_page_is_painted_soon(admin: Admin, name: str) -> None:
    admin.at_rest()
    admin.open(name)
    assert admin.largest_paint() <= 1500


def test_a_missing_permission_is_shown_and_its_return_is_noticed(admin: Admin, store: Processes) -> None:
    scopes = f"{store.addresses.sandbox}/control/scopes"
    told = admin.app.get_by_text("Lustre needs your permission")
    try:
        httpx.post(scopes, json={"scopes": ["read_products"]}).raise_for_status()
        for _ in range(20):  # until the shop's message has come
            admin.open()
            if told.count():
                break
            admin.page.wait_for_timeout(500)
        assert admin.faults() == []
        assert not admin.is_wider_than_a_phone()
        admin.keep("no-permission")
    finally:
        httpx.post(scopes, json={"scopes": ["read_products", "write_files"]}).raise_for_status()
    admin.app.get_by_role("link", name="Look again").click()
    expect(told).to_have_count(0)


def test_the_menu_changes_pages_without_loading_a_document(admin: Admin) -> None:
    admin.open()
    admin.frame.evaluate("window.stayed = true")
    admin.page.get_by_role("link", name="Library").click()
    expect(admin.app.get_by_text("5 files")).to_be_visible()
    admin.app.locator(".tile a").first.click()
    expect(admin.app.locator("photo-compare, .compare-view").first).to_be_visible()
    assert admin.frame.evaluate("window.stayed") is True


SLOW = """
const real = window.fetch;
window.fetch = async (address, options) => {
  const answer = await real(address, options);
  await new Promise((done) => setTimeout(done, String(address).includes("/app/actions/") ? 700 : 2000));
  if (options?.signal?.aborted) throw new DOMException("given up", "AbortError");
  return answer;
};
"""


def test_a_link_is_followed_though_a_button_pressed_before_is_answered_meanwhile(admin: Admin) -> None:
    admin.open("/app/settings")
    admin.frame.evaluate(SLOW)
    admin.frame.evaluate("document.querySelector('form[data-save-bar]').requestSubmit()")
    admin.page.get_by_role("link", name="Activity").click()
    admin.app.get_by_role("heading", name="Activity", level=1).wait_for()
    assert admin.frame.evaluate("location.pathname") == "/app/activity"


def test_the_slider_moves_zooms_and_shows_the_original(admin: Admin) -> None:
    app = admin.open("/app/library")
    app.locator(".tile", has_text="on your store").first.locator("a").click()
    line = app.get_by_role("slider")
    line.focus()
    admin.press("ArrowLeft", "ArrowLeft", "Home")
    expect(line).to_have_attribute("aria-valuenow", "0")
    app.get_by_role("button", name="300 %").click()
    expect(app.locator("photo-compare[data-zoomed]")).to_be_visible()
    app.locator(".compare-view").focus()
    admin.press("ArrowRight", "+", "0")
    expect(app.locator("photo-compare[data-zoomed]")).to_have_count(0)
    app.locator(".compare-view").hover()
    admin.page.mouse.wheel(0, -400)
    expect(app.locator("photo-compare[data-zoomed]")).to_be_visible()
    admin.page.keyboard.down("o")
    expect(app.locator("photo-compare[data-holding]")).to_be_visible()
    admin.page.keyboard.up("o")
    expect(app.locator("photo-compare[data-holding]")).to_have_count(0)
    assert admin.faults() == []
    assert not admin.is_wider_than_a_phone()
    app.get_by_role("button", name="Whole photo").click()
    admin.keep("photo")


def test_a_photo_is_undone_and_put_back_on_the_store_by_keyboard_alone(
    admin: Admin, store: Processes
) -> None:
    app = admin.open("/app/library?state=published")
    app.locator("#page").focus()
    admin.tab_to(app.locator(".tile .name").first.inner_text())
    admin.press("Enter")
    app.locator("photo-compare").wait_for()
    with_result = digests(store)
    admin.tab_to("Undo")
    admin.press("Enter")
    expect(app.get_by_role("button", name="Put on your store")).to_be_visible(timeout=PATIENCE)
    assert len(set(with_result.items()) ^ set(digests(store).items())) == 2
    admin.tab_to("Put on your store")
    admin.press("Enter")
    expect(app.get_by_role("button", name="Undo")).to_be_visible(timeout=PATIENCE)
    assert digests(store) == with_result


def test_a_photo_is_reviewed_by_keyboard_alone(admin: Admin) -> None:
    app = admin.open("/app/review")
    app.locator("#page").focus()
    waiting = app.get_by_text("1 of 2")
    first = app.locator("b").first.inner_text() if waiting.count() else ""
    admin.press("ArrowRight")
    expect(app.get_by_text("2 of 2")).to_be_visible()
    admin.press("ArrowRight")
    expect(app.get_by_text("1 of 2")).to_be_visible()
    assert app.locator("b").first.inner_text() == first
    admin.tab_to("Keep my original")
    admin.press("Enter")
    expect(app.get_by_text("1 of 1")).to_be_visible()
    expect(app.get_by_text("waves")).to_be_visible()


def test_a_set_for_another_marketplace_is_made_and_told_rule_by_rule(admin: Admin) -> None:
    app = admin.open("/app/exports")
    app.get_by_role("button", name="Make the Etsy set").click()
    expect(app.get_by_role("link", name="Download Etsy set as zip").first).to_be_visible(timeout=PATIENCE)
    expect(app.get_by_role("heading", name="Etsy: rule by rule")).to_be_visible()
    app.locator("td summary").first.click()
    assert admin.faults() == []
    assert not admin.is_wider_than_a_phone()
    admin.keep("exports-made")


def test_a_photo_needs_no_shop_and_no_account(
    tab: Page, store: Processes, first_hour: dict[str, Any]
) -> None:
    tab.goto(f"{store.addresses.app}/one-photo")
    assert faults(tab) == []
    assert not is_wider_than_a_phone(tab)
    tab.screenshot(path=PICTURES / "one-photo-1280.png")
    tab.locator('input[type="file"]').set_input_files(STOCK / "heart-pendant-rose.jpg")
    expect(tab.get_by_role("link", name="Download the result")).to_be_visible(timeout=PATIENCE)
    assert faults(tab) == []
    assert not is_wider_than_a_phone(tab)
    tab.screenshot(path=PICTURES / "one-photo-result-1280.png")
    with tab.expect_download() as download:
        tab.get_by_role("link", name="Download the result").click()
    assert download.value.suggested_filename == "heart-pendant-rose-lustre.jpg"


def test_a_file_that_is_no_photo_is_refused_in_a_sentence(tab: Page, store: Processes) -> None:
    tab.goto(f"{store.addresses.app}/one-photo")
    text = {"name": "ring.jpg", "mimeType": "image/jpeg", "buffer": b"not a picture at all"}
    tab.locator('input[type="file"]').set_input_files(text)
    expect(tab.get_by_role("heading", name="We left this photo as it is")).to_be_visible(timeout=PATIENCE)
    assert tab.get_by_role("alert").inner_text()
