"""Puts the catalog's products up for sale, as a merchant would who copied the shop over by hand.

Which is why not every listing is as easy to recognize as the first: every twelfth has no SKU, another one has no SKU
and other words in its title, one is sold out, one is a draft; the last bears the first one's SKU. One listing is full
of images. The neighbor's shop has one listing, which is nobody else's business.
"""

from functools import lru_cache
from itertools import cycle, islice
from pathlib import Path

from PIL import UnidentifiedImageError

from integrations.sandbox import options as store_options
from integrations.sandbox.catalog import CatalogProduct, read_stock
from integrations.sandbox.etsy.images import UNREADABLE, measure
from integrations.sandbox.etsy.records import FIRST_PROPERTY, Listing, Piece, Place
from integrations.sandbox.etsy.state import MERCHANT, NEIGHBOR, EtsySandbox
from integrations.sandbox.etsy.writes import add_picture

EVERY = 12
WITHOUT_SKU, REWORDED, SOLD_OUT, DRAFT, FULL = 3, 5, 7, 9, 11
FIRST_VALUE = 104_800_000_001


def stock(sandbox: EtsySandbox) -> None:
    """Fill an empty shop."""
    given = sandbox.options
    products = read_stock(
        store_options.Options(
            client_id="",
            client_secret="",
            catalog=given.catalog,
            photos=given.photos,
            shop_size=given.shop_size,
        )
    )
    listed = [product for product in products if product.status == "ACTIVE" and _pictures(product)]
    for index, product in enumerate(listed):
        listing = _add(sandbox, product, MERCHANT.number)
        _leave_traces(sandbox, listing, index % EVERY)
    if len(listed) > EVERY:
        first, last = list(sandbox.store.listings.values())[0 :: len(listed) - 1]
        last.pieces[0].sku = first.pieces[0].sku
    if listed:
        _add(sandbox, listed[0], NEIGHBOR.number)


def _add(sandbox: EtsySandbox, product: CatalogProduct, shop: int) -> Listing:
    now, store = sandbox.clock.now(), sandbox.store
    pieces = [
        Piece(number=store.next_number(), title=variant.title, sku=variant.sku, value=FIRST_VALUE + index)
        for index, variant in enumerate(product.variants)
    ]
    listing = Listing(
        number=store.next_number(),
        shop=shop,
        title=product.title,
        description=product.description,
        tags=product.tags,
        pieces=pieces,
        created=now,
        updated=now,
    )
    store.listings[listing.number] = listing
    by_file = {}
    for rank, (file, alt, content) in enumerate(_pictures(product)[: sandbox.options.most_images], start=1):
        picture = add_picture(sandbox, shop, content)
        listing.places.append(Place(picture=picture.number, rank=rank, alt=alt))
        by_file[file] = picture.number
    if listing.has_variations:
        listing.links = {
            (FIRST_PROPERTY, piece.value): by_file[variant.media]
            for piece, variant in zip(pieces, product.variants, strict=True)
            if variant.media in by_file
        }
    return listing


def _leave_traces(sandbox: EtsySandbox, listing: Listing, kind: int) -> None:
    if kind in (WITHOUT_SKU, REWORDED):
        for piece in listing.pieces:
            piece.sku = ""
    if kind == REWORDED:
        listing.title = f"Handmade {listing.title.lower()} & gift box"
    if kind == SOLD_OUT:
        listing.state = "sold_out"
    if kind == DRAFT:
        listing.state = "draft"
    if kind == FULL:
        fill(sandbox, listing)


def fill(sandbox: EtsySandbox, listing: Listing) -> None:
    """Let a listing have all the images it may, by showing its own again."""
    lacking = sandbox.options.most_images - len(listing.places)
    for place in list(islice(cycle(list(listing.places)), lacking)):
        picture = add_picture(sandbox, listing.shop, sandbox.store.pictures[place.picture].content)
        listing.places.append(Place(picture=picture.number, rank=len(listing.places) + 1, alt=place.alt))


def _pictures(product: CatalogProduct) -> list[tuple[str, str, bytes]]:
    """Return the pictures of a product that can be looked at."""
    found = ((medium.file, medium.alt, product.folder / medium.file) for medium in product.media)
    return [(file, alt, _content(path)) for file, alt, path in found if _can_be_read(path)]


@lru_cache(maxsize=512)
def _can_be_read(path: Path) -> bool:
    try:
        measure(_content(path))
    except (UnidentifiedImageError, *UNREADABLE):
        return False
    return True


@lru_cache(maxsize=512)
def _content(path: Path) -> bytes:
    """Read a file once, however many products of a large shop show it."""
    return path.read_bytes()
