"""ICC profiles of three channels and curves, read exactly: AdobeRGB, Display P3, ProPhoto and their like, and grey.

Little CMS through Pillow would round to 8 bits in between. What is not made of curves and a matrix (CMYK, tables) is
left to it. Source: ICC.1:2022.
"""

import struct
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO

import numpy as np
import numpy.typing as npt
from PIL import ImageCms

from retouch.color import D50, D65, XYZ_TO_SRGB, FloatArray, Matrix, adaptation, linear_table

_CURVE_TERMS = {0: "g", 1: "gab", 2: "gabc", 3: "gabcd", 4: "gabcdef"}  # ICC.1:2022, table 68


class BrokenProfile(ValueError):  # noqa: N818 - the condition itself
    """The bytes are not a profile that can be followed."""


@dataclass(frozen=True, slots=True)
class Profile:
    """A profile that can be followed exactly.

    channels  1 or 3
    curves    one table of 65,536 entries a channel, encoded to linear
    matrix    linear device values to linear sRGB; the identity for grey
    """

    channels: int
    curves: tuple[FloatArray, ...]
    matrix: Matrix

    @property
    def is_srgb(self) -> bool:
        """Whether no code of 8 bits would come out differently than through sRGB's own definition."""
        own = linear_table(16)
        near = all(float(np.abs(curve - own).max()) < 0.004 for curve in self.curves)
        return near and float(np.abs(self.matrix - np.eye(3)).max()) < 0.004


@lru_cache(maxsize=8)
def parse(data: bytes) -> Profile | None:
    """Read a profile; None when it is sound but not made of curves and a matrix.

    Raises
    ------
    BrokenProfile  the bytes are damaged
    """
    try:
        ImageCms.getOpenProfile(BytesIO(data))
        space, tags = data[16:20], _tags(data)
        if space == b"GRAY" and b"kTRC" in tags:
            return Profile(1, (_curve(tags[b"kTRC"]),), np.eye(3))
        names = (b"rTRC", b"gTRC", b"bTRC", b"rXYZ", b"gXYZ", b"bXYZ")
        if space != b"RGB " or b"A2B0" in tags or not all(name in tags for name in names):
            return None
        curves = tuple(_curve(tags[name]) for name in names[:3])
        columns = np.stack([_xyz(tags[name]) for name in names[3:]], axis=1)
        return Profile(3, curves, XYZ_TO_SRGB @ adaptation(D50, D65) @ columns)
    except (OSError, ValueError, struct.error, IndexError, ImageCms.PyCMSError) as error:
        raise BrokenProfile(str(error)) from error


def space_of(data: bytes) -> str:
    """The color space of a profile's device side: "RGB", "GRAY", "CMYK" and so on."""
    return data[16:20].decode("ascii", "replace").strip()


def apply(profile: Profile, codes: npt.NDArray[np.unsignedinteger], out: FloatArray) -> None:
    """Turn rows of codes into linear sRGB, D65, clipped to [0, 1].

    Parameters
    ----------
    codes  (H, W, 3) uint8 or uint16, encoded as the profile says
    out    (H, W, 3) float32, filled
    """
    step = 257 if codes.dtype == np.uint8 else 1
    for channel in range(3):
        curve = profile.curves[channel % profile.channels]
        out[..., channel] = curve[::step][codes[..., channel]]
    if profile.channels == 3:
        np.matmul(out.copy(), profile.matrix.T.astype(np.float32), out=out)
        np.clip(out, 0.0, 1.0, out=out)


def _tags(data: bytes) -> dict[bytes, bytes]:
    (count,) = struct.unpack_from(">I", data, 128)
    if count > 200:
        raise BrokenProfile(f"{count} tags")
    entries = (struct.unpack_from(">4sII", data, 132 + 12 * index) for index in range(count))
    return {name: data[start : start + size] for name, start, size in entries}


def _xyz(tag: bytes) -> Matrix:
    return np.array(struct.unpack_from(">3i", tag, 8)) / 65_536


def _curve(tag: bytes) -> FloatArray:
    at = np.linspace(0.0, 1.0, 65_536)
    if tag[:4] == b"para":
        return _parametric(tag, at)
    if tag[:4] != b"curv":
        raise BrokenProfile(f"a curve of kind {tag[:4]!r}")
    (count,) = struct.unpack_from(">I", tag, 8)
    if count == 0:
        return at.astype(np.float32)
    values = np.array(struct.unpack_from(f">{count}H", tag, 12), np.float64)
    if count == 1:
        return np.asarray(at ** (values[0] / 256), np.float32)
    return np.interp(at, np.linspace(0.0, 1.0, count), values / 65_535).astype(np.float32)


def _parametric(tag: bytes, at: Matrix) -> FloatArray:
    """One of the five formulas of ICC.1:2022, table 68, brought to the last one's form."""
    (kind,) = struct.unpack_from(">H", tag, 8)
    if kind not in _CURVE_TERMS:
        raise BrokenProfile(f"a curve of formula {kind}")
    names = _CURVE_TERMS[kind]
    numbers = struct.unpack_from(f">{len(names)}i", tag, 12)
    terms = {"a": 1.0, **{name: number / 65_536 for name, number in zip(names, numbers, strict=True)}}
    g, a, b, c = (terms.get(name, 0.0) for name in "gabc")
    split, low, add, low_add = terms.get("d", 0.0), c, terms.get("e", 0.0), terms.get("f", 0.0)
    if kind in (1, 2):
        split = -b / a
        low, add, low_add = 0.0, (c if kind == 2 else 0.0), (c if kind == 2 else 0.0)
    high = np.maximum(a * at + b, 0.0) ** g + add
    return np.asarray(np.clip(np.where(at >= split, high, low * at + low_add), 0.0, 1.0), np.float32)
