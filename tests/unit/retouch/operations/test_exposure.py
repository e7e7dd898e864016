import numpy as np
import pytest

from retouch.color import luminance, to_lab
from retouch.operations.exposure import Exposure, exposure
from tests.unit.retouch.jewelry import ring

FULL = Exposure(paper=0.9, largest_black=0.02)


def test_grey_paper_comes_near_white_without_clipping_metal() -> None:
    drawn = ring(paper=(0.62, 0.62, 0.62))
    exposed = exposure(drawn.pixels, FULL, drawn.scene)
    assert luminance(exposed[0, 0]) > 0.75
    assert (exposed[drawn.band].max(axis=1) >= 1.0).mean() == (
        drawn.pixels[drawn.band].max(axis=1) >= 1.0
    ).mean()


def test_hue_is_kept_exactly() -> None:
    drawn = ring()
    exposed = exposure(drawn.pixels, Exposure(paper=0.9), drawn.scene)
    before, after = drawn.pixels[drawn.band], exposed[drawn.band]
    assert np.allclose(
        after / after.max(axis=1, keepdims=True), before / before.max(axis=1, keepdims=True), atol=1e-4
    )


def test_the_order_of_greys_is_kept() -> None:
    drawn = ring()
    pixels = drawn.pixels.copy()
    pixels[63] = np.linspace(0, 1, 64, dtype=np.float32)[:, None]
    tones = exposure(pixels, FULL, drawn.scene)[63, :, 0]
    assert (np.diff(tones) >= 0).all()
    assert tones[0] == 0.0
    assert tones[-1] == pytest.approx(1.0)


def test_paper_burns_out_no_metal_that_was_not_burnt_out() -> None:
    drawn = ring(paper=(0.5, 0.5, 0.5))
    pixels = drawn.pixels.copy()
    pixels[63] = np.linspace(0.6, 1, 64, dtype=np.float32)[:, None]
    tones = exposure(pixels, Exposure(paper=0.9), drawn.scene)[63, :, 0]
    assert ((tones >= 0.95) == (pixels[63, :, 0] >= 0.95)).all()
    assert (tones[:40] > pixels[63, :40, 0]).all()


def test_the_darkest_tones_stay_apart() -> None:
    drawn = ring(paper=(0.95, 0.95, 0.95))
    pixels = (drawn.pixels * 0.9 + 0.1).astype(np.float32)
    pixels[63] = np.linspace(0, 0.02, 64, dtype=np.float32)[:, None]
    tones = exposure(pixels, Exposure(largest_black=0.01), drawn.scene)[63, :, 0]
    assert tones[0] == 0.0
    assert (np.diff(tones) > 0.3 * np.diff(pixels[63, :, 0])).all()


@pytest.mark.parametrize("paper", [(0.05, 0.05, 0.05), (0.95, 0.95, 0.95)])
def test_black_velvet_and_white_paper_are_not_brightened(paper: tuple[float, float, float]) -> None:
    drawn = ring(paper=paper)
    assert np.array_equal(exposure(drawn.pixels, Exposure(paper=0.9), drawn.scene), drawn.pixels)


def test_a_veil_over_the_shadows_is_taken_off_as_far_as_allowed() -> None:
    drawn = ring(paper=(0.95, 0.95, 0.95))
    veiled = (drawn.pixels * 0.9 + 0.1).astype(np.float32)
    cleared = exposure(veiled, Exposure(largest_black=0.02), drawn.scene)
    assert cleared.min() < veiled.min()
    assert cleared.min() > veiled.min() - 0.03


def test_nothing_is_done_by_default() -> None:
    drawn = ring()
    assert np.array_equal(exposure(drawn.pixels, Exposure(), drawn.scene), drawn.pixels)


def test_a_photo_that_is_all_piece_is_left_to_its_own_white() -> None:
    drawn = ring()
    filled = drawn.with_scene(alpha=np.ones_like(drawn.scene.alpha))
    assert np.array_equal(exposure(filled.pixels, Exposure(paper=0.9), filled.scene), filled.pixels)
    assert to_lab(filled.pixels).shape == filled.pixels.shape


@pytest.mark.parametrize(("stops", "sign"), [(0.4, 1), (-0.4, -1)])
def test_compensation_moves_the_middle_and_leaves_black_and_white(stops: float, sign: int) -> None:
    drawn = ring(paper=(0.95, 0.95, 0.95))
    pixels = drawn.pixels.copy()
    pixels[63] = np.linspace(0, 1, 64, dtype=np.float32)[:, None]
    tones = exposure(pixels, Exposure(compensation=stops), drawn.scene)[63, :, 0]
    assert (tones[0], tones[-1]) == (0.0, pytest.approx(1.0))
    assert (np.diff(tones) > 0).all()
    assert sign * (tones[20] - pixels[63, 20, 0]) > 0.05


@pytest.mark.parametrize(("alloy", "brightened"), [("14k-yellow-gold", True), ("sterling-silver", False)])
def test_dark_gold_on_black_is_brightened_and_silver_is_left(alloy: str, brightened: bool) -> None:
    drawn = ring(paper=(0.01, 0.01, 0.01), alloy=alloy, light=(0.4, 0.4, 0.4))
    exposed = exposure(drawn.pixels, Exposure(paper=0.8), drawn.with_scene(alloy=alloy).scene)
    assert (luminance(exposed[drawn.band]).mean() > luminance(drawn.pixels[drawn.band]).mean()) == brightened
