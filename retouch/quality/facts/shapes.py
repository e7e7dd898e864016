"""Outlines of things beside a piece: a box has straight sides, a bust has a neck and shoulders, a pouch is full."""

import cv2
import numpy as np

from retouch.arrays import Mask
from retouch.quality.facts.outlook import opened

NECK = 0.62  # of a bust's greatest width, at most, is its upper quarter
NECK_LONG = 0.22  # of its height: a ring on a box is shorter
WAIST = 0.75  # of the greatest width, at least, from the shoulders down: a ring on a cone has a narrow place below
WIDENS = 0.9  # of the width so far, at least, until the shoulders
SHOULDERS = 0.85  # of the greatest width: where they begin
HOLLOW, TIP = (
    0.08,
    0.12,
)  # of the greatest width: so much is missing between neck, below its tip, and shoulders; nothing at a cone's side
ALIKE_SIDES = 0.82  # of the outline and its mirror image
TALL = 0.45  # of the frame
SOLID = 0.94  # of its convex hull: a box, a pouch
BUST_SOLID = 0.965  # less: a neck and shoulders
CORNERS, FIT = 8, 0.93  # a polygon of so few corners covers so much of a box's outline


def filled(mask: Mask) -> Mask:
    """A mask without its holes."""
    contours, _ = cv2.findContours(mask.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    return np.asarray(cv2.drawContours(np.zeros(mask.shape, np.uint8), contours, -1, 1, -1) > 0)


def spanned(mask: Mask) -> Mask:
    """From the first to the last pixel of each row."""
    right = np.maximum.accumulate(mask[:, ::-1], axis=1)[:, ::-1]
    return np.asarray(np.maximum.accumulate(mask, axis=1) & right)


def solidity(outline: Mask) -> float:
    """The share of its convex hull that an outline fills."""
    contour = _contour(outline)
    return float(cv2.contourArea(contour) / max(1.0, cv2.contourArea(cv2.convexHull(contour))))


def is_straight(outline: Mask) -> bool:
    """Tell a box, card or slab: it has straight sides, and no neck."""
    contour = _contour(outline)
    corners = cv2.approxPolyDP(contour, 0.02 * cv2.arcLength(contour, True), True)  # noqa: FBT003 - closed
    drawn = cv2.fillPoly(np.zeros(outline.shape, np.uint8), [corners], 1) > 0
    fit = float((drawn & outline).sum() / max(1, (drawn | outline).sum()))
    return len(corners) <= CORNERS and fit >= FIT and solidity(outline) >= SOLID


def is_tall(outline: Mask) -> bool:
    """Tell what is as high as a bust is shown."""
    return int(outline.any(axis=1).sum()) >= TALL * len(outline)


def is_bust(outline: Mask) -> bool:
    """Tell a bust: tall, its sides alike, a neck that widens to the shoulders."""
    if not is_tall(outline) or solidity(outline) >= BUST_SOLID:
        return False
    return has_shoulders(outline)


def has_shoulders(outline: Mask) -> bool:
    """Tell a neck and two shoulders alike."""
    return _has_neck(outline) and _mirrored(outline) >= ALIKE_SIDES


def _has_neck(outline: Mask) -> bool:
    """Tell what is narrow above and widens all the way down to its shoulders, with a hollow between."""
    rows = np.nonzero(outline.any(axis=1))[0]
    widths = outline[rows[0] : rows[-1] + 1].sum(axis=1).astype(np.float64)
    shoulders = int(np.argmax(widths >= SHOULDERS * widths.max()))
    rising = widths[: shoulders + 1]
    widens = bool((rising >= WIDENS * np.maximum.accumulate(rising)).all())
    long = int(np.argmax(widths > NECK * widths.max()))
    narrow = float(np.median(widths[: max(1, len(widths) // 4)])) <= NECK * float(widths.max())
    wide = np.nonzero(widths >= SHOULDERS * widths.max())[0]
    if widths[wide[0] : wide[-1] + 1].min() < WAIST * widths.max() or long < NECK_LONG * len(widths):
        return False
    below = rising[round(TIP * len(rising)) :]
    chord = np.linspace(below[0], below[-1], len(below))
    return widens and narrow and float((chord - below).max()) >= HOLLOW * float(widths.max())


def smooth(mask: Mask, px: int) -> Mask:
    """A mask without holes, and without what is thinner than that."""
    return opened(filled(mask), px)


def _contour(outline: Mask) -> cv2.typing.MatLike:
    contours, _ = cv2.findContours(outline.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    return max(contours, key=cv2.contourArea)


def _mirrored(outline: Mask) -> float:
    """How alike the sides are to the left and right of the neck, as far as both are in the frame."""
    rows, columns = np.nonzero(outline)
    above = rows <= rows[0] + (rows[-1] - rows[0]) / 4
    twice = round(2 * float(np.median(columns[above])))
    left, right = max(0, twice - len(outline[0]) + 1), min(len(outline[0]) - 1, twice)
    body = outline[:, left : right + 1]
    return float((body & body[:, ::-1]).sum() / max(1, (body | body[:, ::-1]).sum()))
