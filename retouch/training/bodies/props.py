"""Things beside a piece that jewelry does not come in: pebbles, leaves, twigs, petals, bottles, candles, books."""

from collections.abc import Callable

import numpy as np

from retouch.training.bodies import stuffs
from retouch.training.bodies.forms import NOWHERE, egg, joined, limb
from retouch.training.bodies.frames import Thing, seen_from_above
from retouch.training.bodies.relief import Relief, Stuff
from retouch.training.render.mesh import Floats
from retouch.training.scenes.grounds import noise

Place = tuple[float, float]


def put_prop(relief: Relief, rng: np.random.Generator) -> None:
    """Put one of ``PROPS`` anywhere; it has no name."""
    canvas = relief.canvas
    at = (canvas.width * rng.uniform(0, 1), canvas.height * rng.uniform(0, 1))
    size = canvas.side * rng.uniform(0.04, 0.3)
    PROPS[str(rng.choice(list(PROPS)))](relief, at, size, rng)


def _put_pebble(relief: Relief, at: Place, size: float, rng: np.random.Generator) -> None:
    radii = (size, size * rng.uniform(0.5, 1), size * rng.uniform(0.3, 0.7))
    form = egg(relief.canvas, (*at, 0.0), radii, rng.uniform(0, 3), rng.uniform(1.8, 2.6))
    color = stuffs.marble(relief.canvas, rng)
    if rng.random() < 0.35:  # of sandstone, or coral: skin is colored so
        color = stuffs.plain(relief.canvas, stuffs.skin_tone(rng), rng, 0.06)
    relief.place(form, Stuff(color, gloss=rng.uniform(0, 0.4)))


def _put_twig(relief: Relief, at: Place, size: float, rng: np.random.Generator) -> None:
    turn = rng.uniform(0, 6.3)
    end = (at[0] + 4 * size * np.cos(turn), at[1] + 4 * size * np.sin(turn), 3.0)
    form = limb(relief.canvas, (*at, 4.0), end, (0.06 * size + 1, 0.03 * size + 1))
    relief.place(form, Stuff(stuffs.wood(relief.canvas, rng)))


def _put_fold(relief: Relief, at: Place, _: float, rng: np.random.Generator) -> None:
    """Cloth from one side, in folds."""
    canvas, side = relief.canvas, relief.canvas.side
    x, y = canvas.grid
    turn = rng.uniform(0, 6.3)
    far = (x - at[0]) * np.cos(turn) + (y - at[1]) * np.sin(turn) + 12 * noise(x.shape, 60, rng)
    form = np.where(far > 0.3 * side, 3 + stuffs.folds(canvas, rng, 0.05 * side), NOWHERE)
    relief.place(form.astype(np.float32), Stuff(stuffs.cloth(canvas, stuffs.any_color(rng), rng)))


def _put_leaves(relief: Relief, at: Place, size: float, rng: np.random.Generator) -> None:
    green = (rng.uniform(30, 120), rng.uniform(80, 170), rng.uniform(30, 110))
    _put_blades(relief, at, size, stuffs.linear(green), rng)


def _put_petals(relief: Relief, at: Place, size: float, rng: np.random.Generator) -> None:
    _put_blades(relief, at, size, stuffs.any_color(rng), rng)


def _put_blades(relief: Relief, at: Place, size: float, tone: Floats, rng: np.random.Generator) -> None:
    """One to six round a place."""
    canvas = relief.canvas
    for turn in np.arange(int(rng.integers(1, 7))) * rng.uniform(0.7, 1.3) + rng.uniform(0, 6.3):
        place = (at[0] + size * np.cos(turn), at[1] + size * np.sin(turn), 2.0)
        radii = (size, size * rng.uniform(0.25, 0.5), 0.15 * size)
        form = egg(canvas, place, radii, turn, rng.uniform(1.3, 2))
        relief.place(form, Stuff(stuffs.plain(canvas, tone, rng, 0.08), sheen=0.1))


def _put_patch(relief: Relief, at: Place, size: float, rng: np.random.Generator) -> None:
    """A piece of cloth or leather of no shape, flat or in folds."""
    canvas = relief.canvas
    x, y = canvas.grid
    turn = np.arctan2(y - at[1], x - at[0])
    waves = sum(rng.uniform(0, 0.12) * np.sin(k * turn + rng.uniform(0, 6.3)) for k in range(2, 7))
    inside = np.hypot(x - at[0], y - at[1]) < 2 * size * (1 + waves)
    form = np.where(inside, 2 + stuffs.folds(canvas, rng, rng.uniform(0, 0.04) * canvas.side), NOWHERE)
    relief.place(form.astype(np.float32), Stuff(stuffs.cloth(canvas, stuffs.any_color(rng), rng)))


def _put_bottle(relief: Relief, at: Place, size: float, rng: np.random.Generator) -> None:
    """A bottle or a vase, upright."""
    canvas, (x, y), wide = relief.canvas, at, size * rng.uniform(0.5, 0.9)
    forms = [
        limb(canvas, (x, y, 0.0), (x, y + 1.6 * size, 0.0), (wide, wide)),
        limb(canvas, (x, y, 0.0), (x, y - 1.6 * size, 0.0), (0.35 * wide, 0.28 * wide)),
    ]
    stuff = Stuff(stuffs.plain(canvas, stuffs.any_color(rng), rng), gloss=rng.uniform(0.2, 1))
    relief.place(joined(forms, 0.3 * wide), stuff)


def _put_candle(relief: Relief, at: Place, size: float, rng: np.random.Generator) -> None:
    """A candle with its flame, upright."""
    canvas, (x, y), wide = relief.canvas, at, size * rng.uniform(0.25, 0.6)
    top = y - size * rng.uniform(0.4, 1.4)
    wax = np.asarray(stuffs.quiet_color(rng) if rng.random() < 0.7 else stuffs.any_color(rng))
    relief.place(limb(canvas, (x, y, 0.0), (x, top, 0.0), (wide, wide)), Stuff(wax, gloss=0.1, skin=0.4))
    flame = egg(canvas, (x, top - 1.6 * wide, wide), (0.2 * wide, 0.55 * wide, 2.0))
    relief.place(flame, Stuff(np.asarray([4.0, 2.4, 0.7], np.float32)))


def _put_book(relief: Relief, at: Place, size: float, rng: np.random.Generator) -> None:
    """A shut book that lies, its leaves seen below its cover."""
    turn = seen_from_above(rng, (35, 85), (-70, 70))
    book = Thing(relief.canvas, at, turn, 1.6 * size)
    halves = (1.0, rng.uniform(0.6, 0.8), rng.uniform(0.04, 0.16))
    cover = Stuff(stuffs.cloth(relief.canvas, stuffs.any_color(rng), rng), gloss=rng.uniform(0, 0.3))
    relief.place(
        book.block((0, 0, 0), (0.98, halves[1] * 0.97, halves[2])), Stuff(stuffs.linear((236, 230, 214)))
    )
    for above in (-halves[2], halves[2]):
        relief.place(book.block((0, 0, above), (1.0, halves[1], 0.015)), cover)


def _put_cylinder(relief: Relief, at: Place, size: float, rng: np.random.Generator) -> None:
    """A smooth rounded rod of a skin's color or any other, that is no limb."""
    turn, long = rng.uniform(0, 6.3), size * rng.uniform(1, 5)
    end = (at[0] + long * np.cos(turn), at[1] + long * np.sin(turn), 0.0)
    tone = stuffs.skin_tone(rng) if rng.random() < 0.5 else stuffs.any_color(rng)
    form = limb(relief.canvas, (*at, 0.0), end, (0.5 * size, 0.5 * size))
    relief.place(form, Stuff(stuffs.plain(relief.canvas, tone, rng), gloss=rng.uniform(0, 0.8)))


PROPS: dict[str, Callable[[Relief, Place, float, np.random.Generator], None]] = {
    "pebble": _put_pebble, "leaf": _put_leaves, "twig": _put_twig, "petals": _put_petals, "fold": _put_fold,
    "patch": _put_patch, "bottle": _put_bottle, "candle": _put_candle, "book": _put_book, "cylinder": _put_cylinder,
}  # fmt: skip
