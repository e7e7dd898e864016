"""Local contrast and sharpening on the piece: prongs, settings and links crisp, never smoothed, no halo.

The base of local contrast is a guided filter, which stops at edges, so that no glow appears beside them. Sharpening
may leave the range of a pixel's neighbours by 2 % at most, and detail at the level of noise and JPEG blocks is not
amplified. A piece that is crisp already, sharpened before by whomever, gets less or nothing.
"""

from dataclasses import dataclass, replace

import cv2
import numpy as np
import numpy.typing as npt

from retouch.arrays import Alpha, LinearRGB
from retouch.color import luminance
from retouch.operation import Region, operation, require_range
from retouch.quality.sharpness import edge_acuity, noise_level
from retouch.regions.crops import BAND_ROWS, bands, window
from retouch.scene import Scene

Floats = npt.NDArray[np.float32]

LARGEST_HALO = 0.02  # of the tone scale, beyond the range of the 3 × 3 neighbourhood
LOCAL_SIDE = 0.02  # of the piece's longer side: the radius of local contrast
EDGE = 0.006  # squared tone: differences whose variance is above are edges, and are not local contrast
SEEN_SIDE = 2000  # px of the piece's middle, which says enough and costs little memory
FADE = 0.10  # of acuity: over which less and less is added
LOWEST, HIGHEST = 0.0005, 0.945  # linear, codes 1.6 and 249: no channel is driven beyond
SMALLEST_NOISE = 0.004  # tone; JPEG at quality 90 leaves about this much in flat places


@dataclass(frozen=True, slots=True)
class Detail:
    """Shares of added local contrast and sharpness, and the sharpening radius; zero shares change nothing.

    enough  acuity of the piece's strongest edges (``quality.sharpness``) from which on nothing is added; photos have
            0.6 to 0.8, a sharpened one more; 1.2 and above adds always
    """

    contrast: float = 0.0
    sharpness: float = 0.0
    radius_px: float = 1.0
    enough: float = 1.2

    def __post_init__(self) -> None:
        require_range("detail.contrast", self.contrast, 0.0, 0.6)
        require_range("detail.sharpness", self.sharpness, 0.0, 1.5)
        require_range("detail.radius_px", self.radius_px, 0.4, 3.0)
        require_range("detail.enough", self.enough, 0.0, 1.2)


@operation("detail", version=3, params=Detail, changes=Region.PIECE, needs=frozenset({Region.PIECE}))
def detail(pixels: LinearRGB, params: Detail, scene: Scene) -> LinearRGB:
    """Sharpen the piece and raise its local contrast.

    Parameters
    ----------
    pixels  (H, W, 3) float32, linear sRGB, D65, [0, 1]

    Returns
    -------
    The same shape and range; ratios between channels kept, pixels without piece bit-identical.
    """
    sharpened = pixels.copy()
    place = window(scene.alpha, margin_px=4)
    if (params.contrast == 0.0 and params.sharpness == 0.0) or place is None:
        return sharpened
    source, target, alpha = pixels[place], sharpened[place], scene.alpha[place]
    params = _needed(params, source, alpha)
    if params.contrast == 0.0 and params.sharpness == 0.0:
        return sharpened
    radius_px = max(2, round(LOCAL_SIDE * max(scene.box.width, scene.box.height)))
    noise = max(SMALLEST_NOISE, noise_level(np.sqrt(luminance(source[: 2 * BAND_ROWS]))))
    for rows in bands(alpha.shape[0]):
        wide = slice(max(0, rows.start - 2 * radius_px - 8), rows.stop + 2 * radius_px + 8)
        inner = slice(rows.start - wide.start, rows.stop - wide.start)
        tone = np.sqrt(luminance(source[wide]))
        wanted = _wanted(tone, params, noise, radius_px)[inner]
        _apply(target[rows], tone[inner], wanted, alpha[rows])
    return sharpened


def _needed(params: Detail, source: LinearRGB, alpha: Alpha) -> Detail:
    """Return the shares that a piece still needs, judged by its strongest edges."""
    middle = tuple(slice(max(0, side - SEEN_SIDE) // 2, (side + SEEN_SIDE) // 2) for side in alpha.shape)
    acuity = edge_acuity(source[middle], alpha[middle] > 0.9)
    share = float(np.clip((params.enough - acuity) / FADE, 0.0, 1.0))
    return replace(params, contrast=params.contrast * share, sharpness=params.sharpness * share)


def _wanted(tone: Floats, params: Detail, noise: float, radius_px: int) -> Floats:
    """Return the tone after sharpening and local contrast, held free of halos."""
    fine = np.asarray(tone - cv2.GaussianBlur(tone, (0, 0), params.radius_px), np.float32)
    wanted = tone + params.sharpness * _cored(fine, noise)
    wanted += params.contrast * _texture(tone, radius_px)
    return _without_halo(np.asarray(wanted, np.float32), tone)


def _apply(target: LinearRGB, tone: Floats, wanted: Floats, alpha: Alpha) -> None:
    """Scale the colors of the piece, in place, to the tone wanted, as far as no channel newly clips."""
    ratio = np.square((tone + alpha * (wanted - tone)) / np.maximum(tone, 1e-3))
    high, low = np.maximum(target.max(axis=2), 1e-6), np.maximum(target.min(axis=2), 1e-6)
    ratio = np.clip(ratio, np.minimum(1.0, LOWEST / low), np.maximum(1.0, HIGHEST / high))
    chosen = (alpha > 0) & (tone > 2e-3)
    target[chosen] = np.clip(target[chosen] * ratio[chosen][:, None], 0.0, 1.0)


def _cored(difference: Floats, noise: float) -> Floats:
    """Shrink differences by the noise: what is no larger than it becomes nothing."""
    cored: Floats = np.sign(difference) * np.maximum(np.abs(difference) - 1.5 * noise, 0.0)
    return cored


def _texture(tone: Floats, radius_px: int) -> Floats:
    """Return what an edge-keeping base leaves over (He, Sun, Tang, Guided image filtering, 2010, self-guided)."""
    size = (2 * radius_px + 1, 2 * radius_px + 1)
    mean = cv2.blur(tone, size)
    variance = np.maximum(cv2.blur(tone * tone, size) - mean * mean, 0.0)
    slope = variance / (variance + np.float32(EDGE))
    base = cv2.blur(slope, size) * tone + cv2.blur((1.0 - slope) * mean, size)
    texture: Floats = tone - base
    return texture


def _without_halo(wanted: Floats, tone: Floats) -> Floats:
    """Hold the result within the range of each pixel's neighbours, and 2 % of the tone scale beyond it."""
    around = np.ones((3, 3), np.uint8)
    low, high = cv2.erode(tone, around), cv2.dilate(tone, around)
    held: Floats = np.clip(wanted, np.maximum(low - LARGEST_HALO, 0.0), np.minimum(high + LARGEST_HALO, 1.0))
    return held
