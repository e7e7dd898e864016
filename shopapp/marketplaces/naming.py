"""What an image is called: by us when it was sent, by the marketplace from then on.

A marketplace that is sent bytes names an image once. One that fetches knows it by our address first, and gives it an
address of its own when it has it.
"""

from integrations import MARKETPLACES
from integrations.marketplace import MOVED, REPLACED, ImageVerdict, Judgement, Marketplace, SubmittedImage
from shopapp.marketplaces import offering
from shopapp.models import ListingWrite


def as_submitted(write: ListingWrite, market: Marketplace) -> SubmittedImage:
    """Name an image as it was when it was sent, with what tells an older answer of the marketplace from a newer."""
    if market.capabilities.fetches_images and write.rendition:
        known = write.submission.before or {}
        return SubmittedImage(
            write.place,
            offering.address(write.rendition),
            before=write.before_key,
            since=known.get("version", ""),
        )
    return SubmittedImage(write.place, write.after_key)


def settled_key(write: ListingWrite, told: ImageVerdict) -> str:
    """Return what the image is called from now on."""
    return told.image.key if _fetches(write) and told.image else write.after_key


def is_moved(told: ImageVerdict) -> bool:
    """Whether our image stands where somebody else put it."""
    return any(issue.code == MOVED for issue in told.issues)


def is_of_before(write: ListingWrite, told: ImageVerdict) -> bool:
    """Whether the marketplace shows what was there before us: it reads what it wrote a little later."""
    there = told.image.key if told.image else ""
    return told.judgement is Judgement.PENDING and there == write.before_key


def is_anothers(write: ListingWrite, told: ImageVerdict) -> bool:
    """Whether somebody else's image stands there: the client says so, or a name that was settled has changed."""
    if any(issue.code == REPLACED for issue in told.issues):
        return True
    if write.rendition is None or told.image is None or not _fetches(write):
        return False
    return write.after_key not in {told.image.key, offering.address(write.rendition)}


def _fetches(write: ListingWrite) -> bool:
    return MARKETPLACES[write.submission.listing.account.marketplace].fetches_images
