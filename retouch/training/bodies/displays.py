"""What else is shaped like a part of a body: hands and ears of plaster, velvet or wood, as shops show jewelry on."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from retouch.training.bodies import stuffs
from retouch.training.bodies.anchors import BUST, Anchor
from retouch.training.bodies.busts import bust
from retouch.training.bodies.forms import joined, limb, merged, reached, rough
from retouch.training.bodies.frames import Frame
from retouch.training.bodies.hands import grown, hand_of
from retouch.training.bodies.heads import ear_shell
from retouch.training.bodies.relief import Relief, Stuff

UPRIGHT = -np.pi / 2
TURNED = 0.035  # of a hand's size: how far its parts grow together; a carved one is smoother


def hand_stand(relief: Relief, rng: np.random.Generator) -> list[Anchor]:
    """A hand of one stuff that stands on its wrist, or lies."""
    canvas = relief.canvas
    turn = UPRIGHT + rng.normal(0, 0.12) if rng.random() < 0.8 else rng.uniform(0, 2 * np.pi)
    middle = np.asarray([canvas.width, canvas.height]) * rng.uniform(0.38, 0.62, 2)
    one = hand_of(canvas, rng, canvas.side * rng.uniform(0.35, 0.9), turn, middle)
    palm = grown(one, rng)
    end = reached(one.wrist, turn + np.pi, 0.0, rng.uniform(0.05, 0.4) * one.size)
    radii = (rng.uniform(0.11, 0.17) * one.size, rng.uniform(0.13, 0.24) * one.size)
    stuff = stuffs.any_stuff(canvas, rng, quiet=0.85)
    soft = rng.uniform(1.0, 2.0) * TURNED * one.size
    relief.place(joined([limb(canvas, one.wrist, end, radii), *palm.forms], soft), stuff, name=BUST)
    if rng.random() < 0.5:
        frame = Frame(canvas, end[0], end[1], one.size)
        plate = frame.egg((0, -0.02, 0.1), (rng.uniform(0.2, 0.34), 0.06, 0.1), 0.0, rng.uniform(2, 5))
        relief.place(plate, stuff, name=BUST)
    return [*palm.anchors, Anchor.band(one.wrist, turn, 0.15 * one.size)]


def ear_stand(relief: Relief, rng: np.random.Generator) -> list[Anchor]:
    """An ear of one stuff, on a block of it or alone."""
    canvas = relief.canvas
    zoom = canvas.side * rng.uniform(0.6, 1.7)  # an ear's height is 0.45 of it
    sign = 1 if rng.random() < 0.5 else -1
    x, y = canvas.width * rng.uniform(0.4, 0.6), canvas.height * rng.uniform(0.5, 0.68)
    frame = Frame(canvas, x, y, zoom, right=(sign, 0))
    if rng.random() < 0.75:
        radii = (rng.uniform(0.22, 0.34), rng.uniform(0.3, 0.42), 0.4)
        back = frame.egg((-0.03, rng.uniform(0.12, 0.2), 0.0), radii, 0.0, rng.uniform(3, 9))
    else:
        back = frame.egg((-0.03, 0.2, 0.0), (0.17, 0.28, 0.4), sign * 0.15)
    form = merged(back, ear_shell(frame, rng), rng.uniform(0.02, 0.05) * zoom)
    stuff = stuffs.any_stuff(canvas, rng, quiet=0.85)
    steep = np.clip(np.hypot(*np.gradient(form)), 0, 1)[..., None]
    lined = replace(
        stuff, color=stuff.color * (1 - rng.uniform(0.1, 0.6) * steep)
    )  # seen where no light tells it
    relief.place(rough(form, stuffs.folds(canvas, rng, 0.003 * zoom)), lined, name=BUST)
    if rng.random() < 0.35:
        _put_rod(relief, frame, rng)
    lobe = frame.at(0.01, -0.06, 0)
    return [Anchor.spot((lobe[0], lobe[1] + 0.1 * zoom), zoom * 0.25)]


def _put_rod(relief: Relief, frame: Frame, rng: np.random.Generator) -> None:
    """A rod below it, with a plate."""
    stuff = Stuff(stuffs.quiet_color(rng), gloss=0.6)
    relief.place(frame.limb((-0.03, -0.2, 0.1), (-0.03, -0.5, 0.1), (0.02, 0.02)), stuff, name=BUST)
    relief.place(frame.egg((-0.03, -0.5, 0.1), (0.16, 0.04, 0.06)), stuff, name=BUST)


BUSTS: tuple[Callable[[Relief, np.random.Generator], list[Anchor]], ...] = (
    bust, bust, bust, bust, bust, hand_stand, hand_stand, ear_stand,
)  # fmt: skip
"""Each as often as it stands here: necks with shoulders most often."""
