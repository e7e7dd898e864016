"""Stones: facets by sectors and rings, each with a light of its own, and polished domes."""

from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np

from tests.labelled.fresh.canvas import Floats, Point, Shape, Tone, blur, floats, grid, linear, noise
from tests.labelled.fresh.relief import looked_up, room


@dataclass(frozen=True, slots=True)
class Piece:
    """A picture of one thing by itself, and what of it is covered."""

    color: Floats
    mask: Floats

    def scaled(self, side: float) -> "Piece":
        """Return it with its longer side so long, in pixels."""
        height, width = self.mask.shape
        share = side / max(height, width)
        size = (max(2, round(width * share)), max(2, round(height * share)))
        how = cv2.INTER_AREA if share < 1 else cv2.INTER_CUBIC
        solid = floats(cv2.resize(self.color * self.mask[..., None], size, interpolation=how))
        mask = np.clip(floats(cv2.resize(self.mask, size, interpolation=how)), 0, 1)
        return Piece(solid / np.maximum(mask, 1e-3)[..., None], mask)

    def set_in(self, shape: Shape, center: Point, turn: float = 0.0, squash: Point = (1.0, 1.0)) -> "Piece":
        """Return it moved to its place in a larger picture, turned clockwise, pressed flat if asked."""
        height, width = self.mask.shape
        cos, sin = np.cos(np.radians(turn)), np.sin(np.radians(turn))
        a, b, c, d = cos * squash[0], -sin * squash[1], sin * squash[0], cos * squash[1]
        move = np.array(
            [
                [a, b, center[0] - a * width / 2 - b * height / 2],
                [c, d, center[1] - c * width / 2 - d * height / 2],
            ]
        )
        size = (shape[1], shape[0])
        solid = floats(cv2.warpAffine(self.color * self.mask[..., None], move, size))
        mask = np.clip(floats(cv2.warpAffine(self.mask, move, size)), 0, 1)
        return Piece(solid / np.maximum(mask, 1e-3)[..., None], mask)


STONES: dict[str, Tone] = {
    "diamond": (236, 240, 246),
    "sapphire": (34, 62, 170),
    "emerald": (14, 128, 84),
    "ruby": (182, 16, 52),
    "amethyst": (138, 82, 190),
    "citrine": (228, 160, 44),
    "aqua": (136, 200, 214),
    "morganite": (244, 190, 178),
    "garnet": (120, 14, 30),
}
CUTS: dict[str, Point] = {
    "round": (1, 1),
    "oval": (0.76, 1),
    "cushion": (0.94, 0.94),
    "emerald": (0.74, 1),
    "pear": (0.68, 1),
    "marquise": (0.5, 1),
    "princess": (0.86, 0.86),
}


def _edge(cut: str, angle: Floats) -> Floats:
    """Return the distance of a cut's outline from its middle, by the angle from straight up."""
    wide, tall = CUTS[cut]
    cos, sin = np.cos(angle), np.sin(angle)
    if cut in {"emerald", "princess"}:
        box = np.minimum(wide / (np.abs(sin) + 1e-4), tall / (np.abs(cos) + 1e-4))
        corner = (wide + tall) * 0.83 / (np.abs(sin) + np.abs(cos))
        return floats(np.minimum(box, corner))
    power = 3.2 if cut == "cushion" else 2.0
    if cut == "marquise":
        power = 1.45
    round_edge = ((np.abs(sin) / wide) ** power + (np.abs(cos) / tall) ** power) ** (-1 / power)
    if cut == "pear":
        round_edge *= 1 - 0.22 * np.clip(cos, 0, 1) * np.abs(sin) ** 0.7
    return floats(round_edge)


@cache
def gem(cut: str = "round", stone: str = "diamond", seed: int = 0, side: int = 240) -> Piece:
    """Return a faceted stone seen from above."""
    rows, columns = grid((side, side))
    x, y = (columns - side / 2 + 0.5) / (side / 2 - 1), (rows - side / 2 + 0.5) / (side / 2 - 1)
    angle = np.arctan2(x, -y)
    out = np.hypot(x, y) / _edge(cut, floats(angle))
    rng = np.random.default_rng(seed * 31 + 7)
    sectors = 4 if cut in {"emerald", "princess"} else 8
    turn = angle / (2 * np.pi) * sectors + (0.5 if sectors == 4 else 0.0)
    if cut == "emerald":
        turn = _sides(x, y) + 0.5
        ring = np.digitize(out, (0.4, 0.58, 0.76, 0.9)).astype(int)
    else:
        wave = np.abs((turn % 1) - 0.5) * 2
        ring = np.digitize(out, (0.56,)) + (out > 0.72 + 0.22 * wave) + (out > 0.6 + 0.4 * (1 - wave) ** 1.4)
    crown = (np.floor(turn) % 8).astype(int) * 8 + ring.astype(int)
    lean = rng.normal(0, 0.16, (64, 2))
    inner_x, inner_y = x + lean[crown, 0] * (ring > 0), y + lean[crown, 1] * (ring > 0)
    inner_turn = np.arctan2(inner_x, -inner_y) / (2 * np.pi) * sectors * 2
    far = np.hypot(inner_x, inner_y)
    inner_out = sum((far >= edge).astype(int) for edge in (0.2, 0.42, 0.64, 0.9))
    below = (np.floor(inner_turn) % 16).astype(int) * 5 + inner_out
    lights = np.clip(rng.beta(0.7, 0.9, (64, 80)), 0.03, 1)
    level = lights[crown, below] * (0.75 + 0.35 * (inner_turn % 1)) + 0.12
    level *= 1 - 0.28 * np.clip((out - 0.8) / 0.2, 0, 1)
    shine = np.zeros(64)
    shine[rng.integers(0, 64, 9)] = rng.uniform(0.25, 0.9, 9)
    color = _tinted(floats(level), stone, floats(shine[crown]), rng.normal(0, 0.07, (64, 3))[crown])
    mask = np.clip((1 - out) * side * 0.4 + 0.5, 0, 1)
    return Piece(blur(color, 0.7), floats(mask))


def _sides(x: Floats, y: Floats) -> Floats:
    flat = np.abs(x) / CUTS["emerald"][0] > np.abs(y)
    return floats(np.where(flat, np.where(x > 0, 1, 3), np.where(y > 0, 2, 0)))


def _tinted(level: Floats, stone: str, shine: Floats, fire: Floats) -> Floats:
    tint = linear(STONES[stone])
    if stone == "diamond":
        return floats((level * 0.95)[..., None] * tint * (1 + fire * 1.3) + 0.5 * shine[..., None])
    rich = np.clip(1.7 - 1.1 * level, 0.45, 1.7)[..., None]
    return floats(1.25 * level[..., None] * tint**rich + 0.35 * shine[..., None])


@cache
def dome(matter: str = "turquoise", seed: int = 0, side: int = 300, tall: float = 1.25) -> Piece:
    """Return a polished dome of turquoise, opal, onyx, moonstone, jade or agate."""
    shape = (round(side * tall) if tall >= 1 else side, side)
    rows, columns = grid(shape)
    x, y = (columns / (shape[1] - 1) * 2 - 1) * 1.01, (rows / (shape[0] - 1) * 2 - 1) * 1.01
    out = np.hypot(x, y)
    slope = np.clip(out, 0, 1) ** 1.8 * 0.9 / np.maximum(out, 1e-3)
    nx, ny = floats(x * slope), floats(y * slope)
    color = _stuff(matter, shape, seed)
    lit = np.clip(0.75 - 0.3 * nx - 0.42 * ny, 0.15, 1.2)[..., None]
    mirror = looked_up(blur(room(seed % 7), 1.5), nx, ny)[..., None]
    color = color * lit + (0.04 + 0.2 * np.clip(out, 0, 1)[..., None] ** 4) * mirror
    spot = np.exp(-((((x + 0.3) / 0.16) ** 2 + ((y + 0.42) / 0.1) ** 2) ** 2))
    color = color + 0.75 * spot[..., None]
    return Piece(floats(color), floats(np.clip((1 - out) * side * 0.45 + 0.5, 0, 1)))


def _stuff(matter: str, shape: Shape, seed: int) -> Floats:
    veins = np.abs(noise(shape, shape[1] * 0.4, seed, 5))
    bands = np.sin(noise(shape, shape[1] * 0.6, seed + 2, 3) * 9)
    if matter == "turquoise":
        web = np.clip(1 - veins / 0.06, 0, 1)[..., None]
        return linear((66, 186, 178)) * (1 - 0.75 * web) + linear((84, 60, 40)) * 0.75 * web
    if matter == "opal":
        play = np.stack([noise(shape, shape[1] * 0.16, seed + k, 2) for k in range(3)], axis=-1)
        return linear((214, 222, 226)) * np.clip(1 + 0.35 * play, 0.4, 1.6)
    if matter == "agate":
        mixed = (0.5 + 0.5 * bands)[..., None]
        return linear((170, 84, 44)) * (1 - mixed) + linear((234, 196, 160)) * mixed
    plain: dict[str, Tone] = {
        "onyx": (18, 18, 22),
        "jade": (92, 158, 112),
        "moonstone": (204, 214, 226),
        "lapis": (34, 56, 140),
        "rose quartz": (236, 190, 192),
    }
    cloudy = 1 + 0.12 * noise(shape, shape[1] * 0.3, seed, 4)[..., None]
    return floats(linear(plain[matter]) * cloudy)
