"""What is the piece and what is the ground, at a scale of about 900 px; exact edges are found later, at full size.

``Segmenter`` is the seat of whatever answers that question. ``ClassicalSegmenter`` needs no training: a smooth model of
the ground, edges, and a watershed between what is surely ground and surely piece.
"""

from dataclasses import dataclass
from typing import Protocol

import cv2
import numpy as np
import numpy.typing as npt

from retouch.arrays import Alpha, Lab, LinearRGB, Mask
from retouch.networks import Sight
from retouch.regions.backdrop import Backdrop, Field, distance, find_backdrop, spread
from retouch.regions.basins import GROUND, divide, find_basins, find_boundaries
from retouch.regions.findings import Hints
from retouch.regions.masks import (
    SQUARE,
    frame,
    grow,
    grow_within,
    keep_parts,
    parts,
    shrink,
    touching,
)
from retouch.regions.materials import split

ANALYSIS_SIDE = 900  # px
MOST_PEELED = 0.15  # of the piece; more than that is not its shadow
SHADOWS_EDGE = 0.3  # mean sharpness of a rim: a shadow's is below
PLAIN = 0.02  # what a pixel of a wide plain exactly like the ground says for the ground
OUTLINE = 1.3  # what a pixel of sharp boundary toward the ground says for the piece
LEAN = 1.4  # how far the question is leant either way to learn what is unclear
CASE_PX = 10  # half the widest gap that is closed in the outline of a watch or a stone
EDGE = 0.4  # slope, above the ground's own, at which a boundary costs a third of one without an edge


@dataclass(frozen=True, slots=True)
class Segmentation:
    """One photo understood roughly. Arrays are at the analysis scale, ``scale`` times the photo's.

    lab       (h, w, 3) the reduced photo
    piece     hard mask; openings that were recognised are not in it
    ground    (h, w, 3) L*a*b* of the ground, shadows included, beneath the piece too
    evidence  (h, w) distance of the photo from ``ground``, L* units
    unclear   pixels that may be an opening or may be the piece
    strands   thin strands that only a network saw; those that go on from the piece are in ``piece``
    """

    lab: Lab
    piece: Mask
    ground: Lab
    evidence: Field
    unclear: Mask
    backdrop: Backdrop
    scale: float
    sight: Sight | None = None
    strands: Mask | None = None

    @property
    def threshold(self) -> float:
        """Evidence above which a pixel is not the ground's noise."""
        return max(3.0, 4.0 * self.backdrop.noise)


@dataclass(frozen=True, slots=True)
class Shares:
    """What each pixel is made of: (H, W) float32 in [0, 1], at the photo's size; metal and gem are within alpha."""

    alpha: Alpha
    metal: Alpha
    gem: Alpha


class Segmenter(Protocol):
    """Whatever finds the piece in a photo."""

    def segment(self, pixels: LinearRGB, hints: Hints) -> Segmentation:
        """Find the piece in (H, W, 3) linear pixels, which stay as they are."""
        ...

    def refine(self, pixels: LinearRGB, rough: Segmentation, alpha: Alpha, hints: Hints) -> Shares:
        """Say what each pixel is made of, given alpha (H, W) as it was drawn from the rough one."""
        ...


class ClassicalSegmenter:
    """Finds the piece on a plain ground without a network; says by doubts, later, where it could not."""

    def segment(self, pixels: LinearRGB, hints: Hints) -> Segmentation:
        """Find the piece in (H, W, 3) linear pixels, which stay as they are."""
        lab, scale = reduced_lab(pixels)
        backdrop = find_backdrop(lab)
        solid = hints.category in {"watch", "loose_stone"}
        likely, least, most = divided(lab, backdrop)
        piece = without_debris(_peeled(likely, lab, backdrop))
        unclear = without_shadows(thick(most & ~least), piece, lab, backdrop)
        if solid:
            piece |= shrink(without_holes(grow(piece, CASE_PX)), CASE_PX)  # a dial, though its case has gaps
            unclear &= ~shrink(piece, 2)
        ground = spread(lab, backdrop.seen | shrink(~piece, 2))
        return Segmentation(lab, piece, ground, distance(lab, ground), unclear, backdrop, scale)

    def refine(self, pixels: LinearRGB, rough: Segmentation, alpha: Alpha, hints: Hints) -> Shares:  # noqa: ARG002
        """Leave alpha as it is; tell metal from stone by color."""
        return split_by_color(rough, alpha, hints)


def split_by_color(rough: Segmentation, alpha: Alpha, hints: Hints) -> Shares:
    """Shares of metal and stone as their colors say, no higher than alpha (H, W)."""
    found = split(rough.lab, rough.backdrop.lit, rough.piece, category=hints.category)
    size = (alpha.shape[1], alpha.shape[0])
    metal, gem = (
        np.minimum(cv2.resize(mask.astype(np.float32), size, interpolation=cv2.INTER_LINEAR), alpha)
        for mask in (found.metal, found.gem)
    )
    return Shares(alpha, np.minimum(metal, alpha - gem), gem)


def reduced_lab(pixels: LinearRGB) -> tuple[Lab, float]:
    """Reduce a photo to the analysis scale, by areas and in linear light; return it as L*a*b* with the factor."""
    scale = min(1.0, ANALYSIS_SIDE / max(pixels.shape[:2]))
    size = (max(1, round(pixels.shape[1] * scale)), max(1, round(pixels.shape[0] * scale)))
    small = (
        pixels[..., :3] if scale == 1.0 else cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)[..., :3]
    )
    return np.asarray(cv2.cvtColor(np.ascontiguousarray(small), cv2.COLOR_LRGB2Lab), np.float32), scale


@dataclass(frozen=True, slots=True)
class Votes:
    """What a network says of each pixel (h, w): how much for the piece, how much for the ground, in pixels of boundary.

    maybe  pixels that may be the piece although no edge divides them from the ground
    """

    for_piece: Field
    for_ground: Field
    maybe: Mask


def divided(lab: Lab, backdrop: Backdrop, votes: Votes | None = None) -> tuple[Mask, Mask, Mask]:
    """Divide the photo into ground and piece, along the strongest edges: as is likely, and when asked two other ways.

    What belongs to the piece only when the question leans toward it is what nobody can be sure of.
    """
    apart = distance(lab, backdrop.local)
    strong = (apart > max(8.0, 7.0 * backdrop.noise)) & ~backdrop.seen
    crests = strong & ~grow(shrink(strong), 2) & (apart >= cv2.dilate(apart, SQUARE) - 0.5)
    known = backdrop.seen if votes is None else backdrop.seen & ~votes.maybe
    basins = find_basins(
        lab - backdrop.local, backdrop.gradient, known, flat=0.6 * backdrop.step, crests=crests
    )
    boundaries = find_boundaries(basins, backdrop.gradient, backdrop.sharp, edge=EDGE + backdrop.step)
    ground_share = basins.mean(like_ground(lab, backdrop))
    ground_share[GROUND] = 1.0
    # An edge lends its steepness to the regions on both sides; to those of the ground's color it says nothing.
    # A shadow has no sharp boundary toward lit ground; a pale piece has.
    if_ground = 0.5 * basins.total(unlike_ground(lab, backdrop)) + OUTLINE * boundaries.sharp_against(
        ground_share
    )
    if_ground *= (1.0 - ground_share) ** 2
    if_piece = 1.2 * np.sqrt(basins.areas) * ground_share + PLAIN * basins.areas * ground_share**8
    if votes is not None:
        if_ground += basins.total(votes.for_piece)
        if_piece += basins.total(votes.for_ground)
    likely, least, most = (
        divide(basins, boundaries, if_piece=if_piece * lean, if_ground=if_ground / lean)
        for lean in (1.0, LEAN, 1.0 / LEAN)
    )
    return likely, least, most


def _peeled(piece: Mask, lab: Lab, backdrop: Backdrop) -> Mask:
    """Take the contact shadow off a colored piece, from its outline inward: dark, calm, and far paler than gold."""
    from_lit = lab - backdrop.lit
    chroma = np.minimum(_chroma(from_lit), _chroma(lab - backdrop.local))
    strong = chroma[piece & (chroma > 12.0)]
    if strong.size == 0 or strong.size < 0.35 * int(piece.sum()):
        return piece
    darker = np.maximum(-from_lit[..., 0], 0.0)
    pale = piece & (chroma < 0.6 * float(np.median(strong))) & (darker > 2.0)
    slope = backdrop.gradient
    calm = (
        pale
        & (cv2.blur(slope, (7, 7)) < 0.07 * darker + backdrop.step)
        & (slope < 0.1 * darker + backdrop.step)
    )
    core = shrink(calm | ~piece, 2)
    calm &= grow(touching(core, ~grow(piece) & core), 2)
    shade = grow_within(calm, pale & (slope < 0.22 * darker + backdrop.step), 4)
    rest = piece & ~shade
    broken = len(parts(rest)[1]) != len(parts(piece)[1])
    return piece if broken or shade.sum() > MOST_PEELED * piece.sum() else rest


def thick(mask: Mask) -> Mask:
    """What is wider than four pixels."""
    return grow(shrink(mask, 2), 2) & mask


def like_ground(lab: Lab, backdrop: Backdrop) -> Field:
    """How well the ground itself explains each pixel, 1 to 0: of its color, no darker than its shadows seen nearby."""
    noise = backdrop.noise
    chroma = _chroma(lab - backdrop.local)
    lightest = np.maximum(backdrop.local[..., 0], backdrop.lit[..., 0])
    darkest = np.minimum(backdrop.local[..., 0], backdrop.lit[..., 0])
    above = np.maximum(lab[..., 0] - lightest, 0.0) / (
        5.0 + noise
    )  # a bright piece lights the ground inside it
    below = np.maximum(darkest - lab[..., 0], 0.0) / (3.0 + noise)
    return np.asarray(np.exp(-((chroma / (2.5 + noise)) ** 2) - above**2 - below**2), np.float32)


def unlike_ground(lab: Lab, backdrop: Backdrop) -> Field:
    """How little ground and shadow together explain each pixel, 0 to 1: colored, brighter, very dark, or sharp."""
    from_lit = lab - backdrop.lit
    darker = -from_lit[..., 0]
    noise = backdrop.noise
    apart = distance(lab, backdrop.local)
    near = np.minimum(_chroma(from_lit), _chroma(lab - backdrop.local))
    colorful = _colorfulness(near[apart > 15.0])
    tint = np.minimum(
        2.5 + 3.5 * colorful + (0.12 + 0.4 * colorful) * np.maximum(darker, 0.0), 8.0 + 10.0 * colorful
    )
    colored = _ramp(near, tint + noise, tint + noise + 4.0 + 6.0 * colorful)
    brightness = np.minimum(-darker, lab[..., 0] - backdrop.local[..., 0])
    brighter = _ramp(brightness, 4.0 + 1.5 * noise, 8.0 + 2.0 * noise)
    black = _ramp(darker, 40.0, 50.0)
    inner = apart > 0.5 * cv2.dilate(apart, np.ones((5, 5), np.uint8))
    sharp = backdrop.sharp * _ramp(backdrop.gradient, backdrop.step, 2.5 * backdrop.step) * inner
    return np.asarray(np.maximum(np.maximum(colored, brighter), np.maximum(black, sharp)), np.float32)


def _colorfulness(chroma: Field) -> float:
    """How much a piece of such colors may tint its own shadow: 0 silver, 1 gold and colored stones."""
    return float(np.clip(np.percentile(chroma, 70) / 25.0, 0.0, 1.0)) if chroma.size else 1.0


def _chroma(apart: Lab) -> Field:
    return np.hypot(apart[..., 1], apart[..., 2])


def _ramp(values: Field, low: Field | float, high: Field | float) -> Field:
    return np.clip((values - low) / (high - low), 0.0, 1.0)


def without_shadows(unclear: Mask, piece: Mask, lab: Lab, backdrop: Backdrop) -> Mask:
    """Drop what was rightly left to the ground: unclear parts, not of the piece, that fade out as shadows do."""
    labels, stats = parts(unclear)
    count = len(stats)
    flat = labels.ravel()

    def mean(values: Field, where: Mask) -> npt.NDArray[np.float64]:
        chosen = where.ravel()
        total = np.bincount(flat[chosen], values.ravel()[chosen], count)
        return total / np.maximum(np.bincount(flat[chosen], minlength=count), 1)

    rim = unclear & grow(~unclear & ~piece)
    sharp = mean(np.asarray(cv2.dilate(backdrop.sharp, SQUARE), np.float32), rim)
    darker = mean(backdrop.lit[..., 0] - lab[..., 0], unclear)
    inside = mean(piece.astype(np.float32), unclear)
    return keep_parts(labels, ~((inside < 0.3) & (darker > 2.0) & (sharp < SHADOWS_EDGE)))


def without_holes(piece: Mask) -> Mask:
    """Fill whatever ground the piece encloses."""
    ground = ~piece
    return ~touching(ground, frame(piece.shape) & ground)


def without_debris(piece: Mask) -> Mask:
    """Drop dust and crumbs: parts below a hundredth of the largest."""
    labels, stats = parts(piece)
    if len(stats) == 1:
        return piece
    areas = stats[:, cv2.CC_STAT_AREA]
    return keep_parts(labels, areas >= max(30, 0.01 * areas[1:].max()))


def outline(piece: Mask) -> Mask:
    """Pixels of the piece beside the ground."""
    return piece & ~shrink(piece) & grow(~piece)
