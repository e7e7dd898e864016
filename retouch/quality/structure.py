"""Edges of the original looked for in the result: inside the piece, and just outside of what was taken for it.

Gradients are of tone, the square root of luminance. What is compared is their pattern, not their size: a brighter or
more contrasty photo has the same edges, a photo with a prong painted over has not.
"""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from retouch.arrays import Mask
from retouch.regions.findings import Box

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Gradient:
    """Derivatives of tone per pixel, across and down; ``energy`` is its squared length."""

    across: Floats
    down: Floats
    energy: Floats

    def along(self, other: "Gradient") -> Floats:
        """Inner product with another gradient."""
        return self.across * other.across + self.down * other.down


def gradient(tone: Floats) -> Gradient:
    """Gaussian derivatives at 0.8 px: fine enough for a chain's links, coarse enough for JPEG's blocks."""
    smooth = cv2.GaussianBlur(tone, (0, 0), 0.8)
    across = np.asarray(cv2.Scharr(smooth, cv2.CV_32F, 1, 0, scale=1 / 32), np.float32)
    down = np.asarray(cv2.Scharr(smooth, cv2.CV_32F, 0, 1, scale=1 / 32), np.float32)
    return Gradient(across, down, across * across + down * down)


@dataclass(frozen=True, slots=True)
class Kept:
    """How much of the original's edges is found again, 0 to 1: on the whole, and where it is least, with its window."""

    overall: float
    worst: float
    where: Box | None


def edges_kept(before: Gradient, after: Gradient, inside: Mask, *, window_px: int, floor: float) -> Kept:
    """Correlate the two gradients in a sliding window.

    Parameters
    ----------
    inside     (H, W) bool, where edges count
    window_px  side of the window
    floor      gradient per pixel below which a difference is noise; windows without an edge above are not judged

    Returns
    -------
    ``worst`` is the lowest correlation of a window that holds at least 15 % of the average edge energy.
    """
    size = (window_px, window_px)
    weight = inside.astype(np.float32)
    ours = cv2.boxFilter(before.energy * weight, cv2.CV_32F, size)
    theirs = cv2.boxFilter(after.energy * weight, cv2.CV_32F, size)
    shared = cv2.boxFilter(before.along(after) * weight, cv2.CV_32F, size)
    if not ours[inside].any():
        return Kept(1.0, 1.0, None)
    correlation = np.clip(shared / np.sqrt(np.maximum(ours * theirs, 1e-12)), 0.0, 1.0)
    enough = np.maximum(0.15 * float(ours[inside].mean()), 0.35 * floor * floor)
    judged = inside & (ours > enough)
    if not judged.any():
        return Kept(1.0, 1.0, None)
    overall = float((correlation * ours)[judged].sum() / ours[judged].sum())
    row, column = np.unravel_index(np.argmin(np.where(judged, correlation, 2.0)), correlation.shape)
    half = window_px // 2
    where = Box(int(column) - half, int(row) - half, int(column) + half + 1, int(row) + half + 1)
    return Kept(overall, float(correlation[row, column]), where)


@dataclass(frozen=True, slots=True)
class Edges:
    """Squared gradients of a tone as it is, and blurred by 2 px."""

    fine: Floats
    coarse: Floats

    @classmethod
    def of(cls, tone: Floats, own: Gradient) -> "Edges":
        """Find them; ``own`` is the gradient of the tone as it is."""
        soft = np.asarray(cv2.GaussianBlur(tone, (0, 0), 2.0), np.float32)
        return cls(own.energy, gradient(soft).energy)

    def drawn(self, inside: Mask, floor: float) -> Mask:
        """Where a mask holds edges, and not the noise of a smooth face, which every denoising takes away."""
        return np.asarray(inside & (self.coarse > floor * floor))


FEWEST_DRAWN = 60  # pixels; fewer say nothing of a picture's sharpness


def crispness_kept(before: Edges, after: Edges, drawn: Mask) -> float:
    """Fine over coarse edge energy, after over before, where the original has edges; below 1 is blur, 1 no edges.

    It falls when facets are blurred, whatever the contrast.
    """
    if int(drawn.sum()) < FEWEST_DRAWN:
        return 1.0
    ratios = [
        float(edges.fine[drawn].sum()) / max(float(edges.coarse[drawn].sum()), 1e-9)
        for edges in (before, after)
    ]
    return ratios[1] / ratios[0]


@dataclass(frozen=True, slots=True)
class Lost:
    """Edges beside the piece that the result no longer has: the longest, in pixels of its extent, and its box."""

    length_px: int
    where: Box | None


def edges_lost(before: Gradient, after: Gradient, beside: Mask, *, strong: float) -> Lost:
    """Find strong edges of the original in a region that have vanished from the result.

    Parameters
    ----------
    beside  (H, W) bool: near the piece, but not of it, as the cut-out saw it
    strong  gradient per pixel that counts as an edge of the piece and not of a shadow
    """
    energy = before.energy
    vanished = beside & (energy > strong * strong)
    vanished &= before.along(after) < 0.35 * energy
    joined = cv2.morphologyEx(vanished.view(np.uint8), cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    if count < 2:
        return Lost(0, None)
    extents = stats[1:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].max(axis=1)
    longest = int(np.argmax(extents))
    left, top, width, height = (int(value) for value in stats[1 + longest, :4])
    return Lost(int(extents[longest]), Box(left, top, left + width, top + height))


def repainted(before: Floats, after: Floats, inside: Mask) -> Floats:
    """How far each pixel's tone lies from where the photo's own tone curve would have put it, (H, W); 0 outside."""
    out = np.zeros_like(before)
    curve = ToneCurve.between(before, after, inside)
    if curve is not None:
        out[inside] = np.abs(after[inside] - curve.of(before[inside]))
    return out


def tone_curve(before: Floats, after: Floats, inside: Mask) -> Floats:
    """What the photo's own tone curve makes of each pixel, (H, W); where nothing is inside, the result's own tones."""
    curve = ToneCurve.between(before, after, inside)
    return after if curve is None else curve.of(before)


TONE_STEPS = 48
TABLE = 4095  # finer than the 8 bits that photos come in, so that a look-up costs no precision


@dataclass(frozen=True, slots=True)
class ToneCurve:
    """The median of the result's tone at each tone of the original, so that exposure costs nothing.

    ``table`` has the result's tone at each of TABLE + 1 tones from 0 to 1.
    """

    table: Floats

    @classmethod
    def between(cls, before: Floats, after: Floats, inside: Mask) -> "ToneCurve | None":
        """Find it inside a mask, from about 100,000 pixels; None where nothing is inside."""
        stride = max(1, int(np.sqrt(before.size / 100_000)))
        chosen = inside[::stride, ::stride]
        tones = after[::stride, ::stride][chosen]
        levels = np.clip(before[::stride, ::stride][chosen] * TONE_STEPS, 0, TONE_STEPS - 1).astype(np.uint8)
        if len(tones) == 0:
            return None
        order = np.argsort(levels, kind="stable")
        known, starts = np.unique(levels[order], return_index=True)
        medians = [float(np.median(group)) for group in np.split(tones[order], starts[1:])]
        places = np.linspace(0.0, 1.0, TABLE + 1)
        return cls(np.interp(places, (known + 0.5) / TONE_STEPS, medians).astype(np.float32))

    def of(self, tones: Floats) -> Floats:
        """What it makes of tones of any shape."""
        places = (tones * np.float32(TABLE) + np.float32(0.5)).astype(np.uint16)
        return np.take(self.table, places, mode="clip")
