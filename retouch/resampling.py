"""Making a photo smaller, in linear light."""

import cv2
import numpy as np

from retouch.arrays import LinearRGB


def size_within(width: int, height: int, max_pixels: int) -> tuple[int, int]:
    """Give width and height of the same shape with at most so many pixels."""
    scale = min(1.0, (max_pixels / (height * width)) ** 0.5)
    return max(1, int(width * scale)), max(1, int(height * scale))


def reduced(pixels: LinearRGB, size: tuple[int, int]) -> LinearRGB:
    """Average by area; see-through pixels weigh as much as they show.

    Parameters
    ----------
    pixels  (H, W, 3) or (H, W, 4) float32, linear sRGB, D65, [0, 1], straight alpha
    size    width and height, px, neither larger than the photo's

    Returns
    -------
    (height, width, 3 or 4) of the same kind
    """
    if pixels.shape[2] == 3:
        small = np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.float32)
        return np.clip(small, 0.0, 1.0, out=small)
    weighed = pixels.copy()
    weighed[..., :3] *= pixels[..., 3:]
    small = np.asarray(cv2.resize(weighed, size, interpolation=cv2.INTER_AREA), np.float32)
    small[..., :3] /= np.maximum(small[..., 3:], 1e-6)
    return np.clip(small, 0.0, 1.0, out=small)
