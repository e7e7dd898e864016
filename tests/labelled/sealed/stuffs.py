"""What things are made of: metals, cloths, stones, woods, papers and skins."""

from collections.abc import Callable

import numpy as np

from tests.labelled.sealed.canvas import RGB, Field, mix, noise, rgb, solid_noise, step, vec
from tests.labelled.sealed.stage import Stuff

GOLD = Stuff(color=(1.0, 0.72, 0.34), metal=True, rough=0.1)
ROSE = Stuff(color=(1.0, 0.66, 0.5), metal=True, rough=0.1)
SILVER = Stuff(color=(0.93, 0.93, 0.94), metal=True, rough=0.05)
STEEL = Stuff(color=(0.62, 0.63, 0.66), metal=True, rough=0.3)
METALS = (GOLD, SILVER, ROSE)
PEARL = Stuff(color=rgb("f3e9df"), gloss=1.4, soft=0.5, sheen=0.15, rough=0.3)
ONYX = Stuff(color=(0.01, 0.01, 0.012), gloss=1.6, rough=0.05)
SKINS: tuple[RGB, ...] = (
    rgb("efc9b0"), rgb("e2b28f"), rgb("c98f68"), rgb("a06a45"), rgb("70462c"), rgb("4a2c1d"),
)  # fmt: skip


def skin(tone: int, *, seed: int = 0, grain: float = 0.012) -> Stuff:
    """Living skin: blotches, pores, blood near the surface; ``tone`` 0 is the lightest, 5 the darkest."""
    base = vec(SKINS[tone])
    blood = base * vec([1.02, 0.8, 0.76])
    pale = base * vec([1.02, 1.06, 1.04])

    def paint(p: Field) -> Field:
        blotch = solid_noise(p, scale=0.7, seed=seed, octaves=4)
        color = mix(pale, blood, step(0.25, 0.85, blotch))
        freckle = solid_noise(p, scale=9.0, seed=seed + 2, octaves=2)
        return np.asarray(color * (0.93 + 0.14 * freckle)[:, None], np.float32)

    def bump(p: Field) -> Field:
        fine = solid_noise(p, scale=11.0, seed=seed + 1, octaves=3)
        lines = np.abs(solid_noise(p * vec([[1.0], [2.2], [1.0]]), scale=3.5, seed=seed + 4, octaves=2) - 0.5)
        return np.asarray(grain * fine + 0.9 * grain * np.minimum(lines * 5, 0.5), np.float32)

    return Stuff(
        paint=paint, bump=bump, soft=0.9 - 0.1 * tone, gloss=0.45 + 0.1 * tone, rough=0.7, sheen=0.06
    )


def cloth(
    color: RGB, *, thread: float = 0.05, depth: float = 0.012, fold: float = 0.0, sheen: float = 0.1
) -> Stuff:
    """Woven cloth; ``fold`` is the height of its soft folds in units."""

    def weave(p: Field) -> Field:
        wobble = 0.25 * noise(p[0] * 2, (p[1] + p[2]) * 2, seed=2, octaves=2)
        u, v = p[0] / thread + wobble, (p[1] + 0.8 * p[2]) / thread + wobble
        slub = noise(u * 0.06, v * 0.9, seed=1, octaves=2) + noise(u * 0.9, v * 0.06, seed=4, octaves=2)
        return np.asarray(np.sin(np.pi * u) * np.sin(np.pi * v) + 1.4 * slub, np.float32)

    def bump(p: Field) -> Field:
        high = depth * weave(p)
        if fold:
            warp = noise(p[0] * 0.25, p[1] * 0.25, seed=6, octaves=2) * 5
            high = high + fold * np.sin(p[0] * 0.9 + p[1] * 0.5 + warp)
        return np.asarray(high, np.float32)

    def paint(p: Field) -> Field:
        return np.asarray(vec(color) * (0.86 + 0.09 * weave(p))[:, None], np.float32)

    return Stuff(paint=paint, bump=bump, sheen=sheen)


def velvet(color: RGB) -> Stuff:
    """Pile that is dark straight on and bright along the outline."""

    def paint(p: Field) -> Field:
        brushed = solid_noise(p, scale=0.5, seed=3, octaves=3)
        pile = solid_noise(p, scale=16.0, seed=5, octaves=2)
        return np.asarray(vec(color) * (0.55 + 0.6 * brushed + 0.3 * pile)[:, None], np.float32)

    return Stuff(paint=paint, bump=lambda p: 0.02 * solid_noise(p, scale=12.0, seed=1, octaves=2), sheen=0.55)


def leather(color: RGB, *, size: float = 0.12) -> Stuff:
    """Grained leather or leatherette."""
    grain = 0.45 / size

    def bump(p: Field) -> Field:
        return np.asarray(-0.05 * np.abs(solid_noise(p, scale=grain, seed=2, octaves=2) - 0.5), np.float32)

    return Stuff(color=color, bump=bump, gloss=0.9, rough=0.55)


def wood(color: RGB, *, scale: float = 0.35, polish: float = 0.3) -> Stuff:
    """Boards or a turned block; the grain runs along x."""
    dark = vec(color) * vec([0.5, 0.44, 0.4])

    def rings(p: Field) -> Field:
        warp = noise(p[0] * 0.07, (p[1] + p[2]) * 0.5, seed=1, octaves=3)
        return np.asarray((p[1] + 0.9 * p[2]) * scale * 3 + 7 * warp, np.float32)

    def paint(p: Field) -> Field:
        wave = 0.5 + 0.5 * np.sin(2 * np.pi * rings(p))
        fibre = noise(p[0] * 0.5, (p[1] + p[2]) * 14, seed=4, octaves=3)
        return mix(vec(color), dark, np.asarray(0.45 * wave**3 + 0.75 * step(0.45, 0.8, fibre), np.float32))

    def bump(p: Field) -> Field:
        return 0.012 * noise(p[0] * 0.5, (p[1] + p[2]) * 14, seed=4, octaves=3)

    return Stuff(paint=paint, bump=bump, gloss=polish, rough=0.5)


def marble(color: RGB, vein: RGB, *, scale: float = 0.16) -> Stuff:
    """Polished veined stone."""

    def paint(p: Field) -> Field:
        u, v = (p[0] + 0.3 * p[2]) * scale, (p[1] + 0.8 * p[2]) * scale
        warp = noise(u * 1.3, v * 1.3, seed=2, octaves=5)
        line = np.abs(noise(u + 1.6 * warp, 1.7 * v - 1.2 * warp, seed=5, octaves=4) - 0.5)
        thin = np.abs(noise(2.2 * u - warp, 2.6 * v + 2 * warp, seed=1, octaves=3) - 0.5)
        share = 0.75 * np.exp(-line * 26) + 0.35 * np.exp(-thin * 60) + 0.18 * step(0.4, 0.7, warp)
        return mix(color, vein, np.asarray(np.clip(share, 0, 1), np.float32))

    return Stuff(paint=paint, gloss=0.5, rough=0.5)


def plaster(color: RGB, *, rough: float = 0.03, spots: float = 0.08, scale: float = 1.0) -> Stuff:
    """Concrete, clay, felt or matt stone, by how rough and spotted it is."""

    def paint(p: Field) -> Field:
        cloud = solid_noise(p, scale=0.4 * scale, seed=1, octaves=5)
        speck = solid_noise(p, scale=10 * scale, seed=6, octaves=2)
        return np.asarray(
            vec(color) * (1 + spots * (3 * (cloud - 0.5) + 1.5 * (speck - 0.5)))[:, None], np.float32
        )

    return Stuff(paint=paint, bump=lambda p: rough * solid_noise(p, scale=4 * scale, seed=2, octaves=4))


def paper(color: RGB, *, crumple: float = 0.0) -> Stuff:
    """Paper or card; crumpled paper has creases so high."""

    def bump(p: Field) -> Field:
        fine = 0.002 * noise(p[0] * 20, p[1] * 20 + p[2] * 20, seed=3, octaves=2)
        if not crumple:
            return fine
        warp, folds = noise(p[0] * 0.7, p[1] * 0.7, seed=2, octaves=2), np.zeros_like(fine)
        for turn, often, shift in (
            (0.2, 0.33, 0.1), (1.3, 0.27, 0.5), (2.2, 0.41, 0.3), (0.8, 0.55, 0.8), (2.7, 0.7, 0.6),
        ):  # fmt: skip
            line = (np.cos(turn) * p[0] + np.sin(turn) * p[1]) * often + shift + 0.9 * warp
            folds = folds + np.abs(np.mod(line, 1) - 0.5) / often / 2
        return np.asarray(fine + crumple * folds, np.float32)

    return Stuff(color=color, bump=bump, sheen=0.03)


def sand(color: RGB) -> Stuff:
    """Raked or blown sand."""

    def bump(p: Field) -> Field:
        dune = 0.1 * np.sin(p[1] * 2.4 + 3 * noise(p[0] * 0.25, p[1] * 0.25, seed=4, octaves=2))
        return np.asarray(dune + 0.05 * noise(p[0] * 9, p[1] * 9, seed=2, octaves=3), np.float32)

    def paint(p: Field) -> Field:
        return np.asarray(
            vec(color) * (0.6 + 0.8 * noise(p[0] * 12, p[1] * 12, seed=1, octaves=2))[:, None],
            np.float32,
        )

    return Stuff(paint=paint, bump=bump)


def glow(paint: Callable[[Field], Field]) -> Stuff:
    """A surface painted point by point, with nothing else to it."""
    return Stuff(paint=paint)
