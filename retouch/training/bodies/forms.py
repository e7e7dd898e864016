"""Solid forms seen straight on: (H, W) float32, the height of each pixel in px toward the camera.

x runs right, y down. Beside a form its height is ``NOWHERE``.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from retouch.training.render.mesh import Floats

NOWHERE = -1e4

Point = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Canvas:
    """Where pixels lie."""

    width: int
    height: int

    @property
    def grid(self) -> tuple[Floats, Floats]:
        """The x and y of each pixel, (H, W) each."""
        y, x = np.mgrid[0 : self.height, 0 : self.width].astype(np.float32)
        return x, y

    @property
    def side(self) -> int:
        """The shorter side."""
        return min(self.width, self.height)


def toward(turn: float) -> Floats:
    """Direction of an angle in the picture, (2,)."""
    return np.asarray([np.cos(turn), np.sin(turn)])


def across(turn: float) -> Floats:
    """Direction at right angles to it, (2,)."""
    return np.asarray([-np.sin(turn), np.cos(turn)])


def reached(begin: Point, turn: float, lift: float, length: float) -> Point:
    """Where a bone ends that begins there, turned in the picture and lifted toward the camera, radians."""
    flat = np.cos(lift) * length
    return begin[0] + np.cos(turn) * flat, begin[1] + np.sin(turn) * flat, begin[2] + np.sin(lift) * length


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
    top = center[2] + radii[2] * np.maximum(inside, 0) ** (1 / power)
    return np.where(inside > 0, top, NOWHERE).astype(np.float32)


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
    """The higher of two, rounded where they meet within ``soft`` px, above 0."""
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


def rough(form: Floats, bumps: Floats) -> Floats:
    """A form with bumps on it, px; beside it nothing changes."""
    return np.where(form > NOWHERE / 2, form + bumps, form).astype(np.float32)
