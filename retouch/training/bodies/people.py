"""Hands, arms, necks and faces, as models wear jewelry: forms grown together, of one skin, with clothes and hair."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from retouch.training.bodies import stuffs
from retouch.training.bodies.relief import NOWHERE, Canvas, Point, Relief, egg, joined, limb, merged
from retouch.training.render.mesh import Floats
from retouch.training.scenes.grounds import noise

PERSON = "person"


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where jewelry may be: ``kind`` is band (round a limb), curve (a chain's ends and its lowest place) or spot.

    points  (n, 2) px; of a band its middle, of a curve left, low and right
    along   direction of the limb, radians
    size    px: a limb's radius, or how large a piece may be
    """

    kind: str
    points: Floats
    along: float = 0.0
    size: float = 20.0


def _place(relief: Relief, form: Floats, rng: np.random.Generator) -> Floats:
    """Put skin somewhere; return the color of nails."""
    color, nail = stuffs.skin(relief.canvas, rng)
    relief.place(form, color, name=PERSON, gloss=rng.uniform(0.02, 0.22), skin=1.0)
    return nail


def _end(at: Point, turn: float, lift: float, length: float) -> Point:
    """Where a bone ends that begins ``at``."""
    flat = np.cos(lift) * length
    return at[0] + np.cos(turn) * flat, at[1] + np.sin(turn) * flat, at[2] + np.sin(lift) * length


def hand(relief: Relief, rng: np.random.Generator) -> list[Anchor]:
    """A hand from outside the frame: spread, closed, curled, or pointing; its back or its palm."""
    canvas = relief.canvas
    size = canvas.side * rng.uniform(0.5, 1.15)  # from wrist to the longest finger's tip
    turn = rng.uniform(0, 2 * np.pi)
    middle = np.asarray([canvas.width, canvas.height]) * rng.uniform(0.35, 0.65, 2)
    wrist_x, wrist_y = middle - 0.5 * size * np.asarray([np.cos(turn), np.sin(turn)])
    lift = rng.uniform(0.05, 0.25) * size
    wrist: Point = (float(wrist_x), float(wrist_y), lift)
    across = np.asarray([-np.sin(turn), np.cos(turn)]) * (1 if rng.random() < 0.5 else -1)
    arm = _end(wrist, turn + np.pi, rng.uniform(-0.1, 0.1), 2.2 * size)
    width = 0.21 * size * rng.uniform(0.85, 1.15)
    forms = [
        limb(canvas, (wrist[0] + s * across[0], wrist[1] + s * across[1], lift),
             (arm[0] + s * across[0], arm[1] + s * across[1], arm[2]), (0.1 * size, 0.15 * size))
        for s in (-0.06 * size, 0.06 * size)
    ]  # fmt: skip
    spread, curl = rng.uniform(0.0, 0.16), rng.choice([rng.uniform(0, 0.25), rng.uniform(0.3, 1.0)])
    thick = 0.052 * size * rng.uniform(0.8, 1.15)
    anchors, tips = [Anchor("band", np.asarray([wrist[:2]]), turn, 0.17 * size)], []
    pointing = rng.random() < 0.15
    for k, (share, long) in enumerate(((-1.0, 0.78), (-0.36, 0.94), (0.3, 1.0), (0.95, 0.9))):
        base = _end(wrist, turn, 0.02, 0.47 * size * (1 - 0.06 * abs(share)))
        base = (
            base[0] + share * 0.72 * width * across[0],
            base[1] + share * 0.72 * width * across[1],
            base[2],
        )
        side = np.arctan2(across[1], across[0])
        forms.append(limb(canvas, wrist, base, (0.09 * size, 1.25 * thick)))
        way = turn + (1 if np.sin(side - turn) > 0 else -1) * share * spread * 1.2
        bend = float(curl * rng.uniform(0.7, 1.3)) if not (pointing and k == 3) else 0.05
        if pointing and k != 3:
            bend = 1.25
        bone, up, at = 0.21 * long * size, 0.1, base
        for joint in range(3):
            far = _end(at, way, -up if rng.random() < 2 else up, bone)
            radii = (thick * (1 - 0.1 * joint), thick * (0.93 - 0.12 * joint))
            forms.append(limb(canvas, at, far, radii))
            if joint == 0:
                spot = np.asarray([[at[0] + 0.6 * (far[0] - at[0]), at[1] + 0.6 * (far[1] - at[1])]])
                anchors.append(Anchor("band", spot, way, thick * 1.02))
            at, up, bone = far, up + bend, bone * 0.72
        tips.append((at, way, thick * 0.7))
    thumb = _end(
        wrist,
        turn + (0.75 if np.sin(np.arctan2(across[1], across[0]) - turn) > 0 else -0.75),
        0.1,
        0.3 * size,
    )
    forms.append(limb(canvas, wrist, thumb, (0.12 * size, 1.3 * thick)))
    far = _end(thumb, turn + rng.uniform(-0.5, 0.5), 0.0, 0.17 * size)
    forms.append(limb(canvas, thumb, far, (1.25 * thick, 1.05 * thick)))
    tip = _end(far, turn + rng.uniform(-0.3, 0.3), 0.0, 0.12 * size)
    forms.append(limb(canvas, far, tip, (1.1 * thick, 0.9 * thick)))
    nail = _place(relief, joined(forms, 0.045 * size), rng)
    polish = rng.random() < 0.3
    shade = stuffs.any_color(rng) if polish else nail
    if curl < 0.5 and rng.random() < 0.7:
        for at, way, radius in [*tips, (tip, turn, thick * 0.8)]:
            nailed = egg(
                canvas,
                (at[0], at[1], at[2] + 0.62 * radius),
                (1.25 * radius, 0.72 * radius, 0.6 * radius),
                way,
            )
            relief.place(nailed, shade, name=PERSON, gloss=0.8 if polish else 0.35, skin=0.5)
    _sleeve(relief, wrist, arm, 0.2 * size, rng)
    center = _end(wrist, turn, 0, 0.32 * size)
    return [*anchors, Anchor("spot", np.asarray([center[:2]]), turn, 0.5 * size)]


def _sleeve(relief: Relief, wrist: Point, arm: Point, radius: float, rng: np.random.Generator) -> None:
    if rng.random() < 0.6:
        return
    share = rng.uniform(0.1, 0.4)
    begin = tuple(a + share * (b - a) for a, b in zip(wrist, arm, strict=True))
    canvas = relief.canvas
    form = limb(canvas, (begin[0], begin[1], begin[2] + 0.1 * radius), arm, (1.15 * radius, 1.3 * radius))
    form = np.where(form > NOWHERE / 2, form + stuffs.folds(canvas, rng, 0.05 * radius), form)
    relief.place(form, stuffs.cloth(canvas, stuffs.any_color(rng), rng), name=PERSON)


def fingers(relief: Relief, rng: np.random.Generator) -> list[Anchor]:
    """One to three fingers from very near, or a thumb and a finger that hold something."""
    canvas, side = relief.canvas, relief.canvas.side
    turn = rng.uniform(0, 2 * np.pi)
    radius = side * rng.uniform(0.06, 0.16)
    across = np.asarray([-np.sin(turn), np.cos(turn)])
    middle = np.asarray([canvas.width, canvas.height]) * rng.uniform(0.4, 0.6, 2)
    forms, tips, anchors = [], [], []
    if rng.random() < 0.4:  # they hold
        opening = radius * rng.uniform(1.0, 1.5)
        for sign, way in ((1, turn + rng.uniform(0.1, 0.5)), (-1, turn - rng.uniform(0.1, 0.5))):
            tip = middle + sign * opening * across
            at: Point = (float(tip[0]), float(tip[1]), radius * 2)
            joint = _end(at, way + np.pi, -0.1, 3.2 * radius)
            root = _end(joint, way + np.pi + sign * rng.uniform(-0.1, 0.5), -0.1, 9 * radius)
            forms += [
                limb(canvas, at, joint, (0.8 * radius, radius)),
                limb(canvas, joint, root, (radius, 1.3 * radius)),
            ]
            tips.append((at, way, radius))
        anchors.append(
            Anchor(
                "spot",
                np.asarray([middle + radius * np.asarray([np.cos(turn), np.sin(turn)])]),
                turn,
                4 * radius,
            )
        )
    else:
        count = int(rng.integers(1, 4))
        for k in range(count):
            shift = (k - (count - 1) / 2) * rng.uniform(1.9, 2.6) * radius
            way = turn + (k - (count - 1) / 2) * rng.uniform(0, 0.12)
            root = middle + shift * across - 1.5 * side * np.asarray([np.cos(way), np.sin(way)])
            tip = (
                middle
                + shift * across
                + rng.uniform(0.1, 0.6) * side * np.asarray([np.cos(way), np.sin(way)])
            )
            knuckle = middle + shift * across
            z = radius * rng.uniform(1, 2)
            forms += [
                limb(
                    canvas, (root[0], root[1], z), (knuckle[0], knuckle[1], z), (1.25 * radius, 1.05 * radius)
                ),
                limb(
                    canvas,
                    (knuckle[0], knuckle[1], z),
                    (tip[0], tip[1], 0.8 * z),
                    (1.02 * radius, 0.8 * radius),
                ),
            ]
            tips.append(((float(tip[0]), float(tip[1]), 0.8 * z), way, 0.8 * radius))
            worn = knuckle - rng.uniform(0.3, 1.2) * radius * np.asarray([np.cos(way), np.sin(way)])
            anchors.append(Anchor("band", np.asarray([worn]), way, 1.08 * radius))
    nail = _place(relief, joined(forms, 0.3 * radius), rng)
    shade, gloss = (stuffs.any_color(rng), 0.8) if rng.random() < 0.3 else (nail, 0.35)
    if rng.random() < 0.7:
        for at, way, r in tips:
            form = egg(canvas, (at[0], at[1], at[2] + 0.55 * r), (0.95 * r, 0.68 * r, 0.6 * r), way)
            relief.place(form, shade, name=PERSON, gloss=gloss, skin=0.5)
    return anchors


def tip(relief: Relief, rng: np.random.Generator) -> list[Anchor]:
    """The end of a finger at the frame's side, beside the piece."""
    canvas, side = relief.canvas, relief.canvas.side
    turn, radius = rng.uniform(0, 2 * np.pi), side * rng.uniform(0.05, 0.12)
    way = np.asarray([np.cos(turn), np.sin(turn)])
    middle = np.asarray([canvas.width, canvas.height]) / 2
    end = middle - way * rng.uniform(0.25, 0.5) * side
    begin = middle - way * 1.6 * side + rng.normal(0, 0.2, 2) * side
    z = radius
    form = limb(canvas, (begin[0], begin[1], z), (end[0], end[1], z), (1.3 * radius, radius))
    _place(relief, form, rng)
    return [Anchor("spot", middle[None], 0.0, side * rng.uniform(0.4, 0.8))]


def arm(relief: Relief, rng: np.random.Generator) -> list[Anchor]:
    """A forearm across the frame, as bracelets and watches are shown."""
    canvas, side = relief.canvas, relief.canvas.side
    turn, radius = rng.uniform(0, 2 * np.pi), side * rng.uniform(0.1, 0.24)
    middle = np.asarray([canvas.width, canvas.height]) * rng.uniform(0.38, 0.62, 2)
    way = np.asarray([np.cos(turn), np.sin(turn)])
    begin, end = middle - 1.6 * side * way, middle + rng.uniform(0.2, 1.6) * side * way
    z = radius
    forms = [
        limb(canvas, (begin[0], begin[1], z), (middle[0], middle[1], z), (1.5 * radius, radius)),
        limb(
            canvas, (middle[0], middle[1], z), (end[0], end[1], z), (radius, rng.uniform(0.9, 1.5) * radius)
        ),
    ]
    _place(relief, joined(forms, 0.4 * radius), rng)
    if rng.random() < 0.4:
        _sleeve(relief, (middle[0], middle[1], z), (begin[0], begin[1], z), 1.1 * radius, rng)
    return [Anchor("band", np.asarray([middle]), turn, 1.05 * radius)]


def neck(relief: Relief, rng: np.random.Generator) -> list[Anchor]:
    """Neck, shoulders and collar bones, dressed or not, with chin and hair: from the waist up to a bare neck alone."""
    canvas = relief.canvas
    zoom = canvas.side * np.exp(rng.uniform(np.log(0.7), np.log(4.5)))  # from one shoulder to the other
    cx = canvas.width / 2 + rng.normal(0, 0.12) * max(zoom, canvas.width)
    cy = canvas.height * rng.uniform(0.25, 0.6)  # the pit of the neck
    lean = rng.normal(0, 0.12)
    up = (np.sin(lean), -np.cos(lean))

    def at(across: float, above: float, z: float) -> Point:
        return (
            cx + zoom * (across * -up[1] + above * up[0]),
            cy + zoom * (across * up[0] + above * up[1]),
            zoom * z,
        )

    thick, slope = rng.uniform(0.13, 0.18), rng.uniform(0.06, 0.14)
    forms = [
        limb(
            canvas, at(0, -0.05, 0.12), at(rng.normal(0, 0.03), 0.5, 0.2), (zoom * thick * 1.06, zoom * thick)
        ),
        limb(canvas, at(-0.16, -0.02, 0.08), at(-0.44, -slope - 0.03, 0.05), (zoom * 0.1, zoom * 0.1)),
        limb(canvas, at(0.16, -0.02, 0.08), at(0.44, -slope - 0.03, 0.05), (zoom * 0.1, zoom * 0.1)),
        limb(canvas, at(-0.08, 0.14, 0.08), at(-0.3, 0.0, 0.05), (zoom * 0.08, zoom * 0.07)),
        limb(canvas, at(0.08, 0.14, 0.08), at(0.3, 0.0, 0.05), (zoom * 0.08, zoom * 0.07)),
        egg(canvas, at(0, -0.5, -0.02), (zoom * 0.5, zoom * 0.56, zoom * 0.24), lean, 2.4),
        egg(canvas, at(0, -0.18, 0.0), (zoom * 0.44, zoom * 0.2, zoom * 0.17), lean, 2.2),
        limb(canvas, at(-0.44, -slope - 0.05, 0.05), at(-0.53, -0.7, 0.05), (zoom * 0.11, zoom * 0.09)),
        limb(canvas, at(0.44, -slope - 0.05, 0.05), at(0.53, -0.7, 0.05), (zoom * 0.11, zoom * 0.09)),
    ]
    body = joined(forms, 0.12 * zoom)
    bone = zoom * rng.uniform(0.008, 0.022)
    for sign in (-1, 1):
        collar = limb(
            canvas, at(sign * 0.035, -0.035, 0.185), at(sign * 0.36, -slope / 2, 0.15), (bone, bone)
        )
        body = merged(body, collar, 0.08 * zoom)
    if rng.random() < 0.6 or at(0, 0.5, 0)[1] > 0:  # a chin, and what is above it
        chin = at(rng.normal(0, 0.06), 0.44, 0.3)
        body = merged(body, egg(canvas, chin, (zoom * 0.15, zoom * 0.14, zoom * 0.2)), 0.02 * zoom)
        skull = egg(canvas, (chin[0], chin[1] - 0.2 * zoom, chin[2]), (zoom * 0.2, zoom * 0.28, zoom * 0.24))
        body = merged(body, skull, 0.08 * zoom)
    _place(relief, body, rng)
    if rng.random() < 0.65:
        _dressed(relief, body, (cx, cy), zoom, rng)
    if rng.random() < 0.55:
        _haired(relief, at, zoom, rng)
    low = rng.uniform(0.03, 0.4)
    curve = np.asarray([at(-thick * 1.05, 0.1, 0)[:2], at(0, -low, 0)[:2], at(thick * 1.05, 0.1, 0)[:2]])
    return [Anchor("curve", curve, lean, zoom * 0.2)]


def _dressed(
    relief: Relief, body: Floats, pit: tuple[float, float], zoom: float, rng: np.random.Generator
) -> None:
    """A neckline: round, a V, straight, or straps."""
    x, y = relief.canvas.grid
    u, v = (x - pit[0]) / zoom, (y - pit[1]) / zoom
    depth, kind = rng.uniform(0.02, 0.45), int(rng.integers(4))
    line = (
        depth - (u / rng.uniform(0.25, 0.4)) ** 2 * depth, depth - np.abs(u) * rng.uniform(0.8, 2.5),
        depth + 0 * u, depth - 0.6 * (np.abs(np.abs(u) - 0.27) < 0.05),
    )[kind]  # fmt: skip
    under = (v > line) & (body > NOWHERE / 2)
    if kind < 2 and rng.random() < 0.3:  # a collar round the neck
        under = (v > -0.1) & (body > NOWHERE / 2)
    canvas = relief.canvas
    form = np.where(under, body + 0.012 * zoom + stuffs.folds(canvas, rng, 0.012 * zoom), NOWHERE)
    relief.place(form.astype(np.float32), stuffs.cloth(canvas, stuffs.any_color(rng), rng), name=PERSON)


def _haired(
    relief: Relief, at: Callable[[float, float, float], Point], zoom: float, rng: np.random.Generator
) -> None:
    canvas = relief.canvas
    color = stuffs.strands(canvas, rng, np.pi / 2 + rng.normal(0, 0.2))
    for sign in (-1, 1):
        if rng.random() < 0.3:
            continue
        out, long = rng.uniform(0.18, 0.4), rng.uniform(-0.1, 0.8)
        forms = [
            limb(
                canvas,
                at(sign * (out + k), 0.7, 0.2),
                at(sign * (out + 1.3 * k), 0.1 - long, 0.22),
                (zoom * 0.08, zoom * 0.05),
            )
            for k in (-0.05, 0.02, 0.08)
        ]
        form = joined(forms, 0.03 * zoom)
        form = np.where(form > NOWHERE / 2, form + 0.012 * zoom * noise(form.shape, 6, rng), form)
        relief.place(form.astype(np.float32), color, name=PERSON, gloss=0.2)


def ear(relief: Relief, rng: np.random.Generator) -> list[Anchor]:
    """An ear with cheek, jaw and neck, from the side."""
    canvas = relief.canvas
    zoom = canvas.side * rng.uniform(0.35, 1.1)  # an ear's height is 0.45 of it
    cx, cy = canvas.width * rng.uniform(0.35, 0.65), canvas.height * rng.uniform(0.3, 0.55)
    sign = 1 if rng.random() < 0.5 else -1

    def at(across: float, above: float, z: float) -> Point:
        return cx + sign * zoom * across, cy - zoom * above, zoom * z

    head = joined(
        [
            egg(canvas, at(0.5, 0.35, -0.1), (zoom * 1.0, zoom * 1.2, zoom * 0.5)),
            egg(canvas, at(0.6, -0.35, -0.12), (zoom * 0.62, zoom * 0.5, zoom * 0.4), sign * 0.4),
            limb(canvas, at(0.05, -0.4, -0.25), at(-0.1, -2.2, -0.25), (zoom * 0.42, zoom * 0.5)),
        ],
        0.2 * zoom,
    )
    rim = [
        at(0.02, -0.02, 0.42),
        at(-0.2, 0.12, 0.5),
        at(-0.22, 0.34, 0.52),
        at(-0.06, 0.46, 0.5),
        at(0.1, 0.36, 0.46),
    ]
    share = np.linspace(0, len(rim) - 1, 15)
    rim = list(
        zip(
            *(np.interp(share, np.arange(len(rim)), values) for values in zip(*rim, strict=True)), strict=True
        )
    )
    rim = [(float(a), float(b), float(c)) for a, b, c in _softened(np.asarray(rim))]
    outer = [limb(canvas, a, b, (zoom * 0.05, zoom * 0.05)) for a, b in zip(rim, rim[1:], strict=False)]
    inner = [
        egg(canvas, at(-0.04, 0.22, 0.4), (zoom * 0.17, zoom * 0.24, zoom * 0.05)),
        limb(canvas, at(0.02, 0.05, 0.44), at(-0.1, 0.28, 0.47), (zoom * 0.035, zoom * 0.03)),
        egg(canvas, at(0.02, -0.06, 0.42), (zoom * 0.08, zoom * 0.09, zoom * 0.06)),
        egg(canvas, at(0.11, 0.14, 0.4), (zoom * 0.04, zoom * 0.07, zoom * 0.06)),
    ]
    _place(relief, merged(head, joined([*outer, *inner], 0.03 * zoom), 0.03 * zoom), rng)
    color = stuffs.strands(canvas, rng, rng.uniform(0.4, 2.6))
    x, y = canvas.grid
    away = sign * (x - cx) / zoom
    edge = 0.35 + 0.5 * (cy - y) / zoom + 0.06 * noise(x.shape, 12, rng)
    hair = np.where(away < rng.uniform(-0.35, -0.15), 1.0, 0.0)
    hair = np.maximum(hair, ((cy - y) / zoom > rng.uniform(0.5, 0.75)) & (away < edge + 0.3))
    if rng.random() < 0.75:
        grown = np.where((hair > 0) & (away > -rng.uniform(0.5, 2.0)), 0.3 * zoom, NOWHERE)
        relief.place(grown.astype(np.float32), color, name=PERSON, gloss=0.15)
    lobe = at(0.01, -0.1, 0)
    return [Anchor("spot", np.asarray([[lobe[0], lobe[1] + 0.16 * zoom]]), 0.0, zoom * 0.35)]


def _softened(points: Floats) -> Floats:
    """A line without corners."""
    for _ in range(3):
        points[1:-1] = (points[:-2] + 2 * points[1:-1] + points[2:]) / 4
    return points


def face(relief: Relief, rng: np.random.Generator) -> list[Anchor]:
    """A face with neck and shoulders, from the front."""
    canvas = relief.canvas
    zoom = canvas.side * rng.uniform(0.3, 0.9)  # its height
    cx, cy = canvas.width * rng.uniform(0.35, 0.65), canvas.height * rng.uniform(0.25, 0.5)

    def at(across: float, above: float, z: float) -> Point:
        return cx + zoom * across, cy - zoom * above, zoom * z

    if rng.random() < 0.8:
        form = egg(canvas, at(0, 0.08, -0.1), (zoom * 0.48, zoom * rng.uniform(0.55, 0.66), zoom * 0.5))
        relief.place(form, stuffs.strands(canvas, rng, np.pi / 2), name=PERSON, gloss=0.2)
    shoulders = [
        limb(canvas, at(0, -0.3, 0.0), at(0, -0.9, -0.05), (zoom * 0.2, zoom * 0.24)),
        limb(canvas, at(-0.15, -0.95, -0.1), at(-0.75, -1.15, -0.2), (zoom * 0.22, zoom * 0.2)),
        limb(canvas, at(0.15, -0.95, -0.1), at(0.75, -1.15, -0.2), (zoom * 0.22, zoom * 0.2)),
        egg(canvas, at(0, -1.6, -0.2), (zoom * 0.8, zoom * 0.7, zoom * 0.3)),
    ]
    skull = joined(
        [
            egg(canvas, at(0, 0.08, 0.1), (zoom * 0.36, zoom * 0.44, zoom * 0.4)),
            egg(canvas, at(0, -0.26, 0.12), (zoom * 0.24, zoom * 0.25, zoom * 0.3)),
        ],
        0.12 * zoom,
    )
    nose = limb(canvas, at(0, 0.1, 0.5), at(0, -0.08, 0.56), (zoom * 0.025, zoom * 0.05))
    body = joined(shoulders, 0.12 * zoom)
    _place(relief, merged(merged(body, skull, 0.03 * zoom), nose, 0.04 * zoom), rng)
    dark = stuffs.linear((50, 34, 28))
    for sign in (-1, 1):
        eye, brow = at(sign * 0.14, 0.1, 0.47), at(sign * 0.14, 0.18, 0.48)
        relief.place(
            egg(canvas, eye, (zoom * 0.06, zoom * 0.026, zoom * 0.03)),
            stuffs.linear((226, 220, 216)),
            name=PERSON,
            gloss=0.5,
        )
        relief.place(
            egg(canvas, (eye[0], eye[1], eye[2] + zoom * 0.012), (zoom * 0.026, zoom * 0.026, zoom * 0.03)),
            dark,
            name=PERSON,
            gloss=0.9,
        )
        relief.place(
            egg(canvas, brow, (zoom * 0.09, zoom * 0.016, zoom * 0.03), -sign * 0.1), dark, name=PERSON
        )
    lips = egg(canvas, at(0, -0.23, 0.41), (zoom * 0.11, zoom * 0.04, zoom * 0.05))
    relief.place(lips, stuffs.linear((178, 80, 80)) * rng.uniform(0.5, 1.2), name=PERSON, gloss=0.4)
    if rng.random() < 0.7:
        _dressed(relief, body, (cx, cy + 1.0 * zoom), 1.6 * zoom, rng)
    spots = [Anchor("spot", np.asarray([at(sign * 0.37, -0.22, 0)[:2]]), 0.0, zoom * 0.2) for sign in (-1, 1)]
    curve = np.asarray([at(-0.2, -0.75, 0)[:2], at(0, rng.uniform(-1.4, -1.0), 0)[:2], at(0.2, -0.75, 0)[:2]])
    return [*spots, Anchor("curve", curve, 0.0, zoom * 0.3)]


PEOPLE = (hand, hand, hand, fingers, fingers, tip, arm, neck, neck, neck, ear, ear, face)
"""How people are shown; hands and necks most often."""
