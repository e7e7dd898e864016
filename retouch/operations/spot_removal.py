"""Heal listed dust, lint and scratches from their own surroundings; nothing is generated.

Each defect is covered by the nearby piece of the same surface that fits its rim best, grain and all, plus a smooth
correction that makes the rim meet exactly. Where no such piece exists the correction alone is laid: smooth, but true.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from retouch.arrays import LinearRGB, Mask
from retouch.operation import Region, operation, require_range
from retouch.scene import Scene

Floats = npt.NDArray[np.float32]
Points = npt.NDArray[np.intp]

DIRECTIONS: Final = 16
SURFACE_LIKENESS = 0.05  # of alpha and metal: how alike a source's shares must be to the defect's


@dataclass(frozen=True, slots=True)
class SpotRemoval:
    """Share of each defect that is healed, 0 to 1; 0 leaves them."""

    strength: float = 0.0

    def __post_init__(self) -> None:
        require_range("spot_removal.strength", self.strength, 0.0, 1.0)


@operation("spot_removal", version=1, params=SpotRemoval, changes=Region.DEFECTS)
def spot_removal(pixels: LinearRGB, params: SpotRemoval, scene: Scene) -> LinearRGB:
    """Heal the scene's defects, but for what it protects.

    Parameters
    ----------
    pixels  (H, W, 3) float32, linear sRGB, D65, [0, 1]

    Returns
    -------
    The same shape and range; only pixels of ``scene.defect_mask`` that are not protected are changed.

    Source of the correction: Farbman et al., Coordinates for instant image cloning, 2009, with inverse cubed distance
    as the weight, which needs no boundary order.
    """
    spots = scene.defect_mask & ~scene.protected
    if params.strength == 0.0 or not spots.any():
        return pixels.copy()
    places = [(inside, rim) for inside, rim in _spots(spots) if len(rim)]
    healed = pixels.copy()
    for inside, rim in places:
        fill = _fill(pixels, inside, rim, spots, scene)
        rows, columns = inside[:, 0], inside[:, 1]
        healed[rows, columns] += np.float32(params.strength) * (fill - pixels[rows, columns])
    return np.clip(healed, 0.0, 1.0, out=healed)


def _spots(mask: Mask) -> Iterator[tuple[Points, Points]]:
    """Give each connected spot as the points inside it and the points of its rim, which lie in no spot."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask.view(np.uint8), connectivity=8)
    for label in range(1, count):
        left, top, width, height = stats[label, :4]
        rows = slice(max(0, top - 2), top + height + 2)
        columns = slice(max(0, left - 2), left + width + 2)
        spot = labels[rows, columns] == label
        grown = cv2.dilate(spot.view(np.uint8), np.ones((3, 3), np.uint8)).view(bool)
        corner = np.array([rows.start, columns.start])
        yield np.argwhere(spot) + corner, np.argwhere(grown & ~mask[rows, columns]) + corner


def _fill(pixels: LinearRGB, inside: Points, rim: Points, spots: Mask, scene: Scene) -> Floats:
    """Return what covers a spot: (N, 3) linear colors for its points."""
    at_rim = pixels[rim[:, 0], rim[:, 1]]
    offset = _best_offset(pixels, inside, rim, spots, scene)
    if offset is None:
        return _spread(inside, rim, at_rim)
    source, source_rim = inside + offset, rim + offset
    difference = at_rim - pixels[source_rim[:, 0], source_rim[:, 1]]
    fill: Floats = pixels[source[:, 0], source[:, 1]] + _spread(inside, rim, difference)
    return fill


def _spread(inside: Points, rim: Points, values: Floats) -> Floats:
    """Carry the rim's (M, 3) values to the points inside, smoothly and exactly at the rim."""
    squared = ((inside[:, None, :] - rim[None, :, :]) ** 2).sum(axis=2).astype(np.float32)
    weights = squared**-1.5
    spread: Floats = (weights @ values) / weights.sum(axis=1, keepdims=True)
    return spread


def _best_offset(pixels: LinearRGB, inside: Points, rim: Points, spots: Mask, scene: Scene) -> Points | None:
    """Find the shift to nearby surface that differs least along the rim, its mean aside; None when there is none."""
    both = np.concatenate([inside, rim])
    extent = both.max(axis=0) - both.min(axis=0) + 1
    at_rim = pixels[rim[:, 0], rim[:, 1]]
    best, least = None, np.inf
    for offset in _offsets(extent):
        moved = both + offset
        if not _same_surface(both, moved, spots, scene):
            continue
        difference = at_rim - pixels[moved[len(inside) :, 0], moved[len(inside) :, 1]]
        cost = float(difference.var(axis=0).sum())
        if cost < least:
            best, least = offset, cost
    return best


def _offsets(extent: Points) -> Iterator[Points]:
    for distance in (1.1, 1.6, 2.4):
        for angle in np.arange(DIRECTIONS) * (2.0 * np.pi / DIRECTIONS):
            step = distance * (extent + 1) * np.array([np.sin(angle), np.cos(angle)])
            yield np.round(step).astype(np.intp)


def _same_surface(here: Points, there: Points, spots: Mask, scene: Scene) -> bool:
    """Whether the shifted points lie in the photo, in no spot, and on metal or ground as the spot itself does."""
    height, width = spots.shape
    if there.min() < 0 or there[:, 0].max() >= height or there[:, 1].max() >= width:
        return False
    rows, columns = there[:, 0], there[:, 1]
    if spots[rows, columns].any() or scene.protected[rows, columns].any():
        return False
    return all(
        float(np.abs(share[rows, columns] - share[here[:, 0], here[:, 1]]).max()) <= SURFACE_LIKENESS
        for share in (scene.alpha, scene.metal)
    )
