"""Making a set: results in; a folder, a zip and the report out. On the GPU queue, since it measures pixels.

A large set is made in several goes, so that others get their turn in between, and a worker that is ended loses the file
it was making and no other. The last go writes the report and packs the zip.
"""

import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import structlog
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from retouch.quality.facts import can_read, find_reader, near_duplicates
from retouch.quality.facts.memory import Memory
from retouch.renditions.credentials import ROOM_BYTES
from shopapp import leases
from shopapp.env import env
from shopapp.leases import LeaseLost
from shopapp.models import Export, Media, Product, ProductMedia, Revision
from shopapp.outages import outlasted
from shopapp.publishing import shopify_rules
from shopapp.publishing.exports.building import BuiltSet, Workshop, build_set, make_files
from shopapp.publishing.exports.packing import as_file
from shopapp.publishing.exports.report import open_points
from shopapp.publishing.exports.sets import TARGETS, ExportPhoto, ExportProduct, is_sold_as_pair
from shopapp.publishing.exports.signing import signer_of, signing_of
from shopapp.publishing.shelving import StoredShelf
from shopapp.queue import Task, enqueue
from shopapp.studio import engine, storage

_S = Export.State
_OUR_FAULT = _("Something went wrong on our side while this set was made. Please start it again.")
_NOTHING = _("None of these photos has a result yet. Retouch them first.")
_MEMORY = Memory()
"""Of this process: a photo's file is the same for most marketplaces, whose sets are made one after the other."""
A_GO = timedelta(minutes=3)
"""How long files are made before the queue is asked again."""
_log = structlog.get_logger(__name__)


def run(export_id: int, *, clock: Callable[[], float] = time.monotonic) -> None:
    """Claim one set and take it as far as it goes now; one that is held or done is left alone."""
    open_states = (_S.WAITING, _S.RUNNING)
    export = leases.claim(Export.objects.filter(state__in=open_states), export_id, state=_S.RUNNING)
    if export is None:
        return
    with structlog.contextvars.bound_contextvars(shop=export.shop.domain, export=export.pk):
        try:
            if export.crashes >= leases.MOST_CRASHES:
                _fail(export, _OUR_FAULT)
                return
            fail = partial(_fail, export)
            with outlasted(export, Task.BUILD_EXPORT, give_up=fail), leases.alive(export):
                _make(export, clock)
        except LeaseLost:
            _log.info("overtaken; nothing written")


def _make(export: Export, clock: Callable[[], float]) -> None:
    products = list(products_of(export))
    if not products:
        _fail(export, _NOTHING)
        return
    target, until = TARGETS[export.marketplace], clock() + A_GO.total_seconds()
    shelf = StoredShelf(export, target.key)
    made_with = replace(workshop(), shelf=shelf)
    for _name in make_files(products, target=target, workshop=made_with, shelf=shelf):
        if clock() >= until:
            leases.let_go(export, failures=0, failing_since=None)
            enqueue(Task.BUILD_EXPORT, export.pk)
            return
    with tempfile.TemporaryDirectory(prefix="lustre-set-") as folder:
        built = build_set(Path(folder), products, target=target, workshop=made_with, made_at=timezone.now())
        _keep(export, built, shelf)


def workshop() -> Workshop:
    """Return what sets are made with in this installation."""
    signing = signing_of(env())
    room = ROOM_BYTES if signing else 0
    return Workshop(
        rules=shopify_rules.rule_book(),
        measure=_measure,
        signing=signing,
        signer=signer_of(env()),
        can_read=can_read(),
        room_bytes=room,
        repeated=near_duplicates,
    )


def _measure(data: bytes, file_name: str, *, reads: bool = False, shows: str = "") -> Mapping[str, object]:
    """Measure a file; where the extra ``ocr`` is not installed its text stays unknown."""
    reader = find_reader() if reads else None
    found = _MEMORY.facts(data, file_name=file_name, reader=reader, shows=shows)
    facts: Mapping[str, object] = engine.plain(found)
    return facts


def products_of(export: Export) -> Iterator[ExportProduct]:
    """Yield the shop's products with their results, in gallery order; a photo without a result is not in it."""
    results = _results(export)
    places = ProductMedia.objects.filter(
        product__shop=export.shop, product__deleted_at=None, media__in=results
    )
    for product in Product.objects.filter(pk__in=places.values("product_id")).order_by("pk"):
        photos = [
            photo_of(place.media, results[place.media_id])
            for place in places.filter(product=product).select_related("media").order_by("position", "pk")
        ]
        yield _product(product, tuple(photos))


def _product(product: Product, photos: tuple[ExportPhoto, ...]) -> ExportProduct:
    first = product.variants.order_by("pk").first()
    return ExportProduct(
        title=product.title, handle=product.handle or f"product-{product.pk}", photos=photos,
        sku=first.sku if first else "", kind=product.product_type, metal=product.alloy,
        sold_as_pair=is_sold_as_pair(title=product.title, product_type=product.product_type),
    )  # fmt: skip


def _results(export: Export) -> dict[int, Revision]:
    """Return each photo's newest result that passed the gate or was kept by a person."""
    good = Q(verdict=Revision.Verdict.READY) | Q(kept=True)
    rows = Revision.objects.filter(good, shop=export.shop, original__media_id__in=export.media_ids)
    return {
        row.original.media_id: row
        for row in rows.select_related("original").order_by("pk")
        if row.original.media_id
    }


def photo_of(media: Media, revision: Revision) -> ExportPhoto:
    """Return a result as sets and listings take it; its bytes stay where they are until they are wanted."""
    matte_key, original_key = revision.matte_key, revision.original.key
    return ExportPhoto(
        name=media.name,
        read=lambda: storage.read(revision.key),
        alt=media.alt,
        facts=revision.report.get("facts") or {},
        matte=(lambda: storage.read(matte_key)) if matte_key else None,
        original=lambda: storage.read(original_key),
        provenance=revision.provenance,
        sha256=revision.sha256,
    )


def _keep(export: Export, built: BuiltSet, shelf: StoredShelf) -> None:
    folder = shelf.folder
    for path in (built.html, built.json):
        storage.replace(f"{folder}/{path.name}", path.read_bytes())
    zipped = as_file(built.zip(), f"{built.folder.name}.zip")
    zip_key = storage.replace_file(f"{folder}.zip", zipped)
    shelf.clear(keep={path.name for path in built.folder.iterdir()})
    leases.let_go(
        export,
        state=_S.READY,
        folder_key=folder,
        zip_key=zip_key,
        html_key=f"{folder}/{built.html.name}",
        json_key=f"{folder}/{built.json.name}",
        images=built.images,
        blocked=built.blocked,
        report=open_points(built.entries),
        finished_at=timezone.now(),
    )


def _fail(export: Export, sentence: Promise) -> None:
    leases.let_go(export, state=_S.FAILED, reason_sentence=str(sentence), finished_at=timezone.now())
