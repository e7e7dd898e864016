"""Rings. Built about the z axis with the head towards +x, then stood up or laid down."""

import numpy as np

from retouch.training.render.mesh import (
    Floats,
    Mesh,
    chamfered,
    facing,
    lathe,
    mesh,
    sphere,
    turn,
    vec,
)
from retouch.training.render.pieces.base import (
    Part,
    Piece,
    band,
    basket,
    beads,
    bezel,
    corners,
    grounded,
    melee_frame,
    moved,
    round_angles,
    settled,
    stone,
)
from retouch.training.render.spec import SceneSpec

_RADIUS = 8.4
_STAND = np.asarray(
    [[0, -1, 0], [0, 0, -1], [1, 0, 0]], np.float32
)  # head up, the finger's axis to the camera
_WIDTHS = {"round": 1.0, "oval": 0.76, "emerald": 0.72, "princess": 0.8, "cushion": 0.94, "marquise": 0.52}


def posed(piece: Piece, spec: SceneSpec, pose: str = "standing") -> Piece:
    """A ring standing on its shank, leaning back a little, or lying down; then turned on the table."""
    if "lying" in spec.variant:
        pose = "lying"
    if pose == "lying":
        return grounded(settled(piece, (0.15, 0, -1)), turn("z", spec.turn_deg))
    lean = turn("x", -10.0 if "lean" in spec.variant else 0.0)
    return grounded(piece, turn("z", spec.turn_deg) @ lean @ _STAND)


def _taper(angle_deg: Floats | float, swell: float = 0.25) -> Floats:
    """How much of its size a shank keeps at an angle from the head."""
    angle = np.abs(np.asarray(angle_deg, np.float32))
    return 1 - swell * np.cos(np.deg2rad(angle)) * np.clip(1 - angle / 120, 0, 1)


def _shank(half: float = 1.15, thick: float = 1.7, *, power: float = 2.4) -> Part:
    taper = _taper(round_angles())
    return Part(band(_RADIUS, half * taper, thick * taper, power=power), "")


def _named(piece: Piece, metal: str) -> Piece:
    return [Part(p.mesh, p.material or metal, p.cut, p.turn, p.center, p.scale) for p in piece]


def solitaire(spec: SceneSpec, _: np.random.Generator) -> Piece:
    """One stone in four or six prongs on a plain shank."""
    width = _WIDTHS[spec.cut]
    radius = 3.3 if "small" not in spec.variant else 2.5
    head = (_RADIUS + 1.1 + 0.95 * radius, 0, 0)
    outline = corners(width)
    if "six" in spec.variant:
        t = np.linspace(0, 2 * np.pi, 6, endpoint=False)
        outline = [(float(np.cos(a)) * 1.02, float(np.sin(a)) * 1.02) for a in t]
    piece = [
        _shank(),
        Part(basket(head, (1, 0, 0), radius, outline), ""),
        stone(spec.stone, spec.cut, head, (1, 0, 0), radius),
    ]
    return posed(_named(piece, spec.metal), spec)


def halo(spec: SceneSpec, _: np.random.Generator) -> Piece:
    """A stone within a ring of small diamonds, more of them on the shoulders."""
    width, radius = _WIDTHS[spec.cut], 3.0
    head = np.asarray((_RADIUS + 3.3, 0, 0), np.float32)
    piece = [_shank(1.05, 1.6), Part(basket(head, (1, 0, 0), radius, corners(width), thick=0.1), "")]
    piece.append(stone(spec.stone, spec.cut, head + vec(0.35, 0, 0), (1, 0, 0), radius))
    power = 4.5 if spec.cut in {"emerald", "princess", "cushion"} else 2.0
    frame = melee_frame((radius + 0.78, radius * width + 0.78), count=18, power=power)
    piece += moved(frame, facing((1, 0, 0)), head)
    piece += _shoulders(spec)
    return posed(_named(piece, spec.metal), spec)


def _shoulders(spec: SceneSpec) -> Piece:
    """Melee set along both shoulders, between grains."""
    if "plain" in spec.variant:
        return []
    out: Piece = []
    for angle in (*range(24, 62, 7), *range(-59, -21, 7)):
        a = np.deg2rad(angle)
        radius = _RADIUS + 1.6 * float(_taper(angle)) - 0.02
        up = np.asarray((np.cos(a), np.sin(a), 0), np.float32)
        out.append(stone("diamond", "round", up * radius, up, 0.52))
        side = np.asarray((-np.sin(a), np.cos(a), 0), np.float32) * 0.5
        grains = [
            up * (radius + 0.06) + side * s + np.asarray((0, 0, z), np.float32)
            for s in (1, -1)
            for z in (0.42, -0.42)
        ]
        out.append(Part(beads(np.asarray(grains), 0.16), ""))
    return out


def eternity(spec: SceneSpec, _: np.random.Generator) -> Piece:
    """Stones all around, each between four grains."""
    count = 26 if "fine" not in spec.variant else 34
    radius = np.pi * (_RADIUS + 1.5) / count * 0.97
    piece = [Part(band(_RADIUS, radius * 0.98, 1.35, power=5), "")]
    for k in range(count):
        a = 2 * np.pi * k / count
        up = np.asarray((np.cos(a), np.sin(a), 0), np.float32)
        kind = spec.stone if "alternate" not in spec.variant or k % 2 else "diamond"
        piece.append(stone(kind, "round", up * (_RADIUS + 1.5), up, radius * 0.93, 9.0 * k))
        b = a + np.pi / count
        grain = np.asarray((np.cos(b), np.sin(b), 0), np.float32) * (_RADIUS + 1.55)
        piece.append(
            Part(beads(np.stack([grain + vec(0, 0, z) for z in (0.75 * radius, -0.75 * radius)]), 0.27), "")
        )
    return posed(_named(piece, spec.metal), spec)


def plain_band(spec: SceneSpec, _: np.random.Generator) -> Piece:
    """A wedding band: court-shaped, or flat with milgrain edges or a groove."""
    half = 3.0 if "wide" in spec.variant else 2.1
    power = 2.2 if "court" in spec.variant else 4.5
    piece = [Part(band(_RADIUS, half, 1.7, power=power, sides=34), "")]
    if "milgrain" in spec.variant:
        t = np.linspace(0, 2 * np.pi, 110, endpoint=False)
        for z in (half * 0.80, -half * 0.80):
            path = np.stack([np.cos(t) * (_RADIUS + 1.62), np.sin(t) * (_RADIUS + 1.62), 0 * t + z], 1)
            piece.append(Part(beads(path.astype(np.float32), 0.27), ""))
    return posed(_named(piece, spec.metal), spec)


def signet(spec: SceneSpec, _: np.random.Generator) -> Piece:
    """A heavy ring that widens to a flat oval face, with or without an onyx in it."""
    steps = 260
    grow = np.exp(-((np.abs(round_angles(steps)) / 46) ** 2.2))
    half = (1.8 + 2.9 * grow).astype(np.float32)
    thick = (1.5 + 1.0 * grow).astype(np.float32)
    plate = lathe(
        chamfered([(0, -3.0), (4.4, -3.0), (6.3, -0.5), (6.5, 0.1), (6.1, 0.5), (0, 0.5)], 0.25), sides=128
    )
    face = plate.stretched((0.84, 1.0, 1.0)).moved(facing((1, 0, 0)), (_RADIUS + 2.9, 0, 0))
    piece = [Part(band(_RADIUS, half, thick, power=2.6, steps=steps, sides=44), ""), Part(face, "")]
    if spec.stone == "onyx":
        inlay = lathe(chamfered([(0, -0.3), (5.2, -0.3), (5.2, 0.35), (0, 0.45)], 0.2), sides=128)
        piece.append(
            Part(inlay.stretched((0.83, 1, 1)).moved(facing((1, 0, 0)), (_RADIUS + 3.3, 0, 0)), "onyx")
        )
    return posed(_named(piece, spec.metal), spec)


def cabochon_ring(spec: SceneSpec, _: np.random.Generator) -> Piece:
    """A smooth dome in a collar on a plain shank."""
    dome = _dome(4.6).moved(facing((1, 0, 0), 90), (_RADIUS + 2.2, 0, 0))
    collar = bezel(4.6, 1.7, 0.45).stretched((1, 0.78, 1)).moved(facing((1, 0, 0), 90), (_RADIUS + 2.7, 0, 0))
    piece = [_shank(1.3, 1.6), Part(collar, ""), Part(dome, spec.stone)]
    t = np.linspace(0, 2 * np.pi, 56, endpoint=False)
    grains = np.stack([0 * t + _RADIUS + 1.3, 5.25 * np.sin(t) * 0.80, 5.25 * np.cos(t)], 1)
    grains = np.stack([grains[:, 0], grains[:, 1], grains[:, 2]], 1)
    if "grains" in spec.variant:
        piece.append(Part(beads(grains.astype(np.float32), 0.34), ""))
    return posed(_named(piece, spec.metal), spec)


def _dome(radius: float) -> Mesh:
    """An oval cabochon, flat below."""
    ball = sphere(radius, rings=40, sides=64)
    up = ball.points[:, 2:] > 0
    points = ball.points * np.where(up, np.asarray((1, 0.78, 0.62)), np.asarray((1, 0.78, 0.08)))
    normals = ball.normals / np.where(up, np.asarray((1, 0.78, 0.62)), np.asarray((1, 0.78, 0.08)))
    return mesh(points, normals, ball.faces)


def stacked(spec: SceneSpec, rng: np.random.Generator) -> Piece:
    """Three thin rings leaning on one another."""
    thin = [Part(band(_RADIUS, 0.75, 1.2, power=2), spec.metal)]
    beaded = [
        Part(beads(_circle(_RADIUS + 0.7, 44), 0.72), spec.metal),
        Part(band(_RADIUS, 0.4, 0.9, power=2), spec.metal),
    ]
    out: Piece = []
    for k, piece in enumerate((thin, beaded, thin)):
        tilt = turn("y", -20.0 if k else 0.0) @ turn("z", float(rng.uniform(0, 360)))
        lift = grounded(piece, turn("z", spec.turn_deg) @ tilt)
        out += [p.moved(np.eye(3, dtype=np.float32), (k * 12.5 - 12.5, (k % 2) * 3.0, 0)) for p in lift]
    return grounded(out)


def _circle(radius: float, count: int) -> Floats:
    t = np.linspace(0, 2 * np.pi, count, endpoint=False)
    return np.stack([np.cos(t) * radius, np.sin(t) * radius, 0 * t], 1).astype(np.float32)
