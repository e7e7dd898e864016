"""The light that each sample of a piece sends to the camera, by what it is made of."""

from dataclasses import dataclass

import numpy as np
from scipy import ndimage

from retouch.training.render.environment import Room
from retouch.training.render.gems import Cut, fresnel, next_facet, refract
from retouch.training.render.materials import Matte, Metal, Stone, clear_reflectance, metal_reflectance
from retouch.training.render.mesh import Floats, unit
from retouch.training.render.occlusion import Field, Shadow
from retouch.training.render.patterns import patterned

_PAPER_REACH = 6.0  # how far the paper goes on, in half-widths of the piece; the table beyond it is dark
_INSIDE = 6


@dataclass(frozen=True, slots=True)
class World:
    """Everything around a sample: the room, the lit paper's radiance, the piece's shadow, its metal and its size."""

    room: Room
    paper: Floats
    shadow: Shadow
    field: Field | None
    tint: Floats
    dull: float
    extent: float
    pool: float
    bump: Floats

    def falloff(self, x: Floats, y: Floats) -> Floats:
        """How much of the light on the paper is left so far from the piece: a near source's inverse square."""
        return (1 / (1 + (x**2 + y**2) / (self.pool * self.extent) ** 2)).astype(np.float32)

    def gather(self, point: Floats, direction: Floats, roughness: float = 0.0, *, own: bool = True) -> Floats:
        """Light (N, 3) that arrives at points from unit directions; ``own``: the piece may stand in the way."""
        out = self._far(point, direction, roughness)
        if own and self.field is not None and len(point):
            hit, normal = self.field.march(point, direction)
            # A ray that only grazes a cell or meets it from behind has left the surface it started from.
            front = np.einsum("ij,ij->i", direction[hit], normal) < -0.12
            hit, normal = hit[front], normal[front]
            if not len(hit):
                return out
            seen = direction[hit]
            mirrored = seen - 2 * np.einsum("ij,ij->i", seen, normal)[:, None] * normal
            out[hit] = self.tint * self._far(point[hit], unit(mirrored), roughness + 0.15) * np.float32(0.8)
        return out

    def _far(self, point: Floats, direction: Floats, roughness: float) -> Floats:
        """Room above the horizon, paper below, the one fading into the other as wide as the surface is rough."""
        if not len(point):
            return np.zeros((0, 3), np.float32)
        soft = 0.004 + 0.35 * roughness
        share = np.clip(0.5 - direction[:, 2] / (2 * soft), 0, 1)[:, None]
        sky = self.room.look(direction, roughness)
        slope = np.minimum(direction[:, 2], -1e-3)
        way = np.minimum(-point[:, 2] / slope, 60 * self.extent)
        spot = point + direction * way[:, None]
        far = np.hypot(spot[:, 0], spot[:, 1]) / (self.extent * _PAPER_REACH)
        edge = np.clip((1.08 - far) / 0.1, 0.12, 1) * self.falloff(spot[:, 0], spot[:, 1])
        lit = self.shadow.look(spot[:, 0], spot[:, 1]) * edge
        return (sky * (1 - share) + self.paper * lit[:, None] * share).astype(np.float32)


def make_bump(rng: np.random.Generator, size: int = 48) -> Floats:
    """The gradient (3, size, size, size) of a periodic random relief, about one unit steep."""
    relief = ndimage.gaussian_filter(rng.standard_normal((size, size, size)), 1.6, mode="wrap")
    relief += 0.5 * ndimage.gaussian_filter(rng.standard_normal((size, size, size)), 0.9, mode="wrap") * 0.3
    slope = np.stack([np.roll(relief, -1, k) - np.roll(relief, 1, k) for k in range(3)])
    return (slope / slope.std()).astype(np.float32)


def bumped(world: World, local: Floats, normal: Floats, *, scale: float, depth: float) -> Floats:
    """Normals (N, 3) tilted by the relief, which repeats every ``scale`` millimetres."""
    size = world.bump.shape[1]
    place = (local.T / scale * size) % size
    tilt = np.stack(
        [ndimage.map_coordinates(axis, place, order=1, mode="grid-wrap") for axis in world.bump], 1
    )
    return unit(normal + depth * tilt.astype(np.float32))


def shade_metal(
    world: World, metal: Metal, point: Floats, normal: Floats, local: Floats, view: Floats
) -> Floats:
    """Mirror the surroundings, tinted by the alloy."""
    depth = 0.012 if metal.roughness < 0.2 else 0.03
    normal = bumped(world, local, normal, scale=world.extent * 1.1, depth=depth)
    cosine = -np.einsum("ij,ij->i", view, normal)
    normal = np.where(
        (cosine < 0.02)[:, None], unit(normal - (np.minimum(cosine, 0) - 0.02)[:, None] * -view), normal
    )
    cosine = np.maximum(-np.einsum("ij,ij->i", view, normal), 0.02)
    mirrored = unit(view + 2 * cosine[:, None] * normal)
    away = 2.0 * world.field.cell if world.field else 0.0
    light = world.gather(point + normal * np.float32(away), mirrored, metal.roughness)
    return metal_reflectance(metal, cosine) * light * np.float32(1 - world.dull)


def shade_matte(
    world: World, matte: Matte, point: Floats, normal: Floats, local: Floats, view: Floats
) -> Floats:
    """Scatter the room's light under a clear coat."""
    if matte.grain and not matte.gem:
        depth = 0.10
        normal = bumped(world, local, normal, scale=world.extent * 0.25, depth=depth)
    cosine = np.maximum(-np.einsum("ij,ij->i", view, normal), 0.02)
    up = (0.5 + 0.5 * normal[:, 2])[:, None]
    sky = (
        0.5 * world.room.look(unit(normal + np.asarray((0, 0, 0.6), np.float32)), 1.2)
        + 0.5 * world.room.overhead
    )
    below = world.paper * world.shadow.look(point[:, 0], point[:, 1])[:, None]
    open_to = world.field.openness(point, normal) if world.field else np.ones(len(point), np.float32)
    around = (sky * up + below * (1 - up)) * open_to[:, None] ** 0.5
    coat = clear_reflectance(matte.coat, cosine)[:, None]
    mirrored = unit(view + 2 * cosine[:, None] * normal)
    albedo = _albedo(matte, local, world)
    return albedo * around * (1 - coat) + coat * world.gather(point, mirrored, matte.roughness, own=False)


def _albedo(matte: Matte, local: Floats, world: World) -> Floats:
    """The stuff's colour, veined or drawn upon."""
    base = np.asarray(matte.albedo, np.float32)
    if matte.texture == "dial":
        return dial_color(base, local)
    if matte.texture:
        return patterned(matte.texture, (matte.albedo, matte.second), local, matte.scale, matte.seed)
    if not matte.grain:
        return np.broadcast_to(base, local.shape)
    size = world.bump.shape[1]
    place = (local.T / (world.extent * (2.0 if matte.play else 0.8)) * size) % size
    veins = [ndimage.map_coordinates(axis, place, order=1, mode="grid-wrap") for axis in world.bump]
    if not matte.play:
        veins = veins[:1] * 3
    return (base * np.clip(1 + matte.grain * 0.6 * np.stack(veins, 1), 0.3, 1.9)).astype(np.float32)


def dial_color(base: Floats, local: Floats) -> Floats:
    """A watch dial about the origin, radius one: printed minutes, a seconds ring, a sunray ground."""
    radius = np.hypot(local[:, 0], local[:, 1])
    angle = np.rad2deg(np.arctan2(local[:, 1], local[:, 0]))
    ink = np.float32(0.03) if base.mean() > 0.3 else np.float32(0.75)
    minute = np.abs((angle + 3) % 6 - 3) * np.deg2rad(1) * radius
    track = (radius > 0.90) & (radius < 0.955) & (minute < 0.008)
    rings = (np.abs(radius - 0.955) < 0.004) | (np.abs(radius - 0.90) < 0.003)
    ray = 1 + 0.10 * np.cos(np.deg2rad(angle * 2 + 70)) + 0.03 * np.sin(np.deg2rad(angle * 90))
    out = base * ray[:, None]
    return np.where((track | rings)[:, None], ink, out).astype(np.float32)


@dataclass(frozen=True, slots=True)
class Setting:
    """How each sample's stone lies: rotation (N, 3, 3), centre (N, 3) and scale (N,)."""

    turn: Floats
    center: Floats
    scale: Floats

    def inward(self, vectors: Floats) -> Floats:
        """World directions (N, 3) in the stone's own axes."""
        return np.einsum("nij,ni->nj", self.turn, vectors)

    def outward(self, vectors: Floats) -> Floats:
        """The stone's directions (N, 3) in the world."""
        return np.einsum("nij,nj->ni", self.turn, vectors)

    def picked(self, index: np.ndarray) -> "Setting":
        """The settings of some samples."""
        return Setting(self.turn[index], self.center[index], self.scale[index])


def shade_stone(
    world: World, stone: Stone, cut: Cut, setting: Setting, ray: tuple[Floats, Floats, Floats]
) -> Floats:
    """Follow the view through a cut stone: in, around by total reflection, and out to what is seen there.

    ``ray`` is the point on the stone, the facet's normal there and the direction of the view, each (N, 3).
    """
    point, normal, view = ray
    cosine = np.maximum(-np.einsum("ij,ij->i", view, normal), 0.01)
    surface = clear_reflectance(((stone.index - 1) / (stone.index + 1)) ** 2, cosine)[:, None]
    mirrored = unit(view + 2 * cosine[:, None] * normal)
    out = surface * world.gather(point, mirrored, own=False)
    place = setting.inward(point - setting.center) / setting.scale[:, None]
    heading, _ = refract(setting.inward(view), setting.inward(normal), 1 / stone.index)
    weight = np.repeat(1 - surface, 3, axis=1)
    index = np.arange(len(point))
    absorb = np.log(np.maximum(np.asarray(stone.tint, np.float32), 1e-3))
    for bounce in range(_INSIDE):
        way, facet = next_facet(cut, place, heading)
        place = place + heading * way[:, None] - facet * np.float32(1e-4)
        weight = weight * np.exp(absorb * np.float32(0.55) * way[:, None])
        turned = np.einsum("ij,ij->i", heading, facet)
        back = fresnel(stone.index, turned)[:, None]
        leaving = np.flatnonzero(back[:, 0] < 0.999)
        held = setting.picked(index[leaving])
        seen = _exits(
            world, stone, held, (place[leaving], heading[leaving], facet[leaving]), apart=bounce < 3
        )
        out[index[leaving]] += (weight * (1 - back))[leaving] * seen
        weight = weight * back
        heading = unit(heading - 2 * turned[:, None] * facet)
        alive = np.flatnonzero(weight.max(axis=1) > 0.03)
        index, place, heading, weight = index[alive], place[alive], heading[alive], weight[alive]
        if not len(index):
            return out
    out[index] += weight * (0.25 * world.room.overhead)
    return out


def _exits(
    world: World, stone: Stone, setting: Setting, ray: tuple[Floats, Floats, Floats], *, apart: bool
) -> Floats:
    """What lies outside for rays (place, heading, facet); ``apart``: each colour bent by its own index."""
    place, heading, facet = ray
    where = setting.outward(place) * setting.scale[:, None] + setting.center
    seen = np.zeros((len(place), 3), np.float32)
    for channel, shift in enumerate((-0.5, 0.0, 0.5)) if apart else ((slice(None), 0.0),):
        bent, _ = refract(heading, -facet, stone.index + shift * stone.spread)
        seen[:, channel] = world.gather(where, unit(setting.outward(bent)))[:, channel]
    return seen
