"""Forms put one above another: what each pixel shows, what it is called, and its light.

A relief is quick to draw, and has true shading, shadows and occlusion.
"""

from dataclasses import dataclass, field

import cv2
import numpy as np

from retouch.training.bodies.forms import Canvas, Point
from retouch.training.render.mesh import Floats

SHADOW_STEPS = 28


@dataclass(frozen=True, slots=True)
class Stuff:
    """What one thing is made of.

    color  (3,) or (H, W, 3), linear
    gloss  0 to 1, of its mirrored light
    sheen  0 to 1, of light along its rims, as velvet has it
    skin   0 to 1, how far light goes in and comes out reddened
    """

    color: Floats
    gloss: float = 0.0
    sheen: float = 0.0
    skin: float = 0.0


@dataclass(slots=True)
class Relief:
    """All that stands in a picture: its height, what it is made of, and what it is called."""

    canvas: Canvas
    height: Floats
    color: Floats
    gloss: Floats
    sheen: Floats
    skin: Floats
    names: dict[str, Floats] = field(default_factory=dict)

    @classmethod
    def over(cls, ground: Floats, height: Floats | None = None) -> "Relief":
        """Begin with a ground (H, W, 3), linear."""
        size = ground.shape[:2]
        flat = np.zeros(size, np.float32)
        return cls(
            Canvas(size[1], size[0]),
            flat.copy() if height is None else height.astype(np.float32),
            ground.astype(np.float32).copy(),
            flat.copy(), flat.copy(), flat.copy(),
        )  # fmt: skip

    def lean(self, turn: Floats, through: Point) -> None:
        """Make the ground the table that things with these axes stand on; ``through`` is a place on it."""
        x, y = self.canvas.grid
        up = turn[:, 2] if turn[2, 2] >= 0 else -turn[:, 2]
        table = through[2] - (up[0] * (x - through[0]) + up[1] * (y - through[1])) / max(float(up[2]), 0.1)
        self.height = np.asarray(table, np.float32)

    def place(self, form: Floats, stuff: Stuff, *, name: str | None = None) -> None:
        """Put a form where it is above what is there, and call it so."""
        above = form > self.height
        self.height = np.where(above, form, self.height)
        self.color = np.where(above[..., None], stuff.color, self.color)
        for values, value in ((self.gloss, stuff.gloss), (self.sheen, stuff.sheen), (self.skin, stuff.skin)):
            values[above] = value
        for each in self.names.values():
            each[above] = 0.0
        if name is not None:
            self.names.setdefault(name, np.zeros(above.shape, np.float32))[above] = 1.0

    def lit(
        self, lamp: Point, *, ambient: float, softness: float, bumps: Floats | None = None, depth: float = 1.0
    ) -> Floats:
        """Light it: (H, W, 3), linear.

        lamp      direction to it; its z above 0
        ambient   share of light from everywhere
        softness  of shadows, 0.02 (a bulb) to 0.5 (a window)
        bumps     (H, W) px added to the height for shading alone
        depth     of the forms, as a share of their own: 0 is a flat drawing
        """
        way = np.asarray(lamp) / np.linalg.norm(lamp)
        high = self.height * depth
        relief = high if bumps is None else high + bumps
        normal = _normals(relief)
        facing = normal @ way.astype(np.float32)
        free = _unshadowed(high, way, softness)[..., None]
        wrap = 0.08 + self.skin[..., None] * np.asarray([0.34, 0.16, 0.1], np.float32)
        diffuse = np.clip((facing[..., None] + wrap) / (1 + wrap), 0, 1) * free
        open_ = _openness(high)[..., None] * (0.7 + 0.3 * normal[..., 2:])
        half = way + np.asarray([0, 0, 1.0])
        half /= np.linalg.norm(half)
        shine = np.clip(normal @ half.astype(np.float32), 0, 1)
        sharp = (self.gloss * shine ** (10 + 60 * self.gloss))[..., None] * free
        rim = (self.sheen * np.clip(1 - normal[..., 2], 0, 1) ** 2)[..., None]
        light = (1 - ambient) * diffuse + ambient * open_
        return np.asarray(self.color * (light + rim * 2.0 * open_) + 0.5 * sharp * (1 - ambient), np.float32)


def _normals(height: Floats) -> Floats:
    """Of the smaller step on either side, so that an outline bends nothing: (H, W, 3)."""
    smooth = cv2.GaussianBlur(height, (0, 0), 0.7)
    parts = []
    for axis in (1, 0):
        step = np.diff(smooth, axis=axis)
        edge = [(0, 0), (0, 0)]
        edge[axis] = (1, 0)
        before = np.pad(step, edge, mode="edge")
        edge[axis] = (0, 1)
        after = np.pad(step, edge, mode="edge")
        parts.append(np.where(np.abs(before) < np.abs(after), before, after))
    normal = np.stack([-parts[0], -parts[1], np.ones_like(height)], 2)
    return np.asarray(normal / np.linalg.norm(normal, axis=2, keepdims=True), np.float32)


def _unshadowed(height: Floats, way: Floats, softness: float) -> Floats:
    """How much of the lamp each pixel sees: (H, W)."""
    flat = max(float(np.hypot(way[0], way[1])), 1e-3)
    rise = float(way[2]) / flat
    farthest = 0.7 * max(height.shape)
    steps = farthest * (np.arange(1, SHADOW_STEPS + 1) / SHADOW_STEPS) ** 1.7
    free = np.ones_like(height)
    for far in steps:
        move = np.float32([[1, 0, -way[0] / flat * far], [0, 1, -way[1] / flat * far]])
        other = cv2.warpAffine(height, move, height.shape[::-1], borderMode=cv2.BORDER_REPLICATE)
        above = other - height - rise * far
        free = np.minimum(free, np.clip(0.5 - above / (softness * far + 1.0), 0, 1))
    return np.asarray(cv2.GaussianBlur(free, (0, 0), 1.0), np.float32)


def _openness(height: Floats) -> Floats:
    """How much of the sky each pixel sees, about: (H, W)."""
    closed = np.zeros_like(height)
    for share in (0.01, 0.03, 0.09):
        px = share * max(height.shape)
        closed += np.clip(cv2.GaussianBlur(height, (0, 0), px) - height, 0, 3 * px) / (3 * px)
    return np.asarray(np.exp(-1.1 * closed), np.float32)
