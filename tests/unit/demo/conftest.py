"""A day whose merchant is answered from a script; what the terminal shows is read back."""

from collections.abc import Callable
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import Any, cast

import pytest
from rich.console import Console

from demo import merchant
from demo.day import Day
from demo.merchant import Merchant, Onlooker
from demo.screen import Screen


@dataclass
class Script:
    """Answers by fragment, button or address; a function is asked anew each time."""

    answers: dict[str, Any] = field(default_factory=dict)
    pressed: list[str] = field(default_factory=list)

    def look(self, fragment: str, **_query: str) -> Any:
        return self._answer(fragment)

    def press(self, action: str, **_form: Any) -> Any:
        self.pressed.append(action)
        return self._answer(action)

    def download(self, address: str) -> Any:
        return self._answer(address)

    def state(self) -> Any:
        return self._answer("state")

    def _answer(self, name: str) -> Any:
        told = self.answers[name]
        return told() if callable(told) else told


@dataclass
class Played:
    """A day, the script behind it, and its terminal."""

    day: Day
    script: Script
    terminal: StringIO

    @property
    def said(self) -> str:
        """What the terminal shows, its line breaks left out."""
        return " ".join(self.terminal.getvalue().split())

    @property
    def failures(self) -> list[str]:
        """What did not hold."""
        return self.day.screen.failures


@pytest.fixture
def played(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Played]:
    """Make a day; nobody waits in it."""
    monkeypatch.setattr(merchant, "sleep", lambda _seconds: None)

    def make(*, own_stock: bool = False, media: int = 0, **answers: Any) -> Played:
        script, terminal = Script(answers), StringIO()
        screen = Screen(Console(file=terminal, width=200, highlight=False))
        hand = cast("Merchant", script)
        day = Day(screen, hand, cast("Onlooker", script), tmp_path, own_stock)
        day.before = {f"gid://{number}": {"id": f"gid://{number}"} for number in range(media)}
        return Played(day, script, terminal)

    return make
