"""People and busts that wear a piece, for the pictures of ``varied``."""

from collections.abc import Iterator

import numpy as np

from tests.labelled.props import Color, Field, Points, Scene, slow
from tests.labelled.samples import Codes

PERSON = {"person_found": True, "bust_found": False, "packaging_found": False, "inset_found": False}
BUST = {"person_found": False, "bust_found": True, "packaging_found": False, "inset_found": False}
TONES: tuple[Color, ...] = (
    (244, 212, 194), (226, 182, 152), (204, 152, 120), (164, 112, 82), (122, 80, 58), (88, 58, 46),
)  # fmt: skip


def worn() -> Iterator[tuple[str, Codes, dict[str, bool]]]:
    """Yield the pictures, named, with what is in them."""
    for number, scene in enumerate(_hands()):
        yield f"hand-{number}", scene.taken(focus=2.6 if number == 6 else 0.7), PERSON
    for number, scene in enumerate(_necks()):
        yield f"neck-{number}", scene.taken(focus=0.8), PERSON
    for number, scene in enumerate(_ears()):
        yield f"ear-{number}", scene.taken(focus=0.8), PERSON
    for number, scene in enumerate(_busts()):
        yield f"bust-{number}", scene.taken(), BUST


def _skin(
    scene: Scene, points: Points, radii: tuple[float, ...], tone: Color, *, shadow: float = 0.2
) -> None:
    cover, height = scene.limb(points, radii)
    scene.body(cover, tone, height=0.8 * height, texture="skin", gloss=0.05, shadow=shadow)


def _finger(
    scene: Scene, base: tuple[float, float], tip: tuple[float, float], size: float, tone: Color
) -> None:
    """A finger with its nail and the folds over its joints."""
    along = np.array(tip) - base
    bend = np.array(base) + 0.55 * along + 0.02 * np.array((along[1], -along[0]))
    _skin(scene, [base, tuple(bend), tip], (1.06 * size, size, 0.78 * size), tone)
    angle = float(np.degrees(np.arctan2(along[1], along[0])))
    nail = scene.ellipse(tuple(np.array(tip) - 0.0 * along), (0.72 * size, 0.5 * size), angle)
    pink = (min(255, tone[0] + 14), tone[1], tone[2])
    scene.body(nail, pink, height=scene.swell(nail, 12), texture="card", gloss=0.25, shadow=0.1)
    across = np.array((-along[1], along[0])) / np.hypot(*along) * 0.6 * size
    for share in (0.5, 0.54, 0.78):
        at = np.array(base) + share * along
        scene.shade(scene.line([tuple(at - across), tuple(at + across)], 2), 0.84, 1.4)


def _hands() -> Iterator[Scene]:
    yield _spread_hand(TONES[1], 1)
    yield _spread_hand(TONES[4], 2)
    pinch = Scene(203, (247, 247, 246))
    _skin(pinch, [(1.1, 0.9), (0.8, 0.7), (0.6, 0.56)], (0.13, 0.1, 0.075), TONES[0])
    _finger(pinch, (1.0, 0.42), (0.52, 0.5), 0.066, TONES[0])
    pinch.lay("oval-sapphire-halo-front", 0.34, (0.42, 0.44))
    yield pinch
    fist = Scene(204, (236, 234, 230), fall=14)
    _skin(fist, [(0.5, 1.2), (0.5, 0.78)], (0.26, 0.25), TONES[2])
    for number in range(4):
        x = 0.26 + 0.15 * number
        _finger(fist, (x, 0.78), (x + 0.02 * (number - 1.5), 0.44 + 0.03 * abs(number - 1.4)), 0.07, TONES[2])
    fist.lay("emerald-halo-ring-front", 0.16, (0.42, 0.6))
    yield fist
    yield from _arms()
    yield from _tips()


def _arms() -> Iterator[Scene]:
    wrist = Scene(205, (250, 249, 248))
    _skin(wrist, [(-0.2, 0.62), (0.5, 0.5), (0.82, 0.44), (1.2, 0.4)], (0.19, 0.15, 0.17, 0.22), TONES[3])
    wrist.lay("curb-bracelet-silver", 0.36, (0.5, 0.5), turn=70)
    yield wrist
    palm = Scene(206, (226, 228, 230))
    _skin(palm, [(0.5, 1.2), (0.48, 0.66)], (0.3, 0.28), TONES[0])
    for number, x in enumerate((0.24, 0.4, 0.56, 0.72)):
        _skin(
            palm,
            [(x, 0.6), (x + 0.04 * (number - 1.5), 0.12 + 0.05 * abs(number - 1.5))],
            (0.078, 0.06),
            TONES[0],
        )
    _skin(palm, [(0.72, 0.86), (0.98, 0.52)], (0.1, 0.065), TONES[0])
    for fold in ([(0.28, 0.66), (0.5, 0.62), (0.66, 0.7)], [(0.3, 0.76), (0.46, 0.74), (0.6, 0.86)]):
        palm.shade(palm.line(fold, 3), 0.8, 2)
    palm.lay("heart-pendant-rose", 0.3, (0.48, 0.76))
    yield palm
    soft = Scene(207, (244, 243, 241))
    _skin(soft, [(0.1, 1.1), (0.2, 0.7), (0.34, 0.44)], (0.12, 0.1, 0.08), TONES[2])
    _skin(soft, [(0.36, 1.1), (0.44, 0.74), (0.48, 0.5)], (0.12, 0.1, 0.08), TONES[2])
    soft.lay("signet-ring-gold", 0.3, (0.44, 0.34))
    yield soft
    yield _sleeve()


def _tips() -> Iterator[Scene]:
    tip = Scene(209, (253, 253, 253))
    _finger(tip, (-0.1, 0.7), (0.24, 0.56), 0.085, TONES[5])
    tip.lay("polished-bangle-gold", 0.6, (0.56, 0.46))
    yield tip
    above = Scene(210, (243, 240, 236), size=(800, 600))
    _finger(above, (0.62, -0.2), (0.58, 0.34), 0.07, TONES[1])
    _finger(above, (0.4, -0.2), (0.44, 0.36), 0.062, TONES[1])
    above.lay("diamond-disc-necklace", 0.44, (0.51, 0.66))
    yield above


def _spread_hand(tone: Color, number: int) -> Scene:
    """A hand from the side, flat, its fingers pointing across."""
    scene = Scene(200 + number, ((250, 250, 250), (230, 226, 220))[number % 2], size=(800, 640))
    flip = number == 2
    side = (lambda x: 1 - x) if flip else (lambda x: x)
    _skin(scene, [(side(1.2), 0.7), (side(0.8), 0.58), (side(0.66), 0.52)], (0.16, 0.15, 0.15), tone)
    _skin(scene, [(side(0.84), 0.8), (side(0.56), 0.86)], (0.07, 0.05), tone)
    for each, (y, length) in enumerate(((0.72, 0.3), (0.58, 0.38), (0.44, 0.42), (0.31, 0.3))):
        _finger(scene, (side(0.62), y - 0.03), (side(0.58 - length), y - 0.05 + 0.02 * each), 0.05, tone)
    scene.lay(
        ("milgrain-band-rose", "round-diamond-solitaire-yellow")[number % 2],
        0.13,
        (side(0.42), 0.41),
        turn=70,
    )
    return scene


def _sleeve() -> Scene:
    scene = Scene(208, (248, 248, 247))
    _skin(scene, [(0.6, 0.66), (0.36, 0.44)], (0.12, 0.1), TONES[1])
    for number in range(3):
        _finger(
            scene,
            (0.4 + 0.05 * number, 0.4 + 0.05 * number),
            (0.22 + 0.1 * number, 0.2 + 0.03 * number),
            0.05,
            TONES[1],
        )
    cover, height = scene.limb([(1.2, 1.15), (0.62, 0.68)], (0.24, 0.18))
    folds = 10 * np.sin(0.05 * (scene.x + scene.y) + 1.5 * slow(scene.rng, 720, 720))
    scene.body(cover, (40, 44, 60), height=0.7 * height + folds.astype(np.float32), texture="linen")
    scene.lay("silver-cuff", 0.28, (0.52, 0.58), turn=-40)
    return scene


def _torso(scene: Scene, *, neck: float, shoulder: float, top: float, slope: float) -> Field:
    """The cover of a neck that widens into shoulders."""
    y = scene.y / scene.height
    share = 1 / (1 + np.exp(-(y - slope) * 16))
    half = neck + (shoulder - neck) * share + 0.03 * np.maximum(0.2 - np.abs(y - top), 0)
    cover = np.clip((half - np.abs(scene.x / scene.width - 0.5)) * scene.width, 0, 1) * (y >= top)
    return np.asarray(cover, np.float32)


def _necks() -> Iterator[Scene]:
    for number, tone in enumerate((TONES[0], TONES[2], TONES[4], TONES[1])):
        ground: Color = ((246, 245, 244), (214, 216, 220), (240, 238, 236), (252, 252, 252))[number]
        scene = Scene(220 + number, ground, size=((720, 720), (640, 800))[number % 2])
        cover = _torso(scene, neck=0.19, shoulder=0.62, top=-1, slope=(0.42, 0.5, 0.36, 0.46)[number])
        height = scene.swell(cover, 130) + 8 * slow(scene.rng, scene.width, scene.height, 5)
        scene.body(cover, tone, height=height, texture="skin", gloss=0.05)
        for side in (-1, 1):
            bone = [(0.5 + side * 0.05, 0.66), (0.5 + side * 0.2, 0.61), (0.5 + side * 0.42, 0.58)]
            scene.shade(scene.line(bone, 8), 1.1, 6)
            scene.shade(scene.line([(x, y + 0.03) for x, y in bone], 8), 0.82, 7)
            scene.shade(scene.line([(0.5 + side * 0.13, 0.2), (0.5 + side * 0.04, 0.62)], 9), 0.9, 9)
        if number % 2:
            cloth = scene.polygon(
                [(-0.1, 0.86), (0.3, 0.92), (0.7, 0.92), (1.1, 0.86), (1.1, 1.1), (-0.1, 1.1)], rounded=6
            )
            scene.body(cloth, (52, 58, 74), texture="linen")
        scene.lay(
            ("heart-pendant-rose", "emerald-halo-pendant", "diamond-disc-necklace", "curb-chain-gold")[
                number
            ],
            0.42,
            (0.5, 0.58),
        )
        yield scene


def _ears() -> Iterator[Scene]:
    for number, tone in enumerate((TONES[1], TONES[3])):
        scene = Scene(230 + number, ((238, 238, 240), (250, 250, 250))[number])
        cheek, height = scene.limb([(0.05, -0.2), (0.1, 0.5), (0.22, 1.2)], (0.4, 0.36, 0.3))
        scene.body(cheek, tone, height=0.7 * height, texture="skin")
        _skin(scene, [(0.5, 0.18), (0.52, 0.4), (0.46, 0.6)], (0.13, 0.14, 0.08), tone)
        for rim, factor in (([(0.42, 0.14), (0.5, 0.09), (0.6, 0.16), (0.63, 0.34), (0.56, 0.5)], 1.12),
                            ([(0.44, 0.2), (0.52, 0.17), (0.56, 0.26), (0.55, 0.4), (0.46, 0.52)], 0.7)):  # fmt: skip
            scene.shade(scene.line(rim, 14), factor, 6)
        scene.shade(scene.ellipse((0.44, 0.4), (0.03, 0.06)), 0.5, 8)
        hair = scene.polygon(
            [(-0.1, -0.1), (0.56, -0.1), (0.42, 0.06), (0.3, 0.2), (0.1, 0.28), (-0.1, 0.5)], rounded=8
        )
        strands = 4 * np.sin(0.35 * scene.x + 0.2 * scene.y + 3 * slow(scene.rng, 720, 720))
        scene.body(hair, (56, 40, 32), height=strands.astype(np.float32), texture="velvet", shadow=0.1)
        scene.lay(("ruby-stud-earrings", "pearl-stud-earrings")[number], 0.2, (0.46, 0.64))
        yield scene


def _busts() -> Iterator[Scene]:
    """Whole necks with a base, half ones cut by the frame, flat ones of board; of velvet, linen, plaster and wood."""
    looks: tuple[tuple[Color, str, Color, str], ...] = (
        ((248, 248, 247), "card", (252, 252, 252), "half"), ((32, 32, 36), "velvet", (246, 246, 246), "whole"),
        ((212, 200, 180), "linen", (240, 239, 237), "half"), ((176, 128, 84), "wood", (250, 250, 250), "flat"),
        ((236, 232, 226), "linen", (216, 218, 222), "whole"), ((150, 152, 158), "velvet", (255, 255, 255), "flat"),
        ((24, 24, 26), "velvet", (226, 226, 228), "half"), ((240, 236, 232), "velvet", (248, 247, 246), "flat"),
        ((252, 252, 251), "card", (206, 208, 212), "whole"),
    )  # fmt: skip
    for number, (color, texture, ground, kind) in enumerate(looks):
        scene = Scene(240 + number, ground, size=((720, 720), (620, 780))[number % 2], fall=8)
        cover = _torso(
            scene, neck=0.13, shoulder=0.36 + 0.04 * (number % 3), top=0.1, slope=0.4 + 0.03 * (number % 3)
        )
        if kind != "half":
            bottom = 0.86 - 0.3 * (scene.x / scene.width - 0.5) ** 2 / 0.15
            cover = cover * np.clip((bottom - scene.y / scene.height) * scene.height, 0, 1)
        if kind == "whole":
            scene.body(scene.ellipse((0.5, 0.88), (0.16, 0.045)), color, texture=texture, shadow=0.3)
        cover = np.asarray(scene.softened(cover, 4), np.float32)
        height = scene.swell(cover, 8 if kind == "flat" else 120)
        scene.body(cover, color, height=height, texture=texture, shadow=0.28)
        scene.lay(
            ("diamond-disc-necklace", "emerald-halo-pendant", "heart-pendant-rose")[number % 3],
            0.44,
            (0.5, 0.5),
        )
        yield scene
