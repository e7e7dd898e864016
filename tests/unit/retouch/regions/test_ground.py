import numpy as np
import pytest

from retouch.regions.ground import adaptation_to_neutral, light_color, lit_ground, toward_neutral

SIDE = 64
NOTHING = np.zeros((SIDE, SIDE), np.float32)


def card(color: tuple[float, float, float]) -> np.ndarray:
    return np.full((SIDE, SIDE, 3), color, np.float32)


def test_the_lit_part_of_the_ground_speaks_and_its_shadow_does_not() -> None:
    pixels = card((0.6, 0.58, 0.55))
    pixels[:20] *= 0.4
    ground = lit_ground(pixels, NOTHING, NOTHING)
    assert ground is not None
    assert np.allclose(ground.color, (0.6, 0.58, 0.55), atol=1e-4)
    assert ground.luminance == pytest.approx(0.58, abs=0.01)


def test_a_ground_of_two_colors_says_nothing() -> None:
    pixels = card((0.6, 0.3, 0.3))
    pixels[:, ::2] = (0.2, 0.4, 0.5)
    pixels *= np.random.default_rng(2).uniform(0.8, 1.2, (SIDE, SIDE, 1)).astype(np.float32)
    assert lit_ground(pixels, NOTHING, NOTHING) is None


def test_a_photo_filled_by_its_piece_has_no_ground() -> None:
    assert lit_ground(card((0.6, 0.6, 0.6)), NOTHING + 1, NOTHING) is None


@pytest.mark.parametrize("color", [(0.02, 0.02, 0.02), (1.0, 1.0, 1.0)])
def test_dark_and_blown_grounds_say_nothing(color: tuple[float, float, float]) -> None:
    assert lit_ground(card(color), NOTHING, NOTHING) is None
    assert light_color(card(color), NOTHING, NOTHING) is None
    assert adaptation_to_neutral(card(color), NOTHING, NOTHING) is None


def test_a_strong_color_is_the_grounds_own() -> None:
    assert light_color(card((0.6, 0.1, 0.1)), NOTHING, NOTHING) is None


def test_between_a_cast_and_a_color_half_is_taken_away() -> None:
    color = np.array((0.57, 0.5, 0.36))
    light = light_color(card(tuple(color)), NOTHING, NOTHING)
    assert light is not None
    whole = color / (color @ (0.2126, 0.7152, 0.0722))
    assert 1.0 > light[2] > whole[2]


def test_neutral_is_where_the_light_is_taken() -> None:
    light = np.array([1.1, 1.0, 0.85])
    neutral = toward_neutral(light) @ light
    assert np.ptp(neutral) < 1e-3
    matrix = adaptation_to_neutral(card((0.55, 0.5, 0.45)), NOTHING, NOTHING)
    assert matrix is not None
    assert np.ptp(matrix @ np.array((0.55, 0.5, 0.45))) < 0.01
