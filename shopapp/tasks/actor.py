"""Our thin layer over ``dramatiq.actor``: the only module that knows how dramatiq words things.

Whether and when a row is tried again is decided by the row; a message that raises something unforeseen is logged and
dropped, since the row's own pause and the sweeper bring it back.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import TypeVar

import dramatiq
import structlog
from dramatiq.errors import Retry
from dramatiq_crontab import interval

from integrations.errors import Throttled
from shopapp.queue import QUEUES, Task

F = TypeVar("F", bound=Callable[..., None])
_LONG = timedelta(minutes=10)
_log = structlog.get_logger(__name__)


def task(
    name: Task, *, time_limit: timedelta = _LONG, max_retries: int = 0
) -> Callable[[F], "dramatiq.Actor[..., None]"]:
    """Declare a function as the actor of ``name``, on that task's queue."""

    def declare(function: F) -> "dramatiq.Actor[..., None]":
        @wraps(function)
        def guarded(*identifiers: int) -> None:
            with structlog.contextvars.bound_contextvars(task=str(name)):
                try:
                    function(*identifiers)
                except Throttled as error:
                    raise Retry(str(error), delay=int(error.retry_after * 1000)) from error

        enter = dramatiq.actor(
            actor_name=name,
            queue_name=QUEUES[name],
            time_limit=int(time_limit.total_seconds() * 1000),
            max_retries=max_retries,
        )
        return enter(guarded)

    return declare


def every(span: timedelta) -> Callable[["dramatiq.Actor[..., None]"], "dramatiq.Actor[..., None]"]:
    """Have the scheduler ring for an actor again and again."""
    decorate: Callable[[dramatiq.Actor[..., None]], dramatiq.Actor[..., None]] = interval(
        seconds=int(span.total_seconds())
    )
    return decorate
