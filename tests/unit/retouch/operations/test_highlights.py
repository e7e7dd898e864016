import numpy as np

from retouch.color import luminance, to_lab
from retouch.operations.highlights import Highlights, highlights
from tests.unit.retouch.jewelry import Drawn, ring

FULL = Highlights(1.0)


def blown(side: int = 64, height: int = 6, width: int = 10) -> Drawn:
    """A plate of gold that brightens toward a blown spot in its middle."""
    drawn = ring(side)
    rows, columns = np.mgrid[0:side, 0:side]
    away = np.maximum(np.abs(rows - 32) / height, np.abs(columns - 32) / width)
    light = np.clip(1.35 - 0.4 * away, 0.25, 1.0)[..., None].astype(np.float32)
    pixels = np.clip(light * np.float32((1.0, 0.8, 0.5)) + np.maximum(light - 0.75, 0) * 2, 0, 1).astype(
        np.float32
    )
    ones = np.ones((side, side), np.float32)
    return Drawn(
        pixels, drawn.with_scene(metal=ones, alpha=ones, gem=0 * ones).scene, ones > 0, ones < 0, ones < 0
    )


def test_a_hotspot_becomes_a_gradient_that_stays_bright() -> None:
    drawn = blown()
    compressed = highlights(drawn.pixels, FULL, drawn.scene)
    before, after = luminance(drawn.pixels), luminance(compressed)
    spot = before > 0.97
    assert np.ptp(after[spot]) > 0.04
    assert after[spot].max() > 0.93
    assert after[spot].min() > 0.7
    assert (after <= before + 1e-5).all()


def test_the_brightest_is_in_the_middle() -> None:
    drawn = blown()
    after = luminance(highlights(drawn.pixels, FULL, drawn.scene))
    row, column = np.unravel_index(np.argmax(after), after.shape)
    assert abs(row - 32) <= 4
    assert abs(column - 32) <= 8


def test_gold_returns_to_the_rim() -> None:
    drawn = blown()
    before, after = to_lab(drawn.pixels), to_lab(highlights(drawn.pixels, FULL, drawn.scene))
    lowered = (drawn.pixels.max(axis=2) > 0.952) & (after[..., 0] < before[..., 0] - 2)
    assert lowered.sum() > 50
    assert np.hypot(*after[lowered][:, 1:].T).mean() > np.hypot(*before[lowered][:, 1:].T).mean() + 0.5


def test_most_of_what_is_burnt_out_no_longer_is_and_no_pixel_becomes_so() -> None:
    drawn = blown()
    before, after = (
        drawn.pixels.max(axis=2) > 0.952,
        highlights(drawn.pixels, FULL, drawn.scene).max(axis=2) > 0.952,
    )
    assert 0 < after.sum() < 0.5 * before.sum()
    assert not (after & ~before).any()


def test_glints_are_left() -> None:
    drawn = blown()
    pixels = np.minimum(drawn.pixels, 0.6)
    pixels[20:22, 20:22] = 1.0
    assert np.array_equal(highlights(pixels, FULL, drawn.scene), pixels)


def test_metal_that_is_blown_all_over_is_left() -> None:
    drawn = blown()
    pixels = np.ones_like(drawn.pixels)
    assert np.array_equal(highlights(pixels, FULL, drawn.scene), pixels)


def test_only_metal_changes_and_by_default_nothing() -> None:
    drawn = blown()
    metal = drawn.scene.metal.copy()
    metal[:, :32] = 0.0
    half = drawn.with_scene(metal=metal)
    compressed = highlights(drawn.pixels, FULL, half.scene)
    assert np.array_equal(compressed[:, :32], drawn.pixels[:, :32])
    assert not np.array_equal(compressed, drawn.pixels)
    assert np.array_equal(highlights(drawn.pixels, Highlights(), drawn.scene), drawn.pixels)


def test_white_metal_without_a_bright_tone_is_lowered_without_tint() -> None:
    drawn = blown()
    grey = np.where(luminance(drawn.pixels)[..., None] > 0.9, np.float32(1.0), np.float32(0.3)).repeat(
        3, axis=2
    )
    compressed = highlights(grey, FULL, drawn.scene)
    assert np.ptp(compressed, axis=2).max() < 1e-3
    assert not np.array_equal(compressed, grey)


def test_soft_light_that_fades_by_itself_gets_no_dark_ring() -> None:
    drawn = blown()
    rows, columns = np.mgrid[0:64, 0:64]
    soft = (1.0 - 0.008 * np.hypot(rows - 32, columns - 32)).astype(np.float32)
    pixels = np.repeat(soft[..., None], 3, axis=2)
    assert 12 < (luminance(pixels) > 0.955).sum() < 400
    assert np.array_equal(highlights(pixels, FULL, drawn.scene), pixels)
