"""Many small stones: paved bands and sheets, clusters of leaves, rings of several heads."""

import cv2
import numpy as np

from retouch.training.render.mesh import Floats, facing, merged, sphere, turn, vec
from retouch.training.render.pieces.base import (
    Part,
    Piece,
    grounded,
    melee_frame,
    moved,
    points_of,
    ring_wire,
    stone,
)
from retouch.training.render.pieces.drawings import SIDE, draw
from retouch.training.render.pieces.ear_pairs import paired, pin, wire_hook
from retouch.training.render.pieces.handmade_rings import rested, worked_band
from retouch.training.render.pieces.looks import clear_stone, finish
from retouch.training.render.pieces.relief import plain
from retouch.training.render.pieces.settings import CUT_WIDTHS, claw_set
from retouch.training.render.pieces.solids import plate
from retouch.training.render.spec import SceneSpec

WHOLE = "disc heart leaf star moon drop bar flower cross"


def paved(places: Floats, ups: Floats, size: float, metal: str, rng: np.random.Generator) -> Piece:
    """Round stones of radius ``size`` at places (N, 3) on a surface, grains of metal between them."""
    kinds = [clear_stone(rng, white=0.7)]
    if rng.random() < 0.3:
        kinds.append(clear_stone(rng, white=0.1))
    cluster = bool(rng.random() < 0.5)
    grain = sphere(0.3 * size, rings=5, sides=7)
    out: Piece = []
    grains = []
    for k, (place, up) in enumerate(zip(places, ups, strict=True)):
        which = (k % len(kinds)) if cluster else int(rng.integers(len(kinds)))
        axes = facing(up, 31.0 * k)
        out.append(stone(kinds[which], "round", place + up * 0.05 * size, up, 0.94 * size, 31.0 * k))
        away = axes @ np.asarray([(1, 0, 0.05), (-0.5, 0.87, 0.05), (-0.5, -0.87, 0.05)], np.float32).T * size
        grains += [grain.moved(None, place + away[:, j]) for j in range(3)]
    return [*out, Part(merged(grains), finish(metal, rng))]


def paved_sheet(metal: str, height: float, rng: np.random.Generator) -> Piece:
    """A sheet of any outline set all over with small stones."""
    drawing = draw(str(rng.choice(WHOLE.split())), rng)
    thick, size = float(rng.uniform(0.8, 1.6)), float(np.clip(height * rng.uniform(0.07, 0.16), 0.4, 1.4))
    shape = plate(drawing, 2 * height, thick, bevel=0.3, cells=int(np.clip(11 * height, 44, 110)))
    room = cv2.distanceTransform(drawing.astype(np.uint8), cv2.DIST_L2, 5) * (2 * height / SIDE)
    pitch = 2.06 * size
    rows = np.arange(-height, height, pitch * 0.87)
    spots = [
        (x + (k % 2) * pitch / 2, y) for k, y in enumerate(rows) for x in np.arange(-height, height, pitch)
    ]
    column = np.clip([(x / height + 1) * SIDE / 2 for x, _ in spots], 0, SIDE - 1).astype(int)
    row = np.clip([(1 - y / height) * SIDE / 2 for _, y in spots], 0, SIDE - 1).astype(int)
    kept = np.flatnonzero(room[row, column] > 0.95 * size)[:170]
    places = np.asarray([(*spots[k], thick / 2) for k in kept], np.float32).reshape(-1, 3)
    piece: Piece = [Part(shape, finish(metal, rng))]
    ups = np.broadcast_to(vec(0, 0, 1), places.shape)
    return piece + paved(places, ups, size, metal, rng) if len(places) else piece


def _paved_band(metal: str, rng: np.random.Generator, radius: float) -> Piece:
    """One to four rows of stones around a band, on its whole length or on the front."""
    rows, size = int(rng.integers(1, 5)), float(rng.uniform(0.5, 1.0))
    half, thick = rows * size * 1.1 + 0.25, float(rng.uniform(1.2, 1.8))
    even = np.full(300, radius, np.float32)
    heights = plain((400, 40), rng) * np.float32(0.1)
    shape, _ = worked_band(even, np.full(300, half, np.float32), thick, heights, (0.0, 360.0))
    outer = radius + thick
    step = 360 / int(2 * np.pi * outer / (2.08 * size))
    reach = float(rng.choice([180, 180, rng.uniform(40, 110)]))
    spots = []
    for r in range(rows):
        for a in np.arange(-reach, reach - 0.01, step):
            angle = np.deg2rad(a + (r % 2) * step / 2)
            spots.append((np.cos(angle), np.sin(angle), (r - (rows - 1) / 2) * 2.1 * size))
    spot = np.asarray(spots[:220], np.float32)
    ups = spot * (1, 1, 0)
    places = ups * outer + spot * (0, 0, 1)
    return [Part(shape, finish(metal, rng)), *paved(places.astype(np.float32), ups, size, metal, rng)]


def _frame_of(head: Piece, size: float, metal: str, rng: np.random.Generator) -> Piece:
    """Small diamonds around the stone of a head that faces +z."""
    width = CUT_WIDTHS[head[0].cut]
    frame = melee_frame((size + 0.7, size * width + 0.7), count=int(7 * size) + 4, radius=0.5)
    trim = [p if p.material else Part(p.mesh, finish(metal, rng)) for p in frame]
    return moved(trim, facing((0, 0, 1)), (0, 0, 0.75 * size))


def _headed_band(metal: str, rng: np.random.Generator, radius: float) -> Piece:
    """A shank with one to five heads side by side, the middle one largest, perhaps within a frame of small stones."""
    half, thick = float(rng.uniform(0.8, 1.5)), float(rng.uniform(1.1, 1.7))
    heights = plain((400, 20), rng) * np.float32(0.05)
    even = np.full(300, radius, np.float32)
    shape, _ = worked_band(even, np.full(300, half, np.float32), thick, heights, (0.0, 360.0), bulge=0.3)
    piece: Piece = [Part(shape, finish(metal, rng))]
    size, angle = float(rng.uniform(1.6, 4.2)), 0.0
    sides, framed = int(rng.integers(0, 3)), rng.random() < 0.4
    for k in range(sides + 1):
        state = rng.bit_generator.state
        for sign in (1, -1) if k else (1,):
            rng.bit_generator.state = state
            up = np.asarray((np.cos(angle * sign), np.sin(angle * sign), 0), np.float32)
            head = claw_set(metal, size, rng)
            if k == 0 and framed:
                head += _frame_of(head, size, metal, rng)
            piece += moved(head, facing(up, float(rng.choice([0, 90]))), up * (radius + thick - 0.2))
        smaller = size * float(rng.uniform(0.45, 0.9))
        angle += (size + smaller) * 1.1 / (radius + thick + 0.6 * size)
        size = smaller
    return piece


def paved_rings(spec: SceneSpec, rng: np.random.Generator) -> Piece:
    """Bands of several rows of small stones, and rings with a row of heads."""
    radius = float(rng.uniform(7.8, 9.4))
    if rng.random() < 0.45:
        return rested(_paved_band(spec.metal, rng, radius), spec, rng, standing=0.3)
    return rested(_headed_band(spec.metal, rng, radius), spec, rng, standing=0.5)


def _leaves(metal: str, rng: np.random.Generator, size: float) -> Piece:
    """Marquise and round stones in claws, spread like leaves on a twig, a larger one below."""
    out: Piece = []
    bright = finish(metal, rng)
    material = clear_stone(rng, white=0.7)
    pairs = int(rng.integers(1, 4))
    for k in range(pairs):
        for side in (1, -1):
            angle = 90 - side * float(rng.uniform(35, 55))
            a = np.deg2rad(angle)
            spot = vec(np.cos(a) * 1.15 * size, k * 1.15 * size + np.sin(a) * 1.1 * size, 0.4)
            out.append(stone(material, "marquise", spot, (0, 0, 1), size, angle - 90))
            rim = ring_wire(1.0, 0.12, steps=40).stretched((0.98 * size, 0.56 * size, 1.6 * size))
            out.append(Part(rim.moved(turn("z", angle), spot - vec(0, 0, 0.1)), bright))
    rail = [
        Part(ring_wire(0.35 * size, 0.12 * size).moved(None, (0, k * 1.1 * size, 0)), bright)
        for k in range(pairs + 1)
    ]
    head = claw_set(metal, float(rng.uniform(0.9, 1.6)) * size, rng)
    tall = float(points_of(head)[:, 1].max())
    return [*out, *rail, *moved(head, None, (0, -tall - 0.2 * size, -0.4 * size))]


def paved_earrings(spec: SceneSpec, rng: np.random.Generator) -> Piece:
    """Sheets set all over, twigs of stones, stones below stones; on posts or hooks, seen from the front."""
    kind = rng.random()
    if kind < 0.5:
        one = paved_sheet(spec.metal, float(rng.uniform(4, 11)), rng)
    else:
        one = _leaves(spec.metal, rng, float(rng.uniform(2, 4)))
    points = points_of(one)
    if rng.random() < 0.5:
        hook = wire_hook(rng, 10).moved(
            turn("y", float(rng.normal(0, 20))), (0, float(points[:, 1].max()) + 0.8, 0)
        )
        one = [*one, Part(hook, finish(spec.metal, rng))]
    else:
        one = [
            *one,
            Part(
                pin(rng).moved(turn("x", 75), (0, 0, float(points[:, 2].min()) + 0.2)),
                finish(spec.metal, rng),
            ),
        ]
    return paired(grounded(one, turn("x", float(rng.normal(0, 6)))), spec, rng)
