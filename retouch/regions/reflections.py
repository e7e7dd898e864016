"""Colored things that metal mirrors: where its color leaves the alloy's ramp smoothly, and by a moderate amount.

What is small is the metal's own play of warm and cool; what is large is enamel, a stone that was missed, or another
metal: neither is touched, nor is what lies beside the large.
"""

from dataclasses import dataclass

import cv2
import numpy as np

from retouch.arrays import Alpha, LinearRGB
from retouch.color import luminance, to_lab
from retouch.regions.crops import BAND_ROWS, bands, enlarged
from retouch.regions.opponent import Chroma, Floats, chroma_of_lab, from_relative_chroma, lab_of_chroma
from retouch.regions.ramps import DARKEST, KNOTS, Curve, along

OWN = 5.0  # ΔE in a*, b*: so far any metal's color plays
OWN_SPREADS = 2.0  # of this metal's median deviation, where that is more
KEPT = 0.25  # of the deviation beyond, where all is pulled: half of all of it, about
STRONG, STRONGEST = 15.0, 22.0  # ΔE in a*, b* between which the pull fades out
STRONG_NEAR = (
    0.12  # share of strong deviation nearby at which nothing is pulled: the rim of enamel, of other metal
)
NEARER = 8.0  # ΔE in a*, b* that a pixel has to be nearer to its metal than to the piece's other one
GOLDEN = (6.0, 14.0)  # chroma of a ramp from which on it is gold's
DEEPER = (0.50, 0.85)  # cosine between a deviation and gold's own color: gold seen in gold is deeper
PALER = (0.35, 0.65)
PALE = (0.35, 0.55)  # of gold's chroma: paler, and what is seen may be a stone, or light itself
DIM, LIT = 0.03, 0.06  # luminance between which a shadow's color begins to be more than noise
BRIGHT, WHITE = 0.70, 0.95  # luminance between which a highlight comes to show the light itself
LARGEST_SIDE = 800  # px at which reflections are looked for
SMOOTH_SIDE, SMOOTH_PX = 0.003, 1.0  # of the longer side: how far a reflection's color reaches


@dataclass(frozen=True, slots=True)
class Reflections:
    """Where one metal mirrors colored things.

    lean  (h, w) complex64, a* + i b* of length 0 to 1: which way the color leans, and how far that is to be believed
    ramp  a* + i b* at the knots, other the nearer of which a pixel must not be
    own   ΔE in a*, b*, how far this metal's color plays
    """

    lean: Chroma
    ramp: Curve
    other: Curve | None
    own: float


def find_reflections(
    crop: LinearRGB, metal: Alpha, gem: Alpha, ramp: Curve, other: Curve | None
) -> Reflections:
    """Find where the metal of a ramp mirrors colored things.

    Parameters
    ----------
    crop         (H, W, 3) float32, linear sRGB, D65, [0, 1]
    metal, gem   (H, W) float32, share of metal and of stones
    ramp, other  relative chroma at KNOTS of this metal, and of the piece's other one
    """
    scale = min(1.0, LARGEST_SIDE / max(metal.shape))
    size = (max(1, round(metal.shape[1] * scale)), max(1, round(metal.shape[0] * scale)))
    colors, share, stones = (
        np.asarray(cv2.resize(plane, size, interpolation=cv2.INTER_AREA), np.float32)
        for plane in (crop, metal, gem)
    )
    own_ramp = lab_of_chroma(ramp, KNOTS)
    other_ramp = None if other is None else lab_of_chroma(other, KNOTS)
    light = luminance(colors)
    metallic = (share > 0.9) & (light > DARKEST)
    away, apart = np.zeros(light.shape, np.complex64), np.zeros_like(light)
    away[metallic], apart[metallic] = _deviation(colors[metallic], light[metallic], own_ramp, other_ramp)
    seen = metallic.astype(np.float32)
    mine = seen * (apart > 0.0)
    spread = float(np.median(np.abs(away[mine > 0]))) if mine.any() else 0.0
    sigma = max(SMOOTH_PX, SMOOTH_SIDE * max(light.shape))
    mean = (_mean(away.real, mine, sigma) + 1j * _mean(away.imag, mine, sigma)).astype(np.complex64)
    large = np.clip((np.abs(away) - STRONG) / (STRONGEST - STRONG), 0.0, 1.0)
    strong = _mean(np.where(apart > 0.0, large, 1.0).astype(np.float32), seen, 2.0 * sigma)
    own = max(OWN, OWN_SPREADS * spread)
    trust = np.clip((np.abs(mean) - 0.5 * own) / (0.5 * own), 0.0, 1.0)
    trust *= np.clip(1.0 - strong / STRONG_NEAR, 0.0, 1.0)
    trust *= np.clip((cv2.GaussianBlur(share, (0, 0), sigma) - 0.6) / 0.3, 0.0, 1.0)
    trust *= 1.0 - np.clip(4.0 * cv2.GaussianBlur(stones, (0, 0), sigma), 0.0, 1.0)
    lean = trust * mean / np.maximum(np.abs(mean), 1e-6)
    return Reflections(np.asarray(lean, np.complex64), own_ramp, other_ramp, own)


def calm(crop: LinearRGB, metal: Alpha, found: Reflections, strength: float) -> None:
    """Pull what the metal mirrors toward its ramp, in place; L* is kept, and what is not pulled stays to the bit."""
    if not found.lean.any():
        return
    shape = (metal.shape[0], metal.shape[1])
    parts = [np.ascontiguousarray(part) for part in (found.lean.real, found.lean.imag)]
    for rows in bands(metal.shape[0], BAND_ROWS):
        real, imag = (enlarged(part, rows, shape) for part in parts)
        chosen = (metal[rows] > 0) & ((real != 0) | (imag != 0))
        if not chosen.any():
            continue
        lean = (real[chosen] + 1j * imag[chosen]).astype(np.complex64)
        crop[rows][chosen] = _calmed(crop[rows][chosen], strength * metal[rows][chosen], lean, found)


def _calmed(colors: Floats, share: Floats, lean: Chroma, found: Reflections) -> Floats:
    light = luminance(colors)
    away, apart = _deviation(colors, light, found.ramp, found.other)
    size = np.maximum(np.abs(away), 1e-6)
    along_lean = np.clip((lean.conj() * away).real / size, 0.0, 1.0)
    weight = share * along_lean * np.clip(apart / NEARER, 0.0, 1.0)
    weight *= _foreign(away, along(found.ramp, light))
    weight *= np.clip((STRONGEST - size) / (STRONGEST - STRONG), 0.0, 1.0)
    weight *= np.clip((light - DIM) / (LIT - DIM), 0.0, 1.0) * np.clip(
        (WHITE - light) / (WHITE - BRIGHT), 0.0, 1.0
    )
    pulled = weight * (1.0 - KEPT) * np.maximum(1.0 - found.own / size, 0.0)
    moving = pulled > 0.0
    calmed = colors.copy()
    lit = light[moving]
    wanted = along(found.ramp, lit) + away[moving] * (1.0 - pulled[moving])
    calmed[moving] = from_relative_chroma(chroma_of_lab(wanted.astype(np.complex64), lit), lit)
    return calmed


def _foreign(away: Chroma, ramp: Chroma) -> Floats:
    """How far a deviation may be of a colored thing, 0 to 1: gold has its own depth, and pales as other things do."""
    length = np.abs(ramp)
    golden = np.clip((length - GOLDEN[0]) / (GOLDEN[1] - GOLDEN[0]), 0.0, 1.0)
    cosine = (away * ramp.conj()).real / np.maximum(np.abs(away) * length, 1e-6)
    left = np.abs(ramp + away) / np.maximum(length, 1e-6)
    deeper = np.clip((cosine - DEEPER[0]) / (DEEPER[1] - DEEPER[0]), 0.0, 1.0)
    paler = np.clip((-cosine - PALER[0]) / (PALER[1] - PALER[0]), 0.0, 1.0)
    paler *= np.clip((PALE[1] - left) / (PALE[1] - PALE[0]), 0.0, 1.0)
    return np.asarray(1.0 - golden * np.maximum(deeper, paler), np.float32)


def _deviation(colors: Floats, light: Floats, ramp: Curve, other: Curve | None) -> tuple[Chroma, Floats]:
    """How far (N, 3) colors lie from the ramp in a* + i b*, and how much nearer to it than to the other one."""
    lab = to_lab(colors)
    own = (lab[:, 1] + 1j * lab[:, 2]).astype(np.complex64)
    away = own - along(ramp, light)
    if other is None:
        return away, np.full(len(light), np.inf, np.float32)
    return away, np.asarray(np.abs(own - along(other, light)) - np.abs(away), np.float32)


def _mean(plane: Floats, weight: Alpha, sigma: float) -> Floats:
    """Mean of what has weight nearby; 0 where little has."""
    total = cv2.GaussianBlur(weight, (0, 0), sigma)
    return np.asarray(cv2.GaussianBlur(plane * weight, (0, 0), sigma) / np.maximum(total, 0.05), np.float32)
