"""An alloy's own color along luminance, as one photo shows it: the median of the pixels that look like the alloy."""

from typing import Final

import numpy as np
import numpy.typing as npt

from retouch.alloys import SMALLEST_OF_TWO, Alloy
from retouch.arrays import Alpha, LinearRGB
from retouch.color import luminance
from retouch.regions.alloy_likeness import likeness
from retouch.regions.opponent import relative_chroma

Curve = npt.NDArray[np.complex64]
Floats = npt.NDArray[np.float32]

KNOTS: Final = np.linspace(0.12, 0.98, 12, dtype=np.float32) ** 3  # luminances, even steps of lightness
DARKEST = 0.004  # luminance below which no tone is measured
SMALLEST_SHARE = 0.15  # of the metal that must look like the alloy at all


def ramp_of(pixels: LinearRGB, metal: Alpha, alloy: Alloy, other: Alloy | None) -> Curve | None:
    """Return the photo's own median relative chroma of this alloy at each knot; None when too little of it is there."""
    stride = max(1, int(np.sqrt(metal.size / 300_000)))
    sample = pixels[::stride, ::stride][metal[::stride, ::stride] > 0.9]
    light = luminance(sample)
    usable = (sample.max(axis=1) < 0.98) & (light > DARKEST)
    sample, light = sample[usable], light[usable]
    if len(sample) < 50:
        return None
    chroma = relative_chroma(sample, light)
    alike = likeness(chroma, alloy, other) > 0.5
    if alike.mean() < (SMALLEST_SHARE if other is None else SMALLEST_OF_TWO):
        return None
    position = np.interp(np.cbrt(light[alike]), np.cbrt(KNOTS), np.arange(len(KNOTS)))
    chroma = chroma[alike]
    medians: list[complex] = []
    for knot in range(len(KNOTS)):
        near = chroma[np.abs(position - knot) < 1.0]
        enough = len(near) > 0.01 * len(chroma)
        medians.append(complex(np.median(near.real), np.median(near.imag)) if enough else complex(np.nan))
    return _filled(np.array(medians, np.complex64))


def along(curve: Curve, light: Floats) -> Curve:
    """Return a curve's values at luminances (N,), between its knots in even steps of lightness."""
    lightness, knots = np.cbrt(light), np.cbrt(KNOTS)
    return np.asarray(
        np.interp(lightness, knots, curve.real) + 1j * np.interp(lightness, knots, curve.imag), np.complex64
    )


def _filled(ramp: Curve) -> Curve:
    """Fill knots without evidence from their neighbours, and smooth the ramp so that no band shows."""
    known = np.flatnonzero(~np.isnan(ramp.real))
    knots = np.arange(len(ramp))
    full = np.interp(knots, known, ramp.real[known]) + 1j * np.interp(knots, known, ramp.imag[known])
    padded = np.pad(full, 1, mode="edge")
    smooth: Curve = (0.25 * padded[:-2] + 0.5 * padded[1:-1] + 0.25 * padded[2:]).astype(np.complex64)
    return smooth
