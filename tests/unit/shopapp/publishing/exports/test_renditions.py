import subprocess
import sys

import pytest
from PIL import Image

from integrations.compliance import load_rules
from shopapp.publishing.exports.renditions import Limits, limits_of, render, thumbnail
from tests.unit.shopapp.publishing.exports.pictures import SRGB, XMP, noise, opened, picture


def limits(marketplace, region="us", slot="main"):
    return limits_of(
        load_rules().applying(marketplace=marketplace, region=region, category="jewelry", slot=slot)
    )


def test_limits_are_read_from_the_rules():
    assert limits("amazon") == Limits(longest_side_px=2100)
    assert limits("etsy") == Limits(bytes=10_000_000, wished_bytes=1_000_000, enough_px=2000)


def test_a_master_that_fits_is_handed_on_byte_for_byte():
    master = picture()
    assert render(master, Limits(longest_side_px=64)).data == master


def test_a_larger_master_is_reduced_and_that_is_said():
    rendition = render(picture(64, 48), Limits(longest_side_px=32))
    assert (rendition.width, rendition.height) == (32, 24)
    assert rendition.notes == ("Reduced from 64 × 48 to 32 × 24 pixels.",)


def test_a_smaller_master_is_never_enlarged():
    assert opened(render(picture(20, 10, file_format="PNG"), Limits(longest_side_px=64)).data).size == (
        20,
        10,
    )


@pytest.mark.parametrize("file_format", ["PNG", "WEBP", "JPEG"])
def test_profile_and_provenance_travel_with_a_new_file(file_format):
    image = opened(render(picture(file_format=file_format), Limits(longest_side_px=32)).data)
    assert image.format == "JPEG"
    assert image.info["icc_profile"] == SRGB
    assert image.info["xmp"] == XMP
    assert image.info["dpi"] == (300, 300)


@pytest.mark.parametrize(("mode", "file_format"), [("RGBA", "PNG"), ("LA", "PNG"), ("RGBA", "WEBP")])
def test_transparency_is_flattened_onto_white_and_that_is_said(mode, file_format):
    color = (0, 0, 0, 0) if mode == "RGBA" else (0, 0)
    rendition = render(picture(mode=mode, color=color, file_format=file_format), Limits())
    assert opened(rendition.data).getpixel((5, 5)) == (255, 255, 255)
    assert rendition.notes == ("Flattened onto white.",)


def test_an_orientation_is_applied_and_gone():
    exif = Image.Exif()
    exif[0x0112] = 6
    image = opened(render(picture(64, 48, exif=exif), Limits()).data)
    assert image.size == (48, 64)
    assert image.getexif().get(0x0112, 1) == 1


def test_a_file_that_weighs_too_much_is_compressed_until_it_is_accepted():
    fine = len(render(noise(), Limits()).data)
    most = int(fine * 0.7)
    assert len(render(noise(), Limits(bytes=most, wished_bytes=most)).data) <= most


def test_a_wish_never_costs_more_than_the_finest_quality():
    wished = render(noise(), Limits(wished_bytes=1))
    refused = render(noise(), Limits(bytes=1, wished_bytes=1))
    assert len(refused.data) < len(wished.data)


def test_pixels_of_no_use_go_before_quality_does():
    rendition = render(noise(64, 32), Limits(wished_bytes=1, enough_px=16))
    assert (rendition.width, rendition.height) == (32, 16)


def test_a_thumbnail_is_small():
    assert max(opened(thumbnail(picture(800, 600))).size) == 320


def test_pillow_is_loaded_only_when_a_picture_is_cut():
    code = "import sys, shopapp.publishing.exports.building; sys.exit('PIL' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
