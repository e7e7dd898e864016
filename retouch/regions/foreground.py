"""The piece's own color under a soft edge: what the pixel would show had the ground not shone into it."""

from itertools import product

import cv2
import numpy as np

from retouch.arrays import Alpha, LinearRGB
from retouch.regions.crops import bands, window

RADII_PX = (24, 5)
OPAQUE = 1.0 - 1e-6
TILE = (128, 512)  # rows and columns: five arrays of a tile and its margins, alive at once, are 6 MB


def estimate_foreground(pixels: LinearRGB, alpha: Alpha, out: LinearRGB | None = None) -> LinearRGB:
    """Estimate the piece's color in every pixel; where alpha is 1 it is the pixel itself, to the bit.

    Parameters
    ----------
    pixels  (H, W, 3) float32, linear sRGB, D65, [0, 1]
    alpha   (H, W) float32, straight
    out     (H, W, 3) float32 to be filled and returned; a new array where none is given

    Returns
    -------
    (H, W, 3) float32, [0, 1].

    Blurred estimates of both layers, then the residual of the compositing equation given back to the foreground, twice
    from coarse to fine (Forte, Approximate Fast Foreground Colour Estimation, 2021, equations 5 to 7). Works in tiles,
    and only where a pixel is soft: memory beside the result is that of one tile.
    """
    result = np.empty((*alpha.shape, 3), np.float32) if out is None else out
    result[...] = pixels[..., :3]
    margin = sum(RADII_PX)
    for tile in product(bands(alpha.shape[0], TILE[0]), bands(alpha.shape[1], TILE[1])):
        soft = (alpha[tile] > 0.0) & (alpha[tile] < OPAQUE)
        place = window(soft)
        if place is not None:
            top, left = (whole.start + part.start for whole, part in zip(tile, place, strict=True))
            bottom, right = (whole.start + part.stop for whole, part in zip(tile, place, strict=True))
            above, before = max(0, top - margin), max(0, left - margin)
            around = slice(above, bottom + margin), slice(before, right + margin)
            colors = _unmix(pixels[*around, :3], alpha[around])
            inner = colors[top - above : bottom - above, left - before : right - before]
            result[tile][place][soft[place]] = inner[soft[place]]
    return result


def _unmix(pixels: LinearRGB, alpha: Alpha) -> LinearRGB:
    share = alpha[..., None]
    front, back = pixels, pixels
    for radius in RADII_PX:
        size = (2 * radius + 1, 2 * radius + 1)
        near = cv2.blur(alpha, size)[..., None]
        front = np.asarray(cv2.blur(front * share, size), np.float32)
        front /= near + 1e-5
        back = np.asarray(cv2.blur(back * (1.0 - share), size), np.float32)
        back /= 1.0 - near + 1e-5
        rest = pixels - share * front
        rest -= (1.0 - share) * back
        rest *= share
        front += rest
        np.clip(front, 0.0, 1.0, out=front)
        np.clip(back, 0.0, 1.0, out=back)
    return np.asarray(front, np.float32)
