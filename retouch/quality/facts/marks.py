"""What was laid over a picture: watermarks, logos, badges. On a ground that is not plain nothing is claimed absent."""

from collections.abc import Iterator, Sequence

import cv2
import numpy as np
import numpy.typing as npt

from retouch.arrays import Mask
from retouch.quality.facts.lettering import Word, is_faint
from retouch.quality.facts.view import View, local_range
from retouch.quality.placement import Standing

FAINT_CODES = 60  # from the ground: as much may lie over it and still show it
MARK_STEP = 4.0  # codes between neighbors: a mark has an edge, a shadow has none
NOISE_TIMES = 3.0  # a mark's edge stands out as much from the ground's noise
NOISIEST = 5.0  # codes: on a rougher ground a faint mark cannot be told
CLEAN = 0.5  # codes: a ground without noise was made, and has no dust on it
RIM_SAMPLES = 8  # a block of JPEG rings
RIM_SHARE = 0.008  # of the longer side, round piece and shadow
STROKE_SHARE = 0.006  # of the longer side: half the width of a mark's strokes
JOINED_SHARE = 0.015  # letters of one mark are as near to each other
LEAST_MARK, SURE_MARK = 0.04, 0.10  # of the longer side: below it is dust, from the other on surely a mark
THIN_SHARE = 0.02  # of the square on its length: a hair covers less

LEAST_PART = 0.001  # of the frame
SMALL_PART = 0.5  # of the largest part: what is as large as the piece is its fellow
FLAT_BINS, FLAT_SHARE = 3, 0.9  # so few colors, 16 codes wide, cover so much of a drawn sign
WIDE_FLAT = 0.003  # of the frame: a field of one color on the piece itself may be a badge
ONE_COLOR = 2.0  # codes, standard deviation
AS_JEWELRY = 0.6  # of a field: a badge is not seen as jewelry

Codes32 = npt.NDArray[np.int32]


def mark_facts(view: View, found: Sequence[Word] | None, jewelry: Mask) -> dict[str, object]:
    """Look for watermarks and graphics; ``jewelry`` is what the network sees as such, at any size."""
    height, width = view.small.shape[:2]
    seen = cv2.resize(jewelry.astype(np.uint8), (width, height), None, 0, 0, cv2.INTER_NEAREST) > 0
    return {
        "watermark_found": _watermark(view, found),
        "graphic_found": _graphic(view, found or (), np.asarray(seen)),
    }


def _watermark(view: View, found: Sequence[Word] | None) -> bool | None:
    if any(is_faint(view, word) for word in found or ()):
        return True
    return None if view.standing is None else _faint_marks(view.standing)


def _faint_marks(standing: Standing) -> bool | None:
    """Look for sharp edges that are faint: text or a sign one can look through."""
    steps = local_range(np.asarray(cv2.cvtColor(standing.sample, cv2.COLOR_RGB2GRAY), np.float32), 3)
    side = max(steps.shape)
    open_ground = ~_grown(standing.piece | _wide(standing.shadow), max(RIM_SAMPLES, round(RIM_SHARE * side)))
    if not open_ground.any():
        return None
    noise = float(np.median(steps[open_ground]))
    if noise > NOISIEST:
        return None
    marks = open_ground & (standing.far <= FAINT_CODES) & (steps >= max(MARK_STEP, NOISE_TIMES * noise))
    longest = max(_lengths(marks, side), default=0.0)
    if noise <= CLEAN and longest >= SURE_MARK:
        return True
    return None if longest >= (LEAST_MARK if noise <= CLEAN else SURE_MARK) else False


def _wide(shadow: Mask) -> Mask:
    """Shadows without the strokes of faint marks: those are thin."""
    px = max(2, round(STROKE_SHARE * max(shadow.shape)))
    square = np.ones((2 * px + 1, 2 * px + 1), np.uint8)
    return np.asarray(cv2.morphologyEx(shadow.astype(np.uint8), cv2.MORPH_OPEN, square) > 0)


def _lengths(marks: Mask, side: int) -> Iterator[float]:
    """How long each mark is, as a share of the longer side; dust and hairs are left out."""
    near = _grown(marks, round(JOINED_SHARE * side / 2))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(near.astype(np.uint8), connectivity=8)
    inked = np.bincount(labels[marks], minlength=count)
    for number in range(1, count):
        across, down = stats[number, cv2.CC_STAT_WIDTH], stats[number, cv2.CC_STAT_HEIGHT]
        length = max(across, down)
        if length >= LEAST_MARK * side and inked[number] >= THIN_SHARE * length * min(across, down):
            yield float(length / side)


def _graphic(view: View, found: Sequence[Word], jewelry: Mask) -> bool | None:
    """Look for separate parts, or fields of the piece, that have no shades, as drawn things have none.

    A field that the network sees as jewelry is a polished face.
    """
    if view.piece is None:
        return None
    count, labels, stats, centers = cv2.connectedComponentsWithStats(_grown(view.piece, 1).astype(np.uint8))
    largest = int(stats[1:, cv2.CC_STAT_AREA].max())
    doubt = False
    for number in range(1, count):
        part = (labels == number) & view.piece
        if part.sum() < LEAST_PART * part.size or _is_word(centers[number], found):
            continue
        if not _is_flat(view.small[_inside(part)]):
            continue
        if stats[number, cv2.CC_STAT_AREA] < SMALL_PART * largest:
            return True
        doubt |= float(jewelry[part].mean()) < AS_JEWELRY
    return None if doubt or _has_flat_field(view, jewelry) else False


def _is_word(center: npt.NDArray[np.float64], found: Sequence[Word]) -> bool:
    return any(
        left <= center[0] <= right and top <= center[1] <= bottom
        for left, top, right, bottom in (w.box for w in found)
    )


def _inside(part: Mask) -> Mask:
    """A part without its soft rim, where anything is left of it."""
    inside = cv2.erode(part.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    return np.asarray(inside) if inside.any() else part


def _is_flat(colors: npt.NDArray[np.uint8]) -> bool:
    bins = (colors.astype(np.int32) // 16) @ np.array([256, 16, 1])
    counts = np.sort(np.bincount(bins))[::-1]
    return float(counts[:FLAT_BINS].sum()) >= FLAT_SHARE * len(colors)


def _has_flat_field(view: View, jewelry: Mask) -> bool:
    """Tell whether a wide field has exactly one color, though it is neither black nor blown out, and no jewelry."""
    even = (local_range(view.gray, 5) <= 2) & (view.gray > 20) & (view.gray < 245)
    if view.piece is None:
        return False
    _, labels, stats, _ = cv2.connectedComponentsWithStats((even & view.piece).astype(np.uint8))
    wide = 1 + np.nonzero(stats[1:, cv2.CC_STAT_AREA] >= WIDE_FLAT * even.size)[0]
    fields = (labels == number for number in wide)
    return any(
        float(view.small[field].std(axis=0).max()) <= ONE_COLOR and float(jewelry[field].mean()) < AS_JEWELRY
        for field in fields
    )


def _grown(mask: Mask, px: int) -> Mask:
    return np.asarray(cv2.dilate(mask.astype(np.uint8), np.ones((2 * px + 1, 2 * px + 1), np.uint8)) > 0)
