"""A photo is tried again for a reason, both results are compared, and the second is put on the store."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.admin import PATIENCE, Admin

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_a_photo_is_tried_again_and_the_second_result_is_used(admin: Admin) -> None:
    app = admin.open("/app/library?state=published")
    app.locator(".tile a").first.click()
    app.get_by_text("Try again: what is not right?").click()
    assert admin.faults() == []
    assert not admin.is_wider_than_a_phone()
    admin.keep("retry-menu")
    app.get_by_role("button", name="It is too dark").click()
    app.get_by_text(re.compile("^second result")).wait_for(timeout=PATIENCE)
    expect(app.locator("#again-compare photo-compare")).to_be_visible()
    assert admin.faults() == []
    assert not admin.is_wider_than_a_phone()
    admin.keep("retry-compared")
    app.get_by_role("button", name="Use the second result").click()
    app.locator("#again-compare").wait_for(state="detached", timeout=PATIENCE)
    assert admin.complaints == []
