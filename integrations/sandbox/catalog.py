"""The sandbox's stock: which products the shop opens with, read from a TOML file beside its pictures.

The format, in full; a misspelt key is an error::

    [[products]]
    title = "Solitaire ring in 14k yellow gold"     # required
    handle = "solitaire-ring-14k"                   # left out: made from the title
    vendor = "Sandbox Jewelers"
    product_type = "Ring"
    tags = ["ring", "14k yellow gold"]
    status = "ACTIVE"                               # ACTIVE (default), DRAFT, ARCHIVED
    description = "A round stone on a polished band."

    [[products.media]]                              # in gallery order
    file = "solitaire-ring-1.jpg"                   # required; relative to the TOML file's folder
    alt = "Solitaire ring, front"
    kind = "image"                                  # image (default), video
    key = "size-chart"                              # the same key in two products: one file, shared by both
    stuck = false                                   # true: never leaves PROCESSING

    [[products.variants]]                           # left out: one variant, "Default Title"
    title = "Size 6"                                # required
    sku = "SOL-14K-6"
    media = "solitaire-ring-1.jpg"                  # the `file` of one of this product's images
"""

import mimetypes
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any, TypeVar

from integrations.sandbox.options import Options

DEFAULT_CATALOG = Path(__file__).parent / "pictures" / "catalog.toml"
PHOTO_SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".gif", ".heic"})  # images to Shopify
CATEGORIES = {
    "Ring": ("ring", "band", "solitaire"),
    "Necklace": ("necklace", "chain", "pendant"),
    "Earrings": ("earring", "stud", "hoop"),
    "Bracelet": ("bracelet", "bangle"),
    "Watch": ("watch",),
    "Loose stone": ("stone", "gem", "diamond", "sapphire", "ruby", "emerald"),
}
Entry = TypeVar("Entry")


@dataclass(frozen=True, slots=True)
class CatalogMedium:
    """One file of a gallery."""

    file: str
    alt: str = ""
    kind: str = "image"
    key: str = ""
    stuck: bool = False


@dataclass(frozen=True, slots=True)
class CatalogVariant:
    """One variant, and the file its picture is."""

    title: str
    sku: str = ""
    media: str = ""


@dataclass(frozen=True, slots=True)
class CatalogProduct:
    """One product of the stock; its files lie in ``folder``."""

    folder: Path
    title: str
    handle: str
    vendor: str = "Sandbox Jewelers"
    product_type: str = ""
    tags: tuple[str, ...] = ()
    status: str = "ACTIVE"
    description: str = ""
    media: tuple[CatalogMedium, ...] = ()
    variants: tuple[CatalogVariant, ...] = (CatalogVariant("Default Title"),)


def read_stock(options: Options) -> list[CatalogProduct]:
    """Return the products the shop opens with: a folder of photos, a named catalog, or the one that comes with it."""
    if options.photos:
        products = list(_from_photos(options.photos))
    else:
        products = read_catalog(options.catalog or DEFAULT_CATALOG)
    return products if options.shop_size is None else _cycled(products, options.shop_size)


def left_aside(options: Options) -> list[str]:
    """Name the files of the folder of photos that a shop's gallery does not take."""
    if not options.photos:
        return []
    return [str(path.relative_to(options.photos)) for path in _files(options.photos) if not _is_photo(path)]


def read_catalog(path: Path) -> list[CatalogProduct]:
    """Read a catalog file."""
    content = tomllib.loads(path.read_text())
    if unknown := content.keys() - {"products"}:
        raise ValueError(f"{path.name}: unknown key {', '.join(sorted(unknown))}")
    return [_product(path, entry) for entry in content["products"]]


def mime_type(file_name: str) -> str:
    """Return the kind of file that a name says."""
    known = {".webp": "image/webp", ".heic": "image/heic", ".mp4": "video/mp4"}
    suffix = Path(file_name).suffix.lower()
    return known.get(suffix) or mimetypes.guess_type(file_name)[0] or "application/octet-stream"


def slug(title: str) -> str:
    """Make a handle of a title."""
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")


def category(name: str) -> str:
    """Guess the kind of piece from a file's name; "" when it says nothing."""
    words = name.lower()
    return next(
        (found for found, hints in CATEGORIES.items() if found != "Ring" and any(h in words for h in hints)),
        "Ring" if any(hint in words for hint in CATEGORIES["Ring"]) else "",
    )


def _product(path: Path, entry: dict[str, Any]) -> CatalogProduct:
    media = tuple(_made(CatalogMedium, path, item) for item in entry.pop("media", []))
    variants = tuple(_made(CatalogVariant, path, item) for item in entry.pop("variants", []))
    handle = entry.pop("handle", "") or slug(entry.get("title", ""))
    tags = tuple(entry.pop("tags", []))
    product = _made(CatalogProduct, path, {**entry, "folder": path.parent, "handle": handle, "tags": tags})
    files = {medium.file for medium in media}
    for variant in variants:
        if variant.media and variant.media not in files:
            raise ValueError(
                f"{path.name}: {handle} has no medium {variant.media} for its variant {variant.title}"
            )
    for medium in media:
        if medium.kind not in ("image", "video") or not (path.parent / medium.file).is_file():
            raise ValueError(
                f"{path.name}: {handle}: {medium.file} is not an image or video in {path.parent}"
            )
    return replace(product, media=media, variants=variants or product.variants)


def _made(kind: type[Entry], path: Path, entry: dict[str, Any]) -> Entry:
    if unknown := entry.keys() - {known.name for known in fields(kind)}:  # type: ignore[arg-type]
        raise ValueError(f"{path.name}: unknown key {', '.join(sorted(unknown))}")
    try:
        return kind(**entry)
    except TypeError as missing:
        raise ValueError(f"{path.name}: {missing}") from None


def _files(folder: Path) -> list[Path]:
    """Every file under a folder; hidden ones left out."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return sorted(
        path for path in found if not any(part[0] == "." for part in path.relative_to(folder).parts)
    )


def _is_photo(path: Path) -> bool:
    return path.suffix.lower() in PHOTO_SUFFIXES


def _from_photos(folder: Path) -> Iterator[CatalogProduct]:
    found = _files(folder)
    files = [path for path in found if _is_photo(path)]
    if not files:
        others = f"; it has {', '.join(path.name for path in found)}" if found else ""
        raise ValueError(f"{folder} has no photos ({', '.join(sorted(PHOTO_SUFFIXES))}){others}")
    for path in files:
        title = re.sub(r"[-_]+", " ", path.stem).strip().capitalize() or path.name
        name = str(path.relative_to(folder))
        kind = category(name)
        yield CatalogProduct(
            folder=folder,
            title=title,
            handle=slug(name),
            product_type=kind,
            media=(CatalogMedium(file=name, alt=title),),
        )


def _cycled(products: list[CatalogProduct], size: int) -> list[CatalogProduct]:
    def numbered(index: int) -> CatalogProduct:
        product, round_ = products[index % len(products)], index // len(products) + 1
        if round_ == 1:
            return product
        return replace(product, title=f"{product.title} no. {round_}", handle=f"{product.handle}-{round_}")

    return [numbered(index) for index in range(size)]
