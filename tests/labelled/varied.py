"""A third set to tune on: boxes, cards, bags, busts, people, insets and pieces alone, many kinds of each.

Stands, cones, pillows and trays are packaging: the customer will not receive them. A bust is a neck with shoulders, of
whatever stuff, whole or flat.
"""

from collections.abc import Callable, Iterator

import cv2
import numpy as np

from tests.labelled.plain import plain
from tests.labelled.props import Color, Field, Points, Scene, slow
from tests.labelled.samples import NOTHING_LAID_OVER, Codes, Sample, saved
from tests.labelled.single import alone, set_in
from tests.labelled.worn import worn

ALONE = {"person_found": False, "bust_found": False, "packaging_found": False, "inset_found": False}
PACKAGING = {"person_found": False, "bust_found": False, "packaging_found": True, "inset_found": False}
INSET = {"person_found": False, "bust_found": False, "packaging_found": False, "inset_found": True}


def varied() -> Iterator[Sample]:
    """Yield the pictures."""
    makers: tuple[tuple[str, Callable[[], Iterator[Scene]], dict[str, bool]], ...] = (
        ("box", _open_boxes, PACKAGING), ("lid", _shaped_boxes, PACKAGING), ("card", _cards, PACKAGING),
        ("bag", _bags, PACKAGING), ("stand", _stands, PACKAGING),
    )  # fmt: skip
    for name, maker, truth in makers:
        for number, scene in enumerate(maker()):
            yield _sample(f"{name}-{number}", scene.taken(), truth)
    for number, scene in enumerate(alone()):
        yield _sample(f"alone-{number}", scene.taken(), NOTHING_LAID_OVER)
    for number, codes in enumerate(plain()):
        yield _sample(f"plain-{number}", codes, ALONE)
    for number, codes in enumerate(set_in()):
        yield _sample(f"inset-{number}", codes, INSET)
    for name, codes, truth in worn():
        yield _sample(name, codes, truth)


def _sample(name: str, codes: Codes, truth: dict[str, bool]) -> Sample:
    level = "fail" if True in truth.values() else "pass"
    return Sample(f"varied-{name}", level, saved(codes, quality=92, subsampling=2), dict(truth))


def _open_boxes() -> Iterator[Scene]:
    """Ring boxes from the front and a little above: lid up, a cushion with a slot, the ring in it."""
    looks: tuple[tuple[Color, Color, Color], ...] = (
        ((252, 252, 252), (36, 40, 62), (238, 234, 226)), ((246, 244, 240), (244, 242, 238), (250, 249, 246)),
        ((232, 232, 234), (122, 30, 44), (26, 24, 26)), ((253, 253, 253), (206, 224, 222), (246, 246, 244)),
        ((240, 236, 228), (196, 160, 112), (232, 214, 186)), ((250, 250, 250), (28, 28, 30), (34, 34, 38)),
        ((255, 255, 255), (236, 204, 204), (250, 240, 238)),
    )  # fmt: skip
    rings = (
        "round-diamond-solitaire-yellow",
        "milgrain-band-rose",
        "emerald-halo-ring-front",
        "onyx-signet-silver",
    )
    for number, (ground, shell, cushion) in enumerate(looks):
        scene = Scene(number, ground, fall=(4, 10, 16)[number % 3])
        wide, left, top = 0.24 + 0.04 * (number % 3), 0.5 + 0.06 * (number % 2), 0.16 + 0.05 * (number % 3)
        _open_box(scene, (left, top, wide), shell, cushion, rings[number % 4])
        yield scene


def _open_box(
    scene: Scene, place: tuple[float, float, float], shell: Color, cushion: Color, ring: str
) -> None:
    middle, top, wide = place
    lean = 0.03
    lid = [
        (middle - wide + lean, top),
        (middle + wide - lean, top),
        (middle + wide, top + 0.27),
        (middle - wide, top + 0.27),
    ]
    inner = [(middle - wide * 0.84 + lean, top + 0.035), (middle + wide * 0.84 - lean, top + 0.035),
             (middle + wide * 0.86, top + 0.27), (middle - wide * 0.86, top + 0.27)]  # fmt: skip
    front = [(middle - wide, top + 0.36), (middle + wide, top + 0.36), (middle + wide * 0.96, top + 0.6),
             (middle - wide * 0.96, top + 0.6)]  # fmt: skip
    seat = [
        (middle - wide, top + 0.26),
        (middle + wide, top + 0.26),
        (middle + wide, top + 0.37),
        (middle - wide, top + 0.37),
    ]
    scene.body(scene.polygon(lid, rounded=7), shell, texture="velvet")
    scene.body(scene.polygon(inner, rounded=4), cushion, texture="velvet", shadow=0.1)
    scene.body(scene.polygon(seat, rounded=3), cushion, texture="velvet")
    slot = scene.line([(middle - wide * 0.5, top + 0.315), (middle + wide * 0.5, top + 0.315)], 5)
    scene.shade(slot, 0.45, 2)
    below = (scene.y > (top + 0.318) * scene.height).astype(np.float32)
    scene.lay(ring, 0.24, (middle, top + 0.235), hidden=cv2.GaussianBlur(below, (0, 0), 0.8))
    scene.body(scene.polygon(front, rounded=5), shell, texture="velvet", shadow=0.3)


def _shaped_boxes() -> Iterator[Scene]:
    """Round, six-sided and heart-shaped boxes from above; boxes that the frame cuts; a closed one behind the piece."""
    round_box = Scene(20, (248, 247, 245))
    _tray(round_box, round_box.ellipse((0.5, 0.52), (0.36, 0.36)), 0.05, (164, 196, 188), (246, 244, 240))
    round_box.lay("ruby-stud-earrings", 0.3, (0.5, 0.52))
    yield round_box
    pale = Scene(21, (254, 254, 254), fall=3)
    _tray(pale, pale.ellipse((0.48, 0.5), (0.33, 0.33)), 0.045, (243, 241, 238), (249, 248, 246))
    pale.lay("heart-pendant-rose", 0.36, (0.48, 0.5))
    yield pale
    for number, (sides, color) in enumerate(((6, (58, 92, 74)), (8, (212, 186, 150)))):
        scene = Scene(22 + number, (244, 243, 241), fall=12)
        turns = np.arange(sides) * 2 * np.pi / sides + 0.3
        outline = [(0.5 + 0.35 * np.cos(a), 0.5 + 0.35 * np.sin(a)) for a in turns]
        _tray(scene, scene.polygon(outline, rounded=4), 0.05, color, (228, 222, 214))
        scene.lay(("silver-cuff", "signet-ring-gold")[number], 0.34)
        yield scene
    heart = Scene(24, (251, 250, 250))
    angle = np.linspace(0, 2 * np.pi, 80)
    across, down = (
        np.sin(angle) ** 3,
        -(13 * np.cos(angle) - 5 * np.cos(2 * angle) - 2 * np.cos(3 * angle)) / 16,
    )
    _tray(
        heart,
        heart.polygon(
            [(0.5 + 0.36 * a, 0.47 + 0.34 * b) for a, b in zip(across, down, strict=True)], rounded=3
        ),
        0.05,
        (176, 30, 52),
        (240, 226, 222),
    )
    heart.lay("round-diamond-solitaire-white", 0.24, (0.5, 0.45))
    yield heart
    yield from _cut_boxes()


def _tray(scene: Scene, outline: Field, rim: float, shell: Color, lining: Color) -> None:
    """A shallow box from above: its rim, and the lining within."""
    px = round(rim * scene.width)
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * px + 1, 2 * px + 1))
    scene.body(outline, shell, height=scene.swell(outline, 16), texture="card", shadow=0.3)
    inner = np.asarray(cv2.erode(outline, disc), np.float32)
    scene.body(inner, lining, texture="velvet", shadow=0.0)
    edge = np.clip(
        inner - cv2.warpAffine(inner, np.float32([[1, 0, 9], [0, 1, 12]]), (scene.width, scene.height)), 0, 1
    )
    scene.shade(np.asarray(edge, np.float32), 0.72, 5)


def _cut_boxes() -> Iterator[Scene]:
    outlines: tuple[tuple[Points, Color, str], ...] = (
        ([(0.62, -0.1), (1.1, 0.02), (1.1, 0.42), (0.56, 0.34)], (44, 46, 92), "polished-bangle-gold"),
        ([(-0.1, 0.5), (0.38, 0.58), (0.32, 1.1), (-0.1, 1.1)], (228, 220, 208), "oval-sapphire-halo-front"),
        ([(-0.1, 0.62), (1.1, 0.55), (1.1, 1.1), (-0.1, 1.1)], (190, 150, 104), "gold-watch-black-leather"),
    )
    for number, (outline, color, name) in enumerate(outlines):
        scene = Scene(26 + number, (249, 248, 246))
        scene.body(scene.polygon(outline), color, texture="card", shadow=0.35)
        ribbon = [
            (0.2 * a[0] + 0.8 * b[0], 0.2 * a[1] + 0.8 * b[1])
            for a, b in ((outline[0], outline[1]), (outline[3], outline[2]))
        ]
        scene.body(scene.line(ribbon, 26), (214, 196, 160), gloss=0.2, shadow=0.2)
        scene.lay(name, 0.46, ((0.36, 0.6), (0.62, 0.36), (0.5, 0.42))[number])
        yield scene
    closed = Scene(29, (236, 236, 238), fall=14)
    closed.body(
        closed.polygon([(0.48, 0.12), (0.88, 0.16), (0.86, 0.5), (0.46, 0.46)]), (240, 240, 238), shadow=0.3
    )
    closed.body(
        closed.polygon([(0.46, 0.46), (0.86, 0.5), (0.84, 0.62), (0.47, 0.57)]), (206, 206, 206), shadow=0.3
    )
    closed.lay("figaro-bracelet-rose", 0.5, (0.36, 0.68))
    yield closed


def _cards() -> Iterator[Scene]:
    """Cards: a necklace threaded through slits, earrings through holes, a folded one that stands."""
    for number, (ground, color) in enumerate((
        ((252, 252, 252), (226, 206, 182)), ((255, 255, 255), (249, 248, 245)), ((234, 230, 224), (40, 42, 44)),
        ((248, 248, 248), (222, 232, 226)),
    )):  # fmt: skip
        scene = Scene(40 + number, ground, size=((720, 720), (600, 780))[number % 2], fall=5)
        tilt = (0.03, -0.02, 0.012, 0.05)[number]
        card = [(0.2 + tilt, 0.1), (0.8 + tilt, 0.1 + tilt), (0.8 - tilt, 0.9), (0.2 - tilt, 0.9 - tilt)]
        scene.body(scene.polygon(card, rounded=5), color, shadow=0.18)
        scene.lay(
            ("diamond-disc-necklace", "heart-pendant-rose", "emerald-halo-pendant", "diamond-disc-necklace")[
                number
            ],
            0.66,
            (0.5, 0.48),
        )
        for x in (0.34, 0.66):
            scene.shade(scene.line([(x - 0.02, 0.17), (x + 0.02, 0.17)], 4), 0.3, 0.8)
        yield scene
    for number, (ground, color) in enumerate((
        ((250, 249, 247), (244, 240, 232)), ((226, 226, 224), (186, 146, 104)), ((255, 255, 255), (242, 216, 220)),
    )):  # fmt: skip
        scene = Scene(46 + number, ground)
        shape = scene.ellipse((0.5, 0.5), (0.3, 0.34)) if number == 2 else scene.polygon(
            [(0.26, 0.16), (0.74, 0.16), (0.74, 0.84), (0.26, 0.84)], rounded=12)  # fmt: skip
        scene.body(shape, color, shadow=0.2)
        scene.shade(scene.ellipse((0.5, 0.24), (0.025, 0.025)), 0.5, 1)
        scene.lay(
            ("pearl-stud-earrings", "amethyst-drop-earrings", "leaf-drop-earrings-rose")[number % 2],
            0.34,
            (0.5, 0.52),
        )
        yield scene
    standing = Scene(49, (243, 243, 243), fall=12)
    standing.body(
        standing.polygon([(0.3, 0.14), (0.7, 0.1), (0.72, 0.78), (0.31, 0.84)]), (250, 248, 244), shadow=0.3
    )
    standing.body(
        standing.polygon([(0.7, 0.1), (0.78, 0.2), (0.79, 0.74), (0.72, 0.78)]), (196, 192, 186), shadow=0.1
    )
    standing.lay("ruby-stud-earrings", 0.28, (0.5, 0.45))
    yield standing


def _bags() -> Iterator[Scene]:
    """Pouches of velvet and organza, and gift bags with handles."""
    for number, (color, texture) in enumerate((
        ((88, 24, 60), "velvet"), ((236, 230, 220), "linen"), ((30, 34, 40), "velvet"), ((240, 222, 214), "organza"),
    )):  # fmt: skip
        scene = Scene(60 + number, ((251, 250, 249), (228, 226, 222))[number % 2])
        _pouch(scene, (0.5 if number % 2 else 0.6, 0.5), color, texture)
        at = (0.5, 0.66) if number % 2 else (0.32, 0.74)
        scene.lay(
            ("curb-bracelet-silver", "turquoise-cabochon-ring", "stacking-rings-silver", "thin-wire-hoops")[
                number
            ],
            0.34,
            at,
        )
        yield scene
    for number, (front, side) in enumerate(
        (((238, 238, 236), (206, 206, 206)), ((40, 90, 98), (28, 64, 72)))
    ):
        scene = Scene(66 + number, (250, 250, 250), size=(640, 760), fall=9)
        rope = [(0.38 + 0.24 * t, 0.34 - 0.2 * np.sin(np.pi * t)) for t in np.linspace(0, 1, 24)]
        scene.body(scene.line(rope, 7), (200, 170, 120), shadow=0.1)
        scene.body(scene.polygon([(0.28, 0.32), (0.68, 0.3), (0.7, 0.8), (0.27, 0.84)]), front, shadow=0.25)
        scene.body(scene.polygon([(0.68, 0.3), (0.8, 0.27), (0.81, 0.74), (0.7, 0.8)]), side, shadow=0.1)
        scene.lay("arrival-figaro-bracelet", 0.46, (0.44, 0.78))
        yield scene


def _pouch(scene: Scene, at: tuple[float, float], color: Color, texture: str) -> None:
    angle = np.linspace(0, 2 * np.pi, 90)
    reach = 0.27 * (1 - 0.06 * np.cos(3 * angle) + 0.05 * np.sin(2 * angle))
    sack = [
        (at[0] + r * np.cos(a), at[1] + 0.1 + 0.9 * r * np.sin(a)) for a, r in zip(angle, reach, strict=True)
    ]
    neck = [
        (at[0] - 0.16, at[1] - 0.34),
        (at[0] + 0.15, at[1] - 0.36),
        (at[0] + 0.1, at[1] - 0.12),
        (at[0] - 0.1, at[1] - 0.12),
    ]
    cover = np.maximum(scene.polygon(sack, rounded=6), scene.polygon(neck, rounded=5))
    folds = 26 * np.sin(0.06 * scene.x + 1.6 * slow(scene.rng, scene.width, scene.height)) * np.exp(
        -(((scene.y / scene.height - at[1] + 0.14) / 0.14) ** 2))  # fmt: skip
    height = scene.swell(cover, 90) * 0.8 + folds.astype(np.float32) * 0.3
    scene.body(cover, color, height=height, texture=texture)
    scene.body(
        scene.line([(at[0] - 0.11, at[1] - 0.13), (at[0] + 0.11, at[1] - 0.14)], 7),
        (190, 168, 120),
        shadow=0.2,
    )


def _stands() -> Iterator[Scene]:
    """What is neither box nor bust: a bar, a pillow, a cone, a finger, a tray, a slab."""
    bar = Scene(80, (246, 246, 246))
    rod, height = bar.limb([(0.14, 0.3), (0.86, 0.3)], (0.075, 0.075))
    bar.body(
        bar.polygon([(0.46, 0.3), (0.54, 0.3), (0.55, 0.84), (0.45, 0.84)]), (228, 224, 216), texture="velvet"
    )
    bar.body(bar.ellipse((0.5, 0.86), (0.2, 0.05)), (222, 218, 210), texture="velvet", shadow=0.3)
    bar.body(rod, (232, 228, 220), height=height, texture="velvet")
    bar.lay("diamond-tennis-bracelet", 0.3, (0.44, 0.36), turn=80)
    yield bar
    for number, color in enumerate(((60, 58, 62), (240, 236, 230))):
        pillow = Scene(81 + number, (248, 248, 250))
        cushion = pillow.softened(pillow.polygon([(0.18, 0.32), (0.82, 0.3), (0.85, 0.72), (0.16, 0.74)]), 26)
        pillow.body(cushion, color, height=pillow.swell(cushion, 120), texture="velvet", shadow=0.3)
        pillow.lay(
            ("steel-watch-blue-dial", "polished-bangle-gold")[number],
            0.5,
            (0.5, 0.51),
            turn=70 * (1 - number),
        )
        yield pillow
    for number, (color, texture) in enumerate(
        (((222, 188, 148), "wood"), ((246, 245, 243), "card"), ((34, 34, 36), "velvet"))
    ):
        cone = Scene(84 + number, (240, 239, 238) if number else (250, 250, 249), size=(600, 760))
        cover, height = cone.limb([(0.5, 0.2), (0.5, 0.84)], (0.05, 0.2))
        cover *= (cone.y < 0.86 * cone.height).astype(np.float32)
        cone.body(cover, color, height=height, texture=texture, shadow=0.25)
        cone.lay(
            ("round-diamond-solitaire-top", "signet-ring-gold", "milgrain-band-rose")[number],
            0.34,
            (0.5, 0.5),
        )
        yield cone
    slab = Scene(88, (242, 241, 239), fall=14)
    slab.body(
        slab.polygon([(0.08, 0.6), (0.86, 0.56), (1.1, 0.8), (1.1, 1.1), (-0.1, 1.1), (-0.1, 0.84)]),
        (206, 204, 200),
        texture="velvet",
        shadow=0.2,
    )
    slab.lay("turquoise-cabochon-ring", 0.42, (0.5, 0.52))
    yield slab
