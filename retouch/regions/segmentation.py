"""What is the piece and what is the ground, at a scale of about 900 px; exact edges are found later, at full size.

``Segmenter`` is the seat of whatever answers that question. ``ClassicalSegmenter`` needs no training: a smooth model of
the ground, edges, and a watershed between what is surely ground and surely piece.
"""

from dataclasses import dataclass
from typing import Protocol

import cv2
import numpy as np

from retouch.arrays import Lab, LinearRGB, Mask
from retouch.regions.backdrop import Backdrop, Field, distance, find_backdrop, spread
from retouch.regions.findings import Hints
from retouch.regions.masks import frame, grow, keep_parts, parts, shrink, without_small
from retouch.regions.openings import find_openings, look_like_ground

ANALYSIS_SIDE = 900  # px


@dataclass(frozen=True, slots=True)
class Segmentation:
    """One photo understood roughly. Arrays are at the analysis scale, ``scale`` times the photo's.

    lab       (h, w, 3) the reduced photo
    piece     hard mask; openings that were recognised are not in it
    ground    (h, w, 3) L*a*b* of the ground, shadows included, beneath the piece too
    evidence  (h, w) distance of the photo from ``ground``, L* units
    unclear   pixels that may be an opening or may be the piece
    """

    lab: Lab
    piece: Mask
    ground: Lab
    evidence: Field
    unclear: Mask
    backdrop: Backdrop
    scale: float

    @property
    def threshold(self) -> float:
        """Evidence above which a pixel is not the ground's noise."""
        return max(3.0, 4.0 * self.backdrop.noise)


class Segmenter(Protocol):
    """Whatever finds the piece in a photo."""

    def segment(self, pixels: LinearRGB, hints: Hints) -> Segmentation:
        """Find the piece in (H, W, 3) linear pixels, which stay as they are."""
        ...


class ClassicalSegmenter:
    """Finds the piece on a plain ground without a network; says by doubts, later, where it could not."""

    def segment(self, pixels: LinearRGB, hints: Hints) -> Segmentation:
        """Find the piece in (H, W, 3) linear pixels, which stay as they are."""
        lab, scale = reduced_lab(pixels)
        backdrop = find_backdrop(lab)
        solid = hints.category in {"watch", "loose_stone"}
        openings = np.zeros(lab.shape[:2], np.bool_) if solid else find_openings(lab, backdrop)
        piece, inner = _divide(lab, backdrop, openings)
        ground = spread(lab, backdrop.seen | shrink(inner, 2))
        unclear = (
            np.zeros_like(piece) if solid else look_like_ground(lab, ground, backdrop) & shrink(piece, 1)
        )
        return Segmentation(lab, piece, ground, distance(lab, ground), unclear, backdrop, scale)


def reduced_lab(pixels: LinearRGB) -> tuple[Lab, float]:
    """Reduce a photo to the analysis scale, by areas and in linear light; return it as L*a*b* with the factor."""
    scale = min(1.0, ANALYSIS_SIDE / max(pixels.shape[:2]))
    size = (max(1, round(pixels.shape[1] * scale)), max(1, round(pixels.shape[0] * scale)))
    small = (
        pixels[..., :3] if scale == 1.0 else cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)[..., :3]
    )
    return cv2.cvtColor(np.ascontiguousarray(small), cv2.COLOR_LRGB2Lab), scale


def _divide(lab: Lab, backdrop: Backdrop, openings: Mask) -> tuple[Mask, Mask]:
    """Divide the photo between sure ground and sure piece, along the strongest edges (Meyer's watershed, 1992)."""
    markers = np.zeros(lab.shape[:2], np.int32)
    markers[backdrop.seen] = 1
    markers[shrink(openings)] = 1
    sure = _surely_piece(lab, backdrop) & ~openings
    markers[sure] = 2
    apart = cv2.GaussianBlur(lab - backdrop.local, (0, 0), 0.7) * np.float32([4.0, 6.0, 6.0]) + 128.0
    cv2.watershed(np.clip(apart, 0.0, 255.0).astype(np.uint8), markers)
    seam = (markers == -1) & (distance(lab, backdrop.local) > max(4.0, 4.0 * backdrop.noise))
    piece = (markers == 2) | (seam & ~frame(lab.shape[:2]))
    piece = _without_debris(piece)
    return piece, markers == 1


def _surely_piece(lab: Lab, backdrop: Backdrop) -> Mask:
    """Pixels that neither the ground nor a shadow on it explains: colored, brighter, or sharply structured."""
    strong = distance(lab, backdrop.local) > max(8.0, 7.0 * backdrop.noise)
    strong &= ~like_shadow(lab, backdrop) & ~backdrop.seen
    return without_small(strong, 12)


def like_shadow(lab: Lab, backdrop: Backdrop) -> Mask:
    """Pixels that a soft shadow explains: darker than the lit ground, its color or the piece's tint, and smooth."""
    from_lit = lab - backdrop.lit
    darker = -from_lit[..., 0]
    chroma = np.hypot(from_lit[..., 1], from_lit[..., 2])
    tinted = chroma < np.minimum(4.0 + 0.4 * np.abs(darker), 14.0)
    smooth = backdrop.gradient < 0.2 * np.abs(darker) + backdrop.step
    return tinted & (darker > -1.0) & (darker < 40.0) & smooth


def _without_debris(piece: Mask) -> Mask:
    """Drop dust and crumbs: parts below a hundredth of the largest."""
    labels, stats = parts(piece)
    if len(stats) == 1:
        return piece
    areas = stats[:, cv2.CC_STAT_AREA]
    return keep_parts(labels, areas >= max(30, 0.01 * areas[1:].max()))


def outline(piece: Mask) -> Mask:
    """Pixels of the piece beside the ground."""
    return piece & ~shrink(piece) & grow(~piece)
