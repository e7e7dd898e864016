"""What goes into a set: products with their retouched photos, and what each file of it is called."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from shopapp.publishing.exports.alt import Subject
from shopapp.publishing.exports.roles import Role, in_order, may_be_main, role_of

_UNFIT = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|]+')
_LONGEST_STEM = 120
_PAIRS = re.compile(r"\b(earrings?|studs?|hoops?|huggies?|ear ?cuffs?)\b", re.IGNORECASE)
_GENERATED = "It says it was generated, and the main image must be a photo of the piece; there is no other."
_SINGLE = re.compile(r"\b(single|one|mono)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ExportPhoto:
    """One retouched photo; its bytes are read when their turn comes, and not kept."""

    name: str
    """What the merchant knows it by."""
    read: Callable[[], bytes]
    alt: str = ""
    confirmed: Mapping[str, bool] = field(default_factory=dict, hash=False)
    """Facts that a person has confirmed, by their names in ``ImageFacts``."""
    facts: Mapping[str, object] = field(default_factory=dict, hash=False)
    """What was measured of the result itself, by the same names."""
    matte: Callable[[], bytes] | None = None
    """Reads what lies beside the result: where the piece ends on its white."""
    original: Callable[[], bytes] | None = None
    """Reads the merchant's own photo."""
    provenance: Mapping[str, Any] = field(default_factory=dict, hash=False)
    sha256: str = ""
    """Of the result."""

    @property
    def shows(self) -> str:
        """A name for what every cut of it shows; none where a cut may leave something out: of white none does."""
        return self.sha256 if self.matte else ""

    @property
    def role(self) -> Role:
        """What it shows."""
        return role_of(f"{self.name} {self.alt}", self.facts)


@dataclass(frozen=True, slots=True)
class ExportProduct:
    """One product, its photos as the merchant has them."""

    title: str
    handle: str
    photos: tuple[ExportPhoto, ...]
    sku: str = ""
    sold_as_pair: bool | None = None
    kind: str = ""
    metal: str = ""

    @property
    def subject(self) -> Subject:
        """What can be said of it in words."""
        return Subject(self.title, self.kind, self.metal)


@dataclass(frozen=True, slots=True)
class Target:
    """A marketplace that sets are made for, and how it knows a file."""

    key: str
    label: str
    marketplace: str
    region: str
    category: str
    stem: Callable[[ExportProduct], str]
    place: Callable[[int], str]
    """What the marketplace calls a place in the set, from its number, which begins at 0."""
    join: str
    """What stands between stem and place in a file's name."""


@dataclass(frozen=True, slots=True)
class PlacedPhoto:
    """A photo and the name of its file, still without the extension."""

    photo: ExportPhoto
    slot: str
    place: str
    stem: str


@dataclass(frozen=True, slots=True)
class PlacedSet:
    """One product's part of a set; what does not go in is named with its reason."""

    name: str
    product: ExportProduct
    photos: tuple[PlacedPhoto, ...]
    left_out: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()


def _numbered(key: str, label: str, marketplace: str = "") -> Target:
    """A marketplace that takes files by any name: ours say product and number."""
    return Target(
        key=key,
        label=label,
        marketplace=marketplace or key,
        region="any",
        category="jewelry",
        stem=lambda product: product.handle,
        place=lambda number: str(number + 1),
        join="-",
    )


def _amazon(key: str, label: str, region: str) -> Target:
    """One of Amazon's marketplaces: it knows a file by SKU and slot."""
    return Target(
        key=key,
        label=label,
        marketplace="amazon",
        region=region,
        category="jewelry",
        stem=lambda product: product.sku or product.handle,
        place=lambda number: f"PT{number:02}" if number else "MAIN",
        join=".",
    )


TARGETS = {
    target.key: target
    for target in (
        _numbered("etsy", "Etsy"),
        _amazon("amazon", "Amazon US", "us"),
        _amazon("amazon-au", "Amazon Australia", "au"),
        _amazon("amazon-other", "Amazon, other countries", "any"),
        _numbered("shopify", "Shopify"),
        _numbered("google", "Google"),
        _numbered("ebay", "eBay"),
        _numbered("walmart", "Walmart"),
        _numbered("tiktok-shop", "TikTok Shop"),
        _numbered("meta", "Meta catalog"),
        _numbered("zalando", "Zalando"),
    )
}


def arrange(
    products: Iterable[ExportProduct], target: Target, *, most: int | None, white: bool = False
) -> list[PlacedSet]:
    """Give every photo its place and its name.

    ``most`` is how many a listing takes; ``white`` whether its main image must stand on white.
    """
    sets: dict[str, PlacedSet] = {}
    for product in products:
        if not product.photos:
            continue
        name = file_stem(target.stem(product))
        key = name.lower()  # file systems there are that do not tell capitals
        if key in sets:
            sets[key] = _with_namesake(sets[key], product, target)
        else:
            sets[key] = _placed(_Gallery(product, white=white), target, name, most)
    return list(sets.values())


class _Gallery:
    """A product's photos in the order of the slots."""

    def __init__(self, product: ExportProduct, *, white: bool) -> None:
        self.product = product
        photos = [photo for photo in product.photos if photo.facts.get("generated") is not True]
        self.generated = [photo for photo in product.photos if photo.facts.get("generated") is True]
        main = next((p for p in photos if may_be_main(p.role, p.facts, white=white)), None) if white else None
        self.main = main or next(iter(photos), None)
        others = [photo for photo in product.photos if photo is not self.main]
        ordered = [others[number] for number in in_order(photo.role for photo in others)]
        self.photos = [self.main, *ordered] if self.main else []

    @property
    def note(self) -> str:
        """Say so where another photo than the merchant's first one is the main one."""
        if self.main is None or self.main is self.product.photos[0]:
            return ""
        first = self.product.photos[0]
        if first in self.generated:
            return f"“{first.name}” says it was generated, so “{self.main.name}” is the main photo."
        return f"“{self.main.name}” is the main photo: “{first.name}” does not show the piece alone on white."


def file_stem(text: str) -> str:
    """Make a text fit for a file's name, and change nothing that is fit already."""
    fit = _UNFIT.sub("-", text.strip()).lstrip(".")[:_LONGEST_STEM].rstrip()
    return fit or "product"


def is_sold_as_pair(*, title: str, product_type: str) -> bool | None:
    """Tell from a listing's words whether two pieces are sold; None where they do not say."""
    words = f"{product_type} {title}"
    if _PAIRS.search(words):
        return not _SINGLE.search(words)
    return False if product_type.strip() else None


def _placed(gallery: _Gallery, target: Target, name: str, most: int | None) -> PlacedSet:
    product = gallery.product
    room = len(gallery.photos) if most is None else most
    photos = tuple(
        PlacedPhoto(
            photo,
            slot="gallery" if number else "main",
            place=target.place(number),
            stem=f"{name}{target.join}{target.place(number)}",
        )
        for number, photo in enumerate(gallery.photos[:room])
    )
    reason = f"{target.label} takes {room} photos in a listing; these are the first ones."
    left_out = [(photo.name, reason) for photo in gallery.photos[room:]]
    if not photos:
        left_out = [(photo.name, _GENERATED) for photo in gallery.generated]
    notes = tuple(filter(None, (*_notes(product, target, name), gallery.note)))
    return PlacedSet(name, product, photos, tuple(left_out), notes)


def _with_namesake(placed: PlacedSet, product: ExportProduct, target: Target) -> PlacedSet:
    reason = f"“{product.title}” is called {placed.name} too; {target.label} could not tell the two apart."
    return replace(placed, left_out=(*placed.left_out, *((photo.name, reason) for photo in product.photos)))


def _notes(product: ExportProduct, target: Target, name: str) -> Iterator[str]:
    wished = target.stem(product)
    if name != wished:
        yield f"“{wished}” cannot be a file's name; “{name}” stands in its place."
    if target.stem(ExportProduct("", "", (), sku="sku")) == "sku" and not product.sku:
        yield "This product has no SKU; its handle stands in its place."
