"""Earrings, in pairs, lying or standing on the table."""

import numpy as np

from retouch.training.render.mesh import (
    Mesh,
    block,
    grid_faces,
    lathe,
    merged,
    mesh,
    smooth_curve,
    sphere,
    tube,
    turn,
    vec,
)
from retouch.training.render.pieces.base import (
    Part,
    Piece,
    basket,
    beads,
    bezel,
    corners,
    grounded,
    moved,
    ring_wire,
    settled,
    stone,
)
from retouch.training.render.spec import SceneSpec


def pair(one: Piece, spec: SceneSpec, rng: np.random.Generator, gap: float, *, mirror: float = 1.0) -> Piece:
    """Two of a kind beside each other, each turned a little of its own."""
    out: Piece = []
    for side in (-1, 1):
        turned = grounded(one, turn("z", float(rng.normal(0, 7)) + (mirror if side > 0 else 0)))
        out += moved(turned, None, (side * gap / 2, side * float(rng.normal(0, 0.05 * gap)), 0))
    return grounded(out, turn("z", spec.turn_deg))


def _post(length: float = 9.5) -> Part:
    pin = lathe([(0, -length), (0.25, -length + 0.5), (0.4, -length + 1.4), (0.4, 0), (0, 0)], sides=16)
    back = [ring_wire(1.6, 0.35, sides=8).moved(turn("y", 70), (s * 1.5, 0, -length + 3.0)) for s in (1, -1)]
    disc = lathe([(0, -0.3), (1.8, -0.3), (1.8, 0.1), (0, 0.1)], sides=32).moved(None, (0, 0, -length + 3.6))
    return Part(merged([pin, disc, *back]), "")


def _in(metal: str, piece: Piece) -> Piece:
    return [Part(p.mesh, p.material or metal, p.cut, p.turn, p.center, p.scale) for p in piece]


def studs(spec: SceneSpec, rng: np.random.Generator) -> Piece:
    """A stone, a pearl or a ball on a post, lying so that its face looks up and aside."""
    if "pearl" in spec.variant:
        one = [
            Part(sphere(4.2, rings=44, sides=60).moved(None, (0, 0, 3.4)), "pearl"),
            Part(lathe([(0, -0.5), (1.9, -0.3), (2.2, 0.5), (0, 0.4)], sides=36), ""),
            _post(),
        ]
    elif "ball" in spec.variant:
        one = [Part(sphere(3.4, rings=44, sides=60).moved(None, (0, 0, 3.0)), ""), _post()]
    elif "bezel" in spec.variant:
        one = [
            Part(bezel(3.2, 2.4, 0.5).moved(None, (0, 0, 2.2)), ""),
            stone(spec.stone, "round", (0, 0, 2.3), (0, 0, 1), 3.0),
            Part(lathe([(0, -0.3), (2.4, -0.3), (2.6, 0.4), (0, 0.4)], sides=36), ""),
            _post(),
        ]
    else:
        width = {"oval": 0.76, "emerald": 0.72, "princess": 0.8}.get(spec.cut, 1.0)
        one = [
            Part(basket((0, 0, 3.4), (0, 0, 1), 3.4, corners(width), thick=0.1), ""),
            stone(spec.stone, spec.cut, (0, 0, 3.4), (0, 0, 1), 3.4),
            _post(),
        ]
    lean = float(rng.uniform(18, 34))
    side = settled(_in(spec.metal, one), (0, np.sin(np.deg2rad(lean)), -np.cos(np.deg2rad(lean)) * 0.3))
    return pair(side, spec, rng, 15, mirror=12.0)


def hoops(spec: SceneSpec, rng: np.random.Generator) -> Piece:
    """Round hoops, plain, twisted or set with stones; lying."""
    radius = 9.0 if "small" in spec.variant else 14.0
    wire = 0.75 if "thin" in spec.variant else 1.6
    t = np.linspace(np.deg2rad(100), np.deg2rad(438), 150)
    path = np.stack([np.cos(t) * radius, np.sin(t) * radius, 0 * t], 1).astype(np.float32)
    if "twist" in spec.variant:
        strands = []
        for phase in (0, 2.1, 4.2):
            wave = 26 * t + phase
            bulge = path * (1 + np.cos(wave)[:, None] * wire * 0.5 / radius) + np.stack(
                [0 * t, 0 * t, np.sin(wave) * wire * 0.5], 1
            )
            strands.append(tube(bulge.astype(np.float32), wire * 0.62, sides=12))
        one: Piece = [Part(merged(strands), "")]
    else:
        one = [Part(tube(path, wire, sides=22), "")]
    ends = [path[0], path[-1], (path[0] + path[-1]) / 2 * 1.06]
    one.append(
        Part(
            merged(
                [
                    tube(smooth_curve([ends[0], ends[2], ends[1]], 24), 0.4),
                    sphere(wire * 1.05).moved(None, path[0]),
                    sphere(wire * 1.05).moved(None, path[-1]),
                ]
            ),
            "",
        )
    )
    if "stones" in spec.variant:
        for a in np.deg2rad(np.arange(160, 382, 11)):
            up = np.asarray((np.cos(a), np.sin(a), 0), np.float32)
            one.append(stone(spec.stone, "round", up * (radius + wire * 0.82), up, 1.15))
            grains = [
                up * (radius + wire)
                + np.asarray((0, 0, z), np.float32)
                + np.asarray((-np.sin(a), np.cos(a), 0)) * 1.25
                for z in (0.8, -0.8)
            ]
            one.append(Part(beads(np.asarray(grains, np.float32), 0.28), ""))
    return pair(
        grounded(_in(spec.metal, one), turn("x", float(rng.normal(0, 2)))),
        spec,
        rng,
        radius * 2.5,
        mirror=40.0,
    )


def drops(spec: SceneSpec, rng: np.random.Generator) -> Piece:
    """French wires with something hanging from them, lying on the table."""
    hook = tube(
        smooth_curve(
            [(0, 8, 0.4), (0.2, 11, 0.4), (3.2, 20, 0.4), (7.2, 17, 0.4), (8.2, 8, 0.4), (8.8, 5.2, 0.4)], 90
        ),
        0.4,
    )
    ball = sphere(0.9, rings=14, sides=20).moved(None, (0, 9.6, 0.9))
    jump = ring_wire(1.2, 0.3).moved(turn("y", 50), (0, 7.3, 1.0))
    one: Piece = [Part(merged([hook, ball, jump]), "")]
    if "pearl" in spec.variant:
        one += [
            Part(
                sphere(4.4, rings=40, sides=56).stretched((1, 1.25, 1)).moved(None, (0, -0.2, 4.3)), "pearl"
            ),
            Part(
                lathe([(0, 0), (1.7, 0.3), (0.7, 1.6), (0, 2.0)], sides=30).moved(
                    turn("x", -90), (0, 4.8, 4.0)
                ),
                "",
            ),
        ]
    elif "bar" in spec.variant:
        one.append(Part(block((2.2, 24, 1.2), power=10).moved(None, (0, -6.2, 0.6)), ""))
    elif "leaf" in spec.variant:
        one.append(Part(_leaf(), ""))
    else:
        width = {"oval": 0.76, "emerald": 0.72}.get(spec.cut, 1.0)
        radius = 5.0
        gem = [
            stone(spec.stone, spec.cut, (0, 0, 2.4), (0, 0, 1), radius),
            Part(basket((0, 0, 2.4), (0, 0, 1), radius, corners(width), thick=0.09, depth=0.55), ""),
        ]
        one += gem
    return pair(grounded(_in(spec.metal, one)), spec, rng, 22, mirror=-6.0)


def _leaf() -> Mesh:
    """A pointed leaf with a midrib, a little hollow."""
    u, v = np.meshgrid(np.linspace(0, 1, 60), np.linspace(-1, 1, 31), indexing="ij")
    half = 5.2 * np.sin(np.pi * u**0.8) ** 0.9 + 0.02
    x, y = v * half, 6.0 - 22 * u
    top = 0.9 + 0.10 * x**2 - 0.5 * np.exp(-((v / 0.1) ** 2)) * 0.8 + 0.18 * np.cos(40 * u + 9 * np.abs(v))
    points = [np.stack([x, y, z], -1) for z in (top, top - 0.7)]
    meshes = []
    for k, grid in enumerate(points):
        normals = np.cross(np.gradient(grid, axis=1), np.gradient(grid, axis=0))
        normals *= np.sign(normals[..., 2:]) * (1 if k == 0 else -1)
        meshes.append(
            mesh(
                grid.reshape(-1, 3),
                normals.reshape(-1, 3),
                grid_faces(60, 31, close_rows=False, close_columns=False),
            )
        )
    rim = np.concatenate([points[0][:, 0], points[0][::-1, -1]]) - vec(0, 0, 0.35)
    return merged(
        [
            *meshes,
            tube(rim.astype(np.float32), 0.42, closed=True),
            *[ring_wire(0.9, 0.3).moved(None, (0, 6.4, 1.0))],
        ]
    )
