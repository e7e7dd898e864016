"""The sandbox's own time and what is due in it: media being processed, operations running, deliveries to repeat."""

import heapq
import itertools
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime

Action = Callable[[], None]


def timestamp(seconds: float) -> str:
    """Write a moment as the Admin API does."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class Clock:
    """Wall time, sped up by a factor and moved by an offset; it never goes back."""

    def __init__(self, source: Callable[[], float] = time.time, factor: float = 1.0) -> None:
        self._source = source
        started = source()
        self._pace = (started, started, factor)

    def wall(self) -> float:
        """Return real time, by which session tokens live: the app checks them by its own clock."""
        return self._source()

    def now(self) -> float:
        """Return the sandbox's time in seconds since 1970."""
        origin, shown, factor = self._pace
        return shown + (self._source() - origin) * factor

    def advance(self, seconds: float) -> None:
        """Move time forward."""
        if seconds < 0:
            raise ValueError("time only moves forward")
        self._pace = (self._source(), self.now() + seconds, self._pace[2])

    def speed(self, factor: float) -> None:
        """Let time pass ``factor`` times as fast from now on."""
        if factor <= 0:
            raise ValueError("the factor must be greater than zero")
        self._pace = (self._source(), self.now(), factor)


class Timeline:
    """Actions waiting for their moment; each is run once, in order, by whichever thread comes by first."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._running = threading.Lock()
        self._order = itertools.count()
        self._waiting: list[tuple[float, int, Action]] = []

    def after(self, seconds: float, action: Action) -> None:
        """Run an action once so many seconds of the sandbox's time have passed."""
        with self._lock:
            heapq.heappush(self._waiting, (self._clock.now() + seconds, next(self._order), action))

    def run_due(self) -> None:
        """Run everything whose moment has come; return at once where another thread is at it."""
        if not self._running.acquire(blocking=False):
            return
        try:
            while (action := self._next()) is not None:
                action()
        finally:
            self._running.release()

    def clear(self) -> None:
        """Forget everything that waits."""
        with self._lock:
            self._waiting.clear()

    def _next(self) -> Action | None:
        with self._lock:
            if self._waiting and self._waiting[0][0] <= self._clock.now():
                return heapq.heappop(self._waiting)[2]
            return None
