"""What is read, how exactly, and what is said about it."""

import numpy as np
import pytest
from PIL import Image

from retouch.codecs import decode
from retouch.color import linear_table, to_codes
from retouch.config import Limits
from retouch.errors import CorruptFile, InvalidPhoto, TooManyPixels, UnsupportedFormat
from tests.unit.retouch import files, icc_profiles


def noted(photo):
    return [note.code for note in photo.source.notes]


def test_a_png_is_read_to_the_code():
    codes = files.codes()
    photo = decode(files.saved(codes, "png"))
    assert np.array_equal(photo.pixels, linear_table(8)[codes])
    assert (photo.height, photo.width) == (70, 80)
    assert (photo.source.format, photo.source.color_mode, photo.source.bit_depth) == ("png", "rgb", 8)
    assert photo.source.lossless
    assert not photo.source.notes


@pytest.mark.parametrize("name", ["jpeg", "webp"])
def test_a_lossy_file_is_read_close_to_what_was_saved(name):
    photo = decode(files.saved(files.smooth(), name, quality=100))
    assert photo.source.format == name
    assert not photo.source.lossless
    assert np.abs(to_codes(photo.pixels).astype(int) - files.smooth()).mean() < 6


def test_alpha_is_read_as_a_straight_share():
    codes = files.codes(channels=4)
    photo = decode(files.saved(codes, "png"))
    assert photo.pixels.shape == (70, 80, 4)
    assert np.array_equal(photo.pixels[..., 3], codes[..., 3] / np.float32(255))


@pytest.mark.parametrize(
    ("mode", "note"), [("L", "converted_grey"), ("P", "converted_palette"), ("LA", "converted_grey_alpha")]
)
def test_grey_and_palette_become_srgb_and_it_is_said(mode, note):
    image = Image.fromarray(files.smooth()).convert(mode)
    photo = decode(files.saved(image, "png"))
    wanted = np.asarray(image.convert("RGB"))
    assert np.array_equal(to_codes(photo.pixels[..., :3]), wanted)
    assert noted(photo) == [note]


def test_a_palette_with_a_see_through_color_has_alpha():
    image = Image.fromarray(files.smooth()).convert("P")
    photo = decode(files.saved(image, "png", transparency=image.getpixel((3, 3))))
    assert photo.pixels[3, 3, 3] == 0
    assert photo.pixels[..., 3].max() == 1


def test_a_still_gif_is_read():
    photo = decode(files.saved(Image.fromarray(files.smooth()), "gif"))
    assert (photo.source.format, noted(photo)) == ("gif", ["converted_palette"])


@pytest.mark.parametrize("channels", [1, 3, 4])
def test_sixteen_bits_are_all_used(channels):
    codes = np.random.default_rng(2).integers(0, 65_536, (70, 80, channels), dtype=np.uint16)
    photo = decode(files.deep_png(codes[..., 0] if channels == 1 else codes))
    wanted = np.repeat(codes, 3, axis=2) if channels == 1 else codes
    assert np.array_equal(photo.pixels[..., :3], linear_table(16)[wanted[..., :3]])
    assert photo.source.bit_depth == 16
    assert noted(photo)[0] == "sixteen_bit"
    if channels == 4:
        assert np.array_equal(photo.pixels[..., 3], codes[..., 3] / np.float32(65_535))


@pytest.mark.parametrize("profile", [None, b"not a profile at all"])
def test_cmyk_becomes_srgb_and_it_is_said(profile):
    image = Image.fromarray(files.smooth()).convert("CMYK")
    photo = decode(files.saved(image, "jpeg", quality=100, **({"icc_profile": profile} if profile else {})))
    assert np.abs(to_codes(photo.pixels).astype(int) - files.smooth()).mean() < 6
    assert noted(photo) == (["broken_profile"] if profile else []) + ["converted_cmyk"]


def test_cmyk_goes_through_its_own_profile_where_that_can_be_followed():
    image = Image.fromarray(files.smooth()).convert("CMYK")
    rgb_profile = icc_profiles.rgb(icc_profiles.SRGB, icc_profiles.SRGB_CURVE)
    photo = decode(files.saved(image, "jpeg", icc_profile=rgb_profile))
    assert "broken_profile" in noted(photo)  # it describes another kind of pixels


@pytest.mark.parametrize("turn", range(1, 9))
def test_every_orientation_is_turned_upright(turn):
    upright = files.codes(70, 80)
    how = Image.Transpose
    moves = {2: how.FLIP_LEFT_RIGHT, 3: how.ROTATE_180, 4: how.FLIP_TOP_BOTTOM, 5: how.TRANSPOSE}
    moves |= {6: how.ROTATE_90, 7: how.TRANSVERSE, 8: how.ROTATE_270}
    stored = Image.fromarray(upright)
    stored = stored.transpose(moves[turn]) if turn > 1 else stored
    exif = Image.Exif()
    exif[0x0112] = turn
    photo = decode(files.saved(stored, "png", exif=exif))
    assert np.array_equal(to_codes(photo.pixels), upright)
    assert (photo.source.width, photo.source.height) == stored.size


def test_a_nonsense_orientation_is_none():
    exif = Image.Exif()
    exif[0x0112] = 42
    assert decode(files.saved(files.codes(), "png", exif=exif)).pixels.shape == (70, 80, 3)


def refused(data, kind, *words, **limits):
    with pytest.raises(kind) as raised:
        decode(data, limits=Limits(**limits))
    for word in words:
        assert word in raised.value.merchant_sentence
    return raised.value


def test_an_empty_file_is_refused():
    refused(b"", InvalidPhoto, "empty", "again")


@pytest.mark.parametrize("name", ["jpeg", "png", "webp", "gif"])
@pytest.mark.parametrize("share", [0.1, 0.6, 0.9])
def test_a_file_cut_short_is_refused_as_damaged(name, share):
    data = files.saved(Image.fromarray(files.codes()), name)
    refused(data[: int(len(data) * share)], CorruptFile, "damaged", "again")


@pytest.mark.parametrize("name", ["jpeg", "png", "webp", "gif"])
def test_a_file_of_which_only_the_first_bytes_came_is_refused_as_damaged(name):
    refused(files.saved(Image.fromarray(files.codes()), name)[:12], CorruptFile, "damaged")


def test_a_deep_png_cut_short_is_refused_as_damaged():
    data = files.deep_png(np.random.default_rng(0).integers(0, 65_536, (70, 80, 3), dtype=np.uint16))
    refused(data[: len(data) // 2], CorruptFile, "damaged")


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"Dear customer, the photo is attached.", "not a picture"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "HEIC"),
        (b"\0\0\0\x18ftypavif\0\0\0\0", "AVIF"),
        (b"\0\0\0\x18ftypisom\0\0\0\0", "video"),
        (b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>', "SVG"),
        (b"\xef\xbb\xbf <svg/>", "SVG"),
        (b"II*\0" + b"\0" * 20, "TIFF"),
        (b"\0\0\0\x18ftypcrx \0\0\0\0", "camera raw"),
        (b"FUJIFILMCCD-RAW 0201", "camera raw"),
    ],
)
def test_what_is_no_photo_is_refused_with_its_name_and_the_remedy(data, word):
    refused(data, UnsupportedFormat, word, "JPEG")


@pytest.mark.parametrize("name", ["gif", "webp", "png"])
def test_what_moves_is_refused(name):
    refused(files.moving(name), UnsupportedFormat, "animated", "JPEG")


@pytest.mark.parametrize(
    ("width", "height"), [(16_385, 100), (100, 16_385), (8_000, 6_251), (2**31 - 1, 2**31 - 1)]
)
def test_a_header_that_promises_too_much_is_refused_before_a_pixel_is_decoded(width, height):
    refused(files.png_header(width, height), TooManyPixels, f"{width:,}", "50 megapixels", "smaller")


@pytest.mark.parametrize(("width", "height"), [(1, 1), (90, 60), (63, 2_000)])
def test_a_thumbnail_is_refused(width, height):
    refused(files.saved(files.codes(height, width), "png"), InvalidPhoto, "too small", "full-size")


def test_the_smallest_photo_is_read():
    assert decode(files.saved(files.codes(64, 64), "png")).pixels.shape == (64, 64, 3)


def test_lossless_webp_and_webp_with_alpha_are_read():
    for channels, options in (
        (3, {"lossless": True}),
        (4, {"lossless": True, "exact": True}),
        (4, {"quality": 90}),
    ):
        photo = decode(files.saved(files.codes(channels=channels), "webp", **options))
        assert photo.pixels.shape == (70, 80, channels)


@pytest.mark.parametrize(
    "data",
    [
        b"\xff\xd8" + b"\0" * 40,
        b"\xff\xd8\xff\xff\xff\x01\xff\xda\0\x04" + b"\0" * 9,
        b"RIFF\0\0\0\0WEBPWHAT" + b"\0" * 40,
    ],
)
def test_a_file_that_only_begins_like_a_picture_is_refused_as_damaged(data):
    refused(data, CorruptFile, "damaged")


def test_a_moving_png_of_one_frame_is_still():
    data = files.saved(Image.fromarray(files.codes()), "png", save_all=True)
    assert decode(data).source.format == "png"


def test_a_sound_header_before_nonsense_is_refused_as_damaged():
    refused(files.png_header(100, 100), CorruptFile, "damaged")
