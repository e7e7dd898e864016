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


_SIDES = {"trillion": 3, "hexagon": 6, "octagon": 8}


def _pear_facets() -> list[Facet]:
    """A brilliant whose girdle runs to a point."""
    facets: list[Facet] = [(0, 0, 0, 0.30)]
    for azimuth in np.linspace(-180, 180, 25)[:-1]:
        lean = float(np.cos(np.deg2rad(azimuth)))
        reach = 0.74 + 0.20 * max(lean, 0) ** 4 - 0.02 * max(-lean, 0)
        facets += [
            (float(azimuth), 90, reach, 0),
            (float(azimuth), 33 if round(azimuth) % 30 else 38, reach, _GIRDLE),
            (float(azimuth), 180 - (42 if round(azimuth) % 30 else 40), reach, -_GIRDLE),
        ]
    return facets


def _polygon_facets(sides: int, turn: float) -> list[Facet]:
    """A step cut of few sides: a trillion, a hexagon, an octagon."""
    facets: list[Facet] = [(0, 0, 0, 0.26)]
    apothem = 0.62 if sides == 3 else 0.85
    for azimuth in np.arange(sides) * 360 / sides + turn:
        for lean in (-14.0, 0.0, 14.0) if sides == 3 else (0.0,):
            facets.append((float(azimuth + lean), 90, apothem, 0))
            facets += [(float(azimuth + lean), tilt, apothem, _GIRDLE) for tilt in (44, 30)]
            facets += [
                (float(azimuth + lean), 180 - tilt, apothem - 0.12 * k, -_GIRDLE - 0.15 * k)
                for k, tilt in enumerate((54, 42))
            ]
    return facets


def _rose_facets() -> list[Facet]:
    """Flat below, two rows of triangles above."""
    rows = [*_ring(6, 0, 24, 0.55, 0.46), *_ring(12, 15, 48, 0.88, 0.20), *_ring(24, 7.5, 90, 1, 0)]
    return [*rows, (0, 180, 0, -0.06)]


def _checkered_facets(rng: np.random.Generator, rows: int) -> list[Facet]:
    """A faceted dome or drop: rows of flats all around, offset like bricks; below as above."""
    facets: list[Facet] = []
    for k in range(1, rows):
        tilt = 180 * k / rows
        count = max(int(14 * np.sin(np.deg2rad(tilt))), 5)
        height, radius = 0.9 * float(np.cos(np.deg2rad(tilt))), float(np.sin(np.deg2rad(tilt)))
        facets += [(360 * (j + 0.5 * (k % 2)) / count, tilt, radius, height) for j in range(count)]
    return [*facets, (0, 0, 0, 0.88), (0, 180, 0, -0.88 + 0.2 * float(rng.random()))]


def _rough_facets(rng: np.random.Generator, count: int) -> list[Facet]:
    """A broken or tumbled lump: planes of any direction at about one distance."""
    way = rng.normal(size=(count, 3))
    way /= np.linalg.norm(way, axis=1, keepdims=True)
    far = rng.uniform(0.72, 1.0, count) if count < 40 else rng.uniform(0.95, 1.0, count)
    tilt = np.rad2deg(np.arccos(way[:, 2]))
    azimuth = np.rad2deg(np.arctan2(way[:, 1], way[:, 0]))
    return [
        (float(a), float(t), float(d * np.sin(np.deg2rad(t))), float(d * np.cos(np.deg2rad(t))))
        for a, t, d in zip(azimuth, tilt, far, strict=True)
    ]


def _prism_facets(rng: np.random.Generator) -> list[Facet]:
    """A crystal: a six-sided prism along z with a point."""
    sides = [
        (60.0 * k + float(rng.normal(0, 3)), 90.0, 0.36 * float(rng.uniform(0.8, 1.2)), 0.0) for k in range(6)
    ]
    points = [(60.0 * k, 90 - float(rng.uniform(28, 46)), 0.36, 0.62) for k in range(6)]
    return [*sides, *points, (float(rng.uniform(0, 360)), 180 - float(rng.uniform(0, 25)), 0, -0.8)]


def _briolette_facets(rng: np.random.Generator) -> list[Facet]:
    """A drop along z, round below and pointed above, all of small flats."""
    facets: list[Facet] = [(0, 180, 0, -0.92)]
    long, count = float(rng.uniform(1.2, 1.9)), int(rng.integers(8, 13))
    heights = [
        (-0.75, 0.5, 140),
        (-0.4, 0.72, 115),
        (0.0, 0.76, 90),
        (0.4, 0.62, 72),
        (0.8, 0.42, 66),
        (1.2, 0.2, 62),
    ]
    for k, (height, radius, tilt) in enumerate(heights):
        z = height * (long / 1.4 if height > 0 else 1)
        facets += [(360 * (j + 0.5 * (k % 2)) / count, tilt, radius, z) for j in range(count)]
    return facets


def _further(name: str) -> Cut:
    """Cuts whose name may hold a number: ``rough-7`` is always the same lump."""
    kind, _, number = name.partition("-")
    rng = np.random.default_rng(int(number or 0))
    stretch = (1.0, float(rng.uniform(0.6, 1.0)))
    if kind in _SIDES:
        return _cut(_polygon_facets(_SIDES[kind], 90.0))
    if kind == "checker":
        return _cut(_checkered_facets(rng, int(rng.integers(5, 9))), stretch)
    if kind in {"rough", "tumbled"}:
        return _cut(_rough_facets(rng, int(rng.integers(9, 26)) if kind == "rough" else 110), stretch)
    if kind == "rose":
        return _cut(_rose_facets(), stretch)
    makers = {"pear": lambda _: _pear_facets(), "prism": _prism_facets, "briolette": _briolette_facets}
    return _cut(makers[kind](rng))


@cache
def find_cut(name: str) -> Cut:
    """The cut of that name."""
    if name == "emerald":
        return _cut(_step_facets(0.72, 0.26))
    if name == "princess":
        return _cut(_princess_facets())
    stretch = {"round": (1.0, 1.0), "oval": (1.0, 0.76), "marquise": (1.0, 0.52), "cushion": (1.0, 0.94)}
    if name not in stretch:
        return _further(name)
    return _cut(_brilliant_facets(), stretch[name])


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
