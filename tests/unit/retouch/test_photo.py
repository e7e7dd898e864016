"""A photo in memory."""

import numpy as np
import pytest

from retouch.photo import Photo, Source


def test_a_photo_without_alpha_is_its_own_picture_on_white():
    photo = Photo(np.zeros((3, 4, 3), np.float32))
    assert photo.over_white() is photo
    assert (photo.height, photo.width) == (3, 4)


def test_what_is_see_through_shows_white_in_linear_light():
    pixels = np.zeros((1, 3, 4), np.float32)
    pixels[0, :, 3] = [0.0, 0.25, 1.0]
    white = Photo(pixels).over_white()
    assert white.pixels[0, :, 0] == pytest.approx([1.0, 0.75, 0.0])
    assert pixels[0, :, 0].max() == 0.0


@pytest.mark.parametrize(
    ("name", "lossless"), [("png", True), ("gif", True), ("jpeg", False), ("webp", False)]
)
def test_which_formats_hold_what_they_were_made_from(name, lossless):
    assert Source(format=name).lossless is lossless
