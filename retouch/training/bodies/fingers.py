"""Fingers from very near, as small pieces are held and shown."""

import numpy as np

from retouch.training.bodies.anchors import Anchor
from retouch.training.bodies.dress import Tip, polished, put_nails, put_skin
from retouch.training.bodies.forms import Canvas, Point, across, joined, limb, reached, toward
from retouch.training.bodies.relief import Relief
from retouch.training.render.mesh import Floats

Drawn = tuple[list[Floats], list[Tip], list[Anchor]]


def fingers(relief: Relief, rng: np.random.Generator) -> list[Anchor]:
    """One to three fingers from very near, or a thumb and a finger that hold something."""
    canvas = relief.canvas
    turn = rng.uniform(0, 2 * np.pi)
    radius = canvas.side * rng.uniform(0.06, 0.16)
    middle = np.asarray([canvas.width, canvas.height]) * rng.uniform(0.4, 0.6, 2)
    way = _holding if rng.random() < 0.4 else _side_by_side
    forms, tips, anchors = way(canvas, middle, turn, radius, rng)
    stuff = polished(put_skin(relief, joined(forms, 0.3 * radius), rng), rng)
    if rng.random() < 0.7:
        put_nails(relief, tips, stuff, lift=0.55, length=0.95, width=0.68)
    return anchors


def _holding(canvas: Canvas, middle: Floats, turn: float, radius: float, rng: np.random.Generator) -> Drawn:
    """A thumb and a finger, and between them what they hold."""
    forms, tips = [], []
    opening = radius * rng.uniform(1.0, 1.5)
    for sign, way in ((1, turn + rng.uniform(0.1, 0.5)), (-1, turn - rng.uniform(0.1, 0.5))):
        x, y = middle + sign * opening * across(turn)
        end: Point = (float(x), float(y), radius * 2)
        joint = reached(end, way + np.pi, -0.1, 3.2 * radius)
        root = reached(joint, way + np.pi + sign * rng.uniform(-0.1, 0.5), -0.1, 9 * radius)
        forms.append(limb(canvas, end, joint, (0.8 * radius, radius)))
        forms.append(limb(canvas, joint, root, (radius, 1.3 * radius)))
        tips.append(Tip(end, way, radius))
    return forms, tips, [Anchor.spot(middle + radius * toward(turn), 4 * radius)]


def _side_by_side(
    canvas: Canvas, middle: Floats, turn: float, radius: float, rng: np.random.Generator
) -> Drawn:
    """One to three fingers, with rings."""
    forms, tips, anchors = [], [], []
    count = int(rng.integers(1, 4))
    for k in range(count):
        shift = (k - (count - 1) / 2) * rng.uniform(1.9, 2.6) * radius
        way = turn + (k - (count - 1) / 2) * rng.uniform(0, 0.12)
        knuckle = middle + shift * across(turn)
        root = knuckle - 1.5 * canvas.side * toward(way)
        x, y = knuckle + rng.uniform(0.1, 0.6) * canvas.side * toward(way)
        z = radius * rng.uniform(1, 2)
        bent = (knuckle[0], knuckle[1], z)
        forms.append(limb(canvas, (root[0], root[1], z), bent, (1.25 * radius, 1.05 * radius)))
        forms.append(limb(canvas, bent, (x, y, 0.8 * z), (1.02 * radius, 0.8 * radius)))
        tips.append(Tip((float(x), float(y), 0.8 * z), way, 0.8 * radius))
        worn = knuckle - rng.uniform(0.3, 1.2) * radius * toward(way)
        anchors.append(Anchor.band(worn, way, 1.08 * radius))
    return forms, tips, anchors


def tip(relief: Relief, rng: np.random.Generator) -> list[Anchor]:
    """The end of a finger at the frame's side, beside the piece."""
    canvas, side = relief.canvas, relief.canvas.side
    turn, radius = rng.uniform(0, 2 * np.pi), side * rng.uniform(0.05, 0.12)
    way = toward(turn)
    middle = np.asarray([canvas.width, canvas.height]) / 2
    end = middle - way * rng.uniform(0.25, 0.5) * side
    begin = middle - way * 1.6 * side + rng.normal(0, 0.2, 2) * side
    form = limb(canvas, (begin[0], begin[1], radius), (end[0], end[1], radius), (1.3 * radius, radius))
    put_skin(relief, form, rng)
    return [Anchor.spot(middle, side * rng.uniform(0.4, 0.8))]
