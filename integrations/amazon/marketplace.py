"""One seller's listings in one of Amazon's stores, behind the verbs that every marketplace has."""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

import httpx

from integrations.amazon import feeds, listings, product_types, slots
from integrations.amazon.catalog import shown_images
from integrations.amazon.client import AmazonClient, Pace
from integrations.amazon.config import AmazonConfig
from integrations.amazon.feeds import FeedReport
from integrations.amazon.issues import rejection
from integrations.amazon.notifications import subscribe
from integrations.amazon.product_types import ANY
from integrations.amazon.verdicts import judge, waits_for_sizes
from integrations.errors import ImageLost, NotFound, Rejected, UnsupportedFeature
from integrations.http import raise_for_status, translated
from integrations.marketplace import (
    Capabilities,
    GoesOn,
    Grant,
    ImageToSubmit,
    Issue,
    Listing,
    ListingImage,
    Severity,
    Snapshot,
    SubmittedImage,
    Verdict,
    always,
)
from integrations.usage import PROCESS_STORAGE, UsageStorage

CAPABILITIES = Capabilities(
    label="Amazon",
    accepts_images=True,
    replaces_in_place=False,
    fetches_images=True,
    takes_many=True,
    previews=True,
    most_images=len(slots.ATTRIBUTES),
)
MAX_IMAGE_BYTES = 64 * 1024 * 1024

_IMAGES = "Amazon's images"
_NOT_HANDED_OUT = "Amazon does not hand out one of this listing's photos. Look at the listing on Amazon."


class AmazonMarketplace:
    """One account by one access token; cheap to make, and shares rates and product types with its like."""

    def __init__(
        self,
        config: AmazonConfig,
        grant: Grant,
        *,
        http: httpx.Client,
        pace: Pace | None = None,
        storage: UsageStorage = PROCESS_STORAGE,
    ) -> None:
        self._config = config
        self._client = AmazonClient(config, grant, http=http, pace=pace, storage=storage)
        self._previewed: set[str] = set()

    @property
    def capabilities(self) -> Capabilities:
        """What can be asked of it."""
        return CAPABILITIES

    def listings(self) -> Iterator[Listing]:
        """Yield every listing of the account in this store; only main images have their size."""
        for item in listings.search_items(self._client):
            yield item.listing(self._config.store.domain)

    def room(self, product_type: str) -> int:
        """Return how many image slots a product type has, from the main one on; asked for once a day."""
        return product_types.product_type(self._client, product_type).room

    def snapshot(self, listing: str) -> Snapshot:
        """Read a listing's images as they are now, with their sizes: two requests."""
        item = listings.read_item(self._client, listing)
        return item.snapshot(shown_images(self._client, item.asin))

    def download(self, image: ListingImage) -> bytes:
        """Return the picture that buyers see, as Amazon encoded it."""
        if not image.address.startswith(("https://", "http://")):
            raise _not_handed_out(image, "nothing to look at yet")
        content = bytearray()
        with (
            translated(_IMAGES),
            self._client.http.stream(
                "GET", image.address, headers={"Accept-Encoding": "identity"}
            ) as response,
        ):
            try:
                raise_for_status(response, _IMAGES)
            except NotFound as error:
                raise _not_handed_out(image, str(error)) from error
            for chunk in response.iter_bytes():
                content += chunk
                if len(content) > MAX_IMAGE_BYTES:
                    raise Rejected(f"{_IMAGES}: more than {MAX_IMAGE_BYTES} bytes")
        return bytes(content)

    def preview(self, before: Snapshot, images: Sequence[ImageToSubmit]) -> tuple[Issue, ...]:
        """Ask what Amazon would say to these images, changing nothing; it has not looked at the pictures yet."""
        body = self._checked(before, images)
        issues = listings.preview(self._client, before.listing, body)
        if not any(issue.severity is Severity.ERROR for issue in issues):
            self._previewed.add(_digest(before.listing, body))
        return issues

    def submit(
        self, before: Snapshot, images: Sequence[ImageToSubmit], *, goes_on: GoesOn = always
    ) -> Iterator[SubmittedImage]:
        """Put images at their places: a preview, where none has been asked for, then one request for all of them.

        Called again with the same addresses it changes nothing.
        """
        if not images:
            return
        body = self._checked(before, images)
        try:
            self._require_preview(before, images, body)
            if not goes_on():
                return
            submission = listings.commit(self._client, before.listing, body)
        except Rejected:
            listings.read_item(self._client, before.listing)  # says ``NotFound`` where that is why
            raise
        for image in images:
            yield SubmittedImage(
                image.place, image.address, submission, before=_key(before, image.place), since=before.version
            )

    def verdict(self, listing: str, submitted: Sequence[SubmittedImage]) -> Verdict:
        """Read what became of submitted images; ask again while one is pending, and when a notification comes.

        The catalog is only asked, at two requests a second, when nothing but a picture's size is waited for.
        """
        item = listings.read_item(self._client, listing)
        verdict = judge(self._config, item, item.snapshot(), tuple(submitted))
        if not waits_for_sizes(self._config, verdict):
            return verdict
        shown = shown_images(self._client, item.asin)
        return judge(self._config, item, item.snapshot(shown), tuple(submitted))

    def restore(self, before: Snapshot, places: Collection[int]) -> Snapshot:
        """Put the previous locators back; what stands there already is not sent again."""
        now = listings.read_item(self._client, before.listing).snapshot()
        wanted = {place: _key(before, place) for place in sorted(places)}
        changed = {place: key for place, key in wanted.items() if key != _key(now, place)}
        if not changed:
            return now
        listings.commit(self._client, before.listing, self._body(now, changed))
        return listings.read_item(self._client, before.listing).snapshot()

    def submit_many(self, batch: Sequence[tuple[Snapshot, Sequence[ImageToSubmit]]]) -> str:
        """Put the images of many listings at their places by one feed, and return its id."""
        messages = [
            feeds.message(number, before.listing, self._checked(before, images))
            for number, (before, images) in enumerate(batch, start=1)
        ]
        return feeds.send(self._client, messages)

    def read_many(self, number: str) -> FeedReport | None:
        """Read how a feed went; None while it is on its way."""
        return feeds.report(self._client, number)

    def watch(self, destination_id: str) -> str:
        """Have this seller's changes of issues told to a destination of ours; repeating it is harmless."""
        return subscribe(self._client, destination_id)

    def _checked(self, before: Snapshot, images: Sequence[ImageToSubmit]) -> dict[str, Any]:
        if not all(image.address for image in images):
            raise UnsupportedFeature("Amazon fetches images from a public address, and one has none")
        addresses = {image.place: image.address for image in images}
        kind = product_types.product_type(self._client, before.product_type)
        kind.check(self._config.marketplace_id, addresses)
        return self._body(before, addresses)

    def _body(self, listing: Snapshot, addresses: Mapping[int, str]) -> dict[str, Any]:
        patches = [
            slots.patch(place, self._config.marketplace_id, address)
            for place, address in sorted(addresses.items())
        ]
        return {"productType": listing.product_type or ANY, "patches": patches}

    def _require_preview(
        self, before: Snapshot, images: Sequence[ImageToSubmit], body: Mapping[str, Any]
    ) -> None:
        if _digest(before.listing, body) in self._previewed:
            return
        issues = self.preview(before, images)
        if _digest(before.listing, body) not in self._previewed:
            raise rejection(before.listing, issues)


def _not_handed_out(image: ListingImage, why: str) -> ImageLost:
    return ImageLost(f"{_IMAGES}: {why}", key=image.key, merchant_sentence=_NOT_HANDED_OUT)


def _key(snapshot: Snapshot, place: int) -> str:
    image = snapshot.at(place)
    return image.key if image else ""


def _digest(listing: str, body: Mapping[str, Any]) -> str:
    return json.dumps([listing, body], sort_keys=True)
