"""The awkward files are as awkward as they claim."""

import io

import numpy as np
import pytest
from PIL import Image, ImageCms

from retouch.training.render import SceneSpec, files, render
from retouch.training.render.store import read_list, spec_of

# Lindbloom, RGB/XYZ matrices, both under D65
ADOBE_TO_XYZ = (
    (0.5767309, 0.1855540, 0.1881852),
    (0.2973769, 0.6273491, 0.0752741),
    (0.0270343, 0.0706872, 0.9911085),
)
XYZ_TO_SRGB = (
    (3.2404542, -1.5371385, -0.4985314),
    (-0.9692660, 1.8760108, 0.0415560),
    (0.0556434, -0.2040259, 1.0572252),
)


@pytest.fixture(scope="module")
def picture():
    return render(SceneSpec("band", size=(48, 60), samples=2), 3)


def test_the_adobe_profile_says_which_colors_its_numbers_are():
    profile = ImageCms.ImageCmsProfile(io.BytesIO(files.adobe_rgb_profile()))
    stored = np.asarray([[(128, 128, 128), (110, 150, 90), (160, 120, 100)]], np.uint8)
    shown = ImageCms.profileToProfile(Image.fromarray(stored), profile, ImageCms.createProfile("sRGB"))
    linear = (stored / 255.0) ** (563 / 256) @ np.asarray(ADOBE_TO_XYZ).T @ np.asarray(XYZ_TO_SRGB).T
    expected = 255 * (1.055 * linear ** (1 / 2.4) - 0.055)
    assert np.abs(np.asarray(shown) - expected).max() < 1.6


def test_the_large_photo_lies_on_its_side_and_carries_notes_profile_and_thumbnail(picture, tmp_path):
    files.save_adobe_rgb(picture, tmp_path / "large.jpg")
    with Image.open(tmp_path / "large.jpg") as image:
        assert image.size == (120, 96)
        exif = image.getexif()
        assert exif[0x0112] == 6
        assert exif[0x013B] == "Sandbox Jewelers studio"
        assert exif.get_ifd(0x8825)[1] == "N"
        assert b"\xff\xd8" in image.info["exif"]
        assert "Adobe" in ImageCms.getProfileDescription(io.BytesIO(image.info["icc_profile"]))


def test_a_truncated_photo_cannot_be_read_to_its_end(picture, tmp_path):
    files.save_truncated(picture, tmp_path / "cut.jpg")
    whole = tmp_path / "whole.jpg"
    files.save_plain(picture, whole)
    cut = (tmp_path / "cut.jpg").read_bytes()
    assert whole.read_bytes()[-2:] == b"\xff\xd9"
    assert cut[:2] == b"\xff\xd8"
    assert b"\xff\xd9" not in cut


def test_a_cut_out_keeps_its_alpha(picture, tmp_path):
    files.save_alpha(picture, tmp_path / "cut-out.png")
    with Image.open(tmp_path / "cut-out.png") as image:
        alpha = np.asarray(image)[..., 3] / 255
    assert np.abs(alpha - picture.alpha).max() < 0.003


def test_other_kinds_are_what_their_names_say(picture, tmp_path):
    files.save_cmyk(picture, tmp_path / "print.jpg")
    files.save_thumbnail(picture, tmp_path / "small.jpg")
    files.save_animation([picture, picture], tmp_path / "turn.gif")
    files.save_video(tmp_path / "turn.mp4")
    with Image.open(tmp_path / "print.jpg") as image:
        assert image.mode == "CMYK"
    with Image.open(tmp_path / "small.jpg") as image:
        assert image.size == (90, 60)
    with Image.open(tmp_path / "turn.gif") as image:
        assert image.n_frames >= 1
    assert (tmp_path / "turn.mp4").read_bytes()[4:8] == b"ftyp"


def test_every_entry_of_the_list_describes_a_scene_and_no_name_comes_twice():
    photos = read_list()
    for photo in photos:
        spec_of(photo)
    names = [photo["file"] for photo in photos]
    assert len(names) == len(set(names)) >= 44
