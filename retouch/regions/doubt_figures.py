"""How far the finder of the piece is to be doubted, in figures: shares of the outline, and areas over the piece's own.

Each is a plain function of the division and of what a network saw; what is too much stands beside the sentences.
"""

from dataclasses import dataclass

import cv2
import numpy as np

from retouch.arrays import Alpha, Mask
from retouch.regions.masks import (
    frame,
    grow,
    keep_parts,
    parts,
    shrink,
    touching,
    without_small,
)
from retouch.regions.segmentation import Segmentation, like_ground, outline, without_holes

LEAST_ALIKE = 0.35  # mean likeness to the ground of what is seen through an opening
SMALLEST_OPENING_PX = 40
SHORTEST_EDGE_PX = 14
SMALLEST_TINT_PX = 30
SMALLEST_PLACE_PX = 20
MARGIN_PX, CLEAR_MARGIN_PX = 6, 2
RULED_OUT = 0.12  # alpha below which the network rules the piece out, and one minus it above which it is sure
DOUBTED = 0.35  # of the network's own doubt
CONTRADICTED = 0.6
APART = 0.35  # between the division and the network's alpha
UNCERTAIN, SMALLEST_FILLED_PX = 0.75, 100  # of an opening that was taken for the piece
OWN_EDGE, OWN_EDGE_SHARE = 1.0, 0.07  # slope per pixel of a colored place's rim, and its share of the color
LEAST_COLORED = 6.0  # color of such a place
VIVID = 22.0  # from here on a place counts whatever its edge: no light that a piece throws is as strong
UNTOLD = 0.008  # of the piece's area: haze where no judge looked, which says nothing for or against
SURELY, SMALLEST_PASSED_PX = 0.8, 12  # the soft rim of what has this share is not asked
HAZE_SIDE, HAZY = 1000, 0.15  # px of the longer side; a share from here to one less is neither


def touches_frame(segmentation: Segmentation, *, clear: bool) -> bool:
    """Whether more than a speck of the piece lies on the frame, or, where its outline is not clear, just inside."""
    margin = CLEAR_MARGIN_PX if clear else MARGIN_PX
    edge = segmentation.piece & frame(segmentation.piece.shape, margin)
    return int(edge.sum()) > 6


def edge_quality(segmentation: Segmentation) -> tuple[float, float]:
    """Share of the outline beside which the piece is hardly to be told from the ground, and share that is blurred."""
    edge = outline(segmentation.piece)
    if not edge.any():
        return 1.0, 1.0
    inside = np.where(segmentation.piece, segmentation.evidence, np.float32(0.0))
    beside = cv2.dilate(inside, np.ones((7, 7), np.uint8))[edge]
    slope = cv2.dilate(segmentation.backdrop.gradient, np.ones((5, 5), np.uint8))[edge]
    faint = beside < 1.6 * segmentation.threshold
    soft = slope < 0.12 * beside
    return float(faint.mean()), float(soft.mean())


def left_outside(segmentation: Segmentation) -> float:
    """Length of sharp edges near the piece but not of it, over the length of the piece's own outline."""
    backdrop = segmentation.backdrop
    near = grow(segmentation.piece, max(12, round(0.04 * max(segmentation.piece.shape))))
    steep = (
        (backdrop.sharp > 0.6)
        & (backdrop.gradient > 1.5 * backdrop.step + 0.5)
        & near
        & ~grow(segmentation.piece, 4)
        & _perhaps_piece(segmentation)
    )
    _, stats = parts(steep)
    sides = np.maximum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT])
    sides[0] = 0
    length = sides[sides >= SHORTEST_EDGE_PX].sum()
    return float(length / max(1, int(outline(segmentation.piece).sum())))


def odd_openings(segmentation: Segmentation) -> float:
    """Area that may be on the wrong side of an opening, over the piece's area.

    Enclosed ground that does not look like the ground may be a facet; a calm, pale part in the midst of the piece that
    does may be an opening in shade.
    """
    backdrop, piece = segmentation.backdrop, segmentation.piece
    enclosed = without_holes(piece) & ~piece
    labels, stats = parts(enclosed, connectivity=4)
    alike = np.bincount(labels.ravel(), like_ground(segmentation.lab, backdrop).ravel(), len(stats))
    areas = stats[:, cv2.CC_STAT_AREA]
    asked = np.bincount(labels.ravel(), _perhaps_piece(segmentation).ravel(), len(stats)) > 0.25 * areas
    facets = keep_parts(labels, (alike < LEAST_ALIKE * areas) & (areas >= SMALLEST_OPENING_PX) & asked)
    apart = segmentation.lab - backdrop.lit
    chroma = np.hypot(apart[..., 1], apart[..., 2])
    calm = (backdrop.gradient < 1.5 * backdrop.step) & (chroma < 4.5 + backdrop.noise)
    calm &= shrink(piece, 4) & ~_surely_piece(segmentation) & (apart[..., 0] > -18.0) & (apart[..., 0] < 3.0)
    labels, stats = parts(grow(shrink(calm)) & calm, connectivity=4)
    open_to = np.zeros(len(stats), np.bool_)
    open_to[np.unique(labels[grow(~shrink(piece, 4), 3)])] = True
    shaded = keep_parts(labels, ~open_to & (stats[:, cv2.CC_STAT_AREA] >= SMALLEST_OPENING_PX))
    return float((facets | shaded).sum() / max(1, int(piece.sum())))


def filled_openings(segmentation: Segmentation) -> float:
    """Area within the piece that looks like lit ground and of which the network is not sure, over the piece's area.

    Ground between a shank and a setting may be as pale as the silver around it: no edge tells the two apart.
    """
    sight, piece, backdrop = segmentation.sight, segmentation.piece, segmentation.backdrop
    if sight is None:
        return 0.0
    plain = (backdrop.gradient < 2.0 * backdrop.step) & (like_ground(segmentation.lab, backdrop) > 0.5)
    plain &= (sight.alpha < UNCERTAIN) & shrink(piece, 2)
    places = without_small(grow(shrink(plain)) & plain, SMALLEST_FILLED_PX)
    return float(places.sum() / max(1, int(piece.sum())))


def _perhaps_piece(segmentation: Segmentation) -> Mask:
    """Where a network that looked does not rule the piece out; everywhere, where none looked."""
    sight = segmentation.sight
    if sight is None:
        return np.ones_like(segmentation.piece)
    return (sight.alpha > RULED_OUT) | (sight.doubt > DOUBTED)


def _surely_piece(segmentation: Segmentation) -> Mask:
    """Where a network that looked is sure of the piece; nowhere, where none looked."""
    sight = segmentation.sight
    if sight is None:
        return np.zeros_like(segmentation.piece)
    return (sight.alpha > 1.0 - RULED_OUT) & (sight.doubt < DOUBTED)


def unsure(segmentation: Segmentation) -> float:
    """Area, away from the outline, where the network contradicts the division or doubts itself, over the piece's."""
    sight, piece = segmentation.sight, segmentation.piece
    if sight is None:
        return 0.0
    contradicted = np.abs(piece - sight.alpha) > CONTRADICTED
    away = ~(grow(piece, 3) & ~shrink(piece, 3))
    doubtful = without_small(
        (contradicted | (sight.doubt > DOUBTED)) & away & _beside(piece), SMALLEST_OPENING_PX
    )
    return float(doubtful.sum() / max(1, int(piece.sum())))


def disagreement(segmentation: Segmentation) -> float:
    """Area of places, away from the outline, where network and division differ at all plainly, over the piece's."""
    sight, piece = segmentation.sight, segmentation.piece
    if sight is None:
        return 0.0
    away = ~(grow(piece, 2) & ~shrink(piece, 2))
    places = (np.abs(piece - sight.alpha) > APART) & away & _beside(piece)
    return float(without_small(places, SMALLEST_PLACE_PX).sum() / max(1, int(piece.sum())))


def _beside(piece: Mask) -> Mask:
    """The piece and what lies near it."""
    return grow(piece, max(12, round(0.06 * max(piece.shape))))


def colored_outside(segmentation: Segmentation) -> float:
    """Area beside the piece that has a color and an edge of its own, over the piece's area.

    A shank out of focus behind the stone is soft and pale, and network and edges may both miss it; the color that gold
    throws on paper has no edge, and is not vivid.
    """
    backdrop, piece = segmentation.backdrop, segmentation.piece
    chroma = np.minimum(
        *(
            np.hypot(apart[..., 1], apart[..., 2])
            for apart in (segmentation.lab - backdrop.lit, segmentation.lab - backdrop.local)
        )
    )
    vivid = chroma[piece & (chroma > 12.0)]
    if vivid.size < 0.1 * piece.sum() or vivid.size == 0:
        return 0.0
    colored = chroma > max(LEAST_COLORED, 0.3 * float(np.median(vivid)))
    colored &= ~grow(piece, 4) & ~frame(piece.shape, MARGIN_PX) & _beside(piece)
    labels, stats = parts(grow(shrink(colored, 2), 2) & colored)
    soft = cv2.GaussianBlur(chroma, (0, 0), 1.5)
    slope = np.hypot(cv2.Sobel(soft, cv2.CV_32F, 1, 0), cv2.Sobel(soft, cv2.CV_32F, 0, 1)) / 8.0
    found, own = 0, grow(piece, 6)
    for label in 1 + np.flatnonzero(stats[1:, cv2.CC_STAT_AREA] >= SMALLEST_TINT_PX):
        left, top, width, height = stats[label, :4]
        box = (slice(max(0, top - 3), top + height + 3), slice(max(0, left - 3), left + width + 3))
        place = labels[box] == label
        rim = grow(place, 2) & ~place & ~own[box]
        if rim.any():
            color, edge = float(chroma[box][place].mean()), float(slope[box][rim].mean())
            counts = color > VIVID or edge > max(OWN_EDGE, OWN_EDGE_SHARE * color)
            found += int(place.sum()) if counts else 0
    return found / max(1, int(piece.sum()))


def tinted_outside(segmentation: Segmentation) -> float:
    """Area of ground that has a color neither the light nor the piece's reflection gives it, over the piece's area.

    Silver is warmer than paper by little; a shadow on paper is not. A gold piece tints the ground beside it, faintly.
    """
    backdrop, piece = segmentation.backdrop, segmentation.piece
    apart = segmentation.lab - backdrop.lit
    nearer = segmentation.lab - backdrop.local
    chroma = np.minimum(np.hypot(apart[..., 1], apart[..., 2]), np.hypot(nearer[..., 1], nearer[..., 2]))
    vivid = piece & (chroma > 12.0)
    allowed = np.full(piece.shape, 3.0 + 2.0 * backdrop.noise, np.float32)
    if vivid.sum() > 0.1 * piece.sum():
        own = apart[vivid].mean(axis=0)
        alike = (apart[..., 1] * own[1] + apart[..., 2] * own[2]) > 0.8 * chroma * float(
            np.hypot(own[1], own[2])
        )
        allowed[alike] = np.maximum(allowed[alike], 0.4 * float(np.median(chroma[vivid])))
    left = (
        (chroma > allowed) & ~grow(piece, 3) & ~frame(piece.shape, MARGIN_PX) & _perhaps_piece(segmentation)
    )
    return float(without_small(left, SMALLEST_TINT_PX).sum() / max(1, int(piece.sum())))


@dataclass(frozen=True, slots=True)
class Remains:
    """What judges of single pixels left open in alpha: shares of the piece's area.

    haze         neither piece nor ground, wider than the soft rim of an edge
    passed_over  left out, where the network sees a piece
    """

    haze: float = UNTOLD
    passed_over: float = 0.0


def remains(segmentation: Segmentation, alpha: Alpha) -> Remains:
    """Measure what alpha (H, W) in [0, 1] leaves open, as it came out in the end."""
    return Remains(haze(alpha), passed_over(segmentation, alpha))


def passed_over(segmentation: Segmentation, alpha: Alpha) -> float:
    """Area beside the piece that alpha leaves out although the network sees a piece there, over the piece's area."""
    sight, (height, width) = segmentation.sight, segmentation.piece.shape
    if sight is None:
        return 0.0
    share = cv2.resize(alpha, (width, height), interpolation=cv2.INTER_AREA)
    left_out = (sight.alpha > 0.5) & (share < 0.5) & ~grow(share > SURELY) & _beside(share > 0.5)
    places = without_small(left_out, SMALLEST_PASSED_PX)
    return float(places.sum() / max(1, int((share > 0.5).sum())))


def haze(alpha: Alpha) -> float:
    """Area that was judged neither piece nor ground, wider than the soft rim of an edge, over the piece's area.

    Asked at a common scale, so that a large photo's wider rims count as those of a small one.
    """
    scale = min(1.0, HAZE_SIDE / max(alpha.shape))
    size = (max(1, round(alpha.shape[1] * scale)), max(1, round(alpha.shape[0] * scale)))
    share = alpha if scale == 1.0 else cv2.resize(alpha, size, interpolation=cv2.INTER_AREA)
    between = ((share > HAZY) & (share < 1.0 - HAZY)).astype(np.uint8)
    wide = cv2.morphologyEx(between, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    return float(wide.sum() / max(1, int((share > 0.5).sum())))


def skin_share(segmentation: Segmentation) -> float:
    """Share of the photo that has skin's color and smoothness, in patches like fingertips that enter the frame."""
    lab = segmentation.lab
    chroma = np.hypot(lab[..., 1], lab[..., 2])
    hue = np.degrees(np.arctan2(lab[..., 2], lab[..., 1]))
    skin = (hue > 15.0) & (hue < 75.0) & (chroma > 10.0) & (chroma < 45.0) & (lab[..., 0] > 25.0)
    skin &= (lab[..., 1] > 5.0) & (segmentation.backdrop.gradient < 2.5)
    radius = max(2, round(0.015 * max(skin.shape)))
    patches = grow(shrink(skin, radius), radius)
    return float(touching(patches, frame(skin.shape) & patches).mean())
