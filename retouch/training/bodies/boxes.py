"""Boxes that jewelry comes in, open and shut, on a table."""

import numpy as np

from retouch.training.bodies import stuffs
from retouch.training.bodies.anchors import PACKAGING, Anchor
from retouch.training.bodies.forms import Point, egg, limb
from retouch.training.bodies.frames import Thing, seen_from_above, somewhere
from retouch.training.bodies.prints import print_words
from retouch.training.bodies.relief import Relief, Stuff
from retouch.training.render.mesh import Floats


def open_box(relief: Relief, rng: np.random.Generator) -> list[Anchor]:
    """A ring or necklace box: its lid up, a cushion or a slit in it."""
    canvas, size = relief.canvas, relief.canvas.side * np.exp(rng.uniform(np.log(0.22), np.log(0.9)))
    turn = seen_from_above(rng, (25, 80), (-50, 50))
    box = Thing(canvas, somewhere(canvas, rng), turn, size)
    deep, high = rng.uniform(0.6, 1.1), rng.uniform(0.2, 0.6)
    box.stand_on(relief, high)
    stuff = stuffs.any_stuff(canvas, rng, quiet=0.5)
    lining = stuffs.any_stuff(canvas, rng, quiet=0.9)
    thick = rng.uniform(0.04, 0.1)
    for place, halves in _tray(deep, high, thick):
        relief.place(box.block(place, halves), stuff, name=PACKAGING)
    if rng.random() < 0.85:
        _put_cushion(relief, box, (1.0 - thick, deep - thick, high), lining, rng)
    if rng.random() < 0.8:
        _put_lid(relief, box, (deep, high, thick), stuff, lining, rng)
    return [Anchor.spot(box.at(0, 0, high), size * 1.1)]


def _tray(deep: float, high: float, thick: float) -> tuple[tuple[Point, Point], ...]:
    """Center and halves of an open box's floor and walls; it is 1 wide to either side."""
    side, end = (thick, deep, high), (1.0, thick, high)
    return (
        ((0, 0, -high), (1.0, deep, thick)),
        ((-1.0, 0, 0), side), ((1.0, 0, 0), side), ((0, -deep, 0), end), ((0, deep, 0), end),
    )  # fmt: skip


def _put_cushion(relief: Relief, box: Thing, inner: Point, lining: Stuff, rng: np.random.Generator) -> None:
    """Fill it to some height, often with a slit for a ring."""
    wide, deep, high = inner
    fill = high * rng.uniform(0.3, 0.9)
    relief.place(box.block((0, 0, fill - high), (wide, deep, fill), 0.08), lining, name=PACKAGING)
    if rng.random() < 0.5:
        slit = box.block((0, 0, 2 * fill - high), (0.7, 0.03, 0.02))
        relief.place(slit, Stuff(lining.color * 0.15), name=PACKAGING)


def _put_lid(
    relief: Relief, box: Thing, measures: Point, stuff: Stuff, lining: Stuff, rng: np.random.Generator
) -> None:
    """Its lid, upright on the farther wall, at times with a maker's name."""
    deep, high, thick = measures
    y = deep * (1 if box.turn[1, 1] < 0 else -1)
    z = high + 0.9 * deep
    relief.place(box.block((0, y, z), (1.0, thick, deep), 0.03), stuff, name=PACKAGING)
    inside = box.block((0, y * 0.93, z), (0.88, thick, 0.86 * deep), 0.03)
    relief.place(inside, lining, name=PACKAGING)
    if rng.random() < 0.4:
        x, y, _ = box.at(0, y * 0.9, z)
        print_words(relief, (x, y), box.size * rng.uniform(0.4, 1.2), stuffs.any_color(rng), rng)


def closed_box(relief: Relief, rng: np.random.Generator) -> list[Anchor]:
    """A shut box, often with a ribbon, and the piece on it or beside it."""
    canvas, size = relief.canvas, relief.canvas.side * np.exp(rng.uniform(np.log(0.12), np.log(0.6)))
    turn = seen_from_above(rng, (20, 85), (-60, 60))
    box = Thing(canvas, somewhere(canvas, rng, 0.28), turn, size)
    halves = (1.0, rng.uniform(0.5, 1.2), rng.uniform(0.2, 0.8))
    box.stand_on(relief, halves[2])
    stuff = stuffs.any_stuff(canvas, rng, quiet=0.4)
    wrapped = rng.random() < 0.3
    if wrapped:
        stuff = Stuff(stuffs.patterned(canvas, stuffs.any_color(rng), rng), gloss=rng.uniform(0, 0.5))
    drum = rng.random() < 0.15
    relief.place(_body(box, (0, 0, 0), halves, 1.0, drum=drum), stuff, name=PACKAGING)
    lidded = not wrapped and rng.random() < 0.7
    if lidded:
        lid = (1.03, halves[1] * 1.03, halves[2] * rng.uniform(0.2, 0.5))
        form = _body(box, (0, 0, halves[2] - lid[2] + 0.02), lid, 1.04, drum=drum)
        color = stuff.color if rng.random() < 0.7 else stuffs.any_stuff(canvas, rng).color
        relief.place(form, Stuff(color, stuff.gloss, stuff.sheen), name=PACKAGING)
    if rng.random() < 0.3:
        x, y, _ = box.at(0, 0, halves[2])
        print_words(relief, (x, y), box.size * rng.uniform(0.4, 1.4), stuffs.any_color(rng), rng)
    if not lidded or rng.random() < 0.5:  # else it would be a block
        _put_ribbon(relief, box, halves, rng)
    beside = (canvas.width - box.middle[0], canvas.height - box.middle[1] * rng.uniform(0.6, 1.0))
    place = box.at(0, 0, halves[2]) if rng.random() < 0.4 else beside
    return [Anchor.spot(place, canvas.side * rng.uniform(0.2, 0.5))]


def _body(box: Thing, center: Point, halves: Point, radius: float, *, drum: bool) -> Floats:
    if drum:
        return box.column(center, halves[2], (radius, radius))
    return box.block(center, halves, 0.03)


def _put_ribbon(relief: Relief, box: Thing, halves: Point, rng: np.random.Generator) -> None:
    """A ribbon across it both ways, often with a bow."""
    ribbon, wide = Stuff(stuffs.any_color(rng), gloss=0.4), rng.uniform(0.06, 0.16)
    for strip in ((wide, halves[1] * 1.04, halves[2] * 1.04), (1.04, wide, halves[2] * 1.04)):
        relief.place(box.block((0, 0, 0), strip), ribbon, name=PACKAGING)
    if rng.random() < 0.7:
        _put_bow(relief, box, halves[2], ribbon, rng)


def _put_bow(relief: Relief, box: Thing, high: float, ribbon: Stuff, rng: np.random.Generator) -> None:
    """Two loops, open or shut, with a knot and often with ends."""
    wide, long = rng.uniform(0.08, 0.17), rng.uniform(0.2, 0.38)
    radii, x = (long * box.size, wide * box.size, 0.14 * box.size), long * 0.85
    for sign in (-1, 1):
        turn = sign * rng.uniform(0.1, 0.6)
        relief.place(egg(box.canvas, box.at(sign * x, 0, high * 1.1), radii, turn), ribbon, name=PACKAGING)
        if rng.random() < 0.5:
            hole = (0.5 * radii[0], 0.45 * radii[1], radii[2] + 1)
            dark = Stuff(ribbon.color * 0.4)
            relief.place(egg(box.canvas, box.at(sign * x, 0, high * 1.1), hole, turn), dark, name=PACKAGING)
        if rng.random() < 0.6:
            end = box.at(sign * rng.uniform(0.3, 0.6), -rng.uniform(0.3, 0.6), high * 1.02)
            thick = (0.05 * box.size, 0.08 * box.size)
            relief.place(limb(box.canvas, box.at(0, 0, high * 1.08), end, thick), ribbon, name=PACKAGING)
    knot = (0.09 * box.size,) * 3
    relief.place(egg(box.canvas, box.at(0, 0, high * 1.15), knot, 0.0, 3.0), ribbon, name=PACKAGING)
