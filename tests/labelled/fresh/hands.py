"""Hands: from their back, from their palm, and fingers that hold a piece."""

from dataclasses import dataclass

import numpy as np

from tests.labelled.fresh.canvas import Floats, Point, Shape, Tone
from tests.labelled.fresh.skin import Flesh

BASES: tuple[Point, ...] = ((-0.165, 0.5), (-0.052, 0.545), (0.062, 0.52), (0.165, 0.455))
LENGTHS = (0.385, 0.44, 0.41, 0.315)
THICK = (0.05, 0.052, 0.049, 0.042)


@dataclass(frozen=True, slots=True)
class Pose:
    """Where a hand lies, how large, how turned, and how its fingers are spread and bent."""

    wrist: Point
    size: float
    turn: float = 0.0
    spread: tuple[float, float, float, float] = (-9.0, -2.0, 4.0, 12.0)
    curl: tuple[float, float, float, float] = (4.0, 3.0, 3.0, 4.0)
    thumb: float = 0.0
    left: bool = False
    short: tuple[float, float, float, float] = (1.0, 1.0, 1.0, 1.0)
    nails: bool = True


@dataclass(frozen=True, slots=True)
class Finger:
    """The line of a finger as (x, y), and its thickness."""

    curve: Floats
    radius: float

    def at(self, share: float) -> tuple[Point, Point]:
        """Return the place so far along and the direction there."""
        index = int(np.clip(share * (len(self.curve) - 1), 1, len(self.curve) - 2))
        step = self.curve[index + 1, :2] - self.curve[index - 1, :2]
        step = step / (np.linalg.norm(step) + 1e-6)
        return (float(self.curve[index, 0]), float(self.curve[index, 1])), (float(step[0]), float(step[1]))


def _placed(pose: Pose, u: float, v: float) -> Point:
    u = -u if pose.left else u
    cos, sin = np.cos(np.radians(pose.turn)), np.sin(np.radians(pose.turn))
    x, y = pose.size * (u * cos + v * sin), pose.size * (u * sin - v * cos)
    return pose.wrist[0] + x, pose.wrist[1] + y


def hand(
    shape: Shape, tone: Tone, pose: Pose, seed: int = 1, palm: bool = False
) -> tuple[Flesh, list[Finger]]:
    """Return a hand with its forearm, and its fingers from the index to the little one."""
    flesh = Flesh(shape, tone, seed)
    size = pose.size

    def ball_line(points: tuple[tuple[float, float, float, float], ...], flat: float = 1.0) -> Floats:
        placed = [(*_placed(pose, u, v), z * size, r * size) for u, v, z, r in points]
        return flesh.tube(placed, flat)

    ball_line(
        (
            (0.02, -1.2, -0.02, 0.195),
            (0.0, -0.5, -0.02, 0.165),
            (0.0, -0.08, -0.012, 0.15),
            (0.0, 0.12, -0.01, 0.15),
        ),
        0.62,
    )
    for index, (u, v) in enumerate(BASES):
        start = (-0.062, -0.02, 0.02, 0.062)[index]
        high = (0.0, 0.016, 0.012, -0.004)[index]
        ball_line(
            (
                (start, -0.06, -0.035, 0.07),
                (start * 1.3, 0.08, -0.02, 0.08),
                (u * 0.9, v * 0.6, high - 0.015, 0.088),
                (u, v, high, 0.062),
            ),
            0.75,
        )
    swing = pose.thumb
    thumb = ball_line(
        (
            (-0.07, 0.02, -0.035, 0.07),
            (-0.2 - 0.03 * swing, 0.22, 0.0, 0.082),
            (-0.275 - 0.1 * swing, 0.36, 0.005, 0.06),
            (-0.31 - 0.2 * swing, 0.47, 0.0, 0.056),
            (-0.325 - 0.27 * swing, 0.545, 0.0, 0.044),
        ),
        0.9,
    )
    fingers = [_finger(flesh, pose, index, palm) for index in range(4)]
    _details(flesh, pose, [*fingers, Finger(thumb[len(thumb) // 2 :], 0.054 * size)], palm)
    return flesh, fingers


def _finger(flesh: Flesh, pose: Pose, index: int, palm: bool) -> Finger:
    u, v = BASES[index]
    long, thick = LENGTHS[index] * pose.short[index], THICK[index]
    angle, bend = pose.spread[index], pose.curl[index]
    points: list[tuple[float, float, float, float]] = []
    bulge = (1.16, 1.04, 1.07, 0.97, 1.0, 0.93, 0.8)
    for step, share in enumerate((0.0, 0.28, 0.47, 0.62, 0.75, 0.9, 0.985)):
        if step:
            last = (0.0, 0.28, 0.47, 0.62, 0.75, 0.9, 0.985)[step - 1]
            turn = np.radians(angle + bend * share * 2.2 - bend)
            u += (share - last) * long * np.sin(turn)
            v += (share - last) * long * np.cos(turn)
        high = 0.03 * np.sin(np.pi * share) if not palm else 0.012 * np.cos(3 * share)
        points.append((*_placed(pose, u, v), high * pose.size, thick * bulge[step] * pose.size))
    return Finger(flesh.tube(points), thick * pose.size)


def _details(flesh: Flesh, pose: Pose, fingers: list[Finger], palm: bool) -> None:
    for index, finger in enumerate(fingers):
        radius = finger.radius
        for joint, strength in ((0.47, 0.55), (0.75, 0.4)):
            if index == 4 and joint < 0.7:
                continue
            (x, y), along = finger.at(joint)
            side = (-along[1], along[0])
            for shift in (-0.16, 0.0, 0.17) if not palm else (0.0, 0.08):
                bow = 0.16 if shift > 0 else -0.16
                line = [
                    (
                        x + side[0] * radius * s + along[0] * radius * (shift * 2 + bow * (1 - s * s)),
                        y + side[1] * radius * s + along[1] * radius * (shift * 2 + bow * (1 - s * s)),
                    )
                    for s in (-0.62, -0.3, 0.0, 0.3, 0.62)
                ]
                flesh.fold(line, max(1.0, radius * 0.07), strength * (0.5 if shift else 0.8))
            flesh.redden(x, y, radius * 1.3, 0.28)
        (x, y), along = finger.at(0.97)
        flesh.redden(x, y, radius * 1.8, 0.3)
        if pose.nails and not palm:
            (x, y), along = finger.at(0.93)
            flesh.nails.append(
                ((x + along[0] * radius * 0.1, y + along[1] * radius * 0.1), along, radius * 0.86)
            )
    if palm:
        _palm_lines(flesh, pose)
    else:
        for u, v in BASES:
            x, y = _placed(pose, u, v)
            flesh.redden(x, y, pose.size * 0.06, 0.22)


def _palm_lines(flesh: Flesh, pose: Pose) -> None:
    lines = (
        ((-0.2, 0.36), (-0.1, 0.3), (-0.05, 0.16), (-0.06, 0.03)),
        ((-0.2, 0.37), (-0.08, 0.35), (0.06, 0.29), (0.15, 0.22)),
        ((0.21, 0.37), (0.1, 0.36), (0.0, 0.41), (-0.07, 0.47)),
        ((0.02, 0.06), (0.01, 0.2), (0.02, 0.34)),
    )
    for index, line in enumerate(lines):
        placed = [_placed(pose, u, v) for u, v in line]
        flesh.fold(placed, pose.size * 0.008, 0.6 if index < 3 else 0.3)
    for (u, v), length in zip(BASES, (0.06, 0.06, 0.06, 0.05), strict=True):
        placed = [_placed(pose, u + s * length, v + 0.055 - abs(s) * 0.012) for s in (-0.8, 0.0, 0.8)]
        flesh.fold(placed, pose.size * 0.007, 0.5)
    for u, v, size in ((-0.17, 0.2, 0.12), (0.13, 0.12, 0.12), (0.0, 0.44, 0.2)):
        x, y = _placed(pose, u, v)
        flesh.redden(x, y, pose.size * size, 0.3)


def pinch(shape: Shape, tone: Tone, at: Point, size: float, seed: int = 1) -> Flesh:
    """Return thumb and forefinger coming from the right, their tips meeting left at a place."""
    flesh = Flesh(shape, tone, seed)
    x, y = at

    def line(points: tuple[tuple[float, float, float, float], ...], flat: float = 1.0) -> Floats:
        return flesh.tube([(x + u * size, y + v * size, z * size, r * size) for u, v, z, r in points], flat)

    line(((1.75, 0.25, -0.3, 0.48), (1.2, 0.3, -0.3, 0.42), (1.0, 0.4, -0.3, 0.36)), 0.7)
    for shift, down in ((0.0, 0.62), (0.05, 0.86), (0.14, 1.08)):
        line(
            (
                (1.5, down - 0.4, -0.2, 0.16),
                (1.05 + shift, down - 0.32, -0.1, 0.165),
                (0.72 + shift, down - 0.12, -0.12, 0.15),
                (0.86 + shift, down + 0.06, -0.16, 0.135),
                (1.1 + shift, down + 0.1, -0.2, 0.13),
            )
        )
    index = line(
        (
            (1.4, -0.12, 0.05, 0.24),
            (1.0, -0.34, 0.12, 0.185),
            (0.62, -0.4, 0.16, 0.165),
            (0.3, -0.26, 0.12, 0.145),
            (0.1, -0.1, 0.06, 0.12),
        )
    )
    thumb = line(
        (
            (1.5, 0.6, 0.12, 0.3),
            (1.1, 0.42, 0.2, 0.22),
            (0.7, 0.26, 0.22, 0.18),
            (0.36, 0.2, 0.2, 0.17),
            (0.1, 0.13, 0.14, 0.125),
        )
    )
    for curve, radius, joints in ((index, 0.16, (0.42, 0.72)), (thumb, 0.18, (0.68,))):
        finger = Finger(curve, radius * size)
        for joint in joints:
            (px, py), along = finger.at(joint)
            side = (-along[1], along[0])
            for shift in (-0.2, 0.0, 0.2):
                ends = [
                    (
                        px + side[0] * radius * size * s + along[0] * size * 0.2 * shift,
                        py + side[1] * radius * size * s + along[1] * size * 0.2 * shift,
                    )
                    for s in (-0.6, 0.0, 0.6)
                ]
                flesh.fold(ends, max(1.2, size * 0.008), 0.4)
            flesh.redden(px, py, radius * size, 0.25)
        (px, py), along = finger.at(0.985)
        flesh.redden(px, py, radius * size * 1.4, 0.35)
    (px, py), along = Finger(thumb, 0.18 * size).at(0.94)
    flesh.nails.append(((px, py - 0.005 * size), along, 0.13 * size))
    return flesh
