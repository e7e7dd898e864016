"""What hangs: flat charms with relief, stones in heads, drops and beads; its ring is at +y, its face towards +z."""

import cv2
import numpy as np

from retouch.training.render.mesh import Floats, Mesh, lathe, merged, smooth_curve, sphere, tube, turn
from retouch.training.render.pieces.base import Part, Piece, moved, points_of, ring_wire, stone
from retouch.training.render.pieces.drawings import DRAWERS, draw
from retouch.training.render.pieces.looks import (
    any_color,
    blackened,
    clear_stone,
    finish,
    opaque_stone,
    pearl,
    recess,
)
from retouch.training.render.pieces.relief import any_relief
from retouch.training.render.pieces.settings import any_head, bezel_set, warped
from retouch.training.render.pieces.solids import bent, plate, split
from retouch.training.render.pieces.wires import coil, spiral

PIERCED = {"hoop", "leaf", "tree", "frames", "scrolls"}


def sheet(metal: str, size: float, rng: np.random.Generator, *, names: str = "", cells: int = 120) -> Piece:
    """A flat charm of half height ``size``: sawn out, edges broken, face worked, perhaps blackened in its depths."""
    name = str(rng.choice(names.split() or list(DRAWERS)))
    drawing = draw(name, rng)
    thick = float(np.clip(rng.uniform(0.08, 0.2) * size, 0.5, 1.8))
    heights, kind = any_relief(
        rng, drawing.shape, "plain plain hammered sandy bark engraved dotted woven ribbed"
    )
    if name in PIERCED:
        heights *= 0.4
    if rng.random() < 0.25:
        rim = cv2.distanceTransform(drawing.astype(np.uint8), cv2.DIST_L2, 3)
        heights = np.where(rim < 26, 0.15, heights).astype(np.float32)
    cells = cells or int(np.clip(11 * size, 44, 120))
    if name in PIERCED:
        cells = cells * 5 // 4
    shape = plate(drawing, 2 * size, thick, relief=heights, bevel=rng.uniform(0.15, 0.5), cells=cells)
    face = np.where(shape.normals[:, 2] > 0.2, shape.points[:, 2] - thick / 2, 1.0).astype(np.float32)
    piece: Piece = []
    if kind in {"engraved", "dotted", "woven", "sandy"} and rng.random() < 0.5 and (face < 1).any():
        deep, shape = split(shape, face, recess(face[face < 1], rng))
        piece.append(Part(deep, blackened(metal, rng)))
    piece.append(Part(shape, finish(metal, rng)))
    return piece if rng.random() < 0.6 else _curved(piece, size, rng)


def _curved(piece: Piece, size: float, rng: np.random.Generator) -> Piece:
    """The same charm domed, or rolled along its length."""
    dome, roll = rng.uniform(-0.02, 0.1, 2) / max(size, 1)
    out = []
    for part in piece:
        x, y = part.mesh.points[:, 0], part.mesh.points[:, 1]
        rise = -dome * 1.5 * (x**2 + y**2) - roll * x**2
        change = np.stack([0 * rise, 0 * rise, rise], 1)
        out.append(
            Part(bent(part.mesh, change) if len(piece) == 1 else _lifted(part.mesh, change), part.material)
        )
    return out


def _lifted(shape: Mesh, change: Floats) -> Mesh:
    """Points moved with their normals kept: for surfaces cut in two, whose seam must not show."""
    return Mesh((shape.points + change).astype(np.float32), shape.normals, shape.local, shape.faces)


def drop(metal: str, size: float, rng: np.random.Generator) -> Piece:
    """A drop, bead or bundle of beads of stone, glass or pearl on a wire."""
    kind = rng.random()
    stuff = opaque_stone(rng, size) if kind < 0.5 else pearl(rng) if kind < 0.7 else any_color(rng)
    bright = finish(metal, rng)
    if kind > 0.92:
        clear = stone(
            clear_stone(rng, white=0.2), f"checker-{int(rng.integers(12))}", (0, -size, 0), (0, 1, 0), size
        )
        return [clear, Part(_cap(0.4 * size).moved(None, (0, -0.1 * size, 0)), bright)]
    count = int(rng.choice([1, 1, 1, 2, 3]))
    parts: Piece = []
    y = 0.0
    for k in range(count):
        r = size * (0.9 if count == 1 else 0.5) * rng.uniform(0.8, 1.2)
        body = _body(r, rng)
        tall = float(np.ptp(body.points[:, 1]))
        parts.append(
            Part(body.moved(None, (0, y - tall / 2 - float(body.points[:, 1].max() - tall / 2), 0)), stuff)
        )
        parts.append(Part(_cap(0.35 * r).moved(None, (0, y - 0.12 * r, 0)), bright))
        y -= tall + 0.12 * r
        if k == count - 1:
            parts.append(Part(sphere(0.16 * r, rings=12, sides=16).moved(None, (0, y, 0)), bright))
    return parts


def _body(radius: float, rng: np.random.Generator) -> Mesh:
    """A ball, a drop, a barrel or a nugget, upright along y."""
    kind = rng.random()
    t = np.linspace(0, np.pi, 44)
    if kind < 0.35:
        r, z = np.sin(t), -np.cos(t)
    elif kind < 0.65:
        r, z = np.sin(t) * np.sin(np.pi / 2 + t / 2) ** rng.uniform(0.5, 1.5), -1.5 * np.cos(t)
    elif kind < 0.85:
        r, z = np.sin(t) ** 0.5, -rng.uniform(0.6, 1.6) * np.cos(t)
    else:
        return warped(
            sphere(radius).stretched((1, rng.uniform(0.8, 1.5), rng.uniform(0.5, 0.9))), rng, 0.16 * radius
        )
    return lathe(np.stack([r, z], 1) * radius, sides=48).moved(turn("x", -90))


def bead(rng: np.random.Generator, radius: float) -> Mesh:
    """A bead with its hole along x: round, flattened, a barrel, a nugget or a chip."""
    kind = rng.random()
    ball = sphere(radius, rings=18, sides=24)
    if kind < 0.5:
        return ball
    if kind < 0.7:
        return ball.stretched((rng.uniform(0.6, 1.0), 1, 1))
    if kind < 0.82:
        t = np.linspace(0, np.pi, 20)
        profile = np.stack([np.sin(t) ** 0.4, -0.95 * np.cos(t)], 1) * radius
        return lathe(profile * (rng.uniform(0.6, 1), 1), sides=24).moved(turn("y", 90))
    return warped(ball.stretched((0.9, rng.uniform(0.7, 1.3), rng.uniform(0.7, 1.1))), rng, 0.2 * radius)


def _cap(radius: float) -> Mesh:
    return lathe(
        [
            (0, -radius),
            (radius, -0.9 * radius),
            (1.1 * radius, -0.5 * radius),
            (0.5 * radius, 0.1),
            (0, 0.3 * radius),
        ],
        sides=24,
    ).moved(turn("x", -90))


def whorl(metal: str, size: float, rng: np.random.Generator) -> Piece:
    """Spirals of wire, one or three, or a wound coil."""
    wire = size * rng.uniform(0.05, 0.11)
    turns = float(rng.uniform(2, 4.5))
    meshes = [spiral(0.55 * size, wire, turns=turns)]
    if rng.random() < 0.6:
        for k, share in enumerate((0.7, 0.45)):
            away = 0.55 * size * (1 + share) + (0.55 * size * 1.2 if k else 0)
            meshes.append(spiral(0.55 * size * share, wire, turns=turns * share).moved(None, (0, away, 0)))
    if rng.random() < 0.3:
        neck = smooth_curve([(0, 0.55 * size, 0), (0, 1.2 * size, 0)], 30)
        meshes.append(coil(neck, 1.2 * wire, 0.6 * wire, turns=8))
    return [Part(merged(meshes), finish(metal, rng))]


def bail(metal: str, size: float, rng: np.random.Generator) -> Part:
    """A ring, or a folded loop, that hangs from about the origin and stands up across the charm."""
    if rng.random() < 0.6:
        radius = max(0.16 * size, 0.9) * rng.uniform(0.8, 1.5)
        shape = ring_wire(radius, 0.2 * radius, sides=10).moved(
            turn("y", float(rng.uniform(30, 90))), (0, 0.7 * radius, 0)
        )
    else:
        tall = max(0.5 * size, 2.0)
        path = smooth_curve(
            [(0, 0, -0.2), (0.1, 0.5 * tall, 0.28 * tall), (0, tall, 0), (-0.1, 0.5 * tall, -0.24 * tall)],
            60,
            closed=True,
        )
        shape = tube(
            path,
            (0.10 * tall * (1 + 0.6 * np.sin(np.linspace(0, np.pi, 60)))).astype(np.float32),
            closed=True,
        )
    return Part(shape, finish(metal, rng))


def charm(metal: str, size: float, rng: np.random.Generator, *, ring: bool = True) -> Piece:
    """Any hanging thing of half height ``size``, topmost point of its ring at the origin."""
    kind = rng.random()
    if kind < 0.5:
        piece = sheet(metal, size, rng)
        if rng.random() < 0.2:
            head = any_head(metal, float(rng.uniform(0.15, 0.45)) * size, rng)
            piece += moved(head, None, (0, 0, 0.6))
    elif kind < 0.75:
        piece = moved(bezel_set(metal, size, rng), turn("z", float(rng.choice([0, 90, 90]))))
    elif kind < 0.83:
        piece = moved(any_head(metal, 0.8 * size, rng), turn("z", 90))
    elif kind < 0.95:
        piece = drop(metal, size, rng)
    else:
        piece = whorl(metal, size, rng)
    top = points_of(piece)
    crown = top[top[:, 1] > top[:, 1].max() - 0.02 * size]
    place = crown.mean(axis=0)
    if ring:
        piece = [*piece, *moved([bail(metal, size, rng)], None, place)]
        top = points_of(piece)
        place = top[int(np.argmax(top[:, 1]))]
    return moved(piece, None, -place)


def gem_drop(metal: str, size: float, rng: np.random.Generator) -> Piece:
    """Clear stones one below another in collars or claws."""
    out: Piece = []
    y = 0.0
    for _ in range(int(rng.integers(1, 4))):
        r = size * rng.uniform(0.3, 0.7)
        head = any_head(metal, r, rng)
        tall = float(points_of(head)[:, 1].max())
        out += moved(head, None, (0, y - tall, 0))
        link_ring = ring_wire(max(0.22 * r, 0.5), max(0.05 * r, 0.16)).moved(
            turn("y", 70), (0, y + 0.1, 0.4 * r)
        )
        out.append(Part(link_ring, finish(metal, rng)))
        y -= 2 * tall + 0.35 * r
    return out
