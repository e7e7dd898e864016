"""One picture from its description: build the piece, light it, look at it, and spoil it as a busy shop would."""

from dataclasses import dataclass

import cv2
import numpy as np

from retouch.arrays import Alpha, LinearRGB, Mask
from retouch.training.render.camera import Camera, frame
from retouch.training.render.environment import make_room
from retouch.training.render.flaws import develop, paper_grain, strew
from retouch.training.render.gems import find_cut
from retouch.training.render.materials import METALS, Matte, Metal, Stone, find_material
from retouch.training.render.mesh import Floats, Ints, merged
from retouch.training.render.occlusion import Shadow, make_field, make_shadow, surface_points
from retouch.training.render.pieces import build
from retouch.training.render.pieces.base import Piece, points_of
from retouch.training.render.raster import Samples, rasterize
from retouch.training.render.shading import Setting, World, make_bump, shade_matte, shade_metal, shade_stone
from retouch.training.render.spec import SceneSpec

_AT_ONCE = 250_000
_EMPTY = np.asarray([[-12, -12, 0], [12, 12, 0]], np.float32)  # what is framed when there is no piece
_BRIGHTEST = 6.0  # a sample's light is cut here, or one glint would light its whole pixel


@dataclass(frozen=True, slots=True)
class Rendered:
    """A picture and the truth about it; every array has the picture's height and width.

    photo    (H, W, 3) float32, linear sRGB, [0, 1]: with dirt, blur and noise
    clean    (H, W, 3) the same light without them
    alpha, metal, gem   (H, W) float32, [0, 1], the share of each in a pixel
    defects  (H, W) bool, what was strewn and can be seen
    """

    photo: LinearRGB
    clean: LinearRGB
    alpha: Alpha
    metal: Alpha
    gem: Alpha
    defects: Mask


@dataclass(frozen=True, slots=True)
class Layers:
    """A lit piece without what it lies on. Arrays have the picture's height and width.

    light  (H, W, 3) float32, linear radiance of the piece, premultiplied by alpha
    cover  (H, W, 3) float32, [0, 1]: alpha, metal and gem, the share of each in a pixel
    lit    (H, W) float32, [0, 1], the share of the light that the piece's shadow leaves on the ground
    paper  (3,) radiance of fully lit ground
    """

    light: Floats
    cover: Floats
    lit: Floats
    paper: Floats


def render_layers(spec: SceneSpec, seed: int) -> Layers:
    """Draw the piece of ``spec`` and its shadow; grounds, casts and flaws can be laid under and over it cheaply."""
    rng = np.random.default_rng(seed)
    camera, world, color, cover = _drawn(spec, rng)
    x, y = _ground_places(camera)
    return Layers(color, cover, world.shadow.look(x, y), world.paper)


def render(spec: SceneSpec, seed: int) -> Rendered:
    """Draw ``spec``; the same seed gives the same picture."""
    rng = np.random.default_rng(seed)
    camera, world, color, cover = _drawn(spec, rng)
    ground = _ground(spec, world, camera, rng)
    exposure = spec.level / float(world.paper.mean()) * spec.gain
    light = (color + (1 - cover[..., :1]) * ground) * exposure
    alpha, metal, gem = (np.ascontiguousarray(cover[..., k]) for k in range(3))
    clean = develop(light, spec, rng, noise=0.0)
    dirty, defects = strew(light, alpha, metal, spec, rng)
    photo = develop(dirty, spec, rng, noise=spec.noise)
    return Rendered(photo, clean, alpha, metal, gem, defects)


def _drawn(spec: SceneSpec, rng: np.random.Generator) -> tuple[Camera, World, Floats, Floats]:
    """The camera, what surrounds the piece, the piece's light, premultiplied, and its shares in each pixel."""
    piece = build(spec, rng)
    outline = points_of(piece) if piece else _EMPTY
    camera = frame(outline, spec)
    world = _world(spec, piece, outline, rng)
    color, cover = np.zeros((2, camera.height, camera.width, 3), np.float32)
    if piece:
        whole = merged([part.mesh for part in piece])
        samples = rasterize(camera, whole, _groups(piece)[_owners(piece)], spec.samples)
        color, cover = _piece(world, piece, samples, spec)
    return camera, world, color, cover


def _world(spec: SceneSpec, piece: Piece, outline: Floats, rng: np.random.Generator) -> World:
    room = make_room(spec.light, spec.azimuth_deg, spec.elevation_deg, rng)
    kinds = [find_material(part.material) for part in piece]
    opaque = [p.mesh for p, kind in zip(piece, kinds, strict=True) if not isinstance(kind, Stone)]
    clear = [p.mesh for p, kind in zip(piece, kinds, strict=True) if isinstance(kind, Stone)]
    texels = int(np.clip(1.3 * spec.fill * max(spec.size), 48, 1200))
    spacing = float(np.ptp(outline[:, :2], axis=0).max()) / texels * 0.9
    points = [
        surface_points(merged(m), spacing, rng) if m else np.zeros((0, 3), np.float32)
        for m in (opaque, clear)
    ]
    shadow = (
        make_shadow(*points, room, texels) if piece else Shadow((0.0, 0.0), 1.0, np.ones((2, 2), np.float32))
    )
    tint = np.asarray(METALS.get(spec.metal, METALS["steel"]).base, np.float32)
    extent = float(np.ptp(outline, axis=0).max()) / 2
    paper = (room.overhead * np.asarray(spec.paper, np.float32)).astype(np.float32)
    paper *= np.asarray(spec.paper, np.float32).mean() / paper.mean() * room.overhead.mean()
    field = make_field(merged(opaque), rng, min(texels, 190)) if opaque else None
    return World(room, paper, shadow, field, tint, spec.dull, extent, spec.pool, make_bump(rng))


def _piece(world: World, piece: Piece, samples: Samples, spec: SceneSpec) -> tuple[Floats, Floats]:
    """Light of the piece, premultiplied, and its shares (alpha, metal, gem) in each pixel."""
    owner = _owners(piece)[samples.face]
    names = [(part.material, part.cut) for part in piece]
    color = np.zeros((len(owner), 3), np.float32)
    kind = np.zeros((len(owner), 3), np.float32)
    kind[:, 0] = 1
    for material, cut in sorted(set(names)):
        group = np.asarray([name == (material, cut) for name in names])
        index = np.flatnonzero(group[owner])
        stuff = find_material(material)
        kind[index, 1] = isinstance(stuff, Metal)
        kind[index, 2] = isinstance(stuff, Stone) or (isinstance(stuff, Matte) and stuff.gem)
        for start in range(0, len(index), _AT_ONCE):
            chosen = index[start : start + _AT_ONCE]
            color[chosen] = _shade(world, piece, samples, chosen, owner[chosen])
    np.minimum(color, _BRIGHTEST * float(world.paper.mean()), out=color)
    width, height = spec.size
    shares = (channel * samples.weight for channel in (*color.T, *kind.T))
    sums = [np.bincount(samples.pixel, share, width * height) for share in shares]
    picture = np.stack(sums, -1).reshape(height, width, 6).astype(np.float32)
    return picture[..., :3], np.clip(picture[..., 3:], 0, 1)


def _owners(piece: Piece) -> Ints:
    """The part that each face belongs to."""
    return np.repeat(np.arange(len(piece)), [len(part.mesh.faces) for part in piece]).astype(np.int32)


def _groups(piece: Piece) -> Ints:
    """A number for each part, the same for parts of one material and cut."""
    names = [(part.material, part.cut) for part in piece]
    return np.asarray([sorted(set(names)).index(name) for name in names], np.int32)


def _shade(world: World, piece: Piece, samples: Samples, index: np.ndarray, owner: np.ndarray) -> Floats:
    """Light (N, 3) of samples that all show one material."""
    part = piece[int(owner[0])]
    stuff = find_material(part.material)
    point, normal, view = samples.point[index], samples.normal[index], samples.view[index]
    if isinstance(stuff, Metal):
        return shade_metal(world, stuff, point, normal, samples.local[index], view)
    if isinstance(stuff, Matte):
        return shade_matte(world, stuff, point, normal, samples.local[index], view)
    turns = np.stack([p.turn if p.turn is not None else np.eye(3, dtype=np.float32) for p in piece])
    centers = np.stack([p.center if p.center is not None else np.zeros(3, np.float32) for p in piece])
    scales = np.asarray([p.scale for p in piece], np.float32)
    setting = Setting(turns[owner], centers[owner], scales[owner])
    return shade_stone(world, stuff, find_cut(part.cut), setting, (point, normal, view))


def _ground(spec: SceneSpec, world: World, camera: Camera, rng: np.random.Generator) -> Floats:
    """The lit paper in every pixel, shadowed, unevenly lit, with its grain and a little of the metal's colour."""
    row, column = np.mgrid[0 : camera.height, 0 : camera.width].astype(np.float32) + 0.5
    x, y = _ground_places(camera)
    lit = world.shadow.look(x, y)
    glow = (
        cv2.GaussianBlur(1 - lit, (0, 0), 0.02 * camera.width)[..., None]
        * (world.tint - world.tint.mean())
        * 0.18
    )
    direction = rng.uniform(0, 2 * np.pi)
    slope = (
        np.cos(direction) * (column / camera.width - 0.5) + np.sin(direction) * (row / camera.height - 0.5)
    ) * 1.4
    falloff = world.falloff(x, y) * (1 + spec.uneven * slope)
    grain = paper_grain(camera.height, camera.width, rng)
    return (world.paper * (lit[..., None] + glow) * (falloff * grain)[..., None]).astype(np.float32)


def _ground_places(camera: Camera) -> tuple[Floats, Floats]:
    """Where on the table each pixel looks, millimetres."""
    row, column = np.mgrid[0 : camera.height, 0 : camera.width].astype(np.float32) + 0.5
    ray = camera.rays(column, row)
    way = camera.eye[2] / np.maximum(-ray[..., 2], 1e-3)
    x, y = camera.eye[0] + ray[..., 0] * way, camera.eye[1] + ray[..., 1] * way
    return x.astype(np.float32), y.astype(np.float32)
