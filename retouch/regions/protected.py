"""What is never healed, whatever it looks like: marks in company on metal, and all that lies in a stone.

Letters of a hallmark, strokes of an engraving, grains of a milgrain edge, the lines of a brush or a hammer come in
rows and fields; dust comes alone. In a stone any mark may be an inclusion.
"""

from typing import Final

import cv2
import numpy as np

from retouch.arrays import Alpha, LinearRGB, Mask
from retouch.color import luminance
from retouch.quality.sharpness import noise_level
from retouch.regions.hats import stands_out
from retouch.regions.masks import grow

LOOK_SIDE = 1400  # px of the longer side: letters that are to be read are wider than a pixel there
FAINTEST = 0.03  # tone, the square root of luminance
TIMES_NOISE = 5.0
REACH_SIDE = 0.03  # of the longer side: marks that belong together lie within this of each other
COMPANY: Final = 3  # marks within reach, itself included, or as many pixels as three large letters
CROWDED = 0.08  # share of pixels in marks, within reach, that makes a field of them


def find_protected(pixels: LinearRGB, metal: Alpha, gem: Alpha) -> Mask:
    """Find hallmark, engraving, milgrain, worked grain and inclusions.

    Parameters
    ----------
    pixels      (H, W, 3) float32, linear sRGB, D65, [0, 1]
    metal, gem  (H, W) float32, [0, 1], shares of metal and of stones

    Returns
    -------
    (H, W) bool, an upper bound: more is kept from healing than needs to be.
    """
    stones = gem > 0.0
    scale = min(1.0, LOOK_SIDE / max(metal.shape))
    size = (max(1, round(metal.shape[1] * scale)), max(1, round(metal.shape[0] * scale)))
    on_metal = cv2.resize(metal, size, interpolation=cv2.INTER_AREA) > 0.5
    if not on_metal.any():
        return stones
    tone = np.sqrt(np.asarray(cv2.resize(luminance(pixels), size, interpolation=cv2.INTER_AREA), np.float32))
    faintest = max(FAINTEST, TIMES_NOISE * noise_level(tone))
    marks: Mask = (stands_out(tone, max(3, round(0.006 * max(size)))) > faintest) & on_metal
    kept = grow(_in_company(marks, max(5, round(REACH_SIDE * max(size)))), 3).view(np.uint8)
    whole = cv2.resize(kept, (metal.shape[1], metal.shape[0]), interpolation=cv2.INTER_NEAREST)
    return np.asarray(stones | ((whole > 0) & (metal > 0.0)), np.bool_)


def _in_company(marks: Mask, reach_px: int) -> Mask:
    """Keep the marks that have others about them, or that fill a good part of what is about them."""
    count, labels, _, centers = cv2.connectedComponentsWithStats(marks.view(np.uint8), connectivity=8)
    dots = np.zeros(marks.shape, np.float32)
    rows, columns = centers[1:, 1].round().astype(int), centers[1:, 0].round().astype(int)
    np.add.at(dots, (rows, columns), 1.0)
    window = (2 * reach_px + 1, 2 * reach_px + 1)
    many = cv2.boxFilter(dots, cv2.CV_32F, window, normalize=False, borderType=cv2.BORDER_CONSTANT)
    share = cv2.blur(marks.astype(np.float32), window)
    kept = np.zeros(count, np.bool_)
    kept[1:] = (many[rows, columns] >= COMPANY) | (share[rows, columns] > CROWDED)
    return np.asarray(kept[labels], np.bool_)
