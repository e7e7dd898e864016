"""Logos, badges and other drawn signs: they have a few colors and no shades, as nothing has that was photographed."""

from collections.abc import Iterator, Sequence

import cv2
import numpy as np
import numpy.typing as npt

from retouch.arrays import Mask
from retouch.quality.facts.lettering import Word
from retouch.quality.facts.view import View, local_range
from retouch.quality.placement import widest

LEAST_PART = 0.001  # of the frame
SMALL_PART = 0.5  # of the largest part: what is as large as the piece is its fellow
FLAT_BINS, FLAT_SHARE = 3, 0.85  # so few colors, 16 codes wide, cover so much of a drawn sign
WIDE_FLAT = 0.003  # of the frame: a field of one color on the piece itself may be a badge
MOST_FLAT = 0.2  # of the frame: a larger one is a part of the ground
RIMS_PX, INSIDE_SHARE = (5, 2, 1), 0.1  # what is left out along a part's edge, where so much of it stays
ONE_COLOR = 2.0  # codes, standard deviation, of a field
SURELY_FEW, FEW_COLORS = 2.25, 3.0  # the same of a sign's colors, on average
AS_JEWELRY = 0.6  # of a field: a badge is not seen as jewelry
GRAIN = 3  # so many parts without shades are the grain of wood, and asked about
FRAME_PX = 2
EDGE_PX = 8  # a block of JPEG: beside an edge it rings
EDGE_STEP, EDGED = 16.0, 0.8  # a drawn sign has an edge of so many codes along so much of its outline


def graphic_found(view: View, found: Sequence[Word], jewelry: Mask) -> bool | None:
    """Look for parts, or fields of the piece, that have no shades; ``jewelry`` is at the size of ``small``.

    A field that the network sees as jewelry is a polished face. Where the ground is not plain there are no parts, and
    a field of one color with an edge all round it is asked about.
    """
    if view.piece is None:
        edged = (each for each in _fields(view, np.ones(view.gray.shape, np.bool_)) if _is_edged(view, each))
        return None if any(_is_no_jewelry(each, jewelry) for each in edged) else False
    largest = max(int(part.sum()) for part in _parts(view.piece, ()))
    parts = [(each, _spread(view.small[_inside(each)])) for each in _parts(view.piece, found)]
    drawn = [(each, spread) for each, spread in parts if spread <= FEW_COLORS and _is_edged(view, each)]
    small = (each for each, spread in drawn if spread <= SURELY_FEW and each.sum() < SMALL_PART * largest)
    if len(drawn) < GRAIN and any(not _at_frame(each) for each in small):
        return True
    doubtful = [
        *(each for each, _ in drawn),
        *_fields(view, view.piece & (view.gray > 20) & (view.gray < 245)),
    ]
    return None if any(_is_no_jewelry(each, jewelry) for each in doubtful) else False


def _at_frame(part: Mask) -> bool:
    """Tell what reaches the frame: a corner of the ground does, a sign keeps away from it."""
    inner = part[FRAME_PX:-FRAME_PX, FRAME_PX:-FRAME_PX]
    return int(inner.sum()) < int(part.sum())


def _parts(piece: Mask, found: Sequence[Word]) -> Iterator[Mask]:
    """Yield every part of a piece that is no crumb and no word."""
    count, labels, _, centers = cv2.connectedComponentsWithStats(_grown(piece, 1).astype(np.uint8))
    for number in range(1, count):
        part = (labels == number) & piece
        if part.sum() >= LEAST_PART * part.size and not _is_word(centers[number], found):
            yield np.asarray(part)


def _is_word(center: npt.NDArray[np.float64], found: Sequence[Word]) -> bool:
    return any(
        left <= center[0] <= right and top <= center[1] <= bottom
        for left, top, right, bottom in (w.box for w in found)
    )


def _inside(part: Mask) -> Mask:
    """A part without its soft rim and the ringing beside it, where enough of it is left."""
    for px in RIMS_PX:
        inside = cv2.erode(part.astype(np.uint8), np.ones((2 * px + 1, 2 * px + 1), np.uint8)) > 0
        if inside.sum() >= INSIDE_SHARE * part.sum():
            return np.asarray(inside)
    return part


def _spread(colors: npt.NDArray[np.uint8]) -> float:
    """How far a few colors spread in themselves, on average: shades do; infinitely, where there are more of them."""
    bins = (colors.astype(np.int32) // 16) @ np.array([256, 16, 1])
    counts = np.bincount(bins)
    most = [each for each in np.argsort(counts)[::-1][:FLAT_BINS] if counts[each]]
    if float(counts[most].sum()) < FLAT_SHARE * len(colors):
        return np.inf
    return float(
        np.average([float(colors[bins == each].std(axis=0).max()) for each in most], weights=counts[most])
    )


def _fields(view: View, within: Mask) -> Iterator[Mask]:
    """Yield wide fields of exactly one color, without their rims."""
    even = (local_range(view.gray, 5) <= 2) & within
    _, labels, stats, _ = cv2.connectedComponentsWithStats(even.astype(np.uint8))
    areas = stats[1:, cv2.CC_STAT_AREA] / even.size
    for number in 1 + np.nonzero((areas >= WIDE_FLAT) & (areas <= MOST_FLAT))[0]:
        field = labels == number
        if float(view.small[field].std(axis=0).max()) <= ONE_COLOR:
            yield np.asarray(field)


def _is_no_jewelry(field: Mask, jewelry: Mask) -> bool:
    return float(jewelry[field].mean()) < AS_JEWELRY


def _is_edged(view: View, field: Mask) -> bool:
    """Tell whether a field ends at an edge all round; what is out of focus fades."""
    rim, square = _grown(field, EDGE_PX) & ~field, np.ones((2 * EDGE_PX + 1, 2 * EDGE_PX + 1), np.uint8)
    steps = widest(cv2.subtract(cv2.dilate(view.small, square), cv2.erode(view.small, square)))
    return float((steps[rim] >= EDGE_STEP).mean()) >= EDGED


def _grown(mask: Mask, px: int) -> Mask:
    return np.asarray(cv2.dilate(mask.astype(np.uint8), np.ones((2 * px + 1, 2 * px + 1), np.uint8)) > 0)
