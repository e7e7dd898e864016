"""A wrist watch with its dial, hands and strap."""

from functools import cache

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from tests.labelled.fresh.canvas import (
    Tone,
    blur,
    floats,
    grid,
    linear,
    noise,
    oval,
    over,
    stroke,
)
from tests.labelled.fresh.gems import Piece
from tests.labelled.fresh.pieces import SIDE, topped
from tests.labelled.fresh.relief import Relief, metal


@cache
def watch(
    of: str = "steel", face: Tone = (244, 242, 236), strap: Tone = (110, 62, 36), numbers: bool = True
) -> Piece:
    """Return a wrist watch from above, its strap running up and down."""
    shape = (SIDE, SIDE)
    rows, _ = grid(shape)
    side = 112 + 26 * np.abs(rows / SIDE - 0.5) * -2 + 20
    _, columns = grid(shape)
    leather = np.clip(side - np.abs(columns - 450), 0, 1)
    rise = np.sqrt(np.clip(1 - ((columns - 450) / side) ** 2, 0.02, 1))
    tone = linear(strap) * (0.45 + 0.6 * rise * (1 + 0.12 * noise(shape, 9, 3)))[..., None]
    seam = stroke(shape, [(0, 0)], 1)
    for x in (362, 538):
        for y in range(0, SIDE, 22):
            seam = np.maximum(seam, stroke(shape, [(x, y), (x, y + 12)], 4))
    tone = over(floats(tone), (226, 200, 160), seam * 0.7)
    piece = Piece(tone, floats(leather))
    relief = Relief.empty(shape)
    for x, y in ((-120, -1), (120, -1), (-120, 1), (120, 1)):
        relief.tube([(450 + x, 450 + y * 150, 0, 24), (450 + x, 450 + y * 262, -12, 18)], dense=0.3)
    relief.tube([(690, 450, 0, 26), (724, 450, 0, 24)], dense=0.3)
    for radius, thick in ((218, 32), (200, 22)):
        circle = [
            (450 + radius * np.sin(a), 450 - radius * np.cos(a), 20, thick)
            for a in np.linspace(0, 2 * np.pi, 28, endpoint=False)
        ]
        relief.tube(circle, closed=True, dense=0.3)
    piece = topped(piece, Piece(metal(relief, of, 2), relief.cover))
    return topped(piece, _dial(face, numbers))


def _dial(face: Tone, numbers: bool) -> Piece:
    picture = Image.new("RGB", (SIDE, SIDE), tuple(int(part) for part in face))
    draw = ImageDraw.Draw(picture)
    ink = (30, 30, 36) if sum(face) > 300 else (236, 230, 210)
    font = ImageFont.load_default(size=38)
    for hour in range(60):
        angle = hour / 60 * 2 * np.pi
        start = 178 if hour % 5 else 168
        ends = [(450 + r * np.sin(angle), 450 - r * np.cos(angle)) for r in (start, 186)]
        draw.line([(float(x), float(y)) for x, y in ends], fill=ink, width=2 if hour % 5 else 6)
        if numbers and hour % 5 == 0:
            at = (450 + 142 * np.sin(angle), 450 - 142 * np.cos(angle))
            draw.text((float(at[0]), float(at[1])), str(hour // 5 or 12), fill=ink, font=font, anchor="mm")
    for angle, long, wide in ((-1.05, 92, 11), (1.05, 140, 8), (2.6, 150, 3)):
        tip = (450 + long * np.sin(angle), 450 - long * np.cos(angle))
        draw.line([(450, 450), (float(tip[0]), float(tip[1]))], fill=ink, width=wide)
    draw.ellipse((438, 438, 462, 462), fill=ink)
    color = linear((255, 255, 255)) * (floats(np.asarray(picture)) / 255) ** 2.2
    mask = oval((SIDE, SIDE), (450, 450), (186, 186))
    inner = 1 - 0.35 * blur(1 - oval((SIDE, SIDE), (456, 458), (176, 176)), 6)
    rows, columns = grid((SIDE, SIDE))
    glare = np.clip((columns + rows - 760) / 30, 0, 1) * np.clip((880 - columns - rows) / 30, 0, 1) * 0.1
    return Piece(floats(color * inner[..., None] + glare[..., None]), mask)
