"""Planes brought to a smaller size and back, and what is counted on an alpha."""

import cv2
import numpy as np
import numpy.typing as npt

from retouch.arrays import Alpha, Mask
from retouch.regions.findings import Box

Floats = npt.NDArray[np.float32]

THIN_PX = 7  # an opening of this diameter removes prongs, links and wire


def reduced(plane: Floats, reduction: float) -> Floats:
    """The plane at a share of its size, each pixel an average."""
    if reduction == 1.0:
        return plane
    smaller = cv2.resize(plane, (0, 0), fx=reduction, fy=reduction, interpolation=cv2.INTER_AREA)
    return np.asarray(smaller, np.float32)


def grown(mask: Mask, radius_px: int) -> Mask:
    """The mask and what lies within a radius of it."""
    around = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * radius_px + 1, 2 * radius_px + 1))
    return cv2.dilate(mask.view(np.uint8), around).view(np.bool_)


def shrunk(mask: Mask, radius_px: int) -> Mask:
    """The mask without what lies within a radius of its edge."""
    return ~grown(~mask, radius_px)


def thin_parts(alpha: Alpha) -> Mask:
    """Pixels wholly of the piece that an opening of radius 3 px removes."""
    solid = (alpha > 0.5).view(np.uint8)
    around = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (THIN_PX, THIN_PX))
    return (solid > cv2.morphologyEx(solid, cv2.MORPH_OPEN, around)) & (alpha > 0.95)


def parts_and_holes(alpha: Alpha, side: float) -> tuple[int, int]:
    """Count parts and holes of the piece larger than a thousandth of its side squared."""
    solid = (alpha > 0.5).view(np.uint8)
    smallest = max(4.0, 0.001 * side * side)
    padded = np.pad(1 - solid, 1, constant_values=1)
    counts = []
    for plane, connectivity in ((solid, 8), (padded, 4)):
        _, _, stats, _ = cv2.connectedComponentsWithStats(plane, connectivity=connectivity)
        counts.append(int((stats[1:, cv2.CC_STAT_AREA] >= smallest).sum()))
    return counts[0], max(0, counts[1] - 1)


def carried_back(box: Box | None, place: tuple[slice, slice], reduction: float) -> Box | None:
    """Carry a box of the compared frame to the photo's own pixels."""
    if box is None:
        return None
    top, left = place[0].start, place[1].start
    return Box(
        max(left, left + round(box.left / reduction)),
        max(top, top + round(box.top / reduction)),
        min(place[1].stop, left + round(box.right / reduction)),
        min(place[0].stop, top + round(box.bottom / reduction)),
    )


def spread(heat: Floats, place: tuple[slice, slice], shape: tuple[int, ...]) -> Floats:
    """Carry a plane of the compared frame to the whole photo, 0 around it."""
    whole = np.zeros(shape, np.float32)
    rows, columns = place
    size = (columns.stop - columns.start, rows.stop - rows.start)
    whole[place] = (
        cv2.resize(heat, size, interpolation=cv2.INTER_LINEAR) if heat.shape[::-1] != size else heat
    )
    return whole
