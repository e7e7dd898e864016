"""Outlines of pieces sawn from sheet or cast flat: discs, leaves, hearts, trees in rings, letters, scrolls.

A drawing is (400, 400) bool, rows from the top; the piece hangs from the middle of its upper edge.
"""

from collections.abc import Callable

import cv2
import numpy as np

from retouch.training.render.mesh import Floats, smooth_curve

SIDE = 400
Canvas = np.ndarray
Drawer = Callable[[Canvas, np.random.Generator], None]


def _fill(canvas: Canvas, points: Floats, value: int = 1) -> None:
    """A filled outline, in units of half the sheet about its middle, y up."""
    place = (points * (1, -1) * 0.5 + 0.5) * SIDE
    cv2.fillPoly(canvas, [np.round(place * 16).astype(np.int32)], value, shift=4)


def _line(canvas: Canvas, points: Floats, width: float, *, closed: bool = False) -> None:
    """A stroke ``width`` of half the sheet wide."""
    place = (np.asarray(points) * (1, -1) * 0.5 + 0.5) * SIDE
    thick = max(round(width * SIDE / 2), 3)
    cv2.polylines(
        canvas, [np.round(place * 16).astype(np.int32)], isClosed=closed, color=1, thickness=thick, shift=4
    )


def _ring(canvas: Canvas, center: tuple[float, float], radius: float, width: float) -> None:
    t = np.linspace(0, 2 * np.pi, 160)
    _line(
        canvas,
        np.stack([center[0] + radius * np.cos(t), center[1] + radius * np.sin(t)], 1),
        width,
        closed=True,
    )


def _polar(count: int, radius: Callable[[Floats], Floats]) -> Floats:
    t = np.linspace(0, 2 * np.pi, count, endpoint=False).astype(np.float32)
    r = radius(t)
    return np.stack([-r * np.sin(t), r * np.cos(t)], 1).astype(np.float32)


def disc(canvas: Canvas, rng: np.random.Generator) -> None:
    """A round, oval or cornered tag, whole or uneven by hand."""
    corners = int(rng.choice([0, 0, 0, 5, 6, 8]))
    uneven, wide, phase = (
        rng.uniform(0, 0.05) if corners == 0 else 0.0,
        rng.uniform(0.55, 1.0),
        rng.uniform(0, 6),
    )
    if corners:
        _fill(canvas, _polar(corners, lambda t: np.full_like(t, 0.9)) * (wide**0.3, 1))
    else:
        _fill(canvas, _polar(200, lambda t: 0.9 * (1 + uneven * np.cos(3 * t + phase) - uneven)) * (wide, 1))


def hoop(canvas: Canvas, rng: np.random.Generator) -> None:
    """A washer, or rings within rings that touch above or below."""
    width = rng.uniform(0.06, 0.3)
    _ring(canvas, (0, 0), 0.92 - width / 2, width)
    for _ in range(int(rng.integers(0, 3))):
        inner = rng.uniform(0.25, 0.6)
        side = 1 if rng.random() < 0.5 else -1
        _ring(canvas, (0, side * (0.92 - width - inner + 0.05)), inner, width * 0.8)


def heart(canvas: Canvas, rng: np.random.Generator) -> None:
    """A heart, whole or open."""
    t = np.linspace(0, 2 * np.pi, 160, endpoint=False)
    y = 13 * np.cos(t) - 5 * np.cos(2 * t) - 2 * np.cos(3 * t) - np.cos(4 * t) + 2
    shape = np.stack([16 * np.sin(t) ** 3, y], 1) / 18
    if rng.random() < 0.5:
        _fill(canvas, shape)
    else:
        _line(canvas, shape * 0.92, rng.uniform(0.07, 0.2), closed=True)


def cross(canvas: Canvas, rng: np.random.Generator) -> None:
    """A cross of bars, straight or swelling to their ends."""
    thin, wide = rng.uniform(0.08, 0.18), rng.uniform(0.1, 0.3)
    level = rng.uniform(0.1, 0.4)
    for a, b in (((0, 0.9), (0, -0.9)), ((-0.62, level), (0.62, level))):
        ends = np.asarray([a, b], np.float32)
        way = (ends[1] - ends[0]) / np.linalg.norm(ends[1] - ends[0])
        aside = np.asarray([-way[1], way[0]])
        middle = np.asarray([0, level])
        _fill(canvas, np.stack([ends[0] + aside * wide, middle + aside * thin, ends[1] + aside * wide,
                                ends[1] - aside * wide, middle - aside * thin, ends[0] - aside * wide]))  # fmt: skip


def star(canvas: Canvas, rng: np.random.Generator) -> None:
    """A star or a snowflake-like sun."""
    points, deep = int(rng.choice([4, 5, 6, 8, 12])), rng.uniform(0.35, 0.7)
    k = np.arange(2 * points)
    r = np.where(k % 2, deep, 1.0) * 0.92
    angle = np.pi * k / points
    _fill(canvas, np.stack([r * np.sin(angle), r * np.cos(angle)], 1))


def moon(canvas: Canvas, rng: np.random.Generator) -> None:
    """A crescent, its horns down or aside."""
    _fill(canvas, _polar(200, lambda t: np.full_like(t, 0.9)))
    bite, away = rng.uniform(0.5, 0.8), rng.uniform(0.3, 0.5)
    down = rng.random() < 0.5
    hole = _polar(200, lambda t: np.full_like(t, bite)) + (
        np.asarray((0, -away)) if down else np.asarray((away, 0.1))
    )
    _fill(canvas, hole, 0)


def leaf(canvas: Canvas, rng: np.random.Generator) -> None:
    """A leaf: whole, or a frame with veins and holes between them."""
    wide = rng.uniform(0.3, 0.62)
    u = np.linspace(0, 1, 80)
    half = wide * np.sin(np.pi * u ** rng.uniform(0.7, 1.2)) ** rng.uniform(0.7, 1.1)
    rim = np.concatenate([np.stack([half, 0.92 - 1.84 * u], 1), np.stack([-half, 0.92 - 1.84 * u], 1)[::-1]])
    if rng.random() < 0.4:
        _fill(canvas, rim)
        return
    line = rng.uniform(0.035, 0.09)
    _line(canvas, rim, line, closed=True)
    _line(canvas, np.asarray([(0, 0.92), (0, -0.92)]), line)
    rise = rng.uniform(0.1, 0.5)
    for k in np.linspace(8, 70, int(rng.integers(3, 8))).astype(int):
        for side in (1, -1):
            end = max(k - int(80 * rise * half[k]), 0)
            _line(
                canvas,
                np.asarray([(0, 0.92 - 1.84 * u[k]), (side * half[end], 0.92 - 1.84 * u[end])]),
                line * 0.8,
            )


def tree(canvas: Canvas, rng: np.random.Generator) -> None:
    """A tree of life within a ring."""
    line = rng.uniform(0.035, 0.06)
    _ring(canvas, (0, 0), 0.9 - line, line * rng.uniform(1.2, 2.5))

    def grow(start: Floats, angle: float, long: float, width: float, depth: int) -> None:
        end = start + long * np.asarray([np.sin(angle), np.cos(angle)])
        _line(canvas, np.stack([start, end]), width)
        if depth and np.linalg.norm(end) < 0.85:
            for turn in (-1, 1):
                grow(
                    end,
                    angle + turn * rng.uniform(0.25, 0.7),
                    long * rng.uniform(0.62, 0.85),
                    width * 0.8,
                    depth - 1,
                )

    grow(np.asarray([0.0, -0.35]), 0.0, 0.42, 2 * line, 4)
    for side in (-0.7, -0.25, 0.25, 0.7):
        _line(canvas, np.asarray([(0, -0.33), (side * 0.6, -0.6), (side, -0.86 * np.cos(side))]), line)


def hand(canvas: Canvas, rng: np.random.Generator) -> None:
    """An open hand, fingers down, whole or pierced."""
    for x, low, wide in ((-0.3, -0.72, 0.24), (0.0, -0.88, 0.26), (0.3, -0.72, 0.24)):
        _line(canvas, np.asarray([(x, 0.3), (x, low)]), wide)
    for side in (-1, 1):
        curve = smooth_curve(
            [(side * 0.3, 0.3, 0), (side * 0.58, 0.0, 0), (side * 0.66, -0.35, 0), (side * 0.86, -0.5, 0)], 40
        )
        _line(canvas, curve[:, :2], 0.22)
    _fill(canvas, _polar(80, lambda t: np.full_like(t, 0.5)) + np.asarray((0, 0.4)))
    for _ in range(int(rng.integers(0, 7))):
        x, y = rng.uniform(-0.32, 0.32), rng.uniform(-0.5, 0.65)
        _fill(canvas, _polar(40, lambda t: np.full_like(t, rng.uniform(0.05, 0.12))) + np.asarray((x, y)), 0)


def bar(canvas: Canvas, rng: np.random.Generator) -> None:
    """An upright bar, a tag or a drop."""
    wide, long = rng.uniform(0.06, 0.5), rng.uniform(0.75, 0.95)
    power = rng.uniform(4, 20)
    shape = _polar(240, lambda t: (np.abs(np.cos(t)) ** power + np.abs(np.sin(t)) ** power) ** (-1 / power))
    narrow = 1 - rng.uniform(0, 0.7) * np.clip(shape[:, 1], 0, 1) if rng.random() < 0.4 else 1.0
    _fill(canvas, shape * np.stack([wide * narrow * np.ones(240), np.full(240, long)], 1))


def drop(canvas: Canvas, rng: np.random.Generator) -> None:
    """A drop or a fan, whole or open."""
    t = np.linspace(0, 2 * np.pi, 160, endpoint=False)
    shape = np.stack(
        [rng.uniform(0.5, 0.9) * np.sin(t) * np.sin(t / 2) ** rng.uniform(0.6, 2), 0.9 * np.cos(t)], 1
    )
    if rng.random() < 0.5:
        _fill(canvas, shape)
    else:
        _line(canvas, shape * 0.95, rng.uniform(0.05, 0.18), closed=True)


def frames(canvas: Canvas, rng: np.random.Generator) -> None:
    """Open frames of wire laid over one another: triangles, lozenges, kites, ovals."""
    line = rng.uniform(0.04, 0.09)
    for _ in range(int(rng.integers(1, 4))):
        low, wide, shoulder = rng.uniform(-0.92, -0.3), rng.uniform(0.2, 0.75), rng.uniform(-0.4, 0.8)
        kind = rng.random()
        if kind < 0.6:
            rim = np.asarray([(0, 0.92), (wide, shoulder), (0, low), (-wide, shoulder)])
        else:
            middle, tall = (0.92 + low) / 2, (0.92 - low) / 2
            rim = _polar(120, np.ones_like) * (wide, tall) + np.asarray((0, middle))
        _line(canvas, rim, line, closed=True)


def scrolls(canvas: Canvas, rng: np.random.Generator) -> None:
    """Filigree: scrolls within a rim, the same on both sides."""
    line = rng.uniform(0.03, 0.055)
    _ring(canvas, (0, 0), 0.9 - line, line * 1.6)
    _line(canvas, np.asarray([(0, 0.9), (0, -0.9)]), line)
    for _ in range(int(rng.integers(4, 9))):
        away, angle = rng.uniform(0.25, 0.62), rng.uniform(-1.4, 1.4)
        size, turns, start = rng.uniform(0.12, 0.3), rng.uniform(1, 2.2), rng.uniform(0, 6)
        t = np.linspace(0.15, 1, 60)
        swirl = np.stack([np.cos(2 * np.pi * turns * t + start), np.sin(2 * np.pi * turns * t + start)], 1)
        curve = np.asarray([away * np.cos(angle), away * np.sin(angle)]) + size * t[:, None] * swirl
        root = np.asarray([[0.0, curve[-1, 1] * 0.6]])
        for side in (1, -1):
            _line(canvas, np.concatenate([curve, root]) * (side, 1), line)


def flower(canvas: Canvas, rng: np.random.Generator) -> None:
    """Petals around a middle, whole or pierced."""
    petals, deep = int(rng.integers(4, 13)), rng.uniform(0.2, 0.7)
    _fill(
        canvas,
        _polar(
            360,
            lambda t: 0.92 * (1 - deep * np.abs(np.cos(petals * t / 2 + np.pi / 2)) ** rng.uniform(0.6, 2)),
        ),
    )
    if rng.random() < 0.5:
        for k in range(petals):
            a = 2 * np.pi * k / petals
            hole = _polar(40, lambda t: np.full_like(t, 0.5 / petals)) * (1, 1.6)
            spun = hole @ np.asarray([[np.cos(a), -np.sin(a)], [np.sin(a), np.cos(a)]])
            _fill(canvas, spun + 0.55 * np.asarray([np.sin(a), np.cos(a)]), 0)


def letter(canvas: Canvas, rng: np.random.Generator) -> None:
    """A capital letter, sawn out."""
    sheet = np.zeros((400, 600), np.uint8)
    fonts = [cv2.FONT_HERSHEY_COMPLEX, cv2.FONT_HERSHEY_DUPLEX, cv2.FONT_HERSHEY_SCRIPT_COMPLEX]
    cv2.putText(
        sheet, str(rng.choice(list("ABCDEGHJKLMNRSTUVZ"))), (120, 300), int(rng.choice(fonts)), 6.0, 255, 26
    )
    rows, columns = np.nonzero(sheet)
    drawn = sheet[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
    scale = 0.9 * SIDE / max(drawn.shape)
    small = cv2.resize(drawn, None, fx=scale, fy=scale) > 127
    top, left = (SIDE - small.shape[0]) // 2, (SIDE - small.shape[1]) // 2
    canvas[top : top + small.shape[0], left : left + small.shape[1]] |= small.astype(np.uint8)


def creature(canvas: Canvas, rng: np.random.Generator) -> None:
    """Something bodily with a tail and an eye: a fish, a fruit with its crown, a bird's head."""
    _fill(canvas, _polar(200, lambda t: 0.62 * (1 + 0.12 * np.cos(2 * t + rng.uniform(0, 6)))) * (1, 0.9))
    spikes = int(rng.integers(3, 6))
    for k in range(spikes):
        a = np.pi + (k - (spikes - 1) / 2) * rng.uniform(0.25, 0.4)
        tip = 0.95 * np.asarray([np.sin(a), np.cos(a)])
        foot = 0.5 * np.asarray([[np.sin(a - 0.25), np.cos(a - 0.25)], [np.sin(a + 0.25), np.cos(a + 0.25)]])
        _fill(canvas, np.stack([foot[0], tip, foot[1]]))
    _line(canvas, np.asarray([(0, 0.5), (0, 0.92)]), 0.12)
    if rng.random() < 0.5:
        _fill(canvas, _polar(40, lambda t: np.full_like(t, 0.07)) + np.asarray((0.2, 0.15)), 0)


DRAWERS: dict[str, Drawer] = {
    "disc": disc, "hoop": hoop, "heart": heart, "cross": cross, "star": star, "moon": moon, "leaf": leaf,
    "tree": tree, "hand": hand, "bar": bar, "drop": drop, "frames": frames, "scrolls": scrolls, "flower": flower,
    "letter": letter, "creature": creature,
}  # fmt: skip


def draw(name: str, rng: np.random.Generator) -> np.ndarray:
    """A drawing (400, 400) bool of that name."""
    canvas = np.zeros((SIDE, SIDE), np.uint8)
    DRAWERS[name](canvas, rng)
    return canvas.astype(bool)
