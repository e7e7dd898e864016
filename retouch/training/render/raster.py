"""Which triangle each sample of a picture sees: a depth buffer, filled by whole arrays of fragments at a time."""

from dataclasses import dataclass

import numpy as np

from retouch.training.render.camera import Camera
from retouch.training.render.mesh import Floats, Ints, Mesh, unit

_FRAGMENTS_AT_ONCE = 2_000_000
_COLUMNS = {1: [0], 2: [0, 1], 3: [0, 2, 1], 4: [1, 3, 0, 2]}  # one sample for each row and each column


@dataclass(frozen=True, slots=True)
class Samples:
    """What the covered samples see.

    pixel          (N,) index of the pixel they belong to, row-major
    weight         (N,) their share of the pixel
    face           (N,) index of the triangle
    point, normal  (N, 3) in the world, the normal interpolated and of length one
    local          (N, 3) the same place before its part was moved
    view           (N, 3) unit direction from the camera
    """

    pixel: Ints
    weight: Floats
    face: Ints
    point: Floats
    normal: Floats
    local: Floats
    view: Floats


@dataclass(frozen=True, slots=True)
class _Screen:
    """Triangles on the sample grid: first corner, two edges, inverse depths, boxes."""

    face: Ints
    corner: Floats
    edge1: Floats
    edge2: Floats
    area: Floats
    inverse: Floats
    left: Ints
    top: Ints
    columns: Ints
    rows: Ints


def _screen(camera: Camera, shape: Mesh, samples: int) -> _Screen:
    x, y, depth = camera.project(shape.points)
    place = (np.stack([x, y], 1) * samples).astype(np.float32)
    a, b, c = (place[shape.faces[:, k]] for k in range(3))
    area = (b[:, 0] - a[:, 0]) * (c[:, 1] - a[:, 1]) - (b[:, 1] - a[:, 1]) * (c[:, 0] - a[:, 0])
    limits = np.asarray([camera.width * samples, camera.height * samples])
    low = np.clip(np.ceil(np.minimum(np.minimum(a, b), c) - 0.5), 0, limits).astype(np.int32)
    high = np.clip(np.floor(np.maximum(np.maximum(a, b), c) - 0.5) + 1, 0, limits).astype(np.int32)
    extent = np.maximum(high - low, 0)
    # Rows run downwards, so a face turned to the camera runs clockwise on the screen: its area is negative.
    kept = np.flatnonzero((area < -1e-6) & (extent.min(axis=1) > 0))
    inverse = (1 / depth)[shape.faces[kept]]
    return _Screen(
        kept.astype(np.int32), a[kept], (b - a)[kept], (c - a)[kept], area[kept], inverse.astype(np.float32),
        low[kept, 0], low[kept, 1], extent[kept, 0], extent[kept, 1],
    )  # fmt: skip


def _shares(screen: _Screen, index: Ints, x: Floats, y: Floats) -> Floats:
    """Barycentric shares (N, 3) of places in triangles, on the screen."""
    dx, dy = x - screen.corner[index, 0], y - screen.corner[index, 1]
    area = screen.area[index]
    second = (dx * screen.edge2[index, 1] - dy * screen.edge2[index, 0]) / area
    third = (screen.edge1[index, 0] * dy - screen.edge1[index, 1] * dx) / area
    return np.stack([1 - second - third, second, third], 1)


def _nearest(screen: _Screen, width: int, height: int) -> tuple[Floats, Ints]:
    """Fill a depth buffer: inverse depth and triangle of each sample, flat; -1 where none."""
    best = np.zeros(width * height, np.float32)
    owner = np.full(width * height, -1, np.int32)
    count = screen.columns.astype(np.int64) * screen.rows
    bounds = np.concatenate([[0], np.cumsum(count)])
    start = 0
    while start < len(count):
        end = max(
            start + 1, int(np.searchsorted(bounds, bounds[start] + _FRAGMENTS_AT_ONCE, side="right")) - 1
        )
        index = np.repeat(np.arange(start, end), count[start:end])
        number = np.arange(bounds[end] - bounds[start]) - (bounds[index] - bounds[start])
        column = screen.left[index] + number % screen.columns[index]
        row = screen.top[index] + number // screen.columns[index]
        shares = _shares(screen, index, column + np.float32(0.5), row + np.float32(0.5))
        inverse = np.einsum("ij,ij->i", shares, screen.inverse[index])
        place = row.astype(np.int64) * width + column
        seen = np.flatnonzero((shares.min(axis=1) >= -1e-5) & (inverse > best[place]))
        seen = seen[np.argsort(inverse[seen], kind="stable")]  # the last write to a sample is its nearest
        best[place[seen]] = inverse[seen]
        owner[place[seen]] = index[seen]
        start = end
    return best, owner


def _kept(owner: Ints, group: Ints, width: int, samples: int) -> tuple[Ints, Floats]:
    """Which covered samples are worth shading, and their shares of a pixel.

    A pixel that shows one group of faces all over keeps a sample for each row and column; an edge keeps all.
    """
    seen = np.where(owner >= 0, group[owner], -1).reshape(-1, samples, width // samples, samples)
    whole = (seen.min(axis=(1, 3)) == seen.max(axis=(1, 3)))[:, None, :, None]
    pattern = np.zeros((samples, 1, samples), bool)
    pattern[np.arange(samples), 0, _COLUMNS[samples]] = True
    keep = (seen >= 0) & (~whole | pattern[None])
    share = np.where(whole, np.float32(1 / samples), np.float32(1 / samples**2))
    place = np.flatnonzero(keep)
    return place.astype(np.int64), np.broadcast_to(share, keep.shape).reshape(-1)[place]


def rasterize(camera: Camera, shape: Mesh, group: Ints, samples: int) -> Samples:
    """Find what the covered samples see, up to ``samples`` × ``samples`` to a pixel.

    Faces that look away are left out; ``group`` (F,) says which faces are of one stuff.
    """
    width, height = camera.width * samples, camera.height * samples
    screen = _screen(camera, shape, samples)
    _, owner = _nearest(screen, width, height)
    place, share = _kept(owner, group[screen.face], width, samples)
    index = owner[place]
    row, column = place // width, place % width
    x, y = (column + 0.5).astype(np.float32), (row + 0.5).astype(np.float32)
    weight = _shares(screen, index, x, y) * screen.inverse[index]
    weight = np.clip(weight / weight.sum(axis=1, keepdims=True), 0, 1).astype(np.float32)
    face = screen.face[index]
    corners = shape.faces[face]

    def blend(values: Floats) -> Floats:
        return sum(weight[:, k, None] * values[corners[:, k]] for k in range(3)).astype(np.float32)

    return Samples(
        ((row // samples) * camera.width + column // samples).astype(np.int32),
        share,
        face,
        blend(shape.points),
        unit(blend(shape.normals)),
        blend(shape.local),
        camera.rays(x / samples, y / samples).astype(np.float32),
    )
