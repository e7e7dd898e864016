"""Pieces worn or held by somebody."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np

from tests.labelled.samples import Codes, Sample
from tests.labelled.sealed import jewels, made, stuffs
from tests.labelled.sealed.bodies import put_bosom, put_ear, put_top
from tests.labelled.sealed.canvas import RGB, Field, rgb, vec
from tests.labelled.sealed.fields import bone, hoop, towards, turned
from tests.labelled.sealed.hands import FLAT, Hand, put_hand
from tests.labelled.sealed.lighting import shot
from tests.labelled.sealed.room import Lamp
from tests.labelled.sealed.stage import Stage, Stuff

ALONG_X = np.array([[0, 1, 0], [1, 0, 0], [0, 0, 1]], np.float32)
"""Fingers to the right, thumb's side toward the lens."""
CURLED = Hand(bends=((-4, 28, 48, 30), (0, 36, 52, 34), (4, 44, 56, 36), (10, 50, 58, 40)))
LOOSE = Hand(bends=((-6, 8, 16, 10), (-1, 6, 14, 8), (4, 9, 18, 10), (11, 12, 22, 12)))
FIST = Hand(
    bends=((-3, 62, 92, 50), (0, 66, 94, 50), (2, 70, 96, 52), (5, 74, 96, 54)),
    thumb=((-4.0, 4.6, -2.2), (-3.0, 7.0, -4.6), (-0.8, 8.0, -5.4)),
)
PINCH = Hand(
    bends=((-3, 34, 50, 24), (0, 48, 50, 30), (3, 56, 52, 34), (8, 60, 52, 38)),
    thumb=((-4.0, 4.8, -2.6), (-4.3, 8.4, -4.8), (-3.4, 11.0, -6.3)),
)


def _wear(
    stage: Stage, hand: Hand, at: tuple[float, float, float], turn: Field, number: int, metal: Stuff,
    **options: Any,
) -> None:  # fmt: skip
    share = options.pop("share", 0.45)
    spot, seat, radius = hand.seat(number, share)
    jewels.ring(stage, vec(at) + turn @ spot, metal, turn=turn @ seat, radius=radius + 0.06, **options)


def _flat(
    ground: Stuff, tone: int, lamp: Lamp, *, size: tuple[int, int], view: float,
    at: tuple[float, float, float], turn: Field, hand: Hand, metal: Stuff, polish: RGB | None = None,
    long: float = 0.0, gem: RGB | None = jewels.CLEAR, second: bool = False,
) -> Codes:  # fmt: skip
    stage = Stage(size, view=view, pitch=78, lamp=lamp, ground=ground, floor=-0.4)
    put_hand(stage, hand, tone, at, turn, polish=polish, long=long)
    _wear(stage, hand, at, turn, 2, metal, gem=gem, size=0.42, pave=9)
    if second:
        _wear(stage, hand, at, turn, 1, metal, share=0.55, gem=None, wide=0.22)
        _wear(stage, hand, at, turn, 0, metal, share=0.4, gem=None)
    return shot(stage)


def hand_on_linen() -> Codes:
    """A fair hand with dark red nails, laid flat."""
    linen = stuffs.cloth(rgb("d8cdbf"), fold=0.25)
    return _flat(
        linen, 0, made.LEFT, size=(1000, 1250), view=24, at=(0, -9, 1.4), turn=turned(z=-8), hand=Hand(),
        metal=stuffs.GOLD, polish=rgb("7d0e1c"),
    )  # fmt: skip


def hand_on_knit() -> Codes:
    """A dark hand with three bands on dark cloth, near."""
    wool = stuffs.cloth(rgb("27384a"), thread=0.22, depth=0.05, fold=0.3)
    return _flat(
        wool, 4, made.RIGHT, size=(1200, 960), view=13, at=(1, -11.6, 2.6), turn=turned(z=6),
        hand=replace(LOOSE, slim=0.98), metal=stuffs.GOLD, gem=None, second=True,
    )  # fmt: skip


def hand_spread_white() -> Codes:
    """A bare hand spread on white, from the side of the frame."""
    return _flat(
        Stuff(color=(0.93, 0.93, 0.93)), 1, made.TENT, size=(1200, 900), view=19, at=(-9, 0, 1.3),
        turn=turned(z=-84), hand=Hand(thumb=FLAT, slim=0.88), metal=stuffs.SILVER, gem=jewels.SAPPHIRE,
    )  # fmt: skip


def hand_long_nails() -> Codes:
    """Long pink nails on pink paper."""
    return _flat(
        stuffs.paper(rgb("f0c9cf")), 2, made.SUN, size=(1000, 1000), view=23, at=(2.6, -9, 2.6),
        turn=turned(z=14), hand=replace(LOOSE, slim=0.86), metal=stuffs.ROSE, polish=rgb("d9788e"),
        long=0.7,
    )  # fmt: skip


def _held(
    tone: int, lamp: Lamp, wall: Stuff, hand: Hand, *, size: tuple[int, int], view: float,
    aim: tuple[float, float, float], polish: RGB | None = None,
) -> tuple[Stage, Field]:  # fmt: skip
    stage = Stage(size, view=view, pitch=4, lamp=lamp, ground=wall, wall=wall, wall_at=25, floor=-90, aim=aim)
    put_hand(stage, hand, tone, (0, 0, 0), ALONG_X, polish=polish)
    tip = 0.5 * (hand.joints[0][3] + hand.joints[4][3])
    return stage, ALONG_X @ tip


def ring_pinched() -> Codes:
    """A ring between finger and thumb, lights behind."""
    stage, tip = _held(
        2, made.LEFT, made.backdrop(rgb("6f6a5c"), spots=70, seed=2), PINCH, size=(1200, 1000), view=15,
        aim=(10, 0, -4.5),
    )  # fmt: skip
    jewels.ring(
        stage, tip + vec([0.9, -0.3, -0.7]), stuffs.GOLD,
        turn=turned(z=20) @ jewels.UPRIGHT @ turned(z=-60), size=0.4, pave=9,
    )  # fmt: skip
    return shot(stage)


def pendant_dangled() -> Codes:
    """A pendant hangs from a hand at the top of the frame."""
    stage, tip = _held(
        0, made.RIGHT, made.backdrop(rgb("dfe4e2"), glow=0.08), PINCH, size=(960, 1200), view=19,
        aim=(8, 0, -9), polish=rgb("f1d8d2"),
    )  # fmt: skip
    ends = [stage.seen_at(tip + vec([dx, 0, dz])) for dx, dz in ((-0.1, 0), (0.15, -7))]
    path = np.linspace(vec(ends[0]), vec(ends[1]), 60) / vec([stage.width, stage.height])
    _hang(stage, path, tip)
    return shot(stage)


def _hang(stage: Stage, path: Field, near: Field) -> None:
    far = stage.depth.copy()
    stage.depth[:] = np.minimum(far, stage.depth_of(near) - 0.8)
    spots = jewels.draped(stage, path, 0.25, 0.0)
    stage.depth[:] = far
    for number, (a, b) in enumerate(pairwise(spots)):
        stage.put(
            hoop(0.11, (0.035, 0.035)), stuffs.SILVER, 0.3, (a + b) / 2,
            towards(b - a, roll=90 * (number % 2) + 20),
        )  # fmt: skip
    jewels.pendant(stage, spots[-1], stuffs.SILVER, kind=0, size=0.9)


def ring_fist() -> Codes:
    """A fist in the dark with a signet ring, cropped tightly."""
    stage = Stage(
        (1100, 900), view=11, pitch=24, lamp=made.DIM, ground=stuffs.plaster(made.BLACK), floor=-7,
        aim=(0, 0, -2.6),
    )  # fmt: skip
    at, turn = (0.0, 6.0, 0.0), turned(z=168)
    put_hand(stage, FIST, 3, at, turn, bare=())
    _wear(stage, FIST, at, turn, 2, stuffs.GOLD, share=0.55, gem=jewels.RUBY, size=0.5, wide=0.3)
    return shot(stage, vignette=0.3)


def finger_near() -> Codes:
    """One finger fills the frame; what lies behind melts away."""
    stage = Stage(
        (1400, 1050), view=5.2, pitch=62, lamp=made.LEFT, ground=stuffs.cloth(rgb("8d9a88")),
        aim=(0.9, 1.9, 1),
    )  # fmt: skip
    at, turn = (-0.2, -8.6, 0.6), turned(z=-5)
    put_hand(stage, Hand(), 1, at, turn, polish=rgb("c9a59a"))
    _wear(stage, Hand(), at, turn, 2, stuffs.SILVER, share=0.5, size=0.5, pave=11)
    return shot(stage, focus=stage.depth_of((0.9, 2.4, 1.2)), aperture=5.0)


def _sleeve(stage: Stage, stuff: Stuff, at: Field, turn: Field, edge: float = -4.0) -> None:
    stage.put(
        lambda p: np.maximum(bone(p, (0, -22, 0), (0, edge + 2, 0), (4.4, 3.3)), p[1] - edge), stuff, 26,
        at, turn,
    )  # fmt: skip


def watch_on_wrist() -> Codes:
    """A watch on a wrist that comes out of a denim sleeve."""
    stage = Stage(
        (1200, 1000), view=16, pitch=70, lamp=made.RIGHT, ground=stuffs.wood(rgb("8a5f3c")), floor=-2.2
    )
    at, turn = vec([0.5, 0.5, 0.6]), turned(z=-150)
    hand = replace(CURLED, slim=1.05)
    arm = hand.body()
    put_hand(stage, hand, 1, tuple(at), turn, bare=())
    _sleeve(stage, stuffs.cloth(rgb("31486b"), thread=0.12, depth=0.03), at, turn, -6.5)
    stage.put(
        lambda p: np.maximum(arm(p) - 0.16, np.abs(p[1] + 2.6) - 0.85), stuffs.leather(rgb("4a2b18")), 12,
        at, turn,
    )  # fmt: skip
    jewels.watch(
        stage, at + turn @ vec([0, -2.6, 1.75]), stuffs.STEEL, turn=turn @ turned(z=90), radius=1.9,
        dial=rgb("16202e"),
    )  # fmt: skip
    return shot(stage)


def bangle_on_wrist() -> Codes:
    """Two bangles on a dark wrist against a bright wall."""
    stage = Stage(
        (1000, 1250), view=27, pitch=6, lamp=made.WARM, ground=stuffs.GOLD,
        wall=made.backdrop(rgb("f3d9b8")), wall_at=25, floor=-90, aim=(0, 0, 3.5),
    )  # fmt: skip
    turn = turned(z=-15) @ turned(x=90)
    hand = Hand(bends=((-8, 10, 14, 8), (-2, 14, 18, 10), (4, 20, 24, 12), (12, 24, 26, 14)), slim=0.88)
    put_hand(stage, hand, 5, (0.5, 0, -2.5), turn, polish=rgb("f3f0ea"))
    for low, thick in ((-6.2, 0.24), (-7.4, 0.16)):
        jewels.bangle(stage, (0.5, 0, low), stuffs.GOLD, 2.75, turn=turned(x=-12), thick=thick, wide=thick)
    return shot(stage)


def _neck(
    tone: int, lamp: Lamp, wall: Stuff, *, size: tuple[int, int], view: float,
    aim: tuple[float, float, float], top: Stuff | None = None, kind: int = 0,
) -> Stage:  # fmt: skip
    stage = Stage(size, view=view, pitch=4, lamp=lamp, ground=wall, wall=wall, wall_at=25, floor=-90, aim=aim)
    bosom = put_bosom(stage, tone, seed=tone)
    if top:
        put_top(stage, bosom, top, kind=kind)
    return stage


def necklace_in_blouse() -> Codes:
    """A gold chain with a stone over a blue V, lips at the top."""
    stage = _neck(
        1, made.LEFT, made.backdrop(rgb("c9c1b6")), size=(1000, 1250), view=34, aim=(0, 0, 0),
        top=stuffs.cloth(rgb("2b3a55")),
    )  # fmt: skip
    spots = jewels.chain(stage, jewels.swag((0.26, 0.37), (0.74, 0.37), 0.3, tip=0.6), stuffs.GOLD, size=0.34)
    jewels.pendant(stage, spots[len(spots) // 2], stuffs.GOLD, size=0.8, gem=jewels.EMERALD)
    return shot(stage)


def pearls_on_dark_skin() -> Codes:
    """Pearls on deep skin before black."""
    stage = _neck(
        5, made.dimmer(made.RIGHT, 0.5), stuffs.plaster(made.BLACK), size=(1200, 1000), view=24,
        aim=(0, 0, -1), top=stuffs.velvet(rgb("300812")), kind=1,
    )  # fmt: skip
    jewels.beads(stage, jewels.swag((0.27, 0.22), (0.73, 0.22), 0.42, tip=0.3), stuffs.PEARL, size=0.44)
    return shot(stage, vignette=0.25)


def chain_in_shirt() -> Codes:
    """A thin chain in an open white shirt, near, no face."""
    stage = _neck(
        2, made.WARM, made.backdrop(rgb("e6e2da")), size=(1000, 1000), view=17, aim=(0, 0, -5),
        top=stuffs.cloth(rgb("f4f2ee"), thread=0.08), kind=4,
    )  # fmt: skip
    spots = jewels.chain(
        stage, jewels.swag((0.16, -0.02), (0.84, -0.02), 0.68, tip=0.75), stuffs.SILVER, size=0.2
    )
    jewels.pendant(stage, spots[len(spots) // 2], stuffs.SILVER, kind=1, size=0.6)
    return shot(stage)


def collarbone_near() -> Codes:
    """Bare collarbones with a disc pendant, off centre."""
    stage = _neck(
        0, made.RIGHT, made.backdrop(rgb("93a1a4"), spots=10, reach=3), size=(1300, 900), view=14,
        aim=(2.5, 0, -3.5),
    )  # fmt: skip
    spots = jewels.chain(
        stage, jewels.swag((0.06, -0.05), (0.6, -0.05), 0.78, tip=0.4), stuffs.GOLD, size=0.17
    )
    jewels.pendant(stage, spots[len(spots) // 2], stuffs.GOLD, kind=1, size=0.55)
    return shot(stage)


def _ear(
    tone: int, hair: RGB, lamp: Lamp, wall: RGB, view: float, size: tuple[int, int]
) -> tuple[Stage, Field]:
    paint = made.backdrop(wall)
    stage = Stage(
        size, view=view, pitch=2, lamp=lamp, ground=paint, wall=paint, wall_at=25, floor=-90, aim=(0, 0, -1.6)
    )
    return stage, put_ear(stage, tone, hair, seed=tone)


def ear_with_drop() -> Codes:
    """A drop earring on a brown ear under black hair."""
    stage, lobe = _ear(3, rgb("1d1410"), made.LEFT, rgb("c9c1b6"), 14, (1000, 1100))
    jewels.earring(stage, lobe, stuffs.GOLD, kind=1, size=1.1, turn=jewels.facing(stage))
    return shot(stage)


def ear_with_hoop() -> Codes:
    """A hoop on a fair ear under red hair, near."""
    stage, lobe = _ear(0, rgb("6b2e14"), made.WARM, rgb("88939a"), 10, (900, 1200))
    jewels.earring(
        stage, lobe + vec([0, -0.2, 0]), stuffs.GOLD, size=1.2, turn=jewels.facing(stage) @ turned(y=35),
    )  # fmt: skip
    return shot(stage)


def ear_with_stud() -> Codes:
    """A pearl on a lobe, in the dark."""
    stage, lobe = _ear(2, rgb("2a1a10"), made.dimmer(made.RIGHT, 0.4), made.BLACK, 12, (1200, 1000))
    jewels.earring(stage, lobe, stuffs.SILVER, kind=3, size=0.9, turn=jewels.facing(stage))
    return shot(stage, vignette=0.25)


def persons() -> Iterator[Sample]:
    """Yield the pictures with somebody in them."""
    draws = (
        hand_on_linen, hand_on_knit, hand_spread_white, hand_long_nails, ring_pinched, pendant_dangled,
        ring_fist, finger_near, watch_on_wrist, bangle_on_wrist, necklace_in_blouse, pearls_on_dark_skin,
        chain_in_shirt, collarbone_near, ear_with_drop, ear_with_hoop, ear_with_stud,
    )  # fmt: skip
    yield from made.collected(
        {draw.__name__.replace("_", " "): draw for draw in draws}, "fail", person_found=True
    )
