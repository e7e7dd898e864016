"""How far a matte is from the truth: in a band along the edge, at the edge itself, and in what is thinner than 7 px."""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from retouch.arrays import Alpha, Mask

Floats = npt.NDArray[np.float32]

BAND_PX = 10
BOUNDARY_PX = 2
THIN_PX = 3  # the radius of the opening that thin structures do not survive
FEWEST_THIN = 150  # pixels; with less a share of them says nothing
_SIGMA = 1.4  # of the gradient error


def disc(radius_px: int) -> npt.NDArray[np.uint8]:
    """The pixels within a radius, as a structuring element."""
    reach = np.arange(-radius_px, radius_px + 1)
    inside = reach[:, None] ** 2 + reach[None, :] ** 2 <= radius_px**2
    return np.asarray(inside, np.uint8)


def grown(mask: Mask, radius_px: int) -> Mask:
    """The mask and all within a radius of it."""
    return np.asarray(cv2.dilate(mask.astype(np.uint8), disc(radius_px)) > 0, np.bool_)


def band(truth: Alpha, width_px: int = BAND_PX) -> Mask:
    """All pixels within ``width_px`` of the piece's edge, on either side; the soft edge itself belongs to it."""
    some, whole = truth > 0.02, truth > 0.98
    inner = (
        cv2.erode(whole.astype(np.uint8), disc(width_px), borderType=cv2.BORDER_CONSTANT, borderValue=1) > 0
    )
    return np.asarray(grown(some, width_px) & ~inner, np.bool_)


def mean_error(alpha: Alpha, truth: Alpha, where: Mask) -> float:
    """Mean absolute difference in a region; 0 in an empty one."""
    return float(np.abs(alpha[where] - truth[where]).mean()) if where.any() else 0.0


def gradient_error(alpha: Alpha, truth: Alpha, where: Mask) -> float:
    """Mean squared difference of the gradients' lengths in a region, times a thousand.

    Gradients are by derivatives of a Gaussian of 1.4 px. Source: Rhemann et al., A perceptually motivated online
    benchmark for image matting, 2009; taken per pixel of the band here, so that large photos do not count more.
    """
    if not where.any():
        return 0.0
    apart = _steepness(alpha) - _steepness(truth)
    return float(1000 * np.square(apart[where]).mean())


def _steepness(alpha: Alpha) -> Floats:
    reach = int(np.ceil(3 * _SIGMA))
    x = np.arange(-reach, reach + 1, dtype=np.float32)
    bell = np.exp(-(x**2) / (2 * _SIGMA**2))
    bell /= bell.sum()
    slope = -x / _SIGMA**2 * bell
    across, down = (
        cv2.sepFilter2D(alpha, cv2.CV_32F, *kernels) for kernels in ((slope, bell), (bell, slope))
    )
    return np.asarray(np.hypot(across, down), np.float32)


def outline(mask: Mask) -> Mask:
    """The mask's pixels that touch what is not of it."""
    inner = cv2.erode(
        mask.astype(np.uint8), np.ones((3, 3), np.uint8), borderType=cv2.BORDER_CONSTANT, borderValue=1
    )
    return np.asarray(mask & (inner == 0), np.bool_)


def boundary_f(alpha: Alpha, truth: Alpha, tolerance_px: int = BOUNDARY_PX) -> float:
    """Harmonic mean of precision and recall of the outline at alpha 0.5, met within ``tolerance_px``; 1 is best."""
    ours, wanted = outline(alpha > 0.5), outline(truth > 0.5)
    if not ours.any() or not wanted.any():
        return float(ours.any() == wanted.any())
    precision = float(grown(wanted, tolerance_px)[ours].mean())
    recall = float(grown(ours, tolerance_px)[wanted].mean())
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def thin_parts(alpha: Alpha) -> Mask:
    """What of the piece an opening of radius 3 px removes: links, wires, prongs, hooks."""
    mask = (alpha > 0.5).astype(np.uint8)
    return np.asarray((mask > 0) & (cv2.morphologyEx(mask, cv2.MORPH_OPEN, disc(THIN_PX)) == 0), np.bool_)


@dataclass(frozen=True, slots=True)
class Thin:
    """Shares of thin pixels: of the true ones found, and of those found that are of the piece; None: too few."""

    recall: float | None
    precision: float | None


def thin(alpha: Alpha, truth: Alpha) -> Thin:
    """Hold thin structures against the truth, pixel by pixel."""
    wanted, ours = thin_parts(truth), thin_parts(alpha)
    recall = float((alpha[wanted] > 0.5).mean()) if wanted.sum() >= FEWEST_THIN else None
    precision = float((truth[ours] > 0.5).mean()) if ours.sum() >= FEWEST_THIN else None
    return Thin(recall, precision)


def overlap(share: Alpha, truth: Alpha, *, fewest: int = 400) -> float | None:
    """Intersection over union of two regions at 0.5; None where the truth has fewer pixels than ``fewest``."""
    ours, wanted = share > 0.5, truth > 0.5
    if wanted.sum() < fewest:
        return None
    return float((ours & wanted).sum() / (ours | wanted).sum())
