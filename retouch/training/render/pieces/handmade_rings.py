"""Rings as small shops make them, each one different: worked bands, wire, cabochons in collars, engraved signets."""

from dataclasses import replace

import cv2
import numpy as np
from scipy import ndimage

from retouch.training.render.mesh import Floats, Mesh, facing, smooth_curve, sphere, turn, vec
from retouch.training.render.pieces.base import Part, Piece, beads, grounded, moved, settled
from retouch.training.render.pieces.looks import any_color, blackened, finish, opaque_stone, recess
from retouch.training.render.pieces.relief import any_relief
from retouch.training.render.pieces.rings import _STAND as STAND
from retouch.training.render.pieces.settings import any_head, bezel_set, dome, grain_row, outline
from retouch.training.render.pieces.solids import grid_solid, plate, split
from retouch.training.render.pieces.wires import braided, circle, coil, ended, spiral, twisted
from retouch.training.render.spec import SceneSpec

_NOT_WORKED = 9.0


def rested(piece: Piece, spec: SceneSpec, rng: np.random.Generator, *, standing: float = 0.3) -> Piece:
    """A ring about z with its head towards +x: lying on its edge, fallen over, or propped up with its head above."""
    kind = rng.random()
    if kind < standing:
        lean = turn("x", float(rng.uniform(-14, 4)))
        return grounded(piece, turn("z", spec.turn_deg) @ lean @ STAND)
    side = rng.normal(0, 0.12, 2) if kind < 0.8 else rng.normal(0, 0.6, 2)
    return grounded(settled(piece, (float(side[0]), float(side[1]), -1.0)), turn("z", spec.turn_deg))


def _section(power: float, sides: int = 96) -> Floats:
    """A band's section: (sides, 2) of thickness and width in [-1, 1], most of its points on the outer face."""
    t = np.linspace(0, 2 * np.pi, 720, endpoint=False)
    x = np.sign(np.cos(t)) * np.abs(np.cos(t)) ** (2 / 5)
    y = np.sign(np.sin(t)) * np.abs(np.sin(t)) ** (2 / power)
    shape = np.stack([x, y], 1)
    step = np.linalg.norm(np.roll(shape, -1, 0) - shape, axis=1) * np.where(x > 0.3, 3.0, 1.0)
    way = np.concatenate([[0], np.cumsum(step)])
    goal = np.linspace(0, way[-1], sides, endpoint=False)
    closed = np.concatenate([shape, shape[:1]])
    return np.stack([np.interp(goal, way, closed[:, k]) for k in range(2)], 1).astype(np.float32)


def worked_band(
    radius: Floats,
    half: Floats,
    thick: float,
    heights: Floats,
    arc: tuple[float, float],
    *,
    bulge: float = 0.0,
) -> tuple[Mesh, Floats]:
    """A band about z with relief on its outer face, and the height at each of its points, very high on the others.

    ``radius`` and ``half`` (width) are by angle over the ``arc`` in degrees; ``bulge`` domes (or, negative, hollows)
    its outer face by so many millimetres.
    """
    steps = len(half)
    whole = arc[1] - arc[0] > 359.9
    angle = np.deg2rad(np.linspace(arc[0], arc[1], steps, endpoint=not whole))
    section = _section(6.0)
    outer = np.clip(section[:, 0] * 1.5, 0, 1)
    row = np.linspace(0, heights.shape[0] - 1, steps)[:, None]
    column = (section[:, 1] * 0.5 + 0.5)[None] * (heights.shape[1] - 1)
    place = np.broadcast_arrays(row, column)
    raised = ndimage.map_coordinates(heights, place, order=1, mode="nearest") * outer
    away = radius[:, None] + thick / 2 * (1 + section[None, :, 0]) + raised
    away = away + bulge * (1 - section[None, :, 1] ** 2) * (0.35 + 0.65 * outer)
    z = half[:, None] * section[None, :, 1]
    points = np.stack([away * np.cos(angle)[:, None], away * np.sin(angle)[:, None], z], 2)
    shape = grid_solid(points, close_rows=whole)
    flat = np.where(outer > 0.3, raised, _NOT_WORKED).reshape(-1)
    lids = np.full(len(shape.points) - len(flat), _NOT_WORKED)
    return shape, np.concatenate([flat, lids]).astype(np.float32)


def _widths(wide: float, steps: int, rng: np.random.Generator) -> Floats:
    """The half width by angle: even, tapered to the back, wavy or with raw edges."""
    t = np.linspace(0, 2 * np.pi, steps, endpoint=False)
    kind = rng.random()
    if kind < 0.5:
        out = np.full(steps, 1.0)
    elif kind < 0.75:
        out = 1 + rng.uniform(-0.45, 0.3) * np.cos(t)
    else:
        noise = ndimage.gaussian_filter1d(rng.standard_normal(steps), rng.uniform(3, 25), mode="wrap")
        out = 1 + 0.06 * noise / noise.std()
    return (wide * out).astype(np.float32)


def darkened(shape: Mesh, raised: Floats, metal: str, rng: np.random.Generator) -> Piece:
    """The shape bright where it is raised and black where it lies deepest."""
    deep, rest = split(shape, raised, recess(raised[raised < _NOT_WORKED], rng))
    bright = finish(metal, rng)
    return (
        [Part(rest, bright), Part(deep, blackened(metal, rng))] if len(deep.faces) else [Part(rest, bright)]
    )


def _arc(rng: np.random.Generator, radius: float) -> tuple[tuple[float, float], Floats]:
    """Closed, open or overlapping: the arc in degrees and the radius along it."""
    steps = 420
    kind = rng.random()
    even = np.full(steps, radius, np.float32)
    if kind < 0.62:
        return (0.0, 360.0), even
    if kind < 0.85:
        gap = float(rng.uniform(8, 70))
        return (gap / 2, 360 - gap / 2), even
    return (-40.0, 380.0), (even + np.linspace(0, 2.6, steps)).astype(np.float32)


def worked_rings(spec: SceneSpec, rng: np.random.Generator) -> Piece:
    """A band with a worked face: hammered, barked, engraved, ribbed; closed, open or overlapping."""
    wide, thick = float(np.exp(rng.uniform(np.log(1.2), np.log(7.5)))), float(rng.uniform(0.9, 1.9))
    arc, radius = _arc(rng, float(rng.uniform(7.8, 10)))
    size = (900, max(int(900 * 2 * wide / 56), 24))
    heights, name = any_relief(rng, size)
    bulge = float(rng.uniform(-0.12, 0.3)) * min(wide, 3.0) if rng.random() < 0.4 else 0.0
    shape, raised = worked_band(radius, _widths(wide, 420, rng), thick, heights, arc, bulge=bulge)
    dark = name in {"engraved", "dotted", "woven", "ribbed"} and rng.random() < 0.55
    piece = darkened(shape, raised, spec.metal, rng) if dark else [Part(shape, finish(spec.metal, rng))]
    if rng.random() < 0.2:
        trim = max(0.14 * wide, 0.3)
        for side in (1, -1):
            ring = beads(circle(float(radius[0]) + thick, int(60 / trim)) + vec(0, 0, side * wide), trim)
            piece.append(Part(ring, finish(spec.metal, rng)))
    return rested(piece, spec, rng, standing=0.15)


def _wire_ring(radius: float, rng: np.random.Generator) -> Mesh:
    """One closed ring of wire: twisted, plaited, beaded, wound, wavy or hammered to facets."""
    wire = float(rng.uniform(0.5, 1.1))
    kind = int(rng.integers(6))
    path = circle(radius, 420)
    if kind == 0:
        return twisted(path, int(rng.integers(2, 5)), 0.7 * wire, turns=int(rng.integers(7, 30)), closed=True)
    if kind == 1:
        return braided(path, 0.6 * wire, crossings=int(rng.integers(7, 16)), closed=True)
    if kind == 2:
        return beads(circle(radius, int(np.pi * radius / wire * rng.uniform(1.02, 1.15))), wire)
    if kind == 3:
        turned = np.linspace(0, 2 * np.pi, 420, endpoint=False)[:, None] * int(rng.integers(5, 14))
        return smooth_tube(path + vec(0, 0, 1) * np.sin(turned) * rng.uniform(0.4, 1.6), wire)
    if kind == 4:
        dents = 1 + 0.12 * np.repeat(rng.uniform(-1, 1, 60), 7)
        return smooth_tube(path, ndimage.gaussian_filter1d(dents * wire, 1.5, mode="wrap").astype(np.float32))
    return smooth_tube(path, wire)


def smooth_tube(path: Floats, wire: Floats | float) -> Mesh:
    """A closed round wire."""
    radii = np.broadcast_to(np.asarray(wire, np.float32), (len(path),))
    t = np.linspace(0, 2 * np.pi, 18, endpoint=False)
    out = path / np.linalg.norm(path * (1, 1, 0), axis=1, keepdims=True) * (1, 1, 0)
    ring = np.cos(t)[None, :, None] * out[:, None] + np.sin(t)[None, :, None] * vec(0, 0, 1)
    return grid_solid(path[:, None] + radii[:, None, None] * ring, close_rows=True)


def wire_rings(spec: SceneSpec, rng: np.random.Generator) -> Piece:
    """One to three rings of worked wire side by side, a stack, or one long wire wound around the finger."""
    radius = float(rng.uniform(7.8, 9.8))
    if rng.random() < 0.4:
        return rested(_wound(spec, rng, radius), spec, rng, standing=0.1)
    out: Piece = []
    count = int(rng.integers(1, 5))
    stacked = rng.random() < 0.4
    place = np.zeros(3)
    for _ in range(count):
        one = grounded([Part(_wire_ring(radius, rng), finish(spec.metal, rng))])
        out += moved(one, None, place)
        tall = float(one[0].mesh.points[:, 2].max())
        shift = rng.normal(0, 0.5, 2) if stacked else rng.normal((radius * 2.5, 0), 3)
        place = place + np.asarray([*shift, tall if stacked else 0.0])
    return grounded(out, turn("z", spec.turn_deg))


def _wound(spec: SceneSpec, rng: np.random.Generator, radius: float) -> Piece:
    """A wire that goes around two to four times and ends in balls, spirals or a small stone."""
    wire, turns = float(rng.uniform(0.5, 1.0)), float(rng.uniform(1.15, 3.7))
    t = np.linspace(0, 1, 360)
    angle = 2 * np.pi * turns * t + 0.4
    rise = turns * wire * rng.uniform(2.1, 4.0)
    path = np.stack([radius * np.cos(angle), radius * np.sin(angle), rise * (t - 0.5)], 1)
    path[:, 2] += rng.normal(0, 0.35 * wire) * np.sin(angle * 1.5 + rng.uniform(0, 6))
    bright = finish(spec.metal, rng)
    piece: Piece = [
        Part(ended(path.astype(np.float32), wire, float(rng.choice([0, 1.5, 2.2])) * wire), bright)
    ]
    for end in (0, -1):
        kind = rng.random()
        up = path[end] * (1, 1, 0) / radius
        if kind < 0.3:
            whorl = spiral(rng.uniform(2, 3.6), 0.8 * wire, turns=float(rng.uniform(1.5, 3.5)))
            piece.append(Part(whorl.moved(facing(up), path[end] + up * 0.6 * wire), bright))
        elif kind < 0.5:
            head = any_head(spec.metal, float(rng.uniform(1.5, 3.5)), rng)
            piece += moved(head, facing(up), path[end] + up * (wire + 0.4))
    if rng.random() < 0.4:
        middle = path[150:210]
        piece.append(Part(coil(middle, wire, 0.3 * wire, turns=int(rng.integers(8, 30))), bright))
    return piece


def _shank(metal: str, rng: np.random.Generator, radius: float, size: float) -> Piece:
    """What carries a head at +x: a worked band, a round or twisted wire, or a band split in two or three."""
    kind = rng.random()
    bright = finish(metal, rng)
    if kind < 0.35:
        wide = float(rng.uniform(0.12, 0.4)) * size + 0.6
        heights, _ = any_relief(rng, (700, 40), "plain plain hammered bark ribbed")
        angle = np.linspace(0, 2 * np.pi, 360, endpoint=False)
        half = wide * (1 + rng.uniform(0, 0.7) * np.clip(np.cos(angle), 0, 1) ** 2)
        shape, _ = worked_band(
            np.full(360, radius, np.float32), half.astype(np.float32), 1.4, heights, (0, 360)
        )
        return [Part(shape, bright)]
    if kind < 0.6:
        return [Part(_wire_ring(radius + 0.6, rng), bright)]
    wire = float(rng.uniform(0.5, 0.9))
    t = np.linspace(-np.pi, np.pi, 260, endpoint=False)
    spread = float(rng.uniform(0.4, 0.75)) * size
    out: Piece = []
    for side in (1.0, -1.0, 0.0)[: int(rng.integers(2, 4))]:
        z = side * (0.9 * wire + spread * np.exp(-((t / 0.75) ** 2)))
        path = np.stack([np.cos(t) * (radius + wire), np.sin(t) * (radius + wire), z], 1)
        out.append(Part(smooth_tube(path.astype(np.float32), wire), bright))
    return out


def stone_rings(spec: SceneSpec, rng: np.random.Generator) -> Piece:
    """One head of any kind on any shank, sometimes with grains beside it."""
    radius = float(rng.uniform(7.8, 9.6))
    size = float(np.exp(rng.uniform(np.log(2.2), np.log(10))))
    roll = float(rng.choice([0, 90, rng.uniform(0, 180)]))
    head = bezel_set(spec.metal, size, rng) if rng.random() < 0.7 else any_head(spec.metal, min(size, 5), rng)
    piece = _shank(spec.metal, rng, radius, size)
    low = float(min(part.mesh.points[:, 2].min() for part in head))
    piece += moved(head, facing((1, 0, 0), roll), (radius + 1.3 - low * 0.4, 0, 0))
    if rng.random() < 0.2:
        grains = [
            np.asarray((np.cos(a), np.sin(a), 0)) * (radius + 1.5)
            for a in np.deg2rad([s * (45 + 8 * k) for s in (1, -1) for k in range(int(rng.integers(1, 4)))])
        ]
        piece.append(
            Part(beads(np.asarray(grains, np.float32), float(rng.uniform(0.5, 1.0))), finish(spec.metal, rng))
        )
    return rested(piece, spec, rng, standing=0.45)


def monogram(rng: np.random.Generator, side: int, share: float) -> Floats:
    """One to three letters (side, side) in [0, 1], on a share of the square."""
    text = "".join(rng.choice(list("ABCDEFGHJKLMNPRSTVW"), int(rng.integers(1, 4))))
    fonts = [cv2.FONT_HERSHEY_COMPLEX, cv2.FONT_HERSHEY_TRIPLEX, cv2.FONT_HERSHEY_SCRIPT_COMPLEX]
    sheet = np.zeros((400, 1400), np.uint8)
    cv2.putText(sheet, text, (60, 300), int(rng.choice(fonts)), 6.0, 255, 8, cv2.LINE_AA)
    rows, columns = np.nonzero(sheet)
    drawn = sheet[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
    scale = share * side / max(drawn.shape)
    small = cv2.resize(drawn, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    out = np.zeros((side, side), np.float32)
    top, left = (side - small.shape[0]) // 2, (side - small.shape[1]) // 2
    out[top : top + small.shape[0], left : left + small.shape[1]] = small.astype(np.float32) / 255
    return out


def _face(rng: np.random.Generator, size: float, thick: float) -> tuple[Mesh, Floats]:
    """A signet's plate with letters or a motif cut into it, and the depth at each of its points."""
    rim = outline(str(rng.choice(["oval", "oval", "round", "cushion", "oblong"])), rng)
    drawing = np.zeros((300, 300), np.uint8)
    cv2.fillPoly(drawing, [((rim * (1, -1) * 0.96 + 1) * 150).astype(np.int32)], 1)
    if rng.random() < 0.6:
        cut = monogram(rng, 300, 0.55)
    else:
        heights, _ = any_relief(rng, (300, 300), "engraved engraved dotted ribbed")
        cut = np.clip(-heights / max(float(-heights.min()), 1e-6), 0, 1)
    edge = cv2.GaussianBlur(cv2.erode(drawing, np.ones((25, 25))).astype(np.float32), (0, 0), 1.5)
    sheet = plate(drawing.astype(bool), 2 * size, thick, relief=-0.28 * cut * edge, cells=170, bevel=0.35)
    z = sheet.points[:, 2]
    return sheet, np.where(sheet.normals[:, 2] > 0.3, np.minimum(z - thick / 2, 0), 0).astype(np.float32)


def signet_rings(spec: SceneSpec, rng: np.random.Generator) -> Piece:
    """A shank that widens to a flat face with a monogram, a motif, an inlay of stone or enamel."""
    radius, size = float(rng.uniform(8, 9.6)), float(rng.uniform(3.8, 7.2))
    angle = np.abs((np.arange(360) + 180) % 360 - 180)
    grow = np.exp(-((angle / rng.uniform(34, 55)) ** 2.4))
    slim = float(rng.uniform(1.0, 2.0))
    half = slim + (0.82 * size - slim) * grow
    heights, _ = any_relief(rng, (700, 60), "plain plain hammered engraved sandy")
    shape, _ = worked_band(
        np.full(360, radius, np.float32) + 0.6 * grow.astype(np.float32),
        half.astype(np.float32), float(rng.uniform(1.3, 2.0)), heights, (0, 360), bulge=0.3,
    )  # fmt: skip
    bright = finish(spec.metal, rng)
    piece: Piece = [Part(shape, bright)]
    sheet, depth = _face(rng, size, 1.8)
    place, roll = (radius + 2.2, 0.0, 0.0), facing((1, 0, 0), float(rng.choice([0, 90])))
    if rng.random() < 0.3:
        rim = outline(str(rng.choice(["oval", "round", "cushion", "oblong"])), rng) * size
        stuff = opaque_stone(rng, size) if rng.random() < 0.7 else any_color(rng, gem=False)
        head = [
            Part(dome(rim, 0.9, base=2.0), bright),
            Part(dome(rim * 0.82, 0.25, power=6).moved(None, (0, 0, 0.85)), stuff),
        ]
        if rng.random() < 0.4:
            head.append(Part(grain_row(rim * 0.9, 0.3, 0, 0.75), bright))
        return rested(piece + moved(head, roll, place), spec, rng, standing=0.5)
    deep, rest = split(sheet, depth, -0.08)
    stuff = blackened(spec.metal, rng) if rng.random() < 0.45 else bright
    parts = [Part(rest, bright)] + ([Part(deep, stuff)] if len(deep.faces) else [])
    return rested(piece + moved(parts, roll, place), spec, rng, standing=0.5)


def ball_rings(spec: SceneSpec, rng: np.random.Generator) -> Piece:
    """A domed ring, a ring with balls on its face, or an open ring whose ends meet side by side."""
    radius, wire = float(rng.uniform(8, 9.6)), float(rng.uniform(0.7, 1.2))
    bright = finish(spec.metal, rng)
    kind = rng.random()
    if kind < 0.4:
        angle = np.abs((np.arange(420) * 360 / 420 + 180) % 360 - 180)
        grow = np.exp(-((angle / rng.uniform(40, 80)) ** 2)).astype(np.float32)
        heights, name = any_relief(rng, (900, 160))
        half = 1.2 + rng.uniform(2.5, 8) * grow
        shape, raised = worked_band(
            np.full(420, radius, np.float32), half.astype(np.float32), 1.3, heights * (0.2 + grow.mean()), (0, 360),
            bulge=float(rng.uniform(0.6, 2.4)),
        )  # fmt: skip
        dark = name in {"engraved", "dotted", "ribbed"} and rng.random() < 0.5
        return rested(darkened(shape, raised, spec.metal, rng) if dark else [Part(shape, bright)], spec, rng)
    gap = float(rng.uniform(10, 60)) if kind < 0.75 else 0.0
    path = circle(radius + wire, 300, start=gap / 2, end=360 - gap / 2)
    if gap:
        path[:, 2] += np.linspace(-1, 1, 300) * rng.uniform(0, 2.5)
        taper = np.linspace(1, rng.uniform(0.6, 1.4), 300) * wire
        piece: Piece = [
            Part(ended(path, taper.astype(np.float32), float(rng.uniform(1.0, 2.6)) * wire), bright)
        ]
        if rng.random() < 0.5:
            head = any_head(spec.metal, float(rng.uniform(1.8, 4)), rng)
            up = path[0] * (1, 1, 0) / np.linalg.norm(path[0] * (1, 1, 0))
            piece += moved(head, facing(up), path[0] + up * wire)
        return rested(piece, spec, rng, standing=0.2)
    piece = [Part(smooth_tube(path, wire), bright)]
    places = smooth_curve(
        [(0, -5, -1), (0.4, -2, 1), (0.6, 1, -1), (0.3, 4, 1), (0, 6, 0)], int(rng.integers(2, 9))
    )
    for y, z in places[:, 1:]:
        ball = sphere(float(rng.uniform(0.8, 2.0)), rings=24, sides=30)
        piece.append(Part(ball.moved(None, (np.sqrt((radius + 2 * wire) ** 2 - y**2) + 0.6, y, z)), bright))
    return rested([replace(part) for part in piece], spec, rng, standing=0.35)
