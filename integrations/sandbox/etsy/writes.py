"""The operations that change a listing's images.

What is known of how Etsy does it, from its reference and from what developers report:

- an upload without a rank comes first and pushes the others on; with ``overwrite`` it takes the place of what is there
- a picture that was taken off is kept, and can be put back by its number, on any listing of its shop
- a listing full of images takes another one only over one of them; naming an image that it has already (to change its
  text, say) is refused there too
- ranks that have gaps or doubles, and a rank beyond the next free one, are refused as an inconsistent order
- text that is not sent is emptied
- links of variations to an image stay as they are when the image is gone; saying one of those again is refused
"""

import hashlib

from integrations.sandbox.etsy import shown
from integrations.sandbox.etsy.access import own_listing
from integrations.sandbox.etsy.images import measure, take
from integrations.sandbox.etsy.reading import NO_IMAGE, Call
from integrations.sandbox.etsy.reads import Answer
from integrations.sandbox.etsy.records import Listing, Picture, Place, Token
from integrations.sandbox.etsy.refusals import RefusedError
from integrations.sandbox.etsy.state import EtsySandbox

LONGEST_ALT = 500
OUT_OF_ORDER = "The ListingImages for this Listing are in an inconsistent order."
LINK_REFUSED = "Could not update variation images because of the following error: "


def upload_image(sandbox: EtsySandbox, token: Token | None, call: Call) -> Answer:
    """Put a file, or a picture that is there already, on a listing."""
    listing = _open(sandbox, token, call)
    sent = call.content
    if len(sent["alt_text"]) > LONGEST_ALT:
        raise RefusedError(400, f"The alt text is longer than {LONGEST_ALT} characters.")
    rank, overwrite = sent["rank"], sent["overwrite"]
    if sent.get("image"):
        measured = take(sent["image"])
        _check_place(sandbox, listing, rank, overwrite=overwrite)
        picture = add_picture(sandbox, listing.shop, sent["image"], sized_in=sandbox.image_seconds())
        picture.measured = measured
        if sandbox.faults.strike("never_sized"):
            picture.ready = float("inf")
    else:
        picture = _kept(sandbox, listing, sent.get("listing_image_id"))
        is_full = len(listing.places) >= sandbox.options.most_images
        covers = overwrite and not (is_full and sandbox.faults.strike("full_for_numbers"))
        _check_place(sandbox, listing, rank, overwrite=covers, known=listing.of(picture.number))
    if sandbox.faults.strike("rank_ignored"):
        rank, overwrite = 1, False
    place = put(listing, picture.number, rank, overwrite=overwrite)
    place.alt = sent["alt_text"]
    touch(sandbox, listing)
    answer = shown.image(sandbox, listing, place)
    if sandbox.faults.strike("mixed_addresses"):
        other = next(iter(sandbox.store.pictures.values()))
        answer |= shown.addresses(sandbox, other)
    return 201, answer


def delete_image(sandbox: EtsySandbox, token: Token | None, call: Call) -> Answer:
    """Take an image off a listing; those behind it move up."""
    listing = _open(sandbox, token, call)
    number = call.named["listing_image_id"]
    place = listing.of(number)
    if place is None:
        raise RefusedError(404, "ListingImage not found")
    if sandbox.faults.strike("not_of_this_shop"):
        raise RefusedError(
            400,
            f"The listing_id {listing.number} does not belong to the same shop that is associated with the "
            f"listing_image_id {number}.",
        )
    listing.places.remove(place)
    for behind in listing.places:
        behind.rank -= behind.rank > place.rank
    touch(sandbox, listing)
    return 204, None


def update_listing(sandbox: EtsySandbox, token: Token | None, call: Call) -> Answer:
    """Say which images there are, in their order."""
    listing = _open(sandbox, token, call)
    wanted = call.content.get("image_ids")
    if wanted is not None:
        _check_order(sandbox, listing, wanted)
        alts = {place.picture: place.alt for place in listing.places}
        listing.places = [
            Place(picture=number, rank=rank, alt=alts.get(number, ""))
            for rank, number in enumerate(wanted, start=1)
        ]
        touch(sandbox, listing)
    return 200, shown.listing(sandbox, listing)


def update_variation_images(sandbox: EtsySandbox, token: Token | None, call: Call) -> Answer:
    """Say all links at once."""
    listing = _open(sandbox, token, call)
    links: dict[tuple[int, int], int] = {}
    for entry in call.content["variation_images"]:
        choice = (entry["property_id"], entry["value_id"])
        if choice in links:
            raise RefusedError(400, f"{LINK_REFUSED}variation images contains duplicates")
        links[choice] = entry["image_id"]
    if len({prop for prop, _ in links}) > 1:
        raise RefusedError(400, f"{LINK_REFUSED}variation images contains multiple property_ids")
    _check_links(listing, links)
    listing.links = links
    touch(sandbox, listing)
    return 200, shown.links(listing)


def add_picture(sandbox: EtsySandbox, shop: int, content: bytes, *, sized_in: float = 0.0) -> Picture:
    """Keep a file; it is measured when its time has come."""
    now = sandbox.clock.now()
    picture = Picture(
        number=sandbox.store.next_number(),
        shop=shop,
        content=content,
        digest=hashlib.sha256(content).hexdigest(),
        measured=measure(content),
        created=now,
        ready=now + sized_in,
    )
    sandbox.store.pictures[picture.number] = picture
    return picture


def put(listing: Listing, picture: int, rank: int, *, overwrite: bool) -> Place:
    """Put a picture at a rank: over what is there, or before it."""
    there = next((place for place in listing.places if place.rank == rank), None)
    known = listing.of(picture)
    if known is not None:
        listing.places.remove(known)
        for behind in listing.places:
            behind.rank -= behind.rank > known.rank
    if overwrite and there is not None and there is not known:
        there.picture = picture
        return there
    rank = min(rank, len(listing.places) + 1)
    for behind in listing.places:
        behind.rank += behind.rank >= rank
    listing.places.append(Place(picture=picture, rank=rank))
    return listing.places[-1]


def touch(sandbox: EtsySandbox, listing: Listing) -> None:
    """Note that a listing was changed."""
    listing.updated = sandbox.clock.now()


def _open(sandbox: EtsySandbox, token: Token | None, call: Call) -> Listing:
    listing = own_listing(sandbox, token, call.named["shop_id"], call.named["listing_id"])
    if sandbox.clock.now() < listing.edited_until:
        raise RefusedError(409, "The listing is being edited by somebody else.")
    return listing


def _kept(sandbox: EtsySandbox, listing: Listing, number: int | None) -> Picture:
    if number is None:
        raise RefusedError(400, NO_IMAGE)
    picture = sandbox.store.pictures.get(number)
    if picture is None:
        raise RefusedError(404, "ListingImage not found")
    if picture.shop != listing.shop:
        raise RefusedError(
            400,
            f"The listing_id {listing.number} does not belong to the same shop that is associated with the "
            f"listing_image_id {number}.",
        )
    return picture


def _check_place(
    sandbox: EtsySandbox, listing: Listing, rank: int, *, overwrite: bool, known: Place | None = None
) -> None:
    most, count = sandbox.options.most_images, len(listing.places)
    covered = overwrite and known is None and rank <= count
    if count >= most and not covered:
        raise RefusedError(
            400,
            f"Listings are only allowed {most} images. "
            "Please delete a ListingImage before trying to upload another.",
        )
    if not listing.is_in_order or not 1 <= rank <= count + (known is None):
        raise RefusedError(400, OUT_OF_ORDER)


def _check_order(sandbox: EtsySandbox, listing: Listing, wanted: list[int]) -> None:
    if not wanted or len(wanted) > sandbox.options.most_images or len(set(wanted)) < len(wanted):
        raise RefusedError(400, "image_ids must name each image once, and no more than a listing may have.")
    for number in wanted:
        picture = sandbox.store.pictures.get(number)
        if picture is None or picture.shop != listing.shop:
            raise RefusedError(400, f"image id {number} is invalid")


def _check_links(listing: Listing, links: dict[tuple[int, int], int]) -> None:
    known = {piece.value for piece in listing.pieces} if listing.has_variations else set()
    for (prop, value), picture in links.items():
        if value not in known:
            raise RefusedError(
                400,
                f"{LINK_REFUSED}variation with property_id {prop} and value_id {value} is invalid",
            )
        if listing.of(picture) is None:
            raise RefusedError(400, f"{LINK_REFUSED}image id {picture} is invalid")
