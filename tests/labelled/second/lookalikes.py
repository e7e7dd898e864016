"""Plain things with a piece on them or by them, that resemble skin, a bust or a box and are none."""

import numpy as np

from tests.labelled.second.forms import (
    Body,
    Color,
    Floats,
    Form,
    Tint,
    drum,
    egg,
    hoop,
    melted,
    rippled,
    rod,
    slab,
    turned,
    without,
)
from tests.labelled.second.stuffs import granite, marble, paper, rings_of_wood, silk, slate, wood
from tests.labelled.second.things import GOLD, SILVER, ring_on, staged


def rough(form: Form, deep: float = 0.012) -> Form:
    """Break a form's faces as stone breaks."""
    return rippled(
        form,
        lambda p: (
            np.sin(17 * p[:, 0] + 3 * np.sin(9 * p[:, 2])) * np.sin(15 * p[:, 1] + 2 * np.sin(11 * p[:, 0]))
            + 0.5 * np.sin(43 * p[:, 0] + 37 * p[:, 2] + 29 * p[:, 1])
        ),
        deep,
    )


def lookalike(name: str) -> Floats:
    """Draw a thing that is no person, no bust and no box, with a piece on it or by it."""
    turn = turned(24)
    pieces = ring_on(
        (0.05, 0.0, 0.55),
        metal=(GOLD, SILVER)[len(name) % 2],
        gem=((150, 210, 240), (200, 60, 80))[len(name) % 3 % 2],
    )
    makers = {
        "strap": lambda: (
            tabletop(),
            [
                Body(
                    without(drum((0, 0.15, -0.05), 0.62, 0.15, 0.03), drum((0, 0.15, -0.05), 0.57, 0.4)),
                    strap((158, 100, 62)),
                ),
                *ring_on((0.0, 0.0, 0.0)),
            ],
        ),
        "tray": lambda: (
            paper((232, 230, 226)),
            [
                Body(
                    without(
                        slab((0, 0.08, 0), (0.8, 0.08, 0.6), 0.06, turn),
                        slab((0, 0.14, 0), (0.7, 0.1, 0.5), 0.06, turn),
                    ),
                    wood((214, 166, 126), 21, 9),
                ),
                *ring_on((0, 0.05, 0)),
            ],
        ),
        "dish": lambda: (
            tabletop(),
            [
                Body(
                    melted([drum((0, 0.06, 0), 0.66, 0.05, 0.03), hoop((0, 0.12, 0), 0.66, 0.07)], 0.1),
                    (206, 140, 106),
                ),
                *ring_on((0.05, 0.12, 0.05)),
            ],
        ),
        "candles": lambda: (
            marble(),
            [
                Body(
                    melted(
                        [
                            drum((-0.45, 0.45, -0.2), 0.15, 0.45, 0.03),
                            drum((-0.1, 0.32, -0.35), 0.15, 0.32, 0.03),
                            drum((0.3, 0.55, -0.35), 0.15, 0.55, 0.03),
                        ],
                        0,
                    ),
                    (236, 204, 178),
                ),
                *pieces,
            ],
        ),
        "branch": lambda: (
            paper((238, 236, 232)),
            [
                Body(
                    rough(
                        melted(
                            [
                                rod((-1.3, 0.2, 0.2), (1.3, 0.32, -0.2), 0.16, 0.12),
                                rod((0.3, 0.25, 0), (0.9, 0.5, -0.7), 0.09, 0.05),
                            ],
                            0.06,
                        ),
                        0.01,
                    ),
                    wood((176, 132, 98), 31, 9),
                ),
                Body(hoop((-0.3, 0.25, 0.1), 0.2, 0.03, turned(0, 0, 90)), GOLD, "metal"),
            ],
        ),
        "pebbles": lambda: (
            paper((226, 226, 224)),
            [
                Body(
                    melted(
                        [
                            egg((-0.4, 0.2, -0.1), (0.42, 0.2, 0.32)),
                            egg((0.42, 0.15, -0.25), (0.33, 0.15, 0.25)),
                            egg((0.1, 0.12, -0.6), (0.3, 0.12, 0.2)),
                        ],
                        0,
                    ),
                    granite((196, 160, 138), 33),
                ),
                *pieces,
            ],
        ),
        "vase": lambda: (
            wood((196, 176, 150)),
            [
                Body(
                    melted(
                        [
                            egg((-0.35, 0.42, -0.4), (0.4, 0.42, 0.4)),
                            rod((-0.35, 0.7, -0.4), (-0.35, 1.2, -0.4), 0.13, 0.15),
                        ],
                        0.14,
                    ),
                    (228, 222, 212),
                    "gloss",
                ),
                *pieces,
            ],
        ),
        "bottle": lambda: (
            marble(),
            [
                Body(
                    melted(
                        [
                            drum((-0.3, 0.4, -0.4), 0.3, 0.4, 0.1),
                            rod((-0.3, 0.8, -0.4), (-0.3, 1.15, -0.4), 0.1),
                        ],
                        0.1,
                    ),
                    (46, 70, 60),
                    "gloss",
                ),
                *pieces,
            ],
        ),
        "slab": lambda: (
            paper((236, 236, 234)),
            [
                Body(rough(slab((0, 0.12, 0), (0.7, 0.12, 0.5), 0.03, turn)), slate((110, 112, 116))),
                *ring_on((0, 0.23, 0)),
            ],
        ),
        "log": lambda: (
            tabletop(),
            [
                Body(rough(drum((0, 0.12, 0), 0.62, 0.12, 0.02), 0.006), rings_of_wood()),
                *ring_on((0, 0.23, 0)),
            ],
        ),
        "block": lambda: (
            paper((228, 226, 222)),
            [
                Body(slab((-0.1, 0.3, -0.1), (0.4, 0.3, 0.34), 0.015, turn), wood((188, 140, 92), 35, 9)),
                *ring_on((-0.1, 0.6, -0.1)),
            ],
        ),
        "rock": lambda: (
            paper((240, 240, 238)),
            [
                Body(rough(egg((0, 0.3, -0.1), (0.6, 0.34, 0.45)), 0.03), granite((150, 146, 142), 37)),
                *ring_on((0.0, 0.62, -0.05)),
            ],
        ),
        "brick": lambda: (
            tabletop(),
            [
                Body(
                    rough(slab((0, 0.2, 0), (0.66, 0.2, 0.32), 0.02, turn), 0.008),
                    granite((176, 100, 78), 39),
                ),
                *ring_on((0, 0.4, 0)),
            ],
        ),
        "tile": lambda: (
            wood(),
            [
                Body(slab((0, 0.03, 0), (0.7, 0.03, 0.7), 0.01, turned(12)), marble((240, 238, 236), 41)),
                *ring_on((0, 0.06, 0), wide=0.3),
            ],
        ),
        "cloth": lambda: (
            paper((230, 230, 228)),
            [
                Body(
                    rippled(
                        egg((0, 0.02, -0.1), (0.95, 0.16, 0.7)),
                        lambda p: (
                            np.sin(9 * p[:, 0] + 5 * np.sin(3 * p[:, 2])) + np.sin(8 * p[:, 2] + 4 * p[:, 0])
                        ),
                        0.03,
                    ),
                    (34, 36, 44),
                    "velvet",
                ),
                *ring_on((0, 0.16, 0)),
            ],
        ),
        "stone arch": lambda: (
            paper((222, 218, 210)),
            [
                Body(
                    without(
                        slab((0, 0.5, -0.4), (0.55, 0.55, 0.16), 0.02),
                        melted(
                            [slab((0, 0.2, -0.4), (0.27, 0.4, 0.5)), rod((0, 0.55, -1), (0, 0.55, 1), 0.27)],
                            0,
                        ),
                    ),
                    granite((214, 206, 196), 43),
                ),
                *pieces,
            ],
        ),
        "silk": lambda: (silk((222, 176, 150)), ring_on((0, 0, 0), wide=0.32)),
        "mirror": lambda: (
            paper((206, 200, 192)),
            [
                Body(hoop((0, 0.02, 0), 0.78, 0.05), GOLD, "metal"),
                Body(drum((0, 0.01, 0), 0.76, 0.012), (214, 220, 224)),
                *ring_on((0.05, 0.02, 0.05)),
            ],
        ),
    }
    ground, bodies = makers[name]()
    return staged(ground, bodies)


def strap(color: Color) -> Tint:
    """Leather with two rows of stitches."""
    leather = granite(color, 47)

    def tint(p: Floats) -> Floats:
        angle = np.arctan2(p[:, 2] + 0.05, p[:, 0])
        row = np.minimum(np.abs(p[:, 1] - 0.05), np.abs(p[:, 1] - 0.25)) < 0.012
        seam = (row & (np.sin(angle * 60) > -0.3))[:, None]
        return np.where(seam, 0.6, leather(p)).astype(np.float32)

    return tint


def tabletop() -> Tint:
    """A grey table-top."""
    return granite((212, 210, 206), 45)
