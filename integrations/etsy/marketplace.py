"""A merchant's Etsy shop in the words all marketplaces share.

Images go up one at a time, in the order of their places, and the next one only when the size of the last is known:
Etsy puts images that arrive together in any order, or refuses them. Each is put over the image it replaces, so that
sending it twice leaves it there once. Etsy keeps what was replaced, and takes it back by its id: that is the undo.
Etsy gives no verdict of its own on a picture; what there is to wait for is that it has sized it.
"""

import time
from collections.abc import Callable, Collection, Iterator, Sequence

import httpx

from integrations import MARKETPLACES
from integrations.errors import ImageLost, NotFound, Rejected, UnsupportedFeature, UserError
from integrations.etsy import types, variations
from integrations.etsy.answers import INCONSISTENT_ORDER
from integrations.etsy.arranging import Wanted, arrange, whole
from integrations.etsy.client import EtsyClient
from integrations.etsy.config import LARGEST_SIDE_PX, EtsyConfig
from integrations.etsy.limits import Limiter
from integrations.etsy.listings import ShopListings
from integrations.http import raise_for_status, translated
from integrations.marketplace import (
    MOVED,
    REPLACED,
    Capabilities,
    GoesOn,
    Grant,
    ImageToSubmit,
    ImageVerdict,
    Issue,
    Judgement,
    Listing,
    ListingImage,
    ManyReport,
    Severity,
    Snapshot,
    SubmittedImage,
    Verdict,
    always,
)

MAX_IMAGE_BYTES = 64 * 1024 * 1024

_POLL_SECONDS = (0.5, 1.0, 2.0, 4.0)
_MOVED = (
    "The photos of this listing were changed on Etsy in the meantime. Look at it again, then send this photo."
)
_OTHER_SIZE = "Etsy shows this photo in another size than we sent. Look at it on Etsy, or undo it."
_NOT_HANDED_OUT = "Etsy does not hand out one of this listing's photos. Look at the listing on Etsy."
_MOVED_SINCE = "This photo was moved on Etsy since; it stays where it was put."
_REPLACED = "This photo is no longer on the listing: somebody removed or replaced it on Etsy."


class EtsyMarketplace:
    """One shop, by a grant whose access token is good."""

    def __init__(
        self,
        config: EtsyConfig,
        grant: Grant,
        *,
        http: httpx.Client,
        limiter: Limiter | None = None,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        limiter = limiter or Limiter(config.usage_key(grant.account))
        client = EtsyClient(config, grant.access_token, http=http, limiter=limiter, sleep=sleep)
        self._shop = ShopListings(client, grant.account)
        self._config = config
        self._http = http
        self._sleep = sleep
        self._clock = clock

    @property
    def capabilities(self) -> Capabilities:
        """What can be asked of Etsy."""
        return MARKETPLACES["etsy"]

    def listings(self) -> Iterator[Listing]:
        """Yield every listing of the shop, with its images."""
        return (types.listing(node) for node in self._shop.all())

    def room(self, product_type: str) -> None:
        """Say that no type differs."""

    def snapshot(self, listing: str) -> Snapshot:
        """Read a listing's images as they are now, and what they show of its variations."""
        node = self._shop.one(listing)
        links = (
            variations.in_order(self._shop.variation_images(listing)) if node.get("has_variations") else ()
        )
        return Snapshot(
            listing=listing,
            images=types.images(self._shop.images(listing)),
            state=types.state(node),
            version=types.listing(node).version,
            more={variations.KEPT_AS: [link.as_json() for link in links]} if links else {},
        )

    def download(self, image: ListingImage) -> bytes:
        """Return Etsy's full-size copy; no token goes to the host that serves it."""
        if not self._config.serves_images(image.address):
            raise _not_handed_out(image, "it has no address on Etsy")
        data = bytearray()
        with translated("Etsy"), self._http.stream("GET", image.address) as response:
            try:
                raise_for_status(response, "Etsy")
            except NotFound as error:
                raise _not_handed_out(image, str(error)) from error
            for chunk in response.iter_bytes():
                data += chunk
                if len(data) > MAX_IMAGE_BYTES:
                    raise Rejected(f"image {image.key} has more than {MAX_IMAGE_BYTES} bytes")
        return bytes(data)

    def preview(self, before: Snapshot, images: Sequence[ImageToSubmit]) -> tuple[Issue, ...]:
        """Refuse: Etsy cannot be asked beforehand."""
        raise UnsupportedFeature(f"no opinion of {len(images)} images of {before.listing} beforehand")

    def submit(
        self, before: Snapshot, images: Sequence[ImageToSubmit], *, goes_on: GoesOn = always
    ) -> Iterator[SubmittedImage]:
        """Put images at their places, one by one."""
        ordered = sorted(images, key=lambda image: image.place)
        replaced = {old.key for image in ordered if (old := before.at(image.place))}
        variations.require_movable(before, replaced)
        for image in ordered:
            if not goes_on():
                return
            submitted = self._put(before, image)
            yield submitted
            self._settle(before.listing, submitted, image)

    def submit_many(self, batch: Sequence[tuple[Snapshot, Sequence[ImageToSubmit]]]) -> str:
        """Refuse: Etsy takes one image at a time."""
        raise UnsupportedFeature(f"no document of {len(batch)} listings")

    def read_many(self, number: str) -> ManyReport | None:
        """Refuse: there is none."""
        raise UnsupportedFeature(f"no document {number}")

    def verdict(self, listing: str, submitted: Sequence[SubmittedImage]) -> Verdict:
        """Read what became of submitted images: whether they are there, and sized."""
        now = self.snapshot(listing)
        return Verdict(images=tuple(_judged(now, one) for one in submitted), snapshot=now)

    def restore(self, before: Snapshot, places: Collection[int]) -> Snapshot:
        """Attach the previous images again, by their ids, with their alternative texts and variations."""
        now = whole(self._shop, before.listing)
        wanted = _put_back(now, before, places)
        going = {image.key for image in now if image.place in places}
        arrange(self._shop, before.listing, wanted, going=going, now=now)
        restored = {old.key: old.key for place in places if (old := before.at(place))}
        self._link(before, restored)
        return self.snapshot(before.listing)

    def _put(self, before: Snapshot, image: ImageToSubmit) -> SubmittedImage:
        """Upload one image and see that it stands where it should."""
        listing = before.listing
        now = whole(self._shop, listing)
        standing = {one.place: one.key for one in now}
        gone = standing.get(image.place)
        known = before.having(gone) if gone else None
        if image.place > len(now) + 1 or (known is not None and known.place != image.place):
            raise _refused(MOVED, f"{listing}: place {image.place} is not what it was", _MOVED)
        key, request = self._uploaded(listing, image)
        wanted = [Wanted(one) for one in {**standing, image.place: key}.values()]
        arrange(self._shop, listing, wanted, going={gone} if gone else ())
        old = before.at(image.place)
        if old is not None:
            self._link(before, {old.key: key})
        return SubmittedImage(place=image.place, key=key, submission=request)

    def _uploaded(self, listing: str, image: ImageToSubmit) -> tuple[str, str]:
        try:
            return self._shop.upload(listing, image)
        except Rejected as error:
            if INCONSISTENT_ORDER not in error.codes:
                raise
        self._shop.reorder(listing, [one.key for one in whole(self._shop, listing)])
        return self._shop.upload(listing, image)

    def _link(self, before: Snapshot, keys: dict[str, str]) -> None:
        """Let the images named last show what those named first showed of the variations."""
        links = variations.replaced(variations.of_snapshot(before), keys)
        if not links:
            return
        now = self._shop.variation_images(before.listing)
        images = {str(node["listing_image_id"]) for node in self._shop.images(before.listing)}
        wanted = variations.moved(now, links, images)
        if set(wanted) != set(now):
            self._shop.set_variation_images(before.listing, wanted)

    def _settle(self, listing: str, submitted: SubmittedImage, image: ImageToSubmit) -> None:
        """Wait until the size is known, a bounded time, and compare; longer than that, the verdict tells."""
        deadline = self._clock() + self._config.settle_seconds
        pauses = iter(_POLL_SECONDS)
        while self._clock() < deadline:
            self._sleep(next(pauses, _POLL_SECONDS[-1]))
            now = types.image(self._shop.image(listing, submitted.key), submitted.place)
            if now.is_settled:
                return _require_size(now, image)
        return None


def _put_back(now: Sequence[ListingImage], before: Snapshot, places: Collection[int]) -> list[Wanted]:
    """Say which images should stand: those of before at the places, and all others as they are now."""
    back = {place: before.at(place) for place in sorted(places)}
    returning = {old.key for old in back.values() if old}
    last = max([len(now), *places], default=0)
    standing = {image.place: image for image in now}
    wanted = []
    for place in range(1, last + 1):
        if place in back:
            old = back[place]
            wanted += [Wanted(old.key, old.alt)] if old else []
        elif place in standing and standing[place].key not in returning:
            wanted.append(Wanted(standing[place].key))
    return wanted


def _judged(now: Snapshot, submitted: SubmittedImage) -> ImageVerdict:
    ours, there = now.having(submitted.key), now.at(submitted.place)
    if ours is None:
        issue = Issue(code=REPLACED, message=_REPLACED, severity=Severity.ERROR, place=submitted.place)
        return ImageVerdict(submitted.place, Judgement.REJECTED, there, (issue,))
    if ours.place != submitted.place:
        issue = Issue(code=MOVED, message=_MOVED_SINCE, severity=Severity.ERROR, place=submitted.place)
        return ImageVerdict(submitted.place, Judgement.REJECTED, there, (issue,))
    judgement = Judgement.ACCEPTED if ours.is_settled else Judgement.PENDING
    return ImageVerdict(submitted.place, judgement, there)


def _require_size(now: ListingImage, sent: ImageToSubmit) -> None:
    """Compare with what was sent, as large as Etsy shows it; it rounds in its own way."""
    scale = min(1.0, LARGEST_SIDE_PX / max(sent.width, sent.height))
    width, height = sent.width * scale, sent.height * scale
    if abs((now.width or 0) - width) > 1 or abs((now.height or 0) - height) > 1:
        shown = f"image {now.key} is {now.width} x {now.height}, sent {sent.width} x {sent.height}"
        raise _refused("OTHER_SIZE", shown, _OTHER_SIZE)


def _not_handed_out(image: ListingImage, why: str) -> ImageLost:
    return ImageLost(f"image {image.key}: {why}", key=image.key, merchant_sentence=_NOT_HANDED_OUT)


def _refused(code: str, message: str, sentence: str) -> Rejected:
    return Rejected(message, fields=(UserError((), code, sentence),), merchant_sentence=sentence)
