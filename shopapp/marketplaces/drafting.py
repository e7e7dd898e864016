"""Making a listing's draft: its photos cut for the marketplace, measured and judged. On the GPU queue."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import structlog
from django.db import transaction

from integrations import MARKETPLACES
from integrations.compliance import Finding, Rule, RuleBook, judge, upper_limit
from retouch.quality.facts import measure_facts
from shopapp import leases
from shopapp.leases import LeaseLost
from shopapp.marketplaces import gallery
from shopapp.models import Listing, ListingPhoto, Media, Rendition, Revision
from shopapp.publishing import shopify_rules
from shopapp.publishing.exports.renditions import EXTENSION, limits_of, render
from shopapp.publishing.exports.sets import (
    TARGETS,
    ExportPhoto,
    ExportProduct,
    PlacedPhoto,
    PlacedSet,
    Target,
    arrange,
    is_sold_as_pair,
)
from shopapp.queue import Task, enqueue
from shopapp.studio import engine, storage

_D = Listing.Draft
_VERSION = 1
"""Goes up when equal results may come to another rendition."""
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _Bench:
    """What one draft is made with."""

    listing: Listing
    target: Target
    rules: RuleBook
    results: Mapping[ExportPhoto, tuple[Media, Revision]]
    placed: PlacedSet

    def applying(self, slot: str) -> tuple[Rule, ...]:
        """Return the rules of one slot."""
        return self.rules.applying(
            marketplace=self.target.marketplace, region=self.target.region, category=self.target.category,
            slot=slot,
        )  # fmt: skip

    def judged(self, facts: Mapping[str, object], slot: str) -> list[dict[str, Any]]:
        """Return what each rule says, as plain values."""
        where = {"region": self.target.region, "category": self.target.category}
        found = judge(facts, marketplace=self.target.marketplace, slot=slot, rules=self.rules, **where)
        return [plain(finding) for finding in found]


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
            with leases.alive(listing):
                _make(listing)
        except LeaseLost:
            _log.info("overtaken; nothing written")


def _make(listing: Listing) -> None:
    results = gallery.results_of(listing)
    bench = _bench(listing, results) if results else None
    made = [_photo(bench, number, photo) for number, photo in enumerate(bench.placed.photos)] if bench else []
    of_the_set = (
        bench.judged({"image_count": len(made), "main_count": min(1, len(made))}, "set") if bench else []
    )
    left_out = list(bench.placed.left_out) if bench else []
    with transaction.atomic():
        leases.let_go(
            listing, draft=_D.READY if made else _D.NONE, draft_key=gallery.draft_key(listing, results),
            draft_findings=of_the_set, draft_left_out=left_out, confirmed=False,
        )  # fmt: skip
        listing.photos.all().delete()
        ListingPhoto.objects.bulk_create(made)
        enqueue(Task.EXPORT_WANTED, listing.pk)


def _bench(listing: Listing, results: list[tuple[Media, Revision]]) -> _Bench:
    product = listing.product
    if product is None:
        raise RuntimeError(f"{listing} has no product")
    photos = {
        ExportPhoto(name=media.name, read=_reader(revision), alt=media.alt): (media, revision)
        for media, revision in results
    }
    target, rules = TARGETS[listing.account.marketplace], shopify_rules.rule_book()
    offered = ExportProduct(
        title=product.title, handle=product.handle or f"product-{product.pk}", photos=tuple(photos),
        sku=next(iter(listing.skus), ""),
        sold_as_pair=is_sold_as_pair(title=product.title, product_type=product.product_type),
    )  # fmt: skip
    most = upper_limit(
        rules.applying(
            marketplace=target.marketplace, region=target.region, category=target.category, slot="set"
        ),
        "image_count",
    )
    placed = arrange([offered], target, most=None if most is None else int(most))
    return _Bench(listing, target, rules, photos, placed[0])


def _reader(revision: Revision) -> Any:
    return lambda: storage.read(revision.key)


def _photo(bench: _Bench, number: int, placed: PlacedPhoto) -> ListingPhoto:
    media, revision = bench.results[placed.photo]
    rendition = _rendition(bench, revision, placed)
    alt = _alt(bench.listing, media)
    facts = {
        **rendition.facts, "alt_chars": len(alt), "sold_as_pair": bench.placed.product.sold_as_pair,
    }  # fmt: skip
    return ListingPhoto(
        listing=bench.listing, place=number + 1, slot=placed.slot, media=media, rendition=rendition,
        file_name=f"{placed.stem}.{EXTENSION}", alt=alt, findings=bench.judged(facts, placed.slot),
    )  # fmt: skip


def _rendition(bench: _Bench, revision: Revision, placed: PlacedPhoto) -> Rendition:
    """Return the rendition of a result for a slot, made now where it is not there yet."""
    limits = limits_of(bench.applying(placed.slot))
    told = f"{_VERSION}\n{revision.sha256}\n{bench.target.key}\n{placed.slot}\n{limits}"
    work_key = hashlib.sha256(told.encode()).hexdigest()
    shop_id = bench.listing.shop_id
    if known := Rendition.objects.filter(shop_id=shop_id, work_key=work_key).first():
        return known
    made = render(placed.photo.read(), limits)
    folder = f"{storage.shop_folder(shop_id)}/renditions"
    file_name = f"{placed.stem}.{EXTENSION}"
    facts = engine.plain(measure_facts(made.data, file_name=file_name))
    leases.require_held(bench.listing)
    rendition, _ = Rendition.objects.get_or_create(
        shop_id=shop_id, work_key=work_key,
        defaults={
            "revision": revision, "key": storage.put(folder, made.data, extension=EXTENSION),
            "sha256": storage.digest(made.data), "mime_type": "image/jpeg", "bytes": len(made.data),
            "width": made.width, "height": made.height, "facts": facts, "notes": list(made.notes),
        },
    )  # fmt: skip
    return rendition


def _alt(listing: Listing, media: Media) -> str:
    """Return the text for those who cannot see the photo, as long as the marketplace takes it."""
    most = MARKETPLACES[listing.account.marketplace].most_alt_chars
    title = listing.product.title if listing.product else listing.title
    return (media.alt or title)[:most]


def plain(finding: Finding) -> dict[str, Any]:
    """Return a finding as it is stored."""
    simple = (str, int, float, bool, type(None))
    named = ("rule", "fact", "measured", "required", "verdict", "severity", "sentence", "fix", "source")
    values = {name: getattr(finding, name) for name in named}
    return {
        name: str(value) if name in {"verdict", "severity"} or not isinstance(value, simple) else value
        for name, value in values.items()
    }
