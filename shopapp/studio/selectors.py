"""Reading the studio: progress, the library, the review queue, one photo."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from shopapp.models import Batch, Media, RetouchJob, Shop, Sync
from shopapp.studio import retries
from shopapp.studio.estimates import seconds_of
from shopapp.studio.lifecycle import UNDER_WAY
from shopapp.studio.words import STATES

_S = RetouchJob.State


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a batch, or everything that is under way, has come."""

    batch: Batch | None
    counts: dict[str, int] = field(default_factory=dict)
    seconds_left: int = 0

    @property
    def total(self) -> int:
        """All photos."""
        return sum(self.counts.values())

    @property
    def under_way(self) -> int:
        """Photos that are not at an end yet, nor waiting for a person."""
        return sum(self.counts.get(state, 0) for state in (*UNDER_WAY, _S.READY))

    @property
    def done(self) -> int:
        """Photos that need nothing more from us."""
        return self.total - self.under_way


def progress(shop: Shop, batch: Batch | None = None) -> Progress:
    """Return the counts of a batch (the latest where none is named) by one aggregate, and about how long it takes."""
    batch = batch or latest_batch(shop)
    if batch is None:
        return Progress(None)
    rows = RetouchJob.objects.filter(batch=batch).values_list("state").annotate(count=Count("pk"))
    counts = dict(rows)
    seconds, _ = seconds_of(shop, counts.get(_S.WAITING, 0) + counts.get(_S.RETOUCHING, 0))
    return Progress(batch, counts, seconds)


def latest_batch(shop: Shop) -> Batch | None:
    """Return the batch that was started last."""
    return Batch.objects.filter(shop=shop).order_by("-pk").first()


def state_counts(shop: Shop) -> dict[str, int]:
    """Return how many of the shop's photos are in which state, by their latest job; "" where there is none."""
    rows = _with_latest(Media.objects.filter(shop=shop, deleted_at=None, kind=Media.Kind.IMAGE))
    counts = rows.values_list("job_state").annotate(count=Count("pk")).order_by()
    return {state or "": count for state, count in counts}


def _with_latest(rows: QuerySet[Media]) -> "QuerySet[Any]":
    latest = RetouchJob.objects.filter(retries.DECIDED, media=OuterRef("pk")).order_by("-pk")
    return rows.annotate(
        job_id=Subquery(latest.values("pk")[:1]),
        job_state=Subquery(latest.values("state")[:1]),
        job_reason=Subquery(latest.values("reason_sentence")[:1]),
        job_risk=Subquery(latest.values("revision__risk")[:1]),
    )


@dataclass(frozen=True, slots=True)
class Filters:
    """What a merchant asks of the library."""

    state: str = ""
    category: str = ""
    text: str = ""


def library(shop: Shop, filters: Filters = Filters()) -> "QuerySet[Any]":
    """Return the shop's photos with their latest job's state, as ``job_id``, ``job_state`` and ``job_reason``."""
    rows = _with_latest(Media.objects.filter(shop=shop, deleted_at=None))
    if filters.state == "none":
        rows = rows.filter(job_state=None)
    elif filters.state in STATES:
        rows = rows.filter(job_state=filters.state)
    if filters.category:
        rows = rows.filter(products__category=filters.category)
    if filters.text:
        rows = rows.filter(Q(products__title__icontains=filters.text) | Q(alt__icontains=filters.text))
    return rows.order_by("pk").distinct().prefetch_related("places__product")


def latest_job(media: Media) -> RetouchJob | None:
    """Return the photo's latest job with what it made; another pass counts once its result was chosen."""
    rows = RetouchJob.objects.filter(retries.DECIDED, media=media).select_related(
        "revision", "original", "batch"
    )
    return rows.order_by("-pk").first()


def jobs(shop: Shop) -> QuerySet[RetouchJob]:
    """Return the shop's jobs with what they made, newest first."""
    rows = RetouchJob.objects.filter(shop=shop).select_related("media", "original", "revision", "batch")
    return rows.order_by("-pk")


def review_queue(shop: Shop) -> QuerySet[RetouchJob]:
    """Return what waits for a person, worst first; results of another pass are shown beside the first."""
    return jobs(shop).filter(retries.DECIDED, state=_S.NEEDS_REVIEW).order_by("-revision__risk", "pk")


def latest_results(shop: Shop, *, count: int = 6) -> QuerySet[RetouchJob]:
    """Return the last results, newest first."""
    rows = jobs(shop).filter(
        retries.DECIDED, revision__isnull=False, state__in=(_S.READY, _S.PUBLISHING, _S.PUBLISHED)
    )
    return rows.order_by("-finished_at", "-pk")[:count]


def changed_lately(shop: Shop, *, days: int = 7) -> int:
    """Return how many photos came to the store in the last days."""
    since = timezone.now() - timedelta(days=days)
    return RetouchJob.objects.filter(shop=shop, state=_S.PUBLISHED, finished_at__gte=since).count()


def latest_sync(shop: Shop) -> Sync | None:
    """Return the last reading of the catalog."""
    return Sync.objects.filter(shop=shop).order_by("-pk").first()


def was_read_whole(shop: Shop) -> bool:
    """Whether the catalog was read to its end since the shop installed the app."""
    whole = Sync.objects.filter(shop=shop, state=Sync.State.DONE)
    return whole.filter(finished_at__gte=shop.installed_at).exists()


def stage_seconds(shop: Shop) -> dict[str, float]:
    """Return how many seconds each stage of a photo took on average."""
    taken: dict[str, list[float]] = {}
    for seconds in RetouchJob.objects.filter(shop=shop).values_list("seconds", flat=True):
        for stage, value in seconds.items():
            taken.setdefault(stage, []).append(value)
    return {stage: sum(values) / len(values) for stage, values in taken.items()}
