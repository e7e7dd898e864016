"""Pause, resume and cancel are held to what they promise, against a product that keeps it or does not."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from demo import merchant
from demo.merchant import RefusedError
from demo.steps import batch
from tests.unit.demo.conftest import Played

AT_ONCE = 3


@dataclass
class Product:
    """A product's batch in figures; each look is one step of its workers."""

    total: int = 40
    pauses: bool = True
    resumes: bool = True
    gives_back: bool = True
    stops: bool = True
    waiting: int = 0
    working: int = 0
    done: int = 0
    available: int = 1000
    state: str = "none"

    def begin(self) -> dict[str, int]:
        if self.state == "cancelled":
            self.total -= self.done
        self.waiting, self.working, self.done, self.state = self.total, 0, 0, "running"
        self.available -= 20 * self.total
        return {"batch": 1, "photos": self.total}

    def look(self) -> dict[str, Any]:
        self.done += min(self.working, 1)
        self.working -= min(self.working, 1)
        held = self.state == "cancelled" or (self.state == "paused" and self.pauses)
        while self.waiting and self.working < AT_ONCE and not held:
            self.waiting, self.working = self.waiting - 1, self.working + 1
        if self.state != "cancelled" and not self.waiting and not self.working:
            self.state = "done"
        counts = {"waiting": self.waiting, "retouching": self.working, "published": self.done}
        return {
            "state": self.state,
            "total": sum(counts.values()),
            "done": self.done,
            "counts": counts,
            "sentence": "",
        }

    def pause(self) -> dict[str, Any]:
        if self.state != "running":
            raise refused("The batch is not running.")
        self.state = "paused"
        return {}

    def resume(self) -> dict[str, Any]:
        if self.state != "paused":
            raise refused("The batch is not paused.")
        self.state = "running" if self.resumes else "paused"
        return {}

    def cancel(self) -> dict[str, int]:
        stopped, self.state = self.waiting, "cancelled"
        self.available += 20 * stopped if self.gives_back else 0
        self.waiting = 0
        if not self.stops:
            stopped = 0
        return {"stopped": stopped}


def refused(sentence: str) -> RefusedError:
    error = RefusedError.__new__(RefusedError)
    error.sentence = sentence
    return error


def run(played: Callable[..., Played], product: Product, *, own_stock: bool = False) -> Played:
    found = played(
        own_stock=own_stock,
        retouch=product.begin,
        progress=product.look,
        store=lambda: {"credits": {"available": product.available}},
        estimate=lambda: {"photos": product.total - product.done if product.state == "cancelled" else 0},
        **{
            "batches/1/pause": product.pause,
            "batches/1/resume": product.resume,
            "batches/1/cancel": product.cancel,
        },
    )
    batch.run(found.day)
    return found


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "sleep", lambda _seconds: None)


def test_a_batch_is_paused_resumed_cancelled_and_begun_again(played: Callable[..., Played]) -> None:
    found = run(played, Product())
    assert found.failures == []
    assert found.day.credits_before == 1000
    assert found.script.pressed == [
        "retouch",
        "batches/1/pause",
        "batches/1/resume",
        "batches/1/cancel",
        "retouch",
    ]
    assert all(
        word in found.said for word in ("Paused:", "Resumed:", "Cancelled:", "Every photo came to an end")
    )


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [("pauses", "Paused"), ("gives_back", "Cancelled"), ("stops", "Cancelled")],
)
def test_what_a_button_does_not_do_fails_the_day(
    played: Callable[..., Played], fault: str, sentence: str
) -> None:
    (failure,) = run(played, Product(**{fault: False})).failures  # type: ignore[arg-type]
    assert failure.startswith(sentence)


def test_a_batch_that_does_not_go_on_fails_the_day(
    played: Callable[..., Played], monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = iter(range(0, 10**6, 60))
    monkeypatch.setattr(merchant, "monotonic", lambda: next(clock))
    with pytest.raises(TimeoutError):
        run(played, Product(resumes=False))


def test_a_batch_that_is_over_before_it_is_paused_fails_the_sandboxs_own_store_only(
    played: Callable[..., Played],
) -> None:
    with pytest.raises(RefusedError):
        run(played, Product(total=0))
    found = run(played, Product(total=0), own_stock=True)
    assert found.failures == []
    assert "Too few photos" in found.said
    assert "Paused" not in found.said


def test_a_store_whose_photos_are_all_in_hand_claims_nothing(played: Callable[..., Played]) -> None:
    found = run(played, Product(total=2), own_stock=True)
    assert found.failures == []
    assert not any(word in found.said for word in ("Paused", "Cancelled"))
