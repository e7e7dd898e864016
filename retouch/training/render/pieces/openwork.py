"""Pierced bands: a strip sawn through in a pattern and rolled up, plain-edged or crowned."""

import cv2
import numpy as np

from retouch.training.render.mesh import Floats, Mesh, facing, turn, vec
from retouch.training.render.pieces.base import Part, Piece, beads, grounded, moved, points_of
from retouch.training.render.pieces.handmade_rings import rested
from retouch.training.render.pieces.looks import finish
from retouch.training.render.pieces.settings import any_head
from retouch.training.render.pieces.solids import plate, wrapped
from retouch.training.render.pieces.wristwear import stood
from retouch.training.render.spec import SceneSpec

_LONG = 1600


def _canvas(wide: float, radius: float) -> np.ndarray:
    return np.zeros((max(int(_LONG * wide / (2 * np.pi * radius)), 60), _LONG), np.uint8)


def _curve(sheet: np.ndarray, points: Floats, line: int) -> None:
    """A stroke, drawn again one length before and after so that the strip's ends meet."""
    for shift in (-_LONG, 0, _LONG):
        place = np.round((points + np.asarray((shift, 0))) * 16).astype(np.int32)
        cv2.polylines(sheet, [place], isClosed=False, color=1, thickness=line, shift=4)


def lattice(sheet: np.ndarray, rng: np.random.Generator) -> None:
    """Waves, lozenges, circles or scrolls, repeated all around."""
    tall = sheet.shape[0]
    line = max(int(tall * rng.uniform(0.05, 0.11)), 5)
    count = max(round(_LONG / tall / rng.uniform(0.4, 1.1)), 4)
    t = np.linspace(0, 1, 60)[:, None]
    kind = int(rng.integers(4))
    for k in range(count):
        x0, pitch = k * _LONG / count, _LONG / count
        middle = np.asarray((x0 + pitch / 2, tall / 2))
        if kind == 0:
            for phase in (0.0, 0.5):
                y = tall / 2 + 0.44 * tall * np.sin(2 * np.pi * (t + phase))
                _curve(sheet, np.concatenate([x0 + pitch * t, y], 1), line)
        elif kind == 1:
            for a, b in ((0, tall), (tall, 0)):
                _curve(sheet, np.asarray([(x0, a), (x0 + pitch, b)], np.float32), line)
        elif kind == 2:
            ring = np.concatenate([np.cos(2 * np.pi * t), np.sin(2 * np.pi * t)], 1) * 0.46 * tall
            _curve(sheet, ring + middle, line)
        else:
            angle = 9 * t + np.pi * (k % 2)
            swirl = (0.15 + 0.32 * t) * tall * np.concatenate([np.cos(angle), np.sin(angle)], 1)
            _curve(sheet, swirl + middle, line)


def _strip(wide: float, radius: float, rng: np.random.Generator, *, edge: float = 0.1) -> np.ndarray:
    sheet = _canvas(wide, radius)
    lattice(sheet, rng)
    rim = max(int(edge * sheet.shape[0]), 4)
    sheet[:rim] = sheet[-rim:] = 1
    return sheet


def _rolled(sheet: np.ndarray, radius: float, thick: float) -> Mesh:
    around = 2 * np.pi * radius
    flat = plate(sheet.astype(bool), around, thick, bevel=0.3 * thick, cells=400)
    return wrapped(flat, radius)


def _openwork(spec: SceneSpec, rng: np.random.Generator, radius: float, thick: float) -> Piece:
    """A pierced band of even width, sometimes with a head on it."""
    wide = radius * float(rng.uniform(0.3, 1.1))
    piece = [Part(_rolled(_strip(wide, radius, rng), radius, thick), finish(spec.metal, rng))]
    if rng.random() < 0.3:
        head = any_head(spec.metal, 0.3 * min(wide, 14.0) + 0.6, rng)
        piece += moved(head, facing((1, 0, 0)), (radius + thick, 0, 0))
    return piece


def openwork_rings(spec: SceneSpec, rng: np.random.Generator) -> Piece:
    """A pierced ring."""
    radius = float(rng.uniform(8, 10))
    return rested(
        _openwork(spec, rng, radius, radius * float(rng.uniform(0.07, 0.15))), spec, rng, standing=0.2
    )


def openwork_bangles(spec: SceneSpec, rng: np.random.Generator) -> Piece:
    """A pierced bangle."""
    radius = float(rng.uniform(25, 31))
    return stood(_openwork(spec, rng, radius, radius * float(rng.uniform(0.04, 0.09))), spec, rng)


def crown_rings(spec: SceneSpec, rng: np.random.Generator) -> Piece:
    """A ring whose upper edge runs up to points, pierced below them, a grain on each."""
    radius, wide = float(rng.uniform(8, 10)), float(rng.uniform(4, 9))
    points = int(rng.integers(7, 20))
    sheet = _canvas(wide, radius)
    tall = sheet.shape[0]
    x = np.arange(_LONG)
    wave = np.abs((x * points / _LONG) % 1 * 2 - 1)
    sharp = rng.uniform(0.6, 1.6)
    low = 0.62 * tall
    top = low - (low - 0.03 * tall) * (1 - wave) ** sharp
    sheet[np.arange(tall)[:, None] > top[None]] = 1
    hole = max(int(rng.uniform(0.06, 0.13) * tall), 3)
    for k in range(points):
        middle = int((k + 0.5) * _LONG / points)
        cv2.circle(sheet, (middle, int(0.52 * tall)), hole, 0, -1)
    if rng.random() < 0.5:
        sheet[int(0.80 * tall) : int(0.86 * tall)] = 0
        sheet[:, np.arange(_LONG) % 50 < 14] |= (np.arange(tall) > 0.7 * tall)[:, None].astype(np.uint8)
    bright = finish(spec.metal, rng)
    thick = float(rng.uniform(0.9, 1.5))
    piece = [Part(_rolled(sheet, radius, thick), bright)]
    angle = (np.arange(points) + 0.5) / points * 2 * np.pi - np.pi
    tips = np.stack([radius * np.sin(angle), -radius * np.cos(angle), 0 * angle + wide * 0.47], 1)
    if rng.random() < 0.6:
        piece.append(Part(beads(tips.astype(np.float32), float(rng.uniform(0.4, 0.8))), bright))
    kind = rng.random()
    if kind < 0.7:
        return grounded(piece, turn("z", spec.turn_deg) @ turn("x", float(rng.normal(0, 2))))
    out = rested(piece, spec, rng, standing=0.8)
    return moved(out, None, vec(0, 0, -float(points_of(out)[:, 2].min())))
