"""Whether a picture that stands on a listing is the one we sent, or somebody else's.

One that stands under our address, or under the name that it is known to have got, is ours. A marketplace that fetches
gives a picture a name of its own, as it does to everybody's: there the picture itself tells.
"""

from dataclasses import replace

from integrations.errors import ImageLost
from integrations.marketplace import REPLACED, ImageVerdict, Issue, Judgement, ListingImage, Marketplace
from shopapp.marketplaces import fingerprint, offering
from shopapp.models import ListingWrite
from shopapp.studio import storage


def is_ours(write: ListingWrite, present: ListingImage, market: Marketplace) -> bool:
    """Whether an image that we have not noted is the one we were sending."""
    if write.rendition is None:
        return False
    if present.key == offering.address(write.rendition):
        return True
    return bool(present.address) and _shows_it(write, present, market)


def as_seen(write: ListingWrite, told: ImageVerdict, market: Marketplace) -> ImageVerdict:
    """Return a verdict as it is worth, after a look at a picture whose name we do not know yet.

    What was there before is no answer about ours; anything else that is not ours is somebody else's.
    """
    there = told.image
    is_settled = there is not None and told.judgement is not Judgement.PENDING
    if there is None or not is_settled or not _is_unnamed(write, market) or there.key == write.after_key:
        return told
    if _shows_it(write, _by_its_name(there), market):
        return told
    if there.key == write.before_key:
        return replace(told, judgement=Judgement.PENDING, issues=())
    put = Issue(REPLACED, "Somebody else's image stands there.", place=told.place)
    return replace(told, judgement=Judgement.REJECTED, issues=(put,))


def is_the_former(former: ListingImage, present: ListingImage, market: Marketplace) -> bool:
    """Whether a picture is the one that stood there before, under another name than then."""
    try:
        return fingerprint.is_the_same(*(market.download(_by_its_name(each)) for each in (former, present)))
    except ImageLost:  # not handed out (yet): nobody can say so
        return False


def _by_its_name(image: ListingImage) -> ListingImage:
    """The picture itself, where its name is its address: buyers may be shown another one."""
    return replace(image, address=image.key) if image.key.startswith("https://") else image


def _is_unnamed(write: ListingWrite, market: Marketplace) -> bool:
    """Whether we know an image by our address only, and it gets a name of the marketplace's own."""
    if write.rendition is None or not market.capabilities.fetches_images:
        return False
    return write.after_key == offering.address(write.rendition)


def _shows_it(write: ListingWrite, present: ListingImage, market: Marketplace) -> bool:
    if write.rendition is None:
        return False
    return fingerprint.is_the_same(storage.read(write.rendition.key), market.download(present))
