"""Stones, prongs and openings of the original counted, and how many of them the edited picture still has."""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from retouch.arrays import Mask
from retouch.scene import Scene

Floats = npt.NDArray[np.float32]

CHANGED = 0.12  # of a part's pixels that may carry evidence of a change
EVIDENCE = 0.25
THIN_PX = 9
SMALLEST_PX = 8


@dataclass(frozen=True, slots=True)
class Count:
    """One kind of part: how many the original has, and how many of these are as they were."""

    what: str
    original: int
    kept: int


def count_parts(scene: Scene, heat: Floats) -> tuple[Count, ...]:
    """Count by the original's scene; ``heat`` (H, W) says where something changed."""
    piece = scene.alpha > 0.5
    stones = scene.gem > 0.5
    around = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (THIN_PX, THIN_PX))
    beside_stones = cv2.dilate(stones.view(np.uint8), around) > 0
    thick = cv2.morphologyEx((scene.metal > 0.5).view(np.uint8), cv2.MORPH_OPEN, around) > 0
    prongs = (scene.metal > 0.5) & ~thick & beside_stones
    changed = heat > EVIDENCE
    return (
        _count("stones", stones, changed, 8),
        _count("prongs", prongs, changed, 8),
        _count("openings", _openings(piece), changed, 4),
    )


def _openings(piece: Mask) -> Mask:
    """Ground that the piece surrounds."""
    padded = np.pad(~piece, 1, constant_values=True)
    _, labels = cv2.connectedComponents(padded.view(np.uint8), connectivity=4)
    return np.asarray(((labels != labels[0, 0]) & padded)[1:-1, 1:-1])


def _count(what: str, mask: Mask, changed: Mask, connectivity: int) -> Count:
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask.view(np.uint8), connectivity=connectivity)
    areas = stats[:, cv2.CC_STAT_AREA]
    touched = np.bincount(labels.ravel(), changed.ravel(), count) / np.maximum(areas, 1)
    real = areas >= SMALLEST_PX
    real[0] = False
    return Count(what, int(real.sum()), int((real & (touched < CHANGED)).sum()))
