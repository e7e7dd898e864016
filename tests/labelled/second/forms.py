"""Solid forms under one lamp: distances walked along each ray, for the pictures of ``second``.

A form is a function from points to distances; forms of one stuff melt into a ``Body``. World units: the frame is two
wide, x to the right, y up, z towards the viewer, and the ground, where there is one, is the plane y = 0.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import cv2
import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Form = Callable[[Floats], Floats]
Color = tuple[float, float, float]
Tint = Callable[[Floats], Floats]
Vector = tuple[float, float, float]
STEPS, NEAR, FAR, CELL = 56, 0.0025, 9.0, 8


def linear(codes: Color | Floats) -> Floats:
    """From sRGB codes to light."""
    share = np.asarray(codes, np.float32) / 255
    return np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4).astype(np.float32)


def encoded(light: Floats) -> Floats:
    """From light to sRGB codes; what is over white rolls off softly."""
    light = np.clip(light, 0, None)
    light = np.where(light > 0.8, 0.8 + 0.2 * (1 - np.exp(-(light - 0.8) / 0.2)), light)
    share = np.where(light <= 0.0031308, light * 12.92, 1.055 * light ** (1 / 2.4) - 0.055)
    return (255 * share).astype(np.float32)


def _norm(points: Floats) -> Floats:
    return np.sqrt(np.einsum("ij,ij->i", points, points))


def vector(x: float, y: float, z: float) -> Floats:
    return np.array((x, y, z), np.float32)


def turned(yaw: float = 0.0, pitch: float = 0.0, roll: float = 0.0) -> Floats:
    """A turn about y, then x, then z, in degrees, as a matrix that multiplies from the right."""
    a, b, c = np.deg2rad([yaw, pitch, roll])
    about_y = [[np.cos(a), 0, -np.sin(a)], [0, 1, 0], [np.sin(a), 0, np.cos(a)]]
    about_x = [[1, 0, 0], [0, np.cos(b), np.sin(b)], [0, -np.sin(b), np.cos(b)]]
    about_z = [[np.cos(c), np.sin(c), 0], [-np.sin(c), np.cos(c), 0], [0, 0, 1]]
    return (np.array(about_y) @ about_x @ about_z).astype(np.float32)


def rod(start: Vector, end: Vector, thick: float, thin: float | None = None) -> Form:
    """A round rod, thinner towards its end."""
    a, along = np.array(start, np.float32), np.subtract(end, start).astype(np.float32)
    thin = thick if thin is None else thin

    def far(points: Floats) -> Floats:
        share = np.clip((points - a) @ along / max(float(along @ along), 1e-9), 0, 1)
        return _norm(points - a - share[:, None] * along) - (thick + (thin - thick) * share)

    return far


def egg(center: Vector, radii: Vector) -> Form:
    """An ellipsoid."""
    c, r = np.array(center, np.float32), np.array(radii, np.float32)

    def far(points: Floats) -> Floats:
        scaled = (points - c) / r
        k = _norm(scaled)
        return k * (k - 1) / np.maximum(_norm(scaled / r), 1e-6)

    return far


def slab(center: Vector, half: Vector, rounding: float = 0.02, turn: Floats | None = None) -> Form:
    """A box with rounded edges."""
    c, h = np.array(center, np.float32), np.array(half, np.float32) - rounding

    def far(points: Floats) -> Floats:
        place = points - c
        out = np.abs(place @ turn.T if turn is not None else place) - h
        return _norm(np.maximum(out, 0)) + np.minimum(out.max(axis=1), 0) - rounding

    return far


def hoop(
    center: Vector,
    wide: float,
    thick: float,
    turn: Floats | None = None,
    squeeze: tuple[float, float] = (1, 1),
) -> Form:
    """A ring about its own y axis; ``squeeze`` narrows it along x and z, and flattens nothing."""
    c, s = np.array(center, np.float32), np.array((squeeze[0], 1, squeeze[1]), np.float32)

    def far(points: Floats) -> Floats:
        place = points - c
        place = (place @ turn.T if turn is not None else place) / s
        around = np.hypot(place[:, 0], place[:, 2]) - wide
        return (np.hypot(around, place[:, 1]) - thick) * min(squeeze)

    return far


def drum(center: Vector, wide: float, half: float, rounding: float = 0.02) -> Form:
    """An upright cylinder."""
    c = np.array(center, np.float32)

    def far(points: Floats) -> Floats:
        place = points - c
        side = np.hypot(place[:, 0], place[:, 2]) - wide + rounding
        out = np.stack([side, np.abs(place[:, 1]) - half + rounding], axis=1)
        return np.hypot(*np.maximum(out, 0).T) + np.minimum(out.max(axis=1), 0) - rounding

    return far


def melted(forms: Sequence[Form], reach: float) -> Form:
    """Forms that flow into one another."""

    def far(points: Floats) -> Floats:
        near = forms[0](points)
        for form in forms[1:]:
            other = form(points)
            if reach:
                fold = np.maximum(reach - np.abs(near - other), 0) / reach
                near = np.minimum(near, other) - fold * fold * reach / 4
            else:
                near = np.minimum(near, other)
        return near

    return far


def without(form: Form, taken: Form) -> Form:
    return lambda points: np.maximum(form(points), -taken(points))


def within(form: Form, other: Form) -> Form:
    return lambda points: np.maximum(form(points), other(points))


def grown(form: Form, by: float) -> Form:
    return lambda points: form(points) - by


def side_of(normal: Vector, offset: float) -> Form:
    """Everything on the far side of a plane: ``normal · p < offset``."""
    n = np.array(normal, np.float32)
    return lambda points: points @ n - offset


def rippled(form: Form, wave: Callable[[Floats], Floats], deep: float) -> Form:
    return lambda points: (form(points) + deep * wave(points)) * 0.7


@dataclass(frozen=True, slots=True)
class Body:
    """Forms of one stuff: skin, matte, velvet, gloss, metal, gem or clear."""

    form: Form
    tint: Color | Tint
    stuff: str = "matte"


@dataclass(frozen=True, slots=True)
class Stage:
    """Where the bodies stand: camera, its height in degrees, lamp, ground as far as ``deep``, and the wall behind."""

    ground: Tint | None = None
    wall: tuple[Color, Color] | Tint = ((236, 236, 236), (214, 214, 216))
    height_deg: float = 40.0
    target: Vector = (0.0, 0.0, 0.0)
    half: float = 1.0
    lamp: Vector = (-0.55, 0.9, 0.5)
    warm: Color = (1.0, 0.98, 0.95)
    soft: float = 7.0
    fill: float = 0.42
    deep: float = 9.0
    bodies: tuple[Body, ...] = field(default=())


def shot(stage: Stage, side: int) -> Floats:
    """Return the stage's light, (side, side, 3), linear."""
    fine = -(-side * 9 // 8 // CELL) * CELL
    e = np.deg2rad(stage.height_deg)
    back, up = vector(0, np.sin(e), np.cos(e)), vector(0, np.cos(e), -np.sin(e))
    ahead = -back
    origin, height = _rays(stage, fine, back, up)
    floor = origin[:, 1] / back[1] if stage.ground and back[1] > 1e-3 else np.full(len(origin), FAR)
    floor = np.where((origin + floor[:, None] * ahead)[:, 2] < -stage.deep, FAR, floor).astype(np.float32)
    reach = np.minimum(floor, FAR).astype(np.float32)
    way, owner = _walked(stage, origin, ahead, reach, _begun(stage, fine, back, up))
    light = _behind(stage, origin, height)
    points = origin + way[:, None] * ahead
    if stage.ground and (floor < FAR).any():
        open_ = floor < FAR
        normals = np.tile(vector(0, 1, 0), (int(open_.sum()), 1))
        shade, hollow = _on_ground(stage, points_of_ground=(origin + floor[:, None] * ahead), fine=fine)
        shown = Shown(points[open_], normals, shade[open_], hollow[open_], back)
        light[open_] = stage.ground(shown.points) * shown.diffuse(stage)
    for number, body in enumerate(stage.bodies):
        mine = np.nonzero(owner == number)[0]
        if len(mine):
            at = points[mine]
            normals = _normals(body, at)
            lamp = _shade(stage, at + 0.012 * normals)
            shown = Shown(at, normals, lamp, _hollow(stage, at, normals), back)
            light[mine] = shown.colored(body, stage, light[mine])
    return cv2.resize(np.minimum(light, 2).reshape(fine, fine, 3), (side, side), interpolation=cv2.INTER_AREA)


def _rays(stage: Stage, across: int, back: Floats, up: Floats) -> tuple[Floats, Floats]:
    spots = ((np.arange(across, dtype=np.float32) + 0.5) / across * 2 - 1) * stage.half
    u, v = (each.ravel()[:, None] for each in np.meshgrid(spots, -spots))
    return np.array(stage.target, np.float32) + u * vector(1, 0, 0) + v * up + 4 * back, v[:, 0]


def _begun(stage: Stage, fine: int, back: Floats, up: Floats) -> Floats:
    """Return how far every ray may safely go at once: one walk for each cell of them."""
    across = fine // CELL
    origin, _ = _rays(stage, across, back, up)
    wide = 1.1 * stage.half * 2**0.5 / across
    way, going = np.zeros(len(origin), np.float32), np.arange(len(origin) if stage.bodies else 0)
    for _ in range(STEPS):
        gap = _nearest(stage, origin[going] - way[going, None] * back) if len(going) else way[:0]
        going, gap = going[gap > wide], gap[gap > wide]
        way[going] += (gap - wide) * 0.92 + 0.001
        going = going[way[going] < FAR]
    return np.repeat(np.repeat(way.reshape(across, across), CELL, 0), CELL, 1).ravel()


def _on_ground(stage: Stage, points_of_ground: Floats, fine: int) -> tuple[Floats, Floats]:
    """Return lamp and openness on the ground, from a coarser grid."""
    if not stage.bodies:
        return np.ones(fine * fine, np.float32), np.ones(fine * fine, np.float32)
    some = points_of_ground.reshape(fine, fine, 3)[1::3, 1::3].reshape(-1, 3)
    across = round(len(some) ** 0.5)
    some = some + vector(0, 0.008, 0)
    found = _shade(stage, some), _hollow(stage, some, np.tile(vector(0, 1, 0), (len(some), 1)))
    size = (fine, fine)
    shade, hollow = (cv2.resize(each.reshape(across, across), size).ravel() for each in found)
    return shade, hollow


def _behind(stage: Stage, origin: Floats, v: Floats) -> Floats:
    if callable(stage.wall):
        return stage.wall(origin)
    share = np.clip(v / stage.half * 0.5 + 0.5, 0, 1)[:, None]
    return (share * linear(stage.wall[0]) + (1 - share) * linear(stage.wall[1])).astype(np.float32)


def _nearest(stage: Stage, points: Floats) -> Floats:
    return np.minimum.reduce([body.form(points) for body in stage.bodies])


def _walked(
    stage: Stage, origin: Floats, ahead: Floats, reach: Floats, begun: Floats
) -> tuple[Floats, npt.NDArray[np.intp]]:
    way, owner = begun.copy(), np.full(len(origin), -1)
    going = np.nonzero((way < reach) & (way < FAR))[0] if stage.bodies else np.arange(0)
    for _ in range(STEPS):
        if not len(going):
            break
        gaps = np.stack([body.form(origin[going] + way[going, None] * ahead) for body in stage.bodies])
        gap = gaps.min(axis=0)
        there = gap < NEAR
        owner[going[there]] = gaps[:, there].argmin(axis=0)
        way[going] += np.where(there, 0, np.maximum(gap * 0.92, 0.002))
        going = going[~there & (way[going] < reach[going])]
    way = np.where(owner >= 0, way, reach)
    return way.astype(np.float32), owner


def _normals(body: Body, points: Floats) -> Floats:
    total = np.zeros_like(points)
    for corner in ((1, -1, -1), (-1, -1, 1), (-1, 1, -1), (1, 1, 1)):
        way = np.array(corner, np.float32)
        total += way * body.form(points + 0.003 * way)[:, None]
    return total / np.maximum(_norm(total), 1e-9)[:, None]


def _shade(stage: Stage, points: Floats) -> Floats:
    """How much of the lamp is seen from each point."""
    to = np.array(stage.lamp, np.float32) / np.linalg.norm(stage.lamp).astype(np.float32)
    seen, way = np.ones(len(points), np.float32), np.full(len(points), 0.02, np.float32)
    going = np.arange(len(points))
    for _ in range(22):
        gap = _nearest(stage, points[going] + way[going, None] * to)
        seen[going] = np.minimum(seen[going], np.clip(0.5 + 0.5 * stage.soft * gap / way[going], 0, 1))
        way[going] += np.clip(gap, 0.025, 0.3)
        going = going[(way[going] < 2.6) & (seen[going] > 0.01) & (gap < 0.7)]
        if not len(going):
            break
    return seen * seen * (3 - 2 * seen)


def _hollow(stage: Stage, points: Floats, normals: Floats) -> Floats:
    open_ = np.zeros(len(points), np.float32)
    near = np.nonzero(_nearest(stage, points) < 0.3)[0]
    for step, weight in ((0.03, 4.0), (0.09, 2.2), (0.22, 1.0)):
        open_[near] += weight * (step - _nearest(stage, points[near] + step * normals[near]))
    return np.clip(1 - 1.3 * np.maximum(open_, 0), 0.25, 1)


@dataclass(frozen=True, slots=True)
class Shown:
    """Points that the camera sees, and how the light falls on them."""

    points: Floats
    normals: Floats
    shade: Floats
    hollow: Floats
    back: Floats

    def diffuse(self, stage: Stage, wrap: Color = (0, 0, 0), bleed: Color = (1, 1, 1)) -> Floats:
        """Light of lamp and room; a wrap lets a channel's light creep around the turn, as in skin."""
        to = np.array(stage.lamp, np.float32) / np.linalg.norm(stage.lamp).astype(np.float32)
        facing = (self.normals @ to)[:, None]
        w = np.array(wrap, np.float32)
        lamp = np.clip((facing + w) / (1 + w), 0, 1) * self.shade[:, None] ** np.array(bleed, np.float32)
        room = stage.fill * self.hollow[:, None] * (0.72 + 0.28 * self.normals[:, 1:2])
        level = 0.98 / (stage.fill + 0.8)
        return ((lamp * np.array(stage.warm, np.float32) + room) * level).astype(np.float32)

    def colored(self, body: Body, stage: Stage, behind: Floats) -> Floats:
        """Return the light that comes from a body to the camera."""
        tint = body.tint(self.points) if callable(body.tint) else linear(body.tint)[None, :]
        if body.stuff in {"metal", "gem"}:
            return self._mirrored(tint, facets=body.stuff == "gem") * (0.35 + 0.65 * self.hollow[:, None])
        edge = (1 - np.clip(self.normals @ self.back, 0, 1))[:, None]
        if body.stuff == "skin":
            light = tint * self.diffuse(stage, (0.32, 0.16, 0.1), (0.55, 0.9, 1.0))
            return light * (1 - 0.25 * edge**3) + 0.10 * self._glint(stage, 14)[:, None] * self.shade[:, None]
        light = tint * self.diffuse(stage)
        if body.stuff == "velvet":
            return light * (0.75 + 0.2 * edge) + (0.25 * tint + 0.012) * edge**2.2 * self.hollow[:, None]
        if body.stuff == "gloss":
            return light + 0.5 * self._glint(stage, 60)[:, None] * self.shade[:, None] + 0.06 * edge**3
        if body.stuff == "clear":
            return behind * (0.86 - 0.4 * edge**2) + 0.9 * self._glint(stage, 80)[:, None] + 0.25 * edge**4
        return light

    def _glint(self, stage: Stage, sharp: float) -> Floats:
        half = np.array(stage.lamp, np.float32) / np.linalg.norm(stage.lamp) + self.back
        return np.clip(self.normals @ (half / np.linalg.norm(half)).astype(np.float32), 0, 1) ** sharp

    def _mirrored(self, tint: Floats, *, facets: bool) -> Floats:
        normals = self.normals
        if facets:
            normals = np.round(normals * 2.6) + 0.31 * np.sin(17 * self.points)
            normals = normals / np.maximum(_norm(normals), 1e-6)[:, None]
        away = 2 * (normals @ self.back)[:, None] * normals - self.back
        x, y, z = away.T
        room = 0.16 + 0.3 * np.clip(y + 0.2, 0, 1)
        for at, wide in (((-0.6, 0.6, 0.5), 0.5), ((0.75, 0.35, 0.55), 0.32), ((0.1, 0.95, 0.1), 0.4)):
            spot = np.array(at) / np.linalg.norm(at)
            room += 1.5 / (1 + np.exp(((1 - (x * spot[0] + y * spot[1] + z * spot[2])) - wide * 0.5) * 40))
        room *= 1 - 0.7 / (1 + np.exp(-(np.abs(y + 0.35) - 0.12) * -30))
        return (tint * room[:, None]).astype(np.float32)
