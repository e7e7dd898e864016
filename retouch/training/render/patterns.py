"""The colors of stones that no light passes: veins, webs, stripes, specks, clouds and opal's patches.

Each pattern is a function of the place on the stone alone. The fields beneath are sums of a few plane waves of random
directions: smooth, without a grid, and as cheap as a handful of sines.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from retouch.training.render.mesh import Floats

Color = tuple[float, float, float]


def waves(place: Floats, scale: float, seed: int, count: int = 7) -> Floats:
    """A random field (N,) of unit variance over places (N, 3), about ``scale`` from crest to crest."""
    rng = np.random.default_rng(seed)
    ways = rng.normal(size=(count, 3)) * (2 * np.pi / scale / np.sqrt(3))
    total = np.sin(place @ ways.T.astype(np.float32) + rng.uniform(0, 2 * np.pi, count).astype(np.float32))
    return (total.sum(axis=1) * np.sqrt(2 / count)).astype(np.float32)


def rough_field(place: Floats, scale: float, seed: int) -> Floats:
    """Three octaves of waves (N,)."""
    octaves = [waves(place, scale / 2.1**k, seed + 101 * k) * 0.55**k for k in range(3)]
    return (octaves[0] + octaves[1] + octaves[2]).astype(np.float32)


def step(low: float, high: float, value: Floats) -> Floats:
    """0 below ``low``, 1 above ``high``, smooth between."""
    t = np.clip((value - low) / (high - low), 0, 1)
    return (t * t * (3 - 2 * t)).astype(np.float32)


@dataclass(frozen=True, slots=True)
class Place:
    """Points (N, 3) of a stone, how wide its pattern is, and which of all such stones it is."""

    point: Floats
    scale: float
    seed: int

    def field(self, size: float, offset: int) -> Floats:
        """A rough random field (N,) of that size in the pattern's own widths."""
        return rough_field(self.point, self.scale * size, self.seed + offset)


def _marble(at: Place) -> Floats:
    return 1 - step(0.0, 0.35, np.abs(at.field(1.0, 0))) * (1 - 0.3 * step(-1, 2, at.field(0.5, 1)))


def _web(at: Place) -> Floats:
    thin = np.minimum(np.abs(at.field(1.0, 0)), np.abs(at.field(0.8, 7)))
    return (1 - step(0.02, 0.16, thin)) * step(-0.9, 0.3, at.field(1.7, 3))


def _stripes(at: Place) -> Floats:
    t = at.point[:, 0] / at.scale + 0.34 * at.field(2.6, 0)
    wave = np.sin(2 * np.pi * t) + 0.7 * np.sin(2 * np.pi * 2.3 * t + 1)
    return step(-0.5, 0.5, wave.astype(np.float32))


def _silk(at: Place) -> Floats:
    t = at.point[:, 0] / (0.6 * at.scale) + 0.25 * at.field(2.2, 0)
    fiber = 0.5 + 0.25 * np.sin(2 * np.pi * t) + 0.2 * np.sin(2 * np.pi * 3.1 * t + 2)
    glow = np.exp(-((at.point[:, 1] / at.scale + 0.4 * at.field(3.0, 5)) ** 2))
    return np.clip(0.65 * fiber + 0.55 * glow - 0.2, 0, 1).astype(np.float32)


def _specks(at: Place) -> Floats:
    return np.maximum(step(1.5, 1.75, at.field(0.16, 0)), 0.55 * step(1.0, 2.0, at.field(0.8, 3)))


def _cloud(at: Place) -> Floats:
    return step(-1.8, 1.8, at.field(1.5, 0))


def _rings(at: Place) -> Floats:
    away = np.linalg.norm(at.point - np.float32(0.7 * at.scale), axis=1)
    t = away / (0.55 * at.scale) + 0.22 * at.field(2.4, 0)
    return step(-0.4, 0.7, (np.sin(2 * np.pi * t) + 0.6 * np.sin(2 * np.pi * 2.7 * t + 1)).astype(np.float32))


def _patches(at: Place) -> Floats:
    return step(-0.15, 0.25, at.field(0.9, 0)) * step(-1.2, -0.2, at.field(0.4, 4))


SHARES: dict[str, Callable[[Place], Floats]] = {
    "marble": _marble,
    "web": _web,
    "stripes": _stripes,
    "silk": _silk,
    "specks": _specks,
    "cloud": _cloud,
    "rings": _rings,
    "patches": _patches,
}


def patterned(texture: str, colors: tuple[Color, Color], point: Floats, scale: float, seed: int) -> Floats:
    """Albedo (N, 3) at points (N, 3) of a stone of two colors; ``scale`` is the pattern's size in the same unit."""
    at = Place(point, scale, seed)
    first, second = (np.asarray(color, np.float32) for color in colors)
    if texture == "fire":
        hues = np.stack([step(0.2, 1.2, at.field(0.8, k)) for k in (0, 11, 23)], 1)
        return np.clip(first + hues * second, 0.01, 0.98).astype(np.float32)
    share = SHARES[texture](at)[:, None]
    mottle = 1 + 0.07 * at.field(0.3, 57)[:, None]
    return np.clip((first * (1 - share) + second * share) * mottle, 0.003, 0.98).astype(np.float32)
