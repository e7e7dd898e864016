"""How long a step may take: a larger store is given more."""

from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest

from demo.steps import batch, export, retouch, sync, undo
from tests.unit.demo.conftest import Played

PHOTO = {"state": "published", "media_id": 1, "media_gid": "gid://0"}
ANSWERS: dict[str, Any] = {
    "state": lambda: {"media": [{"id": f"gid://{number}"} for number in range(1000)]},
    "store": {"sync": "running", "credits": {"available": 480}},
    "photos": [PHOTO],
    "media/1/undo": {},
    "exports": {"export": 1},
    "retouch": {"batch": 1, "photos": 1000},
}


class Waited(Exception):  # noqa: N818 - how far the step came
    """The step waits; ``args`` tells for how long."""


def waits(monkeypatch: pytest.MonkeyPatch, module: ModuleType, play: Callable[[Any], Any], day: Any) -> float:
    def wait_for(*_: object, seconds: float, **__: object) -> None:
        raise Waited(seconds)

    monkeypatch.setattr(module, "wait_for", wait_for)
    with pytest.raises(Waited) as waited:
        play(day)
    return float(waited.value.args[0])


@pytest.mark.parametrize(
    ("module", "play"),
    [
        (sync, sync.play),
        (batch, batch.run),
        (retouch, retouch.settled),
        (export, export.play),
        (undo, undo.play),
    ],
)
def test_a_store_of_a_thousand_photos_is_given_more_time(
    played: Callable[..., Played],
    monkeypatch: pytest.MonkeyPatch,
    module: ModuleType,
    play: Callable[[Any], Any],
) -> None:
    small = ANSWERS | {"state": {"media": []}}
    least = waits(monkeypatch, module, play, played(media=1, **small).day)
    assert waits(monkeypatch, module, play, played(media=1000, **ANSWERS).day) >= 5 * least
