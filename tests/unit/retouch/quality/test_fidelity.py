"""Planted alterations are caught, honest retouches pass: the gate on a drawn ring, in sizes a photo would have."""

import json
from collections.abc import Callable
from dataclasses import replace

import cv2
import numpy as np
import pytest

from retouch.arrays import LinearRGB
from retouch.operation import OPERATIONS
from retouch.quality.drift import Drift
from retouch.quality.fidelity import FidelityReport, Thresholds, judge, measure
from retouch.recipe import Recipe
from retouch.regions.findings import Box
from tests.unit.retouch.jewelry import Drawn, on_white, ring

SIDE = 192
TONE = ("white_balance", "exposure", "spot_removal", "highlights", "metal_tone", "gems", "detail")


def photo(drawn: Drawn) -> LinearRGB:
    """The drawing as a lens and a sensor have it."""
    noise = np.random.default_rng(1).normal(0, 0.004, drawn.pixels.shape)
    return np.clip(cv2.GaussianBlur(drawn.pixels, (0, 0), 0.7) + noise, 0, 1).astype(np.float32)


def retouched(drawn: Drawn, pixels: LinearRGB) -> LinearRGB:
    for step in Recipe.named("catalog-white").steps:
        if step.name in TONE:
            pixels = OPERATIONS[step.name].run(pixels, step.params, drawn.scene)
    return on_white(drawn, pixels)


def codes(report: FidelityReport) -> set[str]:
    return {reason.code for reason in judge(report)}


@pytest.mark.parametrize("alloy", ["14k-yellow-gold", "14k-rose-gold", "sterling-silver"])
@pytest.mark.parametrize("light", [(1.0, 1.0, 1.0), (1.1, 1.0, 0.85), (0.92, 1.0, 1.08)])
def test_an_honest_retouch_passes(alloy: str, light: tuple[float, float, float]) -> None:
    drawn = ring(SIDE, alloy=alloy, light=light)
    pixels = photo(drawn)
    report = measure(pixels, retouched(drawn, pixels), drawn.scene)
    assert codes(report) == set()
    assert report.edges_kept > 0.95
    assert report.lost_side < 0.03


def without_a_prong(drawn: Drawn, after: LinearRGB) -> None:
    rows, columns = np.nonzero(drawn.prongs)
    quarter = drawn.prongs.copy()
    quarter[:, SIDE // 2 :] = False
    after[quarter & (np.arange(SIDE) < np.median(rows[columns < SIDE // 2]))[:, None]] = 1.0


def with_a_link_cut(drawn: Drawn, after: LinearRGB) -> None:
    cut = drawn.band & (np.arange(SIDE) > 0.8 * SIDE)[:, None] & (np.abs(np.arange(SIDE) - SIDE // 2) < 8)
    after[cut] = 1.0


def with_facets_blurred(drawn: Drawn, after: LinearRGB) -> None:
    after[drawn.stone] = cv2.GaussianBlur(after, (0, 0), 5.0)[drawn.stone]


def with_metal_greyed(drawn: Drawn, after: LinearRGB) -> None:
    after[drawn.scene.metal > 0] = after[drawn.scene.metal > 0].mean(axis=1, keepdims=True)


def with_the_stone_recolored(drawn: Drawn, after: LinearRGB) -> None:
    after[drawn.stone] = after[drawn.stone][:, [2, 1, 0]]


def with_the_stone_paled(drawn: Drawn, after: LinearRGB) -> None:
    grey = after[drawn.stone].mean(axis=1, keepdims=True)
    after[drawn.stone] = grey + 0.3 * (after[drawn.stone] - grey)


def with_the_metal_blurred(drawn: Drawn, after: LinearRGB) -> None:
    inside = drawn.scene.alpha > 0
    after[inside] = cv2.GaussianBlur(after, (0, 0), 4.0)[inside]


def with_facets_redrawn(drawn: Drawn, after: LinearRGB) -> None:
    after[drawn.stone] = np.flip(after, axis=1)[drawn.stone]


PLANTED: dict[Callable[[Drawn, LinearRGB], None], set[str]] = {
    without_a_prong: {"thin_kept"},
    with_a_link_cut: {"worst_kept", "edges_kept", "repainted"},
    with_facets_blurred: {"worst_kept", "edges_kept", "crispness"},
    with_metal_greyed: {"metal_chroma"},
    with_the_stone_recolored: {"gem_hue"},
    with_the_stone_paled: {"gem_chroma"},
    with_the_metal_blurred: {"crispness", "edges_kept", "worst_kept"},
    with_facets_redrawn: {"edges_kept", "worst_kept", "repainted"},
}


@pytest.mark.parametrize("alter", PLANTED, ids=lambda alter: alter.__name__)
def test_a_planted_alteration_is_caught(alter: Callable[[Drawn, LinearRGB], None]) -> None:
    drawn = ring(SIDE)
    pixels = photo(drawn)
    after = retouched(drawn, pixels)
    alter(drawn, after)
    assert codes(measure(pixels, after, drawn.scene)) & PLANTED[alter]


def test_a_prong_that_the_cut_out_ate_is_missed_although_alpha_knows_nothing_of_it() -> None:
    drawn = ring(SIDE)
    pixels = photo(drawn)
    eaten = drawn.prongs & (np.arange(SIDE) > SIDE // 2) & (np.arange(SIDE) < 0.3 * SIDE)[:, None]
    blind = drawn.with_scene(
        alpha=np.where(eaten, 0.0, drawn.scene.alpha).astype(np.float32),
        metal=np.where(eaten, 0.0, drawn.scene.metal).astype(np.float32),
    )
    report = measure(pixels, retouched(blind, pixels), blind.scene)
    reason, second = judge(report)
    assert (reason.code, second.code) == ("lost_beside", "vanished")
    assert reason.figure is not None
    assert f"{100 * reason.figure:.0f} %" in reason.sentence
    where = np.argwhere(eaten)
    assert report.lost_box is not None
    assert report.lost_box.left - 4 <= where[:, 1].mean() <= report.lost_box.right + 4
    assert judge(report, Thresholds(lost_side=1.0, vanished=9.0)) == ()


def test_each_rule_has_a_sentence_with_its_figure() -> None:
    drawn = ring(SIDE)
    report = measure(photo(drawn), photo(drawn), drawn.scene)
    broken = replace(
        report,
        edges_kept=0.5,
        worst_kept=0.1,
        repainted=0.3,
        crispness=0.4,
        lost_side=0.2,
        metal=Drift(20.0, 40.0, 1.0),
        gem=Drift(20.0, 0.0, 0.2),
    )
    reasons = {reason.code: reason for reason in judge(broken)}
    wanted = {"edges_kept": "50 %", "worst_kept": "10 %", "repainted": "30 %", "crispness": "40 %"}
    wanted |= {"lost_beside": "20 %", "metal_hue": "40°", "gem_chroma": "20 %"}
    assert set(reasons) == set(wanted)
    assert all(figure in reasons[code].sentence for code, figure in wanted.items())


def test_a_change_outside_the_regions_is_always_a_reason() -> None:
    drawn = ring()
    report = measure(drawn.pixels, drawn.pixels, drawn.scene, changed_outside=1e-6)
    assert [reason.code for reason in judge(report)] == ["changed_outside"]


def test_a_kept_background_and_a_see_through_one_lose_nothing() -> None:
    drawn = ring(SIDE)
    pixels = photo(drawn)
    cut_out = np.concatenate([pixels, drawn.scene.alpha[..., None]], axis=2)
    for after in (pixels, cut_out):
        report = measure(pixels, after, drawn.scene)
        assert codes(report) == set()
        assert report.edges_kept == pytest.approx(1.0, abs=1e-3)


def test_parts_and_holes_are_counted() -> None:
    drawn = ring(SIDE)
    report = measure(drawn.pixels, drawn.pixels, drawn.scene)
    assert report.holes == 1
    assert report.parts >= 1


def test_a_report_is_plain_json_and_names_the_worst_spot() -> None:
    drawn = ring(SIDE)
    pixels = photo(drawn)
    after = retouched(drawn, pixels)
    with_a_link_cut(drawn, after)
    report = measure(pixels, after, drawn.scene)
    assert json.loads(json.dumps(report.as_report()))["edges_kept"] == pytest.approx(report.edges_kept)
    assert report.worst_box is not None
    assert report.worst_box.bottom > 0.7 * SIDE


def test_a_large_photo_is_compared_smaller_and_its_boxes_carried_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    drawn = ring(SIDE)
    pixels = photo(drawn)
    monkeypatch.setattr("retouch.quality.fidelity.MOST_PIXELS", SIDE * SIDE // 3)
    report = measure(pixels, retouched(drawn, pixels), drawn.scene)
    assert codes(report) == set()
    assert report.worst_box is None or report.worst_box.right <= SIDE


def test_a_photo_without_edges_has_lost_none() -> None:
    drawn = ring()
    flat = np.full_like(drawn.pixels, 0.5)
    report = measure(flat, flat, drawn.scene)
    assert (report.edges_kept, report.worst_kept, report.worst_box) == (1.0, 1.0, None)
    assert isinstance(drawn.scene.box, Box)
