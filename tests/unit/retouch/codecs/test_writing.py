"""What is written: to the code where the format allows, sRGB, upright, and with the owner's name."""

from dataclasses import replace
from io import BytesIO

import numpy as np
import pytest
from PIL import Image, ImageCms

from retouch.codecs import Encoding, decode, encode, fitted
from retouch.color import linear_table, to_codes
from retouch.errors import InvalidParams, TooLarge
from retouch.metadata import DIGITAL_SOURCE_TYPE, digital_source_type, read_metadata
from retouch.photo import Metadata
from retouch.provenance import Provenance
from tests.unit.retouch import files

OWNER = Metadata("Anna Müller", "© 2026 Atelier <Müller> & Söhne", "A ring")
FORMATS = ("jpeg", "png", "webp")


def opened(data):
    image = Image.open(BytesIO(data))
    image.load()
    return image


def light(codes):
    return linear_table(8)[codes]


@pytest.mark.parametrize("channels", [3, 4])
def test_a_png_comes_back_to_the_code(channels):
    codes = files.codes(channels=channels)
    pixels = decode(files.saved(codes, "png")).pixels
    assert np.array_equal(np.asarray(opened(encode(pixels, Encoding("png")))), codes)


def test_a_sixteen_bit_png_comes_back_to_the_code():
    codes = np.random.default_rng(2).integers(0, 65_536, (70, 80, 4), dtype=np.uint16)
    codes[..., 3] = 65_535
    first = decode(files.deep_png(codes))
    second = decode(encode(first.pixels, Encoding("png", bit_depth=16)))
    assert np.array_equal(first.pixels, second.pixels)
    assert second.source.bit_depth == 16


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_says_whose_photo_it_is_and_what_was_done(name):
    image = opened(encode(light(files.codes()), Encoding(name), OWNER))
    told = read_metadata(image)
    assert replace(told, made_by="") == replace(OWNER, source_type=DIGITAL_SOURCE_TYPE)
    assert told.made_by.startswith("Lustre")
    assert digital_source_type(image) == DIGITAL_SOURCE_TYPE
    assert DIGITAL_SOURCE_TYPE.endswith("/algorithmicallyEnhanced")
    assert image.getexif()[0x013B] in ("Anna Müller", "Anna MÃ¼ller")  # Pillow reads our UTF-8 as Latin-1


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_carries_the_srgb_profile(name):
    image = opened(encode(light(files.codes()), Encoding(name)))
    profile = ImageCms.ImageCmsProfile(BytesIO(image.info["icc_profile"]))
    assert "sRGB" in ImageCms.getProfileDescription(profile)


@pytest.mark.parametrize("name", FORMATS)
def test_place_thumbnail_and_orientation_stay_behind(name):
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x013B] = "Anna"
    exif.get_ifd(0x8825)[1] = "N"
    photo = decode(files.saved(files.codes(), "jpeg", exif=exif))
    written = opened(encode(photo.pixels, Encoding(name), photo.metadata)).getexif()
    assert written[0x013B] == "Anna"
    assert 0x0112 not in written
    assert not written.get_ifd(0x8825)
    assert not written.get_ifd(1)


def test_the_tool_names_the_recipe():
    provenance = Provenance("catalog-white", "0123456789abcdef", "source")
    data = encode(light(files.codes()), Encoding("jpeg"), OWNER, provenance)
    assert b"(catalog-white, 0123456789ab)" in data


def test_jpeg_keeps_full_color_resolution_and_lays_alpha_on_white():
    pixels = np.zeros((70, 80, 4), np.float32)
    pixels[:, 40:, 3] = 1
    image = opened(encode(pixels, Encoding("jpeg")))
    assert [part[1:3] for part in image.layer] == [(1, 1)] * 3
    codes = np.asarray(image)
    assert codes[10, 10].tolist() == [255, 255, 255]
    assert codes[10, 70].tolist() == [0, 0, 0]


def test_webp_keeps_alpha():
    pixels = np.ones((70, 80, 4), np.float32)
    pixels[:, :40, 3] = 0
    alpha = np.asarray(opened(encode(pixels, Encoding("webp"))))[..., 3]
    assert (alpha[0, 0], alpha[0, 79]) == (0, 255)


@pytest.mark.parametrize("name", ["jpeg", "webp"])
def test_quality_falls_until_the_file_fits_and_no_further(name):
    pixels = light(files.codes(200, 200))
    whole, least = (len(encode(pixels, Encoding(name, quality=q))) for q in (95, 85))
    limit = (whole + least) // 2
    fitting = encode(pixels, Encoding(name, max_bytes=limit))
    assert least <= len(fitting) <= limit
    with pytest.raises(TooLarge) as raised:
        encode(pixels, Encoding(name, max_bytes=least - 1))
    assert "smaller" in raised.value.merchant_sentence


def test_a_png_that_does_not_fit_is_refused():
    with pytest.raises(TooLarge):
        encode(light(files.codes()), Encoding("png", max_bytes=100))


@pytest.mark.parametrize("wrong", [{"format": "gif"}, {"quality": 84}, {"quality": 101}, {"bit_depth": 16}])
def test_an_encoding_we_do_not_write_is_refused(wrong):
    with pytest.raises(InvalidParams):
        Encoding(**wrong)


@pytest.mark.parametrize("channels", [3, 4])
def test_above_the_limit_a_photo_is_reduced_and_it_is_said(channels):
    pixels = np.full((100, 200, channels), 0.25, np.float32)
    small, note = fitted(pixels, 5_000)
    assert small.shape == (50, 100, channels)
    assert np.allclose(small, 0.25, atol=1e-6)
    assert "200 × 100" in note.sentence
    assert "100 × 50" in note.sentence


def test_below_the_limit_a_photo_is_not_touched():
    pixels = np.zeros((100, 200, 3), np.float32)
    assert fitted(pixels, 20_000) == (pixels, None)


def test_colors_hidden_under_alpha_do_not_leak_when_reduced():
    pixels = np.zeros((100, 100, 4), np.float32)
    pixels[:, ::2] = 1.0  # white, visible; black, invisible
    small, _ = fitted(pixels, 2_500)
    assert np.allclose(small[..., :3], 1.0, atol=1e-5)


def test_the_limit_holds_for_a_file_too():
    image = opened(encode(light(files.codes(100, 200)), Encoding("png", max_pixels=5_000)))
    assert image.size == (100, 50)
    assert to_codes(light(files.codes(2, 2))).shape == (2, 2, 3)
