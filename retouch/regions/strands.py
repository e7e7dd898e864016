"""Thin strands of the piece that only the network sees: an ear hook or a link of the color of the ground.

Regions bounded by edges take such a strand for ground, since it has the ground's color and hardly an edge.
"""

from dataclasses import dataclass

import cv2
import numpy as np

from retouch.arrays import Alpha, Mask
from retouch.regions.masks import grow, keep_parts, parts, shrink

WIDTH_PX = 11  # at the analysis scale: what is wider is no strand
FAINTEST = 0.12  # of alpha above what lies on both sides, where a strand ends
SHORTEST_PX, LEAST_WIDE_PX = 12, 3  # shorter or thinner ones are the rim of what was found already
SEEN, SURELY_SEEN = 0.40, 0.50  # alpha above both sides, at the strand's clearest place
REACH_PX, BRIDGED_PX = 5, 3  # between a strand and the piece that it goes on; grown from both sides


@dataclass(frozen=True, slots=True)
class Strands:
    """Strands (h, w) that were taken for ground: ``joined`` go on from the piece, ``loose`` are to be asked about."""

    joined: Mask
    loose: Mask

    @property
    def all(self) -> Mask:
        """Either kind: a person looks at both, since their ends are faint."""
        return self.joined | self.loose


def find_strands(seen: Alpha, piece: Mask) -> Strands:
    """Find thin strands of alpha as the network sees it, in [0, 1], that are not in the piece."""
    around = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (WIDTH_PX, WIDTH_PX))
    ridge = seen - np.asarray(cv2.morphologyEx(seen, cv2.MORPH_OPEN, around), np.float32)
    labels, stats = parts((ridge > FAINTEST) & ~grow(piece))
    length = np.maximum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT])
    clearest = np.zeros(len(stats), np.float32)
    np.maximum.at(clearest, labels.ravel(), ridge.ravel())
    strand = (
        (length >= SHORTEST_PX) & (stats[:, cv2.CC_STAT_AREA] >= LEAST_WIDE_PX * length) & (clearest > SEEN)
    )
    near = np.zeros(len(stats), np.bool_)
    near[np.unique(labels[grow(piece, REACH_PX)])] = True
    goes_on = near & (clearest > SURELY_SEEN)
    return Strands(
        _bridged(keep_parts(labels, strand & goes_on), piece), keep_parts(labels, strand & ~goes_on)
    )


def _bridged(strands: Mask, piece: Mask) -> Mask:
    """Strands as far as their foot on the piece."""
    if not strands.any():
        return strands
    closed = shrink(grow(strands | piece, BRIDGED_PX), BRIDGED_PX)
    return strands | (closed & grow(strands, REACH_PX) & ~piece)
