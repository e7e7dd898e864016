"""Busts: a neck with shoulders and no head, as shops show necklaces on."""

from dataclasses import dataclass

import numpy as np

from retouch.training.bodies import stuffs
from retouch.training.bodies.anchors import BUST, Anchor
from retouch.training.bodies.forms import NOWHERE, Point, egg, joined, limb
from retouch.training.bodies.frames import Frame
from retouch.training.bodies.relief import Relief, Stuff
from retouch.training.render.mesh import Floats


@dataclass(frozen=True, slots=True)
class _Measures:
    """Of a bust, in its own frame: half the widths of neck and shoulders, their slope, its lower edge and its top."""

    thick: float
    wide: float
    slope: float
    long: float
    top: float


def bust(relief: Relief, rng: np.random.Generator) -> list[Anchor]:
    """A neck with shoulders and no head: whole with its foot, on a rod, or cut by the frame; round or a flat board."""
    canvas = relief.canvas
    zoom = canvas.side * rng.uniform(0.45, 1.25)
    x, y = canvas.width * rng.uniform(0.4, 0.6), canvas.height * rng.uniform(0.25, 0.5)
    frame = Frame(canvas, x, y, zoom, up=(rng.normal(0, 0.05), -1))
    thick, wide = rng.uniform(0.1, 0.17), rng.uniform(0.26, 0.46)
    slope, long = rng.uniform(0.08, 0.25), rng.uniform(0.25, 0.6)
    its = _Measures(thick, wide, slope, long, rng.uniform(0.22, 0.45))
    body = _grown(frame, its, rng)
    if rng.random() < 0.65:
        body = _turned(frame, its, rng)
    if rng.random() < 0.25:  # a board
        body = np.where(body > NOWHERE / 2, 0.04 * zoom + 0.05 * body, NOWHERE)
    stuff = stuffs.any_stuff(canvas, rng)
    relief.place(body.astype(np.float32), stuff, name=BUST)
    if rng.random() < 0.45:
        _put_foot(relief, frame, its, stuff, rng)
    if rng.random() < 0.35:
        _put_cap(relief, frame, its, stuff, rng)
    low = rng.uniform(0.05, 0.35)
    places = (frame.at(-thick, 0.12, 0), frame.at(0, -low, 0), frame.at(thick, 0.12, 0))
    return [Anchor.curve(places, 0.22 * zoom)]


def _grown(frame: Frame, its: _Measures, rng: np.random.Generator) -> Floats:
    """A bust of limbs grown together, cut straight above and often below."""
    zoom, canvas = frame.zoom, frame.canvas
    neck = (zoom * its.thick * rng.uniform(1.0, 1.3), zoom * its.thick)
    forms = [
        limb(canvas, frame.at(0, -0.05, 0.12), frame.at(0, its.top, 0.12), neck),
        *frame.pair((0.1, -0.02, 0.08), (its.wide, -its.slope, 0.05), (0.1, 0.05)),
        frame.egg((0, -its.slope - 0.12, 0.02), (its.wide, its.long, 0.22), 0.0, rng.uniform(2, 2.8)),
    ]
    waist = (zoom * its.wide * 0.7, zoom * its.wide * rng.uniform(0.3, 0.8))
    forms.append(limb(canvas, frame.at(0, -0.1, 0.05), frame.at(0, -its.long, 0.02), waist))
    body = joined(forms, rng.uniform(0.08, 0.2) * zoom)
    above = (frame.y - canvas.grid[1]) / zoom
    body = np.where(above < its.top + rng.uniform(-0.06, 0.03), body, NOWHERE)
    if rng.random() < 0.6:
        body = np.where(above > -its.long + rng.uniform(0, 0.15), body, NOWHERE)
    return body


def _turned(frame: Frame, its: _Measures, rng: np.random.Generator) -> Floats:
    """A bust as one smooth form: its half width from the neck's top to its lower edge, rounded toward its sides."""
    zoom, long = frame.zoom, its.top + its.long
    x, y = frame.canvas.grid
    middle, top, _ = frame.at(0, its.top, 0)
    down = np.clip((y - top) / (zoom * long), 0, 1)
    flare = 1 / (1 + np.exp(-rng.uniform(9, 22) * (down - rng.uniform(0.3, 0.5))))
    taper, waist, power = rng.uniform(0, 0.6), rng.uniform(0.55, 0.8), rng.uniform(1, 2)
    narrow = 1 - taper * np.clip((down - waist) / 0.4, 0, 1) ** power
    half = zoom * (its.thick * (1 + 0.2 * (1 - down)) + (its.wide - its.thick) * flare) * narrow
    share = np.clip(np.abs(x - middle) / half, 0, 1)
    form = zoom * rng.uniform(0.1, 0.3) * np.sqrt(1 - share**2) + 0.06 * zoom * flare * narrow
    inside = (share < 1) & (y > top) & (y < top + zoom * long)
    return np.where(inside, form, NOWHERE).astype(np.float32)


def _put_foot(relief: Relief, frame: Frame, its: _Measures, stuff: Stuff, rng: np.random.Generator) -> None:
    """A plate below it, at times under a rod."""
    foot: Point = (0, -its.long - 0.1, 0.02)
    if rng.random() < 0.5:
        rod = frame.limb((0, -its.long + 0.1, 0.03), (0, -its.long - 0.35, 0.03), (0.025, 0.03))
        relief.place(rod, Stuff(stuffs.quiet_color(rng), gloss=0.6), name=BUST)
        foot = (0, -its.long - 0.35, 0.02)
    plate = frame.egg(foot, (rng.uniform(0.16, 0.34), 0.06, 0.1), 0.0, rng.uniform(2, 5))
    color = stuff.color if rng.random() < 0.6 else stuffs.quiet_color(rng)
    relief.place(plate, Stuff(color, gloss=stuff.gloss), name=BUST)


def _put_cap(relief: Relief, frame: Frame, its: _Measures, stuff: Stuff, rng: np.random.Generator) -> None:
    """A cap on its neck."""
    thick = frame.zoom * its.thick
    cap = egg(frame.canvas, frame.at(0, its.top, 0.16), (thick * 0.98, thick * 0.35, frame.zoom * 0.08))
    relief.place(cap, Stuff(stuff.color * rng.uniform(0.6, 1.2), stuff.gloss, stuff.sheen), name=BUST)
