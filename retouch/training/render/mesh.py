"""Triangles with smooth normals, and the few solids that jewelry is put together from.

Lengths are millimetres, z points up from the table. Every solid is closed and its faces are turned outwards, so
that the rasteriser may leave out those that look away.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int32]
Vector = Sequence[float] | Floats


@dataclass(frozen=True, slots=True)
class Mesh:
    """Points (V, 3), their unit normals (V, 3), their places before they were moved (V, 3), faces (F, 3)."""

    points: Floats
    normals: Floats
    local: Floats
    faces: Ints

    def moved(self, turn: Floats | None = None, shift: Vector = (0, 0, 0), scale: float = 1.0) -> "Mesh":
        """The mesh scaled, then turned by a 3 × 3 rotation, then shifted; ``local`` stays."""
        matrix = np.eye(3, dtype=np.float32) if turn is None else turn
        points = (self.points * np.float32(scale)) @ matrix.T + np.asarray(shift, np.float32)
        return Mesh(
            points.astype(np.float32), (self.normals @ matrix.T).astype(np.float32), self.local, self.faces
        )

    def stretched(self, factors: Vector) -> "Mesh":
        """The mesh scaled along its axes, its normals with it."""
        scale = np.asarray(factors, np.float32)
        return mesh(self.points * scale, self.normals / scale, self.faces)


def mesh(points: Floats, normals: Floats, faces: Ints) -> Mesh:
    """A mesh whose faces are turned to agree with its normals, which are brought to length one."""
    points = np.asarray(points, np.float32)
    normals = unit(np.asarray(normals, np.float32))
    faces = np.asarray(faces, np.int32)
    a, b, c = points[faces[:, 0]], points[faces[:, 1]], points[faces[:, 2]]
    wrong = np.einsum("ij,ij->i", np.cross(b - a, c - a), normals[faces].sum(axis=1)) < 0
    faces = np.where(wrong[:, None], faces[:, ::-1], faces)
    return Mesh(points, normals, points.copy(), faces.astype(np.int32))


def merged(meshes: Sequence[Mesh]) -> Mesh:
    """Several meshes as one."""
    starts = np.cumsum([0, *(len(part.points) for part in meshes)])[:-1]
    return Mesh(
        np.concatenate([part.points for part in meshes]),
        np.concatenate([part.normals for part in meshes]),
        np.concatenate([part.local for part in meshes]),
        np.concatenate([part.faces + start for part, start in zip(meshes, starts, strict=True)]).astype(
            np.int32
        ),
    )


def unit(vectors: Floats) -> Floats:
    """Vectors (..., 3) at length one; a vector of no length stays."""
    length = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return (vectors / np.maximum(length, 1e-9)).astype(np.float32)


def vec(x: float, y: float, z: float) -> Floats:
    """One vector (3,)."""
    return np.asarray((x, y, z), np.float32)


def turn(axis: str, degrees: float) -> Floats:
    """The 3 × 3 rotation about x, y or z, anticlockwise seen from the axis' tip."""
    angle = np.deg2rad(degrees)
    c, s = np.cos(angle), np.sin(angle)
    rows = {
        "x": [[1, 0, 0], [0, c, -s], [0, s, c]],
        "y": [[c, 0, s], [0, 1, 0], [-s, 0, c]],
        "z": [[c, -s, 0], [s, c, 0], [0, 0, 1]],
    }[axis]
    return np.asarray(rows, np.float32)


def facing(direction: Vector, roll: float = 0.0) -> Floats:
    """A rotation that brings +z to ``direction``, rolled about it by so many degrees."""
    z = unit(np.asarray(direction, np.float32))
    helper = np.asarray((0, 0, 1) if abs(z[2]) < 0.9 else (1, 0, 0), np.float32)
    x = unit(np.cross(helper, z))
    return np.stack([x, np.cross(z, x), z], axis=1).astype(np.float32) @ turn("z", roll)


def grid_faces(rows: int, columns: int, *, close_rows: bool, close_columns: bool) -> Ints:
    """Two triangles for each cell of a grid of points, wrapped around where it is closed."""
    i, j = np.meshgrid(
        np.arange(rows if close_rows else rows - 1),
        np.arange(columns if close_columns else columns - 1),
        indexing="ij",
    )
    i2, j2 = (i + 1) % rows, (j + 1) % columns
    a, b, c, d = (x.ravel() for x in (i * columns + j, i2 * columns + j, i2 * columns + j2, i * columns + j2))
    return np.concatenate([np.stack([a, b, c], 1), np.stack([a, c, d], 1)]).astype(np.int32)


def sweep(centers: Floats, across: Floats, along: Floats, section: Floats, *, closed: bool) -> Mesh:
    """A closed section carried along a path.

    Parameters
    ----------
    centers        (N, 3) path
    across, along  (N, 3) unit vectors of the section's two directions at each point
    section        (M, 2) or (N, M, 2), anticlockwise
    closed         whether the path returns to its start
    """
    count = len(centers)
    shape = np.broadcast_to(section, (count, *section.shape[-2:])).astype(np.float32)
    points = centers[:, None] + shape[..., :1] * across[:, None] + shape[..., 1:] * along[:, None]
    tangent = np.roll(shape, -1, 1) - np.roll(shape, 1, 1)
    normals = tangent[..., 1:] * across[:, None] - tangent[..., :1] * along[:, None]
    width = shape.shape[1]
    faces = grid_faces(count, width, close_rows=closed, close_columns=True)
    points, normals = points.reshape(-1, 3), normals.reshape(-1, 3)
    if closed:
        return mesh(points, normals, faces)
    ends = [_cap(points[:width], centers[0] - centers[1]), _cap(points[-width:], centers[-1] - centers[-2])]
    return merged([mesh(points, normals, faces), *ends])


def _cap(rim: Floats, direction: Floats) -> Mesh:
    """A flat lid over a ring of points."""
    points = np.concatenate([rim, rim.mean(axis=0, keepdims=True)])
    count = len(rim)
    index = np.arange(count)
    faces = np.stack([index, (index + 1) % count, np.full(count, count)], 1)
    return mesh(points, np.broadcast_to(direction, points.shape), faces.astype(np.int32))


def circle_section(sides: int = 10, a: float = 1.0, b: float = 1.0, power: float = 2.0) -> Floats:
    """A superellipse |x/a|^p + |y/b|^p = 1 as (M, 2); power 2 is an ellipse, 5 a rounded rectangle."""
    t = np.linspace(0, 2 * np.pi, sides, endpoint=False) + np.pi / sides
    c, s = np.cos(t), np.sin(t)
    x = a * np.sign(c) * np.abs(c) ** (2 / power)
    y = b * np.sign(s) * np.abs(s) ** (2 / power)
    return np.stack([x, y], 1).astype(np.float32)


def frames(path: Floats, *, closed: bool) -> tuple[Floats, Floats, Floats]:
    """Tangent and two cross directions along a path (N, 3), carried without twist (double reflection, Wang 2008)."""
    ahead, behind = np.roll(path, -1, 0), np.roll(path, 1, 0)
    if not closed:
        ahead[-1], behind[0] = path[-1], path[0]
    tangent = unit(ahead - behind)
    across = np.empty_like(tangent)
    across[0] = facing(tangent[0])[:, 0]
    for i in range(len(path) - 1):
        v1 = path[i + 1] - path[i]
        c1 = max(float(v1 @ v1), 1e-12)
        r = across[i] - (2 / c1) * (v1 @ across[i]) * v1
        t = tangent[i] - (2 / c1) * (v1 @ tangent[i]) * v1
        v2 = tangent[i + 1] - t
        c2 = max(float(v2 @ v2), 1e-12)
        across[i + 1] = r - (2 / c2) * (v2 @ r) * v2
    across = unit(across)
    return tangent, across, unit(np.cross(tangent, across))


def tube(path: Floats, radius: float | Floats, *, sides: int = 10, closed: bool = False) -> Mesh:
    """A round wire along a path, of one radius or one for each point."""
    path = np.asarray(path, np.float32)
    _, across, along = frames(path, closed=closed)
    radii = np.broadcast_to(np.asarray(radius, np.float32), (len(path),))
    section = circle_section(sides)[None] * radii[:, None, None]
    return sweep(path, across, along, section, closed=closed)


def lathe(profile: Floats | Sequence[tuple[float, float]], *, sides: int = 48, rounding: int = 1) -> Mesh:
    """A profile (N, 2) of radius and height turned about z; neighbouring normals shared over ``rounding`` points.

    The profile runs so that the outside lies on its right: from the axis below, outwards, up, and back to the axis.
    """
    outline = np.asarray(profile, np.float32)
    step = np.diff(outline, axis=0)
    flat = unit(np.concatenate([np.stack([step[:, 1], -step[:, 0]], 1), np.zeros((len(step), 1))], 1))[:, :2]
    before, after = np.concatenate([flat[:1], flat]), np.concatenate([flat, flat[-1:]])
    slope = before + after if rounding else after
    angle = np.linspace(0, 2 * np.pi, sides, endpoint=False)
    ring = np.stack([np.cos(angle), np.sin(angle)], 1).astype(np.float32)
    points = np.concatenate(
        [outline[:, None, :1] * ring[None], np.broadcast_to(outline[:, None, 1:], (len(outline), sides, 1))],
        2,
    )
    normals = np.concatenate(
        [slope[:, None, :1] * ring[None], np.broadcast_to(slope[:, None, 1:], (len(outline), sides, 1))], 2
    )
    faces = grid_faces(len(outline), sides, close_rows=False, close_columns=True)
    return mesh(points.reshape(-1, 3), normals.reshape(-1, 3), faces)


def chamfered(corners: Sequence[tuple[float, float]], bevel: float, steps: int = 4) -> Floats:
    """A profile (N, 2) whose inner corners are rounded by ``bevel``: a bare edge gives no glint."""
    points = np.asarray(corners, np.float32)
    out = [points[0]]
    for before, corner, after in zip(points[:-2], points[1:-1], points[2:], strict=True):
        a, b = before - corner, after - corner
        cut = min(bevel, float(np.linalg.norm(a)) / 2, float(np.linalg.norm(b)) / 2)
        start, end = corner + a / np.linalg.norm(a) * cut, corner + b / np.linalg.norm(b) * cut
        t = np.linspace(0, 1, steps)[:, None]
        out.extend((1 - t) ** 2 * start + 2 * t * (1 - t) * corner + t**2 * end)
    out.append(points[-1])
    return np.asarray(out, np.float32)


def sphere(radius: float, *, rings: int = 24, sides: int = 36) -> Mesh:
    """A ball about the origin."""
    t = np.linspace(-np.pi / 2, np.pi / 2, rings)
    return lathe(np.stack([radius * np.cos(t), radius * np.sin(t)], 1), sides=sides)


def block(size: Vector, power: float = 8.0, detail: int = 28) -> Mesh:
    """A box of full ``size`` with rounded edges (a superellipsoid), for watch links and plates."""
    half = np.asarray(size, np.float32) / 2
    v = np.linspace(-np.pi / 2, np.pi / 2, detail)
    u = np.linspace(0, 2 * np.pi, 2 * detail, endpoint=False)
    e = 2 / power

    def sharp(x: Floats) -> Floats:
        return np.sign(x) * np.abs(x) ** e

    cv, sv, cu, su = sharp(np.cos(v)), sharp(np.sin(v)), sharp(np.cos(u)), sharp(np.sin(u))
    unit_box = np.stack(
        [cv[:, None] * cu[None], cv[:, None] * su[None], np.broadcast_to(sv[:, None], (detail, 2 * detail))],
        2,
    )
    points = (unit_box * half).reshape(-1, 3).astype(np.float32)
    ratio = points / half
    normals = np.sign(ratio) * np.abs(ratio) ** (power - 1) / half
    return mesh(points, normals, grid_faces(detail, 2 * detail, close_rows=False, close_columns=True))


def smooth_curve(knots: Sequence[Vector], count: int, *, closed: bool = False) -> Floats:
    """A Catmull-Rom curve through ``knots``, resampled to ``count`` points equally far apart."""
    points = np.asarray(knots, np.float64)
    padded = (
        np.vstack([points[-1:], points, points[:2]])
        if closed
        else np.vstack([2 * points[0] - points[1], points, 2 * points[-1] - points[-2]])
    )
    pieces = []
    t = np.linspace(0, 1, 60, endpoint=False)[:, None]
    for p0, p1, p2, p3 in zip(padded[:-3], padded[1:-2], padded[2:-1], padded[3:], strict=True):
        pieces.append(
            0.5
            * (
                2 * p1
                + (p2 - p0) * t
                + (2 * p0 - 5 * p1 + 4 * p2 - p3) * t**2
                + (3 * p1 - p0 - 3 * p2 + p3) * t**3
            )
        )
    curve = np.vstack([*pieces, points[:1] if closed else points[-1:]])
    length = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(curve, axis=0), axis=1))])
    goal = np.linspace(0, length[-1], count, endpoint=not closed)
    return np.stack([np.interp(goal, length, curve[:, k]) for k in range(3)], 1).astype(np.float32)
