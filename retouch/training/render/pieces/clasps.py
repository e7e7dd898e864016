"""What closes a chain: lobster claws, spring rings, toggles, hooks, barrels, and the short chain to lengthen it."""

import numpy as np

from retouch.training.render.mesh import (
    Floats,
    Mesh,
    block,
    chamfered,
    lathe,
    merged,
    smooth_curve,
    sphere,
    tube,
    turn,
)
from retouch.training.render.pieces.base import along, link, ring_wire


def lobster(size: float) -> Mesh:
    """A claw along +x with its lever and the eye it hangs by."""
    curve = smooth_curve(
        [(0, 0, 0), (1.2, 0.75, 0), (2.6, 0.7, 0), (3.3, 0, 0), (2.6, -0.75, 0), (1.2, -0.7, 0)],
        60,
        closed=True,
    )
    swell = 0.28 + 0.16 * np.cos(np.linspace(0, 2 * np.pi, 60, endpoint=False) - 0.6)
    lever = tube(smooth_curve([(1.2, 0.9, 0), (1.7, 1.25, 0.1), (2.2, 1.3, 0.1)], 14), 0.2, sides=10)
    eye = ring_wire(0.5, 0.2, sides=10, steps=30).moved(turn("x", 60), (-0.6, 0, 0))
    return merged([tube(curve, swell.astype(np.float32), sides=12, closed=True), lever, eye]).moved(
        None, (0.9 * size, 0, 0), size
    )


def spring_ring(size: float) -> Mesh:
    """A round hollow ring with a lever and an eye."""
    ring = ring_wire(1.5, 0.4, sides=12).moved(None, (2.4, 0, 0))
    lever = sphere(0.36, rings=8, sides=10).moved(None, (3.0, 1.6, 0.2))
    eye = ring_wire(0.55, 0.16, steps=30).moved(turn("x", 70), (0.3, 0, 0))
    return merged([ring, lever, eye]).moved(None, (0, 0, 0), size)


def toggle(size: float) -> Mesh:
    """A ring and the bar through it."""
    ring = ring_wire(2.2, 0.45, sides=12).moved(None, (2.6, 0, 0))
    bar = tube(np.asarray([(3.0, -3.0, 0.9), (3.0, 0, 0.7), (3.0, 3.0, 0.4)]), 0.4, sides=12)
    return merged([ring, bar, ring_wire(0.5, 0.18).moved(turn("x", 60), (0, 0, 0))]).moved(
        None, (0, 0, 0), size
    )


def hook(size: float) -> Mesh:
    """An S of thick wire."""
    path = smooth_curve(
        [
            (0.4, 0.3, 0),
            (0, 0, 0),
            (0.6, -0.6, 0),
            (2.0, 0.2, 0),
            (3.4, 0.8, 0),
            (4.2, 0.1, 0),
            (3.6, -0.4, 0),
        ],
        60,
    )
    return merged([tube(path, 0.28, sides=12), *(sphere(0.34).moved(None, path[k]) for k in (0, -1))]).moved(
        None, (0, 0, 0), size
    )


def barrel(size: float) -> Mesh:
    """Two turned halves screwed together."""
    profile = [
        (0, 0),
        (0.7, 0.1),
        (1.0, 0.6),
        (1.0, 1.5),
        (0.85, 1.6),
        (1.0, 1.7),
        (1.0, 2.8),
        (0.7, 3.3),
        (0, 3.4),
    ]
    return lathe(chamfered(profile, 0.25), sides=40).moved(turn("y", 90), (0, 0, 0), size)


def locked_box(size: float) -> Mesh:
    """A flat box with a tongue, for heavy bracelets."""
    body = block((4.6, 3.4, 1.7), power=12).moved(None, (2.4, 0, 0))
    tongue = block((0.8, 1.8, 1.0), power=6, detail=16).moved(None, (5.0, 0, 0))
    return merged([body, tongue, ring_wire(0.7, 0.22).moved(turn("x", 70), (-0.4, 0, 0))]).moved(
        None, (0, 0, 0), size
    )


CLASPS = (lobster, lobster, lobster, spring_ring, spring_ring, toggle, hook, barrel)


def extension(length: float, scale: float, rng: np.random.Generator) -> Mesh:
    """A short chain along a bent line from the origin towards +x, with a ball or a drop at its end."""
    bend = rng.normal(0, 0.25)
    count = max(int(length / (0.75 * scale)), 3)
    s = np.linspace(0, length, count)
    path = np.stack([s, bend * s**2 / length, 0 * s], 1).astype(np.float32)
    chain = along(path, [link(scale, 0.8 * scale, 0.11 * scale, steps=18, sides=6)], rng)
    return merged(
        [chain, sphere(0.5 * scale, rings=16, sides=20).moved(None, path[-1] + (0.6 * scale, 0, 0))]
    )


def fastened(
    ends: tuple[Floats, Floats], headings: tuple[Floats, Floats], scale: float, rng: np.random.Generator
) -> Mesh:
    """A clasp on one end and a ring or a lengthening chain on the other; ``headings`` point away from the chain."""
    size = float(max(0.75 * scale, 0.8) * rng.uniform(0.8, 1.3))
    shapes = []
    for k, (place, heading) in enumerate(zip(ends, headings, strict=True)):
        spin = turn("z", float(np.rad2deg(np.arctan2(heading[1], heading[0])) + rng.normal(0, 14)))
        if k == 0:
            shape = CLASPS[int(rng.integers(len(CLASPS)))](size)
        elif rng.random() < 0.4:
            shape = extension(float(rng.uniform(8, 30)), 0.9 * max(scale, 1.4), rng)
        else:
            shape = ring_wire(0.9 * size, 0.2 * size).moved(None, (0.9 * size, 0, 0))
        shapes.append(shape.moved(spin, place))
    return merged(shapes)
