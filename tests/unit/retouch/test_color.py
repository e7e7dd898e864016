"""Color against its published tables."""

from pathlib import Path

import numpy as np
import pytest

from retouch import color

SHARMA = np.loadtxt(Path(__file__).parents[2] / "data/ciede2000.csv", delimiter=",")


@pytest.mark.parametrize("row", SHARMA, ids=[str(index + 1) for index in range(len(SHARMA))])
def test_the_difference_of_two_colors_is_the_published_one_in_both_directions(row):
    first, second, published = row[:3], row[3:6], row[6]
    assert color.delta_e_2000(first, second) == pytest.approx(published, abs=5e-5)
    assert color.delta_e_2000(second, first) == pytest.approx(published, abs=5e-5)


def test_the_difference_jumps_where_hues_stand_opposite_and_has_both_answers_there():
    red = np.array([50.0, 2.49, -0.001])
    before, after = (color.delta_e_2000(red, np.array([50.0, -2.49, b])) for b in (0.0010, 0.0011))
    assert (round(float(before), 4), round(float(after), 4)) == (7.1792, 7.2195)


def test_a_color_differs_from_itself_by_nothing():
    lab = np.array([[50.0, 20.0, -30.0], [0.0, 0.0, 0.0], [100.0, 0.0, 0.0]], np.float32)
    assert not color.delta_e_2000(lab, lab).any()


@pytest.mark.parametrize(
    ("encoded", "linear"), [(0.0, 0.0), (0.04045, 0.0031308), (0.5, 0.2140411), (1.0, 1.0)]
)
def test_the_transfer_passes_through_the_points_of_its_standard(encoded, linear):
    assert color.to_linear(np.float32([encoded]))[0] == pytest.approx(linear, abs=1e-6)
    assert color.to_encoded(np.float32([linear]))[0] == pytest.approx(encoded, abs=1e-5)


def test_every_eight_bit_code_returns_to_itself():
    codes = np.arange(256, dtype=np.uint8)
    assert np.array_equal(color.to_codes(color.linear_table(8)[codes]), codes)


def test_every_sixteen_bit_code_returns_to_itself():
    codes = np.arange(65_536, dtype=np.uint16)
    assert np.array_equal(color.to_codes_16(color.linear_table(16)), codes)


def test_white_is_white_in_every_space():
    white = np.ones((1, 3), np.float32)
    assert color.to_lab(white)[0] == pytest.approx([100.0, 0.0, 0.0], abs=1e-3)
    assert color.to_xyz(white)[0] == pytest.approx([0.95046, 1.0, 1.08906], abs=1e-4)
    assert color.luminance(white)[0] == pytest.approx(1.0, abs=1e-6)


@pytest.mark.parametrize(
    ("linear", "lab"),
    [
        ((1, 0, 0), (53.24, 80.09, 67.20)),
        ((0, 1, 0), (87.73, -86.18, 83.18)),
        ((0, 0, 1), (32.30, 79.19, -107.86)),
    ],
)
def test_the_primaries_have_their_known_lab_values(linear, lab):
    assert color.to_lab(np.float32([linear]))[0] == pytest.approx(lab, abs=0.02)


def test_lab_and_xyz_return_to_the_light_they_came_from():
    linear = np.random.default_rng(1).random((200, 3), dtype=np.float32)
    linear[:3] = [[0, 0, 0], [1, 1, 1], [1e-4, 1e-4, 2e-4]]
    assert np.allclose(color.from_lab(color.to_lab(linear)), linear, atol=2e-5)
    assert np.allclose(color.from_xyz(color.to_xyz(linear)), linear, atol=1e-6)


def test_adaptation_takes_one_white_to_the_other():
    matrix = color.adaptation(color.D50, color.D65)
    assert matrix @ color.D50 == pytest.approx(color.D65)
    # Lindbloom's table, D50 to D65, for whites that differ from ours in the fifth place
    assert matrix[0] == pytest.approx([0.9555766, -0.0230393, 0.0631636], abs=2e-4)
