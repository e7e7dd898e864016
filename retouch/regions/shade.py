"""The contact shadow: how much darker the ground is beside the piece than where it is lit."""

import cv2
import numpy as np

from retouch.arrays import Alpha
from retouch.regions.backdrop import Field
from retouch.regions.segmentation import Segmentation

LEAST = 0.02  # darkening that paper's own unevenness reaches
REACH_SIDE = 0.12  # of the longer side: beyond, the ground is dark for other reasons


def find_shadow(segmentation: Segmentation) -> Alpha:
    """Find how much the ground is darkened by the piece's shadow, 0 lit to 1 black: (h, w) float32, analysis scale.

    Light is a ratio of luminances, so that what the shadow does to the photo's ground it does to any other. It fades
    out over a distance of 12 % of the photo's longer side from the piece.
    """
    local, lit = _light(segmentation.ground[..., 0]), _light(segmentation.backdrop.lit[..., 0])
    dark = 1.0 - local / np.maximum(lit, 1e-3)
    dark = np.clip((dark - LEAST) / (1.0 - LEAST), 0.0, 1.0)
    reach = REACH_SIDE * max(segmentation.piece.shape)
    away = cv2.distanceTransform((~segmentation.piece).view(np.uint8), cv2.DIST_L2, 3)
    fade = np.clip(1.0 - np.minimum(away, reach) / reach, 0.0, 1.0)
    small = np.asarray(cv2.GaussianBlur(dark * fade * fade * (3.0 - 2.0 * fade), (0, 0), 1.5), np.float32)
    return np.clip(small, 0.0, 1.0, out=small)


def sized(shade: Alpha, shape: tuple[int, ...]) -> Alpha:
    """A shadow (h, w) at another size; itself where it has that size already."""
    if shade.shape == shape:
        return shade
    return np.asarray(cv2.resize(shade, shape[::-1], interpolation=cv2.INTER_LINEAR), np.float32)


def _light(lightness: Field) -> Field:
    """Relative luminance of L* (CIE 15:2018, 8.2.1, above its linear part)."""
    return np.power((np.maximum(lightness, 0.0) + 16.0) / 116.0, 3.0)
