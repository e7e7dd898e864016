"""Wrist watches, lying flat: case, bezel, dial, hands, crown, and a strap of leather or links."""

import numpy as np

from retouch.training.render.mesh import (
    Mesh,
    block,
    chamfered,
    circle_section,
    lathe,
    merged,
    mesh,
    smooth_curve,
    sweep,
    turn,
    vec,
)
from retouch.training.render.pieces.base import Part, Piece, grounded, moved, ring_wire
from retouch.training.render.spec import SceneSpec

_R = 18.0


def _case() -> Mesh:
    corners = [
        (0, -4.5),
        (_R - 2, -4.5),
        (_R + 1.2, -2.8),
        (_R + 1.4, 0.5),
        (_R + 0.4, 2.2),
        (_R - 1.6, 3.2),
        (_R - 2.4, 2.3),
        (0, 2.3),
    ]
    return lathe(chamfered(corners, 0.6), sides=144)


def _dial() -> Mesh:
    disc = lathe([(0, 0), (1.0, 0), (1.0, 0.02), (0, 0.02)], sides=144)
    return mesh(
        disc.points,
        np.broadcast_to(np.asarray((0, 0, 1.0)), disc.points.shape) * np.sign(disc.points[:, 2:] - 0.01),
        disc.faces,
    )


def _markers() -> Mesh:
    bars = []
    for hour in range(12):
        size = (3.4, 0.9, 0.5) if hour % 3 else (4.2, 1.5, 0.5)
        bars.append(
            block(size, power=10, detail=14).moved(
                turn("z", 30 * hour),
                (11.9 * np.cos(np.deg2rad(30 * hour)), 11.9 * np.sin(np.deg2rad(30 * hour)), 2.75),
            )
        )
    return merged(bars)


def _hand(length: float, width: float, angle: float, height: float) -> Mesh:
    bar = block((length, width, 0.35), power=6, detail=16).moved(None, (length / 2 - 2, 0, 0))
    return bar.moved(turn("z", angle), (0, 0, height))


def _strap_path(side: int, rng: np.random.Generator) -> np.ndarray:
    knots = [
        (0, side * (_R - 1), -1.0),
        (0, side * (_R + 5), -1.6),
        (0, side * (_R + 14), -3.2),
        (side * 0.6, side * (_R + 34), -3.4),
        (side * 1.4, side * (_R + 54 + rng.normal(0, 1)), -3.4),
    ]
    return smooth_curve(knots, 60)


def _leather(side: int, rng: np.random.Generator) -> Piece:
    path = _strap_path(side, rng)
    ahead = np.gradient(path, axis=0)
    ahead /= np.linalg.norm(ahead, axis=1, keepdims=True)
    across = np.broadcast_to(np.asarray((1, 0, 0), np.float32), path.shape)
    up = np.cross(across, ahead).astype(np.float32)
    up *= np.sign(up[:, 2:])
    taper = np.linspace(9.0, 7.6, 60)[:, None]
    thick = np.linspace(1.7, 1.0, 60)[:, None]
    section = circle_section(30, 1, 1, 5)[None] * np.stack([taper, thick], -1)
    strap = sweep(path, across, up, section.astype(np.float32), closed=False)
    stitches = []
    for edge in (-1, 1):
        for k in range(4, 58, 2):
            spot = path[k] + up[k] * float(thick[k, 0]) * 0.98 + across[k] * edge * float(taper[k, 0]) * 0.84
            stitches.append(block((0.45, 1.3, 0.35), power=4, detail=8).moved(None, spot))
    return [Part(strap, "leather-brown"), Part(merged(stitches), "thread")]


def _links(side: int, rng: np.random.Generator, metal: str) -> Piece:
    path = _strap_path(side, rng)
    places = smooth_curve(path, 13)
    bright, brushed = [], []
    for k, place in enumerate(places[1:]):
        width = 1 - 0.018 * k
        brushed += [
            block((5.6 * width, 4.5, 2.4), power=9, detail=18).moved(None, place + vec(s * 6.1 * width, 0, 0))
            for s in (1, -1)
        ]
        bright.append(
            block((6.0 * width, 4.0, 2.7), power=7, detail=18).moved(None, place + vec(0, side * 0.3, 0.1))
        )
    outer = "brushed-steel" if metal == "steel" else metal
    return [Part(merged(bright), metal), Part(merged(brushed), outer)]


def watch(spec: SceneSpec, rng: np.random.Generator) -> Piece:
    """A three-hand watch; ``leather`` or ``links``; a ``white``, ``blue`` or ``black`` dial; ``dark`` leather."""
    dial = next(f"dial-{c}" for c in ("blue", "black", "white") if c in spec.variant.split())
    hands = [_hand(10.5, 1.3, 150, 3.0), _hand(14.5, 0.95, 30, 3.25), _hand(16.0, 0.32, -78, 3.5)]
    cap = lathe([(0, 2.6), (1.3, 2.6), (1.3, 3.5), (0.9, 3.8), (0, 3.8)], sides=32)
    crown = lathe(chamfered([(0, 0), (2.4, 0), (2.6, 0.6), (2.6, 3.0), (0, 3.2)], 0.4), sides=40).moved(
        turn("y", 90), (_R + 1.4, 0, -1)
    )
    collar = lathe([(_R - 2.5, 2.3), (_R - 1.4, 3.35), (_R + 0.2, 2.6), (_R - 1.0, 2.2)], sides=144)
    lugs = [
        block((3.4, 9.5, 3.6), power=5, detail=20).moved(
            turn("x", -14 * sy), (sx * 10.6, sy * (_R + 0.6), -1.8)
        )
        for sx in (1, -1)
        for sy in (1, -1)
    ]
    piece: Piece = [
        Part(merged([_case(), collar, crown, *lugs]), spec.metal),
        Part(_dial().moved(None, (0, 0, 2.45), _R - 2.5), dial),
        Part(merged([_markers(), *hands, cap]), spec.metal),
    ]
    for side in (1, -1):
        if "leather" in spec.variant:
            strap = _leather(side, rng)
            color = "leather-black" if "dark" in spec.variant else "leather-brown"
            piece += [Part(strap[0].mesh, color), strap[1]]
        else:
            piece += _links(side, rng, spec.metal)
    if "leather" in spec.variant:
        piece.append(Part(_buckle().moved(None, (0.9, _R + 57, -3.0)), spec.metal))
    return grounded(moved(piece), turn("z", spec.turn_deg))


def _buckle() -> Mesh:
    frame = ring_wire(1.0, 0.13, sides=10).stretched((10.0, 6.0, 7.0))
    tongue = block((1.3, 11.0, 1.0), power=5, detail=14).moved(None, (0, -1.0, 0.8))
    return merged([frame, tongue])
