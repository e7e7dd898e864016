"""How sharp edges are, and how noisy what lies between them."""

import cv2
import numpy as np
import numpy.typing as npt

from retouch.arrays import LinearRGB, Mask
from retouch.color import luminance

Floats = npt.NDArray[np.float32]

LAPLACIAN = np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], np.float32)


def noise_level(tone: Floats) -> float:
    """Standard deviation of the noise of one channel, in its own units, edges left out as outliers.

    The 3 × 3 kernel that no plane and no edge along the axes excites; the median, since jewelry is mostly edges.
    Source: Immerkær, Fast noise variance estimation, 1996, equation 4, with Rousseeuw's 1.4826 in place of the mean.
    """
    if min(tone.shape) < 3:
        return 0.0
    response = cv2.filter2D(tone, cv2.CV_32F, LAPLACIAN)[1:-1, 1:-1]
    return float(1.4826 * np.median(np.abs(response)) / 6.0)


def edge_acuity(pixels: LinearRGB, mask: Mask) -> float:
    """Acuity of the strongest edges in a mask: gradient over the range of tones about it, 1 for a step within a pixel.

    Parameters
    ----------
    pixels  (H, W, 3) float32, linear sRGB, D65, [0, 1]
    mask    (H, W) bool; where it is judged

    Returns
    -------
    [0, 1]; the mean over the sharpest twentieth of the mask; 0 when nothing in it has contrast
    """
    tone = np.sqrt(luminance(pixels))
    around = np.ones((7, 7), np.uint8)
    span = cv2.dilate(tone, around) - cv2.erode(tone, around)
    across = cv2.Sobel(tone, cv2.CV_32F, 1, 0, scale=0.125)
    down = cv2.Sobel(tone, cv2.CV_32F, 0, 1, scale=0.125)
    chosen = mask & (span > 0.1)
    if not chosen.any():
        return 0.0
    acuity = np.minimum(2.0 * np.hypot(across, down)[chosen] / span[chosen], 1.0)
    return float(np.mean(acuity[acuity >= np.quantile(acuity, 0.95)]))
