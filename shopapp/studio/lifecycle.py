"""A job's way: which step may take it, how it ends, and what happens to it when something goes wrong.

Every step claims the job, works, and gives it back in another state; nobody but the holder writes. What may succeed
later is put off, with growing pauses, until ``RETRY_GIVE_UP``; everything else ends the job with a reason in the
merchant's words, its credits given back.
"""

from collections.abc import Callable, Sequence
from datetime import timedelta
from enum import Enum
from typing import Any

import structlog
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from integrations.errors import AccessDenied, IntegrationError, NotFound, Retryable, Throttled, Unauthorized
from shopapp import leases, tokens
from shopapp.billing import ledger
from shopapp.env import env
from shopapp.leases import LeaseLost
from shopapp.models import Batch, RetouchJob, Write
from shopapp.queue import Task, enqueue
from shopapp.studio import storage, words

_S = RetouchJob.State
UNDER_WAY = (_S.WAITING, _S.RETOUCHING, _S.PUBLISHING)
ACTIVE = Q(state__in=UNDER_WAY) | Q(state=_S.READY, publish=True)
NOT_THE_FILE = (*sorted(set(words.REASONS) - {"format"}), "DeadlineExceeded")
"""Reasons to leave a photo as it is that do not lie in its file: asked for again, it may come out."""
_NOT_PAUSED = Q(paused=False)
_LONGEST_PAUSE = timedelta(minutes=2)
_log = structlog.get_logger(__name__)


class Stage(Enum):
    """A step of the way: which jobs may take it, and what they are while they do."""

    FETCH = (Q(state=_S.WAITING, original=None) & _NOT_PAUSED, None, Task.FETCH_ORIGINAL)
    RETOUCH = (
        (Q(state=_S.WAITING, original__isnull=False) & _NOT_PAUSED) | Q(state=_S.RETOUCHING),
        _S.RETOUCHING,
        Task.RETOUCH_MEDIA,
    )
    PUBLISH = (Q(state=_S.READY, publish=True) | Q(state=_S.PUBLISHING), _S.PUBLISHING, Task.PUBLISH_MEDIA)

    @property
    def jobs(self) -> Q:
        """Jobs that may take this step."""
        jobs: Q = self.value[0]
        return jobs

    @property
    def during(self) -> str | None:
        """The state while the step runs; None where it stays."""
        during: str | None = self.value[1]
        return during

    @property
    def task(self) -> Task:
        """What runs this step."""
        task: Task = self.value[2]
        return task


def run(job_id: int, stage: Stage, work: Callable[[RetouchJob], None]) -> None:
    """Claim a job for a stage and work on it; a job that is held, not due or elsewhere is left alone."""
    fields = {"state": stage.during} if stage.during else {}
    job = leases.claim(RetouchJob.objects.filter(stage.jobs), job_id, **fields)
    if job is None:
        return
    with structlog.contextvars.bound_contextvars(shop=job.shop.domain, job=job.pk, stage=stage.name.lower()):
        if job.crashes >= leases.MOST_CRASHES:
            end(job, _S.FAILED, "our_fault")
            return
        if job.media and job.media.deleted_at:
            end(job, _S.LEFT, "gone")
            return
        try:
            with leases.alive(job):
                work(job)
        except LeaseLost:
            _log.info("overtaken; nothing written")
        except Exception as error:
            _went_wrong(job, stage, error)


def _went_wrong(job: RetouchJob, stage: Stage, error: Exception) -> None:
    try:
        if not _settled(job, stage, error):
            _crashed(job, stage)
            raise error
    except LeaseLost:
        _log.info("overtaken; nothing written")


def _settled(job: RetouchJob, stage: Stage, error: Exception) -> bool:
    """Put the job off or end it for what is foreseen; False for everything else."""
    if reason := _may_pass(job, error):
        put_off(job, stage, reason, after=_asked_pause(error))
    elif isinstance(error, NotFound):
        end(job, _S.LEFT, "gone")
    elif isinstance(error, Unauthorized):
        end(job, _S.FAILED, "disconnected")
    elif isinstance(error, AccessDenied):
        end(job, _S.FAILED, "denied")
    elif isinstance(error, IntegrationError):
        _log.warning("refused by Shopify", why=str(error))
        end(job, _S.FAILED, "rejected")
    else:
        return False
    return True


def _may_pass(job: RetouchJob, error: Exception) -> str:
    """Return why the job ends if this goes on for too long; empty for what does not pass by itself."""
    if isinstance(error, Retryable):
        return "unreachable"
    if storage.is_full(error):
        _log.error("no space left for files")
        return "disk_full"
    if storage.is_out_of_reach(error):
        _log.error("files cannot be reached", why=type(error).__name__)
        return "storage"
    return "disconnected" if tokens.may_come_back(job.shop, error, failures=job.failures) else ""


def _asked_pause(error: Exception) -> timedelta | None:
    return timedelta(seconds=error.retry_after) if isinstance(error, Throttled) else None


def _crashed(job: RetouchJob, stage: Stage) -> None:
    """Count an unforeseen failure; a job that fails again and again ends."""
    if job.crashes + 1 >= leases.MOST_CRASHES:
        end(job, _S.FAILED, "our_fault")
        return
    pause = timedelta(seconds=2 ** (job.crashes + 1))
    leases.let_go(job, after=pause, crashes=job.crashes + 1)
    enqueue(stage.task, job.pk, delay=pause)


def put_off(job: RetouchJob, stage: Stage, give_up: str, *, after: timedelta | None = None) -> None:
    """Give the job back for later; end it with the reason ``give_up`` when it has failed for too long."""
    now = timezone.now()
    since = job.failing_since or now
    if now - since > env().retry_give_up:
        end(job, _S.FAILED, give_up)
        return
    pause = after or min(timedelta(seconds=2 ** min(job.failures, 10)), _LONGEST_PAUSE)
    leases.let_go(job, after=pause, failures=job.failures + 1, failing_since=since)
    enqueue(stage.task, job.pk, delay=pause)


def look_again(job: RetouchJob, stage: Stage, *, after: timedelta, **fields: Any) -> None:
    """Give the job back while Shopify works on something; no failure."""
    leases.let_go(job, after=after, **fields)
    enqueue(stage.task, job.pk, delay=after)


def hand_on(job: RetouchJob, state: str, **fields: Any) -> None:
    """Give the job back in its next state and ring for whoever takes the next step."""
    with transaction.atomic():
        leases.let_go(job, state=state, failures=0, failing_since=None, **fields)
        ring(job)
        if state == _S.READY:
            tell(job.pk)


def ring(job: RetouchJob) -> None:
    """Ring for the step a job waits for; none for one that waits for a person or is over."""
    if job.state in {_S.WAITING, _S.RETOUCHING} and not job.paused:
        enqueue(Task.FETCH_ORIGINAL if job.original_id is None else Task.RETOUCH_MEDIA, job.pk)
    elif job.state == _S.PUBLISHING or (job.state == _S.READY and job.publish):
        enqueue(Task.PUBLISH_MEDIA, job.pk)


def tell(job_id: int) -> None:
    """Ring for other marketplaces' listings: a photo of theirs has a result, published or not, or will have none."""
    enqueue(Task.RESULTS_CHANGED, job_id)


def end(job: RetouchJob, state: str, code: str = "", text: str = "") -> None:
    """End a job one holds; without a result its credits come back, and a batch it was last of is closed."""
    reason: dict[str, Any] = {
        "reason_code": code,
        "reason_sentence": text or (words.sentence(code) if code else ""),
    }
    with transaction.atomic():
        leases.let_go(job, state=state, finished_at=timezone.now(), **reason)
        _close_writes(job.pk)
        if state in {_S.LEFT, _S.FAILED}:
            ledger.release(job)
        close_batch(job.batch_id)
        tell(job.pk)
    _log.info("job ended", state=state, code=code)


def stop(job_id: int, code: str, *, states: Sequence[str]) -> bool:
    """End a job that somebody else may hold: its holder finds the lease lost and writes nothing."""
    with transaction.atomic():
        stopped = RetouchJob.objects.filter(pk=job_id, state__in=states).update(
            state=_S.LEFT, owner="", lease_until=None, finished_at=timezone.now(),
            reason_code=code, reason_sentence=words.sentence(code),
        )  # fmt: skip
        if stopped:
            _close_writes(job_id)
            ledger.release(RetouchJob.objects.get(pk=job_id))
            tell(job_id)
    return bool(stopped)


def _close_writes(job_id: int) -> None:
    """No entry of the ledger stays open behind a job that is over; what was sent stays known as sent.

    An undoing that waited for this is rung for.
    """
    Write.objects.filter(job_id=job_id, state__in=(Write.State.PLANNED, Write.State.SENT)).update(
        state=Write.State.FAILED, finished_at=timezone.now()
    )
    for write_id in Write.objects.filter(job_id=job_id, state=Write.State.WAITING).values_list(
        "pk", flat=True
    ):
        enqueue(Task.UNDO_WRITE, write_id)


def close_batch(batch_id: int | None) -> None:
    """Mark a batch as done when none of its jobs is under way any more."""
    if batch_id is None or RetouchJob.objects.filter(ACTIVE, batch_id=batch_id).exists():
        return
    open_states = (Batch.State.RUNNING, Batch.State.PAUSED)
    Batch.objects.filter(pk=batch_id, state__in=open_states).update(
        state=Batch.State.DONE, finished_at=timezone.now()
    )
