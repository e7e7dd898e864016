"""Bracelets: cuffs with a worked face, bangles of wire, heavy links, charms, beads, plates, strands and cords."""

import numpy as np

from retouch.training.render.mesh import Floats, facing, merged, turn, vec
from retouch.training.render.pieces.base import Part, Piece, grounded, moved, points_of, ring_wire, settled
from retouch.training.render.pieces.chains import closed_by, laid, linked_plates
from retouch.training.render.pieces.charms import charm
from retouch.training.render.pieces.clasps import locked_box
from retouch.training.render.pieces.handmade_rings import darkened, smooth_tube, worked_band
from retouch.training.render.pieces.looks import finish
from retouch.training.render.pieces.lying import Way, any_way, lifted
from retouch.training.render.pieces.relief import any_relief
from retouch.training.render.pieces.settings import any_head, bezel_set
from retouch.training.render.pieces.strands import beaded, cord, metal_strand, place_on, wired_beads
from retouch.training.render.pieces.wires import braided, circle, coil, ended, twisted
from retouch.training.render.spec import SceneSpec

HEAVY = "cable cable rolo curb curb figaro anchor paperclip box snake rope plait hoops"


def stood(piece: Piece, spec: SceneSpec, rng: np.random.Generator) -> Piece:
    """A stiff bracelet about z: lying, standing upright on its edge, or fallen over something."""
    kind = rng.random()
    if kind < 0.6:
        return laid(grounded(piece, turn("x", float(rng.normal(0, 1.5)))), spec)
    if kind < 0.8:
        upright = turn("x", 90) @ turn("z", float(rng.choice([0, 90, 180, rng.uniform(0, 360)])))
        return laid(grounded(piece, upright), spec)
    return laid(settled(piece, tuple(rng.normal((0, 0, -1), 0.4))), spec)


def _oval(piece: Piece, wide: float, deep: float) -> Piece:
    """The piece about z made oval; stones keep their shape and go along."""
    out = []
    for part in piece:
        if part.center is None:
            out.append(Part(part.mesh.stretched((wide, deep, 1)), part.material))
        else:
            shift = part.center * (np.asarray((wide, deep, 1)) - 1)
            out.append(part.moved(np.eye(3, dtype=np.float32), shift))
    return out


def worked_cuffs(spec: SceneSpec, rng: np.random.Generator) -> Piece:
    """A cuff or bangle of sheet with a worked face, open or closed, sometimes with stones in collars."""
    radius, thick = float(rng.uniform(26, 32)), float(rng.uniform(1.2, 2.6))
    wide = float(np.exp(rng.uniform(np.log(2.0), np.log(22))))
    gap = float(rng.choice([0, rng.uniform(30, 90)]))
    arc = (gap / 2 - 90, 270 - gap / 2)
    heights, name = any_relief(rng, (1000, max(int(1000 * 2 * wide / 180), 24)))
    taper = 1 - rng.uniform(0, 0.6) * np.abs(np.linspace(-1, 1, 460)) ** rng.uniform(1, 3)
    half = (wide * (taper if gap else 1 + 0 * taper)).astype(np.float32)
    shape, raised = worked_band(
        np.full(460, radius, np.float32),
        half,
        thick,
        1.8 * heights,
        arc,
        bulge=float(rng.uniform(-0.06, 0.12)) * wide,
    )
    dark = name in {"engraved", "dotted", "woven", "ribbed"} and rng.random() < 0.5
    piece = darkened(shape, raised, spec.metal, rng) if dark else [Part(shape, finish(spec.metal, rng))]
    piece = _oval(piece, 1.1, float(rng.uniform(0.8, 0.95)))
    if rng.random() < 0.35 and wide > 3:
        size = float(rng.uniform(0.4, 0.9)) * wide
        head = bezel_set(spec.metal, min(size, 14), rng)
        low = float(points_of(head)[:, 2].min())
        reach = float(points_of(piece)[:, 1].max())
        piece += moved(head, facing((0, 1, 0), float(rng.choice([0, 90]))), (0, reach - 0.7 - low * 0.3, 0))
    return stood(piece, spec, rng)


def wire_bangles(spec: SceneSpec, rng: np.random.Generator) -> Piece:
    """One to five stiff bangles of wire: round, twisted, plaited, wound, open with balls, with a small head."""
    radius = float(rng.uniform(27, 33))
    out: Piece = []
    lift = 0.0
    for _ in range(int(rng.choice([1, 1, 1, 2, 3, 5]))):
        wire = float(rng.uniform(0.7, 2.4))
        kind, bright = rng.random(), finish(spec.metal, rng)
        path = circle(radius, 700)
        if kind < 0.2:
            piece = [Part(smooth_tube(path, wire), bright)]
        elif kind < 0.4:
            turns = int(rng.integers(14, 60))
            piece = [
                Part(twisted(path, int(rng.integers(2, 5)), 0.6 * wire, turns=turns, closed=True), bright)
            ]
        elif kind < 0.55:
            piece = [
                Part(braided(path, 0.55 * wire, crossings=int(rng.integers(16, 36)), closed=True), bright)
            ]
        else:
            gap = float(rng.uniform(-30, 60))
            opened = circle(radius, 500, start=90 + gap / 2, end=450 - gap / 2 - 0.2)
            opened[:, 2] += np.linspace(-1, 1, 500) * (1.2 * wire if gap < 4 else 0)
            piece = [Part(ended(opened, wire, float(rng.choice([0, 1.6, 2.4])) * wire), bright)]
            if rng.random() < 0.3:
                piece.append(
                    Part(coil(opened[160:300], wire, 0.3 * wire, turns=int(rng.integers(10, 40))), bright)
                )
            if rng.random() < 0.4:
                head = any_head(spec.metal, float(rng.uniform(2, 7)), rng)
                up = opened[250] / np.linalg.norm(opened[250])
                piece += moved(head, facing(up), opened[250] + up * wire)
        tilt = turn("x", float(rng.normal(0, 2))) @ turn("z", float(rng.uniform(0, 360)))
        one = grounded(_oval(piece, 1.07, 0.93), tilt)
        shift = rng.normal(0, 3, 2) if lift else np.zeros(2)
        out += moved(one, None, (float(shift[0]), float(shift[1]), lift))
        lift += float(points_of(one)[:, 2].max()) * 0.9
    return stood(out, spec, rng) if lift < 6 else laid(out, spec)


def _wrist(rng: np.random.Generator, names: str = "loop loop loop bow hairpin heap") -> Way:
    return any_way(rng, float(rng.uniform(52, 68)), names)


def link_bracelets(spec: SceneSpec, rng: np.random.Generator) -> Piece:
    """Links around the wrist, fine or heavy, with a clasp, a box or a plate."""
    scale = float(np.exp(rng.uniform(np.log(1.6), np.log(13))))
    way = lifted(_wrist(rng), 0.7 * scale)
    piece = metal_strand(way, scale, spec.metal, rng, names=HEAVY)
    if scale > 5 and rng.random() < 0.4:
        heading = way.path[0] - way.path[6]
        spin = turn("z", float(np.rad2deg(np.arctan2(heading[1], heading[0]))))
        box = locked_box(0.45 * scale).moved(spin, way.path[0])
        return laid([*piece, Part(box, finish(spec.metal, rng))], spec)
    return laid(piece + closed_by(way, scale, spec.metal, rng), spec)


def charm_bracelets(spec: SceneSpec, rng: np.random.Generator) -> Piece:
    """A chain, a cord or beads with things hanging from it all around, or one alone."""
    way = _wrist(rng, "loop loop bow")
    scale = float(rng.uniform(1.6, 6))
    kind = rng.random()
    if kind < 0.7:
        piece = metal_strand(
            way, scale, spec.metal, rng, names="cable cable rolo curb figaro paperclip snake"
        )
    elif kind < 0.85:
        piece = cord(way, 0.7 * scale, rng)
    else:
        piece = beaded(way, 0.6 * scale, spec.metal, rng)
    count = int(rng.choice([1, 2, 3, 5, 8]))
    kinds = [charm(spec.metal, float(rng.uniform(3, 8)), rng) for _ in range(min(count, 3))]
    for k in range(count):
        at = 0.5 if count == 1 else (k + 0.5 + float(rng.normal(0, 0.1))) / count
        piece += _outward(way, kinds[k % len(kinds)], at, rng)
    return laid(piece + closed_by(way, min(scale, 3), spec.metal, rng), spec)


def _outward(way: Way, thing: Piece, at: float, rng: np.random.Generator) -> Piece:
    """A charm lying away from the middle of the wrist."""
    k = int(np.clip(at, 0.02, 0.98) * (len(way.path) - 1))
    away = way.path[k] - way.path.mean(axis=0)
    angle = float(np.rad2deg(np.arctan2(away[1], away[0])) + 90 + rng.normal(0, 15))
    low = float(points_of(thing)[:, 2].min())
    return moved(
        thing, turn("z", angle), way.path[k] + away / np.linalg.norm(away) * 0.4 + vec(0, 0, -low - 0.4)
    )


def bead_bracelets(spec: SceneSpec, rng: np.random.Generator) -> Piece:
    """Beads of stone, glass, wood, pearl or metal around the wrist, one to three strands of them."""
    out: Piece = []
    count = int(rng.choice([1, 1, 1, 2, 3]))
    radius = float(np.exp(rng.uniform(np.log(1.3), np.log(6.5))))
    if count == 1 and rng.random() < 0.35:
        way = _wrist(rng)
        piece = wired_beads(lifted(way, 2 * radius), max(radius, 2), spec.metal, rng)
        return laid(piece + closed_by(way, 2.0, spec.metal, rng), spec)
    for k in range(count):
        path = circle(float(rng.uniform(25, 31)), 500)
        wobble = 1 + rng.normal(0, 0.03) * np.cos(2 * np.arange(500) / 250 * np.pi) + rng.normal(0, 0.02)
        path = np.concatenate([path * wobble[:, None], path[:1] * wobble[0]])
        spun = turn("z", float(rng.uniform(0, 360)))
        strand = moved(beaded(Way(path.astype(np.float32)), radius, spec.metal, rng), spun)
        out += moved(
            grounded(strand),
            None,
            (float(rng.normal(0, 2)) * (k > 0), float(rng.normal(0, 2)) * (k > 0), k * 1.95 * radius),
        )
    return laid(out, spec)


def plate_bracelets(spec: SceneSpec, rng: np.random.Generator) -> Piece:
    """Sheets around the wrist, joined by rings, with a clasp and perhaps a chain to lengthen it."""
    way = _wrist(rng, "loop loop bow")
    piece = linked_plates(way, float(rng.uniform(4, 12)), spec.metal, rng)
    return laid(piece + closed_by(way, 2.4, spec.metal, rng), spec)


def tangled_bracelets(spec: SceneSpec, rng: np.random.Generator) -> Piece:
    """Many thin wires or cords side by side with small beads caught in them, gathered at both ends."""
    base = _wrist(rng, "loop")
    piece: Piece = []
    wide = float(rng.uniform(4, 14))
    share = np.sin(np.linspace(0, np.pi, len(base.path)))[:, None] ** 0.6
    out = base.path / np.maximum(np.linalg.norm(base.path, axis=1, keepdims=True), 1e-6)
    for _ in range(int(rng.integers(4, 8))):
        t = np.linspace(0, 1, len(base.path))[:, None]
        sway = rng.uniform(-1, 1) + 0.5 * np.sin(2 * np.pi * rng.integers(2, 7) * t + rng.uniform(0, 6))
        rise = np.abs(np.sin(2 * np.pi * rng.integers(1, 5) * t + rng.uniform(0, 6))) * wide * 0.3
        path = base.path + out * sway * wide / 2 * share + vec(0, 0, 1) * rise * share
        way = Way(path.astype(np.float32))
        if rng.random() < 0.5:
            piece += beaded(
                way, float(rng.uniform(0.9, 2.0)), spec.metal, rng, spaced=float(rng.uniform(1.5, 4))
            )
        else:
            piece += metal_strand(
                way, float(rng.uniform(1.0, 1.8)), spec.metal, rng, names="snake trace rope"
            )
    return laid(piece + closed_by(base, 2.0, spec.metal, rng), spec)


def cord_bracelets(spec: SceneSpec, rng: np.random.Generator) -> Piece:
    """Leather or cotton around the wrist, once or twice, with a metal middle, a head or a bead on it."""
    way = lifted(_wrist(rng, "loop loop coiled bow"), 3.0)
    wide = float(rng.uniform(1.2, 5))
    piece = cord(way, wide, rng)
    path: Floats = way.points(200)
    kind = rng.random()
    middle = Way(way.points(200, 0.5 - 0.1, 0.5 + 0.1))
    if kind < 0.4:
        t = np.linspace(0, 2 * np.pi, 40)
        sleeve = ring_wire(0.62 * wide, 0.14 * wide)
        rings = [
            sleeve.moved(place_on(path, int(k)) @ turn("y", 90), path[int(k)])
            for k in 100 + 30 * np.sin(t[::6])
        ]
        piece.append(Part(merged(rings), finish(spec.metal, rng)))
    elif kind < 0.75:
        piece += metal_strand(middle, 1.3 * wide, spec.metal, rng, names="snake rope plait box")
    else:
        head = any_head(spec.metal, float(rng.uniform(3, 8)), rng)
        piece += moved(head, place_on(path, 100), path[100] + vec(0, 0, 0.6 * wide))
    return laid(piece + closed_by(way, max(0.6 * wide, 1.5), spec.metal, rng), spec)
