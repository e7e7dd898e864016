"""People, busts and packaging as ``second`` shows them, each by its name and how plain it is."""

from collections.abc import Callable, Iterator
from functools import partial

from tests.labelled.samples import NOTHING_LAID_OVER, Codes, Sample, saved
from tests.labelled.second import busts, people, stuffs, things
from tests.labelled.second.forms import Floats, Tint
from tests.labelled.second.people import BROWN, DEEP, FAIR, GOLD, OLIVE, PALE, SILVER, TAN, worn
from tests.labelled.second.stuffs import laid, taken

NOTHING = NOTHING_LAID_OVER | {"text_found": False}
GREY, WARM, COOL = (
    ((236, 235, 233), (212, 211, 210)),
    ((232, 222, 208), (206, 192, 176)),
    ((206, 214, 224), (178, 188, 200)),
)
NIGHT = ((54, 56, 64), (34, 36, 42))
GROUNDS: dict[str, Tint] = {
    "white": stuffs.paper((254, 254, 254)),
    "paper": stuffs.paper(),
    "oak": stuffs.wood(),
    "ash": stuffs.wood((206, 184, 154), 61),
    "marble": stuffs.marble(),
    "linen": stuffs.linen(),
    "slate": stuffs.slate(),
    "granite": stuffs.granite(),
    "silk": stuffs.silk((150, 30, 44)),
    "fur": stuffs.fur(),
    "blue": stuffs.paper((176, 196, 214)),
    "night": stuffs.paper((28, 28, 32)),
    "dark marble": stuffs.marble((60, 62, 66), 63, -0.9),
}
Make = Callable[[], Floats]


def sample(
    name: str, level: str, codes: Codes, truth: dict[str, bool], unsure: tuple[str, ...] = ()
) -> Sample:
    known = {fact: told for fact, told in (NOTHING | truth).items() if fact not in unsure}
    return Sample(f"second-{name}", level, saved(codes), known, reads=True)


def people_shown() -> Iterator[Sample]:
    room = stuffs.lights((66, 58, 54), 31)
    neck, hand, wrist, pinch, ear = people.neck, people.hand, people.wrist, people.pinch, people.ear
    makes: tuple[tuple[str, Make], ...] = (
        (
            "neck-pale",
            lambda: worn(neck(PALE, (40, 44, 60), wall=GREY, seed=1, freckles=0.25), SILVER, pendant="loose"),
        ),
        (
            "neck-deep",
            lambda: worn(
                neck(DEEP, (222, 210, 190), wall=room, seed=2, lean=0.4),
                (250, 242, 230),
                beads=True,
                link=16,
                low=0.62,
            ),
        ),
        (
            "neck-olive",
            lambda: worn(
                neck(OLIVE, (120, 30, 40), wall=WARM, seed=3, low=-0.75, lean=-0.4), GOLD, low=0.7, link=11
            ),
        ),
        (
            "neck-brown",
            lambda: worn(
                neck(BROWN, (236, 236, 238), wall=COOL, seed=4, lamp=(0.7, 0.4, 0.6)),
                GOLD,
                pendant="turquoise",
                low=0.66,
            ),
        ),
        (
            "neck-at-night",
            lambda: worn(
                neck(FAIR, (20, 22, 24), wall=NIGHT, seed=5, lamp=(-0.9, 0.3, 0.3), low=-0.9),
                SILVER,
                low=0.74,
                link=7,
            ),
        ),
        ("hand-linen", partial(hand, TAN, GROUNDS["linen"], seed=6)),
        ("hand-marble", partial(hand, FAIR, GROUNDS["marble"], seed=7, yaw=-28, ring=SILVER)),
        ("hand-deep", partial(hand, DEEP, GROUNDS["oak"], seed=8, yaw=35, lamp=(0.5, 0.9, 0.3))),
        ("hand-pale", partial(hand, PALE, GROUNDS["fur"], seed=9, yaw=12, height_deg=60)),
        (
            "palm-olive",
            lambda: laid(
                hand(OLIVE, GROUNDS["paper"], seed=10, yaw=25, palm=True, ring=None),
                "studs",
                0.24,
                (0.5, 0.62),
            ),
        ),
        (
            "palm-brown",
            lambda: laid(
                hand((196, 140, 112), GROUNDS["slate"], seed=11, yaw=-15, palm=True, ring=None),
                "loose",
                0.16,
                (0.5, 0.64),
            ),
        ),
        ("wrist-fair", partial(wrist, FAIR, wall=GREY, seed=12)),
        ("wrist-deep", partial(wrist, DEEP, wall=WARM, seed=13, roll=18, wide=True)),
        ("wrist-room", partial(wrist, TAN, wall=room, seed=14, roll=6, metal=SILVER)),
        ("ear-fair", partial(ear, FAIR, (60, 40, 30), wall=GREY, seed=15, drop=(60, 160, 110))),
        (
            "ear-deep",
            partial(ear, DEEP, (18, 16, 16), wall=WARM, seed=16, drop=(220, 70, 90), lamp=(0.4, 0.6, 0.8)),
        ),
        ("pinch-brown", partial(pinch, BROWN, wall=GREY, seed=17)),
        (
            "pinch-pale",
            partial(
                pinch, PALE, wall=stuffs.lights((70, 84, 70), 33), seed=18, metal=SILVER, gem=(220, 70, 90)
            ),
        ),
    )
    for seed, (name, make) in enumerate(makes):
        yield sample(f"person-{name}", "fail", taken(make(), 200 + seed), {"person_found": True})
    for seed, (tone, shift) in enumerate(((OLIVE, (0.75, 0.0, 0.95)), (BROWN, (-0.8, 0.0, 0.9)))):
        light = hand(tone, GROUNDS[("ash", "paper")[seed]], seed=20 + seed, shift=shift, ring=None)
        light = laid(light, ("hoops", "halo")[seed], 0.4, (0.36 + 0.28 * seed, 0.3))
        yield sample(
            f"person-fingertips-{seed}", "just fail", taken(light, 220 + seed), {"person_found": True}
        )


def busts_shown() -> Iterator[Sample]:
    bust, at = busts.bust, {"low": 0.56, "high": 0.25, "reach": 0.112}
    paper, white = GROUNDS["paper"], stuffs.paper((236, 236, 236))
    makes: tuple[tuple[str, str, Make], ...] = (
        (
            "black-velvet",
            "fail",
            lambda: worn(bust((36, 36, 42), "velvet", wall=GREY, ground=paper), SILVER, **at),
        ),
        (
            "white-leather",
            "fail",
            lambda: worn(
                bust((240, 238, 234), "gloss", wall=COOL, ground=white), GOLD, **at, pendant="loose"
            ),
        ),
        (
            "linen",
            "fail",
            lambda: worn(
                bust(stuffs.linen(), "matte", wall=GREY, ground=GROUNDS["ash"]), GOLD, **at, link=11
            ),
        ),
        (
            "wood",
            "fail",
            lambda: worn(
                bust(stuffs.wood((176, 128, 84), 73, 9), "matte", wall=WARM, ground=paper, seat=True),
                SILVER,
                **at,
            ),
        ),
        (
            "acrylic",
            "fail",
            lambda: worn(
                bust((240, 240, 246), "clear", wall=((96, 112, 130), (70, 84, 100)), ground=GROUNDS["oak"]),
                GOLD,
                **at,
            ),
        ),
        (
            "grey-velvet",
            "fail",
            lambda: worn(
                bust((150, 150, 156), "velvet", wall=GREY, ground=white, lamp=(0.7, 0.7, 0.5)),
                (250, 244, 234),
                **at,
                beads=True,
                link=15,
            ),
        ),
        (
            "burgundy",
            "fail",
            lambda: worn(bust((110, 22, 40), "velvet", wall=WARM, ground=GROUNDS["oak"]), GOLD, **at),
        ),
        (
            "navy-night",
            "fail",
            lambda: worn(bust((36, 50, 96), "velvet", wall=NIGHT, ground=GROUNDS["slate"]), SILVER, **at),
        ),
        (
            "board",
            "fail",
            lambda: worn(
                busts.cut_out(stuffs.wood((196, 156, 106), 75, 9), wall=GREY, ground=paper), GOLD, **at
            ),
        ),
        (
            "small",
            "just fail",
            lambda: laid(
                bust((60, 60, 66), "velvet", wall=GREY, ground=paper, half=1.9, at=-0.9),
                "hoops",
                0.36,
                (0.68, 0.72),
            ),
        ),
        (
            "close",
            "just fail",
            lambda: worn(
                bust((214, 206, 194), "velvet", wall=GREY, ground=paper, half=0.62, look=0.72),
                GOLD,
                low=0.8,
                high=0.42,
                reach=0.18,
            ),
        ),
    )
    for seed, (name, level, make) in enumerate(makes):
        yield sample(f"bust-{name}", level, taken(make(), 230 + seed), {"bust_found": True})


def packed_shown() -> Iterator[Sample]:
    staged, ground = things.staged, GROUNDS
    box, gift, beside = things.ring_box, things.gift, things.ring_on
    makes: tuple[tuple[str, str, Make], ...] = (
        (
            "ring-box",
            "fail",
            lambda: staged(ground["oak"], box((24, 54, 60), (236, 226, 210)), target=(0, 0.45, 0)),
        ),
        (
            "ring-box-white",
            "fail",
            lambda: staged(
                ground["blue"],
                box((240, 240, 242), (30, 32, 40), yaw=-30, stuff="gloss", metal=SILVER),
                target=(0, 0.45, 0),
            ),
        ),
        (
            "ring-box-above",
            "fail",
            lambda: staged(
                ground["paper"], box((120, 30, 44), (240, 236, 230), lid=False, yaw=12), height_deg=82
            ),
        ),
        (
            "ring-box-wood",
            "fail",
            lambda: staged(
                ground["linen"],
                [*box((0, 0, 0), (60, 20, 30), yaw=-18, stuff="matte")][1:],
                target=(0, 0.3, 0),
            ),
        ),
        (
            "gift",
            "fail",
            lambda: staged(
                ground["marble"],
                gift((238, 238, 242), (180, 40, 60), move=(-0.2, 0, -0.2)) + beside((0.55, 0, 0.5)),
            ),
        ),
        (
            "gift-black",
            "fail",
            lambda: staged(
                ground["ash"],
                gift((34, 34, 38), (214, 180, 110), yaw=-35, move=(0.2, 0, -0.2), size=(0.4, 0.2, 0.4))
                + beside((-0.5, 0, 0.4), metal=SILVER),
            ),
        ),
        (
            "pouch-velvet",
            "fail",
            lambda: laid(
                staged(
                    ground["linen"],
                    things.pouch((70, 40, 90), (230, 200, 120), move=(-0.3, 0, 0)),
                    height_deg=58,
                ),
                "halo",
                0.3,
                (0.76, 0.6),
            ),
        ),
        (
            "pouch-satin",
            "fail",
            lambda: laid(
                staged(
                    ground["slate"],
                    things.pouch((226, 214, 196), (120, 90, 60), move=(0.3, 0, 0)),
                    height_deg=64,
                ),
                "hoops",
                0.32,
                (0.24, 0.6),
            ),
        ),
        (
            "card-rose",
            "fail",
            lambda: staged(ground["slate"], things.card((236, 214, 208)), height_deg=74, target=(0, 0, 0)),
        ),
        (
            "card-kraft",
            "fail",
            lambda: staged(
                ground["white"],
                things.card((190, 150, 108), yaw=-14, gem=(60, 150, 200)),
                height_deg=70,
                target=(0, 0, 0),
            ),
        ),
        (
            "flat-box",
            "fail",
            lambda: laid(
                staged(
                    ground["paper"],
                    things.flat_box((40, 40, 44), (230, 226, 220)),
                    height_deg=70,
                    half=1.2,
                    target=(0, 0, -0.1),
                ),
                "tennis",
                0.4,
                (0.48, 0.53),
                turn=12,
            ),
        ),
        (
            "bag",
            "fail",
            lambda: staged(
                ground["paper"],
                things.bag((30, 110, 110), (240, 230, 210)) + beside((0.6, 0, 0.5)),
                height_deg=15,
                target=(0.1, 0.5, 0),
            ),
        ),
        (
            "tin",
            "fail",
            lambda: staged(
                ground["oak"], things.tin((190, 180, 150), (60, 20, 30)) + beside((-0.1, 0.24, 0.05))
            ),
        ),
        (
            "small-gift",
            "just fail",
            lambda: laid(
                staged(
                    ground["marble"],
                    gift((40, 90, 80), (240, 236, 226), move=(-0.75, 0, -0.75), size=(0.24, 0.14, 0.22)),
                    height_deg=50,
                ),
                "rose band",
                0.42,
                (0.6, 0.64),
            ),
        ),
        (
            "box-at-the-edge",
            "just fail",
            lambda: laid(
                staged(
                    ground["paper"], box((28, 30, 60), (230, 228, 222), move=(0.85, 0, -0.45)), height_deg=42
                ),
                "signet",
                0.4,
                (0.34, 0.62),
            ),
        ),
        (
            "card-white",
            "just fail",
            lambda: staged(
                ground["granite"],
                things.card((250, 250, 248), yaw=4, size=(0.34, 0.44), hang=False),
                height_deg=76,
                target=(0, 0, 0),
            ),
        ),
    )
    for seed, (name, level, make) in enumerate(makes):
        yield sample(f"packed-{name}", level, taken(make(), 250 + seed), {"packaging_found": True})
