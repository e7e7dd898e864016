"""Whether a photo lies on pure white already, cut out by whoever made it: light and sharpness are then as meant."""

from dataclasses import replace
from typing import Final

import cv2
import numpy as np

from retouch.arrays import LinearRGB, Mask
from retouch.color import to_codes
from retouch.scene import Scene

WHITE_CODE: Final = 254  # the least channel; JPEG may leave one code below 255
PURE_SHARE: Final = 0.995  # of the ground beyond the shadow
RIM_SHARE: Final = 0.98  # of the outermost pixels: a hook or a chain may reach them
BLOCK_PX: Final = 16  # around piece and shadow, in which JPEG leaves traces of them
FEWEST: Final = 500


def is_on_white(pixels: LinearRGB, scene: Scene) -> bool:
    """Whether all ground beyond the piece and its shadow is pure white, to the edges.

    Parameters
    ----------
    pixels  (H, W, 3) float32, linear sRGB, D65, [0, 1], as the scene's photo shows them

    Paper that is merely overexposed has grain or a gradient somewhere; white that was laid has none.
    """
    white = _is_white(pixels)
    rim = np.concatenate([white[0], white[-1], white[:, 0], white[:, -1]])
    reach = np.ones((2 * BLOCK_PX + 1, 2 * BLOCK_PX + 1), np.uint8)
    ground = white[cv2.dilate(((scene.alpha > 0.0) | (scene.shadow > 0.0)).view(np.uint8), reach) == 0]
    return ground.size >= FEWEST and float(rim.mean()) >= RIM_SHARE and float(ground.mean()) >= PURE_SHARE


def standing(original: LinearRGB, pixels: LinearRGB, scene: Scene) -> Scene:
    """Return the scene with an alpha (H, W) that lays white anew only where white is already.

    Parameters
    ----------
    original  (H, W, 3) float32, linear sRGB, [0, 1]: the photo on its white
    pixels    (H, W, 3) the same, retouched so far: dust that was healed is white by now

    Whoever cut the piece out has cut it better than it could be cut again: soft edges and the shadow stay, and so does
    what the finder missed.
    """
    white = _is_white(original) | _is_white(pixels)
    return replace(scene, alpha=np.where(white, scene.alpha, np.float32(1.0)))


def _is_white(pixels: LinearRGB) -> Mask:
    return np.asarray(to_codes(np.ascontiguousarray(pixels[..., :3])).min(axis=2) >= WHITE_CODE)
