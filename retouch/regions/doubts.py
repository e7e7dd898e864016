"""Reasons why a person should look at a photo before anything is published, each in a merchant's words.

None of these is a failure of the photo. They are what the finder of the piece knows that it does not know.
"""

from collections.abc import Iterator

import cv2
import numpy as np

from retouch.regions.doubt_figures import (
    Remains,
    colored_outside,
    disagreement,
    edge_quality,
    filled_openings,
    left_outside,
    odd_openings,
    skin_share,
    tinted_outside,
    touches_frame,
    unsure,
)
from retouch.regions.findings import Doubt, Hints
from retouch.regions.masks import (
    Labels,
    Stats,
    grow,
    parts,
)
from retouch.regions.mirror import LIKENESS, mirror_likeness
from retouch.regions.segmentation import Segmentation

DOUBTED = 0.5  # of the confidence, that each doubt leaves
MOST_UNCLEAR = 0.05  # of the piece's area
LARGE_PX = 500
MOST_ODD = 0.07  # of the piece's area
DARKEST_GROUND = 40.0  # L*
MOST_LEFT = 0.022  # of the length of the piece's outline
NEAR_SIDE = 0.009  # of the photo's longer side: links and pearls closer than twice this hang together
MOST_TINTED = 0.021  # of the piece's area
MOST_UNSURE = 0.06  # of the piece's area
MOST_APART = 0.04  # of the piece's area: links filled in and stones eaten have as much, sound cut-outs 0.03
AGREED = 0.015  # and below this the two agree; then a ground may be uneven up to FAR_FROM_EVEN
AGREED_ODD = 0.03  # of the piece's area in openings in doubt
FAR_FROM_EVEN = 1.7
MOST_FILLED = 0.003  # of the piece's area
LEAST_HAZY = 0.0045  # of the piece's area; pieces cut out badly leave more
MOST_HAZY = 0.015  # of the piece's area; sound cut-outs leave less
MOST_PASSED_OVER = (
    0.0075  # of the piece's area; a wire of which an end is gone has twice as much, sound cut-outs less
)
HALVING_HAZE = 0.015  # of the piece's area: so much halves the confidence
MOST_COLORED = 0.005  # of the piece's area
MOST_FAINT, MOST_FAINT_SEEN = 0.25, 0.5  # of the outline; a network knows white metal on white paper
COARSER = 1.3  # a network tells the piece from a ground that much rougher
MOST_UNEVEN = (
    1.3  # of the ground from a smooth field, L*: a step in the ground runs on as an edge of the piece
)
MOST_VIVID_GROUND = 25.0  # distance of the ground from grey
MOST_OF_PAIR = 25.0  # distance in color between two earrings; a brass leaf lit from its two sides has 17
LEAST_OF_PAIR = 0.45  # of the larger one's area; two parts less alike are a piece and something beside it
NOTHING_TOLD = Remains()
SOLID = {"watch", "loose_stone"}
SINGLE = {"ring", "necklace", "bracelet", "watch", "loose_stone"}


def find_doubts(segmentation: Segmentation, hints: Hints, left: Remains = NOTHING_TOLD) -> tuple[Doubt, ...]:
    """Say why a person should look, worst first; nothing where nothing speaks against it.

    ``left`` is what judges of single pixels left open in alpha. Much haze is a doubt of its own, and next to none
    speaks for a piece on a ground that is hard to judge.
    """
    if segmentation.piece.mean() < 0.0008:
        return (_NO_PIECE,)
    return tuple(_all(segmentation, hints, left))


_NO_PIECE = Doubt("no_piece", "We are not sure: we could not find a piece of jewelry in this photo.")


def _all(segmentation: Segmentation, hints: Hints, left: Remains) -> Iterator[Doubt]:
    yield from _about_ground(segmentation, left)
    if touches_frame(segmentation, clear=left.haze <= LEAST_HAZY):
        yield Doubt("cut_by_frame", "We are not sure: the piece is cut off at the edge of the photo.")
    if segmentation.piece.mean() > 0.6 and left.haze > LEAST_HAZY and not _agreed(segmentation):
        yield Doubt("fills_frame", "We are not sure: the piece fills nearly the whole photo.")
    if left.haze > MOST_HAZY:
        yield Doubt("hazy", "We are not sure: part of the piece's outline could not be told for certain.")
    yield from _about_edges(segmentation, hints, left)
    yield from _about_parts(segmentation, hints)
    if skin_share(segmentation) > 0.04:
        yield Doubt("person", "We are not sure: a hand or a person seems to be in this photo.")


def _about_ground(segmentation: Segmentation, left: Remains) -> Iterator[Doubt]:
    backdrop = segmentation.backdrop
    coarse = 1.0 if segmentation.sight is None else COARSER
    if backdrop.step > 1.7 * coarse or backdrop.noise > 1.3 * coarse:
        yield Doubt(
            "textured_ground", "We are not sure: the background has a texture that may hide fine parts."
        )
    if left.haze > LEAST_HAZY and is_uneven(segmentation):
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


def _about_edges(segmentation: Segmentation, hints: Hints, left: Remains) -> Iterator[Doubt]:
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
    apart = left.haze > LEAST_HAZY and disagreement(segmentation) > MOST_APART
    if unsure(segmentation) > MOST_UNSURE or apart:
        yield Doubt(
            "unsure", "We are not sure: parts of this photo could be the piece or something beside it."
        )
    odd = odd_openings(segmentation) > MOST_ODD or filled_openings(segmentation) > MOST_FILLED
    if hints.category not in SOLID and odd:
        yield Doubt(
            "unclear_opening", "We are not sure: some places may be openings or may be part of the piece."
        )
    outside = (
        left_outside(segmentation) > MOST_LEFT
        or tinted_outside(segmentation) > MOST_TINTED
        or colored_outside(segmentation) > MOST_COLORED
        or left.passed_over > MOST_PASSED_OVER
    )
    if outside or (segmentation.strands is not None and segmentation.strands.any()):
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


def confidence(segmentation: Segmentation, doubts: tuple[Doubt, ...], left: Remains = NOTHING_TOLD) -> float:
    """One figure for the order of the review queue: 1 sure; a faint outline, haze and every doubt lower it."""
    faint, soft = edge_quality(segmentation)
    clear = (1.0 - 0.5 * faint - 0.25 * soft) / (1.0 + left.haze / HALVING_HAZE)
    return float(np.clip(clear * DOUBTED ** len(doubts), 0.0, 1.0))
