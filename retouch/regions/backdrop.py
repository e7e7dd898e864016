"""A smooth model of what lies behind the piece: paper, card or a tent, evenly falling off, darkened by soft shadows.

Two layers: ``lit`` is a low-order surface, the backdrop as if nothing stood on it; ``local`` follows what is seen,
shadows included, and is carried on smoothly beneath the piece. A piece differs from both by an edge, a shadow by none.
"""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from retouch.arrays import Lab, Mask
from retouch.regions.masks import frame, grow_within, shrink, touching, without_small

Field = npt.NDArray[np.float32]

FIT_SIDE = 96  # px; a cubic surface needs no more
RIM = 0.88  # of the half side: what lies outside is asked first
CHROMA_WEIGHT = 1.4  # a and b against L in a distance: shadows change L alone
SPECK_PX = 25  # smaller islands are dust and do not stop the flood
LEAST_STEP = 0.6  # L* per pixel: JPEG blocks on clean paper
DRIFT, JUMP = 0.17, 0.27  # slope over the range of color within 4 px: a long ramp has 1/8, a blurred step 1/3
GAP_PX = 3  # the flood does not pass through gaps in an outline narrower than twice this


@dataclass(frozen=True, slots=True)
class Backdrop:
    """The ground at the analysis scale.

    lit, local  (h, w, 3) L*a*b*: without and with the shadows
    seen        ground reached from the frame without crossing an edge
    gradient    (h, w) L* per pixel (a* and b* count too), of the whole photo
    step        gradient above which something is an edge and not the ground's own grain
    sharp       (h, w) 1 where color jumps within two or three pixels, 0 where it drifts, as in a shadow's fall
    noise       root mean square distance of the seen ground from ``local``, L* units
    fit         median distance of the ground from the surface, and ``share`` of the photo that lies on it
    """

    lit: Lab
    local: Lab
    seen: Mask
    gradient: Field
    step: float
    sharp: Field
    noise: float
    fit: float
    share: float


def gradient(lab: Lab, sigma: float = 0.8) -> Field:
    """Slope of color per pixel, after a blur of ``sigma`` px: L* units, a* and b* at the same weight."""
    soft = cv2.GaussianBlur(lab, (0, 0), sigma)
    across = cv2.Sobel(soft, cv2.CV_32F, 1, 0, ksize=3, scale=1 / 8)
    down = cv2.Sobel(soft, cv2.CV_32F, 0, 1, ksize=3, scale=1 / 8)
    return np.asarray(np.sqrt((across * across + down * down).sum(axis=2)), np.float32)


def sharpness(lab: Lab, slope: Field, *, grain: float) -> Field:
    """How much of each pixel's slope is a jump and not part of a long ramp, 0 to 1; slopes below ``grain`` are 0."""
    window = np.ones((9, 9), np.uint8)
    span = cv2.dilate(lab, window) - cv2.erode(lab, window)
    reach = np.sqrt((span * span).sum(axis=2))
    jump = np.clip((slope / np.maximum(reach, 1e-3) - DRIFT) / (JUMP - DRIFT), 0.0, 1.0)
    return np.asarray(jump * np.clip(slope / grain - 1.0, 0.0, 1.0), np.float32)


def distance(lab: Lab, other: Lab) -> Field:
    """Color distance per pixel, L* units, with a* and b* weighted by the square root of two."""
    apart = lab - other
    return np.sqrt(apart[..., 0] ** 2 + 2.0 * (apart[..., 1] ** 2 + apart[..., 2] ** 2))


def find_backdrop(lab: Lab) -> Backdrop:
    """Fit the ground of a photo.

    Parameters
    ----------
    lab  (h, w, 3) float32 L*a*b*, about 900 px on the longer side

    The surface is fitted by iteratively reweighted least squares with Tukey's biweight (Beaton and Tukey, 1974),
    starting at the rim and admitting what lies near it; then the frame is flooded inward, up to the first edge.
    """
    slope = gradient(lab)
    rim = frame(lab.shape[:2], max(4, round(0.04 * max(lab.shape[:2]))))
    step = max(LEAST_STEP, 3.0 * float(np.median(slope[rim])))
    lit, fit, share = _fit_surface(lab, cv2.GaussianBlur(slope, (0, 0), 1.0) < step)
    seen = _flood(lab - lit, slope, step)
    local = spread(lab, seen) if seen.any() else lit
    noise = float(np.sqrt(np.mean(distance(lab, local)[seen] ** 2))) if seen.any() else 99.0
    sharp = sharpness(lab, slope, grain=max(0.35, step if step > LEAST_STEP else 0.0))
    return Backdrop(lit, local, seen, slope, step, sharp, noise, fit, share)


def spread(values: Field, known: Mask) -> Field:
    """Carry ``values`` (h, w, c) smoothly from where they are known over the rest (push-pull, Gortler et al., 1996)."""
    weight = np.asarray(cv2.GaussianBlur(known.astype(np.float32), (0, 0), 2.0), np.float32)
    total = np.asarray(cv2.GaussianBlur(values * known[..., None], (0, 0), 2.0), np.float32)
    levels = [(total, weight)]
    while min(total.shape[:2]) > 3:
        total, weight = (
            np.asarray(cv2.pyrDown(total), np.float32),
            np.asarray(cv2.pyrDown(weight), np.float32),
        )
        levels.append((total, weight))
    filled = np.asarray(total / np.maximum(weight, 1e-6)[..., None], np.float32)
    for total, weight in reversed(levels[:-1]):
        coarse = cv2.pyrUp(filled, dstsize=(total.shape[1], total.shape[0]))
        trust = np.clip(3.0 * weight, 0.0, 1.0)[..., None]
        filled = np.asarray(
            coarse + trust * (total / np.maximum(weight, 1e-6)[..., None] - coarse), np.float32
        )
    return filled


def _flood(from_lit: Lab, slope: Field, step: float) -> Mask:
    """Ground reachable from the frame: without edges, and of a color that light and shadow explain."""
    chroma = np.hypot(from_lit[..., 1], from_lit[..., 2])
    plausible = (chroma < 7.0) & (from_lit[..., 0] < 7.0) & (from_lit[..., 0] > -40.0)
    flat = (slope < step) & plausible
    flat = ~without_small(~flat, SPECK_PX)
    wide = shrink(flat, GAP_PX)
    reached = touching(wide, frame(flat.shape[:2]) & wide)
    return shrink(grow_within(reached, flat, GAP_PX))


def _fit_surface(lab: Lab, flat: Mask) -> tuple[Lab, float, float]:
    """Fit the surface; return it, the median distance of what lies on it, and how much of the photo does."""
    height, width = lab.shape[:2]
    scale = FIT_SIDE / max(height, width)
    size = (max(8, round(width * scale)), max(8, round(height * scale)))
    small = cv2.resize(lab, size, interpolation=cv2.INTER_AREA)
    smooth = cv2.resize(flat.astype(np.float32), size, interpolation=cv2.INTER_AREA).ravel()
    y, x = (np.mgrid[0 : size[1], 0 : size[0]] + 0.5).reshape(2, -1)
    x, y = 2.0 * x / size[0] - 1.0, 2.0 * y / size[1] - 1.0
    colors = small.reshape(-1, 3).astype(np.float64)
    rim = np.maximum(np.abs(x), np.abs(y)) > RIM
    middle = np.median(colors[rim], axis=0)
    weight = rim * np.exp(-((np.linalg.norm(colors - middle, axis=1) / 15.0) ** 2)) + 1e-6
    powers = sorted(((i, j) for i in range(4) for j in range(4 - i)), key=sum)
    terms = np.stack([x**i * y**j for i, j in powers], axis=1)
    tolerance = 12.0
    surface, apart = colors, weight
    for count in (3, 3, 6, 6, 10, 10, 10, 10):  # terms of a plane, of a quadratic, of a cubic surface
        used = terms[:, :count]
        weighted = used * weight[:, None]
        surface = used @ np.linalg.solve(weighted.T @ used + 1e-9 * np.eye(count), weighted.T @ colors)
        apart = np.linalg.norm((colors - surface) * [1.0, CHROMA_WEIGHT, CHROMA_WEIGHT], axis=1)
        tolerance = max(0.75 * tolerance, 1.5)
        weight = np.clip(1.0 - (apart / (2.5 * tolerance)) ** 2, 0.0, 1.0) ** 2 * (smooth + 1e-3)
    near = apart < 2.5 * tolerance
    even = near & (smooth > 0.5)
    fit = float(np.median(apart[even])) if even.any() else 99.0
    lit = cv2.resize(
        surface.reshape(size[1], size[0], 3).astype(np.float32),
        (width, height),
        interpolation=cv2.INTER_CUBIC,
    )
    return np.asarray(lit, np.float32), fit, float(near.mean())
