"""What a marketplace asks, measured from files whose answers are known."""

import cv2
import numpy as np
import pytest
from PIL import Image, ImageCms

from retouch.codecs import Encoding, encode
from retouch.metadata import DIGITAL_SOURCE_TYPE
from retouch.quality.facts import Facts, measure_facts
from tests.labelled.staged import piece
from tests.unit.retouch import files, icc_profiles

_STORED = {3: Image.Transpose.ROTATE_180, 6: Image.Transpose.ROTATE_90, 8: Image.Transpose.ROTATE_270}


def picture(side=200, box=(40, 60, 160, 140), ground=255, color=(180, 140, 60)):
    codes = np.full((side, side, 3), ground, np.uint8)
    left, top, right, bottom = box
    codes[top:bottom, left:right] = color
    return codes


def facts(codes, name="png", file_name="", **options):
    return measure_facts(files.saved(codes, name, **options), file_name=file_name)


def test_a_piece_on_white_is_measured():
    found = facts(picture(), file_name="Ring.PNG")
    assert (found.width, found.height, found.longest_side_px, found.shortest_side_px) == (200, 200, 200, 200)
    assert (found.format, found.extension, found.extension_matches, found.ratio) == ("png", "png", True, 1.0)
    assert (found.fill_side, found.fill_area, found.parts) == (0.6, 0.24, 1)
    assert (found.border_white_share, found.background_white_share) == (1.0, 1.0)
    assert (found.touches_frame, found.shadow_touches_border) == (False, False)
    assert (found.has_alpha, found.animated, found.color_profile, found.dpi) == (False, False, "none", 0.0)
    assert found.megapixels == 0.04


def test_what_a_centre_crop_would_cut_is_told():
    wide = facts(picture(box=(5, 90, 195, 110)))
    assert (wide.thumbnail_safe_1_1, wide.thumbnail_safe_4_3, wide.thumbnail_safe_4_5) == (True, True, False)
    tall = facts(picture(box=(90, 5, 110, 195)))
    assert (tall.thumbnail_safe_4_3, tall.thumbnail_safe_5_4, tall.thumbnail_safe_4_5) == (False, False, True)


def test_a_pair_is_two_parts_and_dust_is_none():
    codes = picture(box=(30, 80, 70, 120))
    codes[80:120, 130:170] = (180, 140, 60)
    codes[10, 10] = 0
    assert facts(codes).parts == 2


def test_a_piece_that_runs_off_the_frame_touches_it():
    assert facts(picture(box=(150, 60, 200, 140))).touches_frame is True


def test_nearly_white_is_not_white():
    found = facts(picture(ground=254))
    assert (found.border_white_share, found.background_white_share) == (0.0, 0.0)
    assert found.fill_side == 0.6


def test_one_pixel_of_the_border_that_is_not_white_is_found():
    codes = picture()
    codes[0, 17] = 254
    assert facts(codes).border_white_share == pytest.approx(1 - 1 / (4 * 199), abs=1e-6)


def test_a_soft_shadow_is_not_the_piece_and_is_told_when_it_leaves_the_picture():
    codes = picture(box=(60, 60, 140, 120))
    dark = np.zeros((200, 200), np.float32)
    dark[110:200, 70:130] = 1.0
    soft = 255 - 90 * cv2.GaussianBlur(dark, (0, 0), 12)
    codes = np.minimum(codes, soft[..., None]).astype(np.uint8)
    found = facts(codes)
    assert found.fill_side == pytest.approx(0.4, abs=0.02)
    assert found.shadow_touches_border is True


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("side", [120, 400])
def test_in_noise_no_piece_is_claimed_and_white_is_counted_all_the_same(seed, side):
    found = facts(files.codes(side, side, seed=seed))
    assert (found.fill_side, found.parts, found.touches_frame, found.shadow_touches_border) == (None,) * 4
    assert (found.border_white_share, found.background_white_share) == (0.0, 0.0)
    assert found.ground_code == pytest.approx(127, abs=8)


def on_cloth(number, side=480):
    """A piece of the store, 320 px long, on blue cloth with a coarse weave."""
    small, cover = piece(number, 320)
    weave = np.random.default_rng(4).uniform(0.5, 1.0, (side // 8, side // 8)).astype(np.float32)
    codes = cv2.resize(weave, (side, side))[..., None] * np.array([60, 80, 150], np.float32)
    height, width = cover.shape
    top, left = (side - height) // 2, (side - width) // 2
    place = codes[top : top + height, left : left + width]
    place += cover[..., None] * (small - place)
    return codes.astype(np.uint8)


@pytest.mark.parametrize(("number", "parts"), [(0, 1), (1, 1), (2, 1), (3, 1), (4, 2), (5, 1), (6, 1)])
def test_on_cloth_the_piece_is_measured_as_the_network_sees_it(number, parts):
    found = facts(on_cloth(number))
    assert found.fill_side == pytest.approx(320 / 480, abs=0.02)
    assert (found.parts, found.touches_frame, found.background_white_share) == (parts, False, 0.0)


def test_on_cloth_a_piece_cut_by_the_frame_touches_it():
    assert facts(np.ascontiguousarray(on_cloth(0)[:, 160:])).touches_frame is True


def test_an_empty_sheet_has_no_piece():
    found = facts(picture(box=(0, 0, 0, 0)))
    assert (found.fill_side, found.background_white_share, found.ground_code) == (None, 1.0, 255)


@pytest.mark.parametrize(
    ("turn", "size"), [(1, (300, 200)), (3, (300, 200)), (6, (200, 300)), (8, (200, 300))]
)
def test_a_picture_is_measured_as_it_is_held_upright(turn, size):
    shown = np.full((size[1], size[0], 3), 255, np.uint8)
    shown[10:60, 20:170] = (180, 140, 60)  # near the upper edge, wider than a crop to 4:5 leaves
    stored = Image.fromarray(shown).transpose(_STORED[turn]) if turn > 1 else Image.fromarray(shown)
    exif = Image.Exif()
    exif[0x0112] = turn
    found, plain = facts(stored, exif=exif), facts(shown)
    assert (found.width, found.height, found.ratio) == (*size, round(size[0] / size[1], 4))
    assert found == Facts(**{**plain.as_dict(), "bytes": found.bytes})


@pytest.mark.parametrize("name", ["png", "tiff"])
def test_grey_of_16_bits_is_measured_and_not_clipped(name):
    grey = np.full((200, 200), 52_000, np.uint16)
    grey[60:140, 40:160] = 20_000
    found = facts(Image.fromarray(grey), name)
    assert (found.border_white_share, found.background_white_share, found.ground_code) == (0.0, 0.0, 202)
    assert found.fill_side == 0.6


def test_numbers_whose_white_nothing_tells_are_not_measured():
    found = facts(Image.fromarray(np.full((64, 64), 0.5, np.float32)), "tiff")
    assert (found.width, found.border_white_share, found.ground_code) == (64, None, None)


def test_alpha_says_where_the_piece_is():
    codes = np.dstack([picture(), np.zeros((200, 200), np.uint8)])
    codes[60:140, 40:160, 3] = 255
    codes[..., :3][codes[..., 3] == 0] = 0
    found = facts(codes)
    assert (found.has_alpha, found.fill_side, found.border_white_share) == (True, 0.6, 1.0)


@pytest.mark.parametrize(
    ("name", "file_name", "matches"),
    [
        ("jpeg", "a.jpg", True),
        ("jpeg", "a.png", False),
        ("tiff", "a.tif", True),
        ("gif", "a.gif", True),
        ("webp", "a.webp", True),
        ("bmp", "a.bmp", True),
        ("png", "noname", None),
    ],
)
def test_every_format_is_told_and_held_against_the_name(name, file_name, matches):
    found = facts(Image.fromarray(picture()), name, file_name)
    assert (found.format, found.extension_matches) == (name, matches)
    assert found.fill_side == pytest.approx(0.6, abs=0.02)


def test_moving_pictures_are_told():
    assert measure_facts(files.moving("gif")).animated is True
    assert measure_facts(files.moving("webp")).animated is True


@pytest.mark.parametrize("quality", [75, 90, 95])
def test_the_quality_of_a_jpeg_is_read_from_its_tables(quality):
    assert facts(picture(), "jpeg", quality=quality).jpeg_quality == pytest.approx(quality, abs=1)


def test_a_resolution_is_told_only_where_the_file_tells_it():
    assert facts(picture(), "jpeg", dpi=(300, 300)).dpi == 300.0
    assert facts(picture(), "jpeg").dpi == 0.0


def test_profiles_are_named():
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    gamma = icc_profiles.gamma(2.2)
    named = {
        "srgb": srgb,
        "adobe_rgb": icc_profiles.rgb(icc_profiles.ADOBE_RGB, gamma, name="Adobe RGB (1998)"),
        "display_p3": icc_profiles.rgb(icc_profiles.DISPLAY_P3, gamma, name="Display P3"),
        "prophoto": icc_profiles.rgb(icc_profiles.ADOBE_RGB, gamma, name="ProPhoto RGB"),
        "other": icc_profiles.rgb(icc_profiles.ADOBE_RGB, gamma, name="House"),
        "none": None,
    }
    for name, profile in named.items():
        assert facts(picture(), "jpeg", icc_profile=profile).color_profile == name
    assert facts(picture(), "jpeg", icc_profile=b"nonsense").color_profile == "other"
    assert facts(Image.fromarray(picture()).convert("CMYK"), "jpeg").color_profile == "cmyk"


def test_our_own_files_say_what_was_done_to_them():
    found = measure_facts(encode(np.ones((64, 64, 3), np.float32), Encoding("jpeg")))
    assert found.digital_source_type == DIGITAL_SOURCE_TYPE
    assert (found.color_profile, found.jpeg_quality, found.dpi) == ("srgb", 95, 300.0)


def test_what_cannot_be_read_has_its_size_and_its_name_and_nothing_else():
    assert measure_facts(b"not a picture", file_name="a.JPG") == Facts(bytes=13, extension="jpg")


def test_a_picture_cut_short_keeps_what_its_header_says():
    data = files.saved(files.codes(200, 200), "png")
    found = measure_facts(data[: len(data) // 2])
    assert (found.width, found.format) == (200, "png")
    assert found.border_white_share is None


def test_beyond_the_pixel_limit_only_the_header_is_read():
    found = measure_facts(files.png_header(9_000, 9_000))
    assert (found.width, found.border_white_share) == (9_000, None)


def test_facts_are_plain_values():
    assert set(facts(picture()).as_dict()) == set(Facts.__dataclass_fields__)
