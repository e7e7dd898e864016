"""Pieces shown in or with what they are packed in."""

from collections.abc import Iterator

import numpy as np

from tests.labelled.samples import Codes, Sample
from tests.labelled.sealed import jewels, made, stuffs
from tests.labelled.sealed.canvas import RGB, Field, mix, noise, rgb, step, vec
from tests.labelled.sealed.fields import (
    Distance,
    bone,
    box,
    carved,
    cylinder,
    egg,
    joined,
    moved,
    turned,
    union,
    wire,
)  # fmt: skip
from tests.labelled.sealed.lighting import shot
from tests.labelled.sealed.overlays import lettering
from tests.labelled.sealed.room import Lamp
from tests.labelled.sealed.stage import Stage, Stuff


def hollow(half: tuple[float, float, float], wall: float, rounding: float = 0.12) -> Distance:
    """An open box: its floor down, its mouth up."""
    outer = box(half, rounding)
    inner = box((half[0] - wall, half[1] - wall, half[2]), rounding)
    return lambda p: carved(outer(p), moved(inner, (0, 0, wall))(p), 0.04)


def slit_cushion(half: tuple[float, float, float], slits: tuple[float, ...] = (0.0,)) -> Distance:
    """A padded insert with slits along x."""
    pad = box(half, 0.9 * half[2])

    def distance(p: Field) -> Field:
        far = pad(p)
        for y in slits:
            far = carved(far, np.maximum(np.abs(p[1] - y) - 0.05, 0.1 - p[2]), 0.25)
        return far

    return distance


def hinged(
    stage: Stage, half: tuple[float, float, float], shell: Stuff, lining: Stuff, *, turn: float = 0,
    open_to: float = 100, at: tuple[float, float, float] = (0, 0, 0),
) -> None:  # fmt: skip
    """A case with its lid up, lined and padded."""
    base, yaw = vec(at), turned(z=turn)
    reach = 2.2 * max(half)
    stage.put(hollow(half, 0.18), shell, reach, base + vec([0, 0, half[2]]), yaw)
    pad = (half[0] - 0.2, half[1] - 0.2, 0.5 * half[2])
    stage.put(slit_cushion(pad, (-0.1,)), lining, reach, base + vec([0, 0, 1.45 * half[2]]), yaw)
    lean = yaw @ turned(x=180 - open_to)
    hinge = base + yaw @ vec([0, half[1], 2 * half[2]])
    middle = hinge + lean @ vec([0, half[1], -0.55 * half[2]])
    stage.put(hollow((half[0], half[1], 0.55 * half[2]), 0.18), shell, reach, middle, lean)
    stage.put(
        box((half[0] - 0.25, half[1] - 0.25, 0.25 * half[2]), 0.2), lining, reach,
        middle + lean @ vec([0, 0, 0.12 * half[2]]), lean,
    )  # fmt: skip


def _ring_case(
    shell: Stuff, lining: Stuff, lamp: Lamp, ground: Stuff, metal: Stuff, *, turn: float,
    size: tuple[int, int] = (1200, 1000), view: float = 11, pitch: float = 32,
    aim: tuple[float, float, float] = (0, 0, 2.9), wall: Stuff | None = None, gem: RGB = jewels.CLEAR,
) -> Codes:  # fmt: skip
    stage = Stage(size, view=view, pitch=pitch, lamp=lamp, ground=ground, wall=wall, aim=aim)
    hinged(stage, (2.4, 2.2, 1.0), shell, lining, turn=turn)
    yaw = turned(z=turn)
    jewels.ring(stage, yaw @ vec([0, -0.1, 2.25]), metal, turn=yaw @ jewels.UPRIGHT, pave=9, gem=gem)
    return shot(stage)


def red_velvet_case() -> Codes:
    """A red velvet ring box on marble."""
    return _ring_case(
        stuffs.velvet(rgb("8a0f22")), stuffs.velvet(rgb("f2ece2")), made.LEFT,
        stuffs.marble(rgb("f3f1ed"), rgb("8d8d92")), stuffs.GOLD, turn=18,
    )  # fmt: skip


def navy_case() -> Codes:
    """A navy leather ring box, before lights."""
    return _ring_case(
        stuffs.leather(rgb("1a2744")), stuffs.velvet(rgb("20242c")), made.WARM, stuffs.wood(rgb("6b452a")),
        stuffs.SILVER, turn=-24, view=13, pitch=20, wall=made.backdrop(rgb("57493c"), spots=60, seed=3),
        gem=jewels.SAPPHIRE,
    )  # fmt: skip


def mint_case_near() -> Codes:
    """A pale green box, near, its lid cut by the frame."""
    return _ring_case(
        stuffs.leather(rgb("9fd5cb")), stuffs.velvet(rgb("f6f4f0")), made.TENT,
        Stuff(color=(0.93, 0.93, 0.93)), stuffs.SILVER, turn=8, view=7, aim=(0.2, 0, 2.3),
        size=(1000, 1000), pitch=38,
    )  # fmt: skip


def black_case_dark() -> Codes:
    """A black box on black with a ruby."""
    return _ring_case(
        stuffs.leather(rgb("141416")), stuffs.velvet(rgb("26262a")), made.DIM,
        stuffs.plaster(rgb("1c1c1f"), rough=0.02), stuffs.GOLD, turn=28, gem=jewels.RUBY, size=(1000, 1200),
        view=14,
    )  # fmt: skip


def wooden_case() -> Codes:
    """A wooden ring box on moss-green cloth."""
    return _ring_case(
        stuffs.wood(rgb("9a6536"), scale=0.6), stuffs.velvet(rgb("2d3b2a")), made.SUN,
        stuffs.cloth(rgb("5d6a4c"), fold=0.2), stuffs.ROSE, turn=-15, view=12, pitch=42,
    )  # fmt: skip


def necklace_case() -> Codes:
    """A flat necklace case from above, the chain laid in."""
    stage = Stage(
        (1250, 1000), view=22, pitch=62, lamp=made.LEFT, ground=stuffs.plaster(rgb("ddd6cc"), rough=0),
        aim=(0, 2.6, 0),
    )  # fmt: skip
    hinged(
        stage, (8, 6, 1.3), stuffs.leather(rgb("5a1220")), stuffs.velvet(rgb("f1e7d6")), turn=0, open_to=112
    )
    spots = jewels.chain(stage, jewels.swag((0.35, 0.5), (0.65, 0.5), 0.2, tip=0.4), stuffs.GOLD, size=0.3)
    jewels.pendant(stage, spots[len(spots) // 2], stuffs.GOLD, size=0.6, gem=jewels.RUBY)
    return shot(stage)


def kraft_box() -> Codes:
    """A kraft gift box with wool inside, its lid beside it."""
    kraft = stuffs.plaster(rgb("b58f64"), rough=0.006, spots=0.12, scale=2.0)
    stage = Stage(
        (1200, 1000), view=17, pitch=64, lamp=made.SUN, ground=stuffs.wood(rgb("d9cdbb"), scale=0.12),
        aim=(1.5, 0.5, 0),
    )  # fmt: skip
    yaw = turned(z=14)
    stage.put(hollow((4.2, 4.2, 1.5), 0.2, 0.05), kraft, 9, (-1.5, 0, 1.5), yaw)

    def wool(p: Field) -> Field:
        return egg(p, (0, 0, 0), (4.3, 4.3, 1.3)) - 0.25 * noise(p[0] * 1.2, p[1] * 1.2, octaves=3)

    stage.put(
        lambda p: np.maximum(wool(p), box((3.95, 3.95, 2.0))(p)),
        stuffs.plaster(rgb("f3f0ea"), rough=0.1, scale=0.8), 8, (-1.5, 0, 1.2), yaw,
    )  # fmt: skip
    stage.put(box((4.3, 4.3, 0.6), 0.05), kraft, 8, (7.4, -1.2, 0.6), turned(z=-22))
    for x in (-2.7, -0.3):
        jewels.earring(stage, (x, 1.2, 2.9), stuffs.SILVER, kind=0, size=1.0, turn=turned(z=12))
    return shot(stage)


def ribbon_box() -> Codes:
    """A closed gift box with a ribbon, the ring before it."""
    stage = Stage(
        (1000, 1100), view=14, pitch=28, lamp=made.RIGHT, ground=stuffs.paper(rgb("f3e7e2")),
        wall=made.backdrop(rgb("f3e7e2"), glow=0.05), aim=(0, 0, 2.2),
    )  # fmt: skip
    card, satin = stuffs.paper(rgb("7fb8c4")), Stuff(color=rgb("f6f3ee"), gloss=1.2, rough=0.4, sheen=0.3)
    yaw, at = turned(z=24), vec([0.4, 2.5, 0])
    stage.put(box((3, 3, 1.9), 0.06), card, 6, at + vec([0, 0, 1.9]), yaw)
    stage.put(box((3.12, 3.12, 0.7), 0.06), card, 6, at + vec([0, 0, 3.4]), yaw)
    for half in ((0.42, 3.17, 2.09), (3.17, 0.42, 2.09)):
        stage.put(box(half, 0.05), satin, 6, at + vec([0, 0, 2.07]), yaw)
    _bow(stage, at + yaw @ vec([0, 0, 4.3]), satin, yaw)
    jewels.ring(stage, (-2.2, -2.6, 0.95), stuffs.GOLD, turn=turned(z=-20) @ jewels.UPRIGHT)
    return shot(stage)


def _bow(stage: Stage, at: Field, satin: Stuff, yaw: Field) -> None:
    def loops(p: Field) -> Field:
        q = np.stack([np.abs(p[0]), p[1], p[2]])
        fold = egg(q, (1.35, 0, 0.42), (1.35, 0.9, 0.4))
        fold = np.maximum(np.abs(fold) - 0.05, np.abs(p[1]) - 0.5)
        tail = bone(q, (0.2, -0.2, 0.0), (1.7, -1.6, -0.05), (0.1, 0.12))
        return joined(joined(fold, tail, 0.2), egg(p, (0, 0, 0.25), (0.34, 0.52, 0.34)), 0.15)

    stage.put(loops, satin, 3, at, yaw @ turned(z=20))


def satin_pouch() -> Codes:
    """A drawstring pouch of satin with a bracelet before it."""
    stage = Stage(
        (1200, 1000), view=17, pitch=50, lamp=made.LEFT, ground=stuffs.marble(rgb("eceae6"), rgb("9b9690")),
        aim=(0, 1.5, 0.5),
    )  # fmt: skip
    _pouch(
        stage, Stuff(color=rgb("7a2440"), gloss=1.0, rough=0.5, sheen=0.35, bump=_pleats), (1.0, 3.0, 0), -20
    )
    jewels.chain(stage, jewels.loop((0.4, 0.74), (0.2, 0.13), seed=3), stuffs.GOLD, size=0.4)
    return shot(stage)


def _pleats(p: Field) -> Field:
    around = p[0] * (1 + 0.25 * np.clip(p[1] - 1.5, -4, 3))
    return np.asarray(
        0.16 * np.sin(around * 4 + 2 * noise(p[0], p[1] * 0.4, octaves=2)) * step(-2.5, 2.0, p[1]), np.float32
    )


def _pouch(stage: Stage, stuff: Stuff, at: tuple[float, float, float], turn: float) -> None:
    def sack(p: Field) -> Field:
        body = joined(egg(p, (0, -1.2, 0.9), (3.2, 3.4, 1.1)), egg(p, (0, 1.6, 0.8), (1.5, 1.6, 0.7)), 1.4)
        flare = egg(p, (0, 3.7, 0.8), (2.3, 1.2, 0.6))
        flare = carved(flare, egg(p, (0, 4.9, 1.0), (1.7, 0.9, 0.4)), 0.3)
        return joined(body, flare, 0.7)

    yaw = turned(z=turn)
    stage.put(sack, stuff, 6, at, yaw)
    cord = union(
        lambda p: (
            np.sqrt((np.hypot(p[0] / 1.35, (p[2] - 0.8) / 0.78) - 1) ** 2 * 0.7 + (p[1] - 2.4) ** 2) - 0.14
        ),
        lambda p: bone(p, (1.2, 2.4, 0.5), (3.4, 0.6, 0.2), (0.12, 0.12)),
        lambda p: bone(p, (1.2, 2.4, 0.5), (3.1, 3.1, 0.2), (0.12, 0.12)),
    )
    stage.put(cord, Stuff(color=rgb("d8b26a"), sheen=0.3), 6, at, yaw)


def linen_pouch() -> Codes:
    """A small linen pouch with a ring on wood."""
    stage = Stage(
        (1000, 1000), view=15, pitch=70, lamp=made.SUN, ground=stuffs.wood(rgb("7d5232"), scale=0.12),
        aim=(0, 0.5, 0),
    )  # fmt: skip
    _pouch(stage, stuffs.cloth(rgb("cdbfa6"), thread=0.1, depth=0.03), (-2.2, 1.6, 0), 16)
    jewels.ring(stage, (3.4, -2.4, 0.14), stuffs.SILVER, turn=turned(z=30), gem=jewels.AMETHYST, size=0.4)
    return shot(stage)


def gift_bag() -> Codes:
    """A paper bag with cord handles, a pendant laid before it."""
    stage = Stage(
        (1000, 1250), view=24, pitch=18, lamp=made.RIGHT, ground=stuffs.paper(rgb("efe9e1")),
        wall=made.backdrop(rgb("efe9e1"), glow=0.05), aim=(0, 0, 6.5),
    )  # fmt: skip
    yaw, at = turned(z=-22), vec([0.5, 3, 0])
    stage.put(hollow((4.2, 2.0, 5.4), 0.08, 0.03), stuffs.paper(rgb("24473e")), 9, at + vec([0, 0, 5.4]), yaw)
    turn = np.linspace(0, np.pi, 14)
    for y in (-1.95, 1.95):
        handle = np.stack([2 * np.cos(turn), 0 * turn + y, 10.7 + 3.2 * np.sin(turn)], axis=1)
        stage.put(wire(handle, 0.14), Stuff(color=rgb("c9a45c"), sheen=0.3), 15, at, yaw)
    stage.put(box((2.4, 0.02, 0.06), 0.01), stuffs.GOLD, 5, at + yaw @ vec([0, -2.02, 6.2]), yaw)
    spots = jewels.chain(stage, jewels.loop((0.36, 0.86), (0.17, 0.06), seed=5), stuffs.GOLD, size=0.34)
    jewels.pendant(stage, spots[len(spots) // 4], stuffs.GOLD, kind=1, size=0.8)
    return shot(stage)


def _carded(
    color: RGB, words: str, lamp: Lamp, ground: Stuff, *, size: tuple[int, int], view: float, turn: float,
    kind: int, metal: Stuff, half: tuple[float, float] = (2.6, 3.6),
) -> Codes:  # fmt: skip
    """Earrings on their card."""
    stage = Stage(size, view=view, pitch=76, lamp=lamp, ground=ground)
    print_ = lettering(words, int(half[0] * 160), 40) if words else None

    def paint(p: Field) -> Field:
        plain = np.broadcast_to(vec(color), (p.shape[1], 3))
        if print_ is None:
            return plain
        tall, wide = print_.shape
        column = ((p[0] / half[0] + 1) / 2 * wide).astype(int)
        row = ((half[1] * 0.62 - p[1]) / (2 * half[0]) * wide + tall / 2).astype(int)
        inside = (column >= 0) & (column < wide) & (row >= 0) & (row < tall)
        ink = np.where(inside, print_[np.clip(row, 0, tall - 1), np.clip(column, 0, wide - 1)], 0)
        return mix(plain, vec(color) * 0.15, ink.astype(np.float32))

    yaw = turned(z=turn)
    slot = moved(cylinder(0.3, 1), (0, half[1] * 0.93, 0))
    card = box((*half, 0.05), 0.02)
    stage.put(
        lambda p: np.maximum(card(p), -slot(p)),
        Stuff(paint=paint, bump=stuffs.paper(color).bump, sheen=0.03), 6, (0, 0, 0.3), yaw,
    )  # fmt: skip
    for x in (-1.05, 1.05):
        jewels.earring(
            stage, yaw @ vec([x, 0.9, 0.5]), metal, kind=kind, size=0.85, turn=yaw, gem=jewels.EMERALD
        )
    return shot(stage)


def card_white() -> Codes:
    """A printed white earring card on dusty pink."""
    return _carded(
        rgb("f7f5f1"), "LUNE & FILS", made.LEFT, stuffs.paper(rgb("d9a9a0")), size=(1000, 1200), view=11,
        turn=-6, kind=1, metal=stuffs.GOLD,
    )  # fmt: skip


def card_kraft() -> Codes:
    """A plain kraft card with hoops on linen."""
    return _carded(
        rgb("b58f64"), "", made.SUN, stuffs.cloth(rgb("e4ddd0"), fold=0.2), size=(1200, 1200), view=11,
        turn=9, kind=0, metal=stuffs.SILVER,
    )  # fmt: skip


def card_black_near() -> Codes:
    """A black card, near, with pearls."""
    return _carded(
        rgb("1a1a1c"), "", made.TENT, Stuff(color=(0.93, 0.93, 0.93)), size=(1000, 900), view=7.6, turn=0,
        kind=3, metal=stuffs.GOLD,
    )  # fmt: skip


def tissue_carton() -> Codes:
    """An open carton with crumpled tissue, a bangle on it."""
    stage = Stage(
        (1200, 960), view=17, pitch=68, lamp=made.LEFT, ground=stuffs.plaster(rgb("8f9e97"), rough=0.01)
    )
    yaw = turned(z=-10)
    stage.put(hollow((6.2, 4.8, 1.6), 0.2, 0.04), stuffs.paper(rgb("f1efec")), 12, (0, 0, 1.6), yaw)
    crumpled = stuffs.paper(rgb("f3d9d6"), crumple=0.9)
    stage.put(box((5.9, 4.5, 1.0), 0.4), crumpled, 9, (0, 0, 1.3), yaw)
    jewels.bangle(stage, (0, 0, 2.6), stuffs.ROSE, 2.6, turn=turned(x=8, z=20))
    return shot(stage)


def packed() -> Iterator[Sample]:
    """Yield the pictures with packaging."""
    draws = (
        red_velvet_case, navy_case, mint_case_near, black_case_dark, wooden_case, necklace_case, kraft_box,
        ribbon_box, satin_pouch, linen_pouch, gift_bag, card_white, card_kraft, card_black_near,
        tissue_carton,
    )  # fmt: skip
    yield from made.collected(
        {draw.__name__.replace("_", " "): draw for draw in draws}, "fail", packaging_found=True
    )
