"""What the judges of single pixels say that is not believed: specks, haze, chips, and openings that look like none.

A judge sees a pixel's surroundings and no shape. A speck, a hole without an edge in the midst of metal, or a hole
through which something else than the ground is seen, is an error of a judge, however sure it was.
"""

import cv2
import numpy as np
import numpy.typing as npt

from retouch.arrays import Lab, Mask
from retouch.regions.masks import grow, parts, shrink, without_small
from retouch.regions.segmentation import without_holes

Floats = npt.NDArray[np.float32]

CRUMB_PX = 50  # pixels; a smaller speck or hole stands only where it was drawn
FAINT = -1.2  # log-odds: steepened, what is below is wholly ground
STRAY, SURELY_SEEN = 0.1, 0.8  # of the largest part's area; alpha as seen: a stray has less of both
FEWEST_STRAYS = 6  # one or two may be the end of a wire
SMALL = 0.03  # of the piece's area: a larger opening that was drawn is one
AROUND_PX = 4  # of an opening: there it is looked at what bounds it
BOUNDED = 0.9  # of that, which is piece or another such opening: it is no bay of the outline
UNLIKE_PIECE, UNLIKE_GROUND = 7.0, 32.0  # color differences (CIE76): an opening is farther, and nearer
RIM_PX = 3  # an opening that is not believed leaves no half-open rim
RIM_OF_BOX = (
    0.02  # of the longer side of the piece's box: its soft edges end within; a framed picture leaves more
)
BURNT_OUT, GLINT_SEEN = 99.0, 0.4  # L*; alpha as seen
EDGE, EDGED = 8.0, 0.2  # L* within 3 px, over so much of an opening's rim


def crumbs(piece: Mask, drawn: Mask) -> Mask:
    """Specks judged to be piece, and holes judged to be ground, too small to be believed against what was drawn."""
    found = np.zeros_like(piece)
    for kind in (True, False):
        labels, stats = parts(piece == kind)
        small = stats[:, cv2.CC_STAT_AREA] < CRUMB_PX
        small[0] = False
        found |= small[labels] & (drawn != kind)
    return found


def haze(odds: Floats, drawn: Mask) -> Mask:
    """Faint patches apart from all that is piece, where nothing was drawn."""
    labels, stats = parts(odds > FAINT)
    faint = np.bincount(labels[odds > 0.0], minlength=len(stats)) == 0
    faint[0] = False
    return np.asarray(faint[labels] & ~drawn, np.bool_)


def strays(odds: Floats, seen: Floats) -> Mask:
    """Small parts apart from the piece that a network is not sure of, where many lie about: chips of the ground.

    Parameters
    ----------
    odds  (H, W) as judged
    seen  (H, W) alpha that the network saw
    """
    labels, stats = parts(odds > FAINT)
    count, piece = len(stats), odds > 0.0
    own = labels[piece]
    areas = np.bincount(own, minlength=count)
    likely = np.bincount(own, seen[piece], count) / np.maximum(areas, 1)
    stray = (areas > 0) & (areas < STRAY * areas.max(initial=1)) & (likely < SURELY_SEEN)
    stray[0] = False
    if np.count_nonzero(stray) < FEWEST_STRAYS:
        return np.zeros_like(piece)
    return np.asarray(stray[labels], np.bool_)


def beyond(piece: Mask) -> Mask:
    """Tell what lies outside the box of all that is rather piece, but for a soft rim: it ends in white there."""
    rows, columns = np.flatnonzero(piece.any(axis=1)), np.flatnonzero(piece.any(axis=0))
    outside = np.ones_like(piece)
    if rows.size:
        rim = round(RIM_OF_BOX * max(rows[-1] - rows[0], columns[-1] - columns[0])) + RIM_PX
        inside = (slice(max(0, line[0] - rim), line[-1] + rim + 1) for line in (rows, columns))
        outside[tuple(inside)] = False
    return outside


def groundless(piece: Mask, drawn: Mask, photo: Floats, ground: Floats, seen: Floats) -> Mask:
    """Openings that look like none: without an edge, of the piece's own color, or of another than the ground's.

    Nor is one believed that is pure white on pure white paper and perhaps the piece, as a network saw it: a glint.

    Asked are openings that were judged anew, and of those drawn before the small ones. Where a place is as pale as the
    ground and no edge tells the two apart, white in the midst of metal would be the worse error.

    Parameters
    ----------
    piece    (H, W) as it is judged
    drawn    (H, W) as it was drawn
    photo    (H, W, 3), sRGB encoded, [0, 1]
    ground   (H, W, 3), the same, beneath the piece too
    seen     (H, W) alpha that the network saw
    """
    whole = without_holes(drawn | piece)
    small = ~without_small(whole & ~piece, round(SMALL * piece.sum()), connectivity=4)
    asked = whole & ~piece & (drawn | small)
    labels, stats = parts(asked, connectivity=4)
    found = np.zeros_like(piece)
    for label in np.flatnonzero(stats[:, cv2.CC_STAT_AREA] >= CRUMB_PX)[1:]:
        left, top, width, height = stats[label, :4]
        box = (
            slice(max(0, top - AROUND_PX - 1), top + height + AROUND_PX + 1),
            slice(max(0, left - AROUND_PX - 1), left + width + AROUND_PX + 1),
        )
        opening = labels[box] == label
        around = grow(opening, AROUND_PX) & ~opening
        bounded = float((piece[box] | asked[box])[around].mean()) >= BOUNDED
        colors = _lab(photo[box]), _lab(ground[box])
        glint = float(seen[box][opening].mean()) > GLINT_SEEN and _is_white(opening, *colors)
        if bounded and (glint or not _looks_open(opening, around & piece[box], *colors)):
            found[box] |= grow(opening, RIM_PX) & whole[box]
    return found


def _lab(encoded: Floats) -> Lab:
    return np.asarray(cv2.cvtColor(np.ascontiguousarray(encoded), cv2.COLOR_RGB2Lab), np.float32)


def _is_white(opening: Mask, photo: Lab, ground: Lab) -> bool:
    """Tell whether an opening and the ground are both burnt out: no color tells a glint from the paper."""
    return all(float(np.median(values[opening][:, 0])) > BURNT_OUT for values in (photo, ground))


def _looks_open(opening: Mask, beside: Mask, photo: Lab, ground: Lab) -> bool:
    """Tell an opening: bounded by an edge, of another color than the piece beside it, and of the ground's."""
    if not beside.any():
        return False
    own = np.median(photo[opening], axis=0)
    from_piece = float(np.linalg.norm(own - np.median(photo[beside], axis=0)))
    from_ground = float(np.linalg.norm(np.median(photo[opening] - ground[opening], axis=0)))
    if from_piece < UNLIKE_PIECE or from_ground > UNLIKE_GROUND:
        return False
    steps = cv2.morphologyEx(photo[..., 0], cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8))
    rim = opening & ~shrink(opening) & grow(beside, 2)
    return bool(rim.any()) and float((steps[rim] > EDGE).mean()) >= EDGED
