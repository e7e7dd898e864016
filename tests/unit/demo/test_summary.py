"""What the summary says of credits and names."""

from collections.abc import Callable
from typing import Any

import pytest

from demo.steps import summary
from tests.unit.demo.conftest import Played

MOVED = {"grant": 480, "reserve": 200, "capture": 140, "release": 40, "refund": 0}
PHOTO = {
    "media_gid": "gid://0",
    "state": "left",
    "word": "left",
    "sentence": "Too small.",
    "file_name": "ring [bold].jpg",
}


def shown(played: Callable[..., Played], *, available: int, monkeypatch: pytest.MonkeyPatch) -> Played:
    monkeypatch.setattr(summary, "write", lambda _pairs, _path: None)
    credits_: dict[str, Any] = {"available": available, "moved": MOVED}
    found = played(store={"credits": credits_, "stages": {}}, photos=[PHOTO])
    found.day.credits_before, found.day.photos = 480, [PHOTO]
    summary.play(found.day)
    return found


def test_credits_are_told_from_what_was_there_before(
    played: Callable[..., Played], monkeypatch: pytest.MonkeyPatch
) -> None:
    found = shown(played, available=320, monkeypatch=monkeypatch)
    assert "before 480, reserved 200, captured 140, released 40, available 320" in found.said
    assert found.failures == []


def test_credits_that_do_not_add_up_fail_the_day(
    played: Callable[..., Played], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert shown(played, available=340, monkeypatch=monkeypatch).failures == ["The credits add up"]


def test_a_files_name_is_told_letter_by_letter(
    played: Callable[..., Played], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "ring [bold].jpg" in shown(played, available=320, monkeypatch=monkeypatch).said
