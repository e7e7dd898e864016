"""Packaging: ring boxes, gift boxes, pouches, bags, trays and cardboard boxes."""

from collections.abc import Callable

import numpy as np

from tests.labelled.fresh.canvas import (
    Floats,
    Point,
    Shape,
    Tone,
    blur,
    cast,
    dimmed,
    floats,
    grid,
    linear,
    noise,
    over,
    polygon,
    shifted,
    spline,
    stroke,
)
from tests.labelled.fresh.gems import Piece
from tests.labelled.fresh.grounds import leather, paper, silk, velvet
from tests.labelled.fresh.relief import Relief, glossy
from tests.labelled.fresh.solids import Face, Heap, Solid, View


def stuff(kind: str, tone: Tone, seed: int) -> Floats:
    """Return a texture for a box: leatherette, velvet, satin, kraft, dotted, or else plain card."""
    makers: dict[str, Callable[[Shape, Tone, int], Floats]] = {
        "leatherette": leather,
        "velvet": velvet,
        "satin": _satin,
        "kraft": _kraft,
        "dots": _dotted,
    }
    return makers.get(kind, paper)((300, 300), tone, seed)


def _satin(shape: Shape, tone: Tone, seed: int) -> Floats:
    return silk(shape, tone, seed, 0.25, 0.3)


def _kraft(shape: Shape, tone: Tone, seed: int) -> Floats:
    flecks = np.clip(noise(shape, 5, seed, 2, (3, 0.6)) - 0.7, 0, 1)
    return floats(paper(shape, tone, seed) * (1 - 0.3 * flecks)[..., None])


def _dotted(shape: Shape, tone: Tone, seed: int) -> Floats:
    rows, columns = grid(shape)
    far = np.hypot((columns + 25 * (rows // 50 % 2)) % 50 - 25, rows % 50 - 25)
    return over(paper(shape, tone, seed), (252, 246, 236), np.clip(9 - far, 0, 1))


def cushion(
    view: View, light: Floats, corners: tuple[Solid, Solid, Solid, Solid], tone: Tone, seed: int
) -> Floats:
    """Draw two soft rolls with a slot between them into a box's mouth."""
    flat = view.seen(corners)[:, :2]
    for share in ((0.0, 0.5), (0.5, 1.0)):
        left = [flat[0] + (flat[3] - flat[0]) * part for part in share]
        right = [flat[1] + (flat[2] - flat[1]) * part for part in share]
        outline = np.array([left[0], right[0], right[1], left[1]])
        mask = polygon(view.shape, outline)
        relief = Relief.empty(view.shape)
        relief.swollen(mask, max(6.0, float(np.linalg.norm(left[1] - left[0])) * 0.5), 26)
        color = (
            glossy(relief, tone, seed, 0.05, 0.04) * (1 + 0.05 * noise(view.shape, 2.5, seed, 2))[..., None]
        )
        light = over(light, floats(color), mask)
    return light


def ring_box(
    view: View,
    light: Floats,
    outside: tuple[str, Tone],
    inside: tuple[str, Tone],
    piece: Piece | None,
    *,
    lid: float = 105,
    trim: Tone | None = None,
    size: float = 0.9,
) -> Floats:
    """Return an open ring box with a lid standing back and a ring in its slot."""
    heap = Heap(view)
    shell, lining = stuff(*outside, 3), stuff(*inside, 4)
    heap.block((-0.5, 0, -0.5), (0.5, 0.42, 0.5), shell, open_top=True)
    turn = np.radians(lid)

    def lidded(x: float, out: float, up: float) -> Solid:
        cos, sin = np.cos(turn), np.sin(turn)
        return x, 0.42 + out * sin + up * cos, -0.5 + out * cos - up * sin

    light = _lid(heap, light, lidded, shell, lining, trim)
    light = heap.drawn(light, 0)
    rim = ((-0.5, 0.42, -0.5), (0.5, 0.42, -0.5), (0.5, 0.42, 0.5), (-0.5, 0.42, 0.5))
    light = over(light, outside[1] if trim is None else trim, polygon(view.shape, view.seen(rim)))
    mouth = ((-0.44, 0.42, -0.44), (0.44, 0.42, -0.44), (0.44, 0.42, 0.44), (-0.44, 0.42, 0.44))
    light = over(light, (20, 18, 20), polygon(view.shape, view.seen(mouth)))
    light = cushion(view, light, mouth, inside[1], 5)
    x, y = view.spot((0.0, 0.42, 0.0))
    return slotted(light, piece, (x, y), size * view.size * min(view.shape)) if piece else light


def _lid(
    heap: Heap,
    light: Floats,
    lidded: "Callable[[float, float, float], Solid]",
    shell: Floats,
    lining: Floats,
    trim: Tone | None,
) -> Floats:
    deep = 0.3
    outer = (lidded(-0.5, 1, 0), lidded(0.5, 1, 0), lidded(0.5, 0, 0), lidded(-0.5, 0, 0))
    back = Heap(heap.view)
    back.add(
        Face(
            (lidded(-0.5, 1, 0), lidded(-0.5, 1, deep), lidded(-0.5, 0, deep), lidded(-0.5, 0, 0)),
            shell,
            0.55,
        )
    )
    back.add(
        Face((lidded(0.5, 1, deep), lidded(0.5, 1, 0), lidded(0.5, 0, 0), lidded(0.5, 0, deep)), shell, 0.7)
    )
    back.add(
        Face(
            (lidded(-0.5, 1, deep), lidded(0.5, 1, deep), lidded(0.5, 1, 0), lidded(-0.5, 1, 0)), shell, 0.95
        )
    )
    light = heap.shadowed(light)
    light = back.drawn(light, 0)
    front = Heap(heap.view)
    tone = (70, 60, 56) if trim is None else trim
    front.add(Face(outer, shell if trim is None else tone, 0.7))
    light = front.drawn(light, 0)
    inner = Heap(heap.view)
    inner.add(
        Face(
            (lidded(-0.44, 0.94, 0), lidded(0.44, 0.94, 0), lidded(0.44, 0.06, 0), lidded(-0.44, 0.06, 0)),
            lining,
            0.75,
        )
    )
    light = inner.drawn(light, 0)
    flat = heap.view.seen(inner.faces[0].corners)
    hollow = polygon(heap.view.shape, flat)
    edge = hollow - hollow * shifted(hollow, (7, 16))
    return dimmed(light, blur(edge, 5) * hollow, 0.6)


def slotted(light: Floats, piece: Piece, at: Point, size: float) -> Floats:
    """Stand a ring in a slot, its lower part hidden."""
    shape = (light.shape[0], light.shape[1])
    whole = piece.scaled(size)
    rows = np.nonzero(whole.mask.max(axis=1) > 0.3)[0]
    height = whole.mask.shape[0]
    cut = rows[0] + int(0.72 * (rows[-1] - rows[0]))
    place = whole.set_in(shape, (at[0], at[1] - (cut - height / 2)))
    y = np.arange(shape[0], dtype=np.float32)[:, None]
    mask = place.mask * np.clip(at[1] - y + 1, 0, 1)
    light = dimmed(light, blur(shifted(mask, (9, 8)), 7), 0.5)
    return over(light, place.color, mask)


def closed_box(
    view: View, light: Floats, outside: tuple[str, Tone], size: Solid, trim: Tone | None
) -> Floats:
    """Return a closed box with a seam between its lid and its base."""
    heap = Heap(view)
    x, y, z = size
    look = stuff(*outside, 3)
    heap.block((-x, 0, -z), (x, y * 0.62, z), look)
    light = heap.drawn(light)
    seam = Heap(view)
    seam.block(
        (-x * 0.985, y * 0.62, -z * 0.985),
        (x * 0.985, y * 0.66, z * 0.985),
        trim or (40, 34, 32),
        shadow=False,
    )
    light = seam.drawn(light, 0)
    lid = Heap(view)
    lid.block((-x * 1.015, y * 0.66, -z * 1.015), (x * 1.015, y, z * 1.015), look, shadow=False)
    return lid.drawn(light, 0)


def ribboned(view: View, light: Floats, size: Solid, tone: Tone, bow: bool = True) -> Floats:
    """Tie a ribbon around a closed box and a bow on top."""
    heap = Heap(view)
    x, y, z = (part * 1.02 for part in size)
    y = size[1] * 1.005
    w = 0.1
    satin = stuff("satin", tone, 8)
    heap.add(Face(((-w, y, -z), (w, y, -z), (w, y, z), (-w, y, z)), satin))
    heap.add(Face(((-x, y, -w), (x, y, -w), (x, y, w), (-x, y, w)), satin))
    heap.add(Face(((-w, y, z), (w, y, z), (w, 0, z), (-w, 0, z)), satin))
    heap.add(Face(((x, y, w), (x, y, -w), (x, 0, -w), (x, 0, w)), satin))
    heap.add(Face(((-x, y, -w), (-x, y, w), (-x, 0, w), (-x, 0, -w)), satin))
    light = heap.drawn(light, 0)
    if not bow:
        return light
    place = view.spot((0.0, y, 0.0))
    return tied(light, place, 0.34 * view.size * min(view.shape), tone)


def tied(light: Floats, at: Point, size: float, tone: Tone) -> Floats:
    """Draw a bow: two loops, two tails and a knot."""
    shape = (light.shape[0], light.shape[1])
    x, y = at
    satin = silk(shape, tone, 6, 0.4, 0.5)
    tails = (
        ((0, 0), (-0.5, 0.55), (-0.95, 0.72), (-0.8, 0.98), (-0.42, 0.82), (0.05, 0.15)),
        ((0, 0), (0.5, 0.5), (1.0, 0.6), (0.95, 0.9), (0.42, 0.78), (-0.05, 0.15)),
    )
    loops = (
        ((0, 0), (-0.45, -0.6), (-1.1, -0.78), (-1.32, -0.3), (-1.0, 0.12), (-0.45, 0.16)),
        ((0, 0), (0.45, -0.62), (1.08, -0.82), (1.35, -0.36), (1.05, 0.08), (0.45, 0.16)),
    )
    for part in (*tails, *loops):
        outline = spline([(x + u * size, y + v * size) for u, v in part], 60, closed=True)
        mask = polygon(shape, outline)
        relief = Relief.empty(shape)
        relief.swollen(mask, size * 0.32, size * 0.3)
        folds = 1 + 0.18 * np.sin(
            np.arctan2(*(part - off for part, off in zip(grid(shape), (y, x), strict=True))) * 22
        )
        color = (glossy(relief, tone, 3, 0.35, 0.0) * 0.75 + satin * 0.35) * folds[..., None]
        light = cast(light, mask, (5, 9), 7, 0.35)
        light = over(light, floats(color), mask)
        if part in loops:
            inner = [
                (x + (u * 0.62 + (0.36 if u > 0 else -0.36) * 0.7) * size, y + (v * 0.4 - 0.14) * size)
                for u, v in part
            ]
            hole = polygon(shape, spline(inner, 50, closed=True))
            light = over(light, floats(linear(tone) * 0.22 * np.ones_like(light)), blur(hole, 1.5) * 0.85)
    knot = Relief.empty(shape)
    knot.ball(x, y, 0, size * 0.2)
    light = dimmed(light, blur(knot.cover, 5), 0.35)
    return over(light, glossy(knot, tone, 3, 0.4), knot.cover)


def handles(view: View, light: Floats, high: float, wide: float, deep: float, tone: Tone) -> Floats:
    """Draw two cord handles of a paper bag."""
    for z in (-deep, deep):
        way = [
            (-wide * 0.45, high, z),
            (-wide * 0.42, high * 1.24, z),
            (0.0, high * 1.38, z),
            (wide * 0.42, high * 1.24, z),
            (wide * 0.45, high, z),
        ]
        flat = view.seen(floats(way))
        relief = Relief.empty(view.shape)
        thick = 0.022 * view.size * min(view.shape)
        relief.tube([(float(x), float(y), 0, thick) for x, y, _ in flat], dense=0.4)
        light = over(light, glossy(relief, tone, 2, 0.3), relief.cover)
    return light


def bag(view: View, light: Floats, tone: Tone, cord: Tone, kind: str = "card") -> Floats:
    """Return a paper bag standing with its handles up."""
    wide, high, deep = 0.5, 1.15, 0.24
    heap = Heap(view)
    look = stuff(kind, tone, 6)
    heap.block((-wide, 0, -deep), (wide, high, deep), look, (90, 84, 78))
    light = heap.drawn(light)
    crease = [view.spot((wide, high, 0)), view.spot((wide, 0.3, 0)), view.spot((wide, 0, 0.0))]
    light = dimmed(light, blur(stroke(view.shape, crease, 3), 2), 0.3)
    inner = view.seen([(-wide, high, -deep), (wide, high, -deep), (wide, high, deep), (-wide, high, deep)])
    light = over(light, (58, 52, 48), polygon(view.shape, inner) * 0.8)
    return handles(view, light, high, wide, deep, cord)


def tray_box(
    view: View,
    light: Floats,
    outside: tuple[str, Tone],
    inside: tuple[str, Tone],
    half: Point = (0.8, 0.55),
    wall: float = 0.06,
) -> Floats:
    """Return a shallow open box with a bed inside, seen from above."""
    x, z = half
    high = 0.3
    heap = Heap(view)
    heap.block((-x, 0, -z), (x, high, z), stuff(*outside, 3))
    light = heap.drawn(light)
    bed = Heap(view)
    a, b, low = x - wall, z - wall, high * 0.45
    walls = stuff(*outside, 5)
    bed.add(Face(((-a, low, -b), (a, low, -b), (a, low, b), (-a, low, b)), stuff(*inside, 7), 0.78))
    bed.add(Face(((-a, high, -b), (a, high, -b), (a, low, -b), (-a, low, -b)), walls, 0.62))
    bed.add(Face(((-a, high, b), (-a, high, -b), (-a, low, -b), (-a, low, b)), walls, 0.8))
    bed.add(Face(((a, high, -b), (a, high, b), (a, low, b), (a, low, -b)), walls, 0.5))
    mouth = polygon(view.shape, view.seen([(-a, high, -b), (a, high, -b), (a, high, b), (-a, high, b)]))
    filled = bed.drawn(light, 0)
    filled = dimmed(filled, blur(1 - mouth, 9), 0.5)
    return light + (filled - light) * mouth[..., None]


def wrapped(view: View, light: Floats, kind: str, tone: Tone, size: Solid) -> Floats:
    """Return a gift wrapped in patterned paper, its ends folded to triangles."""
    x, y, z = size
    heap = Heap(view)
    heap.block((-x, 0, -z), (x, y, z), stuff(kind, tone, 5))
    light = heap.drawn(light)
    for end in (-x, x):
        flap = view.seen([(end, y, -z), (end, y, z), (end, y * 0.3, 0.0)])
        first, last = view.seen([(end, y, z), (end, 0, z), (end, 0, -z), (end, y, -z)])[:3:2]
        if (last[0] - first[0]) * end > 0:
            light = dimmed(light, blur(stroke(view.shape, flap, 2, closed=True), 1.5), 0.4)
    return light
