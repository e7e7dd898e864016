"""Pieces of plain shapes, as simple drawings show jewelry; named nothing."""

from collections.abc import Callable

import numpy as np

from retouch.training.bodies import stuffs
from retouch.training.bodies.forms import NOWHERE, Canvas, block, egg, limb
from retouch.training.bodies.relief import Relief, Stuff
from retouch.training.render.mesh import Floats


def put_flat_piece(relief: Relief, rng: np.random.Generator) -> None:
    """A ring, discs or bars of one color, dull or shiny."""
    canvas = relief.canvas
    middle = np.asarray([canvas.width, canvas.height]) * rng.uniform(0.3, 0.7, 2)
    size = canvas.side * rng.uniform(0.12, 0.55)
    tone = stuffs.metal(rng) if rng.random() < 0.6 else stuffs.any_color(rng)
    kind, gloss = str(rng.choice(["ring", *PENDANTS])), rng.choice([0.0, 0.9])
    if kind == "ring":
        _put_ring(relief, middle, size, Stuff(tone, gloss), rng)
        return
    for sign in (-1, 1) if rng.random() < 0.6 else (0,):
        x, y = float(middle[0] + sign * size * 0.7), float(middle[1])
        relief.place(PENDANTS[kind](canvas, x, y, size, rng), Stuff(tone, gloss))
        if rng.random() < 0.5:  # a stone in it
            stone = PENDANTS[kind](canvas, x, y, size * rng.uniform(0.4, 0.8), rng) + 2.0
            relief.place(stone, Stuff(stuffs.any_color(rng), gloss))


def _put_ring(relief: Relief, middle: Floats, size: float, stuff: Stuff, rng: np.random.Generator) -> None:
    """A ring seen through, often with a stone on its top."""
    x, y = relief.canvas.grid
    far = np.hypot(x - middle[0], y - middle[1])
    wide = size * rng.uniform(0.06, 0.35)
    top = 2 + np.sqrt(np.maximum(wide**2 - (far - size) ** 2, 0))
    form = np.where(np.abs(far - size) < wide, top, NOWHERE).astype(np.float32)
    color = stuff.color
    if stuff.gloss:
        around = np.arctan2(y - middle[1], x - middle[0])
        color = color * (1 + 0.4 * np.sin(6 * around + 1))[..., None]
    relief.place(form, Stuff(color, stuff.gloss))
    if rng.random() < 0.6:
        r = size * rng.uniform(0.1, 0.4)
        place = (float(middle[0]), float(middle[1] - size), 3.0)
        stone = egg(relief.canvas, place, (r, r * rng.uniform(0.7, 1.2), r))
        relief.place(stone, Stuff(stuffs.any_color(rng), gloss=0.8))


def _disc(canvas: Canvas, x: float, y: float, size: float, rng: np.random.Generator) -> Floats:
    return egg(canvas, (x, y, 2.0), (size * 0.5, size * rng.uniform(0.4, 0.7), size * 0.2))


def _bar(canvas: Canvas, x: float, y: float, size: float, _: np.random.Generator) -> Floats:
    return limb(canvas, (x, y - size, 3.0), (x, y + size, 3.0), (0.12 * size, 0.12 * size))


def _square(canvas: Canvas, x: float, y: float, size: float, rng: np.random.Generator) -> Floats:
    return block(
        canvas, (x, y, 2.0), (0.45 * size, size * rng.uniform(0.35, 0.6), 3.0), np.eye(3, dtype=np.float32)
    )


PENDANTS: dict[str, Callable[[Canvas, float, float, float, np.random.Generator], Floats]] = {
    "discs": _disc, "bars": _bar, "squares": _square,
}  # fmt: skip
"""What is drawn once or as a pair."""
