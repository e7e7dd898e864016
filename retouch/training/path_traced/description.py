"""A scene as arrays that any renderer could draw: the meshes, materials, room and camera of our own renderer."""

import json
from pathlib import Path

import numpy as np

from retouch.training.render.camera import Camera, frame
from retouch.training.render.environment import make_room
from retouch.training.render.materials import Matte, Metal, Stone, find_material
from retouch.training.render.mesh import Floats, Ints, Mesh, merged
from retouch.training.render.patterns import patterned, rough_field
from retouch.training.render.pieces import build
from retouch.training.render.pieces.base import Piece, points_of
from retouch.training.render.shading import dial_color
from retouch.training.test_scenes.plan import Planned

_ABSORBED = 0.55  # of a stone's tint for each unit of its half width, as our own renderer takes it
_MOST_FACES = 500_000


def describe(scene: Planned, path: Path) -> None:
    """Write a scene's description; what is unfinished never keeps the name."""
    spec = scene.spec
    rng = np.random.default_rng(scene.seed)
    piece = build(spec, rng)
    outline = points_of(piece)
    camera = frame(outline, spec)
    room = make_room(spec.light, spec.azimuth_deg, spec.elevation_deg, rng)
    extent = float(np.ptp(outline, axis=0).max()) / 2
    parts, arrays = _parts(piece, scene, float(9 * extent / camera.focal))
    facts = {
        "name": scene.name,
        "seed": scene.seed % (1 << 31),
        "size": list(spec.size),
        "focal": camera.focal,
        "center": list(camera.center),
        "elevation_deg": spec.elevation_deg,
        "azimuth_deg": spec.azimuth_deg,
        "extent": extent,
        "paper": list(spec.paper),
        "ground": scene.ground,
        "dull": spec.dull,
        "parts": parts,
    }
    arrays |= {"eye": camera.eye, "axes": camera.axes, "room": room.levels[0], "overhead": room.overhead}
    unfinished = path.with_name(f".unfinished-{path.name}")
    np.savez_compressed(unfinished, facts=np.asarray(json.dumps(facts)), **arrays)
    unfinished.rename(path)


def _parts(
    piece: Piece, scene: Planned, pixel_mm: float
) -> tuple[list[dict[str, object]], dict[str, np.ndarray]]:
    """What each material is, and its mesh; stones of one kind and size are one mesh."""
    groups: dict[tuple[str, str, float], list[Mesh]] = {}
    for part in piece:
        size = round(part.scale, 3) if part.cut else 0.0
        groups.setdefault((part.material, part.cut, size), []).append(part.mesh)
    parts, arrays = [], {}
    for number, ((material, cut, size), meshes) in enumerate(sorted(groups.items())):
        stuff, shape = find_material(material), merged(meshes)
        arrays[f"points_{number}"], arrays[f"normals_{number}"] = shape.points, shape.normals
        arrays[f"faces_{number}"] = shape.faces
        parts.append(_looks(stuff, scene, bool(cut), size))
        if isinstance(stuff, Matte) and (stuff.texture or stuff.grain):
            points, normals, local, faces = finer(shape, 1.5 * pixel_mm)
            arrays[f"points_{number}"], arrays[f"normals_{number}"] = points, normals
            arrays[f"faces_{number}"] = faces
            arrays[f"colors_{number}"] = _colors(stuff, local, float(np.ptp(points, axis=0).max()))
    return parts, arrays


def _looks(stuff: Metal | Stone | Matte, scene: Planned, faceted: bool, size: float) -> dict[str, object]:  # noqa: FBT001
    if isinstance(stuff, Metal):
        base = [v * (1 - scene.spec.dull) for v in stuff.base]
        return {"kind": "metal", "base": base, "edge": list(stuff.edge), "roughness": stuff.roughness}
    if isinstance(stuff, Stone):
        thin = [-float(np.log(max(v, 1e-3))) * _ABSORBED / max(size, 1e-3) for v in stuff.tint]
        return {"kind": "gem", "clear": True, "index": stuff.index, "absorption": thin, "flat": faceted}
    kind = "gem" if stuff.gem else "other"
    return {
        "kind": kind,
        "clear": False,
        "base": list(stuff.albedo),
        "coat": stuff.coat,
        "roughness": stuff.roughness,
    }


def finer(shape: Mesh, edge_mm: float) -> tuple[Floats, Floats, Floats, Ints]:
    """Points, normals, unmoved places and faces of a mesh whose long edges are halved until a pattern fits them."""
    values = np.concatenate([shape.points, shape.normals, shape.local], axis=1)
    faces = shape.faces
    for _ in range(7):
        corners = values[faces][..., :3]
        longest = np.linalg.norm(corners - np.roll(corners, 1, axis=1), axis=2).max(axis=1)
        coarse = longest > edge_mm
        if not coarse.any() or len(faces) + 3 * int(coarse.sum()) > _MOST_FACES:
            break
        values, faces = _quartered(values, faces, coarse)
    return values[:, :3].copy(), values[:, 3:6].copy(), values[:, 6:].copy(), faces.astype(np.int32)


def _quartered(values: Floats, faces: Ints, chosen: np.ndarray) -> tuple[Floats, Ints]:
    """Each chosen face cut into four; neighbors that stay whole meet it, since the new points lie on their edges."""
    a, b, c = faces[chosen].T
    middles = [(values[p] + values[q]) / 2 for p, q in ((a, b), (b, c), (c, a))]
    first = len(values) + np.arange(3)[:, None] * len(a) + np.arange(len(a))
    ab, bc, ca = first
    new = np.concatenate([np.stack(t, 1) for t in ((a, ab, ca), (ab, b, bc), (ca, bc, c), (ab, bc, ca))])
    return np.concatenate([values, *middles]).astype(np.float32), np.concatenate(
        [faces[~chosen], new]
    ).astype(np.int32)


def _colors(stuff: Matte, local: Floats, size_mm: float) -> Floats:
    base = np.asarray(stuff.albedo, np.float32)
    if stuff.texture == "dial":
        return dial_color(base, local)
    if stuff.texture:
        return patterned(stuff.texture, (stuff.albedo, stuff.second), local, stuff.scale, stuff.seed)
    veins = 1 + 0.6 * stuff.grain * rough_field(local, 0.12 * size_mm, stuff.seed)
    return (base * np.clip(veins, 0.3, 1.9)[:, None]).astype(np.float32)


def camera_of(facts: dict[str, object], eye: Floats, axes: Floats) -> Camera:
    """The camera of a description."""
    width, height = facts["size"]
    return Camera(eye, axes, facts["focal"], tuple(facts["center"]), width, height)
