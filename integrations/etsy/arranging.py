"""Brings a listing's images into a stated order, with stated alternative texts, whatever they are now.

It looks, does what is missing, and looks again: stopped anywhere and called once more, it goes on from where things
stand. What it knows about Etsy: an image put over another stays where it is put; a full listing takes an image only
over another one, and no new text for one it has, so there the image is taken off first and attached again; ranks that
have gaps or doubles are mended by saying the whole order.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from integrations import MARKETPLACES
from integrations.errors import Busy, ImageLost, NotFound, Rejected
from integrations.etsy import types
from integrations.etsy.answers import INCONSISTENT_ORDER, OTHER_SHOP, TOO_MANY_IMAGES
from integrations.etsy.listings import ShopListings
from integrations.marketplace import ListingImage

_PASSES = 5
_EDITED = "Somebody is changing the photos of this listing on Etsy just now. We will try again by ourselves."
_LOST = "Etsy no longer keeps the photo that was here before. Put it back from your own copy."


@dataclass(frozen=True, slots=True)
class Wanted:
    """An image at its place in the order; ``alt`` of None leaves the text as it is."""

    key: str
    alt: str | None = None


def arrange(
    shop: ShopListings,
    listing: str,
    wanted: Sequence[Wanted],
    *,
    going: Collection[str],
    now: Sequence[ListingImage] | None = None,
) -> Sequence[ListingImage]:
    """Make a listing show exactly these images, and return them; ``now`` is what was just read of it.

    Only images in ``going`` are taken off; one that is neither wanted nor going was put there by somebody else in the
    meantime, and nothing more is done.
    """
    allowed = {want.key for want in wanted} | set(going)
    for _ in range(_PASSES):
        now = whole(shop, listing) if now is None else now
        if _is_as_wanted(now, wanted):
            return now
        if {image.key for image in now} - allowed:
            break
        try:
            _take_a_pass(shop, listing, now, wanted)
        except Rejected as error:
            if not error.codes & {INCONSISTENT_ORDER, OTHER_SHOP}:
                raise
        now = None
    raise Busy(f"the images of {listing} do not come into order", merchant_sentence=_EDITED)


def whole(shop: ShopListings, listing: str) -> tuple[ListingImage, ...]:
    """Read a listing's images; ranks with gaps or doubles are mended first, in the order they give."""
    nodes = shop.images(listing)
    now = types.images(nodes)
    if not types.ranks_are_whole(nodes):
        shop.reorder(listing, [image.key for image in now])
    return now


def _is_as_wanted(now: Sequence[ListingImage], wanted: Sequence[Wanted]) -> bool:
    return len(now) == len(wanted) and all(
        image.key == want.key and want.alt in (None, image.alt)
        for image, want in zip(now, wanted, strict=True)
    )


def _take_a_pass(
    shop: ShopListings, listing: str, now: Sequence[ListingImage], wanted: Sequence[Wanted]
) -> None:
    keys = [image.key for image in now]
    _attach_missing(shop, listing, keys, wanted)
    _detach_others(shop, listing, keys, wanted)
    order = [want.key for want in wanted]
    if keys != order:
        shop.reorder(listing, order)
    alts = {image.key: image.alt for image in now}
    for rank, want in enumerate(wanted, start=1):
        if want.alt is not None and alts.get(want.key, want.alt) != want.alt:
            _write_alt(shop, listing, rank, want)


def _attach_missing(shop: ShopListings, listing: str, keys: list[str], wanted: Sequence[Wanted]) -> None:
    """Put what is not there over what has to go, or beside it where nothing has to; keeps ``keys`` in step."""
    kept, most = {want.key for want in wanted}, MARKETPLACES["etsy"].most_images
    for rank, want in enumerate(wanted, start=1):
        if want.key in keys:
            continue
        over = rank <= len(keys) and keys[rank - 1] not in kept
        if over or most is None or len(keys) < most:
            rank_now = min(rank, len(keys) + 1)
            _attach(shop, listing, keys, rank=rank_now, want=want, overwrite=over)


def _attach(
    shop: ShopListings, listing: str, keys: list[str], *, rank: int, want: Wanted, overwrite: bool
) -> None:
    try:
        _attach_kept(shop, listing, rank=rank, want=want, overwrite=overwrite)
    except Rejected as error:
        if not overwrite or TOO_MANY_IMAGES not in error.codes:
            raise
        _detach(shop, listing, keys[rank - 1])
        _attach_kept(shop, listing, rank=rank, want=want, overwrite=False)
    keys[rank - 1 : rank if overwrite else rank - 1] = [want.key]


def _attach_kept(shop: ShopListings, listing: str, *, rank: int, want: Wanted, overwrite: bool) -> None:
    """Attach an image that Etsy should have; its 404 means the image where the listing itself is there."""
    try:
        shop.attach(listing, want.key, rank=rank, alt=want.alt or "", overwrite=overwrite)
    except NotFound as error:
        shop.one(listing)
        raise ImageLost(str(error), key=want.key, merchant_sentence=_LOST) from error


def _detach_others(shop: ShopListings, listing: str, keys: list[str], wanted: Sequence[Wanted]) -> None:
    kept = {want.key for want in wanted}
    for key in [key for key in reversed(keys) if key not in kept]:
        _detach(shop, listing, key)
        keys.remove(key)


def _detach(shop: ShopListings, listing: str, key: str) -> None:
    """Take an image off; one that is gone already is as good."""
    try:
        shop.detach(listing, key)
    except NotFound:
        return


def _write_alt(shop: ShopListings, listing: str, rank: int, want: Wanted) -> None:
    alt = want.alt or ""
    try:
        shop.attach(listing, want.key, rank=rank, alt=alt, overwrite=False)
    except Rejected as error:
        if TOO_MANY_IMAGES not in error.codes:
            raise
        _detach(shop, listing, want.key)
        shop.attach(listing, want.key, rank=rank, alt=alt, overwrite=False)
