"""Turn blown hotspots on metal into gradients: bright in the middle, falling to the metal's tone at the rim.

A clipped spot holds no detail to bring back, and none is invented: its luminance is lowered toward its rim, by how far
a pixel is from the spot's middle line, and the bright metal around it is lowered with it so that no edge appears. Small
glints are what makes metal look polished; they are left alone, and so are spots that already fade softly.
"""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from retouch.arrays import Alpha, LinearRGB, Mask
from retouch.color import luminance
from retouch.operation import Region, operation, require_range
from retouch.regions.crops import window
from retouch.regions.opponent import from_relative_chroma, relative_chroma
from retouch.scene import Scene

Floats = npt.NDArray[np.float32]

BLOWN = 0.955  # luminance above which eight bits and a camera's shoulder leave nothing to see
KNEE = 0.62  # luminance below which nothing is lowered
DEEPEST = 0.24  # share of luminance taken at a spot's rim at full strength: L* 100 becomes 90
GLINT_SIDE = 0.012  # of the piece's longer side: smaller spots are glints
MOST_BLOWN = 0.4  # of the metal: beyond, the photo is overexposed or its metal white, and this is no hotspot
LARGEST_SPOT = 0.12  # of the metal: larger is enamel or mother-of-pearl, a white surface and no hotspot
SURROUNDINGS = (
    0.75  # quantile of the luminance around a spot; above the lowered rim's, a dark ring would appear
)
TINT = 0.6  # share of the metal's own bright tone that returns at the rim


@dataclass(frozen=True, slots=True)
class Highlights:
    """How far hotspots are compressed, 0 to 1; 0 leaves them as they are."""

    strength: float = 0.0

    def __post_init__(self) -> None:
        require_range("highlights.strength", self.strength, 0.0, 1.0)


@operation("highlights", version=2, params=Highlights, changes=Region.METAL, needs=frozenset({Region.METAL}))
def highlights(pixels: LinearRGB, params: Highlights, scene: Scene) -> LinearRGB:
    """Compress blown hotspots on metal into gradients.

    Parameters
    ----------
    pixels  (H, W, 3) float32, linear sRGB, D65, [0, 1]

    Returns
    -------
    The same shape and range; only pixels with metal, in and around a hotspot, and above ``KNEE``, are changed, and only
    downward in luminance. Between two pixels at the same place of a spot the brighter stays the brighter.
    """
    lowered = pixels.copy()
    place = window(scene.metal)
    if params.strength == 0.0 or place is None:
        return lowered
    crop, metal = lowered[place], scene.metal[place]
    light = luminance(crop)
    rim = BLOWN * (1.0 - DEEPEST * params.strength)
    spots = _hotspots(light, metal, max(scene.box.width, scene.box.height), rim)
    if spots is None:
        return lowered
    fall = params.strength * metal * _fall(spots) * _smoothstep((light - KNEE) / (1.0 - KNEE))
    chosen = fall > 1e-4
    bright = _bright_tone(crop, light, metal)
    crop[chosen] = _compressed(crop[chosen], light[chosen], fall[chosen], bright)
    return lowered


def _hotspots(light: Floats, metal: Alpha, side_px: int, rim: float) -> Mask | None:
    """Mask of the blown spots larger than a glint and darker than ``rim`` around; None: none, or too much is blown."""
    blown = (light > BLOWN) & (metal > 0.5)
    if blown.sum() > MOST_BLOWN * (metal > 0.5).sum():
        return None
    count, labels, stats, _ = cv2.connectedComponentsWithStats(blown.view(np.uint8), connectivity=8)
    smallest = max(12.0, (GLINT_SIDE * side_px) ** 2)
    area = stats[:, cv2.CC_STAT_AREA]
    large = (area >= smallest) & (area <= max(smallest, LARGEST_SPOT * float((metal > 0.5).sum())))
    large[0] = False
    if count < 2 or not large.any():
        return None
    spots: Mask = large[labels]
    hard = _hard_edged(spots, np.asarray(labels, np.int32), light, metal, rim)
    return hard if hard.any() else None


def _hard_edged(spots: Mask, labels: npt.NDArray[np.int32], light: Floats, metal: Alpha, rim: float) -> Mask:
    """Leave out the spots whose surroundings on the metal are brighter than the rim will be: soft light on a pearl."""
    away, nearest = cv2.distanceTransformWithLabels(
        (~spots).view(np.uint8), cv2.DIST_L2, 3, labelType=cv2.DIST_LABEL_PIXEL
    )
    owner = np.zeros(int(nearest.max()) + 1, np.int32)
    owner[nearest[spots]] = labels[spots]
    depth = _depth(spots)
    around = (away > depth) & (away <= 2.0 * depth + 1.0) & (metal > 0.5)
    whose, seen = owner[nearest[around]], light[around]
    hard = [
        spot
        for spot in np.unique(labels[spots])
        if not (whose == spot).any() or np.quantile(seen[whose == spot], SURROUNDINGS) < rim
    ]
    return np.isin(labels, hard)


def _depth(spots: Mask) -> float:
    """How far the spots reach from their rims inward, 2 to 24 px."""
    inside = cv2.distanceTransform(spots.view(np.uint8), cv2.DIST_L2, 3)
    return float(np.clip(np.quantile(inside[spots], 0.9), 2.0, 24.0))


def _fall(spots: Mask) -> Floats:
    """Return how much is lowered, 0 to 1: nothing on a spot's middle line, most at its rim, fading outside.

    Distances are in pixels of the frame; the fade outside is as wide as the spots are deep, 2 to 24 px.
    """
    inside = cv2.distanceTransform(spots.view(np.uint8), cv2.DIST_L2, 3)
    depth = _depth(spots)
    middle = np.sqrt(np.clip(inside / depth, 0.0, 1.0))
    outside = cv2.distanceTransform((~spots).view(np.uint8), cv2.DIST_L2, 3)
    near = _smoothstep(np.asarray(1.0 - outside / (2.0 * depth), np.float32))
    fall = (near * (1.0 - 0.9 * middle)).astype(np.float32)
    smooth: Floats = cv2.GaussianBlur(fall, (0, 0), 0.35 * depth)
    return smooth


def _bright_tone(crop: LinearRGB, light: Floats, metal: Alpha) -> complex:
    """Median relative chroma of the metal where it is bright and not yet blown."""
    chosen = (metal > 0.9) & (light > 0.45) & (light < 0.85)
    if chosen.sum() < 20:
        return 0j
    chroma = relative_chroma(crop[chosen], light[chosen])
    return complex(np.median(chroma.real), np.median(chroma.imag))


def _compressed(colors: Floats, light: Floats, fall: Floats, bright: complex) -> Floats:
    """Return (N, 3) colors lowered by ``fall``, taking on the metal's bright tone as they leave white."""
    chroma = relative_chroma(colors, light)
    toward = TINT * fall * (np.abs(chroma) < abs(bright))
    tinted = (chroma + toward * (np.complex64(bright) - chroma)).astype(np.complex64)
    return from_relative_chroma(tinted, light * (1.0 - np.float32(DEEPEST) * fall))


def _smoothstep(position: Floats) -> Floats:
    """Rise from 0 to 1 with no corner (Perlin's cubic)."""
    inner = np.clip(position, 0.0, 1.0)
    rise: Floats = inner * inner * (3.0 - 2.0 * inner)
    return rise
