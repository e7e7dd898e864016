"""Strands along a way: chains of every link, solid chains, cords, and beads or pearls on a string."""

from collections.abc import Callable

import numpy as np

from retouch.training.render.materials import Matte, spelled
from retouch.training.render.mesh import Floats, Mesh, block, frames, lathe, merged, sphere, tube, turn
from retouch.training.render.pieces.base import Part, Piece, along, beads, link, stone
from retouch.training.render.pieces.charms import bead
from retouch.training.render.pieces.looks import any_color, clear_stone, finish, opaque_stone, pearl
from retouch.training.render.pieces.lying import Way
from retouch.training.render.pieces.solids import grid_solid
from retouch.training.render.pieces.wires import braided, twisted

LINKS = {
    "cable": (1.0, 0.72, 0.105, 0.74, 45.0, 0.0),
    "rolo": (1.0, 1.0, 0.13, 0.66, 45.0, 0.0),
    "curb": (1.0, 0.80, 0.150, 0.56, 8.0, 38.0),
    "figaro": (1.0, 0.62, 0.120, 0.70, 8.0, 30.0),
    "trace": (1.0, 0.60, 0.085, 0.80, 45.0, 0.0),
    "paperclip": (1.0, 0.36, 0.070, 0.84, 40.0, 0.0),
    "anchor": (1.0, 0.66, 0.12, 0.72, 45.0, 0.0),
    "drawn": (1.0, 0.5, 0.06, 0.86, 45.0, 0.0),
}
"""Of each kind: length, width, wire, pitch in lengths of a link; roll and twist in degrees."""
Strand = Callable[[Way, float, np.random.Generator], Mesh]


def _detail(count: int) -> tuple[int, int]:
    return (28, 8) if count < 130 else (20, 7) if count < 300 else (14, 6)


def linked(kind: str) -> Strand:
    """A chain of links of a kind; its ``scale`` is a link's length in millimetres."""

    def strand(way: Way, scale: float, rng: np.random.Generator) -> Mesh:
        length, width, wire, pitch, roll, twist = LINKS[kind]
        wire *= rng.uniform(0.8, 1.25)
        shortest = 0.86 if kind == "figaro" else length
        pitch = min(pitch, shortest - 2 * wire - 0.03)  # each link's inside reaches over the next one's wire
        count = int(np.ceil(way.length / (pitch * scale))) + 1
        steps, sides = _detail(count)
        path = way.points(count)
        path[:, :2] += rng.normal(0, 0.02 * scale, (count, 2))
        wire *= scale
        shapes = [link(length * scale, width * scale, wire, twist=twist, steps=steps, sides=sides)]
        if kind == "figaro":
            shapes += [link(shortest * scale, width * scale, wire, twist=twist, steps=steps, sides=sides)] * 3
        if kind == "anchor":
            bar = tube(np.asarray([(0, -0.3, 0), (0, 0.3, 0)]) * scale, 0.7 * wire, sides=6)
            shapes = [merged([shapes[0], bar])]
        return along(path, shapes, rng, roll=roll)

    return strand


def box(way: Way, scale: float, rng: np.random.Generator) -> Mesh:
    """Small cubes, each a folded strip, turned against one another."""
    side = 0.8 * scale
    count = int(np.ceil(way.length / (0.98 * side))) + 1
    cube = block((side, side, side), power=7, detail=8)
    slot = block((1.12 * side, 0.55 * side, 0.55 * side), power=7, detail=6)
    return along(way.points(count), [merged([cube, slot])], rng, roll=0, jitter=3)


def snake(way: Way, scale: float, rng: np.random.Generator) -> Mesh:
    """A smooth ribbed hose, round or flat."""
    rib = rng.uniform(0.35, 0.8) * scale
    count = min(int(way.length / rib * 4), 2600)
    path = way.points(count)
    _, across, aside = frames(path, closed=False)
    flat = rng.uniform(0.35, 1.0)
    t = np.linspace(0, 2 * np.pi, 14, endpoint=False)
    swell = 1 + 0.10 * np.sin(np.arange(count) * np.pi / 2)
    level = np.abs(across[:, 2:]) > np.abs(aside[:, 2:])
    wide, up = np.where(level, aside, across), np.where(level, across, aside)
    ring = np.cos(t)[None, :, None] * wide[:, None] + flat * np.sin(t)[None, :, None] * up[:, None]
    return grid_solid(path[:, None] + 0.5 * scale * swell[:, None, None] * ring, close_rows=False)


def balls(way: Way, scale: float, rng: np.random.Generator) -> Mesh:
    """A ball chain."""
    radius = 0.42 * scale
    count = max(int(way.length / (2 * radius * rng.uniform(1.05, 1.5))), 2)
    detail = (8, 10) if count > 250 else (14, 18)
    ball = sphere(radius, rings=detail[0], sides=detail[1])
    places = way.points(count)
    return merged([*(ball.moved(None, p) for p in places), tube(way.points(300), 0.3 * radius, sides=6)])


def rope(way: Way, scale: float, rng: np.random.Generator) -> Mesh:
    """Two or three strands twisted hard."""
    turns = int(way.length / (scale * rng.uniform(1.0, 1.8)))
    strands = int(rng.integers(2, 4))
    path = way.points(min(max(turns * 10, 200), 2400))
    return twisted(path, strands, 0.28 * scale, turns=turns, closed=False)


def plait(way: Way, scale: float, rng: np.random.Generator) -> Mesh:
    """Three wires plaited."""
    crossings = int(way.length / (scale * rng.uniform(2.2, 3.4)))
    return braided(
        way.points(min(max(crossings * 14, 200), 2400)), 0.26 * scale, crossings=crossings, closed=False
    )


def satellite(way: Way, scale: float, rng: np.random.Generator) -> Mesh:
    """A fine chain with a ball every so often."""
    chain = linked("trace")(way, 0.8 * scale, rng)
    count = max(int(way.length / (scale * rng.uniform(5, 16))), 2)
    return merged([chain, beads(way.points(count)[1:-1], 0.42 * scale)]) if count > 2 else chain


def hoops(way: Way, scale: float, rng: np.random.Generator) -> Mesh:
    """Large uneven rings hung in one another, hammered flat."""
    size = scale * rng.uniform(3, 7)
    width = rng.uniform(0.6, 1.0)
    shapes = [
        link(size, size * width * rng.uniform(0.8, 1.1), 0.05 * size, steps=60, sides=10).stretched(
            (1, 1, 0.7)
        )
        for _ in range(5)
    ]
    return along(way.points(int(np.ceil(way.length / (0.82 * size))) + 1), shapes, rng, roll=14, jitter=10)


STRANDS: dict[str, Strand] = {
    **{kind: linked(kind) for kind in LINKS},
    "box": box,
    "snake": snake,
    "balls": balls,
    "rope": rope,
    "plait": plait,
    "satellite": satellite,
    "hoops": hoops,
}
COARSEST = {"box": 4.0, "snake": 6.0, "balls": 5.0, "rope": 7.0, "plait": 6.0, "satellite": 4.0, "hoops": 3.0}
"""The largest scale, millimetres, of kinds that are not made as coarse as plain links."""
FINE = "cable cable rolo curb trace trace paperclip box snake balls rope satellite figaro drawn anchor"


def metal_strand(way: Way, scale: float, metal: str, rng: np.random.Generator, *, names: str = FINE) -> Piece:
    """A chain of any kind in one metal, no coarser than its kind is made."""
    kind = str(rng.choice(names.split()))
    return [Part(STRANDS[kind](way, min(scale, COARSEST.get(kind, scale)), rng), finish(metal, rng))]


def cord(way: Way, wide: float, rng: np.random.Generator) -> Piece:
    """A round or plaited cord of leather, cotton or rubber; it is no metal and no stone."""
    value = rng.uniform(0.01, 0.4)
    tint = np.clip(value * (1 + rng.normal(0, 0.4, 3)), 0.005, 0.9)
    rough = round(float(rng.uniform(0.3, 0.8)), 2)
    stuff = Matte((float(tint[0]), float(tint[1]), float(tint[2])), coat=0.03, roughness=rough, grain=0.15)
    path = way.points(500)
    shape = tube(path, wide / 2, sides=12)
    if rng.random() < 0.3:
        shape = braided(way.points(1500), 0.24 * wide, crossings=int(way.length / wide / 2.6), closed=False)
    return [Part(shape, spelled(stuff))]


def _bead_stuffs(rng: np.random.Generator, size: float, metal: str) -> list[str]:
    """One to four materials that a strand repeats."""
    out = []
    for _ in range(int(rng.choice([1, 1, 2, 3, 4]))):
        kind = rng.random()
        if kind < 0.5:
            out.append(opaque_stone(rng, 2 * size))
        elif kind < 0.68:
            out.append(any_color(rng, roughness=float(rng.choice([0.05, 0.1, 0.4]))))
        elif kind < 0.86:
            out.append(pearl(rng))
        else:
            out.append(finish(metal, rng))
    return out


def beaded(way: Way, size: float, metal: str, rng: np.random.Generator, *, spaced: float = 1.0) -> Piece:
    """Beads of radius ``size`` on a string, touching where ``spaced`` is 1, small ones between some of them."""
    stuffs = _bead_stuffs(rng, size, metal)
    shapes = [bead(rng, size) for _ in stuffs]
    uneven = rng.uniform(0, 0.12)
    count = max(int(way.length / (2.03 * size * spaced)), 3)
    path = way.points(count)
    _, across, _ = frames(path, closed=False)
    ahead = np.gradient(path, axis=0)
    groups: dict[str, list[Mesh]] = {stuff: [] for stuff in stuffs}
    pattern = rng.integers(0, len(stuffs), int(rng.integers(1, 9)))
    for k, place in enumerate(path):
        which = int(pattern[k % len(pattern)])
        x = ahead[k] / np.linalg.norm(ahead[k])
        matrix = np.stack([x, across[k], np.cross(x, across[k])], 1).astype(np.float32)
        spun = matrix @ turn("x", float(rng.uniform(0, 360)))
        scale = float(np.clip(1 + rng.normal(0, uneven), 0.7, 1.02))
        groups[stuffs[which]].append(shapes[which].moved(spun, place, scale))
    piece = [Part(merged(meshes), stuff) for stuff, meshes in groups.items() if meshes]
    if spaced == 1.0 and rng.random() < 0.5:
        between = (path[:-1] + path[1:]) / 2
        chosen = between[:: int(rng.choice([1, 1, 2, 4]))]
        piece.append(Part(beads(chosen, size * float(rng.uniform(0.2, 0.4))), finish(metal, rng)))
    string = tube(way.points(400), 0.12 * size if spaced == 1.0 else 0.1 * size, sides=6)
    plain = spaced == 1.0 and rng.random() < 0.5
    return [*piece, Part(string, "thread" if plain else finish(metal, rng))]


def wired_beads(way: Way, size: float, metal: str, rng: np.random.Generator) -> Piece:
    """Beads far apart on a fine chain, each held by a wire through it."""
    chain = STRANDS[str(rng.choice(["trace", "cable", "cable"]))](way, float(rng.uniform(1.2, 2.2)), rng)
    bright = finish(metal, rng)
    piece: Piece = [Part(chain, bright)]
    stuffs = _bead_stuffs(rng, size, metal)
    gap = float(rng.uniform(3.5, 12)) * size
    path = way.points(max(int(way.length / gap), 3))[1:-1]
    if rng.random() < 0.3:
        clear, cut = (
            clear_stone(rng, white=0.15),
            f"{rng.choice(['checker', 'tumbled'])}-{int(rng.integers(8))}",
        )
        return piece + [stone(clear, cut, p, (1, 0, 0.2), size, float(rng.uniform(0, 360))) for p in path]
    piece += [
        Part(
            bead(rng, size * float(rng.uniform(0.7, 1.1))).moved(turn("z", float(rng.uniform(0, 360))), p),
            str(rng.choice(stuffs)),
        )
        for p in path
    ]
    return piece


def end_cap(radius: float) -> Mesh:
    """A small tube with a rounded end, about z, that closes a cord."""
    profile = [(0, 0), (0.9 * radius, 0), (radius, 0.3 * radius), (radius, 3 * radius), (0, 3.6 * radius)]
    return lathe(profile, sides=28)


def place_on(path: Floats, index: int) -> Floats:
    """A rotation that brings +x along a path at a point of it, with z up."""
    ahead = path[min(index + 1, len(path) - 1)] - path[max(index - 1, 0)]
    x = ahead / np.linalg.norm(ahead)
    y = np.cross((0, 0, 1), x)
    y = y / max(float(np.linalg.norm(y)), 1e-6)
    return np.stack([x, y, np.cross(x, y)], 1).astype(np.float32)
