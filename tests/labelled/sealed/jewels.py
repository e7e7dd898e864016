"""Rings, chains, earrings, bracelets and watches, put onto a stage."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from tests.labelled.sealed import stuffs
from tests.labelled.sealed.canvas import RGB, Field, noise, rgb, unit, vec
from tests.labelled.sealed.fields import (
    Distance,
    Point,
    ball,
    bone,
    box,
    cylinder,
    egg,
    hoop,
    moved,
    planes,
    towards,
    turned,
    union,
    wire,
)  # fmt: skip
from tests.labelled.sealed.stage import Stage, Stuff

UPRIGHT = turned(x=90)
CLEAR, RUBY, SAPPHIRE = (0.98, 0.98, 1.0), (0.85, 0.05, 0.12), (0.08, 0.16, 0.75)
EMERALD, AMETHYST, CITRINE = (0.05, 0.44, 0.2), (0.5, 0.2, 0.75), (0.95, 0.62, 0.1)
IVORY = rgb("f4f1ea")


def cut(radius: float, *, sides: int = 8, oval: float = 1.0) -> tuple[Field, Field]:
    """Return the planes of a cut stone, its table up, its girdle at z = 0."""
    normals, offsets = [(0, 0, 1), (0, 0, -1)], [0.33 * radius, 0.84 * radius]
    for ring, (slant, far, shift) in enumerate(
        ((0, 1, 0), (34, 0.94, 0), (42, 1.0, 0.5), (-41, 0.99, 0), (-44, 1.02, 0.5))
    ):
        count = sides * 2 if slant == 0 else sides
        for turn in (np.arange(count) + shift) * 2 * np.pi / count:
            level, rise = np.cos(np.radians(slant)), np.sin(np.radians(slant))
            normals.append((level * np.cos(turn), level * np.sin(turn) / oval, rise))
            offsets.append(radius * (far * level + (0 if ring == 0 else 0.02)))
    table = np.array(normals, np.float32)
    lengths = np.linalg.norm(table, axis=1)
    return table / lengths[:, None], np.array(offsets, np.float32) / lengths


def stone(
    stage: Stage, at: Point | Field, radius: float, color: RGB, *, turn: Field | None = None,
    oval: float = 1.0, sides: int = 8,
) -> None:  # fmt: skip
    """A loose or set stone, girdle centred at the place."""
    shape = cut(radius, sides=sides, oval=oval)
    stage.put(planes(*shape), Stuff(color=color, gem=shape), 1.25 * radius * max(1, oval), at, turn)


def ring(
    stage: Stage, at: Point | Field, metal: Stuff, *, turn: Field = UPRIGHT, radius: float = 0.9,
    thick: float = 0.1,
    wide: float = 0.12, gem: RGB | None = CLEAR, size: float = 0.32, pave: int = 0, square: float = 0.2,
    bump: Stuff | None = None,
) -> None:  # fmt: skip
    """A band about its own z axis, with a stone on four claws at its +y side if wanted."""
    place = np.asarray(at, np.float32)
    stage.put(hoop(radius, (thick, wide), square), bump or metal, radius + 2 * thick, place, turn)
    outward = turn @ towards((0, 1, 0)) @ turned(y=90)
    if gem is not None:
        seat = place + turn @ vec([0, radius + 0.62 * size, 0])
        stone(stage, seat, size, gem, turn=outward)
        _claws(stage, seat, size, metal, outward)
    for k in range(pave):
        angle = (k - (pave - 1) / 2) * 2.3 * 0.07 / radius
        if gem is not None and abs(angle) * radius < size * 1.05:
            continue
        spot = vec([np.sin(angle), np.cos(angle), 0]) * (radius + 0.92 * thick)
        stone(stage, place + turn @ spot, 0.075, CLEAR, turn=turn @ towards(spot) @ turned(y=90))


def _claws(stage: Stage, seat: Field, size: float, metal: Stuff, turn: Field) -> None:
    prongs = []
    for angle in np.radians((45, 135, 225, 315)):
        x, y = np.cos(angle), np.sin(angle)
        path = [
            (0.3 * size * x, 0.3 * size * y, -0.75 * size),
            (1.03 * size * x, 1.03 * size * y, 0.02 * size),
        ]
        path.append((0.9 * size * x, 0.9 * size * y, 0.26 * size))
        prongs.append(wire(path, 0.09 * size + 0.012))
    gallery = moved(hoop(0.62 * size, (0.07 * size, 0.07 * size)), (0, 0, -0.42 * size))
    stage.put(union(*prongs, gallery), metal, 1.6 * size, seat, turn)


def engraved(metal: Stuff, radius: float, *, deep: float = 0.02, kind: int = 0) -> Stuff:
    """A metal whose band carries a cut pattern."""

    def bump(p: Field) -> Field:
        along, up = np.arctan2(p[1], p[0]) * radius, p[2]
        if kind == 0:
            vine = np.abs(up - 0.08 * np.sin(along * 9)) - 0.02
            leaves = np.abs(np.hypot(((along * 9 / np.pi) % 1 - 0.5) * 0.35, np.abs(up) - 0.1) - 0.05) - 0.012
            line = np.minimum(vine, leaves)
        elif kind == 1:
            line = np.abs((along * 5 + up * 3) % 1 - 0.5) * 0.2 - 0.03
        else:
            return np.asarray(deep * noise(along * 6, up * 6, seed=3, octaves=2), np.float32)
        return np.asarray(-deep * np.clip(0.5 - line * 40, 0, 1), np.float32)

    return replace(metal, bump=bump, rough=0.15)


def draped(stage: Stage, path: Sequence[tuple[float, float]] | Field, pitch: float, lift: float) -> Field:
    """Lay a curve, in shares of the picture, on what is there; return points ``pitch`` apart, (N, 3)."""
    curve = np.array([stage.surface(x, y) for x, y in path], np.float32)
    far = (curve - stage.eye) @ stage.ahead
    curve = curve[far < np.median(far) + 9]
    ease = np.ones(5, np.float32) / 5
    padded = np.pad(curve, ((2, 2), (0, 0)), mode="edge")
    curve = np.stack([np.convolve(padded[:, i], ease, "valid") for i in range(3)], axis=1)
    curve = curve - lift * stage.ahead
    gaps = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(curve, axis=0), axis=1))])
    stops = np.arange(0, gaps[-1], pitch)
    return np.stack([np.interp(stops, gaps, curve[:, i]) for i in range(3)], axis=1).astype(np.float32)


def swag(left: tuple[float, float], right: tuple[float, float], drop: float, *, tip: float = 0.0) -> Field:
    """Return a hanging curve between two shares of the picture; ``tip`` 0 is round, 1 a V."""
    part = np.linspace(0, 1, 160)
    x = left[0] + (right[0] - left[0]) * part
    sag = (1 - tip) * (1 - (2 * part - 1) ** 2) ** 0.8 + tip * (1 - np.abs(2 * part - 1))
    return np.stack([x, left[1] + (right[1] - left[1]) * part + drop * sag], axis=1).astype(np.float32)


def loop(
    center: tuple[float, float], radii: tuple[float, float], *, wobble: float = 0.1, seed: int = 0
) -> Field:
    """Return a loosely laid closed curve in shares of the picture."""
    rng = np.random.default_rng(seed)
    turn = np.linspace(0, 2 * np.pi, 220)
    away = 1 + sum(wobble / k * np.sin(k * turn + rng.uniform(0, 6.3)) for k in (2, 3, 4))
    return np.stack(
        [center[0] + radii[0] * away * np.cos(turn), center[1] + radii[1] * away * np.sin(turn)], axis=1
    ).astype(np.float32)


def chain(stage: Stage, path: Field, metal: Stuff, *, size: float = 0.16) -> Field:
    """Links along a curve of shares; return their places."""
    spots = draped(stage, path, 1.15 * size, 0.35 * size)
    for number, (spot, following) in enumerate(pairwise(spots)):
        turn = towards(following - spot, roll=90 * (number % 2) + 25)
        link = _link(size)
        stage.put(link, metal, 1.1 * size, (spot + following) / 2, turn)
    return spots


def _link(size: float) -> Distance:
    loop_ = hoop(0.42 * size, (0.13 * size, 0.13 * size))

    def distance(p: Field) -> Field:
        stretched = np.stack([np.sign(p[0]) * np.maximum(np.abs(p[0]) - 0.3 * size, 0), p[1], p[2]])
        return loop_(stretched)

    return distance


def beads(stage: Stage, path: Field, stuff: Stuff, *, size: float = 0.3) -> Field:
    """Balls along a curve of shares; return their places."""
    spots = draped(stage, path, 2.04 * size, 0.8 * size)
    for spot in spots:
        stage.put(ball(size), stuff, 1.1 * size, spot)
    return spots


def pendant(
    stage: Stage, at: Field, metal: Stuff, *, kind: int = 0, size: float = 0.6, gem: RGB = SAPPHIRE
) -> None:
    """A drop below a place, facing the lens."""
    turn = np.stack([stage.right, stage.up, -stage.ahead], axis=1).astype(np.float32)
    middle = at - stage.up * 1.25 * size - stage.ahead * 0.25 * size
    stage.put(
        hoop(0.22 * size, (0.06 * size, 0.06 * size)), metal, 0.4 * size, at - stage.up * 0.1 * size,
        turn @ turned(y=70),
    )  # fmt: skip
    if kind == 0:
        stone(stage, middle, 0.8 * size, gem, turn=turn, oval=1.2)
        stage.put(hoop(0.9 * size, (0.12 * size, 0.2 * size)), metal, 1.2 * size, middle, turn)
    elif kind == 1:
        stage.put(_tilted_disc(size), metal, 1.2 * size, middle, turn)
    else:
        heart = union(
            lambda p: bone(p, (-0.42 * size, 0.3 * size, 0), (0, -0.7 * size, 0), (0.42 * size, 0.08 * size)),
            lambda p: bone(p, (0.42 * size, 0.3 * size, 0), (0, -0.7 * size, 0), (0.42 * size, 0.08 * size)),
        )
        stage.put(heart, metal, 1.4 * size, middle, turn)


def _tilted_disc(size: float) -> Distance:
    disc, rim = cylinder(size, 0.09 * size, 0.04 * size), hoop(0.94 * size, (0.09 * size, 0.13 * size))
    dome = moved(lambda p: egg(p, (0, 0, 0), (0.5 * size, 0.5 * size, 0.2 * size)), (0, 0, 0.05 * size))
    return union(disc, rim, dome)


def earring(
    stage: Stage, at: Point | Field, metal: Stuff, *, kind: int = 0, size: float = 0.5,
    turn: Field | None = None, gem: RGB = CLEAR,
) -> None:  # fmt: skip
    """One earring from its post down its own -y: hoop, drop, stud or pearl drop."""
    place = np.asarray(at, np.float32)
    turn = np.eye(3, dtype=np.float32) if turn is None else turn
    below = place - turn @ vec([0, size, 0])
    if kind == 0:
        stage.put(hoop(size, (0.09 * size + 0.01, 0.13 * size)), metal, 1.3 * size, below, turn)
    elif kind == 1:
        stage.put(hoop(0.26 * size, (0.05 * size, 0.05 * size)), metal, 0.5 * size, place, turn)
        stage.put(
            wire([(0, -0.2 * size, 0), (0, -1.1 * size, 0)], 0.04 * size), metal, 1.3 * size, place, turn
        )
        stone(stage, place - turn @ vec([0, 1.7 * size, 0]), 0.55 * size, gem, turn=turn, oval=1.25)
    elif kind == 2:
        stone(stage, place, 0.6 * size, gem, turn=turn)
        _claws(stage, place, 0.6 * size, metal, turn)
    else:
        stage.put(hoop(0.24 * size, (0.05 * size, 0.05 * size)), metal, 0.5 * size, place, turn)
        stage.put(ball(0.5 * size), stuffs.PEARL, 0.6 * size, place - turn @ vec([0, 0.85 * size, 0]))


def watch(
    stage: Stage, at: Point | Field, metal: Stuff, *, turn: Field | None = None, dial: RGB = IVORY,
    radius: float = 1.7,
) -> None:  # fmt: skip
    """A round watch head with hands and hour marks, dial toward its own z."""
    place = np.asarray(at, np.float32)
    turn = np.eye(3, dtype=np.float32) if turn is None else turn
    case = union(
        cylinder(radius, 0.2 * radius, 0.08 * radius),
        moved(hoop(radius * 0.93, (0.07 * radius,) * 2), (0, 0, 0.19 * radius)),
    )
    crown = moved(cylinder(0.12 * radius, 0.09 * radius, 0.03), (1.08 * radius, 0, 0), turned(y=90))
    stage.put(union(case, crown), metal, radius * 1.5, place, turn)
    face = place + turn @ vec([0, 0, 0.2 * radius])
    stage.put(
        cylinder(radius * 0.85, 0.02, 0.01), Stuff(color=dial, gloss=0.7, rough=0.3), radius, face, turn
    )
    marks = []
    for hour in range(12):
        spot = turned(z=30 * hour) @ vec([0, 0.72 * radius, 0.03])
        marks.append(
            moved(
                box((0.02 * radius, (0.07 + 0.03 * (hour % 3 == 0)) * radius, 0.02), 0.01),
                tuple(spot),
                turned(z=30 * hour),
            )
        )
    for angle, long in ((-52, 0.42), (64, 0.66)):
        spot = turned(z=angle) @ vec([0, long * radius / 2, 0.06])
        marks.append(
            moved(box((0.026 * radius, long * radius / 2, 0.015), 0.01), tuple(spot), turned(z=angle))
        )
    dark = stuffs.GOLD if sum(dial) < 0.6 else Stuff(color=(0.03, 0.03, 0.035), gloss=0.5)
    stage.put(union(*marks, blend=0.001), dark, radius, face, turn)


def bangle(
    stage: Stage, at: Point | Field, metal: Stuff, radius: float, *, turn: Field, thick: float = 0.18,
    wide: float = 0.2,
) -> None:  # fmt: skip
    """A stiff bracelet about its own z axis."""
    stage.put(hoop(radius, (thick, wide), 0.1), metal, radius + 2 * thick, at, turn)


def facing(stage: Stage) -> Field:
    """Return the rotation whose z axis looks into the lens."""
    return unit(np.stack([stage.right, stage.up, -stage.ahead], axis=1).astype(np.float32))
