"""Neutralise the cast, judged by the ground: paper, card and light tents are white or grey, jewelry is not.

The ground's lit part tells the light. A ground that is itself colored, dark, blown or of many colors tells nothing, and
then nothing is changed: silver on red velvet must not turn green.
"""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from retouch.alloys import ALLOYS, Family
from retouch.arrays import LinearRGB
from retouch.color import smallest_channel, to_lab
from retouch.operation import Region, operation, require_range
from retouch.regions.crops import bands
from retouch.regions.ground import light_color, toward_neutral
from retouch.scene import Scene

Matrix = npt.NDArray[np.float64]

SURE_CHROMA, DOUBTFUL_CHROMA = (
    12.0,
    22.0,
)  # up to here a ground's color is a cast; from there on it is the ground's own
LARGEST_GAIN = 1.35  # a tungsten lamp seen by a daylight camera, half corrected; beyond, noise is amplified
CLIPPED = 0.97
WITNESSES = 200  # metal pixels, of some 100,000 of the photo
TELLING = 6.0  # chroma of a white metal: less is within what alloys and rooms differ by


@dataclass(frozen=True, slots=True)
class WhiteBalance:
    """Share of the cast that is taken away, 0 to 1; 0 leaves the photo as it is."""

    strength: float = 0.0

    def __post_init__(self) -> None:
        require_range("white_balance.strength", self.strength, 0.0, 1.0)


@operation("white_balance", version=1, params=WhiteBalance, changes=Region.EVERYWHERE)
def white_balance(pixels: LinearRGB, params: WhiteBalance, scene: Scene) -> LinearRGB:
    """Adapt the photo from its ground's color to neutral (von Kries gains in Bradford's cone space).

    Parameters
    ----------
    pixels  (H, W, 3) float32, linear sRGB, D65, [0, 1]

    Returns
    -------
    The same shape and range, the ground's luminance kept; pixels clipped in all channels stay white. Equal to the input
    where the ground tells nothing of the light.
    """
    light = light_color(pixels, scene.alpha, scene.shadow)
    if light is None or params.strength == 0.0:
        return pixels.copy()
    matrix = toward_neutral(1.0 + params.strength * (light - 1.0))
    if _metal_contradicts(pixels, scene, matrix):
        return pixels.copy()
    adapted = np.empty_like(pixels)
    for rows in bands(pixels.shape[0]):
        band = cv2.transform(pixels[rows], matrix)
        clipped = np.clip((smallest_channel(pixels[rows]) - CLIPPED) / (1.0 - CLIPPED), 0.0, 1.0)[..., None]
        band += clipped * (pixels[rows] - band)
        np.clip(band, 0.0, 1.0, out=adapted[rows])
    return adapted


def _metal_contradicts(pixels: LinearRGB, scene: Scene, matrix: npt.NDArray[np.float32]) -> bool:
    """Whether a white metal would take on a color: then it is the ground that is colored, not the light."""
    alloy = ALLOYS.get(scene.alloy)
    stride = max(1, int(np.sqrt(pixels.shape[0] * pixels.shape[1] / 100_000)))
    metal = pixels[::stride, ::stride][scene.metal[::stride, ::stride] > 0.9]
    metal = metal[(metal.max(axis=1) < CLIPPED) & (metal.min(axis=1) > 0.01)]
    if alloy is None or alloy.family is not Family.WHITE or len(metal) < WITNESSES:
        return False
    middle = np.median(metal, axis=0)
    colors = to_lab(np.stack([middle, np.clip(matrix @ middle, 0.0, 1.0)]))
    before, after = np.hypot(colors[:, 1], colors[:, 2])
    return bool(after > before + 1.5 and after > TELLING)
