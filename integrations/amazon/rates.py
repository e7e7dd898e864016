"""Amazon's token buckets, as all who share one storage see them: each operation of each account has its own.

An operation may be asked ``burst`` times at once and ``rate`` times a second from then on. Both start as documented;
the rate follows ``x-amzn-RateLimit-Limit`` of the answers, which may be higher for a busy seller. Clients of one
account share their buckets, from any thread and, by their storage, from any process. Time is an argument, so that a
test need not wait; between machines it is the wall's.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from integrations.amazon.operations import Operation
from integrations.usage import Kept, UsageStorage

_ROUNDING = 1e-6
"""Requests; waiting exactly long enough must be long enough."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """How many requests one operation had left at a moment, and how fast there are more."""

    rate: float
    left: float
    at: float | None = None

    def as_json(self) -> dict[str, Any]:
        """Return plain values for a storage."""
        return {"rate": self.rate, "left": self.left, "at": self.at}

    def refilled(self, burst: float, now: float) -> "Tokens":
        """Count what has come since."""
        come = 0.0 if self.at is None else max(0.0, now - self.at) * self.rate
        return replace(self, left=min(burst, self.left + come), at=now)

    def claimed(self) -> tuple["Tokens", float]:
        """Take one request and return 0, or take nothing and return the seconds until there is one."""
        if self.left >= 1 - _ROUNDING:
            return replace(self, left=self.left - 1), 0.0
        return self, self._until_next

    def drained(self) -> tuple["Tokens", float]:
        """Have none left; return the seconds until the next."""
        empty = replace(self, left=min(self.left, 0.0))
        return empty, empty._until_next

    @property
    def _until_next(self) -> float:
        return (1 - self.left) / self.rate


@dataclass(frozen=True, slots=True)
class TokenBucket:
    """One operation's requests, kept in a storage; cheap to make."""

    key: str
    rate: float
    """As documented; an answer may know better."""
    burst: float
    storage: UsageStorage

    def claim(self, now: float) -> float:
        """Take one request and return 0, or take nothing and return the seconds until there is one."""
        return self._change(lambda tokens: tokens.refilled(self.burst, now).claimed())

    def learn(self, rate: float) -> None:
        """Believe the rate that an answer names."""
        self._change(lambda tokens: (replace(tokens, rate=rate), 0.0))

    def drain(self, now: float) -> float:
        """Take note that Amazon counts otherwise and has none left; return the seconds until the next."""
        return self._change(lambda tokens: tokens.refilled(self.burst, now).drained())

    def _change(self, change: Callable[[Tokens], tuple[Tokens, float]]) -> float:
        def plain(kept: Kept) -> tuple[dict[str, Any], float]:
            tokens, answer = change(Tokens(**kept) if kept else Tokens(self.rate, self.burst))
            return tokens.as_json(), answer

        return self.storage.change(self.key, plain)


def bucket_of(client_id: str, account: str, operation: Operation, *, storage: UsageStorage) -> TokenBucket:
    """Return an operation's bucket; the same one for every client with this storage."""
    key = f"{client_id}:{account}:{operation.limited_as}"
    return TokenBucket(key, operation.rate, operation.burst, storage)
