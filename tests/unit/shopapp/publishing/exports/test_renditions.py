"""What the rules of each slot leave a rendition, and that a rendition made so passes them."""

import pytest

from integrations.compliance import load_rules
from retouch.renditions import Bound, Size, Span, Wanted
from shopapp.publishing.exports.renditions import (
    limits_of,
    open_master,
    provenance_of,
    render,
    rendition_of,
    thumbnail,
)
from shopapp.publishing.exports.sets import TARGETS
from tests.unit.shopapp.publishing.exports.pictures import noise, opened, picture


def limits(target, slot="main"):
    place = TARGETS[target]
    rules = load_rules().applying(
        marketplace=place.marketplace, region=place.region, category=place.category, slot=slot
    )
    return limits_of(rules, slot=slot)


def sizes(target, slot="main"):
    return set(limits(target, slot).sizes)


def test_amazon_s_main_image_is_white_and_fills_its_frame_within_the_jewelry_page_s_window():
    wanted = limits("amazon")
    assert (wanted.white, wanted.photographed, wanted.fill) == (True, True, Span(0.85, None))
    assert sizes("amazon") >= {Bound(Size.LONGEST, 500), Bound(Size.LONGEST, most=2100, wished=True)}
    assert "jpeg" in wanted.formats
    assert not limits("amazon", "gallery").white


def test_amazon_australia_asks_for_more():
    assert limits("amazon-au").fill == Span(0.85, 0.90)
    assert limits("amazon-au", "gallery").fill == Span(0.80, 0.90)
    assert Bound(Size.LONGEST, 1000, 2100) in sizes("amazon-au")
    assert limits("amazon-au").formats == ("jpeg",)


def test_etsy_s_bytes_crops_and_size():
    wanted = limits("etsy")
    assert (wanted.max_bytes, wanted.wished_bytes) == (10_000_000, 1_000_000)
    assert sorted(wanted.survives) == [0.8, 1.0, 1.25, pytest.approx(4 / 3)]
    assert sizes("etsy") >= {Bound(Size.SHORTEST, 635), Bound(Size.SHORTEST, 2000, wished=True)}
    assert limits("etsy", "gallery").survives == ()


def test_the_others_too():
    assert limits("zalando").ratio == Span(0.685, 0.70)
    assert limits("walmart").ratio == Span(1.0, 1.0)
    assert limits("walmart").white
    assert limits("ebay").least_quality == 90
    assert limits("google").fill == Span(0.75, 0.90)
    assert limits("tiktok-shop").max_bytes == 5_000_000


def test_rules_that_contradict_each_other_leave_the_blocking_ones():
    rules = [r for r in load_rules().rules if r.id in {"AMZ-JWL-FILL-MAIN", "GMC-FRAME"}]
    assert limits_of(rules).fill == Span(0.80, 0.90)
    rules = [r for r in load_rules().rules if r.id in {"WMT-PX-B", "ZAL-PX-A"}]
    assert limits_of(rules).ratio == Span(0.685, 0.70)


def test_what_is_done_is_said_in_words():
    rendition = render(picture(), Wanted(sizes=(Bound(Size.LONGEST, most=32),)))
    assert (rendition.width, rendition.height) == (32, 24)
    assert rendition.notes == ("Reduced from 64 × 48 to 32 × 24 pixels.",)


def test_a_file_that_cannot_be_light_enough_is_made_all_the_same():
    heavy = open_master(noise())
    rendition = rendition_of(heavy, Wanted(max_bytes=300, sizes=(Bound(Size.SHORTEST, 60),)))
    assert rendition.width == 64


def test_what_was_stored_with_a_result_is_read_again():
    told = {"recipe": "r", "recipe_digest": "d", "source_digest": "s", "engine_version": "1"}
    record = {
        "name": "detail",
        "version": 1,
        "params": {"sharpness": 0.5},
        "seconds": 0.1,
        "changed_share": 0.2,
    }
    provenance = provenance_of(told | {"operations": [record]})
    assert provenance is not None
    assert (provenance.recipe, provenance.operations[0].params) == ("r", {"sharpness": 0.5})
    assert provenance_of({}) is None
    assert provenance_of({"recipe": "r"}) is None


def test_a_thumbnail_is_small():
    assert max(opened(thumbnail(picture(800, 600))).size) == 320
