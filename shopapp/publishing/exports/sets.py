"""What goes into a set: products with their retouched photos, and what each file of it is called."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

_UNFIT = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|]+')
_LONGEST_STEM = 120
_PAIRS = re.compile(r"\b(earrings?|studs?|hoops?|huggies?|ear ?cuffs?)\b", re.IGNORECASE)
_SINGLE = re.compile(r"\b(single|one|mono)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ExportPhoto:
    """One retouched photo; its bytes are read when their turn comes, and not kept."""

    name: str
    """What the merchant knows it by."""
    read: Callable[[], bytes]
    alt: str = ""
    confirmed: Mapping[str, bool] = field(default_factory=dict)
    """Facts that a person has confirmed, by their names in ``ImageFacts``."""


@dataclass(frozen=True, slots=True)
class ExportProduct:
    """One product; its first photo is the main one."""

    title: str
    handle: str
    photos: tuple[ExportPhoto, ...]
    sku: str = ""
    sold_as_pair: bool | None = None


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


TARGETS = {
    "amazon": Target(
        key="amazon",
        label="Amazon US",
        marketplace="amazon",
        region="us",
        category="jewelry",
        stem=lambda product: product.sku or product.handle,
        place=lambda number: f"PT{number:02}" if number else "MAIN",
        join=".",
    ),
    "etsy": Target(
        key="etsy",
        label="Etsy",
        marketplace="etsy",
        region="any",
        category="jewelry",
        stem=lambda product: product.handle,
        place=lambda number: str(number + 1),
        join="-",
    ),
}


def arrange(products: Iterable[ExportProduct], target: Target, *, most: int | None) -> list[PlacedSet]:
    """Give every photo its place and its name; ``most`` is how many a listing takes."""
    sets: dict[str, PlacedSet] = {}
    for product in products:
        if not product.photos:
            continue
        name = file_stem(target.stem(product))
        key = name.lower()  # file systems there are that do not tell capitals
        if key in sets:
            sets[key] = _with_namesake(sets[key], product, target)
        else:
            sets[key] = _placed(product, target, name, most)
    return list(sets.values())


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


def _placed(product: ExportProduct, target: Target, name: str, most: int | None) -> PlacedSet:
    room = len(product.photos) if most is None else most
    photos = tuple(
        PlacedPhoto(
            photo,
            slot="gallery" if number else "main",
            place=target.place(number),
            stem=f"{name}{target.join}{target.place(number)}",
        )
        for number, photo in enumerate(product.photos[:room])
    )
    reason = f"{target.label} takes {room} images in a listing; these are the first ones."
    left_out = tuple((photo.name, reason) for photo in product.photos[room:])
    return PlacedSet(name, product, photos, left_out, tuple(_notes(product, target, name)))


def _with_namesake(placed: PlacedSet, product: ExportProduct, target: Target) -> PlacedSet:
    reason = f"“{product.title}” is called {placed.name} too; {target.label} could not tell the two apart."
    return replace(placed, left_out=(*placed.left_out, *((photo.name, reason) for photo in product.photos)))


def _notes(product: ExportProduct, target: Target, name: str) -> Iterator[str]:
    wished = target.stem(product)
    if name != wished:
        yield f"“{wished}” cannot be a file's name; “{name}” stands in its place."
    if target.stem(ExportProduct("", "", (), sku="sku")) == "sku" and not product.sku:
        yield "This product has no SKU; its handle stands in its place."
