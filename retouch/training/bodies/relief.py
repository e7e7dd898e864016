"""Solid forms seen straight on, as heights above a ground: quick to draw, with true shading, shadows and occlusion.

A height is in pixels toward the camera; x runs right, y down. A form is its height at each pixel, ``NOWHERE`` beside it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import cv2
import numpy as np

from retouch.training.render.mesh import Floats

NOWHERE = -1e4
SHADOW_STEPS = 28

Point = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Canvas:
    """Where pixels lie."""

    width: int
    height: int

    @property
    def grid(self) -> tuple[Floats, Floats]:
        """x and y of each pixel, (H, W) each."""
        y, x = np.mgrid[0 : self.height, 0 : self.width].astype(np.float32)
        return x, y

    @property
    def side(self) -> int:
        """The shorter side."""
        return min(self.width, self.height)


def limb(canvas: Canvas, begin: Point, end: Point, radii: tuple[float, float]) -> Floats:
    """Draw a rounded cone: a finger's bone, an arm, a neck, a wire."""
    x, y = canvas.grid
    (ax, ay, az), (bx, by, bz) = begin, end
    dx, dy = bx - ax, by - ay
    length = max(dx * dx + dy * dy, 1e-3)
    share = np.clip(((x - ax) * dx + (y - ay) * dy) / length, 0, 1)
    radius = radii[0] + (radii[1] - radii[0]) * share
    away = (x - ax - dx * share) ** 2 + (y - ay - dy * share) ** 2
    top = az + (bz - az) * share + np.sqrt(np.maximum(radius**2 - away, 0))
    return np.where(away < radius**2, top, NOWHERE).astype(np.float32)


def egg(canvas: Canvas, center: Point, radii: Point, turn: float = 0.0, power: float = 2.0) -> Floats:
    """Draw an ellipsoid, turned in the picture; a higher power makes it boxy, as a cushion is."""
    x, y = canvas.grid
    c, s = np.cos(turn), np.sin(turn)
    u = ((x - center[0]) * c + (y - center[1]) * s) / radii[0]
    v = (-(x - center[0]) * s + (y - center[1]) * c) / radii[1]
    inside = 1 - np.abs(u) ** power - np.abs(v) ** power
    return np.where(inside > 0, center[2] + radii[2] * np.maximum(inside, 0) ** (1 / power), NOWHERE).astype(
        np.float32
    )


def block(canvas: Canvas, center: Point, halves: Point, turn: Floats, rounding: float = 1.0) -> Floats:
    """Draw a box; ``turn`` (3, 3) brings its own axes into the picture's, ``rounding`` px soften its edges."""
    normals = np.concatenate([turn.T, -turn.T])
    return solid(canvas, center, normals, np.asarray([*halves, *halves]), rounding)


def solid(canvas: Canvas, center: Point, normals: Floats, reach: Floats, rounding: float = 1.0) -> Floats:
    """Draw a convex solid whose faces have these normals (n, 3) and distances (n,) from its center."""
    x, y = canvas.grid
    x, y = x - center[0], y - center[1]
    top = np.full(x.shape, -NOWHERE, np.float32)
    below = np.full(x.shape, NOWHERE, np.float32)
    for (nx, ny, nz), d in zip(normals, reach, strict=True):
        if abs(nz) < 1e-3:
            top = np.where(nx * x + ny * y > d, NOWHERE, top)
            continue
        plane = ((d - nx * x - ny * y) / nz).astype(np.float32)
        if nz > 0:
            top = -merged(-top, -plane, rounding)
        else:
            below = np.maximum(below, plane)
    return np.where(top >= below, top + center[2], NOWHERE).astype(np.float32)


def column(
    canvas: Canvas, center: Point, half: float, radii: tuple[float, float], turn: Floats, sides: int = 28
) -> Floats:
    """Draw a cone or a drum along its own z, from its foot to its top."""
    around = np.arange(sides) * 2 * np.pi / sides
    slope = (radii[0] - radii[1]) / (2 * half)
    wall = np.stack([np.cos(around), np.sin(around), np.full(sides, slope)], 1)
    norm = np.hypot(1, slope)
    own = np.concatenate([wall / norm, [[0, 0, 1.0], [0, 0, -1.0]]])
    reach = np.concatenate([np.full(sides, (radii[0] + radii[1]) / 2 / norm), [half, half]])
    return solid(canvas, center, own @ turn.T, reach, 0.6)


def merged(one: Floats, other: Floats, soft: float) -> Floats:
    """The higher of two, rounded where they meet."""
    if soft <= 0:
        return np.maximum(one, other)
    near = np.maximum(soft - np.abs(one - other), 0) / soft
    return np.asarray(np.maximum(one, other) + near * near * soft / 4, np.float32)


def joined(forms: Sequence[Floats], soft: float) -> Floats:
    """One body of several forms, grown together."""
    out = forms[0]
    for each in forms[1:]:
        out = merged(out, each, soft)
    return out


def tilted(degrees: float, spin: float = 0.0, lean: float = 0.0) -> Floats:
    """Axes of a thing that stands on a table seen from so far above (90 is from straight above): (3, 3).

    Its own z is the table's upright; ``spin`` turns it about that, ``lean`` leans it back.
    """
    up = np.radians(degrees)
    camera = np.asarray([[1, 0, 0], [0, np.sin(up), -np.cos(up)], [0, np.cos(up), np.sin(up)]])
    c, s = np.cos(np.radians(spin)), np.sin(np.radians(spin))
    about = np.asarray([[c, -s, 0], [s, c, 0], [0, 0, 1]])
    k, m = np.cos(np.radians(lean)), np.sin(np.radians(lean))
    back = np.asarray([[1, 0, 0], [0, k, -m], [0, m, k]])
    return np.asarray(camera @ about @ back, np.float32)


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

    def place(
        self,
        form: Floats,
        color: Floats,
        *,
        name: str | None = None,
        gloss: float = 0.0,
        sheen: float = 0.0,
        skin: float = 0.0,
    ) -> Floats:
        """Put a form where it is above what is there; return where it is seen, (H, W)."""
        above = form > self.height
        self.height = np.where(above, form, self.height)
        self.color = np.where(above[..., None], color, self.color)
        for values, value in ((self.gloss, gloss), (self.sheen, sheen), (self.skin, skin)):
            values[above] = value
        for each in self.names.values():
            each[above] = 0.0
        if name is not None:
            self.names.setdefault(name, np.zeros(above.shape, np.float32))[above] = 1.0
        return above.astype(np.float32)

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
