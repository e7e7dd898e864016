import numpy as np
import pytest

from retouch.regions.protected import find_protected

SIDE = 64
NOTHING = np.zeros((SIDE, SIDE), np.float32)
ALL = np.ones((SIDE, SIDE), np.float32)


def surface() -> np.ndarray:
    noise = np.random.default_rng(3).normal(0.0, 0.002, (SIDE, SIDE)).astype(np.float32)
    return (0.6 + noise)[..., None].repeat(3, axis=2)


def test_marks_in_a_row_are_protected_with_what_lies_about_them() -> None:
    pixels = surface()
    for column in (27, 30, 33):
        pixels[31:33, column : column + 2] = 0.25
    protected = find_protected(pixels, ALL, NOTHING)
    assert protected[31:33, 27:35].all()
    assert not protected[:20].any()


def test_a_speck_alone_on_metal_is_not_protected() -> None:
    pixels = surface()
    pixels[31, 30:32] = 0.25
    assert not find_protected(pixels, ALL, NOTHING).any()


def test_brushed_grain_is_a_field_of_marks() -> None:
    pixels = surface()
    pixels[::4, 4:60] = 0.35
    assert find_protected(pixels, ALL, NOTHING)[8:56, 8:56].mean() > 0.9


@pytest.mark.parametrize("metal", [NOTHING, ALL])
def test_everything_in_a_stone_is_protected(metal: np.ndarray) -> None:
    gem = NOTHING.copy()
    gem[20:40, 20:40] = 1.0
    assert find_protected(surface(), metal - gem * metal, gem)[20:40, 20:40].all()
