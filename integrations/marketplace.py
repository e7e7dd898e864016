"""What a marketplace can do, and the few verbs by which images reach it, are judged, and are taken back.

A marketplace is a class with these verbs, built for one merchant's account with a good access token; ``Login`` is how
the token is got. The caller keeps the ledger: it reads a ``Snapshot`` before it writes, notes every ``SubmittedImage``
before the next one is sent, asks for the ``Verdict`` until it is final, and gives the snapshot back to undo. Whether
what is there now is still ours is the caller's question too; a marketplace only does what it is told.

What cannot be said to a marketplace raises ``UnsupportedFeature``; what it may refuse is sent, and its own refusal
reported. Places count from 1, the main image, without gaps.

They are built alike: ``EtsyMarketplace(config, grant, http=…)`` and ``EtsyLogin(config, http=…)``, with a frozen
``EtsyConfig``, from ``integrations.etsy``; Amazon's likewise.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol, Self

from integrations.errors import UnsupportedFeature


@dataclass(frozen=True, slots=True)
class Capabilities:
    """One marketplace as we reach it today."""

    label: str
    accepts_images: bool
    """Whether we send images there; else we make a set that the merchant uploads."""
    replaces_in_place: bool
    """Whether an image can get other bytes and stay the same image to everything that refers to it."""
    fetches_images: bool = False
    """Whether it reads images from a public address of ours; else their bytes are sent."""
    takes_many: bool = False
    """Whether the images of many listings can go out in one document."""
    previews: bool = False
    """Whether it can be asked for its opinion before anything is changed."""
    closes_gaps: bool = False
    """Whether images move up when one before them is taken off; else its place stays free."""
    most_images: int | None = None
    most_alt_chars: int = 0
    """Longest alternative text that can be set; 0 where none can."""

    def require_images(self) -> None:
        """Refuse to send anything to a marketplace that we only make sets for."""
        if not self.accepts_images:
            raise UnsupportedFeature(
                f"nothing is sent to {self.label}",
                merchant_sentence=f"Images for {self.label} are made as a set for you to upload.",
            )


@dataclass(frozen=True, slots=True)
class Grant:
    """What a merchant's consent gave us: the two tokens, and whose account they reach."""

    access_token: str = field(repr=False)
    expires_at: datetime
    refresh_token: str = field(repr=False)
    refresh_expires_at: datetime | None = None
    """None where it does not run out by itself."""
    account: str = ""
    """The marketplace's own name for the account: an Etsy shop's id, an Amazon seller's id."""
    account_name: str = ""
    """What a merchant calls it; "" where nobody tells."""
    scopes: tuple[str, ...] = ()


class ListingState(StrEnum):
    """Whether a listing can be bought, and whether its images may be changed."""

    ACTIVE = "active"
    SOLD_OUT = "sold_out"
    INACTIVE = "inactive"
    """Not shown to buyers: a draft, expired, closed, suppressed."""


@dataclass(frozen=True, slots=True)
class ListingImage:
    """An image at its place on a listing."""

    key: str
    """What tells it from every other image that ever stood there: an image id on Etsy, the locator on Amazon."""
    place: int
    address: str = ""
    """Where it can be looked at; "" while the marketplace is still working on it."""
    alt: str = ""
    width: int | None = None
    height: int | None = None

    @property
    def is_settled(self) -> bool:
        """Whether the marketplace has finished working on it."""
        return self.width is not None and self.height is not None


@dataclass(frozen=True, slots=True)
class Listing:
    """One offer of the merchant's account."""

    key: str
    """Etsy's listing id, Amazon's SKU."""
    title: str
    skus: tuple[str, ...] = ()
    """The merchant's own codes, one for each variant where there are several; empty where none was given."""
    state: ListingState = ListingState.ACTIVE
    product_type: str = ""
    """What kind of thing it is, where the marketplace asks other images for each: ``RING`` on Amazon."""
    url: str = ""
    images: tuple[ListingImage, ...] = ()
    version: str = ""
    """Changes when the listing does."""
    issues: "tuple[Issue, ...] | None" = None
    """What the marketplace has against it at this moment; None where listings are told without that."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A listing's images at one moment: enough to tell whether somebody changed them, and to put them back."""

    listing: str
    images: tuple[ListingImage, ...]
    state: ListingState = ListingState.ACTIVE
    product_type: str = ""
    version: str = ""
    more: Mapping[str, Any] = field(default_factory=dict)
    """What else hangs on the images and goes with them, such as the images of variations; plain values."""

    def at(self, place: int) -> ListingImage | None:
        """Return the image at a place."""
        return next((image for image in self.images if image.place == place), None)

    def having(self, key: str) -> ListingImage | None:
        """Return the image of that key, wherever it stands."""
        return next((image for image in self.images if image.key == key), None)

    def as_json(self) -> dict[str, Any]:
        """Return plain values, to be kept in a ledger."""
        return {**asdict(self), "state": str(self.state), "images": [asdict(image) for image in self.images]}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Self:
        """Read what ``as_json`` wrote."""
        images = tuple(ListingImage(**image) for image in kept["images"])
        return cls(**{**kept, "images": images, "state": ListingState(kept["state"])})


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageToSubmit:
    """A rendition on its way to a place."""

    place: int
    file_name: str
    mime_type: str
    data: bytes = field(repr=False)
    width: int
    height: int
    alt: str = ""
    address: str = ""
    """Where a marketplace that fetches images finds it: public, stable, unguessable; "" for the others."""


@dataclass(frozen=True, slots=True)
class SubmittedImage:
    """An image that the marketplace has taken in; what it thinks of it comes later."""

    place: int
    key: str
    """As ``ListingImage.key``: what a later snapshot will show at this place while nobody changes it."""
    submission: str = ""
    """The marketplace's own number of the request, for support."""
    before: str = ""
    """The key of what stood there before; with ``since`` it tells a marketplace's old answer from a new one."""
    since: str = ""
    """``Snapshot.version`` of the listing before it was sent; "" where the caller does not know."""


REPLACED = "REPLACED"
"""An issue of our own making: somebody else's image stands where ours was put."""
MOVED = "MOVED"
"""An issue of our own making: ours is on the listing still, where somebody else put it."""


class Severity(StrEnum):
    """How much an issue matters to the marketplace."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Issue:
    """What a marketplace has against an image, or against the listing."""

    code: str
    message: str
    severity: Severity = Severity.ERROR
    place: int | None = None
    """The image it means; None where it means the listing."""
    categories: tuple[str, ...] = ()
    enforcements: tuple[str, ...] = ()
    """What the marketplace does about it: ``SEARCH_SUPPRESSED``."""
    rules: tuple[str, ...] = ()
    """Ids of our own rules that ask the same, most likely first; empty where we have none."""

    @property
    def refuses(self) -> bool:
        """Whether what it means is not accepted, or accepted and kept from buyers."""
        return self.severity is Severity.ERROR or bool(self.enforcements)

    def as_json(self) -> dict[str, Any]:
        """Return plain values, to be kept beside the image."""
        return {**asdict(self), "severity": str(self.severity)}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Self:
        """Read what ``as_json`` wrote."""
        lists = {name: tuple(kept.get(name, ())) for name in ("categories", "enforcements", "rules")}
        return cls(**{**kept, **lists, "severity": Severity(kept["severity"])})


class Judgement(StrEnum):
    """What a marketplace says of an image, or of a whole submission."""

    PENDING = "pending"
    """Not fetched, not sized or not looked at yet: ask again."""
    ACCEPTED = "accepted"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class ImageVerdict:
    """What became of one submitted image."""

    place: int
    judgement: Judgement
    image: ListingImage | None = None
    """What stands at the place now; None where nothing does."""
    issues: tuple[Issue, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a submission, image by image."""

    images: tuple[ImageVerdict, ...]
    snapshot: Snapshot
    """The listing as it was when the verdict was read."""
    issues: tuple[Issue, ...] = ()
    """What means the listing and no image of ours."""

    @property
    def is_final(self) -> bool:
        """Whether nothing is left to wait for."""
        return all(image.judgement is not Judgement.PENDING for image in self.images)


class ManyReport(Protocol):
    """What became of many listings that went out in one document."""

    @property
    def is_done(self) -> bool:
        """Whether it was worked through; else nobody knows which listings were changed."""
        ...

    @property
    def refused(self) -> Mapping[str, tuple[Issue, ...]]:
        """The issues of the listings it refused, by their keys; nothing of these was changed."""
        ...


class Login(Protocol):
    """How a merchant lets us into an account; knows our app and no account yet."""

    def authorize_url(self, *, state: str, verifier: str, redirect_uri: str) -> str:
        """Return the marketplace's page of consent; what it shows of ``verifier`` is its digest, or nothing."""
        ...

    def exchange(self, answer: Mapping[str, str], *, verifier: str, redirect_uri: str) -> Grant:
        """Turn the query that came back from the page of consent into a grant.

        ``AccessDenied`` where the merchant declined; ``Unauthorized`` where the code is not good.
        """
        ...

    def refresh(self, grant: Grant) -> Grant:
        """Return a fresh grant for the same account; ``Unauthorized`` where the merchant took it back."""
        ...


GoesOn = Callable[[], bool]
"""Says whether more may be sent."""


def always() -> bool:
    """Say that more may be sent."""
    return True


class Marketplace(Protocol):
    """One merchant's account on one marketplace.

    Every verb may raise ``Throttled``, ``Unavailable``, ``Unauthorized`` and ``AccessDenied``; those that name a
    listing raise ``NotFound`` where it is gone.
    """

    @property
    def capabilities(self) -> Capabilities:
        """What can be asked of it."""
        ...

    def listings(self) -> Iterator[Listing]:
        """Yield every listing of the account that a merchant works with, page by page, with its images."""
        ...

    def room(self, product_type: str) -> int | None:
        """Return how many images a listing of this type takes, from the main one on; None where types do not differ."""
        ...

    def snapshot(self, listing: str) -> Snapshot:
        """Read a listing's images as they are now."""
        ...

    def download(self, image: ListingImage) -> bytes:
        """Return an image as the marketplace shows it, in its largest size; it may have encoded it anew.

        ``ImageLost`` where it does not hand the picture out (yet, or any more).
        """
        ...

    def preview(self, before: Snapshot, images: Sequence[ImageToSubmit]) -> tuple[Issue, ...]:
        """Ask what it would say, changing nothing; ``UnsupportedFeature`` where it cannot be asked."""
        ...

    def submit(
        self, before: Snapshot, images: Sequence[ImageToSubmit], *, goes_on: GoesOn = always
    ) -> Iterator[SubmittedImage]:
        """Put images at their places, in their order, yielding each as soon as the marketplace has it.

        An image takes the place of what ``before`` has there, and what hangs on that goes over to it; a place that is
        free is filled. Images at other places stay. The caller notes each before it asks for the next: stopped
        anywhere and called again with what is left, nothing is lost and nothing is there twice. ``goes_on`` is asked
        before each image is sent, or once before all of them are; where it says no, nothing more is. ``Rejected`` where
        the marketplace refuses at once; its issues are in ``fields``.
        """
        ...

    def submit_many(self, batch: Sequence[tuple[Snapshot, Sequence[ImageToSubmit]]]) -> str:
        """Put the images of many listings at their places by one document; return its number.

        ``UnsupportedFeature`` where there is no such thing. Sending the same twice leaves everything there once.
        """
        ...

    def read_many(self, number: str) -> ManyReport | None:
        """Read what became of a document; None while it is on its way."""
        ...

    def verdict(self, listing: str, submitted: Sequence[SubmittedImage]) -> Verdict:
        """Read what became of submitted images; a place whose image is another's by now is told as it is."""
        ...

    def restore(self, before: Snapshot, places: Collection[int]) -> Snapshot:
        """Put back what ``before`` had at these places, with alternative text and what hung on it; return what is now.

        A place that was free is freed again. Repeating it is harmless. ``ImageLost`` names an image that the
        marketplace keeps no longer; what was asked for beside it may be done, or not yet.
        """
        ...
