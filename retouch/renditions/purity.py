"""A ground that is white to the last pixel, in the file as it is decoded.

JPEG rings: in a block with a trace of the piece, ground comes back as 254 or 253. Beside an edge that anyone sees
nobody minds. Where the trace is too pale to be seen as the piece, the ground around it counts, and a rule that asks for
pure white is broken by two pixels in a million. There the trace is made paler, block by block, and only there.
"""

from collections.abc import Callable
from io import BytesIO

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image

from retouch.arrays import Mask
from retouch.quality.placement import PIECE_CODES, RIM_PX, RIM_SHARE, divide
from retouch.renditions.matte import Plane

Codes = npt.NDArray[np.uint8]
BLOCK = 8  # of JPEG with full color
_HALF = 127  # of 255: up to here a pixel is more ground than piece
_PALE = (
    255 - 2 * PIECE_CODES
)  # a crumb twice as dark as the least that is seen is still seen by nobody so far off
_ROUNDS = (True, False, False, False, False)


def purified(codes: Codes, alpha: Plane, write: Callable[[Codes], bytes]) -> bytes:
    """Write a picture on white so that its ground comes back white.

    Parameters
    ----------
    codes  (H, W, 3) uint8, sRGB-encoded, laid on white without a shadow
    alpha  (H, W) uint8, share of the piece

    Returns
    -------
    the file; what is darker than a trace was not touched, whatever the ground does
    """
    data = write(codes)
    for gently in _ROUNDS:
        decoded = _decoded(data)
        stray = _ground(decoded) & ~_between(
            decoded, 255
        )  # anew each time: with its trace a piece's rim moves
        if not stray.any():
            break
        codes = _lifted(codes, alpha, stray, gently=gently)
        data = write(codes)
    return data


def _ground(codes: Codes) -> Mask:
    """Whatever lies so far from the piece that anyone would count it as ground: (H, W)."""
    standing = divide(codes)
    if standing is None:
        return np.zeros(codes.shape[:2], np.bool_)
    height, width = codes.shape[:2]
    rim = -(-max(RIM_PX, round(RIM_SHARE * max(height, width))) // standing.step)
    near = cv2.dilate(standing.piece.astype(np.uint8), np.ones((2 * rim + 1, 2 * rim + 1), np.uint8))
    wide = np.repeat(np.repeat(near, standing.step, axis=0), standing.step, axis=1)[:height, :width]
    return np.asarray(wide == 0)


def _lifted(codes: Codes, alpha: Plane, found: Mask, *, gently: bool) -> Codes:
    """Whiten what is pale in the blocks with a stray pixel; gently, what is more piece than ground comes half way."""
    pale = _blocks(found) & _between(codes, _PALE)
    piece = pale & (alpha > _HALF) if gently else np.zeros_like(pale)
    lifted = codes.copy()
    lifted[pale & ~piece] = 255
    lifted[piece] = 255 - (255 - lifted[piece]) // 2
    return lifted


def _between(codes: Codes, least: int) -> Mask:
    """Which pixels are at least so light in every channel."""
    return np.asarray(cv2.inRange(codes, (least, least, least), (255, 255, 255)) > 0)


def _blocks(found: Mask) -> Mask:
    """Widen a mask to the whole blocks it touches."""
    height, width = found.shape
    down, across = -(-height // BLOCK), -(-width // BLOCK)
    padded = np.zeros((down * BLOCK, across * BLOCK), np.bool_)
    padded[:height, :width] = found
    touched = padded.reshape(down, BLOCK, across, BLOCK).any(axis=(1, 3))
    return np.asarray(touched.repeat(BLOCK, axis=0).repeat(BLOCK, axis=1)[:height, :width])


def _decoded(data: bytes) -> Codes:
    with Image.open(BytesIO(data)) as image:
        return np.asarray(image.convert("RGB"))
