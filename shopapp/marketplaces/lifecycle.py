"""A submission's way: how it is claimed, put off, held for a new connection, and ended.

Every step claims the row, works, and gives it back; nobody but the holder writes. What may succeed later is put off,
with growing pauses, until ``RETRY_GIVE_UP``. A marketplace that takes our permission back holds everything that waits:
it goes on when the merchant connects again. What waits for a marketplace's own limit is not failing (``patience``).
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import structlog
from django.db import transaction
from django.utils import timezone

from integrations.errors import (
    AccessDenied,
    ImageLost,
    IntegrationError,
    NotFound,
    Retryable,
    Throttled,
    Unauthorized,
    UnsupportedFeature,
)
from integrations.marketplace import Marketplace
from shopapp import leases
from shopapp.env import env
from shopapp.leases import LeaseLost
from shopapp.marketplaces import grants, patience, reaching, turns, words
from shopapp.models import Listing, ListingWrite, MarketplaceAccount, Submission
from shopapp.queue import Task, enqueue
from shopapp.studio import storage

_S, _W = Submission.State, ListingWrite.State
UNDER_WAY = turns.UNDER_WAY
OPEN = (_S.QUEUED, *UNDER_WAY)
Work = Callable[[Submission, Marketplace], None]
_LONGEST_PAUSE = timedelta(minutes=2)
_FIRST_LOOK, _LONGEST_LOOK = timedelta(seconds=1), timedelta(minutes=15)
GOING_WELL: dict[str, Any] = {
    "failures": 0,
    "failing_since": None,
    "reason_code": "",
    "reason_sentence": "",
}
"""What a row keeps that did what it was to do for now."""
_log = structlog.get_logger(__name__)


def run(submission_id: int, work: Work) -> None:
    """Claim a submission and take it as far as it goes now; one that is held, not due or over is left alone."""
    submission = leases.claim(Submission.objects.filter(state__in=UNDER_WAY, held=False), submission_id)
    if submission is None:
        return
    account = submission.listing.account
    bound = {"shop": submission.shop.domain, "submission": submission.pk, "marketplace": account.marketplace}
    with structlog.contextvars.bound_contextvars(**bound):
        try:
            if submission.crashes >= leases.MOST_CRASHES:
                end(submission, _S.FAILED, "our_fault")
                return
            with leases.alive(submission):
                work(submission, reaching.reach(account))
        except LeaseLost:
            _log.info("overtaken; nothing written")
        except (IntegrationError, *storage.BUCKET_ERRORS) as error:
            _went_wrong(submission, account, error)


def _went_wrong(submission: Submission, account: MarketplaceAccount, error: Exception) -> None:
    try:
        _settle(submission, account, error)
    except LeaseLost:
        _log.info("overtaken; nothing written")


def _settle(submission: Submission, account: MarketplaceAccount, error: Exception) -> None:
    if isinstance(error, Throttled):
        _wait_for_the_limit(submission, account, error)
    elif isinstance(error, Retryable):
        put_off(submission, "unreachable")
    elif isinstance(error, storage.BUCKET_ERRORS):
        _without_files(submission, error)
    elif isinstance(error, ImageLost):
        put_off(submission, "image_lost")
    elif isinstance(error, NotFound):
        Listing.objects.filter(pk=submission.listing_id).update(gone_at=timezone.now())
        end(submission, _S.LEFT, "gone")
    elif isinstance(error, Unauthorized):
        _refused(submission, account)
    elif isinstance(error, AccessDenied):
        end(submission, _S.FAILED, "denied")
    else:
        _log.warning("refused", why=str(error))
        said = error.merchant_sentence if isinstance(error, UnsupportedFeature) else ""
        end(submission, _S.FAILED, "unsupported" if said else "invalid", said)


def _without_files(submission: Submission, error: Exception) -> None:
    """Put off what the bucket does not give now; one that refuses is a fault of ours."""
    _log.error("files cannot be reached", why=type(error).__name__)
    if storage.is_out_of_reach(error):
        put_off(submission, "storage")
    else:
        end(submission, _S.FAILED, "our_fault")


def _refused(submission: Submission, account: MarketplaceAccount) -> None:
    """Try once with a renewed token; then hold the submission until the merchant connects again."""
    if not submission.failures:
        grants.expire(account)
        put_off(submission, "unreachable")
        return
    MarketplaceAccount.objects.filter(pk=account.pk).update(refused_at=timezone.now())
    leases.let_go(submission, held=True, **_reason(submission, "refused"))
    _log.warning("permission taken back; held")


def _wait_for_the_limit(submission: Submission, account: MarketplaceAccount, error: Throttled) -> None:
    """Give the row back until the marketplace takes more from us, and say so beside its listing."""
    pause = patience.pause_of(error)
    waits = patience.at_the_limit(submission, account, pause)
    if waits is None:
        end(submission, _S.FAILED, "limit")
        return
    leases.let_go(submission, after=pause, **waits, **_reason(submission, "throttled"))
    enqueue(Task.SUBMIT_LISTING, submission.pk, delay=pause)


def put_off(submission: Submission, give_up: str) -> None:
    """Give the row back for later; end it with the reason ``give_up`` when it has failed for too long."""
    now = timezone.now()
    since = submission.failing_since or now
    if now - since > env().retry_give_up:
        end(submission, _S.FAILED, give_up)
        return
    pause = min(timedelta(seconds=2 ** min(submission.failures, 10)), _LONGEST_PAUSE)
    failing = {"failures": submission.failures + 1, "failing_since": since, **_reason(submission)}
    leases.let_go(submission, after=pause, **failing)
    enqueue(Task.SUBMIT_LISTING, submission.pk, delay=pause)


def look_again(submission: Submission) -> None:
    """Give the row back while the marketplace makes up its mind: soon at first, then ever more rarely."""
    pause = min(_FIRST_LOOK * 1.5 ** min(submission.looks, 20), _LONGEST_LOOK)
    leases.let_go(submission, after=pause, looks=submission.looks + 1, throttled_since=None, **GOING_WELL)
    enqueue(Task.SUBMIT_LISTING, submission.pk, delay=pause)


def has_waited_too_long(submission: Submission) -> bool:
    """Whether the marketplace has had its time; what had to wait for its limit is looked at once more."""
    if submission.throttled_since is not None:
        return False
    began = submission.sent_at or submission.created_at
    return timezone.now() - began > env().verdict_give_up


def end(submission: Submission, state: str, code: str = "", said: str = "") -> None:
    """End a submission one holds, ``said`` being its reason where that has none of its own in our words.

    No entry of the ledger stays open behind it.
    """
    with transaction.atomic():
        leases.let_go(submission, state=state, finished_at=timezone.now(), **_reason(submission, code, said))
        _close_writes(submission.pk, submission.reason_sentence)
        turns.ring(submission.listing_id)
        enqueue(Task.EXPORT_WANTED, submission.listing_id)  # what its draft has gained meanwhile
    _log.info("submission ended", state=state, code=code)


def stop(submission: Submission, code: str) -> bool:
    """End a submission whose turn has not come; one that is being sent comes to its own end."""
    with transaction.atomic():
        waiting = Submission.objects.filter(pk=submission.pk, state=_S.WAITING, owner="")
        stopped = waiting.update(
            state=_S.LEFT, held=False, finished_at=timezone.now(), **_reason(submission, code)
        )
        if stopped:
            _close_writes(submission.pk, words.sentence(code, submission.listing.account.marketplace))
            turns.ring(submission.listing_id)
    return bool(stopped)


def _close_writes(submission_id: int, sentence: str) -> None:
    """What was sent stays known as sent: an undo finds it."""
    rows = ListingWrite.objects.filter(submission_id=submission_id, state__in=(_W.PLANNED, _W.SENT))
    rows.update(state=_W.FAILED, finished_at=timezone.now(), reason_sentence=sentence[:512])


def _reason(submission: Submission, code: str = "", said: str = "") -> dict[str, Any]:
    text = said or (words.sentence(code, submission.listing.account.marketplace) if code else "")
    return {"reason_code": code, "reason_sentence": text[:512]}
