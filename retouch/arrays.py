"""The kinds of array that pass between functions, and the one check of shape, type and range.

| kind      | shape                  | dtype   | range  | meaning                                                    |
|-----------|------------------------|---------|--------|------------------------------------------------------------|
| LinearRGB | (H, W, 3) or (H, W, 4) | float32 | [0, 1] | linear light, sRGB primaries, D65; a fourth channel is     |
|           |                        |         |        | alpha, straight (color not multiplied in)                  |
| Lab       | (H, W, 3)              | float32 | –      | CIE L*a*b*, D65, 2°: L* 0–100, a* and b* about ±128        |
| Alpha     | (H, W)                 | float32 | [0, 1] | share of something in each pixel                           |
| Trimap    | (H, W)                 | float32 | [0, 1] | 0 background, 1 piece, between: unknown                    |
| Mask      | (H, W)                 | bool    | –      | hard                                                       |
"""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

LinearRGB: TypeAlias = npt.NDArray[np.float32]
Lab: TypeAlias = npt.NDArray[np.float32]
Alpha: TypeAlias = npt.NDArray[np.float32]
Trimap: TypeAlias = npt.NDArray[np.float32]
Mask: TypeAlias = npt.NDArray[np.bool_]
AnyArray: TypeAlias = npt.NDArray[np.generic]


@dataclass(frozen=True, slots=True)
class Kind:
    """What one kind of array must be."""

    name: str
    dtype: type[np.generic]
    channels: tuple[int, ...] = ()
    unit_range: bool = False


LINEAR_RGB = Kind("LinearRGB", np.float32, channels=(3, 4), unit_range=True)
LAB = Kind("Lab", np.float32, channels=(3,))
ALPHA = Kind("Alpha", np.float32, unit_range=True)
TRIMAP = Kind("Trimap", np.float32, unit_range=True)
MASK = Kind("Mask", np.bool_)


def check(array: AnyArray, kind: Kind, *, what: str = "array") -> None:
    """Raise ValueError unless ``array`` is of ``kind``: shape, dtype and, where the kind has one, range."""
    expected = f"{what} must be {kind.name}"
    if array.dtype != kind.dtype:
        raise ValueError(f"{expected}: {np.dtype(kind.dtype)}, not {array.dtype}")
    if array.ndim != (3 if kind.channels else 2):
        raise ValueError(f"{expected}: not of shape {array.shape}")
    if kind.channels and array.shape[2] not in kind.channels:
        raise ValueError(f"{expected}: {array.shape[2]} channels instead of {kind.channels}")
    if kind.unit_range and array.size and not within_unit(array):
        raise ValueError(f"{expected}: values must lie in [0, 1], found {np.min(array)} to {np.max(array)}")


def within_unit(array: AnyArray) -> bool:
    """Whether every value lies in [0, 1]; NaN does not."""
    return bool(np.min(array) >= 0 and np.max(array) <= 1)  # type: ignore[operator]
