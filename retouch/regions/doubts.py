"""Reasons why a person should look at a photo before anything is published, each in a merchant's words.

None of these is a failure of the photo. They are what the finder of the piece knows that it does not know.
"""

from collections.abc import Iterator

import cv2
import numpy as np

from retouch.arrays import Mask
from retouch.regions.findings import Doubt, Hints
from retouch.regions.masks import (
    Labels,
    Stats,
    frame,
    grow,
    keep_parts,
    parts,
    shrink,
    touching,
    without_small,
)
from retouch.regions.mirror import LIKENESS, mirror_likeness
from retouch.regions.segmentation import Segmentation, like_ground, outline, without_holes

MOST_UNCLEAR = 0.05  # of the piece's area
LARGE_PX = 500
MOST_ODD = 0.07  # of the piece's area
LEAST_ALIKE = 0.35  # mean likeness to the ground of what is seen through an opening
SMALLEST_OPENING_PX = 40
DARKEST_GROUND = 40.0  # L*
MOST_LEFT = 0.022  # of the length of the piece's outline
SHORTEST_EDGE_PX = 14
NEAR_SIDE = 0.009  # of the photo's longer side: links and pearls closer than twice this hang together
SMALLEST_TINT_PX = 30
SMALLEST_PLACE_PX = 20
MOST_TINTED = 0.021  # of the piece's area
MARGIN_PX = 6
RULED_OUT = 0.12  # alpha below which the network rules the piece out, and one minus it above which it is sure
DOUBTED = 0.35  # of the network's own doubt
CONTRADICTED = 0.6
MOST_UNSURE = 0.06  # of the piece's area
APART = 0.35  # between the division and the network's alpha
MOST_APART = 0.04  # of the piece's area: links filled in and stones eaten have as much, sound cut-outs 0.03
AGREED = 0.015  # and below this the two agree; then a ground may be uneven up to FAR_FROM_EVEN
AGREED_ODD = 0.03  # of the piece's area in openings in doubt
FAR_FROM_EVEN = 1.7
UNCERTAIN, SMALLEST_FILLED_PX, MOST_FILLED = 0.75, 100, 0.003  # of an opening that was taken for the piece
OWN_EDGE, OWN_EDGE_SHARE = 1.0, 0.07  # slope per pixel of a colored place's rim, and its share of the color
LEAST_COLORED, MOST_COLORED = 6.0, 0.005  # color of such a place; its area over the piece's
MOST_FAINT, MOST_FAINT_SEEN = 0.25, 0.5  # of the outline; a network knows white metal on white paper
COARSER = 1.3  # a network tells the piece from a ground that much rougher
MOST_UNEVEN = (
    1.3  # of the ground from a smooth field, L*: a step in the ground runs on as an edge of the piece
)
MOST_VIVID_GROUND = 25.0  # distance of the ground from grey
MOST_OF_PAIR = 25.0  # distance in color between two earrings; a brass leaf lit from its two sides has 17
LEAST_OF_PAIR = 0.45  # of the larger one's area; two parts less alike are a piece and something beside it
SOLID = {"watch", "loose_stone"}
SINGLE = {"ring", "necklace", "bracelet", "watch", "loose_stone"}


def find_doubts(segmentation: Segmentation, hints: Hints) -> tuple[Doubt, ...]:
    """Say why a person should look, worst first; nothing where nothing speaks against it."""
    piece = segmentation.piece
    if piece.mean() < 0.0008:
        return (_NO_PIECE,)
    return tuple(_all(segmentation, hints))


_NO_PIECE = Doubt("no_piece", "We are not sure: we could not find a piece of jewelry in this photo.")


def _all(segmentation: Segmentation, hints: Hints) -> Iterator[Doubt]:
    backdrop, piece = segmentation.backdrop, segmentation.piece
    coarse = 1.0 if segmentation.sight is None else COARSER
    if backdrop.step > 1.7 * coarse or backdrop.noise > 1.3 * coarse:
        yield Doubt(
            "textured_ground", "We are not sure: the background has a texture that may hide fine parts."
        )
    if is_uneven(segmentation):
        yield Doubt(
            "uneven_ground", "We are not sure: the background is not plain enough to tell it from the piece."
        )
    light, red, blue = np.median(backdrop.lit.reshape(-1, 3), axis=0)
    if float(np.hypot(red, blue)) > MOST_VIVID_GROUND:
        yield Doubt(
            "vivid_ground",
            "We are not sure: a background of so strong a color is mirrored by metal and stones.",
        )
    if float(light) < DARKEST_GROUND:
        yield Doubt(
            "dark_ground", "We are not sure: on a dark background, edges and shadows are hard to tell apart."
        )
    if touches_frame(segmentation):
        yield Doubt("cut_by_frame", "We are not sure: the piece is cut off at the edge of the photo.")
    if piece.mean() > 0.6 and not _agreed(segmentation):
        yield Doubt("fills_frame", "We are not sure: the piece fills nearly the whole photo.")
    yield from _about_edges(segmentation, hints)
    yield from _about_parts(segmentation, hints)
    if skin_share(segmentation) > 0.04:
        yield Doubt("person", "We are not sure: a hand or a person seems to be in this photo.")


def is_uneven(segmentation: Segmentation) -> bool:
    """Whether the ground is too uneven to trust the division: less is asked where a network agrees with it."""
    backdrop = segmentation.backdrop
    uneven = (
        backdrop.fit > MOST_UNEVEN or backdrop.share < 0.3 or (backdrop.share < 0.4 and backdrop.fit > 1.1)
    )
    return uneven and (backdrop.fit > FAR_FROM_EVEN or not _agreed(segmentation))


def _agreed(segmentation: Segmentation) -> bool:
    """Whether a network looked, found what the photo's edges say, and no opening is in doubt."""
    return (
        segmentation.sight is not None
        and disagreement(segmentation) < AGREED
        and odd_openings(segmentation) < AGREED_ODD
    )


def _mirrored(segmentation: Segmentation) -> bool:
    """Whether one piece seems to stand on a mirror; two earrings of one shape mirror each other by design."""
    alone = len(parts(grow(segmentation.piece, 2))[1]) == 2
    return alone and mirror_likeness(segmentation.lab, segmentation.piece) > LIKENESS


def _about_edges(segmentation: Segmentation, hints: Hints) -> Iterator[Doubt]:
    faint, soft = edge_quality(segmentation)
    if faint > (MOST_FAINT if segmentation.sight is None else MOST_FAINT_SEEN):
        yield Doubt(
            "faint_edge", "We are not sure: part of the piece has nearly the color of the background."
        )
    if soft > 0.35:
        yield Doubt("blurred", "We are not sure: part of the piece's edge is out of focus.")
    if segmentation.unclear.sum() > MOST_UNCLEAR * _closeness(segmentation) * segmentation.piece.sum():
        yield Doubt(
            "unclear_parts", "We are not sure: some places may be the piece, its shadow or the ground."
        )
    if unsure(segmentation) > MOST_UNSURE or disagreement(segmentation) > MOST_APART:
        yield Doubt(
            "unsure", "We are not sure: parts of this photo could be the piece or something beside it."
        )
    odd = odd_openings(segmentation) > MOST_ODD or filled_openings(segmentation) > MOST_FILLED
    if hints.category not in SOLID and odd:
        yield Doubt(
            "unclear_opening", "We are not sure: some places may be openings or may be part of the piece."
        )
    left = (
        left_outside(segmentation) > MOST_LEFT
        or tinted_outside(segmentation) > MOST_TINTED
        or colored_outside(segmentation) > MOST_COLORED
    )
    if left or (segmentation.strands is not None and segmentation.strands.any()):
        yield Doubt(
            "left_outside", "We are not sure: something beside the piece was left out that may belong to it."
        )
    if hints.category not in SOLID and _mirrored(segmentation):
        yield Doubt("reflection", "We are not sure: the ground seems to mirror the piece.")


def _closeness(segmentation: Segmentation) -> float:
    """1 where the piece is shown large, less where it is small: few pixels leave more to doubt."""
    rows, columns = segmentation.piece.any(axis=1).sum(), segmentation.piece.any(axis=0).sum()
    return min(1.0, float(max(rows, columns)) / LARGE_PX)


def _about_parts(segmentation: Segmentation, hints: Hints) -> Iterator[Doubt]:
    near = round(NEAR_SIDE * max(segmentation.piece.shape))
    labels, stats = parts(grow(segmentation.piece, near))
    areas = np.sort(stats[1:, cv2.CC_STAT_AREA])[::-1]
    distant = int((areas > 0.06 * areas[0]).sum()) if len(areas) else 0
    pair = distant == 2 and areas[1] > LEAST_OF_PAIR * areas[0] and _of_one_color(segmentation, labels, stats)
    if distant > (2 if pair and hints.category not in SINGLE else 1):
        yield Doubt("several_pieces", "We are not sure: there is more than one piece in this photo.")
    if len(areas) - distant > 3:
        yield Doubt(
            "fragments", "We are not sure: the piece was found in fragments; a thin part may be missing."
        )


def _of_one_color(segmentation: Segmentation, labels: Labels, stats: Stats) -> bool:
    """Whether the two largest parts have about the same color, as two earrings have."""
    largest = 1 + np.argsort(stats[1:, cv2.CC_STAT_AREA])[-2:]
    first, second = (
        np.median(segmentation.lab[(labels == part) & segmentation.piece], axis=0) for part in largest
    )
    return float(np.linalg.norm(first - second)) < MOST_OF_PAIR


def touches_frame(segmentation: Segmentation) -> bool:
    """Whether more than a speck of the piece lies on or just inside the frame."""
    edge = segmentation.piece & frame(segmentation.piece.shape, MARGIN_PX)
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
    throws on paper has no edge.
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
            least = max(OWN_EDGE, OWN_EDGE_SHARE * float(chroma[box][place].mean()))
            found += int(place.sum()) if float(slope[box][rim].mean()) > least else 0
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


def confidence(segmentation: Segmentation, doubts: tuple[Doubt, ...]) -> float:
    """One figure for the order of the review queue: 1 sure; every doubt halves it, a faint outline lowers it."""
    faint, soft = edge_quality(segmentation)
    return float(np.clip((1.0 - 0.5 * faint - 0.25 * soft) * 0.5 ** len(doubts), 0.0, 1.0))
