"""What is laid over a finished photo: words, marks, signs, frames, further views; and how a photo becomes soft."""

from collections.abc import Callable, Sequence

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from tests.labelled.fresh.canvas import (
    Codes,
    Floats,
    Point,
    Shape,
    Tone,
    blur,
    floats,
    grid,
    lens,
    polygon,
    shifted,
    spline,
    stroke,
)

Mark = tuple[Tone, Floats]


def shape_of(codes: Codes) -> Shape:
    return codes.shape[0], codes.shape[1]


def blended(codes: Codes, tone: Tone, mask: Floats, opacity: float = 1.0) -> Codes:
    """Lay a color over by a mask, as an editor does."""
    share = (mask * opacity)[..., None]
    return np.clip(codes * (1 - share) + floats(tone) * share + 0.5, 0, 255).astype(np.uint8)


def lettering(
    text: str, size: float, bold: float = 0.0, slant: float = 0.0, spaced: float = 0.0, wide: float = 1.0
) -> Floats:
    """Return the mask of a line of words, letter by letter, cut to its edges."""
    font = ImageFont.load_default(size=size * 2)
    across = size * 2
    place = 0.0
    thick = round(bold * size * 0.08)
    canvas = Image.new("L", (int(len(text) * size * 2.4 + 200), int(size * 3.4)), 0)
    draw = ImageDraw.Draw(canvas)
    for letter in text:
        draw.text((40 + place, size * 0.4), letter, fill=255, font=font, stroke_width=thick)
        place += font.getlength(letter) + spaced * across + thick
    mask = floats(np.asarray(canvas)) / 255
    move = np.array([[wide / 2, -slant / 2, 0.5 * slant * mask.shape[0]], [0, 0.5, 0]], np.float64)
    half = (int(mask.shape[1] * max(wide, 1) / 2) + 60, mask.shape[0] // 2)
    mask = floats(cv2.warpAffine(cv2.GaussianBlur(mask, (0, 0), 0.6), move, half))
    rows, columns = np.nonzero(mask.max(axis=1) > 0.1)[0], np.nonzero(mask.max(axis=0) > 0.1)[0]
    return mask[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def laid_at(shape: Shape, mask: Floats, center: Point, turn: float = 0.0) -> Floats:
    """Return a mask moved to a place given in shares of the frame, turned clockwise."""
    height, width = mask.shape
    cos, sin = np.cos(np.radians(turn)), np.sin(np.radians(turn))
    x, y = center[0] * shape[1], center[1] * shape[0]
    move = np.array(
        [
            [cos, -sin, x - cos * width / 2 + sin * height / 2],
            [sin, cos, y - sin * width / 2 - cos * height / 2],
        ]
    )
    return floats(cv2.warpAffine(mask, move, (shape[1], shape[0])))


def words(
    codes: Codes,
    text: str,
    center: Point,
    size: float,
    tone: Tone,
    *,
    turn: float = 0.0,
    opacity: float = 1.0,
    shadow: float = 0.0,
    **style: float,
) -> Codes:
    """Write one line; its size is a share of the frame's width."""
    shape = shape_of(codes)
    mask = laid_at(shape, lettering(text, size * shape[1], **style), center, turn)
    if shadow:
        codes = blended(codes, (0, 0, 0), blur(shifted(mask, (2, 3)), 3), shadow)
    return blended(codes, tone, mask, opacity)


def lines(codes: Codes, texts: Sequence[str], left: Point, size: float, tone: Tone, **style: float) -> Codes:
    """Write lines under each other that begin at one place."""
    shape = shape_of(codes)
    for index, text in enumerate(texts):
        mask = lettering(text, size * shape[1], **style)
        center = (left[0] + mask.shape[1] / 2 / shape[1], left[1] + index * size * 1.75 * shape[1] / shape[0])
        codes = blended(codes, tone, laid_at(shape, mask, center))
    return codes


def band(
    codes: Codes,
    box: tuple[float, float, float, float],
    tone: Tone,
    opacity: float = 1.0,
    round_by: float = 0,
) -> Codes:
    """Lay a plain bar or plate over, given by its left, top, right and bottom."""
    return blended(codes, tone, plate(shape_of(codes), box, round_by), opacity)


def plate(shape: Shape, box: tuple[float, float, float, float], round_by: float = 0.0) -> Floats:
    height, width = shape
    rows, columns = grid(shape)
    left, top, right, bottom = box[0] * width, box[1] * height, box[2] * width, box[3] * height
    corner = max(round_by * min(shape), 0.5)
    dx = np.maximum(np.maximum(left + corner - columns, columns - right + corner), 0)
    dy = np.maximum(np.maximum(top + corner - rows, rows - bottom + corner), 0)
    return floats(np.clip(corner - np.hypot(dx, dy) + 0.5, 0, 1))


def arched(
    codes: Codes,
    text: str,
    center: Point,
    radius: float,
    size: float,
    tone: Tone,
) -> Codes:
    """Write along a circle, its middle letter at the angle given from straight up."""
    shape = shape_of(codes)
    step = size * 1.05 / radius
    for index, letter in enumerate(text):
        if letter == " ":
            continue
        angle = (index - (len(text) - 1) / 2) * step
        mask = lettering(letter, size * shape[1])
        place = (center[0] + radius * np.sin(angle), center[1] - radius * np.cos(angle) * shape[1] / shape[0])
        codes = blended(codes, tone, laid_at(shape, mask, place, float(np.degrees(angle))))
    return codes


def tiled(
    codes: Codes, text: str, size: float, tone: Tone, opacity: float, *, turn: float = -30, gap: float = 1.6
) -> Codes:
    """Write the same words all over, aslant."""
    shape = shape_of(codes)
    word = lettering(text, size * shape[1])
    side = int(np.hypot(*shape)) + 40
    cell = (
        int(word.shape[0] + size * shape[1] * 3.0 * gap),
        int(word.shape[1] + size * shape[1] * 1.8 * gap),
    )
    sheet = np.zeros((side, side), np.float32)
    for row, y in enumerate(range(0, side - word.shape[0], cell[0])):
        for x in range(-(row % 2) * cell[1] // 2, side, cell[1]):
            left, right = max(0, x), min(side, x + word.shape[1])
            if right > left:
                sheet[y : y + word.shape[0], left:right] = word[:, left - x : right - x]
    return blended(codes, tone, laid_at(shape, sheet, (0.5, 0.5), turn), opacity)


def signature(codes: Codes, center: Point, size: float, tone: Tone, opacity: float, seed: int = 1) -> Codes:
    """Sign by hand: loops and strokes of a changing thickness, underlined."""
    shape = shape_of(codes)
    rng = np.random.default_rng(seed)
    points: list[Point] = [(-1.1, 0.1), (-0.95, -0.55), (-0.78, -0.1), (-0.9, 0.3), (-0.6, 0.0)]
    x = -0.5
    for index in range(8):
        tall = 0.42 if index in {2, 5} else 0.16
        points += [(x, 0.08), (x + 0.07, -tall * rng.uniform(0.8, 1.2)), (x + 0.12, 0.1 + 0.2 * (index == 4))]
        x += 0.17
    points += [(x + 0.3, -0.08)]
    curve = spline(
        [
            (center[0] * shape[1] + u * size * shape[1], center[1] * shape[0] + v * size * shape[1])
            for u, v in points
        ],
        500,
    )
    mask = np.zeros(shape, np.float32)
    for index in range(0, 498, 6):
        wide = 1.6 + 1.6 * abs(np.sin(index / 23))
        mask = np.maximum(mask, stroke(shape, curve[index : index + 8], wide * max(1.0, size * 6)))
    under = spline(
        [
            (center[0] * shape[1] + u * size * shape[1], center[1] * shape[0] + v * size * shape[1])
            for u, v in ((-0.8, 0.34), (0.1, 0.26), (1.2, 0.3))
        ],
        60,
    )
    return blended(codes, tone, np.maximum(mask, stroke(shape, under, 2)), opacity)


def figure(
    codes: Codes, points: Sequence[Point], center: Point, size: float, tone: Tone, opacity: float = 1.0
) -> Codes:
    """Fill a shape given by corners around a center; its size is a share of the frame's width."""
    shape = shape_of(codes)
    placed = [
        (center[0] * shape[1] + u * size * shape[1], center[1] * shape[0] + v * size * shape[1])
        for u, v in points
    ]
    return blended(codes, tone, polygon(shape, placed), opacity)


def spiked(count: int, inner: float, turn: float = 0.0) -> list[Point]:
    """Return a star or the edge of a seal."""
    angles = np.linspace(0, 2 * np.pi, 2 * count, endpoint=False) + turn
    return [
        (float(r * np.sin(a)), float(-r * np.cos(a)))
        for a, r in zip(angles, [1.0, inner] * count, strict=True)
    ]


def round_points(share: float = 1.0) -> list[Point]:
    return [(float(share * np.cos(a)), float(share * np.sin(a))) for a in np.linspace(0, 2 * np.pi, 72)]


CHECK: tuple[Point, ...] = (
    (-0.55, 0.02),
    (-0.4, -0.14),
    (-0.14, 0.12),
    (0.42, -0.44),
    (0.57, -0.29),
    (-0.14, 0.42),
)
ARROW: tuple[Point, ...] = (
    (-1, -0.06),
    (0.3, -0.1),
    (0.22, -0.36),
    (1, 0.02),
    (0.2, 0.4),
    (0.3, 0.14),
    (-1, 0.08),
)
HEART: tuple[Point, ...] = tuple(
    (
        float(np.sin(t) ** 3),
        float(-(13 * np.cos(t) - 5 * np.cos(2 * t) - 2 * np.cos(3 * t) - np.cos(4 * t)) / 16),
    )
    for t in np.linspace(0, 2 * np.pi, 60)
)


def ringed_mark(shape: Shape, center: Point, radius: float, thick: float) -> Floats:
    """Return the mask of a circle's line; measures are shares of the frame's width."""
    rows, columns = grid(shape)
    far = np.hypot(columns - center[0] * shape[1], rows - center[1] * shape[0])
    return np.clip(thick * shape[1] / 2 - np.abs(far - radius * shape[1]) + 0.5, 0, 1)


def framed(
    codes: Codes, tone: Tone, inset: float, thick: float, round_by: float = 0.0, opacity: float = 1.0
) -> Codes:
    """Draw a frame's line, so far in from the edge, in shares of the shorter side."""
    shape = shape_of(codes)
    across, down = inset * min(shape) / shape[1], inset * min(shape) / shape[0]
    outer = plate(shape, (across, down, 1 - across, 1 - down), round_by)
    wide, tall = across + thick * min(shape) / shape[1], down + thick * min(shape) / shape[0]
    inner = plate(shape, (wide, tall, 1 - wide, 1 - tall), max(0.0, round_by - thick))
    return blended(codes, tone, np.clip(outer - inner, 0, 1), opacity)


def matted(
    codes: Codes, tone: Tone, sides: tuple[float, float, float, float], round_by: float = 0.0
) -> Codes:
    """Put the photo on a plain mat with margins left, above, right and below."""
    height, width = codes.shape[:2]
    left, top, right, bottom = sides
    size = (round(width * (1 - left - right)), round(height * (1 - top - bottom)))
    small = cv2.resize(codes, size, interpolation=cv2.INTER_AREA)
    sheet = np.broadcast_to(floats(tone), codes.shape).astype(np.uint8)
    whole = sheet.copy()
    x, y = round(left * width), round(top * height)
    whole[y : y + size[1], x : x + size[0]] = small
    hole = plate(
        (height, width), (x / width, y / height, (x + size[0]) / width, (y + size[1]) / height), round_by
    )
    return np.clip(sheet * (1 - hole[..., None]) + whole * hole[..., None], 0, 255).astype(np.uint8)


def pasted(
    codes: Codes,
    view: Codes,
    box: tuple[float, float, float, float],
    *,
    disc: bool = False,
    rim: tuple[Tone, float] | None = None,
    round_by: float = 0.0,
    shadow: bool = False,
) -> Codes:
    """Paste a second photo into a box, square, round, rimmed or with rounded corners."""
    height, width = codes.shape[:2]
    left, top = round(box[0] * width), round(box[1] * height)
    size = (round((box[2] - box[0]) * width), round((box[3] - box[1]) * height))
    small = _fitted(view, size)
    whole = codes.copy()
    whole[top : top + size[1], left : left + size[0]] = small
    shape = (height, width)
    center = ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
    if disc:
        rows, columns = grid(shape)
        far = np.hypot(columns - center[0] * width, rows - center[1] * height)
        mask = floats(np.clip(min(size) / 2 - far, 0, 1))
        line = floats(np.clip((rim[1] * width if rim else 0) / 2 - np.abs(far - min(size) / 2) + 0.5, 0, 1))
    else:
        mask = plate(shape, box, round_by)
        by = rim[1] if rim else 0.0
        tall = by * width / height
        line = np.clip(
            plate(shape, (box[0] - by, box[1] - tall, box[2] + by, box[3] + tall), round_by) - mask, 0, 1
        )
    if shadow:
        codes = blended(codes, (0, 0, 0), blur(shifted(mask, (4, 6)), 8), 0.4)
    codes = np.clip(codes * (1 - mask[..., None]) + whole * mask[..., None] + 0.5, 0, 255).astype(np.uint8)
    return blended(codes, rim[0], line) if rim else codes


def _fitted(view: Codes, size: tuple[int, int]) -> Codes:
    height, width = view.shape[:2]
    share = max(size[0] / width, size[1] / height)
    large = cv2.resize(view, (int(width * share) + 1, int(height * share) + 1), interpolation=cv2.INTER_AREA)
    y, x = (large.shape[0] - size[1]) // 2, (large.shape[1] - size[0]) // 2
    return np.ascontiguousarray(large[y : y + size[1], x : x + size[0]]).astype(np.uint8)


def shaken(light: Floats, path: Sequence[Point]) -> Floats:
    """Blur along the path a hand-held camera takes, in pixels."""
    reach = int(np.abs(np.array(path)).max()) + 2
    kernel = stroke((2 * reach + 1, 2 * reach + 1), spline([(reach + x, reach + y) for x, y in path], 60), 2)
    kernel = blur(kernel, 0.6)
    return floats(cv2.filter2D(light, -1, kernel / kernel.sum(), borderType=cv2.BORDER_REFLECT))


SOFTENED: dict[str, Callable[[Floats], Floats]] = {
    "far out of focus": lambda light: lens(light, 9),
    "out of focus": lambda light: lens(light, 5.5),
    "a little out of focus": lambda light: lens(light, 4),
    "soft": lambda light: blur(light, 5),
    "moved": lambda light: shaken(light, ((-15, -3), (0, 0), (15, 3))),
    "shaken": lambda light: shaken(light, ((-10, -6), (-2, 5), (6, 2), (11, -7))),
}
