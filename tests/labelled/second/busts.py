"""Busts that a shop shows a chain on, for ``second``."""

from tests.labelled.second.forms import (
    Body,
    Color,
    Floats,
    Stage,
    Tint,
    Vector,
    drum,
    egg,
    melted,
    rod,
    shot,
    side_of,
    slab,
    within,
)
from tests.labelled.second.stuffs import SIDE


def bust(
    tint: Color | Tint,
    stuff: str,
    *,
    wall: tuple[Color, Color],
    ground: Tint,
    half: float = 1.0,
    seat: bool = False,
    lamp: Vector = (-0.6, 0.8, 0.6),
    at: float = 0.0,
    look: float = 0.5,
) -> Floats:
    """A shop's bust: a neck cut straight, shoulders that fall off, on a foot."""
    form = melted(
        [
            rod((at, 0.75, -0.1), (at, 1.6, -0.14), 0.22, 0.2),
            egg((at, 0.62, -0.08), (0.56, 0.42, 0.22)),
            rod((at - 0.1, 0.94, -0.1), (at - 0.56, 0.8, -0.12), 0.12, 0.13),
            rod((at + 0.1, 0.94, -0.1), (at + 0.56, 0.8, -0.12), 0.12, 0.13),
            egg((at, 0.28, -0.06), (0.42, 0.4, 0.2)),
        ],
        0.12,
    )
    form = within(within(form, side_of((0, 1, -0.25), 1.42)), side_of((0, -1, 0), -0.12))
    foot = slab((at, 0.06, -0.06), (0.46, 0.06, 0.24), 0.02) if seat else drum((at, 0.07, -0.06), 0.3, 0.07)
    bodies = (Body(form, tint, stuff), Body(foot, tint, stuff))
    stage = Stage(
        ground,
        wall,
        height_deg=6,
        target=(0, look + 0.2, 0),
        half=half,
        lamp=lamp,
        bodies=bodies,
        fill=0.4,
        deep=0.9,
    )
    return shot(stage, SIDE)


def cut_out(tint: Tint, *, wall: tuple[Color, Color], ground: Tint) -> Floats:
    """A bust sawn from a board."""
    flat = melted(
        [
            slab((0, 1.05, 0), (0.19, 0.35, 0.05), 0.03),
            egg((0, 0.66, 0), (0.64, 0.38, 0.9)),
            egg((0, 0.25, 0), (0.46, 0.5, 0.9)),
        ],
        0.1,
    )
    board = within(within(flat, slab((0, 0.75, 0), (1, 0.68, 0.045), 0.02)), side_of((0, -1, 0), -0.1))
    foot = slab((0, 0.05, 0.02), (0.4, 0.05, 0.2), 0.02)
    bodies = (Body(board, tint), Body(foot, tint))
    return shot(
        Stage(
            ground, wall, height_deg=6, target=(0, 0.72, 0), lamp=(-0.6, 0.8, 0.6), bodies=bodies, deep=0.9
        ),
        SIDE,
    )
