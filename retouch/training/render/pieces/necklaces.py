"""Necklaces, laid on the table in a loop as for a photo from above: chains, pendants, pearls."""

from dataclasses import replace

import numpy as np

from retouch.training.render.mesh import (
    Floats,
    Mesh,
    block,
    facing,
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
    along,
    basket,
    bezel,
    corners,
    grounded,
    link,
    melee_frame,
    moved,
    ring_wire,
    stone,
)
from retouch.training.render.spec import SceneSpec


def _loop(rng: np.random.Generator, width: float, height: float) -> Floats:
    """Knots of a closed loop, pointed below, a little uneven."""
    outline = [
        (0, -1.0),
        (0.36, -0.56),
        (0.72, 0.02),
        (0.80, 0.52),
        (0.5, 0.93),
        (0, 1.0),
        (-0.5, 0.92),
        (-0.82, 0.5),
        (-0.70, 0.0),
        (-0.34, -0.58),
    ]
    knots = np.asarray([(x * width / 2, y * height / 2, 0) for x, y in outline])
    knots[1:, :2] += rng.normal(0, 0.018 * height, (len(knots) - 1, 2))
    return knots


def _vee(rng: np.random.Generator, width: float, height: float) -> Floats:
    """Knots of a chain that comes into the frame from above on both sides and meets below."""
    outline = [(-1, 1), (-0.72, 0.42), (-0.36, -0.38), (0, -1), (0.36, -0.38), (0.72, 0.42), (1, 1)]
    knots = np.asarray([(x * width / 2, y * height / 2, 0) for x, y in outline])
    knots[[1, 2, 4, 5], :2] += rng.normal(0, 0.012 * height, (4, 2))
    return knots


def chain_along(knots: Floats, kind: str, scale: float, rng: np.random.Generator, *, closed: bool) -> Mesh:
    """A chain of a kind through knots; ``scale`` is a link's length in millimetres."""
    length, width, wire, pitch, roll, twist = {
        "cable": (1.0, 0.72, 0.105, 0.76, 45.0, 0.0),
        "curb": (1.0, 0.80, 0.150, 0.56, 8.0, 38.0),
        "figaro": (1.0, 0.62, 0.120, 0.70, 8.0, 30.0),
        "trace": (1.0, 0.60, 0.085, 0.78, 45.0, 0.0),
        "paperclip": (1.0, 0.36, 0.070, 0.84, 40.0, 0.0),
    }[kind]
    fine = smooth_curve(knots, 600, closed=closed)
    way = float(np.linalg.norm(np.diff(fine, axis=0), axis=1).sum())
    path = smooth_curve(knots, int(way / (pitch * scale)), closed=closed)
    path[:, :2] += rng.normal(0, 0.03 * scale, (len(path), 2))
    shapes = [link(length * scale, width * scale, wire * scale, twist=twist)]
    if kind == "figaro":
        short = link(0.82 * scale, width * scale, wire * scale, twist=twist, steps=24)
        shapes = [shapes[0], short, short, short]
    return along(path, shapes, rng, roll=roll, closed=closed)


def clasp(scale: float) -> Mesh:
    """A spring ring with its lever and a jump ring."""
    ring = ring_wire(1.6 * scale, 0.42 * scale, sides=12)
    lever = sphere(0.45 * scale, rings=8, sides=10).moved(None, (1.5 * scale, 1.0 * scale, 0.1))
    jump = ring_wire(0.8 * scale, 0.2 * scale).moved(turn("x", 40), (2.7 * scale, 0, 0))
    return merged([ring, lever, jump])


def chain(spec: SceneSpec, rng: np.random.Generator) -> Piece:
    """A whole chain with its clasp."""
    kind = next(k for k in ("cable", "curb", "figaro", "trace", "paperclip") if k in spec.variant)
    scale = 3.6 if "heavy" in spec.variant else 2.2
    knots = _loop(rng, 120, 140)
    metal = [
        chain_along(knots, kind, scale, rng, closed=True),
        clasp(scale * 0.55).moved(turn("z", 8), (0, 70, 0.3)),
    ]
    return grounded([Part(merged(metal), spec.metal)], turn("z", spec.turn_deg))


def _pendant_head(spec: SceneSpec) -> Piece:
    """What hangs: built about the origin in the x-y plane with its bail at +y."""
    metal = spec.metal
    bail = tube(
        smooth_curve([(0, 6.0, 0.4), (0.5, 8.0, 0.7), (0, 9.8, 0.5), (-0.5, 8.0, 0.3)], 40, closed=True),
        0.45,
        closed=True,
    )
    if "disc" in spec.variant:
        return [Part(merged([_disc(6.5, 1.1), bail]), metal), *_star(spec)]
    if "heart" in spec.variant:
        return [Part(merged([_heart(6.4), bail]), metal)]
    if "cross" in spec.variant:
        bars = [_bar((2.0, 15.0)), _bar((10.0, 2.0)).moved(None, (0, 2.4, 0))]
        return [Part(merged([*bars, bail]), metal)]
    if "pearl" in spec.variant:
        cap = lathe([(0, 3.2), (1.6, 3.6), (1.1, 4.5), (0, 5.2)], sides=32).moved(turn("x", -90))
        return [Part(sphere(4.6, rings=48, sides=64), "pearl"), Part(merged([cap, bail]), metal)]
    width = 0.76 if spec.cut == "oval" else 0.72 if spec.cut == "emerald" else 1.0
    radius = 5.2
    head: Piece = [Part(basket((0, 0, 2.0), (0, 0, 1), radius, corners(width), thick=0.09, depth=0.6), metal)]
    gem = stone(spec.stone, spec.cut, (0, 0, 2.0), (0, 0, 1), radius)
    head = [gem, *head]
    if "halo" in spec.variant:
        rim = melee_frame((radius + 1.0, radius * width + 1.0), count=26, radius=0.62)
        head += [
            replace(part, material=part.material or metal)
            for part in moved(rim, facing((0, 0, 1)), (0, 0, 2.2))
        ]
    return [*head, Part(bail.moved(None, (0, 1.4 if "halo" in spec.variant else 0.2, 0.8)), metal)]


def _disc(radius: float, thickness: float) -> Mesh:
    edge = thickness / 2
    profile = [
        (0, -edge),
        (radius - 0.4, -edge),
        (radius, 0),
        (radius - 0.3, edge),
        (radius - 0.9, edge),
        (radius - 1.1, edge - 0.18),
        (0, edge - 0.18),
    ]
    return lathe(profile, sides=96)


def _star(spec: SceneSpec) -> Piece:
    """Small stones strewn over a disc."""
    places = [(0, 0, 1.1), (2.6, 1.6, 0.7), (-2.4, 2.2, 0.6), (1.2, -2.9, 0.7), (-2.2, -2.0, 0.8)]
    out: Piece = []
    for x, y, r in places:
        out.append(stone(spec.stone, "round", (x, y, 0.55 + 0.1 * r), (0, 0, 1), r, 20 * x))
        out.append(Part(bezel(r, 0.25, 0.16).moved(None, (x, y, 0.5)), spec.metal))
    return out


def _bar(size: tuple[float, float]) -> Mesh:
    return block((size[0], size[1], 1.5), power=9.0)


def _heart(radius: float) -> Mesh:
    """A puffed heart: a heart's outline drawn in towards its middle while it rises."""
    t = np.linspace(0, 2 * np.pi, 120, endpoint=False)
    outline = (
        np.stack(
            [16 * np.sin(t) ** 3, 13 * np.cos(t) - 5 * np.cos(2 * t) - 2 * np.cos(3 * t) - np.cos(4 * t) + 2],
            1,
        )
        / 16
        * radius
    )
    rise = np.linspace(-np.pi / 2, np.pi / 2, 28)
    share, height = np.cos(rise) ** 0.8, np.sin(rise) * radius * 0.26
    points = np.concatenate(
        [outline[None] * share[:, None, None], np.broadcast_to(height[:, None, None], (28, 120, 1))], 2
    )
    ahead = np.roll(points, -1, 1) - np.roll(points, 1, 1)
    up = np.gradient(points, axis=0)
    normals = np.cross(ahead, up)
    away = np.sign(np.einsum("ijk,ijk->ij", normals, points + vec(0, 0, 1e-6)))[..., None]
    faces = grid_faces(28, 120, close_rows=False, close_columns=True)
    return mesh(points.reshape(-1, 3), (normals * away).reshape(-1, 3), faces)


def pendant(spec: SceneSpec, rng: np.random.Generator) -> Piece:
    """A pendant on a fine chain that runs out of the loop above it, or a close look at it."""
    knots = _vee(rng, 46, 62) if "close" in spec.variant else _loop(rng, 88, 104)
    kind = "trace" if "trace" in spec.variant else "curb" if "curb" in spec.variant else "cable"
    strand = chain_along(knots, kind, 1.9, rng, closed="close" not in spec.variant)
    low = float(knots[:, 1].min())
    head = grounded(_pendant_head(spec), turn("z", float(rng.normal(0, 5))))
    top = max(float(p.mesh.points[:, 1].max()) for p in head)
    head = moved(head, None, (0, low - top + 1.0, 0))
    piece = [Part(strand.moved(None, (0, 0, 0.75)), spec.metal), *head]
    return grounded(piece, turn("z", spec.turn_deg))


def pearls(spec: SceneSpec, rng: np.random.Generator) -> Piece:
    """A strand of pearls, knotted, with a metal ball clasp."""
    size = 3.9 if "large" in spec.variant else 3.0
    knots = smooth_curve(
        [
            (np.cos(a) * 62, np.sin(a) * 50 + rng.normal(0, 2), 0)
            for a in np.linspace(0, 2 * np.pi, 12, endpoint=False)
        ],
        400,
        closed=True,
    )
    way = float(np.linalg.norm(np.diff(knots, axis=0), axis=1).sum())
    count = int(way / (2 * size * 1.005))
    path = smooth_curve(knots[::25], count, closed=True)
    sizes = size * rng.normal(1, 0.02, count)
    ball = sphere(1.0, rings=28, sides=36)
    balls = [
        ball.moved(turn("x", float(rng.uniform(0, 360))), p + vec(0, 0, r), r)
        for p, r in zip(path[1:], sizes[1:], strict=True)
    ]
    clasp_ball = sphere(size * 0.85, rings=28, sides=36).moved(None, path[0] + vec(0, 0, size))
    silk = tube(path + vec(0, 0, size), 0.35, closed=True)
    return grounded(
        [Part(merged(balls), "pearl"), Part(clasp_ball, spec.metal), Part(silk, "thread")],
        turn("z", spec.turn_deg),
    )
