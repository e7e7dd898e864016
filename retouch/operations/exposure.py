"""Set the white and the black point: paper toward white, the deepest dark toward black.

The gain of paper is not the gain of a highlight: a curve that starts with the gain and ends below white keeps metal's
bright detail, and what was not burnt out is not burnt out by it. Black has a toe, so that dark metal keeps its own
detail. The curve acts on the largest channel and scales the other two with it: gold keeps its hue, no channel clips.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from retouch.alloys import ALLOYS, Family
from retouch.arrays import LinearRGB
from retouch.color import largest_channel
from retouch.operation import Region, operation, require_range
from retouch.quality.drift import median_lab
from retouch.regions.crops import bands
from retouch.regions.ground import lit_ground
from retouch.scene import Scene

Floats = npt.NDArray[np.float32]

KNEE = 0.80  # level up to which the curve is the gain itself, as a longer exposure would be; of where it ends
BRIGHTEST = 0.94  # level where paper's curve ends, code 248: what is brighter is all but burnt out, and stays
LARGEST_GAIN = 1.9
DARKEST_GROUND = 0.16  # luminance below which a ground is meant to be dark
DARKEST_PAPER = 0.45  # luminance below which a ground is no paper: gray card, slate, cloth
METAL_ROOM = 78.0  # L* of the metal's middle that paper's gain may drive it to
METAL_LEAST, METAL_GAIN = 62.0, 1.35  # L* that metal on such a ground is brought to, and by how much at most
GOLD_LEAST = 58.0  # L* that gold is brought to on other grounds; silver is as bright as what it mirrors


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


@operation("exposure", version=4, params=Exposure, changes=Region.EVERYWHERE)
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
        curved = compensated(_brightened(_deepened(largest, black), gain), params.compensation)
        ratio = (curved / np.maximum(largest, 1e-6)).astype(np.float32)
        np.clip(pixels[rows] * ratio[..., None], 0.0, 1.0, out=exposed[rows])
    return exposed


def compensated(values: Floats, stops: float) -> Floats:
    """Brighten the dark and middle tones by ``stops``, or darken them."""
    return _curve(values, float(2.0**stops)) if stops else values


def _deepened(values: Floats, black: float) -> Floats:
    """Take a veil of that level off; up to three times of it by a toe, a third as steep at black, which stays apart."""
    if black == 0.0:
        return values
    share = values / np.float32(3.0 * black)
    taken = np.where(share < 1.0, np.float32(black) * (share + share * share), values - np.float32(black))
    return np.asarray(taken / np.float32(1.0 - black), np.float32)


def _brightened(values: Floats, gain: float) -> Floats:
    """Multiply by paper's gain and bend so as to end at ``BRIGHTEST``."""
    curved = BRIGHTEST * _curve(values / np.float32(BRIGHTEST), gain)
    return np.where(values < BRIGHTEST, curved, values).astype(np.float32)


def _curve(values: Floats, gain: float) -> Floats:
    """Multiply by the gain up to the knee, then bend so as to end at 1; darkening undoes what brightening does."""
    strength = max(gain, 1.0 / gain)
    foot, slope = KNEE / strength, (strength - KNEE) / (1.0 - KNEE)
    if gain >= 1.0:
        above = np.maximum(values - np.float32(foot), 0.0) / np.float32(1.0 - foot)
        bent = KNEE + (1.0 - KNEE) * slope * above / (1.0 + (slope - 1.0) * above)
        return np.asarray(np.where(values > foot, bent, values * strength), np.float32)
    above = np.maximum(values - np.float32(KNEE), 0.0) / np.float32(1.0 - KNEE)
    bent = foot + (1.0 - foot) * above / (slope - (slope - 1.0) * above)
    return np.asarray(np.where(values > KNEE, bent, values / strength), np.float32)


def _black(pixels: LinearRGB, most: float) -> float:
    """Return the level that becomes black: the darkest thousandth, never more than ``most``."""
    if most == 0.0:
        return 0.0
    return min(most, float(np.quantile(largest_channel(pixels[::4, ::4]), 0.001)))


def _gain(pixels: LinearRGB, paper: float, scene: Scene) -> float:
    """Return the gain that takes lit paper to ``paper``, as far as metal allows; on other grounds metal tells."""
    if paper == 0.0:
        return 1.0
    ground = lit_ground(pixels, scene.alpha, scene.shadow)
    metal = median_lab(pixels, scene.metal)
    if ground is not None and ground.luminance >= DARKEST_PAPER:
        level = float(ground.color.max())
        allowed = _light(METAL_ROOM) / _light(float(metal[0])) if metal is not None else LARGEST_GAIN
        wanted = _gain_to(level, paper) if ground.luminance < paper else 1.0
        return float(np.clip(min(wanted, allowed), 1.0, LARGEST_GAIN))
    is_gray = ground is not None and ground.luminance >= DARKEST_GROUND
    is_gold = scene.alloy in ALLOYS and ALLOYS[scene.alloy].family is not Family.WHITE
    if metal is None or not (is_gray or is_gold):
        return 1.0
    least = METAL_LEAST if is_gray else GOLD_LEAST
    return float(np.clip(_light(least) / _light(float(metal[0])), 1.0, METAL_GAIN))


def _gain_to(level: float, paper: float) -> float:
    """Return the gain whose curve takes a level to ``paper``; found by halving, since the knee has two sides."""
    low, high = 1.0, LARGEST_GAIN
    for _ in range(20):
        middle = (low + high) / 2
        reached = float(_brightened(np.asarray([level], np.float32), middle)[0])
        low, high = (middle, high) if reached < paper else (low, middle)
    return (low + high) / 2


def _light(lightness: float) -> float:
    """Relative luminance of L* above CIE 1976's linear toe."""
    return ((max(lightness, 8.0) + 16.0) / 116.0) ** 3
