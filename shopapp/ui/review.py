"""The review queue: one photo at a time, worst first."""

from dataclasses import dataclass
from typing import Any

from shopapp.models import RetouchJob, Shop
from shopapp.studio import selectors
from shopapp.ui import photo
from shopapp.ui.photo import Photo


@dataclass(frozen=True, slots=True)
class Review:
    """The photo to decide now, and how many wait."""

    waiting: int
    place: int
    photo: Photo | None
    next_id: int | None

    @property
    def reasons(self) -> list[dict[str, Any]]:
        """Why a person should look."""
        return list(self.photo.revision.reasons) if self.photo and self.photo.revision else []

    @property
    def more(self) -> int:
        """How many reasons stand behind the first two."""
        return len(self.reasons) - 2


def next_up(shop: Shop, after: str = "") -> Review:
    """Return the worst photo, or the one that follows ``after`` in the queue; at its end the queue starts again."""
    queue = list(selectors.review_queue(shop).values_list("pk", flat=True))
    if not queue:
        return Review(0, 0, None, None)
    at = _following(queue, after)
    job = RetouchJob.objects.select_related("media", "original", "revision").get(pk=queue[at])
    return Review(len(queue), at + 1, photo.of_job(job), queue[at])


def _following(queue: list[int], after: str) -> int:
    if after.isdigit() and int(after) in queue:
        return (queue.index(int(after)) + 1) % len(queue)
    return 0
