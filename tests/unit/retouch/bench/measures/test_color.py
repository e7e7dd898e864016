"""Measures of metal and stones on drawn cases whose answer is known by hand."""

import numpy as np
import pytest

from retouch.bench.measures import color

WHOLE = np.ones((60, 60), np.float32)


def plain(red: int, green: int, blue: int) -> np.ndarray:
    return np.broadcast_to(np.asarray((red, green, blue), np.uint8), (60, 60, 3)).copy()


def test_the_tone_of_middle_gray_is_its_lab():
    lightness, a, b = color.tone(plain(119, 119, 119), WHOLE)
    assert lightness == pytest.approx(50.0, abs=0.2)
    assert (a, b) == (pytest.approx(0, abs=0.01), pytest.approx(0, abs=0.01))


def test_equal_tones_are_nothing_apart_and_a_brighter_one_is_no_other_color():
    gold = plain(180, 150, 90)
    assert color.tone_apart(gold, gold, WHOLE) == (0.0, 0.0)
    whole, hue = color.tone_apart(plain(200, 200, 200), plain(120, 120, 120), WHOLE)
    assert whole > 20
    assert hue < 0.05


def test_metal_of_too_few_pixels_has_no_tone():
    share = np.zeros((60, 60), np.float32)
    share[:10, :10] = 1
    assert color.tone(plain(180, 150, 90), share) is None


def test_burnt_out_metal_counts_only_beyond_what_the_clean_picture_has():
    clean, photo, after = plain(100, 100, 100), plain(100, 100, 100), plain(100, 100, 100)
    clean[:1, :10] = 255
    photo[:10, :10] = 255
    after[:3, :10] = 255
    assert color.blown_excess(photo, after, clean, WHOLE) == color.Blown(90, 20, 0)


def test_a_patch_made_flat_is_new_and_one_that_was_flat_is_not():
    rng = np.random.default_rng(1)
    photo = rng.integers(80, 160, (60, 60, 3)).astype(np.uint8)
    after = photo.copy()
    after[20:30, 20:30] = 120
    assert (
        color.blown_excess(photo, after, photo, WHOLE).new_flat == 16
    )  # 10 px less the 7 px window, squared
    assert color.blown_excess(after, after, photo, WHOLE).new_flat == 0


def stripes(low: int, high: int) -> np.ndarray:
    codes = plain(low, low, low)
    codes[:, ::2] = high
    return codes


def test_facet_contrast_rises_with_the_facets_and_not_with_exposure():
    weak, strong = (color.facet_contrast(codes, WHOLE) for codes in (stripes(110, 130), stripes(90, 150)))
    assert strong > 2 * weak
    light = color.linear(stripes(90, 150)) / 2
    dark = np.rint(255 * np.where(light > 0.0031308, 1.055 * light ** (1 / 2.4) - 0.055, 12.92 * light))
    assert color.facet_contrast(dark.astype(np.uint8), WHOLE) == pytest.approx(strong, rel=0.03)


def test_a_stone_keeps_its_hue_when_it_is_only_darker_and_turns_when_it_is_another_color():
    assert color.hue_apart(plain(160, 60, 80), plain(160, 60, 80), WHOLE) == pytest.approx(0, abs=0.05)
    assert color.hue_apart(plain(160, 60, 80), plain(60, 80, 160), WHOLE) > 60
    assert color.hue_apart(plain(120, 120, 120), plain(160, 60, 80), WHOLE) is None


def test_clipped_pixels_are_those_at_either_end():
    codes = plain(120, 120, 120)
    codes[:6] = 255
    codes[6:12, :, 0] = 0
    assert color.clipped_share(codes, WHOLE) == pytest.approx(0.2)


def test_two_colors_six_apart_spread_by_three():
    assert color.spread([np.asarray((50, 0, 0)), np.asarray((56, 0, 0))]) == pytest.approx(3.0)
