import numpy as np
import pytest

from retouch.quality.drift import drift, median_lab
from retouch.regions.ground import toward_neutral
from tests.unit.retouch.jewelry import ring


def test_nothing_moved_is_no_drift() -> None:
    drawn = ring()
    moved = drift(drawn.pixels, drawn.pixels, drawn.scene.metal)
    assert moved is not None
    assert (moved.delta_e, moved.hue_deg, moved.chroma_kept) == (0.0, 0.0, 1.0)


def test_gold_made_grey_keeps_no_chroma_and_has_no_hue() -> None:
    drawn = ring()
    grey = drawn.pixels.mean(axis=2, keepdims=True).repeat(3, axis=2)
    moved = drift(drawn.pixels, grey, drawn.scene.metal)
    assert moved is not None
    assert moved.chroma_kept < 0.05
    assert moved.hue_deg == 0.0
    assert moved.delta_e > 10


def test_a_swapped_stone_turns_its_hue() -> None:
    drawn = ring()
    moved = drift(drawn.pixels, np.ascontiguousarray(drawn.pixels[..., ::-1]), drawn.scene.gem)
    assert moved is not None
    assert moved.hue_deg > 60


def test_balancing_the_light_is_no_drift_of_the_piece() -> None:
    light = np.array([1.15, 1.0, 0.8])
    drawn = ring(light=tuple(light))
    matrix = toward_neutral(light)
    balanced = np.clip(drawn.pixels @ matrix.T, 0, 1).astype(np.float32)
    without = drift(drawn.pixels, balanced, drawn.scene.metal)
    aside = drift(drawn.pixels, balanced, drawn.scene.metal, light=matrix)
    assert without is not None
    assert aside is not None
    assert aside.delta_e == pytest.approx(0.0, abs=0.05)
    assert without.delta_e > 3


def test_clipped_pixels_do_not_speak_and_too_few_say_nothing() -> None:
    drawn = ring()
    assert drift(np.ones_like(drawn.pixels), drawn.pixels, drawn.scene.metal) is None
    assert median_lab(np.ones_like(drawn.pixels), drawn.scene.metal) is None
    assert median_lab(drawn.pixels, drawn.scene.metal) is not None
