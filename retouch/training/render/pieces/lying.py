"""How a chain lies on a table: loops, hanging curves, heaps and hairpins, each lifted where it crosses itself."""

from dataclasses import dataclass

import numpy as np
from scipy import ndimage
from scipy.spatial import cKDTree

from retouch.training.render.mesh import Floats, smooth_curve

_STEPS = 900


@dataclass(frozen=True, slots=True)
class Way:
    """A fine curve (N, 3) in the x-y plane, and where on it (0–1) a pendant hangs, whichever way it points."""

    path: Floats
    middle: float = 0.5

    @property
    def length(self) -> float:
        """Millimetres from end to end."""
        return float(np.linalg.norm(np.diff(self.path, axis=0), axis=1).sum())

    def points(self, count: int, start: float = 0.0, end: float = 1.0) -> Floats:
        """So many points equally far apart on a share of the way."""
        step = np.linalg.norm(np.diff(self.path, axis=0), axis=1)
        along = np.concatenate([[0], np.cumsum(step)])
        goal = np.linspace(start * along[-1], end * along[-1], count)
        return np.stack([np.interp(goal, along, self.path[:, k]) for k in range(3)], 1).astype(np.float32)


def _flat(points: Floats) -> Floats:
    return np.concatenate([points, np.zeros((len(points), 1))], 1)


def _wander(rng: np.random.Generator, count: int, amount: float) -> Floats:
    """Slow random shifts (count, 2)."""
    noise = ndimage.gaussian_filter1d(rng.standard_normal((count, 2)), 0.06 * count, axis=0, mode="nearest")
    return (noise / noise.std() * amount).astype(np.float32)


def loop(rng: np.random.Generator, size: float) -> Way:
    """Laid out round or pointed below, its ends meeting above."""
    gap, pointed = rng.uniform(0.02, 0.25), rng.uniform(0, 0.6)
    t = np.linspace(gap, 2 * np.pi - gap, 60)
    tall = rng.uniform(0.7, 1.6)
    x = np.sin(t) * (1 - pointed * (0.5 - 0.5 * np.cos(t)) ** 2 * 0.6)
    points = size / 2 * np.stack([x, tall * np.cos(t)], 1)
    return Way(smooth_curve(_flat(points + _wander(rng, 60, 0.02 * size)), _STEPS))


def hanging(rng: np.random.Generator, size: float) -> Way:
    """As worn: down from both ends above, to a point or a bow below."""
    t = np.linspace(-1, 1, 50)
    tall, sharp = rng.uniform(0.7, 2.2), rng.uniform(1.0, 2.6)
    together = rng.uniform(0.0, 0.8)
    x = t * (1 - together * np.abs(t) ** 3)
    points = size / 2 * np.stack([x, tall * (2 * np.abs(t) ** sharp - 1)], 1)
    points[:, 0] += _wander(rng, 50, 0.006 * size)[:, 0]
    return Way(smooth_curve(_flat(points), _STEPS))


def bow(rng: np.random.Generator, size: float) -> Way:
    """An open curve: a bow, an S or a near-straight line."""
    t = np.linspace(-1, 1, 40)
    bend, wave, turns = rng.uniform(-0.7, 0.7), rng.uniform(0, 0.35), rng.uniform(0.5, 1.6)
    points = size / 2 * np.stack([t, bend * t**2 + wave * np.sin(2 * np.pi * turns * t)], 1)
    return Way(smooth_curve(_flat(points + _wander(rng, 40, 0.015 * size)), _STEPS))


def heap(rng: np.random.Generator, size: float) -> Way:
    """Let down on the table: it curls and crosses itself."""
    count = 70
    heading = np.cumsum(
        ndimage.gaussian_filter1d(rng.standard_normal(count), rng.uniform(2, 5)) * rng.uniform(0.6, 1.3)
    )
    heading += np.linspace(0, rng.uniform(-1, 1) * 9, count)
    points = np.cumsum(np.stack([np.cos(heading), np.sin(heading)], 1), axis=0)
    points -= points.mean(axis=0)
    pull = 1 / (1 + np.linalg.norm(points, axis=1, keepdims=True) / 14)
    points = points * pull
    return Way(smooth_curve(_flat(points / np.abs(points).max() * size / 2), int(_STEPS * 1.5)))


def coiled(rng: np.random.Generator, size: float) -> Way:
    """Twice or three times around, as a long strand is laid."""
    turns = rng.uniform(1.7, 3.3)
    t = np.linspace(0, 1, 90)
    angle = 2 * np.pi * turns * t + rng.uniform(0, 6)
    away = size / 2 * (1 - rng.uniform(0.1, 0.5) * t)
    points = np.stack([away * np.cos(angle), rng.uniform(0.6, 1.0) * away * np.sin(angle)], 1)
    return Way(smooth_curve(_flat(points + _wander(rng, 90, 0.05 * size)), int(_STEPS * 1.5)), 0.3)


def hairpin(rng: np.random.Generator, size: float) -> Way:
    """Folded to and fro side by side."""
    folds = int(rng.integers(1, 5))
    gap = size * rng.uniform(0.06, 0.25)
    knots = []
    for k in range(folds + 1):
        ends = [(-size / 2, k * gap), (0, k * gap + rng.normal(0, 0.1 * gap)), (size / 2, k * gap)]
        knots += ends if k % 2 == 0 else ends[::-1]
    points = np.asarray(knots) + rng.normal(0, 0.12 * gap, (len(knots), 2))
    return Way(smooth_curve(_flat(points), _STEPS))


WAYS = {"loop": loop, "hanging": hanging, "bow": bow, "heap": heap, "coiled": coiled, "hairpin": hairpin}


def any_way(rng: np.random.Generator, size: float, names: str) -> Way:
    """A way of one of ``names``, about ``size`` millimetres across."""
    return WAYS[str(rng.choice(names.split()))](rng, size)


def lifted(way: Way, thick: float) -> Way:
    """The same way, laid over itself wherever it comes back within ``thick``."""
    path = way.path.copy()
    step = way.length / len(path)
    apart = max(int(2.5 * thick / step), 4)
    near = cKDTree(path[:, :2]).query_ball_point(path[:, :2], 0.9 * thick)
    height = np.zeros(len(path))
    for k, others in enumerate(near):
        below = [height[j] for j in others if j < k - apart]
        if below:
            height[k] = max(below) + thick
    wide = max(0.9 * thick / step, 1.0)
    spread = ndimage.maximum_filter1d(height, max(int(1.2 * wide), 1))
    path[:, 2] += ndimage.gaussian_filter1d(spread, wide).astype(np.float32)
    return Way(path, way.middle)
