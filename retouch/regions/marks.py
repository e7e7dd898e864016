"""Small marks that stand out of a surface, and what can be measured of each: dust, scratches, letters, grains, glints.

Whether a mark is dirt is not decided here (``specks``). Everything is measured for all marks at once, by box filters
that leave the marks themselves out, so that a photo strewn with them costs no more than a clean one.
"""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from retouch.arrays import LinearRGB, Mask
from retouch.color import luminance
from retouch.quality.sharpness import noise_level
from retouch.regions.hats import stands_out

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int32]

FAINTEST = 0.022  # tone, the square root of luminance: a fainter mark is not seen
TIMES_NOISE = 4.0
SMALLEST_PX = 3
NEAR, WIDE, FAR = 9, 21, 51  # px: windows about a mark
FEATURES: Final = (
    "contrast", "sign", "over_near", "over_wide", "over_far", "over_noise", "slope", "area", "longer", "fill",
    "thin", "around", "brightest", "texture_wide", "texture_far", "company_wide", "company_far", "inward", "color",
    "tint", "uneven", "on_metal", "grain", "along",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Marks:
    """Marks found on one kind of surface: ``labels`` (H, W) from 1 on, ``boxes`` (N, 4) and ``features`` (N, F)."""

    labels: Ints
    boxes: Ints
    features: Floats


def find_marks(pixels: LinearRGB, surface: Mask, *, on_metal: bool, radius_px: int) -> Marks:
    """Find and measure the marks on a surface.

    Parameters
    ----------
    pixels     (H, W, 3) float32, linear sRGB, D65, [0, 1]
    surface    (H, W) bool; marks that touch its end are left out
    radius_px  what is wider than twice this is no mark
    """
    light = luminance(pixels)
    tone = np.sqrt(light)
    strength = stands_out(tone, radius_px)
    noise = max(noise_level(tone), 1e-3)
    marks = (strength > max(FAINTEST, TIMES_NOISE * noise)) & surface
    count, labels, stats, centers = cv2.connectedComponentsWithStats(marks.view(np.uint8), connectivity=8)
    if count < 2:
        return Marks(
            np.zeros(tone.shape, np.int32), np.zeros((0, 4), np.int32), np.zeros((0, 24), np.float32)
        )
    planes = _Planes(tone, strength, marks, surface, np.asarray(labels, np.int32), count)
    features = _features(planes, np.asarray(stats, np.int32), np.asarray(centers, np.float64), noise)
    features[:, FEATURES.index("on_metal")] = float(on_metal)
    chroma = np.asarray((pixels[..., 0] - pixels[..., 2]) / np.maximum(light, 1e-3), np.float32)
    features[:, FEATURES.index("tint")] = planes.behind(chroma, NEAR)
    features[:, FEATURES.index("color")] = np.abs(planes.of(chroma) - features[:, FEATURES.index("tint")])
    return Marks(np.asarray(labels, np.int32), np.asarray(stats[1:, :4], np.int32), features)


class _Planes:
    """What is asked of whole planes, for every mark at once."""

    def __init__(
        self, tone: Floats, strength: Floats, marks: Mask, surface: Mask, labels: Ints, count: int
    ) -> None:
        self.tone, self.strength, self.surface = tone, strength, surface
        self.inside = np.flatnonzero(labels)
        self.label = labels.ravel()[self.inside]
        self.count = count
        self._weights: dict[int, Floats] = {}
        self.size = np.maximum(np.bincount(self.label, minlength=count)[1:], 1).astype(np.float32)
        bare = surface & (cv2.dilate(marks.view(np.uint8), np.ones((3, 3), np.uint8)) == 0)
        self.bare = bare.astype(np.float32)

    def of(self, plane: Floats) -> Floats:
        """Mean of a plane over each mark's own pixels."""
        return self.over(plane.ravel()[self.inside])

    def over(self, values: Floats) -> Floats:
        """Mean over each mark of one value for each pixel of the marks."""
        total = np.bincount(self.label, values, self.count)[1:]
        return np.asarray(total / self.size, np.float32)

    def behind(self, plane: Floats, window: int) -> Floats:
        """Mean of a plane about each mark, marks left out."""
        return self.over(self._bare_mean(plane, window))

    def spread(self, window: int) -> tuple[Floats, Floats]:
        """Mean and deviation of tone about each mark, marks left out."""
        mean = self._bare_mean(self.tone, window)
        square = self._bare_mean(self.tone * self.tone, window)
        deviation = np.sqrt(np.maximum(square - mean * mean, 0.0))
        return self.over(mean), self.over(np.asarray(deviation, np.float32))

    def _bare_mean(self, plane: Floats, window: int) -> Floats:
        """Mean of a plane about each pixel of the marks, marks left out."""
        weight = self._weight(window)
        mean = cv2.blur(plane * self.bare, (window, window)).ravel()[self.inside] / np.maximum(weight, 1e-4)
        return np.asarray(np.where(weight > 1e-3, mean, plane.ravel()[self.inside]), np.float32)

    def _weight(self, window: int) -> Floats:
        """How much about each pixel of the marks is bare."""
        if window not in self._weights:
            self._weights[window] = cv2.blur(self.bare, (window, window)).ravel()[self.inside]
        return self._weights[window]


def _features(planes: _Planes, stats: Ints, centers: npt.NDArray[np.float64], noise: float) -> Floats:
    """Measure every mark: (N, 24), in the order of ``FEATURES``; color is left at 0."""
    around, near = planes.spread(NEAR)
    _, wide = planes.spread(WIDE)
    _, far = planes.spread(FAR)
    signed = planes.of(planes.tone) - around
    contrast = np.maximum(np.abs(signed), 1e-3)
    across, down = (
        np.asarray(cv2.Sobel(planes.tone, cv2.CV_32F, *way, scale=0.125), np.float32)
        for way in ((1, 0), (0, 1))
    )
    longer = np.maximum(stats[1:, 2], stats[1:, 3]).astype(np.float32)
    box = (stats[1:, 2] * stats[1:, 3]).astype(np.float32)
    peak = np.zeros(planes.count, np.float32)
    np.maximum.at(peak, planes.label, planes.tone.ravel()[planes.inside])
    inward = np.asarray(cv2.distanceTransform(planes.surface.view(np.uint8), cv2.DIST_L2, 3), np.float32)
    company = [_company(planes.tone.shape, centers, window) for window in (WIDE, 2 * FAR)]
    grain, along = _grain(planes, across, down)
    none = np.zeros_like(contrast)
    return np.stack(
        [
            contrast,
            np.sign(signed),
            near / contrast,
            wide / contrast,
            far / contrast,
            contrast / noise,
            planes.behind(np.asarray(np.hypot(across, down), np.float32), NEAR) / contrast,
            planes.size,
            longer,
            planes.size / box,
            planes.size / longer,
            around,
            peak[1:],
            planes.behind(planes.strength, WIDE) / contrast,
            planes.behind(planes.strength, FAR) / contrast,
            *company,
            np.minimum(planes.of(inward), 40.0),
            none,
            none,
            _uneven(planes) / contrast,
            none,
            grain,
            along,
        ],
        axis=1,
    ).astype(np.float32)


def _company(shape: tuple[int, ...], centers: npt.NDArray[np.float64], window: int) -> Floats:
    """Count the other marks about each."""
    dots = np.zeros(shape, np.float32)
    rows, columns = centers[1:, 1].round().astype(int), centers[1:, 0].round().astype(int)
    np.add.at(dots, (rows, columns), 1.0)
    near = cv2.boxFilter(dots, cv2.CV_32F, (window, window), normalize=False, borderType=cv2.BORDER_CONSTANT)
    return np.asarray(near[rows, columns] - 1.0, np.float32)


def _uneven(planes: _Planes) -> Floats:
    """How far tone differs between the sides of each mark: on the flank of a reflection it does."""
    halves = [cv2.blur(planes.tone, (5, 5), anchor=anchor) for anchor in ((0, 2), (4, 2), (2, 0), (2, 4))]
    step = np.maximum(np.abs(halves[0] - halves[1]), np.abs(halves[2] - halves[3]))
    return planes.of(np.asarray(step, np.float32))


def _grain(planes: _Planes, across: Floats, down: Floats) -> tuple[Floats, Floats]:
    """Coherence of the surface's direction about each mark, 0 to 1, and how well the mark lies along it."""
    xx, yy, xy = (
        planes.behind(np.asarray(plane, np.float32), WIDE)
        for plane in (across * across, down * down, across * down)
    )
    coherence = np.hypot(xx - yy, 2 * xy) / np.maximum(xx + yy, 1e-9)
    row, column = (np.asarray(values, np.float32) for values in divmod(planes.inside, planes.tone.shape[1]))
    y, x = planes.over(row), planes.over(column)
    vx = planes.over(column * column) - x * x
    vy, vxy = planes.over(row * row) - y * y, planes.over(row * column) - x * y
    surface, own = np.arctan2(2 * xy, xx - yy), np.arctan2(2 * vxy, vx - vy)
    return coherence.astype(np.float32), np.asarray(np.cos(own - surface), np.float32)
