"""What a marketplace says of images it has: asked again and again, each issue kept beside the image it means."""

from collections.abc import Iterable, Mapping

from django.db import transaction

from integrations.marketplace import ImageVerdict, Judgement, Marketplace, Severity, Verdict
from shopapp import leases
from shopapp.marketplaces import fingerprint, ledger, lifecycle, recognizing, sending, undoing
from shopapp.marketplaces.naming import as_submitted, is_anothers, is_moved, is_of_before, settled_key
from shopapp.models import Listing, ListingWrite, Submission
from shopapp.studio import storage

_S, _W = Submission.State, ListingWrite.State


def check(submission: Submission, market: Marketplace) -> None:
    """Read the verdict on what was sent; wait where there is none yet.

    Where an undoing waits for it, it is enough that the marketplace shows what it was sent: before that the undoing
    would find nothing to take back.
    """
    if not market.capabilities.fetches_images and sending.is_cut_short(submission):
        return
    sent = list(
        submission.writes.filter(kind=ListingWrite.Kind.PUBLISH, state=_W.SENT)
        .select_related("rendition", "listing", "submission__listing__account")
        .order_by("place")
    )
    verdict = market.verdict(submission.listing.key, [as_submitted(write, market) for write in sent])
    by_place = {write.place: write for write in sent}
    told = {
        image.place: recognizing.as_seen(by_place[image.place], image, market) for image in verdict.images
    }
    same = {
        write.pk: _is_what_was_sent(write, told[write.place], market) for write in sent if write.place in told
    }
    undoing.note_new_names(submission, market, verdict.snapshot)
    with transaction.atomic():
        _keep(submission, verdict)
        for write in sent:
            if write.place in told:
                _enter(write, told[write.place], is_the_same=same[write.pk])
        undoing.settle(submission, verdict.snapshot, closes_gaps=market.capabilities.closes_gaps)
    if not submission.writes.filter(state=_W.SENT).exists():
        sending.conclude(submission)
    elif not _is_read_late(sent, told) and sending.is_cut_short(submission):
        return
    elif lifecycle.has_waited_too_long(submission):
        lifecycle.end(submission, _S.FAILED, "no_verdict")
    else:
        lifecycle.look_again(submission)


def _is_read_late(sent: Iterable[ListingWrite], told: Mapping[int, ImageVerdict]) -> bool:
    """Whether the marketplace still shows what was there before."""
    return any(is_of_before(write, told[write.place]) for write in sent if write.place in told)


def _keep(submission: Submission, verdict: Verdict) -> None:
    leases.write(submission, issues=[issue.as_json() for issue in verdict.issues])
    Listing.objects.filter(pk=submission.listing_id).update(
        images=verdict.snapshot.as_json()["images"], version=verdict.snapshot.version[:64]
    )


def _is_what_was_sent(write: ListingWrite, told: ImageVerdict, market: Marketplace) -> bool:
    """Look at the picture itself, where the marketplace keeps a copy of its own."""
    image = told.image
    if told.judgement is not Judgement.ACCEPTED or market.capabilities.fetches_images or image is None:
        return True
    if write.rendition is None or not image.address or image.key != write.after_key:
        return True
    return fingerprint.is_the_same(storage.read(write.rendition.key), market.download(image))


def _enter(write: ListingWrite, told: ImageVerdict, *, is_the_same: bool) -> None:
    issues = [issue.as_json() for issue in told.issues]
    if told.judgement is Judgement.PENDING:
        if issues:
            ledger.save(write, issues=issues)
    elif is_moved(told):
        ledger.note_gone(write.listing, [write.place])
        ledger.close(write, _W.CONFLICT, "moved", issues=issues)
    elif is_anothers(write, told):
        ledger.note_gone(write.listing, [write.place])
        ledger.close(write, _W.CONFLICT, "conflict", issues=issues)
    elif told.judgement is Judgement.REJECTED:
        key = settled_key(write, told)
        ledger.close(write, _W.REJECTED, "rejected", _first_word(told), issues=issues, after_key=key)
    elif not is_the_same:
        ledger.close(write, _W.FAILED, "different", issues=issues)
    else:
        ledger.close(write, _W.CONFIRMED, issues=issues, after_key=settled_key(write, told))


def _first_word(told: ImageVerdict) -> str:
    """Return what the marketplace itself says of the worst, "" where it says nothing."""
    return next((issue.message for issue in told.issues if issue.severity is Severity.ERROR), "")
