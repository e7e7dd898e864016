"""Measures of a body's own, so that it is described once and drawn at any size, place and turn."""

from dataclasses import dataclass

import numpy as np

from retouch.training.bodies.forms import Canvas, Point, block, column, egg, limb, tilted
from retouch.training.bodies.relief import Relief
from retouch.training.render.mesh import Floats

FOOT = 0.4  # of its size: how far a thing's middle is above the picture's plane


@dataclass(frozen=True, slots=True)
class Frame:
    """A body seen from the front: ``zoom`` px are 1; ``right`` and ``up`` are its directions in the picture."""

    canvas: Canvas
    x: float
    y: float
    zoom: float
    right: tuple[float, float] = (1.0, 0.0)
    up: tuple[float, float] = (0.0, -1.0)

    def at(self, across: float, above: float, z: float) -> Point:
        """A place of its own in the picture."""
        return (
            self.x + self.zoom * (across * self.right[0] + above * self.up[0]),
            self.y + self.zoom * (across * self.right[1] + above * self.up[1]),
            self.zoom * z,
        )

    def limb(self, begin: Point, end: Point, radii: tuple[float, float]) -> Floats:
        """Draw a rounded cone in its own measures."""
        thick = (self.zoom * radii[0], self.zoom * radii[1])
        return limb(self.canvas, self.at(*begin), self.at(*end), thick)

    def pair(self, begin: Point, end: Point, radii: tuple[float, float]) -> list[Floats]:
        """Draw a rounded cone on its left, and the same on its right."""
        return [
            self.limb((sign * begin[0], *begin[1:]), (sign * end[0], *end[1:]), radii) for sign in (-1, 1)
        ]

    def egg(self, center: Point, radii: Point, turn: float = 0.0, power: float = 2.0) -> Floats:
        """Draw an ellipsoid in its own measures."""
        return egg(self.canvas, self.at(*center), scaled(radii, self.zoom), turn, power)


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that stands on a table: ``size`` px are 1; the columns of ``turn`` are its axes in the picture."""

    canvas: Canvas
    middle: tuple[float, float]
    turn: Floats
    size: float

    def at(self, x: float, y: float, z: float) -> Point:
        """A place in its own axes, in the picture."""
        moved = self.turn @ (np.asarray((x, y, z), np.float32) * self.size)
        return (
            self.middle[0] + float(moved[0]),
            self.middle[1] + float(moved[1]),
            float(moved[2]) + FOOT * self.size,
        )

    def block(self, center: Point, halves: Point, rounding: float | None = None) -> Floats:
        """Draw a box along its axes, in its own measures; its edges are sharp if not told."""
        edge = 1.0 if rounding is None else rounding * self.size
        return block(self.canvas, self.at(*center), scaled(halves, self.size), self.turn, edge)

    def column(self, center: Point, half: float, radii: tuple[float, float]) -> Floats:
        """Draw a cone or a drum in its own measures."""
        wide = (radii[0] * self.size, radii[1] * self.size)
        return column(self.canvas, self.at(*center), half * self.size, wide, self.turn)

    def stand_on(self, relief: Relief, foot: float) -> None:
        """Make the ground the table below it, so far from its middle."""
        relief.lean(self.turn, self.at(0, 0, -foot))


def scaled(measures: Point, size: float) -> Point:
    """Three measures in px."""
    return measures[0] * size, measures[1] * size, measures[2] * size


def somewhere(canvas: Canvas, rng: np.random.Generator, spread: float = 0.14) -> tuple[float, float]:
    """A place near the picture's middle."""
    x, y = 0.5 + rng.uniform(-spread, spread, 2)
    return canvas.width * float(x), canvas.height * float(y)


def seen_from_above(
    rng: np.random.Generator, degrees: tuple[float, float], spins: tuple[float, float]
) -> Floats:
    """Axes of a thing on a table by chance: the camera's height over it and its spin, between these degrees."""
    return tilted(rng.uniform(*degrees), rng.uniform(*spins))
