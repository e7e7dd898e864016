"""From a rough mask to what is known for sure and the band in which alpha has to be estimated."""

import cv2
import numpy as np

from retouch.arrays import Mask, Trimap
from retouch.regions.masks import grow, shrink

UNKNOWN = 0.5


def make_trimap(piece: Mask, *, width: int, height: int, inner: int = 2, outer: int = 2) -> Trimap:
    """Make a trimap of a photo's size from a mask at the analysis scale.

    Parameters
    ----------
    piece          (h, w) bool
    width, height  of the photo, px
    inner, outer   pixels of the analysis scale on each side of the outline that become unknown

    Returns
    -------
    (height, width) float32: 0 background, 1 piece, ``UNKNOWN`` between. Whatever is thinner than twice ``inner`` is
    unknown throughout: chains, prongs, wires.
    """
    small = np.full(piece.shape, UNKNOWN, np.float32)
    small[shrink(piece, inner)] = 1.0
    small[~grow(piece, outer)] = 0.0
    trimap = np.asarray(cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR), np.float32)
    cv2.threshold(trimap, 0.02, 0.0, cv2.THRESH_TOZERO, dst=trimap)
    unknown = (trimap > 0.0) & (trimap < 0.98)
    np.ceil(trimap, out=trimap)
    trimap[unknown] = UNKNOWN
    return trimap
