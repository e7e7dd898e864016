"""Candidates for dust, lint and hairline scratches, on polished metal and on smooth ground.

The cost is not symmetric: a speck left is a nuisance, a hallmark removed is damage. So a candidate must be small, stand
alone, and lie on a surface that is smooth all round it. Marks in company (hallmarks, engraving, milgrain, pavé, brushed
grain, woven cloth) are never candidates, nor is anything on a stone, where a mark may be an inclusion, nor a bright
point that may be a glint, nor anything near the piece's own outline, which may be a strand the cut-out missed.
"""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from retouch.arrays import Alpha, LinearRGB, Mask
from retouch.regions.crops import Window, window
from retouch.regions.findings import Box, Defect, DefectKind
from retouch.regions.marks import FAR, FEATURES, Look, find_marks, look_at
from retouch.regions.specks import likelihood
from retouch.resampling import size_within

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int32]

MOST_PIXELS = 2_000_000  # larger photos are searched reduced: a listing shows them, and their dust, no larger
SPECK_SIDE: Final = 0.008  # of the photo's longer side: what is larger is no dust
HAIR_SIDE: Final = 0.09
HAIR_BREADTH: Final = 0.004  # of the same: a curled hair's area over its box's longer side
MOST_CANDIDATES = 600  # beyond, the surface is textured and nothing on it is a defect
MOST_DEFECTS = 120
LEAST_CERTAIN = 0.25
LEAST_LIKELY = 0.6  # on the ground: what is less likely dirt stays
STREWN, RARELY = 25, 0.25  # more marks look like dirt, yet fewer of all: speckled stone, seeds
OUTLINE_PX, METAL_RIM_PX = 10, 3  # kept from the piece's outline, and from the metal's, at 1,200 px
AREA: Final = FEATURES.index("area")


@dataclass(frozen=True, slots=True)
class _Surface:
    """Where defects may lie, and how clearly they must stand out there (in tone, the square root of luminance)."""

    mask: Mask
    contrast: float
    times_noise: float
    evenness: float  # largest spread of tone round a defect, over the defect's contrast
    company: int  # other marks allowed nearby
    nearby: float  # how near that is, in sizes of the largest speck


def find_defects(
    pixels: LinearRGB, alpha: Alpha, metal: Alpha, gem: Alpha, protected: Mask | None = None
) -> tuple[tuple[Defect, ...], Mask]:
    """Find what spot removal may heal.

    Parameters
    ----------
    pixels            (H, W, 3) float32, linear sRGB, D65, [0, 1]
    alpha, metal, gem (H, W) float32, shares of the piece, of metal and of stones
    protected         (H, W) bool, what is never a defect

    Returns
    -------
    The defects, and the (H, W) mask of exactly their pixels and a healing rim of one to three pixels.

    Sizes are relative to the photo's longer side, which is right for a piece that fills a third of it or more.
    """
    size = size_within(pixels.shape[1], pixels.shape[0], MOST_PIXELS)
    side = max(size)
    look = look_at(_within(pixels, size), mark_radius(side))
    ground, polished = surfaces_of(_within(alpha, size), _within(metal, size), _within(gem, size))
    if protected is not None:
        polished &= _within(protected.astype(np.float32), size) == 0.0
    found: list[Defect] = []
    mask = np.zeros(ground.shape, bool)
    place = window(ground, margin_px=FAR)
    if place is not None:
        _search_ground(look.within(place), ground[place], place, found, mask)
    if polished.any():
        _search(
            look,
            _Surface(polished, contrast=0.06, times_noise=8.0, evenness=0.3, company=0, nearby=2.5),
            side,
            found,
            mask,
        )
    if len(found) > MOST_DEFECTS:
        found, mask = [], np.zeros(ground.shape, bool)
    return tuple(_scaled(defect, pixels.shape[1] / size[0]) for defect in found), _full(mask, alpha)


def mark_radius(side_px: int) -> int:
    """Half the width of the widest mark in a photo of this longer side."""
    return max(3, round(0.5 * SPECK_SIDE * side_px))


def surfaces_of(alpha: Alpha, metal: Alpha, gem: Alpha) -> tuple[Mask, Mask]:
    """Where dirt is looked for: (H, W) on the ground, and on metal."""
    unit = max(1.0, max(alpha.shape) / 1200.0)
    ground = _eroded(alpha <= 0.0, round(OUTLINE_PX * unit))
    return ground, _eroded((metal > 0.95) & (gem <= 0.0), round(METAL_RIM_PX * unit))


def _within(plane: Floats, size: tuple[int, int]) -> Floats:
    """Reduce by area to a width and height; the plane itself where it has them."""
    if plane.shape[:2] == (size[1], size[0]):
        return plane
    return np.asarray(cv2.resize(plane, size, interpolation=cv2.INTER_AREA), np.float32)


def _full(mask: Mask, like: Alpha) -> Mask:
    """Carry the mask back to the photo's size."""
    if mask.shape == like.shape:
        return mask
    size = (like.shape[1], like.shape[0])
    return cv2.resize(mask.view(np.uint8), size, interpolation=cv2.INTER_NEAREST).view(np.bool_)


def _scaled(defect: Defect, scale: float) -> Defect:
    if scale == 1.0:
        return defect
    box = defect.box
    left, top, right, bottom = (round(scale * edge) for edge in (box.left, box.top, box.right, box.bottom))
    return Defect(defect.kind, Box(left, top, right, bottom), defect.certainty)


def _search_ground(look: Look, surface: Mask, place: Window, found: list[Defect], mask: Mask) -> None:
    """Add the dirt on the ground to ``found`` and to ``mask``: marks whose likelihood of being dirt is high.

    On a ground strewn with marks of its own, speckled stone or seeds, nothing is told apart.
    ``look`` and ``surface`` are the photo's at ``place``; ``mask`` is the whole photo's.
    """
    marks = find_marks(look, surface, on_metal=False)
    likely = likelihood(marks.features)
    if STREWN < np.count_nonzero(likely > LEAST_LIKELY) < RARELY * len(likely):
        return
    for index in np.flatnonzero(likely > LEAST_LIKELY):
        left, top, width, height = (int(value) for value in marks.boxes[index])
        area = int(marks.features[index, AREA])
        kind = _small_enough(np.array([left, top, width, height, area], np.int32), max(mask.shape))
        if kind is None:
            continue
        here = _around(Box(left, top, left + width, top + height), 3, surface.shape)
        mask[place][here] |= _with_rim(marks.labels[here] == index + 1, surface[here])
        left, top = left + place[1].start, top + place[0].start
        found.append(Defect(kind, Box(left, top, left + width, top + height), float(likely[index])))


def _eroded(mask: Mask, radius_px: int) -> Mask:
    around = np.ones((2 * radius_px + 1, 2 * radius_px + 1), np.uint8)
    return cv2.erode(mask.view(np.uint8), around, borderType=cv2.BORDER_REPLICATE).view(bool)


def _search(look: Look, surface: _Surface, side: int, found: list[Defect], mask: Mask) -> None:
    """Add the surface's defects to ``found`` and to ``mask``."""
    tone, reach = look.tone, 2 * mark_radius(side) + 1
    strength = np.maximum(look.dark, look.light)
    threshold = max(surface.contrast, surface.times_noise * look.noise)
    marks = (strength > threshold) & surface.mask
    count, labels, stats, centres = cv2.connectedComponentsWithStats(marks.view(np.uint8), connectivity=8)
    if not 1 < count <= MOST_CANDIDATES:
        return
    company = _company((strength > 0.6 * threshold) & surface.mask, round(surface.nearby * reach))
    for label in range(1, count):
        box = _box(stats[label])
        centre = centres[label].round().astype(int)
        shape_ok = _small_enough(stats[label], side)
        if shape_ok is None or company[centre[1], centre[0]] > surface.company + 1:
            continue
        place = _around(box, 3 + round(0.4 * max(box.width, box.height)), tone.shape)
        spot = labels[place] == label
        certainty = _certainty(tone[place], spot, surface)
        if certainty > LEAST_CERTAIN:
            found.append(Defect(shape_ok, box, certainty))
            mask[place] |= _with_rim(spot, surface.mask[place])


def _box(stats: Ints) -> Box:
    left, top, width, height = (int(value) for value in stats[:4])
    return Box(left, top, left + width, top + height)


def _small_enough(stats: Ints, side: int) -> DefectKind | None:
    """Return the kind by size and shape: compact specks, thin hairs; None for what is too large or small for either."""
    width, height, area = (int(value) for value in stats[2:5])
    longer, filled = max(width, height), area / (width * height)
    if area < 3:
        return None
    if longer <= max(4.0, SPECK_SIDE * side):
        return DefectKind.DUST
    breadth = max(4.0, HAIR_BREADTH * side)
    thin = area / longer <= breadth and (filled < 0.5 or min(width, height) <= breadth)
    return DefectKind.LINT if thin and longer <= HAIR_SIDE * side else None


def _company(marks: Mask, reach_px: int) -> Ints:
    """Count the marks within reach of each pixel, by their centres; itself included."""
    count, _, _, centres = cv2.connectedComponentsWithStats(marks.view(np.uint8), connectivity=8)
    dots = np.zeros(marks.shape, np.float32)
    where = centres[1:count].round().astype(int)
    np.add.at(dots, (where[:, 1], where[:, 0]), 1.0)
    size = (2 * reach_px + 1, 2 * reach_px + 1)
    near = cv2.boxFilter(dots, cv2.CV_32F, size, normalize=False, borderType=cv2.BORDER_CONSTANT)
    return near.round().astype(np.int32)


def _around(box: Box, margin_px: int, shape: tuple[int, ...]) -> Window:
    return (
        slice(max(0, box.top - margin_px), min(shape[0], box.bottom + margin_px)),
        slice(max(0, box.left - margin_px), min(shape[1], box.right + margin_px)),
    )


def _certainty(tone: Floats, spot: Mask, surface: _Surface) -> float:
    """How sure one mark is a defect, 0 to 1: its contrast against the spread of the ring round it; 0 rejects it."""
    grown = cv2.dilate(spot.view(np.uint8), np.ones((5, 5), np.uint8)).view(bool)
    ring = tone[~grown]
    if len(ring) < 12:
        return 0.0
    low, middle, high = np.quantile(ring, (0.05, 0.5, 0.95))
    contrast = abs(float(np.median(tone[spot])) - float(middle))
    glint = float(tone[spot].max()) > 0.9 and float(middle) < 0.8
    if contrast < surface.contrast or glint:
        return 0.0
    return float(np.clip(1.0 - (high - low) / (surface.evenness * 2.0 * contrast), 0.0, 1.0))


def _with_rim(spot: Mask, allowed: Mask) -> Mask:
    """Grow a mark by its blurred border, never off its surface."""
    radius = 2 if spot.sum() < 40 else 3
    around = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * radius + 1, 2 * radius + 1))
    return cv2.dilate(spot.view(np.uint8), around).view(bool) & (allowed | spot)
