"""What a marketplace changes its mind about after its verdict.

What was accepted may be refused days later, and what was refused may be let through. Each reading of an account's
listings tells what is held against them by then; where that is not what the ledger says, the verdict is read again.
"""

from collections.abc import Collection, Mapping

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from integrations.marketplace import Listing as TheirListing
from shopapp.marketplaces import lifecycle
from shopapp.models import ListingWrite, MarketplaceAccount, Submission
from shopapp.queue import Task, enqueue

_S, _W = Submission.State, ListingWrite.State
_OVER = (_S.ACCEPTED, _S.REJECTED, _S.CONFLICT)
_JUDGED = (_W.CONFIRMED, _W.REJECTED)


def refused_places(found: TheirListing) -> set[int] | None:
    """Return the places whose images are not accepted as things are; None where a reading does not tell."""
    if found.issues is None:
        return None
    return {issue.place for issue in found.issues if issue.refuses and issue.place is not None}


def compare(account: MarketplaceAccount, refused: Mapping[str, Collection[int]]) -> int:
    """Have verdicts read again that are others by now; return of how many listings. Places are told by listing."""
    changed: dict[str, set[int]] = {}
    for write in _judged(account.pk).select_related("listing"):
        told = refused.get(write.listing.key)
        if told is not None and (write.place in told) != (write.state == _W.REJECTED):
            changed.setdefault(write.listing.key, set()).add(write.place)
    for key, places in changed.items():
        check_again(account_id=account.pk, key=key, places=places)
    return len(changed)


def check_again(*, account_id: int, key: str, places: Collection[int] | None = None) -> None:
    """Ask for the verdict again on what of ours stands on a listing; without places, on what was sent last."""
    meant = _judged(account_id).filter(listing__key=key)
    if places is not None:
        meant = meant.filter(place__in=places)
    of_these = Submission.objects.filter(pk__in=meant.values("submission_id"), state__in=_OVER)
    last = of_these.order_by("-pk").first()
    if last is None or Submission.objects.filter(listing=last.listing_id, state__in=lifecycle.OPEN).exists():
        return
    try:
        with transaction.atomic():
            _reopen(last)
    except IntegrityError:
        return  # something else went out meanwhile; the next reading compares again


def _reopen(submission: Submission) -> None:
    # From now: the marketplace has its whole time again.
    anew = {
        "state": _S.CHECKING, "looks": 0, "due_at": None, "finished_at": None, "sent_at": timezone.now(),
        "failures": 0, "failing_since": None, "throttled_since": None,
    }  # fmt: skip
    if Submission.objects.filter(pk=submission.pk, state__in=_OVER).update(**anew):
        shown = submission.writes.filter(state__in=_JUDGED, gone_at=None, sent_at__isnull=False)
        shown.filter(kind=ListingWrite.Kind.PUBLISH).update(state=_W.SENT, finished_at=None)
        enqueue(Task.SUBMIT_LISTING, submission.pk)


def _judged(account_id: int) -> QuerySet[ListingWrite]:
    """What of ours is shown, and was judged."""
    return ListingWrite.objects.filter(
        listing__account_id=account_id, listing__gone_at=None, kind=ListingWrite.Kind.PUBLISH,
        state__in=_JUDGED, sent_at__isnull=False, gone_at=None,
    )  # fmt: skip
