"""The safety net: rings again for every row whose bell was lost or whose holder died. Runs often, harms nothing."""

from datetime import timedelta
from typing import Any

import structlog
from django.db.models import Q, QuerySet
from django.utils import timezone

from shopapp.leases import takeable
from shopapp.marketplaces.lifecycle import OPEN as SUBMISSIONS_OPEN
from shopapp.models import (
    Export,
    IdempotencyKey,
    Listing,
    ListingFeed,
    ListingSync,
    PhotoCheck,
    RetouchJob,
    Submission,
    Sync,
    Upload,
    WebhookDelivery,
    Write,
)
from shopapp.publishing.undo import UNDER_WAY
from shopapp.queue import Task, enqueue
from shopapp.studio import lifecycle
from shopapp.studio.lifecycle import Stage

_AT_ONCE = 1000
_FRESH = timedelta(seconds=10)
_WEBHOOKS_KEPT = timedelta(days=30)
_KEYS_KEPT = timedelta(days=1)
_log = structlog.get_logger(__name__)


def sweep() -> int:
    """Ring for everything that waits and is held by nobody; return how many bells."""
    now = timezone.now()
    free = takeable(now)
    stages = Stage.FETCH.jobs | Stage.RETOUCH.jobs | Stage.PUBLISH.jobs
    fresh = Q(attempt=0, created_at__gt=now - _FRESH)  # its own bell is on the way
    waiting = RetouchJob.objects.filter(free, stages).exclude(fresh).order_by("pk")[:_AT_ONCE]
    rung = 0
    for job in waiting:
        lifecycle.ring(job)
        rung += 1
    rows: list[tuple[QuerySet[Any], Task]]
    rows = [
        (Sync.objects.filter(free, state=Sync.State.RUNNING), Task.RUN_SYNC),
        (Write.objects.filter(free, kind=Write.Kind.UNDO, state__in=UNDER_WAY), Task.UNDO_WRITE),
        (Export.objects.filter(free, state__in=("waiting", "running")), Task.BUILD_EXPORT),
        (Upload.objects.filter(free, state__in=("waiting", "retouching")), Task.RETOUCH_UPLOAD),
        (PhotoCheck.objects.filter(free, state__in=("waiting", "checking")), Task.CHECK_PHOTO),
        (WebhookDelivery.objects.filter(free, state="received"), Task.HANDLE_WEBHOOK),
        (ListingSync.objects.filter(free, state="running"), Task.READ_LISTINGS),
        (Listing.objects.filter(free, draft="waiting"), Task.DRAFT_LISTING),
        (Listing.objects.filter(wanted=True, draft="ready"), Task.EXPORT_WANTED),
        (ListingFeed.objects.filter(free, state__in=("gathering", "sent")), Task.SEND_FEED),
        (Submission.objects.filter(free, state__in=SUBMISSIONS_OPEN, held=False), Task.SUBMIT_LISTING),
    ]
    for found, task in rows:
        for pk in found.order_by("pk").values_list("pk", flat=True)[:_AT_ONCE]:
            enqueue(task, pk)
            rung += 1
    if rung:
        _log.info("rang again", rows=rung)
    return rung


def forget_old() -> None:
    """Delete what is kept for a while only: worked webhooks and answered idempotency keys."""
    now = timezone.now()
    worked = ~Q(state=WebhookDelivery.State.RECEIVED)
    WebhookDelivery.objects.filter(worked, received_at__lt=now - _WEBHOOKS_KEPT).delete()
    IdempotencyKey.objects.filter(created_at__lt=now - _KEYS_KEPT).delete()
