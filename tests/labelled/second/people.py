"""Skin, and who wears or holds the piece, for ``second``."""

from collections.abc import Callable, Sequence

import numpy as np

from tests.labelled.second.forms import (
    Body,
    Color,
    Floats,
    Form,
    Stage,
    Tint,
    Vector,
    egg,
    grown,
    hoop,
    linear,
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
from tests.labelled.second.stuffs import SIDE, laid, linked, looked_up, noise

PALE, FAIR, OLIVE, TAN, BROWN, DEEP = (
    (244, 214, 200),
    (232, 190, 164),
    (206, 162, 126),
    (176, 122, 86),
    (128, 82, 56),
    (78, 50, 38),
)
GOLD, SILVER, ROSE = (236, 192, 104), (214, 214, 216), (232, 176, 150)
Crease = tuple[Vector, Vector, float]
KNUCKLES = (
    (-0.27, 0.02, 0.72, -0.13),
    (-0.09, -0.04, 0.84, -0.04),
    (0.09, -0.02, 0.77, 0.06),
    (0.25, 0.07, 0.6, 0.17),
)
"""Where each finger begins, x and z, how long it is, and how far it turns outwards."""


def skin(
    color: Color, seed: int = 0, *, freckles: float = 0.0, creases: Sequence[Crease] = (), red: float = 0.1
) -> Tint:
    """Skin: blotches of blood, pores, freckles, and creases, each a plane through a point with a reach."""

    def tint(p: Floats) -> Floats:
        x, y = p[:, 0] + 0.3 * p[:, 2], p[:, 1] + 0.8 * p[:, 2]
        blood = looked_up(noise(seed, 44, 44), x, y)
        fine = looked_up(noise(seed + 1, 2.2, 2.2), x, y)
        share = 1 + 0.025 * blood + 0.022 * fine
        spots = np.maximum(looked_up(noise(seed + 2, 3.4, 3.4), x, y) - 1.7, 0)
        share = share * (1 - freckles * np.minimum(spots * 1.6, 0.5))
        for at, way, reach in creases:
            off = (p - np.array(at, np.float32)) @ np.array(way, np.float32) + 0.006 * fine
            near = np.sqrt(((p - np.array(at, np.float32)) ** 2).sum(axis=1)) < reach
            share = share * (1 - 0.28 * np.exp(-((off / 0.007) ** 2)) * near)
        blood = np.maximum(blood, -0.3)
        flush = np.stack([0.4 * red * blood, -red * 0.35 * blood, -red * 0.4 * blood], axis=1)
        return linear(color)[None, :] * share[:, None] * (1 + flush.clip(-0.3, 0.3))

    return tint


def neck(
    color: Color,
    cloth: Color,
    *,
    wall: tuple[Color, Color] | Tint,
    seed: int,
    low: float = -0.52,
    lamp: Vector = (-0.55, 0.6, 0.75),
    freckles: float = 0.0,
    lean: float = 0.0,
    target: Vector = (0.0, -0.05, 0.0),
) -> Floats:
    """Throat, collarbones and decollete above a neckline, seen from the front."""
    tilt = lean * 0.3
    forms: list[Form] = [
        rod((0, -0.1, -0.12), (tilt, 0.9, -0.1), 0.31, 0.29),
        egg((0, -0.62, -0.14), (0.86, 0.72, 0.3)),
        egg((tilt * 1.2, 1.12, 0.1), (0.4, 0.34, 0.42)),
    ]
    for side in (-1, 1):
        forms += [
            rod((side * 0.2, 0.08, -0.2), (side * 1.0, -0.24, -0.22), 0.2, 0.27),
            rod((side * 0.07, -0.13, 0.17), (side * 0.74, -0.02, 0.03), 0.03, 0.035),
            rod((side * 0.05, -0.1, 0.15), (side * 0.27 + tilt, 0.75, -0.02), 0.045),
        ]
    body = melted(forms, 0.16)
    cut = side_of((0.0, 1.0, 0.0), low)
    garment = within(grown(body, 0.022), lambda p: cut(p) - 0.35 * np.abs(p[:, 0]) ** 1.4)
    folds = rippled(garment, lambda p: np.sin(p[:, 0] * 21 + 4 * p[:, 1]), 0.005)
    crease = (
        ((tilt * 0.4, 0.32, 0.2), (0.08, 0.99, 0.0), 0.32),
        ((tilt * 0.5, 0.5, 0.2), (-0.1, 0.99, 0.0), 0.3),
    )
    stage = Stage(
        wall=wall,
        height_deg=0,
        target=target,
        lamp=lamp,
        fill=0.36,
        soft=5,
        bodies=(Body(body, skin(color, seed, freckles=freckles, creases=crease), "skin"), Body(folds, cloth)),
    )
    return shot(stage, SIDE)


def drape(low: float, high: float = 0.365, reach: float = 0.175) -> list[tuple[float, float]]:
    """Return the curve of a chain around a neck, in shares of the frame."""
    share = np.linspace(-1, 1, 61)
    bow = np.where(np.abs(share) > 0.8, 0.4, 0.0) * (np.abs(share) - 0.8)
    return [
        (0.5 + reach * (s - 0.25 * s * b), low - (low - high) * abs(s) ** 1.8)
        for s, b in zip(share, bow, strict=True)
    ]


def _fingers(
    put: Callable[[float, float, float], Vector], way: Vector
) -> tuple[list[Form], list[Form], list[Crease]]:
    """Return four fingers, their nails and the creases over their joints."""
    fingers: list[Form] = []
    nails: list[Form] = []
    creases: list[Crease] = []
    for x, z, long, spread in KNUCKLES:
        spots = [
            put(x + spread * s, y, z - long * s) for s, y in ((0, 0.17), (0.45, 0.2), (0.75, 0.16), (1, 0.11))
        ]
        fat = 0.081 if long > 0.65 else 0.068
        fingers += [rod(spots[0], spots[1], fat * 1.1, fat), rod(spots[1], spots[2], fat * 1.02, fat * 0.9)]
        fingers.append(rod(spots[2], spots[3], fat * 0.92, fat * 0.78))
        nails.append(egg(put(x + spread * 1.02, 0.165, z - long * 1.02), (fat * 0.55, 0.018, fat * 0.75)))
        creases += [
            (spots[1], way, 0.11),
            (put(x + spread * 0.49, 0.2, z - long * 0.49), way, 0.1),
            (spots[2], way, 0.1),
        ]
    return fingers, nails, creases


def hand(
    color: Color,
    ground: Tint,
    *,
    seed: int,
    yaw: float = 0.0,
    height_deg: float = 72,
    shift: Vector = (0.0, 0.0, 0.0),
    ring: Color | None = GOLD,
    palm: bool = False,
    lamp: Vector = (-0.5, 1.0, 0.25),
    half: float = 1.0,
) -> Floats:
    """A hand that lies on the ground, back or palm up, its wrist running out of the frame."""
    turn, move = turned(yaw), np.array(shift, np.float32)

    def put(x: float, y: float, z: float) -> Vector:
        at = vector(x, y, z) @ turn + move
        return float(at[0]), float(at[1]), float(at[2])

    toward = vector(0, 0, 1) @ turn
    way = (float(toward[0]), float(toward[1]), float(toward[2]))
    fingers, nails, creases = _fingers(put, way)
    thumb = [put(-0.24, 0.13, 0.5), put(-0.46, 0.13, 0.22), put(-0.55, 0.12, -0.06)]
    fingers += [rod(thumb[0], thumb[1], 0.14, 0.1), rod(thumb[1], thumb[2], 0.1, 0.078)]
    body: list[Form] = [
        slab(put(0, 0.13, 0.32), (0.35, 0.12, 0.34), 0.11, turn),
        rod(put(0, 0.13, 0.5), put(0.03, 0.14, 1.9), 0.23, 0.25),
    ]
    form = melted([*fingers, *body], 0.07)
    if palm:
        creases += [
            (put(-0.05, 0.24, 0.2), (0.4, 0.0, 0.92), 0.3),
            (put(0.0, 0.24, 0.34), (0.1, 0.0, 1.0), 0.26),
        ]
    bodies = [Body(form, skin(color, seed, creases=creases, red=0.14), "skin")]
    if not palm:
        pink = (min(250, color[0] * 1.04 + 12), color[1] * 0.92 + 14, color[2] * 0.95 + 16)
        bodies.append(Body(melted(nails, 0), pink, "gloss"))
    if ring:
        x, z, long, spread = KNUCKLES[2]
        about = turned(0, 90, 0) @ turn
        bodies.append(
            Body(hoop(put(x + spread * 0.24, 0.185, z - long * 0.24), 0.094, 0.02, about), ring, "metal")
        )
        bodies.append(
            Body(
                egg(put(x + spread * 0.24, 0.3, z - long * 0.24), (0.05, 0.035, 0.05)), (120, 190, 235), "gem"
            )
        )
    return shot(
        Stage(ground, height_deg=height_deg, lamp=lamp, bodies=tuple(bodies), half=half, target=(0, 0.1, 0)),
        SIDE,
    )


def wrist(
    color: Color,
    *,
    wall: tuple[Color, Color] | Tint,
    seed: int,
    roll: float = -14,
    metal: Color = GOLD,
    wide: bool = False,
    lamp: Vector = (-0.4, 0.8, 0.6),
) -> Floats:
    """A forearm across the frame with a bangle or two on it, the back of the hand at the right."""
    turn = turned(0, 0, roll)

    def put(x: float, y: float, z: float) -> Vector:
        at = vector(x, y, z) @ turn
        return float(at[0]), float(at[1]), float(at[2])

    arm = melted(
        [
            rod(put(-1.9, 0, -0.05), put(0.1, 0, 0), 0.36, 0.26),
            rod(put(0.1, 0.0, 0), put(0.62, 0.02, 0.02), 0.25, 0.3),
            slab(put(0.95, 0.02, 0), (0.42, 0.31, 0.16), 0.14, turn),
            egg(put(0.22, 0.18, 0.12), (0.09, 0.07, 0.08)),
            *(rod(put(1.1, 0.24 - 0.16 * n, 0.06), put(1.9, 0.3 - 0.2 * n, 0.05), 0.1) for n in range(4)),
        ],
        0.2,
    )
    lines: list[Crease] = [
        (put(0.33, 0, 0.25), put(1, 0.05, 0), 0.3),
        (put(0.28, 0, 0.25), put(1, -0.04, 0), 0.26),
    ]
    upright = turned(0, 0, 90 + roll)
    bands = [hoop(put(-0.12, -0.02, 0), 0.33, 0.07 if wide else 0.028, upright, (1, 1))]
    if not wide:
        bands.append(hoop(put(-0.26, 0, 0), 0.35, 0.02, turned(8, 0, 90 + roll + 5)))
    bodies = (
        Body(arm, skin(color, seed, creases=lines, freckles=0.2), "skin"),
        Body(melted(bands, 0), metal, "metal"),
    )
    return shot(Stage(wall=wall, height_deg=0, lamp=lamp, fill=0.34, bodies=bodies), SIDE)


def ear(
    color: Color,
    hair: Color,
    *,
    wall: tuple[Color, Color],
    seed: int,
    drop: Color,
    lamp: Vector = (-0.5, 0.5, 0.8),
) -> Floats:
    """The side of a head with an ear, hair combed back, and a drop at the lobe."""
    flat = turned(0, 90, 14)
    head = [egg((-0.35, 0.45, -0.95), (1.2, 1.5, 0.9)), rod((0.2, -0.3, -0.8), (0.3, -1.6, -0.8), 0.52, 0.6)]
    rim = [
        hoop((0.06, 0.3, 0.02), 0.25, 0.045, flat, (0.72, 1.25)),
        egg((0.02, -0.06, 0.0), (0.1, 0.11, 0.07)),
    ]
    inner = [
        hoop((0.03, 0.27, -0.02), 0.15, 0.035, flat, (0.62, 1.2)),
        egg((-0.13, 0.2, -0.02), (0.05, 0.08, 0.06)),
        egg((0.06, 0.3, -0.1), (0.2, 0.32, 0.06)),
    ]
    shell = without(
        melted([melted(head, 0.5), *rim, *inner], 0.06), egg((-0.03, 0.2, 0.06), (0.07, 0.1, 0.1))
    )
    combed = rippled(
        melted(
            [egg((0.75, 0.75, -0.75), (0.95, 1.15, 0.85)), egg((-0.25, 1.45, -0.6), (1.2, 0.75, 0.75))], 0.2
        ),
        lambda p: (
            np.sin(42 * (p[:, 1] + 0.5 * p[:, 0]) + 3 * np.sin(3 * p[:, 0]))
            + 0.6 * np.sin(97 * (p[:, 1] + 0.45 * p[:, 0]))
        ),
        0.007,
    )
    hook = hoop((0.02, -0.18, 0.07), 0.06, 0.012, turned(0, 90, 0))
    gem = melted([egg((0.02, -0.4, 0.09), (0.1, 0.16, 0.07))], 0)
    bodies = (
        Body(shell, skin(color, seed, freckles=0.3), "skin"),
        Body(combed, hair, "velvet"),
        Body(melted([hook, rod((0.02, -0.2, 0.09), (0.02, -0.27, 0.09), 0.014)], 0), GOLD, "metal"),
        Body(gem, drop, "gem"),
    )
    return shot(
        Stage(wall=wall, height_deg=0, target=(0.0, 0.05, 0), lamp=lamp, fill=0.36, bodies=bodies), SIDE
    )


def pinch(
    color: Color,
    *,
    wall: tuple[Color, Color] | Tint,
    seed: int,
    metal: Color = GOLD,
    gem: Color = (120, 190, 235),
) -> Floats:
    """Thumb and forefinger, from below, that hold a ring up."""
    first = [
        ((0.75, -1.1, 0.1), (0.62, -0.45, 0.2), 0.17, 0.14),
        ((0.62, -0.45, 0.2), (0.3, -0.12, 0.2), 0.135, 0.12),
        ((0.3, -0.12, 0.2), (0.06, -0.1, 0.1), 0.12, 0.095),
    ]
    thumb = [
        ((0.1, -1.3, 0.25), (-0.16, -0.65, 0.3), 0.21, 0.15),
        ((-0.16, -0.65, 0.3), (-0.05, -0.22, 0.1), 0.15, 0.11),
    ]
    rest = [
        ((1.0, -1.1, -0.15), (0.92, -0.42, -0.1), 0.17, 0.15),
        ((0.92, -0.42, -0.1), (0.55, -0.28, -0.1), 0.14, 0.12),
        ((0.6, -1.5, -0.1), (0.7, -0.8, 0.0), 0.4, 0.3),
    ]
    form = melted([rod(*each) for each in (*first, *thumb, *rest)], 0.07)
    nail = egg((-0.12, -0.34, 0.2), (0.07, 0.1, 0.05))
    lines: list[Crease] = [
        ((0.3, -0.12, 0.3), (0.75, 0.6, 0), 0.13),
        ((0.62, -0.45, 0.3), (0.5, -0.85, 0), 0.16),
        ((-0.16, -0.65, 0.4), (0.1, 1, 0), 0.16),
    ]
    bodies = (
        Body(form, skin(color, seed, creases=lines, red=0.16), "skin"),
        Body(nail, (min(250, color[0] * 1.03 + 10), color[1] * 0.94 + 12, color[2] + 12), "gloss"),
        Body(hoop((0.0, 0.2, 0.08), 0.28, 0.03, turned(24, 90, 0)), metal, "metal"),
        Body(egg((0.0, 0.53, 0.08), (0.12, 0.09, 0.12)), gem, "gem"),
    )
    return shot(Stage(wall=wall, height_deg=0, lamp=(-0.5, 0.7, 0.7), fill=0.38, bodies=bodies), SIDE)


def worn(
    light: Floats,
    metal: Color,
    *,
    low: float = 0.72,
    link: float = 8.0,
    pendant: str = "",
    beads: bool = False,
    high: float = 0.365,
    reach: float = 0.175,
) -> Floats:
    """Lay a chain around a neck, and a piece that hangs on it."""
    light = linked(light, drape(low, high, reach), metal, link, beads=beads)
    return laid(light, pendant, 0.11, (0.5, low + 0.05)) if pendant else light
