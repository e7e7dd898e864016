"""Watch straps along a way in the y-z plane: links in rows, mesh, leather with stitches, rubber, and their buckles."""

import numpy as np

from retouch.training.render.materials import HELD_BACK, METALS, Matte, spelled
from retouch.training.render.mesh import Floats, Mesh, block, merged, smooth_curve, vec
from retouch.training.render.pieces.base import Part, Piece, ring_wire
from retouch.training.render.pieces.looks import finish
from retouch.training.render.pieces.solids import bent, grid_solid


def open_way(reach: float, side: int, rng: np.random.Generator) -> Floats:
    """From a lug outwards, let down to the table, laid flat."""
    long = float(rng.uniform(45, 85))
    low, sway = float(rng.uniform(2.5, 4.5)), float(rng.normal(0, 1.2))
    far = [(0.6 * sway, reach + 0.6 * long, -low), (sway, reach + long, -low)]
    knots = [(0, reach, -0.6), (0, reach + 6, -1.4), (0.2 * sway, reach + 16, -low), *far]
    return smooth_curve([(x, side * y, z) for x, y, z in knots], 240)


def worn_way(reach: float, rng: np.random.Generator) -> Floats:
    """From one lug around the wrist to the other."""
    deep, wide = float(rng.uniform(38, 52)), float(rng.uniform(1.25, 1.5)) * max(reach, 19)
    t = np.deg2rad(np.linspace(58, -238, 40))
    ring = np.stack([0 * t, wide * np.cos(t), -deep / 2 + deep / 2 * np.sin(t)], 1)
    ends = np.asarray([(0, reach, -0.6)]), np.asarray([(0, -reach, -0.6)])
    return smooth_curve(np.concatenate([ends[0], ring[3:-3], ends[1]]), 420)


def _frames(path: Floats) -> tuple[Floats, Floats, Floats]:
    """Across (x), ahead and up at each point."""
    ahead = np.gradient(path, axis=0)
    ahead /= np.linalg.norm(ahead, axis=1, keepdims=True)
    across = np.broadcast_to(np.asarray((1.0, 0, 0)), path.shape)
    up = np.cross(across, ahead)
    up /= np.linalg.norm(up, axis=1, keepdims=True)
    ahead = np.cross(up, across)
    if up[0, 2] < 0:
        up = -up
    return across, ahead, up


def _even(path: Floats, count: int) -> Floats:
    step = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(path, axis=0), axis=1))])
    goal = np.linspace(0, step[-1], count)
    return np.stack([np.interp(goal, step, path[:, k]) for k in range(3)], 1)


def _length(path: Floats) -> float:
    return float(np.linalg.norm(np.diff(path, axis=0), axis=1).sum())


def _rows(path: Floats, half: float, metal: str, rng: np.random.Generator) -> Piece:
    """Links: one to seven across, alternately polished and brushed, offset like bricks or not."""
    columns = int(rng.choice([1, 3, 3, 5, 5, 7]))
    pitch = float(rng.uniform(3.4, 7.0))
    count = max(int(_length(path) / pitch), 4)
    thick, gap = float(rng.uniform(2.0, 3.4)), float(rng.uniform(0.04, 0.12))
    shares = (
        np.ones(columns) if rng.random() < 0.5 else np.where(np.arange(columns) == columns // 2, 1.6, 1.0)
    )
    edges = np.concatenate([[0], np.cumsum(shares)]) / shares.sum() * 2 - 1
    brick, power = rng.random() < 0.5, float(rng.uniform(3, 9))
    looks = [finish(metal, rng), finish(_second(metal, rng), rng)]
    groups: list[list[Mesh]] = [[], []]
    for column in range(columns):
        wide = (edges[column + 1] - edges[column]) * half
        unit = block(
            (wide * 0.985, pitch * (1 - gap), thick * (1.12 if column % 2 else 1)), power=power, detail=12
        )
        shift = 0.5 if brick and column % 2 else 0.0
        places = _even(path, count + 1)
        across, ahead, up = _frames(places)
        for k in range(count):
            matrix = np.stack([across[k], ahead[k], up[k]], 1).astype(np.float32)
            taper = 1 - 0.12 * min(k, count - k) / count if count > 20 else 1 - 0.15 * k / count
            spot = (
                places[k] * (1 - shift) + places[k + 1] * shift if shift else (places[k] + places[k + 1]) / 2
            )
            spot = spot + across[k] * (edges[column] + edges[column + 1]) / 2 * half * taper
            groups[column % 2].append(unit.stretched((taper, 1, 1)).moved(_proper(matrix), spot))
    return [Part(merged(group), look) for group, look in zip(groups, looks, strict=True) if group]


def _proper(matrix: Floats) -> Floats:
    """A rotation from three axes that may be left-handed."""
    return matrix if np.linalg.det(matrix) > 0 else matrix * np.asarray((1, -1, 1), np.float32)


def _second(metal: str, rng: np.random.Generator) -> str:
    """The other metal of a two-toned strap; mostly the same, and no test scene's in another scene's piece."""
    others = [m for m in METALS if m != "oxidized-silver" and (m in HELD_BACK) == (metal in HELD_BACK)]
    return metal if rng.random() < 0.75 else str(rng.choice(others))


def _ribbon(path: Floats, half: float, thick: float, taper: float) -> tuple[Mesh, Floats]:
    """A flat strap with rounded edges along a way, and its points' places across and along (V, 2)."""
    points = _even(path, 300)
    across, _, up = _frames(points)
    t = np.linspace(0, 2 * np.pi, 40, endpoint=False)
    x = np.sign(np.cos(t)) * np.abs(np.cos(t)) ** (2 / 2.4)
    z = np.sign(np.sin(t)) * np.abs(np.sin(t)) ** (2 / 5)
    wide = half * np.linspace(1, taper, 300) if taper < 1 else np.full(300, half)
    grid = (
        points[:, None]
        + x[None, :, None] * across[:, None] * wide[:, None, None]
        + z[None, :, None] * thick / 2 * up[:, None]
    )
    shape = grid_solid(grid, close_rows=False)
    along = np.repeat(np.linspace(0, _length(path), 300), 40)
    places = np.stack([np.tile(x, 300) * half, along], 1)
    return shape, np.concatenate([places, np.zeros((len(shape.points) - len(places), 2))]).astype(np.float32)


def _mesh_band(path: Floats, half: float, metal: str, rng: np.random.Generator) -> Piece:
    """Milanese mesh: a woven ribbon."""
    points = _even(path, 700)
    across, _, up = _frames(points)
    u = np.linspace(-1, 1, 45)
    pitch = float(rng.uniform(1.0, 2.0))
    along = np.linspace(0, _length(path), 700)[:, None]
    weave = 0.16 * np.sin(2 * np.pi * (along / pitch)) * np.sin(2 * np.pi * u[None] * half / pitch)
    top = points[:, None] + u[None, :, None] * half * across[:, None] + (0.6 + weave)[..., None] * up[:, None]
    low = (
        points[:, None]
        + u[None, ::-1, None] * half * across[:, None]
        - (0.6 + weave[:, ::-1])[..., None] * up[:, None]
    )
    return [Part(grid_solid(np.concatenate([top, low], 1), close_rows=False), finish(metal, rng))]


def _leather(path: Floats, half: float, rng: np.random.Generator) -> Piece:
    """Leather, rubber or cloth: plain, stitched along its edges or grained in squares."""
    value = float(np.exp(rng.uniform(np.log(0.012), np.log(0.5))))
    tint = np.clip(
        value * np.asarray([1.25, 0.95, 0.8]) ** rng.uniform(0, 3) * (1 + rng.normal(0, 0.12, 3)), 0.005, 0.85
    )
    if rng.random() < 0.2:
        tint = np.clip(value * (1 + rng.normal(0, 0.8, 3)), 0.005, 0.85)
    rough, grain = round(float(rng.uniform(0.3, 0.7)), 2), float(rng.choice([0.0, 0.1, 0.2]))
    stuff = spelled(
        Matte((float(tint[0]), float(tint[1]), float(tint[2])), coat=0.035, roughness=rough, grain=grain)
    )
    thick = float(rng.uniform(1.6, 3.4))
    shape, place = _ribbon(path, half, thick, float(rng.uniform(0.75, 1.0)))
    if rng.random() < 0.3:
        squares = np.maximum(np.abs(np.sin(place[:, 0] / half * 5)), np.abs(np.sin(place[:, 1] * 0.7)))
        shape = bent(shape, (0.22 * squares[:, None] * shape.normals).astype(np.float32))
    piece: Piece = [Part(shape, stuff)]
    if rng.random() < 0.6:
        piece.append(Part(_stitches(path, half * 0.8, thick), "thread" if rng.random() < 0.5 else stuff))
    return piece


def _stitches(path: Floats, half: float, thick: float) -> Mesh:
    """A row of stitches beside each edge."""
    places = _even(path, max(int(_length(path) / 2.4), 4))[1:-1]
    across, ahead, up = _frames(places)
    unit = block((0.45, 1.4, 0.4), power=4, detail=8)
    out = []
    for k, place in enumerate(places):
        matrix = _proper(np.stack([across[k], ahead[k], up[k]], 1).astype(np.float32))
        out += [
            unit.moved(
                matrix, place + up[k] * thick * 0.49 + across[k] * half * s * (1 - 0.1 * k / len(places))
            )
            for s in (1, -1)
        ]
    return merged(out)


def _buckle(path: Floats, half: float, metal: str, rng: np.random.Generator) -> Part:
    """A frame with its tongue at the end of an open strap."""
    across, ahead, up = _frames(path[-8:])
    matrix = _proper(np.stack([across[-1], ahead[-1], up[-1]], 1).astype(np.float32))
    frame = ring_wire(1.0, 0.11, sides=10, steps=60).stretched((half * 1.25, 4.5, 7.0))
    tongue = block((1.2, 8.0, 0.9), power=5, detail=12).moved(None, (0, -0.8, 0.7))
    return Part(merged([frame, tongue]).moved(matrix, path[-1] + ahead[-1] * 2.5), finish(metal, rng))


def strap_on(ways: list[Floats], half: float, metal: str, rng: np.random.Generator) -> Piece:
    """One kind of strap along each way."""
    kind = rng.random()
    seed = int(rng.integers(1 << 30))
    piece: Piece = []
    for k, way in enumerate(ways):
        same = np.random.default_rng(seed)
        if kind < 0.5:
            piece += _rows(way, half, metal, same)
        elif kind < 0.65:
            piece += _mesh_band(way, half, metal, same)
        else:
            piece += _leather(way, half, same)
            if len(ways) == 2 and k == 0:
                piece.append(_buckle(way, half, metal, same))
    if len(ways) == 1:
        low = ways[0][int(np.argmin(ways[0][:, 2]))]
        plate = block((2.04 * half, 14.0, 1.6), power=7, detail=20).moved(None, low - vec(0, 0, 1.2))
        piece.append(Part(plate, finish(metal, rng)))
    return piece
