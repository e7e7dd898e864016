"""Divide a photo along its edges by a minimum cut between small regions of even color.

Asking single pixels leaks: one gap in a pale outline, and the ground floods the metal. Regions bounded by edges are
asked instead, and a boundary counts by its whole length (Li, Sun, Tang and Shum, Lazy Snapping, 2004: watershed, then
cut).
"""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import breadth_first_order, maximum_flow

from retouch.arrays import Mask
from retouch.regions.backdrop import Field
from retouch.regions.masks import Labels, grow

Costs = npt.NDArray[np.float64]

GROUND = 0  # the label of all ground that is known for sure
PRECISION = 64.0  # capacities are integers: this many to one pixel of boundary without an edge
MOST = 2**28


@dataclass(frozen=True, slots=True)
class Basins:
    """Regions: ``labels`` (h, w) from 0, the known ground; ``areas`` in pixels."""

    labels: Labels
    areas: npt.NDArray[np.float64]

    def mean(self, values: Field) -> npt.NDArray[np.float64]:
        """Mean of (h, w) values in each region."""
        return self.total(values) / np.maximum(self.areas, 1.0)

    def total(self, values: Field) -> npt.NDArray[np.float64]:
        """Sum of (h, w) values in each region."""
        return np.asarray(np.bincount(self.labels.ravel(), values.ravel(), len(self.areas)), np.float64)


def find_basins(apart: Field, slope: Field, known: Mask, *, flat: float, crests: Mask) -> Basins:
    """Cut what is not known ground into regions, one for each minimum of the slope.

    Parameters
    ----------
    apart  (h, w, 3) difference of the photo from the ground, L* units
    slope  (h, w) gradient, L* units per pixel
    known  ground, one region whatever it looks like
    flat   slope below which all is one plain
    crests middles of thin structures, whose two slopes have no minimum between them
    """
    soft = np.maximum(cv2.GaussianBlur(slope, (0, 0), 1.0), np.float32(flat))
    low = crests | (soft <= cv2.erode(soft, np.ones((5, 5), np.uint8)) + 1e-4)
    low &= ~known & (crests | ~grow(known))
    count, markers = cv2.connectedComponents(low.view(np.uint8), connectivity=8)
    markers = np.where(markers > 0, markers + 1, 0).astype(np.int32)
    markers[known] = 1
    weights = np.array([4.0, 6.0, 6.0], np.float32)
    shown = np.clip(cv2.GaussianBlur(apart, (0, 0), 0.7) * weights + 128.0, 0.0, 255.0).astype(np.uint8)
    cv2.watershed(shown, markers)
    filled = cv2.dilate(np.maximum(markers, 0).astype(np.float32), np.ones((3, 3), np.uint8)).astype(np.int32)
    labels = np.where(markers <= 0, np.maximum(filled, 1), markers) - 1
    return Basins(labels, np.bincount(labels.ravel(), minlength=count + 1).astype(np.float64))


@dataclass(frozen=True, slots=True)
class Boundaries:
    """Pairs of neighboring regions, and what it costs to divide the two."""

    first: npt.NDArray[np.int64]
    second: npt.NDArray[np.int64]
    cost: Costs
    sharp_px: Costs

    def sharp_against(self, share: Costs) -> Costs:
        """Sharp boundary of each region, in pixels, toward neighbors counted by their ``share``."""
        toward_first = np.bincount(self.first, self.sharp_px * share[self.second], len(share))
        toward_second = np.bincount(self.second, self.sharp_px * share[self.first], len(share))
        return np.asarray(toward_first + toward_second, np.float64)


def divide(basins: Basins, boundaries: Boundaries, *, if_piece: Costs, if_ground: Costs) -> Mask:
    """Find the regions of the piece: the division of least cost.

    Parameters
    ----------
    if_piece   cost of calling each region the piece, in pixels of boundary without an edge
    if_ground  cost of calling it ground

    Returns
    -------
    (h, w) bool. The known ground is never the piece. (Boykov and Kolmogorov, 2004; the cut by Dinic's algorithm.)
    """
    count = len(basins.areas)
    source, sink = count, count + 1
    if_piece = if_piece.copy()
    if_piece[GROUND] = MOST / PRECISION
    every = np.arange(count)
    rows = np.concatenate([boundaries.first, boundaries.second, np.full(count, source), every])
    columns = np.concatenate([boundaries.second, boundaries.first, every, np.full(count, sink)])
    costs = np.concatenate([boundaries.cost, boundaries.cost, if_ground, if_piece])
    capacity = np.minimum(costs * PRECISION, MOST).astype(np.int32)
    graph = csr_array(coo_array((capacity, (rows, columns)), shape=(count + 2, count + 2)))
    rest = graph - maximum_flow(graph, source, sink).flow
    rest.data = np.maximum(rest.data, 0)
    rest.eliminate_zeros()
    reached = breadth_first_order(rest, source, return_predecessors=False)
    piece = np.zeros(count + 2, np.bool_)
    piece[reached] = True
    mask: Mask = piece[basins.labels]
    return mask


def find_boundaries(basins: Basins, slope: Field, sharp: Field, *, edge: float) -> Boundaries:
    """Find which regions touch, each pixel of their boundary costing less the steeper it is: 1/e at slope ``edge``."""
    labels, count = basins.labels, len(basins.areas)
    codes, slopes, jumps = [], [], []
    for here, there in (
        ((slice(None), slice(0, -1)), (slice(None), slice(1, None))),
        ((slice(0, -1),), (slice(1, None),)),
    ):
        differ = labels[here] != labels[there]
        a, b = labels[here][differ].astype(np.int64), labels[there][differ].astype(np.int64)
        codes.append(np.minimum(a, b) * count + np.maximum(a, b))
        slopes.append(np.maximum(slope[here][differ], slope[there][differ]) / edge)
        jumps.append(np.maximum(sharp[here][differ], sharp[there][differ]))
    pairs, place = np.unique(np.concatenate(codes), return_inverse=True)
    cost = np.asarray(np.bincount(place, np.exp(-np.concatenate(slopes)), len(pairs)), np.float64)
    sharp_px = np.asarray(np.bincount(place, np.concatenate(jumps), len(pairs)), np.float64)
    return Boundaries(pairs // count, pairs % count, cost, sharp_px)
