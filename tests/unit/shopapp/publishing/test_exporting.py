import json
from io import BytesIO

import pytest
from PIL import Image

from shopapp.errors import Invalid
from shopapp.models import Export, Media, Shop
from shopapp.publishing import exporting, selectors, services
from shopapp.studio import services as studio
from shopapp.studio import storage
from shopapp.studio.engine import Request
from tests.factories import CHARLIES, made, make_shop, stocked, work_off
from tests.fake_shop import FakeShop

pytestmark = pytest.mark.django_db


def white(request: Request):  # type: ignore[no-untyped-def]
    from dataclasses import replace

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
