"""What people are covered with: skin, nails, sleeves, necklines and hair."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from retouch.training.bodies import stuffs
from retouch.training.bodies.anchors import PERSON
from retouch.training.bodies.forms import NOWHERE, Point, egg, joined, limb, rough
from retouch.training.bodies.frames import Frame
from retouch.training.bodies.relief import Relief, Stuff
from retouch.training.render.mesh import Floats
from retouch.training.scenes.grounds import noise

NAIL_HEIGHT = 0.6  # of a fingertip's radius
SHORT_NECKLINES = 2  # so many of the necklines can have a collar too


class Tip(NamedTuple):
    """A finger's end: its place, the direction it points to, radians, and its radius, px."""

    at: Point
    way: float
    radius: float


def put_skin(relief: Relief, form: Floats, rng: np.random.Generator) -> Floats:
    """Put a body of skin somewhere; return the color of its nails, (3,)."""
    color, nail = stuffs.skin(relief.canvas, rng)
    relief.place(form, Stuff(color, gloss=rng.uniform(0.02, 0.22), skin=1.0), name=PERSON)
    return nail


def polished(nail: Floats, rng: np.random.Generator) -> Stuff:
    """Nails as they are, or painted."""
    if rng.random() < 0.3:
        return Stuff(stuffs.any_color(rng), gloss=0.8, skin=0.5)
    return Stuff(nail, gloss=0.35, skin=0.5)


def put_nails(
    relief: Relief, tips: Sequence[Tip], stuff: Stuff, *, lift: float, length: float, width: float
) -> None:
    """Put nails on fingers; their measures are shares of a tip's radius."""
    for (x, y, z), way, radius in tips:
        radii = (length * radius, width * radius, NAIL_HEIGHT * radius)
        relief.place(egg(relief.canvas, (x, y, z + lift * radius), radii, way), stuff, name=PERSON)


def put_sleeve(relief: Relief, wrist: Point, elbow: Point, radius: float, rng: np.random.Generator) -> None:
    """Put a sleeve on a forearm, or none."""
    if rng.random() < 0.6:
        return
    share = rng.uniform(0.1, 0.4)
    x, y, z = (a + share * (b - a) for a, b in zip(wrist, elbow, strict=True))
    canvas = relief.canvas
    form = limb(canvas, (x, y, z + 0.1 * radius), elbow, (1.15 * radius, 1.3 * radius))
    form = rough(form, stuffs.folds(canvas, rng, 0.05 * radius))
    relief.place(form, Stuff(stuffs.cloth(canvas, stuffs.any_color(rng), rng)), name=PERSON)


def put_clothes(
    relief: Relief, body: Floats, pit: tuple[float, float], zoom: float, rng: np.random.Generator
) -> None:
    """Dress a body below the pit of its neck; ``zoom`` px are from shoulder to shoulder."""
    canvas = relief.canvas
    x, y = canvas.grid
    across, below = (x - pit[0]) / zoom, (y - pit[1]) / zoom
    depth, kind = rng.uniform(0.02, 0.45), int(rng.integers(4))
    wide, steep = rng.uniform(0.25, 0.4), rng.uniform(0.8, 2.5)
    line = (
        depth - (across / wide) ** 2 * depth,  # round
        depth - np.abs(across) * steep,  # a V
        depth + 0 * across,  # straight
        depth - 0.6 * (np.abs(np.abs(across) - 0.27) < 0.05),  # straps
    )[kind]
    under = below > line
    if kind < SHORT_NECKLINES and rng.random() < 0.3:  # a collar round the neck
        under = below > -0.1
    cloth = body + 0.012 * zoom + stuffs.folds(canvas, rng, 0.012 * zoom)
    form = np.where(under & (body > NOWHERE / 2), cloth, NOWHERE).astype(np.float32)
    relief.place(form, Stuff(stuffs.cloth(canvas, stuffs.any_color(rng), rng)), name=PERSON)


def put_hair(relief: Relief, frame: Frame, rng: np.random.Generator) -> None:
    """Long or short hair on both sides of a neck, on one, or none."""
    canvas, zoom = relief.canvas, frame.zoom
    color = stuffs.strands(canvas, rng, np.pi / 2 + rng.normal(0, 0.2))
    for sign in (-1, 1):
        if rng.random() < 0.3:
            continue
        out, long = rng.uniform(0.18, 0.4), rng.uniform(-0.1, 0.8)
        locks = [
            frame.limb((sign * (out + k), 0.7, 0.2), (sign * (out + 1.3 * k), 0.1 - long, 0.22), (0.08, 0.05))
            for k in (-0.05, 0.02, 0.08)
        ]
        form = joined(locks, 0.03 * zoom)
        form = rough(form, 0.012 * zoom * noise(form.shape, 6, rng))
        relief.place(form, Stuff(color, gloss=0.2), name=PERSON)
