"""Photos of people wearing pieces, and of pieces on stands."""

from collections.abc import Callable, Iterator

import numpy as np

from tests.labelled.fresh import people, pieces, stands
from tests.labelled.fresh.canvas import (
    Codes,
    Floats,
    Point,
    Shape,
    Tone,
    blur,
    dimmed,
    lens,
    over,
    sample,
    shifted,
    taken,
)
from tests.labelled.fresh.gems import gem
from tests.labelled.fresh.grounds import bokeh, ground, laid, table
from tests.labelled.fresh.hands import Pose, hand, pinch
from tests.labelled.fresh.skin import BROWN, DEEP, FAIR, OLIVE, PALE, TAN, laid_skin, nailed, ringed
from tests.labelled.fresh.watch import watch
from tests.labelled.samples import Sample

LAMP = (-0.5, -0.6, 0.7)
PERSON = {"person_found": True}
BUST = {"bust_found": True}


def worn_hand(
    light: Floats,
    tone: Tone,
    pose: Pose,
    seed: int,
    polish: Tone | None = None,
    rings: tuple[tuple[int, float, str, tuple[str, str] | None], ...] = (),
) -> Floats:
    """Lay a hand from its back on a ground, with rings at fingers."""
    flesh, fingers = hand((light.shape[0], light.shape[1]), tone, pose, seed)
    light = laid_skin(light, flesh, flesh.lit(LAMP, 0.011 * pose.size, 0.25), strength=0.5)
    light = nailed(light, flesh, polish)
    for index, share, of, stone in rings:
        at, along = fingers[index].at(share)
        look = gem(*stone, index) if stone else None
        light = ringed(light, at, along, fingers[index].radius * 1.06, of, 0.0075 * pose.size, stone=look)
    return light


def spread_hand() -> Floats:
    shape = (860, 660)
    pose = Pose((300, 700), 640, 6)
    light = ground("grey linen", shape, 3)
    return worn_hand(light, PALE, pose, 1, (150, 20, 40), ((2, 0.22, "gold", ("oval", "diamond")),))


def close_fingers() -> Floats:
    shape = (640, 860)
    pose = Pose((40, 330), 980, 84, (-6, -1, 3, 7), thumb=0.8)
    light = ground("white silk", shape, 5)
    rings = ((2, 0.24, "silver", ("cushion", "sapphire")), (1, 0.2, "silver", None))
    return worn_hand(light, DEEP, pose, 2, (232, 214, 206), rings)


def stacked_hand() -> Floats:
    shape = (720, 720)
    pose = Pose((560, 720), 620, -28, (-7, -2, 3, 9), left=True)
    rings = ((0, 0.2, "gold", None), (1, 0.24, "rose", ("round", "morganite")), (3, 0.24, "gold", None))
    return worn_hand(ground("oak", shape, 7), TAN, pose, 3, None, rings)


def far_hand() -> Floats:
    shape = (680, 840)
    light = ground("marble", shape, 8)
    light = laid(light, pieces.necklace("gold", "pearl"), (0.38, 0.45), 0.78)
    return worn_hand(light, FAIR, Pose((880, 700), 270, -52, thumb=0.3), 4, (214, 120, 130))


def fingertips() -> Floats:
    shape = (660, 860)
    light = laid(
        ground("beige", shape, 8), pieces.ring("dome", "silver", "moonstone", tilt=66), (0.36, 0.5), 0.62
    )
    pose = Pose((1216, 330), 560, -84, (-7, -2, 3, 8), left=True)
    return worn_hand(light, PALE, pose, 8, (176, 52, 70))


def open_palm() -> Floats:
    shape = (840, 660)
    flesh, _ = hand(
        shape, (190, 140, 114), Pose((320, 660), 640, -8, (-4, -1, 2, 7), left=True, thumb=0.3), 5, palm=True
    )
    light = laid_skin(ground("pink", shape, 9), flesh, flesh.lit(LAMP, 8, 0.16))
    return laid(light, pieces.drops("gold", "ruby", "pear"), (0.47, 0.55), 0.36, 8, shadow=0.6, lift=(5, 7))


def pinched() -> Floats:
    shape = (760, 720)
    light = bokeh(shape, (200, 196, 190), 3, 9)
    light = laid(light, pieces.ring("halo", "gold", tilt=24, lean=30), (0.31, 0.47), 0.42, shadow=0)
    flesh = pinch(shape, OLIVE, (262, 380), 400, 2)
    return nailed(laid_skin(light, flesh, flesh.lit(LAMP, 9, 0.2), strength=0.15), flesh)


def wrist_bangle() -> Floats:
    shape = (700, 800)
    turn = 62.0
    pose = Pose((430, 400), 520, turn, thumb=0.1)
    light = worn_hand(ground("sage", shape, 4), BROWN, pose, 6, (240, 226, 216))
    along = (float(np.sin(np.radians(turn))), float(-np.cos(np.radians(turn))))
    middle = (430 - along[0] * 60, 400 - along[1] * 60)
    return people.around_wrist(light, middle, along, 0.156 * 520, "gold", "bangle")


def wrist_watch() -> Floats:
    shape = (720, 860)
    flesh, _ = hand(shape, FAIR, Pose((640, 360), 700, 90, thumb=0.0), 7)
    light = laid_skin(ground("walnut", shape, 6), flesh, flesh.lit(LAMP, 8, 0.2))
    light = people.knit(light, ((-20, 215), (-20, 505), (250, 488), (250, 232)), (74, 84, 104), 2)
    look = watch("steel", (40, 56, 84), (52, 44, 40), numbers=False)
    place = look.scaled(0.42 * 720).set_in(shape, (430, 360))
    around = place.mask * blur(flesh.relief.cover, 1.5)
    light = dimmed(light, blur(shifted(around, (7, 3)), 5) * flesh.relief.cover, 0.55)
    far = np.clip(np.abs(np.arange(shape[0], dtype=np.float32) - 360) / 108, 0, 1)[:, None, None]
    return over(light, place.color * (1.05 - 0.6 * far**4), around)


def neck_pendant() -> Floats:
    shape = (840, 680)
    light = people.neck(shape, PALE, ground("sage", shape, 3), 1)
    light = people.clothed(light, (60, 40, 50), 2, "deep")
    light = people.necklace_on(light, "gold", 0.7, 0.16, gem("pear", "sapphire", 2))
    return people.long_hair(light, (90, 56, 34), 4)


def neck_pearls() -> Floats:
    shape = (780, 720)
    light = people.neck(shape, DEEP, ground("beige", shape, 3), 2, 0.3)
    light = people.clothed(light, (230, 226, 216), 2, "straps", shiny=True)
    return people.necklace_on(light, "gold", 0.6, 0.155, None, beads=(240, 232, 222))


def ear_hoop() -> Floats:
    shape = (780, 680)
    light = people.ear(shape, FAIR, (84, 52, 32), ground("grey", shape, 3), 3)
    return people.earring_on(light, "gold", (357, 480), 66, "hoop")


def ear_close() -> Floats:
    shape = (720, 820)
    light = people.ear(shape, BROWN, (28, 22, 22), bokeh(shape, (120, 108, 100), 5, 8), 5)
    return people.earring_on(light, "silver", (433, 444), 42, "stud", gem("round", "diamond", 3))


def people_shown() -> Iterator[Sample]:
    """Yield photos with a part of a person in them."""
    makes: tuple[tuple[str, str, Callable[[], Floats]], ...] = (
        ("spread-hand", "fail", spread_hand),
        ("close-fingers", "fail", close_fingers),
        ("fingertips", "just fail", fingertips),
        ("far-hand", "just fail", far_hand),
        ("open-palm", "fail", open_palm),
        ("pinch", "fail", pinched),
        ("wrist-bangle", "fail", wrist_bangle),
        ("wrist-watch", "just fail", wrist_watch),
        ("neck-pendant", "fail", neck_pendant),
        ("neck-pearls", "fail", neck_pearls),
        ("ear-hoop", "fail", ear_hoop),
        ("ear-close", "just fail", ear_close),
    )
    for seed, (name, level, make) in enumerate(makes):
        unsure = ("text_found",) if name == "wrist-watch" else ()
        yield sample(f"person-{name}", level, taken(make(), 200 + seed, warm=0.02), PERSON, unsure)


def _bust(
    shape: Shape, back: Floats, made: tuple[str, Tone], place: Point = (0.5, 0.52), size: float = 0.78
) -> Floats:
    return stands.neck_bust(back, made[0], made[1], place, size)


def _handed(kind: str, tone: Tone, stone: str, back: Floats) -> Floats:
    light, at, along, radius = stands.hand_stand(back, kind, tone)
    return ringed(light, at, along, radius * 1.06, "gold", 4.6, stone=gem("oval", stone, 2))


def linen_bust() -> Floats:
    shape = (840, 680)
    light = _bust(shape, table("oak", shape, 1, 0.78), ("linen", (128, 136, 146)))
    return stands.hung(light, "gold", stone=gem("pear", "emerald", 1))


def velvet_bust() -> Floats:
    shape = (760, 760)
    light = _bust(shape, table("white", shape, 2, 0.8), ("velvet", (50, 46, 54)))
    return stands.hung(light, "silver", beads=(240, 230, 220))


def far_bust() -> Floats:
    shape = (700, 860)
    back = _bust(
        shape, lens(table("marble", shape, 3, 0.62), 3), ("leatherette", (238, 234, 228)), (0.24, 0.47), 0.62
    )
    back = stands.hung(back, "rose", (0.24, 0.47), 0.62, 0.06, stone=gem("oval", "ruby", 1))
    return laid(lens(back, 1.2), pieces.drops("rose", "ruby", "pear"), (0.7, 0.6), 0.5)


def wood_bust() -> Floats:
    shape = (860, 680)
    light = _bust(shape, ground("beige", shape, 4), ("wood", (168, 118, 76)), (0.5, 0.5), 0.9)
    return stands.hung(light, "silver", (0.5, 0.5), 0.9, 0.1, stone=gem("round", "diamond", 1))


def busts_shown() -> Iterator[Sample]:
    """Yield photos of pieces on stands in the form of a neck, a hand, an ear or a torso."""
    white, black = (240, 238, 234), (52, 46, 52)
    tall = (820, 680)
    torso = (0.5, 0.52), 0.8, 0.0
    makes: tuple[tuple[str, str, Callable[[], Floats]], ...] = (
        ("linen", "fail", linen_bust),
        ("velvet", "fail", velvet_bust),
        ("far", "just fail", far_bust),
        ("wood", "fail", wood_bust),
        (
            "hand-white",
            "just fail",
            lambda: _handed("plaster", white, "sapphire", table("marble", tall, 2, 0.7)),
        ),
        ("hand-black", "just fail", lambda: _handed("velvet", black, "ruby", table("beige", tall, 5, 0.75))),
        (
            "torso",
            "fail",
            lambda: stands.hung(
                stands.dummy(ground("pink", tall, 2), "linen", (214, 200, 178)),
                "gold",
                *torso,
                stone=gem("pear", "citrine", 1),
            ),
        ),
        ("ear", "just fail", plaster_ear),
    )
    for seed, (name, level, make) in enumerate(makes):
        yield sample(f"bust-{name}", level, taken(make(), 230 + seed), BUST)


def plaster_ear() -> Floats:
    shape = (820, 680)
    light = stands.ear_stand(ground("grey", shape, 2), "plaster", (238, 234, 230))
    return people.earring_on(
        light, "gold", (0.54 * 680 - 8, 0.42 * 820 + 165), 58, "drop", gem("pear", "emerald", 4)
    )


def portrait() -> Codes:
    """Return one photo of a worn ring for what is laid over it."""
    return taken(stacked_hand(), 260)
