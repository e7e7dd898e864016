"""Where the piece stands on a plain ground, judged from a finished picture alone.

This is for pictures whose scene is not known, a marketplace's view of them. Where the ground is not plain it says
nothing.
"""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from retouch.arrays import Mask

Codes = npt.NDArray[np.uint8]

ANALYSIS_SIDE = 1_600  # px; larger pictures are sampled, which moves a box by at most one sample
PLAIN_SHARE = 0.6  # of the frame's border that must have one color; a piece may run off it
PLAIN_CODES = 10  # how far a channel may be from that color
PIECE_CODES = 30  # how far a channel of the piece is from the ground
COLORED_CODES = 14  # between channels: more is a color, which a shadow on white has not
SHADOW_STEP = 14  # codes within 5 × 5 samples: a shadow is soft
SHADOW_DARKEST = 60
SPECK_SHARE = 0.0002  # of the frame
PART_SHARE = 0.02  # of the piece
EDGE_SAMPLES = 17  # 8 on each side of the piece, a block of JPEG: its ringing is not the ground's fault


@dataclass(frozen=True, slots=True)
class Placement:
    """The piece on its ground; ``box`` is in shares of the picture's width and height, left, top, right, bottom."""

    box: tuple[float, float, float, float]
    area: float
    touches_frame: bool
    parts: int
    shadow_touches_border: bool
    ground_white_share: float


def border_white_share(codes: Codes) -> float:
    """The share of the outermost pixels that are exactly white: (H, W, 3) uint8, sRGB-encoded."""
    white = (codes == 255).all(axis=2) if codes.shape[0] < 3 else _ring_white(codes)
    return float(np.mean(white))


def place(codes: Codes, alpha: Codes | None = None) -> Placement | None:
    """Find the piece.

    Parameters
    ----------
    codes  (H, W, 3) uint8, sRGB-encoded, see-through parts laid on white
    alpha  (H, W) uint8 where the file has one

    Returns
    -------
    None where the ground is not plain, or nothing stands on it
    """
    step = -(-max(codes.shape[:2]) // ANALYSIS_SIDE)
    sample = np.ascontiguousarray(codes[::step, ::step])
    ground = _ground_color(sample)
    if ground is None:
        return None
    far = np.abs(sample.astype(np.int16) - ground).max(axis=2)
    shadow = _shadow(sample, far)
    piece = (far > PIECE_CODES) & ~shadow if alpha is None else alpha[::step, ::step] > 127
    piece = _without_specks(piece)
    if not piece.any():
        return None
    return _measured(sample, piece, shadow & ~piece)


def _ring_white(codes: Codes) -> Mask:
    ring = np.concatenate([codes[0], codes[-1], codes[1:-1, 0], codes[1:-1, -1]])
    return np.asarray((ring == 255).all(axis=1))


def _ground_color(sample: Codes) -> npt.NDArray[np.int16] | None:
    """The border's color where it has one."""
    ring = np.concatenate([sample[0], sample[-1], sample[:, 0], sample[:, -1]]).astype(np.int16)
    color = np.median(ring, axis=0).astype(np.int16)
    near = np.abs(ring - color).max(axis=1) <= PLAIN_CODES
    return color if float(np.mean(near)) >= PLAIN_SHARE else None


def _shadow(sample: Codes, far: npt.NDArray[np.int16]) -> Mask:
    """Soft, darker than the ground, without color of its own, and not black."""
    lightest, darkest = sample.max(axis=2), sample.min(axis=2)
    square = np.ones((5, 5), np.uint8)
    soft = cv2.subtract(cv2.dilate(darkest, square), cv2.erode(darkest, square)) < SHADOW_STEP
    neutral = cv2.subtract(lightest, darkest) < COLORED_CODES
    return np.asarray((far > 2) & soft & neutral & (darkest > SHADOW_DARKEST))


def _without_specks(mask: Mask) -> Mask:
    """Parts of the piece: what is smaller than a speck is dust or JPEG's ringing."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=8)
    least = max(2.0, SPECK_SHARE * mask.size)
    kept = np.zeros(count, bool)
    kept[1:] = stats[1:, cv2.CC_STAT_AREA] >= least
    return np.asarray(kept[labels])


def _measured(sample: Codes, piece: Mask, shadow: Mask) -> Placement:
    height, width = piece.shape
    left, top, box_width, box_height = cv2.boundingRect(piece.astype(np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(
        cv2.dilate(piece.astype(np.uint8), np.ones((5, 5), np.uint8))
    )
    sizes = stats[1:, cv2.CC_STAT_AREA]
    edge = np.ones((EDGE_SAMPLES, EDGE_SAMPLES), np.uint8)
    ground = ~(cv2.dilate((piece | shadow).astype(np.uint8), edge) > 0)
    white = (sample[ground] == 255).all(axis=1)
    return Placement(
        box=(left / width, top / height, (left + box_width) / width, (top + box_height) / height),
        area=float(np.mean(piece)),
        touches_frame=_on_border(piece),
        parts=int(np.count_nonzero(sizes >= PART_SHARE * sizes.sum())),
        shadow_touches_border=_on_border(shadow),
        ground_white_share=float(np.mean(white)) if white.size else 0.0,
    )


def _on_border(mask: Mask) -> bool:
    return bool(mask[0].any() or mask[-1].any() or mask[:, 0].any() or mask[:, -1].any())
