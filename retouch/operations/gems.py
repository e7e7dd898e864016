"""Facet contrast, clarity and brilliance inside stones; their hue is theirs.

Contrast is of luminance alone, each color scaled as a whole, which keeps its hue. Nearly colorless stones lose the
room's cast but keep their fire: only pale colors are drawn to neutral, a spectral flash is not pale. Pearls, dials and
enamel are not gems and are left alone.
"""

from dataclasses import dataclass, replace

import cv2
import numpy as np
import numpy.typing as npt

from retouch.arrays import Alpha, LinearRGB
from retouch.color import luminance
from retouch.operation import Region, operation, require_range
from retouch.regions.crops import bands, window
from retouch.regions.masks import parts
from retouch.regions.opponent import from_relative_chroma, relative_chroma
from retouch.regions.smoothing import wide_blur
from retouch.scene import Scene

Floats = npt.NDArray[np.float32]

FACET_SIDE = 0.05  # of the stones' longer side: the radius that facet contrast is judged by
NOISE = 0.012  # of the square root of luminance: detail below is left, not amplified
LARGEST = 0.12  # of the same: what already stands apart is not driven farther
PART_SIDE = 0.1  # of the largest stone's side: the surroundings that a facet is judged against
FADE = 0.07  # of facet contrast: over which less and less is added
FEWEST = 60  # pixels of stones that tell their contrast
COLORLESS, COLORED = 0.10, 0.24  # relative chroma of a stone's surroundings: a diamond's, a pale sapphire's


@dataclass(frozen=True, slots=True)
class Gems:
    """Shares of facet contrast, brilliance and color added, and of a colorless stone's cast removed; zeros: nothing.

    enough  facet contrast (``facet_contrast``) from which on neither contrast nor brilliance is added: a lively stone
            has 0.2 to 0.5, a greasy or flatly lit one half of that; 1 adds to nearly all
    """

    contrast: float = 0.0
    brilliance: float = 0.0
    color: float = 0.0
    neutrality: float = 0.0
    enough: float = 1.0

    def __post_init__(self) -> None:
        require_range("gems.contrast", self.contrast, 0.0, 0.8)
        require_range("gems.brilliance", self.brilliance, 0.0, 0.3)
        require_range("gems.color", self.color, 0.0, 0.15)
        require_range("gems.neutrality", self.neutrality, 0.0, 1.0)
        require_range("gems.enough", self.enough, 0.0, 1.0)


@operation("gems", version=2, params=Gems, changes=Region.GEM, needs=frozenset({Region.GEM}))
def gems(pixels: LinearRGB, params: Gems, scene: Scene) -> LinearRGB:
    """Make facets clearer and stones more brilliant.

    Parameters
    ----------
    pixels  (H, W, 3) float32, linear sRGB, D65, [0, 1]

    Returns
    -------
    The same shape and range; hue of a colored stone within 2° (a test holds it); pixels without gem bit-identical.
    """
    cleared = pixels.copy()
    place = window(scene.gem)
    if params == Gems() or place is None:
        return cleared
    crop, gem = cleared[place], scene.gem[place]
    params = _needed(params, crop, gem)
    tone = np.sqrt(luminance(crop))
    light = np.square(_clearer(tone, gem, params))
    pale = _paleness(crop, gem) if params.neutrality > 0.0 or params.color > 0.0 else np.zeros_like(gem)
    for rows in bands(gem.shape[0]):
        chosen = gem[rows] > 0
        chroma = relative_chroma(crop[rows][chosen], luminance(crop[rows][chosen]))
        share, colorless = gem[rows][chosen], pale[rows][chosen]
        quiet = colorless * np.clip((COLORED - np.abs(chroma)) / (COLORED - COLORLESS), 0.0, 1.0)
        scaling = 1.0 + share * (params.color * (1.0 - colorless) - params.neutrality * quiet)
        crop[rows][chosen] = from_relative_chroma(
            (chroma * scaling).astype(np.complex64), light[rows][chosen]
        )
    return cleared


def _needed(params: Gems, crop: LinearRGB, gem: Alpha) -> Gems:
    """Return the shares that stones still need, judged by how far their facets stand apart."""
    contrast = facet_contrast(luminance(crop), gem)
    share = float(np.clip((params.enough - contrast) / FADE, 0.0, 1.0))
    return replace(params, contrast=params.contrast * share, brilliance=params.brilliance * share)


def facet_contrast(light: Floats, gem: Alpha) -> float:
    """How strongly facets stand apart: deviation of luminance (H, W) from its surroundings', over its mean.

    A ratio of light to light, so that exposure does not count; 0 where stones have too few pixels to tell.
    """
    inside = gem > 0.9
    _, stats = parts(inside)
    if inside.sum() < FEWEST:
        return 0.0
    sigma = max(2.0, PART_SIDE * float(np.sqrt(stats[1:, cv2.CC_STAT_AREA].max())))
    around = wide_blur(light * gem, sigma) / np.maximum(wide_blur(gem, sigma), 1e-3)
    return float((light - around)[inside].std() / max(float(light[inside].mean()), 1e-4))


def _clearer(tone: Floats, gem: Alpha, params: Gems) -> Floats:
    """Return the square root of luminance with facets further apart, and a rising curve about their middle."""
    radius = max(1.5, FACET_SIDE * max(gem.shape))
    weight = wide_blur(gem, radius)
    base = wide_blur(tone * gem, radius) / np.maximum(weight, 1e-4)
    facets = tone - base
    facets = np.sign(facets) * np.maximum(np.abs(facets) - NOISE, 0.0)
    facets = LARGEST * np.tanh(facets / LARGEST)
    middle = float(np.median(tone[gem > 0.5])) if (gem > 0.5).any() else 0.5
    curve = params.brilliance * (tone - middle) * 4.0 * tone * (1.0 - tone)
    added = params.contrast * facets * _headroom(tone) + curve
    clearer: Floats = np.clip(tone + gem * added, 0.0, 1.0).astype(np.float32)
    return clearer


def _headroom(tone: Floats) -> Floats:
    """Return 1 in the middle tones, falling to 0 at black and white, so that no facet is driven into clipping."""
    room: Floats = np.clip(np.minimum(tone, 1.0 - tone) * 5.0, 0.0, 1.0)
    return room


def _paleness(crop: LinearRGB, gem: Alpha) -> Alpha:
    """How colorless a stone is around each pixel, 0 to 1, judged over the width of a facet."""
    light = luminance(crop)
    radius = max(2.0, 0.02 * max(gem.shape))
    weight = light * gem
    near = np.maximum(wide_blur(weight, radius), 1e-6)
    red = wide_blur((crop[..., 0] - light) * gem, radius) / near
    blue = wide_blur((crop[..., 2] - light) * gem, radius) / near
    pale: Alpha = np.clip((COLORED - np.hypot(red, blue)) / (COLORED - COLORLESS), 0.0, 1.0).astype(
        np.float32
    )
    return pale
