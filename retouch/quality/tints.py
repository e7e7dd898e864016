"""Where a piece took another color: gold turned grey, a stone of another hue, a colorless one tinted.

What balancing the light explains is no change of the piece: the photo's own light taken to neutral, or gains of a few
percent for the whole picture.
"""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from retouch.arrays import Alpha, Lab, LinearRGB, Mask
from retouch.color import largest_channel, to_lab
from retouch.regions.findings import Box

Floats = npt.NDArray[np.float32]

SIDE_PX = 320  # of the piece: colors are judged by areas
MOST_GAIN = 1.14  # of a channel against green; more is no correction of a photo but another color
TURNED, TURNED_SHARE = (
    22.0,
    0.5,
)  # distance in a*b*, at least and of the chroma; a fifth more color and balance: 18
COLORED = 12.0
FADED = 0.42  # of the chroma left
DARKEST, CLIPPED = 0.012, 0.985


@dataclass(frozen=True, slots=True)
class Recolored:
    """The largest place that took another color: its share of the piece, its box, and its chroma before and after."""

    share: float = 0.0
    where: Box | None = None
    chroma_before: float = 0.0
    chroma_after: float = 0.0


def find_recolored(
    before: LinearRGB, after: LinearRGB, alpha: Alpha, *, light: npt.NDArray[np.float32] | None = None
) -> Recolored:
    """Compare colors by areas of about a hundredth of the piece.

    Parameters
    ----------
    before, after  (H, W, 3) float32, linear sRGB, D65, [0, 1]
    alpha          (H, W) float32
    light          (3, 3), takes the photo's light to neutral; None where it is not known
    """
    _, _, width, height = cv2.boundingRect((alpha > 0.5).view(np.uint8))
    share = min(1.0, SIDE_PX / max(8, width, height))
    old, new, cover = (_smaller(plane, share) for plane in (before[..., :3], after[..., :3], alpha))
    usable = (cover > 0.6) & _tellable(old) & _tellable(new)
    if usable.sum() < 60:
        return Recolored()
    weight = usable.astype(np.float32)
    ours, theirs = _averaged(old, weight)[usable], _averaged(new, weight)[usable]
    was, became = to_lab(ours), to_lab(theirs)
    another = _another(was, became)
    for balanced in _lights(ours, theirs, light):
        if another.any():
            another[another] = _another(to_lab(balanced[another]), became[another])
    return _largest(_scattered(another, usable), was, became, usable, share)


def _smaller(plane: Floats, share: float) -> Floats:
    if share == 1.0:
        return plane
    return np.asarray(cv2.resize(plane, None, fx=share, fy=share, interpolation=cv2.INTER_AREA), np.float32)


def _tellable(colors: LinearRGB) -> Mask:
    brightest = largest_channel(colors)
    return np.asarray((brightest > DARKEST) & (brightest < CLIPPED))


def _averaged(colors: LinearRGB, weight: Floats) -> LinearRGB:
    """The mean of what is usable within 5 × 5."""
    size = (5, 5)
    mass = np.maximum(cv2.boxFilter(weight, cv2.CV_32F, size), 1e-6)[..., None]
    return np.asarray(cv2.boxFilter(colors * weight[..., None], cv2.CV_32F, size) / mass, np.float32)


def _lights(old: LinearRGB, new: LinearRGB, light: npt.NDArray[np.float32] | None) -> list[LinearRGB]:
    """The original's colors (N, 3) with small gains towards the picture's, and in balanced light."""
    ratio = np.median(new / np.maximum(old, 1e-4), axis=0)
    gains = np.clip(ratio / max(float(ratio[1]), 1e-6), 1.0 / MOST_GAIN, MOST_GAIN)
    out = [np.clip(old * gains, 0.0, 1.0).astype(np.float32)]
    if light is not None:
        out.append(np.clip(old @ light.T, 0.0, 1.0).astype(np.float32))
    return out


def _another(was: Lab, became: Lab) -> Mask:
    chroma, left = np.hypot(was[..., 1], was[..., 2]), np.hypot(became[..., 1], became[..., 2])
    apart = np.hypot(was[..., 1] - became[..., 1], was[..., 2] - became[..., 2])
    turned = apart > np.maximum(TURNED, TURNED_SHARE * chroma)
    faded = (chroma > COLORED) & (left < FADED * chroma)
    return np.asarray(turned | faded)


def _scattered(told: Mask, where: Mask) -> Mask:
    """Values of the pixels of a mask, (N,), back in their places."""
    out = np.zeros_like(where)
    out[where] = told
    return out


def _largest(changed: Mask, was: Lab, became: Lab, usable: Mask, share: float) -> Recolored:
    solid = cv2.morphologyEx(changed.view(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(solid, connectivity=8)
    if count < 2:
        return Recolored()
    worst = 1 + int(np.argmax(stats[1:, cv2.CC_STAT_AREA]))
    left, top, width, height = (int(value) for value in stats[worst, :4])
    inside = (labels == worst)[usable]
    chromas = [float(np.median(np.hypot(lab[inside, 1], lab[inside, 2]))) for lab in (was, became)]
    edges = (round(edge / share) for edge in (left, top, left + width, top + height))
    return Recolored(float(inside.sum()) / float(usable.sum()), Box(*edges), *chromas)
