"""One listing: what is there, what would be there at the marketplace's own size, what its rules and it itself say."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from integrations.compliance import PLEASE_CONFIRM
from shopapp.catalog import selectors as catalog
from shopapp.marketplaces import selectors, words
from shopapp.marketplaces.standing import Stand, Standing, is_failed, is_unknown, stops
from shopapp.models import Listing, ListingPhoto, ListingWrite, Media, Product, Shop, Submission
from shopapp.ui import issues, mending, pictures
from shopapp.ui.listings import STANDS, Cell
from shopapp.ui.mending import Mending
from shopapp.ui.pictures import Picture

_W = ListingWrite.State
_WIDE = 1400


@dataclass(frozen=True, slots=True)
class Window:
    """A place where buyers see the main photo, as large as the marketplace shows it there."""

    name: Promise
    width: int
    height: int
    crops: bool

    @property
    def style(self) -> str:
        """The place as CSS."""
        fit = "cover" if self.crops else "contain"
        return f"width:{self.width}px;aspect-ratio:{self.width}/{self.height};--fit:{fit}"


WINDOWS: dict[str, tuple[Window, ...]] = {
    "etsy": (
        Window(_("In search"), 300, 240, crops=True),
        Window(_("On the listing"), 560, 420, crops=False),
    ),
    "amazon": (
        Window(_("In search"), 218, 218, crops=False),
        Window(_("On the listing"), 500, 500, crops=False),
    ),
}
"""As their pages show photos on a laptop; Etsy cuts a search picture to 5:4, Amazon never cuts."""
_ANYWHERE = (Window(_("On the listing"), 500, 500, crops=False),)


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that a rule or the marketplace has against a photo, and what to do."""

    sentence: str
    fix: str
    more: str
    tone: str
    word: Promise


@dataclass(frozen=True, slots=True)
class Place:
    """One place of the listing."""

    number: int
    photo: ListingPhoto | None
    ours: Picture | None
    there: str
    write: ListingWrite | None
    is_ours_there: bool
    said: list[Said] = field(default_factory=list)
    mending: Mending | None = None
    """What helps where nothing can take the photo's place."""

    @property
    def word(self) -> str:
        """What became of the last write here."""
        return str(words.WRITES[self.write.state]) if self.write else ""

    @property
    def tone(self) -> str:
        """Its badge."""
        tones: dict[str, str] = {
            _W.CONFIRMED: "success", _W.REJECTED: "critical", _W.FAILED: "critical", _W.CONFLICT: "warning",
        }  # fmt: skip
        return tones.get(self.write.state, "info") if self.write else "neutral"


@dataclass(frozen=True, slots=True)
class Page:
    """Everything the page of one listing shows."""

    standing: Standing
    is_stuck: bool
    """Whether leaving photos out would leave none."""
    places: list[Place]
    general: list[Said]
    left_out: list[Media]
    products: list[Product]
    """Those it might sell."""
    asked: str = ""
    """What was searched for among the shop's products."""
    found: list[Product] = field(default_factory=list)

    @property
    def cell(self) -> Cell:
        """How it stands."""
        return Cell(self.standing)

    @property
    def label(self) -> str:
        """The marketplace as it spells itself."""
        return words.label(self.standing.listing.account.marketplace)

    @property
    def windows(self) -> tuple[Window, ...]:
        """Where buyers see the main photo."""
        return WINDOWS.get(self.standing.listing.account.marketplace, _ANYWHERE)

    @property
    def main(self) -> Picture | None:
        """The main photo as it would be."""
        return self.places[0].ours if self.places else None

    @property
    def can_fix(self) -> bool:
        """Whether leaving a photo out would help."""
        return bool(self.standing.unfit) and not self.is_stuck

    @property
    def can_send(self) -> bool:
        """Whether it may be exported now."""
        return self.cell.can_be_sent and not self.standing.blocking and not self.standing.unknown

    @property
    def must_confirm(self) -> bool:
        """Whether a person has to look first."""
        is_there = self.standing.listing.draft == Listing.Draft.READY
        return is_there and bool(self.standing.unknown) and not self.standing.blocking

    @property
    def is_unmade(self) -> bool:
        """Whether its photos could not be prepared."""
        return self.standing.stand is Stand.UNMADE

    @property
    def can_undo(self) -> bool:
        """Whether anything of ours is there."""
        return bool(self.standing.shown) and self.standing.stand is not Stand.UNDER_WAY

    @property
    def can_take_back(self) -> bool:
        """Whether all of ours there can be taken back: what is there, or is on its way there just now."""
        last = self.standing.last
        is_coming = last is not None and last.kind == Submission.Kind.EXPORT
        return is_coming if self.standing.stand is Stand.UNDER_WAY else bool(self.standing.shown)

    @property
    def is_moving(self) -> bool:
        """Whether it changes by itself just now."""
        return self.standing.listing.wanted or self.standing.stand in {Stand.UNDER_WAY, Stand.DRAFTING}

    def as_json(self) -> dict[str, Any]:
        """Plain values for programs."""
        return self.cell.as_json() | {"moving": self.is_moving}


def page(shop: Shop, listing_id: int, *, asked: str = "") -> Page:
    """Return one listing of the shop's, and the products that a search for its own finds."""
    now = selectors.one(shop, listing_id)
    last, is_stuck = now.last, selectors.is_stuck(now)
    sent = {write.place for write in now.last_writes}  # what means one of these stands beside it
    told = [issue for issue in (last.issues if last else []) if issue.get("place") not in sent]
    general = [_issue(now, issue, issue.get("place")) for issue in told]
    general += [_finding(f) for f in now.listing.draft_findings if is_failed(f)]
    return Page(
        standing=now,
        is_stuck=is_stuck,
        places=_places(now, mending.of(now) if is_stuck else {}),
        general=general,
        left_out=list(Media.objects.filter(shop=shop, pk__in=now.listing.without)),
        products=list(Product.objects.filter(shop=shop, pk__in=now.listing.candidates)),
        asked=asked,
        found=catalog.products(shop, asked),
    )


def _places(now: Standing, mendings: Mapping[int, Mending]) -> list[Place]:
    photos = {photo.place: photo for photo in now.photos}
    there = {int(image["place"]): image for image in now.listing.images}
    writes = {write.place: write for write in now.last_writes}
    return [
        replace(
            _place(now, number, photos.get(number), there.get(number), writes.get(number)),
            mending=mendings.get(number),
        )
        for number in sorted({*photos, *there, *now.shown})
    ]


def _place(
    now: Standing,
    number: int,
    photo: ListingPhoto | None,
    there: Mapping[str, Any] | None,
    write: ListingWrite | None,
) -> Place:
    said = [_issue(now, issue, number) for issue in (write.issues if write else [])]
    if photo:
        said += [_finding(f) for f in photo.findings if is_failed(f)]
        said += [_finding(f) for f in photo.findings if is_unknown(f) and not now.listing.confirmed]
    return Place(
        number=number,
        photo=photo,
        ours=pictures.of_rendition(photo.rendition, width=_WIDE, alt=photo.alt) if photo else None,
        there=str(there["address"]) if there else "",
        write=write,
        is_ours_there=number in now.shown and number not in now.changed_places,
        said=said,
    )


def _finding(finding: Mapping[str, Any]) -> Said:
    if is_unknown(finding):
        word, tone = _("please confirm"), "info"
    elif stops(finding):
        word, tone = _("blocks"), "critical"
    else:
        word, tone = _("advice"), "warning"
    sentence = str(finding["sentence"]).removeprefix(PLEASE_CONFIRM)
    return Said(sentence, str(finding["fix"]), str(finding["rule"]), tone, word)


def _issue(now: Standing, issue: Mapping[str, Any], place: int | None) -> Said:
    """What the marketplace says, with the rule of ours that asks the same of this place in this store, and its fix."""
    meant = issues.rules_of(issue, marketplace=now.listing.account.marketplace, place=place)
    rule = meant[0] if meant else None
    told = " ".join([str(issue["code"]), *issue["enforcements"], rule.id if rule else ""])
    tones = {"error": ("critical", _("says no")), "warning": ("warning", _("warns"))}
    tone, word = tones.get(str(issue["severity"]), ("info", _("says")))
    return Said(str(issue["message"]), rule.fix if rule else "", told.strip(), tone, word)


def stand_words() -> dict[str, str]:
    """Return each way to stand in a merchant's words, for programs."""
    return {str(stand): str(word) for stand, (word, _tone) in STANDS.items()}
