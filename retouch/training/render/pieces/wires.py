"""Wire: strands twisted about a curve, coils, spirals, and the curves they follow."""

import numpy as np

from retouch.training.render.mesh import Floats, Mesh, frames, merged, smooth_curve, sphere, tube


def circle(radius: float, count: int, *, start: float = 0.0, end: float = 360.0) -> Floats:
    """Points (N, 3) of an arc about z, between angles in degrees; a whole turn leaves out its last point."""
    t = np.deg2rad(np.linspace(start, end, count, endpoint=abs(end - start) < 359.9))
    return np.stack([np.cos(t) * radius, np.sin(t) * radius, 0 * t], 1).astype(np.float32)


def twisted(
    path: Floats, strands: int, wire: float, *, turns: int, closed: bool, spread: float = 1.0
) -> Mesh:
    """Strands of radius ``wire`` twisted about a path (N, 3) so many times; ``spread`` 1 lets them touch."""
    _, across, aside = frames(path, closed=closed)
    away = spread * wire / max(np.sin(np.pi / strands), 0.5)
    phase = np.linspace(0, 2 * np.pi * turns, len(path), endpoint=not closed)[:, None]
    meshes = []
    for k in range(strands):
        angle = phase + 2 * np.pi * k / strands
        shifted = path + away * (np.cos(angle) * across + np.sin(angle) * aside)
        meshes.append(tube(shifted.astype(np.float32), wire, sides=9, closed=closed))
    return merged(meshes)


def braided(path: Floats, wire: float, *, crossings: int, closed: bool) -> Mesh:
    """A flat plait of three wires along a path that lies about z."""
    _, across, aside = frames(path, closed=closed)
    t = np.linspace(0, 2 * np.pi * crossings, len(path), endpoint=not closed)[:, None]
    meshes = []
    for k in range(3):
        phase = t + 2 * np.pi * k / 3
        shifted = path + 2.2 * wire * np.sin(phase) * aside + 1.0 * wire * np.sin(2 * phase) * across
        meshes.append(tube(shifted.astype(np.float32), wire, sides=10, closed=closed))
    return merged(meshes)


def coil(path: Floats, radius: float, wire: float, *, turns: int) -> Mesh:
    """A thin wire wound around a path, side by side where it is as thick as its pitch."""
    fine = smooth_curve(path, turns * 14)
    _, across, aside = frames(fine, closed=False)
    angle = np.linspace(0, 2 * np.pi * turns, len(fine))[:, None]
    way = fine + (radius + 0.9 * wire) * (np.cos(angle) * across + np.sin(angle) * aside)
    return tube(way.astype(np.float32), wire, sides=6)


def spiral(radius: float, wire: float, *, turns: float, out: float = 0.0) -> Mesh:
    """A flat spiral in the x-y plane about the origin; ``out`` draws it up to a cone."""
    t = np.linspace(0.06, 1, int(40 * turns) + 20)
    angle = 2 * np.pi * turns * t
    path = np.stack([radius * t * np.cos(angle), radius * t * np.sin(angle), out * (1 - t)], 1)
    return tube(path.astype(np.float32), wire, sides=10)


def ended(path: Floats, wire: float | Floats, ball: float, *, sides: int = 14) -> Mesh:
    """An open wire with a ball at each end, or rounded where ``ball`` is 0."""
    first, last = (float(np.broadcast_to(wire, (len(path),))[k]) for k in (0, -1))
    tips = [
        sphere(max(ball, 0.99 * thin), rings=16, sides=22).moved(None, path[k])
        for k, thin in ((0, first), (-1, last))
    ]
    return merged([tube(path, wire, sides=sides), *tips])
