"""Faults on demand: what the next requests meet instead of a good answer.

Counted: ``too_many`` (429 in the middle of everything), ``timeout`` (done, but the answer comes too late), ``lost``
(done, but a 504 is answered), ``blocked`` (a page of the host in front of Etsy, 403 and no JSON), ``rank_ignored`` (an
upload comes out first instead of where it should), ``mixed_addresses`` (an upload is answered with another picture's
addresses), ``never_sized`` (an upload is never worked on), ``not_of_this_shop`` (a deletion is refused with a wrong
reason), ``full_for_numbers`` (a full listing takes no picture by its number, even over another one). Timed:
``server_error`` (503 for some seconds).
"""

import threading

from integrations.sandbox.clock import Clock

COUNTED = frozenset(
    {
        "too_many",
        "timeout",
        "lost",
        "blocked",
        "rank_ignored",
        "mixed_addresses",
        "never_sized",
        "not_of_this_shop",
        "full_for_numbers",
    }
)


class Faults:
    """Which faults are set, and how often or how long they still hold."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._left: dict[str, int] = {}
        self._down_until = 0.0
        self.timeout_seconds = 40.0
        self.retry_after = 1

    def arm(self, kind: str, count: int = 1) -> None:
        """Let the next ``count`` occasions meet the fault."""
        if kind not in COUNTED:
            raise ValueError(
                f"{kind} is not a fault; there are {', '.join(sorted(COUNTED))} and server_error"
            )
        self._left[kind] = count

    def fail_for(self, seconds: float) -> None:
        """Answer 503 for so long."""
        self._down_until = self._clock.now() + seconds

    @property
    def is_down(self) -> bool:
        """Whether Etsy is down just now."""
        return self._clock.now() < self._down_until

    def strike(self, kind: str) -> bool:
        """Whether the fault hits this occasion; it is used up by that."""
        with self._lock:
            left = self._left.get(kind, 0)
            self._left[kind] = max(left - 1, 0)
            return left > 0

    def clear(self) -> None:
        """Let everything work again."""
        self._left.clear()
        self._down_until = 0.0

    def shown(self) -> dict[str, object]:
        """Return what is set, for the control address."""
        return {"left": {kind: left for kind, left in self._left.items() if left}, "down": self.is_down}
