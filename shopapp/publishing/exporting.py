"""Making a set: results in; a folder, a zip and the report out. On the GPU queue, since it measures pixels."""

import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import structlog
from django.db.models import Q
from django.utils import timezone

from retouch.quality.facts import measure_facts
from shopapp import leases
from shopapp.leases import LeaseLost
from shopapp.models import Export, Media, Product, ProductMedia, Revision
from shopapp.publishing import shopify_rules
from shopapp.publishing.exports.building import BuiltSet, build_set
from shopapp.publishing.exports.report import as_json
from shopapp.publishing.exports.sets import TARGETS, ExportPhoto, ExportProduct, is_sold_as_pair
from shopapp.studio import engine, storage

_S = Export.State
_OUR_FAULT = "Something went wrong on our side while this set was made. Please start it again."
_NOTHING = "None of these photos has a result yet. Retouch them first."
_log = structlog.get_logger(__name__)


def run(export_id: int) -> None:
    """Claim one set and make it; one that is held or done is left alone."""
    open_states = (_S.WAITING, _S.RUNNING)
    export = leases.claim(Export.objects.filter(state__in=open_states), export_id, state=_S.RUNNING)
    if export is None:
        return
    with structlog.contextvars.bound_contextvars(shop=export.shop.domain, export=export.pk):
        try:
            if export.crashes >= leases.MOST_CRASHES:
                _fail(export, _OUR_FAULT)
                return
            with leases.alive(export):
                _make(export)
        except LeaseLost:
            _log.info("overtaken; nothing written")


def _make(export: Export) -> None:
    products = list(products_of(export))
    if not products:
        _fail(export, _NOTHING)
        return
    with tempfile.TemporaryDirectory(prefix="lustre-set-") as folder:
        built = build_set(
            Path(folder), products, target=TARGETS[export.marketplace], rules=shopify_rules.rule_book(),
            measure=_measure, made_at=timezone.now(),
        )  # fmt: skip
        _keep(export, built)


def _measure(data: bytes, file_name: str) -> Mapping[str, object]:
    facts: Mapping[str, object] = engine.plain(measure_facts(data, file_name=file_name))
    return facts


def products_of(export: Export) -> Iterator[ExportProduct]:
    """Yield the shop's products with their results, in gallery order; a photo without a result is not in it."""
    results = _results(export)
    places = ProductMedia.objects.filter(
        product__shop=export.shop, product__deleted_at=None, media__in=results
    )
    for product in Product.objects.filter(pk__in=places.values("product_id")).order_by("pk"):
        photos = [
            _photo(place.media, results[place.media_id])
            for place in places.filter(product=product).select_related("media").order_by("position", "pk")
        ]
        first = product.variants.order_by("pk").first()
        yield ExportProduct(
            title=product.title, handle=product.handle or f"product-{product.pk}", photos=tuple(photos),
            sku=first.sku if first else "",
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


def _photo(media: Media, revision: Revision) -> ExportPhoto:
    return ExportPhoto(name=media.name, read=lambda: storage.read(revision.key), alt=media.alt)


def _keep(export: Export, built: BuiltSet) -> None:
    parent = f"{storage.shop_folder(export.shop_id)}/exports/{export.pk}"
    for path in sorted(built.folder.iterdir()):
        storage.replace(f"{parent}/{built.folder.name}/{path.name}", path.read_bytes())
    leases.let_go(
        export,
        state=_S.READY,
        folder_key=f"{parent}/{built.folder.name}",
        zip_key=storage.replace(f"{parent}/{built.zip.name}", built.zip.read_bytes()),
        html_key=f"{parent}/{built.folder.name}/{built.html.name}",
        json_key=f"{parent}/{built.folder.name}/{built.json.name}",
        images=built.images,
        blocked=built.blocked,
        report=as_json(built.entries),
        finished_at=timezone.now(),
    )


def _fail(export: Export, sentence: str) -> None:
    leases.let_go(export, state=_S.FAILED, reason_sentence=sentence, finished_at=timezone.now())
