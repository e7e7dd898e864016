"""Taking a write back: the merchant's own bytes, exactly, where ours are still there.

An undoing that is asked for while a result is on its way to the store waits behind it. A write that has not been sent
by then is not sent any more; one that has comes to its own end first, since nobody can call it back.
"""

from datetime import timedelta
from typing import Any

import structlog
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from integrations.errors import AccessDenied, IntegrationError, NotFound, Retryable, Throttled, Unauthorized
from integrations.shopify.types import Media as ShopifyMedia
from shopapp import connection, leases, tokens
from shopapp.env import env
from shopapp.errors import Conflict
from shopapp.leases import LeaseLost
from shopapp.models import Media, RetouchJob, Write
from shopapp.publishing import replacing
from shopapp.publishing.replacing import Outcome, Way
from shopapp.queue import Task, enqueue
from shopapp.studio import storage, words
from shopapp.studio.fetching import remember

_POLL = timedelta(seconds=0.5)
_LONGEST_PAUSE = timedelta(minutes=2)
_W = Write.State
OPEN = (_W.PLANNED, _W.SENT)
UNDER_WAY = (_W.WAITING, *OPEN)
_log = structlog.get_logger(__name__)


def start(media: Media) -> Write:
    """Start putting the merchant's own bytes back, now or as soon as the write that is under way has ended."""
    if Write.objects.filter(media=media, kind=Write.Kind.UNDO, state__in=UNDER_WAY).exists():
        raise Conflict(
            f"media {media.pk} is being undone",
            merchant_sentence=_("Your original is on its way back already."),
        )
    coming = RetouchJob.objects.filter(media=media, state=RetouchJob.State.PUBLISHING)
    job = coming.select_related("original", "revision").first()
    try:
        with transaction.atomic():
            write = _behind(job, media) if job else _after_the_last(media)
            enqueue(Task.UNDO_WRITE, write.pk)
    except IntegrityError as error:
        raise Conflict(
            f"media {media.pk} is being written",
            merchant_sentence=_("This photo is being written just now. Please try again in a moment."),
        ) from error
    return write


def _behind(job: RetouchJob, media: Media) -> Write:
    if job.original is None or job.revision is None:
        raise RuntimeError(f"job {job.pk} is being published and has nothing to publish")
    return Write.objects.create(
        shop_id=media.shop_id, media=media, job=job, original=job.original, kind=Write.Kind.UNDO,
        state=_W.WAITING, before_sha256=job.revision.sha256, after_sha256=job.original.sha256,
    )  # fmt: skip


def _after_the_last(media: Media) -> Write:
    last = _last_sent(media)
    if last is None or last.kind == Write.Kind.UNDO:
        raise Conflict(
            f"media {media.pk} shows nothing of ours",
            merchant_sentence=_("Your own photo is on your store already."),
        )
    return Write.objects.create(
        shop_id=media.shop_id, media=media, job=last.job, original=last.original, kind=Write.Kind.UNDO,
        before_sha256=last.after_sha256, before_version=last.after_version, after_sha256=last.original.sha256,
    )  # fmt: skip


def _last_sent(media: Media) -> Write | None:
    """Return the last write that reached the shop and was not refused as a conflict."""
    sent = (
        Write.objects.filter(media=media)
        .exclude(state=Write.State.CONFLICT)
        .select_related("original", "job")
    )
    return sent.filter(sent_at__isnull=False).order_by("-pk").first()


def is_wanted(job: RetouchJob) -> bool:
    """Whether an undoing waits for the end of a job's write."""
    return Write.objects.filter(job=job, kind=Write.Kind.UNDO, state=_W.WAITING).exists()


def run(write_id: int) -> None:
    """Claim an undoing and take it as far as it goes now."""
    rows = Write.objects.select_related("media", "original", "shop")
    write = leases.claim(rows.filter(kind=Write.Kind.UNDO, state__in=UNDER_WAY), write_id)
    if write is None:
        return
    with structlog.contextvars.bound_contextvars(shop=write.shop.domain, write=write.pk):
        try:
            if write.crashes >= leases.MOST_CRASHES:
                _fail(write, "our_fault")
                return
            with leases.alive(write):
                _work(write)
        except LeaseLost:
            _log.info("overtaken; nothing written")
        except (IntegrationError, *storage.BUCKET_ERRORS) as error:
            _went_wrong(write, error)


def _work(write: Write) -> None:
    if write.state == _W.WAITING and not _begins(write):
        leases.let_go(write)  # it is rung for when the write before it has ended
        return
    original = write.original
    way = Way(
        connection.admin(write.shop),
        connection.http(),
        lambda: storage.read(original.key),
        original.mime_type,
    )
    outcome, present = replacing.advance(write, way)
    if outcome is Outcome.WAIT:
        leases.let_go(write, after=_POLL)
        enqueue(Task.UNDO_WRITE, write.pk, delay=_POLL)
    else:
        _settle(write, outcome, present)


def _begins(write: Write) -> bool:
    """Let an undoing begin, unless something is still on its way to the photo's place."""
    if RetouchJob.objects.filter(media=write.media, state=RetouchJob.State.PUBLISHING).exists():
        return False
    try:
        with transaction.atomic():
            leases.write(write, state=_W.PLANNED)
    except IntegrityError:
        return False
    return True


def _settle(write: Write, outcome: Outcome, present: ShopifyMedia) -> None:
    codes = {Outcome.CONFLICT: "undo_conflict", Outcome.FAILED: "stuck"}
    with transaction.atomic():
        said = replacing.explanation(present) if outcome is Outcome.FAILED else ""
        leases.let_go(write, **_reason(codes.get(outcome, ""), said))
        replacing.settle(write, outcome, present)
        remember(write.media, present)
        if outcome is Outcome.CONFIRMED:
            RetouchJob.objects.filter(media=write.media, state=RetouchJob.State.PUBLISHED).update(
                state=RetouchJob.State.UNDONE, finished_at=timezone.now()
            )


def _went_wrong(write: Write, error: Exception) -> None:
    since = write.failing_since or timezone.now()
    later = (
        isinstance(error, Retryable)
        or storage.is_out_of_reach(error)
        or tokens.may_come_back(write.shop, error, failures=write.failures)
    )
    if later and timezone.now() - since < env().retry_give_up:
        asked = timedelta(seconds=error.retry_after) if isinstance(error, Throttled) else None
        pause = asked or min(timedelta(seconds=2 ** min(write.failures, 10)), _LONGEST_PAUSE)
        leases.let_go(write, after=pause, failures=write.failures + 1, failing_since=since)
        enqueue(Task.UNDO_WRITE, write.pk, delay=pause)
        return
    _log.warning("undo ended", why=str(error))
    _fail(write, _code(error))


def _fail(write: Write, code: str) -> None:
    leases.let_go(write, state=_W.FAILED, finished_at=timezone.now(), **_reason(code))


def _code(error: Exception) -> str:
    if isinstance(error, storage.BUCKET_ERRORS):
        return "storage" if storage.is_out_of_reach(error) else "our_fault"
    codes: dict[type[Exception], str] = {
        NotFound: "gone", Unauthorized: "disconnected", AccessDenied: "denied", Retryable: "unreachable",
    }  # fmt: skip
    return next((code for kind, code in codes.items() if isinstance(error, kind)), "rejected")


def _reason(code: str, text: str = "") -> dict[str, Any]:
    return {"reason_code": code, "reason_sentence": text or (words.sentence(code) if code else "")}
