"""A glossy ground shows the piece a second time, upside down. That image is neither shadow nor piece."""

import cv2
import numpy as np

from retouch.arrays import Lab, Mask

WORK_SIDE = 220  # px of the piece's box; reflections are seen at any scale
LOWEST_MIDDLE = 0.54  # of the height: a line above may be the middle of a symmetrical piece
LIKENESS = 0.48  # correlation from which two halves are an image and its reflection
LEAST_SHARE = 0.12  # of the piece's height: thinner strips correlate by chance


def mirror_likeness(lab: Lab, piece: Mask) -> float:
    """How much the lower part of the piece is the upper part's reflection in level ground, -1 to 1.

    Parameters
    ----------
    lab    (h, w, 3) L*a*b*
    piece  (h, w) bool, at least one pixel

    For every level line in the piece's lower part, what lies below is correlated, as deviation from its own soft mean,
    with what lies above turned upside down (normalised cross-correlation; Lewis, 1995). A piece symmetrical by design
    has its line in the middle and as much contrast below as above; a reflection is fainter, or its line lies lower.
    """
    left, top, width, height = cv2.boundingRect(piece.view(np.uint8))
    scale = WORK_SIDE / max(width, height)
    size = (max(16, round(width * scale)), max(16, round(height * scale)))
    crop = cv2.resize(lab[top : top + height, left : left + width], size, interpolation=cv2.INTER_AREA)
    inside = cv2.resize(piece[top : top + height, left : left + width].astype(np.float32), size) > 0.5
    detail = crop - cv2.GaussianBlur(crop, (0, 0), 6.0)
    detail[~inside] = 0.0
    rows = size[1]
    least = max(8, round(LEAST_SHARE * rows))
    best = -1.0
    for line in range(round(LOWEST_MIDDLE * rows), rows - least):
        depth = rows - line
        above = np.flipud(detail[max(0, line - depth) : line])
        below = detail[line : line + len(above)]
        both = inside[line : line + len(above)] & np.flipud(inside[max(0, line - depth) : line])
        if both.mean() < 0.08 or both.sum() < 0.6 * inside[line : line + len(above)].sum():
            continue
        a, b = above[both].ravel(), below[both].ravel()
        strength = float(np.sqrt((a @ a) * (b @ b))) + 1e-6
        best = max(best, float(a @ b) / strength)
    return best
