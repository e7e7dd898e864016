"""How soft the sharpest edges of a picture are: whether anything in it is in focus."""

import cv2
import numpy as np

from retouch.quality.facts.view import Gray, View

SIDE = 1_000  # px at which a buyer looks at it
SMALL = 500  # px: a smaller picture is not looked at any larger
FINE, COARSE = 0.7, 2.0  # px: two scales; the narrower an edge, the more its slope differs between them
EDGE_SHARE = 0.02  # of the pixels: the steepest ones
LEAST_SLOPE = 1.5  # codes a pixel at the coarse scale; below there are no edges to judge
LEAST_EDGES = 40
SHARPEST = 25  # percentile of the edges: a shallow depth of field is no blur
SHARP_PX = 2.0  # softness up to which a picture is surely sharp
BLURRED_PX = 3.0  # and from which on it is surely not


def focus_facts(view: View) -> dict[str, object]:
    """Measure how soft the sharpest edges are, in thousandths of the longer side; unsure between the two limits."""
    gray = _gray(view)
    softness = _softness(gray)
    if softness is None:
        return {}
    softness *= SIDE / max(SMALL, *gray.shape)
    blurred = None if SHARP_PX < softness < BLURRED_PX else softness >= BLURRED_PX
    return {"edge_softness": round(softness, 2), "blurred": blurred}


def _gray(view: View) -> Gray:
    height, width = view.codes.shape[:2]
    share = min(1.0, SIDE / max(height, width))
    size = (max(1, round(width * share)), max(1, round(height * share)))
    gray = cv2.cvtColor(view.codes, cv2.COLOR_RGB2GRAY)
    return np.asarray(cv2.resize(gray, size, None, 0, 0, cv2.INTER_AREA), np.float32)


def _softness(gray: Gray) -> float | None:
    """Return the sigma of the blur that the sharpest edges have.

    The slope of a step blurred by s, looked at with a Gaussian of f, goes with 1 / sqrt(s² + f²); the ratio of two
    such slopes gives s.
    """
    down, across = _slopes(gray, COARSE)
    coarse = np.hypot(down, across)
    bound = max(LEAST_SLOPE, float(np.quantile(coarse, 1.0 - EDGE_SHARE)))
    edges = coarse >= bound
    if int(edges.sum()) < LEAST_EDGES:
        return None
    fine_down, fine_across = _slopes(gray, FINE)
    along = (fine_down * down + fine_across * across)[edges] / coarse[edges]
    ratio = np.clip(along / coarse[edges], 1.0 + 1e-3, COARSE / FINE - 1e-3) ** 2
    squares = (COARSE**2 - ratio * FINE**2) / (ratio - 1.0)
    return float(min(20.0, np.percentile(np.sqrt(np.maximum(0.0, squares)), SHARPEST)))


def _slopes(gray: Gray, sigma: float) -> tuple[Gray, Gray]:
    soft = cv2.GaussianBlur(gray, (0, 0), sigma)
    return (
        np.asarray(cv2.Sobel(soft, cv2.CV_32F, 0, 1, scale=0.125), np.float32),
        np.asarray(cv2.Sobel(soft, cv2.CV_32F, 1, 0, scale=0.125), np.float32),
    )
