"""Photos with words, marks, signs, frames or further views laid over, and photos that are soft or seem so."""

from collections.abc import Callable, Iterator

from tests.labelled.fresh import overlays as lay
from tests.labelled.fresh import pieces, scenes
from tests.labelled.fresh.canvas import Codes, Floats, Shape, over, sample, taken
from tests.labelled.fresh.gems import Piece
from tests.labelled.fresh.grounds import bokeh, ground, laid, stood, table
from tests.labelled.fresh.props import flower, twig
from tests.labelled.fresh.stands import hung, neck_bust
from tests.labelled.fresh.watch import watch
from tests.labelled.samples import Sample

SQUARE, WIDE, TALL = (720, 720), (660, 860), (840, 660)
INK, WHITE, RED, GOLD = (34, 34, 38), (255, 255, 255), (196, 28, 44), (196, 154, 84)


def photo(
    piece: Piece,
    where: str,
    seed: int,
    shape: Shape = SQUARE,
    size: float = 0.6,
    at: tuple[float, float] = (0.5, 0.5),
) -> Codes:
    """Return a plain photo for what is laid over it."""
    return taken(laid(ground(where, shape, seed), piece, at, size), seed)


def lettered() -> Iterator[Sample]:
    """Yield photos with words written over."""
    ring = pieces.ring
    banner = lay.band(
        photo(ring("solitaire", "silver", "emerald", "emerald", tilt=50, lean=-22), "white", 1, size=0.6),
        (0, 0.86, 1, 1),
        (34, 60, 84),
    )
    sale = photo(pieces.hoops("gold", twist=True), "pink", 2, WIDE, 0.6, (0.6, 0.5))
    tag = lay.band(photo(pieces.necklace(), "walnut", 3, TALL, 0.9), (0.6, 0.84, 0.95, 0.93), WHITE, 1, 0.02)
    bust = taken(hung(neck_bust(ground("grey", TALL, 4), "linen", (206, 196, 180)), "gold", low=0.1), 4)
    listed = photo(pieces.ring("halo", "rose", "morganite", "oval"), "white", 5, WIDE, 0.62, (0.7, 0.52))
    quiet = photo(pieces.ring("band", "silver", tilt=45), "grey", 6, SQUARE, 0.5)
    made: tuple[tuple[str, str, Codes], ...] = (
        ("banner", "fail", lay.words(banner, "FREE SHIPPING WORLDWIDE", (0.5, 0.93), 0.04, WHITE, bold=0.4)),
        ("sale", "fail", lay.words(sale, "SALE -30%", (0.27, 0.16), 0.075, RED, bold=1.0, shadow=0.3)),
        ("price", "fail", lay.words(tag, "$ 249.00", (0.775, 0.885), 0.052, INK, bold=0.5)),
        (
            "on-a-bust",
            "fail",
            lay.words(bust, "NEW COLLECTION", (0.5, 0.95), 0.05, (80, 66, 60), spaced=0.25),
        ),
        (
            "list",
            "fail",
            lay.lines(
                listed,
                ("Rose gold 14k", "Morganite 1.2 ct", "Sizes 48 to 60"),
                (0.05, 0.3),
                0.034,
                (96, 70, 66),
            ),
        ),
        ("size-note", "just fail", lay.words(quiet, "inside 17.3 mm", (0.5, 0.51), 0.026, (90, 90, 94))),
        (
            "arched",
            "fail",
            lay.arched(
                photo(pieces.beads(), "sage", 7, size=0.6),
                "HANDMADE WITH LOVE",
                (0.5, 0.52),
                0.4,
                0.045,
                WHITE,
            ),
        ),
        (
            "low-contrast",
            "just fail",
            lay.words(
                photo(ring("dome", "gold", "jade"), "beige", 9),
                "Gift for Her",
                (0.5, 0.12),
                0.07,
                (246, 238, 226),
                slant=0.25,
            ),
        ),
        (
            "web-address",
            "just fail",
            lay.words(
                photo(pieces.bangle(), "black", 10, WIDE, 0.7),
                "www.orlo-studio.shop",
                (0.83, 0.95),
                0.02,
                (190, 190, 190),
            ),
        ),
    )
    for name, level, codes in made:
        truth = {"text_found": True} | (scenes.BUST if name == "on-a-bust" else {})
        unsure = ("watermark_found", "graphic_found", "drawn_border_found", "inset_found")
        yield sample(
            f"text-{name}", level, codes, truth, unsure if name in {"banner", "price"} else unsure[:2]
        )


def watermarked() -> Iterator[Sample]:
    """Yield photos with a mark of who owns them."""
    portrait = scenes.portrait()
    seal = photo(pieces.ring("solitaire", "silver", "ruby"), "marble", 21, size=0.64)
    circle = lay.ringed_mark(SQUARE, (0.5, 0.5), 0.17, 0.008)
    seal = lay.blended(seal, (60, 60, 64), circle, 0.42)
    seal = lay.words(seal, "ORLO", (0.5, 0.49), 0.085, (60, 60, 64), opacity=0.42, spaced=0.1)
    outlined = photo(pieces.studs("gold", "amethyst"), "oak", 22, WIDE, 0.7)
    leaves = photo(pieces.tennis(), "slate", 24, WIDE, 0.85)
    made: tuple[tuple[str, str, Codes], ...] = (
        (
            "tiled-white",
            "fail",
            lay.tiled(
                photo(pieces.drops("gold", "opal", "dome"), "blue", 20, TALL, 0.7),
                "orlo studio",
                0.04,
                WHITE,
                0.4,
            ),
        ),
        ("seal", "fail", seal),
        (
            "preview",
            "fail",
            lay.words(outlined, "PREVIEW", (0.5, 0.5), 0.14, WHITE, turn=-24, opacity=0.42, bold=0.5),
        ),
        ("on-a-hand", "fail", lay.tiled(portrait, "© LUMO", 0.045, WHITE, 0.36, turn=25, gap=1.9)),
        (
            "signed",
            "just fail",
            lay.signature(photo(pieces.ring("wide", "gold"), "linen", 25), (0.8, 0.9), 0.11, INK, 0.6),
        ),
        ("faint", "just fail", lay.words(leaves, "mira lindholm", (0.5, 0.5), 0.1, WHITE, opacity=0.17)),
        (
            "pale-tiles",
            "just fail",
            lay.tiled(photo(pieces.hoops(), "white", 26), "LUMO", 0.05, (90, 90, 96), 0.12, turn=-20),
        ),
    )
    for name, level, codes in made:
        truth = {"watermark_found": True} | (scenes.PERSON if name == "on-a-hand" else {})
        yield sample(f"watermark-{name}", level, codes, truth, ("text_found", "graphic_found"))


def signed() -> Iterator[Sample]:
    """Yield photos with a sign or sticker of no letters laid over."""
    badge = photo(pieces.ring("pave", "silver"), "beige", 30)
    for size, tone in ((0.11, GOLD), (0.09, (250, 244, 230)), (0.085, GOLD)):
        badge = lay.figure(
            badge, lay.spiked(18, 0.88) if size == 0.11 else lay.round_points(), (0.84, 0.16), size, tone
        )
    badge = lay.figure(badge, lay.spiked(5, 0.42), (0.84, 0.16), 0.05, WHITE)
    check = photo(watch(numbers=False), "grey", 31, TALL, 0.9)
    check = lay.figure(
        lay.figure(check, lay.round_points(), (0.85, 0.88), 0.09, (30, 140, 82)),
        lay.CHECK,
        (0.85, 0.88),
        0.075,
        WHITE,
    )
    logo = photo(pieces.bangle("silver"), "white", 32, WIDE, 0.7)
    logo = lay.blended(logo, INK, lay.ringed_mark(WIDE, (0.1, 0.14), 0.06, 0.006))
    logo = lay.figure(
        logo, ((-0.8, 0.5), (-0.25, -0.35), (0.05, 0.08), (0.3, -0.2), (0.8, 0.5)), (0.1, 0.14), 0.05, INK
    )
    stars = photo(pieces.drops("gold", "citrine"), "linen", 34, TALL, 0.7)
    for index in range(5):
        stars = lay.figure(stars, lay.spiked(5, 0.42), (0.32 + 0.09 * index, 0.94), 0.036, (246, 178, 30))
    heart = lay.figure(
        photo(pieces.beads(), "navy velvet", 35, SQUARE, 0.75), lay.HEART, (0.92, 0.08), 0.036, (232, 60, 96)
    )
    made = (
        ("seal", "fail", badge),
        ("check", "fail", check),
        ("logo", "fail", logo),
        ("stars", "fail", stars),
        ("heart", "just fail", heart),
    )
    for name, level, codes in made:
        unsure = ("watermark_found", "text_found")
        yield sample(f"graphic-{name}", level, codes, {"graphic_found": True}, unsure)


def bordered() -> Iterator[Sample]:
    """Yield photos with a drawn frame."""
    double = lay.framed(photo(pieces.ring(), "green marble", 40), (222, 186, 112), 0.03, 0.012)
    made = (
        ("double-gold", "fail", lay.framed(double, (222, 186, 112), 0.055, 0.005)),
        (
            "instant-print",
            "fail",
            lay.matted(
                photo(pieces.hoops("rose"), "blue", 41, TALL), (250, 249, 246), (0.06, 0.05, 0.06, 0.18)
            ),
        ),
        (
            "rounded-thick",
            "fail",
            lay.framed(
                photo(pieces.ring("dome", "gold", "lapis", tilt=68, lean=-12), "beige", 42, WIDE),
                (148, 62, 74),
                0.0,
                0.05,
            ),
        ),
        (
            "hairline",
            "just fail",
            lay.framed(
                photo(pieces.necklace("silver", "gem", "aqua", 9), "white", 43, TALL, 0.9),
                (120, 120, 124),
                0.04,
                0.004,
            ),
        ),
        ("black-edge", "fail", lay.framed(photo(pieces.studs(), "oak", 44, WIDE), (12, 12, 14), 0.0, 0.028)),
    )
    for name, level, codes in made:
        yield sample(
            f"border-{name}", level, codes, {"drawn_border_found": True}, ("graphic_found", "inset_found")
        )


def inset() -> Iterator[Sample]:
    """Yield photos with a second photo pasted in."""
    halo = pieces.ring("halo", "rose", "emerald", "oval")
    close = photo(halo, "marble", 50, SQUARE, 1.5, (0.5, 0.9))
    side = photo(pieces.ring("halo", "rose", "emerald", "oval", tilt=25, lean=40), "oak", 51, SQUARE, 0.8)
    other = photo(pieces.studs("silver", "sapphire"), "black", 52, SQUARE, 0.8)
    worn = scenes.portrait()
    row = photo(pieces.necklace("gold", "disc"), "beige", 53, TALL, 0.85, (0.5, 0.36))
    for index, view in enumerate((close, other, side)):
        row = lay.pasted(row, view, (0.06 + 0.31 * index, 0.76, 0.32 + 0.31 * index, 0.965))
    made: tuple[tuple[str, str, Codes, tuple[str, ...]], ...] = (
        (
            "disc",
            "fail",
            lay.pasted(
                photo(halo, "white", 54, WIDE, 0.6, (0.4, 0.5)),
                close,
                (0.66, 0.52, 0.97, 0.95),
                disc=True,
                rim=(GOLD, 0.006),
            ),
            (),
        ),
        (
            "corner",
            "fail",
            lay.pasted(
                photo(halo, "linen", 55), side, (0.66, 0.66, 0.97, 0.97), rim=(WHITE, 0.008), shadow=True
            ),
            (),
        ),
        ("row", "fail", row, ()),
        (
            "worn",
            "fail",
            lay.pasted(
                photo(pieces.ring("band", "gold", tilt=46, lean=32), "grey", 56, WIDE, 0.55, (0.6, 0.5)),
                worn,
                (0.03, 0.06, 0.33, 0.5),
                round_by=0.03,
            ),
            ("person_found",),
        ),
        (
            "small",
            "just fail",
            lay.pasted(
                photo(pieces.studs("silver", "sapphire"), "slate", 57), other, (0.78, 0.05, 0.95, 0.22)
            ),
            (),
        ),
    )
    for name, level, codes, unsure in made:
        yield sample(
            f"inset-{name}",
            level,
            codes,
            {"inset_found": True},
            ("graphic_found", "drawn_border_found", *unsure),
        )


def soft() -> Iterator[Sample]:
    """Yield photos that are blurred, and others that seem so and are sharp."""
    looks: tuple[tuple[str, str, Piece, str], ...] = (
        ("far out of focus", "fail", pieces.ring("halo", "silver", "sapphire", "oval"), "oak"),
        ("out of focus", "fail", pieces.necklace("gold", "disc"), "linen"),
        ("moved", "fail", pieces.drops("gold", "garnet"), "slate"),
        ("shaken", "just fail", pieces.tennis("rose"), "marble"),
        ("a little out of focus", "just fail", pieces.studs("gold", "emerald"), "denim"),
    )
    for seed, (how, level, piece, where) in enumerate(looks):
        light = laid(ground(where, WIDE if seed % 2 else SQUARE, 70 + seed), piece, (0.5, 0.5), 0.66)
        codes = taken(lay.SOFTENED[how](light), 70 + seed, grain=0.9)
        yield sample(f"soft-{how}".replace(" ", "-"), level, codes, {"blurred": True})
    sharp: tuple[tuple[str, Callable[[], Floats]], ...] = (
        ("stone-before-lights", _before_lights),
        ("ring-over-blurred-flower", _over_flower),
        ("pearls-on-pale", _pale),
    )
    for seed, (name, make) in enumerate(sharp):
        yield sample(f"sharp-{name}", "just pass", taken(make(), 90 + seed), {})


def _before_lights() -> Floats:
    back = table("walnut", WIDE, 4, 0.5, bokeh(WIDE, (64, 58, 70), 7, 30))
    back = lay.lens(back, 6)
    return stood(back, pieces.ring("halo", "gold", "ruby", "oval", tilt=30, lean=16), (0.5, 0.84), 0.66)


def _over_flower() -> Floats:
    back = flower(ground("pink", SQUARE, 8), (190, 210), 210, (230, 150, 160), (250, 224, 210), 4)
    back = lay.lens(twig(back, (700, 720), (480, 60), 120, (120, 150, 120)), 9)
    return laid(back, pieces.ring("solitaire", "rose", "diamond", "cushion"), (0.55, 0.62), 0.62)


def _pale() -> Floats:
    light = lay.lens(ground("white silk", WIDE, 9), 4)
    light = laid(light, pieces.beads("pearl", 3, 34), (0.5, 0.5), 0.85, shadow=0.3)
    return over(light, (250, 248, 246), light[..., 0] * 0 + 0.12)
