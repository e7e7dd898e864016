"""Words printed on what jewelry comes in: a maker's name on a card or on a lid, which is no watermark."""

import cv2
import numpy as np

from retouch.training.bodies.anchors import PACKAGING, PRINT
from retouch.training.bodies.lettering import written
from retouch.training.bodies.relief import Relief
from retouch.training.render.mesh import Floats

LEGIBLE = 0.06  # of the picture's width: what is printed smaller has no letters


def print_words(
    relief: Relief, at: tuple[float, float], wide: float, ink: Floats, rng: np.random.Generator
) -> None:
    """Print words of this length, px, on the packaging about a place; beside it nothing is printed."""
    canvas = relief.canvas
    mask = written(canvas.width, canvas.height, rng, max(LEGIBLE, wide / canvas.width))
    turn = rng.choice([0.0, rng.normal(0, 8)])
    move = cv2.getRotationMatrix2D((canvas.width / 2, canvas.height / 2), float(turn), 1.0)
    move[:, 2] += np.asarray(at) - (canvas.width / 2, canvas.height / 2)
    mask = cv2.warpAffine(mask, move, (canvas.width, canvas.height))
    share = mask.astype(np.float32) / 255 * (relief.names[PACKAGING] > 0)
    relief.color = np.asarray(relief.color * (1 - share[..., None]) + ink * share[..., None], np.float32)
    relief.names[PRINT] = np.maximum(
        relief.names.get(PRINT, np.zeros_like(share)), (share > 0.5).astype(np.float32)
    )
