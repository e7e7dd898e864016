"""Color relative to luminance, in linear light: (red - Y) / Y and (blue - Y) / Y as one complex number.

A neutral light of any brightness leaves it unchanged, turning and scaling it keeps luminance exactly, and a mirror's
color is constant in it. That is why the operations on metal and gems work in it, and not in L*a*b*.
"""

import numpy as np
import numpy.typing as npt

from retouch.color import LUMINANCE, from_lab, luminance, to_lab

Floats = npt.NDArray[np.float32]
Chroma = npt.NDArray[np.complex64]

DARKEST = 1e-5  # luminance below which color is rounding


def relative_chroma(colors: Floats, light: Floats) -> Chroma:
    """Relative chroma of (N, 3) linear colors whose luminance (N,) is ``light``."""
    scale = 1.0 / np.maximum(light, DARKEST)
    chroma = np.empty(len(colors), np.complex64)
    chroma.real = (colors[:, 0] - light) * scale
    chroma.imag = (colors[:, 2] - light) * scale
    return chroma


def chroma_of(colors: Floats) -> Chroma:
    """Relative chroma of (N, 3) linear colors."""
    return relative_chroma(colors, luminance(colors))


def from_relative_chroma(
    chroma: Chroma, light: Floats, low: Floats | float = 0.0, high: Floats | float = 1.0
) -> Floats:
    """Linear colors (N, 3) of that chroma and exactly that luminance, paled as far as it takes to stay in [low, high].

    ``light`` lies between ``low`` and ``high``, each one number or one of each color (N,).
    """
    offset = np.empty((len(chroma), 3), np.float32)
    offset[:, 0] = chroma.real * light
    offset[:, 2] = chroma.imag * light
    offset[:, 1] = -(LUMINANCE[0] * offset[:, 0] + LUMINANCE[2] * offset[:, 2]) / LUMINANCE[1]
    most, least = offset.max(axis=1), offset.min(axis=1)
    room = np.minimum((high - light) / np.maximum(most, 1e-9), (light - low) / np.maximum(-least, 1e-9))
    colors: Floats = light[:, None] + offset * np.clip(room, 0.0, 1.0)[:, None]
    return np.clip(colors, 0.0, 1.0)


def lab_of_chroma(chroma: Chroma, light: Floats) -> Chroma:
    """a* + i b* of relative chroma (N,) at luminances (N,)."""
    lab = to_lab(np.maximum(from_relative_chroma(chroma, light), 0.0)[None])[0]
    return np.asarray(lab[:, 1] + 1j * lab[:, 2], np.complex64)


def chroma_of_lab(chroma: Chroma, light: Floats) -> Chroma:
    """Relative chroma of a* + i b* (N,) at luminances (N,) above CIE 1976's linear toe."""
    lightness = 116.0 * np.cbrt(light) - 16.0
    lab = np.stack([lightness, chroma.real, chroma.imag], axis=1).astype(np.float32)
    return chroma_of(from_lab(lab[None])[0])
