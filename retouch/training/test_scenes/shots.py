"""A scene in light, before any camera touched it: from the ray caster, or read from what was path-traced."""

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from retouch.training.render.mesh import Floats
from retouch.training.render.picture import render_layers
from retouch.training.scenes import grounds as common
from retouch.training.scenes.grounds import fall_off
from retouch.training.test_scenes.grounds import GROUNDS
from retouch.training.test_scenes.plan import Planned


@dataclass(frozen=True, slots=True)
class Shot:
    """Light and truth; every array has the picture's height and width.

    light  (H, W, 3) float32, linear; white-balanced and exposed so that a level surface shows its albedo; may exceed 1
    cover  (H, W, 3) float32, [0, 1]: alpha, metal and gem, the share of each in a pixel
    lit    (H, W) float32, [0, 1], the share of the light that the piece's shadow leaves on the ground
    """

    light: Floats
    cover: Floats
    lit: Floats


def cast(scene: Planned) -> Shot:
    """Draw the scene with the ray caster and lay it on its ground."""
    layers = render_layers(scene.spec, scene.seed)
    rng = np.random.default_rng((scene.seed, 2))
    size = layers.lit.shape
    strength = rng.uniform(0.6, 1.3)
    lit = np.clip(1 - strength * (1 - layers.lit), 0.0, 1.0)
    slope = 1 - rng.uniform(0.2, 1.0) * (1 - fall_off(size, rng))
    ground = {**common.GROUNDS, **GROUNDS}[scene.ground](size, rng) * (lit * slope)[..., None] * layers.paper
    exposure = np.asarray(scene.spec.paper, np.float32) / np.maximum(layers.paper, 1e-6)
    light = (layers.light + (1 - layers.cover[..., :1]) * ground) * exposure
    return Shot(light.astype(np.float32), layers.cover, lit.astype(np.float32))


def read_traced(scene: Planned, folder: Path) -> Shot:
    """Read what the path tracer left of a scene: the picture, the ground without the piece, the shares."""
    with np.load(folder / f"{scene.name}.npz") as stored:
        beauty, empty, cover = (stored[name].astype(np.float32) for name in ("beauty", "empty", "cover"))
    height, width = cover.shape[:2]
    middle = empty[height // 4 : -height // 4, width // 4 : -width // 4].reshape(-1, 3)
    exposure = np.asarray(scene.spec.paper, np.float32) / np.maximum(np.median(middle, axis=0), 1e-6)
    lit = np.clip(beauty.mean(axis=2) / np.maximum(empty.mean(axis=2), 1e-5), 0, 1)
    lit = np.where(cover[..., 0] > 0.5, 1.0, lit)
    return Shot((beauty * exposure).astype(np.float32), cover, lit.astype(np.float32))


def brightened(shot: Shot, light: Floats) -> Shot:
    """The shot in another light."""
    return replace(shot, light=light)
