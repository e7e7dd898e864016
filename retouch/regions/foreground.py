"""The piece's own color under a soft edge: what the pixel would show had the ground not shone into it."""

import cv2
import numpy as np

from retouch.arrays import Alpha, LinearRGB
from retouch.regions.crops import bands

RADII_PX = (24, 5)
OPAQUE = 1.0 - 1e-6
BAND_ROWS = 64  # five arrays of a band and its margins are alive at once


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
    from coarse to fine (Forte, Approximate Fast Foreground Colour Estimation, 2021, equations 5 to 7). Works in bands
    of rows, and only where a pixel is soft: memory beside the result is that of one band.
    """
    result = np.empty((*alpha.shape, 3), np.float32) if out is None else out
    result[...] = pixels[..., :3]
    margin = RADII_PX[0]
    for rows in bands(alpha.shape[0], BAND_ROWS):
        around = slice(max(0, rows.start - margin), min(alpha.shape[0], rows.stop + margin))
        soft = (alpha[rows] > 0.0) & (alpha[rows] < OPAQUE)
        columns = np.flatnonzero(soft.any(axis=0))
        if columns.size == 0:
            continue
        across = slice(max(0, columns[0] - margin), min(alpha.shape[1], columns[-1] + 1 + margin))
        colors = _unmix(pixels[around, across, :3], alpha[around, across])
        inner = colors[rows.start - around.start :][: rows.stop - rows.start]
        picked = soft[:, across]
        result[rows, across][picked] = inner[picked]
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
