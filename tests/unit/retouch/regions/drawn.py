"""Drawn pictures with exact truth: rings and chains on uneven paper, with soft edges and a shadow."""

from dataclasses import dataclass

import cv2
import numpy as np

from retouch.arrays import Alpha, LinearRGB

GOLD = (0.55, 0.36, 0.11)
STEEL = (0.10, 0.10, 0.11)
OVER = 8  # samples a pixel and side, so that alpha is exact to 1/64


@dataclass(frozen=True)
class Drawn:
    pixels: LinearRGB
    alpha: Alpha
    ground: LinearRGB


def paper(height: int, width: int, *, shadow: float = 0.0) -> LinearRGB:
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    light = 0.72 + 0.10 * columns / width - 0.06 * rows / height
    dark = np.exp(
        -(((columns - 0.5 * width) / (0.30 * width)) ** 2) - ((rows - 0.75 * height) / (0.14 * height)) ** 2
    )
    light *= 1.0 - shadow * dark
    return (light[..., None] * np.array([1.0, 0.98, 0.95], np.float32)).astype(np.float32)


def ring(
    side: int = 256, *, color: tuple[float, ...] = GOLD, shadow: float = 0.0, band: float = 0.09
) -> Drawn:
    rows, columns = np.mgrid[0 : side * OVER, 0 : side * OVER].astype(np.float32) / (side * OVER)
    radius = np.hypot(columns - 0.5, rows - 0.5)
    inside = ((radius < 0.33) & (radius > 0.33 - band)).astype(np.float32)
    return _over(paper(side, side, shadow=shadow), inside, color)


def chain(side: int = 256, *, color: tuple[float, ...] = GOLD, width_px: float = 1.2) -> Drawn:
    canvas = np.zeros((side * OVER, side * OVER), np.uint8)
    x = np.linspace(0.12, 0.88, 400)
    y = 0.2 + 0.55 * (1.0 - ((x - 0.5) / 0.38) ** 2)
    points = (np.stack([x, y], axis=1) * side * OVER).astype(np.int32)
    cv2.polylines(canvas, [points], isClosed=False, color=1, thickness=max(1, round(width_px * OVER)))
    cv2.circle(canvas, (side * OVER // 2, round(0.79 * side * OVER)), round(0.05 * side * OVER), 1, -1)
    return _over(paper(side, side), canvas.astype(np.float32), color)


def _over(ground: LinearRGB, inside: Alpha, color: tuple[float, ...]) -> Drawn:
    height, width = ground.shape[:2]
    alpha = cv2.resize(inside, (width, height), interpolation=cv2.INTER_AREA)
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    shine = 1.0 + 0.5 * np.sin(0.21 * columns) * np.cos(0.17 * rows)
    piece = np.asarray(color, np.float32) * shine[..., None].astype(np.float32)
    pixels = piece * alpha[..., None] + ground * (1.0 - alpha[..., None])
    grain = np.random.default_rng(7).normal(0.0, 0.002, pixels.shape).astype(np.float32)
    return Drawn(np.clip(pixels + grain, 0.0, 1.0).astype(np.float32), alpha, ground)
