"""Heights on a surface, drawn as pictures: hammer marks, bark, engraving, waves, grains, scales.

A height map is (H, W) float32 in about [-1, 1]; rows run along the piece, columns across it. Those that say
``closed`` fit their own first row again after their last.
"""

from collections.abc import Callable

import cv2
import numpy as np
from scipy import ndimage
from scipy.spatial import cKDTree

from retouch.training.render.mesh import Floats

Size = tuple[int, int]
Relief = Callable[[Size, np.random.Generator], Floats]


def hammered(size: Size, rng: np.random.Generator) -> Floats:
    """Overlapping round dents, each as deep as it is wide."""
    height, width = size
    pitch = rng.uniform(0.16, 0.5) * width
    count = max(int(height * width / pitch**2 * rng.uniform(1.0, 2.0)), 12)
    spots = rng.uniform((0, 0), (height, width), (count, 2))
    along = np.asarray((height, 0.0))
    around = np.concatenate([spots, spots + along, spots - along])
    rows, columns = np.mgrid[0:height, 0:width]
    away, _ = cKDTree(around).query(np.stack([rows.ravel(), columns.ravel()], 1))
    dent = (away.reshape(size) / pitch) ** 2
    return np.clip(dent * 3 - 0.6, -0.8, 0.8).astype(np.float32)


def bark(size: Size, rng: np.random.Generator) -> Floats:
    """Streaks across or along, as of bark, reticulation or a coarse file."""
    noise = rng.standard_normal(size)
    long, short = rng.uniform(0.1, 0.5) * size[1], rng.uniform(0.006, 0.03) * size[1]
    sigma = (short, long) if rng.random() < 0.6 else (long, short)
    out = ndimage.gaussian_filter(noise, np.maximum(sigma, 0.7), mode="wrap")
    return np.clip(out / out.std() * 0.45, -1, 1).astype(np.float32)


def sandy(size: Size, rng: np.random.Generator) -> Floats:
    """A grained, reticulated skin."""
    noise = rng.standard_normal(size)
    grain = rng.uniform(0.012, 0.06) * size[1]
    out = ndimage.gaussian_filter(noise, max(grain, 0.7), mode="wrap")
    out += 0.6 * ndimage.gaussian_filter(noise[::-1], max(3 * grain, 1), mode="wrap") * 3
    return np.clip(out / out.std() * 0.4, -1, 1).astype(np.float32)


def _wrapped(draw: Callable[[np.ndarray], None], size: Size, blur: float) -> Floats:
    """A drawing on a sheet of three lengths, of which the middle one is kept, so that its ends meet."""
    sheet = np.zeros((3 * size[0], size[1]), np.uint8)
    draw(sheet)
    soft = cv2.GaussianBlur(
        sheet.astype(np.float32) / 255, (0, 0), max(blur, 0.5), borderType=cv2.BORDER_REFLECT
    )
    parts = soft.reshape(3, *size).max(axis=0)
    return parts.astype(np.float32)


def engraved(size: Size, rng: np.random.Generator) -> Floats:
    """Cut lines: spirals, waves, leaves and dots, repeated along the piece."""
    height, width = size
    line = max(round(width * rng.uniform(0.015, 0.05)), 1)
    count = max(round(height / width / rng.uniform(0.6, 1.4)), 3)
    motif = _motif(rng, width * 0.36)

    def draw(sheet: np.ndarray) -> None:
        for k in range(count):
            flip = -1 if k % 2 else 1
            middle = np.asarray([width / 2, height + (k + 0.5) * height / count])
            for curve in motif:
                points = (middle + curve * (flip, 1)).astype(np.int32)
                cv2.polylines(
                    sheet, [points], isClosed=False, color=255, thickness=line, lineType=cv2.LINE_AA
                )

    return (0.15 - 1.1 * _wrapped(draw, size, 0.3 * line)).astype(np.float32)


def _motif(rng: np.random.Generator, reach: float) -> list[Floats]:
    """Curves (N, 2) about the origin, within ``reach``."""
    out: list[Floats] = []
    for _ in range(int(rng.integers(2, 5))):
        t = np.linspace(0, 1, 60)
        kind = int(rng.integers(4))
        turns, start = rng.uniform(0.8, 2.6), rng.uniform(0, 2 * np.pi)
        center = rng.uniform(-0.6, 0.6, 2) * reach
        size = rng.uniform(0.25, 0.8) * reach
        if kind == 0:
            away, angle = size * t, start + 2 * np.pi * turns * t
        elif kind == 1:
            away, angle = np.full(60, 0.5 * size), 2 * np.pi * t
        elif kind == 2:
            away, angle = size * (1 + 0.3 * np.cos(5 * np.pi * t)), start + 2.4 * t
        else:
            away, angle = size * np.sin(np.pi * t), start + 0.9 * np.cos(2 * np.pi * t)
        out.append((center + np.stack([away * np.cos(angle), away * np.sin(angle)], 1)).astype(np.float32))
    return out


def ribbed(size: Size, rng: np.random.Generator) -> Floats:
    """Waves along, across or aslant, round or sharp."""
    rows, columns = np.mgrid[0 : size[0], 0 : size[1]] / np.asarray(size)[:, None, None]
    around = int(rng.integers(0, 60)) if rng.random() < 0.6 else 0
    across = rng.uniform(0.8, 6) if around == 0 or rng.random() < 0.5 else 0.0
    wave = np.sin(2 * np.pi * (around * rows + across * columns + 0.25))
    if rng.random() < 0.4:
        wave = 1 - 1.6 * np.abs(wave) ** 0.7
    return (0.7 * wave).astype(np.float32)


def dotted(size: Size, rng: np.random.Generator) -> Floats:
    """Raised grains or sunk rings in rows or strewn about."""
    height, width = size
    radius = rng.uniform(0.05, 0.16) * width
    rows = int(rng.integers(1, 4))
    count = max(int(height / (2.4 * radius)), 4)
    sunk = rng.random() < 0.4
    loose = rng.random() < 0.4

    def draw(sheet: np.ndarray) -> None:
        for k in range(count):
            for r in range(rows):
                x = width * (0.5 + (r - (rows - 1) / 2) * 0.3)
                y = height + (k + 0.5 * (r % 2)) * height / count
                if loose:
                    x, y = rng.uniform(0.15, 0.85) * width, height * (1 + rng.random())
                size_px = max(round(radius * (rng.uniform(0.5, 1.2) if loose else 1)), 1)
                cv2.circle(sheet, (round(x), round(y)), size_px, 255, max(size_px // 3, 1) if sunk else -1)

    bumps = _wrapped(draw, size, 0.25 * radius)
    return (0.1 - bumps if sunk else bumps).astype(np.float32)


def woven(size: Size, rng: np.random.Generator) -> Floats:
    """Two crossing waves: a weave, scales or a checkered pattern."""
    rows, columns = np.mgrid[0 : size[0], 0 : size[1]] / np.asarray(size)[:, None, None]
    around, across = int(rng.integers(14, 60)), rng.uniform(1, 5)
    a = np.sin(2 * np.pi * (around * rows + across * columns))
    b = np.sin(2 * np.pi * (around * rows - across * columns))
    out = np.maximum(a, b) if rng.random() < 0.5 else a * b
    return (0.7 * out).astype(np.float32)


def plain(size: Size, rng: np.random.Generator) -> Floats:
    """Hand-made smoothness: never quite even."""
    out = ndimage.gaussian_filter(rng.standard_normal(size), (0.4 * size[1], 0.3 * size[1]), mode="wrap")
    return (0.15 * out / max(float(out.std()), 1e-6)).astype(np.float32)


RELIEFS: dict[str, Relief] = {
    "hammered": hammered,
    "bark": bark,
    "sandy": sandy,
    "engraved": engraved,
    "ribbed": ribbed,
    "dotted": dotted,
    "woven": woven,
    "plain": plain,
}
DEEP = {"hammered": 0.10, "bark": 0.06, "sandy": 0.05, "engraved": 0.16, "ribbed": 0.16, "dotted": 0.2}
"""How high the heights of each are, in millimetres, on a ring; others 0.12."""


def any_relief(rng: np.random.Generator, size: Size, names: str = "") -> tuple[Floats, str]:
    """A height map in millimetres of one of ``names`` (all of them when empty), and its name."""
    name = str(rng.choice(names.split() or list(RELIEFS)))
    depth = DEEP.get(name, 0.12) * rng.uniform(0.6, 1.5)
    return (RELIEFS[name](size, rng) * np.float32(depth)).astype(np.float32), name
