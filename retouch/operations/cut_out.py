"""Separate the piece from its background: alpha in a fourth channel, and no fringe of the old ground."""

from dataclasses import dataclass

import numpy as np

from retouch.arrays import LinearRGB
from retouch.operation import Region, operation
from retouch.regions.crops import bands
from retouch.regions.foreground import estimate_foreground
from retouch.scene import Scene


@dataclass(frozen=True, slots=True)
class CutOut:
    """Whether the piece is cut out at all; off changes nothing."""

    enabled: bool = False


@operation("cut_out", version=2, params=CutOut, changes=Region.BACKGROUND)
def cut_out(pixels: LinearRGB, params: CutOut, scene: Scene) -> LinearRGB:
    """Apply alpha.

    Parameters
    ----------
    pixels  (H, W, 3) float32, linear sRGB, D65, [0, 1]

    Returns
    -------
    (H, W, 4) float32: under soft edges the piece's own color, alpha straight in the fourth channel; pixels of alpha 1
    keep their color to the bit. Where alpha is 0 the color is 0. With ``enabled`` off, a copy of the input.
    """
    if not params.enabled:
        return pixels.copy()
    result = np.empty((*scene.alpha.shape, 4), np.float32)
    estimate_foreground(pixels, scene.alpha, out=result[..., :3])
    result[..., 3] = scene.alpha
    for rows in bands(result.shape[0]):
        result[rows] *= scene.alpha[rows, :, None] > 0.0
    return result
