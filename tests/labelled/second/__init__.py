"""A second unseen half: pieces, people, busts and boxes as solid forms under one lamp, by drawing code of their own.

Nothing here was measured while it was drawn, and nothing of the facts was looked at. Of what is judged every other
picture, from the first on, was looked at later; the others never were by who writes facts or trains what names them.
"""

from collections.abc import Callable, Iterator
from functools import cache

import cv2
import numpy as np

from tests.labelled.exact import exact
from tests.labelled.samples import Codes, Sample
from tests.labelled.second import overlays as over
from tests.labelled.second import scenes as scenes
from tests.labelled.second import stuffs as stuffs
from tests.labelled.second import things as things
from tests.labelled.second.forms import Body, Floats, Stage, shot, slab, turned
from tests.labelled.second.lookalikes import lookalike
from tests.labelled.second.people import GOLD, ROSE, SILVER
from tests.labelled.second.scenes import GROUNDS, Make, sample
from tests.labelled.second.stuffs import SIDE, laid, taken


@cache
def bare(ground: str, height_deg: float = 62) -> Floats:
    """Return a ground under the lamp, with nothing on it."""
    return shot(Stage(GROUNDS[ground], height_deg=height_deg), SIDE)


def alone(
    name: str, ground: str, share: float = 0.6, at: tuple[float, float] = (0.5, 0.5), turn: float = 0.0
) -> Floats:
    return laid(bare(ground), name, share, at, turn=turn)


def shown(
    name: str, ground: str, seed: int, share: float = 0.6, at: tuple[float, float] = (0.5, 0.5)
) -> Codes:
    return taken(alone(name, ground, share, at), seed)


def exactly() -> Iterator[Sample]:
    """Yield the pictures for what is exact, of a ring that is cut out."""
    yield from exact(stuffs.CutPainter(), "second-signet")


def judged() -> Iterator[Sample]:
    """Yield the pictures for what is judged."""
    for part in (
        _alone,
        _lookalikes,
        _soft,
        _lettered,
        _marked,
        _graphics,
        _framed,
        _set_in,
        scenes.people_shown,
        scenes.busts_shown,
        scenes.packed_shown,
    ):
        yield from part()


def _alone() -> Iterator[Sample]:
    looks = (
        ("solitaire", "white", 0.72),
        ("halo", "oak", 0.6),
        ("rose band", "marble", 0.62),
        ("turquoise", "slate", 0.6),
        ("studs", "linen", 0.55),
        ("drops", "paper", 0.7),
        ("hoops", "silk", 0.6),
        ("pearls", "night", 0.75),
        ("bangle", "white", 0.92),
        ("tennis", "blue", 0.8),
        ("loose", "granite", 0.5),
        ("signet", "fur", 0.55),
        ("pearls", "white", 0.8),
        ("rose band", "ash", 0.9),
    )
    for seed, (name, ground, share) in enumerate(looks):
        yield sample(f"alone-{name}-{ground}".replace(" ", "-"), "pass", shown(name, ground, seed, share), {})
    lit: tuple[tuple[str, Make], ...] = (
        ("leaves", lambda: over.through_leaves(alone("solitaire", "paper"), 4)),
        ("panes", lambda: over.through_panes(alone("hoops", "paper", 0.5))),
        ("water", lambda: over.through_water(alone("drops", "blue", 0.6))),
        ("vignette", lambda: over.in_a_vignette(alone("halo", "paper"))),
        ("flowered", lambda: laid(bare("paper") * _stretched(over.patterned(3)), "signet", 0.5)),
        ("striped", lambda: laid(bare("paper") * _stripes(), "turquoise", 0.55)),
        ("two papers", lambda: laid(_halved(bare("paper"), bare("blue")), "studs", 0.5)),
        ("shade at the sides", lambda: alone("rose band", "paper") * _sides()),
        ("lights", lambda: laid(_room(12), "solitaire", 0.6)),
    )
    for seed, (name, make) in enumerate(lit):
        unsure = ("graphic_found",) if name == "flowered" else ()
        yield sample(f"alone-{name}".replace(" ", "-"), "just pass", taken(make(), 20 + seed), {}, unsure)
    for seed, (text, at, turn) in enumerate(
        (("ANNA", (0.5, 0.5), 0), ("12 · 06 · 1998", (0.5, 0.5), 0), ("forever", (0.5, 0.5), 8))
    ):
        plate = [
            Body(
                slab((0, 0.05, 0), (0.7, 0.05, 0.26), 0.04, turned(-turn)),
                (GOLD, SILVER, ROSE)[seed],
                "gloss",
            )
        ]
        light = things.staged(
            GROUNDS[("paper", "slate", "linen")[seed]], plate, height_deg=74, target=(0, 0.1, 0)
        )
        cut = over.engraved(taken(light, 40 + seed), text, at, (0.13, 0.075, 0.11)[seed], turn=turn)
        yield sample(f"alone-engraved-{seed}", "just pass", cut, {})


def _stretched(share: Floats) -> Floats:
    return cv2.resize(share, (SIDE, SIDE))[..., None]


def _stripes() -> Floats:
    y, x = np.mgrid[0:SIDE, 0:SIDE]
    return (0.82 + 0.18 * np.tanh(6 * np.sin((x + 0.8 * y) / 13)))[..., None].astype(np.float32)


def _halved(one: Floats, other: Floats) -> Floats:
    y, x = np.mgrid[0:SIDE, 0:SIDE]
    share = np.clip((y - 0.7 * x - 60) / 1.5, 0, 1)[..., None].astype(np.float32)
    return one * share + other * (1 - share)


def _sides() -> Floats:
    x = np.abs(np.linspace(-1, 1, SIDE, dtype=np.float32))
    return np.broadcast_to((1 - 0.45 * np.clip((x - 0.55) / 0.45, 0, 1))[None, :, None], (SIDE, SIDE, 1))


def _room(seed: int) -> Floats:
    return shot(Stage(wall=stuffs.lights((92, 74, 60), seed), height_deg=0), SIDE)


def _lookalikes() -> Iterator[Sample]:
    names = (
        "strap",
        "tray",
        "dish",
        "candles",
        "branch",
        "pebbles",
        "silk",
        "vase",
        "bottle",
        "stone arch",
        "cloth",
        "rock",
        "slab",
        "log",
        "block",
        "brick",
        "tile",
        "mirror",
    )
    for seed, name in enumerate(names):
        light = lookalike(name)
        unsure = ("packaging_found",) if name == "stone arch" else ()
        yield sample(f"like-{name}".replace(" ", "-"), "just pass", taken(light, 60 + seed), {}, unsure)


def _soft() -> Iterator[Sample]:
    looks: tuple[tuple[str, str, str, Callable[[Floats], Floats]], ...] = (
        ("fail", "solitaire", "white", lambda light: cv2.GaussianBlur(light, (0, 0), 6)),
        ("fail", "halo", "oak", lambda light: over.out_of_focus(light, 8)),
        ("fail", "tennis", "paper", lambda light: over.moved(light, 21, 15)),
        ("fail", "drops", "linen", lambda light: over.out_of_focus(light, 6)),
        ("fail", "turquoise", "slate", lambda light: over.moved(light, 27, -60)),
        ("fail", "rose band", "marble", lambda light: cv2.GaussianBlur(light, (0, 0), 4)),
        ("just fail", "studs", "paper", lambda light: over.out_of_focus(light, 4)),
        ("just fail", "hoops", "granite", lambda light: cv2.GaussianBlur(light, (0, 0), 3)),
        ("just fail", "signet", "blue", lambda light: over.moved(light, 13, 90)),
        ("just fail", "pearls", "ash", lambda light: over.out_of_focus(light, 4.5)),
    )
    for seed, (level, name, ground, blur) in enumerate(looks):
        codes = taken(blur(alone(name, ground)), 80 + seed, crisp=0)
        yield sample(f"soft-{seed}", level, codes, {"blurred": True})
    behind = cv2.GaussianBlur(bare("oak"), (0, 0), 9)
    yield sample("soft-only-behind", "just pass", taken(laid(behind, "halo", 0.66), 92), {})
    yield sample("soft-behind-lights", "just pass", taken(laid(_room(5), "rose band", 0.6), 93), {})
    pale = taken(laid(bare("white"), "pearls", 0.7, shadow=0.15), 94, grain=3.5)
    yield sample("soft-noisy-not-blurred", "just pass", pale, {})
    slight = taken(cv2.GaussianBlur(alone("turquoise", "paper"), (0, 0), 0.5), 95)
    yield sample("soft-hardly", "just pass", slight, {})


def _lettered() -> Iterator[Sample]:
    dark, white, red = (40, 40, 44), (255, 255, 255), (196, 30, 44)
    looks = (
        ("fail", "solitaire", "white", over.words("FREE SHIPPING", (0.5, 0.92), 0.075, dark)),
        ("fail", "halo", "oak", over.words("Engagement rings\nnew in May", (0.5, 0.12), 0.07, white)),
        ("fail", "tennis", "slate", over.words("SALE  -30%", (0.5, 0.9), 0.09, white, under=red)),
        ("fail", "drops", "paper", over.words("Amethyst, 925 silver", (0.5, 0.06), 0.055, (110, 70, 130))),
        ("fail", "hoops", "marble", over.words("BESTSELLER", (0.5, 0.1), 0.06, white, under=(30, 34, 40))),
        ("fail", "signet", "night", over.words("Made in Porto", (0.5, 0.92), 0.06, (226, 190, 120))),
        (
            "fail",
            "rose band",
            "linen",
            over.words("EUR 249.00", (0.2, 0.9), 0.07, white, under=(60, 110, 90)),
        ),
        ("fail", "turquoise", "blue", over.words("Turquoise\nring", (0.2, 0.12), 0.075, (20, 80, 90))),
        (
            "just fail",
            "pearls",
            "white",
            over.words("www.perla-atelier.com", (0.7, 0.96), 0.032, (120, 120, 120)),
        ),
        ("just fail", "studs", "granite", over.words("6 mm", (0.5, 0.84), 0.042, dark)),
        ("just fail", "bangle", "paper", over.words("inner diameter 62 mm", (0.5, 0.5), 0.034, (90, 90, 94))),
    )
    for seed, (level, name, ground, draw) in enumerate(looks):
        codes = over.drawn(shown(name, ground, 100 + seed, 0.55, (0.5, 0.5)), draw)
        unsure = ("graphic_found", "watermark_found", "drawn_border_found")
        yield sample(f"text-{seed}", level, codes, {"text_found": True}, unsure)


def _marked() -> Iterator[Sample]:
    grey, white = (70, 70, 74), (255, 255, 255)
    across = over.words("© Perla Atelier", (0.5, 0.5), 0.11, grey)
    pale = over.words("Sample", (0.5, 0.5), 0.2, white)
    small = over.words("perla atelier", (0.5, 0.5), 0.09, white)
    looks = (
        ("fail", "solitaire", "paper", across, 0.4, 30),
        ("fail", "halo", "oak", pale, 0.5, 35),
        ("fail", "rose band", "slate", over.tiled("PERLA", 0.05, white), 0.38, 28),
        ("fail", "tennis", "white", over.tiled("© perla.shop", 0.04, grey), 0.32, 24),
        ("fail", "turquoise", "linen", over.seal("PA", (0.5, 0.5), 0.3, white), 0.5, 0),
        ("fail", "pearls", "night", small, 0.45, 0),
        ("fail", "hoops", "marble", across, 0.35, -25),
        ("fail", "drops", "blue", over.seal("MK", (0.5, 0.5), 0.26, grey), 0.3, 0),
        ("just fail", "signet", "paper", across, 0.2, 20),
        ("just fail", "bangle", "granite", pale, 0.3, 0),
        ("just fail", "studs", "white", over.words("© P. Atelier", (0.5, 0.52), 0.09, grey), 0.18, 0),
    )
    for seed, (level, name, ground, draw, opacity, turn) in enumerate(looks):
        codes = over.drawn(shown(name, ground, 120 + seed), draw, opacity=opacity, turn=turn)
        yield sample(
            f"watermark-{seed}", level, codes, {"watermark_found": True}, ("graphic_found", "text_found")
        )


def _graphics() -> Iterator[Sample]:
    red, green, ink, sun = (206, 40, 50), (24, 120, 72), (30, 34, 44), (240, 178, 20)
    stars = over.both(*(over.shape(over.star(), sun, (0.3 + 0.1 * n, 0.9), 0.042) for n in range(5)))
    arrow = ((-1, -0.25), (0.2, -0.25), (0.2, -0.7), (1, 0), (0.2, 0.7), (0.2, 0.25), (-1, 0.25))
    tick = ((-0.6, 0.0), (-0.35, -0.25), (-0.1, 0.05), (0.5, -0.6), (0.7, -0.4), (-0.1, 0.5))
    swatches = over.both(
        *(over.disc((0.26 + 0.16 * n, 0.92), 0.05, tone) for n, tone in enumerate((GOLD, ROSE, SILVER, ink)))
    )
    looks = (
        ("fail", "solitaire", "white", over.shape(((0, 0), (0.32, 0), (0, 0.32)), red)),
        ("fail", "halo", "paper", over.shape(over.star(14, 0.8), red, (0.84, 0.16), 0.13)),
        ("fail", "tennis", "slate", stars),
        ("fail", "rose band", "marble", over.shape(over.heart(), (226, 60, 110), (0.86, 0.14), 0.09)),
        (
            "fail",
            "drops",
            "oak",
            over.both(
                over.disc((0.13, 0.87), 0.09, green), over.shape(tick, (255, 255, 255), (0.13, 0.87), 0.08)
            ),
        ),
        ("fail", "signet", "linen", over.shape(arrow, ink, (0.14, 0.5), 0.1)),
        ("fail", "hoops", "white", over.shape(((0, 0.86), (1, 0.86), (1, 1), (0, 1)), (30, 80, 140))),
        (
            "fail",
            "turquoise",
            "paper",
            over.shape(((0.7, 0), (0.84, 0), (0.84, 0.3), (0.77, 0.24), (0.7, 0.3)), (120, 40, 130)),
        ),
        ("just fail", "bangle", "white", swatches),
        ("just fail", "studs", "paper", over.shape(over.heart(), ink, (0.93, 0.07), 0.04)),
        ("just fail", "loose", "granite", over.disc((0.9, 0.9), 0.055, red)),
    )
    for seed, (level, name, ground, draw) in enumerate(looks):
        codes = over.drawn(shown(name, ground, 140 + seed, 0.5), draw)
        unsure = ("watermark_found", "inset_found", "drawn_border_found")
        yield sample(f"graphic-{seed}", level, codes, {"graphic_found": True}, unsure)


def _framed() -> Iterator[Sample]:
    black, gold, grey = (16, 16, 18), (190, 150, 80), (150, 150, 154)
    lines = (
        ("fail", "solitaire", "white", over.frame(black, 0.02)),
        ("fail", "halo", "paper", over.frame(gold, 0.012, 0.03)),
        ("fail", "tennis", "oak", over.frame((250, 250, 250), 0.035)),
        (
            "fail",
            "drops",
            "blue",
            over.both(over.frame((255, 255, 255), 0.008, 0.02), over.frame((255, 255, 255), 0.014, 0.04)),
        ),
        ("fail", "signet", "marble", over.frame((120, 30, 50), 0.03, 0.0)),
        ("fail", "rose band", "paper", over.frame((60, 100, 90), 0.01, 0.04, dash=0.05)),
        ("just fail", "hoops", "white", over.frame(grey, 0.006)),
        ("just fail", "studs", "granite", over.frame((252, 252, 252), 0.01, 0.025, round_by=0.06)),
    )
    unsure = ("graphic_found", "inset_found")
    for seed, (level, name, ground, draw) in enumerate(lines):
        codes = over.drawn(shown(name, ground, 160 + seed), draw)
        yield sample(f"border-line-{seed}", level, codes, {"drawn_border_found": True}, unsure)
    mats = (
        ("turquoise", "slate", (255, 255, 255), (0.07, 0.07, 0.07, 0.2), 0.0),
        ("pearls", "oak", (238, 226, 226), (0.06,) * 4, 0.05),
        ("loose", "linen", (20, 22, 26), (0.05,) * 4, 0.0),
    )
    for seed, (name, ground, ink, margins, by) in enumerate(mats):
        left, top, right, bottom = margins
        codes = over.matted(shown(name, ground, 170 + seed), ink, (left, top, right, bottom), by)
        yield sample(f"border-mat-{seed}", "fail", codes, {"drawn_border_found": True}, unsure)
    askew = [Body(slab((0, 0.012, 0), (0.8, 0.012, 0.8), 0.004, turned(5)), (250, 249, 246))]
    sheet = things.staged(GROUNDS["oak"], askew, height_deg=74, target=(0, 0, 0))
    yield sample(
        "border-sheet-askew", "just pass", taken(laid(sheet, "halo", 0.5), 176), {}, ("packaging_found",)
    )


def _set_in() -> Iterator[Sample]:
    look = over.second_view
    close = taken(alone("halo", "slate", 1.1, (0.5, 0.7)), 181)
    wood = taken(alone("solitaire", "oak", 0.8), 182)
    soft = taken(alone("tennis", "slate", 0.9), 183)
    white, gold = (255, 255, 255), (190, 150, 80)
    makes: tuple[tuple[str, str, str, Callable[[Codes], Codes]], ...] = (
        ("fail", "halo", "white", lambda codes: look(codes, close, (0.66, 0.66, 0.3, 0.3))),
        (
            "fail",
            "solitaire",
            "paper",
            lambda codes: look(codes, wood, (0.03, 0.03, 0.32, 0.32), rim=white, thick=6),
        ),
        (
            "fail",
            "tennis",
            "oak",
            lambda codes: look(codes, soft, (0.64, 0.05, 0.31, 0.31), disc=True, rim=gold),
        ),
        ("fail", "halo", "marble", lambda codes: look(codes, close, (0.7, 0.0, 0.3, 1.0))),
        (
            "fail",
            "solitaire",
            "granite",
            lambda codes: look(codes, wood, (0.04, 0.64, 0.3, 0.32), shadow=True),
        ),
        (
            "fail",
            "tennis",
            "blue",
            lambda codes: look(look(codes, soft, (0.05, 0.7, 0.25, 0.25)), close, (0.34, 0.7, 0.25, 0.25)),
        ),
        ("fail", "halo", "linen", lambda codes: look(codes, close, (0.05, 0.05, 0.3, 0.3), disc=True)),
        (
            "fail",
            "solitaire",
            "night",
            lambda codes: look(codes, soft, (0.66, 0.06, 0.28, 0.36), corner=0.04),
        ),
        ("just fail", "tennis", "white", lambda codes: look(codes, soft, (0.76, 0.76, 0.2, 0.2))),
        ("just fail", "halo", "slate", lambda codes: look(codes, wood, (0.76, 0.06, 0.2, 0.2), disc=True)),
    )
    for seed, (level, name, ground, make) in enumerate(makes):
        at = (0.38 if seed == 3 else 0.5, 0.46)
        codes = make(shown(name, ground, 190 + seed, 0.52, at))
        unsure = ("graphic_found", "drawn_border_found")
        yield sample(f"inset-{seed}", level, codes, {"inset_found": True}, unsure)
