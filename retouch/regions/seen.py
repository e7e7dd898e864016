"""What is the piece, told by a trained network, and where exactly it ends, told by the photo's own edges.

The network sees at half the analysis scale; it knows a white ring on white paper, a shadow, a stone. Regions bounded by
edges (``basins``) then take its vote beside what their colors say, so that no outline is the network's.
"""

import cv2
import numpy as np

from retouch.arrays import Alpha, Lab, LinearRGB, Mask
from retouch.networks import Network, Sight, see
from retouch.regions.backdrop import Backdrop, Field, distance, find_backdrop, spread
from retouch.regions.findings import Hints
from retouch.regions.masks import grow, keep_parts, parts, shrink
from retouch.regions.refinement import judges, refine
from retouch.regions.segmentation import (
    CASE_PX,
    Segmentation,
    Shares,
    Votes,
    divided,
    reduced_lab,
    split_by_color,
    thick,
    without_debris,
    without_holes,
    without_shadows,
)
from retouch.regions.strands import find_strands

SURE = 0.25  # of alpha from one half: there the network's word stands, whatever the regions say
VOTE = 0.5  # of a pixel, for each unit of the network's log-odds; sharp edges of the photo say up to 1.3 per pixel
SUREST = 4.0  # log-odds; more than that no network is trusted
SEEN_PIECE = 0.4  # alpha above which ground that was reached without an edge is asked once more
BARE, UNDOUBTED = 0.03, 0.15  # alpha and doubt below which ground is sure
LARGEST_HOLE = 0.03  # of the piece's area: larger ones are the network's to tell
COLORFUL = 8.0  # distance from the ground in a* and b*, above which metal and stones are colorful
ALIKE = 0.5  # of that distance around a hole, above which the hole is none
DARKER_THAN_SHADE = -45.0  # L* below the lit ground
IN_STONE = 0.8  # share of stone in what is seen, around a place and in it
IN_DIAL = 0.4  # share of what is neither metal nor stone there
FLECKS, ALL_STONE = 0.04, 0.9  # of a piece: no more of metal, and more of stone, is a loose stone
PERHAPS, TINTED = 0.18, 3.5  # alpha, and distance in a* and b*: above both, a place in a stone is the stone
BESIDE_PX = (3, 15)  # from the piece: there its shade would fall
STARK, GREY = 2.0, 6.0  # L* units from white: paper without any shade; what is no such paper
WHITE = np.array([100.0, 0.0, 0.0], np.float32)


class SeeingSegmenter:
    """Finds the piece by the network and the photo's edges together.

    network  what runs the weights; OpenCV where none is given
    """

    def __init__(self, network: Network | None = None) -> None:
        self.network = network

    def segment(self, pixels: LinearRGB, hints: Hints) -> Segmentation:
        """Find the piece in (H, W, 3) linear pixels, which stay as they are."""
        lab, scale = reduced_lab(pixels)
        backdrop = find_backdrop(lab)
        sight = see(pixels, network=self.network).scaled(lab.shape[1], lab.shape[0])
        votes = _votes(sight)
        likely, least, most = divided(lab, backdrop, votes)
        undecided = np.abs(sight.alpha - 0.5) <= SURE
        likely = np.where(undecided, likely, sight.alpha > 0.5)
        likely = likely | _no_holes(likely, lab, backdrop, sight)
        strands = find_strands(sight.alpha, likely)
        piece = without_debris(likely | strands.joined)
        unclear = without_shadows(thick(most & ~least & undecided), piece, lab, backdrop)
        if hints.category in {"watch", "loose_stone"}:
            piece |= shrink(without_holes(grow(piece, CASE_PX)), CASE_PX)
            unclear &= ~shrink(piece, 2)
        ground = spread(lab, (backdrop.seen & ~grow(piece, 2)) | shrink(~piece, 2))
        evidence = distance(lab, ground)
        return Segmentation(lab, piece, ground, evidence, unclear, backdrop, scale, sight, strands.all)

    def refine(self, pixels: LinearRGB, rough: Segmentation, alpha: Alpha, hints: Hints) -> Shares:
        """Correct alpha from near, and tell metal from stone; a loose stone is all stone, whatever it seems."""
        shares = refine(pixels, rough, alpha, judges())
        if hints.category == "loose_stone":
            return split_by_color(rough, shares.alpha, hints)
        return without_glints(shares)


def without_glints(shares: Shares) -> Shares:
    """Shares of a piece that is a stone through and through: flecks of metal in it are the lamp's mirror image."""
    whole = float(shares.alpha.sum())
    if float(shares.metal.sum()) >= FLECKS * whole or float(shares.gem.sum()) <= ALL_STONE * whole:
        return shares
    return Shares(shares.alpha, np.zeros_like(shares.metal), shares.gem + shares.metal)


def _no_holes(piece: Mask, lab: Lab, backdrop: Backdrop, sight: Sight) -> Mask:
    """Small enclosed holes through which no ground is seen.

    They are as colorful as the metal around them, darker than any shadow, or a tinted place in the midst of a stone or
    a dial, which are opaque however pale they are; or on stark white paper they are not white.
    """
    apart = lab - backdrop.lit
    chroma = np.hypot(apart[..., 1], apart[..., 2])
    seen_at_all = np.maximum(sight.alpha, np.float32(0.05))
    stone = np.asarray(sight.gem / seen_at_all, np.float32)
    dial = np.asarray(1.0 - (sight.metal + sight.gem) / seen_at_all, np.float32)
    whole = without_holes(piece)
    filled = _grey_on_stark(lab, whole, whole & ~piece, sight)
    labels, stats = parts(whole & ~piece & ~filled, connectivity=4)
    for label in np.flatnonzero(stats[:, cv2.CC_STAT_AREA] <= LARGEST_HOLE * piece.sum()):
        left, top, width, height = stats[label, :4]
        box = (slice(max(0, top - 4), top + height + 4), slice(max(0, left - 4), left + width + 4))
        hole = labels[box] == label
        around = grow(hole, 4) & piece[box]
        if not label or not around.any():
            continue
        own, seen = float(np.median(chroma[box][hole])), float(np.median(chroma[box][around]))
        colorful = seen > COLORFUL and own > ALIKE * seen
        dark = float(np.median(apart[box][hole][:, 0])) < DARKER_THAN_SHADE
        in_stone = min(_share(stone[box], around), _share(stone[box], hole)) > IN_STONE
        perhaps = float(sight.alpha[box][hole].mean()) > PERHAPS
        in_dial = own > ALIKE * seen and min(_share(dial[box], around), _share(dial[box], hole)) > IN_DIAL
        if colorful or dark or ((in_stone or in_dial) and perhaps and own > TINTED):
            filled[box] |= hole
    return filled


def _grey_on_stark(lab: Lab, whole: Mask, holes: Mask, sight: Sight) -> Mask:
    """What is not white in small holes of a piece whose paper is white to the outline of the whole.

    No shade falls on such paper: what is grey there, and perhaps seen as piece, is the piece.
    """
    from_white = distance(lab, WHITE)
    nearest, farthest = (grow(whole, px) for px in BESIDE_PX)
    beside = from_white[farthest & ~nearest]
    if not beside.size or float(np.median(beside)) > STARK:
        return np.zeros_like(whole)
    labels, stats = parts(thick(holes & (from_white > GREY)))
    areas = stats[:, cv2.CC_STAT_AREA]
    perhaps = np.bincount(labels.ravel(), sight.alpha.ravel(), len(areas)) > PERHAPS * areas
    return keep_parts(labels, perhaps & (areas <= LARGEST_HOLE * whole.sum()))


def _share(values: Field, where: Mask) -> float:
    return float(values[where].mean())


def _votes(sight: Sight) -> Votes:
    alpha = np.clip(sight.alpha, 1e-3, 1 - 1e-3)
    odds = np.clip(np.log(alpha / (1 - alpha)), -SUREST, SUREST)
    return Votes(
        for_piece=np.asarray(VOTE * np.maximum(odds, 0), np.float32),
        for_ground=np.asarray(VOTE * np.maximum(-odds, 0), np.float32),
        maybe=grow(sight.alpha > SEEN_PIECE, 2),
    )


def bare_ground(rough: Segmentation) -> Mask | None:
    """Where the network is sure that nothing of the piece lies, at the analysis scale; None where none looked."""
    if rough.sight is None:
        return None
    return np.asarray((rough.sight.alpha < BARE) & (rough.sight.doubt < UNDOUBTED), np.bool_)
