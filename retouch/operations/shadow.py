"""The contact shadow, which makes a piece stand on its ground: kept from the photo or laid where it had none."""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from retouch.arrays import Alpha, LinearRGB
from retouch.operation import Region, operation, require_range
from retouch.regions.crops import bands, enlarged
from retouch.scene import Scene

WORK_SIDE = 720  # px; a shadow is soft
PRESENT = (0.03, 0.12)  # darkening beside the piece: below, the photo has no shadow; above, its own is enough
LAID = 0.30  # darkening of a laid shadow at the line of contact
OFF_THE_GROUND = (
    0.45,
    0.25,
)  # of the dark of contact, far above the line of contact; how soon, of the longer side
REACH = 0.055  # of the piece's longer side: at this distance the ground is exactly lit again
DARKEST = 0.85
FAINTEST = 0.02  # what is hardly darker than white becomes white: a shadow has an end


@dataclass(frozen=True, slots=True)
class Shadow:
    """How much shadow, from where, how soft.

    strength  share of the shadow to keep or lay, 0 to 1
    softness  how much softer than found, as a share of the piece's longer side
    laid      0 keeps the photo's own shadow where it has one, 1 lays one from above in its place, as in a whole set
    """

    strength: float = 0.0
    softness: float = 0.0
    laid: float = 0.0

    def __post_init__(self) -> None:
        require_range("shadow.strength", self.strength, 0.0, 1.0)
        require_range("shadow.softness", self.softness, 0.0, 0.1)
        require_range("shadow.laid", self.laid, 0.0, 1.0)


@operation("shadow", version=4, params=Shadow, changes=Region.BACKGROUND)
def shadow(pixels: LinearRGB, params: Shadow, scene: Scene) -> LinearRGB:
    """Darken the ground by the piece's shadow.

    Parameters
    ----------
    pixels  (H, W, 3) float32, linear sRGB, D65, [0, 1]; four channels come back as they are: nothing lies behind them

    Returns
    -------
    The same shape and range, the shadow multiplied in. Pixels of alpha 1 equal to the bit; so is the ground farther
    from the piece's box than 5.5 % of its longer side, whatever the shadow was.
    """
    darkened = pixels.copy()
    if params.strength == 0.0 or pixels.shape[2] == 4 or scene.box.width * scene.box.height == 0:
        return darkened
    small = _shade(scene, params)
    height, width = scene.alpha.shape
    for rows in bands(height):
        shade = enlarged(small, rows, (height, width))
        shade *= 1.0 - scene.alpha[rows]  # none on the piece: times one is equal to the bit
        shade[shade < 1e-4] = 0.0
        darkened[rows] *= (1.0 - shade)[..., None]
    return darkened


def _shade(scene: Scene, params: Shadow) -> Alpha:
    """How much to darken the ground, at working size."""
    height, width = scene.alpha.shape
    scale = min(1.0, WORK_SIDE / max(height, width))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    alpha = np.asarray(cv2.resize(scene.alpha, size, interpolation=cv2.INTER_AREA), np.float32)
    kept = np.asarray(cv2.resize(scene.shade, size, interpolation=cv2.INTER_AREA), np.float32)
    side = max(scene.box.width, scene.box.height) * scale
    missing = 1.0 - (1.0 - params.laid) * _present(kept, alpha, side)
    kept *= np.float32(1.0 - params.laid)
    shade = np.maximum(kept, missing * _laid(alpha, side)) if missing > 0.0 else kept
    if params.softness > 0.0:
        shade = cv2.GaussianBlur(shade, (0, 0), max(0.3, params.softness * side))
    shade = np.clip(shade * params.strength, 0.0, DARKEST) * _fade(alpha, side)
    shade = np.maximum(shade - FAINTEST, 0.0) / (1.0 - FAINTEST)
    return np.ascontiguousarray(shade, dtype=np.float32)


def _present(kept: Alpha, alpha: Alpha, side: float) -> float:
    """Whether the photo has a shadow of its own: 0 none to 1 plain."""
    reach = max(1, round(0.02 * side))
    piece = (alpha > 0.5).astype(np.uint8)
    beside = (cv2.dilate(piece, np.ones((2 * reach + 1, 2 * reach + 1), np.uint8)) > 0) & (alpha < 0.05)
    if not beside.any():
        return 1.0
    darkest = float(np.percentile(kept[beside], 80))
    return float(np.clip((darkest - PRESENT[0]) / (PRESENT[1] - PRESENT[0]), 0.0, 1.0))


def _laid(alpha: Alpha, side: float) -> Alpha:
    """A shadow from above: close and darker at the contact, wide and faint around, both a little below the piece."""
    near = _below(cv2.GaussianBlur(alpha, (0, 0), max(0.5, 0.010 * side)), round(0.008 * side))
    wide = _below(cv2.GaussianBlur(alpha, (0, 0), max(0.8, 0.028 * side)), round(0.016 * side))
    return np.asarray(LAID * (0.6 * near * _touching(alpha, side) + 0.4 * wide), np.float32)


def _touching(alpha: Alpha, side: float) -> Alpha:
    """1 at the line of contact, the lowest of the piece in each column and beside it; less the farther above it."""
    height = alpha.shape[0]
    piece = alpha > 0.5
    lowest = np.where(piece.any(axis=0), height - 1 - np.argmax(piece[::-1], axis=0), 0).astype(np.float32)
    reach = 2 * max(1, round(0.02 * side)) + 1
    line = cv2.blur(cv2.dilate(lowest[None], np.ones((1, reach), np.uint8)), (reach, 1))
    above = np.maximum(line - np.arange(height, dtype=np.float32)[:, None], 0.0)
    least, soon = OFF_THE_GROUND
    return np.asarray(least + (1.0 - least) * np.exp(-above / (soon * side)), np.float32)


def _below(values: npt.ArrayLike, rows: int) -> Alpha:
    still = np.asarray(values, np.float32)
    moved = np.zeros_like(still)
    moved[rows:] = still[: still.shape[0] - rows]
    return moved


def _fade(alpha: Alpha, side: float) -> Alpha:
    """1 beside the piece, falling smoothly to exactly 0 at its reach, the same in every direction."""
    reach = max(REACH * side, 1.0)
    away = cv2.distanceTransform((alpha < 0.5).astype(np.uint8), cv2.DIST_L2, 5)
    near = np.clip(1.0 - np.maximum(away - 0.15 * reach, 0.0) / (0.85 * reach), 0.0, 1.0)
    return np.asarray(near * near * (3.0 - 2.0 * near), np.float32)
