"""Things pieces lie with that are neither packaging nor a body: pebbles, petals, shells, dishes, cones."""

from dataclasses import replace

import cv2
import numpy as np

from tests.labelled.sealed import stuffs
from tests.labelled.sealed.canvas import RGB, Field, blurred, mix, noise, rgb, solid_noise, step, vec
from tests.labelled.sealed.fields import bone, box, cylinder, egg, joined, lathe, turned
from tests.labelled.sealed.stage import Stage, Stuff

Spot = tuple[float, float, float]


def pebble(stage: Stage, at: Spot, size: float, color: RGB, *, seed: int = 0) -> None:
    """A river stone lying flat."""
    rng = np.random.default_rng(seed)
    radii = (size, size * rng.uniform(0.65, 0.9), size * rng.uniform(0.35, 0.55))

    def body(p: Field) -> Field:
        return egg(p, (0, 0, 0), radii) - 0.12 * size * (
            solid_noise(p, scale=0.7 / size, seed=seed % 5, octaves=2) - 0.5
        )

    spots = stuffs.plaster(color, rough=0.02, spots=0.25, scale=1.2)
    stage.put(body, spots, 1.2 * size, (at[0], at[1], at[2] + 0.8 * radii[2]), turned(z=rng.uniform(0, 180)))


def petals(
    stage: Stage, places: list[tuple[float, float]], color: RGB, *, size: float = 1.0, seed: int = 0
) -> None:
    """Rose petals lying about: cupped, deeper in color at their foot."""
    rng = np.random.default_rng(seed)

    def body(p: Field) -> Field:
        q = p / size
        cup = q[2] - 0.32 * (q[0] ** 2 + 0.8 * q[1] ** 2) - 0.05 * np.sin(7 * q[0] + 2 * q[1])
        outline = joined(np.hypot(q[0], q[1] - 0.15) - 0.85, np.hypot(q[0], q[1] + 0.75) - 0.3, 0.5)
        return np.asarray(np.maximum(np.abs(cup) - 0.03, outline) * 0.6 * size, np.float32)

    def paint(p: Field) -> Field:
        deep = vec(color) * vec([0.85, 0.55, 0.6])
        vein = noise(np.arctan2(p[0], p[1] + 1.2 * size) * 14, 0.3 * np.hypot(p[0], p[1]), octaves=2)
        return mix(vec(color), deep, np.clip(step(0.4 * size, -1.1 * size, p[1]) + 0.35 * vein, 0, 1))

    for x, y in places:
        tilt = turned(x=rng.uniform(-18, 18), y=rng.uniform(-18, 18), z=rng.uniform(0, 360))
        stage.put(body, Stuff(paint=paint, sheen=0.25, soft=0.5), 1.4 * size, (x, y, 0.2 * size), tilt)


def leaf(stage: Stage, at: Spot, size: float, color: RGB, *, turn: float = 0, tilt: float = 8) -> None:
    """A broad leaf with a midrib and side veins."""

    def body(p: Field) -> Field:
        q = p / size
        wide = 0.42 * np.clip(1 - q[0] ** 2, 0, 1) ** 0.8 * (1 - 0.25 * q[0])
        bend = q[2] + 0.18 * q[0] ** 2 - 0.3 * np.abs(q[1])
        return np.asarray(
            np.maximum(np.maximum(np.abs(q[1]) - wide, np.abs(bend) - 0.02), np.abs(q[0]) - 1) * 0.6 * size,
            np.float32,
        )

    def veins(p: Field) -> Field:
        q = p / size
        side = np.abs(np.mod(q[0] * 7 - np.abs(q[1]) * 8, 1) - 0.5)
        return np.asarray(
            np.clip(np.exp(-np.abs(q[1]) * 45) + 0.6 * np.exp(-side * 18), 0, 1).astype(np.float32),
            np.float32,
        )

    def paint(p: Field) -> Field:
        mottled = vec(color) * (0.8 + 0.4 * noise(p[0] * 2, p[1] * 2, seed=2))[:, None]
        return mix(mottled, vec(color) * 1.7, 0.6 * veins(p))

    stage.put(body, Stuff(paint=paint, gloss=0.6, rough=0.5), 1.1 * size, at, turned(y=tilt, z=turn))


def driftwood(stage: Stage, at: Spot, long: float, *, turn: float = 0, seed: int = 0) -> None:
    """A weathered branch."""
    thick = 0.13 * long
    grey = stuffs.wood(rgb("a08c78"), scale=0.5, polish=0.1)

    def body(p: Field) -> Field:
        x = p[0] / long
        bent = np.stack([p[0], p[1] - 0.12 * long * np.sin(3 * x), p[2] - 0.05 * long * np.sin(2 * x + 1)])
        branch = bone(bent, (-0.9 * long, 0, 0), (0.9 * long, 0, 0), (thick, 0.7 * thick))
        fork = bone(
            bent, (0.2 * long, 0, 0), (0.65 * long, 0.35 * long, 0.12 * long), (0.5 * thick, 0.25 * thick)
        )
        furrow = noise(p[0] * 0.4, np.arctan2(bent[1], bent[2]) * 3, seed=seed % 5, octaves=3)
        return 0.8 * (joined(branch, fork, 0.3 * thick) + 0.25 * thick * (furrow - 0.5))

    stage.put(body, grey, 1.15 * long, (at[0], at[1], at[2] + thick), turned(z=turn))


def shell(stage: Stage, at: Spot, size: float, color: RGB, *, turn: float = 0) -> None:
    """A ribbed scallop, its back up."""

    def body(p: Field) -> Field:
        q = p / size
        fan = np.arctan2(q[0], q[1] + 0.95)
        dome = egg(q, (0, 0, -0.12), (1, 0.95, 0.5)) + 0.045 * np.cos(fan * 26) * np.clip(
            np.hypot(q[0], q[1] + 0.95), 0, 1
        )
        ears = egg(q, (0, -0.82, 0.0), (0.5, 0.2, 0.1))
        return joined(np.maximum(dome, -q[2] - 0.1), ears, 0.1) * 0.6 * size

    def paint(p: Field) -> Field:
        band = 0.5 + 0.5 * np.sin(np.hypot(p[0], p[1] + 0.95 * size) / size * 16)
        return mix(vec(color), vec([0.92, 0.87, 0.8]), np.asarray(0.75 - 0.5 * band, np.float32))

    stage.put(
        body, Stuff(paint=paint, gloss=0.3, rough=0.5), 1.3 * size, (at[0], at[1], at[2] + 0.1 * size),
        turned(z=turn),
    )  # fmt: skip


def coral(stage: Stage, at: Spot, tall: float, color: RGB, *, seed: int = 0) -> None:
    """A branching piece of coral."""
    rng = np.random.default_rng(seed)
    twigs, grown = [], [(vec([0, 0, 0]), vec([0, 0, 1]), 0.26 * tall, 0.075 * tall)]
    for start, way, long, thick in grown:
        end = start + way * long
        twigs.append((start, end, (thick, 0.75 * thick)))
        if len(twigs) < 16:
            for _ in range(2):
                side = way + rng.uniform(-1.1, 1.1, 3).astype(np.float32) * vec([1, 0.5, 0.3])
                grown.append((end, side / np.linalg.norm(side), long * 0.85, thick * 0.78))

    def body(p: Field) -> Field:
        far = egg(p, (0, 0, 0), (0.25 * tall, 0.2 * tall, 0.08 * tall))
        for start, end, radii in twigs:
            far = joined(far, bone(p, start, end, radii), 0.04 * tall)
        return far

    stage.put(body, stuffs.plaster(color, rough=0.05, spots=0.3, scale=3), 1.8 * tall, at)


def dish(stage: Stage, at: Spot, radius: float, stuff: Stuff) -> None:
    """A shallow dish with a turned-up rim."""

    def body(p: Field) -> Field:
        far = np.hypot(p[0], p[1])
        height = 0.12 * radius + 0.3 * radius * step(0.55 * radius, 1.05 * radius, far)
        return np.asarray(
            np.maximum(np.abs(p[2] - height + 0.05) - 0.06 * radius, far - radius) * 0.7, np.float32
        )

    stage.put(body, stuff, 1.15 * radius, at)


def plinth(stage: Stage, at: Spot, radius: float, tall: float, stuff: Stuff) -> None:
    """A round plinth; ``at`` is the middle of its foot."""
    stage.put(
        cylinder(radius, tall / 2, 0.06), stuff, np.hypot(radius, tall), (at[0], at[1], at[2] + tall / 2)
    )


def cone(stage: Stage, at: Spot, tall: float, stuff: Stuff) -> None:
    """A cone for rings, its foot at ``at``."""
    stage.put(
        lathe(
            [(0.36 * tall, 0), (0.33 * tall, 0.05 * tall), (0.05 * tall, 0.97 * tall), (0.02 * tall, tall)]
        ),
        stuff,
        1.2 * tall,
        at,
    )


def tee(stage: Stage, at: Spot, wide: float, tall: float, stuff: Stuff) -> None:
    """A T-shaped stand for bracelets."""
    stage.put(lathe([(0.45 * wide, 0), (0.42 * wide, 0.3), (0.3, 0.5), (0.25, tall)]), stuff, tall + wide, at)
    stage.put(
        lambda p: bone(p, (-wide, 0, 0), (wide, 0, 0), (0.75, 0.75)), stuff, wide + 1,
        (at[0], at[1], at[2] + tall),
    )  # fmt: skip


def book(stage: Stage, at: Spot, turn: float) -> None:
    """An open book, its lines too small to read."""

    def leaves(p: Field) -> Field:
        arch = 0.55 * np.sqrt(np.clip(np.abs(p[0]) / 5, 0, 1)) * np.exp(-np.abs(p[0]) / 6) + 0.25
        return np.asarray(
            np.maximum(np.maximum(p[2] - 1.4 * arch, -p[2]), np.maximum(np.abs(p[0]) - 5, np.abs(p[1]) - 6.8))
            * 0.6,
            np.float32,
        )

    def paint(p: Field) -> Field:
        line = (np.mod(p[1] * 2.2, 1) < 0.42) & (np.abs(np.abs(p[0]) - 2.6) < 1.9) & (np.abs(p[1]) < 5.8)
        word = noise(p[0] * 2.4, np.floor(p[1] * 2.2) * 3.7, seed=1, octaves=2) > 0.42
        return mix(rgb("f1eadb"), rgb("6d675e"), np.asarray(0.7 * (line & word), np.float32))

    stage.put(leaves, Stuff(paint=paint), 9, at, turned(z=turn))


def ribbon(stage: Stage, at: Spot, color: RGB, *, turn: float = 0, long: float = 6) -> None:
    """A loose length of satin ribbon."""

    def body(p: Field) -> Field:
        wave = 0.35 + 0.3 * np.sin(p[0] * 1.3) + 0.06 * p[1]
        return np.asarray(
            np.maximum(
                np.maximum(np.abs(p[2] - wave) - 0.04, np.abs(p[1] - 0.9 * np.sin(p[0] * 0.7)) - 0.55),
                np.abs(p[0]) - long,
            )
            * 0.55,
            np.float32,
        )

    stage.put(body, Stuff(color=color, gloss=1.3, rough=0.4, sheen=0.35), long + 1.5, at, turned(z=turn))


def plant_shadow(stage: Stage, *, seed: int = 0, soft: float = 6.0, dark: float = 0.6) -> None:
    """Let leaves outside of the picture throw their shadow over it."""
    rng = np.random.default_rng(seed)
    shade = np.zeros((stage.height, stage.width), np.float32)
    for _ in range(3):
        start = rng.uniform((-0.1, -0.1), (0.5, 1.1)) * (stage.width, stage.height)
        way = rng.uniform(-0.7, 0.5)
        for part in np.linspace(0.1, 1, 9):
            spot = start + part * 0.8 * stage.width * vec([np.cos(way), np.sin(way)])
            for side in (-1, 1):
                angle = np.degrees(way) + side * 48
                long = stage.width * 0.17 * (1.1 - part * 0.6)
                middle = spot + 0.9 * long * vec([np.cos(np.radians(angle)), np.sin(np.radians(angle))])
                cv2.ellipse(
                    shade, (tuple(map(float, middle)), (2 * long, 0.34 * long), float(angle)), 1.0, -1
                )
    stage.gobo = 1 - dark * blurred(shade, soft)


def silk(color: RGB) -> Stuff:
    """Satin in broad folds."""
    folded = stuffs.cloth(color, thread=0.03, depth=0.001, fold=0.5)
    return replace(folded, paint=None, color=color, gloss=1.6, rough=0.55, sheen=0.2)


def slab(stage: Stage, half: Spot, at: Spot, stuff: Stuff, *, turn: float = 0) -> None:
    """A slab lying on the ground; ``at`` is the middle of its underside."""
    place = (at[0], at[1], at[2] + half[2])
    stage.put(box(half, 0.05), stuff, float(np.linalg.norm(half)) + 0.2, place, turned(z=turn))


def citrus(stage: Stage, at: Spot, radius: float) -> None:
    """Half an orange, cut side up."""

    def paint(p: Field) -> Field:
        far, turn = np.hypot(p[0], p[1]) / radius, np.arctan2(p[1], p[0])
        wall = np.abs(np.mod(turn * 10 / (2 * np.pi), 1) - 0.5)
        pith = np.clip(
            step(0.84, 0.88, far) * step(0.97, 0.94, far) + step(0.44, 0.49, wall) + step(0.1, 0.05, far),
            0,
            1,
        )
        pulp = noise(far * 5, turn * 9, seed=3, octaves=3)
        return mix(vec([0.9, 0.36, 0.04]) * (0.7 + 0.6 * pulp)[:, None], vec([0.95, 0.8, 0.55]), pith)

    stage.put(
        lambda p: np.maximum(egg(p, (0, 0, 0), (radius, radius, radius)), p[2]),
        Stuff(paint=paint, gloss=0.9, rough=0.4, soft=0.4),
        1.1 * radius,
        (at[0], at[1], at[2] + 0.9 * radius),
    )
