"""Bracelets: lying flat or standing on their edge."""

import numpy as np

from retouch.training.render.mesh import (
    block,
    circle_section,
    merged,
    smooth_curve,
    sphere,
    sweep,
    tube,
    turn,
    vec,
)
from retouch.training.render.pieces.base import Part, Piece, beads, grounded, moved, ring_wire, stone
from retouch.training.render.pieces.necklaces import chain_along, clasp
from retouch.training.render.spec import SceneSpec


def bangle(spec: SceneSpec, rng: np.random.Generator) -> Piece:
    """A stiff ring, oval, round or flat in section; or an open cuff with balls at its ends."""
    start, end = (0, 2 * np.pi) if "cuff" not in spec.variant else (np.deg2rad(-62), np.deg2rad(242))
    t = np.linspace(start, end, 240, endpoint="cuff" in spec.variant)
    path = np.stack([np.cos(t) * 31, np.sin(t) * 26, 0 * t], 1).astype(np.float32)
    outward = np.stack([np.cos(t) / 31, np.sin(t) / 26, 0 * t], 1)
    outward = (outward / np.linalg.norm(outward, axis=1, keepdims=True)).astype(np.float32)
    up = np.broadcast_to(np.asarray((0, 0, 1), np.float32), path.shape)
    half = (1.3, 3.6) if "flat" in spec.variant else (1.9, 1.9)
    if "hammered" in spec.variant:
        dents = 1 + 0.05 * np.sin(37 * t)[:, None, None] * np.asarray((1, 0.4), np.float32)
        section = circle_section(28, *half, 3)[None] * dents
    else:
        section = circle_section(28, *half, 4 if "flat" in spec.variant else 2)
    shapes = [sweep(path, outward, up, section.astype(np.float32), closed="cuff" not in spec.variant)]
    if "cuff" in spec.variant:
        shapes += [sphere(2.9).moved(None, path[k]) for k in (0, -1)]
    piece: Piece = [Part(merged(shapes), spec.metal)]
    if "stones" in spec.variant:
        for k in range(30, 92, 4):
            up_k = outward[k]
            piece.append(stone(spec.stone, "round", path[k] + up_k * (half[0] - 0.1), up_k, 1.35))
    return grounded(piece, turn("z", spec.turn_deg) @ turn("x", float(rng.normal(0, 1.0))))


def tennis(spec: SceneSpec, rng: np.random.Generator) -> Piece:
    """A line of set stones, laid in an oval."""
    knots = [
        (np.cos(a) * 33 + rng.normal(0, 0.8), np.sin(a) * 24 + rng.normal(0, 0.8), 0)
        for a in np.linspace(0, 2 * np.pi, 10, endpoint=False)
    ]
    path = smooth_curve(knots, 44, closed=True)
    ahead = np.roll(path, -1, 0) - np.roll(path, 1, 0)
    ahead /= np.linalg.norm(ahead, axis=1, keepdims=True)
    gap = float(np.linalg.norm(path[1] - path[0]))
    radius = gap * 0.44
    piece: Piece = []
    for k, (place, direction) in enumerate(zip(path, ahead, strict=True)):
        side = np.asarray((-direction[1], direction[0], 0), np.float32)
        up = np.asarray((0, 0, 1), np.float32) * 0.92 + side * float(rng.normal(-0.35, 0.05))
        up = (up / np.linalg.norm(up)).astype(np.float32)
        spot = place + vec(0, 0, 2.2)
        piece.append(
            stone(
                spec.stone if "alternate" not in spec.variant or k % 2 else "diamond",
                "round",
                spot + up * 0.3,
                up,
                radius,
                17.0 * k,
            )
        )
        across = np.cross(up, direction)
        claws = [
            spot + up * 0.42 + (direction * a + across * b) * radius * 0.78 for a in (1, -1) for b in (1, -1)
        ]
        cup = np.stack(
            [
                spot - up * 0.1 + (direction * np.cos(a) + across * np.sin(a)) * radius * 0.97
                for a in np.linspace(0, 2 * np.pi, 24, endpoint=False)
            ]
        )
        low = np.stack(
            [
                spot - up * 1.1 + (direction * np.cos(a) + across * np.sin(a)) * radius * 0.7
                for a in np.linspace(0, 2 * np.pi, 20, endpoint=False)
            ]
        )
        wires = [tube(np.stack([c - up * 1.6, c]).astype(np.float32), 0.3, sides=8) for c in claws]
        metal = [
            beads(np.asarray(claws, np.float32), 0.42),
            tube(cup.astype(np.float32), 0.28, closed=True),
            tube(low.astype(np.float32), 0.32, closed=True),
        ]
        piece.append(Part(merged([*metal, *wires]), spec.metal))
    return grounded(piece, turn("z", spec.turn_deg))


def chain_bracelet(spec: SceneSpec, rng: np.random.Generator) -> Piece:
    """A chain about the wrist with its clasp, plain or with charms."""
    knots = np.asarray(
        [
            (np.cos(a) * 34 + rng.normal(0, 1.2), np.sin(a) * 25 + rng.normal(0, 1.2), 0)
            for a in np.linspace(0, 2 * np.pi, 10, endpoint=False)
        ]
    )
    kind = next(k for k in ("cable", "curb", "figaro", "paperclip") if k in spec.variant)
    scale = 7.0 if "heavy" in spec.variant else 4.6
    metal = [
        chain_along(knots, kind, scale, rng, closed=True),
        clasp(scale * 0.42).moved(turn("z", 100), knots[0] + vec(0, 0, 0.4)),
    ]
    piece: Piece = [Part(merged(metal), spec.metal)]
    if "plate" in spec.variant:
        plate = block((15, 5.6, 1.5), power=12).moved(turn("z", 2), (0, -25.5, 1.7))
        piece.append(Part(plate, "sterling-silver"))
    if "charms" in spec.variant:
        for k, a in enumerate(np.deg2rad([205, 250, 292, 335])):
            spot = np.asarray((np.cos(a) * 42, np.sin(a) * 33, 2.5))
            ring = ring_wire(1.8, 0.35).moved(turn("x", 60), spot * (0.90, 0.88, 1))
            piece.append(Part(ring, spec.metal))
            piece.append(
                Part(sphere(3.0).moved(None, spot + vec(0, 0, 0.6)), spec.metal)
                if k % 2
                else stone(spec.stone, "round", spot, (0.1, -0.3, 1), 3.2)
            )
            if not k % 2:
                t = np.linspace(0, 2 * np.pi, 36, endpoint=False)
                rim = np.stack([np.cos(t) * 3.25, np.sin(t) * 3.25, 0 * t], 1) + spot
                piece.append(Part(tube(rim.astype(np.float32), 0.5, closed=True), spec.metal))
    return grounded(piece, turn("z", spec.turn_deg))


def pearl_bracelet(spec: SceneSpec, rng: np.random.Generator) -> Piece:
    """Pearls with metal balls between them."""
    path = smooth_curve(
        [
            (np.cos(a) * 32, np.sin(a) * 25 + rng.normal(0, 0.8), 0)
            for a in np.linspace(0, 2 * np.pi, 10, endpoint=False)
        ],
        30,
        closed=True,
    )
    gap = float(np.linalg.norm(path[1] - path[0]))
    balls = merged(
        [sphere(gap * 0.44, rings=26, sides=34).moved(None, p + vec(0, 0, gap * 0.44)) for p in path]
    )
    between = smooth_curve(path, 60, closed=True)[1::2]
    small = merged(
        [sphere(gap * 0.16, rings=14, sides=18).moved(None, p + vec(0, 0, gap * 0.44)) for p in between]
    )
    return grounded(moved([Part(balls, "pearl"), Part(small, spec.metal)]), turn("z", spec.turn_deg))
