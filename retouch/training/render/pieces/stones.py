"""Loose stones, lying as they come to rest: on a facet of the pavilion, or on the flat of a dome."""

import numpy as np

from retouch.training.render.mesh import mesh, sphere, turn
from retouch.training.render.pieces.base import Part, Piece, grounded, moved, settled, stone
from retouch.training.render.spec import SceneSpec


def loose(spec: SceneSpec, rng: np.random.Generator) -> Piece:
    """One stone, or three with ``trio``."""
    count = 3 if "trio" in spec.variant else 1
    out: Piece = []
    for k in range(count):
        one = settled([stone(spec.stone, spec.cut, (0, 0, 0), (0, 0, 1), 4.0)], (0.25, -0.45, -0.7))
        one = grounded(one, turn("z", spec.turn_deg + (float(rng.uniform(-60, 60)) if k else 0)))
        out += moved(one, None, [(0, 0, 0), (9.5, 3.0, 0), (3.2, -8.4, 0)][k])
    return grounded(out)


def cabochon(spec: SceneSpec, _: np.random.Generator) -> Piece:
    """A polished dome."""
    ball = sphere(8.0, rings=60, sides=96)
    scale = np.where(ball.points[:, 2:] > 0, np.asarray((1, 0.74, 0.55)), np.asarray((1, 0.74, 0.12)))
    return grounded(
        [Part(mesh(ball.points * scale, ball.normals / scale, ball.faces), spec.stone)],
        turn("z", spec.turn_deg),
    )
