"""Edges that the photo itself leaves soft: a piece fading into its own contact shadow, or out of focus.

A hard cut there would be an invention, and a ragged one. So alpha falls slowly instead, and the kept shadow takes over.
"""

import cv2
import numpy as np

from retouch.arrays import Alpha
from retouch.regions.backdrop import Field
from retouch.regions.masks import grow, shrink
from retouch.regions.segmentation import Segmentation, outline

WIDTH_PX = 3.0  # standard deviation of the fall, at the analysis scale
WEAK, PLAIN = (
    0.07,
    0.14,
)  # slope of the edge over the contrast beside it: below, no edge is seen; above, it is plain


def soft_edges(segmentation: Segmentation) -> tuple[Alpha, Field]:
    """Find where the outline has no edge: the mask there, fallen slowly, and its weight (h, w), 0 plain to 1 soft."""
    edge = outline(segmentation.piece)
    inside = np.where(segmentation.piece, segmentation.evidence, np.float32(0.0))
    contrast = cv2.dilate(inside, np.ones((9, 9), np.uint8))
    slope = cv2.dilate(segmentation.backdrop.gradient, np.ones((5, 5), np.uint8))
    ratio = slope / np.maximum(contrast, 1.0)
    thick = grow(
        shrink(segmentation.piece, 3), 6
    )  # a link's two edges blur each other: thin parts are never softened
    weak = np.clip((PLAIN - ratio) / (PLAIN - WEAK), 0.0, 1.0) * (edge & thick)
    spread = cv2.GaussianBlur(weak.astype(np.float32), (0, 0), WIDTH_PX)
    along = cv2.GaussianBlur(edge.astype(np.float32), (0, 0), WIDTH_PX)
    weight = np.where(along > 0.005, spread / np.maximum(along, 1e-4), 0.0).astype(np.float32)
    weight[~thick] = 0.0
    mask = cv2.GaussianBlur(segmentation.piece.astype(np.float32), (0, 0), WIDTH_PX)
    return np.asarray(mask, np.float32), weight


def soften(alpha: Alpha, segmentation: Segmentation) -> Alpha:
    """Let alpha (H, W) fall slowly where the outline has no edge; elsewhere it stays as it is, to the bit."""
    mask, weight = soft_edges(segmentation)
    if not (weight > 0.0).any():
        return alpha
    size = (alpha.shape[1], alpha.shape[0])
    large = cv2.resize(weight, size, interpolation=cv2.INTER_LINEAR)
    fallen = np.asarray(cv2.resize(mask, size, interpolation=cv2.INTER_LINEAR), np.float32)
    fallen -= alpha
    fallen *= large
    fallen += alpha
    return np.clip(fallen, 0.0, 1.0, out=fallen)
