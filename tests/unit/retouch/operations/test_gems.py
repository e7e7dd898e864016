import numpy as np
import pytest

from retouch.color import luminance, to_lab
from retouch.operations.gems import Gems, facet_contrast, gems
from tests.unit.retouch.jewelry import DIAMOND, hue_deg, ring

FULL = Gems(contrast=0.8, brilliance=0.3, color=0.15, neutrality=1.0)
STONES = {
    "ruby": (0.5, 0.02, 0.08),
    "sapphire": (0.06, 0.12, 0.55),
    "emerald": (0.02, 0.35, 0.12),
    "amethyst": (0.25, 0.1, 0.45),
    "citrine": (0.6, 0.35, 0.05),
    "aquamarine": (0.3, 0.55, 0.6),
}


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
def test_facets_stand_further_apart(stone: str) -> None:
    drawn = ring(stone=STONES[stone])
    before, after = (
        np.sqrt(luminance(p)[drawn.stone]) for p in (drawn.pixels, gems(drawn.pixels, FULL, drawn.scene))
    )
    assert after.std() > 1.03 * before.std()


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
    cleared = gems(drawn.pixels, Gems(contrast=0.5), drawn.scene)
    stone = drawn.stone & (cleared.max(axis=2) < 0.99)
    before, after = drawn.pixels[stone], cleared[stone]
    assert np.allclose(after / after.max(axis=1)[:, None], before / before.max(axis=1)[:, None], atol=1e-3)
    assert hue_deg(to_lab(after[0])) == pytest.approx(hue_deg(to_lab(before[0])), abs=1.0)


def test_faint_shares_at_the_edge_of_a_stone_are_enough_for_nothing() -> None:
    drawn = ring()
    faint = drawn.with_scene(gem=(drawn.scene.gem * 0.3).astype(np.float32))
    assert np.abs(gems(faint.pixels, FULL, faint.scene) - faint.pixels).max() < 0.1


def test_a_lively_stone_has_enough_and_a_dull_one_is_cleared() -> None:
    drawn = ring(stone=STONES["ruby"])
    lively = facet_contrast(luminance(drawn.pixels), drawn.scene.gem)
    assert lively > 0.0
    enough, short = (
        gems(drawn.pixels, Gems(contrast=0.8, enough=level), drawn.scene)
        for level in (lively - 0.01, min(lively + 0.2, 1.0))
    )
    assert np.allclose(enough, drawn.pixels, atol=1e-5)
    assert np.abs(short - drawn.pixels).max() > 1e-3
