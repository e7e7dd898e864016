"""What is laid over a finished picture, or looks as if it were, for ``second``."""

from collections.abc import Callable, Sequence

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from tests.labelled.samples import Codes
from tests.labelled.second.forms import Floats
from tests.labelled.second.stuffs import FIELD, noise

Ink = tuple[int, int, int]
Draw = Callable[[ImageDraw.ImageDraw, int], None]
FINE = 3


def drawn(codes: Codes, draw: Draw, *, opacity: float = 1.0, turn: float = 0.0) -> Codes:
    """Draw over a picture, finely, as opaque as said; the draughtsman is given the side in fine pixels."""
    height, width = codes.shape[:2]
    layer = Image.new("RGBA", (width * FINE, height * FINE), (0, 0, 0, 0))
    draw(ImageDraw.Draw(layer), width * FINE)
    layer = layer.rotate(turn, Image.Resampling.BICUBIC).resize((width, height), Image.Resampling.BOX)
    values = np.asarray(layer, np.float32)
    share = values[..., 3:] / 255 * opacity
    solid = values[..., :3]
    return np.clip(np.rint(codes * (1 - share) + solid * share), 0, 255).astype(np.uint8)


def words(text: str, at: tuple[float, float], size: float, ink: Ink, *, under: Ink | None = None) -> Draw:
    """Letters about a place, all in shares of the side, with a band under them where one is asked."""

    def draw(pen: ImageDraw.ImageDraw, side: int) -> None:
        font = ImageFont.load_default(round(size * side))
        place = (round(at[0] * side), round(at[1] * side))
        if under:
            left, top, right, bottom = pen.textbbox(place, text, font=font, anchor="mm")
            gap = 0.35 * size * side
            pen.rectangle((left - 2 * gap, top - gap, right + 2 * gap, bottom + gap), fill=(*under, 255))
        pen.multiline_text(place, text, fill=(*ink, 255), font=font, anchor="mm", align="center")

    return draw


def tiled(text: str, size: float, ink: Ink, step: tuple[float, float] = (0.34, 0.16)) -> Draw:
    def draw(pen: ImageDraw.ImageDraw, side: int) -> None:
        font = ImageFont.load_default(round(size * side))
        for row, y in enumerate(np.arange(-0.1, 1.2, step[1])):
            for x in np.arange(-0.2, 1.2, step[0]):
                pen.text(((x + 0.17 * (row % 2)) * side, y * side), text, fill=(*ink, 255), font=font)

    return draw


def seal(letters: str, at: tuple[float, float], wide: float, ink: Ink) -> Draw:
    """Two circles about a monogram, as lines."""

    def draw(pen: ImageDraw.ImageDraw, side: int) -> None:
        x, y, r = at[0] * side, at[1] * side, wide * side
        for share in (1.0, 0.88):
            box = (x - r * share, y - r * share, x + r * share, y + r * share)
            pen.ellipse(box, outline=(*ink, 255), width=max(3, round(0.05 * r)))
        pen.text((x, y), letters, fill=(*ink, 255), font=ImageFont.load_default(round(r)), anchor="mm")

    return draw


def shape(
    points: Sequence[tuple[float, float]], ink: Ink, at: tuple[float, float] = (0, 0), scale: float = 1.0
) -> Draw:
    def draw(pen: ImageDraw.ImageDraw, side: int) -> None:
        pen.polygon(
            [((at[0] + x * scale) * side, (at[1] + y * scale) * side) for x, y in points], fill=(*ink, 255)
        )

    return draw


def disc(at: tuple[float, float], wide: float, ink: Ink, line: float = 0.0) -> Draw:
    def draw(pen: ImageDraw.ImageDraw, side: int) -> None:
        box = tuple(side * each for each in (at[0] - wide, at[1] - wide, at[0] + wide, at[1] + wide))
        if line:
            pen.ellipse(box, outline=(*ink, 255), width=round(line * side))
        else:
            pen.ellipse(box, fill=(*ink, 255))

    return draw


def both(*draws: Draw) -> Draw:
    def draw(pen: ImageDraw.ImageDraw, side: int) -> None:
        for each in draws:
            each(pen, side)

    return draw


def star(points: int = 5, deep: float = 0.42) -> list[tuple[float, float]]:
    angles = np.arange(2 * points) * np.pi / points - np.pi / 2
    radii = np.where(np.arange(2 * points) % 2, deep, 1.0)
    return [(float(r * np.cos(a)), float(r * np.sin(a))) for a, r in zip(angles, radii, strict=True)]


def heart() -> list[tuple[float, float]]:
    t = np.linspace(0, 2 * np.pi, 60)
    x, y = 16 * np.sin(t) ** 3, 13 * np.cos(t) - 5 * np.cos(2 * t) - 2 * np.cos(3 * t) - np.cos(4 * t)
    return [(float(a / 17), float(-b / 17)) for a, b in zip(x, y, strict=True)]


def frame(ink: Ink, thick: float, off: float = 0.0, *, round_by: float = 0.0, dash: float = 0.0) -> Draw:
    """Draw a line all around, so far from the edge; its corners rounded, or dashed."""

    def draw(pen: ImageDraw.ImageDraw, side: int) -> None:
        far, wide, color = off * side, max(1, round(thick * side)), (*ink, 255)
        box = (far, far, side - 1 - far, side - 1 - far)
        if not dash:
            pen.rounded_rectangle(box, round(round_by * side), outline=color, width=wide)
            return
        for start in np.arange(far, side - far - dash * side / 2, dash * side):
            end = start + dash * side * 0.55
            for edge in (far, side - far - wide):
                pen.rectangle((start, edge, end, edge + wide), fill=color)
                pen.rectangle((edge, start, edge + wide, end), fill=color)

    return draw


def matted(
    codes: Codes, ink: Ink, margins: tuple[float, float, float, float], round_by: float = 0.0
) -> Codes:
    """Set a picture into a mat: left, top, right and bottom margins in shares of the side."""
    side = codes.shape[0]
    left, top, right, bottom = (round(each * side) for each in margins)
    size = (side - left - right, side - top - bottom)
    mask = Image.new("L", (size[0] * FINE, size[1] * FINE), 0)
    ImageDraw.Draw(mask).rounded_rectangle(
        (0, 0, mask.width - 1, mask.height - 1), round(round_by * side * FINE), fill=255
    )
    picture = Image.new("RGB", (side, side), ink)
    scale = max(size) / side
    small = Image.fromarray(codes).resize(
        (round(side * scale), round(side * scale)), Image.Resampling.LANCZOS
    )
    x, y = (small.width - size[0]) // 2, (small.height - size[1]) // 2
    small = small.crop((x, y, x + size[0], y + size[1]))
    picture.paste(small, (left, top), mask.resize(size, Image.Resampling.BOX))
    return np.asarray(picture)


def second_view(
    codes: Codes,
    view: Codes,
    box: tuple[float, float, float, float],
    *,
    disc: bool = False,
    rim: Ink | None = None,
    thick: int = 4,
    shadow: bool = False,
    corner: float = 0.0,
) -> Codes:
    """Set another picture into one: left, top, width and height in shares of the side."""
    side = codes.shape[0]
    left, top, wide, high = (round(each * side) for each in box)
    scale = max(wide, high)
    small = cv2.resize(view, (scale, scale), interpolation=cv2.INTER_AREA)
    small = small[(scale - high) // 2 :][:high, (scale - wide) // 2 :][:, :wide]
    mask = Image.new("L", (wide * FINE, high * FINE), 0)
    pen, edge = ImageDraw.Draw(mask), (0, 0, wide * FINE - 1, high * FINE - 1)
    pen.ellipse(edge, fill=255) if disc else pen.rounded_rectangle(edge, corner * side * FINE, fill=255)
    cover = np.zeros((side, side, 1), np.float32)
    cover[top : top + high, left : left + wide, 0] = (
        np.asarray(mask.resize((wide, high), Image.Resampling.BOX)) / 255
    )
    over = codes.astype(np.float32)
    if shadow:
        over *= 1 - 0.4 * cv2.GaussianBlur(np.roll(cover[..., 0], 6, 0), (0, 0), 7)[..., None]
    laid = np.zeros_like(over)
    laid[top : top + high, left : left + wide] = small
    if rim:
        inner = cv2.erode(cover[..., 0], np.ones((2 * thick + 1,) * 2), borderValue=0)[..., None]
        laid = inner * laid + (1 - inner) * np.array(rim, np.float32)
    return np.rint(cover * laid + (1 - cover) * over).clip(0, 255).astype(np.uint8)


def engraved(
    codes: Codes, text: str, at: tuple[float, float], size: float, *, turn: float = 0.0, deep: float = 0.55
) -> Codes:
    """Cut letters into what the picture shows: dark where the light cannot reach, bright at the lower lip."""
    side = codes.shape[0]
    layer = Image.new("L", (side * FINE, side * FINE), 0)
    font = ImageFont.load_default(round(size * side * FINE))
    place = (round(at[0] * side * FINE), round(at[1] * side * FINE))
    ImageDraw.Draw(layer).text(place, text, fill=255, font=font, anchor="mm")
    layer = layer.rotate(turn, Image.Resampling.BICUBIC, center=place).resize(
        (side, side), Image.Resampling.BOX
    )
    cut = cv2.GaussianBlur(np.asarray(layer, np.float32) / 255, (0, 0), 0.6)
    lip = np.clip(np.roll(cut, (1, 1), (0, 1)) - cut, 0, 1)
    values = codes * (1 - deep * cut[..., None]) + 90 * lip[..., None]
    return np.clip(np.rint(values), 0, 255).astype(np.uint8)


def through_leaves(light: Floats, seed: int) -> Floats:
    """The shadow of leaves before a window."""
    rng, side = np.random.default_rng(seed), light.shape[0]
    dark = np.zeros((side, side), np.float32)
    for stem in range(3):
        x, y, way = rng.uniform(0, side), side * 1.05, -1.9 + 0.35 * stem
        for step in range(14):
            x, y = x + 0.06 * side * np.cos(way), y + 0.06 * side * np.sin(way)
            for hand in (-1, 1):
                angle = np.degrees(way) + hand * 48
                middle = (
                    round(x + 34 * np.cos(np.deg2rad(angle))),
                    round(y + 34 * np.sin(np.deg2rad(angle))),
                )
                cv2.ellipse(
                    dark, middle, (36, max(4, 12 - step // 2)), float(angle), 0, 360, 1.0, -1, cv2.LINE_AA
                )
    return light * (1 - 0.42 * cv2.GaussianBlur(dark, (0, 0), 3.5))[..., None]


def through_panes(light: Floats, slant: float = 0.3) -> Floats:
    """The sun through a window's panes, the rest in shade."""
    side = light.shape[0]
    y, x = np.mgrid[0:side, 0:side].astype(np.float32) / side
    u, v = x - slant * y + 0.1, y + 0.15 * x
    pane = (np.abs(np.mod(u * 2.6, 1) - 0.5) < 0.44) & (np.abs(np.mod(v * 2.2, 1) - 0.5) < 0.44)
    sun = cv2.GaussianBlur((pane & (np.abs(u - 0.45) < 0.4)).astype(np.float32), (0, 0), 4)
    return light * (0.72 + 0.32 * sun)[..., None]


def through_water(light: Floats) -> Floats:
    """Bright nets, as water throws them."""
    side = light.shape[0]
    field = cv2.resize(noise(51, 26, 26)[:400, :400], (side, side), interpolation=cv2.INTER_CUBIC)
    net = np.exp(-np.abs(field) * 7)
    return light * (0.8 + 0.4 * net)[..., None]


def in_a_vignette(light: Floats, deep: float = 0.6) -> Floats:
    side = light.shape[0]
    y, x = (np.mgrid[0:side, 0:side].astype(np.float32) / side - 0.5) * 2
    return light * (1 - deep * np.clip((np.hypot(x, y) - 0.5) / 0.9, 0, 1) ** 1.5)[..., None]


def moved(light: Floats, px: int, angle_deg: float) -> Floats:
    """Blur as of a camera that moved while the shutter was open."""
    line = np.zeros((px, px), np.float32)
    line[px // 2] = 1
    turn = cv2.getRotationMatrix2D((px / 2 - 0.5, px / 2 - 0.5), angle_deg, 1)
    kernel = cv2.warpAffine(line, turn, (px, px))
    return cv2.filter2D(light, -1, kernel / kernel.sum(), borderType=cv2.BORDER_REFLECT)


def out_of_focus(light: Floats, radius: float) -> Floats:
    """Every point becomes a disc."""
    reach = int(np.ceil(radius))
    y, x = np.mgrid[-reach : reach + 1, -reach : reach + 1]
    kernel = np.clip(radius + 0.5 - np.hypot(x, y), 0, 1).astype(np.float32)
    return cv2.filter2D(light, -1, kernel / kernel.sum(), borderType=cv2.BORDER_REFLECT)


def patterned(seed: int) -> Floats:
    """Return a share of light for printed cloth: rows of small flowers."""
    share = np.ones((FIELD, FIELD), np.float32)
    for row in range(9):
        for column in range(9):
            at = (round((column + 0.5 * (row % 2)) * 60 + seed % 7), row * 60 + 20)
            for petal in range(5):
                spot = (at[0] + round(9 * np.cos(1.2566 * petal)), at[1] + round(9 * np.sin(1.2566 * petal)))
                cv2.circle(share, spot, 5, 0.72, -1, cv2.LINE_AA)
    return share
