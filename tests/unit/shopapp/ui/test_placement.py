"""The original under its result: by the engine's own figures, on the engine's own result."""

import pytest

from retouch.pipeline import retouch
from retouch.recipe import Recipe
from shopapp.models import Revision
from shopapp.ui import placement
from tests.signed_in import PROVENANCE, REPORT
from tests.unit.retouch.test_pipeline import PHOTO, RING


def test_the_box_of_the_piece_falls_on_the_middle_of_the_result() -> None:
    revision = Revision(report=REPORT, provenance=PROVENANCE, width=64, height=64)
    place = placement.of(revision)
    assert (place.left, place.top) == (0, 12.5)
    assert (place.width, place.height) == (100, 75)


def test_a_result_that_was_not_framed_lies_on_its_original() -> None:
    revision = Revision(report=REPORT, provenance={"operations": []}, width=64, height=48)
    assert placement.of(revision) == placement.Placement()


def test_the_spot_that_decided_is_at_the_same_place_of_both() -> None:
    revision = Revision(report=REPORT, provenance=PROVENANCE, width=64, height=64, reasons=[])
    found = placement.spots(revision)
    assert found is not None
    before, after = found
    assert (before.x, before.y) == (24 / 64, 23 / 48)
    assert (after.x, after.y) == pytest.approx((24 / 64, (8 + 23) / 64))


def test_without_a_spot_there_is_nothing_to_zoom() -> None:
    fidelity = {"worst_box": None}
    revision = Revision(report={"fidelity": fidelity, "measures": {}}, provenance={}, width=64, height=64)
    assert placement.spots(revision) is None


def test_the_engine_gives_the_figures_that_this_needs() -> None:
    result = retouch(PHOTO, Recipe.named("catalog-white"), find=lambda *_args, **_more: RING.scene)
    report = result.as_report()
    revision = Revision(
        report=report,
        provenance=report["provenance"],
        width=result.pixels.shape[1],
        height=result.pixels.shape[0],
    )
    box, side = RING.scene.box, result.pixels.shape[0]
    place = placement.of(revision)
    assert place.width == pytest.approx(100 * 128 / side, rel=0.02)
    middle = place.left / 100 * side + (box.left + box.right) / 2
    assert middle == pytest.approx(side / 2, abs=1)
