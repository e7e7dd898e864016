"""Watermarks: letters that are read, and signs whose ink shifts the picture under them everywhere alike.

Whatever is laid over a picture at one strength moves each pixel as far as the next; an edge, a thread or a fold does
not. On a ground with the grain of a camera or a cloth a sign is not told from the grain for sure, so there it is asked
about; nothing is claimed absent there but where letters were looked for, in the picture and in a stretched copy.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from retouch.arrays import Mask
from retouch.quality.facts.lettering import Reader, Word, is_faint, is_laid_over, words_in
from retouch.quality.facts.view import View

WINDOW_SHARE = 0.025  # of the longer side, twice: what the ground is a median over; strokes are thinner
LEAST_STEP, NOISE_TIMES = 4.0, 3.0  # codes, and times the noise of the ground: from there on it may be ink
CLEAR_STEP, CLEAR_TIMES = 9.0, 5.5  # the same for the ink of a whole sign: below it grain looks alike
FAINT_CODES = 120.0  # from the ground: stronger ink hides what it lies on, and is no watermark
NORMAL = 1.48  # of the median of a noise, that is its standard deviation
CLEAN = 0.5  # codes of noise: a ground without any was made, or brought to one color
NOISIEST = 9.0  # in a coarser weave strong ink is lost to the eye and to the reader
RIM_PX = 8  # round the piece
JOINED_SHARE = 0.015  # letters of one sign are as near to each other
INK_PERCENTILE, INK_SPREAD, LEAST_SPREAD = 85, 0.12, 2.0  # what is as strong as a sign's ink
ALIKE, SURELY_ALIKE = 0.48, 0.6  # of a sign's pixels: the others are the soft rims of its strokes
LEAST_SIGN, SURE_SIGN = 0.04, 0.10  # of the longer side
LEAST_PIXELS = 30
STRETCH, STRETCH_TILES = 3.0, (8, 8)

Shift = npt.NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class _Sign:
    """Neighboring pixels that are all darker, or all lighter, than the ground."""

    length: float
    """Of the picture's longer side."""
    alike: float
    """Of its pixels, that have its ink's strength."""


def watermark_found(
    view: View, found: Sequence[Word] | None, reader: Reader | None, jewelry: Mask
) -> bool | None:
    """Tell whether one can look through something laid over the picture; ``jewelry`` is at the size of ``small``."""
    read = [is_laid_over(view, word) for word in found or () if is_faint(view, word)]
    if True in read:
        return True
    piece = jewelry if view.body is None else view.body | jewelry
    shift, ground = _shift(view.gray), ~_grown(piece, RIM_PX)
    noise = NORMAL * float(np.median(np.abs(shift[ground]))) if ground.any() else NOISIEST
    signs = list(_signs(shift, ground, noise))
    sure = any(sign.length >= SURE_SIGN and sign.alike >= ALIKE for sign in signs)
    if noise <= CLEAN:
        doubt = any(sign.alike >= SURELY_ALIKE for sign in signs)
        return True if sure else None if doubt or None in read else False
    if sure or noise >= NOISIEST or None in read or reader is None:
        return None
    return _read_when_stretched(view, reader, ground)


def _shift(gray: npt.NDArray[np.float32]) -> Shift:
    """How far each pixel is from the median of its surroundings."""
    codes = np.rint(gray).astype(np.uint8)
    window = 2 * round(WINDOW_SHARE * max(codes.shape)) + 1
    return np.asarray(codes.astype(np.int16) - cv2.medianBlur(codes, max(3, window)))


def _signs(shift: Shift, ground: Mask, noise: float) -> Iterator[_Sign]:
    for away in (shift, -shift):
        yield from _signs_of(np.where(ground, away, 0), noise)


def _signs_of(away: Shift, noise: float) -> Iterator[_Sign]:
    """Yield the signs whose ink is clearly stronger than the ground's noise, and not as strong as print."""
    ink, side = away >= max(LEAST_STEP, NOISE_TIMES * noise), max(away.shape)
    near = _grown(ink, max(1, round(JOINED_SHARE * side / 2)))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(near.astype(np.uint8), connectivity=8)
    of_sign, strength = labels[ink], away[ink]
    order = np.argsort(of_sign, kind="stable")
    cuts = np.searchsorted(of_sign[order], np.arange(1, len(stats) + 1))
    for number in range(1, len(stats)):
        length = max(stats[number, cv2.CC_STAT_WIDTH], stats[number, cv2.CC_STAT_HEIGHT]) / side
        values = strength[order[cuts[number - 1] : cuts[number]]]
        if length < LEAST_SIGN or len(values) < LEAST_PIXELS:
            continue
        peak = float(np.percentile(values, INK_PERCENTILE))
        if max(CLEAR_STEP, CLEAR_TIMES * noise) <= peak <= FAINT_CODES:
            spread = max(LEAST_SPREAD, INK_SPREAD * peak, NORMAL * noise)
            yield _Sign(float(length), float((np.abs(values - peak) <= spread).mean()))


def _read_when_stretched(view: View, reader: Reader, ground: Mask) -> bool:
    """Tell whether letters beside the piece come out where contrast is stretched."""
    lab = cv2.cvtColor(view.small, cv2.COLOR_RGB2LAB)
    lab[..., 0] = cv2.createCLAHE(STRETCH, STRETCH_TILES).apply(lab[..., 0])
    stretched = np.asarray(cv2.cvtColor(lab, cv2.COLOR_LAB2RGB), np.uint8)
    boxes = (word.box for word in words_in(stretched, reader))
    return any(float(ground[top:bottom, left:right].mean()) >= 0.5 for left, top, right, bottom in boxes)


def _grown(mask: Mask, px: int) -> Mask:
    return np.asarray(cv2.dilate(mask.astype(np.uint8), np.ones((2 * px + 1, 2 * px + 1), np.uint8)) > 0)
