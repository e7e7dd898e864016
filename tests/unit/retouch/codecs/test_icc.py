"""Profiles followed exactly, profiles left to Little CMS, and bytes that are none."""

import numpy as np
import pytest
from PIL import Image

from retouch.codecs import decode, icc
from retouch.color import linear_table, to_codes
from tests.unit.retouch import files, icc_profiles

ADOBE = icc_profiles.rgb(icc_profiles.ADOBE_RGB, icc_profiles.gamma(icc_profiles.GAMMA_2_2))
P3 = icc_profiles.rgb(icc_profiles.DISPLAY_P3, icc_profiles.SRGB_CURVE)


def one_color(codes, profile):
    patch = np.full((70, 80, 3), codes, np.uint8)
    photo = decode(files.saved(patch, "png", icc_profile=profile))
    return photo, to_codes(photo.pixels[0, 0])


@pytest.mark.parametrize(
    "curve",
    [
        icc_profiles.SRGB_CURVE,
        icc_profiles.samples([round(float(v) * 65_535) for v in linear_table(16)[:: 65_535 // 255]]),
    ],
)
def test_srgb_in_any_spelling_is_read_as_srgb_to_the_code(curve):
    codes = files.codes()
    photo = decode(files.saved(codes, "png", icc_profile=icc_profiles.rgb(icc_profiles.SRGB, curve)))
    assert np.array_equal(photo.pixels, linear_table(8)[codes])
    assert photo.source.had_profile
    assert not photo.source.notes


def test_adobe_rgb_is_converted_not_reinterpreted():
    photo, color = one_color((200, 120, 60), ADOBE)
    assert color == pytest.approx((224, 121, 53), abs=1)  # as Little CMS converts it
    assert [note.code for note in photo.source.notes] == ["converted_profile"]


@pytest.mark.parametrize("profile", [ADOBE, P3])
def test_neutral_stays_neutral_through_every_profile(profile):
    _, color = one_color((128, 128, 128), profile)
    assert np.ptp(color.astype(int)) <= 1


def test_display_p3_red_is_beyond_srgb_and_is_cut_at_its_edge():
    _, color = one_color((255, 0, 0), P3)
    assert tuple(color) == (255, 0, 0)


@pytest.mark.parametrize(
    "curve",
    [
        icc_profiles.parametric(0, 2.2),
        icc_profiles.parametric(1, 2.2, 1.0, 0.0),
        icc_profiles.parametric(2, 2.2, 1.0, 0.0, 0.0),
        icc_profiles.parametric(4, 2.2, 1.0, 0.0, 1.0, 0.0, 0.0, 0.0),
        icc_profiles.gamma(2.2),
    ],
)
def test_a_gamma_is_the_same_in_every_formula(curve):
    profile = icc.parse(icc_profiles.rgb(icc_profiles.SRGB, curve))
    at = np.linspace(0, 1, 65_536)
    assert np.allclose(profile.curves[0], at**2.2, atol=5e-3)


def test_a_curve_without_entries_is_a_straight_line():
    profile = icc.parse(icc_profiles.rgb(icc_profiles.SRGB, icc_profiles.samples([])))
    assert profile.curves[0][32_768] == pytest.approx(0.5, abs=1e-4)


def test_grey_with_a_curve_of_its_own_is_followed():
    grey = np.full((70, 80), 128, np.uint8)
    photo = decode(files.saved(grey, "png", icc_profile=icc_profiles.grey(icc_profiles.gamma(1.0))))
    assert photo.pixels[0, 0] == pytest.approx([128 / 255] * 3, abs=1e-5)


def test_sixteen_bits_keep_their_steps_through_a_profile():
    ramp = np.repeat(np.arange(80, dtype=np.uint16)[None, :, None] + 30_000, 3, axis=2).repeat(70, axis=0)
    out = np.empty(ramp.shape, np.float32)
    icc.apply(icc.parse(ADOBE), ramp, out)
    assert np.unique(out[0, :, 1]).size == 80


@pytest.mark.parametrize(
    "profile",
    [
        b"nonsense",
        ADOBE[:200],
        ADOBE[:128] + b"\xff\xff\xff\xff" + ADOBE[132:],
        icc_profiles.rgb(icc_profiles.SRGB, b"what\0\0\0\0" + b"\0" * 8),
        icc_profiles.rgb(icc_profiles.SRGB, icc_profiles.parametric(9, 1.0)),
    ],
)
def test_a_broken_profile_is_read_as_srgb_and_it_is_said(profile):
    codes = files.codes()
    photo = decode(files.saved(codes, "png", icc_profile=profile))
    assert np.array_equal(photo.pixels, linear_table(8)[codes])
    assert [note.code for note in photo.source.notes] == ["broken_profile"]


def test_a_profile_for_other_pixels_is_a_broken_one():
    lab_profile = icc_profiles.rgb(icc_profiles.SRGB, icc_profiles.SRGB_CURVE).replace(
        b"RGB XYZ ", b"CMYKXYZ "
    )
    photo = decode(files.saved(files.codes(), "png", icc_profile=lab_profile))
    assert [note.code for note in photo.source.notes] == ["broken_profile"]


def test_a_profile_of_tables_goes_through_little_cms():
    tables = icc_profiles.tables(b"RGB ", 3, lambda corner: (100 * sum(corner) / 3, 0, 0))
    assert icc.parse(tables) is None
    assert icc.space_of(tables) == "RGB"
    photo, color = one_color((255, 255, 0), tables)
    assert color == pytest.approx([162] * 3, abs=3)  # L* of two thirds of 100
    assert [note.code for note in photo.source.notes] == ["converted_profile"]


def test_cmyk_is_read_through_its_own_profile():
    inks = icc_profiles.tables(
        b"CMYK", 4, lambda corner: (100 - 50 * corner[0], 70 * corner[0], 40 * corner[0])
    )
    cyan = Image.new("CMYK", (80, 70), (255, 0, 0, 0))
    photo = decode(files.saved(cyan, "jpeg", quality=100, icc_profile=inks))
    red, green, blue = photo.pixels[30, 30]
    assert red > 3 * max(green, blue)  # in this profile the first ink is red
    assert [note.code for note in photo.source.notes] == ["converted_cmyk"]


def test_sixteen_bits_go_through_tables_with_eight():
    tables = icc_profiles.tables(b"RGB ", 3, lambda corner: (100 * sum(corner) / 3, 0, 0))
    data = files.deep_png(np.full((70, 80, 3), 65_535, np.uint16))
    at = len(b"\x89PNG\r\n\x1a\n") + 25
    photo = decode(data[:at] + files.profile_chunk(tables) + data[at:])
    assert photo.pixels.min() == pytest.approx(1.0, abs=0.01)


def test_a_profile_of_curves_without_a_matrix_is_not_followed_exactly():
    assert (
        icc.parse(icc_profiles.rgb(icc_profiles.SRGB, icc_profiles.SRGB_CURVE).replace(b"gXYZ", b"zXYZ"))
        is None
    )
