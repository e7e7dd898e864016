"""Holes of rings, loops and necklaces: ground that is seen through the piece and cannot be reached from the frame."""

import cv2
import numpy as np

from retouch.arrays import Lab, Mask
from retouch.regions.backdrop import Backdrop, Field, distance
from retouch.regions.masks import grow, grow_within, keep_parts, parts, shrink

SEED_PX = 12
MOST_ISLANDS = 8  # hands and figures on a dial; a necklace seldom holds so many things inside it
DIALS_ISLAND_PX = 8


def find_openings(lab: Lab, backdrop: Backdrop) -> Mask:
    """Find enclosed ground.

    A seed matches the ground's color within its noise; from there it grows over what a shadow inside would explain.
    A white dial or a pearl is as pale as paper, but tinted, shaded toward its rim, or full of figures.
    """
    from_lit, from_local = lab - backdrop.lit, lab - backdrop.local
    away = ~backdrop.seen
    chroma = np.hypot(from_local[..., 1], from_local[..., 2])
    lightness = np.maximum(from_lit[..., 0], from_local[..., 0])
    tight = 2.5 + backdrop.noise
    flat = backdrop.gradient < 1.5 * backdrop.step
    seed = away & flat & (chroma < tight) & (np.abs(lightness) < 2.0 + backdrop.noise)
    seed = grow_within(shrink(seed), seed, 1)
    limit = away & _shaded_ground(from_lit, backdrop.gradient, backdrop.step)
    grown = grow_within(seed, limit, 3)
    labels, stats = parts(grown, connectivity=4)
    keep = stats[:, cv2.CC_STAT_AREA] >= SEED_PX
    for label in np.flatnonzero(keep)[1:] if keep[0] else np.flatnonzero(keep):
        keep[label] = _is_opening(labels, stats, int(label))
    return keep_parts(labels, keep)


def look_like_ground(lab: Lab, ground: Lab, backdrop: Backdrop) -> Mask:
    """Smooth enclosed pixels of nearly the ground's color: an opening not recognised, or pale metal."""
    apart = lab - ground
    chroma = np.hypot(apart[..., 1], apart[..., 2])
    smooth = backdrop.gradient < 1.5 * backdrop.step
    near = (chroma < 4.0) & (apart[..., 0] > -14.0) & (apart[..., 0] < 3.0) & (distance(lab, ground) < 14.0)
    pale = smooth & near & ~backdrop.seen
    return grow(shrink(pale, 2), 2) & pale


def _shaded_ground(from_lit: Lab, slope: Field, step: float) -> Mask:
    darker = -from_lit[..., 0]
    chroma = np.hypot(from_lit[..., 1], from_lit[..., 2])
    return (
        (darker > -3.0)
        & (darker < 16.0)
        & (chroma < 5.0 + 0.15 * np.abs(darker))
        & (slope < 2.0 * step + 0.1 * darker)
    )


def _is_opening(labels: np.ndarray, stats: np.ndarray, label: int) -> bool:
    """Whether an enclosed pale part is an opening and not a dial."""
    left, top, width, height, _ = stats[label]
    part = (labels[top : top + height, left : left + width] == label).astype(np.uint8)
    outlines, tree = cv2.findContours(part, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    islands = sum(
        1
        for contour, (_, _, _, parent) in zip(outlines, tree[0], strict=True)
        if parent >= 0 and cv2.contourArea(contour) > DIALS_ISLAND_PX
    )
    return islands < MOST_ISLANDS
