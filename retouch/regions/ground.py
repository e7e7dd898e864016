"""What the ground says about the light: its color and luminance where it is lit, in focus or not."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from retouch.arrays import Alpha, LinearRGB
from retouch.color import (
    D65,
    LUMINANCE,
    SRGB_TO_XYZ,
    XYZ_TO_SRGB,
    Matrix,
    adaptation,
    largest_channel,
    to_lab,
)

SAMPLES: Final = 60_000  # of the ground; medians of more do not differ
SMALLEST_SHARE = 0.05  # of the photo: below, what is called ground may be a gap in the piece
CLIPPED = 0.985
DARKEST = 0.06  # luminance: a black card is lit by the room
SURE_CHROMA, DOUBTFUL_CHROMA = (
    12.0,
    22.0,
)  # up to here a ground's color is a cast; from there on it is the ground's own
LARGEST_GAIN = 1.35  # a tungsten lamp seen by a daylight camera, half corrected; beyond, noise is amplified
LIKENESS = 0.035  # chromaticity distance from the median within which ground is of one color


@dataclass(frozen=True, slots=True)
class Ground:
    """The lit ground: linear color (3,), and how much of the ground has this color, 0 to 1."""

    color: npt.NDArray[np.float32]
    share: float

    @property
    def luminance(self) -> float:
        """Linear, 0 to 1."""
        return float(self.color @ LUMINANCE)


def lit_ground(pixels: LinearRGB, alpha: Alpha, shadow: Alpha) -> Ground | None:
    """Find the color of the ground where the main light falls; None where it is small, dark, blown or of many colors.

    Parameters
    ----------
    pixels  (H, W, 3) float32, linear sRGB, D65, [0, 1]
    """
    samples = _samples(pixels, alpha, shadow)
    if samples is None:
        return None
    usable = samples[(largest_channel(samples) < CLIPPED) & (samples @ LUMINANCE > DARKEST)]
    if len(usable) < 0.5 * len(samples):
        return None
    luminance = usable @ LUMINANCE
    lit = usable[luminance >= np.median(luminance)]
    chromaticity = lit / lit.sum(axis=1, keepdims=True)
    like = np.linalg.norm(chromaticity - np.median(chromaticity, axis=0), axis=1) < LIKENESS
    share = float(like.mean())
    if share < 0.6:
        return None
    return Ground(np.median(lit[like], axis=0).astype(np.float32), share)


def _samples(pixels: LinearRGB, alpha: Alpha, shadow: Alpha) -> npt.NDArray[np.float32] | None:
    stride = max(1, int(np.sqrt(pixels.shape[0] * pixels.shape[1] / (2 * SAMPLES))))
    ground = (alpha[::stride, ::stride] <= 0.0) & (shadow[::stride, ::stride] < 0.05)
    if ground.mean() < SMALLEST_SHARE:
        return None
    return pixels[::stride, ::stride][ground]


def light_color(pixels: LinearRGB, alpha: Alpha, shadow: Alpha) -> Matrix | None:
    """Return the light's color at luminance 1, (3,), judged by the ground; None where the ground tells nothing of it.

    A ground of little chroma is white or grey in a colored light; of much, it is colored itself; between, half of each.
    """
    ground = lit_ground(pixels, alpha, shadow)
    if ground is None:
        return None
    color = ground.color.astype(np.float64) / ground.luminance
    lab = to_lab((color * 0.8)[None, :].astype(np.float32))[0]
    chroma = float(np.hypot(lab[1], lab[2]))
    trust = float(np.clip((DOUBTFUL_CHROMA - chroma) / (DOUBTFUL_CHROMA - SURE_CHROMA), 0.0, 1.0))
    if trust == 0.0:
        return None
    return np.asarray(np.clip(1.0 + trust * (color - 1.0), 1.0 / LARGEST_GAIN, LARGEST_GAIN))


def toward_neutral(light: Matrix) -> npt.NDArray[np.float32]:
    """Linear sRGB to linear sRGB (3, 3): ``light`` (3,) becomes neutral of the same luminance, in Bradford's cones."""
    matrix = XYZ_TO_SRGB @ adaptation(SRGB_TO_XYZ @ light, D65) @ SRGB_TO_XYZ
    return np.asarray(matrix / float(LUMINANCE @ (matrix @ light)), np.float32)


def adaptation_to_neutral(pixels: LinearRGB, alpha: Alpha, shadow: Alpha) -> npt.NDArray[np.float32] | None:
    """The (3, 3) that takes the photo's light to neutral; None where the ground does not tell it."""
    light = light_color(pixels, alpha, shadow)
    return None if light is None else toward_neutral(light)
