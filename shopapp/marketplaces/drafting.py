"""Making a listing's draft: its photos cut for the marketplace, measured and judged. On the GPU queue."""

import hashlib
import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

import structlog
from django.db import transaction

from integrations.compliance import Finding, Rule, Verdict, judge, upper_limit
from shopapp import leases
from shopapp.leases import LeaseLost
from shopapp.marketplaces import asking, gallery
from shopapp.models import Listing, ListingPhoto, Media, Rendition, Revision
from shopapp.outages import outlasted
from shopapp.publishing.exporting import photo_of, workshop
from shopapp.publishing.exports.alt import alt_text
from shopapp.publishing.exports.building import Workshop, asks_for_text
from shopapp.publishing.exports.renditions import EXTENSION, Limits, limits_of, open_master, rendition_of
from shopapp.publishing.exports.sets import (
    ExportPhoto,
    ExportProduct,
    PlacedPhoto,
    PlacedSet,
    Target,
    arrange,
    is_sold_as_pair,
)
from shopapp.queue import Task, enqueue
from shopapp.studio import storage

_D = Listing.Draft
_VERSION = 1
"""Goes up when equal results may come to another rendition."""
_MIME_TYPE = "image/jpeg"
_REPEATED = "Photos that look like another one of this listing: {}."
_ONE_IS_ENOUGH = "Take one of them off the product, or photograph another side of the piece."
_log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class _Bench:
    """What one draft is made with."""

    listing: Listing
    target: Target
    shop: Workshop
    results: Mapping[ExportPhoto, tuple[Media, Revision]]

    @cached_property
    def limits(self) -> dict[str, Limits]:
        """What a rendition must be, by slot."""
        return {slot: limits_of(self.applying(slot), slot=slot) for slot in ("main", "gallery")}

    @cached_property
    def placed(self) -> PlacedSet:
        """The photos at their places."""
        product = _offered(self.listing, tuple(self.results))
        limits = (upper_limit(self.applying("set"), "image_count"), self.listing.most_images)
        most = min((int(limit) for limit in limits if limit is not None), default=None)
        return arrange([product], self.target, most=most, white=self.limits["main"].white)[0]

    def applying(self, slot: str) -> tuple[Rule, ...]:
        """Return the rules of one slot."""
        return self.shop.rules.applying(
            marketplace=self.target.marketplace, region=self.target.region, category=self.target.category,
            slot=slot,
        )  # fmt: skip

    def judged(self, facts: Mapping[str, object], slot: str) -> list[dict[str, Any]]:
        """Return what each rule says, as plain values.

        A rule about a bulk upload's file name is not asked: an image goes out by itself, under no name.
        """
        found = judge(
            facts, marketplace=self.target.marketplace, region=self.target.region,
            category=self.target.category, slot=slot, rules=self.shop.rules,
        )  # fmt: skip
        return [plain(finding) for finding in found if finding.fact != "file_name"]


def run(listing_id: int) -> None:
    """Claim a listing whose draft is wanted and make it."""
    listing = leases.claim(Listing.objects.filter(draft=_D.WAITING), listing_id)
    if listing is None:
        return
    with structlog.contextvars.bound_contextvars(shop=listing.shop.domain, listing=listing.pk):
        try:
            if listing.crashes >= leases.MOST_CRASHES:
                leases.let_go(listing, draft=_D.FAILED)
                return
            give_up = partial(_give_up, listing)
            with outlasted(listing, Task.DRAFT_LISTING, give_up=give_up), leases.alive(listing):
                _make(listing)
        except LeaseLost:
            _log.info("overtaken; nothing written")


def _give_up(listing: Listing, _why: object) -> None:
    leases.let_go(listing, draft=_D.FAILED, failures=0, failing_since=None)


def _make(listing: Listing) -> None:
    """Make the draft of what would be shown now; where that has changed by the end, it is begun again."""
    results = gallery.results_of(listing)
    key = gallery.draft_key(listing, results)
    bench = _bench(listing, results)
    placed = bench.placed.photos if results else ()
    made = [_photo(bench, number, photo) for number, photo in enumerate(placed)]
    _note_seen(listing, made)
    left_out = list(bench.placed.left_out) if results else []
    with transaction.atomic():
        if not _is_what_would_be_shown(listing, key):
            leases.let_go(listing, draft=_D.WAITING)
            enqueue(Task.DRAFT_LISTING, listing.pk)
            return
        leases.let_go(
            listing, draft=_D.READY if made else _D.NONE, draft_key=key,
            draft_findings=_of_the_set(bench, made), draft_left_out=left_out, confirmed=False,
            failures=0, failing_since=None,
        )  # fmt: skip
        listing.photos.all().delete()
        ListingPhoto.objects.bulk_create(made)
        enqueue(Task.EXPORT_WANTED, listing.pk)


def _is_what_would_be_shown(listing: Listing, key: str) -> bool:
    """Whether photos, choice and rules are still those that a draft was begun with.

    Whoever changes the listing meanwhile waits for the answer, and finds the draft there, or waiting again.
    """
    now = Listing.objects.select_for_update(no_key=True).get(pk=listing.pk)
    return gallery.draft_key(now, gallery.results_of(now)) == key


def _note_seen(listing: Listing, made: list[ListingPhoto]) -> None:
    """Ask nothing again of a file that a person has confirmed in the draft before."""
    seen = {
        (photo.rendition.sha256, finding["rule"])
        for photo in listing.photos.select_related("rendition")
        for finding in photo.findings
        if finding["verdict"] == Verdict.UNKNOWN and (listing.confirmed or finding.get("seen"))
    }
    for photo in made:
        for finding in photo.findings:
            if finding["verdict"] == Verdict.UNKNOWN and (photo.rendition.sha256, finding["rule"]) in seen:
                finding["seen"] = True


def _bench(listing: Listing, results: list[tuple[Media, Revision]]) -> _Bench:
    photos = {photo_of(media, revision): (media, revision) for media, revision in results}
    return _Bench(listing, asking.target_of(listing.account.marketplace), workshop(), photos)


def _offered(listing: Listing, photos: tuple[ExportPhoto, ...]) -> ExportProduct:
    product = listing.product
    if product is None:
        raise RuntimeError(f"{listing} has no product")
    return ExportProduct(
        title=product.title, handle=product.handle or f"product-{product.pk}", photos=photos,
        sku=next(iter(listing.skus), ""), kind=product.product_type, metal=product.alloy,
        sold_as_pair=is_sold_as_pair(title=product.title, product_type=product.product_type),
    )  # fmt: skip


def _of_the_set(bench: _Bench, made: list[ListingPhoto]) -> list[dict[str, Any]]:
    if not made:
        return []
    ratios = {round(photo.rendition.width / photo.rendition.height, 2) for photo in made}
    repeating = _repeating(bench, made)
    facts = {
        "image_count": len(made), "main_count": 1, "ratio_count": len(ratios),
        "near_duplicates": len(repeating),
    }  # fmt: skip
    return [*bench.judged(facts, "set"), *_told_of(repeating)]


def _repeating(bench: _Bench, made: list[ListingPhoto]) -> list[int]:
    """Return the places of the photos that look like one before them."""
    likenesses = [photo.rendition.facts.get("likeness") for photo in made]
    counts = [bench.shop.repeated(likenesses[:number]) for number in range(len(made) + 1)]
    return [
        photo.place
        for photo, (before, after) in zip(made, itertools.pairwise(counts), strict=True)
        if after > before
    ]


def _told_of(repeating: list[int]) -> list[dict[str, Any]]:
    """Advise against photos that repeat another: no marketplace's rule, as in the sets for download."""
    if not repeating:
        return []
    sentence = _REPEATED.format(", ".join(map(str, repeating)))
    found = {"fact": "near_duplicates", "measured": len(repeating), "required": "0", "verdict": "fail"}
    told = {"severity": "advises", "sentence": sentence, "fix": _ONE_IS_ENOUGH, "rule": "", "source": ""}
    return [found | told]


def _photo(bench: _Bench, number: int, placed: PlacedPhoto) -> ListingPhoto:
    media, revision = bench.results[placed.photo]
    rendition = _rendition(bench, revision, placed)
    product, most = bench.placed.product, _whole(upper_limit(bench.applying(placed.slot), "alt_chars"))
    is_main = placed.slot == "main"
    alt = alt_text(placed.photo.alt, product.subject, placed.photo.role, is_main=is_main, most=most)[:512]
    file_name = f"{placed.stem}.{EXTENSION}"
    facts = {**rendition.facts, "alt_chars": len(alt), "sold_as_pair": product.sold_as_pair}
    return ListingPhoto(
        listing=bench.listing, place=number + 1, slot=placed.slot, media=media, rendition=rendition,
        file_name=file_name, alt=alt, findings=bench.judged(facts, placed.slot),
    )  # fmt: skip


def _rendition(bench: _Bench, revision: Revision, placed: PlacedPhoto) -> Rendition:
    """Return the rendition of a result for a slot, made now where it is not there yet."""
    limits = bench.limits[placed.slot]
    reads = asks_for_text(bench.applying(placed.slot))
    is_read, signer = reads and bench.shop.can_read, bench.shop.signer
    told = (_VERSION, revision.sha256, bench.target.key, placed.slot, limits, is_read, signer)
    work_key = hashlib.sha256("\n".join(map(str, told)).encode()).hexdigest()
    shop_id = bench.listing.shop_id
    if known := Rendition.objects.filter(shop_id=shop_id, work_key=work_key).first():
        return known
    photo = placed.photo
    master = open_master(photo.read(), matte=photo.matte() if photo.matte else b"", told=photo.provenance)
    sign = bench.shop.signing(photo) if bench.shop.signing else None
    made = rendition_of(master, limits, sign=sign, room=bench.shop.room_bytes)
    facts = bench.shop.measure(made.data, f"{placed.stem}.{EXTENSION}", reads=reads, shows=photo.shows)
    leases.require_held(bench.listing)
    folder = f"{storage.shop_folder(shop_id)}/renditions"
    rendition, _ = Rendition.objects.get_or_create(
        shop_id=shop_id, work_key=work_key,
        defaults={
            "revision": revision, "key": storage.put(folder, made.data, extension=EXTENSION),
            "sha256": storage.digest(made.data), "mime_type": _MIME_TYPE, "bytes": len(made.data),
            "width": made.width, "height": made.height, "facts": dict(facts), "notes": list(made.notes),
        },
    )  # fmt: skip
    return rendition


def plain(finding: Finding) -> dict[str, Any]:
    """Return a finding as it is stored."""
    simple = (str, int, float, bool, type(None))
    named = ("rule", "fact", "measured", "required", "verdict", "severity", "sentence", "fix", "source")
    values = {name: getattr(finding, name) for name in named}
    return {
        name: str(value) if name in {"verdict", "severity"} or not isinstance(value, simple) else value
        for name, value in values.items()
    }


def _whole(value: float | None) -> int | None:
    return None if value is None else int(value)
