"""Loose stones of every kind: faceted, domed, tumbled, broken; one alone, or a few that do not touch."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from retouch.training.render.gems import find_cut
from retouch.training.render.mesh import Mesh, block, sphere, turn
from retouch.training.render.pieces.base import Part, Piece, grounded, moved, points_of, settled, stone
from retouch.training.render.pieces.looks import any_color, clear_stone, opaque_stone
from retouch.training.render.pieces.settings import OUTLINES, dome, outline, warped
from retouch.training.render.pieces.solids import bent
from retouch.training.render.spec import SceneSpec

BRILLIANT = ["round", "round", "oval", "emerald", "princess", "marquise", "cushion", "pear", "trillion", "hexagon",
             "octagon", "rose", "checker"]  # fmt: skip


def strewn(one: Callable[[], Piece], spec: SceneSpec, rng: np.random.Generator) -> Piece:
    """One stone, or two to five apart from each other."""
    count = int(rng.choice([1, 1, 1, 1, 1, 2, 3, 5]))
    out: Piece = []
    taken: list[tuple[float, float, float]] = []
    for _ in range(count):
        piece = grounded(one(), turn("z", float(rng.uniform(0, 360))))
        reach = float(np.linalg.norm(points_of(piece)[:, :2], axis=1).max())
        x = y = 0.0
        step = 0.0
        while any(np.hypot(x - a, y - b) < reach + far for a, b, far in taken):
            step += 0.2 * reach
            angle = float(rng.uniform(0, 2 * np.pi))
            x, y = step * np.cos(angle), step * np.sin(angle)
        taken.append((x, y, reach * 1.05))
        out += moved(piece, None, (x, y, 0))
    return grounded(out, turn("z", spec.turn_deg))


def _cut_name(rng: np.random.Generator) -> str:
    name = str(rng.choice(BRILLIANT))
    return f"{name}-{int(rng.integers(12))}" if name in {"rose", "checker"} else name


def faceted_stones(spec: SceneSpec, rng: np.random.Generator) -> Piece:
    """Cut stones lying on a facet of the pavilion, on the table, or held with the face up."""
    material, cut = clear_stone(rng), _cut_name(rng)

    def one() -> Piece:
        gem = stone(material, cut, (0, 0, 0), (0, 0, 1), float(rng.uniform(2.5, 6)))
        kind = rng.random()
        if kind < 0.6:
            return settled([gem], tuple(rng.normal((0.25, -0.4, -0.7), 0.2)))
        return grounded([gem], turn("x", 180 if kind < 0.75 else 0))

    return strewn(one, spec, rng)


def _lump(rng: np.random.Generator, radius: float) -> Mesh:
    """A pebble: a ball or a block worn smooth."""
    if rng.random() < 0.6:
        ball = sphere(radius, rings=70, sides=100).stretched((1, rng.uniform(0.6, 1), rng.uniform(0.4, 0.9)))
    else:
        size = radius * np.asarray([2, rng.uniform(1.2, 2), rng.uniform(0.8, 1.5)])
        ball = block(size, power=float(rng.uniform(2.4, 4)), detail=70)
    return warped(warped(ball, rng, radius * rng.uniform(0.03, 0.16)), rng, radius * 0.06)


def tumbled_stones(spec: SceneSpec, rng: np.random.Generator) -> Piece:
    """Polished pebbles, opaque or clear."""
    clear = rng.random() < 0.25
    radius = float(rng.uniform(5, 12))
    material = clear_stone(rng, white=0.3) if clear else opaque_stone(rng, radius)

    def one() -> Piece:
        if not clear:
            return settled([Part(_lump(rng, radius), material)], tuple(rng.normal((0, 0, -1), 0.3)))
        number = int(rng.integers(16))
        gem = stone(material, f"tumbled-{number}", (0, 0, 0), (0, 0, 1), radius)
        wide = float(np.abs(find_cut(f"tumbled-{number}").mesh.points[:, 1]).max())
        ball = sphere(radius, rings=50, sides=70).stretched((0.98, wide, 0.98))
        return grounded([replace(gem, mesh=ball)])

    return strewn(one, spec, rng)


def domed_stones(spec: SceneSpec, rng: np.random.Generator) -> Piece:
    """Cabochons of any outline, high or flat, and slices."""
    size = float(rng.uniform(5, 16))
    material = opaque_stone(rng, size) if rng.random() < 0.85 else any_color(rng, roughness=0.05)

    def one() -> Piece:
        kind = str(rng.choice(OUTLINES.split()))
        rim = outline(kind, rng) * size * rng.uniform(0.8, 1.1)
        high = size * float(rng.uniform(0.12, 0.7))
        shape = dome(rim, high, base=float(rng.uniform(0.05, 0.25)) * size, power=float(rng.uniform(2, 6)))
        tilt = turn("x", 180 if rng.random() < 0.1 else float(rng.normal(0, 1)))
        return grounded([Part(shape, material)], tilt)

    return strewn(one, spec, rng)


def rough_stones(spec: SceneSpec, rng: np.random.Generator) -> Piece:
    """Broken lumps and crystals as found, clear or opaque."""
    clear = rng.random() < 0.4
    radius = float(rng.uniform(5, 12))
    material = clear_stone(rng, white=0.3) if clear else opaque_stone(rng, radius)
    kind = "prism" if rng.random() < 0.3 else "rough"

    def one() -> Piece:
        cut = f"{kind}-{int(rng.integers(24))}"
        gem = stone(material, cut, (0, 0, 0), (0, 0, 1), radius)
        if not clear:
            ball = sphere(1.0, rings=90, sides=130)
            planes = find_cut(cut)
            far = planes.offsets / np.maximum(ball.points @ planes.normals.T, 1e-3)
            reach = np.where(far > 0, far, np.inf).min(axis=1, keepdims=True)
            worn = ball.points * (np.minimum(reach, 2.2) * radius - 1)
            grain = (
                0.03
                * radius
                * np.sin(ball.points @ rng.normal(size=(3, 24)) * 9).sum(axis=1, keepdims=True)
                / 5
            )
            gem = Part(bent(ball, (worn + ball.points * grain).astype(np.float32)), material)
        return settled([gem], tuple(rng.normal((0.5, 0, -0.3), 0.5)))

    return strewn(one, spec, rng)
