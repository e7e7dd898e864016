"""A marketplace in memory, behind the verbs that every marketplace has; uploads like Etsy, or fetches like Amazon."""

import io
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from PIL import Image

from integrations import marketplace
from integrations.errors import AccessDenied, ImageLost, NotFound, Unauthorized, UnsupportedFeature
from integrations.marketplace import (
    MOVED,
    Capabilities,
    GoesOn,
    Grant,
    ImageToSubmit,
    ImageVerdict,
    Issue,
    Judgement,
    Listing,
    ListingImage,
    ListingState,
    Snapshot,
    SubmittedImage,
    Verdict,
    always,
)
from shopapp.marketplaces import offering
from shopapp.marketplaces.reaching import Way
from shopapp.studio import storage


class KilledError(BaseException):
    """The worker was ended in the middle, as SIGKILL does it."""


REPLACED = Issue(marketplace.REPLACED, "Somebody else's image stands there.", place=None)


def grant(
    *, token: str = "token-1", expires_in: timedelta = timedelta(hours=1), account: str = "77"
) -> Grant:
    at = datetime.now(UTC) + expires_in
    return Grant(token, at, "refresh-1", account=account, account_name="Alice's shop", scopes=("listings_w",))


@dataclass
class Kept:
    """One listing as the marketplace keeps it."""

    title: str
    skus: tuple[str, ...] = ()
    state: ListingState = ListingState.ACTIVE
    product_type: str = "RING"
    images: list[ListingImage] = field(default_factory=list)
    links: dict[str, str] = field(default_factory=dict)
    issues: tuple[Issue, ...] | None = None
    """What a reading of all listings tells against it."""


@dataclass
class FakeReport:
    """What became of many listings that went out together."""

    is_done: bool = True
    refused: dict[str, tuple[Issue, ...]] = field(default_factory=dict)


@dataclass
class FakeMarketplace:
    """Both the marketplace and the way into it."""

    fetches: bool = False
    most_images: int = 10
    rooms: dict[str, int] = field(default_factory=dict)
    """How many images a product type takes, where that is told."""
    kept: dict[str, Kept] = field(default_factory=dict)
    pictures: dict[str, bytes] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)
    before: Callable[[str, str], None] = lambda _verb, _listing: None
    """Called with each verb and listing; a test raises from it, or changes something there."""
    after_upload: Callable[[str], None] = lambda _key: None
    between_uploads: Callable[[str], None] = lambda _key: None
    """Called while the next image waits for the last one to be settled."""
    rejects: Callable[[bytes], Issue | None] = lambda _data: None
    foresees: Callable[[ImageToSubmit], Issue | None] = lambda _image: None
    many: list[list[tuple[Snapshot, Sequence[ImageToSubmit]]]] = field(default_factory=list)
    documents: list[list[str]] = field(default_factory=list)
    """Which listings each document was about."""
    restores_as: Callable[[ListingImage], ListingImage] = lambda image: image
    """What comes to stand where an image is put back."""
    loses_many: bool = False
    lost: set[str] = field(default_factory=set)
    """Keys of images that it keeps, and hands out, no longer."""
    refreshed: int = 0
    settled: set[str] = field(default_factory=set)
    number: int = 0

    def way(self) -> Way:
        return Way(login=lambda: self, marketplace=lambda _grant: self)

    def add(
        self, key: str, title: str = "14k gold ring", *, skus: tuple[str, ...] = (), photos: int = 1
    ) -> Kept:
        images = [self._image(place, _picture(place)) for place in range(1, photos + 1)]
        self.settled.update(image.key for image in images)
        self.kept[key] = Kept(title, skus, images=images)
        return self.kept[key]

    def replace_by_hand(self, listing: str, place: int, *, key: str = "") -> str:
        image = self._image(place, _picture(90 + place), key=key)
        self.settled.add(image.key)
        self._put(listing, image)
        return image.key

    def move_by_hand(self, listing: str, place: int, to: int) -> None:
        images = self._kept(listing).images
        images.insert(to - 1, images.pop(place - 1))
        images[:] = [replace(image, place=number) for number, image in enumerate(images, start=1)]

    # The way in

    def authorize_url(self, *, state: str, verifier: str, redirect_uri: str) -> str:
        return f"https://market.test/consent?state={state}&back={redirect_uri}"

    def exchange(self, answer: Mapping[str, str], *, verifier: str, redirect_uri: str) -> Grant:
        if "error" in answer:
            raise AccessDenied("declined")
        if answer.get("code") != "good":
            raise Unauthorized("bad code")
        return grant()

    def refresh(self, given: Grant) -> Grant:
        self.refreshed += 1
        if self.refreshed > 50:
            raise Unauthorized("taken back")
        return replace(given, access_token=f"token-{self.refreshed + 1}", expires_at=grant().expires_at)

    # The marketplace

    @property
    def capabilities(self) -> Capabilities:
        return Capabilities(
            label="Fake", accepts_images=True, replaces_in_place=False, fetches_images=self.fetches,
            previews=self.fetches, closes_gaps=not self.fetches,
            takes_many=self.fetches, most_images=self.most_images, most_alt_chars=500,
        )  # fmt: skip

    def listings(self) -> Iterator[Listing]:
        self._called("listings", "")
        for key, kept in self.kept.items():
            yield Listing(
                key,
                kept.title,
                kept.skus,
                kept.state,
                kept.product_type,
                images=tuple(kept.images),
                issues=kept.issues,
            )

    def room(self, product_type: str) -> int | None:
        self._called("room", product_type)
        return self.rooms.get(product_type)

    def snapshot(self, listing: str) -> Snapshot:
        self._called("snapshot", listing)
        kept = self._kept(listing)
        return Snapshot(
            listing, tuple(kept.images), kept.state, kept.product_type, more={"links": dict(kept.links)}
        )

    def download(self, image: ListingImage) -> bytes:
        self._called("download", image.key)
        self._require_kept(image)
        return self.pictures[image.address]

    def preview(self, before: Snapshot, images: Sequence[ImageToSubmit]) -> tuple[Issue, ...]:
        self._called("preview", before.listing)
        if not self.fetches:
            raise UnsupportedFeature("no preview")
        return tuple(issue for image in images if (issue := self.foresees(image)))

    def submit(
        self, before: Snapshot, images: Sequence[ImageToSubmit], *, goes_on: GoesOn = always
    ) -> Iterator[SubmittedImage]:
        for image in images:
            if (not self.fetches or image is images[0]) and not goes_on():
                return
            self._called("submit", before.listing)
            assert bool(image.address) is self.fetches
            there = self._image(image.place, image.data, alt=image.alt, key=image.address)
            self._put(before.listing, there)
            self.after_upload(there.key)
            yield SubmittedImage(image.place, there.key)
            self.between_uploads(there.key)

    def submit_many(self, batch: Sequence[tuple[Snapshot, Sequence[ImageToSubmit]]]) -> str:
        self._called("submit_many", "")
        self.many.append(list(batch))
        self.documents.append([before.listing for before, _images in batch])
        return str(len(self.many))

    def read_many(self, number: str) -> FakeReport | None:
        self._called("read_many", "")
        batch, self.many[int(number) - 1] = self.many[int(number) - 1], []
        if self.calls.count("read_many") == 1:
            self.many[int(number) - 1] = batch
            return None
        report = FakeReport(is_done=not self.loses_many)
        for before, images in [] if self.loses_many else batch:
            issues = [issue for image in images if (issue := self.foresees(image))]
            if issues:
                report.refused[before.listing] = tuple(issues)
                continue
            for image in images:
                data = _fetched(image.address)
                self._put(before.listing, self._image(image.place, data, alt=image.alt, key=image.address))
        return report

    def verdict(self, listing: str, submitted: Sequence[SubmittedImage]) -> Verdict:
        self._called("verdict", listing)
        verdicts = tuple(self._judge(listing, image) for image in submitted)
        return Verdict(verdicts, self.snapshot(listing))

    def restore(self, before: Snapshot, places: Collection[int]) -> Snapshot:
        self._called("restore", before.listing)
        kept = self._kept(before.listing)
        for image in before.images:
            if image.place in places:
                self._require_kept(image)
        others = [image for image in kept.images if image.place not in places]
        kept.images = sorted(
            [*others, *(self.restores_as(i) for i in before.images if i.place in places)],
            key=lambda i: i.place,
        )
        if not self.fetches:
            kept.images = [replace(image, place=place) for place, image in enumerate(kept.images, start=1)]
        kept.links = dict(before.more["links"])
        return self.snapshot(before.listing)

    def _judge(self, listing: str, submitted: SubmittedImage) -> ImageVerdict:
        there = next((i for i in self._kept(listing).images if i.place == submitted.place), None)
        name = f"https://m.market.test/{submitted.key.rsplit('/', 1)[-1]}" if self.fetches else submitted.key
        moved = next((i for i in self._kept(listing).images if i.key == submitted.key), there)
        if moved is not None and moved.place != submitted.place:
            return ImageVerdict(submitted.place, Judgement.REJECTED, there, (Issue(MOVED, "Moved."),))
        is_its_own = self.fetches and there is not None and there.key.startswith("https://m.market.test/")
        if there is None or not (
            is_its_own or there.key in {submitted.key, name}
        ):  # its own may be anybody's
            return ImageVerdict(submitted.place, Judgement.REJECTED, there, (REPLACED,))
        if there.key not in self.settled:
            self.settled.update({there.key, name})
            if self.fetches:
                self.pictures[name] = self.pictures[there.address]
                there = replace(there, key=name, address=name)
                self._put(listing, there)
            return ImageVerdict(submitted.place, Judgement.PENDING, there)
        issue = self.rejects(self.pictures[there.address])
        if issue:
            return ImageVerdict(
                submitted.place, Judgement.REJECTED, there, (replace(issue, place=there.place),)
            )
        return ImageVerdict(submitted.place, Judgement.ACCEPTED, there)

    def _image(self, place: int, data: bytes, *, alt: str = "", key: str = "") -> ListingImage:
        self.number += 1
        key = key or f"image-{self.number}"
        address = key if key.startswith("http") else f"https://i.market.test/{key}"
        self.pictures[address] = data
        return ListingImage(key, place, address, alt, 60, 60)

    def _put(self, listing: str, image: ListingImage) -> None:
        kept = self._kept(listing)
        others = [each for each in kept.images if each.place != image.place]
        kept.images = sorted([*others, image], key=lambda each: each.place)

    def _kept(self, listing: str) -> Kept:
        if listing not in self.kept:
            raise NotFound(f"{listing} is gone")
        return self.kept[listing]

    def _require_kept(self, image: ListingImage) -> None:
        if image.key in self.lost:
            raise ImageLost(f"{image.key} is lost", key=image.key, merchant_sentence="It is lost.")

    def _called(self, verb: str, listing: str) -> None:
        self.calls.append(f"{verb} {listing}".strip())
        self.before(verb, listing)


def _fetched(address: str) -> bytes:
    """What the address of ours serves."""
    return storage.read(offering.fetched(address.rsplit("/", 1)[1]).key)


def _picture(number: int) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (60, 60), (37 * number % 256, 91 * number % 256, 200)).save(out, "JPEG")
    return out.getvalue()
