"""Color by its standards: the sRGB transfer, CIE XYZ and Lab, adaptation between white points, CIEDE2000.

Linear means sRGB primaries, D65, [0, 1]; encoded means after the sRGB transfer. L* is 0–100, a* and b* about ±128.
"""

from functools import cache
from typing import Final

import numpy as np
import numpy.typing as npt

from retouch.arrays import Lab, LinearRGB

FloatArray = npt.NDArray[np.float32]
Matrix = npt.NDArray[np.float64]

# IEC 61966-2-1:1999; the matrix is its exact primaries and white (0.3127, 0.3290), not the rounded table.
SRGB_TO_XYZ: Final[Matrix] = np.array(
    [
        [0.41239079926595934, 0.357584339383878, 0.1804807884018343],
        [0.21263900587151027, 0.715168678767756, 0.07219231536073371],
        [0.01933081871559182, 0.11919477979462598, 0.9505321522496607],
    ]
)
XYZ_TO_SRGB: Final[Matrix] = np.asarray(np.linalg.inv(SRGB_TO_XYZ), np.float64)
D65: Final[Matrix] = np.asarray(SRGB_TO_XYZ.sum(axis=1), np.float64)
D50: Final[Matrix] = np.array([0.9642, 1.0, 0.8249])  # ICC.1:2022, the profile connection space
LUMINANCE: Final[FloatArray] = SRGB_TO_XYZ[1].astype(np.float32)

# Lam 1985, as given in ICC.1:2022 annex E
BRADFORD: Final[Matrix] = np.array(
    [[0.8951, 0.2664, -0.1614], [-0.7502, 1.7135, 0.0367], [0.0389, -0.0685, 1.0296]]
)

_EPSILON: Final = 216 / 24389  # CIE 15:2018, 8.2.1.1
_KAPPA: Final = 24389 / 27
_STEPS: Final = 65_536
_ROWS: Final = 64  # encoded at a time: what lies between stays in the processor's cache


def to_linear(encoded: FloatArray) -> FloatArray:
    """Undo the sRGB transfer.

    Parameters
    ----------
    encoded  any shape, float32, sRGB-encoded, [0, 1]

    Returns
    -------
    the same shape, float32, linear

    Source: IEC 61966-2-1:1999, 5.2.
    """
    low = encoded / np.float32(12.92)
    high = ((np.maximum(encoded, 0.0) + np.float32(0.055)) / np.float32(1.055)) ** np.float32(2.4)
    return np.where(encoded <= 0.04045, low, high).astype(np.float32)


def to_encoded(linear: FloatArray) -> FloatArray:
    """Apply the sRGB transfer.

    Parameters
    ----------
    linear  any shape, float32, linear, [0, 1]

    Returns
    -------
    the same shape, float32, sRGB-encoded

    Source: IEC 61966-2-1:1999, 5.3.
    """
    high = np.float32(1.055) * np.maximum(linear, 0.0) ** np.float32(1 / 2.4) - np.float32(0.055)
    return np.where(linear <= 0.0031308, linear * np.float32(12.92), high).astype(np.float32)


@cache
def linear_table(bits: int) -> FloatArray:
    """The linear value of every code of 8 or 16 bits: (2**bits,) float32, [0, 1]."""
    top = 2**bits - 1
    codes = np.arange(top + 1, dtype=np.float64) / top
    low = codes / 12.92
    high = ((codes + 0.055) / 1.055) ** 2.4
    table: FloatArray = np.where(codes <= 0.04045, low, high).astype(np.float32)
    table.setflags(write=False)
    return table


@cache
def _code_table() -> npt.NDArray[np.uint8]:
    """The 8-bit code of each of 65,536 equal steps of linear light; fine enough that every code returns to itself."""
    steps = np.arange(_STEPS, dtype=np.float32) / np.float32(_STEPS - 1)
    return np.asarray(np.rint(to_encoded(steps) * np.float32(255)), np.uint8)


def to_codes(linear: LinearRGB) -> npt.NDArray[np.uint8]:
    """Encode linear light in 8-bit sRGB codes, rounded to the nearest: shape kept, uint8."""
    codes = np.empty(linear.shape, np.uint8)
    for start in range(0, len(linear), _ROWS):
        rows = slice(start, start + _ROWS)
        steps = linear[rows] * np.float32(_STEPS - 1)
        steps += np.float32(0.5)
        np.clip(steps, 0, _STEPS - 1, out=steps)
        np.take(_code_table(), steps.astype(np.uint16), out=codes[rows], mode="clip")
    return codes


def to_codes_16(linear: LinearRGB) -> npt.NDArray[np.uint16]:
    """Encode linear light in 16-bit sRGB codes, rounded to the nearest: shape kept, uint16."""
    return np.asarray(np.rint(np.clip(to_encoded(linear), 0.0, 1.0) * np.float32(65_535)), np.uint16)


def luminance(linear: LinearRGB) -> FloatArray:
    """Relative luminance Y: (…, 3) linear to (…) float32, [0, 1]. Source: IEC 61966-2-1:1999."""
    return (linear[..., :3] @ LUMINANCE).astype(np.float32)


def largest_channel(linear: LinearRGB) -> FloatArray:
    """The largest of three channels in each pixel: (…, 3) to (…) float32; five times faster than a reduction."""
    return np.asarray(np.maximum(np.maximum(linear[..., 0], linear[..., 1]), linear[..., 2]), np.float32)


def smallest_channel(linear: LinearRGB) -> FloatArray:
    """The smallest of three channels in each pixel: (…, 3) to (…) float32."""
    return np.asarray(np.minimum(np.minimum(linear[..., 0], linear[..., 1]), linear[..., 2]), np.float32)


def to_xyz(linear: LinearRGB) -> FloatArray:
    """Give CIE XYZ, D65, 2°, Y of white 1, of linear sRGB: (…, 3) float32 to (…, 3) float32."""
    return (linear[..., :3] @ SRGB_TO_XYZ.T.astype(np.float32)).astype(np.float32)


def from_xyz(xyz: FloatArray) -> LinearRGB:
    """Give linear sRGB of CIE XYZ, D65: (…, 3) float32 to (…, 3) float32, not clipped to the gamut."""
    return (xyz @ XYZ_TO_SRGB.T.astype(np.float32)).astype(np.float32)


def to_lab(linear: LinearRGB) -> Lab:
    """Give CIE L*a*b* of linear sRGB.

    Parameters
    ----------
    linear  (…, 3) float32, linear sRGB, D65, [0, 1]

    Returns
    -------
    (…, 3) float32, L*a*b*, D65, 2°

    Source: CIE 15:2018, 8.2.1.
    """
    ratio = to_xyz(linear) / D65.astype(np.float32)
    low = (np.float32(_KAPPA) * ratio + np.float32(16)) / np.float32(116)
    f = np.where(ratio > _EPSILON, np.cbrt(ratio), low).astype(np.float32)
    x, y, z = f[..., 0], f[..., 1], f[..., 2]
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], axis=-1).astype(np.float32)


def from_lab(lab: Lab) -> LinearRGB:
    """Give linear sRGB of CIE L*a*b*, D65, 2°: (…, 3) float32 to (…, 3) float32, not clipped to the gamut.

    Source: CIE 15:2018, 8.2.1, inverted.
    """
    y = (lab[..., 0] + np.float32(16)) / np.float32(116)
    f = np.stack([y + lab[..., 1] / np.float32(500), y, y - lab[..., 2] / np.float32(200)], axis=-1)
    low = (np.float32(116) * f - np.float32(16)) / np.float32(_KAPPA)
    ratio = np.where(f**3 > _EPSILON, f**3, low)
    return from_xyz((ratio * D65).astype(np.float32))


def adaptation(source_white: Matrix, target_white: Matrix) -> Matrix:
    """The 3 × 3 matrix that takes XYZ under one white point to XYZ under another, by Bradford's cone responses.

    Source: ICC.1:2022, annex E.
    """
    gains = (BRADFORD @ target_white) / (BRADFORD @ source_white)
    return np.asarray(np.linalg.inv(BRADFORD) @ np.diag(gains) @ BRADFORD)


def delta_e_2000(first: Lab, second: Lab) -> FloatArray:
    """The CIEDE2000 color difference, with the parametric factors at 1.

    Parameters
    ----------
    first, second  (…, 3), L*a*b*, shapes that broadcast

    Returns
    -------
    (…) float32, 0 and more; about 1 is just noticeable

    Source: Sharma, Wu, Dalal, The CIEDE2000 color-difference formula, 2005, equations 2 to 22.
    """
    l1, a1, b1 = np.moveaxis(np.asarray(first, np.float64), -1, 0)
    l2, a2, b2 = np.moveaxis(np.asarray(second, np.float64), -1, 0)
    mean_c7 = ((np.hypot(a1, b1) + np.hypot(a2, b2)) / 2) ** 7
    stretch = 1 + 0.5 * (1 - np.sqrt(mean_c7 / (mean_c7 + 25.0**7)))
    c1, c2 = np.hypot(a1 * stretch, b1), np.hypot(a2 * stretch, b2)
    h1 = np.degrees(np.arctan2(b1, a1 * stretch)) % 360
    h2 = np.degrees(np.arctan2(b2, a2 * stretch)) % 360
    grey = c1 * c2 == 0
    turn = (h2 - h1 + 180) % 360 - 180
    turn = np.where(grey, 0.0, np.where((turn == -180) & (h2 > h1), 180.0, turn))
    mean_h = np.where(grey, h1 + h2, _mean_hue(h1, h2))
    hue_step = 2 * np.sqrt(c1 * c2) * np.sin(np.radians(turn / 2))
    mean_l, mean_c = (l1 + l2) / 2, (c1 + c2) / 2
    t = (
        1
        - 0.17 * np.cos(np.radians(mean_h - 30))
        + 0.24 * np.cos(np.radians(2 * mean_h))
        + 0.32 * np.cos(np.radians(3 * mean_h + 6))
        - 0.20 * np.cos(np.radians(4 * mean_h - 63))
    )
    weight_l = 1 + 0.015 * (mean_l - 50) ** 2 / np.sqrt(20 + (mean_l - 50) ** 2)
    dl = (l2 - l1) / weight_l
    dc = (c2 - c1) / (1 + 0.045 * mean_c)
    dh = hue_step / (1 + 0.015 * mean_c * t)
    spin = np.sin(np.radians(60 * np.exp(-(((mean_h - 275) / 25) ** 2))))
    rotation = -2 * np.sqrt(mean_c**7 / (mean_c**7 + 25.0**7)) * spin
    squared = dl**2 + dc**2 + dh**2 + rotation * dc * dh
    return np.asarray(np.sqrt(np.maximum(squared, 0.0)), np.float32)


def _mean_hue(h1: Matrix, h2: Matrix) -> Matrix:
    """The hue half way round the shorter arc; opposite hues are averaged as they stand. Equation 14."""
    total = h1 + h2
    apart = np.abs(h1 - h2) > 180
    return np.asarray(np.where(apart, np.where(total < 360, total + 360, total - 360), total) / 2)
