"""Display stands in the form of a neck, a hand, an ear or a torso: clad forms that are nobody."""

import cv2
import numpy as np

from tests.labelled.fresh.canvas import (
    Floats,
    Point,
    Tone,
    blur,
    dimmed,
    filled,
    floats,
    grid,
    linear,
    noise,
    over,
    polygon,
    shifted,
    spline,
)
from tests.labelled.fresh.gems import Piece
from tests.labelled.fresh.grounds import leather, linen, velvet, wood
from tests.labelled.fresh.hands import Pose, hand
from tests.labelled.fresh.people import ear_form
from tests.labelled.fresh.pieces import chain
from tests.labelled.fresh.relief import LAMP, Relief, looked_up, metal, pearly, room
from tests.labelled.fresh.skin import beaded_line, stone_on


def clad(relief: Relief, kind: str, tone: Tone, seed: int, join: float = 9.0) -> Floats:
    """Return the looks of a form in linen, velvet, leatherette, wood or plaster."""
    shape = relief.top.shape
    form = relief.smoothed(join)
    x, y, z = form.normals()
    facing = x * LAMP[0] + y * LAMP[1] + z * LAMP[2]
    shade = relief.shaded(LAMP, 0.16 * shape[0], 5)
    light = 0.24 + 0.1 * z + 0.72 * np.clip(facing, 0, 1) * (1 - 0.6 * shade)
    light = light * (1 - 0.35 * relief.hollows(join * 1.5, join * 2))
    size = (shape[0], shape[1])
    if kind == "plaster":
        bumps = 1 + 0.03 * noise(size, 4, seed, 2) + 0.03 * noise(size, 60, seed + 1, 3)
        shine = 0.05 * looked_up(blur(room(2), 14), x, y)
        return floats(linear(tone) * (light * bumps)[..., None] + shine[..., None])
    makers = {"linen": linen, "velvet": velvet, "leatherette": leather, "wood": wood}
    cloth = makers[kind](size, tone, seed)
    if kind == "wood":
        cloth = np.ascontiguousarray(wood((size[1], size[0]), tone, seed, 1).transpose(1, 0, 2))
    if kind == "leatherette":
        cloth = 0.3 * cv2.resize(cloth, None, fx=0.5, fy=0.5).repeat(2, 0).repeat(2, 1) + 0.7 * linear(tone)
        cloth = floats(cv2.resize(cloth, (size[1], size[0])))
    rows, columns = grid(size)
    strength = 0.07 * shape[0]
    cloth = cv2.remap(
        cloth, columns + strength * x, rows + strength * y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT
    )
    color = cloth * light[..., None] * 1.15
    if kind == "velvet":
        color = color + linear(tone) * (1.3 * (1 - z) ** 2)[..., None] * (0.3 + light)[..., None] + 0.004
    if kind in {"leatherette", "wood"}:
        shine = looked_up(blur(room(3), 9), x, y)
        color = color + (0.05 + 0.1 * (1 - z) ** 2)[..., None] * shine[..., None]
    return floats(color)


def put(light: Floats, relief: Relief, color: Floats, by: Point = (22, 10)) -> Floats:
    """Set a stand before its ground with a shadow on the wall behind and at its foot."""
    light = dimmed(light, blur(shifted(relief.cover, by), 20), 0.3)
    light = dimmed(light, blur(shifted(relief.cover, (6, 5)), 6), 0.3)
    return over(light, color, relief.cover)


def neck_bust(
    light: Floats, kind: str, tone: Tone, place: Point = (0.5, 0.52), size: float = 0.78, seed: int = 1
) -> Floats:
    """Draw a necklace bust: a flat cap on a neck, sloping shoulders, a narrow foot."""
    shape = (light.shape[0], light.shape[1])
    s = size * shape[0]
    x, y = place[0] * shape[1], place[1] * shape[0]
    half = (
        (0.105, -0.5),
        (0.1, -0.42),
        (0.112, -0.32),
        (0.17, -0.255),
        (0.27, -0.215),
        (0.325, -0.15),
        (0.33, -0.05),
        (0.3, 0.15),
        (0.25, 0.35),
        (0.215, 0.5),
    )
    right = spline(half, 90)
    outline = np.concatenate([right, right[::-1] * floats([-1, 1])]) * floats(s) + floats([x, y])
    mask = polygon(shape, outline)
    relief = Relief.empty(shape)
    relief.swollen(mask, 0.2 * s, 0.16 * s)
    relief.tube(
        [
            (x, y - 0.47 * s, 0.02 * s, 0.098 * s),
            (x, y - 0.3 * s, 0.03 * s, 0.105 * s),
            (x, y - 0.14 * s, -0.03 * s, 0.14 * s),
        ],
        flat=0.9,
    )
    relief.cover[:] = np.maximum(mask, relief.cover * (grid(shape)[0] > y - 0.5 * s))
    light = put(light, relief, clad(relief, kind, tone, seed, 0.025 * s))
    rim = [
        (x + 0.108 * s * np.cos(a), y - 0.5 * s + 0.026 * s * np.sin(a))
        for a in np.linspace(0, 2 * np.pi, 40)
    ]
    cap = filled(shape, tone) * (0.5 + 0.05 * noise(shape, 3, 3, 2))[..., None]
    return over(light, floats(cap), polygon(shape, rim))


def hung(
    light: Floats,
    of: str,
    place: Point = (0.5, 0.52),
    size: float = 0.78,
    low: float = 0.16,
    *,
    stone: Piece | None = None,
    beads: Tone | None = None,
) -> Floats:
    """Hang a necklace on a neck bust."""
    shape = (light.shape[0], light.shape[1])
    s = size * shape[0]
    x, y = place[0] * shape[1], place[1] * shape[0]
    half = (
        (-0.1, -0.36),
        (-0.118, -0.24),
        (-0.1, -0.24 + 0.5 * (low + 0.24)),
        (-0.055, low - 0.16 * (low + 0.24)),
    )
    way = [*half, (0.0, low), *((-u, v) for u, v in half[::-1])]
    placed = floats([(x + u * s, y + v * s) for u, v in way])
    relief = Relief.empty(shape)
    if beads is None:
        chain(relief, placed, 4.4, 1.5)
        color = metal(relief, of, 3)
    else:
        for px, py in beaded_line(spline(placed, 700), 20):
            relief.ball(float(px), float(py), 0, 10.2)
        color = pearly(relief, beads, 3)
    light = dimmed(light, blur(shifted(relief.cover, (4, 5)), 3), 0.5)
    light = over(light, color, relief.cover)
    return stone_on(light, stone, (x, y + low * s + 0.045 * s), 0.09 * s) if stone else light


def dummy(light: Floats, kind: str, tone: Tone, seed: int = 2) -> Floats:
    """Draw a tailor's dummy: a torso with a wooden knob for a head on a pole."""
    shape = (light.shape[0], light.shape[1])
    s, x = float(shape[0]), shape[1] / 2
    half = (
        (0.07, 0.12),
        (0.075, 0.2),
        (0.12, 0.26),
        (0.24, 0.3),
        (0.285, 0.37),
        (0.255, 0.47),
        (0.225, 0.58),
        (0.18, 0.74),
        (0.17, 0.84),
        (0.22, 1.05),
    )
    right = spline(half, 90)
    outline = np.concatenate([right, right[::-1] * floats([-1, 1])]) * floats(s) + floats([x, 0])
    mask = polygon(shape, outline)
    relief = Relief.empty(shape)
    relief.swollen(mask, 0.19 * s, 0.17 * s)
    for side in (-1, 1):
        relief.tube(
            [
                (x + side * 0.105 * s, 0.5 * s, 0.06 * s, 0.105 * s),
                (x + side * 0.1 * s, 0.56 * s, 0.07 * s, 0.1 * s),
            ]
        )
    relief.cover[:] = mask
    light = put(light, relief, clad(relief, kind, tone, seed, 0.03 * s))
    seam = polygon(shape, [(x - 1.5, 0.2 * s), (x + 1.5, 0.2 * s), (x + 1.5, 1.05 * s), (x - 1.5, 1.05 * s)])
    light = dimmed(light, blur(seam, 0.8), 0.35)
    knob = Relief.empty(shape)
    knob.tube(
        [
            (x, 0.125 * s, 0, 0.072 * s),
            (x, 0.1 * s, 0, 0.07 * s),
            (x, 0.07 * s, 0, 0.03 * s),
            (x, 0.045 * s, 0, 0.034 * s),
        ]
    )
    return put(light, knob, clad(knob, "wood", (116, 74, 46), 4, 3), (4, 4))


def hand_stand(
    light: Floats, kind: str, tone: Tone, turn: float = 0.0, seed: int = 5
) -> tuple[Floats, Point, Point, float]:
    """Draw a stand in the form of a slender hand on a disc; also say where its ring finger is."""
    shape = (light.shape[0], light.shape[1])
    s = 0.62 * shape[0]
    pose = Pose(
        (0.49 * shape[1], 0.72 * shape[0]),
        s,
        turn,
        (-5, -1, 3, 8),
        (1, 1, 1, 2),
        -0.3,
        short=(1.22, 1.2, 1.2, 1.25),
        nails=False,
    )
    flesh, fingers = hand(shape, tone, pose, seed)
    relief = flesh.relief
    rows, _ = grid(shape)
    keep = (rows < 0.9 * shape[0]).astype(np.float32)
    relief.cover *= keep
    foot = Relief.empty(shape)
    x, y = 0.49 * shape[1], 0.9 * shape[0]
    for step in range(14):
        foot.ball(x, y + 4 - step, -80, 0.26 * s, 0, 0.01)
    disc = [(x + 0.3 * s * np.cos(a), y + 0.07 * s * np.sin(a)) for a in np.linspace(0, 2 * np.pi, 60)]
    side = polygon(shape, disc)
    thick = np.maximum(side, shifted(side, (0, 16)))
    light = dimmed(light, blur(shifted(thick, (14, 8)), 12), 0.4)
    light = over(light, floats(filled(shape, tone) * 0.35), thick)
    light = over(light, floats(filled(shape, tone) * 0.75), side)
    light = dimmed(light, blur(relief.cover * (rows > 0.86 * shape[0]), 8) * side, 0.5)
    light = put(light, relief, clad(relief, kind, tone, seed, 0.022 * s), (18, 4))
    at, along = fingers[2].at(0.3)
    return light, at, along, fingers[2].radius


def ear_stand(light: Floats, kind: str, tone: Tone, seed: int = 6) -> Floats:
    """Draw a stand in the form of an ear on a rounded block."""
    shape = (light.shape[0], light.shape[1])
    s = float(shape[0])
    x, y = 0.54 * shape[1], 0.42 * s
    block = Relief.empty(shape)
    outline = [
        (
            x + 0.25 * s * np.sign(np.cos(a)) * np.abs(np.cos(a)) ** 0.45,
            y + 0.05 * s + 0.4 * s * np.sign(np.sin(a)) * np.abs(np.sin(a)) ** 0.45,
        )
        for a in np.linspace(0, 2 * np.pi, 90, endpoint=False)
    ]
    block.swollen(polygon(shape, outline), 0.06 * s, 0.05 * s)
    light = put(light, block, clad(block, kind, tone, seed, 5), (18, 20))
    form = ear_form(shape, tone, seed, head=False)
    color = clad(form.relief, kind, tone, seed, 0.011 * s)
    color = color * (1 - 0.6 * np.clip(form.crease, 0, 1))[..., None]
    return put(light, form.relief, floats(color), (9, 9))
