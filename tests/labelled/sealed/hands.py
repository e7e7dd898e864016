"""A hand of bones: fingers that bend, knuckles, nails, and where rings go."""

from dataclasses import dataclass, field, replace
from itertools import pairwise

import numpy as np

from tests.labelled.sealed import stuffs
from tests.labelled.sealed.canvas import RGB, Field, mix, noise, step, unit, vec
from tests.labelled.sealed.fields import Distance, Point, bone, egg, joined
from tests.labelled.sealed.stage import Stage, Stuff

ROOTS = ((-2.65, 8.7, 0.1), (-0.8, 9.2, 0.25), (1.05, 8.8, 0.15), (2.75, 7.9, -0.05))
LONG = ((4.5, 2.7, 1.9), (5.0, 3.1, 2.0), (4.6, 2.9, 2.0), (3.6, 2.1, 1.7))
THICK = ((0.92, 0.8, 0.7, 0.56), (0.94, 0.82, 0.72, 0.57), (0.88, 0.77, 0.67, 0.54), (0.76, 0.66, 0.58, 0.47))
FLAT = ((-5.0, 4.3, -0.9), (-6.2, 6.9, -0.8), (-6.9, 9.0, -0.6))
RELAXED = ((-4.0, 4.6, -1.6), (-4.4, 7.4, -2.4), (-4.1, 9.6, -2.9))
Bend = tuple[float, float, float, float]
"""Degrees: spread, and how far each of three joints is bent."""


@dataclass(frozen=True)
class Hand:
    """How a hand is held; lengths in centimetres, wrist at the origin, fingers along y, its back toward z."""

    bends: tuple[Bend, Bend, Bend, Bend] = ((-7, 4, 8, 5), (-1, 3, 7, 5), (5, 4, 8, 5), (13, 6, 10, 6))
    thumb: tuple[Point, Point, Point] = RELAXED
    slim: float = 0.92
    joints: list[Field] = field(default_factory=list, init=False)
    backs: list[Field] = field(default_factory=list, init=False)

    def __post_init__(self) -> None:
        for root, lengths, bend in zip(ROOTS, LONG, self.bends, strict=True):
            side = np.radians(bend[0])
            flat, low = vec([np.sin(side), np.cos(side), 0]), vec([0, 0, 1])
            chain, ups, angle = [vec(root)], [], 0.0
            for long, turn in zip(lengths, bend[1:], strict=True):
                angle += np.radians(turn)
                chain.append(chain[-1] + long * (np.cos(angle) * flat - np.sin(angle) * low))
                ups.append(np.cos(angle) * low + np.sin(angle) * flat)
            self.joints.append(np.array(chain, np.float32))
            self.backs.append(np.array(ups, np.float32))
        chain = [vec((-1.9, 1.7, -0.5)), *(vec(p) for p in self.thumb)]
        self.joints.append(np.array(chain, np.float32))
        outward = unit(vec([-0.75, -0.1, 0.66]))
        self.backs.append(
            np.array(
                [unit(outward - (outward @ w) * w) for w in (unit(b - a) for a, b in pairwise(chain))],
                np.float32,
            )
        )

    def thick(self, number: int) -> tuple[float, ...]:
        """Return a finger's radius at its root, its two joints and its tip."""
        return tuple(self.slim * thick for thick in (*THICK, (1.25, 0.95, 0.86, 0.62))[number])

    def finger(self, number: int, p: Field) -> Field:
        """Return the distance of one finger, 0 to 3, or of the thumb, 4."""
        chain, thick = self.joints[number], self.thick(number)
        far = bone(p, chain[0], chain[1], (thick[0] * 1.02, thick[1] * 0.97))
        far = joined(far, bone(p, chain[1], chain[2], (thick[1], thick[2] * 0.98)), 0.25)
        far = joined(far, bone(p, chain[2], chain[3], (thick[2] * 1.0, thick[3])), 0.2)
        tip = chain[3] - 0.35 * unit(chain[3] - chain[2]) - 0.1 * self.backs[number][2]
        return joined(far, bone(p, tip, tip, (thick[3] * 1.06, thick[3] * 1.06)), 0.3)

    def body(self) -> Distance:
        """Return the whole hand with wrist and forearm."""

        def distance(p: Field) -> Field:
            palm = bone(p, (1.2, -18, 0), (0.95, -1, 0), (2.9 * self.slim, 1.6 * self.slim))
            palm = joined(
                palm, bone(p, (-1.2, -18, 0), (-0.95, -1, 0), (2.9 * self.slim, 1.65 * self.slim)), 1.0
            )
            for number, root in enumerate(ROOTS):
                start = (-1.15 + 0.8 * number, 0.6, -0.1)
                palm = joined(palm, bone(p, start, root, (1.25 * self.slim, 1.0 * self.slim)), 1.3)
            palm = joined(palm, egg(p, (-2.1, 3.6, -1.0), (1.5, 2.6, 1.15)), 1.2)
            palm = joined(palm, egg(p, (2.5, 3.2, -0.9), (1.2, 2.8, 1.1)), 1.2)
            fingers = self.finger(0, p)
            for number in (1, 2, 3):
                fingers = joined(fingers, self.finger(number, p), 0.12)
            return joined(joined(palm, fingers, 0.75), self.finger(4, p), 0.45)

        return distance

    def creases(self, p: Field) -> Field:
        """Return how deep the folds over the joints are."""
        deep = np.zeros(p.shape[1], np.float32)
        for chain in self.joints:
            for before, joint, wide in ((chain[0], chain[1], 1.0), (chain[1], chain[2], 0.75)):
                gap = p - joint[:, None]
                far = (gap * gap).sum(axis=0)
                close = np.flatnonzero(far < 3 * wide)
                wobble = 0.12 * (noise(p[0, close] * 2, p[1, close] * 2, octaves=2) - 0.5)
                along = unit(joint - before) @ gap[:, close] + wobble
                lines = sum(np.exp(-(((along - at * wide) / 0.045) ** 2)) for at in (-0.3, -0.08, 0.12, 0.34))
                deep[close] += np.exp(-far[close] / (1.1 * wide) ** 2) * lines
        return deep

    def redness(self, p: Field) -> Field:
        """Return how much blood shows: over knuckles and toward the tips."""
        red = np.zeros(p.shape[1], np.float32)
        for chain in self.joints:
            for joint, reach in ((chain[1], 0.9), (chain[2], 0.7), (chain[3], 1.0)):
                gap = p - joint[:, None]
                red = np.maximum(red, np.exp(-(gap * gap).sum(axis=0) / reach**2))
        return red

    def skin(self, tone: int, *, seed: int = 0) -> Stuff:
        """Return this hand's skin with its folds."""
        plain = stuffs.skin(tone, seed=seed)
        paint, bump = plain.paint, plain.bump
        assert paint
        assert bump

        def colored(p: Field) -> Field:
            deep = np.clip(self.creases(p), 0, 1.2)[:, None]
            warm = 1 - self.redness(p)[:, None] * vec([0.0, 0.16, 0.17])
            return np.asarray(paint(p) * warm * (1 - deep * vec([0.16, 0.25, 0.28])), np.float32)

        return replace(plain, paint=colored, bump=lambda p: bump(p) - 0.022 * self.creases(p))

    def nail(
        self, number: int, stage: Stage, polish: RGB | None, pose: tuple[Field, Field], *, long: float = 0.0
    ) -> None:
        """Put a nail on a finger; ``long`` is how far it stands out."""
        at, turn = pose
        chain, up = self.joints[number], self.backs[number][2]
        along = unit(chain[3] - chain[2])
        across = np.cross(along, up)
        thick = self.thick(number)
        half = 0.88 * thick[3]
        middle = chain[3] + along * (0.06 + 0.5 * long)
        reach = 0.62 + 0.5 * long

        def distance(p: Field) -> Field:
            gap = p - middle[:, None]
            a, b = np.abs(along @ gap) / reach, np.abs(across @ gap) / half
            outline = ((a**3 + b**3) ** (1 / 3) - 1) * half
            shell = bone(p, chain[2], chain[3] + along * long, (thick[2] + 0.06, thick[3] + 0.07))
            return np.asarray(np.maximum(np.maximum(outline, shell - 0.02), -(up @ gap) + 0.05), np.float32)

        place = at + turn @ middle
        bare = vec([0.72, 0.42, 0.36])

        def natural(p: Field) -> Field:
            gap = along @ p
            tip = step(reach * 0.62, reach * 0.75, np.asarray(gap, np.float32))
            moon = step(-0.55 * reach, -0.8 * reach, np.asarray(gap, np.float32))
            return mix(bare, vec([0.85, 0.76, 0.7]), np.clip(tip + 0.4 * moon, 0, 1))

        coat = (
            Stuff(color=polish, gloss=1.6, rough=0.1)
            if polish
            else Stuff(paint=natural, gloss=0.9, rough=0.3, soft=0.4)
        )
        stage.put(lambda p: distance(p + middle[:, None]), coat, 1.4 + long, place, turn)

    def seat(self, number: int, share: float) -> tuple[Field, Field, float]:
        """Return where on a finger's first bone a ring sits, its turn, and the finger's radius there."""
        chain, up = self.joints[number], self.backs[number][0]
        along = unit(chain[1] - chain[0])
        turn = np.stack([np.cross(up, along), up, along], axis=1)
        thick = self.thick(number)
        return chain[0] + share * (chain[1] - chain[0]), turn, thick[0] + share * (thick[1] - thick[0])


def put_hand(
    stage: Stage, hand: Hand, tone: int, at: Point, turn: Field, *, polish: RGB | None = None,
    long: float = 0.0, bare: tuple[int, ...] = (0, 1, 2, 3, 4),
) -> None:  # fmt: skip
    """Put a hand with its nails onto a stage."""
    place = vec(at)
    stage.put(hand.body(), hand.skin(tone, seed=int(abs(at[0] * 7) % 5)), 24.0, place, turn)
    for number in bare:
        hand.nail(number, stage, polish, (place, turn), long=long)
