import cv2
import numpy as np
import pytest

from retouch.arrays import LinearRGB
from retouch.color import luminance, to_lab
from retouch.operations.gems import HIGHEST, LOWEST, Gems, facet_contrast, faceted, gems, veil
from tests.unit.retouch.jewelry import DIAMOND, Drawn, hue_deg, ring

FULL = Gems(contrast=0.8, brilliance=0.3, color=0.15, neutrality=1.0)
STONES = {
    "ruby": (0.5, 0.02, 0.08),
    "sapphire": (0.06, 0.12, 0.55),
    "emerald": (0.02, 0.35, 0.12),
    "amethyst": (0.25, 0.1, 0.45),
    "citrine": (0.6, 0.35, 0.05),
    "aquamarine": (0.3, 0.55, 0.6),
}


WIDEST_PX = 30.0


def brilliant(side: int) -> Drawn:
    """The ring with a ruby of many facets, some of them nearly black."""
    drawn = ring(side=side, stone=STONES["ruby"])
    rows, columns = np.mgrid[0:side, 0:side].astype(np.float32) / side
    head, angle = np.hypot(columns - 0.5, rows - 0.30), np.arctan2(rows - 0.30, columns - 0.5)
    facet = (np.floor(head / 0.02) * 25 + np.floor((angle / np.pi + 1) * 12)).astype(int)
    levels = np.random.default_rng(2).uniform(0.05, 1.0, facet.max() + 1).astype(np.float32)
    drawn.pixels[drawn.stone] = np.asarray(STONES["ruby"], np.float32) * levels[facet][drawn.stone][:, None]
    return drawn


def veiled(drawn: Drawn, share: float = 0.45) -> LinearRGB:
    """The ring with grease on its stone: only a share of how far its facets stand apart is left."""
    pixels = drawn.pixels.copy()
    stone = pixels[drawn.stone]
    pixels[drawn.stone] = stone.mean(axis=0) + share * (stone - stone.mean(axis=0))
    return pixels


@pytest.mark.parametrize("stone", sorted(STONES))
def test_a_colored_stone_keeps_its_hue_within_two_degrees(stone: str) -> None:
    drawn = ring(stone=STONES[stone])
    before, after = (
        to_lab(drawn.pixels)[drawn.stone],
        to_lab(gems(drawn.pixels, FULL, drawn.scene))[drawn.stone],
    )
    turned = np.abs((hue_deg_each(after) - hue_deg_each(before) + 180) % 360 - 180)
    assert turned.max() < 2.0


def hue_deg_each(lab: np.ndarray) -> np.ndarray:
    return np.degrees(np.arctan2(lab[:, 2], lab[:, 1]))


@pytest.mark.parametrize("stone", sorted(STONES))
def test_facets_of_a_veiled_stone_stand_further_apart(stone: str) -> None:
    drawn = ring(stone=STONES[stone])
    dull = veiled(drawn)
    before, after = (np.sqrt(luminance(p)[drawn.stone]) for p in (dull, gems(dull, FULL, drawn.scene)))
    assert after.std() > 1.03 * before.std()


def test_a_veil_is_told_by_darks_that_are_not_dark() -> None:
    drawn = brilliant(160)
    lively, dull = (veil(luminance(p), drawn.scene.gem, WIDEST_PX) for p in (drawn.pixels, veiled(drawn)))
    assert (lively, dull) == (0.0, 1.0)


def test_a_lively_stone_keeps_its_facets_as_they_are() -> None:
    drawn = brilliant(160)
    cleared = gems(drawn.pixels, Gems(contrast=0.8, brilliance=0.3), drawn.scene)
    assert np.allclose(cleared, drawn.pixels, atol=1e-5)


def test_a_cabochon_has_no_facets_and_its_grain_is_not_raised() -> None:
    drawn = brilliant(500)
    rows, columns = np.mgrid[0:500, 0:500].astype(np.float32) / 500
    sheen = 0.5 + 0.3 * np.exp(-np.square(np.hypot(columns - 0.46, rows - 0.26) / 0.02))
    vein = cv2.GaussianBlur((columns * 500 % 40 < 1).astype(np.float32), (0, 0), 0.7)
    smooth = drawn.pixels.copy()
    smooth[drawn.stone] = np.asarray(STONES["ruby"], np.float32) * (sheen - 0.1 * vein)[drawn.stone][:, None]
    gem = drawn.scene.gem
    assert faceted(np.sqrt(luminance(smooth)), gem) == 0.0
    assert faceted(np.sqrt(luminance(drawn.pixels)), gem) > 0.5
    cleared = gems(smooth, Gems(contrast=0.8), drawn.scene)
    broad, fine = (
        [np.std(of(np.sqrt(luminance(p)))[drawn.stone]) for p in (smooth, cleared)]
        for of in (lambda tone: tone, lambda tone: tone - cv2.GaussianBlur(tone, (0, 0), 1.5))
    )
    assert broad[1] > 1.02 * broad[0]
    assert fine[1] < 1.02 * fine[0]


def test_no_channel_is_driven_to_either_end() -> None:
    drawn = ring(side=160, stone=(0.9, 0.02, 0.3))
    dull = veiled(drawn)
    cleared = gems(dull, FULL, drawn.scene)
    within = (dull[drawn.stone].min(axis=1) > LOWEST) & (dull[drawn.stone].max(axis=1) < HIGHEST)
    inside = cleared[drawn.stone][within]
    assert len(inside) > 1000
    assert inside.min() >= LOWEST - 1e-5
    assert inside.max() <= HIGHEST + 1e-5


def test_a_diamond_in_a_warm_room_becomes_neutral_but_keeps_its_fire() -> None:
    drawn = ring(stone=DIAMOND)
    pixels = drawn.pixels.copy()
    pixels[drawn.stone] *= np.float32((1.06, 1.0, 0.9))
    row, column = np.argwhere(drawn.stone)[40]
    pixels[row, column] = (0.8, 0.3, 0.1)
    cleared = to_lab(gems(pixels, FULL, drawn.scene))
    rest = drawn.stone.copy()
    rest[row, column] = False
    assert np.median(np.hypot(*cleared[rest][:, 1:].T)) < 0.5 * np.median(
        np.hypot(*to_lab(pixels)[rest][:, 1:].T)
    )
    assert np.hypot(*cleared[row, column, 1:]) > 40


def test_only_the_stone_changes_and_by_default_nothing() -> None:
    drawn = ring()
    cleared = gems(drawn.pixels, FULL, drawn.scene)
    assert np.array_equal(cleared[~drawn.stone], drawn.pixels[~drawn.stone])
    assert not np.array_equal(cleared, drawn.pixels)
    assert np.array_equal(gems(drawn.pixels, Gems(), drawn.scene), drawn.pixels)


def test_pearls_are_no_gems() -> None:
    drawn = ring()
    pearl = drawn.with_scene(gem=np.zeros_like(drawn.scene.gem))
    assert np.array_equal(gems(pearl.pixels, FULL, pearl.scene), pearl.pixels)


def test_contrast_alone_leaves_color_alone() -> None:
    drawn = ring()
    dull = veiled(drawn)
    cleared = gems(dull, Gems(contrast=0.5), drawn.scene)
    stone = drawn.stone & (cleared.max(axis=2) < 0.95)
    before, after = dull[stone], cleared[stone]
    assert not np.allclose(before, after)
    assert np.allclose(after / after.max(axis=1)[:, None], before / before.max(axis=1)[:, None], atol=1e-3)
    assert hue_deg(to_lab(after[0])) == pytest.approx(hue_deg(to_lab(before[0])), abs=1.0)


def test_faint_shares_at_the_edge_of_a_stone_are_enough_for_nothing() -> None:
    drawn = ring()
    faint = drawn.with_scene(gem=(drawn.scene.gem * 0.3).astype(np.float32))
    assert np.abs(gems(faint.pixels, FULL, faint.scene) - faint.pixels).max() < 0.1


def test_a_stone_of_enough_contrast_is_left_alone_however_veiled() -> None:
    drawn = ring(stone=STONES["ruby"])
    dull = veiled(drawn)
    contrast = facet_contrast(luminance(dull), drawn.scene.gem)
    assert contrast > 0.0
    enough, short = (
        gems(dull, Gems(contrast=0.8, enough=level), drawn.scene)
        for level in (contrast - 0.01, min(contrast + 0.2, 1.0))
    )
    assert np.allclose(enough, dull, atol=1e-5)
    assert np.abs(short - dull).max() > 1e-3
