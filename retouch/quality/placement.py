"""Where the piece stands on a plain ground, judged from a finished picture alone.

This is for pictures whose scene is not known, a marketplace's view of them. Where the ground is not plain it says
nothing.
"""

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from retouch.arrays import Mask
from retouch.regions.crops import window

Codes = npt.NDArray[np.uint8]
Codes16 = npt.NDArray[np.int16]
Field = npt.NDArray[np.float32]

ANALYSIS_SIDE = 1_600  # px; larger pictures are sampled, which moves a box by at most one sample
PLAIN_SHARE = 0.6  # of the frame's border that must have one color; a piece may run off it
PLAIN_CODES = 10  # how far a channel may be from that color
EVEN_SHARE = 0.6  # of the border within LIT_CODES of one color: a ground without a gradient
FIT_SIDE = 96  # samples of a side that a gradient is fitted to
FIT_ROUNDS = 4
FIT_REACH = (30.0, 20.0, 14.0, 10.0)  # codes from the fit so far that still count as ground
NOISE_TIMES = 3.0
PIECE_CODES = 30  # how far a channel of the piece is from the ground
FAINT_CODES = 10  # as much is enough for what hangs on to the piece
LIT_CODES = 2  # within this the ground has its own color
COLORED = 0.055  # between the channels' shares of the ground: more is a color, which a shadow has not
SHADOW_STEP = 14  # codes within 5 × 5 samples: a shadow is soft
SHADOW_DARKEST = 60
SHADOWS_WAY_OUT = (
    0.05  # of a shadow's rim that fades into lit ground; a smooth face of the piece has an edge all round
)
SPECK_SHARE = 0.0002  # of the frame
NEIGHBORS = 9  # samples across which crumbs belong together: a fine chain comes in crumbs
PART_SHARE = 0.02  # of the piece
RIM_PX = 8  # a block of JPEG: its ringing is not the ground's fault
RIM_SHARE = 0.004  # of the longer side: how soft the edge of a piece may be


@dataclass(frozen=True, slots=True)
class Standing:
    """A picture divided into piece, shadow and ground, every ``step``-th pixel of it."""

    sample: Codes
    step: int
    ground: npt.NDArray[np.int16]
    """The ground's color along the border."""
    far: Codes16
    """How far each sample is from the ground there, in the channel that is farthest."""
    piece: Mask
    shadow: Mask


@dataclass(frozen=True, slots=True)
class Placement:
    """The piece on its ground; ``box`` is in shares of the picture's width and height, left, top, right, bottom.

    ground_white_share  of all that is not the piece or its rim, shadow included
    ground_code         the darkest channel of the ground's color
    """

    box: tuple[float, float, float, float]
    area: float
    touches_frame: bool
    parts: int
    shadow_share: float
    shadow_touches_border: bool
    ground_white_share: float
    ground_code: int


def widest(differences: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """The largest of three channels, in one pass over each."""
    return np.asarray(np.maximum(np.maximum(differences[..., 0], differences[..., 1]), differences[..., 2]))


def is_white(codes: Codes) -> Mask:
    """Which pixels are exactly white."""
    return np.asarray((codes[..., 0] & codes[..., 1] & codes[..., 2]) == 255)


def border_white_share(codes: Codes) -> float:
    """The share of the outermost pixels that are exactly white: (H, W, 3) uint8, sRGB-encoded."""
    white = is_white(codes) if codes.shape[0] < 3 else _ring_white(codes)
    return float(np.mean(white))


def divide(codes: Codes, alpha: Codes | None = None) -> Standing | None:
    """Find the piece and its shadow.

    Parameters
    ----------
    codes  (H, W, 3) uint8, sRGB-encoded, see-through parts laid on white
    alpha  (H, W) uint8 where the file has one

    Returns
    -------
    None where the ground is not plain, or nothing stands on it
    """
    sample, step = sampled(codes)
    found = _ground(sample)
    if found is None:
        return None
    field, color, lit = found
    far = widest(np.abs(sample.astype(np.int16) - np.rint(field).astype(np.int16)))
    soft = _soft(sample, field, far > lit)
    piece = _piece(far, soft) if alpha is None else alpha[::step, ::step] > 127
    if not piece.any():
        return None
    shadow = _shadow(soft & ~piece, far <= lit)
    if alpha is None:
        piece |= _faces(soft & ~shadow & ~piece, piece)
    return Standing(sample, step, color, far, piece, shadow & ~piece)


def sampled(codes: Codes) -> tuple[Codes, int]:
    """Every ``step``-th pixel of a picture, and that step."""
    step = -(-max(codes.shape[:2]) // ANALYSIS_SIDE)
    return np.ascontiguousarray(codes[::step, ::step]), step


def border_color(sample: Codes) -> Codes16:
    """The color along the frame: (3,) int16."""
    return np.asarray(np.median(_ring(sample), axis=0).astype(np.int16))


def place(codes: Codes, alpha: Codes | None = None, *, rim_px: int = RIM_PX) -> Placement | None:
    """Find the piece and measure how it stands; ``rim_px`` is how far a lossy code rings round it."""
    standing = divide(codes, alpha)
    return None if standing is None else measure(standing, codes, rim_px=rim_px)


def box_of(standing: Standing) -> tuple[float, float, float, float]:
    """The piece's box in shares of the picture's width and height: left, top, right, bottom."""
    height, width = standing.piece.shape
    left, top, across, down = cv2.boundingRect(standing.piece.view(np.uint8))
    return left / width, top / height, (left + across) / width, (top + down) / height


def measure(standing: Standing, codes: Codes, *, rim_px: int = RIM_PX) -> Placement:
    """Measure a divided picture; the ground's purity at its full size, pixel by pixel."""
    piece, shadow = standing.piece, standing.shadow
    return Placement(
        box=box_of(standing),
        area=float(np.mean(piece)),
        touches_frame=_on_border(piece),
        parts=_parts(piece),
        shadow_share=float(np.mean(shadow)),
        shadow_touches_border=_on_border(shadow),
        ground_white_share=_white_share(standing, codes, rim_px),
        ground_code=int(standing.ground.min()),
    )


def _ring_white(codes: Codes) -> Mask:
    ring = np.concatenate([codes[0], codes[-1], codes[1:-1, 0], codes[1:-1, -1]])
    return np.asarray((ring == 255).all(axis=1))


def _ground(sample: Codes) -> tuple[Field, Codes16, float] | None:
    """The ground's color everywhere, along the border, and how far noise moves it; None where it is not plain.

    One color where the border has one; else a smooth gradient, as a lamp lays over a sheet, where that fits it.
    """
    color = border_color(sample)
    even = np.broadcast_to(color.astype(np.float32), (1, 1, 3))
    if _plain_share(sample, even, LIT_CODES) >= EVEN_SHARE:
        return even, color, LIT_CODES
    field, noise = _gradient(sample, color)
    if _plain_share(sample, field, PLAIN_CODES) < PLAIN_SHARE:
        return None
    return field, color, max(LIT_CODES, NOISE_TIMES * noise)


def _ring(codes: npt.NDArray[np.generic]) -> npt.NDArray[np.float32]:
    return np.concatenate([codes[0], codes[-1], codes[:, 0], codes[:, -1]]).astype(np.float32)


def _plain_share(sample: Codes, field: Field, codes: float) -> float:
    wide = np.broadcast_to(field, sample.shape)
    return float(np.mean(np.abs(_ring(sample) - _ring(wide)).max(axis=1) <= codes))


def _gradient(sample: Codes, color: Codes16) -> tuple[Field, float]:
    """Fit a surface of the second degree to what is like the ground, narrowing what counts as like it."""
    height, width = sample.shape[:2]
    step = max(1, max(height, width) // FIT_SIDE)
    few = sample[::step, ::step].astype(np.float32).reshape(-1, 3)
    terms = _terms(np.arange(0, height, step) / height, np.arange(0, width, step) / width)
    fit = np.broadcast_to(color.astype(np.float32), few.shape)
    weights = np.zeros((terms.shape[1], 3), np.float32)
    for number in range(FIT_ROUNDS):
        like = np.abs(few - fit).max(axis=1) <= FIT_REACH[number]
        if int(like.sum()) < 2 * terms.shape[1]:
            break
        weights = np.linalg.lstsq(terms[like], few[like], rcond=None)[0].astype(np.float32)
        fit = terms @ weights
    residue = np.abs(few - fit).max(axis=1)
    noise = float(np.median(residue[residue <= FIT_REACH[-1]])) if (residue <= FIT_REACH[-1]).any() else 0.0
    whole = _terms(np.arange(height) / height, np.arange(width) / width) @ weights
    return np.clip(whole.reshape(height, width, 3), 0, 255), noise


def _terms(down: npt.NDArray[np.float64], across: npt.NDArray[np.float64]) -> npt.NDArray[np.float32]:
    y, x = (each.ravel() for each in np.meshgrid(down, across, indexing="ij"))
    return np.stack([np.ones_like(x), x, y, x * x, x * y, y * y], axis=1).astype(np.float32)


def _soft(sample: Codes, field: Field, apart: Mask) -> Mask:
    """Of what is no ground: soft, without a color of its own, and not black: a shadow, or a smooth face of metal."""
    soft, place = np.zeros_like(apart), window(apart, margin_px=2)
    if place is not None:
        lit = np.broadcast_to(field, sample.shape)[place]
        soft[place] = apart[place] & _is_soft(sample[place], lit)
    return soft


def _is_soft(sample: Codes, field: Field) -> Mask:
    darkest = np.ascontiguousarray(255 - widest(255 - sample))
    square = np.ones((5, 5), np.uint8)
    soft = cv2.subtract(cv2.dilate(darkest, square), cv2.erode(darkest, square)) < SHADOW_STEP
    shares = sample / np.maximum(field, 1.0)
    neutral = widest(shares) + widest(-shares) < COLORED
    return np.asarray(soft & neutral & (darkest > SHADOW_DARKEST))


def _piece(far: Codes16, soft: Mask) -> Mask:
    """What is plainly not the ground, with the faint parts that hang on to it; dust and JPEG's ringing are left out."""
    plain = (far > PIECE_CODES) & ~soft
    _, labels = cv2.connectedComponents(((far > FAINT_CODES) & ~soft).astype(np.uint8), connectivity=8)
    holding = np.zeros(int(labels.max()) + 1, bool)
    holding[np.unique(labels[plain])] = True
    holding[0] = False
    return _without_specks(holding[labels])


def _without_specks(mask: Mask) -> Mask:
    near = cv2.dilate(mask.astype(np.uint8), np.ones((NEIGHBORS, NEIGHBORS), np.uint8))
    count, labels = cv2.connectedComponents(near, connectivity=8)
    sizes = np.bincount(labels[mask], minlength=count)
    return np.asarray(mask & (sizes >= max(2.0, SPECK_SHARE * mask.size))[labels])


def _shadow(soft: Mask, lit: Mask) -> Mask:
    """Of what is soft, the regions that fade into lit ground somewhere along their rim."""
    square = np.ones((3, 3), np.uint8)
    count, labels = cv2.connectedComponents(soft.astype(np.uint8), connectivity=8)
    rim = soft & ~(cv2.erode(soft.astype(np.uint8), square) > 0)
    fading = rim & (cv2.dilate(lit.astype(np.uint8), square) > 0)
    rims, ways_out = (np.bincount(labels[mask], minlength=count) for mask in (rim, fading))
    return np.asarray(soft & (ways_out > SHADOWS_WAY_OUT * rims)[labels])


def _faces(smooth: Mask, piece: Mask) -> Mask:
    """Smooth faces of the piece: they touch its edges and not the frame, where a gradient of the ground would."""
    count, labels = cv2.connectedComponents(smooth.astype(np.uint8), connectivity=8)
    border = np.concatenate([labels[0], labels[-1], labels[:, 0], labels[:, -1]])
    beside = labels[cv2.dilate(piece.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0]
    of_piece = (np.bincount(beside, minlength=count) > 0) & (np.bincount(border, minlength=count) == 0)
    of_piece[0] = False
    return np.asarray(of_piece[labels])


def _parts(piece: Mask) -> int:
    near = cv2.dilate(piece.astype(np.uint8), np.ones((5, 5), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(near)
    sizes = stats[1:, cv2.CC_STAT_AREA]
    return int(np.count_nonzero(sizes >= PART_SHARE * sizes.sum()))


def _white_share(standing: Standing, codes: Codes, rim_px: int) -> float:
    height, width = codes.shape[:2]
    rim = -(-max(rim_px, round(RIM_SHARE * max(height, width))) // standing.step)
    edge = np.ones((2 * rim + 1, 2 * rim + 1), np.uint8)
    near = cv2.dilate(standing.piece.astype(np.uint8), edge)
    wide = np.repeat(np.repeat(near, standing.step, axis=0), standing.step, axis=1)[:height, :width]
    white = is_white(codes)[wide == 0]
    return float(np.mean(white)) if white.size else 0.0


def _on_border(mask: Mask) -> bool:
    return bool(mask[0].any() or mask[-1].any() or mask[:, 0].any() or mask[:, -1].any())
