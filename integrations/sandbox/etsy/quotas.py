"""Etsy's limits on one app in one shop: so many requests within a second, so many within the last 24 hours.

Its guide says that they hold for an access token; one that is refreshed every hour gets no new day here.
An answer tells what is left; the refusal tells none of it, only when to come back.
"""

from collections import deque
from dataclasses import dataclass, field
from math import ceil

from integrations.sandbox.etsy.options import Allowance
from integrations.sandbox.etsy.refusals import RefusedError

SECOND, DAY = 1.0, 86400.0

Headers = tuple[tuple[str, str], ...]


@dataclass(slots=True)
class Quota:
    """The requests of one user's tokens, or of the app's key without a token."""

    sent: deque[float] = field(default_factory=deque)

    def count(self, now: float, allowance: Allowance) -> Headers:
        """Count one request and return what is left, or refuse it."""
        while self.sent and now - self.sent[0] >= DAY:
            self.sent.popleft()
        within = [moment for moment in list(self.sent)[-allowance.per_second :] if now - moment < SECOND]
        if len(within) >= allowance.per_second:
            raise too_many("Exceeded the limit of requests in a second", SECOND)
        if len(self.sent) >= allowance.per_day:
            raise too_many("Exceeded the limit of requests in a day", self.sent[0] + DAY - now)
        self.sent.append(now)
        return (
            ("x-limit-per-second", str(allowance.per_second)),
            ("x-remaining-this-second", str(allowance.per_second - len(within) - 1)),
            ("x-limit-per-day", str(allowance.per_day)),
            ("x-remaining-today", str(allowance.per_day - len(self.sent))),
        )


def account(given: str) -> str:
    """Return whose requests are counted together: a token begins with its user's number."""
    return given.removeprefix("Bearer ").partition(".")[0]


def too_many(error: str, seconds: float) -> RefusedError:
    """Refuse with the time to come back."""
    return RefusedError(429, error, headers=(("retry-after", str(ceil(seconds))),))
