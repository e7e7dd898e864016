"""What a merchant does in the admin beside the app: adds and deletes products, replaces a picture."""

import io
import re
from dataclasses import replace
from pathlib import Path

from PIL import Image, ImageOps

from integrations.sandbox import media, webhooks
from integrations.sandbox.catalog import CatalogProduct, read_catalog
from integrations.sandbox.records import Medium, Product
from integrations.sandbox.state import Sandbox
from integrations.sandbox.stocking import add_product

ARRIVALS = Path(__file__).parent / "pictures" / "arrivals.toml"
MERCHANT = "merchant"


def arrivals() -> list[CatalogProduct]:
    """Return the products that can arrive while the shop is open."""
    return read_catalog(ARRIVALS)


def add_arrival(sandbox: Sandbox, entry: CatalogProduct, *, seconds: float, stuck: bool) -> Product:
    """Add a product; ``products/create`` is sent at once, its media are READY after so many seconds, or never."""
    product = add_product(sandbox, _free_handle(sandbox, entry), {})
    for number in product.media:
        medium = sandbox.store.media[number]
        medium.status, medium.once_ready = "PROCESSING", False
        if not stuck:
            sandbox.timeline.after(seconds, lambda medium=medium: _ready(sandbox, medium))  # type: ignore[misc]
    webhooks.product_changed(sandbox, product, "products/create")
    return product


def delete_product(sandbox: Sandbox, product: Product) -> None:
    """Delete a product; files that no other product shows go with it."""
    del sandbox.store.products[product.number]
    for number in product.variants:
        del sandbox.store.variants[number]
    for number in product.media:
        medium = sandbox.store.media[number]
        if not media.products_showing(sandbox, medium):
            media.remove(sandbox, medium)
    webhooks.emit(sandbox, "products/delete", {"id": product.number})


def replace_medium(sandbox: Sandbox, medium: Medium) -> None:
    """Put another picture in an image's place: here its mirror image, a little darker, in its own format."""
    with Image.open(io.BytesIO(medium.content)) as image:
        mirrored, kind = ImageOps.mirror(image.convert("RGB")), image.format
    encoded = io.BytesIO()
    mirrored.point(lambda value: value * 9 // 10).save(encoded, kind)
    media.keep_content(sandbox, medium, encoded.getvalue())
    medium.status, medium.busy, medium.writer = "READY", False, MERCHANT
    for product in media.products_showing(sandbox, medium):
        product.updated = sandbox.clock.now()
        webhooks.product_changed(sandbox, product)


def _ready(sandbox: Sandbox, medium: Medium) -> None:
    with sandbox.lock:
        medium.status, medium.once_ready = "READY", True
        medium.updated = sandbox.clock.now()
        for product in media.products_showing(sandbox, medium):
            product.updated = sandbox.clock.now()
            webhooks.product_changed(sandbox, product)


def _free_handle(sandbox: Sandbox, entry: CatalogProduct) -> CatalogProduct:
    taken = {product.handle for product in sandbox.store.products.values()}
    number = 1
    handle = entry.handle
    while handle in taken:
        number += 1
        handle = f"{re.sub(r'-[0-9]+$', '', entry.handle)}-{number}"
    return replace(entry, handle=handle)
