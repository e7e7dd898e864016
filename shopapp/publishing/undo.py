"""Taking a write back: the merchant's own bytes, exactly, where ours are still there."""

from datetime import timedelta
from typing import Any

import structlog
from django.db import transaction
from django.utils import timezone

from integrations.errors import AccessDenied, IntegrationError, NotFound, Retryable, Throttled, Unauthorized
from integrations.shopify.types import Media as ShopifyMedia
from shopapp import connection, leases, tokens
from shopapp.env import env
from shopapp.leases import LeaseLost
from shopapp.models import RetouchJob, Write
from shopapp.publishing import replacing
from shopapp.publishing.replacing import Outcome, Way
from shopapp.queue import Task, enqueue
from shopapp.studio import storage, words
from shopapp.studio.fetching import remember

_POLL = timedelta(seconds=0.5)
_LONGEST_PAUSE = timedelta(minutes=2)
_W = Write.State
OPEN = (_W.PLANNED, _W.SENT)
_log = structlog.get_logger(__name__)


def run(write_id: int) -> None:
    """Claim an undoing and take it as far as it goes now."""
    rows = Write.objects.select_related("media", "original", "shop")
    write = leases.claim(rows.filter(kind=Write.Kind.UNDO, state__in=OPEN), write_id)
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
