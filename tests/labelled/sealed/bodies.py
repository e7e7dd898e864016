"""A neck with shoulders and jaw, an ear beside a cheek, hair and clothes; lengths in centimetres."""

from dataclasses import dataclass, replace

import numpy as np

from tests.labelled.sealed import stuffs
from tests.labelled.sealed.canvas import RGB, Field, mix, noise, rgb, solid_noise, step, vec
from tests.labelled.sealed.fields import Distance, bone, carved, egg, joined, turned, wire
from tests.labelled.sealed.stage import Stage, Stuff

LIPS = rgb("a8524e")


def hair_stuff(color: RGB) -> Stuff:
    """Strands running down, with bands of shine."""

    def strands(p: Field) -> Field:
        around = p[0] + 0.8 * p[1] + 1.6 * noise(p[0] * 0.1, p[2] * 0.05, octaves=2)
        return noise(around * 7, p[2] * 0.03, seed=2, octaves=4, gain=0.9)

    def paint(p: Field) -> Field:
        lock = strands(p)
        band = np.exp(-(((np.mod(p[2] * 0.07 + 0.3 * lock, 1) - 0.5) / 0.16) ** 2))
        return np.asarray(vec(color) * (0.25 + 1.1 * lock + 0.7 * band * lock)[:, None], np.float32)

    return Stuff(paint=paint, bump=lambda p: 0.06 * strands(p), sheen=0.12)


@dataclass(frozen=True)
class Bosom:
    """Neck and shoulders facing the lens, the pit of the throat near the origin."""

    slim: float = 1.0
    turn: float = 0.0
    """Degrees the head is turned aside."""

    def trunk(self) -> Distance:
        """Return shoulders, collarbones and neck."""

        def distance(p: Field) -> Field:
            p = np.stack([np.sqrt(p[0] * p[0] + 0.02), p[1], p[2]])
            chest = egg(p, (0, 1.5, -17), (17, 7.6, 16.5))
            body = joined(chest, bone(p, (11, 1.5, -6.5), (16.5, 1.5, -9), (4.6, 4.9)), 3.0)
            body = joined(body, bone(p, (17, 1.5, -9), (20, 2.5, -34), (4.6, 4.0)), 1.5)
            body = joined(body, bone(p, (1, 4, 3), (13, 3, -4.6), (3.6, 2.6)), 3.0)
            neck = bone(p, (0, 2.4, -4), (0, 2.2, 13), (5.5 * self.slim, 5.0 * self.slim))
            body = joined(body, neck, 3.2)
            body = joined(body, bone(p, (1.9, -3.5, -3.4), (7.5, -3.3, -2.9), (0.9, 0.7)), 2.4)
            body = joined(body, bone(p, (7.5, -3.3, -2.9), (14.5, 0.4, -3.4), (0.7, 0.8)), 2.4)
            body = joined(body, bone(p, (1.5, -3.3, -2.8), (4.9, 1.5, 11), (0.6, 1.0)), 1.8)
            return carved(body, egg(p, (0, -6.6, -2.5), (1.3, 2.1, 1.5)), 1.6)

        return distance

    def head(self) -> Distance:
        """Return jaw, cheeks, lips and the tip of the nose."""
        aside = turned(z=self.turn)

        def distance(p: Field) -> Field:
            p = aside.T @ p
            skull = egg(p, (0, 0.6, 22.5), (6.8, 8.6, 10.5))
            chin = egg(p, (0, -6.0, 12.0), (2.2, 2.4, 1.7))
            jaw = bone(np.stack([np.abs(p[0]), p[1], p[2]]), (0.6, -5.6, 12.0), (5.0, 0.0, 17.0), (1.5, 1.5))
            face = joined(joined(skull, jaw, 3.6), chin, 1.6)
            upper = bone(
                np.stack([np.abs(p[0]), p[1], p[2]]), (0.45, -8.15, 16.2), (2.1, -7.3, 15.75), (0.5, 0.18)
            )
            lower = bone(
                np.stack([np.abs(p[0]), p[1], p[2]]), (0, -8.15, 15.05), (1.7, -7.4, 15.5), (0.6, 0.2)
            )
            face = joined(joined(face, upper, 0.7), lower, 0.6)
            nose = joined(
                egg(p, (0, -9.3, 18.6), (1.0, 1.2, 0.9)),
                bone(p, (0, -8.8, 18.8), (0, -8.2, 25), (0.9, 0.7)),
                0.8,
            )
            wings = egg(np.stack([np.abs(p[0]), p[1], p[2]]), (1.15, -8.3, 18.3), (0.6, 0.8, 0.6))
            return joined(face, joined(nose, wings, 0.5), 1.0)

        return distance

    def skin(self, tone: int, lips: RGB, seed: int = 0) -> Stuff:
        """Return skin with painted lips."""
        plain, aside = stuffs.skin(tone, seed=seed, grain=0.009), turned(z=self.turn)
        paint = plain.paint
        assert paint

        def colored(p: Field) -> Field:
            q = aside.T @ p
            x, z = np.abs(q[0]), q[2] - 15.6
            top = 0.62 - 0.2 * x + 0.12 * np.sin(np.clip(x, 0, 1.2) * 2.6)
            bottom = -0.95 * np.sqrt(np.clip(1 - (x / 2.35) ** 2, 0, 1))
            inside = (
                step(0.0, 0.15, top - z) * step(0.0, 0.15, z - bottom) * step(2.35, 2.15, x) * (q[1] < -5)
            )
            seam = np.exp(-(((z + 0.02 - 0.06 * np.cos(x * 2)) / 0.07) ** 2)) * (x < 2.3) * (q[1] < -5)
            color = mix(paint(p), vec(lips), np.asarray(0.8 * inside, np.float32))
            return np.asarray(color * (1 - 0.75 * seam)[:, None], np.float32)

        return replace(plain, paint=colored)


def put_bosom(
    stage: Stage, tone: int, *, bosom: Bosom | None = None, lips: RGB = LIPS, seed: int = 0
) -> Bosom:
    """Put neck, shoulders and the lower face onto a stage."""
    bosom = bosom or Bosom()
    trunk, head = bosom.trunk(), bosom.head()
    stage.put(lambda p: joined(trunk(p), head(p), 1.1), bosom.skin(tone, lips, seed), 45)
    return bosom


def put_top(stage: Stage, bosom: Bosom, stuff: Stuff, *, kind: int = 0) -> None:
    """Dress the shoulders: 0 a deep V, 1 straps, 2 a round neck, 3 a high collar, 4 an open shirt."""
    trunk = bosom.trunk()

    def distance(p: Field) -> Field:
        x, z = np.abs(p[0]), p[2]
        neckline = {
            0: lambda: 0.85 * (z + 19 - 1.75 * x) * 0.5,
            1: lambda: np.minimum(0.9 * (z + 15 + 0.02 * x * x), np.maximum(np.abs(x - 9.5) - 0.7, -99)),
            2: lambda: 9.5 - np.hypot(x, z + 0.5),
            3: lambda: z - 4.5,
            4: lambda: 0.5 * (z + 15.5 - 2.4 * x),
        }[kind]()
        thick = 0.35 if kind != 4 else 0.7
        return np.asarray(np.maximum(trunk(p) - thick, neckline), np.float32)

    stage.put(distance, stuff, 45)


def ear_shape() -> Distance:
    """Return an ear by itself: rim, inner fold, hollow and lobe, facing the lens."""
    turn = np.linspace(np.radians(-58), np.radians(212), 15)
    rim = np.stack(
        [1.75 * np.cos(turn) - 0.25, -1.75 + 0.25 * np.cos(turn), 0.7 + 2.45 * np.sin(turn)], axis=1
    )
    rim = np.concatenate([rim, [[-0.75, -1.35, -0.35], [-0.35, -1.2, -0.2]]]).astype(np.float32)
    inner = [(0.55, -1.45, -1.5), (0.95, -1.5, -0.2), (0.75, -1.5, 1.0), (0.25, -1.45, 1.9)]

    ridge, fold = wire(rim, 0.3), wire(inner, 0.24)

    def distance(p: Field) -> Field:
        plate = egg(p, (0.15, -1.05, 0.2), (1.55, 0.6, 2.75))
        plate = joined(plate, egg(p, (-0.1, -1.35, -2.55), (0.78, 0.42, 0.95)), 0.7)
        plate = carved(plate, egg(p, (-0.2, -1.8, -0.6), (0.85, 0.75, 1.05)), 0.4)
        plate = joined(joined(plate, ridge(p), 0.35), fold(p), 0.4)
        return joined(plate, egg(p, (-1.15, -1.25, -0.75), (0.4, 0.42, 0.6)), 0.4)

    return distance


def put_ear(stage: Stage, tone: int, hair: RGB, *, seed: int = 0) -> Field:
    """Put an ear, seen from the side, with cheek, neck and hair; return the place of the lobe's hole."""
    shape = ear_shape()

    def distance(p: Field) -> Field:
        side = joined(
            egg(p, (-1, 7.5, 6), (9.5, 8.3, 11)), bone(p, (-9.5, 3, -8), (-1.5, 1.6, -3.2), (2.6, 2.2)), 3.5
        )
        side = joined(side, bone(p, (1.0, 5.0, -2), (0.5, 5.5, -22), (4.6, 5.6)), 2.5)
        return joined(side, shape(p), 0.35)

    stage.put(distance, stuffs.skin(tone, seed=seed), 30)

    def mane(p: Field) -> Field:
        far = egg(p, (4.0, 6.5, 9.5), (9.4, 8.6, 9.8))
        far = joined(far, bone(p, (4.2, 1.5, 5), (7.2, 2.5, -4), (2.6, 1.8)), 1.5)
        far = joined(far, bone(p, (-1.2, -0.2, 5.8), (4.5, 0.2, 4.6), (1.0, 2.0)), 1.5)
        return joined(far, bone(p, (-2.6, -0.2, 3.4), (-2.4, 0.1, 7), (0.25, 1.6)), 1.0) + 0.3 * (
            solid_noise(p, scale=0.6, octaves=2) - 0.5
        )

    stage.put(mane, hair_stuff(hair), 30)
    return vec([-0.1, -1.8, -2.7])
