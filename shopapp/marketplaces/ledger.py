"""The ledger of what we put on listings: what of it stands there now, and what an undo would go back to."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from integrations.marketplace import Snapshot
from shopapp.marketplaces import words
from shopapp.models import Listing, ListingWrite, Submission

_K, _W = ListingWrite.Kind, ListingWrite.State
OPEN = (_W.PLANNED, _W.SENT)


def shown(listings: Iterable[Listing]) -> QuerySet[ListingWrite]:
    """Return what of ours stands on listings, as far as we know: sent, and not known to be gone."""
    rows = ListingWrite.objects.filter(listing__in=list(listings), kind=_K.PUBLISH)
    return (
        rows.filter(sent_at__isnull=False, gone_at=None).exclude(after_key="").order_by("listing_id", "place")
    )


def ours(listing: Listing) -> dict[int, ListingWrite]:
    """Return the write that stands at each place of a listing."""
    return {write.place: write for write in shown([listing]).select_related("origin", "rendition")}


def takeable(listing: Listing) -> list[ListingWrite]:
    """Return what of ours stands on a listing and can be taken back: we know what was there before."""
    return [write for write in ours(listing).values() if write.origin and write.origin.before]


def origin_of(submission: Submission, standing: ListingWrite | None) -> Submission | None:
    """Return where an undo goes back to: the first of our own writes at this place knows the merchant's image."""
    return standing.origin if standing else submission


def plan_undo(submission: Submission, standing: ListingWrite) -> ListingWrite:
    """Enter that one place shall go back to what the merchant had there."""
    if standing.origin is None:
        raise RuntimeError(f"{standing} does not know what was there before")
    own = snapshot_of(standing.origin).at(standing.place)
    return ListingWrite.objects.create(
        shop_id=standing.shop_id, listing_id=standing.listing_id, submission=submission, kind=_K.UNDO,
        place=standing.place, origin=standing.origin, media_id=standing.media_id,
        rendition_id=standing.rendition_id, file_name=standing.file_name,
        before_key=standing.after_key, after_key=own.key if own else "",
    )  # fmt: skip


def save(write: ListingWrite, **fields: Any) -> None:
    """Write fields of an entry that is still open."""
    ListingWrite.objects.filter(pk=write.pk).update(**fields)
    for name, value in fields.items():
        setattr(write, name, value)


def note_sent(write: ListingWrite, key: str) -> None:
    """Enter that the marketplace has an image; what stood there of ours before is gone."""
    now = timezone.now()
    older = ListingWrite.objects.filter(listing_id=write.listing_id, place=write.place, gone_at=None)
    older.filter(pk__lt=write.pk, kind=_K.PUBLISH, sent_at__isnull=False).update(gone_at=now)
    save(write, state=_W.SENT, after_key=key, sent_at=now)


def close(write: ListingWrite, state: str, code: str = "", text: str = "", **fields: Any) -> None:
    """End an entry, with its reason in the merchant's words."""
    marketplace = write.submission.listing.account.marketplace
    said = text or (words.sentence(code, marketplace, photo=write.place) if code else "")
    save(
        write, state=state, reason_code=code, reason_sentence=said[:512], finished_at=timezone.now(), **fields
    )


def note_gone(listing: Listing, places: Iterable[int]) -> None:
    """Enter that images of ours stand at these places no longer."""
    shown([listing]).filter(place__in=list(places)).update(gone_at=timezone.now())


def in_place(listing: Listing, now: Snapshot) -> list[ListingWrite]:
    """Return what of ours stands where we put it."""
    standing = ours(listing)
    return [write for place, write in standing.items() if _key_at(now, place) == write.after_key]


def follow(writes: Iterable[ListingWrite], now: Snapshot) -> None:
    """Enter where images of ours moved up to when we took one off before them.

    Only what stands at a place that was free before us: of any other the origin knows what to put back by its place.
    """
    for write in writes:
        present = now.having(write.after_key)
        own = snapshot_of(write.origin).at(write.place) if write.origin else None
        if present is not None and own is None:
            save(write, place=present.place)


def _key_at(now: Snapshot, place: int) -> str:
    present = now.at(place)
    return present.key if present else ""


def snapshot_of(submission: Submission) -> Snapshot:
    """Return the listing as it was before a submission."""
    if submission.before is None:
        raise RuntimeError(f"{submission} has not looked at its listing yet")
    return Snapshot.from_json(submission.before)
