"""What Etsy keeps. Records are changed in place, under the sandbox's lock."""

from dataclasses import dataclass, field

from integrations.sandbox.etsy.images import Measured

FIRST_PROPERTY = 513
"""The number under which Etsy keeps a shop's own first kind of variation."""


@dataclass(slots=True)
class Picture:
    """A file somebody uploaded; it stays when it is taken off a listing."""

    number: int
    shop: int
    content: bytes = field(repr=False)
    digest: str
    measured: Measured
    created: float
    ready: float
    """When its sizes and colors are known."""


@dataclass(slots=True)
class Place:
    """A picture on a listing."""

    picture: int
    rank: int
    alt: str = ""


@dataclass(slots=True)
class Piece:
    """One product of a listing: a choice and its SKU."""

    number: int
    title: str
    sku: str
    value: int


@dataclass(slots=True)
class Listing:
    """One offer."""

    number: int
    shop: int
    title: str
    description: str
    tags: tuple[str, ...]
    pieces: list[Piece]
    created: float
    updated: float
    state: str = "active"
    places: list[Place] = field(default_factory=list)
    links: dict[tuple[int, int], int] = field(default_factory=dict)
    """The picture of each choice, by property and value; it may be one that is gone."""
    edited_until: float = 0.0
    """Until when somebody has it open on Etsy's pages."""

    def in_order(self) -> list[Place]:
        """Return the places by their ranks."""
        return sorted(self.places, key=lambda place: place.rank)

    def of(self, picture: int) -> Place | None:
        """Return the place of a picture."""
        return next((place for place in self.places if place.picture == picture), None)

    @property
    def has_variations(self) -> bool:
        """Whether a buyer chooses."""
        return len(self.pieces) > 1

    @property
    def is_in_order(self) -> bool:
        """Whether the ranks are 1, 2, 3 and so on."""
        return [place.rank for place in self.in_order()] == list(range(1, len(self.places) + 1))


@dataclass(slots=True)
class Shop:
    """One shop and the user it belongs to."""

    number: int
    user: int
    name: str


@dataclass(slots=True)
class Consent:
    """A code on its way back to the app."""

    code: str
    user: int
    challenge: str
    redirect_uri: str
    scopes: tuple[str, ...]
    expires: float
    used: bool = False


@dataclass(slots=True)
class Token:
    """An access token and the refresh token given with it."""

    access: str
    refresh: str
    user: int
    scopes: tuple[str, ...]
    expires: float
    refresh_expires: float
    refreshed: bool = False
    revoked: bool = False
