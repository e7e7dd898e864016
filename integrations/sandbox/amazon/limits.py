"""Amazon's usage plans: every operation has a bucket of its own, as its model's table says.

Two plans stand in announcements instead: a preview is held to one request a second
(https://developer-docs.amazon.com/sp-api/changelog, 2024-01-31), a JSON_LISTINGS_FEED to five in five minutes
(2025-05-06).
"""

from dataclasses import dataclass

from integrations.sandbox.amazon.documents import Operation

PREVIEW = (1.0, 1.0)
FEED = (5 / 300, 5.0)


@dataclass(slots=True)
class Bucket:
    """The requests one operation has left."""

    rate: float
    burst: float
    left: float
    at: float


class Buckets:
    """Every operation's bucket."""

    def __init__(self) -> None:
        self._buckets: dict[str, Bucket] = {}

    def take(self, operation: Operation, now: float, *, is_preview: bool = False) -> bool:
        """Take one request; False where there is none."""
        rate, burst = plan(operation, is_preview=is_preview)
        name = f"{operation.name} preview" if is_preview else operation.name
        bucket = self._buckets.setdefault(name, Bucket(rate, burst, burst, now))
        bucket.left = min(bucket.burst, bucket.left + (now - bucket.at) * bucket.rate)
        bucket.at = now
        if bucket.left < 1 - 1e-9:
            return False
        bucket.left -= 1
        return True

    def refill(self) -> None:
        """Fill every bucket."""
        self._buckets.clear()


def plan(operation: Operation, *, is_preview: bool = False) -> tuple[float, float]:
    """Return an operation's requests a second, and how many at once."""
    if is_preview:
        return PREVIEW
    return FEED if operation.name == "createFeed" else (operation.rate, operation.burst)
