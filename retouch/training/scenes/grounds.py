"""What jewelry is laid on, made from noise: paper, linen, wood, stone, velvet, and what else lies in the picture.

A ground is (H, W, 3) float32 and multiplies the radiance of evenly lit paper: 1 changes nothing.
"""

from collections.abc import Callable

import cv2
import numpy as np

from retouch.training.render.mesh import Floats

Size = tuple[int, int]


def noise(size: Size, scale: float, rng: np.random.Generator, *, stretch: float = 1.0) -> Floats:
    """Smooth noise (H, W) of mean 0 and deviation 1; ``scale`` is its grain in pixels, across ``stretch`` times."""
    height, width = size
    rows, columns = max(2, round(height / scale) + 2), max(2, round(width / scale / stretch) + 2)
    coarse = rng.standard_normal((rows, columns)).astype(np.float32)
    out = cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC)
    return np.asarray((out - out.mean()) / max(float(out.std()), 1e-6), np.float32)


def octaves(size: Size, scale: float, rng: np.random.Generator, *, stretch: float = 1.0) -> Floats:
    """Noise of several grains, finer ones weaker."""
    layers = [0.6**k * noise(size, max(1.0, scale / 2**k), rng, stretch=stretch) for k in range(5)]
    total = np.sum(layers, axis=0)
    return np.asarray(total / max(float(total.std()), 1e-6), np.float32)


def _gray(relief: Floats, depth: float) -> Floats:
    return np.repeat(np.clip(1 + depth * relief, 0.02, 3.0)[..., None], 3, axis=2).astype(np.float32)


def paper(size: Size, rng: np.random.Generator) -> Floats:
    """Plain sheet with a little tooth."""
    fine = noise(size, rng.uniform(1, 3), rng)
    return _gray(fine + 2 * noise(size, 60, rng), rng.uniform(0, 0.012))


def sweep(size: Size, rng: np.random.Generator) -> Floats:
    """Sheet before a wall: lighter or darker above some line, sharp or soft."""
    height, width = size
    row, column = np.mgrid[0:height, 0:width].astype(np.float32)
    tilt = rng.normal(0, 0.06)
    line = height * rng.uniform(0.1, 0.6) + tilt * (column - width / 2)
    soft = max(1.0, height * rng.uniform(0.0, 0.25) ** 2)
    above = 1 / (1 + np.exp(np.clip((row - line) / soft, -30, 30)))
    other = 1 + rng.uniform(-0.5, 0.35) * np.asarray([1.0, 1.0, 1.0]) + rng.normal(0, 0.05, 3)
    return np.asarray(paper(size, rng) * (1 + above[..., None] * (other - 1)), np.float32)


def linen(size: Size, rng: np.random.Generator) -> Floats:
    """Woven cloth, its threads turned and uneven."""
    height, width = size
    row, column = np.mgrid[0:height, 0:width].astype(np.float32)
    turn, pitch = rng.uniform(0, np.pi), rng.uniform(2.2, 7.0)
    bend = noise(size, 80, rng) * pitch
    along = (np.cos(turn) * column + np.sin(turn) * row + bend) * 2 * np.pi / pitch
    across = (-np.sin(turn) * column + np.cos(turn) * row + noise(size, 80, rng) * pitch) * 2 * np.pi / pitch
    weave = np.sin(along) * (1 + 0.6 * noise(size, 5, rng)) + np.sin(across) * (1 + 0.6 * noise(size, 5, rng))
    folds = octaves(size, rng.uniform(100, 400), rng)
    return _gray(np.asarray(rng.uniform(0.02, 0.1) * weave + rng.uniform(0.02, 0.2) * folds, np.float32), 1.0)


def wood(size: Size, rng: np.random.Generator) -> Floats:
    """Grain drawn out along one side, brown or pale."""
    grain = octaves(size, rng.uniform(3, 14), rng, stretch=rng.uniform(10, 40))
    if rng.random() < 0.5:
        grain = np.ascontiguousarray(cv2.resize(grain.T, (size[1], size[0])))
    warm = np.asarray([1.0, rng.uniform(0.6, 0.85), rng.uniform(0.35, 0.7)], np.float32)
    return np.asarray(_gray(grain, rng.uniform(0.08, 0.3)) * warm / warm.mean(), np.float32)


def stone(size: Size, rng: np.random.Generator) -> Floats:
    """Marble, slate or concrete: veins where warped noise crosses zero."""
    relief = octaves(size, rng.uniform(60, 300), rng)
    veins = np.exp(-np.abs(relief) * rng.uniform(4, 14)) * rng.uniform(-0.5, 0.2)
    rough = octaves(size, rng.uniform(2, 30), rng) * rng.uniform(0, 0.12)
    return _gray(np.asarray(veins + rough, np.float32), 1.0)


def pebbled(size: Size, rng: np.random.Generator) -> Floats:
    """Leather, glitter paper, sand: strong fine relief, sometimes with sparks."""
    relief = octaves(size, rng.uniform(2, 9), rng)
    if rng.random() < 0.3:
        relief = relief + 6 * (noise(size, 1.2, rng) > 2.2)
    return _gray(relief, rng.uniform(0.05, 0.25))


def velvet(size: Size, rng: np.random.Generator) -> Floats:
    """Deep folds of one strong color."""
    hue = rng.uniform(0.05, 1.0, 3).astype(np.float32)
    folds = np.exp(rng.uniform(0.1, 0.6) * octaves(size, rng.uniform(60, 300), rng))
    return np.asarray(folds[..., None] * hue / hue.mean(), np.float32)


def slate(size: Size, rng: np.random.Generator) -> Floats:
    """Split rock: steps along one direction, dull and cool."""
    relief = octaves(size, rng.uniform(30, 90), rng, stretch=rng.uniform(2, 5))
    steps = np.round(relief * rng.uniform(1, 3)) / 3 + 0.3 * octaves(size, 4, rng)
    cool = np.asarray([0.94, 1.0, 1.06], np.float32)
    return np.asarray(_gray(np.asarray(steps, np.float32), rng.uniform(0.05, 0.2)) * cool, np.float32)


GROUNDS: dict[str, Callable[[Size, np.random.Generator], Floats]] = {
    "paper": paper, "sweep": sweep, "linen": linen, "wood": wood,
    "stone": stone, "pebbled": pebbled, "velvet": velvet, "slate": slate,
}  # fmt: skip


def fall_off(size: Size, rng: np.random.Generator) -> Floats:
    """Uneven light (H, W): a slope, and a pool around some place."""
    height, width = size
    row, column = np.mgrid[0:height, 0:width].astype(np.float32)
    y, x = row / height - 0.5, column / width - 0.5
    turn, steep = rng.uniform(0, 2 * np.pi), rng.uniform(0, 0.6)
    slope = 1 + steep * (np.cos(turn) * x + np.sin(turn) * y)
    place, reach = rng.uniform(-0.4, 0.4, 2), rng.uniform(0.6, 3.0)
    pool = 1 / (1 + ((x - place[0]) ** 2 + (y - place[1]) ** 2) / reach**2)
    return np.asarray(slope * pool / pool.max(), np.float32)


def strew_props(ground: Floats, rng: np.random.Generator, *, count: int) -> Floats:
    """Cards, box lids, leaves, fingers at the rim: flat or shaded shapes with a soft shadow of their own."""
    out, (height, width) = ground.copy(), ground.shape[:2]
    side = max(height, width)
    for _ in range(count):
        shape = _shape(height, width, rng)
        soft = cv2.GaussianBlur(shape, (0, 0), float(rng.choice([0.6, 0.8, 1.5, 4.0])))
        shift = np.float32([[1, 0, rng.normal(0, 0.01) * side], [0, 1, rng.normal(0, 0.01) * side]])
        cast = cv2.warpAffine(shape, shift, (width, height), borderMode=cv2.BORDER_REPLICATE)
        cast = cv2.GaussianBlur(cast, (0, 0), rng.uniform(0.004, 0.03) * side)
        out *= (1 - rng.uniform(0.1, 0.6) * cast)[..., None]
        shading = 1 + rng.uniform(0, 0.3) * noise((height, width), rng.uniform(0.05, 0.5) * side, rng)
        color = _prop_color(rng) * shading[..., None]
        out = out * (1 - soft[..., None]) + color * soft[..., None]
    return np.asarray(out, np.float32)


def _prop_color(rng: np.random.Generator) -> Floats:
    if rng.random() < 0.35:  # skin, from pale to deep
        return np.asarray(
            np.array([1.0, 0.62, 0.45]) * rng.uniform(0.25, 1.3) + rng.normal(0, 0.03, 3), np.float32
        )
    return np.asarray(np.clip(rng.uniform(0.03, 1.3) + rng.normal(0, 0.12, 3), 0.01, 2.0), np.float32)


def _shape(height: int, width: int, rng: np.random.Generator) -> Floats:
    """A filled shape (H, W), 0 or 1: an ellipse, a turned rectangle, a blob or a finger that enters the frame."""
    canvas = np.zeros((height, width), np.float32)
    side = max(height, width)
    place = (rng.uniform(-0.1, 1.1) * width, rng.uniform(-0.1, 1.1) * height)
    kind = rng.integers(0, 4)
    if kind == 0:
        axes = (int(rng.uniform(0.03, 0.4) * side), int(rng.uniform(0.03, 0.4) * side))
        cv2.ellipse(canvas, (int(place[0]), int(place[1])), axes, float(rng.uniform(0, 180)), 0, 360, 1.0, -1)
    elif kind == 1:
        box = cv2.boxPoints((place, tuple(rng.uniform(0.05, 0.9, 2) * side), float(rng.uniform(0, 180))))
        cv2.fillConvexPoly(canvas, box.astype(np.int32), 1.0)
    elif kind == 2:
        turn = np.sort(rng.uniform(0, 2 * np.pi, 14))
        reach = rng.uniform(0.04, 0.25) * side * rng.uniform(0.5, 1.2, 14)
        points = np.stack([place[0] + reach * np.cos(turn), place[1] + reach * np.sin(turn)], 1)
        cv2.fillPoly(canvas, [points.astype(np.int32)], 1.0)
    else:
        turn = rng.uniform(0, 2 * np.pi)
        outside = (width / 2 + side * np.cos(turn), height / 2 + side * np.sin(turn))
        inside = tuple(int(v) for v in np.asarray(place) * 0.6 + np.asarray([width, height]) * 0.2)
        thick = int(rng.uniform(0.05, 0.25) * side)
        cv2.line(canvas, (int(outside[0]), int(outside[1])), inside, 1.0, thick)
        cv2.circle(canvas, inside, thick // 2, 1.0, -1)
    return canvas
