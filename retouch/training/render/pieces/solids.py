"""Solids that are not turned or swept: grids of points with relief, and level sets of a field.

A level set is meshed by naive surface nets (Gibson 1998): a point in each cell that the surface passes, a quad around
each edge that it crosses.
"""

import cv2
import numpy as np
from scipy import ndimage

from retouch.training.render.mesh import Floats, Ints, Mesh, grid_faces, unit


def smooth(points: Floats, faces: Ints) -> Mesh:
    """A mesh whose faces agree among themselves, with normals shared by neighbors, turned outwards as a whole."""
    points = np.asarray(points, np.float32)
    a, b, c = (points[faces[:, k]] for k in range(3))
    flat = np.cross(b - a, c - a)
    middle = points.mean(axis=0)
    if float(np.einsum("ij,ij->i", flat, a - middle).sum(dtype=np.float64)) < 0:
        faces, flat = faces[:, ::-1], -flat
    normals = np.stack(
        [sum(np.bincount(faces[:, k], flat[:, axis], len(points)) for k in range(3)) for axis in range(3)],
        1,
    )
    return Mesh(
        points, unit(normals.astype(np.float32)), points.copy(), np.ascontiguousarray(faces, np.int32)
    )


def grid_solid(points: Floats, *, close_rows: bool) -> Mesh:
    """A grid of points (N, M, 3) whose columns go around; its rows too, or its ends are closed by lids."""
    count, width = points.shape[:2]
    faces = grid_faces(count, width, close_rows=close_rows, close_columns=True)
    flat = points.reshape(-1, 3).astype(np.float32)
    if close_rows:
        return smooth(flat, faces)
    middles = np.stack([points[0].mean(axis=0), points[-1].mean(axis=0)]).astype(np.float32)
    k = np.arange(width)
    after = (k + 1) % width
    first = np.stack([np.full(width, len(flat)), k, after], 1)
    last = np.stack([np.full(width, len(flat) + 1), (count - 1) * width + after, (count - 1) * width + k], 1)
    lids = np.concatenate([first, last]).astype(np.int32)
    return smooth(np.concatenate([flat, middles]), np.concatenate([faces, lids]))


def split(shape: Mesh, value: Floats, level: float) -> tuple[Mesh, Mesh]:
    """The parts of a surface where a value (V,) is below and not below a level, cut exactly along that level."""
    low = value < level
    count = low[shape.faces].sum(axis=1)
    sides = []
    for inside in (True, False):
        whole = shape.faces[count == (3 if inside else 0)]
        cut = shape.faces[(count > 0) & (count < 3)]
        sides.append(_clipped(shape, value - np.float32(level), (whole, cut), inside=inside))
    return sides[0], sides[1]


def _clipped(shape: Mesh, value: Floats, faces: tuple[Ints, Ints], *, inside: bool) -> Mesh:
    """Whole faces, and of cut faces the part on one side of zero."""
    whole, cut = faces
    kept = (value < 0) == inside
    single = kept[cut].sum(axis=1) == 1
    odd = np.argmax(kept[cut] == single[:, None], axis=1)  # the corner alone on its side
    a, b, c = (cut[np.arange(len(cut)), (odd + k) % 3] for k in range(3))
    data = np.concatenate([shape.points, shape.normals, shape.local], axis=1)
    start = len(data)
    fresh = []
    for other in (b, c):
        share = (value[a] / (value[a] - value[other]))[:, None]
        fresh.append(data[a] + share * (data[other] - data[a]))
    ab, ac = start + np.arange(len(cut)), start + len(cut) + np.arange(len(cut))
    tips = np.stack([a, ab, ac], 1)[single]
    rest = np.concatenate([np.stack([ab, b, c], 1)[~single], np.stack([ab, c, ac], 1)[~single]])
    data = np.concatenate([data, *fresh]).astype(np.float32)
    together = np.concatenate([whole, tips, rest]).astype(np.int32)
    return _compact(Mesh(data[:, :3], unit(data[:, 3:6]), data[:, 6:], together), together)


def _compact(shape: Mesh, faces: Ints) -> Mesh:
    used = np.unique(faces)
    number = np.zeros(len(shape.points), np.int32)
    number[used] = np.arange(len(used), dtype=np.int32)
    return Mesh(shape.points[used], shape.normals[used], shape.local[used], number[faces])


def level_set(field: Floats, corner: Floats, cell: Floats) -> Mesh:
    """The surface where a field (X, Y, Z) passes zero, negative inside; cells of size ``cell`` (3,) from ``corner``."""
    inside = field < 0
    crossed, places = _cell_points(field, inside)
    number = np.full(crossed.shape, -1, np.int64)
    number[crossed] = np.arange(len(places))
    faces = []
    for axis in range(3):
        ahead = np.take(inside, range(1, field.shape[axis]), axis)
        here = np.take(inside, range(field.shape[axis] - 1), axis)
        one, other = (k for k in range(3) if k != axis)
        edges = np.argwhere(ahead != here)
        edges = edges[(edges[:, one] > 0) & (edges[:, other] > 0)]
        edges = edges[(edges[:, one] < crossed.shape[one]) & (edges[:, other] < crossed.shape[other])]
        step1, step2 = (np.eye(3, dtype=np.int64)[k] for k in (one, other))
        quad = [number[tuple((edges - s).T)] for s in (0 * step1, step1, step1 + step2, step2)]
        out = here[tuple(edges.T)] ^ (axis == 1)
        order = [np.where(out, quad[k], quad[-k % 4]) for k in range(4)]
        faces += [np.stack([order[0], order[1], order[2]], 1), np.stack([order[0], order[2], order[3]], 1)]
    together = np.concatenate(faces).astype(np.int32)
    return smooth(np.asarray(corner) + _relaxed(places, together) * np.asarray(cell), together)


def _relaxed(points: Floats, faces: Ints) -> Floats:
    """Points (V, 3) drawn to their neighbors and back: the grid's steps go, the size stays (Taubin 1995)."""
    start = faces.T.ravel()
    end = np.roll(faces, -1, axis=1).T.ravel()
    count = np.maximum(np.bincount(start, minlength=len(points)), 1)[:, None]
    for weight in (0.6, -0.62, 0.6, -0.62):
        near = np.stack([np.bincount(start, points[end, k], len(points)) for k in range(3)], 1)
        points = points + weight * (near / count - points)
    return points.astype(np.float32)


def _cell_points(field: Floats, inside: np.ndarray) -> tuple[np.ndarray, Floats]:
    """Which cells (X-1, Y-1, Z-1) the surface passes, and a point (N, 3) in each, in cells."""
    corners = [np.asarray([i, j, k]) for i in (0, 1) for j in (0, 1) for k in (0, 1)]
    size = np.asarray(field.shape) - 1
    views = [
        tuple(slice(int(c), int(c + n)) for c, n in zip(corner, size, strict=True)) for corner in corners
    ]
    count = sum(inside[v].astype(np.int8) for v in views)
    crossed = (count > 0) & (count < 8)
    values = np.stack([field[v][crossed] for v in views], 1)
    total, weight = np.zeros((len(values), 3)), np.zeros(len(values))
    for i, a in enumerate(corners):
        for j, b in enumerate(corners):
            if j <= i or np.abs(a - b).sum() != 1:
                continue
            first, second = values[:, i], values[:, j]
            cut = (first < 0) != (second < 0)
            share = np.where(cut, first / np.where(cut, first - second, 1), 0)
            total += np.where(cut[:, None], a + share[:, None] * (b - a), 0)
            weight += cut
    return crossed, (np.argwhere(crossed) + total / weight[:, None]).astype(np.float32)


def distance(drawing: np.ndarray, pitch: float) -> Floats:
    """Signed distance (H, W), negative inside, of a drawing (bool) with pixels of ``pitch``."""
    solid = drawing.astype(np.uint8)
    inner = cv2.distanceTransform(solid, cv2.DIST_L2, 5)
    outer = cv2.distanceTransform(1 - solid, cv2.DIST_L2, 5)
    return ndimage.gaussian_filter((outer - inner) * np.float32(pitch), 0.8).astype(np.float32)


def plate(
    drawing: np.ndarray,
    width: float,
    thick: float,
    *,
    bevel: float = 0.3,
    relief: Floats | None = None,
    cells: int = 150,
) -> Mesh:
    """A flat piece cut out along a drawing (H, W) bool, rows from +y to -y, ``width`` millimetres across, about z = 0.

    ``relief`` (H, W) raises its upper face by so much; ``bevel`` is the radius of its edges.
    """
    height, columns = drawing.shape
    cell = width / cells
    rows = max(round(cells * height / columns), 2)
    flat = cv2.resize(distance(drawing, width / columns), (cells, rows), interpolation=cv2.INTER_AREA)
    down, right = (np.abs(np.arange(n + 6) - (n + 5) / 2) - n / 2 for n in (rows, cells))
    sheet = np.maximum(down[:, None], right[None]) * np.float32(
        cell
    )  # a drawing may reach the sheet's own edge
    flat = np.maximum(np.pad(flat, 3, mode="edge"), sheet).astype(np.float32)
    top = np.full(flat.shape, thick / 2, np.float32)
    if relief is not None:
        top += np.pad(cv2.resize(relief.astype(np.float32), (cells, rows), interpolation=cv2.INTER_AREA), 3)
    step = min(cell, thick / 5)
    levels = np.arange(-thick / 2 - 2 * step, float(top.max()) + 2.5 * step, step, dtype=np.float32)
    radius = min(bevel, 0.45 * thick)
    upper = np.maximum(levels - top[..., None], -thick / 2 - levels) + radius
    aside = flat[..., None] + radius
    field = np.hypot(np.maximum(upper, 0), np.maximum(aside, 0)) + np.minimum(np.maximum(upper, aside), 0)
    corner = np.asarray([-width / 2 - 2.5 * cell, -(rows / 2 + 2.5) * cell, levels[0]])
    volume = np.ascontiguousarray((field - radius)[::-1].transpose(1, 0, 2), np.float32)
    return level_set(volume, corner, np.asarray([cell, cell, step]))


def bent(shape: Mesh, change: Floats) -> Mesh:
    """The mesh with its points moved by ``change`` (V, 3), its normals found anew."""
    new = smooth(shape.points + change, shape.faces)
    return Mesh(new.points, new.normals, shape.local, new.faces)


def wrapped(shape: Mesh, radius: float) -> Mesh:
    """A flat mesh (length along x, width along y, thickness along z) rolled up about z, its upper face outside."""
    angle = shape.points[:, 0] / radius
    away = radius + shape.points[:, 2]
    points = np.stack([away * np.sin(angle), -away * np.cos(angle), shape.points[:, 1]], 1)
    new = smooth(points, shape.faces)
    return Mesh(new.points, new.normals, shape.local, new.faces)
