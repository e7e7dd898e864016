"""Boxes, pouches, cards and bags that a piece is packed in, and plain things that resemble them or skin or a bust."""

from collections.abc import Sequence

import numpy as np

from tests.labelled.second.forms import (
    Body,
    Color,
    Floats,
    Form,
    Stage,
    Tint,
    Vector,
    drum,
    egg,
    hoop,
    melted,
    rippled,
    rod,
    shot,
    side_of,
    slab,
    turned,
    vector,
    within,
    without,
)
from tests.labelled.second.stuffs import SIDE

GOLD, SILVER = (236, 192, 104), (214, 214, 216)


def staged(
    ground: Tint,
    bodies: Sequence[Body],
    *,
    height_deg: float = 38,
    target: Vector = (0, 0.2, 0),
    half: float = 1.0,
    lamp: Vector = (-0.55, 0.9, 0.45),
    fill: float = 0.42,
) -> Floats:
    return shot(
        Stage(
            ground,
            height_deg=height_deg,
            target=target,
            half=half,
            lamp=lamp,
            fill=fill,
            bodies=tuple(bodies),
        ),
        SIDE,
    )


def _spot(at: Vector, turn: Floats, move: Vector) -> Vector:
    x, y, z = vector(*at) @ turn + vector(*move)
    return float(x), float(y), float(z)


def ring_box(
    outer: Color,
    inner: Color,
    *,
    yaw: float = 25,
    move: Vector = (0, 0, 0),
    lid: bool = True,
    stuff: str = "velvet",
    metal: Color = GOLD,
    gem: Color = (150, 210, 240),
    scale: float = 1.0,
) -> list[Body]:
    """An open box with two rolls of cushion and a ring between them."""
    turn, k = turned(yaw), scale

    def put(x: float, y: float, z: float) -> Vector:
        return _spot((x * k, y * k, z * k), turn, move)

    shell = without(
        slab(put(0, 0.22, 0), (0.5 * k, 0.22 * k, 0.45 * k), 0.05 * k, turn),
        slab(put(0, 0.32, 0), (0.43 * k, 0.2 * k, 0.38 * k), 0.03 * k, turn),
    )
    rolls = [rod(put(-0.38, 0.34, z), put(0.38, 0.34, z), 0.15 * k) for z in (-0.19, 0.19)]
    bodies = [
        Body(shell, outer, stuff),
        Body(
            within(melted(rolls, 0), slab(put(0, 0.3, 0), (0.44 * k, 0.3 * k, 0.39 * k), 0.02, turn)),
            inner,
            "velvet",
        ),
    ]
    if lid:
        lean = turned(0, -14) @ turn
        cap = slab(put(0, 0.72, -0.58), (0.5 * k, 0.4 * k, 0.14 * k), 0.05 * k, lean)
        hole = slab(put(0, 0.74, -0.43), (0.43 * k, 0.33 * k, 0.12 * k), 0.03 * k, lean)
        satin = slab(put(0, 0.73, -0.52), (0.43 * k, 0.33 * k, 0.05 * k), 0.03 * k, lean)
        bodies += [Body(without(cap, hole), outer, stuff), Body(satin, inner)]
    bodies.append(Body(hoop(put(0, 0.46, 0), 0.2 * k, 0.026 * k, (turned(0, 90, 0) @ turn)), metal, "metal"))
    bodies.append(Body(egg(put(0, 0.7, 0), (0.08 * k, 0.06 * k, 0.08 * k)), gem, "gem"))
    return bodies


def gift(
    color: Color,
    ribbon: Color,
    *,
    yaw: float = 28,
    move: Vector = (0, 0, 0),
    size: Vector = (0.5, 0.26, 0.42),
    bow: bool = True,
) -> list[Body]:
    """A closed box, its lid a little wider, tied with ribbon."""
    turn, (w, h, d) = turned(yaw), size

    def put(x: float, y: float, z: float) -> Vector:
        return _spot((x, y, z), turn, move)

    base = slab(put(0, h, 0), (w, h, d), 0.015, turn)
    lid = slab(put(0, 1.75 * h, 0), (w + 0.025, 0.3 * h, d + 0.025), 0.015, turn)
    bodies = [Body(melted([base, lid], 0), color)]
    if bow:
        bands: list[Form] = [
            slab(put(0, 1.03 * h, 0), (0.055, 1.03 * h + 0.008, d + 0.034), 0.004, turn),
            slab(put(0, 1.03 * h, 0), (w + 0.034, 1.03 * h + 0.008, 0.055), 0.004, turn),
        ]
        for way in (-1, 1):
            loop = turned(0, 90, 0) @ turned(yaw + 90 + 35 * way)
            bands.append(hoop(put(way * 0.15, 2.06 * h + 0.08, 0), 0.12, 0.03, loop, (1, 1)))
        bands.append(egg(put(0, 2.06 * h + 0.07, 0), (0.06, 0.05, 0.06)))
        bodies.append(Body(melted(bands, 0.02), ribbon, "gloss"))
    return bodies


def pouch(color: Color, cord: Color, *, move: Vector = (0, 0, 0)) -> list[Body]:
    """A soft bag that lies, gathered by a cord."""
    x, _, z = move

    def gathers(p: Floats) -> Floats:
        near = np.exp(-(((p[:, 2] - z + 0.28) / 0.26) ** 2))
        return near * np.sin(13 * np.arctan2(p[:, 1] - 0.12, p[:, 0] - x)) + 0.25 * np.sin(
            7 * p[:, 0] + 5 * p[:, 2]
        )

    bag = melted(
        [
            egg((x, 0.14, z + 0.22), (0.46, 0.17, 0.48)),
            rod((x, 0.12, z - 0.1), (x, 0.12, z - 0.36), 0.2, 0.1),
            rod((x, 0.12, z - 0.36), (x, 0.12, z - 0.66), 0.1, 0.27),
        ],
        0.16,
    )
    ties: list[Form] = [hoop((x, 0.12, z - 0.36), 0.12, 0.022, turned(0, 90, 0))]
    ties += [
        rod((x + 0.08, 0.1, z - 0.34), (x + 0.52, 0.03, z - 0.14), 0.018),
        rod((x + 0.08, 0.1, z - 0.34), (x + 0.44, 0.03, z + 0.08), 0.018),
    ]
    return [Body(rippled(bag, gathers, 0.018), color, "velvet"), Body(melted(ties, 0), cord, "gloss")]


def card(
    color: Color,
    *,
    yaw: float = 8,
    move: Vector = (0, 0, 0),
    size: tuple[float, float] = (0.42, 0.58),
    gem: Color = (220, 60, 80),
    hang: bool = True,
) -> list[Body]:
    """A printed card's blank, with a hole to hang it and a pair of earrings put through its slots."""
    turn, (w, d) = turned(yaw), size

    def put(x: float, y: float, z: float) -> Vector:
        return _spot((x, y, z), turn, move)

    holes = [drum(put(0, 0.02, -d * 0.8), 0.05, 0.2)] if hang else []
    holes += [slab(put(0.2 * side, 0.02, -0.13), (0.006, 0.2, 0.06), 0.002, turn) for side in (-1, 1)]
    sheet = without(slab(put(0, 0.02, 0), (w, 0.014, d), 0.01, turn), melted(holes, 0))
    wires: list[Form] = [
        hoop(put(0.2 * side, 0.06, -0.08), 0.07, 0.012, (turned(0, 0, 90) @ turn)) for side in (-1, 1)
    ]
    stones = melted([egg(put(0.2 * side, 0.07, 0.12), (0.09, 0.05, 0.14)) for side in (-1, 1)], 0)
    return [Body(sheet, color), Body(melted(wires, 0), GOLD, "metal"), Body(stones, gem, "gem")]


def flat_box(
    color: Color, inner: Color, *, yaw: float = -12, size: tuple[float, float] = (0.78, 0.5), lid: bool = True
) -> list[Body]:
    """A flat box without its lid, seen from above, padded; the lid leans beside it."""
    turn, (w, d) = turned(yaw), size
    shell = without(
        slab((0, 0.14, 0), (w, 0.14, d), 0.02, turn),
        slab((0, 0.25, 0), (w - 0.045, 0.2, d - 0.045), 0.015, turn),
    )
    pad = melted([slab((0, 0.09, 0), (w - 0.05, 0.09, d - 0.05), 0.07, turn)], 0)
    bodies = [Body(shell, color), Body(pad, inner, "velvet")]
    if lid:
        bodies.append(
            Body(
                slab(
                    _spot((0.3, 0.1, -d - 0.42), turn, (0, 0, 0)),
                    (w, 0.09, d * 0.7),
                    0.02,
                    (turned(0, 18) @ turn),
                ),
                color,
            )
        )
    return bodies


def bag(color: Color, cord: Color, *, move: Vector = (0, 0, 0)) -> list[Body]:
    """A paper bag that stands, with handles of cord."""
    turn, (x, _, z) = turned(24), move
    body = slab((x, 0.5, z), (0.42, 0.5, 0.2), 0.01, turn)
    hole = slab((x, 0.95, z), (0.4, 0.2, 0.18), 0.01, turn)
    handles = [
        within(
            hoop(_spot((0, 0.98, way * 0.19), turn, move), 0.2, 0.015, turned(0, 90, 0) @ turned(24)),
            side_of((0, -1, 0), -0.96),
        )
        for way in (-1, 1)
    ]
    return [Body(without(body, hole), color), Body(melted(handles, 0), cord)]


def tin(color: Color, inner: Color) -> list[Body]:
    """A round box, padded, its lid leaning on it."""
    shell = without(drum((-0.1, 0.18, 0.05), 0.5, 0.18), drum((-0.1, 0.3, 0.05), 0.45, 0.2))
    lean = turned(20, 62)
    cap = drum((0, 0, 0), 0.53, 0.07)

    def leaning(p: Floats) -> Floats:
        return cap((p - vector(0.62, 0.3, -0.45)) @ lean.T)

    return [
        Body(shell, color, "gloss"),
        Body(melted([egg((-0.1, 0.16, 0.05), (0.45, 0.1, 0.45))], 0), inner, "velvet"),
        Body(leaning, color, "gloss"),
    ]


def ring_on(
    at: Vector, *, metal: Color = GOLD, gem: Color = (150, 210, 240), wide: float = 0.2, yaw: float = 20
) -> list[Body]:
    """A ring that stands, its lowest point at a place."""
    x, y, z = at
    turn = turned(0, 90, 0) @ turned(yaw)
    return [
        Body(hoop((x, y + wide * 1.1, z), wide, 0.13 * wide, turn), metal, "metal"),
        Body(egg((x, y + 2.35 * wide, z), (0.4 * wide, 0.3 * wide, 0.4 * wide)), gem, "gem"),
    ]
