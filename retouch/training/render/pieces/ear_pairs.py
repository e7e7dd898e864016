"""Earrings in pairs, each template another one every time: drops on hooks, studs, hoops, chandeliers."""

import numpy as np

from retouch.training.render.mesh import Mesh, lathe, merged, smooth_curve, sphere, tube, turn, vec
from retouch.training.render.pieces.base import (
    Part,
    Piece,
    beads,
    grounded,
    moved,
    points_of,
    ring_wire,
    settled,
    stone,
)
from retouch.training.render.pieces.charms import charm, drop, gem_drop, sheet
from retouch.training.render.pieces.drawings import DRAWERS
from retouch.training.render.pieces.handmade_rings import worked_band
from retouch.training.render.pieces.looks import clear_stone, finish, opaque_stone
from retouch.training.render.pieces.relief import any_relief
from retouch.training.render.pieces.settings import any_head, bezel_set
from retouch.training.render.pieces.wires import braided, ended, twisted
from retouch.training.render.spec import SceneSpec

FLAT = " ".join(name for name in DRAWERS if name not in {"letter"})


def paired(one: Piece, spec: SceneSpec, rng: np.random.Generator, *, flip: bool = True) -> Piece:
    """Two of a kind beside each other, or one lying across the other's path, or (rarely) only one."""
    if rng.random() < 0.08:
        return grounded(one, turn("z", spec.turn_deg))
    points = points_of(one)
    wide = float(np.ptp(points[:, 0]))
    gap = wide * float(rng.uniform(1.08, 1.7))
    loose = float(rng.choice([4, 4, 12, 45]))
    out: Piece = []
    for side in (-1, 1):
        mirrored = [_mirrored(p) for p in one] if flip and side > 0 else one
        spun = grounded(mirrored, turn("z", float(rng.normal(0, loose))))
        reach = float(np.abs(points_of(spun)[:, 0]).max())
        shift = max(gap / 2, reach + 0.3)
        out += moved(spun, None, (side * shift, float(rng.normal(0, 0.12 * wide)), 0))
    return grounded(out, turn("z", spec.turn_deg))


def _mirrored(part: Part) -> Part:
    """The part as seen in a mirror across x; a cut stone is only put where its mirror image would be."""
    if part.turn is not None and part.center is not None:
        shift = np.asarray((-2 * part.center[0], 0, 0), np.float32)
        return part.moved(np.eye(3, dtype=np.float32), shift)
    flip = np.asarray((-1, 1, 1), np.float32)
    shape = part.mesh
    return Part(
        Mesh(shape.points * flip, shape.normals * flip, shape.local, shape.faces[:, ::-1]), part.material
    )


def wire_hook(rng: np.random.Generator, size: float) -> Mesh:
    """An ear wire in the x-y plane whose eye is at the origin: a french hook, a long bow or a kidney."""
    wire = float(rng.uniform(0.32, 0.5))
    tall, wide = size * float(rng.uniform(0.8, 1.5)), size * float(rng.uniform(0.35, 0.7))
    kind = rng.random()
    if kind < 0.6:
        ends = [
            (wide, 0.72 * tall, 0.2),
            (1.1 * wide, 0.1 * tall, 0.1),
            (1.1 * wide + 0.1 * tall, -0.25 * tall, 0),
        ]
        knots = [(0, 0.4, 0), (0.1, 0.45 * tall, 0), (0.45 * wide, tall, 0.1), *ends]
    elif kind < 0.8:
        knots = [
            (0, 0.4, 0),
            (0, tall, 0),
            (0.3 * wide, 1.25 * tall, 0),
            (0.6 * wide, tall, 0),
            (0.6 * wide, -0.5 * tall, 0),
        ]
    else:
        knots = [
            (0, 0.4, 0),
            (-0.4 * wide, 0.5 * tall, 0),
            (0.2 * wide, tall, 0),
            (0.9 * wide, 0.6 * tall, 0),
            (0.5 * wide, 0.02 * tall, 0),
        ]
    curve = smooth_curve(knots, 90)
    meshes = [ended(curve, wire, 0.0, sides=10), ring_wire(0.9, wire * 0.9, steps=30)]
    if rng.random() < 0.5:
        meshes.append(sphere(2.2 * wire, rings=14, sides=18).moved(None, curve[8]))
    return merged(meshes)


def _hanging(metal: str, size: float, rng: np.random.Generator) -> Piece:
    """What hangs from a hook: one to three things below one another."""
    out: Piece = []
    y = -1.2
    for _ in range(int(rng.choice([1, 1, 2, 3]))):
        kind = rng.random()
        if kind < 0.45:
            piece = sheet(metal, size, rng, names=FLAT)
        elif kind < 0.7:
            piece = drop(metal, 0.55 * size, rng)
        elif kind < 0.85:
            piece = gem_drop(metal, 0.6 * size, rng)
        else:
            piece = charm(metal, 0.8 * size, rng, ring=False)
        points = points_of(piece)
        top, tall = float(points[:, 1].max()), float(np.ptp(points[:, 1]))
        link = ring_wire(0.9, 0.24, steps=30).moved(turn("y", float(rng.uniform(20, 90))), (0, y + 0.4, 0.2))
        out += moved(piece, None, (0, y - top, -float(points[:, 2].mean())))
        out.append(Part(link, finish(metal, rng)))
        y -= tall + 0.9
        size *= float(rng.uniform(0.4, 0.9))
    return out


def hook_drops(spec: SceneSpec, rng: np.random.Generator) -> Piece:
    """Ear wires with sheets, drops, stones or beads below them."""
    size = float(np.exp(rng.uniform(np.log(4), np.log(15))))
    hook = wire_hook(rng, max(size, 9)).moved(turn("y", float(rng.normal(0, 25))))
    one = [Part(hook, finish(spec.metal, rng)), *_hanging(spec.metal, size, rng)]
    return paired(grounded(one, turn("y", float(rng.normal(0, 3)))), spec, rng)


def pin(rng: np.random.Generator, *, nut: float = 0.6) -> Mesh:
    """A post below the origin, with its butterfly or disc or without."""
    long, radius = float(rng.uniform(8, 11)), 0.4
    shaft = lathe([(0, -long), (0.25, -long + 0.5), (radius, -long + 1.4), (radius, 0), (0, 0)], sides=16)
    meshes = [shaft]
    place = -long * float(rng.uniform(0.4, 0.8))
    if rng.random() < nut:
        meshes += [
            ring_wire(1.5, 0.35, sides=8, steps=30).moved(turn("y", 70), (s * 1.5, 0, place)) for s in (1, -1)
        ]
        plate = lathe([(0, -0.25), (1.7, -0.25), (1.7, 0.1), (0, 0.1)], sides=28)
        meshes.append(plate.moved(None, (0, 0, place + 0.5)))
    return merged(meshes)


def post_studs(spec: SceneSpec, rng: np.random.Generator) -> Piece:
    """Heads on posts: fallen on their side, on their face, or stuck through something with the face up."""
    size = float(np.exp(rng.uniform(np.log(1.6), np.log(8))))
    if rng.random() < 0.45:
        head = sheet(spec.metal, size, rng, names=FLAT + " letter")
    else:
        head = any_head(spec.metal, min(size, 6), rng)
    one = [*head, Part(pin(rng).moved(None, (0, 0, 0)), finish(spec.metal, rng))]
    kind = rng.random()
    if kind < 0.45:
        return paired(grounded(one[:-1]), spec, rng)
    lean = float(rng.uniform(10, 50))
    down = (float(rng.normal(0, 0.4)), np.sin(np.deg2rad(lean)), -0.3 * np.cos(np.deg2rad(lean)))
    return paired(settled(one, down), spec, rng)


def _hoop_body(radius: float, wire: float, rng: np.random.Generator, metal: str) -> Piece:
    """Most of a turn about z: wire, twisted, plaited, a worked band, or a tube that swells below."""
    kind = rng.random()
    gap = float(rng.uniform(3, 25))
    t = np.deg2rad(np.linspace(90 + gap / 2, 450 - gap / 2, 260))
    tall = float(rng.choice([1, 1, rng.uniform(0.7, 1.5)]))
    path = np.stack([radius * np.cos(t), tall * radius * np.sin(t), 0 * t], 1).astype(np.float32)
    bright = finish(metal, rng)
    if kind < 0.3:
        swell = wire * (1 + rng.uniform(0, 1.6) * np.sin(np.linspace(0, np.pi, 260)) ** 2)
        return [Part(ended(path, swell.astype(np.float32), 0.0, sides=18), bright)]
    if kind < 0.45:
        strands = int(rng.integers(2, 5))
        return [
            Part(twisted(path, strands, 0.6 * wire, turns=int(rng.integers(6, 22)), closed=False), bright)
        ]
    if kind < 0.55:
        return [Part(braided(path, 0.5 * wire, crossings=int(rng.integers(7, 16)), closed=False), bright)]
    if kind < 0.65:
        count = int(2 * np.pi * radius / (2 * wire))
        return [Part(beads(path[:: max(260 // count, 1)], wire), bright)]
    wide = wire * float(rng.uniform(1.0, 4.0))
    heights, _ = any_relief(rng, (900, 60), "plain hammered hammered ribbed bark dotted engraved sandy")
    half = wide * (1 - rng.uniform(0, 0.7) * np.abs(np.linspace(-1, 1, 300)) ** 2)
    shape, _ = worked_band(
        np.full(300, radius, np.float32), half.astype(np.float32), 0.9 * wire, heights,
        (90 + gap / 2, 450 - gap / 2), bulge=float(rng.uniform(-0.5, 1.0)) * wire,
    )  # fmt: skip
    return [Part(shape, bright)]


def ring_hoops(spec: SceneSpec, rng: np.random.Generator) -> Piece:
    """Hoops and huggies: lying, standing on their edge or leaning; with a charm or stones or without."""
    radius = float(np.exp(rng.uniform(np.log(4.5), np.log(26))))
    wire = float(np.clip(radius * np.exp(rng.uniform(np.log(0.03), np.log(0.2))), 0.4, 3.0))
    one = _hoop_body(radius, wire, rng, spec.metal)
    closing = smooth_curve(
        [(0.35 * radius, 0.95 * radius, 0), (0, 1.06 * radius, 0), (-0.3 * radius, 0.97 * radius, 0)], 24
    )
    one.append(Part(tube(closing, 0.4, sides=8), finish(spec.metal, rng)))
    if rng.random() < 0.25:
        thing = charm(spec.metal, float(rng.uniform(0.25, 0.7)) * radius, rng)
        one += moved(thing, None, (0, -radius + wire, -float(points_of(thing)[:, 2].mean())))
    if rng.random() < 0.25:
        gem = clear_stone(rng)
        size = max(0.8 * wire, 0.7)
        count = int(radius * 2.6 / (2.1 * size))
        for a in np.linspace(200, 340, max(count, 3)):
            up = np.asarray((np.cos(np.deg2rad(a)), np.sin(np.deg2rad(a)), 0), np.float32)
            one.append(stone(gem, "round", up * (radius + wire * 0.9), up, size))
    kind = rng.random()
    if kind < 0.55:
        return paired(grounded(one, turn("x", float(rng.normal(0, 3)))), spec, rng)
    if kind < 0.8:
        return paired(settled(one, tuple(rng.normal((0, 0, -1), 0.5))), spec, rng)
    return paired(grounded(one, turn("z", float(rng.uniform(-60, 60))) @ turn("x", 90)), spec, rng)


def chandeliers(spec: SceneSpec, rng: np.random.Generator) -> Piece:
    """A sheet or a stone from which several drops hang in a row."""
    size = float(rng.uniform(6, 13))
    top = sheet(spec.metal, size, rng, names="disc hoop moon scrolls flower leaf drop frames")
    points = points_of(top)
    low, wide = float(points[:, 1].min()), float(np.ptp(points[:, 0])) * 0.42
    one = list(top)
    count = int(rng.integers(2, 6))
    small = wide / count * float(rng.uniform(0.6, 1.0)) + 0.5
    bright = finish(spec.metal, rng)
    thing = drop(spec.metal, small, rng) if rng.random() < 0.6 else charm(spec.metal, 1.3 * small, rng)
    thing = moved(
        thing, None, (0, -float(points_of(thing)[:, 1].max()), -float(points_of(thing)[:, 2].mean()))
    )
    for x in np.linspace(-wide, wide, count):
        near = points[np.abs(points[:, 0] - x) < 0.12 * wide]
        y = float(near[:, 1].min()) if len(near) else low
        one.append(Part(ring_wire(0.9, 0.22, steps=26).moved(turn("y", 60), (x, y, 0)), bright))
        one += moved(thing, turn("z", float(rng.normal(0, 5))), (x, y - 0.6, 0))
    high = float(points[:, 1].max())
    hook = wire_hook(rng, 10).moved(turn("y", float(rng.normal(0, 20))), (0, high + 1.0, 0))
    one.append(Part(hook, bright))
    return paired(grounded(one), spec, rng)


def bow_studs(spec: SceneSpec, rng: np.random.Generator) -> Piece:
    """A curved bar, a climber with pearls or stones along it, or a concave band, on a post."""
    long, wire = float(rng.uniform(7, 20)), float(rng.uniform(0.5, 1.6))
    bend = float(rng.uniform(-0.6, 0.9))
    t = np.linspace(-1, 1, 80)
    path = np.stack([long * t, bend * long * t**2, 0.15 * long * np.cos(2 * t)], 1).astype(np.float32)
    bright = finish(spec.metal, rng)
    taper = wire * (1 - rng.uniform(0, 0.5) * (t + 1) / 2)
    one: Piece = [Part(ended(path, taper.astype(np.float32), 0.0), bright)]
    if rng.random() < 0.6:
        stuff = opaque_stone(rng, 3.0) if rng.random() < 0.4 else "pearl"
        for share in np.linspace(0.05, 0.9, int(rng.integers(1, 7))):
            place, size = path[int(share * 79)], wire * float(rng.uniform(1.2, 2.6)) * (1.2 - 0.6 * share)
            if stuff == "pearl" or rng.random() < 0.5:
                one.append(
                    Part(
                        sphere(size, rings=26, sides=34).moved(None, place + vec(0, 0, size + wire * 0.5)),
                        stuff,
                    )
                )
            else:
                one += moved(
                    bezel_set(spec.metal, size, rng, kinds="round oval"), None, place + vec(0, 0, wire)
                )
    one.append(Part(pin(rng).moved(None, path[12]), bright))
    lean = float(rng.uniform(-1.2, 1.2))
    return paired(settled(one, (float(rng.normal(0, 0.3)), np.sin(lean), -np.cos(lean))), spec, rng)
