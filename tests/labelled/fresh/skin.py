"""Flesh: forms stamped as balls, lit softly through the skin, with creases, nails, hair and what is worn."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import cv2
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
    lengths,
    linear,
    local,
    noise,
    over,
    shifted,
    spline,
    stroke,
)
from tests.labelled.fresh.gems import Piece
from tests.labelled.fresh.pieces import with_gem
from tests.labelled.fresh.relief import Relief, metal

FAIR, PALE, OLIVE, TAN, BROWN, DEEP = (
    (238, 202, 182),
    (228, 184, 160),
    (206, 158, 124),
    (184, 128, 94),
    (136, 88, 62),
    (88, 56, 42),
)


@dataclass(slots=True)
class Flesh:
    """A body part as it is built: its form, and where it is creased, reddened or nailed."""

    shape: Shape
    tone: Tone
    seed: int
    relief: Relief = field(init=False)
    crease: Floats = field(init=False)
    red: Floats = field(init=False)
    nails: list[tuple[Point, Point, float]] = field(default_factory=list[tuple[Point, Point, float]])

    def __post_init__(self) -> None:
        self.relief = Relief.empty(self.shape)
        self.crease = np.zeros(self.shape, np.float32)
        self.red = np.zeros(self.shape, np.float32)

    def tube(self, points: Sequence[Sequence[float]], flat: float = 1.0) -> Floats:
        return self.relief.tube(points, flat=flat, dense=0.1)

    def fold(self, points: Sequence[Point] | Floats, width: float, strength: float) -> None:
        """Press a crease into the skin along a line."""
        curve = spline(points, 24)
        left, above = (int(part) for part in np.maximum(curve.min(axis=0)[:2] - 3 * width - 4, 0))
        right, below = (int(part) for part in np.maximum(curve.max(axis=0)[:2] + 3 * width + 4, 1))
        here = self.crease[above:below, left:right]
        if not here.size:
            return
        line = np.zeros(here.shape, np.float32)
        for index in range(0, 22, 3):
            fade = np.sin(np.pi * (index + 1.5) / 24) ** 0.7
            part = stroke(
                here.shape, curve[index : index + 4] - floats([left, above]), width * (0.6 + 0.4 * fade)
            )
            line = np.maximum(line, part * floats(fade))
        np.maximum(here, blur(line, width * 0.45) * strength, out=here)

    def redden(self, x: float, y: float, radius: float, strength: float) -> None:
        height, width = self.shape
        left, right = int(np.clip(x - 2.6 * radius, 0, width)), int(np.clip(x + 2.6 * radius, 0, width))
        above, below = int(np.clip(y - 2.6 * radius, 0, height)), int(np.clip(y + 2.6 * radius, 0, height))
        across = (np.arange(left, right, dtype=np.float32) - x)[None, :]
        down = (np.arange(above, below, dtype=np.float32) - y)[:, None]
        self.red[above:below, left:right] += strength * np.exp(-(across**2 + down**2) / radius**2)

    def lit(
        self, lamp: tuple[float, float, float], join: float, gloss: float = 0.25, reach: float = 90
    ) -> Floats:
        """Return the looks of the skin under a lamp."""
        form = self.relief.smoothed(join)
        x, y, _ = form.normals()
        pores = noise(self.shape, 3.2, self.seed + 11, 2)
        bumps = blur(self.crease, 1.0) * 5 + pores * 0.07 + 0.45 * noise(self.shape, 26, self.seed + 4, 2)
        x = np.clip(x - cv2.Sobel(bumps, -1, 1, 0, scale=0.11), -0.98, 0.98)
        y = np.clip(y - cv2.Sobel(bumps, -1, 0, 1, scale=0.11), -0.98, 0.98)
        z = np.sqrt(np.maximum(1 - x**2 - y**2, 0.02))
        long = float(np.linalg.norm(lamp))
        facing = (x * lamp[0] + y * lamp[1] + z * lamp[2]) / long
        shade = self.relief.shaded(lamp, reach, 3.5)
        closed = self.relief.hollows(join * 1.7, join * 2.4)
        parts: list[Floats] = []
        for wrap, bleed in ((0.5, 7.0), (0.3, 3.5), (0.2, 1.5)):
            direct = np.clip((facing + wrap) / (1 + wrap), 0, 1)
            direct = direct * (1 - 0.75 * blur(shade, bleed))
            ambient = (0.26 + 0.1 * z - 0.06 * y) * (1 - 0.75 * blur(closed, bleed * 0.6))
            parts.append(floats(0.82 * direct + ambient))
        light = np.stack(parts, axis=-1)
        half = floats([lamp[0] / long, lamp[1] / long, lamp[2] / long + 1])
        half /= np.linalg.norm(half)
        shiny = np.clip(x * half[0] + y * half[1] + z * half[2], 0, 1)
        sheen = gloss * (0.3 * shiny**14 + 0.35 * shiny**60) * (1 - shade) * (1 + 0.3 * pores)
        edge = 0.1 * (1 - z) ** 3
        color = (
            self._skin() * light + np.clip(sheen, 0, 1)[..., None] + edge[..., None] * floats([1, 0.8, 0.7])
        )
        return floats(color * (1 - np.clip(self.crease, 0, 0.9)[..., None] * floats([0.45, 0.62, 0.66])))

    def _skin(self) -> Floats:
        base = linear(self.tone)
        dark = float(base.mean()) < 0.12
        mottle = noise(self.shape, 46, self.seed, 3) * (0.5 if dark else 1.0)
        blotch = noise(self.shape, 150, self.seed + 1, 2)
        red = np.clip(self.red + 0.1 * blotch + 0.08 * mottle, -0.3, 0.9)
        strength = 0.45 if dark else 1.0
        tint = 1 + strength * red[..., None] * floats([0.04, -0.34, -0.3])
        return floats(
            base * tint * (1 + 0.05 * mottle + 0.03 * noise(self.shape, 5, self.seed + 3, 2))[..., None]
        )


def laid_skin(
    light: Floats, flesh: Flesh, color: Floats, by: Point = (16, 20), strength: float = 0.5
) -> Floats:
    """Lay the flesh over a ground, with its shadow."""
    cover = flesh.relief.cover
    far = blur(shifted(cover, by), 12)
    near = blur(shifted(cover, (by[0] * 0.3, by[1] * 0.3)), 4)
    light = dimmed(dimmed(light, far, strength), near, strength * 0.6)
    return over(light, color, cover)


def nailed(light: Floats, flesh: Flesh, polish: Tone | None = None) -> Floats:
    """Paint the nails, bare or polished."""
    for at, along, size in flesh.nails:
        light = local(
            light,
            at,
            size * 1.5 + 6,
            lambda part, place, along=along, size=size: _nail(part, place, along, size, polish),
        )
    return light


def _nail(light: Floats, at: Point, along: Point, size: float, polish: Tone | None) -> Floats:
    rows, columns = grid((light.shape[0], light.shape[1]))
    (x, y), (ax, ay) = at, along
    u = ((columns - x) * ax + (rows - y) * ay) / size
    v = ((rows - y) * ax - (columns - x) * ay) / (size * 0.68)
    power = np.where(u > 0, 2.2, 3.0)
    out = (np.abs(u) ** power + np.abs(v) ** power) ** 0.5
    mask = np.clip((1 - out) * size * 0.5 + 0.5, 0, 1)
    rim = np.clip(1 - np.abs(out - 1.06) * size * 0.16, 0, 1)
    light = dimmed(light, floats(rim), 0.3, (0.75, 1.0, 1.0))
    curve = np.clip(1 - 0.55 * v**2, 0.2, 1)
    here = cv2.GaussianBlur(light, (0, 0), 5)
    if polish:
        color = linear(polish) * (0.35 + 0.65 * curve)[..., None]
    else:
        pink = here * floats([1.08, 0.92, 0.92])
        moon = np.clip((-u - 0.62) * 5, 0, 1)
        white = np.clip((u - 0.72) * 7, 0, 1)
        color = pink * curve[..., None] ** 0.4 + 0.1 * (moon + 2.2 * white)[..., None]
    glare = np.exp(-(((v + 0.32) / 0.16) ** 2) - ((u - 0.05) / 0.62) ** 4)
    color = color + (0.5 if polish else 0.22) * glare[..., None]
    return over(light, floats(color), floats(mask))


def ringed(
    light: Floats,
    at: Point,
    along: Point,
    radius: float,
    of: str,
    thick: float,
    *,
    stone: Piece | None = None,
    size: float = 1.5,
) -> Floats:
    """Put a ring around a finger whose middle, direction and radius are given."""
    return local(
        light,
        at,
        radius * 2.2 + 16,
        lambda part, place: _ringed(part, place, along, radius, of, thick, stone=stone, size=size),
    )


def _ringed(
    light: Floats,
    at: Point,
    along: Point,
    radius: float,
    of: str,
    thick: float,
    *,
    stone: Piece | None,
    size: float,
) -> Floats:
    shape = (light.shape[0], light.shape[1])
    relief = Relief.empty(shape)
    side = (-along[1], along[0])
    turns = np.linspace(-1.42, 1.42, 15)
    bow = 0.22 * radius
    points = [
        (
            at[0] + side[0] * radius * 1.04 * np.sin(t) - along[0] * bow * (1 - np.cos(t)) * -1,
            at[1] + side[1] * radius * 1.04 * np.sin(t) - along[1] * bow * (1 - np.cos(t)) * -1,
            radius * np.cos(t),
            thick * (0.72 + 0.28 * np.cos(t)),
        )
        for t in turns
    ]
    relief.tube(points, dense=0.25)
    light = dimmed(light, blur(shifted(relief.cover, (3, 4)), 3), 0.55)
    light = over(light, metal(relief, of, 3), relief.cover)
    if stone is None:
        return light
    turn = float(np.degrees(np.arctan2(along[1], along[0]))) + 90
    piece = stone.scaled(radius * size).set_in(shape, at, turn)
    light = dimmed(light, blur(shifted(piece.mask, (4, 6)), 5), 0.6)
    seat = Relief.empty(shape)
    for angle in (0.8, 2.35, 3.93, 5.5):
        far = radius * size * 0.46
        seat.ball(at[0] + far * np.cos(angle), at[1] + far * np.sin(angle), 0, max(2.2, radius * 0.11))
    light = over(light, piece.color, piece.mask)
    return over(light, metal(seat, of, 2), seat.cover)


def hair(
    light: Floats,
    ways: Sequence[Sequence[Point]],
    tone: Tone,
    seed: int,
    count: int = 420,
    *,
    width: float = 2.2,
    loose: float = 5.0,
) -> Floats:
    """Draw strands between a first and a last way, some loose, shining where they bend."""
    rng = np.random.default_rng(seed)
    height, width_px = light.shape[:2]
    canvas = np.clip(light, 0, 4).copy()
    first, last = floats(ways[0]), floats(ways[-1])
    base = linear(tone)
    body = np.concatenate([spline(first, 40), spline(last, 40)[::-1]])
    mask = np.zeros((height, width_px), np.uint8)
    cv2.fillPoly(mask, [np.round(body * 16).astype(np.int32)], 255, cv2.LINE_AA, 4)
    soft = blur(floats(mask) / 255, 3)
    canvas = dimmed(canvas, blur(shifted(soft, (5, 9)), 9), 0.45)
    canvas = over(canvas, floats(np.broadcast_to(base * 0.35, canvas.shape)), soft)
    for _ in range(count):
        share = rng.beta(0.9, 0.9)
        middle = first + (last - first) * share + rng.normal(0, loose, first.shape)
        curve = spline(middle, 30)
        bright = rng.lognormal(-0.25, 0.45)
        high = 0.42 + 0.1 * share + rng.normal(0, 0.05)
        for start in range(0, 29, 2):
            piece = curve[start : start + 3]
            shine = 0.5 + 1.1 * np.exp(-(((start / 29 - high) / 0.2) ** 2))
            color = base * bright * shine + 0.03 * shine
            points = np.round(piece * 16).astype(np.int32)
            thick = max(1, round(rng.uniform(0.6, 1.0) * width))
            cv2.polylines(
                canvas, [points], False, tuple(float(part) for part in color), thick, cv2.LINE_AA, 4
            )
    return floats(canvas)


def beaded_line(curve: Floats, pitch: float) -> Floats:
    """Return points a pitch apart along a curve."""
    along = lengths(curve)
    index = np.searchsorted(along, np.arange(0, along[-1], pitch)).clip(0, len(curve) - 1)
    return curve[index]


def stone_on(light: Floats, stone: Piece, at: Point, size: float, turn: float = 0.0) -> Floats:
    """Lay a stone at a place given in pixels, with a small shadow."""
    return local(light, at, size + 16, lambda part, place: _stone_on(part, stone, place, size, turn))


def _stone_on(light: Floats, stone: Piece, at: Point, size: float, turn: float) -> Floats:
    shape = (light.shape[0], light.shape[1])
    empty = Piece(light, np.ones(shape, np.float32))
    mask = stone.scaled(size).set_in(shape, (at[0] + 3, at[1] + 5), turn).mask
    dark = dimmed(light, blur(mask, 4), 0.5)
    return with_gem(Piece(dark, empty.mask), stone, at, size, turn=turn).color
