"""What the piece hides: from its own metal by a field of distances, and from the table by its shadow.

The field is a grid of cells that the surface passes through, and each cell's distance to the nearest of them; rays
walk through it by those distances (sphere tracing, Hart 1996). The shadow is laid in slices: the surface within each
slice of height is thrown on the table along every sampled light, blurred by the light's width at that height. A ray
that enters a solid crosses its surface, so slices of surface alone stop it.
"""

from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
from scipy import ndimage

from retouch.training.render.environment import COLUMNS, ROWS, Room
from retouch.training.render.mesh import Floats, Mesh, unit

_LIGHTS = 32
_BOUNCE = 0.32
_LIGHT_HALF_WIDTH = np.tan(np.deg2rad(8.0))


def surface_points(shape: Mesh, spacing: float, rng: np.random.Generator) -> Floats:
    """Random points (N, 3) on a mesh, about ``spacing`` apart."""
    a, b, c = (shape.points[shape.faces[:, k]] for k in range(3))
    area = np.linalg.norm(np.cross(b - a, c - a), axis=1) / 2
    count = int(min(area.sum() / spacing**2 * 1.6 + 64, 3_000_000))
    face = np.searchsorted(np.cumsum(area) / area.sum(), (np.arange(count) + rng.random(count)) / count)
    face = np.minimum(face, len(area) - 1)
    u, v = rng.random((2, count, 1)).astype(np.float32)
    u, v = np.where(u + v > 1, 1 - u, u), np.where(u + v > 1, 1 - v, v)
    return (a[face] + u * (b - a)[face] + v * (c - a)[face]).astype(np.float32)


@dataclass(frozen=True, slots=True)
class Field:
    """Distances to the surface on a grid: its first corner, size of a cell, distances and their gradient."""

    corner: Floats
    cell: float
    distance: Floats
    slope: Floats

    def _index(self, points: Floats) -> tuple[np.ndarray, np.ndarray]:
        place = ((points - self.corner) / self.cell).astype(np.int32)
        shape = np.asarray(self.distance.shape, np.int32)
        inside = ((place >= 0) & (place < shape)).all(axis=1)
        place = np.clip(place, 0, shape - 1)
        return (place[:, 0] * shape[1] + place[:, 1]) * shape[2] + place[:, 2], inside

    def march(self, origin: Floats, direction: Floats, *, steps: int = 28) -> tuple[np.ndarray, Floats]:
        """Which rays (N, 3) meet the surface again, by index, and the outward normals (M, 3) there."""
        flat = self.distance.ravel()
        alive = np.arange(len(origin))
        way = np.full(len(origin), 3.5 * self.cell, np.float32)
        hits = []
        for _ in range(steps):
            place, inside = self._index(origin[alive] + direction[alive] * way[alive, None])
            room = flat[place]
            met = inside & (room < 0.6 * self.cell)
            hits.append(alive[met])
            way[alive] += np.maximum(room, 0.7 * self.cell)
            alive = alive[inside & ~met]
            if not len(alive):
                break
        hit = np.concatenate(hits)
        place, _ = self._index(origin[hit] + direction[hit] * (way[hit, None] - self.cell))
        return hit, self.slope.reshape(-1, 3)[place]

    def openness(self, point: Floats, normal: Floats) -> Floats:
        """How freely the surface at points (N, 3) sees the room, 0–1, from the room left along the normal."""
        total = np.zeros(len(point), np.float32)
        for reach in (3.0, 6.0, 12.0):
            place = ((point + normal * (reach * self.cell) - self.corner) / self.cell - 0.5).T
            room = ndimage.map_coordinates(
                self.distance, place, order=1, mode="constant", cval=reach * self.cell
            )
            total += np.clip(room / (reach * self.cell), 0, 1)
        return total / 3


def make_field(shape: Mesh, rng: np.random.Generator, cells: int = 190) -> Field:
    """The field of distances around a mesh, ``cells`` along its longest side, with a margin."""
    low, high = shape.points.min(0), shape.points.max(0)
    cell = float((high - low).max()) / cells
    corner = low - 5 * cell
    shape3 = np.ceil((high - low) / cell).astype(int) + 10
    solid = np.zeros(shape3, bool)
    place = ((surface_points(shape, cell * 0.5, rng) - corner) / cell).astype(int)
    solid[place[:, 0], place[:, 1], place[:, 2]] = True
    distance = ndimage.distance_transform_edt(~solid).astype(np.float32) * cell
    soft = ndimage.gaussian_filter(distance, 1.2)
    slope = unit(np.stack(np.gradient(soft), axis=-1).astype(np.float32))
    return Field(corner.astype(np.float32), cell, np.maximum(distance - 0.4 * cell, 0), slope)


@dataclass(frozen=True, slots=True)
class Shadow:
    """How much of the light reaches the table: a map over it with its first corner and the size of a texel."""

    corner: tuple[float, float]
    texel: float
    reach: Floats

    def look(self, x: Floats, y: Floats) -> Floats:
        """The share of light (same shape) at places on the table; 1 outside the map."""
        column = ((x - self.corner[0]) / self.texel - 0.5).astype(np.float32)
        row = ((y - self.corner[1]) / self.texel - 0.5).astype(np.float32)
        folded = (column.reshape(-1, 1), row.reshape(-1, 1))
        if column.ndim == 1:
            side = 4096
            pad = -len(column) % side
            folded = tuple(np.pad(v, (0, pad), constant_values=-1e6).reshape(-1, side) for v in (column, row))
            out = cv2.remap(self.reach, *folded, cv2.INTER_LINEAR, borderValue=1.0)
            return out.ravel()[: len(column)]
        return cv2.remap(
            self.reach, column, row, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=1.0
        )


def light_directions(room: Room) -> Floats:
    """Unit directions (L, 3) spread over the room in proportion to the light each brings to the table."""
    height = np.deg2rad(90 * (1 - (np.arange(ROWS) + 0.5) / ROWS))
    power = room.levels[1].sum(axis=2) * (np.sin(height) * np.cos(height))[:, None]
    rows = np.cumsum(power.sum(axis=1))
    k = np.arange(_LIGHTS)
    first, second = (0.5 + k * 0.7548776662) % 1, (0.5 + k * 0.5698402910) % 1  # Roberts' R2 sequence
    row = np.searchsorted(rows / rows[-1], first)
    columns = np.cumsum(power[row], axis=1)
    column = np.asarray([np.searchsorted(c / c[-1], s) for c, s in zip(columns, second, strict=True)])
    h, a = np.maximum(height[row], np.deg2rad(12)), column / COLUMNS * 2 * np.pi
    return np.stack([np.cos(h) * np.cos(a), np.cos(h) * np.sin(a), np.sin(h)], 1).astype(np.float32)


def make_shadow(solid: Floats, clear: Floats, room: Room, texels: int) -> Shadow:
    """The shadow of surface points (N, 3) of solid and of clear stuff, on a map of about ``texels`` a side."""
    points = np.concatenate([solid, clear])
    strength = np.concatenate([np.ones(len(solid)), np.full(len(clear), 0.35)]).astype(np.float32)
    low, high = points.min(0), points.max(0)
    margin = 0.08 * float((high - low)[:2].max()) + 1.6 * float(high[2])
    corner = (float(low[0] - margin), float(low[1] - margin))
    extent = (high - low)[:2] + 2 * margin
    texel = float(extent.max()) / texels
    width, height = int(np.ceil(extent[0] / texel)), int(np.ceil(extent[1] / texel))
    edges = float(high[2]) * np.linspace(0, 1, 13) ** 2
    column = ((points[:, 0] - corner[0]) / texel).astype(int)
    row = ((points[:, 1] - corner[1]) / texel).astype(int)
    slices = []
    for below, above in pairwise(edges):
        inside = (points[:, 2] >= below) & (points[:, 2] < above + 1e-6)
        layer = np.zeros((height, width), np.float32)
        np.maximum.at(layer, (row[inside], column[inside]), strength[inside])
        slices.append(((below + above) / 2, layer))
    lights = light_directions(room)
    reach = sum(_one_light(slices, light, texel) for light in lights) / len(lights)
    around = cv2.GaussianBlur(reach, (0, 0), 0.03 * texels)
    reach += (1 - reach) * _BOUNCE * around  # paper and metal light each other where they meet
    return Shadow(corner, texel, reach.astype(np.float32))


def _one_light(slices: list[tuple[float, Floats]], light: Floats, texel: float) -> Floats:
    """The share of one light that reaches each texel."""
    height, width = slices[0][1].shape
    out = np.ones((height, width), np.float32)
    for level, layer in slices:
        if not layer.any():
            continue
        sigma = max(level * _LIGHT_HALF_WIDTH / light[2] / texel, 0.8)
        coarse = 1 if sigma < 4 else 2 if sigma < 8 else 4 if sigma < 20 else 8
        small = cv2.resize(layer, (-(-width // coarse), -(-height // coarse)), interpolation=cv2.INTER_AREA)
        shift = -level / light[2] * light[:2] / texel / coarse
        move = np.asarray([[1, 0, shift[0]], [0, 1, shift[1]]], np.float32)
        moved = cv2.warpAffine(small, move, (small.shape[1], small.shape[0]), flags=cv2.INTER_LINEAR)
        moved = cv2.GaussianBlur(moved, (0, 0), sigma / coarse, borderType=cv2.BORDER_CONSTANT)
        if coarse > 1:
            moved = cv2.resize(moved, (width, height), interpolation=cv2.INTER_LINEAR)
        out *= 1 - np.clip(moved, 0, 1)
    return out
