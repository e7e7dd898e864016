"""How a listing stands: what its draft is worth, what became of the last export, what of ours is shown there now."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from integrations.types import DECLARED_FACTS
from shopapp.marketplaces import ledger, lifecycle
from shopapp.models import Listing, ListingPhoto, ListingWrite, Submission

_S, _W, _D = Submission.State, ListingWrite.State, Listing.Draft


class Stand(StrEnum):
    """Where a listing is between "not known" and "live", the worst first."""

    GONE = "gone"
    ASK = "ask"
    ELSEWHERE = "elsewhere"
    UNDER_WAY = "under_way"
    REJECTED = "rejected"
    CONFLICT = "conflict"
    FAILED = "failed"
    UNMADE = "unmade"
    CHANGED = "changed"
    BLOCKED = "blocked"
    CONFIRM = "confirm"
    FIXABLE = "fixable"
    READY = "ready"
    DRAFTING = "drafting"
    EMPTY = "empty"
    LIVE = "live"


@dataclass(frozen=True, slots=True)
class Standing:
    """Everything that tells how one listing stands; read for many listings at once."""

    listing: Listing
    photos: list[ListingPhoto]
    shown: dict[int, ListingWrite] = field(default_factory=dict)
    last: Submission | None = None
    last_writes: list[ListingWrite] = field(default_factory=list)
    """Those of ``last``, and what an earlier one put there that was refused since."""

    @property
    def stand(self) -> Stand:
        """The one word for it."""
        if self.listing.gone_at:
            return Stand.GONE
        if self.listing.product_id is None:
            return Stand.ASK if self.listing.match == Listing.Match.DOUBTFUL else Stand.ELSEWHERE
        if self.last and self.last.state in lifecycle.OPEN:
            return Stand.UNDER_WAY
        if self.listing.draft == _D.FAILED:
            return Stand.UNMADE
        return self._of_the_last() or self._of_the_draft()

    @property
    def is_live(self) -> bool:
        """Whether the listing shows every photo of the draft, accepted."""
        return bool(self.photos) and not self.missing and not self.surplus

    @property
    def missing(self) -> list[ListingPhoto]:
        """The photos of the draft that are not shown there."""
        return [photo for photo in self.photos if not self._is_shown(photo)]

    @property
    def surplus(self) -> list[ListingWrite]:
        """What of ours stands at places that the draft leaves to the merchant's own."""
        kept = {photo.place for photo in self.photos}
        return [write for place, write in self.shown.items() if place not in kept]

    @property
    def blocking(self) -> list[ListingPhoto]:
        """The photos that a rule forbids."""
        return [photo for photo in self.photos if any(stops(each) for each in photo.findings)]

    @property
    def unknown(self) -> list[dict[str, Any]]:
        """The findings that a person has to confirm."""
        return [] if self.listing.confirmed else [f for p in self.photos for f in p.findings if is_unknown(f)]

    @property
    def unseen(self) -> list[dict[str, Any]]:
        """Those of the unknown that are about what a photo shows; the others are what a merchant says of all photos."""
        return [finding for finding in self.unknown if finding["fact"] not in DECLARED_FACTS]

    @property
    def advice(self) -> list[dict[str, Any]]:
        """The findings that are good advice."""
        return [f for p in self.photos for f in p.findings if is_failed(f) and not stops(f)]

    @property
    def unfit(self) -> set[int]:
        """The media whose photo a rule forbids, or the marketplace has refused as it still is."""
        refused = {w.media_id for w in self.last_writes if w.state == _W.REJECTED and w.media_id}
        forbidden = {photo.media_id for photo in self.blocking}
        return forbidden | refused if self.stand is Stand.REJECTED else forbidden

    @property
    def changed_places(self) -> list[int]:
        """Places where we last saw another image than ours."""
        seen = {image["place"]: image["key"] for image in self.listing.images}
        return [place for place, write in self.shown.items() if seen.get(place) != write.after_key]

    def _is_shown(self, photo: ListingPhoto) -> bool:
        write = self.shown.get(photo.place)
        return (
            write is not None
            and _file_of(write) == _file_of(photo)
            and write.state == _W.CONFIRMED
            and photo.place not in self.changed_places
        )

    def _of_the_last(self) -> Stand | None:
        """What the last export came to, or what was refused since, as long as the draft is still the one sent."""
        if self.last is None or not self._is_what_was_sent():
            return None
        is_export = self.last.kind == Submission.Kind.EXPORT
        refused = Stand.REJECTED if any(w.state == _W.REJECTED for w in self.shown.values()) else None
        return (_OF_SUBMISSION.get(self.last.state) if is_export else None) or refused

    def _is_what_was_sent(self) -> bool:
        sent = {write.place: _file_of(write) for write in self.last_writes}
        same = all(sent.get(photo.place, _file_of(photo)) == _file_of(photo) for photo in self.photos)
        return same and not set(sent) - {photo.place for photo in self.photos}

    def _of_the_draft(self) -> Stand:
        found = (
            (self.listing.draft == _D.WAITING, Stand.DRAFTING),
            (not self.photos, Stand.EMPTY),
            (self.is_live, Stand.LIVE),
            (bool(self.changed_places), Stand.CHANGED),
            (bool(self.blocking), Stand.BLOCKED),
            (bool(self.unknown), Stand.CONFIRM),
            (bool(self.advice), Stand.FIXABLE),
        )
        return next((stand for holds, stand in found if holds), Stand.READY)


_OF_SUBMISSION: dict[str, Stand] = {
    _S.REJECTED: Stand.REJECTED,
    _S.CONFLICT: Stand.CONFLICT,
    _S.LEFT: Stand.FAILED,
    _S.FAILED: Stand.FAILED,
}


def of(listings: Iterable[Listing]) -> list[Standing]:
    """Read how listings stand, in their order, by a handful of queries."""
    rows = list(listings)
    photos = _grouped(
        ListingPhoto.objects.filter(listing__in=rows)
        .select_related("rendition", "media")
        .defer("rendition__facts", "rendition__notes")  # large, and told nowhere here
    )
    shown = _grouped(
        ledger.shown(rows)
        .select_related("origin", "rendition")
        .defer("origin__before", "rendition__facts", "rendition__notes")
    )
    last = {s.listing_id: s for s in Submission.objects.filter(listing__in=rows).order_by("pk")}
    writes: dict[int, list[ListingWrite]] = {}
    sent = ListingWrite.objects.filter(submission__in=[s.pk for s in last.values()]).order_by("place")
    for write in sent.select_related("rendition").defer("rendition__facts", "rendition__notes"):
        writes.setdefault(write.listing_id, []).append(write)
    for row in rows:
        told = writes.get(row.pk, [])
        refused = [write for write in shown.get(row.pk, []) if write.state == _W.REJECTED]
        more = [write for write in refused if write.place not in {each.place for each in told}]
        writes[row.pk] = sorted([*told, *more], key=lambda write: write.place)
    return [
        Standing(
            row, photos.get(row.pk, []), {w.place: w for w in shown.get(row.pk, [])}, last.get(row.pk),
            writes.get(row.pk, []),
        )
        for row in rows
    ]  # fmt: skip


def _file_of(shown: ListingPhoto | ListingWrite) -> str:
    """Return the digest of the file; the same bytes, made a second time, are the same photo."""
    return shown.rendition.sha256 if shown.rendition else ""


def _grouped(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(row.listing_id, []).append(row)
    return found


def is_failed(finding: Mapping[str, Any]) -> bool:
    """Whether a rule is broken."""
    return bool(finding["verdict"] == "fail")


def is_unknown(finding: Mapping[str, Any]) -> bool:
    """Whether nobody has measured or confirmed it; what was confirmed of the same file in an earlier draft is seen."""
    return bool(finding["verdict"] == "unknown") and not finding.get("seen")


def stops(finding: Mapping[str, Any]) -> bool:
    """Whether the photo must not be submitted as it is."""
    return is_failed(finding) and finding["severity"] == "blocks"
