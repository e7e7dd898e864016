"""Words or a sign that one can look through: across the middle, in a corner, or all over."""

import cv2
import numpy as np

from retouch.training.bodies.lettering import Bytes, any_font, any_ink, inked, written

WHERE = {"middle": 0.36, "corner": 0.18, "tiled": 0.2, "sign": 0.16, "signature": 0.1}
"""How often each kind of watermark is drawn."""
CONTRAST = 50  # codes: an ink nearer to the picture is turned to its opposite


def lay_watermark(codes: Bytes, rng: np.random.Generator) -> tuple[Bytes, bool]:
    """Lay one over a picture; and whether it has words."""
    height, width = codes.shape[:2]
    kind = str(rng.choice(list(WHERE), p=list(WHERE.values())))
    worded = kind not in DRAWN
    mask = _words(kind, height, width, rng) if worded else DRAWN[kind](height, width, rng)
    white = rng.random() < 0.55
    code = (255, 255, 255) if white else (0, 0, 0) if rng.random() < 0.6 else any_ink(rng)
    ink = np.asarray(code, np.float32)
    if abs(float(codes.mean()) - float(ink.mean())) < CONTRAST:
        ink = 255 - ink
    return inked(
        codes, mask, ink, rng.uniform(0.1, 0.6) if kind != "signature" else rng.uniform(0.3, 0.9)
    ), worded


def _sign(height: int, width: int, rng: np.random.Generator) -> Bytes:
    """A circle with a polygon or letters in it, as a mask (height, width)."""
    mask = np.zeros((height, width), np.uint8)
    r = round(min(width, height) * rng.uniform(0.06, 0.25))
    center = (round(width * rng.uniform(0.3, 0.7)), round(height * rng.uniform(0.3, 0.7)))
    thick = max(1, r // int(rng.integers(6, 16)))
    cv2.circle(mask, center, r, 255, thick, cv2.LINE_AA)
    corners = int(rng.integers(3, 7))
    angles = rng.uniform(0, 6) + np.arange(corners) * 2 * np.pi / corners
    points = np.asarray(center) + 0.7 * r * np.stack([np.cos(angles), np.sin(angles)], 1)
    outline = [np.rint(points).astype(np.int32)]
    if rng.random() < 0.5:
        cv2.polylines(mask, outline, isClosed=True, color=255, thickness=thick, lineType=cv2.LINE_AA)
        return mask
    letters = "".join(chr(65 + int(k)) for k in rng.integers(0, 26, int(rng.integers(1, 4))))
    font, scale = any_font(rng), r / 30
    (wide, tall), _ = cv2.getTextSize(letters, font, scale, 2)
    place = (center[0] - wide // 2, center[1] + tall // 2)
    cv2.putText(mask, letters, place, font, scale, 255, max(1, thick // 2), cv2.LINE_AA)
    return mask


def _signature(height: int, width: int, rng: np.random.Generator) -> Bytes:
    """A name as a hand writes it, that nobody can read: loops along a line, in a corner or the middle."""
    mask, long = np.zeros((height, width), np.uint8), min(width, height) * rng.uniform(0.15, 0.5)
    t = np.linspace(0, 1, 240)
    waves = sum(rng.normal(0, 1 / k) * np.sin(2 * np.pi * k * t + rng.uniform(0, 6)) for k in range(1, 14))
    loops = rng.uniform(0.02, 0.07) * np.cos(2 * np.pi * rng.uniform(5, 11) * t + rng.uniform(0, 6))
    swell = 0.3 + np.exp(-((t / rng.uniform(0.15, 0.4)) ** 2))
    down = rng.uniform(0.08, 0.25) * waves * swell - rng.uniform(-0.1, 0.2) * t
    x = width * rng.choice([0.2, 0.5, 0.8]) + long * (t - 0.5 + loops)
    y = height * rng.choice([0.12, 0.5, 0.88, 0.9]) + long * down
    line = [np.rint(np.stack([x, y], 1)).astype(np.int32)]
    thick = max(1, round(long * rng.uniform(0.008, 0.025)))
    cv2.polylines(mask, line, isClosed=False, color=255, thickness=thick, lineType=cv2.LINE_AA)
    return mask


DRAWN = {"sign": _sign, "signature": _signature}
"""The kinds without words."""


def _words(kind: str, height: int, width: int, rng: np.random.Generator) -> Bytes:
    """Words, often aslant, as a mask (height, width)."""
    shares = {
        "middle": rng.uniform(0.4, 0.95), "corner": rng.uniform(0.2, 0.4), "tiled": rng.uniform(0.5, 0.9),
    }  # fmt: skip
    draw = _tiled if kind == "tiled" else written
    mask = draw(width, height, rng, shares[kind])
    turn = rng.choice([0.0, rng.uniform(-45, 45)])
    middle = (mask.shape[1] / 2, mask.shape[0] / 2)
    mask = cv2.warpAffine(mask, cv2.getRotationMatrix2D(middle, float(turn), 1.0), mask.shape[::-1])
    top, left = (mask.shape[0] - height) // 2, (mask.shape[1] - width) // 2
    mask = mask[top : top + height, left : left + width]
    if kind == "corner":
        down, right = rng.choice([-0.42, 0.42]), rng.choice([-0.3, 0, 0.3])
        mask = np.roll(mask, (round(down * height), round(right * width)), (0, 1))
    return mask


def _tiled(width: int, height: int, rng: np.random.Generator, share: float) -> Bytes:
    """The same words all over twice the picture's sides, so that it is full when turned."""
    step = round(max(30, min(width, height) * rng.uniform(0.16, 0.35)))
    tile = written(round(step * rng.uniform(1.2, 2.2)), step, rng, share)
    return np.tile(tile, (2 * height // tile.shape[0] + 2, 2 * width // tile.shape[1] + 2))
