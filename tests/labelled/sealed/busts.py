"""Pieces on display forms in the shape of a body part."""

from collections.abc import Iterator

import numpy as np

from tests.labelled.samples import Codes, Sample
from tests.labelled.sealed import jewels, made, stuffs
from tests.labelled.sealed.bodies import ear_shape
from tests.labelled.sealed.canvas import RGB, Field, rgb
from tests.labelled.sealed.fields import Distance, bone, cylinder, egg, joined, lathe, moved, turned, union
from tests.labelled.sealed.hands import Hand
from tests.labelled.sealed.lighting import shot
from tests.labelled.sealed.room import Lamp
from tests.labelled.sealed.stage import Stage, Stuff


def neck_form(p: Field) -> Field:
    """A display neck: no head, arms cut off, chest cut to a smooth shield."""
    p = np.stack([np.sqrt(p[0] * p[0] + 0.02), p[1], p[2]])
    chest = egg(p, (0, 1.0, -7.5), (9.3, 5.2, 11.5))
    body = joined(chest, bone(p, (0, 2, -1.5), (8.2, 1.6, -4.4), (3.4, 2.2)), 3)
    body = joined(body, bone(p, (0, 1.7, 0), (0, 1.3, 11), (3.9, 3.6)), 3.4)
    body = np.maximum(body, (p[2] - 9.5) * 0.95 + 0.3 * p[1])
    return joined_cut(body, -(p[2] + 15.0))


def joined_cut(body: Field, plane: Field) -> Field:
    """Cut a body by a plane with a slightly rounded edge."""
    return -joined(-body, -plane, 0.5)


def board_form(p: Field) -> Field:
    """A flat board cut to a neck's outline, leant back."""
    x = np.sqrt(p[0] * p[0] + 0.01)
    flat = np.stack([x, np.zeros_like(x), p[2]])
    outline = joined(
        egg(flat, (0, 0, -6), (8.0, 5, 8.5)), bone(flat, (0, 0, -4), (0, 0, 8.4), (3.6, 3.2)), 4.0
    )
    outline = np.maximum(outline, p[2] - 9.5)
    return joined_cut(outline, np.abs(p[1]) - 0.55)


def torso_form(p: Field) -> Field:
    """A dressmaker's torso: bust, waist and a capped neck."""
    q = np.stack([np.sqrt(p[0] * p[0] + 0.05), p[1], p[2]])
    body = joined(
        egg(q, (0, 0.6, -13), (14, 8.5, 13)), bone(q, (0, 2.4, 0), (13.2, 2.2, -4.2), (4.2, 2.6)), 4
    )
    body = joined(body, egg(q, (6.3, -5.2, -15.5), (5.6, 5.2, 6.0)), 3.5)
    body = joined(body, bone(q, (0, 1.6, -18), (0, 1.6, -38), (8.5, 9.5)), 6)
    body = joined(body, bone(q, (0, 2.0, 0), (0, 1.8, 12), (5.2, 4.8)), 3.4)
    return joined_cut(body, q[2] - 8.2)


def _stand(
    stage: Stage, body: Distance, stuff: Stuff, *, foot: Stuff | None = None, low: float = -15.0
) -> None:
    stage.put(body, stuff, 42)
    if foot:
        stage.put(moved(cylinder(1.0, 4.0), (0, 1, low - 3.5)), foot, 30)
        stage.put(moved(cylinder(6.5, 0.5, 0.2), (0, 1, low - 7.5)), foot, 40)


def _neck(
    stuff: Stuff, lamp: Lamp, wall: Stuff, *, size: tuple[int, int] = (1000, 1200), view: float = 34,
    aim: tuple[float, float, float] = (0, 0, -3), floor: float = -15.0, pitch: float = 8,
    ground: Stuff | None = None, body: Distance = neck_form, foot: Stuff | None = None, wall_at: float = 14,
) -> Stage:  # fmt: skip
    stage = Stage(
        size, view=view, pitch=pitch, lamp=lamp, ground=ground or wall, wall=wall, wall_at=wall_at,
        floor=floor, aim=aim,
    )  # fmt: skip
    _stand(stage, body, stuff, foot=foot)
    return stage


def _chain(
    stage: Stage, metal: Stuff, left: float, top: float, drop: float, *, size: float = 0.3,
    tip: float = 0.4, kind: int = 0, gem: RGB = jewels.SAPPHIRE,
) -> None:  # fmt: skip
    spots = jewels.chain(stage, jewels.swag((left, top), (1 - left, top), drop, tip=tip), metal, size=size)
    jewels.pendant(stage, spots[len(spots) // 2], metal, kind=kind, size=2.6 * size, gem=gem)


def black_velvet() -> Codes:
    """A black velvet neck before light grey."""
    stage = _neck(stuffs.velvet(rgb("18181b")), made.LEFT, stuffs.plaster(rgb("d9d9d9"), rough=0))
    _chain(stage, stuffs.SILVER, 0.355, 0.2, 0.46)
    return shot(stage)


def grey_linen() -> Codes:
    """A natural linen neck on a wooden table."""
    stage = _neck(
        stuffs.cloth(rgb("bcae98"), thread=0.14, depth=0.03), made.WARM, made.backdrop(rgb("e9e3d8")),
        ground=stuffs.wood(rgb("a87848"), scale=0.1), pitch=12, view=36,
    )  # fmt: skip
    _chain(stage, stuffs.GOLD, 0.36, 0.21, 0.42, kind=1)
    return shot(stage)


def turned_wood() -> Codes:
    """A neck of walnut with pearls."""
    stage = _neck(
        stuffs.wood(rgb("8a5a35"), scale=0.12, polish=0.6), made.RIGHT,
        stuffs.plaster(rgb("f1efec"), rough=0), size=(1000, 1000), view=30,
    )  # fmt: skip
    jewels.beads(stage, jewels.swag((0.36, 0.19), (0.64, 0.19), 0.42), stuffs.PEARL, size=0.5)
    return shot(stage)


def white_leatherette() -> Codes:
    """A white leatherette neck on white."""
    stage = _neck(
        stuffs.leather(rgb("faf8f4"), size=0.2), BRIGHT, Stuff(color=(0.95, 0.95, 0.95)), size=(1200, 1200),
        view=32,
    )  # fmt: skip
    _chain(stage, stuffs.GOLD, 0.37, 0.2, 0.5, size=0.24, tip=0.6, gem=jewels.RUBY)
    return shot(stage)


def clear_acrylic() -> Codes:
    """A smoky glossy neck on a foot, before a lit shop."""
    acrylic = Stuff(color=rgb("3f4a52"), gloss=2.4, rough=0.0, sheen=0.5)
    stage = _neck(
        acrylic, made.RIGHT, made.backdrop(rgb("8f8574"), spots=18, reach=2.6, seed=4), floor=-23, view=44,
        aim=(0, 0, -7), foot=acrylic, wall_at=25,
    )  # fmt: skip
    jewels.beads(stage, jewels.swag((0.39, 0.2), (0.61, 0.2), 0.32), stuffs.ONYX, size=0.5)
    return shot(stage)


def slate_board() -> Codes:
    """A slate board in a neck's outline, on an easel."""
    slate = stuffs.plaster(rgb("35383c"), rough=0.08, spots=0.2)
    lean = turned(x=-14)
    stage = Stage(
        (1000, 1250), view=32, pitch=10, lamp=made.LEFT, ground=stuffs.marble(rgb("f2f0ec"), rgb("9a9aa0")),
        wall=made.backdrop(rgb("cfd2d0")), floor=-14, aim=(0, 0, -2.5),
    )  # fmt: skip
    stage.put(
        union(
            bone_stick((0, 3.5, 2), (0, 9, -14)),
            bone_stick((-4, 0, -14), (-1, 3, 3)),
            bone_stick((4, 0, -14), (1, 3, 3)),
        ),
        stuffs.wood(rgb("b98d5c")),
        24,
    )
    stage.put(board_form, slate, 22, turn=lean)
    _chain(stage, stuffs.SILVER, 0.36, 0.17, 0.5, size=0.26, gem=jewels.AMETHYST)
    return shot(stage)


def bone_stick(start: tuple[float, float, float], end: tuple[float, float, float]) -> Distance:
    """A round stick."""
    return lambda p: bone(p, start, end, (0.4, 0.4))


def suede_board() -> Codes:
    """A beige flat board with a long V necklace, seen near."""
    stage = Stage(
        (1000, 1000), view=19, pitch=12, lamp=made.WARM, ground=stuffs.paper(rgb("e8ddd0")),
        wall=made.backdrop(rgb("e8ddd0")), floor=-14, aim=(0, 0, -1),
    )  # fmt: skip
    stage.put(board_form, stuffs.velvet(rgb("c2ab90")), 22, turn=turned(x=-12))
    _chain(stage, stuffs.ROSE, 0.3, 0.02, 0.66, size=0.2, tip=0.7, gem=jewels.CLEAR)
    return shot(stage)


def mannequin() -> Codes:
    """A white gloss mannequin torso with a long chain."""
    stage = Stage(
        (960, 1280), view=52, pitch=4, lamp=made.LEFT, ground=made.backdrop(rgb("b6c0c6")),
        wall=made.backdrop(rgb("b6c0c6")), wall_at=25, floor=-90, aim=(0, 0, -12),
    )  # fmt: skip
    stage.put(torso_form, Stuff(color=rgb("f0ede8"), gloss=1.2, rough=0.4, soft=0.2), 48)
    _chain(stage, stuffs.GOLD, 0.365, 0.17, 0.52, size=0.5, tip=0.5, kind=2)
    return shot(stage)


def dress_form() -> Codes:
    """A tailor's form in canvas with a wooden cap."""
    canvas = stuffs.cloth(rgb("d9c8a8"), thread=0.2, depth=0.04)
    stage = Stage(
        (1000, 1300), view=50, pitch=5, lamp=made.WARM, ground=made.backdrop(rgb("6f6258")),
        wall=made.backdrop(rgb("6f6258"), spots=8, reach=3), wall_at=25, floor=-90, aim=(0, 0, -9),
    )  # fmt: skip
    stage.put(torso_form, canvas, 48)
    cap = lathe([(5.0, 0), (4.6, 0.8), (1.2, 1.6), (1.1, 2.4), (1.5, 3.2), (0.3, 4.4)])
    stage.put(cap, stuffs.wood(rgb("7a4a28"), polish=0.6), 7, (0, 1.8, 8.0))
    jewels.beads(
        stage, jewels.swag((0.36, 0.2), (0.64, 0.2), 0.3), Stuff(color=rgb("1f7f86"), gloss=1.0), size=0.7
    )
    return shot(stage)


UP = turned(x=90)
BRIGHT = Lamp(way=(-0.4, -0.8, 0.45), spread=0.4, key=(0.6, 0.6, 0.6), fill=(0.5, 0.5, 0.5))
HAND = Hand(
    bends=((-4, 4, 6, 4), (-1, 3, 5, 4), (3, 5, 8, 5), (7, 8, 10, 6)),
    slim=0.95,
    thumb=((-3.6, 4.8, -1.0), (-4.5, 7.6, -1.0), (-4.7, 9.6, -0.8)),
)


def _hand_form(
    stuff: Stuff, lamp: Lamp, wall: Stuff, size: tuple[int, int], view: float, metal: Stuff
) -> Stage:
    stage = Stage(size, view=view, pitch=8, lamp=lamp, ground=wall, wall=wall, floor=-6.4, aim=(0, 0, 5.6))
    body, turn = HAND.body(), turned(z=12) @ UP
    stage.put(lambda p: np.maximum(body(p), -(p[1] + 4.5)), stuff, 22, turn=turn)
    stage.put(lathe([(4.0, 0), (3.8, 0.7), (2.6, 1.2), (1.9, 2.4)], 0.2), stuff, 6, (0, 0, -6.4))
    for number, share in ((2, 0.4), (0, 0.5)):
        spot, seat, radius = HAND.seat(number, share)
        jewels.ring(stage, turn @ spot, metal, turn=turn @ seat, radius=radius + 0.05, size=0.4)
    return stage


def hand_of_porcelain() -> Codes:
    """A white porcelain hand on a foot, rings on two fingers."""
    return shot(
        _hand_form(
            Stuff(color=rgb("f4f3f0"), gloss=1.6, rough=0.1),
            made.LEFT,
            stuffs.plaster(rgb("c9d3d2"), rough=0),
            (1000, 1250),
            31,
            stuffs.GOLD,
        )
    )


def hand_of_wood() -> Codes:
    """A dark wooden hand on a foot."""
    return shot(
        _hand_form(
            stuffs.wood(rgb("6b4023"), scale=0.2, polish=0.5),
            made.WARM,
            made.backdrop(rgb("efe6da")),
            (1100, 1100),
            29,
            stuffs.SILVER,
        )
    )


def ear_form() -> Codes:
    """Two white stands in the shape of ears, with earrings."""
    stage = Stage(
        (1200, 1000), view=15, pitch=12, lamp=made.RIGHT, ground=stuffs.plaster(rgb("9fb0b4"), rough=0),
        wall=made.backdrop(rgb("9fb0b4")), floor=-5,
    )  # fmt: skip

    shape = ear_shape()

    def form(p: Field) -> Field:
        ear = joined(shape(p), egg(p, (0, -0.75, 0), (1.5, 0.35, 2.6)), 0.3)
        ear = joined(ear, bone(p, (0.3, -0.6, -2), (0.3, -0.3, -5), (0.4, 0.5)), 0.5)
        return joined(ear, egg(p, (0.3, 0, -4.9), (2.0, 1.4, 0.4)), 0.4)

    for x in (-3.6, 3.6):
        mirror = np.diag([np.sign(x), 1, 1]).astype(np.float32)
        stage.put(form, Stuff(color=rgb("f2efe9"), gloss=1.2, rough=0.2), 7, (x, 0, 0), mirror)
        jewels.earring(
            stage, (x - 0.1 * np.sign(x), -1.85, -2.7), stuffs.GOLD, kind=1, size=0.9,
            turn=jewels.facing(stage), gem=jewels.EMERALD,
        )  # fmt: skip
    return shot(stage)


def bust_cropped() -> Codes:
    """A black velvet neck that fills the frame, the chain near."""
    stage = _neck(
        stuffs.velvet(rgb("202024")), made.LEFT, stuffs.plaster(rgb("4a4a4c"), rough=0), size=(1200, 900),
        view=15, aim=(0.8, 0, -4),
    )  # fmt: skip
    _chain(stage, stuffs.GOLD, 0.22, -0.05, 0.7, size=0.2, gem=jewels.EMERALD)
    return shot(stage)


def bust_far() -> Codes:
    """A small red velvet bust far away on a table in a shop."""
    stage = _neck(
        stuffs.velvet(rgb("6d0f1d")), made.WARM, made.backdrop(rgb("7f7364"), spots=26, reach=3, seed=9),
        size=(1300, 975), view=48, ground=stuffs.wood(rgb("5a3a22"), scale=0.1), pitch=10, aim=(5, 0, 0),
        wall_at=25,
    )  # fmt: skip
    jewels.beads(stage, jewels.swag((0.335, 0.38), (0.455, 0.38), 0.24), stuffs.PEARL, size=0.5)
    return shot(stage)


def formed() -> Iterator[Sample]:
    """Yield the pictures of display forms."""
    draws = (
        black_velvet, grey_linen, turned_wood, white_leatherette, clear_acrylic, slate_board, suede_board,
        mannequin, dress_form, hand_of_porcelain, hand_of_wood, ear_form, bust_cropped, bust_far,
    )  # fmt: skip
    yield from made.collected(
        {draw.__name__.replace("_", " "): draw for draw in draws}, "fail", bust_found=True
    )
