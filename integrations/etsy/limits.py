"""Etsy's two limits, by second and by day, as all who share one storage see them: kept by shop and app.

Etsy counts requests without a token by the app's key, and those with one by the token, which is one shop's; all of
ours have one. Source: Rate limits, https://developers.etsy.com/documentation/essentials/rate-limits

The figures come from the headers of the answers. The day is a sliding window whose places become free a little at a
time, and nothing says when: with the day used up, one call in ten minutes is let through to find out. After a 429
nothing is sent until the time that it names. Time is an argument, so that a test need not wait.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Self

from integrations.usage import PROCESS_STORAGE, Kept, UsageStorage

PER_SECOND = 10
"""What a new app is given, until the headers say otherwise."""

PROBE_SECONDS = 600.0

_SECOND = 1.0
_ROUNDING = 1e-6
"""Seconds; waiting exactly long enough must be long enough."""


@dataclass(frozen=True, slots=True)
class Usage:
    """What one shop has used of an app's allowance; plain values, so that it can be kept anywhere."""

    per_second: int = PER_SECOND
    sent: tuple[float, ...] = ()
    """When the last calls were sent, within a second."""
    left_today: int | None = None
    """None until the first answer."""
    probed_at: float = 0.0
    blocked_until: float = 0.0

    def as_json(self) -> dict[str, Any]:
        """Return plain values for a storage."""
        return asdict(self)

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Self:
        """Read what ``as_json`` wrote."""
        return cls(**{**kept, "sent": tuple(kept["sent"])})

    def claimed(self, now: float) -> tuple["Usage", float]:
        """Take one call and return 0 with what is left, or take nothing and return the seconds to wait."""
        recent = tuple(moment for moment in self.sent if 0 <= now - moment < _SECOND - _ROUNDING)
        if now < self.blocked_until:
            return self, self.blocked_until - now
        if len(recent) >= self.per_second:
            return self, recent[-self.per_second] + _SECOND - now
        if self.left_today is not None and self.left_today <= 0:
            pause = self.probed_at + PROBE_SECONDS - now
            return (self, pause) if pause > 0 else (replace(self, sent=(*recent, now), probed_at=now), 0.0)
        left = None if self.left_today is None else self.left_today - 1
        return replace(self, sent=(*recent, now), left_today=left), 0.0

    def told(self, headers: Mapping[str, str], now: float) -> "Usage":
        """Believe an answer's figures; those that are missing change nothing."""
        per_second = _number(headers, "x-limit-per-second")
        left_now = _number(headers, "x-remaining-this-second")
        left_today = _number(headers, "x-remaining-today")
        return replace(
            self,
            per_second=self.per_second if per_second is None else max(1, per_second),
            blocked_until=self.blocked_until if left_now != 0 else max(self.blocked_until, now + _SECOND),
            left_today=self.left_today if left_today is None else left_today,
            probed_at=now if left_today == 0 else self.probed_at,
        )

    def refused(self, seconds: float, now: float) -> "Usage":
        """Send nothing for so long."""
        return replace(self, blocked_until=max(self.blocked_until, now + seconds))


class Limiter:
    """The allowance of one key: one shop's, of one app."""

    def __init__(
        self,
        key: str,
        *,
        storage: UsageStorage = PROCESS_STORAGE,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._key = key
        self._storage = storage
        self._clock = clock

    def claim(self) -> float:
        """Take one call and return 0, or return the seconds until there may be one."""
        return self._change(lambda usage: usage.claimed(self._clock()))

    def learn(self, headers: Mapping[str, str]) -> None:
        """Take over the figures of an answer."""
        self._change(lambda usage: (usage.told(headers, self._clock()), 0.0))

    def block(self, seconds: float) -> None:
        """Keep everybody back for so long."""
        self._change(lambda usage: (usage.refused(seconds, self._clock()), 0.0))

    def _change(self, change: Callable[[Usage], tuple[Usage, float]]) -> float:
        def plain(kept: Kept) -> tuple[dict[str, Any], float]:
            usage, answer = change(Usage.from_json(kept) if kept else Usage())
            return usage.as_json(), answer

        return self._storage.change(self._key, plain)


def _number(headers: Mapping[str, str], name: str) -> int | None:
    value = headers.get(name, "")
    return int(value) if value.isdigit() else None
