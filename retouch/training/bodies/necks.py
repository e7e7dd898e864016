"""Necks with shoulders and collar bones, as necklaces are worn."""

import numpy as np

from retouch.training.bodies.anchors import Anchor
from retouch.training.bodies.dress import put_clothes, put_hair, put_skin
from retouch.training.bodies.forms import Point, egg, joined, limb, merged
from retouch.training.bodies.frames import Frame
from retouch.training.bodies.relief import Relief
from retouch.training.render.mesh import Floats

PLAIN = 0.25  # of all necks: two simple forms
NEAREST, FARTHEST = 4.5, 0.7  # of the picture's side: from one shoulder to the other


def neck(relief: Relief, rng: np.random.Generator) -> list[Anchor]:
    """Neck, shoulders and collar bones, dressed or not, with chin and hair: from the waist up to a bare neck alone."""
    canvas = relief.canvas
    zoom = canvas.side * np.exp(rng.uniform(np.log(FARTHEST), np.log(NEAREST)))
    x = canvas.width / 2 + rng.normal(0, 0.12) * max(zoom, canvas.width)
    y = canvas.height * rng.uniform(0.25, 0.6)  # of the pit of the neck
    lean = rng.normal(0, 0.12)
    up = (np.sin(lean), -np.cos(lean))
    frame = Frame(canvas, x, y, zoom, right=(-up[1], up[0]), up=up)
    thick, slope = rng.uniform(0.11, 0.2), rng.uniform(0.06, 0.14)
    plain = rng.random() < PLAIN
    body = _plain_trunk(frame, thick, rng) if plain else _trunk(frame, thick, slope, lean, rng)
    if rng.random() < 0.7:
        body = _with_collar_bones(body, frame, slope, rng)
    if rng.random() < 0.6 or frame.at(0, 0.5, 0)[1] > 0:
        body = _with_head(body, frame, rng)
    put_skin(relief, body, rng)
    if rng.random() < 0.65:
        put_clothes(relief, body, (x, y), zoom, rng)
    if rng.random() < 0.55:
        put_hair(relief, frame, rng)
    low = rng.uniform(0.03, 0.4)
    places = (frame.at(-thick * 1.05, 0.1, 0), frame.at(0, -low, 0), frame.at(thick * 1.05, 0.1, 0))
    return [Anchor.curve(places, zoom * 0.2)]


def _trunk(frame: Frame, thick: float, slope: float, lean: float, rng: np.random.Generator) -> Floats:
    """Neck, shoulders, chest and arms."""
    zoom = frame.zoom
    foot, top = frame.at(0, -0.05, 0.12), frame.at(rng.normal(0, 0.03), 0.5, 0.2)
    forms = [
        limb(frame.canvas, foot, top, (zoom * thick * 1.06, zoom * thick)),
        *frame.pair((0.16, -0.02, 0.08), (0.44, -slope - 0.03, 0.05), (0.1, 0.1)),
        *frame.pair((0.08, 0.14, 0.08), (0.3, 0.0, 0.05), (0.08, 0.07)),
        frame.egg((0, -0.5, -0.02), (0.5, 0.56, 0.24), lean, 2.4),
        frame.egg((0, -0.18, 0.0), (0.44, 0.2, 0.17), lean, 2.2),
        *frame.pair((0.44, -slope - 0.05, 0.05), (0.53, -0.7, 0.05), (0.11, 0.09)),
    ]
    return joined(forms, 0.12 * zoom)


def _plain_trunk(frame: Frame, thick: float, rng: np.random.Generator) -> Floats:
    """A column on one round form, as a neck is drawn by who cares for the necklace alone."""
    radii = (rng.uniform(0.42, 0.6), rng.uniform(0.4, 0.75), rng.uniform(0.1, 0.3))
    chest = frame.egg((0, -radii[1] + rng.uniform(0, 0.08), 0.0), radii, 0.0, rng.uniform(1.8, 2.6))
    column = frame.limb((0, -0.2, 0.05), (0, 0.6, 0.1), (thick * rng.uniform(1.0, 1.2), thick))
    return merged(chest, column, frame.zoom * rng.uniform(0.01, 0.12))


def _with_collar_bones(body: Floats, frame: Frame, slope: float, rng: np.random.Generator) -> Floats:
    bone = frame.zoom * rng.uniform(0.008, 0.022)
    for sign in (-1, 1):
        inner, outer = frame.at(sign * 0.035, -0.035, 0.185), frame.at(sign * 0.36, -slope / 2, 0.15)
        body = merged(body, limb(frame.canvas, inner, outer, (bone, bone)), 0.08 * frame.zoom)
    return body


def _with_head(body: Floats, frame: Frame, rng: np.random.Generator) -> Floats:
    """A chin, and what is above it."""
    canvas, zoom = frame.canvas, frame.zoom
    chin = frame.at(rng.normal(0, 0.06), 0.44, 0.3)
    skull: Point = (chin[0], chin[1] - 0.2 * zoom, chin[2])
    body = merged(body, egg(canvas, chin, (zoom * 0.15, zoom * 0.14, zoom * 0.2)), 0.02 * zoom)
    return merged(body, egg(canvas, skull, (zoom * 0.2, zoom * 0.28, zoom * 0.24)), 0.08 * zoom)
