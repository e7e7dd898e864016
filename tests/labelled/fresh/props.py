"""Props that break no rule: flowers, leaves, ribbons, shells, dishes, candles, beans, drops and blocks."""

import cv2
import numpy as np

from tests.labelled.fresh.canvas import (
    Floats,
    Point,
    Shape,
    Tone,
    blur,
    cast,
    dimmed,
    floats,
    grid,
    linear,
    local,
    noise,
    oval,
    over,
    polygon,
    shifted,
    spline,
)
from tests.labelled.fresh.grounds import lit, silk
from tests.labelled.fresh.relief import LAMP, Relief, glossy


def shape_of(light: Floats) -> Shape:
    return light.shape[0], light.shape[1]


def petal(
    light: Floats, base: Point, turn: float, size: Point, tones: tuple[Tone, Tone], seed: int
) -> Floats:
    """Draw a petal from its base outward, veined and cupped."""
    return local(light, base, size[0] * 1.15 + 24, lambda part, at: _petal(part, at, turn, size, tones, seed))


def leaf(
    light: Floats, base: Point, turn: float, long: float, tone: Tone, seed: int, *, wide: float = 0.42
) -> Floats:
    """Draw a leaf from its stalk outward, with a rib and veins."""
    return local(
        light, base, long * 1.1 + 24, lambda part, at: _leaf(part, at, turn, long, tone, seed, wide=wide)
    )


def pebble(light: Floats, at: Point, size: float, tone: Tone, seed: int) -> Floats:
    """Draw a smooth stone."""
    return local(light, at, size * 1.2 + 40, lambda part, place: _pebble(part, place, size, tone, seed))


def _petal(
    light: Floats, base: Point, turn: float, size: Point, tones: tuple[Tone, Tone], seed: int
) -> Floats:
    shape = shape_of(light)
    long, wide = size
    tone, inner = tones
    cos, sin = np.cos(np.radians(turn)), np.sin(np.radians(turn))
    rng = np.random.default_rng(seed)
    half = ((0.0, 0.06), (0.3, 0.3), (0.65, 0.5), (0.92, 0.36), (1.0 + rng.uniform(-0.04, 0.05), 0.05))
    points = [(u * long, v * wide) for u, v in half] + [
        (u * long * rng.uniform(0.97, 1.03), -v * wide) for u, v in half[::-1]
    ]
    outline = spline(
        [(base[0] + u * sin + v * cos, base[1] - u * cos + v * sin) for u, v in points], 70, closed=True
    )
    mask = polygon(shape, outline)
    rows, columns = grid(shape)
    out = ((columns - base[0]) * sin - (rows - base[1]) * cos) / long
    aside = ((columns - base[0]) * cos + (rows - base[1]) * sin) / wide
    blend = np.clip(out * 1.3, 0, 1)[..., None]
    color = linear(inner) * (1 - blend) + linear(tone) * blend
    veins = np.sin(aside / np.maximum(0.25 + out, 0.2) * 26 + noise(shape, 40, seed, 2))
    cup = 0.86 + 0.3 * np.clip(out, 0, 1) - 0.5 * aside * cos - 0.28 * aside**2 + 0.04 * veins
    light = cast(light, mask, (4, 6), 7, 0.42)
    edge = np.clip(mask - blur(mask, 3), 0, 1)
    return over(light, floats(color * np.clip(cup, 0.25, 1.4)[..., None] + 0.3 * edge[..., None]), mask)


def flower(
    light: Floats, at: Point, size: float, tone: Tone, inner: Tone, seed: int = 1, *, rings: int = 3
) -> Floats:
    """Draw an open flower: rings of petals, smaller inward, and a yellow heart."""
    rng = np.random.default_rng(seed)
    count = 9 if rings > 1 else 16
    for ring in range(rings):
        share = 1 - 0.27 * ring
        for index in range(count - ring):
            turn = 360 / (count - ring) * index + 18 * ring + rng.uniform(-7, 7)
            wide = size * share * (0.62 if rings > 1 else 0.24)
            long = size * share * rng.uniform(0.92, 1.06)
            light = petal(light, at, turn, (long, wide), (tone, inner), seed + index + 20 * ring)
    heart = Relief.empty(shape_of(light))
    for _ in range(70):
        a, r = rng.uniform(0, 2 * np.pi), size * 0.16 * np.sqrt(rng.uniform())
        heart.ball(at[0] + r * np.cos(a), at[1] + r * np.sin(a), rng.uniform(0, 6), size * 0.026)
    light = dimmed(light, blur(heart.cover, 5), 0.35)
    return over(light, glossy(heart, (226, 176, 60), 3, 0.1), heart.cover)


def _leaf(
    light: Floats, base: Point, turn: float, long: float, tone: Tone, seed: int, *, wide: float
) -> Floats:
    shape = shape_of(light)
    cos, sin = np.cos(np.radians(turn)), np.sin(np.radians(turn))
    half = ((0.0, 0.01), (0.2, 0.36), (0.5, 0.5), (0.8, 0.3), (1.0, 0.0))
    points = [(u, v * wide) for u, v in half] + [(u, -v * wide) for u, v in half[-2::-1]]
    outline = spline(
        [(base[0] + long * (u * sin + v * cos), base[1] + long * (-u * cos + v * sin)) for u, v in points],
        60,
        closed=True,
    )
    mask = polygon(shape, outline)
    rows, columns = grid(shape)
    out = ((columns - base[0]) * sin - (rows - base[1]) * cos) / long
    aside = ((columns - base[0]) * cos + (rows - base[1]) * sin) / long
    rib = np.exp(-((aside / 0.012) ** 2))
    veins = np.clip(np.sin((out - np.abs(aside) * 0.9) * 55) - 0.75, 0, 1)
    level = (
        0.8
        + 0.3 * np.sign(aside) * -cos * 0.5
        - 0.5 * np.abs(aside)
        + 0.2 * rib
        + 0.35 * veins
        + 0.05 * noise(shape, 30, seed, 3)
    )
    light = cast(light, mask, (6, 8), 7, 0.42)
    return over(light, floats(linear(tone) * np.clip(level, 0.2, 1.5)[..., None]), mask)


def twig(light: Floats, start: Point, end: Point, size: float, tone: Tone, seed: int = 2) -> Floats:
    """Draw a twig with leaves at both its sides, like eucalyptus."""
    rng = np.random.default_rng(seed)
    middle = ((start[0] + end[0]) / 2 + size * 0.4, (start[1] + end[1]) / 2 - size * 0.4)
    stem = Relief.empty(shape_of(light))
    curve = stem.tube(
        [(*start, 0, size * 0.05), (*middle, 0, size * 0.04), (*end, 0, size * 0.02)], dense=0.4
    )
    light = cast(light, stem.cover, (5, 7), 5, 0.4)
    light = over(light, glossy(stem, (126, 96, 66), 3, 0.1), stem.cover)
    for index in range(15):
        x, y, _, _ = curve[int((index + 0.6) / 15.4 * (len(curve) - 1))]
        ahead = np.degrees(np.arctan2(end[0] - start[0], start[1] - end[1]))
        side = 1 if index % 2 else -1
        shade = rng.uniform(0.85, 1.12)
        green: Tone = (tone[0] * shade, tone[1] * shade, tone[2] * shade)
        light = leaf(
            light,
            (float(x), float(y)),
            float(ahead + side * rng.uniform(40, 75)),
            size * rng.uniform(0.7, 1.0),
            green,
            seed + index,
            wide=0.6,
        )
    return light


def ribbon(light: Floats, way: tuple[Point, ...], wide: float, tone: Tone, seed: int = 3) -> Floats:
    """Draw a loose satin ribbon that twists as it runs."""
    shape = shape_of(light)
    curve = spline([(x * shape[1], y * shape[0]) for x, y in way], 320)
    step = np.gradient(curve, axis=0)
    angle = np.arctan2(step[:, 1], step[:, 0])
    twist = np.cos(np.linspace(0, 7, 320) + seed)
    span = wide * (0.3 + 0.7 * np.abs(twist))
    off = np.stack([-np.sin(angle + 0.4) * span, np.cos(angle + 0.4) * span], axis=1)
    level = np.zeros(shape, np.uint8)
    mask = np.zeros(shape, np.uint8)
    for index in range(316):
        part = slice(index, index + 3)
        strip = np.round(np.concatenate([curve[part] + off[part], (curve[part] - off[part])[::-1]]) * 16)
        bright = 60 + 120 * abs(float(twist[index])) + 60 * max(0.0, float(np.sin(3.1 * index / 40)))
        cv2.fillPoly(level, [strip.astype(np.int32)], bright, cv2.LINE_8, 4)
        cv2.fillPoly(mask, [strip.astype(np.int32)], 255, cv2.LINE_AA, 4)
    cover = floats(mask) / 255
    shown = blur(floats(level) / 255, 4) / np.maximum(blur(cover, 4), 0.05)
    threads = 1 + 0.05 * noise(shape, 2, seed, 1)
    gleam = np.clip(shown - 0.62, 0, 1)[..., None] * 0.5
    light = cast(light, cover, (7, 10), 8, 0.5)
    return over(light, floats(linear(tone) * (1.3 * shown * threads)[..., None] + gleam), cover)


def scallop(light: Floats, at: Point, size: float, turn: float, tone: Tone) -> Floats:
    """Draw a scallop shell, ribbed from its hinge."""
    shape = shape_of(light)
    rows, columns = grid(shape)
    cos, sin = np.cos(np.radians(turn)), np.sin(np.radians(turn))
    u, v = (columns - at[0]) * cos + (rows - at[1]) * sin, (rows - at[1]) * cos - (columns - at[0]) * sin
    angle, far = np.arctan2(u, -(v - 0.8 * size)), np.hypot(u, v - 0.8 * size)
    edge = size * (1.62 - 0.34 * angle**2 + 0.02 * np.cos(angle * 26))
    mask = np.clip(edge - far, 0, 1) * np.clip((0.95 - np.abs(angle)) * far, 0, 1)
    ribs = np.cos(angle * 26)
    growth = np.sin(far / size * 34 + 1.5 * noise(shape, size * 0.4, 3, 2))
    height = floats(
        size * 0.028 * ribs * np.clip(far / size, 0, 1)
        + size * 0.5 * np.sqrt(np.clip(1 - (far / edge) ** 2, 0, 1)) * 0.3
    )
    color = linear(tone) * (lit(height, 0.8)) * (1 + 0.1 * growth * (far / edge))[..., None]
    light = cast(light, floats(mask), (9, 12), 10, 0.5)
    return over(light, floats(color), floats(mask))


def _pebble(light: Floats, at: Point, size: float, tone: Tone, seed: int) -> Floats:
    shape = shape_of(light)
    flat, gloss = 0.7, 0.05
    rng = np.random.default_rng(seed)
    outline = [
        (at[0] + size * r * np.cos(a), at[1] + size * flat * r * np.sin(a))
        for a, r in zip(np.linspace(0, 2 * np.pi, 9, endpoint=False), rng.uniform(0.85, 1.1, 9), strict=True)
    ]
    mask = polygon(shape, spline(outline, 80, closed=True))
    relief = Relief.empty(shape)
    relief.swollen(mask, size * flat * 0.9, size * 0.45)
    speckle = 1 + 0.12 * noise(shape, 3, seed, 2) + 0.1 * noise(shape, size * 0.5, seed + 1, 3)
    light = cast(light, mask, (10, 13), 11, 0.5)
    return over(light, floats(glossy(relief, tone, seed, gloss) * speckle[..., None]), mask)


def dish(
    light: Floats,
    at: Point,
    size: float,
    tone: Tone,
    seed: int = 4,
    *,
    rim: Tone | None = None,
    deep: float = 0.16,
) -> Floats:
    """Draw a round glazed dish or plate from above."""
    shape = shape_of(light)
    rows, columns = grid(shape)
    far = np.hypot(columns - at[0], rows - at[1]) / size
    angle = np.arctan2(rows - at[1], columns - at[0])
    wave = 1 + 0.006 * np.sin(5 * angle + seed)
    mask = np.clip((1 - far / wave) * size + 0.5, 0, 1)
    profile = deep * size * np.clip((far - 0.66) / 0.3, 0, 1) ** 1.6 * np.clip((1.04 - far) / 0.05, 0, 1)
    height = blur(floats(profile), 2.5)
    color = linear(tone) * lit(height, 1.6) * (1 + 0.03 * noise(shape, 90, seed, 3))[..., None]
    inner = np.clip((0.97 - far) / 0.2, 0, 1)
    shade = np.clip((LAMP[0] * (columns - at[0]) + LAMP[1] * (rows - at[1])) / size, 0, 1)
    color = color * (1 - 0.35 * shade * np.clip(far, 0, 1) ** 3 * inner)[..., None]
    gleam = np.exp(-(((far - 0.86) / 0.035) ** 2)) * np.clip(np.cos(angle - 0.9), 0, 1) ** 10
    color = color + 0.5 * gleam[..., None]
    light = cast(light, floats(mask), (16, 20), 18, 0.5)
    light = over(light, floats(color), floats(mask))
    if rim:
        light = over(light, rim, floats(np.exp(-(((far - 0.985) / 0.012) ** 2)) * mask))
    return light


def cone(light: Floats, base: Point, size: float, tone: Tone, kind: float = 0.5) -> Floats:
    """Draw a ring cone standing on its round foot."""
    relief = Relief.empty(shape_of(light))
    x, y = base
    relief.tube(
        [
            (x, y, -40, size * 0.3),
            (x, y - 0.4 * size, -20, size * 0.215),
            (x, y - 0.9 * size, 0, size * 0.1),
            (x, y - 1.06 * size, 0, size * 0.055),
        ],
        dense=0.1,
    )
    rows, _ = grid(shape_of(light))
    flat = oval(shape_of(light), (x, y), (size * 0.3, size * 0.1))
    relief.cover *= np.maximum(rows < y, flat)
    light = dimmed(light, blur(shifted(relief.cover * (rows > y - size * 0.4), (26, 6)), 16), 0.45)
    return over(light, glossy(relief.smoothed(3), tone, 3, kind, 0.03), relief.cover)


def cone_front(light: Floats, base: Point, size: float, tone: Tone, high: float) -> Floats:
    """Draw the tip of a ring cone again, above where a ring lies, so that the ring runs around it."""
    shape = shape_of(light)
    drawn = cone(light, base, size, tone)
    rows, columns = grid(shape)
    mask = np.clip(high - rows, 0, 1) * np.clip(0.3 * size - np.abs(columns - base[0]), 0, 1)
    return over(light, drawn, floats(mask))


def candle(light: Floats, base: Point, size: float, tone: Tone) -> Floats:
    """Draw a lit candle with its glow."""
    shape = shape_of(light)
    rows, columns = grid(shape)
    x, y = base
    wide, high = size * 0.3, size
    top = y - high
    inside = np.clip(wide - np.abs(columns - x), 0, 1) * (rows > top) * (rows < y)
    mask = np.maximum(
        np.maximum(inside, oval(shape, (x, y), (wide, wide * 0.28))),
        oval(shape, (x, top), (wide, wide * 0.28)),
    )
    across = (columns - x) / wide
    level = 0.95 - 0.3 * across - 0.45 * across**2
    glow = np.exp(-np.clip(rows - top, 0, None) / (0.35 * size))
    color = (
        linear(tone) * np.clip(level, 0.1, 1.2)[..., None] + linear((255, 190, 110)) * (0.4 * glow)[..., None]
    )
    light = cast(light, floats(mask), (22, 6), 16, 0.4)
    light = over(light, floats(color), floats(mask))
    pool = oval(shape, (x, top), (wide * 0.94, wide * 0.24))
    light = over(light, floats(linear((255, 226, 176)) * 1.1 * np.ones_like(light)), pool)
    wick = polygon(shape, [(x - 2, top), (x + 2, top), (x + 3, top - 0.13 * size), (x, top - 0.13 * size)])
    light = over(light, (40, 30, 26), wick)
    flame = spline(
        [
            (x, top - 0.5 * size),
            (x + 0.075 * size, top - 0.24 * size),
            (x, top - 0.09 * size),
            (x - 0.075 * size, top - 0.24 * size),
        ],
        50,
        closed=True,
    )
    fire = blur(polygon(shape, flame), 2.5)
    light = light + (linear((255, 200, 110)) * 1.6) * (fire + 0.35 * blur(fire, 30))[..., None]
    return floats(light)


def glass(light: Floats, at: Point, size: float, frame: Tone, view: Floats) -> Floats:
    """Lay a round mirror that shows another view, in a metal frame."""
    shape = shape_of(light)
    rows, columns = grid(shape)
    far = np.hypot(columns - at[0], rows - at[1])
    light = cast(light, np.clip(size * 1.06 - far, 0, 1), (14, 18), 14, 0.5)
    ring = Relief.empty(shape)
    ring.tube(
        [
            (at[0] + size * np.sin(a), at[1] - size * np.cos(a), 0, size * 0.06)
            for a in np.linspace(0, 2 * np.pi, 28, endpoint=False)
        ],
        closed=True,
        dense=0.3,
    )
    band = np.clip(np.sin((columns + rows) / 90.0) * 3, 0, 1) * 0.07
    light = over(light, floats(view * 0.85 + band[..., None]), np.clip(size - far, 0, 1))
    return over(light, glossy(ring, frame, 2, 0.9), ring.cover)


def folded(light: Floats, corners: tuple[Point, ...], tone: Tone, seed: int, shine: float = 0.4) -> Floats:
    """Lay a piece of folded silk over part of the ground."""
    shape = shape_of(light)
    mask = polygon(shape, spline([(x * shape[1], y * shape[0]) for x, y in corners], 120, closed=True))
    light = cast(light, mask, (10, 14), 14, 0.5)
    return over(light, silk(shape, tone, seed, 1.1, shine), mask)
