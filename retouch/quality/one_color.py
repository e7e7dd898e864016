"""Whether a photo is grey, or was printed in one color, as sepia is: then nobody can tell what its metal looks like."""

from typing import Final

import numpy as np

from retouch.arrays import LinearRGB
from retouch.color import to_codes, to_lab

SAMPLES: Final = 40_000
FEWEST = 500
COLORED = 4.0  # mean chroma: below, a photo is grey, which is no lie about silver
ALIKE = 1.5  # ΔE in a*, b*, of 99 % of the pixels: what JPEG leaves of a tone that follows lightness alone
LIGHTNESS = (8.0, 97.0)  # beyond, every color looks the same
GREY_CODES, GREY_SHARE = (
    3,
    0.999,
)  # between channels, in so many pixels: JPEG's rounding; silver on white has 10 and more


def is_of_one_color(pixels: LinearRGB) -> bool:
    """Whether color follows lightness alone, everywhere, and there is one.

    Parameters
    ----------
    pixels  (H, W, 3 or 4) float32, linear sRGB, D65, [0, 1]

    Real things in one light differ by more: a photo of silver in warm light has the room's reflections.
    """
    lab = to_lab(_sampled(pixels)).reshape(-1, 3)
    lab = lab[(lab[:, 0] > LIGHTNESS[0]) & (lab[:, 0] < LIGHTNESS[1])]
    if len(lab) < FEWEST or float(np.hypot(lab[:, 1], lab[:, 2]).mean()) < COLORED:
        return False
    lab = lab[np.argsort(lab[:, 0])]
    groups = np.array_split(lab[:, 1:], max(8, min(64, len(lab) // 60)))  # of equal size, by lightness
    apart = np.concatenate([np.hypot(*(group - np.median(group, axis=0)).T) for group in groups])
    return bool(np.quantile(apart, 0.99) < ALIKE)


def is_grey(pixels: LinearRGB) -> bool:
    """Whether a photo has no color at all, but for what its compression left.

    Parameters
    ----------
    pixels  (H, W, 3 or 4) float32, linear sRGB, D65, [0, 1]
    """
    codes = to_codes(_sampled(pixels)).astype(np.int16)
    return bool(np.quantile(np.ptp(codes, axis=2), GREY_SHARE) <= GREY_CODES)


def _sampled(pixels: LinearRGB) -> LinearRGB:
    stride = max(1, int(np.sqrt(pixels.shape[0] * pixels.shape[1] / SAMPLES)))
    return np.ascontiguousarray(pixels[::stride, ::stride, :3])
