"""Reliefs: forms stamped as balls into a height map, with metal by look-up of a room and skin by soft normals."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np

from tests.labelled.fresh.canvas import (
    Floats,
    Shape,
    Tone,
    blur,
    floats,
    grid,
    lengths,
    linear,
    noise,
    spline,
)

FAR = -1.0e4
LAMP = (-0.5, -0.62, 0.6)


@dataclass(slots=True)
class Relief:
    """The height toward the eye, the slopes, the matter and how much of a pixel is covered."""

    top: Floats
    across: Floats
    down: Floats
    matter: Floats
    cover: Floats

    @classmethod
    def empty(cls, shape: Shape) -> "Relief":
        """Return one with nothing in it."""
        nothing = [np.zeros(shape, np.float32) for _ in range(4)]
        return cls(np.full(shape, FAR, np.float32), *nothing)

    def ball(self, x: float, y: float, z: float, radius: float, matter: float = 0, flat: float = 1.0) -> None:
        """Stamp a ball, or one pressed flat toward the eye."""
        height, width = self.top.shape
        left, right = max(0, int(x - radius - 1)), min(width, int(x + radius + 3))
        above, below = max(0, int(y - radius - 1)), min(height, int(y + radius + 3))
        if left >= right or above >= below:
            return
        here = np.s_[above:below, left:right]
        dx = (np.arange(left, right, dtype=np.float32) - x)[None, :]
        dy = (np.arange(above, below, dtype=np.float32) - y)[:, None]
        off = dx * dx + dy * dy
        rise = np.sqrt(np.maximum(radius * radius - off, 0.0))
        cover = np.clip(radius + 0.5 - np.sqrt(off), 0, 1)
        top = z + rise * flat
        wins = (cover > 0.5) & (top > self.top[here])
        self.cover[here] = np.maximum(self.cover[here], cover)
        np.copyto(self.top[here], top, where=wins)
        np.copyto(self.across[here], dx / radius, where=wins)
        np.copyto(self.down[here], dy / radius, where=wins)
        np.copyto(self.matter[here], np.float32(matter), where=wins)

    def tube(
        self,
        points: Sequence[Sequence[float]] | Floats,
        matter: float = 0,
        closed: bool = False,
        flat: float = 1.0,
        dense: float = 0.16,
    ) -> Floats:
        """Stamp a tube along (x, y, z, radius); return the curve it was stamped along."""
        rough = spline(points, 60, closed)
        steps = float(lengths(rough)[-1])
        thin = max(0.7, float(rough[:, 3].min()) * dense)
        curve = spline(points, int(np.clip(steps / thin, 12, 1500)), closed)
        for x, y, z, radius in curve:
            self.ball(float(x), float(y), float(z), max(0.6, float(radius)), matter, flat)
        return curve

    def swollen(self, mask: Floats, depth: float, high: float, matter: float = 0) -> None:
        """Add a flat shape that swells up to a height from its edge inward, over so wide a rim."""
        inside = (mask > 0.5).astype(np.uint8)
        far = floats(cv2.distanceTransform(inside, cv2.DIST_L2, 5))
        share = np.clip(far / depth, 0, 1)
        top = blur(floats(high * np.sqrt(np.clip(1 - (1 - share) ** 2, 0, 1))), depth * 0.09)
        across = floats(-cv2.Sobel(top, -1, 1, 0, scale=0.125))
        down = floats(-cv2.Sobel(top, -1, 0, 1, scale=0.125))
        norm = np.sqrt(1 + across**2 + down**2)
        wins = (inside > 0) & (top > self.top)
        for kept, new in ((self.top, top), (self.across, across / norm), (self.down, down / norm)):
            np.copyto(kept, floats(new), where=wins)
        np.copyto(self.matter, np.float32(matter), where=wins)
        np.maximum(self.cover, mask, out=self.cover)

    def smoothed(self, sigma: float) -> "Relief":
        """Return it with slopes blurred within what is covered, as where flesh joins."""
        inside = (self.top > FAR / 2).astype(np.float32)
        weight = blur(inside, sigma) + 1e-4
        base = np.where(inside > 0, self.top, 0)
        return Relief(
            np.where(inside > 0, blur(base * inside, sigma) / weight, FAR),
            blur(self.across * inside, sigma) / weight,
            blur(self.down * inside, sigma) / weight,
            self.matter,
            self.cover,
        )

    def normals(self) -> tuple[Floats, Floats, Floats]:
        """Return the three parts of the normals, the last toward the eye."""
        steep = self.across**2 + self.down**2
        fold = np.where(steep > 0.985, np.sqrt(0.985 / np.maximum(steep, 1e-6)), 1.0)
        x, y = self.across * fold, self.down * fold
        return floats(x), floats(y), floats(np.sqrt(np.maximum(1 - x**2 - y**2, 0.01)))

    def hollows(self, sigma: float, depth: float) -> Floats:
        """Return 0 to 1: how deep each place lies below what is around it."""
        inside = (self.top > FAR / 2).astype(np.float32)
        floor = float(self.top[inside > 0].min()) if inside.any() else 0.0
        filled = np.where(inside > 0, self.top, floor)
        around = blur(filled * inside, sigma) / (blur(inside, sigma) + 1e-3)
        return np.clip((around - filled) / depth, 0, 1)

    def shaded(self, lamp: tuple[float, float, float], reach: float, soft: float = 2.0) -> Floats:
        """Return 0 to 1: what lies in the shadow of other parts, looked for so far toward the lamp."""
        shade = np.zeros_like(self.top)
        flat = float(np.hypot(lamp[0], lamp[1])) + 1e-6
        for step in np.linspace(reach / 14, reach, 14):
            move = np.array([[1, 0, -lamp[0] / flat * step], [0, 1, -lamp[1] / flat * step]], np.float64)
            size = (self.top.shape[1], self.top.shape[0])
            other = cv2.warpAffine(
                self.top, move, size, flags=cv2.INTER_NEAREST, borderMode=cv2.BORDER_REPLICATE
            )
            above = other - self.top - step * lamp[2] / flat
            shade = np.maximum(shade, np.clip(above / (0.12 * step + 2), 0, 1))
        return blur(floats(shade), soft)


@cache
def room(seed: int, dark: float = 0.08, windows: int = 4) -> Floats:
    """Return what a polished ball shows of a studio room, by the slopes across and down."""
    side = 256
    rows, columns = grid((side, side))
    x, y = (columns / (side - 1) * 2 - 1) * 0.999, (rows / (side - 1) * 2 - 1) * 0.999
    z = np.sqrt(np.maximum(1 - x * x - y * y, 0.0))
    rx, ry, rz = 2 * z * x, 2 * z * y, 2 * z * z - 1
    rng = np.random.default_rng(seed)
    sky = 0.42 - 0.34 * ry + 0.1 * rz
    level = np.clip(sky, 0.05, 1)
    level *= 1 - (0.92 - dark) * np.exp(-(((ry - 0.25 + 0.12 * np.sin(4 * rx + seed)) / 0.17) ** 2))
    around = np.arctan2(rx, rz + 1.01)
    for index in range(windows):
        middle, high = rng.uniform(-1.6, 1.6), -0.45 + 0.3 * (index % 3) + rng.uniform(-0.2, 0.2)
        wide, tall = rng.uniform(0.12, 0.4), rng.uniform(0.12, 0.3)
        inside = np.clip((wide - np.abs(around - middle)) / 0.05, 0, 1)
        inside = inside * np.clip((tall - np.abs(ry - high)) / 0.05, 0, 1)
        level += inside * rng.uniform(0.7, 1.5)
    level *= 0.9 + 0.2 * noise((side, side), 60, seed + 9, 3)
    level = np.clip(level, 0.012, 2.2)
    return floats(1.25 * level**1.35)


def looked_up(table: Floats, x: Floats, y: Floats) -> Floats:
    """Read a table of a ball's looks by slopes."""
    side = table.shape[0] - 1
    return floats(cv2.remap(table, (x + 1) * side / 2, (y + 1) * side / 2, cv2.INTER_LINEAR))


METALS: dict[str, Tone] = {
    "gold": (252, 202, 118),
    "pale gold": (246, 218, 160),
    "rose": (242, 184, 158),
    "silver": (238, 238, 240),
    "steel": (200, 204, 210),
    "black": (74, 74, 80),
    "bronze": (190, 134, 84),
}


def metal(relief: Relief, name: str, seed: int, brushed: float = 0.0, hammered: float = 0.0) -> Floats:
    """Return the looks of a relief in polished, brushed or hammered metal."""
    x, y, z = relief.smoothed(2.6).normals()
    shape = relief.top.shape
    if hammered:
        dents = blur(noise(shape, 11, seed + 3, 1), 1)
        x, y = (
            x + hammered * cv2.Sobel(dents, -1, 1, 0, scale=0.25),
            y + hammered * cv2.Sobel(dents, -1, 0, 1, scale=0.25),
        )
    table = room(seed % 7)
    if brushed:
        table = blur(table, 18 * brushed)
    level = looked_up(table, np.clip(x, -1, 1), np.clip(y, -1, 1))
    if brushed:
        level *= 1 + 0.1 * brushed * noise(shape, 3, seed, 2, (14, 0.6))
    level *= 1 - 0.55 * relief.hollows(max(2.0, shape[0] * 0.012), shape[0] * 0.02)
    tint = linear(METALS[name])
    deep = np.clip(1.25 - 0.6 * level, 0.6, 1.3)[..., None]
    color = level[..., None] * tint**deep
    return floats(color + 0.12 * ((1 - z) ** 4)[..., None] * level[..., None])


def pearly(relief: Relief, tone: Tone, seed: int) -> Floats:
    """Return the looks of pearls: soft light, a bright spot, a rim of another color."""
    x, y, z = relief.normals()
    lit = np.clip(0.62 + 0.45 * (x * LAMP[0] + y * LAMP[1] + z * LAMP[2]), 0.1, 1.1)
    spot = np.exp(-((x + 0.33) ** 2 + (y + 0.4) ** 2) / 0.012)
    glow = np.exp(-((x - 0.45) ** 2 + (y - 0.5) ** 2) / 0.09)
    rim = (1 - z)[..., None] * floats([0.05, -0.02, 0.06])
    color = linear(tone) * (lit * (0.62 + 0.38 * z))[..., None]
    color = color + 0.9 * spot[..., None] + 0.14 * glow[..., None] * floats([1, 0.92, 0.86]) + rim * 0.5
    return floats(np.clip(color * (1 + 0.03 * noise(relief.top.shape, 9, seed))[..., None], 0, 2))


def glossy(relief: Relief, tone: Tone, seed: int, gloss: float = 0.5, mottle: float = 0.08) -> Floats:
    """Return the looks of glazed, polished or matt matter of one color."""
    x, y, z = relief.normals()
    lit = np.clip(0.3 + 0.75 * np.clip(x * LAMP[0] + y * LAMP[1] + z * LAMP[2], -0.3, 1), 0.04, 1.2)
    shape = relief.top.shape
    color = linear(tone) * (lit * (1 + mottle * noise(shape, shape[0] * 0.06, seed)))[..., None]
    mirror = looked_up(blur(room(seed % 7), 2 + 10 * (1 - gloss)), x, y)
    return floats(color + gloss * (0.05 + 0.35 * (1 - z) ** 3)[..., None] * mirror[..., None])
