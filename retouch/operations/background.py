"""Lay a plain ground of a stated color under the piece that was cut out."""

from dataclasses import dataclass

import numpy as np

from retouch.arrays import LinearRGB
from retouch.color import to_linear
from retouch.operation import Region, operation, require_range
from retouch.regions.crops import bands
from retouch.scene import Scene


@dataclass(frozen=True, slots=True)
class Background:
    """The color to lay, sRGB encoded, 0 to 1 each; with ``enabled`` off nothing changes."""

    enabled: bool = False
    red: float = 1.0
    green: float = 1.0
    blue: float = 1.0

    def __post_init__(self) -> None:
        for name in ("red", "green", "blue"):
            require_range(f"background.{name}", getattr(self, name), 0.0, 1.0)


@operation("background", version=1, params=Background, changes=Region.BACKGROUND)
def background(pixels: LinearRGB, params: Background, scene: Scene) -> LinearRGB:
    """Composite over a color (Porter and Duff's over, 1984), in linear light.

    Parameters
    ----------
    pixels  (H, W, 4) float32, linear sRGB, D65, [0, 1], alpha straight; three channels are taken with the scene's alpha

    Returns
    -------
    (H, W, 3) float32, [0, 1]; pixels of alpha 1 equal to the bit, pixels of alpha 0 exactly the color.
    """
    if not params.enabled:
        return pixels.copy()
    color = to_linear(np.array([params.red, params.green, params.blue], np.float32))
    alpha = pixels[..., 3] if pixels.shape[2] == 4 else scene.alpha
    laid = np.empty((*alpha.shape, 3), np.float32)
    for rows in bands(laid.shape[0]):
        share = alpha[rows]
        for channel in range(3):  # share 1 multiplies by 1 and adds 0, which changes no bit
            np.multiply(pixels[rows, :, channel], share, out=laid[rows, :, channel])
            laid[rows, :, channel] += (1.0 - share) * color[channel]
        np.clip(laid[rows], 0.0, 1.0, out=laid[rows])
    return laid
