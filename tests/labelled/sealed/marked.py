"""Pictures something was laid over afterwards, or that were taken out of focus."""

from collections.abc import Iterator
from functools import lru_cache

import numpy as np
from PIL import Image

from tests.labelled.samples import Codes, Sample
from tests.labelled.sealed import jewels, made, overlays, pieces, props, stuffs
from tests.labelled.sealed.canvas import rgb
from tests.labelled.sealed.lighting import shot
from tests.labelled.sealed.made import sample

NIGHT = (24, 28, 44)
RED, GOLDEN, TEAL, SNOW, COAL = (196, 22, 40), (176, 132, 52), (20, 116, 118), (255, 255, 255), (20, 20, 20)
SCENES: dict[str, made.Draw] = {
    "halo": lambda: shot(
        pieces.ring_stage(pieces.WHITE, made.TENT, stuffs.SILVER, gem=jewels.SAPPHIRE, view=5.2, turn=-20)
    ),
    "solo": lambda: shot(
        pieces.ring_stage(
            stuffs.paper(rgb("c9ccd0")), made.LEFT, stuffs.ROSE, view=6.4, size=(1200, 900), pave=0
        )
    ),
    "oak": lambda: shot(
        pieces.ring_stage(
            stuffs.wood(rgb("8f6238"), scale=0.2),
            made.WARM,
            stuffs.GOLD,
            gem=jewels.RUBY,
            view=6,
            size=(1200, 1000),
        )
    ),
    "night": lambda: shot(
        pieces.ring_stage(
            stuffs.plaster(rgb("17181c"), rough=0.02), made.DIM, stuffs.GOLD, gem=jewels.EMERALD, view=5.4
        )
    ),
    "loop": lambda: shot(pieces.chain_stage(pieces.WHITE, made.TENT, stuffs.GOLD, seed=11, kind=1)),
    "linen": lambda: shot(
        pieces.chain_stage(
            stuffs.cloth(rgb("cfc3ad"), fold=0.2),
            made.LEFT,
            stuffs.SILVER,
            seed=12,
            gem=jewels.AMETHYST,
            size=(1000, 1250),
        )
    ),
    "blush": lambda: shot(
        pieces.earring_stage(stuffs.paper(made.BLUSH), made.SUN, stuffs.GOLD, kind=3, view=7)
    ),
    "drops": lambda: shot(
        pieces.earring_stage(
            pieces.WHITE, made.TENT, stuffs.SILVER, gem=jewels.EMERALD, view=6.6, size=(1000, 1200)
        )
    ),
    "marble": lambda: shot(
        pieces.earring_stage(
            stuffs.marble(rgb("efede9"), rgb("85858b")),
            made.RIGHT,
            stuffs.GOLD,
            kind=0,
            view=7.4,
            size=(1300, 1000),
        )
    ),
    "watch": lambda: shot(
        pieces.watch_stage(
            pieces.WHITE, made.TENT, stuffs.GOLD, stuffs.leather(rgb("2a2a2e")), view=15, size=(1000, 1300)
        )
    ),
    "diver": lambda: shot(
        pieces.watch_stage(
            stuffs.plaster(rgb("596066"), rough=0.06),
            made.LEFT,
            stuffs.STEEL,
            stuffs.STEEL,
            dial=rgb("0d3b3e"),
            view=15,
            size=(1200, 1200),
        )
    ),
    "gems": lambda: shot(
        pieces.stones_stage(
            stuffs.paper(rgb("e3e6ea")),
            made.LEFT,
            (jewels.CITRINE, jewels.SAPPHIRE, jewels.CLEAR),
            seed=9,
            view=5.6,
        )
    ),
}


def _garden() -> Codes:
    stage = pieces.ring_stage(
        stuffs.plaster(rgb("d9d2c2"), rough=0.05), made.SUN, stuffs.SILVER, view=7, pitch=48,
        size=(1250, 1000), gem=jewels.AMETHYST,
    )  # fmt: skip
    for x, y, turn in ((-2.6, 1.3, 40), (2.8, 1.4, -30), (2.6, -1.8, 20)):
        props.leaf(stage, (x, y, 0.35), 1.8, rgb("5a7d4c"), turn=turn)
    return shot(stage)


@lru_cache(maxsize=32)
def scene(name: str) -> Codes:
    """Return one of the pictures that are marked here; it is drawn once."""
    return _garden() if name == "garden" else SCENES[name]()


def flipped(name: str) -> Codes:
    """Return the picture left to right, so that no two samples are the same but for the mark."""
    return np.ascontiguousarray(scene(name)[:, ::-1])


def texts() -> Iterator[Sample]:
    """Yield words laid over, and pictures without any for the reader."""
    write = overlays.written
    drop = ("graphic_found",)
    told = {
        "sale line": ("fail", write(scene("halo"), "SUMMER SALE\n-30 %", (0.5, 0.12), 0.065, RED)),
        "name below": ("fail", write(scene("oak"), "Ruby Solitaire Ring", (0.5, 0.92), 0.05, SNOW)),
        "new in": ("fail", write(flipped("blush"), "NEW IN", (0.16, 0.1), 0.06, COAL)),
        "length measured": ("fail", overlays.measured(scene("drops"), (0.855, 0.27, 0.855, 0.7), "38 mm")),
        "width measured": (
            "fail",
            overlays.measured(flipped("halo"), (0.28, 0.88, 0.72, 0.88), "Ø 17.5 mm", (60, 60, 60)),
        ),
        "material lines": (
            "fail",
            write(scene("watch"), "18K gold plated\nSapphire glass\n5 ATM", (0.2, 0.93), 0.026, COAL),
        ),
        "free shipping": (
            "fail",
            write(scene("diver"), "FREE SHIPPING WORLDWIDE", (0.5, 0.06), 0.045, SNOW),
        ),
        "small price": ("just fail", write(scene("gems"), "from €89", (0.88, 0.93), 0.034, (70, 70, 76))),
    }
    for name, (level, codes) in told.items():
        yield sample(name, level, codes, drop=drop, text_found=True)
    for name in ("linen", "marble", "garden"):
        yield sample(f"wordless {name}", "pass", scene(name), text_found=False)


def watermarks() -> Iterator[Sample]:
    """Yield half-transparent marks, strong and faint, once and tiled."""
    mark = overlays.watermarked
    pictures = {
        "mark across": ("fail", mark(scene("solo"), "AURELIA", size=0.16, share=0.5)),
        "mark dark on white": (
            "fail",
            mark(scene("loop"), "© Nordlys Smykker", size=0.07, ink=(90, 90, 90), share=0.35),
        ),
        "mark tiled": ("fail", mark(scene("diver"), "DIAMANT ATELIER", size=0.035, share=0.4, tiled=True)),
        "mark tiled dark": (
            "fail",
            mark(scene("drops"), "preview", size=0.045, share=0.25, tiled=True, ink=(40, 40, 40)),
        ),
        "mark level": ("fail", mark(flipped("oak"), "maison-verre.com", size=0.08, angle=0, share=0.45)),
        "mark steep": ("fail", mark(scene("garden"), "SAMPLE", size=0.2, angle=52, share=0.35)),
        "mark on black": (
            "fail",
            mark(scene("night"), "Orfèvre & Co", size=0.09, angle=0, share=0.3),
        ),
        "mark faint": ("just fail", mark(flipped("linen"), "goldschmiede", size=0.1, angle=20, share=0.22)),
        "sign half clear": (
            "fail",
            overlays.blended(scene("marble"), _centred(scene("marble"), "heart", 420, SNOW), 0.55),
        ),
    }
    for name, (level, codes) in pictures.items():
        yield sample(name, level, codes, drop=("graphic_found",), watermark_found=True)


def _centred(codes: Codes, kind: str, size: int, ink: tuple[int, int, int]) -> Image.Image:
    layer = Image.new("RGBA", (codes.shape[1], codes.shape[0]), (*ink, 0))
    layer.paste(overlays.sign(kind, size, ink), ((codes.shape[1] - size) // 2, (codes.shape[0] - size) // 2))
    return layer


def graphics() -> Iterator[Sample]:
    """Yield logos, badges, stickers and icons laid over."""
    stuck, sign = overlays.stuck, overlays.sign
    swatches = ((214, 175, 92), (206, 206, 208), (214, 150, 128), (40, 40, 44))
    pictures = {
        "sale star": ("fail", stuck(scene("solo"), sign("star", 260, RED, words="SALE"), (0.85, 0.18))),
        "seal of quality": (
            "fail",
            stuck(flipped("watch"), sign("seal", 230, GOLDEN, words="100%\nREAL"), (0.18, 0.12)),
        ),
        "monogram": ("fail", stuck(scene("loop"), sign("seal", 170, NIGHT, words="A·M"), (0.88, 0.1))),
        "ring logo": ("fail", stuck(flipped("drops"), sign("ring", 190, TEAL), (0.14, 0.1))),
        "heart sticker": ("fail", stuck(flipped("marble"), sign("heart", 220, (224, 60, 96)), (0.87, 0.82))),
        "arrow to stone": ("fail", stuck(flipped("oak"), sign("arrow", 230, RED), (0.24, 0.36))),
        "color swatches": ("fail", overlays.swatched(flipped("halo"), swatches)),
        "square swatches": ("fail", overlays.swatched(flipped("diver"), swatches[:3], round_=False)),
        "small logo": ("just fail", stuck(flipped("garden"), sign("ring", 96, SNOW), (0.92, 0.09))),
    }
    for name, (level, codes) in pictures.items():
        yield sample(name, level, codes, graphic_found=True)


def borders() -> Iterator[Sample]:
    """Yield frames drawn along the edges."""
    frame = overlays.framed
    pictures = {
        "black frame": ("fail", frame(scene("blush"), 0.03, COAL)),
        "gold double frame": ("fail", frame(flipped("loop"), 0.012, GOLDEN, inset=0.02, double=True)),
        "white frame on oak": ("fail", frame(scene("oak"), 0.045, SNOW)),
        "red frame": ("fail", frame(flipped("solo"), 0.02, RED)),
        "thin frame": ("just fail", frame(scene("gems"), 0.007, (70, 70, 70), inset=0.025)),
    }
    for name, (level, codes) in pictures.items():
        yield sample(name, level, codes, drawn_border_found=True)


def insets() -> Iterator[Sample]:
    """Yield pictures with a smaller one set into them."""
    lay = overlays.with_second
    near = scene("night")[250:850, 200:800]
    pictures = {
        "corner box": lay(scene("halo"), scene("night"), (0.82, 0.82), 0.3),
        "corner circle": lay(flipped("loop"), scene("oak"), (0.84, 0.2), 0.32, shape="circle"),
        "circle with gold rim": lay(
            scene("diver"), scene("solo"), (0.19, 0.8), 0.3, shape="circle", rim=GOLDEN
        ),
        "box without rim": lay(scene("blush"), scene("diver"), (0.84, 0.81), 0.34, rim=None),
        "magnified stone": lay(flipped("drops"), near, (0.24, 0.82), 0.28, shape="circle", rim=COAL),
        "two circles": lay(
            lay(scene("watch"), scene("gems"), (0.2, 0.12), 0.19, shape="circle"),
            scene("blush"),
            (0.8, 0.12),
            0.19,
            shape="circle",
        ),
        "box on linen": lay(scene("linen"), scene("garden"), (0.77, 0.15), 0.24),
    }
    for name, codes in pictures.items():
        yield sample(name, "fail", codes, inset_found=True)
    column = overlays.strip(scene("halo"), [scene("solo"), scene("marble"), scene("drops")])
    yield sample("strip at the side", "fail", column, drop=("drawn_border_found",), inset_found=True)


def blurs() -> Iterator[Sample]:
    """Yield pictures out of focus or shaken."""
    smear = overlays.smeared
    pictures = {
        "out of focus": smear(scene("halo"), defocus=14),
        "far out of focus": smear(scene("oak"), defocus=24),
        "chain out of focus": smear(scene("linen"), defocus=12),
        "shaken": smear(scene("marble"), shake=(46, 18)),
        "shaken upward": smear(flipped("watch"), shake=(8, 52)),
    }
    for name, codes in pictures.items():
        yield sample(name, "fail", codes, blurred=True)


def laid_over() -> Iterator[Sample]:
    """Yield all pictures of this module."""
    for kind in (texts, watermarks, graphics, borders, insets, blurs):
        yield from kind()
