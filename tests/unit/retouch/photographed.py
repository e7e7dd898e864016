"""Photos of the sandbox shop, small: what a network knows for jewelry, as flat drawings are not."""

from functools import cache
from pathlib import Path

import cv2
import numpy as np

from retouch.arrays import LinearRGB
from retouch.codecs import decode

ROOT = Path(__file__).parents[3]


@cache
def photographed(name: str, side: int = 256) -> LinearRGB:
    """(h, w, 3) linear pixels of a photo, its longer side ``side``; not to be written to."""
    pixels = decode((ROOT / "integrations/sandbox/pictures" / name).read_bytes()).pixels[..., :3]
    scale = side / max(pixels.shape[:2])
    size = (round(pixels.shape[1] * scale), round(pixels.shape[0] * scale))
    small = np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.float32)
    small.flags.writeable = False
    return small
