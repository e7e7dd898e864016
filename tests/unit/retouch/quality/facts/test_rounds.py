import cv2
import numpy as np
import pytest

from retouch.quality.facts.rounds import round_insets
from retouch.quality.facts.view import View
from retouch.quality.placement import divide

SIDE = 240
NO_JEWELRY = np.zeros((SIDE, SIDE), np.bool_)
IN_THE_DISC, IN_THE_HOOP = NO_JEWELRY.copy(), NO_JEWELRY.copy()
IN_THE_DISC[40:80, 165:205] = IN_THE_HOOP[90:150, 90:150] = True


def picture(*, inside=255, line=150, content=True):
    """A ring, and beside it a disc with a line round it and a second view in it."""
    codes = np.full((SIDE, SIDE, 3), 255, np.uint8)
    cv2.ellipse(codes, (80, 150), (60, 40), 20, 0, 360, (180, 140, 60), 9, cv2.LINE_AA)
    cv2.circle(codes, (185, 60), 40, (inside,) * 3, -1, cv2.LINE_AA)
    if content:
        cv2.rectangle(codes, (170, 45), (200, 75), (90, 40, 160), -1)
    cv2.circle(codes, (185, 60), 40, (line,) * 3, 2, cv2.LINE_AA)
    return codes


def hoop():
    """A wire of metal: its color changes along it."""
    codes = np.full((SIDE, SIDE, 3), 255, np.uint8)
    for angle in range(0, 360, 3):
        tone = int(140 + 100 * np.sin(np.radians(3 * angle)))
        cv2.ellipse(
            codes, (120, 120), (60, 60), 0, angle, angle + 3, (tone, tone - 20, tone // 2), 3, cv2.LINE_AA
        )
    cv2.rectangle(codes, (105, 105), (135, 135), (90, 40, 160), -1)
    return codes


@pytest.mark.parametrize("codes", [picture(), picture(inside=215), picture(inside=230, line=255)])
def test_a_disc_with_a_view_in_it_is_an_inset_where_that_shows_a_piece(codes):
    assert round_insets(View(codes, None), IN_THE_DISC)
    assert not round_insets(View(codes, None), NO_JEWELRY)


@pytest.mark.parametrize("codes", [picture(line=255), picture(content=False), hoop()])
def test_a_hoop_and_an_empty_line_are_none(codes):
    assert not round_insets(View(codes, None), IN_THE_DISC | IN_THE_HOOP)


def test_a_piece_in_a_disc_may_run_over_its_rim_and_the_box_of_the_disc_is_told():
    codes = picture(inside=225, line=225)
    cv2.rectangle(codes, (200, 20), (240, 50), (90, 40, 160), -1)
    codes[np.hypot(*(np.mgrid[0:SIDE, 0:SIDE] - np.array([60, 185])[:, None, None])) > 41] = 255
    (box,) = round_insets(View(codes, divide(codes)), IN_THE_DISC)
    assert np.allclose(np.array(box) * SIDE, (145, 20, 225, 100), atol=4)


def band(*, stone=None, filled=None):
    """A flat ring, with a stone that reaches into it, or filled from rim to rim."""
    codes = np.full((SIDE, SIDE, 3), 255, np.uint8)
    cv2.circle(codes, (120, 120), 60, (180, 140, 60), -1, cv2.LINE_AA)
    cv2.circle(codes, (120, 120), 44, filled or (255, 255, 255), -1, cv2.LINE_AA)
    if stone:
        cv2.circle(codes, (112, 66), 16, stone, -1, cv2.LINE_AA)
    return codes


@pytest.mark.parametrize("codes", [band(), band(stone=(90, 0, 160)), band(filled=(90, 0, 160))])
def test_a_flat_ring_is_none_though_its_opening_and_its_rim_are_true_circles(codes):
    for jewelry in (codes.max(axis=2) < 250, np.hypot(*(np.mgrid[0:SIDE, 0:SIDE] - 120)) < 30):
        assert not round_insets(View(codes, divide(codes)), jewelry)


def test_what_is_jewelry_from_rim_to_rim_is_a_piece():
    codes = picture(inside=215)
    assert not round_insets(View(codes, divide(codes)), ~NO_JEWELRY)
