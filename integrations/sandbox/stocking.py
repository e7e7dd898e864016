"""Puts the catalog's products on the shelves, as a store that has been there for a while."""

from functools import lru_cache
from pathlib import Path

from integrations.sandbox.catalog import CatalogMedium, CatalogProduct, read_stock
from integrations.sandbox.media import keep_content, new_medium
from integrations.sandbox.records import Medium, Product, Variant
from integrations.sandbox.state import Sandbox


def stock(sandbox: Sandbox) -> None:
    """Fill an empty store; a file with a key is made once and shown by every product that names the key."""
    shared: dict[str, int] = {}
    for entry in read_stock(sandbox.options):
        add_product(sandbox, entry, shared)


def add_product(sandbox: Sandbox, entry: CatalogProduct, shared: dict[str, int]) -> Product:
    """Add one product with its gallery and variants."""
    now = sandbox.clock.now()
    product = Product(
        number=sandbox.store.next_number(),
        title=entry.title,
        handle=entry.handle,
        vendor=entry.vendor,
        product_type=entry.product_type,
        tags=sorted(entry.tags),
        status=entry.status,
        description=entry.description,
        created=now,
        updated=now,
    )
    sandbox.store.products[product.number] = product
    by_file: dict[str, int] = {}
    for file in entry.media:
        by_file[file.file] = _add_file(sandbox, entry, file, shared)
        product.media.append(by_file[file.file])
    for variant in entry.variants:
        made = Variant(
            number=sandbox.store.next_number(),
            product=product.number,
            title=variant.title,
            sku=variant.sku,
            medium=by_file.get(variant.media),
        )
        sandbox.store.variants[made.number] = made
        product.variants.append(made.number)
    return product


def _add_file(sandbox: Sandbox, entry: CatalogProduct, file: CatalogMedium, shared: dict[str, int]) -> int:
    if file.key in shared:
        return shared[file.key]
    medium = _medium(sandbox, entry, file)
    if file.key:
        shared[file.key] = medium.number
    return medium.number


def _medium(sandbox: Sandbox, entry: CatalogProduct, file: CatalogMedium) -> Medium:
    kind = "VIDEO" if file.kind == "video" else "IMAGE"
    status = "PROCESSING" if file.stuck else "READY"
    medium = new_medium(sandbox, kind=kind, file_name=file.file, alt=file.alt, status=status)
    keep_content(sandbox, medium, _content(entry.folder / file.file))
    return medium


@lru_cache(maxsize=256)
def _content(path: Path) -> bytes:
    """Read a file once, however many products of a large store show it."""
    return path.read_bytes()
