"""Set the white and the black point: paper toward white, the deepest dark toward black.

The gain of paper is not the gain of a highlight: a curve that starts with the gain and ends at 1 keeps metal's bright
detail. It acts on the largest channel and scales the other two with it: gold keeps its hue and no channel clips.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from retouch.arrays import LinearRGB
from retouch.color import largest_channel, luminance
from retouch.operation import Region, operation, require_range
from retouch.regions.crops import bands
from retouch.regions.ground import lit_ground
from retouch.scene import Scene

Floats = npt.NDArray[np.float32]

SHOULDER = 2.5  # exponent of the curve; with a gain of at most 1.6 the curve never falls (1.5 × 0.6 < 1)
LARGEST_GAIN = 1.6
LARGEST_STEP = 0.6  # stops; as much as one curve can take
ROOM = 1.05  # luminance that the metal's bright tenth may be driven to, before the shoulder takes it back
DARKEST_GROUND = 0.16  # luminance below which a ground is meant to be dark


@dataclass(frozen=True, slots=True)
class Exposure:
    """Luminance the lit paper is brought toward, and the most that is taken from black; zeros change nothing.

    compensation  stops that the dark and middle tones are brightened by beyond that, or darkened; white stays white
    """

    paper: float = 0.0
    largest_black: float = 0.0
    compensation: float = 0.0

    def __post_init__(self) -> None:
        require_range("exposure.paper", self.paper, 0.0, 0.97)
        require_range("exposure.largest_black", self.largest_black, 0.0, 0.05)
        require_range("exposure.compensation", self.compensation, -1.2, 1.2)


@operation("exposure", version=1, params=Exposure, changes=Region.EVERYWHERE)
def exposure(pixels: LinearRGB, params: Exposure, scene: Scene) -> LinearRGB:
    """Brighten toward a white ground and deepen black, by one rising curve for the whole photo.

    Parameters
    ----------
    pixels  (H, W, 3) float32, linear sRGB, D65, [0, 1]

    Returns
    -------
    The same shape and range. Ratios between channels are kept exactly; the order of the largest channels is kept.
    """
    black = _black(pixels, params.largest_black)
    gain = _gain(pixels, params.paper, scene)
    if black == 0.0 and gain == 1.0 and params.compensation == 0.0:
        return pixels.copy()
    exposed = np.empty_like(pixels)
    for rows in bands(pixels.shape[0]):
        largest = largest_channel(pixels[rows])
        lifted = np.maximum(largest - np.float32(black), 0.0) * np.float32(1.0 / (1.0 - black))
        curved = compensated(_curve(lifted, gain), params.compensation)
        ratio = (curved / np.maximum(largest, 1e-6)).astype(np.float32)
        np.clip(pixels[rows] * ratio[..., None], 0.0, 1.0, out=exposed[rows])
    return exposed


def compensated(values: Floats, stops: float) -> Floats:
    """Brighten the dark and middle tones by ``stops``, or darken them, in steps that one curve can take."""
    steps = max(1, int(np.ceil(abs(stops) / LARGEST_STEP)))
    for _ in range(steps if stops else 0):
        values = _curve(values, float(2.0 ** (stops / steps)))
    return values


def _curve(values: Floats, gain: float) -> Floats:
    """Start with the gain and end at 1; rising, whether it brightens or darkens."""
    curved: Floats = gain * values / (1.0 + (gain - 1.0) * values**SHOULDER)
    return curved


def _black(pixels: LinearRGB, most: float) -> float:
    """Return the level that becomes black: the darkest thousandth, never more than ``most``."""
    if most == 0.0:
        return 0.0
    return min(most, float(np.quantile(largest_channel(pixels[::4, ::4]), 0.001)))


def _gain(pixels: LinearRGB, paper: float, scene: Scene) -> float:
    """Return the gain of the curve's foot that takes the lit ground to ``paper``, as far as the piece allows."""
    ground = lit_ground(pixels, scene.alpha, scene.shadow)
    if paper == 0.0 or ground is None or not DARKEST_GROUND <= ground.luminance < paper:
        return 1.0
    level = float(ground.color.max())
    wanted = paper * (1.0 - level**SHOULDER) / (level - paper * level**SHOULDER)
    bright = _bright(pixels, scene)
    allowed = ROOM / max(bright, 1e-3)
    return float(np.clip(min(wanted, allowed), 1.0, LARGEST_GAIN))


def _bright(pixels: LinearRGB, scene: Scene) -> float:
    """Return the luminance of the metal's bright tenth, or of the piece's where it has no metal; 0 without a piece."""
    for share in (scene.metal, scene.alpha):
        inside = share[::2, ::2] > 0.9
        if inside.any():
            return float(np.quantile(luminance(pixels[::2, ::2][inside]), 0.9))
    return 0.0
