"""Photos of pieces in or beside packaging."""

from collections.abc import Callable, Iterator

from tests.labelled.fresh import boxes, pieces
from tests.labelled.fresh.canvas import Floats, sample, taken
from tests.labelled.fresh.grounds import bokeh, ground, laid, stood, table
from tests.labelled.fresh.pouches import organza, pouch
from tests.labelled.fresh.props import folded
from tests.labelled.fresh.solids import View
from tests.labelled.samples import Sample

PACKED = {"packaging_found": True}


def red_ring_box() -> Floats:
    shape = (700, 800)
    look = pieces.ring("halo", "silver", tilt=28, lean=20)
    view = View(shape, (0.5, 0.7), 0.42, 24, 22)
    return boxes.ring_box(
        view, table("oak", shape, 1, 0.34), ("leatherette", (120, 20, 34)), ("velvet", (30, 28, 32)), look
    )


def white_ring_box() -> Floats:
    shape = (760, 680)
    look = pieces.ring("solitaire", "gold", "diamond", "cushion", tilt=28, lean=-16)
    view = View(shape, (0.52, 0.72), 0.46, 30, -28)
    back = table("beige silk", shape, 2, 0.2, bokeh(shape, (120, 100, 90), 4, 12))
    return boxes.ring_box(
        view, back, ("card", (240, 236, 230)), ("satin", (226, 214, 204)), look, lid=110, trim=(214, 178, 104)
    )


def velvet_box_closed() -> Floats:
    shape = (660, 860)
    view = View(shape, (0.34, 0.66), 0.42, 26, 30)
    light = boxes.closed_box(
        view, table("beige", shape, 3, 0.3), ("velvet", (34, 48, 104)), (0.5, 0.62, 0.5), (220, 180, 100)
    )
    return stood(light, pieces.ring("pave", "silver", tilt=40, lean=18), (0.74, 0.84), 0.36)


def gift_box() -> Floats:
    shape = (720, 800)
    view, size = View(shape, (0.42, 0.64), 0.4, 30, 32), (0.6, 0.6, 0.6)
    light = boxes.closed_box(view, table("marble", shape, 1, 0.28), ("card", (236, 226, 216)), size, None)
    light = boxes.ribboned(view, light, size, (170, 30, 50))
    return laid(light, pieces.studs("gold"), (0.82, 0.86), 0.24, shadow=0.45, lift=(4, 5))


def velvet_pouch() -> Floats:
    light = ground("walnut", (760, 760), 2)
    light = pouch(light, (460, 360), 280, (96, 26, 64))
    return laid(light, pieces.hoops("gold"), (0.24, 0.76), 0.36)


def card_box() -> Floats:
    shape = (700, 840)
    view = View(shape, (0.5, 0.58), 0.46, 62, 12)
    light = boxes.tray_box(
        view, ground("grey", shape, 1), ("kraft", (184, 142, 102)), ("velvet", (36, 36, 38))
    )
    return laid(light, pieces.necklace("gold", "gem"), (0.5, 0.53), 0.48, shadow=0.6, lift=(4, 5))


def paper_bag() -> Floats:
    shape = (820, 680)
    view = View(shape, (0.42, 0.78), 0.44, 15, 28)
    light = boxes.bag(view, table("grey", shape, 6, 0.45), (30, 70, 74), (232, 222, 202))
    return stood(light, pieces.ring("dome", "silver", "moonstone", tilt=45, lean=10), (0.8, 0.88), 0.3)


def wrapped_gift() -> Floats:
    shape = (680, 820)
    view, size = View(shape, (0.36, 0.58), 0.34, 40, -24), (0.7, 0.36, 0.55)
    light = boxes.wrapped(view, ground("driftwood", shape, 3), "dots", (70, 110, 96), size)
    light = boxes.ribboned(view, light, size, (226, 196, 130))
    return laid(light, pieces.bangle("gold"), (0.78, 0.72), 0.38)


def organza_bag() -> Floats:
    light = laid(ground("green marble", (780, 700), 2), pieces.beads("pearl"), (0.5, 0.62), 0.42)
    return organza(light, (350, 400), 290, (240, 220, 224))


def box_corner() -> Floats:
    shape = (660, 860)
    view = View(shape, (0.86, 0.28), 0.3, 34, -34)
    light = boxes.closed_box(
        view, ground("pink", shape, 4), ("leatherette", (44, 42, 46)), (0.6, 0.5, 0.6), (210, 176, 110)
    )
    light = folded(
        light, ((-0.1, 0.62), (0.2, 0.52), (0.45, 0.7), (0.5, 1.1), (-0.1, 1.1)), (236, 226, 220), 4, 0.2
    )
    return laid(light, pieces.ring("halo", "rose", "morganite", "oval", tilt=62), (0.4, 0.55), 0.6)


def packed_shown() -> Iterator[Sample]:
    """Yield photos with packaging in them."""
    makes: tuple[tuple[str, str, Callable[[], Floats]], ...] = (
        ("red-ring-box", "fail", red_ring_box),
        ("white-ring-box", "fail", white_ring_box),
        ("velvet-box-closed", "fail", velvet_box_closed),
        ("gift-box", "fail", gift_box),
        ("velvet-pouch", "fail", velvet_pouch),
        ("card-box", "fail", card_box),
        ("paper-bag", "fail", paper_bag),
        ("wrapped-gift", "fail", wrapped_gift),
        ("organza-bag", "just fail", organza_bag),
        ("box-corner", "just fail", box_corner),
    )
    for seed, (name, level, make) in enumerate(makes):
        yield sample(f"packed-{name}", level, taken(make(), 300 + seed), PACKED)
