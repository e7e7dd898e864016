"""What is said of a pixel's surroundings."""

from dataclasses import replace

import numpy as np

from retouch.networks import Sight
from retouch.regions.surroundings import COUNT, UNIT, WIDTHS_PX, log_odds, surroundings

GOLD, PAPER = (0.7, 0.5, 0.2), (0.9, 0.9, 0.88)
FIRST, EACH = 16, 11  # figures before the widths', and of each width; its last three are colors'


def figures(side=96):
    rows, columns = np.mgrid[0:side, 0:side]
    alpha = (np.hypot(rows - side / 2, columns - side / 2) < side / 4).astype(np.float32)
    photo = (alpha[..., None] * np.float32(GOLD) + (1 - alpha[..., None]) * np.float32(PAPER)).astype(
        np.float32
    )
    ground = np.broadcast_to(np.float32(PAPER), photo.shape)
    none = np.zeros_like(alpha)
    return alpha > 0.5, list(surroundings(photo, alpha, Sight(alpha, alpha, none, none, none), ground))


def test_there_are_as_many_as_is_said_of_the_photos_size_and_of_moderate_values():
    _, planes = figures()
    assert len(planes) == COUNT
    assert {(plane.shape, plane.dtype) for plane in planes} == {((96, 96), np.dtype(np.float32))}
    assert all(np.isfinite(plane).all() and np.abs(plane).max() < 4 for plane in planes)


def test_a_pixel_of_the_piece_is_near_its_color_and_far_from_the_grounds_at_every_width():
    piece, planes = figures()
    inside, outside = (48, 40), (48, 20)
    assert (piece[inside], piece[outside]) == (True, False)
    for k in range(len(WIDTHS_PX)):
        to_piece, to_ground, apart = planes[FIRST + EACH * k + EACH - 3 : FIRST + EACH * (k + 1)]
        assert to_piece[inside] < 0.05
        assert to_ground[outside] < 0.05
        assert apart[inside] >= apart[outside]
    assert apart[inside] > 0.5  # where both are within the width
    assert apart[outside] < -0.5


def test_the_last_look_counts_by_itself_and_everything_seen_where_there_was_but_one():
    rows, _ = np.mgrid[0:64, 0:64]
    alpha = (rows < 32).astype(np.float32)
    photo, none = np.repeat(0.5 * alpha[..., None], 3, axis=2), np.zeros_like(alpha)
    once = Sight(alpha, alpha, none, none, none)
    twice = replace(once, near=Sight(1.0 - alpha, none, alpha, none, none))
    for seen, near in ((once, once), (twice, twice.near)):
        planes = list(surroundings(photo, alpha, seen, photo))
        said = [log_odds(each) / np.float32(UNIT) for each in near.maps]
        assert np.array_equal(planes[FIRST - 5 : FIRST], said)


def test_a_photo_of_a_few_pixels_is_no_error():
    assert len(figures(5)[1]) == COUNT
