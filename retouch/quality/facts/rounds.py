"""Pictures set into a picture as a disc: a true circle, ground on both sides of its rim, and something in it."""

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from retouch.arrays import Mask
from retouch.quality.facts.view import View

SIDE = 400  # px at which circles are looked for
RADII = 0.07, 0.34  # of the longer side
STRONG, ROUND = 60, 0.80  # of OpenCV's gradient search: its edges, and how true a circle must be
DISC_APART, DISC = 14, 0.93  # codes from a plain ground, and how much of its circle a round thing fills
APART = 0.1  # of the longer side, between two circles
ANGLES = 180
RIM_STEP, RIM_SHARE = 10.0, 0.88  # codes across the rim, at so much of it
BESIDE_PX = 5  # on either side of the rim
ALIKE = 12.0  # codes from the ground's most common color there
OUTSIDE, INSIDE = 0.85, 0.55  # of the rim that has ground beside it: an inset's own piece may run off it
RIM_ALIKE = 0.7  # of the rim that has one color: a line or an edge of two grounds has; metal has shades
# Where the rim is unbroken on one ground, a piece in it may run over more of it.
UNBROKEN, LINE_BROKEN = 0.9, 0.5
BUSY = 6.0  # codes, standard deviation within: there is something
# Of a disc, that is jewelry: less shows no piece, more is one, a dial or a round pendant.
SHOWN, PIECE = 0.1, 0.9
MIDDLE, APART_CODES = 0.5, 12  # of the radius; codes from the color within the rim
OTHER, SOME = 0.9, 0.03  # of the middle: a stone or enamel fills it; a view has its piece there
SEEN_THROUGH, GROUND_CODES = 0.25, 6.0  # of a disc that has the color of the ground all round

Colors = npt.NDArray[np.float32]


@dataclass(frozen=True)
class _Sheet:
    """A picture as circles are looked for in it; ``far`` is None where its ground is not plain."""

    small: Colors
    jewelry: Mask
    far: npt.NDArray[np.float32] | None


def round_insets(view: View, jewelry: Mask) -> list[tuple[float, float, float, float]]:
    """Every disc that is set into a picture: its box, in shares of the picture, left, top, right, bottom.

    A band, a dial and a round pendant are round, too: what is seen through a ring has the color of the ground, and
    what is ``jewelry`` from rim to rim, or holds a single stone, is the piece. A view shows a piece.
    """
    height, width = view.small.shape[:2]
    share = min(1.0, SIDE / max(height, width))
    size = max(1, round(width * share)), max(1, round(height * share))
    small = np.asarray(cv2.resize(view.small, size, None, 0, 0, cv2.INTER_AREA), np.uint8)
    circles = [*_circles(small), *_discs(view, size)]
    far = None if view.standing is None else _fitted(view.standing.far.astype(np.float32), size)
    sheet = _Sheet(small.astype(np.float32), _fitted(jewelry.astype(np.float32), size) >= 0.5, far)
    found = [each for each in circles if _is_inset(sheet.small, each) and not _is_piece(sheet, each)]
    return [
        ((x - reach) / size[0], (y - reach) / size[1], (x + reach) / size[0], (y + reach) / size[1])
        for x, y, reach in (each.tolist() for each in found)
    ]


def _circles(small: npt.NDArray[np.uint8]) -> npt.NDArray[np.float32]:
    """Center and radius of every true circle."""
    gray, longer = cv2.cvtColor(small, cv2.COLOR_RGB2GRAY), max(small.shape[:2])
    found = cv2.HoughCircles(
        gray, cv2.HOUGH_GRADIENT_ALT, 1.5, APART * longer, None, STRONG, ROUND,
        round(RADII[0] * longer), round(RADII[1] * longer),
    )  # fmt: skip
    return np.empty((0, 3), np.float32) if found is None else np.asarray(found[0, :, :3], np.float32)


def _discs(view: View, size: tuple[int, int]) -> Iterator[npt.NDArray[np.float32]]:
    """Center and radius of every round thing on a plain ground."""
    if view.standing is None:
        return
    apart = (view.standing.far > DISC_APART).astype(np.uint8)
    small = cv2.resize(apart, size, None, 0, 0, cv2.INTER_NEAREST)
    for contour in cv2.findContours(small, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)[0]:
        center, radius = cv2.minEnclosingCircle(contour)
        wide = RADII[0] * max(size) <= radius <= RADII[1] * max(size)
        if wide and cv2.contourArea(contour) >= DISC * np.pi * radius**2:
            yield np.array([*center, radius - 1], np.float32)


def _is_inset(small: Colors, circle: npt.NDArray[np.float32]) -> bool:
    at, radius = circle[:2], float(circle[2])
    across = [_around(small, at, radius + step) for step in range(-3, 4)]
    seen = np.logical_and.reduce([inside for _, inside in across])
    steps = np.max([np.abs(one - other).max(axis=1) for (one, _), (other, _) in _pairs(across)], axis=0)
    crossed = float((steps >= RIM_STEP)[seen].mean())
    if seen.mean() < OUTSIDE or crossed < RIM_SHARE or not _is_busy(small, at, radius - 2 * BESIDE_PX):
        return False
    rim = np.stack([colors for colors, _ in across[1:-1]])
    darkest = rim.min(axis=2).argmin(axis=0)
    line = _alike(rim[darkest, np.arange(ANGLES)], seen)
    outside, inside = (_alike(*_around(small, at, radius + step)) for step in (BESIDE_PX, -BESIDE_PX))
    if min(crossed, outside) >= UNBROKEN:
        return line >= LINE_BROKEN and inside >= INSIDE
    return line >= RIM_ALIKE and outside >= OUTSIDE and inside >= INSIDE


def _is_piece(sheet: _Sheet, circle: npt.NDArray[np.float32]) -> bool:
    """Tell a round piece, or the opening of one, from a view that is set in."""
    at, radius = circle[:2], float(circle[2])
    disc = _disc(sheet.small, at, radius - 2 * BESIDE_PX)
    middle = _disc(sheet.small, at, MIDDLE * radius)
    if not SHOWN <= float(sheet.jewelry[disc].mean()) < PIECE:
        return True
    colors, seen = _around(sheet.small, at, radius - BESIDE_PX)
    within = np.median(colors[seen], axis=0)
    other = float((np.abs(sheet.small[middle] - within).max(axis=1) > APART_CODES).mean())
    if other >= OTHER and float(sheet.small[middle].std(axis=0).max()) <= BUSY:
        return True
    if sheet.far is None:
        return False
    beyond, ours = (
        float(np.median(values[there]))
        for values, there in (_around(sheet.far, at, radius + step) for step in (BESIDE_PX, -BESIDE_PX))
    )
    through = float((sheet.far[disc] < GROUND_CODES).mean()) >= SEEN_THROUGH
    return beyond > DISC_APART or (through and (ours > DISC_APART or other < SOME))


def _fitted(values: npt.NDArray[np.float32], size: tuple[int, int]) -> npt.NDArray[np.float32]:
    return np.asarray(cv2.resize(values, size, None, 0, 0, cv2.INTER_AREA), np.float32)


def _pairs(across: list[tuple[Colors, Mask]]) -> list[tuple[tuple[Colors, Mask], tuple[Colors, Mask]]]:
    return list(zip(across, across[2:], strict=False))


def _around(values: Colors, at: Colors, radius: float) -> tuple[Colors, Mask]:
    """What lies along a circle, and where it lies in the frame."""
    angles = np.linspace(0, 2 * np.pi, ANGLES, endpoint=False)
    x, y = np.rint(at[0] + radius * np.cos(angles)), np.rint(at[1] + radius * np.sin(angles))
    inside = (x >= 0) & (y >= 0) & (x < values.shape[1]) & (y < values.shape[0])
    columns, rows = (
        np.clip(x, 0, values.shape[1] - 1).astype(int),
        np.clip(y, 0, values.shape[0] - 1).astype(int),
    )
    return values[rows, columns], np.asarray(inside)


def _alike(colors: Colors, inside: Mask) -> float:
    """The share of a circle that has one color."""
    told = colors[inside]
    return float((np.abs(told - np.median(told, axis=0)).max(axis=1) <= ALIKE).mean()) if len(told) else 0.0


def _is_busy(small: Colors, at: Colors, radius: float) -> bool:
    disc = _disc(small, at, radius)
    return bool(disc.any()) and float(small[disc].std(axis=0).max()) > BUSY


def _disc(small: Colors, at: Colors, radius: float) -> Mask:
    y, x = np.ogrid[0 : small.shape[0], 0 : small.shape[1]]
    return np.asarray((x - at[0]) ** 2 + (y - at[1]) ** 2 <= max(1.0, radius) ** 2)
