"""Colored things that metal mirrors are calmed; what is metal's own, enamel's or another metal's is left."""

import cv2
import numpy as np
import pytest

from retouch.color import from_lab, to_lab
from retouch.operations.metal_tone import MetalTone, metal_tone
from tests.unit.retouch.jewelry import Drawn, ring

CALM = MetalTone(reflections=1.0)
TINTS = {"blue": (0.0, -11.0), "green": (-11.0, 2.0), "red": (11.0, 0.0)}


def tinted(drawn: Drawn, tint: tuple[float, float]) -> tuple[np.ndarray, np.ndarray]:
    """The piece with a soft tint in a*, b* on a fifth of its band, and where that lies."""
    weight = np.zeros(drawn.band.shape, np.float32)
    weight[51:53], weight[53:] = ((0.3,), (0.7,)), 1.0
    lab = to_lab(drawn.pixels)
    lab[..., 1:] += (weight * drawn.band)[..., None] * np.asarray(tint, np.float32)
    return np.clip(from_lab(lab), 0, 1), drawn.band & (weight == 1.0)


def away(pixels: np.ndarray, clean: np.ndarray, where: np.ndarray) -> np.ndarray:
    apart = (to_lab(pixels) - to_lab(clean))[where]
    return np.asarray(np.hypot(apart[:, 1], apart[:, 2]))


@pytest.mark.parametrize("alloy", ["sterling-silver", "18k-yellow-gold", "14k-rose-gold"])
@pytest.mark.parametrize("tint", sorted(TINTS))
def test_what_metal_mirrors_loses_a_third_of_its_color_and_no_light(alloy: str, tint: str) -> None:
    drawn = ring(alloy=alloy)
    shot, where = tinted(drawn, TINTS[tint])
    calmed = metal_tone(shot, CALM, drawn.scene)
    whole = where & (cv2.erode(drawn.band.view(np.uint8), np.ones((3, 3), np.uint8)) > 0)
    assert away(calmed, drawn.pixels, whole).mean() < away(shot, drawn.pixels, whole).mean() * 2 / 3
    assert np.abs(to_lab(calmed) - to_lab(shot))[..., 0].max() < 0.01
    untinted = drawn.scene.metal > 0
    untinted[51:] = False
    assert away(calmed, shot, untinted).max() < 0.3
    assert np.array_equal(calmed[drawn.scene.metal == 0], shot[drawn.scene.metal == 0])
    again = metal_tone(calmed, CALM, drawn.scene)
    assert away(again, calmed, whole).mean() < away(calmed, shot, whole).mean() / 3


@pytest.mark.parametrize("alloy", ["sterling-silver", "18k-yellow-gold"])
@pytest.mark.parametrize("color", [(40.0, 15.0, -50.0), (45.0, 60.0, 30.0), (50.0, -45.0, 20.0)])
def test_enamel_that_passes_for_metal_keeps_its_color_and_so_does_its_rim(
    alloy: str, color: tuple[float, ...]
) -> None:
    drawn = ring(alloy=alloy)
    share = np.zeros(drawn.band.shape, np.float32)
    share[46:56, 24:40] = 1.0
    soft = cv2.GaussianBlur(share, (0, 0), 0.8)[..., None] * drawn.band[..., None]
    enamel = from_lab(np.full((*drawn.band.shape, 3), color, np.float32))
    shot = np.clip(drawn.pixels * (1 - soft) + enamel * soft, 0, 1).astype(np.float32)
    assert away(metal_tone(shot, CALM, drawn.scene), shot, drawn.band).max() < 0.5


@pytest.mark.parametrize("key", ["18k-yellow-gold+steel", "steel", "18k-yellow-gold"])
def test_each_metal_of_a_piece_stays_what_it_is(key: str) -> None:
    gold, steel, left = ring(alloy="18k-yellow-gold"), ring(alloy="steel"), np.arange(64) < 32
    share = cv2.GaussianBlur(np.where(left, 1.0, 0.0)[None].astype(np.float32), (0, 0), 0.8)[..., None]
    shot = (gold.pixels * share + steel.pixels * (1 - share)).astype(np.float32)
    calmed = metal_tone(shot, CALM, gold.with_scene(alloy=key).scene)
    assert away(calmed, shot, gold.scene.metal > 0).max() < 0.5


def test_in_a_piece_of_two_metals_the_tinted_one_is_calmed_and_the_other_is_not() -> None:
    gold, steel, left = ring(alloy="18k-yellow-gold"), ring(alloy="steel"), np.arange(64)[None, :, None] < 32
    shot = np.where(left, gold.pixels, tinted(steel, TINTS["blue"])[0]).astype(np.float32)
    calmed = metal_tone(shot, CALM, gold.with_scene(alloy="18k-yellow-gold+steel").scene)
    below = gold.band & (np.arange(64) > 54)[:, None]
    assert away(calmed, shot, below & left[..., 0]).max() < 0.3
    assert away(calmed, shot, below & ~left[..., 0]).mean() > 2.0


def test_grains_of_noise_are_no_reflections() -> None:
    drawn, draw = ring(alloy="sterling-silver"), np.random.default_rng(7)
    lab = to_lab(drawn.pixels)
    lab[..., 1:] += 9.0 * draw.choice((-1, 0, 1), p=(0.1, 0.8, 0.1), size=(64, 64, 2))
    shot = np.clip(from_lab(lab), 0, 1)
    assert away(metal_tone(shot, CALM, drawn.scene), shot, drawn.band).mean() < 0.15


def test_they_are_left_where_the_share_is_0_or_the_alloy_not_known() -> None:
    drawn = ring(alloy="sterling-silver")
    shot, _ = tinted(drawn, TINTS["blue"])
    assert np.array_equal(metal_tone(shot, MetalTone(), drawn.scene), shot)
    assert np.array_equal(metal_tone(shot, CALM, drawn.with_scene(alloy="").scene), shot)
    tone = MetalTone(strength=0.7)
    clean = metal_tone(drawn.pixels, MetalTone(strength=0.7, reflections=1.0), drawn.scene)
    assert np.array_equal(clean, metal_tone(drawn.pixels, tone, drawn.scene))
