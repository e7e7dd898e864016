"""Borders drawn round a picture and pictures set into it: straight edges that run exactly along rows and columns."""

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from retouch.arrays import Mask
from retouch.quality.facts.outlook import Outlook
from retouch.quality.facts.rounds import round_insets
from retouch.quality.facts.view import Gray, View, local_range
from retouch.quality.placement import widest

DEEPEST = 0.15  # of the side: how far from the frame a border may begin or end
MIDDLE = 0.15  # of a row's length left out at its ends, where the neighboring sides cross it
UNIFORM_CODES = 6  # a row of a border has one color within this
UNIFORM_SHARE = 0.97
STEP_CODES = 10  # between a border and what it borders
STEP_SHARE = 0.85  # of the row
ALIKE_PX = 4  # opposite sides of one border are as deep, within this

LEAST_SIDE = 160  # px: in a smaller picture an inset is a few pixels
EDGE_CODES = 12  # of a straight edge, from one pixel to the next
TEXTURE_TIMES = 4.0  # of the picture's usual step: in a texture every pixel steps
DENSE = 0.85  # of the pixels along an edge
GAP_PX = 3
BESIDE_PX, CALM = 3, 0.2  # so far beside an edge so few pixels step
LEAST_RUN = 0.10  # of the side
SHADE_CODES = 14  # from a plain ground
SHADE_PX, SHADED = (3, 8), 0.5  # beside a side of a box, and of it: there falls a card's shadow
CORNER_PX = 4  # how near the ends of two edges make a corner
ROUNDED = 0.16  # of a side, that a rounded corner takes
LEAST_AREA, MOST_AREA = 0.01, 0.7  # of the frame
EVEN_CODES, EVEN = 1.0, 0.9  # within 3 × 3 px, and of a box
MARGIN, SET_CODES = 0.25, 12  # of a box, round its middle; codes between a stone and its setting
SHOWN = 0.05  # of a box, that is jewelry
FLAT_CODES = 6.0  # standard deviation: below, it is a colored field and no picture

Rows = npt.NDArray[np.int16]
Run = tuple[int, int, int]  # where it lies, where it begins, where it ends
Box = tuple[float, float, float, float]  # left, top, right, bottom, in shares of the picture


@dataclass(frozen=True)
class Outlines:
    """What is drawn round a picture and set into it; None where that is unsure."""

    border: bool | None
    inset: bool | None
    places: tuple[Box, ...]
    """Where the insets are."""
    shaded: bool = False
    """Whether something with the square corners of an inset casts a shadow, as a card does."""

    def facts(self) -> dict[str, object]:
        """As facts are named."""
        return {"drawn_border_found": self.border, "inset_found": self.inset}


def find_outlines(view: View, look: Outlook) -> Outlines:
    """Look for a drawn border and for insets."""
    sides = [_depth(rows) for rows in _turned(view.small)]
    inset, found = _insets(view, bordered=max(sides) > 0)
    shaded = [_is_shaded(view, box) for box, _ in found]
    jewelry = view.at_small(look.jewelry)
    clear = [box for (box, _), dark in zip(found, shaded, strict=True) if not dark]
    places = [box for box in clear if _shows(jewelry, box)]
    if clear and not places:
        inset = None
    cards = [not rounded for (_, rounded), dark in zip(found, shaded, strict=True) if dark]
    if cards:
        inset = True if places else None
    if inset is not True:
        places = round_insets(view, jewelry)
        inset = True if places else inset
    return Outlines(_is_border(sides), inset, tuple(places), any(cards))


def _turned(small: npt.NDArray[np.uint8]) -> Iterator[Rows]:
    """The picture with each of its sides on top: top, left, bottom, right."""
    codes = small.astype(np.int16)
    for turns in (0, 3, 2, 1):
        yield np.rot90(codes, turns)


def _is_border(sides: list[int]) -> bool | None:
    """Three sides or two opposite ones are a border; a single straight edge may be the table's."""
    top, left, bottom, right = sides
    found = sum(depth > 0 for depth in sides)
    facing = any(
        one and abs(one - other) <= ALIKE_PX for one, other in ((top, bottom), (left, right)) if other
    )
    if found >= 3 or facing:
        return True
    return None if found else False


def _depth(rows: Rows) -> int:
    """How deep the border on this side is; 0 where there is none."""
    height, width = rows.shape[:2]
    cut = round(MIDDLE * width)
    middle = rows[: max(3, round(DEEPEST * height)) + 3, cut : max(cut + 1, width - cut)]
    colors = np.median(middle, axis=1)
    uniform = (widest(np.abs(middle - colors[:, None])) <= UNIFORM_CODES).mean(axis=1) >= UNIFORM_SHARE
    if not uniform[0]:
        return 0
    for depth in range(1, len(middle) - 2):
        if uniform[depth] and np.abs(colors[depth] - colors[depth - 1]).max() < STEP_CODES / 2:
            continue
        after = np.abs(middle[depth : depth + 3] - colors[depth - 1]).max(axis=2) >= STEP_CODES
        return depth if float(after.mean(axis=1).max()) >= STEP_SHARE else 0
    return 0


def _insets(view: View, *, bordered: bool) -> tuple[bool | None, list[tuple[Box, bool]]]:
    """Whether there is an inset, where each is, and whether its corners are rounded."""
    codes = view.small.astype(np.int16)
    columns, rows = _runs(_steps(codes, 1)), _runs(_steps(codes, 0).T)
    height, width = codes.shape[:2]
    if min(height, width) < LEAST_SIDE:
        return None, []
    doubt, places = _is_split(view, columns, rows), list[tuple[Box, bool]]()
    for (top, bottom, left, right), rounded in _boxes(columns, rows, height, width):
        inside = view.gray[top + 2 : bottom - 1, left + 2 : right - 1]
        if inside.size and float(inside.std()) > FLAT_CODES and not _is_set(inside):
            on_frame = (top == -1) + (bottom == height - 1) + (left == -1) + (right == width - 1)
            if not bordered and (view.standing is not None or on_frame <= 1) and not _is_drawn(inside):
                places.append(((left / width, top / height, right / width, bottom / height), rounded))
            doubt = True
    return (True if places else None if doubt else False), places


def _shows(jewelry: Mask, box: Box) -> bool:
    """Tell whether there is a piece in a box: a second picture shows one."""
    height, width = jewelry.shape
    left, top, right, bottom = (
        max(0, round(each * side)) for each, side in zip(box, (width, height) * 2, strict=True)
    )
    return float(jewelry[top:bottom, left:right].mean()) >= SHOWN


def _is_set(inside: Gray) -> bool:
    """Tell a square stone or dial in its setting: its middle has one color, another one than its rim."""
    high, wide = (round(MARGIN * each) for each in inside.shape)
    middle = inside[high : len(inside) - high, wide : len(inside[0]) - wide]
    rim = np.concatenate([inside[0], inside[-1], inside[:, 0], inside[:, -1]])
    even = middle.size > 0 and float(middle.std()) <= FLAT_CODES
    return even and abs(float(np.median(middle)) - float(np.median(rim))) > SET_CODES


def _is_drawn(inside: Gray) -> bool:
    """Tell fields of one color each, without a shade: a plate with a stone as like as a second picture."""
    return float((local_range(np.ascontiguousarray(inside), 3) <= EVEN_CODES).mean()) >= EVEN


def _is_shaded(view: View, box: Box) -> bool:
    """Tell whether something plainly darker lies along a side of a box: what is pasted in lies on clear ground."""
    if view.standing is None:
        return False
    far = view.at_small(view.standing.far > SHADE_CODES) & (view.gray < float(view.standing.ground.mean()))
    height, width = far.shape
    left, right = (min(width, max(0, round(each * width))) for each in (box[0], box[2]))
    top, bottom = (min(height, max(0, round(each * height))) for each in (box[1], box[3]))
    begin, end = SHADE_PX
    bands = (
        far[max(0, top - end) : max(0, top - begin), left:right], far[bottom + begin : bottom + end, left:right],
        far[top:bottom, max(0, left - end) : max(0, left - begin)], far[top:bottom, right + begin : right + end],
    )  # fmt: skip
    return any(band.size and float(band.mean()) >= SHADED for band in bands)


def _is_split(view: View, columns: list[Run], rows: list[Run]) -> bool:
    """Tell an edge from one side of the frame to the other with something on both: two pictures, or a table's edge."""
    cuts = [(view.gray, *run) for run in columns] + [(view.gray.T, *run) for run in rows]
    for gray, at, begin, end in cuts:
        halves = gray[:, : max(0, at - 1)], gray[:, at + 3 :]
        across = end - begin >= len(gray) - 1 - 2 * CORNER_PX
        if across and all(half.size and float(half.std()) > FLAT_CODES for half in halves):
            return True
    return False


def _steps(codes: Rows, axis: int) -> npt.NDArray[np.bool_]:
    """Where neighboring pixels differ by more than the picture's own texture."""
    steps = widest(np.abs(np.diff(codes, axis=axis)))
    below = np.cumsum(cv2.calcHist([steps.astype(np.uint8)], [0], None, [256], [0, 256]))
    usual = int(np.searchsorted(below, steps.size / 2))  # the median, without sorting them
    return np.asarray(steps >= max(EDGE_CODES, TEXTURE_TIMES * usual))


def _runs(steps: npt.NDArray[np.bool_]) -> list[Run]:
    """Columns along which the picture steps for a long stretch without a gap, the longest stretch of each."""
    length = steps.shape[0]
    least = round(LEAST_RUN * length)
    found = []
    for at in np.nonzero(steps.sum(axis=0) >= least)[0]:
        places = np.nonzero(steps[:, at])[0]
        cuts = np.nonzero(np.diff(places) > GAP_PX)[0]
        begins, ends = places[np.append(0, cuts + 1)], places[np.append(cuts, -1)]
        longest = int(np.argmax(ends - begins))
        begin, end = begins[longest], ends[longest]
        along = steps[begin : end + 1]
        if end - begin >= least and float(along[:, at].mean()) >= DENSE and _is_alone(along, int(at)):
            found.append((int(at), int(begin), int(end)))
    return found


def _is_alone(along: npt.NDArray[np.bool_], at: int) -> bool:
    """Tell whether it is calm beside an edge, on one side at least: among facets and pavé every column steps."""
    beside = (at - BESIDE_PX, at + BESIDE_PX)
    return any(float(along[:, each].mean()) <= CALM for each in beside if 0 <= each < along.shape[1])


def _boxes(
    columns: list[Run], rows: list[Run], height: int, width: int
) -> Iterator[tuple[tuple[int, int, int, int], bool]]:
    """Rectangles whose sides are such edges, and whether their corners are rounded.

    A side may be the frame's own, but not more than two of them.
    """
    sides = [*columns, (-1, 0, height - 1), (width - 1, 0, height - 1)]
    beams = [*rows, (-1, 0, width - 1), (height - 1, 0, width - 1)]
    for left in sides:
        for right in (each for each in sides if each[0] - left[0] > LEAST_RUN * width):
            for top in (each for each in beams if _spans(each, left[0], right[0])):
                for bottom in (each for each in beams if _spans(each, left[0], right[0])):
                    box = (top[0], bottom[0], left[0], right[0])
                    if _is_box(box, (left, right), height, width):
                        yield box, max(top[1] - left[0], left[1] - top[0]) > CORNER_PX


def _spans(run: Run, begin: int, end: int) -> bool:
    """Tell whether an edge goes from corner to corner, or as far from both, where they are rounded."""
    before, after = run[1] - begin, end - run[2]
    if max(before, after) <= CORNER_PX:
        return True
    return max(before, after) <= ROUNDED * (end - begin) and abs(before - after) <= CORNER_PX


def _is_box(box: tuple[int, int, int, int], sides: tuple[Run, Run], height: int, width: int) -> bool:
    top, bottom, left, right = box
    share = (bottom - top) * (right - left) / (height * width)
    on_frame = (top == -1) + (bottom == height - 1) + (left == -1) + (right == width - 1)
    drawn = all(_spans(side, top, bottom) for side in sides)
    return LEAST_AREA <= share <= MOST_AREA and on_frame <= 2 and drawn
