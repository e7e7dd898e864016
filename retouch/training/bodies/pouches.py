"""Softer and flatter things that jewelry comes in: cushions, pouches, cards."""

import numpy as np

from retouch.training.bodies import stuffs
from retouch.training.bodies.anchors import PACKAGING, Anchor
from retouch.training.bodies.forms import egg, joined, merged, rough, tilted
from retouch.training.bodies.frames import Frame, Thing, somewhere
from retouch.training.bodies.prints import print_words
from retouch.training.bodies.relief import Relief, Stuff
from retouch.training.render.mesh import Floats


def cushion(relief: Relief, rng: np.random.Generator) -> list[Anchor]:
    """A pillow, as watches and bracelets come on, or a roll."""
    canvas, size = relief.canvas, relief.canvas.side * rng.uniform(0.2, 0.45)
    middle = somewhere(canvas, rng)
    radii = (size, size * rng.uniform(0.5, 1.0), size * rng.uniform(0.3, 0.6))
    form = egg(canvas, (*middle, 0.0), radii, rng.uniform(-0.4, 0.4), rng.uniform(2.0, 4.5))
    form = rough(form, stuffs.folds(canvas, rng, 0.02 * size))
    relief.place(form, stuffs.any_stuff(canvas, rng), name=PACKAGING)
    return [Anchor.spot(middle, size * 1.3)]


def pouch(relief: Relief, rng: np.random.Generator) -> list[Anchor]:
    """A little bag of cloth or suede, drawn together above."""
    canvas, size = relief.canvas, relief.canvas.side * rng.uniform(0.18, 0.5)
    (x, y), turn = somewhere(canvas, rng, 0.2), rng.normal(0, 0.3)
    c, s = float(np.cos(turn)), float(np.sin(turn))
    frame = Frame(canvas, x, y, size, right=(c, s), up=(s, -c))
    form = rough(_bag(frame, turn, rng), stuffs.folds(canvas, rng, 0.03 * size))
    relief.place(form, stuffs.any_stuff(canvas, rng, quiet=0.5), name=PACKAGING)
    string = frame.limb((-0.25, 0.6, 0.4), (0.25, 0.6, 0.4), (0.03, 0.03))
    relief.place(string, Stuff(stuffs.any_color(rng)), name=PACKAGING)
    if rng.random() < 0.5:
        return [Anchor.spot(frame.at(rng.uniform(-0.3, 0.3), -0.3, 0), size)]
    return [Anchor.spot((canvas.width - x, canvas.height * 0.7), size)]


def _bag(frame: Frame, turn: float, rng: np.random.Generator) -> Floats:
    """Its body, and the collar above its string."""
    body = frame.egg((0, -0.2, 0.0), (rng.uniform(0.65, 0.9), 0.9, 0.45), turn, rng.uniform(2, 3.2))
    pinch, flare = rng.uniform(0.08, 0.2), rng.uniform(0.15, 0.55)
    collar = [
        frame.limb((0, 0.55, 0.2), (k * flare, rng.uniform(0.8, 1.2), 0.15), (pinch, rng.uniform(0.1, 0.2)))
        for k in (-1, -0.33, 0.33, 1)
    ]
    return merged(body, joined(collar, 0.08 * frame.zoom), rng.uniform(0.02, 0.12) * frame.zoom)


def card(relief: Relief, rng: np.random.Generator) -> list[Anchor]:
    """A card that earrings or a necklace hang on, printed or bare."""
    canvas, size = relief.canvas, relief.canvas.side * rng.uniform(0.22, 0.42)
    turn = tilted(rng.uniform(55, 90), rng.normal(0, 14))
    sheet = Thing(canvas, somewhere(canvas, rng, 0.1), turn, size)
    halves = (rng.uniform(0.55, 1.1), rng.uniform(0.7, 1.15), rng.uniform(0.01, 0.05))
    stuff = stuffs.any_stuff(canvas, rng, quiet=0.75)
    sheet.stand_on(relief, halves[2])
    color = stuff.color
    if rng.random() < 0.35:  # nearly the ground's own color
        ground = np.median(relief.color.reshape(-1, 3), axis=0)
        color = np.clip(ground * rng.uniform(0.85, 1.03), 0, 1)
    relief.place(sheet.block((0, 0, 0), halves), Stuff(color, gloss=stuff.gloss), name=PACKAGING)
    x, y = sheet.middle
    if rng.random() < 0.5:
        line = y + size * halves[1] * rng.choice([-0.75, 0.72])
        print_words(relief, (x, line), size * rng.uniform(0.3, 0.9), stuffs.any_color(rng), rng)
    return [Anchor.spot((x + sign * 0.3 * size, y), 0.45 * size) for sign in (-1, 1)]
