"""Puts a cut-out on a ground of its own, drawn by code, and lays the piece's shadow there.

The shadow is laid and not kept: the photo's own fell under another light, on another ground.
"""

import cv2
import numpy as np

from retouch.arrays import Alpha, LinearRGB
from retouch.backdrops import LIGHT
from retouch.regions.crops import bands

WORK_SIDE = 720  # px; a shadow is soft
CONTACT = (0.006, 0.005, 0.45)  # blur and offset in shares of the piece's longer side; darkening
CAST = (0.028, 0.022, 0.34)


def staged(pixels: LinearRGB, ground: LinearRGB, shadow: float) -> LinearRGB:
    """Lay a ground under a cut-out, and the piece's shadow on it.

    Parameters
    ----------
    pixels  (H, W, 4) float32, linear sRGB, D65, [0, 1], alpha straight
    ground  (H, W, 3) float32, the same colors; it is painted over
    shadow  [0, 1], share of the shadow to lay

    Returns
    -------
    (H, W, 3) float32, linear sRGB, D65, [0, 1]: ``ground`` itself; pixels of alpha 1 equal to the bit
    """
    shade = _shade(pixels[..., 3]) if shadow > 0.0 else None
    for rows in bands(pixels.shape[0]):
        alpha = pixels[rows, :, 3:]
        if shade is not None:
            ground[rows] *= 1.0 - shadow * shade[rows, :, None]
        ground[rows] = np.clip(pixels[rows, :, :3] * alpha + ground[rows] * (1.0 - alpha), 0.0, 1.0)
    return ground


def _shade(alpha: Alpha) -> Alpha:
    """How dark the piece's shadow is: close at the contact, wide and faint away from the light."""
    height, width = alpha.shape
    scale = min(1.0, WORK_SIDE / max(height, width))
    size = max(1, round(width * scale)), max(1, round(height * scale))
    small = np.asarray(cv2.resize(alpha, size, interpolation=cv2.INTER_AREA), np.float32)
    _, _, across, down = cv2.boundingRect((small > 0.5).view(np.uint8))
    side = float(max(across, down))
    if side == 0.0:
        return np.zeros_like(alpha)
    lit = np.ones_like(small)
    for blur, offset, depth in (CONTACT, CAST):
        soft = cv2.GaussianBlur(small, (0, 0), max(0.4, blur * side), borderType=cv2.BORDER_CONSTANT)
        shift = np.array([[1, 0, -LIGHT[0] * offset * side], [0, 1, -LIGHT[1] * offset * side]], np.float32)
        lit *= 1.0 - depth * np.asarray(cv2.warpAffine(soft, shift, size), np.float32)
    full = cv2.resize(1.0 - lit, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(np.clip(full, 0.0, 1.0), np.float32)
