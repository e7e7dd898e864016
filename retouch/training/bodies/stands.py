"""Busts, and what else jewelry is shown on: T-bars, cones, trays, blocks; boxes, pouches and cards it comes in."""

import numpy as np

from retouch.training.bodies import stuffs
from retouch.training.bodies.people import Anchor
from retouch.training.bodies.relief import (
    NOWHERE,
    Canvas,
    Point,
    Relief,
    block,
    column,
    egg,
    joined,
    limb,
    merged,
    tilted,
)
from retouch.training.render.mesh import Floats

BUST, PACKAGING = "bust", "packaging"


def _stuff(canvas: Canvas, rng: np.random.Generator, *, quiet: float = 0.7) -> tuple[Floats, float, float]:
    """Color, gloss and sheen of velvet, linen, leather, plaster, lacquer, card or wood."""
    color = stuffs.quiet_color(rng) if rng.random() < quiet else stuffs.any_color(rng)
    kind = rng.choice(
        ["velvet", "linen", "leather", "plaster", "lacquer", "wood"], p=[0.25, 0.2, 0.2, 0.17, 0.08, 0.1]
    )
    if kind == "velvet":
        return stuffs.plain(canvas, color, rng, 0.05), 0.0, rng.uniform(0.3, 1.0)
    if kind == "linen":
        return stuffs.cloth(canvas, color, rng), 0.0, 0.05
    if kind == "leather":
        return stuffs.leather(canvas, color, rng), rng.uniform(0.1, 0.4), 0.0
    if kind == "wood":
        return stuffs.wood(canvas, rng), rng.uniform(0, 0.2), 0.0
    return stuffs.plain(canvas, color, rng), rng.uniform(0.5, 1.0) if kind == "lacquer" else 0.03, 0.0


def bust(relief: Relief, rng: np.random.Generator) -> list[Anchor]:
    """A neck with shoulders and no head: whole with its foot, on a rod, or cut by the frame; round or a flat board."""
    canvas = relief.canvas
    zoom = canvas.side * rng.uniform(0.45, 1.25)
    cx, cy = canvas.width * rng.uniform(0.4, 0.6), canvas.height * rng.uniform(0.25, 0.5)
    lean = rng.normal(0, 0.05)

    def at(across: float, above: float, z: float) -> Point:
        return cx + zoom * (across + lean * above), cy - zoom * above, zoom * z

    thick, wide = rng.uniform(0.1, 0.17), rng.uniform(0.26, 0.46)
    slope, long = rng.uniform(0.08, 0.25), rng.uniform(0.25, 0.6)
    top = rng.uniform(0.22, 0.45)
    forms = [
        limb(
            canvas, at(0, -0.05, 0.12), at(0, top, 0.12), (zoom * thick * rng.uniform(1.0, 1.3), zoom * thick)
        ),
        limb(canvas, at(-0.1, -0.02, 0.08), at(-wide, -slope, 0.05), (zoom * 0.1, zoom * 0.05)),
        limb(canvas, at(0.1, -0.02, 0.08), at(wide, -slope, 0.05), (zoom * 0.1, zoom * 0.05)),
        egg(
            canvas,
            at(0, -slope - 0.12, 0.02),
            (zoom * wide, zoom * long, zoom * 0.22),
            0.0,
            rng.uniform(2, 2.8),
        ),
        limb(
            canvas,
            at(0, -0.1, 0.05),
            at(0, -long, 0.02),
            (zoom * wide * 0.7, zoom * wide * rng.uniform(0.3, 0.8)),
        ),
    ]
    body = joined(forms, rng.uniform(0.08, 0.2) * zoom)
    x, y = canvas.grid
    above, below = (cy - y) / zoom, (cy - y) / zoom
    body = np.where(above < top + rng.uniform(-0.06, 0.03), body, NOWHERE)  # no head: cut straight
    if rng.random() < 0.6:
        body = np.where(below > -long + rng.uniform(0, 0.15), body, NOWHERE)
    if rng.random() < 0.65:
        body = _turned(relief, at(0, top, 0), (thick, wide, top + long), zoom, rng)
    if rng.random() < 0.25:  # a board
        body = np.where(body > NOWHERE / 2, 0.04 * zoom + 0.05 * body, NOWHERE)
    color, gloss, sheen = _stuff(canvas, rng)
    relief.place(body.astype(np.float32), color, name=BUST, gloss=gloss, sheen=sheen)
    foot = at(0, -long - 0.1, 0.02)
    if rng.random() < 0.45:
        if rng.random() < 0.5:
            rod = limb(
                canvas, at(0, -long + 0.1, 0.03), at(0, -long - 0.35, 0.03), (zoom * 0.025, zoom * 0.03)
            )
            relief.place(rod, stuffs.quiet_color(rng), name=BUST, gloss=0.6)
            foot = at(0, -long - 0.35, 0.02)
        base = egg(
            canvas, foot, (zoom * rng.uniform(0.16, 0.34), zoom * 0.06, zoom * 0.1), 0.0, rng.uniform(2, 5)
        )
        relief.place(base, color if rng.random() < 0.6 else stuffs.quiet_color(rng), name=BUST, gloss=gloss)
    if rng.random() < 0.35:  # a cap on the neck
        cap = egg(canvas, at(0, top, 0.16), (zoom * thick * 0.98, zoom * thick * 0.35, zoom * 0.08))
        relief.place(cap, color * rng.uniform(0.6, 1.2), name=BUST, gloss=gloss, sheen=sheen)
    low = rng.uniform(0.05, 0.35)
    curve = np.asarray([at(-thick, 0.12, 0)[:2], at(0, -low, 0)[:2], at(thick, 0.12, 0)[:2]])
    return [Anchor("curve", curve, 0.0, 0.22 * zoom)]


def _turned(
    relief: Relief, top: Point, measures: tuple[float, float, float], zoom: float, rng: np.random.Generator
) -> Floats:
    """A bust as one smooth form: its half width from the neck's top to its lower edge, rounded toward its sides."""
    thick, wide, long = measures
    x, y = relief.canvas.grid
    down = np.clip((y - top[1]) / (zoom * long), 0, 1)
    flare = 1 / (1 + np.exp(-rng.uniform(9, 22) * (down - rng.uniform(0.3, 0.5))))
    narrow = 1 - rng.uniform(0, 0.6) * np.clip((down - rng.uniform(0.55, 0.8)) / 0.4, 0, 1) ** rng.uniform(
        1, 2
    )
    half = zoom * (thick * (1 + 0.2 * (1 - down)) + (wide - thick) * flare) * narrow
    share = np.clip(np.abs(x - top[0]) / half, 0, 1)
    form = zoom * rng.uniform(0.1, 0.3) * np.sqrt(1 - share**2) + 0.06 * zoom * flare * narrow
    inside = (share < 1) & (y > top[1]) & (y < top[1] + zoom * long)
    return np.where(inside, form, NOWHERE).astype(np.float32)


def _middle(canvas: Canvas, rng: np.random.Generator, spread: float = 0.14) -> tuple[float, float]:
    x, y = 0.5 + rng.uniform(-spread, spread, 2)
    return canvas.width * float(x), canvas.height * float(y)


def _at(middle: tuple[float, float], turn: Floats, local: Point, size: float) -> Point:
    """A place in a thing's own axes, in the picture."""
    x, y, z = turn @ (np.asarray(local, np.float32) * size)
    return middle[0] + float(x), middle[1] + float(y), float(z) + 0.4 * size


def open_box(relief: Relief, rng: np.random.Generator) -> list[Anchor]:
    """A ring or necklace box: its lid up or beside it, a cushion or a slot in it."""
    canvas, size = relief.canvas, relief.canvas.side * rng.uniform(0.22, 0.45)
    turn = tilted(rng.uniform(25, 80), rng.uniform(-50, 50))
    middle = _middle(canvas, rng)
    wide, deep, high = 1.0, rng.uniform(0.6, 1.1), rng.uniform(0.2, 0.6)
    relief.lean(turn, _at(middle, turn, (0, 0, -high), size))
    color, gloss, sheen = _stuff(canvas, rng, quiet=0.5)
    lining, lining_gloss, lining_sheen = _stuff(canvas, rng, quiet=0.9)
    thick = rng.uniform(0.04, 0.1)
    walls = [((0, 0, -high), (wide, deep, thick)), ((-wide, 0, 0), (thick, deep, high)), ((wide, 0, 0), (thick, deep, high)),
             ((0, -deep, 0), (wide, thick, high)), ((0, deep, 0), (wide, thick, high))]  # fmt: skip
    for local, halves in walls:
        form = block(canvas, _at(middle, turn, local, size), _sized(halves, size), turn)
        relief.place(form, color, name=PACKAGING, gloss=gloss, sheen=sheen)
    if rng.random() < 0.85:
        fill = high * rng.uniform(0.3, 0.9)
        form = block(
            canvas,
            _at(middle, turn, (0, 0, fill - high), size),
            _sized((wide - thick, deep - thick, fill), size),
            turn,
            0.08 * size,
        )
        relief.place(form, lining, name=PACKAGING, gloss=lining_gloss, sheen=lining_sheen)
        if rng.random() < 0.5:  # a slit
            slit = block(
                canvas,
                _at(middle, turn, (0, 0, 2 * fill - high), size),
                _sized((0.7 * wide, 0.03, 0.02), size),
                turn,
            )
            relief.place(slit, lining * 0.15, name=PACKAGING)
    if rng.random() < 0.8:
        back = rng.uniform(60, 115)
        lid = turn @ tilted(90, 0, -back)
        hinge = np.asarray([0, deep * (1 if (turn @ [0, 1, 0])[1] < 0 else -1), high])
        reach = np.asarray([0, 0, 0.0]) + hinge + [0, 0, 0.9 * deep]
        form = block(
            canvas,
            _at(middle, turn, tuple(reach), size),
            _sized((wide, thick, deep), size),
            turn if back > 0 else lid,
            0.03 * size,
        )
        relief.place(form, color, name=PACKAGING, gloss=gloss, sheen=sheen)
        inner = block(
            canvas,
            _at(middle, turn, (reach[0], reach[1] * 0.93, reach[2]), size),
            _sized((0.88 * wide, thick, 0.86 * deep), size),
            turn,
            0.03 * size,
        )
        relief.place(inner, lining, name=PACKAGING, gloss=lining_gloss, sheen=lining_sheen)
    top = _at(middle, turn, (0, 0, high), size)
    return [Anchor("spot", np.asarray([top[:2]]), 0.0, size * 1.1)]


def _sized(halves: Point, size: float) -> Point:
    return halves[0] * size, halves[1] * size, halves[2] * size


def closed_box(relief: Relief, rng: np.random.Generator) -> list[Anchor]:
    """A shut box, often with a ribbon, and the piece on it or beside it."""
    canvas, size = relief.canvas, relief.canvas.side * rng.uniform(0.12, 0.4)
    turn = tilted(rng.uniform(20, 85), rng.uniform(-60, 60))
    middle = _middle(canvas, rng, 0.28)
    halves = (1.0, rng.uniform(0.5, 1.2), rng.uniform(0.2, 0.8))
    relief.lean(turn, _at(middle, turn, (0, 0, -halves[2]), size))
    color, gloss, sheen = _stuff(canvas, rng, quiet=0.4)
    round_ = rng.random() < 0.15
    if round_:
        form = column(canvas, _at(middle, turn, (0, 0, 0), size), halves[2] * size, (size, size), turn)
    else:
        form = block(canvas, _at(middle, turn, (0, 0, 0), size), _sized(halves, size), turn, 0.03 * size)
    relief.place(form, color, name=PACKAGING, gloss=gloss, sheen=sheen)
    if rng.random() < 0.6:  # a lid, a little wider
        lid = (1.03, halves[1] * 1.03, halves[2] * rng.uniform(0.2, 0.5))
        place = _at(middle, turn, (0, 0, halves[2] - lid[2] + 0.02), size)
        form = (
            column(canvas, place, lid[2] * size, (1.04 * size,) * 2, turn)
            if round_
            else block(canvas, place, _sized(lid, size), turn, 0.03 * size)
        )
        relief.place(
            form,
            color if rng.random() < 0.7 else _stuff(canvas, rng)[0],
            name=PACKAGING,
            gloss=gloss,
            sheen=sheen,
        )
    if rng.random() < 0.4:
        ribbon, wide = stuffs.any_color(rng), rng.uniform(0.06, 0.16)
        for strip in ((wide, halves[1] * 1.04, halves[2] * 1.04), (1.04, wide, halves[2] * 1.04)):
            relief.place(
                block(canvas, _at(middle, turn, (0, 0, 0), size), _sized(strip, size), turn),
                ribbon,
                name=PACKAGING,
                gloss=0.4,
            )
        if rng.random() < 0.7:
            for sign in (-1, 1):
                loop = egg(
                    canvas,
                    _at(middle, turn, (sign * 0.22, 0, halves[2] * 1.1), size),
                    (0.26 * size, 0.12 * size, 0.14 * size),
                    sign * 0.4,
                )
                relief.place(loop, ribbon, name=PACKAGING, gloss=0.4)
    top = _at(middle, turn, (0, 0, halves[2]), size)
    beside = np.asarray([canvas.width - middle[0], canvas.height - middle[1] * rng.uniform(0.6, 1.0)])
    spot = np.asarray(top[:2]) if rng.random() < 0.4 else beside
    return [Anchor("spot", spot[None], 0.0, canvas.side * rng.uniform(0.2, 0.5))]


def cushion(relief: Relief, rng: np.random.Generator) -> list[Anchor]:
    """A pillow, as watches and bracelets come on, or a roll."""
    canvas, size = relief.canvas, relief.canvas.side * rng.uniform(0.2, 0.45)
    middle = _middle(canvas, rng)
    radii = (size, size * rng.uniform(0.5, 1.0), size * rng.uniform(0.3, 0.6))
    form = egg(canvas, (*middle, 0.0), radii, rng.uniform(-0.4, 0.4), rng.uniform(2.0, 4.5))
    form = np.where(form > NOWHERE / 2, form + stuffs.folds(canvas, rng, 0.02 * size), form)
    color, gloss, sheen = _stuff(canvas, rng)
    relief.place(form.astype(np.float32), color, name=PACKAGING, gloss=gloss, sheen=sheen)
    return [Anchor("spot", np.asarray([middle]), 0.0, size * 1.3)]


def pouch(relief: Relief, rng: np.random.Generator) -> list[Anchor]:
    """A little bag of cloth or suede, drawn together above."""
    canvas, size = relief.canvas, relief.canvas.side * rng.uniform(0.18, 0.4)
    middle, turn = _middle(canvas, rng, 0.2), rng.normal(0, 0.3)

    def at(across: float, above: float, z: float) -> Point:
        c, s = np.cos(turn), np.sin(turn)
        return (
            middle[0] + size * float(across * c + above * s),
            middle[1] + size * float(across * s - above * c),
            size * z,
        )

    body = egg(
        canvas,
        at(0, -0.2, 0.0),
        (size * rng.uniform(0.65, 0.9), size * 0.9, size * 0.45),
        turn,
        rng.uniform(2, 3.2),
    )
    collar = [
        limb(canvas, at(0, 0.55, 0.2), at(k, rng.uniform(0.95, 1.2), 0.15), (size * 0.16, size * 0.12))
        for k in (-0.4, -0.13, 0.13, 0.4)
    ]
    form = merged(body, joined(collar, 0.08 * size), 0.1 * size)
    form = np.where(form > NOWHERE / 2, form + stuffs.folds(canvas, rng, 0.03 * size), form)
    color, gloss, sheen = _stuff(canvas, rng, quiet=0.5)
    relief.place(form.astype(np.float32), color, name=PACKAGING, gloss=gloss, sheen=sheen)
    string = limb(canvas, at(-0.25, 0.6, 0.4), at(0.25, 0.6, 0.4), (size * 0.03, size * 0.03))
    relief.place(string, stuffs.any_color(rng), name=PACKAGING)
    spot = (
        at(rng.uniform(-0.3, 0.3), -0.3, 0)
        if rng.random() < 0.5
        else (canvas.width - middle[0], canvas.height * 0.7, 0)
    )
    return [Anchor("spot", np.asarray([spot[:2]]), 0.0, size)]


def card(relief: Relief, rng: np.random.Generator) -> list[Anchor]:
    """A card that earrings or a necklace hang on, printed or bare; or a paper bag, which is two of them."""
    canvas, size = relief.canvas, relief.canvas.side * rng.uniform(0.22, 0.42)
    turn = tilted(rng.uniform(55, 90), rng.normal(0, 14))
    middle = _middle(canvas, rng, 0.1)
    halves = (rng.uniform(0.55, 1.1), rng.uniform(0.7, 1.15), rng.uniform(0.01, 0.05))
    color, gloss, _ = _stuff(canvas, rng, quiet=0.75)
    place = _at(middle, turn, (0, 0, 0), size)
    relief.lean(turn, _at(middle, turn, (0, 0, -halves[2]), size))
    if rng.random() < 0.35:  # nearly the ground's own color
        color = np.clip(np.median(relief.color.reshape(-1, 3), axis=0) * rng.uniform(0.85, 1.03), 0, 1)
    form = block(canvas, place, _sized(halves, size), turn)
    relief.place(form, color, name=PACKAGING, gloss=gloss)
    ink = stuffs.any_color(rng)
    x, y = canvas.grid
    if rng.random() < 0.5:  # a name
        line = middle[1] - size * halves[1] * rng.choice([-0.75, 0.72])
        shown = (
            (np.abs(y - line) < 0.035 * size)
            & (np.abs(x - middle[0]) < 0.35 * size)
            & (np.sin(x * 40 / size) > -0.3)
        )
        relief.color = np.where((shown & (relief.names[PACKAGING] > 0))[..., None], ink, relief.color)
    pair = np.asarray([[middle[0] - 0.3 * size, middle[1]], [middle[0] + 0.3 * size, middle[1]]])
    return [Anchor("spot", each[None], 0.0, 0.45 * size) for each in pair]


def stand(relief: Relief, rng: np.random.Generator) -> list[Anchor]:
    """A T-bar, a ring's cone, a tray, a slab, a drum or steps."""
    canvas, size = relief.canvas, relief.canvas.side * rng.uniform(0.2, 0.42)
    kind = rng.choice(["bar", "cone", "tray", "slab", "drum", "steps", "post", "edge"])
    color, gloss, sheen = _stuff(canvas, rng)
    if kind in {"slab", "drum", "steps"} and rng.random() < 0.4:
        color = stuffs.marble(canvas, rng)
    middle = _middle(canvas, rng, 0.1)
    turn = tilted(rng.uniform(15, 60), rng.uniform(-40, 40))

    def put(form: Floats) -> None:
        relief.place(form, color, name=PACKAGING, gloss=gloss, sheen=sheen)

    if kind == "bar":
        long, r = rng.uniform(0.8, 1.3) * size, size * rng.uniform(0.06, 0.2)
        put(
            limb(
                canvas,
                (middle[0] - long, middle[1] - 0.5 * size, size),
                (middle[0] + long, middle[1] - 0.5 * size, size),
                (r, r),
            )
        )
        put(
            limb(
                canvas,
                (middle[0], middle[1] - 0.5 * size, size),
                (middle[0], middle[1] + size, size * 0.6),
                (0.6 * r, 0.7 * r),
            )
        )
        put(egg(canvas, (middle[0], middle[1] + size, 0.4 * size), (0.7 * size, 0.18 * size, 0.2 * size)))
        return [Anchor("spot", np.asarray([[middle[0], middle[1] - 0.3 * size]]), 0.0, size)]
    if kind == "post":
        return _post(relief, rng)
    if kind == "edge":  # of something large, that the frame cuts
        spin, away = rng.uniform(0, 2 * np.pi), rng.uniform(0.15, 0.45) * canvas.side
        x, y = canvas.grid
        far = (x - canvas.width / 2) * np.cos(spin) + (y - canvas.height / 2) * np.sin(spin) - away
        other = (x - middle[0]) * -np.sin(spin) + (y - middle[1]) * np.cos(spin)
        form = np.where(
            (far > 0) & (np.abs(other) < rng.uniform(0.2, 1.0) * canvas.side),
            rng.uniform(0.05, 0.4) * size,
            NOWHERE,
        )
        put(form.astype(np.float32))
        return [Anchor("spot", np.asarray([[canvas.width / 2, canvas.height / 2]]), 0.0, canvas.side * 0.5)]
    if kind == "cone":
        relief.lean(turn, _at(middle, turn, (0, 0, -0.7), size))
        put(
            column(
                canvas,
                _at(middle, turn, (0, 0, 0.3), size),
                size,
                (rng.uniform(0.3, 0.55) * size, rng.uniform(0.04, 0.2) * size),
                turn,
            )
        )
        spot = _at(middle, turn, (0, 0, 0.5), size)
        return [
            Anchor("band", np.asarray([spot[:2]]), np.pi / 2, 0.24 * size),
            Anchor("spot", np.asarray([spot[:2]]), 0.0, 0.7 * size),
        ]
    if kind == "tray":
        turn = tilted(rng.uniform(40, 85), rng.uniform(-40, 40))
        halves = (rng.uniform(1.0, 1.5), rng.uniform(0.7, 1.3), 0.1)
        relief.lean(turn, _at(middle, turn, (0, 0, -0.3), size))
        put(block(canvas, _at(middle, turn, (0, 0, -0.2), size), _sized(halves, size), turn, 0.05 * size))
        rim = 0.08
        for local, walls in (((-halves[0], 0, 0), (rim, halves[1], 0.25)), ((halves[0], 0, 0), (rim, halves[1], 0.25)),
                             ((0, -halves[1], 0), (halves[0], rim, 0.25)), ((0, halves[1], 0), (halves[0], rim, 0.25))):  # fmt: skip
            put(block(canvas, _at(middle, turn, local, size), _sized(walls, size), turn, 0.03 * size))
        return [Anchor("spot", np.asarray([middle]), 0.0, size)]
    if kind == "drum":
        high = rng.uniform(0.15, 0.6)
        relief.lean(turn, _at(middle, turn, (0, 0, -high), size))
        put(column(canvas, _at(middle, turn, (0, 0, 0), size), high * size, (1.1 * size, 1.1 * size), turn))
        return [Anchor("spot", np.asarray([_at(middle, turn, (0, 0, high + 0.2), size)[:2]]), 0.0, size)]
    top = rng.uniform(0.15, 0.5)
    relief.lean(turn, _at(middle, turn, (0, 0, -top), size))
    put(block(canvas, _at(middle, turn, (0, 0, 0), size), _sized((1.2, 0.9, top), size), turn, 0.03 * size))
    if kind == "steps":
        put(
            block(
                canvas,
                _at(middle, turn, (0.3, 0.5, 2 * top), size),
                _sized((0.7, 0.4, top), size),
                turn,
                0.03 * size,
            )
        )
    return [Anchor("spot", np.asarray([_at(middle, turn, (0, 0, top + 0.25), size)[:2]]), 0.0, size)]


def _post(relief: Relief, rng: np.random.Generator) -> list[Anchor]:
    """A thin stand of metal or wood with one or two arms that earrings hang from."""
    canvas, size = relief.canvas, relief.canvas.side * rng.uniform(0.22, 0.4)
    x, y = _middle(canvas, rng, 0.08)
    r, wide, tone = size * rng.uniform(0.02, 0.06), size * rng.uniform(0.5, 0.9), stuffs.quiet_color(rng)
    forms = [
        limb(canvas, (x, y - size, 8), (x, y + size, 8), (r, r)),
        egg(canvas, (x, y + size, 6), (0.4 * size, 0.09 * size, 8.0)),
    ]
    for sign in (-1, 1):
        bend = rng.uniform(-0.25, 0.25) * size
        forms.append(limb(canvas, (x, y - size, 8), (x + sign * wide / 2, y - size + bend, 8), (r, r)))
        forms.append(
            limb(canvas, (x + sign * wide / 2, y - size + bend, 8), (x + sign * wide, y - size, 8), (r, r))
        )
    relief.place(joined(forms, r), stuffs.plain(canvas, tone, rng), name=PACKAGING, gloss=rng.uniform(0, 1))
    return [
        Anchor("spot", np.asarray([[x + sign * wide, y - 0.5 * size]]), 0.0, 0.8 * size) for sign in (-1, 1)
    ]


PACKAGES = (
    open_box,
    open_box,
    open_box,
    closed_box,
    closed_box,
    cushion,
    pouch,
    card,
    card,
    stand,
    stand,
    stand,
)
"""Everything else that is not the piece; boxes most often."""
