"""Signed distances of simple bodies, and how they are joined."""

from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np

from tests.labelled.sealed.canvas import Field, unit

Distance = Callable[[Field], Field]
Point = tuple[float, float, float]


def turned(*, x: float = 0, y: float = 0, z: float = 0) -> Field:
    """Return the rotation by degrees about x, then y, then z."""
    (cx, cy, cz), (sx, sy, sz) = (f(np.radians((x, y, z))) for f in (np.cos, np.sin))
    about_x = np.array([[1, 0, 0], [0, cx, -sx], [0, sx, cx]])
    about_y = np.array([[cy, 0, sy], [0, 1, 0], [-sy, 0, cy]])
    about_z = np.array([[cz, -sz, 0], [sz, cz, 0], [0, 0, 1]])
    return np.asarray(about_z @ about_y @ about_x, np.float32)


def towards(way: Point | Field, roll: float = 0) -> Field:
    """Return a rotation that lays the x axis along ``way``, rolled about it by degrees."""
    first = unit(way)
    spare = np.array([0, 0, 1] if abs(first[2]) < 0.9 else [0, 1, 0], np.float32)
    second = unit(np.cross(spare, first))
    return np.asarray(np.stack([first, second, np.cross(first, second)], axis=1) @ turned(x=roll), np.float32)


def length(*parts: Field) -> Field:
    """Return the Euclidean length of what is given part by part."""
    total = parts[0] * parts[0]
    for part in parts[1:]:
        total = total + part * part
    return np.asarray(np.sqrt(total), np.float32)


def joined(a: Field, b: Field, blend: float) -> Field:
    """Unite two distances with a fillet so wide."""
    part = np.maximum(blend - np.abs(a - b), 0)
    part *= part
    part *= 0.25 / blend
    return np.asarray(np.minimum(a, b) - part, np.float32)


def carved(a: Field, b: Field, blend: float) -> Field:
    """Take ``b`` out of ``a`` with a soft rim."""
    return -joined(-a, b, blend)


def ball(radius: float) -> Distance:
    """A sphere."""
    return lambda p: length(*p) - radius


def egg(p: Field, at: Point, radii: Point) -> Field:
    """An ellipsoid's distance, nearly."""
    size = np.asarray(radii, np.float32)[:, None]
    gap = (p - np.asarray(at, np.float32)[:, None]) / size
    far = np.sqrt(np.einsum("ij,ij->j", gap, gap))
    gap /= size
    slope = np.sqrt(np.einsum("ij,ij->j", gap, gap))
    return np.asarray(far * (far - 1) / np.maximum(slope, 1e-5), np.float32)


def bone(p: Field, start: Point | Field, end: Point | Field, radii: tuple[float, float]) -> Field:
    """A capsule whose radius goes from the first to the second."""
    a, b = np.asarray(start, np.float32), np.asarray(end, np.float32)
    span = b - a
    gap = p - a[:, None]
    along = np.clip((span @ gap) / max(float(span @ span), 1e-9), 0, 1)
    gap -= span[:, None] * along
    near = np.sqrt(np.einsum("ij,ij->j", gap, gap))
    return np.asarray(near - (radii[0] + (radii[1] - radii[0]) * along), np.float32)


def box(half: Point, rounding: float = 0.05) -> Distance:
    """A box with rounded edges."""

    def distance(p: Field) -> Field:
        q = [np.abs(p[i]) - (half[i] - rounding) for i in range(3)]
        out = length(*(np.maximum(part, 0) for part in q))
        return np.asarray(
            out + np.minimum(np.maximum(np.maximum(q[0], q[1]), q[2]), 0) - rounding, np.float32
        )

    return distance


def cylinder(radius: float, half: float, rounding: float = 0.05) -> Distance:
    """An upright cylinder with rounded edges."""
    return lathe([(radius, -half), (radius, half)], rounding)


def lathe(profile: Sequence[tuple[float, float]], rounding: float = 0.05, squash: float = 1) -> Distance:
    """A solid of revolution about z from (radius, height) pairs; ``squash`` flattens it along y."""
    radii, heights = np.array(profile, np.float32).T
    grid = np.linspace(heights[0], heights[-1], 96)
    steep = 1 / np.sqrt(1 + np.max(np.abs(np.gradient(np.interp(grid, heights, radii), grid))) ** 2)

    def distance(p: Field) -> Field:
        across = length(p[0], p[1] / squash)
        wide = (across - np.interp(p[2], heights, radii) + rounding) * min(1, squash) * max(steep, 0.35)
        tall = np.maximum(heights[0] - p[2], p[2] - heights[-1]) + rounding
        out = length(np.maximum(wide, 0), np.maximum(tall, 0))
        return np.asarray(out + np.minimum(np.maximum(wide, tall), 0) - rounding, np.float32)

    return distance


def hoop(radius: float, thick: tuple[float, float], square: float = 0) -> Distance:
    """A ring about z with an oval or, as ``square`` goes to one, boxy section."""
    half_r, half_z = thick

    def distance(p: Field) -> Field:
        across, up = length(p[0], p[1]) - radius, p[2]
        oval = (length(across / half_r, up / half_z) - 1) * min(half_r, half_z)
        edge = 0.25 * min(half_r, half_z)
        qa, qu = np.abs(across) - half_r + edge, np.abs(up) - half_z + edge
        boxy = length(np.maximum(qa, 0), np.maximum(qu, 0)) + np.minimum(np.maximum(qa, qu), 0) - edge
        return np.asarray(oval * (1 - square) + boxy * square, np.float32)

    return distance


def planes(normals: Field, offsets: Field) -> Distance:
    """A convex solid cut by planes, (M, 3) and (M,)."""

    def distance(p: Field) -> Field:
        far = np.full(p.shape[1], -1e9, np.float32)
        for normal, offset in zip(normals, offsets, strict=True):
            np.maximum(far, normal[0] * p[0] + normal[1] * p[1] + normal[2] * p[2] - offset, out=far)
        return far

    return distance


def wire(points: Sequence[Point] | Field, radius: float) -> Distance:
    """A round wire through points."""
    path = np.asarray(points, np.float32)

    def distance(p: Field) -> Field:
        far = bone(p, path[0], path[1], (radius, radius))
        for start, end in pairwise(path[1:]):
            np.minimum(far, bone(p, start, end, (radius, radius)), out=far)
        return far

    return distance


def moved(body: Distance, at: Point, turn: Field | None = None) -> Distance:
    """The body at another place."""
    place = np.asarray(at, np.float32)[:, None]
    back = np.eye(3, dtype=np.float32) if turn is None else turn.T
    return lambda p: body(back @ (p - place))


def union(*bodies: Distance, blend: float = 0.02) -> Distance:
    """Several bodies as one."""

    def distance(p: Field) -> Field:
        far = bodies[0](p)
        for body in bodies[1:]:
            far = joined(far, body(p), blend)
        return far

    return distance
