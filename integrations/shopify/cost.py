"""Shopify's leaky bucket, as one process sees it: what each shop has left, and how long a query must wait for its turn.

Figures come only from ``extensions.cost`` of the answers; before the first one nothing is held back. Clients of one
shop share one bucket, from any thread. Time is an argument, so that a test need not wait.
"""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

_ROUNDING = 1e-6
"""Points; waiting exactly long enough must be long enough."""


@dataclass(slots=True)
class CostBucket:
    """The points one shop has left for our app."""

    maximum: float = 0.0
    restore_rate: float = 0.0
    costs: dict[str, float] = field(default_factory=dict)
    """What each query was last held to cost, by its name."""
    _available: float = 0.0
    _at: float = 0.0
    _in_flight: float = 0.0
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def claim(self, cost: float, now: float) -> float:
        """Take ``cost`` points and return 0, or take nothing and return the seconds until they will be there."""
        with self._lock:
            pause = self._pause(cost, now)
            if not pause:
                self._in_flight += cost
            return pause

    def seconds_until(self, cost: float, now: float) -> float:
        """Say how long until ``cost`` points will be there; takes nothing."""
        with self._lock:
            return self._pause(cost, now)

    def settle(self, cost: float, throttle_status: Mapping[str, Any] | None, now: float) -> None:
        """Give back what ``claim`` took, and believe the figures of the answer where it has any."""
        with self._lock:
            self._in_flight = max(0.0, self._in_flight - cost)
            if not throttle_status:
                return
            self.maximum = float(throttle_status["maximumAvailable"])
            self.restore_rate = float(throttle_status["restoreRate"])
            self._available = float(throttle_status["currentlyAvailable"])
            self._at = now

    def _pause(self, cost: float, now: float) -> float:
        if not self.restore_rate:
            return 0.0
        missing = min(cost, self.maximum) + self._in_flight - self._left(now)
        return missing / self.restore_rate if missing > _ROUNDING else 0.0

    def _left(self, now: float) -> float:
        return min(self.maximum, self._available + (now - self._at) * self.restore_rate)


_BUCKETS: dict[str, CostBucket] = {}
_BUCKETS_LOCK = threading.Lock()


def bucket_of(shop: str) -> CostBucket:
    """Return the shop's bucket; the same one for every client of this process."""
    with _BUCKETS_LOCK:
        return _BUCKETS.setdefault(shop, CostBucket())
