"""Small marks that stand out of a surface, and what can be measured of each: dust, scratches, letters, grains, glints.

Whether a mark is dirt is not decided here (``specks``). Everything is measured for all marks at once, by box filters
that leave the marks themselves out, so that a photo strewn with them costs no more than a clean one. Dark and light
marks are kept apart: a speck between the lit threads of a cloth is a mark of its own.
"""

from dataclasses import dataclass, replace
from typing import Any, Final

import cv2
import numpy as np
import numpy.typing as npt

from retouch.arrays import LinearRGB, Mask
from retouch.color import luminance
from retouch.quality.sharpness import noise_level
from retouch.regions.crops import Window
from retouch.regions.hats import hats

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int32]
Points = npt.NDArray[np.float64]

FAINTEST = 0.022  # tone, the square root of luminance: a fainter mark is not seen
TIMES_NOISE = 4.0
TIMES_TEXTURE = 2.5  # of how far the surface's own grain stands out about a mark
SMALLEST_PX = 3
NEAR, WIDE, FAR = 9, 21, 51  # px: windows about a mark
TEXTURE_STEP = 4  # px: the grain of a surface is averaged over so many at once
RARE = 0.9  # of the marks on one surface: what stands out more than these is rare there
FEATURES: Final = (
    "contrast", "sign", "over_near", "over_wide", "over_far", "over_noise", "slope", "area", "longer", "fill",
    "thin", "around", "brightest", "texture_wide", "texture_far", "company_wide", "company_far", "inward", "color",
    "tint", "uneven", "on_metal", "grain", "along", "opposite", "over_texture", "rare", "many", "peak", "sharpest",
    "drawn_out", "rivals",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Look:
    """What is asked of a photo, or of a part of it, whatever the surface: planes (H, W) float32.

    tone          the square root of luminance
    dark, light   how far it lies below and above its surroundings
    slope         its gradient's length
    chroma        (red - blue) / luminance
    noise         of tone
    """

    tone: Floats
    dark: Floats
    light: Floats
    across: Floats
    down: Floats
    slope: Floats
    chroma: Floats
    noise: float

    def within(self, place: Window) -> "Look":
        """The same of a part of the photo."""
        planes: dict[str, Any] = {
            name: np.ascontiguousarray(getattr(self, name)[place])
            for name in self.__slots__
            if name != "noise"
        }
        return replace(self, **planes)


@dataclass(frozen=True, slots=True)
class Marks:
    """Marks found on one kind of surface: ``labels`` (H, W) from 1 on, ``boxes`` (N, 4) and ``features`` (N, F)."""

    labels: Ints
    boxes: Ints
    features: Floats


def look_at(pixels: LinearRGB, radius_px: int) -> Look:
    """Work out a photo's planes, once for all its surfaces.

    Parameters
    ----------
    pixels     (H, W, 3) float32, linear sRGB, D65, [0, 1]
    radius_px  what is wider than twice this is no mark
    """
    bright = luminance(pixels)
    tone = np.sqrt(bright)
    across, down = (
        np.asarray(cv2.Sobel(tone, cv2.CV_32F, *way, scale=0.125), np.float32) for way in ((1, 0), (0, 1))
    )
    chroma = (pixels[..., 0] - pixels[..., 2]) / np.maximum(bright, 1e-3)
    slope = np.asarray(cv2.magnitude(across, down), np.float32)
    noise = max(noise_level(tone), 1e-3)
    return Look(tone, *hats(tone, radius_px), across, down, slope, np.asarray(chroma, np.float32), noise)


def find_marks(look: Look, surface: Mask, *, on_metal: bool) -> Marks:
    """Find and measure the marks on a surface (H, W)."""
    labels, stats, centers = _parted(look, surface)
    if len(stats) < 2:
        return Marks(labels, np.zeros((0, 4), np.int32), np.zeros((0, len(FEATURES)), np.float32))
    planes = _Planes(look, surface, labels, len(stats))
    measured = _strength(planes) | _shape(planes, stats) | _surroundings(planes, centers)
    measured["on_metal"] = np.full(len(stats) - 1, float(on_metal), np.float32)
    features = np.stack([measured[name] for name in FEATURES], axis=1).astype(np.float32)
    return Marks(labels, stats[1:, :4], features)


def _parted(look: Look, surface: Mask) -> tuple[Ints, Ints, Points]:
    """Label the dark marks, and after them the light ones; with them go their stats and centers, the ground's first."""
    labels = np.zeros(look.tone.shape, np.int32)
    stats, centers = [np.zeros((1, 5), np.int32)], [np.zeros((1, 2))]
    count = 1
    for hat in (look.dark, look.light):
        faintest = np.maximum(_texture(hat, surface) * TIMES_TEXTURE, max(FAINTEST, TIMES_NOISE * look.noise))
        marks = (hat > faintest) & surface & (labels == 0)
        _, found, of, at = cv2.connectedComponentsWithStats(marks.view(np.uint8), connectivity=8)
        kept = np.flatnonzero(of[:, cv2.CC_STAT_AREA] >= SMALLEST_PX)
        kept = kept[kept > 0]
        renamed = np.zeros(len(of), np.int32)
        renamed[kept] = np.arange(count, count + len(kept))
        if len(kept):
            labels[marks] = renamed[found[marks]]
        stats.append(np.asarray(of[kept], np.int32))
        centers.append(at[kept])
        count += len(kept)
    return labels, np.concatenate(stats), np.concatenate(centers)


def _texture(hat: Floats, surface: Mask) -> Floats:
    """How far a surface's own grain stands out about each pixel, on average."""
    height, width = hat.shape
    size = (max(1, width // TEXTURE_STEP), max(1, height // TEXTURE_STEP))
    on = surface.astype(np.float32)
    coarse, weight = (
        cv2.blur(cv2.resize(plane, size, interpolation=cv2.INTER_AREA), (FAR // TEXTURE_STEP,) * 2)
        for plane in (hat * on, on)
    )
    mean = coarse / np.maximum(weight, 1e-3)
    return np.asarray(cv2.resize(mean, (width, height), interpolation=cv2.INTER_LINEAR), np.float32)


class _Planes:
    """What is asked of whole planes, for every mark at once."""

    def __init__(self, look: Look, surface: Mask, labels: Ints, count: int) -> None:
        self.look, self.surface = look, surface
        self.inside = np.flatnonzero(labels)
        self.label = labels.ravel()[self.inside]
        self.count = count
        self._weights: dict[int, Floats] = {}
        self.size = np.maximum(np.bincount(self.label, minlength=count)[1:], 1).astype(np.float32)
        grown = cv2.dilate((labels > 0).view(np.uint8), np.ones((3, 3), np.uint8))
        self.bare = (surface & (grown == 0)).astype(np.float32)
        self.tones = self.at(look.tone)
        self.around = self.behind(look.tone, NEAR)
        self.signed = self.over(self.tones) - self.around
        self.contrast = np.maximum(np.abs(self.signed), 1e-3)

    def at(self, plane: npt.ArrayLike) -> Floats:
        """The plane's values at the pixels of the marks."""
        return np.asarray(plane, np.float32).ravel()[self.inside]

    def over(self, values: Floats) -> Floats:
        """Mean over each mark of one value for each pixel of the marks."""
        total = np.bincount(self.label, values, self.count)[1:]
        return np.asarray(total / self.size, np.float32)

    def most(self, values: Floats) -> Floats:
        """Highest over each mark of one value for each pixel of the marks."""
        highest = np.zeros(self.count, np.float32)
        np.maximum.at(highest, self.label, values)
        return highest[1:]

    def behind(self, plane: Floats, window: int) -> Floats:
        """Mean of a plane about each mark, marks left out."""
        return self.over(self._bare_mean(plane, window))

    def spread(self, window: int) -> Floats:
        """Deviation of tone about each mark, marks left out."""
        mean = self._bare_mean(self.look.tone, window)
        square = self._bare_mean(self.look.tone * self.look.tone, window)
        return self.over(np.sqrt(np.maximum(square - mean * mean, 0.0)))

    def _bare_mean(self, plane: Floats, window: int) -> Floats:
        """Mean of a plane about each pixel of the marks, marks left out."""
        weight = self._weight(window)
        near = self.at(cv2.blur(plane * self.bare, (window, window)))
        return np.where(weight > 1e-3, near / np.maximum(weight, 1e-4), self.at(plane))

    def _weight(self, window: int) -> Floats:
        """How much about each pixel of the marks is bare."""
        if window not in self._weights:
            self._weights[window] = self.at(cv2.blur(self.bare, (window, window)))
        return self._weights[window]


def _strength(planes: _Planes) -> dict[str, Floats]:
    """How far the marks stand out: of their surroundings, of noise, of the other marks of the surface."""
    look, contrast = planes.look, planes.contrast
    dark = planes.signed < 0
    own = np.where(dark, planes.behind(look.dark, FAR), planes.behind(look.light, FAR))
    opposite = np.where(dark, planes.behind(look.light, NEAR), planes.behind(look.dark, NEAR))
    stands = np.maximum(look.dark, look.light)
    tint = planes.behind(look.chroma, NEAR)
    return {
        "contrast": contrast,
        "sign": np.sign(planes.signed),
        "over_noise": contrast / np.float32(look.noise),
        "around": planes.around,
        "brightest": planes.most(planes.tones),
        "color": np.abs(planes.over(planes.at(look.chroma)) - tint),
        "tint": tint,
        "opposite": opposite / contrast,
        "over_texture": contrast / np.maximum(own, 1e-4),
        "texture_wide": planes.behind(stands, WIDE) / contrast,
        "texture_far": planes.behind(stands, FAR) / contrast,
        "rare": contrast / np.quantile(contrast, RARE),
        "many": np.full(len(contrast), np.log1p(len(contrast)), np.float32),
        "peak": planes.most(planes.at(stands)) / contrast,
        "sharpest": planes.most(planes.at(look.slope)) / contrast,
    }


def _shape(planes: _Planes, stats: Ints) -> dict[str, Floats]:
    """How large the marks are, how drawn out, and how they lie to the surface's own direction."""
    width, height = (stats[1:, k].astype(np.float32) for k in (2, 3))
    longer = np.maximum(width, height)
    grain, along, drawn_out = _grain(planes)
    return {
        "area": planes.size,
        "longer": longer,
        "fill": planes.size / (width * height),
        "thin": planes.size / longer,
        "grain": grain,
        "along": along,
        "drawn_out": drawn_out,
    }


def _surroundings(planes: _Planes, centers: Points) -> dict[str, Floats]:
    """How even the surface is about the marks, how far its end is, and what other marks there are."""
    look, contrast = planes.look, planes.contrast
    inward = np.asarray(cv2.distanceTransform(planes.surface.view(np.uint8), cv2.DIST_L2, 3), np.float32)
    one = np.ones_like(contrast)
    shape = look.tone.shape
    return {
        "over_near": planes.spread(NEAR) / contrast,
        "over_wide": planes.spread(WIDE) / contrast,
        "over_far": planes.spread(FAR) / contrast,
        "slope": planes.behind(look.slope, NEAR) / contrast,
        "inward": np.minimum(planes.over(planes.at(inward)), 40.0),
        "uneven": _uneven(planes) / contrast,
        "company_wide": _company(shape, centers, one, WIDE),
        "company_far": _company(shape, centers, one, 2 * FAR),
        "rivals": _company(shape, centers, contrast, 2 * FAR) / contrast,
    }


def _company(shape: tuple[int, ...], centers: Points, weights: Floats, window: int) -> Floats:
    """Add up the weights of the other marks about each."""
    dots = np.zeros(shape, np.float32)
    rows, columns = centers[1:, 1].round().astype(int), centers[1:, 0].round().astype(int)
    np.add.at(dots, (rows, columns), weights)
    near = cv2.boxFilter(dots, cv2.CV_32F, (window, window), normalize=False, borderType=cv2.BORDER_CONSTANT)
    return np.asarray(near[rows, columns] - weights, np.float32)


def _uneven(planes: _Planes) -> Floats:
    """How far tone differs between the sides of each mark: on the flank of a reflection it does."""
    halves = [
        planes.at(cv2.blur(planes.look.tone, (5, 5), anchor=anchor))
        for anchor in ((0, 2), (4, 2), (2, 0), (2, 4))
    ]
    step = np.maximum(np.abs(halves[0] - halves[1]), np.abs(halves[2] - halves[3]))
    return planes.over(step)


def _grain(planes: _Planes) -> tuple[Floats, Floats, Floats]:
    """Coherence of the surface's direction about each mark, how well the mark lies along it, and how drawn out it is.

    The first and the last are 0 to 1.
    """
    across, down = planes.look.across, planes.look.down
    xx, yy, xy = (
        planes.behind(one * other, WIDE) for one, other in ((across, across), (down, down), (across, down))
    )
    coherence = np.hypot(xx - yy, 2 * xy) / np.maximum(xx + yy, 1e-9)
    row, column = (
        np.asarray(values, np.float64) for values in divmod(planes.inside, planes.look.tone.shape[1])
    )
    y, x = (_mean(planes, values) for values in (row, column))
    vx = _mean(planes, column * column) - x * x
    vy, vxy = _mean(planes, row * row) - y * y, _mean(planes, row * column) - x * y
    surface, own = np.arctan2(2 * xy, xx - yy), np.arctan2(2 * vxy, vx - vy)
    drawn_out = np.hypot(vx - vy, 2 * vxy) / (vx + vy + 0.1)
    return coherence, np.cos(own - surface).astype(np.float32), drawn_out.astype(np.float32)


def _mean(planes: _Planes, values: Points) -> Points:
    """Mean over each mark in full precision, which moments about a far corner need."""
    return np.asarray(np.bincount(planes.label, values, planes.count)[1:] / planes.size, np.float64)
