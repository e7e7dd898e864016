"""How far the colors of metal and stones have moved.

Metal is a mirror and stones are windows, so single pixels say little: what is compared is the median of the middle
tones, with clipped highlights, which carry no hue, and deep shadows, which carry the room's, left out.
"""

from dataclasses import dataclass

import numpy as np

from retouch.arrays import Alpha, Lab, LinearRGB
from retouch.color import delta_e_2000, to_lab

SAMPLES = 200_000  # medians of more do not differ
FEWEST = 30
CLIPPED = 0.985
COLORED = 6.0  # chroma below which a hue angle is noise


@dataclass(frozen=True, slots=True)
class Drift:
    """Median color of the same pixels before and after: ΔE2000, and degrees of hue where both are colored, else 0."""

    delta_e: float
    hue_deg: float


def middle_tones(pixels: LinearRGB, share: Alpha) -> Lab | None:
    """Colors of a region's middle tones: L* between its 20th and 80th percentile, no channel clipped.

    Parameters
    ----------
    pixels  (H, W, 3) float32, linear sRGB, D65, [0, 1]
    share   (H, W) float32, share of the region in each pixel; only pixels above 0.9 are taken

    Returns
    -------
    (N, 3) float32, L*a*b*, D65; None when fewer than 30 pixels are left
    """
    chosen = _middle(pixels, share)
    return None if chosen is None else to_lab(chosen)


def _stride(share: Alpha) -> int:
    return max(1, int(np.sqrt(share.size / SAMPLES)))


def _middle(pixels: LinearRGB, share: Alpha) -> LinearRGB | None:
    stride = _stride(share)
    colors = pixels[::stride, ::stride, :3][share[::stride, ::stride] > 0.9]
    colors = colors[colors.max(axis=1) < CLIPPED]
    if len(colors) < FEWEST:
        return None
    low, high = np.quantile(colors[:, 1], (0.2, 0.8))
    return colors[(colors[:, 1] >= low) & (colors[:, 1] <= high)]


def median_lab(pixels: LinearRGB, share: Alpha) -> Lab | None:
    """Median L*a*b* (3,) of a region's middle tones; None when there are too few."""
    tones = middle_tones(pixels, share)
    return None if tones is None else np.median(tones, axis=0).astype(np.float32)


def drift(before: LinearRGB, after: LinearRGB, share: Alpha) -> Drift | None:
    """Compare a region's middle tones, chosen on the photo before; None when it has too few.

    Parameters
    ----------
    before, after  (H, W, 3) float32, linear sRGB, D65, [0, 1]
    share          (H, W) float32, share of the region in each pixel
    """
    stride = _stride(share)
    first, second = before[::stride, ::stride, :3], after[::stride, ::stride, :3]
    inside = (
        (share[::stride, ::stride] > 0.9) & (first.max(axis=2) < CLIPPED) & (second.max(axis=2) < CLIPPED)
    )
    if inside.sum() < FEWEST:
        return None
    old, new = to_lab(first[inside]), to_lab(second[inside])
    low, high = np.quantile(old[:, 0], (0.2, 0.8))
    middle = (old[:, 0] >= low) & (old[:, 0] <= high)
    was, became = np.median(old[middle], axis=0), np.median(new[middle], axis=0)
    return Drift(float(delta_e_2000(was, became)), hue_between(was, became))


def hue_between(first: Lab, second: Lab) -> float:
    """Degrees of hue between two colors (3,), 0 to 180; 0 where either is nearly neutral."""
    one, other = complex(first[1], first[2]), complex(second[1], second[2])
    if min(abs(one), abs(other)) < COLORED:
        return 0.0
    return float(np.degrees(abs(np.angle(one * other.conjugate()))))
