"""Cut stones as intersections of half-spaces, and light's way through them.

A facet is an azimuth, a tilt against the table and a point it passes through. Stones are about two units across, the
girdle lies in z = 0, the table is up. Angles of the round brilliant: Tolkowsky's, as cut today.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
from scipy.spatial import ConvexHull, HalfspaceIntersection

from retouch.training.render.mesh import Floats, Mesh, mesh

_GIRDLE = 0.04
Facet = tuple[
    float, float, float, float
]  # azimuth in degrees, tilt in degrees, radius and height of a point on it


@dataclass(frozen=True, slots=True)
class Cut:
    """A stone's facets: outward unit normals (F, 3) and distances (F,) from the origin, and its mesh."""

    normals: Floats
    offsets: Floats
    mesh: Mesh


def _planes(facets: list[Facet]) -> tuple[Floats, Floats]:
    azimuth, tilt, radius, height = np.asarray(facets, np.float64).T
    a, t = np.deg2rad(azimuth), np.deg2rad(tilt)
    normals = np.stack([np.sin(t) * np.cos(a), np.sin(t) * np.sin(a), np.cos(t)], 1)
    return normals, radius * np.sin(t) + height * np.cos(t)


def _cut(facets: list[Facet], stretch: tuple[float, float] = (1.0, 1.0)) -> Cut:
    normals, offsets = _planes(facets)
    normals = normals / np.asarray([*stretch, 1.0])
    length = np.linalg.norm(normals, axis=1, keepdims=True)
    normals, offsets = normals / length, offsets / length[:, 0]
    corners = HalfspaceIntersection(np.hstack([normals, -offsets[:, None]]), np.zeros(3)).intersections
    hull = ConvexHull(corners)
    points = corners[hull.simplices].reshape(-1, 3)
    flat = np.repeat(hull.equations[:, :3], 3, axis=0)
    return Cut(
        normals.astype(np.float32),
        offsets.astype(np.float32),
        mesh(points, flat, np.arange(len(points)).reshape(-1, 3)),
    )


def _ring(count: int, start: float, tilt: float, radius: float, height: float) -> list[Facet]:
    return [(start + 360 * k / count, tilt, radius, height) for k in range(count)]


def _brilliant_facets() -> list[Facet]:
    table, crown = 0.57, (1 - 0.57) * np.tan(np.deg2rad(34.5)) + _GIRDLE
    star = table * np.cos(np.deg2rad(22.5))
    return [
        (0, 0, 0, crown),
        *_ring(8, 0, 34.5, 1, _GIRDLE),
        *_ring(8, 22.5, 22, star, crown),
        *_ring(16, 11.25, 41, 1, _GIRDLE),
        *_ring(8, 0, 180 - 40.9, 1, -_GIRDLE),
        *_ring(16, 11.25, 180 - 42.3, 1, -_GIRDLE),
        *_ring(24, 7.5, 90, 1, 0),
    ]


def _step_facets(width: float, corner: float) -> list[Facet]:
    """Three steps above and below an oblong with cut corners, half as long as one unit."""
    facets: list[Facet] = []
    sides = [(0.0, 1.0), (90.0, width), (180.0, 1.0), (270.0, width)]
    reach = (1 + width) / np.sqrt(2) - corner
    sides += [(a, reach) for a in (45.0, 135.0, 225.0, 315.0)]
    top = 0.0
    for azimuth, apothem in sides:
        facets.append((azimuth, 90, apothem, 0))
        for tilts, sign, run in (((50, 38, 26), 1, 0.11), ((57, 46, 36), -1, 0.24)):
            radius, height = apothem, sign * _GIRDLE
            for tilt in tilts:
                facets.append((azimuth, tilt if sign > 0 else 180 - tilt, radius, height))
                height += sign * run * np.tan(np.deg2rad(tilt))
                radius -= run
            top = max(top, height if sign > 0 else 0)
    return [*facets, (0, 0, 0, top * 0.98)]


def _princess_facets() -> list[Facet]:
    facets: list[Facet] = [(0, 0, 0, 0.24)]
    for azimuth in (0, 90, 180, 270):
        facets += [(azimuth, 90, 0.80, 0), (azimuth, 36, 0.80, _GIRDLE), (azimuth + 45, 30, 1.02, _GIRDLE)]
        for lean, tilt in ((7, 53), (14, 49.5), (22, 47)):
            facets += [
                (azimuth + lean, 180 - tilt, 0.80, -_GIRDLE),
                (azimuth - lean, 180 - tilt, 0.80, -_GIRDLE),
            ]
    return facets


@cache
def find_cut(name: str) -> Cut:
    """The cut of that name."""
    if name == "emerald":
        return _cut(_step_facets(0.72, 0.26))
    if name == "princess":
        return _cut(_princess_facets())
    stretch = {"round": (1.0, 1.0), "oval": (1.0, 0.76), "marquise": (1.0, 0.52), "cushion": (1.0, 0.94)}[
        name
    ]
    return _cut(_brilliant_facets(), stretch)


def refract(direction: Floats, normal: Floats, ratio: float | Floats) -> tuple[Floats, Floats]:
    """Snell's law for unit directions (N, 3) into a surface; also which rays (N,) pass at all.

    ``normal`` points against the ray; ``ratio`` is the index left behind over the index ahead.
    """
    cosine = -np.einsum("ij,ij->i", direction, normal)
    square = 1 - np.asarray(ratio) ** 2 * (1 - cosine**2)
    root = np.sqrt(np.maximum(square, 0))
    scale = np.broadcast_to(np.asarray(ratio, np.float32), cosine.shape)
    out = scale[:, None] * direction + (scale * cosine - root)[:, None] * normal
    return out.astype(np.float32), square > 0


def fresnel(index: float, inside_cosine: Floats) -> Floats:
    """Unpolarised reflectance (N,) met from inside a stone; 1 beyond the critical angle."""
    c1 = np.clip(inside_cosine, 0, 1)
    sine2 = index**2 * (1 - c1**2)
    c2 = np.sqrt(np.maximum(1 - sine2, 0))
    s = ((index * c1 - c2) / (index * c1 + c2 + 1e-9)) ** 2
    p = ((c1 - index * c2) / (c1 + index * c2 + 1e-9)) ** 2
    return np.where(sine2 >= 1, 1, (s + p) / 2).astype(np.float32)


def next_facet(cut: Cut, origin: Floats, direction: Floats) -> tuple[Floats, Floats]:
    """Where rays (N, 3) inside a stone meet it next: the way (N,) and that facet's normal (N, 3)."""
    speed = direction @ cut.normals.T
    room = cut.offsets - origin @ cut.normals.T
    way = np.where(speed > 1e-5, np.maximum(room, 0) / np.maximum(speed, 1e-5), np.inf)
    nearest = np.argmin(way, axis=1)
    return way[np.arange(len(way)), nearest].astype(np.float32), cut.normals[nearest]
