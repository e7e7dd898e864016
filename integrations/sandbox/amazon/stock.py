"""The opening stock: the sandbox shop's products as they are offered on Amazon, one listing for each SKU."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from PIL import Image

from integrations.sandbox.amazon.records import MAIN, OTHERS, Listing, Picture, Slot
from integrations.sandbox.amazon.state import Sandbox
from integrations.sandbox.catalog import DEFAULT_CATALOG, CatalogProduct, CatalogVariant, read_catalog

PRODUCT_TYPES = {
    "Ring": "RING",
    "Necklace": "NECKLACE",
    "Earrings": "EARRING",
    "Bracelet": "BRACELET",
    "Watch": "WATCH",
    "Loose stone": "GEMSTONE",
}
DAY = 86400.0


def stock(sandbox: Sandbox) -> None:
    """List every product that has a SKU, with the pictures it has in the shop."""
    for product in read_catalog(sandbox.options.catalog or DEFAULT_CATALOG):
        for variant in product.variants:
            if variant.sku:
                listing = _listing(sandbox, product, variant)
                sandbox.store.listings[listing.sku] = listing


def _listing(sandbox: Sandbox, product: CatalogProduct, variant: CatalogVariant) -> Listing:
    number = len(sandbox.store.listings)
    made = sandbox.clock.now() - 30 * DAY + number * 60
    listing = Listing(
        sku=variant.sku,
        asin=f"B0{hashlib.sha256(variant.sku.encode()).hexdigest()[:8].upper()}",
        title=product.title if variant.title == "Default Title" else f"{product.title}, {variant.title}",
        product_type=PRODUCT_TYPES.get(product.product_type, "PRODUCT"),
        created=made,
        updated=made,
    )
    for name, path in zip((MAIN, *OTHERS), _pictures(product, variant), strict=False):
        picture = _picture(sandbox, path)
        listing.slots[name] = Slot(sandbox.picture_url(picture), picture)
    return listing


def _pictures(product: CatalogProduct, variant: CatalogVariant) -> Iterator[Path]:
    """The variant's own picture first, then the others in their order."""
    files = [medium.file for medium in product.media if medium.kind == "image" and not medium.stuck]
    yield from (product.folder / file for file in sorted(files, key=lambda file: file != variant.media))


def _picture(sandbox: Sandbox, path: Path) -> Picture:
    """A picture is encoded when somebody looks at it: most are never looked at."""
    key = hashlib.sha256(path.name.encode()).hexdigest()[:11]
    if key not in sandbox.store.pictures:
        with Image.open(path) as image:
            width, height = image.size
        sandbox.store.pictures[key] = Picture(id=key, width=width, height=height, content=path)
    return sandbox.store.pictures[key]
