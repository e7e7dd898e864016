"""Measures of healing on drawn cases whose answer is known by hand."""

import numpy as np
import pytest

from retouch.bench.measures import spots


def specks(*places: tuple[int, int]) -> np.ndarray:
    mask = np.zeros((60, 60), bool)
    for row, column in places:
        mask[row : row + 3, column : column + 3] = True
    return mask


def test_one_of_two_specks_found_and_one_invented_is_half_of_each():
    found = spots.found(specks((10, 10), (40, 10)), specks((10, 10), (10, 40)))
    assert (found.recall, found.precision, found.f1) == (0.5, 0.5, 0.5)
    assert (found.marks, found.marks_met) == (2, 1)


def test_three_pixels_off_is_found_and_seven_is_not():
    assert spots.found(specks((10, 13)), specks((10, 10))).f1 == 1
    assert spots.found(specks((10, 17)), specks((10, 10))).f1 == 0


def test_counts_of_several_scenes_add_up():
    one = spots.found(specks((10, 10)), specks((10, 10)))
    none = spots.found(specks(), specks((10, 10)))
    assert (one + none).recall == 0.5
    assert (one + none).precision == 1


def test_ten_codes_off_is_28_decibels():
    spotless = np.full((8, 8, 3), 100, np.uint8)
    total, count = spots.squared_error(spotless + 10, spotless, np.ones((8, 8), bool))
    assert spots.psnr(total, count) == pytest.approx(28.13, abs=0.01)
    assert spots.psnr(0.0, 12) == 99.0
    assert spots.psnr(0.0, 0) is None


def test_a_changed_hallmark_is_harm_unless_dirt_lay_on_it():
    before = np.full((60, 60, 3), 100, np.uint8)
    after = before.copy()
    after[10:13, 10:13] = 120
    hallmark = specks((10, 10))
    assert spots.harmed(before, after, hallmark, specks()) == 9
    assert spots.harmed(before, after, hallmark, specks((10, 10))) == 0
    assert spots.harmed(before, before, hallmark, specks()) == 0
