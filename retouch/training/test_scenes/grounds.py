"""What test pieces lie on; no training scene shows these grounds.

A ground is (H, W, 3) float32 and multiplies the radiance of evenly lit paper: 1 changes nothing.
"""

from collections.abc import Callable

import cv2
import numpy as np

from retouch.training.render.mesh import Floats
from retouch.training.scenes import grounds as common

Size = tuple[int, int]


def _gray(relief: Floats) -> Floats:
    return np.repeat(np.clip(1 + relief, 0.02, 3.0)[..., None], 3, axis=2).astype(np.float32)


def card(size: Size, rng: np.random.Generator) -> Floats:
    """Museum card: nothing but a little unevenness."""
    return _gray(rng.uniform(0.002, 0.008) * common.noise(size, rng.uniform(1.2, 2.5), rng))


def rag_paper(size: Size, rng: np.random.Generator) -> Floats:
    """Cotton paper: short fibers pressed every way."""
    sheet = np.zeros(size, np.float32)
    for _ in range(int(size[0] * size[1] / 900)):
        place, turn = rng.uniform((0, 0), size[::-1]), rng.uniform(0, np.pi)
        way = rng.uniform(3, 14) * np.asarray([np.cos(turn), np.sin(turn)])
        ends = [tuple(int(v) for v in place + sign * way) for sign in (-1, 1)]
        cv2.line(sheet, *ends, float(rng.normal(0, 1)), 1)
    return _gray(rng.uniform(0.006, 0.02) * cv2.GaussianBlur(sheet, (0, 0), 0.8))


def cove(size: Size, rng: np.random.Generator) -> Floats:
    """A bent sheet: the light falls off toward its back in one long gradient."""
    row = np.linspace(1, 0, size[0], dtype=np.float32)[:, None]
    bend = rng.uniform(-0.45, 0.15) * np.clip(row - rng.uniform(0.2, 0.6), 0, 1) ** 1.5
    return np.asarray(card(size, rng) * (1 + np.broadcast_to(bend, size))[..., None], np.float32)


def felt(size: Size, rng: np.random.Generator) -> Floats:
    """Pressed wool: soft clouds and single hairs."""
    clouds = common.octaves(size, rng.uniform(8, 30), rng)
    return _gray(np.asarray(rng.uniform(0.03, 0.09) * clouds, np.float32)) * rag_paper(size, rng)


def concrete(size: Size, rng: np.random.Generator) -> Floats:
    """Cast concrete: clouds, and pores with a lit and a dark rim."""
    pores = common.noise(size, rng.uniform(2.5, 6), rng) > rng.uniform(2.0, 2.8)
    soft = cv2.GaussianBlur(pores.astype(np.float32), (0, 0), 1.0)
    rim = soft - np.roll(soft, (1, 1), (0, 1))
    clouds = 0.07 * common.octaves(size, rng.uniform(60, 200), rng)
    return _gray(np.asarray(clouds - 0.4 * soft + 1.2 * rim, np.float32))


def terrazzo(size: Size, rng: np.random.Generator) -> Floats:
    """Chips of stone in cement, cut flat."""
    count = int(rng.uniform(60, 260))
    seeds = rng.uniform((0, 0), size, (count, 2))
    cells = np.zeros(size, np.uint8)
    cells[seeds[:, 0].astype(int), seeds[:, 1].astype(int)] = 1
    away, labels = cv2.distanceTransformWithLabels(1 - cells, cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL)
    shades = rng.uniform(0.45, 1.25, (labels.max() + 1, 1)) * (1 + rng.normal(0, 0.06, (labels.max() + 1, 3)))
    most = 0.6 * np.sqrt(size[0] * size[1] / count)
    reach = rng.uniform(min(4.0, most), most, labels.max() + 1)
    chip = np.clip(reach[labels] - away + 2 * common.noise(size, 6, rng), 0, 1)[..., None]
    return np.asarray((1 - chip) + chip * shades[labels], np.float32)


PLAIN: dict[str, Callable[[Size, np.random.Generator], Floats]] = {
    "card": card,
    "rag-paper": rag_paper,
    "cove": cove,
}
TEXTURED: dict[str, Callable[[Size, np.random.Generator], Floats]] = {
    "felt": felt,
    "concrete": concrete,
    "terrazzo": terrazzo,
    "slate": common.slate,
}
GROUNDS = PLAIN | TEXTURED
