import json
from collections import Counter
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from itertools import count
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone
from PIL import Image

from shopapp.errors import Invalid
from shopapp.models import Export, Media, Product, Revision, Shop
from shopapp.publishing import exporting, selectors, services
from shopapp.studio import services as studio
from shopapp.studio import storage
from shopapp.studio.engine import Request
from tests.factories import CHARLIES, made, make_shop, stocked, work_off
from tests.fake_marketplace import KilledError
from tests.fake_shop import FakeShop

pytestmark = pytest.mark.django_db


def white(request: Request):  # type: ignore[no-untyped-def]
    buffer = BytesIO()
    Image.new("RGB", (64, 64), "white").save(buffer, "JPEG")
    return replace(made(request), data=buffer.getvalue())


@pytest.fixture
def retouched(alice: Shop, fake: FakeShop) -> list[Media]:
    media = stocked(alice, fake, photos=2)
    studio.start_batch(shop=alice)
    work_off(white)
    return media


@pytest.mark.parametrize("marketplace", ["etsy", "amazon"])
def test_a_set_is_a_folder_a_zip_and_a_report(alice: Shop, retouched: list[Media], marketplace: str) -> None:
    export = services.start_export(shop=alice, marketplace=marketplace)
    exporting.run(export.pk)
    export.refresh_from_db()
    assert (export.state, export.images) == ("ready", 2)
    assert storage.read(export.zip_key)[:2] == b"PK"
    assert b"<html" in storage.read(export.html_key)
    report = json.loads(storage.read(export.json_key))
    assert {entry["marketplace"] for entry in report} == {marketplace}
    open_points = {(e["file"], f["rule"]) for e in report for f in e["findings"] if f["verdict"] != "pass"}
    assert {(e["file"], f["rule"]) for e in export.report for f in e["findings"]} == open_points
    assert list(selectors.exports(alice)) == [export]


def test_a_set_needs_a_result(alice: Shop, fake: FakeShop) -> None:
    stocked(alice, fake)
    with pytest.raises(Invalid):
        services.start_export(shop=alice, marketplace="etsy")


def test_sets_are_made_for_known_marketplaces_only(alice: Shop, retouched: list[Media]) -> None:
    with pytest.raises(Invalid):
        services.start_export(shop=alice, marketplace="myspace")
    with pytest.raises(Invalid):
        services.start_export(shop=make_shop(CHARLIES), marketplace="etsy", media_ids=[retouched[0].pk])


def test_a_set_whose_photos_lost_their_results_says_so(alice: Shop) -> None:
    export = Export.objects.create(shop=alice, marketplace="etsy", media_ids=[999])
    exporting.run(export.pk)
    export.refresh_from_db()
    assert (export.state, bool(export.reason_sentence)) == ("failed", True)
    exporting.run(export.pk)


def test_a_set_that_breaks_the_worker_again_and_again_ends(alice: Shop) -> None:
    export = Export.objects.create(shop=alice, marketplace="etsy", media_ids=[999], crashes=5)
    exporting.run(export.pk)
    export.refresh_from_db()
    assert export.state == "failed"


def each_its_own(request: Request):  # type: ignore[no-untyped-def]
    buffer = BytesIO()
    shade = 30 * int(request.data.split()[-1])
    Image.new("RGB", (64, 64), (255, 255, shade)).save(buffer, "JPEG")
    return replace(made(request), data=buffer.getvalue())


@pytest.fixture
def seven(alice: Shop, fake: FakeShop, settings: Any, tmp_path: Path) -> list[Media]:
    """Seven retouched photos, in a folder of their own."""
    folder = {"BACKEND": "shopapp.studio.storage.AtomicFolderStorage", "OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = settings.STORAGES | {"default": folder}
    media = stocked(alice, fake, photos=7)
    studio.start_batch(shop=alice)
    work_off(each_its_own)
    return media


def watched(monkeypatch: pytest.MonkeyPatch, *, most: int = 99) -> "Counter[str]":
    """Count how often each result is read to be cut; the worker is ended when it begins one more than ``most``."""
    results, counts, read = set(Revision.objects.values_list("key", flat=True)), Counter[str](), storage.read

    def counted(key: str) -> bytes:
        if key in results:
            if counts.total() == most:
                raise KilledError
            counts[key] += 1
        return read(key)

    monkeypatch.setattr(storage, "read", counted)
    return counts


def hurried(export: Export, *, seconds: float) -> None:
    """Run one go in which every file takes so long."""
    exporting.run(export.pk, clock=count(0.0, seconds).__next__)
    export.refresh_from_db()


def lies(export: Export) -> tuple[list[str], list[str]]:
    """Which files lie in the set's folder, and which in its zip."""
    parent, name = export.folder_key.rsplit("/", 1)
    folders, files = default_storage.listdir(parent)
    assert (folders, files) == ([name], [f"{name}.zip"])
    with ZipFile(BytesIO(storage.read(export.zip_key))) as archive:
        assert archive.testzip() is None
        return sorted(default_storage.listdir(export.folder_key)[1]), sorted(archive.namelist())


def test_a_large_set_is_made_in_several_goes_and_each_file_once(
    alice: Shop, seven: list[Media], monkeypatch: pytest.MonkeyPatch
) -> None:
    export = services.start_export(shop=alice, marketplace="etsy")
    read = watched(monkeypatch)
    made = []
    for _go in range(4):
        hurried(export, seconds=exporting.A_GO.total_seconds() / 2)
        made.append(read.total())
    assert made == [2, 4, 6, 7]
    assert set(read.values()) == {1}
    files = [f"product-{Product.objects.get().pk}-{number}.jpg" for number in range(1, 8)]
    assert lies(export) == ([*files, "report.html", "report.json"], files)
    report = json.loads(storage.read(export.json_key))
    assert [entry["file"] for entry in report] == files
    at_once = services.start_export(shop=alice, marketplace="etsy")
    exporting.run(at_once.pk)
    at_once.refresh_from_db()
    assert storage.read(at_once.zip_key) == storage.read(export.zip_key)
    assert json.loads(storage.read(at_once.json_key)) == report


def test_a_worker_ended_again_and_again_ends_no_set_that_gets_on(
    alice: Shop, seven: list[Media], monkeypatch: pytest.MonkeyPatch
) -> None:
    export = services.start_export(shop=alice, marketplace="etsy")
    for _go in range(len(seven)):
        with monkeypatch.context() as patch:
            watched(patch, most=1)
            with suppress(KilledError):
                exporting.run(export.pk)
        Export.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    with monkeypatch.context() as patch:
        read = watched(patch)
        exporting.run(export.pk)
        assert read.total() == 0
    export.refresh_from_db()
    assert (export.state, export.images) == ("ready", 7)


def test_a_product_renamed_between_two_goes_leaves_no_file_of_its_old_name(
    alice: Shop, seven: list[Media]
) -> None:
    export = services.start_export(shop=alice, marketplace="etsy")
    hurried(export, seconds=exporting.A_GO.total_seconds())
    Product.objects.update(handle="band")
    exporting.run(export.pk)
    export.refresh_from_db()
    files = [f"band-{number}.jpg" for number in range(1, 8)]
    assert lies(export) == ([*files, "report.html", "report.json"], files)


def test_a_file_that_was_written_over_is_made_again(alice: Shop, seven: list[Media]) -> None:
    export = services.start_export(shop=alice, marketplace="etsy")
    hurried(export, seconds=exporting.A_GO.total_seconds())
    folder = f"{storage.shop_folder(alice.pk)}/exports/{export.pk}/etsy"
    (first,) = default_storage.listdir(folder)[1]
    storage.replace(f"{folder}/{first}", b"something else")
    exporting.run(export.pk)
    export.refresh_from_db()
    assert export.images == 7
    assert storage.read(f"{folder}/{first}")[:2] == b"\xff\xd8"


def test_the_queue_gives_a_go_and_the_packing_the_time_they_take() -> None:
    from shopapp.tasks.gpu import build_export

    assert build_export.options["time_limit"] > 5 * exporting.A_GO.total_seconds() * 1000
