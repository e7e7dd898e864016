import numpy as np

from retouch.color import luminance
from retouch.quality.one_color import is_grey, is_of_one_color
from tests.unit.retouch.jewelry import ring


def sepia(pixels: np.ndarray) -> np.ndarray:
    tone = luminance(pixels)[..., None]
    return np.clip(tone * np.array([1.12, 0.98, 0.78], np.float32), 0, 1).astype(np.float32)


def test_sepia_is_told_from_gold_on_cream() -> None:
    drawn = ring(96, paper=(0.62, 0.58, 0.48))
    assert is_of_one_color(sepia(drawn.pixels))
    assert not is_of_one_color(drawn.pixels)


def test_grey_is_no_color_and_little_of_a_photo_says_nothing() -> None:
    grey = np.repeat(luminance(ring(96).pixels)[..., None], 3, axis=2)
    assert not is_of_one_color(grey)
    assert is_grey(grey)
    assert not is_grey(sepia(ring(96).pixels))
    assert not is_of_one_color(sepia(ring(96).pixels)[:8, :8])
