"""Boxes in perspective: flat faces with textures, drawn from the farthest to the nearest."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import cv2
import numpy as np

from tests.labelled.fresh.canvas import (
    Floats,
    Point,
    Shape,
    Tone,
    blur,
    dimmed,
    filled,
    floats,
    noise,
    polygon,
    stroke,
)

Solid = tuple[float, float, float]
SUN = np.array([-0.45, 0.75, 0.5]) / np.linalg.norm([-0.45, 0.75, 0.5])


@dataclass(frozen=True, slots=True)
class View:
    """A camera over a table: where the middle of the table comes to lie, how large, from how high and how turned."""

    shape: Shape
    middle: Point = (0.5, 0.6)
    size: float = 0.4
    pitch: float = 28.0
    yaw: float = 25.0
    far: float = 7.0

    def seen(self, points: Sequence[Solid] | Floats) -> Floats:
        """Return pixels and depth of points (across, up, toward the eye)."""
        x, y, z = floats(points).T
        cos, sin = np.cos(np.radians(self.yaw)), np.sin(np.radians(self.yaw))
        x, z = x * cos + z * sin, z * cos - x * sin
        cos, sin = np.cos(np.radians(self.pitch)), np.sin(np.radians(self.pitch))
        y, z = y * cos - z * sin, z * cos + y * sin
        share = self.far / (self.far - z)
        scale = self.size * min(self.shape)
        return floats(
            np.stack(
                [
                    self.middle[0] * self.shape[1] + x * share * scale,
                    self.middle[1] * self.shape[0] - y * share * scale,
                    z,
                ],
                axis=1,
            )
        )

    def spot(self, point: Solid) -> Point:
        x, y, _ = self.seen([point])[0]
        return float(x), float(y)


@dataclass(frozen=True, slots=True)
class Face:
    """Four corners in space from top left clockwise as seen, and a texture or a color."""

    corners: tuple[Solid, Solid, Solid, Solid]
    look: Floats | Tone
    shade: float | None = None
    nearer: float = 0.0


@dataclass(slots=True)
class Heap:
    """Faces to be drawn together."""

    view: View
    faces: list[Face] = field(default_factory=list[Face])
    ground: list[list[Solid]] = field(default_factory=list[list[Solid]])

    def add(self, face: Face) -> None:
        self.faces.append(face)

    def block(
        self,
        low: Solid,
        high: Solid,
        look: Floats | Tone,
        top: Floats | Tone | None = None,
        *,
        open_top: bool = False,
        nearer: float = 0.0,
        shadow: bool = True,
    ) -> None:
        """Add the sides of a block that can be seen, and its top."""
        (x0, y0, z0), (x1, y1, z1) = low, high
        sides = (
            ((x0, y1, z1), (x1, y1, z1), (x1, y0, z1), (x0, y0, z1)),
            ((x1, y1, z1), (x1, y1, z0), (x1, y0, z0), (x1, y0, z1)),
            ((x0, y1, z0), (x0, y1, z1), (x0, y0, z1), (x0, y0, z0)),
            ((x1, y1, z0), (x0, y1, z0), (x0, y0, z0), (x1, y0, z0)),
        )
        for corners in sides:
            self.add(Face(corners, look, nearer=nearer))
        if not open_top:
            self.add(
                Face(
                    ((x0, y1, z0), (x1, y1, z0), (x1, y1, z1), (x0, y1, z1)),
                    look if top is None else top,
                    nearer=nearer,
                )
            )
        if shadow:
            self.ground.append([(x0, 0, z0), (x1, 0, z0), (x1, 0, z1), (x0, 0, z1)])
            lean = [
                (x + 0.5 * y1 * 0.9, 0.0, z - 0.35 * y1) for x, z in ((x0, z0), (x1, z0), (x1, z1), (x0, z1))
            ]
            self.ground.append(lean)

    def shadowed(self, light: Floats, strength: float = 0.45) -> Floats:
        """Lay the shadows of what stands on the ground."""
        shape = self.view.shape
        total = np.zeros(shape, np.float32)
        touch = np.zeros(shape, np.float32)
        for index in range(0, len(self.ground), 2):
            foot, lean = self.view.seen(self.ground[index]), self.view.seen(self.ground[index + 1])
            hull = cv2.convexHull(np.ascontiguousarray(np.concatenate([foot, lean])[:, :2]))[:, 0]
            total = np.maximum(total, polygon(shape, hull))
            touch = np.maximum(touch, polygon(shape, foot))
        soft = 0.018 * min(shape)
        light = dimmed(light, 0.5 * blur(total, soft * 0.5) + 0.5 * blur(total, soft * 1.6), strength)
        return dimmed(light, blur(touch, soft * 0.6), 0.5)

    def drawn(self, light: Floats, shadow: float = 0.45) -> Floats:
        """Draw all faces that look toward the eye over the light."""
        if shadow:
            light = self.shadowed(light, shadow)
        order = sorted(self.faces, key=self._depth)
        for face in order:
            light = self._painted(light, face)
        return light

    def _depth(self, face: Face) -> float:
        return float(self.view.seen(face.corners)[:, 2].mean()) + face.nearer

    def _painted(self, light: Floats, face: Face) -> Floats:
        flat = self.view.seen(face.corners)
        a, b = flat[1, :2] - flat[0, :2], flat[3, :2] - flat[0, :2]
        if a[0] * b[1] - a[1] * b[0] <= 0:
            return light
        shape = self.view.shape
        left, above = np.maximum(np.floor(flat[:, :2].min(axis=0)).astype(int) - 2, 0)
        right, below = np.minimum(np.ceil(flat[:, :2].max(axis=0)).astype(int) + 3, [shape[1], shape[0]])
        if left >= right or above >= below:
            return light
        local = flat[:, :2] - floats([left, above])
        size = (int(below - above), int(right - left))
        texture = filled((64, 64), face.look) if isinstance(face.look, tuple) else face.look
        height, width = texture.shape[:2]
        matrix = cv2.getPerspectiveTransform(
            floats([(0, 0), (width, 0), (width, height), (0, height)]), local
        )
        color = floats(
            cv2.warpPerspective(texture, matrix, (size[1], size[0]), flags=cv2.INTER_LINEAR, borderMode=1)
        )
        color = color * self._light(face, size)
        rim = stroke(size, local, 1.6, closed=True)
        color = color * (1 + 0.28 * blur(rim, 0.8)[..., None])
        mask = polygon(size, local)[..., None]
        light = light.copy()
        here = np.s_[int(above) : int(below), int(left) : int(right)]
        light[here] = light[here] + (color - light[here]) * mask
        return light

    def _light(self, face: Face, size: Shape) -> Floats:
        if face.shade is not None:
            level = face.shade
        else:
            p, q, _, r = (np.array(corner) for corner in face.corners)
            normal = np.cross(r - p, q - p)
            normal = normal / (np.linalg.norm(normal) + 1e-9)
            level = 0.36 + 0.72 * max(0.0, float(normal @ SUN))
        fall = np.linspace(1.06, 0.9, size[0], dtype=np.float32)[:, None]
        return floats(level * fall * (1 + 0.03 * noise(size, max(size) * 0.3, 5, 2)))[..., None]
