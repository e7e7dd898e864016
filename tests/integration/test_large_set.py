"""A store of two thousand photos becomes one set: in several goes, each photo cut and measured once."""

from itertools import count
from math import ceil
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.files.storage import default_storage

from shopapp.models import Export, Media, Original, Product, ProductMedia, Revision, Shop
from shopapp.publishing import exporting
from shopapp.studio import storage
from tests.factories import make_shop
from tests.signed_in import finished_job

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
PHOTOS, A_PRODUCT = 2_000, 5


def stocked() -> Shop:
    """Rows of two thousand photos, every one with the bytes and the report of one result."""
    shop = make_shop()
    done = finished_job(shop).revision
    media = Media.objects.bulk_create(
        Media(shop=shop, gid=f"gid://shopify/MediaImage/9{n}", version="1", mime_type="image/jpeg")
        for n in range(PHOTOS)
    )
    products = Product.objects.bulk_create(
        Product(shop=shop, gid=f"gid://shopify/Product/9{n}", title=f"Ring {n}", handle=f"ring-{n:03}")
        for n in range(PHOTOS // A_PRODUCT)
    )
    ProductMedia.objects.bulk_create(
        ProductMedia(product=products[n // A_PRODUCT], media=each, position=n % A_PRODUCT)
        for n, each in enumerate(media)
    )
    originals = Original.objects.bulk_create(
        Original(shop=shop, media=each, sha256=f"{n:064}", key=done.original.key, bytes=1)
        for n, each in enumerate(media)
    )
    Revision.objects.bulk_create(
        Revision(
            shop=shop, original=each, work_key=f"work-{n}", sha256=f"{n:064}", key=done.key, bytes=1,
            format="jpeg", width=60, height=60, recipe=done.recipe, verdict="ready", report=done.report,
        )
        for n, each in enumerate(originals)
    )  # fmt: skip
    return shop


def test_two_thousand_photos_become_one_set(
    settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = {"BACKEND": "shopapp.studio.storage.AtomicFolderStorage", "OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = settings.STORAGES | {"default": folder}
    shop = stocked()
    chosen = list(Media.objects.filter(gid__contains="/MediaImage/9").values_list("pk", flat=True))
    known = exporting._measure(storage.read(Revision.objects.earliest("pk").key), "ring.jpg")
    measured: list[str] = []

    def measure(_data: bytes, name: str, **_how: Any) -> Any:
        measured.append(name)  # what a second a file would be spent on is tested elsewhere
        return known

    monkeypatch.setattr(exporting, "_measure", measure)
    a_file = 0.5
    a_go = exporting.A_GO.total_seconds() / a_file
    export = Export.objects.create(shop=shop, marketplace="etsy", media_ids=chosen)
    goes = 0
    while export.state in {"waiting", "running"} and goes < PHOTOS:
        exporting.run(export.pk, clock=count(0.0, a_file).__next__)
        export.refresh_from_db()
        goes += 1
    assert (export.state, export.images) == ("ready", PHOTOS)
    assert goes == ceil(PHOTOS / a_go)
    assert len(measured) == len(set(measured)) == PHOTOS
    with default_storage.open(export.zip_key) as file, ZipFile(file) as archive:
        assert sorted(archive.namelist()) == sorted(measured)
