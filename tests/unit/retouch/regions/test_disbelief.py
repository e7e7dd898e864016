"""Which words of the judges are not believed."""

import cv2
import numpy as np
import pytest

from retouch.regions.disbelief import CRUMB_PX, beyond, crumbs, groundless, haze, strays

NOT_SEEN = np.zeros((80, 80), np.float32)
GROUND, GOLD = (92.0, 0.0, 1.0), (70.0, 4.0, 38.0)


def opened(color, *, side=16, edge=True):
    """A plate of gold with a square opening of some color, with an edge or fading into the plate."""
    photo = np.empty((80, 80, 3), np.float32)
    photo[:] = GOLD
    place = slice(40 - side // 2, 40 + side // 2)
    photo[place, place] = color
    if not edge:
        fade = np.clip(np.hypot(*(np.indices((80, 80)) - 39.5)) / 24.0, 0.0, 1.0)[..., None]
        photo = np.float32(fade * np.float32(GOLD) + (1 - fade) * np.float32(color))
    ground = np.broadcast_to(np.float32(GROUND), photo.shape)
    drawn = np.zeros((80, 80), np.bool_)
    drawn[10:70, 10:70] = True
    piece = drawn.copy()
    piece[place, place] = False
    encoded = (cv2.cvtColor(np.float32(lab), cv2.COLOR_Lab2RGB) for lab in (photo, ground))
    return piece, drawn, *encoded


@pytest.mark.parametrize(
    ("color", "edge", "believed"),
    [
        (GROUND, True, True),
        ((80.0, 0.0, 4.0), True, True),  # the ground in the piece's own shadow
        ((72.0, 4.0, 36.0), True, False),  # hardly another color than the metal beside it
        ((20.0, 4.0, 10.0), True, False),  # far from the ground: engraving, filled with black
        (GROUND, False, False),  # mirrored in the metal, without an edge
    ],
)
def test_an_opening_is_bounded_by_an_edge_and_shows_the_ground(color, edge, believed):
    piece, drawn, photo, ground = opened(color, edge=edge)
    wrong = groundless(piece, drawn, photo, ground, NOT_SEEN)
    assert bool(wrong[40, 40]) is not believed
    assert not wrong[~drawn].any()
    assert wrong[piece].sum() <= 22**2 - 16**2  # the rim of the opening at most


@pytest.mark.parametrize(
    ("white", "seen", "believed"), [(100.0, 0.5, False), (100.0, 0.2, True), (94.0, 0.5, True)]
)
def test_white_on_white_paper_that_may_be_the_piece_is_a_glint(white, seen, believed):
    piece, drawn, photo, ground = opened((white, 0.0, 0.0))
    if white == 100.0:
        ground = np.ones_like(ground)
    wrong = groundless(piece, drawn, photo, ground, np.full((80, 80), seen, np.float32))
    assert bool(wrong[40, 40]) is not believed


def test_a_bay_of_the_outline_is_no_opening():
    piece, drawn, photo, ground = opened((72.0, 4.0, 36.0))
    piece[:40, 32:48] = False  # from the opening to the outer edge
    assert not groundless(piece, drawn, photo, ground, NOT_SEEN).any()


@pytest.mark.parametrize(("color", "believed"), [(GROUND, True), ((72.0, 4.0, 36.0), False)])
def test_a_small_opening_that_was_drawn_is_asked_too(color, believed):
    piece, _, photo, ground = opened(color, side=9)
    assert bool(groundless(piece, piece, photo, ground, NOT_SEEN)[40, 40]) is not believed


def test_a_large_opening_that_was_drawn_stands():
    piece, _, photo, ground = opened((72.0, 4.0, 36.0))
    assert not groundless(piece, piece, photo, ground, NOT_SEEN).any()


@pytest.mark.parametrize(("side", "stays"), [(5, False), (10, True)])
def test_crumbs_stand_only_where_they_were_drawn(side, stays):
    assert side * side != CRUMB_PX
    piece, drawn = np.zeros((40, 40), np.bool_), np.zeros((40, 40), np.bool_)
    piece[5 : 5 + side, 5 : 5 + side] = True
    assert bool(crumbs(piece, drawn)[6, 6]) is not stays
    assert not crumbs(piece, piece).any()


def test_haze_apart_from_a_piece_is_not_believed():
    odds = np.full((20, 40), -9.0, np.float32)
    odds[5:15, 5:15] = 4.0
    odds[5:15, 15:18] = -0.5  # a soft edge
    odds[5:15, 30:35] = -0.5
    none = np.zeros(odds.shape, np.bool_)
    assert haze(odds, none)[10, 32]
    assert not haze(odds, none)[10, :20].any()
    assert not haze(odds, ~none).any()


def test_what_is_far_outside_the_box_is_no_piece():
    piece = np.zeros((200, 300), np.bool_)
    piece[50:150, 100:200] = True
    outside = beyond(piece)
    assert not outside[47:153, 97:203].any()
    assert outside[:40].all()
    assert outside[:, 210:].all()
    assert beyond(np.zeros((9, 9), np.bool_)).all()


@pytest.mark.parametrize(
    ("chips", "seen", "dropped"), [(9, 0.5, True), (2, 0.5, False), (9, 0.95, False)], ids=str
)
def test_many_small_parts_that_no_network_is_sure_of_are_chips_of_the_ground(chips, seen, dropped):
    odds, sight = np.full((80, 80), -4.0, np.float32), np.zeros((80, 80), np.float32)
    odds[10:40, 10:40], sight[10:40, 10:40] = 3.0, 0.95
    places = [(50 + 10 * (k // 7), 5 + 10 * (k % 7)) for k in range(chips)]
    for row, column in places:
        odds[row : row + 4, column : column + 4] = -0.5  # a soft rim
        odds[row : row + 3, column : column + 3], sight[row : row + 4, column : column + 4] = 2.0, seen
    found = strays(odds, sight)
    assert all(found[row, column] == dropped for row, column in places)
    assert found.sum() == (16 * chips if dropped else 0)
