"""Taking images back: the merchant's own at their places, with what hung on them, where ours are still there."""

from django.db import transaction
from django.utils import timezone

from integrations.errors import ImageLost
from integrations.marketplace import ListingImage, Marketplace, Snapshot
from shopapp import leases
from shopapp.marketplaces import ledger, lifecycle, recognizing
from shopapp.marketplaces.naming import as_submitted, is_anothers, is_of_before
from shopapp.models import Listing, ListingWrite, Submission

_S, _W = Submission.State, ListingWrite.State


def undo(submission: Submission, market: Marketplace) -> None:
    """Take an undoing as far as it goes now; repeating it is harmless."""
    learned = _learn_keys(submission, market) if submission.before is None else None
    now = learned or market.snapshot(submission.listing.key)
    if submission.before is None:
        leases.write(submission, state=_S.SENDING, before=now.as_json())
    take_back(submission, market, now)
    _finish(submission)


def take_back(submission: Submission, market: Marketplace, now: Snapshot) -> Snapshot:
    """Put back what a submission's undoings name, where ours are still there; return what is there then."""
    closes = market.capabilities.closes_gaps
    note_new_names(submission, market, now)
    waiting = [write for write in _open(submission) if not _settled(write, now, closes_gaps=closes)]
    began = ledger.snapshot_of(submission) if submission.kind == Submission.Kind.UNDO else now
    standing = ledger.in_place(submission.listing, began) if closes else []
    for origin in {write.origin_id: write.origin for write in waiting}.values():
        if origin is None:
            raise RuntimeError(f"{submission} does not know where to go back to")
        going = [write for write in waiting if write.origin_id == origin.pk]
        if submission.sent_at is None:
            leases.write(submission, sent_at=timezone.now())
        leases.require_held(submission)
        now, back = _restored(market, ledger.snapshot_of(origin), going) or (now, [])
        for write in back:
            ledger.save(write, state=_W.SENT, sent_at=write.sent_at or timezone.now())
    Listing.objects.filter(pk=submission.listing_id).update(images=now.as_json()["images"])
    note_new_names(submission, market, now)
    settle(submission, now, closes_gaps=closes)
    ledger.follow(standing, now)
    return now


def _restored(
    market: Marketplace, origin: Snapshot, going: list[ListingWrite]
) -> tuple[Snapshot, list[ListingWrite]] | None:
    """Put back what the marketplace still keeps, and enter what it does not; None where it keeps none of it."""
    while going:
        try:
            return market.restore(origin, [write.place for write in going]), going
        except ImageLost as lost:
            gone = [write for write in going if write.after_key == lost.key]
            if not gone:
                raise
            for write in gone:
                ledger.close(write, _W.FAILED, "not_kept")
            going = [write for write in going if write not in gone]
    return None


def note_new_names(submission: Submission, market: Marketplace, now: Snapshot) -> None:
    """Enter what the merchant's own images are called by now: who fetches may name anew what it is given back."""
    for write in _open(submission) if market.capabilities.fetches_images else ():
        present = now.at(write.place)
        former = ledger.snapshot_of(write.origin).at(write.place) if write.origin else None
        if present is None or former is None or present.key in {write.before_key, write.after_key}:
            continue
        if recognizing.is_the_former(former, present, market):
            ledger.save(write, after_key=present.key)


def settle(submission: Submission, now: Snapshot, *, closes_gaps: bool) -> None:
    """Enter the end of every undoing that a look at the listing shows to be over."""
    for write in _open(submission):
        _settled(write, now, closes_gaps=closes_gaps)


def _learn_keys(submission: Submission, market: Marketplace) -> Snapshot | None:
    """Ask what images are called by now that were sent without a verdict: one that was fetched has got a new name.

    Return the listing as it was when they were called so; None where there was nothing to ask.
    """
    if not market.capabilities.fetches_images:
        return None
    unsettled = {w.place: w for w in ledger.ours(submission.listing).values() if w.state == _W.FAILED}
    sent = [as_submitted(write, market) for write in unsettled.values()]
    if not sent:
        return None
    verdict = market.verdict(submission.listing.key, sent)
    for image in verdict.images:
        write = unsettled[image.place]
        told = recognizing.as_seen(write, image, market)
        if told.image is not None and not (is_anothers(write, told) or is_of_before(write, told)):
            ledger.save(write, after_key=told.image.key)
            submission.writes.filter(place=told.place).update(before_key=told.image.key)
    return verdict.snapshot


def _finish(submission: Submission) -> None:
    if _open(submission):
        if lifecycle.has_waited_too_long(submission):
            lifecycle.end(submission, _S.FAILED, "not_back")
        else:
            lifecycle.look_again(submission)
        return
    states = set(submission.writes.values_list("state", flat=True))
    if _W.FAILED in states:
        lifecycle.end(submission, _S.FAILED, "not_kept_some")
    elif _W.CONFLICT in states:
        lifecycle.end(submission, _S.CONFLICT, "undo_conflicts")
    else:
        lifecycle.end(submission, _S.ACCEPTED)


def _settled(write: ListingWrite, now: Snapshot, *, closes_gaps: bool) -> bool:
    """Enter the end of one place, where it has one: the merchant's own is back, or somebody else's is there."""
    present = now.at(write.place)
    if _is_back(write, now, closes_gaps=closes_gaps):
        with transaction.atomic():
            ledger.note_gone(write.listing, [write.place])
            ledger.close(write, _W.CONFIRMED)
        return True
    if present is not None and present.key == write.before_key:
        return False
    if write.state == _W.SENT:  # on its way: neither the old nor the new need be shown in between
        return False
    with transaction.atomic():
        ledger.note_gone(write.listing, [write.place])
        moved = now.having(write.before_key) is not None
        ledger.close(write, _W.CONFLICT, "undo_moved" if moved else "undo_conflict")
    return True


def _is_back(write: ListingWrite, now: Snapshot, *, closes_gaps: bool) -> bool:
    present = now.at(write.place)
    if (present.key if present else "") == write.after_key:
        return True
    if not closes_gaps or write.after_key or now.having(write.before_key):
        return False
    # Ours is off. What stands at its place moved up there: after our own request anything may, else only ours.
    return write.state == _W.SENT or present in _ours_elsewhere(write, now)


def _ours_elsewhere(write: ListingWrite, now: Snapshot) -> list[ListingImage]:
    others = [other for place, other in ledger.ours(write.listing).items() if place > write.place]
    return [image for other in others if (image := now.having(other.after_key))]


def _open(submission: Submission) -> list[ListingWrite]:
    undoings = submission.writes.filter(kind=ListingWrite.Kind.UNDO, state__in=ledger.OPEN)
    rows = undoings.order_by("place")
    return list(rows.select_related("origin", "listing", "submission__listing__account"))
