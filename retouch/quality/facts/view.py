"""A picture as the judging facts look at it: reduced by areas, beside its division into piece, shadow and ground."""

from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np
import numpy.typing as npt

from retouch.arrays import LinearRGB, Mask
from retouch.color import linear_table
from retouch.naming import Named, name
from retouch.quality.placement import PIECE_CODES, Codes, Standing

SIDE = 800
"""Longest side in pixels at which things are looked for; a letter that a buyer can read is larger than ten of them."""

LETTERS_SHARE = 0.012
"""Half the width of the strokes of a word, at most, as a share of the longer side."""

Gray = npt.NDArray[np.float32]


@dataclass(frozen=True)
class View:
    """One picture; ``standing`` is None where its ground is not plain."""

    codes: Codes
    standing: Standing | None

    @cached_property
    def small(self) -> Codes:
        """The picture at no more than ``SIDE``: (h, w, 3) uint8."""
        height, width = self.codes.shape[:2]
        share = min(1.0, SIDE / max(height, width))
        size = (max(1, round(width * share)), max(1, round(height * share)))
        return (
            self.codes
            if share == 1.0
            else np.asarray(cv2.resize(self.codes, size, None, 0, 0, cv2.INTER_AREA))
        )

    @cached_property
    def linear(self) -> LinearRGB:
        """``small`` in linear light."""
        return np.asarray(linear_table(8)[self.small], np.float32)

    @cached_property
    def named(self) -> Named:
        """What a network names in it."""
        return name(self.small)

    @cached_property
    def gray(self) -> Gray:
        """Brightness of ``small``, 0 to 255."""
        return np.asarray(cv2.cvtColor(self.small, cv2.COLOR_RGB2GRAY), np.float32)

    @cached_property
    def piece(self) -> Mask | None:
        """The piece at the size of ``small``."""
        return None if self.standing is None else self.at_small(self.standing.piece)

    @cached_property
    def body(self) -> Mask | None:
        """The piece without what is as thin as letters, and a rim round it, at the size of ``small``."""
        if self.piece is None:
            return None
        px = max(2, round(LETTERS_SHARE * max(self.piece.shape)))
        square = np.ones((2 * px + 1, 2 * px + 1), np.uint8)
        thick = cv2.morphologyEx(self.piece.astype(np.uint8), cv2.MORPH_OPEN, square)
        return np.asarray(cv2.dilate(thick, square) > 0)

    @cached_property
    def far(self) -> Mask | None:
        """What differs plainly from the ground, shadows too, at the size of ``small``."""
        return None if self.standing is None else self.at_small(self.standing.far > PIECE_CODES)

    def at_small(self, mask: Mask) -> Mask:
        """Bring a mask of the whole picture to the size of ``small``."""
        height, width = self.small.shape[:2]
        return np.asarray(
            cv2.resize(mask.astype(np.uint8), (width, height), None, 0, 0, cv2.INTER_NEAREST) > 0
        )


def local_range(gray: Gray, side: int) -> Gray:
    """Difference of the largest and the smallest value in a square of that side round each pixel."""
    square = np.ones((side, side), np.uint8)
    return np.asarray(cv2.dilate(gray, square) - cv2.erode(gray, square), np.float32)
