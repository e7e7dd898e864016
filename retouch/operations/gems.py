"""Facet contrast, clarity and brilliance inside stones; their hue is theirs.

Contrast is of luminance alone, each color scaled as a whole, which keeps its hue. It is given back where it was lost: a
veil of grease or flat light fills a stone's darks, a lively stone has facets that are nearly black, so a stone whose
darks are deep is left as it is. Smooth stones, cabochons and tumbled ones, have their lustre raised, the broad play of
light over them, and nothing finer. Nearly colorless stones lose the room's cast but keep their fire: only pale colors
are drawn to neutral, a spectral flash is not pale. No channel is driven to either end of the scale. Pearls, dials and
enamel are not gems and are left alone.
"""

from dataclasses import dataclass, replace

import cv2
import numpy as np
import numpy.typing as npt

from retouch.arrays import Alpha, LinearRGB, Mask
from retouch.color import luminance
from retouch.operation import Region, operation, require_range
from retouch.regions.crops import bands, window
from retouch.regions.masks import parts
from retouch.regions.opponent import from_relative_chroma, relative_chroma
from retouch.regions.smoothing import wide_blur
from retouch.scene import Scene

Floats = npt.NDArray[np.float32]

FACET_SIDE = 0.1  # of a stone's side: the radius that facet contrast is judged by and raised over
LUSTRE = 0.25  # of the same: what is finer is no lustre but a flaw, a vein or noise
NOISE = 0.012  # of the square root of luminance: detail below is left, not amplified
LARGEST = 0.12  # of the same: what already stands apart is not driven farther
SURROUNDINGS_SIDE = 0.2  # of a stone's side: what the darkest of a stone is held against
WIDEST = 0.025  # of the photo's longer side: no surroundings are wider, however large the stone
FADE = 0.07  # of facet contrast: over which less and less is added
BAND_ROWS = 128  # whose pixels are colored at a time: eight arrays of them are alive at once
FEWEST = 60  # pixels of stones that tell their contrast
SMALLEST_PART = 20  # pixels: a smaller part does not tell how large the stones are
DARKEST = 0.01  # of the stones' pixels: their darks
LIVELY, VEILED = 0.40, 0.48  # darks over their surroundings: rendered stones before and after a veil
SMOOTH, FACETED = 16.0, 20.0  # steepness over contrast, in sides: cabochons have 14, brilliants 20 up
TELLING_PX = 60  # side of stones below which a facet is too small to tell from a sheen
LOWEST, HIGHEST = 0.0005, 0.982  # linear, codes 1.6 and 253: where a channel was within, it stays within
COLORLESS, COLORED = 0.10, 0.24  # relative chroma of a stone's surroundings: a diamond's, a pale sapphire's


@dataclass(frozen=True, slots=True)
class Gems:
    """Shares of facet contrast, brilliance and color added, and of a colorless stone's cast removed; zeros: nothing.

    enough  facet contrast (``facet_contrast``) from which on neither contrast nor brilliance is added, however veiled
            the stones look; 1 leaves that to the veil alone
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


@operation("gems", version=3, params=Gems, changes=Region.GEM, needs=frozenset({Region.GEM}))
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
    widest_px = WIDEST * max(scene.gem.shape)
    params = _needed(params, crop, gem, widest_px)
    light = np.square(_clearer(np.sqrt(luminance(crop)), gem, params, widest_px))
    pale = _paleness(crop, gem) if params.neutrality > 0.0 or params.color > 0.0 else np.zeros_like(gem)
    for rows in bands(gem.shape[0], BAND_ROWS):
        chosen = gem[rows] > 0
        crop[rows][chosen] = _colored(
            crop[rows][chosen], light[rows][chosen], gem[rows][chosen], pale[rows][chosen], params
        )
    return cleared


def _colored(colors: Floats, light: Floats, share: Floats, pale: Floats, params: Gems) -> Floats:
    """Give (N, 3) colors the luminance wanted (N,), a little more color or less cast, and no channel a new end."""
    low, high = np.minimum(colors.min(axis=1), LOWEST), np.maximum(colors.max(axis=1), HIGHEST)
    chroma = relative_chroma(colors, luminance(colors))
    quiet = pale * np.clip((COLORED - np.abs(chroma)) / (COLORED - COLORLESS), 0.0, 1.0)
    scaling = 1.0 + share * (params.color * (1.0 - pale) - params.neutrality * quiet)
    wanted = np.clip(light, low, high)
    return from_relative_chroma((chroma * scaling).astype(np.complex64), wanted, low, high)


def _needed(params: Gems, crop: LinearRGB, gem: Alpha, widest_px: float) -> Gems:
    """Return the shares that stones still need, judged by their veil and by how far their facets stand apart."""
    light = luminance(crop)
    short = float(np.clip((params.enough - facet_contrast(light, gem)) / FADE, 0.0, 1.0))
    share = short * veil(light, gem, widest_px)
    return replace(params, contrast=params.contrast * share, brilliance=params.brilliance * share)


def veil(light: Floats, gem: Alpha, widest_px: float) -> float:
    """How veiled stones are, 0 to 1, by how little their darks (luminance (H, W)) fall below what is about them."""
    inside = _inside(gem)
    if inside.sum() < FEWEST:
        return 0.0
    around = _mean(light, gem, max(2.0, min(SURROUNDINGS_SIDE * _side_px(inside), widest_px)))
    darkest = float(np.quantile((light / np.maximum(around, 1e-4))[inside], DARKEST))
    return float(np.clip((darkest - LIVELY) / (VEILED - LIVELY), 0.0, 1.0))


def _inside(gem: Alpha) -> Mask:
    """Stones without their edge, which mixes with the setting."""
    return np.asarray(cv2.erode((gem > 0.9).view(np.uint8), np.ones((3, 3), np.uint8)) > 0, np.bool_)


def _side_px(inside: Mask) -> float:
    """The side of the middle one of the stones."""
    areas = parts(inside)[1][1:, cv2.CC_STAT_AREA]
    telling = areas[areas >= SMALLEST_PART]
    return float(np.sqrt(np.median(telling if len(telling) else inside.sum())))


def _mean(plane: Floats, gem: Alpha, sigma: float) -> Floats:
    """Mean of a plane about each pixel, over the stones alone."""
    weight = np.maximum(wide_blur(gem, sigma), 1e-3)
    return np.asarray(wide_blur(plane * gem, sigma) / weight, np.float32)


def facet_contrast(light: Floats, gem: Alpha) -> float:
    """How strongly facets stand apart: deviation of luminance (H, W) from its surroundings', over its mean.

    A ratio of light to light, so that exposure does not count; 0 where stones have too few pixels to tell.
    """
    inside = gem > 0.9
    _, stats = parts(inside)
    if inside.sum() < FEWEST:
        return 0.0
    sigma = max(2.0, FACET_SIDE * float(np.sqrt(stats[1:, cv2.CC_STAT_AREA].max())))
    return float((light - _mean(light, gem, sigma))[inside].std() / max(float(light[inside].mean()), 1e-4))


def faceted(tone: Floats, gem: Alpha) -> float:
    """How surely stones are faceted, 0 to 1: facets change in steps, the sheen of a cabochon over its whole width."""
    inside = _inside(gem)
    side_px = _side_px(inside) if inside.any() else 0.0
    if side_px < TELLING_PX:
        return 1.0
    smooth = _mean(tone, gem, max(1.0, 0.015 * side_px))
    apart = (smooth - _mean(tone, gem, SURROUNDINGS_SIDE * side_px))[inside].std()
    across, down = (cv2.Sobel(smooth, cv2.CV_32F, *way, scale=0.125) for way in ((1, 0), (0, 1)))
    steepness = cv2.magnitude(across, down)[inside].mean() * side_px / max(float(apart), 1e-4)
    return float(np.clip((steepness - SMOOTH) / (FACETED - SMOOTH), 0.0, 1.0))


def _clearer(tone: Floats, gem: Alpha, params: Gems, widest_px: float) -> Floats:
    """Return the square root of luminance with facets further apart, and a rising curve about their middle."""
    if params.contrast == 0.0 and params.brilliance == 0.0:
        return tone
    facets = _facets(tone, gem, widest_px)
    middle = float(np.median(tone[gem > 0.5])) if (gem > 0.5).any() else 0.5
    curve = params.brilliance * (tone - middle) * 4.0 * tone * (1.0 - tone)
    added = params.contrast * facets * _headroom(tone) + curve
    clearer: Floats = np.clip(tone + gem * added, 0.0, 1.0).astype(np.float32)
    return clearer


def _facets(tone: Floats, gem: Alpha, widest_px: float) -> Floats:
    """Return how far facets stand apart, less what is noise; of smooth stones how far their lustre does."""
    side_px = _side_px(gem > 0.5) if (gem > 0.5).any() else 0.0
    base_px = max(1.5, min(FACET_SIDE * side_px, widest_px))
    share = faceted(tone, gem)
    shown = tone if share == 1.0 else _mean(tone, gem, max(1.0, LUSTRE * base_px))
    facets = share * tone + (1.0 - share) * shown - _mean(tone, gem, base_px)
    facets = np.sign(facets) * np.maximum(np.abs(facets) - NOISE, 0.0)
    return np.asarray(LARGEST * np.tanh(facets / LARGEST), np.float32)


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
