"""Another look at where the piece ends, when a person says that ground was left or that a part is missing.

Both look at the ground beside the piece: its color, carried inward from all sides. Lit or shaded, ground keeps its
color; what has another one, or shines, is no ground. Nothing is painted: only shares of the piece are raised or
lowered, within a bounded band, and the gate judges what comes of it.
"""

from dataclasses import dataclass, replace

import cv2
import numpy as np
import numpy.typing as npt

from retouch.arrays import Alpha, LinearRGB, Mask
from retouch.operation import require_range
from retouch.regions.findings import Box
from retouch.regions.masks import grow, touching
from retouch.regions.smoothing import wide_blur
from retouch.scene import Scene

Floats = npt.NDArray[np.float32]

WORK_SIDE = 1600  # px; ends of hair-thin links are found by the first look, or are not to be seen at all
REACH = 0.10  # of the piece's longer side: how far the ground's color is carried
GROUND_COLOR = 0.035  # of the ground's luminance: colors of ground differ by less
GROUND_LIGHT = (0.80, 1.06)  # of the ground's luminance: lit and lightly shaded
OTHER_COLOR = 0.06  # what differs by more is no ground
OTHER_LIGHT = (0.22, 1.10)  # what is darker than a contact shadow, or shines
SMALLEST_SIDE = 0.006  # of the piece's longer side: thinner remains are the piece's own soft edge


@dataclass(frozen=True, slots=True)
class Look:
    """How the piece is seen: neither is the first look.

    tighter  share of the piece at and below which a pixel becomes ground; soft edges draw in
    wider    of the piece's longer side: how far beside the piece a missed part is looked for
    """

    tighter: float = 0.0
    wider: float = 0.0

    def __post_init__(self) -> None:
        require_range("look.tighter", self.tighter, 0.0, 0.5)
        require_range("look.wider", self.wider, 0.0, 0.1)


def look_again(scene: Scene, pixels: LinearRGB, look: Look) -> Scene:
    """See the piece tighter or wider.

    Parameters
    ----------
    pixels  (H, W, 3) float32, linear sRGB, D65, [0, 1]: the photo the scene was found in

    Returns
    -------
    The scene with other shares; the same one where there is nothing to look at. The doubts stay.
    """
    if look == Look() or scene.box.width * scene.box.height == 0:
        return scene
    scale = min(1.0, WORK_SIDE / max(scene.alpha.shape))
    alpha, small = _reduced(scene.alpha, scale), _reduced(pixels[..., :3], scale)
    side = max(8.0, scale * max(scene.box.width, scene.box.height))
    color, light = _against_ground(small, alpha, REACH * side)
    seen = scene.alpha
    if look.tighter > 0.0:
        left = _left_over(alpha, color, light, side)
        drawn_in = np.clip((seen - look.tighter) / (1.0 - look.tighter), 0.0, 1.0)
        seen = np.minimum(drawn_in, 1.0 - _enlarged(left, seen.shape))
    if look.wider > 0.0:
        missed = _missed(alpha, color, light, look.wider * side)
        seen = np.maximum(seen, _enlarged(missed, seen.shape))
    return _with_alpha(scene, np.asarray(seen, np.float32))


def _with_alpha(scene: Scene, alpha: Alpha) -> Scene:
    metal, gem = np.minimum(scene.metal, alpha), np.minimum(scene.gem, alpha)
    left, top, width, height = cv2.boundingRect((alpha > 0.5).view(np.uint8))
    if width == 0:
        return scene
    return replace(
        scene,
        alpha=alpha,
        metal=metal,
        gem=np.minimum(gem, alpha - metal),
        shade=np.asarray(scene.shade * (1.0 - _smaller(alpha, scene.shade.shape)), np.float32),
        box=Box(left, top, left + width, top + height),
    )


def _against_ground(pixels: Floats, alpha: Alpha, reach_px: float) -> tuple[Floats, Floats]:
    """Return how far each pixel's color is from the ground's beside it, and its light as a share of the ground's."""
    weight = (alpha <= 0.0).astype(np.float32)
    total = np.maximum(wide_blur(weight, reach_px), 1e-4)
    ground = np.stack([wide_blur(pixels[..., i] * weight, reach_px) / total for i in range(3)], axis=2)
    still = cv2.GaussianBlur(pixels, (0, 0), 0.8)
    strength = np.maximum((ground * ground).sum(axis=2), 1e-4)
    light = (still * ground).sum(axis=2) / strength
    rest = still - light[..., None] * ground
    return np.sqrt((rest * rest).sum(axis=2) / strength).astype(np.float32), light.astype(np.float32)


def _left_over(alpha: Alpha, color: Floats, light: Floats, side: float) -> Alpha:
    """Shares of what was taken for the piece, has the ground's color and light, and hangs together with the ground."""
    like = (color < GROUND_COLOR) & (light > GROUND_LIGHT[0]) & (light < GROUND_LIGHT[1])
    ground = alpha <= 0.05
    width = max(3, round(SMALLEST_SIDE * side))
    around = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (width, width))
    broad = cv2.morphologyEx((like & ~ground).view(np.uint8), cv2.MORPH_OPEN, around).view(np.bool_)
    return _soft(touching(broad | ground, ground) & broad)


def _missed(alpha: Alpha, color: Floats, light: Floats, reach_px: float) -> Alpha:
    """Shares of what was taken for ground, does not look like it, and hangs together with the piece."""
    piece = alpha > 0.5
    near = grow(piece, max(1, round(reach_px)))
    other = (color > OTHER_COLOR) | (light < OTHER_LIGHT[0]) | (light > OTHER_LIGHT[1])
    return _soft(touching((other & near) | piece, piece) & ~piece)


def _soft(mask: Mask) -> Alpha:
    return np.asarray(cv2.GaussianBlur(mask.astype(np.float32), (0, 0), 0.7), np.float32)


def _reduced(plane: Floats, scale: float) -> Floats:
    if scale == 1.0:
        return plane
    smaller = cv2.resize(plane, (0, 0), fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return np.asarray(smaller, np.float32)


def _smaller(plane: Alpha, shape: tuple[int, ...]) -> Alpha:
    return np.asarray(cv2.resize(plane, shape[::-1], interpolation=cv2.INTER_AREA), np.float32)


def _enlarged(plane: Alpha, shape: tuple[int, ...]) -> Alpha:
    return np.asarray(cv2.resize(plane, (shape[1], shape[0]), interpolation=cv2.INTER_LINEAR), np.float32)
