"""Thin parts that gave way to a new ground, and openings that closed."""

import cv2
import numpy as np

from retouch.arrays import Alpha, LinearRGB, Mask
from retouch.quality.changes import Changes, find_changes

SIDE = 96
GOLD = np.asarray([0.55, 0.38, 0.12], np.float32)
PAPER = np.full((SIDE, SIDE, 3), 0.3, np.float32)
WHITE = np.ones((SIDE, SIDE, 3), np.float32)
NOTHING_HEALED = np.zeros((SIDE, SIDE), np.bool_)


def links() -> Alpha:
    """Three square links of 5 px wire."""
    alpha = np.zeros((SIDE, SIDE), np.float32)
    for left in (12, 36, 60):
        alpha[36:60, left : left + 24] = 1.0
        alpha[41:55, left + 5 : left + 19] = 0.0
    return np.asarray(cv2.GaussianBlur(alpha, (0, 0), 0.6), np.float32)


ALPHA = links()
METAL = GOLD * (0.75 + 0.5 * np.sin(np.arange(SIDE) / 2.0, dtype=np.float32))[:, None, None].repeat(
    SIDE, axis=1
)


def on(ground: LinearRGB, alpha: Alpha = ALPHA) -> LinearRGB:
    share = alpha[..., None]
    return np.asarray(METAL * share + ground * (1.0 - share), np.float32)


def judged(after: LinearRGB) -> Changes:
    return find_changes(on(PAPER), after, ALPHA, NOTHING_HEALED, own_cut=False)


def square(top: int, left: int, side: int) -> Mask:
    mask = np.zeros((SIDE, SIDE), np.bool_)
    mask[top : top + side, left : left + side] = True
    return mask


def test_links_on_a_new_ground_have_lost_nothing() -> None:
    found = judged(on(WHITE))
    assert not found.ground_kept
    assert (found.gone.mass, found.filled.mass) == (0.0, 0.0)


def test_a_wire_that_ends_and_goes_on_has_given_way() -> None:
    cut = np.where(square(34, 20, 9), 0.0, ALPHA).astype(np.float32)
    found = judged(on(WHITE, cut))
    assert found.gone.mass > 0.1
    assert found.filled.mass == 0.0
    where = found.gone.where
    assert where is not None
    assert 18 <= where.left <= where.right <= 31


def bar(side: int) -> tuple[LinearRGB, Alpha]:
    """A smooth bar of the ground's own hue, and a square of it that may vanish: no edges but its outline."""
    alpha = np.zeros((SIDE, SIDE), np.float32)
    alpha[50:80, 16:80] = 1.0
    alpha[50 - side : 50, 40 : 40 + side] = 1.0
    alpha = np.asarray(cv2.GaussianBlur(alpha, (0, 0), 0.6), np.float32)
    return np.asarray(PAPER * (1.0 - 0.7 * alpha[..., None]), np.float32), alpha


def test_a_smooth_part_that_gave_way_is_told_by_its_outline() -> None:
    photo, alpha = bar(14)
    kept = np.where(np.arange(SIDE)[:, None] < 50, 0.0, alpha).astype(np.float32)[..., None]
    found = find_changes(photo, photo * kept + WHITE * (1 - kept), alpha, NOTHING_HEALED, own_cut=False)
    assert found.gone.mass > 0.1


def test_a_smooth_part_on_a_new_ground_is_not_gone() -> None:
    photo, alpha = bar(14)
    whole = alpha[..., None]
    found = find_changes(photo, photo * whole + WHITE * (1 - whole), alpha, NOTHING_HEALED, own_cut=False)
    assert found.gone.mass == 0.0


def test_an_opening_that_shows_metal_was_closed() -> None:
    closed = np.where(square(38, 38, 20), 1.0, ALPHA).astype(np.float32)
    found = judged(on(WHITE, closed))
    assert found.filled.mass > 0.1
    assert found.gone.mass == 0.0


def test_a_shaded_opening_is_still_open() -> None:
    shaded = WHITE.copy()
    shaded[41:55] *= 0.7
    assert judged(on(shaded)).filled.mass == 0.0


def test_an_alpha_that_cut_the_picture_is_no_witness() -> None:
    cut = np.where(square(34, 20, 9), 0.0, ALPHA).astype(np.float32)
    found = find_changes(on(PAPER), on(WHITE, cut), ALPHA, NOTHING_HEALED)
    assert found.gone.mass == 0.0
