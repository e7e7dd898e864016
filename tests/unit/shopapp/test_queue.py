from datetime import timedelta

import dramatiq
import pytest
import redis
from dramatiq.errors import Retry

from integrations.errors import Throttled
from shopapp import queue, tasks  # noqa: F401 - the actors
from shopapp.queue import Task, enqueue
from shopapp.tasks import actor


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str, tuple[int, ...], int | None]]:
    bells: list[tuple[str, str, tuple[int, ...], int | None]] = []
    monkeypatch.setattr(
        dramatiq.get_broker(), "enqueue",
        lambda message, delay=None: bells.append((message.queue_name, message.actor_name, message.args, delay)),
    )  # fmt: skip
    return bells


@pytest.mark.django_db
def test_a_bell_rings_after_the_commit_and_carries_identifiers_only(
    sent, django_capture_on_commit_callbacks
) -> None:  # type: ignore[no-untyped-def]
    with django_capture_on_commit_callbacks(execute=True):
        enqueue(Task.RETOUCH_MEDIA, 7, delay=timedelta(seconds=2))
        assert sent == []
    assert sent == [("gpu", "retouch_media", (7,), 2000)]


def test_an_unreachable_queue_is_logged_and_nothing_else(monkeypatch: pytest.MonkeyPatch, caplog) -> None:  # type: ignore[no-untyped-def]
    def refuse(*_: object, **__: object) -> None:
        raise redis.ConnectionError

    monkeypatch.setattr(dramatiq.get_broker(), "enqueue", refuse)
    queue._ring(Task.SWEEP, (), None)
    assert "out of reach" in caplog.text


def test_a_throttled_task_comes_back_when_it_was_told_to(monkeypatch: pytest.MonkeyPatch) -> None:
    def throttled() -> None:
        raise Throttled("later", retry_after=1.5)

    monkeypatch.setattr(dramatiq, "actor", lambda **_: lambda function: function)
    with pytest.raises(Retry) as raised:
        actor.task(Task.SWEEP)(throttled)()
    assert raised.value.delay == 1500


@pytest.mark.django_db
def test_every_task_finds_its_row_gone_and_returns(sent) -> None:  # type: ignore[no-untyped-def]
    broker = dramatiq.get_broker()
    for task in Task:
        if task not in {Task.READ_SHOP, Task.SETTLE_CHARGES, Task.RESUME_AUTO}:
            rowless = task in {
                Task.SWEEP, Task.FORGET_OLD, Task.FORGET_UPLOADS, Task.LOOK_AT_MARKETPLACES,
                Task.READ_NOTIFICATIONS,
            }  # fmt: skip
            broker.get_actor(task).fn(*([] if rowless else [999]))
