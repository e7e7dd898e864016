"""What is laid over a picture afterwards: frames, other pictures, badges and banners, words."""

from collections.abc import Callable

import cv2
import numpy as np
import numpy.typing as npt

Bytes = npt.NDArray[np.uint8]
NAMES = ("border", "inset", "graphic", "watermark", "text")
WORDS = (
    "SALE", "NEW", "-20%", "50", "BEST", "14K", "925", "GIFT", "OFF", "TOP", "HOT", "1+1", "Free shipping", "Handmade",
    "18k gold", "size 7", "shop.example", "(c) studio", "SAMPLE", "proof", "Lumina", "1.5 ct", "12 mm", "order now",
)  # fmt: skip
FONTS = (
    cv2.FONT_HERSHEY_SIMPLEX,
    cv2.FONT_HERSHEY_DUPLEX,
    cv2.FONT_HERSHEY_COMPLEX,
    cv2.FONT_HERSHEY_TRIPLEX,
)


def _ink(rng: np.random.Generator) -> tuple[int, int, int]:
    if rng.random() < 0.4:
        return (int(rng.choice([0, 20, 60, 128, 200, 235, 255])),) * 3
    red, green, blue = rng.integers(0, 256, 3)
    return int(red), int(green), int(blue)


def lay_over(
    codes: Bytes, second: Callable[[], Bytes], rng: np.random.Generator
) -> tuple[Bytes, frozenset[str]]:
    """Lay something over a quarter of all pictures; ``second`` draws another picture where one is set in."""
    out, names = np.ascontiguousarray(codes), set()
    if rng.random() < 0.06:
        out, _ = _border(out, rng), names.add("border")
    if rng.random() < 0.1:
        out, _ = _inset(out, second, rng), names.add("inset")
    if rng.random() < 0.1:
        out, words = _graphic(out, rng)
        names |= {"graphic", "text"} if words else {"graphic"}
    if rng.random() < 0.12:
        out, words = _watermark(out, rng)
        names |= {"watermark", "text"} if words else {"watermark"}
    if rng.random() < 0.07:
        out, _ = _caption(out, rng), names.add("text")
    return out, frozenset(names)


def _border(codes: Bytes, rng: np.random.Generator) -> Bytes:
    out, (height, width) = codes.copy(), codes.shape[:2]
    away = round(min(height, width) * rng.choice([0, rng.uniform(0, 0.06)]))
    thick = max(1, round(min(height, width) * rng.uniform(0.006, 0.08)))
    ink = _ink(rng)
    cv2.rectangle(
        out, (away, away), (width - 1 - away, height - 1 - away), ink, 2 * thick if away == 0 else thick
    )
    return out


def _inset(codes: Bytes, second: Callable[[], Bytes], rng: np.random.Generator) -> Bytes:
    """Another picture in a corner or along a side: square, round, or with round corners; with a line or a shadow."""
    out, (height, width) = codes.copy(), codes.shape[:2]
    count = 1 if rng.random() < 0.75 else int(rng.integers(2, 4))
    side = round(min(height, width) * (rng.uniform(0.18, 0.42) if count == 1 else rng.uniform(0.16, 0.3)))
    across = round(side * rng.choice([1.0, 1.0, 0.75, 1.33]))
    left = int(
        rng.choice(
            [
                rng.uniform(0, 0.06) * width,
                width - across - rng.uniform(0, 0.06) * width,
                rng.uniform(0, width - across),
            ],
            p=[0.4, 0.4, 0.2],
        )
    )
    top = int(rng.choice([rng.uniform(0, 0.06) * height, height - side - rng.uniform(0, 0.06) * height]))
    shape, lined, shaded = (
        rng.choice(["square", "disc", "rounded"], p=[0.5, 0.35, 0.15]),
        rng.random() < 0.5,
        rng.random() < 0.2,
    )
    ink, thick = _ink(rng), int(rng.integers(1, 5))
    for k in range(count):
        x = left + k * (across + 6) * (1 if left < width / 2 else -1)
        if x < 0 or x + across > width:
            break
        view = second() if rng.random() < 0.7 else _part(codes, rng)
        view = cv2.resize(view, (across, side), interpolation=cv2.INTER_AREA)
        mask = np.zeros((side, across), np.uint8)
        if shape == "square":
            mask[:] = 255
        elif shape == "disc":
            cv2.ellipse(
                mask,
                (across // 2, side // 2),
                (across // 2 - 1, side // 2 - 1),
                0,
                0,
                360,
                255,
                -1,
                cv2.LINE_AA,
            )
        else:
            r = max(2, round(side * rng.uniform(0.06, 0.2)))
            cv2.rectangle(mask, (r, r), (across - r - 1, side - r - 1), 255, 2 * r)
            mask[r:-r, r:-r] = 255
        whole = np.zeros((height, width), np.uint8)
        whole[top : top + side, x : x + across] = mask
        if shaded:
            dark = cv2.GaussianBlur(np.roll(whole, (4, 3), (0, 1)), (0, 0), 4)[..., None] / 255
            out = (out * (1 - 0.45 * dark)).astype(np.uint8)
        if lined:
            rim = cv2.dilate(whole, np.ones((2 * thick + 1,) * 2, np.uint8))[..., None] / 255
            out = (out * (1 - rim) + np.asarray(ink) * rim).astype(np.uint8)
        share = mask[..., None] / 255
        place = out[top : top + side, x : x + across]
        place[:] = (place * (1 - share) + view * share).astype(np.uint8)
    return out


def _part(codes: Bytes, rng: np.random.Generator) -> Bytes:
    height, width = codes.shape[:2]
    side = round(min(height, width) * rng.uniform(0.25, 0.6))
    top, left = int(rng.integers(height - side)), int(rng.integers(width - side))
    return codes[top : top + side, left : left + side].copy()


def _graphic(codes: Bytes, rng: np.random.Generator) -> tuple[Bytes, bool]:
    """A badge, a banner, a star, an arrow, a sign; and whether there are words on it."""
    out, (height, width) = codes.copy(), codes.shape[:2]
    size = min(height, width) * rng.uniform(0.05, 0.17)
    x, y = (rng.choice([1.3 * size, width - 1.3 * size]), rng.choice([1.3 * size, height - 1.3 * size]))
    if rng.random() < 0.25:
        x, y = rng.uniform(size, width - size), rng.uniform(size, height - size)
    ink, other = _ink(rng), _ink(rng)
    center, r = (round(float(x)), round(float(y))), max(3, round(float(size)))
    kind = rng.choice(["badge", "banner", "star", "arrow", "box", "ribbon", "heart"])
    if kind == "badge":
        cv2.circle(out, center, r, ink, -1, cv2.LINE_AA)
        cv2.circle(out, center, round(0.85 * r), other, max(1, r // 14), cv2.LINE_AA)
    elif kind == "banner":
        high = max(6, round(height * rng.uniform(0.06, 0.16)))
        top = 0 if rng.random() < 0.5 else height - high
        cv2.rectangle(out, (0, top), (width, top + high), ink, -1)
        center = (width // 2, top + high // 2)
    elif kind == "star":
        count, inner = int(rng.integers(5, 20)), rng.uniform(0.45, 0.85)
        angles = np.arange(2 * count) * np.pi / count
        radii = np.where(np.arange(2 * count) % 2, inner * r, r)
        points = np.stack([x + radii * np.cos(angles), y + radii * np.sin(angles)], 1)
        cv2.fillPoly(out, [np.rint(points).astype(np.int32)], ink, cv2.LINE_AA)
    elif kind == "arrow":
        tip = (round(width * rng.uniform(0.35, 0.65)), round(height * rng.uniform(0.35, 0.65)))
        cv2.arrowedLine(out, center, tip, ink, max(1, r // 7), cv2.LINE_AA, tipLength=0.15)
    elif kind == "box":
        cv2.rectangle(out, (center[0] - r, center[1] - r // 2), (center[0] + r, center[1] + r // 2), ink, -1)
    elif kind == "ribbon":
        a = 0.32 * min(width, height)
        b = rng.uniform(0.55, 0.75) * a
        cv2.fillPoly(out, [np.asarray([(b, 0), (a, 0), (0, a), (0, b)], np.int32)], ink, cv2.LINE_AA)
        if rng.random() < 0.5:
            out[:] = out[:, ::-1] if rng.random() < 0.5 else out
    else:
        t = np.linspace(0, 2 * np.pi, 50)
        points = np.stack(
            [
                x + r * np.sin(t) ** 3,
                y - r * (0.81 * np.cos(t) - 0.31 * np.cos(2 * t) - 0.12 * np.cos(3 * t)),
            ],
            1,
        )
        cv2.fillPoly(out, [np.rint(points).astype(np.int32)], ink, cv2.LINE_AA)
    worded = kind not in {"arrow", "heart", "ribbon"} and rng.random() < 0.75
    if worded:
        words = str(rng.choice(WORDS[:12]))
        font, scale = FONTS[int(rng.integers(len(FONTS)))], r / 34
        (wide, tall), _ = cv2.getTextSize(words, font, scale, 1)
        cv2.putText(
            out,
            words,
            (center[0] - wide // 2, center[1] + tall // 2),
            font,
            scale,
            other,
            max(1, r // 18),
            cv2.LINE_AA,
        )
    return out, bool(worded)


def _written(width: int, height: int, rng: np.random.Generator, share: float) -> npt.NDArray[np.uint8]:
    """Words as a mask (height, width), their length ``share`` of the width, in the middle."""
    words, font = str(rng.choice(WORDS)), FONTS[int(rng.integers(len(FONTS)))]
    thick = int(rng.integers(1, 4))
    (wide, tall), _ = cv2.getTextSize(words, font, 1.0, thick)
    scale = share * width / max(wide, 1)
    scale = min(scale, 0.3 * height / max(tall, 1))
    mask = np.zeros((height, width), np.uint8)
    at = (round((width - wide * scale) / 2), round((height + tall * scale) / 2))
    cv2.putText(mask, words, at, font, scale, 255, max(1, round(thick * scale)), cv2.LINE_AA)
    return mask


def _watermark(codes: Bytes, rng: np.random.Generator) -> tuple[Bytes, bool]:
    """Words or a sign that one can look through: across the middle, in a corner, or all over; and whether words."""
    height, width = codes.shape[:2]
    kind, worded = rng.choice(["middle", "corner", "tiled", "sign"], p=[0.4, 0.2, 0.2, 0.2]), True
    mask = np.zeros((height, width), np.uint8)
    if kind == "sign":
        r, worded = round(min(width, height) * rng.uniform(0.06, 0.25)), False
        center = (round(width * rng.uniform(0.3, 0.7)), round(height * rng.uniform(0.3, 0.7)))
        thick = max(1, r // int(rng.integers(6, 16)))
        cv2.circle(mask, center, r, 255, thick, cv2.LINE_AA)
        corners = int(rng.integers(3, 7))
        angles = rng.uniform(0, 6) + np.arange(corners) * 2 * np.pi / corners
        points = np.asarray(center) + 0.7 * r * np.stack([np.cos(angles), np.sin(angles)], 1)
        cv2.polylines(
            mask,
            [np.rint(points).astype(np.int32)],
            isClosed=True,
            color=255,
            thickness=thick,
            lineType=cv2.LINE_AA,
        )
    else:
        share = {
            "middle": rng.uniform(0.4, 0.95),
            "corner": rng.uniform(0.2, 0.4),
            "tiled": rng.uniform(0.5, 0.9),
        }[kind]
        if kind == "tiled":
            step = round(max(30, min(width, height) * rng.uniform(0.16, 0.35)))
            tile = _written(round(step * rng.uniform(1.2, 2.2)), step, rng, share)
            mask = np.tile(tile, (2 * height // tile.shape[0] + 2, 2 * width // tile.shape[1] + 2))
        else:
            mask = _written(width, height, rng, share)
        turn = rng.choice([0.0, rng.uniform(-45, 45)])
        middle = (mask.shape[1] / 2, mask.shape[0] / 2)
        mask = cv2.warpAffine(mask, cv2.getRotationMatrix2D(middle, float(turn), 1.0), mask.shape[::-1])
        top, left = (mask.shape[0] - height) // 2, (mask.shape[1] - width) // 2
        mask = mask[top : top + height, left : left + width]
        if kind == "corner":
            mask = np.roll(
                mask,
                (round(rng.choice([-0.42, 0.42]) * height), round(rng.choice([-0.3, 0, 0.3]) * width)),
                (0, 1),
            )
    ink = np.asarray(
        [255, 255, 255] if rng.random() < 0.55 else [0, 0, 0] if rng.random() < 0.6 else _ink(rng), np.float32
    )
    if abs(float(codes.mean()) - float(ink.mean())) < 50:
        ink = 255 - ink
    part = (mask.astype(np.float32) / 255 * rng.uniform(0.12, 0.6))[..., None]
    return np.asarray(codes * (1 - part) + ink * part, np.uint8), worded


def _caption(codes: Bytes, rng: np.random.Generator) -> Bytes:
    """Words in full ink, above, below or beside the piece."""
    height, width = codes.shape[:2]
    mask = _written(width, height, rng, rng.uniform(0.2, 0.9))
    mask = np.roll(mask, round(rng.choice([-0.42, -0.35, 0.35, 0.42]) * height), 0)
    ink = np.asarray(_ink(rng), np.float32)
    if np.abs(codes.mean(axis=(0, 1)) - ink).max() < 70:
        ink = np.full(3, 0.0 if codes.mean() > 127 else 255.0, np.float32)
    part = (mask.astype(np.float32) / 255)[..., None]
    return np.asarray(codes * (1 - part) + ink * part, np.uint8)
