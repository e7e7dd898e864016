"""Where a picture changed, laid in red over the original in grey, what was recolored framed."""

import cv2
import numpy as np

from retouch.arrays import LinearRGB
from retouch.codecs import Encoding, encode
from retouch.color import luminance
from retouch.fidelity.comparison import Comparison
from retouch.regions.findings import Box

RED = np.asarray([0.8, 0.02, 0.0], np.float32)
PALE = 0.45  # of the original's light: red has to stand out
SPREAD_PX = 3


def draw_heat_map(original: LinearRGB, found: Comparison) -> bytes:
    """A PNG as large as what is given.

    Parameters
    ----------
    original  (H, W, 3) float32, linear sRGB, [0, 1]
    """
    canvas = np.repeat(luminance(original)[..., None] * PALE + (1.0 - PALE) * 0.4, 3, axis=2)
    height, width = original.shape[:2]
    if found.heat is not None:
        heat = cv2.resize(found.heat, (width, height), interpolation=cv2.INTER_LINEAR)
        around = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * SPREAD_PX + 1, 2 * SPREAD_PX + 1))
        share = np.clip(cv2.dilate(heat, around), 0.0, 1.0)[..., None]
        canvas = canvas * (1.0 - share) + RED * share
    canvas = np.ascontiguousarray(canvas, np.float32)
    for box in _boxes(found):
        corners = [round(value / found.reduction) for value in (box.left, box.top, box.right, box.bottom)]
        color = [float(value) for value in RED]
        cv2.rectangle(canvas, (corners[0], corners[1]), (corners[2], corners[3]), color, max(1, width // 500))
    return encode(canvas, Encoding("png"))


def _boxes(found: Comparison) -> list[Box]:
    report = found.report
    if report is None:
        return []
    codes = {reason.code for reason in found.reasons}
    boxes = [report.changed_box if codes & {"redrawn", "painted", "vanished"} else None]
    boxes.append(report.recolored_box if "recolored" in codes else None)
    return [box for box in boxes if box is not None]
