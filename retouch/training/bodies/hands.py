"""Hands and forearms, as rings, bracelets and watches are worn."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from retouch.training.bodies.anchors import Anchor
from retouch.training.bodies.dress import Tip, polished, put_nails, put_skin, put_sleeve
from retouch.training.bodies.forms import Canvas, Point, across, joined, limb, reached, toward
from retouch.training.bodies.relief import Relief
from retouch.training.render.mesh import Floats

FINGERS = ((-1.0, 0.78), (-0.36, 0.94), (0.3, 1.0), (0.95, 0.9))
"""Of each finger, from the little one: how far its root is from the hand's middle, and its length, as shares."""
INDEX = 3  # of ``FINGERS``: the one that points
BONES = 3  # of a finger
STRAIGHT, CLOSED = 0.05, 1.25  # radians between two bones
NAILS_SEEN = 0.5  # radians of curl: the nails of a more closed hand are not drawn


@dataclass(frozen=True, slots=True)
class Hand:
    """A hand's measures.

    size    px, from the wrist to the longest finger's tip; width and thick: half of its palm, and a finger's radius
    turn    radians, where it points to; spread and curl: between fingers, and between a finger's bones
    side    1 or -1: on which side of that direction its thumb is; across: that side's direction
    """

    canvas: Canvas
    size: float
    turn: float
    wrist: Point
    side: int
    across: Floats
    elbow: Point
    width: float
    spread: float
    curl: float
    thick: float
    pointing: bool

    def beside(self, place: Point, far: float) -> Point:
        """A place so many px nearer to the thumb's side."""
        return place[0] + far * self.across[0], place[1] + far * self.across[1], place[2]


class Palm(NamedTuple):
    """A hand's parts, from its wrist on: their forms, where rings are worn on them, and the fingers' ends."""

    forms: list[Floats]
    anchors: list[Anchor]
    tips: list[Tip]


def any_hand(canvas: Canvas, rng: np.random.Generator) -> Hand:
    """A living hand of any measures: filling the picture, or small at its edge, coming in from outside."""
    small = rng.random() < 0.2
    size = canvas.side * (rng.uniform(0.16, 0.5) if small else rng.uniform(0.5, 1.15))
    middle = np.asarray([canvas.width, canvas.height]) * (
        rng.uniform(0.08, 0.92, 2) if small else rng.uniform(0.35, 0.65, 2)
    )
    away = np.asarray([canvas.width, canvas.height]) / 2 - middle
    turn = np.arctan2(away[1], away[0]) + rng.normal(0, 0.5) if small else rng.uniform(0, 2 * np.pi)
    return hand_of(canvas, rng, size, turn, middle)


def hand_of(canvas: Canvas, rng: np.random.Generator, size: float, turn: float, middle: Floats) -> Hand:
    """A hand so large, px, that points there, round that place; all else of it by chance."""
    x, y = middle - 0.5 * size * toward(turn)
    wrist: Point = (float(x), float(y), rng.uniform(0.05, 0.25) * size)
    side = 1 if rng.random() < 0.5 else -1
    return Hand(
        canvas,
        size,
        turn,
        wrist,
        side,
        across(turn) * side,
        elbow=reached(wrist, turn + np.pi, rng.uniform(-0.1, 0.1), max(2.2 * size, 1.2 * canvas.side)),
        width=0.21 * size * rng.uniform(0.85, 1.15),
        spread=rng.uniform(0.0, 0.16),
        curl=rng.choice([rng.uniform(0, 0.25), rng.uniform(0.3, 1.0)]),
        thick=0.052 * size * rng.uniform(0.8, 1.15),
        pointing=rng.random() < 0.15,
    )


def hand(relief: Relief, rng: np.random.Generator) -> list[Anchor]:
    """A hand from outside the frame: spread, closed, curled, or pointing; its back or its palm."""
    one = any_hand(relief.canvas, rng)
    palm = grown(one, rng)
    anchors = [Anchor.band(one.wrist, one.turn, 0.17 * one.size), *palm.anchors]
    nail = put_skin(relief, joined([*_forearm(one), *palm.forms], 0.045 * one.size), rng)
    stuff = polished(nail, rng)
    if one.curl < NAILS_SEEN and rng.random() < 0.7:
        put_nails(relief, palm.tips, stuff, lift=0.62, length=1.25, width=0.72)
    put_sleeve(relief, one.wrist, one.elbow, 0.2 * one.size, rng)
    return [*anchors, Anchor.spot(reached(one.wrist, one.turn, 0, 0.32 * one.size), 0.5 * one.size)]


def grown(one: Hand, rng: np.random.Generator) -> Palm:
    """Draw the parts of a hand from its wrist on."""
    forms, anchors, tips = [], [], []
    for number in range(len(FINGERS)):
        bones, worn, tip = _finger(one, number, rng)
        forms += bones
        anchors.append(worn)
        tips.append(tip)
    bones, tip = _thumb(one, rng)
    return Palm([*forms, *bones], anchors, [*tips, tip])


def _forearm(one: Hand) -> list[Floats]:
    """Its two bones."""
    return [
        limb(one.canvas, one.beside(one.wrist, far), one.beside(one.elbow, far), (0.1 * one.size, 0.15 * one.size))
        for far in (-0.06 * one.size, 0.06 * one.size)
    ]  # fmt: skip


def _finger(one: Hand, number: int, rng: np.random.Generator) -> tuple[list[Floats], Anchor, Tip]:
    """A finger with its part of the palm, where a ring is worn on it, and its end."""
    share, long = FINGERS[number]
    base = reached(one.wrist, one.turn, 0.02, 0.47 * one.size * (1 - 0.06 * abs(share)))
    at = one.beside(base, share * 0.72 * one.width)
    forms = [limb(one.canvas, one.wrist, at, (0.09 * one.size, 1.25 * one.thick))]
    way = one.turn + one.side * share * one.spread * 1.2
    bend = _bend(one, number, rng)
    bone, down = 0.21 * long * one.size, 0.1
    worn = at
    for joint in range(BONES):
        far = reached(at, way, -down, bone)
        radii = (one.thick * (1 - 0.1 * joint), one.thick * (0.93 - 0.12 * joint))
        forms.append(limb(one.canvas, at, far, radii))
        if joint == 0:
            worn = (at[0] + 0.6 * (far[0] - at[0]), at[1] + 0.6 * (far[1] - at[1]), at[2])
        at, down, bone = far, down + bend, bone * 0.72
    return forms, Anchor.band(worn, way, one.thick * 1.02), Tip(at, way, one.thick * 0.7)


def _bend(one: Hand, number: int, rng: np.random.Generator) -> float:
    """How far a finger is closed at each joint, radians."""
    if one.pointing and number == INDEX:
        return STRAIGHT
    bend = float(one.curl * rng.uniform(0.7, 1.3))
    return CLOSED if one.pointing else bend


def _thumb(one: Hand, rng: np.random.Generator) -> tuple[list[Floats], Tip]:
    """The thumb with its part of the palm, and its end."""
    canvas, thick = one.canvas, one.thick
    root = reached(one.wrist, one.turn + 0.75 * one.side, 0.1, 0.3 * one.size)
    joint = reached(root, one.turn + rng.uniform(-0.5, 0.5), 0.0, 0.17 * one.size)
    end = reached(joint, one.turn + rng.uniform(-0.3, 0.3), 0.0, 0.12 * one.size)
    forms = [
        limb(canvas, one.wrist, root, (0.12 * one.size, 1.3 * thick)),
        limb(canvas, root, joint, (1.25 * thick, 1.05 * thick)),
        limb(canvas, joint, end, (1.1 * thick, 0.9 * thick)),
    ]
    return forms, Tip(end, one.turn, thick * 0.8)


def arm(relief: Relief, rng: np.random.Generator) -> list[Anchor]:
    """A forearm across the frame, as bracelets and watches are shown."""
    canvas, side = relief.canvas, relief.canvas.side
    turn, radius = rng.uniform(0, 2 * np.pi), side * rng.uniform(0.1, 0.24)
    middle = np.asarray([canvas.width, canvas.height]) * rng.uniform(0.38, 0.62, 2)
    way = toward(turn)
    begin, end = middle - 1.6 * side * way, middle + rng.uniform(0.2, 1.6) * side * way
    elbow, wrist, palm = ((place[0], place[1], radius) for place in (begin, middle, end))
    forms = [
        limb(canvas, elbow, wrist, (1.5 * radius, radius)),
        limb(canvas, wrist, palm, (radius, rng.uniform(0.9, 1.5) * radius)),
    ]
    put_skin(relief, joined(forms, 0.4 * radius), rng)
    if rng.random() < 0.4:
        put_sleeve(relief, wrist, elbow, 1.1 * radius, rng)
    return [Anchor.band(middle, turn, 1.05 * radius)]
