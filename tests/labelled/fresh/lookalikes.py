"""Photos of pieces by themselves, and with props that look like what breaks a rule and do not."""

from collections.abc import Callable, Iterator

from tests.labelled.fresh import engraved, pieces, props
from tests.labelled.fresh.canvas import Floats, sample, taken
from tests.labelled.fresh.gems import Piece
from tests.labelled.fresh.grounds import bokeh, ground, laid, linen, paper, silk, stood, table, wood
from tests.labelled.fresh.solids import Heap, View
from tests.labelled.fresh.watch import watch
from tests.labelled.samples import Sample

SQUARE, WIDE, TALL = (720, 720), (660, 860), (860, 660)
SLIGHT, HIGH = (5, 7), (16, 20)


def plain() -> Iterator[Sample]:
    """Yield photos of one piece on one ground, lit in many ways."""
    looks: tuple[tuple[str, tuple[int, int], str, Callable[[], Piece], float, float, bool], ...] = (
        (
            "halo-marble",
            WIDE,
            "marble",
            lambda: pieces.ring("halo", "rose", "emerald", "oval", tilt=48, lean=-30),
            0.7,
            -8,
            False,
        ),
        (
            "band-slate",
            SQUARE,
            "slate",
            lambda: pieces.ring("band", "silver", tilt=42, lean=25),
            0.6,
            10,
            False,
        ),
        ("hammered-walnut", TALL, "walnut", lambda: pieces.ring("wide", "bronze"), 0.7, 0, False),
        ("turquoise-leather", SQUARE, "tan leather", _turquoise, 0.62, 6, False),
        ("pearls-velvet", SQUARE, "navy velvet", pieces.beads, 0.84, 0, False),
        ("pendant-skin-paper", TALL, "skin paper", pieces.necklace, 0.95, 0, True),
        ("cuff-black", WIDE, "black", lambda: pieces.bangle("gold", hammered=True), 0.8, -6, False),
        ("tennis-silk", WIDE, "red silk", pieces.tennis, 0.85, 0, False),
        ("morganite-beige-silk", SQUARE, "beige silk", _morganite, 0.6, 12, False),
        ("sapphire-loose", SQUARE, "grey", engraved.stones, 0.36, 24, False),
        ("stones-terrazzo", SQUARE, "terrazzo", engraved.parcel, 0.7, 0, False),
        ("watch-leather", TALL, "brown leather", watch, 1.0, 14, False),
        ("name-bar-paper", SQUARE, "sage", engraved.bar, 0.85, 0, False),
        ("signet-denim", WIDE, "denim", engraved.signet, 0.72, -5, True),
    )
    lettered = {"watch-leather", "name-bar-paper", "signet-denim"}
    for seed, (name, shape, where, make, size, turn, panes) in enumerate(looks):
        light = laid(
            ground(where, shape, 40 + seed, 0.45, panes),
            make(),
            (0.5, 0.5),
            size,
            turn,
            shadow=0.55,
            lift=HIGH,
        )
        level, unsure = ("just pass", ("text_found",)) if name in lettered else ("pass", ())
        codes = taken(light, seed, vignette=0.1 + 0.25 * (seed % 3 == 0), warm=0.03 * (seed % 3 - 1))
        yield sample(f"plain-{name}", level, codes, {}, unsure)


def _turquoise() -> Piece:
    return pieces.ring("dome", "silver", "turquoise", tilt=66)


def _morganite() -> Piece:
    return pieces.ring("solitaire", "rose", "morganite", "cushion", tilt=62)


def _flower() -> Floats:
    light = props.flower(ground("beige", WIDE, 3), (200, 240), 190, (236, 170, 180), (250, 224, 210), 1)
    light = props.leaf(light, (330, 400), 130, 150, (112, 140, 96), 2)
    return laid(light, pieces.ring(), (0.66, 0.6), 0.55)


def _twig() -> Floats:
    light = props.twig(ground("white", TALL, 3), (30, 820), (420, 60), 150, (120, 150, 120))
    return laid(light, pieces.hoops("gold", twist=True), (0.66, 0.56), 0.5)


def _ribbon() -> Floats:
    way = ((-0.05, 0.2), (0.2, 0.1), (0.35, 0.3), (0.6, 0.15), (0.8, 0.32), (1.05, 0.1))
    light = props.ribbon(ground("grey", SQUARE, 3), way, 34, (190, 40, 60))
    return laid(light, pieces.studs("silver", "aqua"), (0.5, 0.64), 0.55)


def _shells() -> Floats:
    light = props.scallop(ground("sand", SQUARE, 3), (180, 180), 115, -30, (240, 214, 196))
    light = props.scallop(light, (590, 250), 74, 50, (250, 236, 226))
    return laid(light, pieces.beads("coral", count=36), (0.5, 0.64), 0.56)


def _dish() -> Floats:
    light = props.dish(ground("walnut", SQUARE, 3), (360, 360), 290, (232, 226, 214), rim=(200, 160, 90))
    return laid(light, pieces.ring("pave", "silver"), (0.5, 0.53), 0.42, lift=SLIGHT)


def _cone() -> Floats:
    light = table("marble", TALL, 2, 0.5)
    light = props.cone(light, (330, 690), 400, (228, 186, 164))
    light = laid(
        light, pieces.ring("band", "gold", tilt=72, lean=3), (0.5, 0.535), 0.335, shadow=0.3, lift=SLIGHT
    )
    return props.cone_front(light, (330, 690), 400, (228, 186, 164), 458)


def _candle() -> Floats:
    light = props.candle(
        table("walnut", WIDE, 2, 0.4, bokeh(WIDE, (60, 46, 40), 2)), (200, 470), 240, (240, 228, 206)
    )
    return stood(light, pieces.ring("halo", "gold", "garnet", "oval", tilt=30, lean=18), (0.64, 0.84), 0.5)


def _mirror() -> Floats:
    view = ground("white", SQUARE, 9, 0.7, panes=True) * floats_sky()
    light = props.glass(ground("pink", SQUARE, 3), (360, 350), 270, (226, 190, 120), view)
    return laid(light, pieces.hoops("rose"), (0.5, 0.5), 0.45, lift=SLIGHT)


def floats_sky() -> Floats:
    return paper((1, 1), (214, 228, 240), 1)


def _folds() -> Floats:
    edge = ((-0.1, 0.5), (0.2, 0.4), (0.5, 0.55), (0.8, 0.45), (1.1, 0.6), (1.1, 1.1), (-0.1, 1.1))
    light = props.folded(ground("marble", WIDE, 3), edge, (230, 190, 170), 3)
    return laid(light, pieces.ring("dome", "gold", "opal", tilt=70), (0.5, 0.62), 0.5)


def _drapery() -> Floats:
    light = silk(TALL, (226, 180, 158), 15, 1.5, 0.2)
    return laid(light, pieces.necklace("gold", "pearl"), (0.5, 0.46), 0.95)


def _pebbles() -> Floats:
    light = ground("white", WIDE, 3)
    for index, (x, y, size, tone) in enumerate(
        ((210, 230, 150, (226, 192, 170)), (500, 180, 115, (206, 170, 148)), (640, 440, 150, (238, 210, 192)))
    ):
        light = props.pebble(light, (x, y), size, tone, index)
    return laid(light, pieces.tennis("gold", "ruby"), (0.5, 0.66), 0.85)


def _riser() -> Floats:
    view = View(SQUARE, (0.5, 0.74), 0.46, 22, 24)
    heap = Heap(view)
    heap.block((-0.5, 0, -0.4), (0.5, 0.5, 0.4), wood((300, 300), (190, 146, 100), 4, 1))
    light = heap.drawn(table("beige", SQUARE, 1, 0.4))
    x, y = view.spot((0, 0.5, 0))
    return stood(light, pieces.ring("solitaire", "gold", "citrine", tilt=28), (x / 720, y / 720 + 0.03), 0.45)


def _book() -> Floats:
    view = View(WIDE, (0.5, 0.58), 0.5, 52, -18)
    heap = Heap(view)
    heap.block((-0.78, 0, -0.55), (0.78, 0.12, 0.55), (236, 230, 218))
    heap.block((-0.8, 0.12, -0.57), (0.8, 0.15, 0.57), linen((300, 400), (60, 84, 110), 3, 3), shadow=False)
    light = heap.drawn(ground("oak", WIDE, 3))
    return laid(light, pieces.necklace("gold", "disc"), (0.52, 0.46), 0.55, lift=SLIGHT)


def lookalikes() -> Iterator[Sample]:
    """Yield photos with props that break no rule."""
    makes: tuple[tuple[str, Callable[[], Floats]], ...] = (
        ("flower", _flower),
        ("twig", _twig),
        ("ribbon", _ribbon),
        ("shells", _shells),
        ("dish", _dish),
        ("cone", _cone),
        ("candle", _candle),
        ("mirror", _mirror),
        ("folds", _folds),
        ("drapery", _drapery),
        ("pebbles", _pebbles),
        ("riser", _riser),
        ("book", _book),
    )
    for seed, (name, make) in enumerate(makes):
        level = "just pass" if name in {"cone", "drapery", "pebbles", "mirror", "ribbon"} else "pass"
        yield sample(f"like-{name}", level, taken(make(), 60 + seed, vignette=0.12), {})
