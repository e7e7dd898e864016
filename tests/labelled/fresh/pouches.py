"""Pouches: drawstring bags of velvet, satin or linen, and sheer ones."""

import numpy as np

from tests.labelled.fresh.canvas import (
    Floats,
    Point,
    Tone,
    cast,
    floats,
    grid,
    linear,
    noise,
    over,
    polygon,
    spline,
)
from tests.labelled.fresh.grounds import linen, lit
from tests.labelled.fresh.relief import Relief, glossy


def pouch(
    light: Floats, at: Point, size: float, tone: Tone, kind: str = "velvet", cord: Tone = (214, 190, 130)
) -> Floats:
    """Draw a drawstring pouch lying flat, gathered at its neck."""
    shape = (light.shape[0], light.shape[1])
    x, y = at

    def put(points: tuple[Point, ...]) -> list[Point]:
        return [(x + u * size, y + v * size) for u, v in points]

    body = spline(
        put(
            (
                (-0.22, -0.4),
                (-0.5, -0.1),
                (-0.62, 0.35),
                (-0.5, 0.72),
                (0.0, 0.8),
                (0.5, 0.73),
                (0.62, 0.36),
                (0.5, -0.1),
                (0.22, -0.4),
                (0.36, -0.62),
                (0.44, -0.78),
                (0.15, -0.72),
                (-0.05, -0.8),
                (-0.25, -0.72),
                (-0.46, -0.77),
                (-0.36, -0.62),
            )
        ),
        160,
        closed=True,
    )
    mask = polygon(shape, body)
    relief = Relief.empty(shape)
    relief.swollen(mask, size * 0.34, size * 0.24)
    rows, columns = grid(shape)
    angle = np.arctan2(columns - x, np.abs(rows - (y - 0.4 * size)) + 0.06 * size)
    near = np.exp(-(((rows - (y - 0.4 * size)) / (0.36 * size)) ** 2))
    folds = floats(np.sin(angle * 15 + noise(shape, size * 0.3, 4, 2)) * near)
    form = lit(folds * size * 0.05, 1.2)
    color = glossy(relief, tone, 4, 0.5 if kind == "satin" else 0.05, 0.06) * form
    if kind == "linen":
        color = color * (linen(shape, (200, 200, 200), 3, 3) / linear((200, 200, 200)))
    elif kind == "velvet":
        x_part, y_part, z_part = relief.normals()
        color = (
            color
            + ((1 - z_part) ** 2)[..., None] * linear(tone) * 0.9 * (1 + x_part * 0 + y_part * 0)[..., None]
        )
        color = color * (1 + 0.14 * noise(shape, 2.4, 5, 2))[..., None]
    light = cast(light, mask, (12, 16), 14, 0.5)
    light = over(light, floats(color), mask)
    return _corded(light, (x, y), size, cord)


def _corded(light: Floats, at: Point, size: float, cord: Tone) -> Floats:
    shape = (light.shape[0], light.shape[1])
    x, y = at
    relief = Relief.empty(shape)
    ways = (
        ((-0.25, -0.4), (0.0, -0.36), (0.25, -0.4)),
        ((-0.24, -0.42), (-0.5, -0.3), (-0.72, -0.02), (-0.66, 0.3)),
        ((0.24, -0.42), (0.52, -0.36), (0.78, -0.14), (0.84, 0.2)),
    )
    for way in ways:
        relief.tube([(x + u * size, y + v * size, 0, size * 0.022) for u, v in way], dense=0.4)
    for u, v in ((-0.66, 0.3), (0.84, 0.2)):
        relief.ball(x + u * size, y + v * size, 0, size * 0.04)
    twist = 1 + 0.3 * np.sin(sum(grid(shape)) * 0.9)
    light = cast(light, relief.cover, (4, 6), 4, 0.45)
    return over(light, floats(glossy(relief, cord, 2, 0.3) * twist[..., None]), relief.cover)


def organza(light: Floats, at: Point, size: float, tone: Tone) -> Floats:
    """Draw a sheer bag over what already lies there."""
    shape = (light.shape[0], light.shape[1])
    before = light
    full = pouch(light, at, size, tone, "satin", (236, 226, 206))
    weave = 0.5 + 0.1 * noise(shape, 2, 3, 1)
    return floats(before * (1 - weave[..., None]) + full * weave[..., None])
