"""A picture as bodies are looked for in it: from afar, in L*a*b*, beside what the network says is jewelry."""

from functools import cached_property

import cv2
import numpy as np

from retouch.arrays import Mask
from retouch.networks import Sight, see
from retouch.quality.facts.view import Gray, View, local_range

SIDE = 320  # px: what is looked for is large
JEWELRY = 0.35  # of the network's alpha, from which on it is the piece
RIM_PX = 3  # its soft rim, round it
PLAIN_APART = 14  # codes from a plain ground
FAINT_APART, FAINT_TIMES = 4.5, 3.0  # codes, and times its usual distance: a white thing on a white ground
OPEN_APART = 9.0  # ΔE76 from the frame's most common color, where the ground is not plain


class Outlook:
    """One picture at ``SIDE``; ``plain`` is whether its ground is."""

    def __init__(self, view: View) -> None:
        height, width = view.small.shape[:2]
        share = min(1.0, SIDE / max(height, width))
        self._view = view
        self._size = max(1, round(width * share)), max(1, round(height * share))
        self._unrest: dict[int, Gray] = {}
        self.plain = view.standing is not None

    @cached_property
    def lab(self) -> Gray:
        """L*, a* and b* (D65): (h, w, 3)."""
        small = cv2.resize(self._view.small, self._size, None, 0, 0, cv2.INTER_AREA)
        return np.asarray(cv2.cvtColor(small.astype(np.float32) / 255, cv2.COLOR_RGB2Lab), np.float32)

    @cached_property
    def seen(self) -> Sight:
        """What the network sees; a small picture is not made larger for it."""
        return see(self._view.linear, looks=(max(self._size),)).scaled(*self._size)

    @property
    def lightness(self) -> Gray:
        """L*."""
        return self.lab[..., 0]

    @cached_property
    def hue(self) -> Gray:
        """In degrees."""
        return np.asarray(np.degrees(np.arctan2(self.lab[..., 2], self.lab[..., 1])), np.float32)

    @cached_property
    def chroma(self) -> Gray:
        """Distance from grey in L*a*b*."""
        return np.asarray(np.hypot(self.lab[..., 1], self.lab[..., 2]), np.float32)

    @cached_property
    def jewelry(self) -> Mask:
        """The piece and its rim, as the network sees it."""
        square = np.ones((2 * RIM_PX + 1, 2 * RIM_PX + 1), np.uint8)
        return np.asarray(cv2.dilate((self.seen.alpha >= JEWELRY).astype(np.uint8), square) > 0)

    @property
    def jewelry_share(self) -> float:
        """Of the picture."""
        return float(self.seen.alpha.mean())

    @cached_property
    def far(self) -> Gray:
        """How far each pixel is from a plain ground, in codes; 0 where the ground is not plain."""
        if self._view.standing is None:
            return np.zeros(self.lab.shape[:2], np.float32)
        far = self._view.standing.far.astype(np.float32)
        return np.asarray(cv2.resize(far, self._size, None, 0, 0, cv2.INTER_AREA), np.float32)

    @property
    def faint(self) -> Mask:
        """What differs from a plain ground at all: shadows, and white things on white."""
        return np.asarray(self.far > max(FAINT_APART, FAINT_TIMES * float(np.median(self.far))))

    @cached_property
    def outstanding(self) -> Mask:
        """What is no ground; where that is not plain, what differs from the frame's most common color."""
        if self.plain:
            return np.asarray(self.far > PLAIN_APART)
        lab = self.lab
        ring = np.concatenate([lab[0], lab[-1], lab[:, 0], lab[:, -1]])
        return np.asarray(np.linalg.norm(lab - np.median(ring, axis=0), axis=2) > OPEN_APART)

    @cached_property
    def shadow(self) -> Mask:
        """Soft shadow on a plain ground."""
        if self._view.standing is None:
            return np.zeros(self.lab.shape[:2], np.bool_)
        shadow = self._view.standing.shadow.astype(np.uint8)
        return np.asarray(cv2.resize(shadow, self._size, None, 0, 0, cv2.INTER_AREA) > 0)

    def unrest(self, side: int) -> Gray:
        """Widest difference of L*, a* and b* in a square of that side round each pixel."""
        if side not in self._unrest:
            ranges = [local_range(np.ascontiguousarray(self.lab[..., each]), side) for each in range(3)]
            self._unrest[side] = np.asarray(np.maximum.reduce(ranges), np.float32)
        return self._unrest[side]


def grain(values: Gray, side: int = 5) -> Gray:
    """How far values change within a square of that side."""
    return local_range(np.ascontiguousarray(values), side)


def opened(mask: Mask, px: int) -> Mask:
    """What of a mask is wider than a disc of that radius; the frame is no edge."""
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * px + 1, 2 * px + 1))
    padded = cv2.copyMakeBorder(mask.astype(np.uint8), px, px, px, px, cv2.BORDER_REPLICATE)
    return np.asarray(cv2.morphologyEx(padded, cv2.MORPH_OPEN, disc)[px:-px, px:-px] > 0)
