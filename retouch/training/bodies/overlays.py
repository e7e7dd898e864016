"""What is laid over a picture afterwards: frames, other pictures, badges and banners, words."""

from collections.abc import Callable

import cv2
import numpy as np

from retouch.training.bodies.graphics import lay_graphic
from retouch.training.bodies.insets import lay_insets
from retouch.training.bodies.lettering import Bytes, any_ink, inked, written
from retouch.training.bodies.watermarks import lay_watermark

NAMES = ("border", "inset", "graphic", "watermark", "text")
CONTRAST = 70  # codes of any channel: an ink nearer to the picture is black or white instead


def lay_over(
    codes: Bytes, second: Callable[[], Bytes], rng: np.random.Generator
) -> tuple[Bytes, frozenset[str]]:
    """Lay something over more than a third of all pictures; ``second`` draws another picture where one is set in."""
    out, names = np.ascontiguousarray(codes), set()
    if rng.random() < 0.06:
        out = _with_border(out, rng)
        names.add("border")
    if rng.random() < 0.1:
        out = lay_insets(out, second, rng)
        names.add("inset")
    if rng.random() < 0.1:
        out, worded = lay_graphic(out, rng)
        names |= {"graphic", "text"} if worded else {"graphic"}
    if rng.random() < 0.12:
        out, worded = lay_watermark(out, rng)
        names |= {"watermark", "text"} if worded else {"watermark"}
    if rng.random() < 0.07:
        out = _with_caption(out, rng)
        names.add("text")
    return out, frozenset(names)


def _with_border(codes: Bytes, rng: np.random.Generator) -> Bytes:
    """A line round the picture, along its edge or a little within."""
    out, (height, width) = codes.copy(), codes.shape[:2]
    away = round(min(height, width) * rng.choice([0, rng.uniform(0, 0.06)]))
    thick = max(1, round(min(height, width) * rng.uniform(0.006, 0.08)))
    if away == 0:  # its outer half lies outside
        thick *= 2
    cv2.rectangle(out, (away, away), (width - 1 - away, height - 1 - away), any_ink(rng), thick)
    return out


def _with_caption(codes: Bytes, rng: np.random.Generator) -> Bytes:
    """Words in full ink, above or below the piece."""
    height, width = codes.shape[:2]
    mask = written(width, height, rng, rng.uniform(0.2, 0.9))
    mask = np.roll(mask, round(rng.choice([-0.42, -0.35, 0.35, 0.42]) * height), 0)
    ink = np.asarray(any_ink(rng), np.float32)
    if np.abs(codes.mean(axis=(0, 1)) - ink).max() < CONTRAST:
        ink = np.full(3, 0.0 if codes.mean() > 127 else 255.0, np.float32)
    return inked(codes, mask, ink, 1.0)
