"""What is laid over pictures afterwards: words, watermarks, badges, frames and second pictures."""

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from tests.labelled.samples import Codes
from tests.labelled.sealed.canvas import Field, vec

Ink = tuple[int, int, int]


def face(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """Return the typeface that comes with Pillow: the same on every machine."""
    return ImageFont.load_default(size)


def lettering(words: str, wide: int, size: int) -> Field:
    """Return the coverage, 0 to 1, of centred words on a strip so wide."""
    strip = Image.new("L", (wide, size * 2))
    ImageDraw.Draw(strip).text((wide / 2, size), words, fill=255, font=face(size), anchor="mm")
    return np.asarray(strip, np.float32) / 255


def written(
    codes: Codes, words: str, at: tuple[float, float], size: float, ink: Ink,
) -> Codes:  # fmt: skip
    """Write words at shares of the sides, so high as a share of the height."""
    image = Image.fromarray(codes)
    place = (at[0] * image.width, at[1] * image.height)
    draw = ImageDraw.Draw(image)
    draw.multiline_text(
        place, words, fill=ink, font=face(round(size * image.height)), anchor="mm", align="center",
        spacing=0.3 * size * image.height,
    )  # fmt: skip
    return np.asarray(image)


def measured(
    codes: Codes, line: tuple[float, float, float, float], words: str, ink: Ink = (40, 40, 40)
) -> Codes:
    """Lay a dimension line with arrow heads and its length over the picture."""
    image = Image.fromarray(codes)
    draw = ImageDraw.Draw(image)
    ends = vec(line).reshape(2, 2) * vec([image.width, image.height])
    draw.line([tuple(end) for end in ends], fill=ink, width=3)
    way = (ends[1] - ends[0]) / np.linalg.norm(ends[1] - ends[0])
    for end, sign in zip(ends, (1, -1), strict=True):
        side = vec([-way[1], way[0]])
        draw.polygon(
            [tuple(end), tuple(end + sign * 22 * way + 8 * side), tuple(end + sign * 22 * way - 8 * side)],
            fill=ink,
        )
    middle = ends.mean(axis=0) + vec([way[1], -way[0]]) * (34 + 44 * abs(way[1]))
    draw.text(tuple(middle), words, fill=ink, font=face(round(0.026 * image.height)), anchor="mm")
    return np.asarray(image)


def blended(codes: Codes, layer: Image.Image, share: float) -> Codes:
    """Lay a picture with alpha over another, thinner by a share."""
    alpha = np.asarray(layer, np.float32)[..., 3:] / 255 * share
    return np.asarray(codes * (1 - alpha) + np.asarray(layer, np.float32)[..., :3] * alpha + 0.5, np.uint8)


def watermarked(
    codes: Codes, words: str, *, share: float = 0.4, size: float = 0.08, angle: float = 30,
    tiled: bool = False, ink: Ink = (255, 255, 255),
) -> Codes:  # fmt: skip
    """Lay half-transparent words over the picture, once or tiled."""
    height, width = codes.shape[:2]
    side = int(1.5 * max(height, width))
    layer = Image.new("RGBA", (side, side), (*ink, 0))
    draw, font = ImageDraw.Draw(layer), face(round(size * height))
    if tiled:
        long, tall = draw.textlength(words, font=font) * 1.35, size * height * 2.6
        places = [
            ((k + 0.5 * (row % 2)) * long, row * tall)
            for row in range(int(side / tall) + 1)
            for k in range(int(side / long) + 2)
        ]
    else:
        places = [(side / 2, side / 2)]
    for place in places:
        draw.text(place, words, fill=(*ink, 255), font=font, anchor="mm")
    turned = layer.rotate(angle, resample=Image.Resampling.BICUBIC)
    left, top = (side - width) // 2, (side - height) // 2
    return blended(codes, turned.crop((left, top, left + width, top + height)), share)


def sign(kind: str, size: int, ink: Ink, *, words: str = "") -> Image.Image:
    """Return a badge: star, seal, ring, bag, heart, arrow or ribbon, on nothing."""
    image = Image.new("RGBA", (4 * size, 4 * size), (*ink, 0))
    draw, full, middle = ImageDraw.Draw(image), (*ink, 255), 2 * size
    turn = np.linspace(0, 2 * np.pi, 49)[:-1]
    if kind in {"star", "seal"}:
        inner = 0.82 if kind == "star" else 0.93
        away = (
            np.where(np.arange(48) % 2, inner, 1.0) if kind == "star" else 0.965 + 0.035 * np.cos(16 * turn)
        )
        draw.polygon(
            [
                (middle + 1.9 * size * a * np.cos(t), middle + 1.9 * size * a * np.sin(t))
                for a, t in zip(away, turn, strict=True)
            ],
            fill=full,
        )
        if kind == "seal":
            draw.ellipse(
                [middle - 1.6 * size] * 2 + [middle + 1.6 * size] * 2,
                outline=(255, 255, 255, 255),
                width=size // 12,
            )
    elif kind == "ring":
        draw.ellipse([0.5 * size, 1.2 * size, 3.1 * size, 3.8 * size], outline=full, width=size // 5)
        draw.polygon(
            [
                (1.8 * size + dx * size, 1.25 * size + dy * size)
                for dx, dy in ((0, 0.1), (-0.7, -0.6), (-0.35, -1), (0.35, -1), (0.7, -0.6))
            ],
            fill=full,
        )
    elif kind == "heart":
        x, y = (
            16 * np.sin(turn) ** 3,
            13 * np.cos(turn) - 5 * np.cos(2 * turn) - 2 * np.cos(3 * turn) - np.cos(4 * turn),
        )
        draw.polygon(
            [(middle + a * size / 9, middle - b * size / 9) for a, b in zip(x, y, strict=True)], fill=full
        )
    elif kind == "arrow":
        points = ((0.1, 1.6), (2.2, 1.6), (2.2, 0.8), (3.9, 2), (2.2, 3.2), (2.2, 2.4), (0.1, 2.4))
        draw.polygon([(a * size, b * size) for a, b in points], fill=full)
    if words:
        draw.multiline_text(
            (middle, middle), words, fill=(255, 255, 255, 255), font=face(round(1.1 * size)),
            anchor="mm", align="center",
        )  # fmt: skip
    return image.resize((size, size), Image.Resampling.LANCZOS)


def stuck(codes: Codes, badge: Image.Image, at: tuple[float, float]) -> Codes:
    """Lay a badge with its middle at shares of the sides."""
    image = Image.fromarray(codes)
    place = (round(at[0] * image.width - badge.width / 2), round(at[1] * image.height - badge.height / 2))
    image.paste(badge, place, badge)
    return np.asarray(image)


def swatched(codes: Codes, colors: tuple[Ink, ...], *, round_: bool = True) -> Codes:
    """Lay color swatches along the lower edge, as shops do for variants."""
    image = Image.fromarray(codes)
    draw, size = ImageDraw.Draw(image), 0.035 * image.height
    for number, color in enumerate(colors):
        x, y = image.width * 0.5 + (number - (len(colors) - 1) / 2) * size * 2.8, image.height * 0.93
        shape = draw.ellipse if round_ else draw.rectangle
        shape([x - size, y - size, x + size, y + size], fill=color, outline=(255, 255, 255), width=4)
    return np.asarray(image)


def framed(codes: Codes, wide: float, ink: Ink, *, inset: float = 0.0, double: bool = False) -> Codes:
    """Draw a frame along the edges, or a little inside of them."""
    image = Image.fromarray(codes)
    draw, side = ImageDraw.Draw(image), min(image.size)
    for number in range(2 if double else 1):
        gap = (inset + number * 2.4 * wide) * side
        draw.rectangle(
            [gap, gap, image.width - 1 - gap, image.height - 1 - gap],
            outline=ink,
            width=max(2, round(wide * side / (1 + 2 * number))),
        )
    return np.asarray(image)


def with_second(
    codes: Codes, other: Codes, where: tuple[float, float], size: float, *, shape: str = "box",
    rim: Ink | None = (255, 255, 255),
) -> Codes:  # fmt: skip
    """Set a smaller picture into a larger one: ``size`` is its side as a share of the height."""
    image, side = Image.fromarray(codes), round(size * codes.shape[0])
    tall, wide = other.shape[:2]
    square = min(tall, wide)
    part = other[(tall - square) // 2 : (tall + square) // 2, (wide - square) // 2 : (wide + square) // 2]
    small = Image.fromarray(cv2.resize(part, (side, side), interpolation=cv2.INTER_AREA))
    mask = Image.new("L", (4 * side, 4 * side), 0)
    draw = ImageDraw.Draw(mask)
    (draw.ellipse if shape == "circle" else draw.rectangle)([0, 0, 4 * side - 1, 4 * side - 1], fill=255)
    mask = mask.resize((side, side), Image.Resampling.LANCZOS)
    place = (round(where[0] * image.width - side / 2), round(where[1] * image.height - side / 2))
    if rim:
        edge = max(3, side // 45)
        plate = mask.resize((side + 2 * edge,) * 2)
        image.paste(Image.new("RGB", plate.size, rim), (place[0] - edge, place[1] - edge), plate)
    image.paste(small, place, mask)
    return np.asarray(image)


def strip(codes: Codes, others: list[Codes], *, gap: int = 12) -> Codes:
    """Set a column of small pictures along the right edge, white between them."""
    height = codes.shape[0]
    side = (height - gap * (len(others) - 1)) // len(others)
    column = np.full((height, side + gap, 3), 255, np.uint8)
    for number, other in enumerate(others):
        square = min(other.shape[:2])
        top, left = (other.shape[0] - square) // 2, (other.shape[1] - square) // 2
        part = cv2.resize(
            other[top : top + square, left : left + square], (side, side), interpolation=cv2.INTER_AREA
        )
        column[number * (side + gap) : number * (side + gap) + side, gap:] = part
    return np.concatenate([codes, column], axis=1)


def smeared(codes: Codes, *, defocus: float = 0, shake: tuple[float, float] | None = None) -> Codes:
    """Put a picture out of focus, by so many pixels' radius, or shake it along a way in pixels."""
    light = (codes.astype(np.float32) / 255) ** 2.2
    reach = int(max(defocus, *(abs(s) for s in shake or (0, 0)))) + 2
    kernel = np.zeros((2 * reach + 1, 2 * reach + 1), np.float32)
    if shake:
        ends = [[int(reach + sign * part / 2) for part in shake] for sign in (-1, 1)]
        cv2.line(kernel, ends[0], ends[1], 1.0, 2)
    else:
        cv2.circle(kernel, (reach, reach), round(defocus), 1.0, -1)
    light = np.asarray(cv2.filter2D(light, -1, kernel / kernel.sum(), borderType=cv2.BORDER_REPLICATE))
    rng = np.random.default_rng(1)
    return np.asarray(
        np.clip(light ** (1 / 2.2) * 255 + rng.normal(0, 1.2, light.shape) + 0.5, 0, 255), np.uint8
    )
