"""Heads: a stone in a collar or in claws, about the origin with its face to +z; for rings, pendants and earrings."""

import cv2
import numpy as np

from retouch.training.render.mesh import Floats, Mesh, merged, smooth_curve, sphere, tube, vec
from retouch.training.render.pieces.base import Part, Piece, basket, beads, corners, stone
from retouch.training.render.pieces.looks import (
    any_color,
    blackened,
    clear_stone,
    finish,
    opaque_stone,
    pearl,
)
from retouch.training.render.pieces.relief import any_relief
from retouch.training.render.pieces.solids import bent, grid_solid, plate

OUTLINES = "round oval oval oval pear cushion marquise freeform oblong triangle"
CUT_WIDTHS = {"round": 1.0, "oval": 0.76, "emerald": 0.72, "princess": 0.8, "cushion": 0.94, "marquise": 0.52}


def outline(kind: str, rng: np.random.Generator, count: int = 120) -> Floats:
    """A stone's outline (count, 2), anticlockwise, one unit from its middle to its tip along x."""
    t = np.linspace(0, 2 * np.pi, 240, endpoint=False)
    c, s = np.cos(t), np.sin(t)
    width = rng.uniform(0.6, 0.85)
    if kind == "round":
        x, y = c, s
    elif kind == "pear":
        x, y = c, width * s * (1 - c) ** 0.55 / 1.15
    elif kind == "marquise":
        x, y = c, rng.uniform(0.42, 0.6) * np.sign(s) * np.abs(s) ** 1.35
    elif kind in {"cushion", "oblong"}:
        power = rng.uniform(3, 8)
        x, y = (np.sign(v) * np.abs(v) ** (2 / power) for v in (c, s))
        y = y * (1.0 if kind == "cushion" else width)
    else:
        waves = {"oval": 0.0, "freeform": 0.10, "triangle": 0.02}[kind]
        r = 1 + sum(rng.normal(0, waves / k) * np.cos(k * t + rng.uniform(0, 6)) for k in (1, 2, 3, 4))
        r = r + (0.16 * np.cos(3 * t) if kind == "triangle" else 0)
        x, y = r * c, r * s * (0.95 if kind == "triangle" else width)
    shape = np.stack([x - (x.max() + x.min()) / 2, y - (y.max() + y.min()) / 2, 0 * x], 1)
    shape /= np.abs(shape[:, 0]).max()
    return smooth_curve(shape[::2], count, closed=True)[:, :2]


def dome(rim: Floats, height: float, *, base: float = 0.2, power: float = 2.0) -> Mesh:
    """A smooth stone over an outline (N, 2) in millimetres, ``base`` thick at the girdle; higher powers are flatter."""
    t = np.linspace(0, np.pi / 2 * 0.995, 26)
    scale = np.concatenate([[0.94, 1.0], np.cos(t) ** (2 / power)])
    z = np.concatenate([[-base, -0.8 * base], height * np.sin(t) ** (2 / power)])
    points = np.concatenate(
        [scale[:, None, None] * rim[None], np.broadcast_to(z[:, None, None], (len(z), len(rim), 1))], 2
    )
    return grid_solid(points, close_rows=False)


def outward(rim: Floats) -> Floats:
    """Unit directions (N, 2) away from an outline (N, 2)."""
    ahead = np.roll(rim, -1, 0) - np.roll(rim, 1, 0)
    out = np.stack([ahead[:, 1], -ahead[:, 0]], 1)
    return out / np.linalg.norm(out, axis=1, keepdims=True)


def wall(rim: Floats, thick: float, low: float, high: Floats | float) -> Mesh:
    """A collar around an outline, from ``low`` to ``high`` (by point, or one), leaning over the stone at its top."""
    top = np.broadcast_to(np.asarray(high, np.float32), (len(rim),))
    out = outward(rim)
    section = [
        (0.0, 0.0),
        (1.0, 0.0),
        (1.05, 0.5),
        (0.95, 0.85),
        (0.45, 1.0),
        (-0.1, 0.97),
        (-0.25, 0.88),
        (0.0, 0.7),
    ]
    rows = []
    for aside, up in smooth_curve([(a, u, 0) for a, u in section], 22, closed=True)[:, :2]:
        z = low + (top - low) * np.clip(up, 0, 1.02)
        rows.append(np.concatenate([rim + out * thick * aside, z[:, None]], 1))
    return grid_solid(np.stack(rows, 1), close_rows=True)


def _edge(rim: Floats, high: float, rng: np.random.Generator) -> Floats | float:
    """The height of a collar's rim: even, notched or scalloped."""
    kind = rng.random()
    if kind < 0.55:
        return high
    around = np.linspace(0, 2 * np.pi, len(rim), endpoint=False) * int(rng.integers(12, 30))
    wave = np.abs(np.sin(around)) if kind < 0.8 else np.clip(np.sin(around) * 2, -1, 1) * 0.5 + 0.5
    return np.asarray(high * (0.45 + 0.65 * wave), np.float32)


def grain_row(rim: Floats, radius: float, aside: float, height: float) -> Mesh:
    """Small balls side by side around an outline."""
    away = np.concatenate([rim + outward(rim) * aside, np.full((len(rim), 1), height)], 1)
    length = float(np.linalg.norm(away - np.roll(away, 1, 0), axis=1).sum())
    return beads(smooth_curve(away, max(int(length / (2.02 * radius)), 6), closed=True), radius)


def rope(rim: Floats, radius: float, aside: float, height: float) -> Mesh:
    """A twisted wire around an outline."""
    away = np.concatenate([rim + outward(rim) * aside, np.full((len(rim), 1), height)], 1)
    length = float(np.linalg.norm(away - np.roll(away, 1, 0), axis=1).sum())
    path = smooth_curve(away, 260, closed=True)
    out = np.concatenate([outward(path[:, :2]), np.zeros((260, 1))], 1)
    phase = np.linspace(0, 2 * np.pi, 260, endpoint=False) * max(round(length / (5 * radius)), 4)
    strands = []
    for start in (0.0, np.pi):
        shift = out * np.cos(phase + start)[:, None] + vec(0, 0, 1) * np.sin(phase + start)[:, None]
        strands.append(tube(path + 0.5 * radius * shift, 0.55 * radius, sides=8, closed=True))
    return merged(strands)


def _backing(rim: Floats, size: float, metal: str, rng: np.random.Generator) -> Piece:
    """A sheet under the collar, wider than it, textured, with grains or a rope on its edge."""
    wide = float(rng.uniform(1.08, 1.4))
    reach = float(np.abs(rim).max()) * wide * 1.06
    place = ((rim * wide * (1, -1) / reach + 1) * 150).astype(np.int32)
    drawing = np.zeros((300, 300), np.uint8)
    cv2.fillPoly(drawing, [place], 1)
    heights, _ = any_relief(rng, (300, 300), "sandy hammered plain bark")
    sheet = plate(
        drawing.astype(bool), 2 * reach, 0.8, relief=0.8 * heights, cells=int(np.clip(20 * size, 40, 120))
    )
    return [Part(sheet.moved(None, (0, 0, -0.3)), finish(metal, rng))]


def _filling(rim: Floats, size: float, rng: np.random.Generator) -> Part:
    """A cabochon, or enamel, over an outline."""
    high = size * rng.uniform(0.15, 0.6)
    kind = rng.random()
    material = (
        opaque_stone(rng, size) if kind < 0.82 else any_color(rng, roughness=float(rng.uniform(0.04, 0.4)))
    )
    return Part(dome(rim * 0.99, high, base=0.9, power=rng.uniform(2, 3)).moved(None, (0, 0, 0.6)), material)


def bezel_set(metal: str, size: float, rng: np.random.Generator, *, kinds: str = OUTLINES) -> Piece:
    """A cabochon of half length ``size`` in a collar, on a sheet or not, with grains or a rope around it or not."""
    rim = outline(str(rng.choice(kinds.split())), rng) * size
    thick = float(np.clip(0.09 * size, 0.22, 0.7) * rng.uniform(0.7, 1.6))
    high = 0.6 + float(rng.uniform(0.12, 0.32)) * size * 0.6
    bright = finish(metal, rng)
    piece: Piece = [_filling(rim, size, rng)]
    piece.append(Part(wall(rim, thick, -0.5, _edge(rim, high, rng)), bright))
    if rng.random() < 0.45:
        piece += _backing(rim, size, metal, rng)
    else:
        piece.append(Part(dome(rim, 0.1, base=0.5), bright))
    style = rng.random()
    if style < 0.25:
        piece.append(Part(grain_row(rim, max(0.07 * size, 0.3), thick + 0.05 * size, 0.1), bright))
    elif style < 0.45:
        dark = blackened(metal, rng) if rng.random() < 0.3 else bright
        piece.append(Part(rope(rim, max(0.09 * size, 0.35), thick + 0.06 * size, 0.1), dark))
    return piece


def claw_set(metal: str, size: float, rng: np.random.Generator) -> Piece:
    """A faceted stone of half length ``size`` in four or six claws, its girdle at the height of its own size."""
    cut = str(rng.choice(list(CUT_WIDTHS)))
    width = CUT_WIDTHS[cut]
    places = corners(width)
    if cut in {"round", "oval"} and rng.random() < 0.4:
        t = np.linspace(0, 2 * np.pi, 6, endpoint=False)
        places = [(1.02 * float(np.cos(a)), 1.02 * width * float(np.sin(a))) for a in t]
    middle = (0.0, 0.0, 0.9 * size)
    thick = float(rng.uniform(0.07, 0.12))
    return [
        stone(clear_stone(rng), cut, middle, (0, 0, 1), size),
        Part(basket(middle, (0, 0, 1), size, places, thick=thick), finish(metal, rng)),
    ]


def pearl_set(metal: str, size: float, rng: np.random.Generator) -> Piece:
    """A pearl on a cup."""
    ball = sphere(size, rings=44, sides=60).stretched((1, 1, rng.uniform(0.85, 1.1)))
    rim = outline("round", rng) * size * 0.55
    return [
        Part(ball.moved(None, (0, 0, 0.9 * size)), pearl(rng)),
        Part(wall(rim, 0.12 * size, -0.4, 0.32 * size), finish(metal, rng)),
        Part(dome(rim, 0.1, base=0.4), finish(metal, rng)),
    ]


def any_head(metal: str, size: float, rng: np.random.Generator) -> Piece:
    """A head of any kind."""
    kind = rng.random()
    if kind < 0.6:
        return bezel_set(metal, size, rng)
    return claw_set(metal, size, rng) if kind < 0.88 else pearl_set(metal, size, rng)


def warped(shape: Mesh, rng: np.random.Generator, amount: float) -> Mesh:
    """The mesh a little out of true, as by hand."""
    span = float(np.ptp(shape.points, axis=0).max())
    way = rng.normal(size=(3, 3)) * 2.5 / span
    return bent(shape, (amount * np.sin(shape.points @ way.T + rng.uniform(0, 6, 3))).astype(np.float32))
