"""Necklaces as shops lay them out: chains of all kinds, pendants, beads, pearls, cords, rows of strands."""

import numpy as np

from retouch.training.render.mesh import Floats, merged, turn, vec
from retouch.training.render.pieces.base import Part, Piece, grounded, moved, points_of, ring_wire
from retouch.training.render.pieces.charms import charm, gem_drop, sheet
from retouch.training.render.pieces.clasps import fastened
from retouch.training.render.pieces.looks import finish
from retouch.training.render.pieces.lying import Way, any_way, lifted
from retouch.training.render.pieces.strands import beaded, cord, metal_strand, place_on, wired_beads
from retouch.training.render.spec import SceneSpec


def laid(piece: Piece, spec: SceneSpec) -> Piece:
    """The piece on the table, turned as described."""
    return grounded(piece, turn("z", spec.turn_deg))


def closed_by(way: Way, scale: float, metal: str, rng: np.random.Generator) -> Piece:
    """Clasp and ring at the two ends of a way."""
    path = way.path
    heads: tuple[Floats, Floats] = (path[0] - path[6], path[-1] - path[-7])
    return [Part(fastened((path[0], path[-1]), heads, scale, rng), finish(metal, rng))]


def hung(way: Way, piece: Piece, rng: np.random.Generator, *, at: float = -1.0, lift: float = 0.0) -> Piece:
    """A hanging thing with its ring at the origin, brought to a place of the way, pointing away from it."""
    path = way.path
    k = int((way.middle if at < 0 else at) * (len(path) - 1))
    axes = place_on(path, k)
    side = axes[:, 1] if axes[1, 1] >= 0 else -axes[:, 1]
    if at >= 0:
        middle = path.mean(axis=0)
        side = side if np.dot(side, middle - path[k]) > 0 else -side
    angle = float(np.rad2deg(np.arctan2(side[1], side[0])) - 90 + rng.normal(0, 9))
    low = float(points_of(piece)[:, 2].min())
    return moved(piece, turn("z", angle), path[k] + side * 0.3 + vec(0, 0, lift - low - path[k][2] - 0.3))


def chains(spec: SceneSpec, rng: np.random.Generator) -> Piece:
    """A whole chain and nothing else, in any lie, fine or heavy."""
    size = float(rng.uniform(70, 150))
    scale = float(np.exp(rng.uniform(np.log(1.0), np.log(7.0))))
    way = any_way(rng, size, "loop loop hanging bow heap heap coiled hairpin")
    way = lifted(way, 0.75 * scale)
    piece = metal_strand(way, scale, spec.metal, rng)
    if rng.random() < 0.8:
        piece += closed_by(way, min(scale, 3.0), spec.metal, rng)
    return laid(piece, spec)


def fine_pendants(spec: SceneSpec, rng: np.random.Generator) -> Piece:
    """One hanging thing on a chain: laid out whole, hanging as worn, or let down."""
    size = float(rng.uniform(55, 140))
    scale = float(np.exp(rng.uniform(np.log(1.0), np.log(3.0))))
    way = any_way(rng, size, "hanging hanging loop loop heap")
    way = lifted(way, 0.8 * scale)
    piece = metal_strand(way, scale, spec.metal, rng)
    height = float(np.exp(rng.uniform(np.log(4), np.log(16))))
    head = charm(spec.metal, height, rng) if rng.random() < 0.85 else gem_drop(spec.metal, 0.6 * height, rng)
    piece += hung(way, head, rng, lift=float(way.path[:, 2].max()) if rng.random() < 0.2 else 0.0)
    if rng.random() < 0.7:
        piece += closed_by(way, scale, spec.metal, rng)
    return laid(piece, spec)


def close_pendants(spec: SceneSpec, rng: np.random.Generator) -> Piece:
    """A pendant near by, two short ends of its chain or cord running away from it."""
    height = float(rng.uniform(7, 22))
    size = height * float(rng.uniform(1.6, 3.6))
    way = lifted(any_way(rng, size, "hanging"), 1.5)
    if rng.random() < 0.25:
        piece = cord(way, float(rng.uniform(0.8, 3.0)), rng)
    else:
        piece = metal_strand(way, float(rng.uniform(1.2, 4.0)), spec.metal, rng)
    piece += hung(way, charm(spec.metal, height, rng), rng)
    return laid(piece, spec)


def bead_strands(spec: SceneSpec, rng: np.random.Generator) -> Piece:
    """Pearls, stone or glass beads on a string or far apart on a chain."""
    size = float(rng.uniform(80, 140))
    radius = float(np.exp(rng.uniform(np.log(1.1), np.log(6.0))))
    way = lifted(any_way(rng, size, "loop loop hanging bow heap coiled"), 2.1 * radius)
    if rng.random() < 0.3:
        piece = wired_beads(way, max(radius, 1.8), spec.metal, rng)
    else:
        piece = beaded(way, radius, spec.metal, rng)
    if rng.random() < 0.35:
        piece += hung(way, charm(spec.metal, float(rng.uniform(6, 18)), rng), rng)
    return laid(piece + closed_by(way, max(radius, 1.2), spec.metal, rng), spec)


def bar_necklaces(spec: SceneSpec, rng: np.random.Generator) -> Piece:
    """A few beads, or a bar, at the bottom of a fine chain."""
    way = any_way(rng, float(rng.uniform(60, 120)), "hanging loop")
    scale = float(rng.uniform(1.1, 2.6))
    radius = float(rng.uniform(1.5, 4.5))
    share = min(radius * 2 * int(rng.integers(1, 9)) / way.length / 2, 0.2)
    middle = Way(way.points(400, 0.5 - share, 0.5 + share) + vec(0, 0, 0.2 * radius))
    piece: Piece = []
    for start, end in ((0.0, 0.5 - share), (0.5 + share, 1.0)):
        piece += metal_strand(
            Way(way.points(400, start, end)), scale, spec.metal, rng, names="cable trace cable"
        )
    piece += beaded(middle, radius, spec.metal, rng)
    return laid(piece + closed_by(way, scale, spec.metal, rng), spec)


def chain_rows(spec: SceneSpec, rng: np.random.Generator) -> Piece:
    """Several chains side by side, each of its own kind; or one worn in layers."""
    piece: Piece = []
    nested = rng.random() < 0.4
    base = any_way(rng, float(rng.uniform(70, 120)), "hanging" if nested else "bow")
    place = 0.0
    for k in range(int(rng.integers(2, 7 if not nested else 4))):
        scale = float(np.exp(rng.uniform(np.log(1.0), np.log(3.0 if nested else 4.5))))
        place -= 1.3 * scale
        shift = vec(rng.normal(0, 1.5), place, 0)
        place -= 1.3 * scale + float(rng.uniform(1, 9))
        path = base.path * (1, 1 + 0.16 * k, 1) if nested else base.path + shift
        way = Way(path.astype(np.float32))
        piece += metal_strand(way, scale, spec.metal, rng)
        if nested and rng.random() < 0.6:
            piece += hung(way, charm(spec.metal, float(rng.uniform(4, 10)), rng), rng)
    return laid(piece, spec)


def plate_collars(spec: SceneSpec, rng: np.random.Generator) -> Piece:
    """Sheets joined by rings, around the neck."""
    way = any_way(rng, float(rng.uniform(90, 130)), "loop loop hanging")
    height = float(rng.uniform(6, 13))
    return laid(linked_plates(way, height, spec.metal, rng) + closed_by(way, 3.0, spec.metal, rng), spec)


def linked_plates(way: Way, height: float, metal: str, rng: np.random.Generator) -> Piece:
    """One sheet again and again along a way, a ring between each two."""
    one = moved(sheet(metal, height, rng, cells=56), turn("z", float(rng.choice([0, 90, 90]))))
    points = points_of(one)
    long = float(np.ptp(points[:, 0]))
    one = moved(one, None, (-float(points[:, 0].mean()), 0, 0))
    count = max(int(way.length / (long * 1.08 + 1.2)), 3)
    places = way.points(2 * count + 1)
    piece: Piece = []
    rings = []
    for k in range(1, 2 * count):
        axes = place_on(places, k)
        if k % 2:
            tilt = turn("x", float(rng.normal(0, 5))) @ turn("y", float(rng.normal(0, 4)))
            piece += moved(one, axes @ tilt, places[k])
        else:
            rings.append(ring_wire(1.3, 0.32).moved(axes @ turn("x", float(rng.normal(60, 20))), places[k]))
    return [*piece, Part(merged(rings), finish(metal, rng))]
