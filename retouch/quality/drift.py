"""How far the colors of metal and stones have moved.

Metal is a mirror and stones are windows, so single pixels say little: what is compared is the median of the middle
tones, with clipped highlights, which carry no hue, and deep shadows, which carry the room's, left out.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from retouch.arrays import Alpha, Lab, LinearRGB, Mask
from retouch.color import delta_e_2000, largest_channel, to_lab

SAMPLES = 200_000  # medians of more do not differ
FEWEST = 30
CLIPPED = 0.985
COLORED = 8.0  # chroma below which a hue angle is noise, and strength of color is not missed


@dataclass(frozen=True, slots=True)
class Drift:
    """Median color of the same pixels before and after.

    delta_e      ΔE2000
    hue_deg      0 to 180; 0 where either is nearly neutral
    chroma_kept  chroma after over before, 1 where it was nearly neutral before
    """

    delta_e: float
    hue_deg: float
    chroma_kept: float


def median_lab(
    pixels: LinearRGB, share: Alpha, *, light: npt.NDArray[np.float32] | None = None
) -> Lab | None:
    """Median color of a region's middle tones; None when fewer than 30 pixels are left of it.

    Parameters
    ----------
    pixels  (H, W, 3) float32, linear sRGB, D65, [0, 1]
    share   (H, W) float32, share of the region in each pixel; only pixels above 0.9 are taken
    light   (3, 3), takes the photo's light to neutral; None where it is neutral or not known

    Returns
    -------
    (3,) float32, L*a*b*, D65, of the pixels between the 20th and the 80th percentile of L*, no channel clipped
    """
    stride = _stride(share)
    inside = _usable(pixels[::stride, ::stride], share[::stride, ::stride])
    if inside.sum() < FEWEST:
        return None
    colors = pixels[::stride, ::stride, :3][inside]
    lab = to_lab(colors if light is None else np.clip(colors @ light.T, 0.0, 1.0))
    return np.asarray(np.median(lab[_middle(lab)], axis=0), np.float32)


def drift(
    before: LinearRGB, after: LinearRGB, share: Alpha, *, light: npt.NDArray[np.float32] | None = None
) -> Drift | None:
    """Compare a region's middle tones, chosen on the photo before; None when it has too few.

    Parameters
    ----------
    before, after  (H, W, 3 or 4) float32, linear sRGB, D65, [0, 1]
    share          (H, W) float32, share of the region in each pixel
    light          (3, 3), takes the photo's light to neutral; given it, the smaller of the drifts with and without it
                   counts, since balancing a photo is no change of the piece
    """
    stride = _stride(share)
    first, second = before[::stride, ::stride, :3], after[::stride, ::stride, :3]
    inside = _usable(first, share[::stride, ::stride]) & (largest_channel(second) < CLIPPED)
    if inside.sum() < FEWEST:
        return None
    old, new = first[inside], to_lab(second[inside])
    moved = _between(to_lab(old), new)
    if light is None:
        return moved
    balanced = _between(to_lab(np.clip(old @ light.T, 0.0, 1.0)), new)
    return min(moved, balanced, key=lambda one: one.delta_e)


def _stride(share: Alpha) -> int:
    return max(1, int(np.sqrt(share.size / SAMPLES)))


def _usable(pixels: LinearRGB, share: Alpha) -> Mask:
    inside: Mask = (share > 0.9) & (largest_channel(pixels) < CLIPPED)
    return inside


def _middle(lab: Lab) -> Mask:
    low, high = np.quantile(lab[:, 0], (0.2, 0.8))
    middle: Mask = (lab[:, 0] >= low) & (lab[:, 0] <= high)
    return middle


def _between(old: Lab, new: Lab) -> Drift:
    middle = _middle(old)
    was, became = np.median(old[middle], axis=0), np.median(new[middle], axis=0)
    one, other = complex(was[1], was[2]), complex(became[1], became[2])
    colored = abs(one) > COLORED
    return Drift(
        delta_e=float(delta_e_2000(was, became)),
        hue_deg=_degrees(one, other) if colored and abs(other) > COLORED else 0.0,
        chroma_kept=abs(other) / abs(one) if colored else 1.0,
    )


def _degrees(one: complex, other: complex) -> float:
    return float(np.degrees(abs(np.angle(one * other.conjugate()))))
