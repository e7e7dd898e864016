"""Measures of a matte on drawn cases whose answer is known by hand."""

import numpy as np
import pytest

from retouch.bench.measures import matte


def square(side: int = 80, low: int = 20, high: int = 60) -> np.ndarray:
    alpha = np.zeros((side, side), np.float32)
    alpha[low:high, low:high] = 1
    return alpha


def test_the_band_reaches_ten_pixels_to_either_side_of_an_edge():
    row = matte.band(square())[40]
    assert row[10:30].all()
    assert not row[:10].any()
    assert not row[31:49].any()


def test_a_perfect_matte_has_no_error_anywhere():
    truth = square()
    where = matte.band(truth)
    assert matte.mean_error(truth, truth, where) == 0
    assert matte.gradient_error(truth, truth, where) == 0
    assert matte.boundary_f(truth, truth) == 1


def test_half_the_alpha_missing_over_the_piece_is_an_error_of_its_share_of_the_region():
    truth, everywhere = square(), np.ones((80, 80), bool)
    assert matte.mean_error(truth / 2, truth, everywhere) == pytest.approx(0.5 * 40 * 40 / 6400)


def test_an_edge_two_pixels_off_is_met_and_one_four_pixels_off_is_not():
    truth = square()
    assert matte.boundary_f(square(80, 22, 58), truth) > 0.95  # the corners alone are 2.8 px off
    assert matte.boundary_f(square(80, 24, 56), truth) == 0


def test_an_empty_matte_meets_nothing():
    assert matte.boundary_f(np.zeros((80, 80), np.float32), square()) == 0


def test_a_softer_edge_has_a_gradient_error_and_a_shifted_one_a_larger_one():
    truth = square()
    where = matte.band(truth)
    soft = truth.copy()
    soft[20:60, 20] = 0.5
    shifted = np.roll(truth, 4, axis=1)
    assert 0 < matte.gradient_error(soft, truth, where) < matte.gradient_error(shifted, truth, where)


def wired() -> np.ndarray:
    """A square and a wire 3 px wide and 120 px long."""
    alpha = np.zeros((100, 160), np.float32)
    alpha[10:50, 20:60] = 1
    alpha[70:73, 20:140] = 1
    return alpha


def test_only_the_wire_is_thin():
    parts = matte.thin_parts(wired())
    assert parts[70:73, 20:140].all()
    assert parts[:60].sum() <= 20  # the square loses no more than its corners


def test_half_a_wire_found_is_half_the_thin_recall_and_full_precision():
    truth, ours = wired(), wired()
    ours[70:73, 80:] = 0
    found = matte.thin(ours, truth)
    assert found.recall == pytest.approx(0.5, abs=0.03)
    assert found.precision == pytest.approx(1.0)


def test_an_invented_wire_costs_precision_only():
    truth, ours = wired(), wired()
    ours[90:93, 20:140] = 1
    found = matte.thin(ours, truth)
    assert found.recall == 1
    assert found.precision == pytest.approx(0.5, abs=0.03)


def test_a_piece_without_thin_parts_has_no_thin_figures():
    assert matte.thin(square(), square()) == matte.Thin(None, None)


def test_overlap_is_intersection_over_union():
    truth, ours = square(), square(80, 20, 40)
    assert matte.overlap(ours, truth) == pytest.approx(400 / 1600)
    assert matte.overlap(ours, np.zeros((80, 80), np.float32)) is None
