"""What every builder uses: parts, set stones, prongs, bands, links."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.spatial import ConvexHull

from retouch.training.render.gems import find_cut
from retouch.training.render.mesh import (
    Floats,
    Mesh,
    Vector,
    circle_section,
    facing,
    frames,
    lathe,
    merged,
    smooth_curve,
    sphere,
    sweep,
    tube,
    turn,
    vec,
)


@dataclass(frozen=True, slots=True)
class Part:
    """One solid of one material; a cut stone also keeps where its own axes came to lie."""

    mesh: Mesh
    material: str
    cut: str = ""
    turn: Floats | None = None
    center: Floats | None = None
    scale: float = 1.0

    def moved(self, rotation: Floats, shift: Vector) -> "Part":
        """The part turned, then shifted."""
        shape = self.mesh.moved(rotation, shift)
        if self.turn is None or self.center is None:
            return Part(shape, self.material)
        center = rotation @ self.center + np.asarray(shift, np.float32)
        return Part(
            shape, self.material, self.cut, (rotation @ self.turn).astype(np.float32), center, self.scale
        )


Piece = list[Part]


def moved(piece: Piece, rotation: Floats | None = None, shift: Vector = (0, 0, 0)) -> Piece:
    """Every part turned, then shifted."""
    matrix = np.eye(3, dtype=np.float32) if rotation is None else rotation
    return [part.moved(matrix, shift) for part in piece]


def points_of(piece: Piece) -> Floats:
    """All points (N, 3)."""
    return np.concatenate([part.mesh.points for part in piece])


def grounded(piece: Piece, rotation: Floats | None = None) -> Piece:
    """The piece turned, centred over the origin, and let down until it touches the table."""
    piece = moved(piece, rotation)
    points = points_of(piece)
    low, high = points.min(0), points.max(0)
    return moved(piece, None, (-(low[0] + high[0]) / 2, -(low[1] + high[1]) / 2, -low[2]))


def settled(piece: Piece, down: Vector) -> Piece:
    """The piece lying as it would come to rest with the side ``down`` nearest below.

    It rests on a face of its convex hull above which its middle stands; of those, on the one turned most downwards.
    """
    points = points_of(piece)
    hull = ConvexHull(points[:: max(1, len(points) // 20000)].astype(np.float64))
    middle = np.mean([p.mesh.points.mean(0) for p in piece], axis=0)
    corners = hull.points[hull.simplices]
    normals = hull.equations[:, :3]
    foot = middle + normals * -(normals @ middle + hull.equations[:, 3])[:, None]
    a, b, c = corners[:, 0], corners[:, 1], corners[:, 2]
    whole = np.linalg.norm(np.cross(b - a, c - a), axis=1)
    parts = sum(np.linalg.norm(np.cross(p - foot, q - foot), axis=1) for p, q in ((a, b), (b, c), (c, a)))
    stable = parts <= whole * 1.02 + 1e-6
    goal = normals @ (np.asarray(down) / np.linalg.norm(down)) - np.where(stable, 0, 4)
    return grounded(piece, facing(-normals[int(np.argmax(goal))]).T)


def stone(material: str, cut: str, center: Vector, up: Vector, radius: float, roll: float = 0.0) -> Part:
    """A cut stone with its table towards ``up`` and half as long as ``radius`` × 2."""
    rotation = facing(up, roll)
    middle = np.asarray(center, np.float32)
    shape = find_cut(cut).mesh.moved(rotation, middle, radius)
    return Part(shape, material, cut, rotation, middle, radius)


def prong(base: Vector, tip: Vector, over: Vector, radius: float) -> Mesh:
    """A claw: a wire from the base past the girdle, bent over the stone, with a round tip."""
    b, t, o = (np.asarray(p, np.float32) for p in (base, tip, over))
    s = np.linspace(0, 1, 12)[:, None]
    path = np.concatenate(
        [b + (t - b) * s[:-1], (1 - s) ** 2 * t + 2 * s * (1 - s) * (t + (t - b) * 0.12) + s**2 * o]
    )
    width = np.linspace(radius * 1.1, radius * 0.85, len(path)).astype(np.float32)
    return merged(
        [
            tube(path.astype(np.float32), width, sides=12),
            sphere(radius * 0.95, rings=10, sides=14).moved(None, o),
        ]
    )


def basket(
    center: Vector,
    up: Vector,
    radius: float,
    outline: Sequence[tuple[float, float]],
    *,
    depth: float = 0.9,
    thick: float = 0.11,
) -> Mesh:
    """Prongs at places of the girdle (x, y in radii), with two rails below, for a stone of ``radius`` at ``center``."""
    meshes = []
    for x, y in outline:
        base = (0.42 * x, 0.42 * y, -depth)
        meshes.append(prong(base, (1.07 * x, 1.07 * y, 0.10), (0.86 * x, 0.86 * y, 0.235), thick))
    ring = np.linspace(0, 2 * np.pi, 48, endpoint=False)
    oval = max(abs(y) for _, y in outline) / max(abs(x) for x, _ in outline)
    reach = max(np.hypot(x, y / oval) for x, y in outline)
    for height in (-0.3 * depth, -0.85 * depth):
        wide = reach * (
            0.42 + 0.65 * (height + depth) / (depth + 0.10)
        )  # the prongs' own spread at that height
        path = np.stack([np.cos(ring) * wide, np.sin(ring) * wide * oval, np.full_like(ring, height)], 1)
        meshes.append(tube(path.astype(np.float32), thick * 0.8, sides=10, closed=True))
    return merged(meshes).moved(facing(up), center, radius)


CORNERS = [(0.74, 0.74), (-0.74, 0.74), (-0.74, -0.74), (0.74, -0.74)]


def corners(width: float, length: float = 1.0) -> list[tuple[float, float]]:
    """Four places on the girdle of a stone as wide as ``width``, for its prongs."""
    return [(0.74 * length * sx, 0.74 * width * sy) for sx, sy in ((1, 1), (-1, 1), (-1, -1), (1, -1))]


def band(
    radius: float,
    half_width: Floats | float,
    thickness: Floats | float,
    *,
    power: float = 2.6,
    steps: int = 180,
    sides: int = 26,
) -> Mesh:
    """A finger's ring about the z axis: inner radius, half width along z and thickness, each constant or by angle."""
    angle = np.linspace(0, 2 * np.pi, steps, endpoint=False)
    half = np.broadcast_to(np.asarray(half_width, np.float32), (steps,))
    thick = np.broadcast_to(np.asarray(thickness, np.float32), (steps,))
    outward = np.stack([np.cos(angle), np.sin(angle), np.zeros(steps)], 1).astype(np.float32)
    section = circle_section(sides, 1, 1, power)[None] * np.stack([thick / 2, half], 1)[:, None]
    middle = outward * (radius + thick / 2)[:, None]
    up = np.broadcast_to(np.asarray((0, 0, 1), np.float32), middle.shape)
    return sweep(middle, outward, up, section.astype(np.float32), closed=True)


def round_angles(steps: int = 180) -> Floats:
    """The angles in degrees of a band's steps, -180 to 180."""
    angle = np.linspace(0, 360, steps, endpoint=False)
    return ((angle + 180) % 360 - 180).astype(np.float32)


def melee_frame(half: tuple[float, float], *, count: int, radius: float = 0.6, power: float = 2.0) -> Piece:
    """Small diamonds around an oval or an oblong in the x-y plane, on a rail, two grains between each two."""
    outline = np.pad(circle_section(400, *half, power), ((0, 0), (0, 1)))
    rail = smooth_curve(outline[::5], 144, closed=True)
    _, across, along_ = frames(rail, closed=True)
    flip = np.sign(np.einsum("ij,ij->i", across, rail))[:, None]
    section = circle_section(14, radius * 1.2, radius * 0.75, 4)
    shapes = [sweep(rail - vec(0, 0, 0.58 * radius), across * flip, along_ * flip, section, closed=True)]
    places = smooth_curve(outline[::5], 2 * count, closed=True)
    between = places[1::2]
    away = between / np.linalg.norm(between, axis=1, keepdims=True) * np.float32(0.7 * radius)
    grains = np.concatenate([between + away, between - away]) + vec(0, 0, 0.25 * radius)
    shapes.append(beads(grains.astype(np.float32), 0.33 * radius))
    gems = [stone("diamond", "round", p, (0, 0, 1), radius, 13.0 * k) for k, p in enumerate(places[::2])]
    return [Part(merged(shapes), ""), *gems]


def ring_wire(radius: float, wire: float, *, sides: int = 10, steps: int = 48) -> Mesh:
    """A jump ring in the x-y plane."""
    t = np.linspace(0, 2 * np.pi, steps, endpoint=False)
    return tube(np.stack([np.cos(t) * radius, np.sin(t) * radius, 0 * t], 1), wire, sides=sides, closed=True)


def link(
    length: float, width: float, wire: float, *, steps: int = 28, sides: int = 8, twist: float = 0.0
) -> Mesh:
    """One chain link in the x-y plane, long along x: a stadium, for curb chains twisted about its length."""
    straight, r = length / 2 - width / 2, width / 2 - wire
    t = np.linspace(0, 2 * np.pi, steps, endpoint=False)
    path = np.stack([np.cos(t) * r + np.sign(np.cos(t)) * max(straight, 0), np.sin(t) * r, 0 * t], 1).astype(
        np.float32
    )
    if twist:
        angle = np.deg2rad(twist) * path[:, 0] / (length / 2)
        path = np.stack([path[:, 0], path[:, 1] * np.cos(angle), path[:, 1] * np.sin(angle)], 1).astype(
            np.float32
        )
    return tube(path, wire, sides=sides, closed=True)


def along(
    path: Floats,
    shapes: Sequence[Mesh],
    rng: np.random.Generator,
    *,
    roll: float = 45.0,
    jitter: float = 6.0,
    closed: bool = False,
) -> Mesh:
    """Links laid along a path (one at each point), rolled to and fro, each a little off."""
    tangent, _, _ = frames(path, closed=closed)
    up = np.asarray((0, 0, 1), np.float32)
    rolls = (np.where(np.arange(len(path)) % 2, roll, -roll) + rng.normal(0, jitter, len(path))).tolist()
    meshes = []
    for index, (place, ahead, angle) in enumerate(zip(path, tangent, rolls, strict=True)):
        side = np.cross(up, ahead)
        side = side / max(float(np.linalg.norm(side)), 1e-6)
        matrix = np.stack([ahead, side, np.cross(ahead, side)], axis=1).astype(np.float32) @ turn("x", angle)
        meshes.append(shapes[index % len(shapes)].moved(matrix, place))
    return merged(meshes)


def bezel(radius: float, height: float, wall: float) -> Mesh:
    """A collar about z that holds a round stone, open above."""
    inner = radius * 0.93
    return lathe(
        [
            (inner * 0.5, -height),
            (radius + wall, -height),
            (radius + wall * 1.1, -height * 0.4),
            (radius + wall, height * 0.22),
            (radius + wall * 0.4, height * 0.3),
            (inner, height * 0.24),
            (inner, 0),
            (inner * 0.5, -height),
        ],
        sides=64,
    )


def beads(path: Floats, radius: float) -> Mesh:
    """A row of small grains: milgrain, pavé claws."""
    ball = sphere(radius, rings=8, sides=10)
    return merged([ball.moved(None, place) for place in path])
