"""Faults on demand: what the next requests meet instead of a good answer.

Counted: ``throttle`` (GraphQL's THROTTLED), ``too_many`` (HTTP 429), ``timeout`` (the answer comes too late),
``file_locked``, ``upload_expired``, ``upload_error`` (HTTP 503 from the storage), ``bulk_failed`` (FAILED with partial
data), ``source_unreachable`` (Shopify cannot fetch a source). Timed: ``server_error`` (HTTP 503 for some seconds).
"""

import threading

from integrations.sandbox.clock import Clock

COUNTED = frozenset(
    {
        "throttle",
        "too_many",
        "timeout",
        "file_locked",
        "upload_expired",
        "upload_error",
        "bulk_failed",
        "source_unreachable",
    }
)


class Faults:
    """Which faults are set, and how often or how long they still hold."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._left: dict[str, int] = {}
        self._server_error_until = 0.0
        self.timeout_seconds = 20.0

    def arm(self, kind: str, count: int = 1) -> None:
        """Let the next ``count`` occasions meet the fault."""
        if kind not in COUNTED:
            raise ValueError(
                f"{kind} is not a fault; there are {', '.join(sorted(COUNTED))} and server_error"
            )
        self._left[kind] = count

    def fail_for(self, seconds: float) -> None:
        """Answer 503 for so long."""
        self._server_error_until = self._clock.now() + seconds

    @property
    def server_error(self) -> bool:
        """Whether the service is down just now."""
        return self._clock.now() < self._server_error_until

    def strike(self, kind: str) -> bool:
        """Whether the fault hits this occasion; it is used up by that."""
        with self._lock:
            left = self._left.get(kind, 0)
            self._left[kind] = max(left - 1, 0)
            return left > 0

    def clear(self) -> None:
        """Let everything work again."""
        self._left.clear()
        self._server_error_until = 0.0

    def shown(self) -> dict[str, object]:
        """Return what is set, for the control address."""
        return {"left": {kind: left for kind, left in self._left.items() if left}, "down": self.server_error}
