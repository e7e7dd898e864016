"""Metal, stones, and what is neither, inside the piece; modest: what is uncertain is called neither.

Metal is achromatic or of gold's hue. Stones are saturated in another hue, or colorless and faceted amid gold.
White metal set with diamonds cannot be told apart by color; there only the metal's smooth parts are named.
"""

from dataclasses import dataclass

import cv2
import numpy as np

from retouch.arrays import Lab, Mask
from retouch.regions.backdrop import Field
from retouch.regions.masks import grow, shrink, without_small

GOLD_HUES_DEG = (38.0, 102.0)  # L*a*b* hue angle: rose gold to green gold, in warm and in cool light
GOLD_CHROMA = (9.0, 62.0)
WHITE_CHROMA = 9.0
GEM_CHROMA = 13.0
SMALLEST_SHARE = 0.0015  # of the piece: smaller patches are reflections


@dataclass(frozen=True, slots=True)
class Materials:
    """Hard masks at the analysis scale; no pixel is in two of them."""

    metal: Mask
    gem: Mask
    other: Mask


def split(lab: Lab, lit: Lab, piece: Mask, *, category: str) -> Materials:
    """Split the piece into metal, stones and other.

    Parameters
    ----------
    lab, lit  (h, w, 3) L*a*b* of the photo and of its lit ground, whose cast is taken off first
    piece     (h, w) bool
    category  of the listing, "" where unknown; a loose stone is all stone
    """
    if category == "loose_stone":
        none = np.zeros_like(piece)
        return Materials(none, piece.copy(), none)
    color = cv2.GaussianBlur(lab - _cast(lit), (0, 0), 1.2)
    chroma = np.hypot(color[..., 1], color[..., 2])
    hue = np.degrees(np.arctan2(color[..., 2], color[..., 1])) % 360.0
    golden = piece & (hue > GOLD_HUES_DEG[0]) & (hue < GOLD_HUES_DEG[1])
    golden &= (chroma > GOLD_CHROMA[0]) & (chroma < GOLD_CHROMA[1])
    white = piece & (chroma < WHITE_CHROMA)
    colored = piece & ~golden & (chroma > GEM_CHROMA)
    smallest = max(12, round(SMALLEST_SHARE * int(piece.sum())))
    gem = _compact(colored, smallest)
    if golden.sum() > 0.3 * max(1, int((golden | white).sum())):
        gem |= _faceted(white & ~gem, lab[..., 0], golden, smallest)
        metal = golden & ~gem
    else:
        metal = (white | golden) & ~gem
    metal = without_small(metal, smallest)
    return Materials(metal, gem, piece & ~metal & ~gem)


def _cast(lit: Lab) -> Lab:
    """The ground's own color, where it is pale enough to be a cast and not the ground's; L* left alone."""
    middle = np.median(lit.reshape(-1, 3), axis=0).astype(np.float32)
    middle[0] = 0.0
    return middle if float(np.hypot(middle[1], middle[2])) < 12.0 else np.zeros(3, np.float32)


def _compact(mask: Mask, smallest_px: int) -> Mask:
    """Close pinholes and drop crumbs and slivers: a stone is a compact thing."""
    closed = shrink(grow(mask, 2), 2)
    opened = grow(shrink(closed, 1), 1) & closed
    return without_small(opened, smallest_px)


def _faceted(white: Mask, lightness: Field, golden: Mask, smallest_px: int) -> Mask:
    """Colorless patches amid gold whose lightness jumps from facet to facet: a diamond, not a pearl or a reflection."""
    mean = cv2.blur(lightness, (9, 9))
    spread = np.sqrt(np.maximum(cv2.blur(lightness * lightness, (9, 9)) - mean * mean, 0.0))
    patch = _compact(white & (spread > 6.0), smallest_px)
    return patch & (cv2.blur(golden.astype(np.float32), (61, 61)) > 0.05)
