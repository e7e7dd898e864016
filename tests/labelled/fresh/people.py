"""Necks, ears, wrists and near fingers, built of balls under soft skin."""

import numpy as np

from tests.labelled.fresh.canvas import (
    Floats,
    Point,
    Shape,
    Tone,
    blur,
    dimmed,
    floats,
    grid,
    linear,
    over,
    polygon,
    shifted,
    spline,
)
from tests.labelled.fresh.gems import Piece
from tests.labelled.fresh.grounds import linen, silk
from tests.labelled.fresh.pieces import chain, pearl_ball
from tests.labelled.fresh.relief import Relief, metal, pearly
from tests.labelled.fresh.skin import Flesh, beaded_line, hair, laid_skin, stone_on

HELIX = (
    (-0.035, -0.03, 0.0, 0.018),
    (-0.085, -0.1, 0.01, 0.024),
    (-0.075, -0.2, 0.02, 0.03),
    (0.0, -0.262, 0.025, 0.032),
    (0.09, -0.225, 0.025, 0.032),
    (0.128, -0.12, 0.02, 0.03),
    (0.115, 0.0, 0.015, 0.026),
    (0.07, 0.1, 0.01, 0.028),
    (0.03, 0.16, 0.01, 0.034),
)
ANTIHELIX = (
    (-0.01, -0.19, 0.0, 0.022),
    (0.045, -0.13, 0.02, 0.03),
    (0.065, -0.02, 0.022, 0.027),
    (0.03, 0.07, 0.02, 0.024),
    (0.0, 0.09, 0.014, 0.02),
)
DAY = (-0.55, -0.55, 0.62)


def neck(
    shape: Shape,
    tone: Tone,
    wall: Floats,
    seed: int = 1,
    lean: float = 0.0,
    lamp: tuple[float, float, float] = DAY,
) -> Floats:
    """Return a neck with jaw, collarbones and shoulders before a wall."""
    flesh = Flesh(shape, tone, seed)
    height, width = shape
    s = float(height)
    middle = width / 2

    def line(points: tuple[tuple[float, float, float, float], ...], flat: float = 1.0) -> None:
        flesh.tube([(middle + u * s, v * s, z * s, r * s) for u, v, z, r in points], flat)

    for side in (-1, 1):
        line(
            (
                (side * 0.06, 0.3, -0.22, 0.12),
                (side * 0.22, 0.5, -0.24, 0.14),
                (side * 0.46, 0.62, -0.26, 0.16),
            ),
            0.8,
        )
        line(((side * 0.2, 0.98, -0.15, 0.34), (side * 0.3, 1.2, -0.15, 0.34)), 0.5)
    line(((0.0, 0.9, -0.13, 0.33), (0.0, 1.2, -0.13, 0.36)), 0.5)
    line(((lean * 0.3, -0.05, -0.12, 0.17), (lean * 0.15, 0.2, -0.12, 0.165), (0.0, 0.5, -0.14, 0.185)), 0.95)
    for side in (-1, 1):
        line(
            (
                (side * 0.15 + lean * 0.2, 0.12, 0.0, 0.03),
                (side * 0.08, 0.32, 0.035, 0.032),
                (side * 0.03, 0.505, 0.02, 0.02),
            )
        )
        line(
            (
                (side * 0.035, 0.545, 0.005, 0.03),
                (side * 0.15, 0.56, 0.012, 0.027),
                (side * 0.28, 0.525, -0.01, 0.028),
                (side * 0.42, 0.5, -0.07, 0.034),
            )
        )
    flesh.tube(
        [
            (middle + (u + lean * 0.34) * s, v * s, z * s, r * s)
            for u, v, z, r in (
                (-0.27, -0.12, 0.02, 0.1),
                (-0.2, 0.02, 0.12, 0.09),
                (-0.07, 0.085, 0.2, 0.085),
                (0.07, 0.085, 0.2, 0.085),
                (0.2, 0.02, 0.12, 0.09),
                (0.27, -0.12, 0.02, 0.1),
            )
        ]
    )
    line(((lean * 0.34, -0.1, 0.14, 0.17), (lean * 0.34, 0.02, 0.16, 0.12)))
    for v, strength in ((0.3, 0.22), (0.395, 0.3)):
        flesh.fold(
            [(middle + u * s, (v + 0.03 * (1 - (u / 0.14) ** 2)) * s) for u in (-0.13, -0.06, 0, 0.06, 0.13)],
            2.5,
            strength,
        )
    flesh.redden(middle, 0.75 * s, 0.2 * s, 0.15)
    color = flesh.lit(lamp, s * 0.022, 0.2, s * 0.16)
    return laid_skin(wall, flesh, color, (14, 6), 0.35)


def clothed(light: Floats, tone: Tone, seed: int, cut: str = "round", shiny: bool = False) -> Floats:
    """Draw a garment over the shoulders; cut is round, deep, straps or shirt."""
    shape = (light.shape[0], light.shape[1])
    height, width = shape
    middle, s = width / 2, float(height)
    ways: dict[str, tuple[Point, ...]] = {
        "round": (
            (-0.75, 0.56),
            (-0.36, 0.6),
            (-0.27, 0.74),
            (-0.13, 0.86),
            (0, 0.89),
            (0.13, 0.86),
            (0.27, 0.74),
            (0.36, 0.6),
            (0.75, 0.56),
        ),
        "deep": (
            (-0.75, 0.5),
            (-0.27, 0.5),
            (-0.2, 0.64),
            (-0.1, 0.82),
            (0, 0.97),
            (0.1, 0.82),
            (0.2, 0.64),
            (0.27, 0.5),
            (0.75, 0.5),
        ),
        "straps": (
            (-0.75, 0.98),
            (-0.4, 0.94),
            (-0.2, 0.87),
            (-0.1, 0.89),
            (0, 0.93),
            (0.1, 0.89),
            (0.2, 0.87),
            (0.4, 0.94),
            (0.75, 0.98),
        ),
    }
    edge = spline([(middle + u * s, v * s) for u, v in ways[cut]], 80)
    mask = polygon(shape, np.concatenate([edge, floats([(width + 60, height + 60), (-60, height + 60)])]))
    if cut == "straps":
        for side in (-1, 1):
            strap = [
                (middle + side * u * s, v * s)
                for u, v in ((0.27, 0.372), (0.3, 0.385), (0.245, 0.9), (0.215, 0.9))
            ]
            mask = np.maximum(mask, polygon(shape, strap))
    cloth = silk(shape, tone, seed, 0.55, 0.3) if shiny else linen(shape, tone, seed, 2.5)
    light = dimmed(light, blur(shifted(mask, (0, -7)), 5), 0.5)
    rim = np.clip(mask - shifted(mask, (0, 6)), 0, 1)
    return over(light, cloth * (1 - 0.3 * blur(rim, 1.5))[..., None], mask)


def necklace_on(
    light: Floats,
    of: str,
    low: float,
    wide: float,
    stone: Piece | None,
    *,
    size: float = 50,
    beads: Tone | None = None,
) -> Floats:
    """Hang a necklace around a neck; low says where its lowest place is."""
    shape = (light.shape[0], light.shape[1])
    height, width = shape
    middle, s = width / 2, float(height)
    way = floats(
        [
            (middle - 0.166 * s, 0.285 * s),
            (middle - wide * s, 0.36 * s + (low - 0.36) * 0.45 * s),
            (middle - wide * 0.5 * s, 0.36 * s + (low - 0.36) * 0.86 * s),
            (middle, low * s),
            (middle + wide * 0.5 * s, 0.36 * s + (low - 0.36) * 0.86 * s),
            (middle + wide * s, 0.36 * s + (low - 0.36) * 0.45 * s),
            (middle + 0.166 * s, 0.285 * s),
        ]
    )
    relief = Relief.empty(shape)
    if beads is None:
        chain(relief, way, 4.2, 1.5)
        color = metal(relief, of, 3)
    else:
        for x, y in beaded_line(spline(way, 700), 19):
            relief.ball(float(x), float(y), 0, 9.8)
        color = pearly(relief, beads, 3)
    light = dimmed(light, blur(shifted(relief.cover, (3, 5)), 3), 0.5)
    light = over(light, color, relief.cover)
    return stone_on(light, stone, (middle, low * s + size * 0.45), size) if stone else light


def ear_form(shape: Shape, tone: Tone, seed: int, head: bool = True) -> Flesh:
    """Return the form of an ear, at the side of a head unless it is wanted alone."""
    flesh = Flesh(shape, tone, seed)
    height, width = shape
    s, mid_x, mid_y = float(height), width * 0.54, height * 0.42

    def line(points: tuple[tuple[float, float, float, float], ...], flat: float = 1.0) -> None:
        flesh.tube([(mid_x + u * s, mid_y + v * s, z * s, r * s) for u, v, z, r in points], flat)

    if head:
        line(((-0.6, -0.3, -0.34, 0.42), (-0.55, 0.05, -0.34, 0.42), (-0.3, 0.1, -0.34, 0.34)), 0.7)
        line(((0.1, -0.5, -0.42, 0.42), (0.15, 0.0, -0.42, 0.36)), 0.7)
        line(((-0.62, 0.27, -0.25, 0.16), (-0.3, 0.22, -0.24, 0.16), (-0.12, 0.05, -0.28, 0.16)), 0.9)
        line(((-0.05, 0.2, -0.44, 0.3), (0.02, 0.5, -0.46, 0.3), (0.05, 0.9, -0.46, 0.34)), 0.8)
    line(((0.0, -0.13, -0.02, 0.1), (0.04, 0.0, -0.03, 0.1), (-0.01, 0.12, -0.03, 0.07)), 0.5)
    line(HELIX)
    line(ANTIHELIX)
    line(((0.005, 0.14, 0.008, 0.05), (-0.012, 0.195, 0.008, 0.052)), 0.8)
    line(((-0.065, -0.02, -0.01, 0.028), (-0.055, 0.025, 0.012, 0.027), (-0.06, 0.06, -0.01, 0.026)))
    rows, columns = grid(shape)
    across, down = (columns - mid_x + 0.005 * s) / (0.045 * s), (rows - mid_y - 0.005 * s) / (0.07 * s)
    low = flesh.relief.top < 0.035 * s
    flesh.crease = np.maximum(flesh.crease, floats(0.75 * np.exp(-(across**2) - down**2)) * low)
    for u, v, size, strength in ((0.1, -0.15, 0.1, 0.5), (0.0, 0.18, 0.07, 0.45), (-0.45, 0.15, 0.25, 0.3)):
        flesh.redden(mid_x + u * s, mid_y + v * s, size * s, strength)
    return flesh


def ear(shape: Shape, tone: Tone, locks: Tone, wall: Floats, seed: int = 1, bald: bool = False) -> Floats:
    """Return an ear at the side of a head, with hair swept behind it, cheek and neck."""
    flesh = ear_form(shape, tone, seed)
    s = float(shape[0])
    color = flesh.lit((-0.45, -0.5, 0.72), s * 0.011, 0.22, s * 0.1)
    light = laid_skin(wall, flesh, color, (10, 8), 0.4)
    place = (shape[1] * 0.54, shape[0] * 0.42, s)
    return light if bald else _swept(light, locks, place, seed, color, flesh)


def _swept(
    light: Floats, locks: Tone, place: tuple[float, float, float], seed: int, skin: Floats, flesh: Flesh
) -> Floats:
    x, y, s = place
    ways = (
        (
            (-0.75, -0.36),
            (-0.3, -0.34),
            (-0.08, -0.29),
            (0.1, -0.27),
            (0.19, -0.05),
            (0.16, 0.25),
            (0.2, 0.7),
        ),
        ((-0.75, -0.9), (-0.2, -0.75), (0.2, -0.62), (0.5, -0.35), (0.62, 0.0), (0.6, 0.4), (0.62, 0.8)),
    )
    placed = [[(x + u * s, y + v * s) for u, v in way] for way in ways]
    haired = hair(light, placed, locks, seed, 520, width=2.4, loose=s * 0.008)
    ear_top = (flesh.relief.top > -0.015 * s).astype(np.float32)
    ear_top = blur(ear_top, 1.0)
    rows, columns = grid((light.shape[0], light.shape[1]))
    near = (np.abs(columns - x - 0.02 * s) < 0.15 * s) & (rows > y - 0.3 * s) & (rows < y + 0.26 * s)
    keep = ear_top * near
    return over(dimmed(haired, blur(keep, 6) * (1 - keep), 0.4), skin, floats(keep))


def long_hair(light: Floats, locks: Tone, seed: int, side: int = 1) -> Floats:
    """Let hair fall at a side of the neck."""
    height, width = light.shape[:2]
    s, middle = float(height), width / 2
    ways = (
        ((0.16, -0.1), (0.2, 0.12), (0.22, 0.34), (0.27, 0.6), (0.25, 0.86), (0.28, 1.1)),
        ((0.5, -0.1), (0.44, 0.15), (0.43, 0.4), (0.47, 0.62), (0.44, 0.88), (0.48, 1.1)),
    )
    placed = [[(middle + side * u * s, v * s) for u, v in way] for way in ways]
    return hair(light, placed, locks, seed, 480, width=2.6, loose=s * 0.012)


def earring_on(
    light: Floats, of: str, at: Point, size: float, kind: str, stone: Piece | None = None
) -> Floats:
    """Put an earring on a lobe: a hoop, a drop, a pearl or a stud."""
    shape = (light.shape[0], light.shape[1])
    relief = Relief.empty(shape)
    x, y = at
    if kind == "hoop":
        angles = np.linspace(-0.25, 2 * np.pi - 0.55, 40)
        relief.tube(
            [(x + 0.42 * size * np.sin(a), y + size - size * np.cos(a), 0, size * 0.075) for a in angles],
            dense=0.2,
        )
    elif kind == "drop":
        chain(relief, floats([(x, y), (x + 1, y + size * 0.5), (x, y + size)]), 4.5, 1.6)
        relief.ball(x, y, 0, size * 0.09)
    light = dimmed(light, blur(shifted(relief.cover, (6, 7)), 5), 0.4)
    light = over(light, metal(relief, of, 3), relief.cover)
    if kind == "pearl":
        return stone_on(light, pearl_ball(2), at, size)
    if stone is None:
        return light
    return stone_on(light, stone, (x, y + size * 1.35) if kind == "drop" else at, size * 0.8)


def around_wrist(
    light: Floats,
    middle: Point,
    along: Point,
    radius: float,
    of: str,
    kind: str = "bangle",
) -> Floats:
    """Lay a bracelet around a wrist of a given middle, direction and radius."""
    shape = (light.shape[0], light.shape[1])
    side = (-along[1], along[0])
    angles = np.linspace(-1.5, 1.5, 40)
    bow = 0.2 * radius
    points = [
        (
            middle[0] + side[0] * radius * np.sin(a) + along[0] * bow * np.cos(a),
            middle[1] + side[1] * radius * np.sin(a) + along[1] * bow * np.cos(a),
            radius * 0.5 * np.cos(a),
            radius * 0.05,
        )
        for a in angles
    ]
    relief = Relief.empty(shape)
    if kind == "chain":
        chain(relief, floats(points)[:, :2], radius * 0.075, radius * 0.026)
    elif kind == "beads":
        for x, y in beaded_line(spline([p[:2] for p in points], 500), radius * 0.2):
            relief.ball(float(x), float(y), 0, radius * 0.103)
    else:
        for shift in (-0.09, 0.0, 0.09):
            moved = [
                (x + along[0] * shift * radius, y + along[1] * shift * radius, z, r) for x, y, z, r in points
            ]
            relief.tube(moved, dense=0.2)
    color = pearly(relief, (240, 230, 220), 2) if kind == "beads" else metal(relief, of, 3)
    light = dimmed(light, blur(shifted(relief.cover, (5, 7)), 4), 0.55)
    return over(light, color, relief.cover)


def knit(light: Floats, corners: tuple[Point, ...], tone: Tone, seed: int) -> Floats:
    """Draw a sleeve of ribbed cloth over four corners."""
    shape = (light.shape[0], light.shape[1])
    mask = polygon(shape, corners)
    first, second = floats(corners[0]), floats(corners[1])
    step = (second - first) / np.linalg.norm(second - first)
    rows, columns = grid(shape)
    along = columns * step[0] + rows * step[1]
    ribs = 0.72 + 0.3 * np.abs(np.sin(along / 7.0))
    cloth = linear(tone) * ribs[..., None]
    share = (along - first @ step) / np.linalg.norm(second - first)
    cloth = cloth * np.clip(1.25 - 1.5 * (share - 0.4) ** 2 * 2, 0.2, 1.2)[..., None]
    light = dimmed(light, blur(shifted(mask, (8, -4)), 7), 0.45)
    return over(light, floats(cloth), mask)
