"""Amazon's token buckets as one process sees them: each operation of each account has its own.

An operation may be asked ``burst`` times at once and ``rate`` times a second from then on. Both start as documented;
the rate follows ``x-amzn-RateLimit-Limit`` of the answers, which may be higher for a busy seller. Clients of one
account share their buckets, from any thread. Time is an argument, so that a test need not wait.
"""

import threading
from dataclasses import dataclass, field

from integrations.amazon.operations import Operation

_ROUNDING = 1e-6
"""Requests; waiting exactly long enough must be long enough."""


@dataclass(slots=True)
class TokenBucket:
    """How many requests one operation has left."""

    rate: float
    burst: float
    _left: float = field(init=False)
    _at: float | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def __post_init__(self) -> None:
        self._left = self.burst

    def claim(self, now: float) -> float:
        """Take one request and return 0, or take nothing and return the seconds until there is one."""
        with self._lock:
            self._refill(now)
            if self._left >= 1 - _ROUNDING:
                self._left -= 1
                return 0.0
            return (1 - self._left) / self.rate

    def learn(self, rate: float) -> None:
        """Believe the rate that an answer names."""
        with self._lock:
            self.rate = rate

    def drain(self, now: float) -> float:
        """Take note that Amazon counts otherwise and has none left; return the seconds until the next."""
        with self._lock:
            self._refill(now)
            self._left = min(self._left, 0.0)
            return (1 - self._left) / self.rate

    def _refill(self, now: float) -> None:
        if self._at is not None:
            self._left = min(self.burst, self._left + max(0.0, now - self._at) * self.rate)
        self._at = now


_BUCKETS: dict[tuple[str, str, str], TokenBucket] = {}
_BUCKETS_LOCK = threading.Lock()


def bucket_of(client_id: str, account: str, operation: Operation) -> TokenBucket:
    """Return an operation's bucket; the same one for every client of this process."""
    with _BUCKETS_LOCK:
        key = (client_id, account, operation.limited_as)
        return _BUCKETS.setdefault(key, TokenBucket(operation.rate, operation.burst))


def forget() -> None:
    """Start with full buckets, as a new process does."""
    with _BUCKETS_LOCK:
        _BUCKETS.clear()
