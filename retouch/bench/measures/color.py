"""What a retouch did to metal and stones, held against the clean picture of the same piece.

Pictures are (H, W, 3) uint8 sRGB codes or float32 linear light, as each function says.
"""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from retouch.arrays import Alpha, Mask
from retouch.color import delta_e_2000, luminance, to_lab, to_linear

Codes = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]
Color = npt.NDArray[np.float32]

FEWEST = 200  # pixels of a region
BLOWN = 250  # code from which on a channel counts as burnt out
COLORED = 8.0  # chroma below which a hue is noise
_FLAT_PX = 7


def inner(share: Alpha, depth_px: int) -> Mask:
    """What lies deeper in a region than ``depth_px``, where lens and compression mix no neighbor in."""
    around = np.ones((2 * depth_px + 1, 2 * depth_px + 1), np.uint8)
    return np.asarray(cv2.erode((share > 0.9).astype(np.uint8), around) > 0, np.bool_)


def linear(codes: Codes) -> Floats:
    """Linear light of codes."""
    return to_linear(codes.astype(np.float32) / np.float32(255))


def tone(codes: Codes, metal: Alpha) -> Color | None:
    """Median L*a*b* (3,) of the metal's middle tones: L* between the 20th and 80th percentile, no channel clipped."""
    inside = (metal > 0.9) & (codes.max(axis=2) < BLOWN) & (codes.min(axis=2) > 1)
    if inside.sum() < FEWEST:
        return None
    lab = to_lab(linear(codes[inside][None]))[0]
    low, high = np.quantile(lab[:, 0], (0.2, 0.8))
    return np.asarray(np.median(lab[(lab[:, 0] >= low) & (lab[:, 0] <= high)], axis=0), np.float32)


def tone_apart(codes: Codes, clean: Codes, metal: Alpha) -> tuple[float, float] | None:
    """ΔE2000 between the metal's tones in two pictures: whole, and of color alone (both at the clean one's L*)."""
    ours, wanted = tone(codes, metal), tone(clean, metal)
    if ours is None or wanted is None:
        return None
    level = ours.copy()
    level[0] = wanted[0]
    return float(delta_e_2000(ours, wanted)), float(delta_e_2000(level, wanted))


def blown(codes: Codes, metal: Alpha) -> int:
    """Pixels of metal with any channel at 250 or above."""
    return int(((metal > 0.9) & (codes.max(axis=2) >= BLOWN)).sum())


def flat_patches(codes: Codes, metal: Alpha) -> Mask:
    """Where 7 × 7 px of metal are of one brightness, within a code."""
    tones = codes.max(axis=2)
    around = np.ones((_FLAT_PX, _FLAT_PX), np.uint8)
    span = cv2.dilate(tones, around).astype(np.int16) - cv2.erode(tones, around)
    return np.asarray((span <= 1) & inner(metal, _FLAT_PX // 2), np.bool_)


def facet_contrast(codes: Codes, gem: Alpha) -> float | None:
    """How strongly facets stand apart: deviation of luminance from its surroundings', over its mean.

    A ratio of light to light, so that exposure does not count. The surroundings are a Gaussian of a tenth of the
    largest stone's side. None where stones have too few pixels.
    """
    inside = inner(gem, 2)
    if inside.sum() < 2 * FEWEST:
        return None
    light = luminance(linear(codes))
    sigma = float(np.clip(0.1 * np.sqrt(_largest_part(inside)), 2.0, 24.0))
    weight = np.maximum(cv2.GaussianBlur(gem, (0, 0), sigma), 1e-3)
    around = cv2.GaussianBlur(light * gem, (0, 0), sigma) / weight
    apart = (light - around)[inside]
    return float(apart.std() / max(float(light[inside].mean()), 1e-4))


def _largest_part(mask: Mask) -> int:
    count, _, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8))
    return int(stats[1:count, cv2.CC_STAT_AREA].max())


def clipped_share(codes: Codes, gem: Alpha) -> float:
    """Share of the stones' pixels with a channel at either end of the scale."""
    inside = gem > 0.9
    ends = (codes == 255).any(axis=2) | (codes == 0).any(axis=2)
    return float(ends[inside].mean()) if inside.any() else 0.0


def hue_apart(codes: Codes, other: Codes, gem: Alpha) -> float | None:
    """Degrees between the stones' median hues in two pictures; None where they are colorless or too small."""
    inside = inner(gem, 1) & (codes.max(axis=2) < BLOWN) & (other.max(axis=2) < BLOWN)
    if inside.sum() < FEWEST:
        return None
    one, two = (np.median(to_lab(linear(c[inside][None]))[0], axis=0) for c in (codes, other))
    ours, wanted = complex(one[1], one[2]), complex(two[1], two[2])
    if min(abs(ours), abs(wanted)) < COLORED:
        return None
    return float(np.degrees(abs(np.angle(ours * wanted.conjugate()))))


@dataclass(frozen=True, slots=True)
class Blown:
    """Burnt-out metal in excess of the clean picture's, before and after, and flat patches that neither had, in px."""

    before: int
    after: int
    new_flat: int


def blown_excess(before: Codes, after: Codes, clean: Codes, metal: Alpha) -> Blown:
    """Compare what is burnt out in the photo and in its retouch, less what is so in the clean picture."""
    rightly = blown(clean, metal)
    flat = flat_patches(after, metal) & ~flat_patches(before, metal) & ~flat_patches(clean, metal)
    return Blown(
        max(0, blown(before, metal) - rightly), max(0, blown(after, metal) - rightly), int(flat.sum())
    )


def spread(colors: list[Color]) -> float:
    """How far colors lie apart: the root of the summed variances of L*, a* and b*."""
    return float(np.sqrt(np.asarray(colors).var(axis=0).sum())) if colors else 0.0
