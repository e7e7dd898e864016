"""How much a pixel looks like an alloy, by its color relative to its luminance."""

import numpy as np
import numpy.typing as npt

from retouch.alloys import Alloy, Family
from retouch.regions.opponent import Chroma, chroma_of

Floats = npt.NDArray[np.float32]

NEUTRAL, COLORED = 0.20, 0.42  # relative chroma: a white metal's reflections end, gold begins
FAMILY_NEAR_DEG, FAMILY_FAR_DEG = 26.0, 48.0  # of hue from the alloy's own: the same metal, another one
BETWEEN_GOLDS_DEG = 4.0  # of hue, about the middle of two golds: there one becomes the other


def likeness(chroma: Chroma, alloy: Alloy, other: Alloy | None = None) -> Floats:
    """How much each pixel is of the alloy's kind, 0 to 1: neutral for white metals, of its hue for golds.

    Where there is an ``other`` alloy, a pixel is the nearer one's: colored beside a white metal, of the nearer hue
    beside another gold.
    """
    size = np.abs(chroma)
    white = np.clip((COLORED - size) / (COLORED - NEUTRAL), 0.0, 1.0).astype(np.float32)
    if alloy.family is Family.WHITE:
        return white
    apart = _hue_apart(chroma, alloy)
    near = np.clip((FAMILY_FAR_DEG - apart) / (FAMILY_FAR_DEG - FAMILY_NEAR_DEG), 0.0, 1.0)
    own = np.asarray(near * np.clip(size / 0.1, 0.0, 1.0), np.float32)
    if other is None:
        return own
    if other.family is Family.WHITE:
        return own * (1.0 - white)
    nearer = _hue_apart(chroma, other) - apart
    return np.asarray(own * np.clip(0.5 + nearer / (2.0 * BETWEEN_GOLDS_DEG), 0.0, 1.0), np.float32)


def _hue_apart(chroma: Chroma, alloy: Alloy) -> Floats:
    """Degrees between each pixel's hue and the alloy's own."""
    own = np.angle(chroma_of(np.asarray(alloy.tint, np.float32)[None, :])[0])
    return np.asarray(np.degrees(np.abs(np.angle(np.exp(1j * (np.angle(chroma) - own))))), np.float32)
