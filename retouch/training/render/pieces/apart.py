"""Templates that training never sees: what the networks make of pieces of another make is measured on these."""

import numpy as np

from retouch.training.render.mesh import Floats, lathe, merged, smooth_curve, sphere, tube, turn, vec
from retouch.training.render.pieces.base import (
    Part,
    Piece,
    grounded,
    moved,
    points_of,
    ring_wire,
    settled,
    stone,
)
from retouch.training.render.pieces.chains import closed_by, hung, laid
from retouch.training.render.pieces.charms import drop
from retouch.training.render.pieces.ear_pairs import paired, wire_hook
from retouch.training.render.pieces.handmade_rings import rested
from retouch.training.render.pieces.looks import clear_stone, finish, opaque_stone, pearl
from retouch.training.render.pieces.lying import Way, any_way
from retouch.training.render.pieces.minerals import strewn
from retouch.training.render.pieces.strands import metal_strand
from retouch.training.render.pieces.timepieces import make_watch, watch_head
from retouch.training.render.pieces.wires import circle, ended
from retouch.training.render.spec import SceneSpec


def nest_rings(spec: SceneSpec, rng: np.random.Generator) -> Piece:
    """A ring of many wires that cross on top like twigs, pearls or pebbles caught in them."""
    radius, wire = float(rng.uniform(8, 9.6)), float(rng.uniform(0.3, 0.6))
    t = np.linspace(0, 2 * np.pi, 240, endpoint=False)
    top = np.exp(-((np.abs((t + np.pi) % (2 * np.pi) - np.pi) / rng.uniform(0.5, 0.9)) ** 2))
    meshes = []
    for _ in range(int(rng.integers(5, 12))):
        sway = rng.uniform(-1, 1) * 1.2 + rng.uniform(2, 5) * top * np.sin(
            rng.integers(2, 6) * t + rng.uniform(0, 6)
        )
        rise = radius + wire + top * rng.uniform(0, 2.4) * (1 + np.sin(rng.integers(3, 8) * t)) / 2
        path = np.stack([rise * np.cos(t), rise * np.sin(t), sway], 1).astype(np.float32)
        meshes.append(tube(path, wire, sides=9, closed=True))
    piece: Piece = [Part(merged(meshes), finish(spec.metal, rng))]
    stuff = pearl(rng) if rng.random() < 0.5 else opaque_stone(rng, 2.0)
    for _ in range(int(rng.integers(1, 6))):
        size = float(rng.uniform(1.0, 2.6))
        place = (radius + 1.4 + 0.7 * size, float(rng.uniform(-3, 3)), float(rng.uniform(-3, 3)))
        piece.append(Part(sphere(size, rings=30, sides=40).moved(None, place), stuff))
    return rested(piece, spec, rng, standing=0.4)


def fringes(spec: SceneSpec, rng: np.random.Generator) -> Piece:
    """A chain with a fringe of bars, spikes or drops along its front."""
    way = any_way(rng, float(rng.uniform(80, 130)), "hanging hanging loop")
    piece = metal_strand(
        way, float(rng.uniform(1.6, 3.2)), spec.metal, rng, names="cable curb snake rope box"
    )
    count, longest = int(rng.integers(9, 30)), float(rng.uniform(5, 22))
    span = float(rng.uniform(0.15, 0.3))
    wire = float(rng.uniform(0.5, 1.3))
    bright = finish(spec.metal, rng)
    stone_drop = drop(spec.metal, 2.5, rng) if rng.random() < 0.4 else []
    for k in range(count):
        u = k / (count - 1) * 2 - 1
        long = longest * (1 - float(rng.uniform(0.2, 0.8)) * abs(u)) + 2
        profile = [(0, 0), (wire, -0.1 * long), (wire * 0.8, -0.8 * long), (0, -long)]
        spike = lathe(np.asarray(profile[::-1]), sides=20).moved(turn("x", -90), (0, -0.8, 0))
        one = moved(stone_drop, None, (0, -1, 0)) if stone_drop else [Part(spike, bright)]
        one = [*one, Part(ring_wire(0.8, 0.2, steps=24).moved(turn("y", 70)), bright)]
        piece += hung(Way(way.path, 0.5 + u * span), one, rng)
    return laid(piece + closed_by(way, 2.0, spec.metal, rng), spec)


def lariats(spec: SceneSpec, rng: np.random.Generator) -> Piece:
    """An open chain drawn through its own ring, two tails hanging with something on each."""
    size = float(rng.uniform(70, 120))
    t = np.linspace(0.06, 2 * np.pi - 0.06, 60) + np.pi
    ring = np.stack([-np.sin(t) * 0.42 * size, 0.5 * size * np.cos(t) + 0.15 * size, 0 * t], 1)
    left, right = (float(rng.uniform(0.2, 0.6)) * size for _ in range(2))
    gap = float(rng.uniform(0.01, 0.05)) * size
    low = ring[0, 1]
    tails = [
        np.asarray([(s * gap * 2, low - long, 0), (s * gap, low - 0.5 * long, 0)])
        for s, long in ((1, left), (-1, right))
    ]
    first, last = (tails[0], tails[1][::-1]) if ring[1, 0] > 0 else (tails[1], tails[0][::-1])
    way = Way(smooth_curve(np.concatenate([first, ring[2:-2], last]), 900))
    scale = float(rng.uniform(1.2, 3.0))
    piece = metal_strand(way, scale, spec.metal, rng, names="cable trace snake box rope satellite")
    bright = finish(spec.metal, rng)
    piece.append(Part(ring_wire(2.2 * gap + 1.5, 0.6, sides=14).moved(None, (0, low, 0.6)), bright))
    for end in (0, -1):
        thing = drop(spec.metal, float(rng.uniform(2, 5)), rng)
        piece += moved(thing, None, way.path[end] - vec(0, 0.4, float(points_of(thing)[:, 2].min()) + 0.5))
    return laid(piece, spec)


def tassels(spec: SceneSpec, rng: np.random.Generator) -> Piece:
    """Ear wires with a cap from which a bundle of fine chains hangs, fanned out as it lies."""
    long, count = float(rng.uniform(14, 42)), int(rng.integers(4, 10))
    bright = finish(spec.metal, rng)
    wide = float(rng.uniform(0.8, 2.2))
    cap = lathe(
        [
            (0, -3 * wide),
            (1.3 * wide, -3 * wide),
            (1.5 * wide, -1.2 * wide),
            (0.7 * wide, 0),
            (0, 0.2 * wide),
        ],
        sides=40,
    )
    one: Piece = [Part(cap.stretched((1, 1, 1)).moved(turn("x", -90), (0, -1, 0)), bright)]
    for k in range(count):
        spread = (k / (count - 1) * 2 - 1) * long * float(rng.uniform(0.1, 0.35))
        end = (spread + float(rng.normal(0, 1)), -long * float(rng.uniform(0.8, 1.05)), -0.5 * wide)
        knots = [
            (0.5 * spread / long * wide, -1 - 2.6 * wide, 0),
            (0.4 * spread, -0.5 * long, -0.3 * wide),
            end,
        ]
        one += metal_strand(
            Way(smooth_curve(knots, 300)),
            float(rng.uniform(0.9, 1.6)),
            spec.metal,
            rng,
            names="trace cable box balls",
        )
    one.append(Part(wire_hook(rng, 10), bright))
    return paired(grounded(one), spec, rng)


def snake_bangles(spec: SceneSpec, rng: np.random.Generator) -> Piece:
    """A tapering coil of one to three turns that ends in a head with eyes."""
    turns, radius = float(rng.uniform(1.2, 3.2)), float(rng.uniform(27, 32))
    wire = float(rng.uniform(1.6, 3.4))
    t = np.linspace(0, 1, 520)
    angle = 2 * np.pi * turns * t
    path = np.stack([radius * np.cos(angle), 0.9 * radius * np.sin(angle), t * turns * wire * 2.3], 1)
    path[:, 2] += 2.0 * np.exp(-(((t - 1) / 0.04) ** 2))
    scales = 1 + 0.06 * np.sin(np.arange(520) * 2 * np.pi / 5)
    taper = wire * np.clip(0.25 + 2.5 * t, 0, 1) * scales
    bright = finish(spec.metal, rng)
    piece: Piece = [Part(ended(path.astype(np.float32), taper.astype(np.float32), 0.0), bright)]
    ahead = path[-1] - path[-8]
    x = ahead / np.linalg.norm(ahead)
    y = np.cross((0, 0, 1.0), x)
    y = y / np.linalg.norm(y)
    axes = np.stack([x, y, np.cross(x, y)], 1).astype(np.float32)
    head = sphere(1.5 * wire).stretched((1.6, 1.0, 0.7)).moved(axes, path[-1] + x * 1.4 * wire)
    piece.append(Part(head, bright))
    stuff = clear_stone(rng)
    for side in (1, -1):
        up = axes @ np.asarray((0.3, 0.55 * side, 0.75), np.float32)
        piece.append(stone(stuff, "round", path[-1] + x * 1.8 * wire + up * 1.15 * wire, up, 0.35 * wire))
    if rng.random() < 0.6:
        return laid(piece, spec)
    return laid(settled(piece, tuple(rng.normal((0, 0, -1), 0.5))), spec)


def tank_watches(spec: SceneSpec, rng: np.random.Generator) -> Piece:
    """Oblong watches, laid open or closed as worn."""
    worn = rng.random() < 0.5
    piece = make_watch(["oblong"], spec, rng, worn=worn)
    if worn:
        lean = turn("x", float(np.clip(90 - spec.elevation_deg + rng.normal(0, 18), 5, 92)))
        return grounded(piece, turn("z", float(rng.normal(0, 25)) + spec.azimuth_deg + 90) @ lean)
    return grounded(piece, turn("z", spec.turn_deg))


def pocket_watches(spec: SceneSpec, rng: np.random.Generator) -> Piece:
    """A round watch with its crown and bow at twelve, a chain running away from it."""
    case, head = watch_head(["round"], spec.metal, rng)
    bright = finish(spec.metal, rng)
    top = case.reach
    neck = lathe([(0, -2), (1.8, -2), (1.6, 1.5), (2.6, 1.8), (2.6, 4.6), (0, 4.9)], sides=40).moved(
        turn("x", -90), (0, top, 0)
    )
    bow = (
        ring_wire(4.6, 0.7, sides=14)
        .stretched((1, 0.9, 1))
        .moved(turn("x", float(rng.uniform(0, 25))), (0, top + 6.8, 0.4))
    )
    piece: Piece = [*head, Part(merged([neck, bow]), bright)]
    t = np.linspace(0, 1, 30)
    bend = float(rng.uniform(-1.5, 1.5))
    path = np.stack([40 * bend * t**2, top + 10 + 50 * t * (1 - 0.3 * t), -0.4 * case.tall + 0 * t], 1)
    way = Way(smooth_curve(path, 500))
    piece += metal_strand(way, float(rng.uniform(3, 6)), spec.metal, rng, names="cable curb figaro")
    return grounded(piece, turn("z", spec.turn_deg))


def briolettes(spec: SceneSpec, rng: np.random.Generator) -> Piece:
    """Faceted drops lying on their side."""
    material, cut = clear_stone(rng, white=0.2), f"briolette-{int(rng.integers(16))}"
    size = float(rng.uniform(4, 9))

    def one() -> Piece:
        return settled(
            [stone(material, cut, (0, 0, 0), (0, 0, 1), size)], tuple(rng.normal((1, 0, -0.2), 0.3))
        )

    return strewn(one, spec, rng)


def gem_balls(spec: SceneSpec, rng: np.random.Generator) -> Piece:
    """Balls, eggs and rings turned from stone."""
    size = float(rng.uniform(4, 12))
    material = opaque_stone(rng, size)
    kind = rng.random()

    def one() -> Piece:
        if kind < 0.4:
            return grounded([Part(sphere(size, rings=60, sides=90), material)])
        if kind < 0.7:
            t = np.linspace(0, np.pi, 60)
            egg = np.stack([np.sin(t) * (1 + 0.14 * np.cos(t)), -1.35 * np.cos(t)], 1) * size
            return grounded([Part(lathe(egg, sides=90), material)], turn("x", 90))
        path: Floats = circle(size, 160)
        return grounded(
            [Part(tube(path, size * float(rng.uniform(0.3, 0.5)), sides=40, closed=True), material)]
        )

    return strewn(one, spec, rng)
