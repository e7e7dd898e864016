"""Draw described scenes with Blender's path tracer; run by the Python of its own environment, imported by nothing.

    python -m venv ENV && ENV/bin/pip install bpy==5.0.1 "numpy==1.26.*"
    ENV/bin/python render_with_blender.py DESCRIPTIONS RESULTS [--samples 8] [--threads 1]

For each description NAME.npz it leaves RESULTS/NAME.npz: ``beauty`` and ``empty`` (H, W, 3) float16, linear light with
and without the piece, and ``cover`` (H, W, 3) float16, the shares of piece, metal and stone in each pixel, from a pass
in which every material glows in a plain color. What is there already is not drawn again.
"""

import argparse
import json
import math
import tempfile
import time
from pathlib import Path
from typing import Any

import bpy
import mathutils
import numpy as np

Facts = dict[str, Any]

GLOW = {"metal": (1.0, 0.0, 0.0), "gem": (0.0, 1.0, 0.0), "other": (0.0, 0.0, 1.0)}
MASK_SAMPLES = 48


def start(facts: Facts, settings: argparse.Namespace) -> Any:
    """An empty file with the path tracer set up."""
    bpy.ops.wm.read_factory_settings(use_empty=True)
    scene = bpy.context.scene
    scene.render.engine = "CYCLES"
    scene.render.resolution_x, scene.render.resolution_y = facts["size"]
    scene.render.resolution_percentage = 100
    scene.render.threads_mode, scene.render.threads = "FIXED", settings.threads
    scene.render.image_settings.file_format = "OPEN_EXR"
    scene.render.image_settings.color_mode = "RGBA"
    scene.render.image_settings.color_depth = "32"
    cycles = scene.cycles
    cycles.device, cycles.seed = "CPU", facts["seed"]
    cycles.max_bounces, cycles.diffuse_bounces, cycles.glossy_bounces = 14, 2, 5
    cycles.transmission_bounces, cycles.transparent_max_bounces = 12, 8
    cycles.sample_clamp_indirect, cycles.blur_glossy = 8.0, 0.2
    cycles.caustics_refractive = True
    cycles.use_denoising, cycles.denoiser = True, "OPENIMAGEDENOISE"
    cycles.denoising_prefilter, cycles.denoising_quality = "FAST", "BALANCED"
    return scene


def add_camera(scene: Any, facts: Facts, eye: np.ndarray, axes: np.ndarray) -> None:
    """The pinhole of the description."""
    width, height = facts["size"]
    data = bpy.data.cameras.new("camera")
    data.sensor_fit, data.sensor_width = "HORIZONTAL", 36.0
    data.lens = facts["focal"] * 36.0 / width
    data.shift_x = (width / 2 - facts["center"][0]) / width
    data.shift_y = (facts["center"][1] - height / 2) / width
    data.clip_start, data.clip_end = 0.01 * facts["extent"], 1000 * facts["extent"]
    camera = bpy.data.objects.new("camera", data)
    right, down, ahead = axes
    matrix = np.eye(4)
    matrix[:3, 0], matrix[:3, 1], matrix[:3, 2], matrix[:3, 3] = right, -down, -ahead, eye
    camera.matrix_world = mathutils.Matrix(matrix.tolist())
    scene.collection.objects.link(camera)
    scene.camera = camera


def add_room(scene: Any, room: np.ndarray) -> None:
    """The painted room as light from everywhere above; dim below the table."""
    rows, columns, _ = room.shape
    height, width = 2 * rows, 2 * columns
    azimuth = (0.5 - (np.arange(width) + 0.5) / width) % 1.0
    column = (azimuth * columns).astype(int) % columns
    upper = room[:, column][::-1]  # Blender's rows run upwards
    lower = np.broadcast_to(0.2 * room[-1:, column].mean(axis=(0, 1)), upper.shape)
    pixels = np.ones((height, width, 4), np.float32)
    pixels[:rows, :, :3], pixels[rows:, :, :3] = lower, upper
    image = bpy.data.images.new("room", width, height, float_buffer=True)
    image.colorspace_settings.name = "Linear Rec.709"
    image.pixels.foreach_set(pixels.ravel())
    image.pack()
    world = bpy.data.worlds.new("world")
    scene.world = world
    world.use_nodes = True
    nodes = world.node_tree.nodes
    texture = nodes.new("ShaderNodeTexEnvironment")
    texture.image = image
    world.node_tree.links.new(texture.outputs[0], nodes["Background"].inputs[0])


def add_lamp(scene: Any, facts: Facts, overhead: np.ndarray, rng: np.random.Generator) -> None:
    """Often a softbox, sometimes a bare lamp, in proportion to the piece."""
    kind = rng.random()
    if kind > 0.7:
        return
    far = facts["extent"] * rng.uniform(6, 11)
    turn, height = (
        math.radians(facts["azimuth_deg"] + rng.uniform(-120, 120)),
        math.radians(rng.uniform(35, 75)),
    )
    place = far * np.asarray(
        [math.cos(height) * math.cos(turn), math.cos(height) * math.sin(turn), math.sin(height)]
    )
    data = bpy.data.lights.new("lamp", "AREA")
    data.shape = "DISK"
    data.size = facts["extent"] * (rng.uniform(1.5, 5.0) if kind < 0.5 else rng.uniform(0.2, 0.5))
    strength = rng.uniform(0.4, 1.6) * float(np.mean(overhead))
    data.energy = strength * math.pi**2 * far**2 / math.sin(height)
    lamp = bpy.data.objects.new("lamp", data)
    lamp.location = place
    direction = -place / far
    lamp.rotation_mode = "QUATERNION"
    lamp.rotation_quaternion = mathutils.Vector(direction.tolist()).to_track_quat("-Z", "Y")
    scene.collection.objects.link(lamp)


def add_ground(scene: Any, facts: Facts, rng: np.random.Generator) -> Any:
    """A table from above; from the side a sheet that runs up behind the piece."""
    extent, turn = facts["extent"], math.radians(facts["azimuth_deg"])
    if facts["elevation_deg"] > 50:
        profile = [(-60.0, 0.0), (60.0, 0.0)]
    else:
        wall, bend = rng.uniform(10, 22), rng.uniform(3, 8)
        arc = [
            (-wall - bend * math.sin(t), bend * (1 - math.cos(t))) for t in np.linspace(0, math.pi / 2, 24)
        ]
        profile = [(60.0, 0.0), *arc, (-wall - bend, 60.0)]
    points, faces = [], []
    for side in (-60.0, 60.0):
        for along, up in profile:
            points.append(
                (
                    along * math.cos(turn) - side * math.sin(turn),
                    along * math.sin(turn) + side * math.cos(turn),
                    up,
                )
            )
    count = len(profile)
    faces = [(k, k + 1, count + k + 1, count + k) for k in range(count - 1)]
    data = bpy.data.meshes.new("ground")
    data.from_pydata((np.asarray(points) * extent).tolist(), [], faces)
    data.polygons.foreach_set("use_smooth", np.ones(len(faces), bool))
    ground = bpy.data.objects.new("ground", data)
    scene.collection.objects.link(ground)
    data.materials.append(ground_material(facts, rng))
    return ground


def ground_material(facts: Facts, rng: np.random.Generator) -> Any:
    """Paper, cloth or stone: the description's albedo, mottled and rough as its name says."""
    depth, grain, bump = {
        "card": (0.01, 0.05, 0.0), "rag-paper": (0.03, 0.015, 0.2), "cove": (0.0, 1.0, 0.0), "felt": (0.12, 0.03, 0.6),
        "concrete": (0.25, 0.3, 0.25), "terrazzo": (0.6, 0.35, 0.0), "slate": (0.3, 0.2, 0.7),
    }[facts["ground"]]  # fmt: skip
    material = bpy.data.materials.new("ground")
    material.use_nodes = True
    nodes, links = material.node_tree.nodes, material.node_tree.links
    shader = nodes["Principled BSDF"]
    shader.inputs["Roughness"].default_value = rng.uniform(0.35, 0.9)
    shader.inputs["Specular IOR Level"].default_value = rng.uniform(0.05, 0.4)
    place = nodes.new("ShaderNodeTexCoord")
    pattern = nodes.new("ShaderNodeTexVoronoi" if facts["ground"] == "terrazzo" else "ShaderNodeTexNoise")
    pattern.inputs["Scale"].default_value = 1 / (grain * facts["extent"])
    links.new(place.outputs["Object"], pattern.inputs["Vector"])
    if "Detail" in pattern.inputs:
        pattern.inputs["Detail"].default_value = 8.0
    ramp = nodes.new("ShaderNodeMapRange")
    ramp.inputs["From Min"].default_value, ramp.inputs["From Max"].default_value = 0.2, 0.8
    ramp.inputs["To Min"].default_value, ramp.inputs["To Max"].default_value = 1 - depth, 1 + depth
    links.new(pattern.outputs[0], ramp.inputs["Value"])
    color = nodes.new("ShaderNodeVectorMath")
    color.operation = "SCALE"
    color.inputs[0].default_value = facts["paper"]
    links.new(ramp.outputs[0], color.inputs["Scale"])
    links.new(color.outputs[0], shader.inputs["Base Color"])
    if bump:
        relief = nodes.new("ShaderNodeBump")
        relief.inputs["Strength"].default_value = bump
        relief.inputs["Distance"].default_value = 0.03 * facts["extent"]
        links.new(pattern.outputs[0], relief.inputs["Height"])
        links.new(relief.outputs[0], shader.inputs["Normal"])
    return material


def add_part(scene: Any, number: int, arrays: dict[str, np.ndarray]) -> Any:
    """One mesh with its own normals, and its colors where it has any."""
    points, normals, faces = (arrays[f"{name}_{number}"] for name in ("points", "normals", "faces"))
    data = bpy.data.meshes.new(f"part {number}")
    data.from_pydata(points.tolist(), [], faces.tolist())
    data.polygons.foreach_set("use_smooth", np.ones(len(data.polygons), bool))
    data.normals_split_custom_set_from_vertices(normals.tolist())
    if f"colors_{number}" in arrays:
        colors = np.ones((len(points), 4), np.float32)
        colors[:, :3] = arrays[f"colors_{number}"]
        data.color_attributes.new("colors", "FLOAT_COLOR", "POINT").data.foreach_set("color", colors.ravel())
    part = bpy.data.objects.new(data.name, data)
    scene.collection.objects.link(part)
    return part


def material_of(part: Facts, extent: float, *, colored: bool) -> Any:
    """Metal by the F82 model, clear stone with absorption in its volume, anything else a coated diffuser."""
    material = bpy.data.materials.new("piece")
    material.use_nodes = True
    nodes, links = material.node_tree.nodes, material.node_tree.links
    output = nodes["Material Output"]
    if part["kind"] == "metal":
        shader = nodes.new("ShaderNodeBsdfMetallic")
        shader.fresnel_type = "F82"
        shader.inputs["Base Color"].default_value = (*part["base"], 1.0)
        shader.inputs["Edge Tint"].default_value = (*part["edge"], 1.0)
        wear(nodes, links, shader, part["roughness"], extent)
    elif part.get("clear"):
        shader = nodes.new("ShaderNodeBsdfGlass")
        shader.inputs["IOR"].default_value = part["index"]
        shader.inputs["Roughness"].default_value = 0.0
        dense = max(part["absorption"])
        if dense > 1e-4:
            volume = nodes.new("ShaderNodeVolumeAbsorption")
            volume.inputs["Density"].default_value = dense
            volume.inputs["Color"].default_value = (*(1 - v / dense for v in part["absorption"]), 1.0)
            links.new(volume.outputs[0], output.inputs["Volume"])
    else:
        shader = coated(nodes, links, part, colored=colored)
    links.new(shader.outputs[0], output.inputs["Surface"])
    return material


def coated(nodes: Any, links: Any, part: Facts, *, colored: bool) -> Any:
    """A diffuser under a clear coat: pearl, leather, dial, opaque stone."""
    shader = nodes["Principled BSDF"]
    shader.inputs["Base Color"].default_value = (*part["base"], 1.0)
    shader.inputs["Roughness"].default_value = max(0.04, part["roughness"])
    shader.inputs["Coat Weight"].default_value = min(1.0, 8 * part["coat"])
    shader.inputs["Coat Roughness"].default_value = max(0.03, part["roughness"])
    if colored:
        colors = nodes.new("ShaderNodeVertexColor")
        colors.layer_name = "colors"
        links.new(colors.outputs[0], shader.inputs["Base Color"])
    return shader


def wear(nodes: Any, links: Any, shader: Any, roughness: float, extent: float) -> None:
    """Uneven polish, and a relief too shallow to be seen but in what the metal mirrors."""
    place = nodes.new("ShaderNodeTexCoord")
    noise = nodes.new("ShaderNodeTexNoise")
    noise.inputs["Scale"].default_value = 4.0 / extent
    links.new(place.outputs["Object"], noise.inputs["Vector"])
    spread = nodes.new("ShaderNodeMapRange")
    spread.inputs["To Min"].default_value, spread.inputs["To Max"].default_value = (
        0.75 * roughness,
        1.3 * roughness,
    )
    links.new(noise.outputs[0], spread.inputs["Value"])
    links.new(spread.outputs[0], shader.inputs["Roughness"])
    relief = nodes.new("ShaderNodeBump")
    relief.inputs["Strength"].default_value, relief.inputs["Distance"].default_value = 0.04, 0.05 * extent
    links.new(noise.outputs[0], relief.inputs["Height"])
    links.new(relief.outputs[0], shader.inputs["Normal"])


def glowing(kind: str) -> Any:
    """A material that is its own truth."""
    material = bpy.data.materials.new(f"glow {kind}")
    material.use_nodes = True
    nodes, links = material.node_tree.nodes, material.node_tree.links
    shader = nodes.new("ShaderNodeEmission")
    shader.inputs["Color"].default_value = (*GLOW[kind], 1.0)
    links.new(shader.outputs[0], nodes["Material Output"].inputs["Surface"])
    material.cycles.emission_sampling = "NONE"
    return material


def rendered(scene: Any, folder: Path) -> np.ndarray:
    """What the path tracer sees: (H, W, 4) float32, linear, rows downwards."""
    path = folder / "picture.exr"
    scene.render.filepath = str(path)
    bpy.ops.render.render(write_still=True)
    image = bpy.data.images.load(str(path), check_existing=False)
    image.colorspace_settings.name = "Non-Color"
    width, height = image.size
    pixels = np.empty(width * height * 4, np.float32)
    image.pixels.foreach_get(pixels)
    bpy.data.images.remove(image)
    return pixels.reshape(height, width, 4)[::-1].copy()


def draw(path: Path, target: Path, settings: argparse.Namespace, folder: Path) -> None:
    """One scene: the empty ground, the picture, and the shares."""
    with np.load(path) as stored:
        arrays = {name: stored[name] for name in stored.files}
    facts = json.loads(str(arrays["facts"]))
    rng = np.random.default_rng(facts["seed"])
    scene = start(facts, settings)
    add_camera(scene, facts, arrays["eye"], arrays["axes"])
    add_room(scene, arrays["room"])
    add_lamp(scene, facts, arrays["overhead"], rng)
    ground = add_ground(scene, facts, rng)
    scene.cycles.use_adaptive_sampling = True
    scene.cycles.adaptive_threshold = 0.02
    scene.cycles.samples = max(4, settings.samples // 2)
    empty = rendered(scene, folder)
    parts = [(part, add_part(scene, k, arrays)) for k, part in enumerate(facts["parts"])]
    for k, (part, shape) in enumerate(parts):
        shape.data.materials.append(material_of(part, facts["extent"], colored=f"colors_{k}" in arrays))
    scene.cycles.samples = settings.samples
    beauty = rendered(scene, folder)
    cover = shares(scene, ground, parts, folder)
    unfinished = target.with_name(f".unfinished-{target.name}")
    np.savez_compressed(
        unfinished,
        beauty=np.minimum(beauty[..., :3], 6e4).astype(np.float16),
        empty=empty[..., :3].astype(np.float16),
        cover=cover.astype(np.float16),
    )
    unfinished.rename(target)


def shares(scene: Any, ground: Any, parts: list[tuple[Facts, Any]], folder: Path) -> np.ndarray:
    """The same camera, depth and filter, nothing lit, every material glowing in its own plain color."""
    glows = {kind: glowing(kind) for kind in GLOW}
    for part, shape in parts:
        shape.data.materials.clear()
        shape.data.materials.append(glows[part["kind"]])
    for shape in scene.collection.objects:
        if shape.type == "LIGHT":
            shape.hide_render = True
    scene.world.node_tree.nodes["Background"].inputs[1].default_value = 0.0
    ground.is_holdout = True
    scene.render.film_transparent = True
    cycles = scene.cycles
    cycles.use_denoising, cycles.use_adaptive_sampling = False, False
    cycles.samples, cycles.max_bounces = MASK_SAMPLES, 0
    glow = rendered(scene, folder)
    return np.clip(np.dstack([glow[..., 3], glow[..., 0], glow[..., 1]]), 0, 1)


def main() -> None:
    """Draw every description that has no result yet."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("descriptions", type=Path)
    parser.add_argument("results", type=Path)
    parser.add_argument("--samples", type=int, default=8)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--most", type=int, default=10**6, help="scenes drawn at most")
    settings = parser.parse_args()
    settings.results.mkdir(parents=True, exist_ok=True)
    paths = [
        p for p in sorted(settings.descriptions.glob("[!.]*.npz")) if not (settings.results / p.name).exists()
    ]
    for path in paths[: settings.most]:
        begun = time.monotonic()
        with tempfile.TemporaryDirectory() as folder:
            draw(path, settings.results / path.name, settings, Path(folder))
        print(f"{path.stem}: {time.monotonic() - begun:.0f} s", flush=True)


if __name__ == "__main__":
    main()
