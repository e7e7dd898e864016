import numpy as np

from retouch.color import luminance
from retouch.regions.opponent import from_relative_chroma, relative_chroma


def colors() -> np.ndarray:
    return np.random.default_rng(0).uniform(0.02, 0.98, (500, 3)).astype(np.float32)


def test_there_and_back() -> None:
    light = luminance(colors())
    assert np.allclose(from_relative_chroma(relative_chroma(colors(), light), light), colors(), atol=1e-4)


def test_luminance_is_kept_whatever_the_chroma_and_the_gamut_is_not_left() -> None:
    light = luminance(colors())
    wild = (relative_chroma(colors(), light) * np.complex64(3 + 2j)).astype(np.complex64)
    back = from_relative_chroma(wild, light)
    assert np.allclose(luminance(back), light, atol=1e-4)
    assert back.min() >= 0.0
    assert back.max() <= 1.0


def test_brightness_does_not_change_relative_chroma() -> None:
    first = relative_chroma(colors(), luminance(colors()))
    second = relative_chroma(colors() * 0.5, luminance(colors() * 0.5))
    assert np.allclose(first, second, atol=1e-4)


def test_black_has_no_color() -> None:
    black = np.zeros((3, 3), np.float32)
    assert np.array_equal(from_relative_chroma(relative_chroma(black, black[:, 0]), black[:, 0]), black)
