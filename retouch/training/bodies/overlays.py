"""What is laid over a picture afterwards: frames, other pictures, badges and banners, words."""

from collections.abc import Callable

import cv2
import numpy as np

from retouch.training.bodies.graphics import lay_graphic
from retouch.training.bodies.insets import lay_insets
from retouch.training.bodies.lettering import Bytes, any_ink, inked, written
from retouch.training.bodies.watermarks import lay_watermark

LINES = {"simple": 0.4, "double": 0.2, "dashed": 0.2, "rounded": 0.2}
"""How often each kind of line is drawn within a picture."""
NAMES = ("border", "inset", "graphic", "watermark", "text")
CONTRAST = 70  # codes of any channel: an ink nearer to the picture is black or white instead


def lay_over(
    codes: Bytes, second: Callable[[], Bytes], rng: np.random.Generator
) -> tuple[Bytes, frozenset[str]]:
    """Lay something over about half of all pictures; ``second`` draws another picture where one is set in."""
    out, names = np.ascontiguousarray(codes), set()
    if rng.random() < 0.08:
        out = _with_border(out, rng)
        names.add("border")
    if rng.random() < 0.14:
        out = lay_insets(out, second, rng)
        names.add("inset")
    if rng.random() < 0.2:
        out, worded = lay_graphic(out, rng)
        names |= {"graphic", "text"} if worded else {"graphic"}
    if rng.random() < 0.17:
        out, worded = lay_watermark(out, rng)
        names |= {"watermark", "text"} if worded else {"watermark"}
    if rng.random() < 0.07:
        out = _with_caption(out, rng)
        names.add("text")
    return out, frozenset(names)


def _with_border(codes: Bytes, rng: np.random.Generator) -> Bytes:
    """A band along the picture's edge, or a line within it: simple, double, dashed, or with round corners."""
    out, side = codes.copy(), min(codes.shape[:2])
    if rng.random() < 0.4:
        thick = max(2, round(side * rng.uniform(0.01, 0.09)))
        foot = thick if rng.random() < 0.7 else round(2.5 * thick)
        ink = any_ink(rng)
        out[:thick], out[-foot:], out[:, :thick], out[:, -thick:] = ink, ink, ink, ink
        return out
    mask, away = np.zeros(codes.shape[:2], np.uint8), side * rng.uniform(0.01, 0.08)
    thick, kind = (
        max(1, round(side * rng.uniform(0.004, 0.02))),
        rng.choice(list(LINES), p=list(LINES.values())),
    )
    radius = side * rng.uniform(0.03, 0.1) if kind == "rounded" else 0.0
    _draw_frame(mask, away, radius, thick)
    if kind == "double":
        _draw_frame(mask, away + side * rng.uniform(0.012, 0.03), 0.0, max(1, thick // 2))
    if kind == "dashed":
        y, x = np.mgrid[0 : mask.shape[0], 0 : mask.shape[1]]
        mask[(x + y) % round(side * 0.06) < 0.025 * side] = 0
    return inked(codes, mask, np.asarray(any_ink(rng), np.float32), 1.0)


def _draw_frame(mask: Bytes, away: float, radius: float, thick: int) -> None:
    """Draw a line so far from each side of a mask (H, W), its corners rounded."""
    height, width = mask.shape
    right, low, r = width - 1 - away, height - 1 - away, radius
    turns = np.linspace(0, np.pi / 2, 9)
    corners = (
        (right - r, low - r, 0.0),
        (away + r, low - r, 1.0),
        (away + r, away + r, 2.0),
        (right - r, away + r, 3.0),
    )
    parts = [
        np.stack([x + r * np.cos(turns + k * np.pi / 2), y + r * np.sin(turns + k * np.pi / 2)], 1)
        for x, y, k in corners
    ]
    points = [np.rint(np.concatenate(parts)).astype(np.int32)]
    cv2.polylines(mask, points, isClosed=True, color=255, thickness=thick, lineType=cv2.LINE_AA)


def _with_caption(codes: Bytes, rng: np.random.Generator) -> Bytes:
    """Words in full ink, above or below the piece."""
    height, width = codes.shape[:2]
    mask = written(width, height, rng, rng.uniform(0.2, 0.9))
    mask = np.roll(mask, round(rng.choice([-0.42, -0.35, 0.35, 0.42]) * height), 0)
    ink = np.asarray(any_ink(rng), np.float32)
    if np.abs(codes.mean(axis=(0, 1)) - ink).max() < CONTRAST:
        ink = np.full(3, 0.0 if codes.mean() > 127 else 255.0, np.float32)
    return inked(codes, mask, ink, 1.0)
