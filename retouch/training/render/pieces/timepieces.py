"""Watches of any make: round, cushion or barrel cases, plain or busy dials, straps of links, mesh, leather or rubber.

Built lying with the dial up, twelve o'clock towards +y.
"""

from dataclasses import dataclass

import numpy as np

from retouch.training.render.materials import Matte, spelled
from retouch.training.render.mesh import (
    Floats,
    Mesh,
    block,
    chamfered,
    lathe,
    merged,
    mesh,
    smooth_curve,
    tube,
    turn,
)
from retouch.training.render.pieces.base import Part, Piece, beads, grounded, moved, stone
from retouch.training.render.pieces.looks import finish
from retouch.training.render.pieces.settings import outward
from retouch.training.render.pieces.solids import grid_solid
from retouch.training.render.pieces.straps import open_way, strap_on, worn_way
from retouch.training.render.spec import SceneSpec


@dataclass(frozen=True, slots=True)
class Case:
    """A watch's proportions, millimetres: outline of its case (N, 2), height, outline of its dial, top of the dial."""

    rim: Floats
    tall: float
    dial: Floats
    level: float
    reach: float
    half_strap: float


def _superellipse(a: float, b: float, power: float, count: int = 160) -> Floats:
    t = np.linspace(0, 2 * np.pi, 720, endpoint=False)
    c, s = np.cos(t), np.sin(t)
    x, y = a * np.sign(c) * np.abs(c) ** (2 / power), b * np.sign(s) * np.abs(s) ** (2 / power)
    return smooth_curve(np.stack([x, y, 0 * x], 1)[::3], count, closed=True)[:, :2]


def turned_out(rim: Floats, profile: Floats) -> Mesh:
    """A closed solid: an outline (N, 2) drawn in or out by each (M, 2) offset and height of a profile, bottom first."""
    out = outward(rim)
    rows = [np.concatenate([rim + out * aside, np.full((len(rim), 1), z)], 1) for aside, z in profile]
    return grid_solid(np.stack(rows), close_rows=False)


def _case(kind: str, rng: np.random.Generator) -> Case:
    radius, tall = float(rng.uniform(12, 21)), float(rng.uniform(5, 11))
    ratio, power = 1.0, 2.0
    if kind == "cushion":
        power = float(rng.uniform(3, 6))
    elif kind == "barrel":
        ratio, power = float(rng.uniform(1.1, 1.4)), float(rng.uniform(2.4, 4))
    elif kind == "oblong":
        ratio, power = float(rng.uniform(1.15, 1.6)), float(rng.uniform(6, 14))
    rim = _superellipse(radius, radius * ratio, power)
    border = float(rng.uniform(0.10, 0.28)) * radius
    dial = _superellipse(radius - border, radius * ratio - border, power)
    if kind == "cushion" and rng.random() < 0.5:
        dial = _superellipse(radius - border, radius - border, 2.0)
    half = radius * float(rng.uniform(0.42, 0.68))
    return Case(rim, tall, dial, tall / 2 - float(rng.uniform(0.6, 1.4)), radius * ratio, half)


def _body(case: Case, metal: str, rng: np.random.Generator) -> Piece:
    """The case below and the bezel around the dial: smooth, fluted, set with stones or marked."""
    low, high = -case.tall / 2, case.tall / 2
    swell = float(rng.uniform(0.2, 1.4))
    profile = chamfered(
        [
            (-1.5, low),
            (-0.6, low),
            (swell, -0.15 * case.tall),
            (swell, 0.15 * case.tall),
            (-0.2, 0.3 * case.tall),
        ],
        0.6,
    )
    side = finish(metal, rng)
    piece: Piece = [Part(turned_out(case.rim, np.concatenate([profile, [[-0.9, case.level - 0.3]]])), side)]
    width = case.rim - case.dial
    rise = float(rng.uniform(0.0, 0.5))
    steps = np.linspace(0, 1, 14)
    dome = high - 0.3 + (0.4 + rise) * np.sin(np.pi * steps) - 0.5 * steps
    rows = [case.rim - width * (0.04 + 0.96 * s) for s in steps]
    heights = np.broadcast_to(dome[:, None], (14, len(case.rim))).copy()
    style = rng.random()
    if style < 0.25:
        flute = np.abs(
            np.sin(np.linspace(0, np.pi * int(rng.integers(30, 56)), len(case.rim), endpoint=False))
        )
        heights += 0.5 * (flute - 0.5) * np.sin(np.pi * steps)[:, None]
    inner = np.concatenate([rows[-1], np.full((len(case.rim), 1), case.level - 0.2)], 1)
    outer = np.concatenate([rows[0], np.full((len(case.rim), 1), 0.25 * case.tall)], 1)
    ring = [np.concatenate([row, z[:, None]], 1) for row, z in zip(rows, heights, strict=True)]
    bezel = grid_solid(np.stack([outer, *ring, inner], 1), close_rows=True)
    piece.append(Part(bezel, finish(metal, rng) if rng.random() < 0.7 else _inlay(rng)))
    if style > 0.75:
        middle = np.concatenate([(case.rim + case.dial) / 2, np.full((len(case.rim), 1), high + 0.35)], 1)
        places = smooth_curve(middle[::4], int(rng.integers(24, 60)), closed=True)
        size = 0.4 * float(np.linalg.norm(places[1] - places[0]))
        if rng.random() < 0.6:
            piece += [stone("diamond", "round", p, (0, 0, 1), size) for p in places]
        else:
            piece.append(Part(beads(places[::5], 0.6 * size), _inlay(rng)))
    return piece


def _inlay(rng: np.random.Generator) -> str:
    """Ceramic, enamel or aluminium of a bezel."""
    value = float(np.exp(rng.uniform(np.log(0.01), np.log(0.25))))
    tint = np.clip(value * (1 + rng.normal(0, 0.3, 3)), 0.005, 0.6)
    return spelled(Matte((float(tint[0]), float(tint[1]), float(tint[2])), coat=0.06, roughness=0.08))


def _dial_stuff(rng: np.random.Generator) -> tuple[str, float]:
    """A dial's material and how bright it is."""
    value = float(rng.choice([rng.uniform(0.5, 0.88), rng.uniform(0.01, 0.06), rng.uniform(0.05, 0.5)]))
    tint = np.clip(value * (1 + rng.normal(0, 0.12 if value > 0.4 else 0.5, 3)), 0.005, 0.92)
    texture = "dial" if rng.random() < 0.6 else ""
    rough = round(float(rng.uniform(0.02, 0.08)), 3)
    color = (float(tint[0]), float(tint[1]), float(tint[2]))
    return spelled(Matte(color, coat=0.045, roughness=rough, texture=texture)), value


def _plate_at(rim: Floats, level: float) -> Mesh:
    """A flat disc within an outline, its own places measured in units of its half width."""
    reach = float(np.abs(rim).max())
    share = np.asarray([0.02, 0.5, 0.9, 1.0])
    rows = [np.concatenate([rim * s, np.full((len(rim), 1), level)], 1) for s in share[::-1]]
    flat = grid_solid(np.stack([rows[0] - np.asarray((0, 0, 0.3)), *rows]), close_rows=False)
    return Mesh(flat.points, flat.normals, flat.points / np.float32(reach), flat.faces)


def _hand(long: float, wide: float, angle: float, level: float) -> Mesh:
    """A bar with a short tail, pointed, turned clockwise from twelve by so many degrees."""
    shape = [(-0.18 * long, 0.7 * wide), (0.0, wide), (0.75 * long, wide), (long, 0.15 * wide)]
    outline = [(wide_k, x) for x, wide_k in shape] + [(-wide_k, x) for x, wide_k in shape[::-1]]
    rim = np.asarray(outline, np.float32)
    flat = turned_out(
        smooth_curve(np.pad(rim, ((0, 0), (0, 1))), 48, closed=True)[:, :2],
        np.asarray([(0, -0.12), (0, 0.1), (-0.1, 0.16)]),
    )
    return flat.moved(turn("z", -angle), (0, 0, level))


def _indices(case: Case, level: float, rng: np.random.Generator) -> Mesh:
    """Marks of the hours: bars, dots or both, at an even distance from the dial's rim."""
    kind, long = rng.random(), float(rng.uniform(0.06, 0.24))
    marks = []
    angles = np.arctan2(case.dial[:, 1], case.dial[:, 0])
    for hour in range(12):
        a = np.pi / 2 - np.pi / 6 * hour
        spot = case.dial[int(np.argmin(np.abs(np.angle(np.exp(1j * (angles - a))))))] * 0.84
        size = case.reach * long * (1.0 if hour % 3 else 1.4)
        if kind < 0.65 or (kind < 0.85 and hour % 3 == 0):
            bar = block((size, case.reach * 0.045, 0.4), power=8, detail=8)
            marks.append(
                bar.moved(turn("z", float(np.rad2deg(a))), (*(spot * (1 - 0.4 * long)), level + 0.15))
            )
        else:
            dot = lathe([(0, -0.2), (0.05 * case.reach, -0.2), (0.04 * case.reach, 0.25), (0, 0.3)], sides=20)
            marks.append(dot.moved(None, (*spot, level + 0.1)))
    return merged(marks)


def _subdials(case: Case, level: float, rng: np.random.Generator) -> Piece:
    """Two or three small dials with their own hands, or a window for the date."""
    stuff, _ = _dial_stuff(rng)
    radius = 0.22 * float(np.abs(case.dial).max())
    places = [(0, -0.42), (-0.42, 0), (0.42, 0), (0, 0.42)][: int(rng.integers(1, 5))]
    dark = spelled(Matte((0.02, 0.02, 0.02), roughness=0.2))
    out: Piece = []
    for x, y in places:
        middle = (x * float(case.dial[:, 0].max()), y * float(case.dial[:, 1].max()), level)
        small = _superellipse(radius, radius, 2.0, 60)
        disc = _plate_at(small, 0.06).moved(None, middle)
        out.append(Part(disc, stuff))
        t = np.linspace(0, 2 * np.pi, 50, endpoint=False)
        edge = np.stack([radius * np.cos(t), radius * np.sin(t), 0 * t + 0.08], 1)
        out.append(
            Part(tube(edge.astype(np.float32), 0.07 * radius, sides=6, closed=True).moved(None, middle), dark)
        )
        hand = _hand(0.8 * radius, 0.05 * radius, float(rng.uniform(0, 360)), 0.2)
        out.append(Part(hand.moved(None, middle), dark))
    return out


def _face(case: Case, metal: str, rng: np.random.Generator) -> Piece:
    """The dial with its marks and hands."""
    stuff, value = _dial_stuff(rng)
    level = case.level
    ink = spelled(Matte((0.015, 0.015, 0.02), roughness=0.2)) if value > 0.3 else "dial-white"
    bright = finish(metal, rng) if rng.random() < 0.7 else ink
    piece: Piece = [Part(_plate_at(case.dial, level), stuff)]
    piece.append(Part(_indices(case, level, rng), bright))
    if rng.random() < 0.35:
        piece += _subdials(case, level, rng)
    long, wide = float(case.dial[:, 0].max()), float(rng.uniform(0.02, 0.05)) * case.reach
    hands = [
        _hand(0.55 * long, 1.3 * wide, float(rng.uniform(0, 360)), level + 0.35),
        _hand(0.82 * long, wide, float(rng.uniform(0, 360)), level + 0.55),
        _hand(0.88 * long, 0.3 * wide, float(rng.uniform(0, 360)), level + 0.75),
    ]
    cap = lathe([(0, 0), (1.6 * wide, 0), (1.6 * wide, 0.7), (wide, 0.9), (0, 0.95)], sides=24)
    piece.append(Part(merged([*hands, cap.moved(None, (0, 0, level + 0.1))]), bright))
    return piece


def _crown(case: Case, rng: np.random.Generator) -> Mesh:
    """A ribbed crown at three o'clock, and pushers beside it on some."""
    long, wide = float(rng.uniform(2, 4)), float(rng.uniform(1.4, 2.8))
    turned = lathe(
        chamfered([(0, -1.0), (wide, -1.0), (wide, 0.6), (wide, long), (0, long + 0.2)], 0.35), sides=48
    )
    ribs = 1 + 0.05 * np.sign(np.sin(20 * np.arctan2(turned.points[:, 1], turned.points[:, 0])))
    knob = mesh(turned.points * np.stack([ribs, ribs, np.ones_like(ribs)], 1), turned.normals, turned.faces)
    edge = float(case.rim[:, 0].max())
    meshes = [knob.moved(turn("y", 90), (edge + 0.4, 0, 0))]
    if rng.random() < 0.3:
        push = lathe(
            chamfered([(0, -2), (1.0, -2), (1.0, 1.2), (1.5, 1.2), (1.5, 2.4), (0, 2.5)], 0.25), sides=28
        )
        for side in (28, -28):
            a = np.deg2rad(side)
            meshes.append(
                push.moved(turn("z", side) @ turn("y", 90), (edge * np.cos(a) + 0.3, edge * np.sin(a), 0))
            )
    return merged(meshes)


def _lugs(case: Case, rng: np.random.Generator) -> Mesh:
    """Four horns between which the strap hangs."""
    wide, long = float(rng.uniform(2.0, 3.6)), float(rng.uniform(5, 9))
    horns = []
    for sx in (1, -1):
        for sy in (1, -1):
            horn = block((wide, long, 0.45 * case.tall), power=4, detail=16)
            horns.append(
                horn.moved(
                    turn("x", -sy * 16),
                    (sx * (case.half_strap + wide / 2 + 0.1), sy * case.reach * 0.98, -0.12 * case.tall),
                )
            )
    return merged(horns)


def watch_head(kinds: list[str], metal: str, rng: np.random.Generator) -> tuple[Case, Piece]:
    """A watch without crown, lugs and strap, and its proportions."""
    case = _case(str(rng.choice(kinds)), rng)
    return case, [*_body(case, metal, rng), *_face(case, metal, rng)]


def make_watch(kinds: list[str], spec: SceneSpec, rng: np.random.Generator, *, worn: bool) -> Piece:
    """A watch of one of those cases on a strap, worn or laid open."""
    case, piece = watch_head(kinds, spec.metal, rng)
    piece.append(Part(merged([_crown(case, rng), _lugs(case, rng)]), finish(spec.metal, rng)))
    way = worn_way(case.reach, rng) if worn else None
    ways = [way] if way is not None else [open_way(case.reach, side, rng) for side in (1, -1)]
    piece += strap_on(ways, case.half_strap, spec.metal, rng)
    return piece


def round_watches(spec: SceneSpec, rng: np.random.Generator) -> Piece:
    """Laid open, dial up, the strap to both sides."""
    piece = make_watch(["round", "round", "round", "cushion"], spec, rng, worn=False)
    return grounded(moved(piece), turn("z", spec.turn_deg))


def worn_watches(spec: SceneSpec, rng: np.random.Generator) -> Piece:
    """Closed as on a wrist: standing on its strap with the dial leaning to the front, or lying on its side."""
    piece = make_watch(["round", "round", "cushion", "barrel"], spec, rng, worn=True)
    if rng.random() < 0.75:
        lean = turn("x", float(np.clip(90 - spec.elevation_deg + rng.normal(0, 18), 5, 92)))
        return grounded(piece, turn("z", float(rng.normal(0, 25)) + spec.azimuth_deg + 90) @ lean)
    return grounded(piece, turn("z", spec.turn_deg) @ turn("x", float(rng.normal(0, 6))) @ turn("y", 90))


def barrel_watches(spec: SceneSpec, rng: np.random.Generator) -> Piece:
    """Barrel and cushion cases, laid open."""
    piece = make_watch(["barrel", "cushion"], spec, rng, worn=False)
    return grounded(piece, turn("z", spec.turn_deg))
