"""Images onto a listing, so that it can be interrupted anywhere and taken up again.

The listing is read first, and what it showed is kept before anything is sent. Each image is noted as soon as the
marketplace has it. On a second run a place that shows neither what was there before nor anything new to us is looked
at: the very picture we were sending is ours, anything else is the merchant's and stays.
"""

from collections.abc import Sequence
from datetime import timedelta
from functools import partial

from django.db import transaction
from django.utils import timezone

from integrations import MARKETPLACES
from integrations.errors import Rejected
from integrations.marketplace import (
    MOVED,
    ImageToSubmit,
    Issue,
    ListingImage,
    ListingState,
    Marketplace,
    Severity,
    Snapshot,
)
from shopapp import leases
from shopapp.marketplaces import ledger, lifecycle, offering, recognizing, turns, undoing
from shopapp.models import Listing, ListingWrite, Submission
from shopapp.queue import Task, enqueue
from shopapp.studio import storage

_S, _K, _W = Submission.State, ListingWrite.Kind, ListingWrite.State
FEED_TAKES = timedelta(minutes=30)
"""How long a submission is left alone that goes out with many others; asked again then, it waits on."""
_OTHER_SIZE = "OTHER_SIZE"
"""How a marketplace's client says that what it shows is not as large as what was sent."""


def send(submission: Submission, market: Marketplace) -> None:
    """Take an export as far as the marketplace has every image of it, or refused it."""
    now = market.snapshot(submission.listing.key)
    if now.state is ListingState.SOLD_OUT:
        lifecycle.end(submission, _S.LEFT, "sold_out")
        return
    if submission.before is None:
        _begin(submission, now)
    before = ledger.snapshot_of(submission)
    left = look(submission, now, market)
    if left and submission.feed is not None and submission.feed.is_under_way:
        leases.let_go(submission, after=FEED_TAKES, throttled_since=None, **lifecycle.GOING_WELL)
        return
    if not _may_be_there_unseen(submission, market) and is_cut_short(submission):
        return
    if submission.sent_at is None and not _passes_preview(submission, before, left, market):
        return
    if not _put(submission, before, left, market):
        return
    if submission.writes.filter(kind=_K.UNDO, state=_W.PLANNED).exists():
        undoing.take_back(submission, market, market.snapshot(submission.listing.key))
    hand_over(submission)


def look(submission: Submission, now: Snapshot, market: Marketplace) -> list[ListingWrite]:
    """Compare what a listing shows with what it showed before; return what is still to be sent."""
    before = ledger.snapshot_of(submission)
    for write in planned(submission):
        _look(write, before, now, market)
    return planned(submission)


def is_cut_short(submission: Submission) -> bool:
    """End an export behind which an undoing waits: it sends nothing more, and its verdict changes nothing."""
    if not turns.is_waited_for(submission):
        return False
    lifecycle.end(submission, _S.LEFT, "taken_back")
    return True


def _must_stop(submission: Submission, market: Marketplace) -> bool:
    """Give back an export whose account was disconnected meanwhile, and end one behind which an undoing waits.

    What fetches its images was asked for all of them at once: it shows them first, and is cut short by its verdict.
    """
    if _is_held(submission):
        leases.let_go(submission)  # it goes on once the account is connected again
        return True
    return not market.capabilities.fetches_images and is_cut_short(submission)


def _goes_on(submission: Submission, market: Marketplace) -> bool:
    """Whether the next image may be sent."""
    is_over = not market.capabilities.fetches_images and turns.is_waited_for(submission)
    return not (is_over or _is_held(submission))


def _is_held(submission: Submission) -> bool:
    return Submission.objects.filter(pk=submission.pk, held=True).exists()


def _may_be_there_unseen(submission: Submission, market: Marketplace) -> bool:
    """Whether a request may have gone out whose images a look does not show yet: who fetches, shows them late."""
    feed = submission.feed
    has_gone_out = submission.sent_at is not None or (feed is not None and feed.sent_at is not None)
    return market.capabilities.fetches_images and has_gone_out


def planned(submission: Submission) -> list[ListingWrite]:
    """Return the images that a submission has not sent yet."""
    return _open(submission, _W.PLANNED)


def hand_over(submission: Submission) -> None:
    """Go on to the verdict; where nothing was sent there is none to wait for."""
    if not submission.writes.filter(state=_W.SENT).exists():
        conclude(submission)
        return
    leases.let_go(submission, state=_S.CHECKING, looks=0, **lifecycle.GOING_WELL)
    enqueue(Task.SUBMIT_LISTING, submission.pk)


def conclude(submission: Submission) -> None:
    """End an export by the worst that became of its images."""
    states = set(submission.writes.values_list("state", flat=True))
    lost = submission.writes.filter(kind=_K.UNDO, state=_W.FAILED).exists()
    if _W.REJECTED in states:
        lifecycle.end(submission, _S.REJECTED, "rejected_some")
    elif _W.CONFLICT in states:
        lifecycle.end(submission, _S.CONFLICT, "conflicts")
    elif _W.FAILED in states:
        lifecycle.end(submission, _S.FAILED, "not_kept_some" if lost else "different")
    else:
        lifecycle.end(submission, _S.ACCEPTED)


def _begin(submission: Submission, now: Snapshot) -> None:
    """Keep what the listing shows, and to whom an undo of each place goes back."""
    standing = ledger.ours(submission.listing)
    with transaction.atomic():
        leases.write(submission, state=_S.SENDING, before=now.as_json())
        for write in planned(submission):
            present, before = now.at(write.place), standing.get(write.place)
            if before is not None and _key(present) != before.after_key:
                _conflict(write, submission.listing, is_moved=now.having(before.after_key) is not None)
                continue
            origin = ledger.origin_of(submission, before)
            ledger.save(write, before_key=_key(present), origin=origin)
        Listing.objects.filter(pk=submission.listing_id).update(images=now.as_json()["images"])


def _look(write: ListingWrite, before: Snapshot, now: Snapshot, market: Marketplace) -> None:
    """Tell an image that was sent, but not noted, from one that somebody put there meanwhile."""
    present = now.at(write.place)
    if _key(present) == _key(before.at(write.place)):
        return
    if present is not None and recognizing.is_ours(write, present, market):
        ledger.note_sent(write, present.key)
    else:
        _conflict(write, write.listing)


def _passes_preview(
    submission: Submission, before: Snapshot, left: Sequence[ListingWrite], market: Marketplace
) -> bool:
    """Ask first, where the marketplace can be asked; what it would refuse is not sent."""
    if not market.capabilities.previews or not left:
        return True
    images = [image_of(write) for write in left]
    issues = [i for i in market.preview(before, images) if i.severity is Severity.ERROR]
    if not issues:
        return True
    with transaction.atomic():
        for write in left:
            meant = [issue for issue in issues if issue.place == write.place]
            if meant:
                refuse(write, meant)
        leases.write(submission, issues=[issue.as_json() for issue in issues if issue.place is None])
        lifecycle.end(submission, _S.REJECTED, "refused_before")
    return False


def _put(submission: Submission, before: Snapshot, left: Sequence[ListingWrite], market: Marketplace) -> bool:
    """Send image by image; one that is refused does not hold up the others. Return whether more may be sent then."""
    waiting = {write.place: write for write in left}
    if waiting and submission.sent_at is None:
        leases.write(submission, sent_at=timezone.now())
    last: ListingWrite | None = None
    while waiting:
        if _must_stop(submission, market):
            return False
        images = [image_of(write) for write in waiting.values()]
        try:
            for sent in market.submit(before, images, goes_on=partial(_goes_on, submission, market)):
                leases.require_held(submission)
                last = waiting.pop(sent.place)
                ledger.note_sent(last, sent.key)
        except Rejected as error:
            leases.require_held(submission)
            _take_out(waiting, error, last, most=market.capabilities.most_images)
            last = None
    return not _must_stop(submission, market)


def _take_out(
    waiting: dict[int, ListingWrite], error: Rejected, last: ListingWrite | None, *, most: int | None
) -> None:
    """Enter a refusal beside the images it means: those it names, the one just sent, or the one being sent."""
    if last is not None and _OTHER_SIZE in error.codes:
        ledger.close(last, _W.FAILED, "different", error.merchant_sentence)
        return
    if MOVED in error.codes:
        ledger.close(waiting.pop(next(iter(waiting))), _W.CONFLICT, "moved", error.merchant_sentence)
        return
    issues = [Issue.from_json(issue) for issue in (error.data or {}).get("issues", ())]
    named = {issue.place for issue in issues}
    for place in [place for place in waiting if place in named] or [next(iter(waiting))]:
        write = waiting.pop(place)
        if most is not None and place > most:
            ledger.close(write, _W.REJECTED, "full")
            continue
        told = [Issue(field.code, field.message, place=place) for field in error.fields]
        meant = [issue for issue in issues if issue.place == place]
        refuse(write, meant or told or [Issue("", str(error), place=place)])


def refuse(write: ListingWrite, issues: Sequence[Issue]) -> None:
    """Enter that a marketplace would not take an image."""
    said = " ".join(dict.fromkeys(issue.message for issue in issues))
    ledger.close(write, _W.REJECTED, "rejected", said, issues=[issue.as_json() for issue in issues])


def _conflict(write: ListingWrite, listing: Listing, *, is_moved: bool = False) -> None:
    ledger.note_gone(listing, [write.place])
    ledger.close(write, _W.CONFLICT, "moved" if is_moved else "conflict")


def image_of(write: ListingWrite, *, with_data: bool = True) -> ImageToSubmit:
    """Return what a marketplace is sent; one that fetches needs no bytes."""
    rendition = write.rendition
    if rendition is None:
        raise RuntimeError(f"{write} has lost its rendition")
    fetches = MARKETPLACES[write.submission.listing.account.marketplace].fetches_images
    return ImageToSubmit(
        place=write.place, file_name=write.file_name, mime_type=rendition.mime_type,
        data=storage.read(rendition.key) if with_data else b"", width=rendition.width,
        height=rendition.height, alt=write.alt,
        address=offering.offer(rendition) if fetches else "",
    )  # fmt: skip


def _open(submission: Submission, state: str) -> list[ListingWrite]:
    rows = submission.writes.filter(kind=_K.PUBLISH, state=state).order_by("place")
    return list(rows.select_related("rendition", "listing__account", "submission__listing__account"))


def _key(image: ListingImage | None) -> str:
    return image.key if image else ""
