"""What else jewelry is shown on: bars, cones, trays, slabs, drums, steps, posts, dishes."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from retouch.training.bodies import stuffs
from retouch.training.bodies.anchors import PACKAGING, PERHAPS, Anchor
from retouch.training.bodies.forms import NOWHERE, egg, joined, limb
from retouch.training.bodies.frames import Thing, seen_from_above, somewhere
from retouch.training.bodies.relief import Relief, Stuff

STONE = {"slab", "drum", "steps", "dish"}  # most are of marble or wood


def stand(relief: Relief, rng: np.random.Generator) -> list[Anchor]:
    """One of ``STANDS``, all equally often."""
    canvas, size = relief.canvas, relief.canvas.side * rng.uniform(0.2, 0.42)
    kind = str(rng.choice(list(STANDS)))
    stuff = stuffs.any_stuff(canvas, rng)
    if kind in STONE and rng.random() < 0.65:
        carved = stuffs.marble if rng.random() < 0.5 else stuffs.wood
        stuff = replace(stuff, color=carved(canvas, rng), sheen=0.0)
    middle = somewhere(canvas, rng, 0.1)
    thing = Thing(canvas, middle, seen_from_above(rng, (15, 60), (-40, 40)), size)
    return STANDS[kind](relief, thing, stuff, rng)


def _bar(relief: Relief, thing: Thing, stuff: Stuff, rng: np.random.Generator) -> list[Anchor]:
    """A T-bar, from the front."""
    canvas, (x, y), size = thing.canvas, thing.middle, thing.size
    long, r = rng.uniform(0.8, 1.3) * size, size * rng.uniform(0.06, 0.2)
    top = y - 0.5 * size
    forms = (
        limb(canvas, (x - long, top, size), (x + long, top, size), (r, r)),
        limb(canvas, (x, top, size), (x, y + size, size * 0.6), (0.6 * r, 0.7 * r)),
        egg(canvas, (x, y + size, 0.4 * size), (0.7 * size, 0.18 * size, 0.2 * size)),
    )
    for form in forms:
        relief.place(form, stuff, name=PACKAGING)
    return [Anchor.spot((x, y - 0.3 * size), size)]


def _cone(relief: Relief, thing: Thing, stuff: Stuff, rng: np.random.Generator) -> list[Anchor]:
    """A cone for rings."""
    thing.stand_on(relief, 0.7)
    form = thing.column((0, 0, 0.3), 1.0, (rng.uniform(0.3, 0.55), rng.uniform(0.04, 0.2)))
    relief.place(form, stuff, name=PACKAGING)
    worn = thing.at(0, 0, 0.5)
    return [Anchor.band(worn, np.pi / 2, 0.24 * thing.size), Anchor.spot(worn, 0.7 * thing.size)]


def _tray(relief: Relief, thing: Thing, stuff: Stuff, rng: np.random.Generator) -> list[Anchor]:
    """A tray with a low rim, from higher above than the others."""
    tray = replace(thing, turn=seen_from_above(rng, (40, 85), (-40, 40)))
    wide, deep = rng.uniform(1.0, 1.5), rng.uniform(0.7, 1.3)
    tray.stand_on(relief, 0.3)
    relief.place(tray.block((0, 0, -0.2), (wide, deep, 0.1), 0.05), stuff, name=PACKAGING)
    side, end = (0.08, deep, 0.25), (wide, 0.08, 0.25)
    for place, halves in (
        ((-wide, 0, 0), side),
        ((wide, 0, 0), side),
        ((0, -deep, 0), end),
        ((0, deep, 0), end),
    ):
        relief.place(tray.block(place, halves, 0.03), stuff, name=PACKAGING)
    return [Anchor.spot(tray.middle, tray.size)]


def _slab(relief: Relief, thing: Thing, stuff: Stuff, rng: np.random.Generator) -> list[Anchor]:
    return _blocks(relief, thing, stuff, rng.uniform(0.15, 0.5))


def _steps(relief: Relief, thing: Thing, stuff: Stuff, rng: np.random.Generator) -> list[Anchor]:
    """A slab with another one on it."""
    top = rng.uniform(0.15, 0.5)
    anchors = _blocks(relief, thing, stuff, top)
    relief.place(thing.block((0.3, 0.5, 2 * top), (0.7, 0.4, top), 0.03), stuff, name=PERHAPS)
    return anchors


def _blocks(relief: Relief, thing: Thing, stuff: Stuff, top: float) -> list[Anchor]:
    thing.stand_on(relief, top)
    relief.place(thing.block((0, 0, 0), (1.2, 0.9, top), 0.03), stuff, name=PERHAPS)
    return [Anchor.spot(thing.at(0, 0, top + 0.25), thing.size)]


def _drum(relief: Relief, thing: Thing, stuff: Stuff, rng: np.random.Generator) -> list[Anchor]:
    high = rng.uniform(0.15, 0.6)
    thing.stand_on(relief, high)
    relief.place(thing.column((0, 0, 0), high, (1.1, 1.1)), stuff, name=PERHAPS)
    return [Anchor.spot(thing.at(0, 0, high + 0.2), thing.size)]


def _dish(relief: Relief, thing: Thing, stuff: Stuff, rng: np.random.Generator) -> list[Anchor]:
    """A shallow round dish or saucer, from above."""
    dish = replace(thing, turn=seen_from_above(rng, (35, 85), (0, 1)))
    high, rim = rng.uniform(0.04, 0.12), rng.uniform(0.75, 0.92)
    dish.stand_on(relief, high)
    relief.place(dish.column((0, 0, 0), high, (1.05, 1.15)), stuff, name=PERHAPS)
    well = dish.column((0, 0, high), 0.02, (rim, rim))
    relief.place(well, Stuff(stuff.color * rng.uniform(0.75, 1.0), gloss=stuff.gloss), name=PERHAPS)
    return [Anchor.spot(dish.at(0, 0, high + 0.1), dish.size)]


def _post(relief: Relief, _: Thing, __: Stuff, rng: np.random.Generator) -> list[Anchor]:
    """A thin stand of metal or wood, of its own measures, with two arms that earrings hang from."""
    canvas, size = relief.canvas, relief.canvas.side * rng.uniform(0.22, 0.4)
    x, y = somewhere(canvas, rng, 0.08)
    r, wide, tone = size * rng.uniform(0.02, 0.06), size * rng.uniform(0.5, 0.9), stuffs.quiet_color(rng)
    forms = [
        limb(canvas, (x, y - size, 8), (x, y + size, 8), (r, r)),
        egg(canvas, (x, y + size, 6), (0.4 * size, 0.09 * size, 8.0)),
    ]
    for sign in (-1, 1):
        elbow = (x + sign * wide / 2, y - size + rng.uniform(-0.25, 0.25) * size, 8)
        forms.append(limb(canvas, (x, y - size, 8), elbow, (r, r)))
        forms.append(limb(canvas, elbow, (x + sign * wide, y - size, 8), (r, r)))
    stuff = Stuff(stuffs.plain(canvas, tone, rng), gloss=rng.uniform(0, 1))
    relief.place(joined(forms, r), stuff, name=PACKAGING)
    return [Anchor.spot((x + sign * wide, y - 0.5 * size), 0.8 * size) for sign in (-1, 1)]


def _edge(relief: Relief, thing: Thing, stuff: Stuff, rng: np.random.Generator) -> list[Anchor]:
    """The edge of something large, that the frame cuts."""
    canvas, middle = thing.canvas, thing.middle
    spin, away = rng.uniform(0, 2 * np.pi), rng.uniform(0.15, 0.45) * canvas.side
    x, y = canvas.grid
    far = (x - canvas.width / 2) * np.cos(spin) + (y - canvas.height / 2) * np.sin(spin) - away
    other = (x - middle[0]) * -np.sin(spin) + (y - middle[1]) * np.cos(spin)
    inside = (far > 0) & (np.abs(other) < rng.uniform(0.2, 1.0) * canvas.side)
    form = np.where(inside, rng.uniform(0.05, 0.4) * thing.size, NOWHERE).astype(np.float32)
    relief.place(form, stuff, name=PERHAPS)
    return [Anchor.spot((canvas.width / 2, canvas.height / 2), canvas.side * 0.5)]


STANDS: dict[str, Callable[[Relief, Thing, Stuff, np.random.Generator], list[Anchor]]] = {
    "bar": _bar, "cone": _cone, "tray": _tray, "slab": _slab,
    "drum": _drum, "steps": _steps, "post": _post, "edge": _edge, "dish": _dish,
}  # fmt: skip
