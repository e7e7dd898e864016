"""Undoings: begun at once, or waiting their turn behind what is under way on their listing, which is cut short.

An export is looked at before it is cut short: what it has sent is noted, so that the undoing finds it. What it was
still to send is not sent. The undoing plans what it takes back when its turn has come, and not before.
"""

from django.db import IntegrityError, transaction

from shopapp.marketplaces import ledger
from shopapp.models import Listing, ListingWrite, Submission, SubmissionRun
from shopapp.queue import Task, enqueue

_S, _K = Submission.State, Submission.Kind
UNDER_WAY = (_S.WAITING, _S.SENDING, _S.CHECKING)


def take_back(run: SubmissionRun, listing: Listing, place: int | None) -> Submission | str:
    """Start an undoing, now or behind what is under way; else return the code of the reason."""
    chosen = [write for write in ledger.takeable(listing) if place in {None, write.place}]
    under_way = Submission.objects.filter(listing=listing, state__in=UNDER_WAY).first()
    is_coming = place is None and under_way is not None and under_way.kind == _K.EXPORT
    if not chosen and not is_coming:
        return "nothing"
    if not listing.account.connected:
        if is_coming:  # once connected again it would go on, and out
            _put_behind(run, listing, held=True)
        return "not_connected"
    if not under_way and (submission := _begin_undo(run, listing, chosen)):
        return submission
    if place is not None:
        return "under_way"
    if under_way and not is_coming and _takes_all(under_way, chosen):
        return "going_back"
    return _put_behind(run, listing) or "going_back"


def is_waited_for(submission: Submission) -> bool:
    """Whether an undoing waits for the end of a submission."""
    return Submission.objects.filter(listing_id=submission.listing_id, state=_S.QUEUED).exists()


def ring(listing_id: int) -> None:
    """Ring for what waits behind a submission that has ended."""
    waiting = Submission.objects.filter(listing_id=listing_id, state=_S.QUEUED, held=False)
    for pk in waiting.values_list("pk", flat=True):
        enqueue(Task.SUBMIT_LISTING, pk)


def take(submission_id: int) -> None:
    """Let an undoing begin whose turn has come: nothing else is under way on its listing."""
    queued = Submission.objects.filter(pk=submission_id, state=_S.QUEUED, held=False)
    submission = queued.select_related("listing").first()
    if submission is None:
        return
    try:
        with transaction.atomic():
            if queued.update(state=_S.WAITING):
                for write in ledger.takeable(submission.listing):
                    ledger.plan_undo(submission, write)
    except IntegrityError:
        return  # something is under way still


def _hurry(listing: Listing) -> None:
    """Look now at an export that only waits for its verdict: nobody wants to hear it any more."""
    checking = Submission.objects.filter(listing=listing, kind=_K.EXPORT, state=_S.CHECKING, failures=0)
    for pk in checking.filter(owner="", throttled_since=None).values_list("pk", flat=True):
        checking.filter(pk=pk).update(due_at=None)
        enqueue(Task.SUBMIT_LISTING, pk)


def _begin_undo(run: SubmissionRun, listing: Listing, chosen: list[ListingWrite]) -> Submission | None:
    """Start an undoing at once; None where something else has come under way."""
    try:
        with transaction.atomic():
            submission = Submission.objects.create(
                shop_id=listing.shop_id, listing=listing, run=run, kind=_K.UNDO
            )
            for write in chosen:
                ledger.plan_undo(submission, write)
    except IntegrityError:
        return None
    enqueue(Task.SUBMIT_LISTING, submission.pk)
    return submission


def _takes_all(undoing: Submission, chosen: list[ListingWrite]) -> bool:
    open_ = undoing.writes.filter(state__in=ledger.OPEN)
    return {write.place for write in chosen} <= set(open_.values_list("place", flat=True))


def _put_behind(run: SubmissionRun, listing: Listing, *, held: bool = False) -> Submission | None:
    """Let an undoing of everything wait behind what is under way; None where one waits there already."""
    try:
        with transaction.atomic():
            queued = Submission.objects.create(
                shop_id=listing.shop_id, listing=listing, run=run, kind=_K.UNDO, state=_S.QUEUED, held=held
            )
    except IntegrityError:
        return None
    _hurry(listing)
    enqueue(Task.SUBMIT_LISTING, queued.pk)  # what was under way may be over by now
    return queued
