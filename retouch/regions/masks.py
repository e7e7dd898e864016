"""Small tools on masks: growing, shrinking, and picking connected parts."""

import cv2
import numpy as np
import numpy.typing as npt

from retouch.arrays import Mask

Labels = npt.NDArray[np.int32]
Stats = npt.NDArray[np.int32]  # one row a label: left, top, width, height, area
SQUARE = np.ones((3, 3), np.uint8)


def grow(mask: Mask, steps: int = 1) -> Mask:
    """Add every pixel within ``steps`` px (8-connected) of the mask."""
    return np.asarray(cv2.dilate(mask.view(np.uint8), SQUARE, iterations=steps), np.uint8).view(np.bool_)


def shrink(mask: Mask, steps: int = 1) -> Mask:
    """Keep pixels farther than ``steps`` px from whatever is not in the mask; the frame does not count as outside."""
    return np.asarray(cv2.erode(mask.view(np.uint8), SQUARE, iterations=steps), np.uint8).view(np.bool_)


def grow_within(seed: Mask, limit: Mask, steps: int) -> Mask:
    """Grow ``seed`` step by step without leaving ``limit``."""
    for _ in range(steps):
        seed = grow(seed) & limit
    return seed


def parts(mask: Mask, *, connectivity: int = 8) -> tuple[Labels, Stats]:
    """Number the connected parts; label 0 and row 0 are what is outside."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask.view(np.uint8), connectivity=connectivity)
    return np.asarray(labels, np.int32), np.asarray(stats, np.int32)


def keep_parts(labels: Labels, keep: Mask) -> Mask:
    """Mask of the labels for which ``keep`` holds; never the outside."""
    keep = keep.copy()
    keep[0] = False
    picked: Mask = keep[labels]
    return picked


def without_small(mask: Mask, smallest_px: int, *, connectivity: int = 8) -> Mask:
    """Drop connected parts of fewer than ``smallest_px`` pixels."""
    labels, stats = parts(mask, connectivity=connectivity)
    return keep_parts(labels, stats[:, cv2.CC_STAT_AREA] >= smallest_px)


def touching(mask: Mask, seed: Mask) -> Mask:
    """Keep the connected parts (4-connected) of ``mask`` that hold a pixel of ``seed``."""
    labels, stats = parts(mask, connectivity=4)
    keep = np.zeros(len(stats), np.bool_)
    keep[np.unique(labels[seed & mask])] = True
    return keep_parts(labels, keep)


def frame(shape: tuple[int, int], width: int = 1) -> Mask:
    """Mask of the outermost ``width`` rows and columns."""
    edge = np.ones(shape, np.bool_)
    edge[width : shape[0] - width, width : shape[1] - width] = False
    return edge
