"""A stage seen through a long lens: bodies are marched into a depth picture, which is then lit.

The lens is so long that rays are parallel; so each body is marched only in its own box of pixels, and shadows
and ambient occlusion are found by sliding the depth picture along the light.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from tests.labelled.sealed.canvas import RGB, Field, unit
from tests.labelled.sealed.fields import Distance, Point
from tests.labelled.sealed.room import Lamp

LARGE = 260
"""Pixels: bodies reaching farther are marched at every other pixel."""
FAR = np.float32(1e4)
Mask = npt.NDArray[np.bool_]
Places = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Stuff:
    """How a surface answers light; ``paint`` and ``bump`` take points of the body's own space."""

    color: RGB = (0.5, 0.5, 0.5)
    paint: Callable[[Field], Field] | None = None
    bump: Callable[[Field], Field] | None = None
    metal: bool = False
    rough: float = 0.3
    gloss: float = 0.0
    sheen: float = 0.0
    soft: float = 0.0
    """How far light creeps below the skin, 0 to 1."""
    gem: tuple[Field, Field] | None = None
    """Planes of a cut stone, traced inside."""


@dataclass(slots=True)
class Placed:
    """A body's stuff and where it stands."""

    stuff: Stuff
    at: Field
    turn: Field


class Stage:
    """A picture in the making."""

    def __init__(
        self, size: tuple[int, int], *, view: float, pitch: float, lamp: Lamp, ground: Stuff,
        wall: Stuff | None = None, wall_at: float = 12.0, aim: Point = (0.0, 0.0, 0.0), floor: float = 0.0,
    ) -> None:  # fmt: skip
        self.width, self.height = size
        self.scale = self.height / view
        self.lamp = lamp
        self.rng = np.random.default_rng([*size, int(100 * view), int(10 * pitch), int(50 * sum(aim)) % 997])
        angle = np.radians(pitch)
        self.right = np.array([1, 0, 0], np.float32)
        self.up = np.array([0, np.sin(angle), np.cos(angle)], np.float32)
        self.ahead = np.array([0, np.cos(angle), -np.sin(angle)], np.float32)
        self.eye = np.asarray(aim, np.float32) - 50 * self.ahead
        self.gobo: Field | None = None
        aside = np.array([*self.rng.uniform(-60, 60, 2), 0], np.float32)
        self.kinds = [Placed(ground, aside, np.eye(3, dtype=np.float32))]
        self.which = np.zeros((self.height, self.width), np.int16)
        self.normal = np.zeros((3, self.height, self.width), np.float32)
        self.depth = np.full((self.height, self.width), FAR, np.float32)
        self._lay_ground(wall, wall_at, floor)

    def _lay_ground(self, wall: Stuff | None, wall_at: float, floor: float) -> None:
        base = self._base(slice(0, self.height), slice(0, self.width)).reshape(3, self.height, self.width)
        self.depth = np.minimum(self.depth, (base[2] - floor) / max(-float(self.ahead[2]), 1e-4))
        self.normal[2] = 1
        if wall is None:
            return
        far = (wall_at - base[1]) / max(float(self.ahead[1]), 1e-4)
        behind = far < self.depth
        self.kinds.append(Placed(wall, np.zeros(3, np.float32), np.eye(3, dtype=np.float32)))
        self.depth[behind], self.which[behind] = far[behind], 1
        self.normal[:, behind] = np.array([[0], [-1], [0]], np.float32)

    def _base(self, rows: slice, columns: slice, pace: int = 1) -> Field:
        x = np.arange(columns.start, columns.stop, pace, dtype=np.float32) + 0.5 * pace - self.width / 2
        y = self.height / 2 - np.arange(rows.start, rows.stop, pace, dtype=np.float32) - 0.5 * pace
        x, y = x / self.scale, y / self.scale
        sides = [self.eye[i] + x[None] * self.right[i] + y[:, None] * self.up[i] for i in range(3)]
        return np.stack([side.ravel() for side in sides]).astype(np.float32)

    def seen_at(self, point: Point | Field) -> tuple[float, float]:
        """Return where in the picture a point is, in pixels."""
        gap = np.asarray(point, np.float32) - self.eye
        across, rise = float(gap @ self.right) * self.scale, float(gap @ self.up) * self.scale
        return self.width / 2 + across, self.height / 2 - rise

    def surface(self, x: float, y: float) -> Field:
        """Return the point in space that is seen at these shares of the picture's sides."""
        column = int(np.clip(x * self.width, 0, self.width - 1))
        row = int(np.clip(y * self.height, 0, self.height - 1))
        base = self._base(slice(row, row + 1), slice(column, column + 1))[:, 0]
        return np.asarray(base + self.ahead * self.depth[row, column], np.float32)

    def put(
        self, body: Distance, stuff: Stuff, reach: float, at: Point | Field = (0, 0, 0),
        turn: Field | None = None,
    ) -> None:  # fmt: skip
        """March a body that reaches so far from its own origin into the picture."""
        place = np.asarray(at, np.float32)
        turn = np.eye(3, dtype=np.float32) if turn is None else turn
        x, y = self.seen_at(place)
        pixels = reach * self.scale + 2
        rows = slice(max(int(y - pixels), 0), min(int(y + pixels) + 1, self.height))
        columns = slice(max(int(x - pixels), 0), min(int(x + pixels) + 1, self.width))
        if rows.start >= rows.stop or columns.start >= columns.stop:
            return
        middle = float((place - self.eye) @ self.ahead)
        way = turn.T @ self.ahead
        limits = (middle - reach, middle + reach)
        start, alive = self._coarse(body, turn.T, place, (rows, columns), limits)
        alive &= start < self.depth[rows, columns]
        pace = 2 if pixels > LARGE else 1
        depth, normal = self._fine(
            body, (turn.T, place, way), (rows, columns, pace), (start, alive), limits[1]
        )
        nearer = depth < self.depth[rows, columns]
        if not nearer.any():
            return
        self.depth[rows, columns][nearer] = depth[nearer]
        self.which[rows, columns][nearer] = len(self.kinds)
        self.normal[:, rows, columns][:, nearer] = turn @ normal[:, nearer]
        self.kinds.append(Placed(stuff, place, turn))

    def _fine(
        self, body: Distance, pose: tuple[Field, Field, Field], window: tuple[slice, slice, int],
        begun: tuple[Field, Mask], far: float,
    ) -> tuple[Field, Field]:  # fmt: skip
        """Return depth and normals of a window; large bodies are met at every other pixel."""
        (back, place, way), (rows, columns, pace) = pose, window
        start, alive = (part[::pace, ::pace] for part in begun)
        base = back @ (self._base(rows, columns, pace) - place[:, None])
        picked = np.flatnonzero(alive.ravel())
        met, hit = marched(body, base[:, picked], way, start.ravel()[picked], far, 0.35 / self.scale)
        picked, met = picked[hit], met[hit]
        known = np.zeros((5, start.size), np.float32)
        known[0, picked], known[1, picked] = 1, met
        if picked.size:
            known[2:, picked] = slope(body, base[:, picked] + way[:, None] * met, 0.6 * pace / self.scale)
        known = known.reshape(5, *start.shape)
        inside = known[0]
        if pace > 1:
            shape = (begun[0].shape[1], begun[0].shape[0])
            inside = cv2.resize(cv2.GaussianBlur(inside, (0, 0), 0.8), shape, interpolation=cv2.INTER_CUBIC)
            known = np.stack([cv2.resize(part, shape, interpolation=cv2.INTER_LINEAR) for part in known])
        share = np.maximum(known[0], 1e-6)
        return np.where((inside > 0.5) & (known[0] > 0.02), known[1] / share, FAR).astype(np.float32), unit(
            known[2:] / share
        )

    def _coarse(
        self, body: Distance, back: Field, place: Field, window: tuple[slice, slice],
        limits: tuple[float, float],
    ) -> tuple[Field, Mask]:  # fmt: skip
        rows, columns = window
        shape = (rows.stop - rows.start, columns.stop - columns.start)
        pace = 1 if min(shape) < 48 else 4
        base = back @ (self._base(rows, columns, pace) - place[:, None])
        small = (-(-shape[0] // pace), -(-shape[1] // pace))
        if pace == 1:
            return np.full(shape, limits[0], np.float32), np.ones(shape, bool)
        start = np.full(base.shape[1], limits[0], np.float32)
        depth, hit = marched(body, base, back @ self.ahead, start, limits[1], 2.9 * pace / self.scale)
        depth = np.where(hit, depth - 1.5 * pace / self.scale, FAR).reshape(small).astype(np.float32)
        depth = cv2.erode(depth, np.ones((3, 3), np.uint8))
        large = np.repeat(np.repeat(depth, pace, axis=0), pace, axis=1)[: shape[0], : shape[1]]
        return large, large < FAR

    def points(self, pixels: Places) -> Field:
        """Return the points in space, (3, N), of pixels counted row by row."""
        across = (pixels % self.width + np.float32(0.5) - self.width / 2) / self.scale
        rise = (self.height / 2 - pixels // self.width - np.float32(0.5)) / self.scale
        far = self.depth.ravel()[pixels]
        parts = zip(self.eye, self.right, self.up, self.ahead, strict=True)
        return np.stack([e + across * r + rise * u + far * a for e, r, u, a in parts]).astype(np.float32)

    def parts(self) -> Iterator[tuple[Placed, Places]]:
        """Return every body with the pixels it fills."""
        order = np.argsort(self.which, axis=None, kind="stable")
        ends = np.cumsum(np.bincount(self.which.ravel(), minlength=len(self.kinds)))
        for number, placed in enumerate(self.kinds):
            pixels = order[ends[number - 1] if number else 0 : ends[number]]
            if pixels.size:
                yield placed, pixels

    def depth_of(self, point: Point | Field) -> float:
        """Return how far a point is from the lens."""
        return float((np.asarray(point, np.float32) - self.eye) @ self.ahead)


def marched(
    body: Distance, base: Field, way: Field, start: Field, far: float, close: float
) -> tuple[Field, Mask]:
    """Walk along rays until the body is as close as asked; say how far that was and whether it was met."""
    depth, hit = start.copy(), np.zeros(start.shape, bool)
    alive, gap = np.arange(start.size), np.zeros(0, np.float32)
    for _ in range(64):
        if not alive.size:
            break
        gap = body(base[:, alive] + way[:, None] * depth[alive])
        met = gap < close
        hit[alive[met]] = True
        depth[alive] += np.where(met, 0, gap * 0.92)
        left = ~met & (depth[alive] < far)
        alive, gap = alive[left], gap[left]
    hit[alive[gap < 6 * close]] = True
    return depth, hit


def slope(body: Distance, points: Field, reach: float) -> Field:
    """Return the unit normals of a body's surface."""
    total = np.zeros_like(points)
    for corner in ((1, -1, -1), (-1, -1, 1), (-1, 1, -1), (1, 1, 1)):
        offset = np.array(corner, np.float32)[:, None]
        total += offset * body(points + reach * offset)
    return unit(total)
