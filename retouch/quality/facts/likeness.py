"""Whether two pictures show the same photo: a fingerprint that survives another size, margin and compression."""

from collections.abc import Sequence

import cv2
import numpy as np

from retouch.quality.facts.view import View

CELLS = 8
LEAST_CODES = 4  # between neighboring cells: less is chance, and both say nothing
ALIKE_BITS = 24  # of 256
MARGIN = 0.06  # of the piece's longer side


def likeness(view: View) -> str:
    """Return the fingerprint, 64 hexadecimal digits: which of two neighboring cells is brighter, across and down.

    Where the ground is plain only the piece is looked at, so that the margin round it does not matter.
    """
    gray = cv2.cvtColor(_piece(view), cv2.COLOR_RGB2GRAY).astype(np.float32)
    across = cv2.resize(gray, (CELLS + 1, CELLS), None, 0, 0, cv2.INTER_AREA)
    down = cv2.resize(gray, (CELLS, CELLS + 1), None, 0, 0, cv2.INTER_AREA)
    steps = np.concatenate([np.diff(across, axis=1).ravel(), np.diff(down, axis=0).ravel()])
    return np.packbits(np.concatenate([steps > LEAST_CODES, steps < -LEAST_CODES])).tobytes().hex()


def near_duplicates(likenesses: Sequence[str | None]) -> int:
    """Count the pictures that repeat an earlier one."""
    known = [int(each, 16) for each in likenesses if each is not None]
    return sum(
        any((one ^ other).bit_count() <= ALIKE_BITS for other in known[:number])
        for number, one in enumerate(known)
    )


def _piece(view: View) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    if view.piece is None:
        return view.small
    height, width = view.small.shape[:2]
    left, top, across, down = cv2.boundingRect(view.piece.astype(np.uint8))
    margin = round(MARGIN * max(across, down))
    return view.small[
        max(0, top - margin) : min(height, top + down + margin),
        max(0, left - margin) : min(width, left + across + margin),
    ]
