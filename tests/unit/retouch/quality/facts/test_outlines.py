from types import SimpleNamespace

import cv2
import numpy as np

from retouch.quality.facts.outlines import find_outlines
from retouch.quality.facts.view import View
from retouch.quality.placement import divide

SIDE = 240


def found_in(codes, *, jewelry=True):
    return find_outlines(View(codes, divide(codes)), SimpleNamespace(jewelry=np.full((SIDE, SIDE), jewelry)))


def with_hoop(codes, center, radius):
    """A hoop of metal on something, seen at an angle."""
    cv2.ellipse(codes, center, (radius, radius // 2), 20, 0, 360, (180, 140, 60), 7, cv2.LINE_AA)
    return codes


def sheet(code=250):
    return np.full((SIDE, SIDE, 3), code, np.uint8)


def with_second(*, shadow):
    """A hoop, and a rectangle with another one in it."""
    codes = with_hoop(sheet(), (160, 160), 50)
    if shadow:
        dark = np.zeros((SIDE, SIDE), np.float32)
        dark[20:106, 20:106] = 28
        codes = np.rint(codes - cv2.GaussianBlur(dark, (0, 0), 4)[..., None]).astype(np.uint8)
    codes[16:96, 16:96] = with_hoop(sheet(205)[:80, :80].copy(), (40, 40), 24)
    return codes


def test_a_picture_on_clear_ground_is_an_inset_and_its_place_is_told():
    found = found_in(with_second(shadow=False))
    assert found.inset is True
    assert not found.shaded
    assert np.allclose(np.array(found.places[0]) * SIDE, (16, 16, 96, 96), atol=2)


def test_a_card_that_casts_a_shadow_may_be_no_inset():
    found = found_in(with_second(shadow=True))
    assert (found.inset, found.places, found.shaded) == (None, (), True)


def test_the_corners_of_an_inset_may_be_rounded():
    codes, cover = with_second(shadow=False), np.zeros((SIDE, SIDE), np.uint8)
    cv2.rectangle(cover, (26, 16), (85, 95), 1, -1)
    cv2.rectangle(cover, (16, 26), (95, 85), 1, -1)
    for corner in ((26, 26), (85, 26), (26, 85), (85, 85)):
        cv2.circle(cover, corner, 10, 1, -1)
    codes[:100, :100][cover[:100, :100] == 0] = 250
    assert found_in(codes).inset is True


def test_two_pictures_side_by_side_are_asked_about_and_an_edge_with_nothing_beyond_is_none():
    codes = with_hoop(sheet(), (70, 120), 40)
    codes[:, 150:] = 215
    assert found_in(codes).inset is False
    assert found_in(with_hoop(codes, (195, 120), 24)).inset is None


def test_a_second_picture_shows_a_piece():
    assert found_in(with_second(shadow=False), jewelry=False).inset is None


def plate(stone):
    """A square of one color, with a smaller one in it."""
    codes = sheet()
    codes[60:180, 60:180] = (180, 140, 60)
    codes[stone:-stone, stone:-stone] = (60, 40, 150)
    return codes


def test_a_square_stone_in_its_setting_is_none_and_a_plate_with_a_small_one_is_asked_about():
    assert found_in(plate(76)).inset is False
    assert found_in(plate(104)).inset is None
