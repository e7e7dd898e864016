"""Pieces of jewelry, each by itself: rings, studs, drops, hoops, chains, beads, bangles and watches."""

from functools import cache

import numpy as np

from tests.labelled.fresh.canvas import (
    Floats,
    Point,
    Tone,
    floats,
    lengths,
    spline,
)
from tests.labelled.fresh.gems import Piece, dome, gem
from tests.labelled.fresh.relief import Relief, glossy, metal, pearly

SIDE = 900


def topped(under: Piece, upper: Piece) -> Piece:
    """Lay one over the other."""
    mask = 1 - (1 - under.mask) * (1 - upper.mask)
    solid = under.color * (under.mask * (1 - upper.mask))[..., None]
    solid = solid + upper.color * upper.mask[..., None]
    return Piece(floats(solid / np.maximum(mask, 1e-3)[..., None]), floats(mask))


def with_gem(
    under: Piece, stone: Piece, center: Point, size: float, squash: Point = (1, 1), turn: float = 0
) -> Piece:
    """Lay a stone on, working only where it comes to lie."""
    reach = int(size * 0.8) + 4
    left, above = max(0, int(center[0]) - reach), max(0, int(center[1]) - reach)
    height, width = under.mask.shape
    right, below = min(width, int(center[0]) + reach), min(height, int(center[1]) + reach)
    if left >= right or above >= below:
        return under
    here = np.s_[above:below, left:right]
    place = (center[0] - left, center[1] - above)
    upper = stone.scaled(size).set_in((below - above, right - left), place, turn, squash)
    part = topped(Piece(under.color[here], under.mask[here]), upper)
    color, mask = under.color.copy(), under.mask.copy()
    color[here], mask[here] = part.color, part.mask
    return Piece(color, mask)


def band_curve(radius: float, tilt: float, lean: float = 0.0, count: int = 160) -> Floats:
    """Return a circle in space, tipped back and turned, as (x, y, z); its first point is the top."""
    angle = np.linspace(0, 2 * np.pi, count, endpoint=False)
    x, y = radius * np.sin(angle), -radius * np.cos(angle)
    cos, sin = np.cos(np.radians(tilt)), np.sin(np.radians(tilt))
    tipped = np.stack([x, y * cos, -y * sin], axis=1)
    cos, sin = np.cos(np.radians(lean)), np.sin(np.radians(lean))
    turned = tipped.copy()
    turned[:, 0] = tipped[:, 0] * cos + tipped[:, 2] * sin
    turned[:, 2] = tipped[:, 2] * cos - tipped[:, 0] * sin
    return floats(turned)


def _band(relief: Relief, radius: float, thick: float, wide: float, tilt: float, lean: float) -> None:
    curve = band_curve(radius, tilt, lean)
    axis = np.cross(curve[40] - curve[0], curve[80] - curve[0])
    axis = axis / np.linalg.norm(axis)
    center = floats([SIDE / 2, SIDE / 2, 0])
    for aside in np.linspace(-wide, wide, max(1, round(2 * wide / thick) * 2 + 1) if wide else 1):
        moved = curve + center + axis * aside
        radii = np.full((len(moved), 1), thick * (1 - 0.12 * (aside / (wide + 1e-6)) ** 2), np.float32)
        relief.tube(np.concatenate([moved, radii], axis=1), closed=True, dense=0.3)


@cache
def ring(
    kind: str = "solitaire",
    of: str = "gold",
    stone: str = "diamond",
    cut: str = "round",
    *,
    tilt: float = 58,
    lean: float = 14,
    seed: int = 1,
) -> Piece:
    """Return a ring; its kind says the head: solitaire, halo, band, wide, pave, signet or dome."""
    relief = Relief.empty((SIDE, SIDE))
    radius = 300.0
    thick, wide = {"band": (20, 26), "wide": (17, 60), "pave": (20, 18), "signet": (24, 18)}.get(
        kind, (21, 0)
    )
    _band(relief, radius, thick, wide, tilt, lean)
    top = band_curve(radius, tilt, lean)[0] + floats([SIDE / 2, SIDE / 2, 0])
    head = (float(top[0]), float(top[1]))
    if kind == "signet":
        for y in range(-60, 61, 6):
            for x in range(-90, 91, 6):
                if (x / 95) ** 2 + (y / 65) ** 2 < 1:
                    relief.ball(head[0] + x, head[1] + y, float(top[2]) + 26, 16)
    piece = Piece(metal(relief, of, seed, hammered=0.5 if kind == "wide" else 0.0), relief.cover)
    squash = (1.0, float(np.clip(np.sin(np.radians(tilt)) + 0.12, 0.35, 1)))
    if kind in {"solitaire", "halo"}:
        return _headed(piece, kind, gem(cut, stone, seed), head, (of, squash))
    if kind == "dome":
        return _cabochon(piece, head, stone, (of, squash))
    if kind == "pave":
        return _paved(piece, radius, tilt, lean, stone)
    return piece


def _headed(piece: Piece, kind: str, stone: Piece, head: Point, made: tuple[str, Point]) -> Piece:
    of, squash = made
    size = 210.0 if kind == "solitaire" else 170.0
    cup = Relief.empty((SIDE, SIDE))
    cup.ball(head[0], head[1] + 26, 0, size * 0.36)
    piece = topped(piece, Piece(metal(cup, of, 4) * 0.7, cup.cover))
    place = (head[0], head[1] - 6)
    if kind == "halo":
        for index in range(18):
            angle = index / 18 * 2 * np.pi
            at = (place[0] + 108 * np.sin(angle), place[1] - 108 * squash[1] * np.cos(angle))
            piece = with_gem(piece, gem("round", "diamond", index), at, 40, squash)
    piece = with_gem(piece, stone, place, size, squash)
    prongs = Relief.empty((SIDE, SIDE))
    for angle in (0.8, 2.35, 3.93, 5.5):
        x, y = size * 0.47 * np.sin(angle), -size * 0.47 * squash[1] * np.cos(angle)
        prongs.tube(
            [
                (place[0] + x * 1.08, place[1] + y * 1.08 + 8, 0, 11),
                (place[0] + x * 0.9, place[1] + y * 0.9, 20, 10),
            ]
        )
    return topped(piece, Piece(metal(prongs, of, 5), prongs.cover))


def _cabochon(piece: Piece, head: Point, stone: str, made: tuple[str, Point]) -> Piece:
    of, squash = made
    rim = Relief.empty((SIDE, SIDE))
    circle = [
        (head[0] + 112 * np.sin(a), head[1] - 134 * squash[1] * np.cos(a), 0, 15)
        for a in np.linspace(0, 2 * np.pi, 24, endpoint=False)
    ]
    rim.tube(circle, closed=True, dense=0.3)
    piece = topped(piece, Piece(metal(rim, of, 6), rim.cover))
    return with_gem(piece, dome(stone, 3), head, 268, squash)


def _paved(piece: Piece, radius: float, tilt: float, lean: float, stone: str) -> Piece:
    curve = band_curve(radius, tilt, lean, 44)
    near = sorted(range(44), key=lambda index: float(curve[index, 2]))
    for index in near:
        x, y, z = curve[index]
        if z < 0.1 * radius:
            continue
        facing = float(np.clip(z / radius, 0.2, 1))
        turn = float(np.degrees(np.arctan2(y, x))) + 90
        piece = with_gem(
            piece, gem("round", stone, index), (SIDE / 2 + x, SIDE / 2 + y), 40, (1, 0.4 + 0.6 * facing), turn
        )
    return piece


@cache
def studs(of: str = "gold", stone: str = "diamond", cut: str = "round", seed: int = 2) -> Piece:
    """Return two stud earrings lying side by side."""
    relief = Relief.empty((SIDE, SIDE))
    for x, y, turn in ((255, 430, -0.5), (640, 470, 0.4)):
        relief.tube([(x, y, -30, 12), (x + 150 * np.sin(turn), y + 190, -30, 10)], dense=0.3)
        rim = [
            (x + 118 * np.sin(a), y - 118 * np.cos(a), 0, 17)
            for a in np.linspace(0, 2 * np.pi, 20, endpoint=False)
        ]
        relief.tube(rim, closed=True, dense=0.3)
    piece = Piece(metal(relief, of, seed), relief.cover)
    for index, (x, y) in enumerate(((255, 430), (640, 470))):
        look = pearl_ball(seed) if stone == "pearl" else gem(cut, stone, seed + index)
        piece = with_gem(piece, look, (x, y), 236)
    return piece


@cache
def pearl_ball(seed: int = 0, tone: Tone = (240, 230, 220)) -> Piece:
    relief = Relief.empty((300, 300))
    relief.ball(150, 150, 0, 146)
    return Piece(pearly(relief, tone, seed), relief.cover)


@cache
def drops(of: str = "silver", stone: str = "amethyst", cut: str = "pear", seed: int = 3) -> Piece:
    """Return a pair of drop earrings with hooks."""
    relief = Relief.empty((SIDE, SIDE))
    for x in (270.0, 620.0):
        hook = [
            (x - 100, 230, 0, 7),
            (x - 70, 90, 0, 7),
            (x - 5, 60, 0, 7),
            (x + 12, 150, 0, 7),
            (x, 250, 0, 7),
        ]
        relief.tube(hook, dense=0.4)
        relief.ball(x, 262, 0, 22)
        for y in (320, 372):
            relief.tube(
                [
                    (x + 20 * np.sin(a), y - 26 * np.cos(a), 0, 7)
                    for a in np.linspace(0, 2 * np.pi, 10, endpoint=False)
                ],
                closed=True,
                dense=0.4,
            )
        relief.tube(
            [
                (x + 104 * np.sin(a) * (1 - 0.25 * np.cos(a)), 570 - 150 * np.cos(a), 0, 15)
                for a in np.linspace(0, 2 * np.pi, 24, endpoint=False)
            ],
            closed=True,
            dense=0.3,
        )
    piece = Piece(metal(relief, of, seed), relief.cover)
    for index, x in enumerate((270, 620)):
        look = dome(stone, seed + index, tall=1.45) if cut == "dome" else gem(cut, stone, seed + index)
        piece = with_gem(piece, look, (x, 568), 276)
    return piece


@cache
def hoops(of: str = "gold", seed: int = 4, twist: bool = False) -> Piece:
    """Return a pair of hoop earrings, one half behind the other."""
    relief = Relief.empty((SIDE, SIDE))
    for x, y, tilt, lean in ((330, 430, 12, 34), (570, 520, 8, -30)):
        curve = band_curve(225, tilt, lean) + floats([x, y, 0])
        radii = np.full((len(curve), 1), 19, np.float32)
        if twist:
            radii = floats(19 + 6 * np.sin(np.arange(len(curve)) * 2 * np.pi * 26 / 160))[:, None]
        relief.tube(np.concatenate([curve, radii], axis=1), closed=True, dense=0.25)
    return Piece(metal(relief, of, seed), relief.cover)


@cache
def beads(matter: str = "pearl", seed: int = 5, count: int = 30, wide: float = 0.84) -> Piece:
    """Return a string of beads lying in a loop."""
    relief = Relief.empty((SIDE, SIDE))
    knots = [
        (
            SIDE / 2 + 390 * np.sin(a) * (1 + 0.06 * np.sin(3 * a + seed)),
            SIDE / 2 - 390 * wide * np.cos(a),
            0,
            35 + 3 * np.sin(7 * a + seed),
        )
        for a in np.linspace(0, 2 * np.pi, 14, endpoint=False)
    ]
    curve = spline(knots, 400, closed=True)
    along = lengths(curve)
    for index in range(count):
        x, y, z, _ = curve[int(np.searchsorted(along, float(along[-1]) * index / count)) % 400]
        relief.ball(float(x), float(y), float(z), along[-1] / count / 2 * 1.0, index)
    if matter == "pearl":
        return Piece(pearly(relief, (242, 232, 222), seed), relief.cover)
    tone: Tone = {
        "coral": (222, 96, 74),
        "onyx": (26, 26, 30),
        "jade": (94, 160, 116),
        "aqua": (110, 178, 188),
    }[matter]
    shade = 1 + 0.14 * np.sin(relief.matter * 12.9898 + seed)[..., None]
    return Piece(floats(glossy(relief, tone, seed, 0.8) * shade), relief.cover)


def chain(relief: Relief, points: Floats, link: float, thick: float) -> None:
    """Stamp the links of a chain along (x, y), every other one seen from its side."""
    curve = spline(points, 900)
    along = lengths(curve)
    count = int(along[-1] / (link * 1.25))
    for index in range(count):
        here = int(np.searchsorted(along, float(along[-1]) * (index + 0.5) / count))
        x, y = (float(value) for value in curve[min(here, 899), :2])
        ahead = curve[min(here + 3, 899), :2] - curve[max(here - 3, 0), :2]
        angle = float(np.arctan2(ahead[1], ahead[0]))
        cos, sin = np.cos(angle), np.sin(angle)
        flat = 0.62 if index % 2 else 0.12
        for a in np.linspace(0, 2 * np.pi, 14, endpoint=False):
            u, v = link * 0.9 * np.cos(a), link * flat * np.sin(a)
            relief.ball(x + u * cos - v * sin, y + u * sin + v * cos, 3 * np.sin(a), thick)


@cache
def necklace(of: str = "gold", drop: str = "gem", stone: str = "sapphire", seed: int = 6) -> Piece:
    """Return a chain lying in a curve with a pendant at its lowest place."""
    relief = Relief.empty((SIDE, SIDE))
    rng = np.random.default_rng(seed)
    way = floats(
        [
            (470, 50),
            (330 + rng.uniform(-40, 40), 62),
            (205 + rng.uniform(-20, 20), 200),
            (330, 470 + rng.uniform(-20, 20)),
            (450, 560),
            (580, 460),
            (705 + rng.uniform(-30, 10), 220),
            (600 + rng.uniform(-40, 40), 66),
            (476, 50),
        ]
    )
    chain(relief, way, 11, 3.2)
    relief.tube([(445, 50, 2, 9), (500, 52, 2, 9)], dense=0.3)
    for a in np.linspace(0, 2 * np.pi, 24):
        relief.ball(450 + 14 * np.sin(a), 582 - 22 * np.cos(a), 4, 5)
    if drop == "disc":
        for radius, z in ((96, 0), (88, 6)):
            relief.ball(450, 700, z - 60, radius, 0, 0.2)
    piece = Piece(metal(relief, of, seed), relief.cover)
    return _pendant(piece, drop, of, stone)


def _pendant(piece: Piece, drop: str, of: str, stone: str) -> Piece:
    if drop == "gem":
        rim = Relief.empty((SIDE, SIDE))
        rim.tube(
            [
                (450 + 78 * np.sin(a), 702 - 100 * np.cos(a), 0, 13)
                for a in np.linspace(0, 2 * np.pi, 20, endpoint=False)
            ],
            closed=True,
            dense=0.3,
        )
        piece = topped(piece, Piece(metal(rim, of, 3), rim.cover))
        return with_gem(piece, gem("oval", stone, 8), (450, 702), 196)
    if drop == "pearl":
        return with_gem(piece, pearl_ball(4), (450, 680), 150)
    if drop == "dome":
        return with_gem(piece, dome(stone, 5), (450, 705), 230)
    return piece


@cache
def bangle(of: str = "gold", seed: int = 7, hammered: bool = False) -> Piece:
    """Return an open cuff lying on its side."""
    relief = Relief.empty((SIDE, SIDE))
    for aside in (-26, -13, 0, 13, 26):
        curve = band_curve(360, 52, 10)[8:152] + floats([SIDE / 2, SIDE / 2 + aside, aside * 0.7])
        relief.tube(np.concatenate([curve, np.full((len(curve), 1), 15, np.float32)], axis=1), dense=0.3)
    return Piece(metal(relief, of, seed, hammered=0.9 if hammered else 0), relief.cover)


@cache
def tennis(of: str = "silver", stone: str = "diamond", seed: int = 8) -> Piece:
    """Return a bracelet of stone after stone, lying in a wave."""
    base = Piece(np.zeros((SIDE, SIDE, 3), np.float32), np.zeros((SIDE, SIDE), np.float32))
    curve = spline([(60, 560), (220, 360), (420, 380), (520, 560), (680, 600), (840, 400)], 600)
    along = lengths(curve)
    relief = Relief.empty((SIDE, SIDE))
    places = [
        curve[min(599, int(np.searchsorted(along, 46.0 * step)))]
        for step in range(int(np.ceil(along[-1] / 46)))
    ]
    for x, y in places:
        relief.tube(
            [
                (x + 21 * np.sin(a), y - 21 * np.cos(a), 0, 5)
                for a in np.linspace(0, 2 * np.pi, 9, endpoint=False)
            ],
            closed=True,
            dense=0.5,
        )
    piece = topped(base, Piece(metal(relief, of, seed), relief.cover))
    for index, (x, y) in enumerate(places):
        piece = with_gem(piece, gem("round", stone, index), (float(x), float(y)), 42)
    return piece
