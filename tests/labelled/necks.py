"""Necks and collarbones that wear a chain, and what has the color of skin and is none: further pictures to tune on.

A neck is seen from near and from afar, under one lamp from any side, in any tone. From near there is no ground: skin
reaches all four sides of the frame. Sheets, boards and folds of cloth of the same colors, with the same chains, are
nobody.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np

from tests.labelled.props import Color, Field, Points, Scene, slow
from tests.labelled.samples import Codes, Sample, saved

PERSON = {"person_found": True, "bust_found": False, "packaging_found": False}
NOBODY = {"person_found": False, "bust_found": False, "packaging_found": False}
TONES: tuple[Color, ...] = (
    (247, 219, 203), (238, 196, 172), (226, 178, 146), (206, 156, 122), (178, 124, 92), (146, 98, 70), (112, 72, 52),
    (84, 54, 42),
)  # fmt: skip
METALS: tuple[Color, ...] = ((206, 168, 92), (196, 198, 202), (198, 142, 118))
CLOTHS: tuple[Color, ...] = ((34, 36, 44), (238, 236, 232), (122, 40, 52), (64, 84, 110), (196, 178, 152))
HAIR: tuple[Color, ...] = ((38, 28, 24), (92, 62, 42), (168, 126, 82), (20, 18, 20))
PENDANTS = ("heart-pendant-rose", "emerald-halo-pendant", "diamond-disc-necklace")
KINDS = ("paper", "cove", "linen", "wood", "satin", "suede", "sand", "oak", "leather")


@dataclass(frozen=True, slots=True)
class Pose:
    """How a neck is seen; lengths are shares of the frame's width."""

    tone: Color
    neck: float = 0.3
    """Half its width: from a half on it fills the frame."""
    bone: float = 0.56
    """How far down the collarbones are."""
    lean: float = 0.0
    lamp: tuple[float, float, float] = (-0.45, -0.4, 0.8)
    """Where the light comes from: right, down, out of the picture."""
    fill: float = 0.5
    """Light from everywhere else."""
    warm: float = 0.0
    """Of red against blue."""
    blood: float = 1.0
    """How far hue wanders: photographed skin reaches 2."""
    cloth: Color | None = None
    hair: Color | None = None
    jaw: bool = False
    size: tuple[int, int] = (720, 720)
    ground: Color = (236, 235, 233)
    focus: float = 0.8


def necks() -> Iterator[Sample]:
    """Yield the pictures."""
    for number, pose in enumerate(_poses()):
        yield _sample(f"neck-{number}", neck(pose, number), PERSON)
    for number in range(2 * len(KINDS)):
        yield _sample(f"sheet-{number}", sheet(KINDS[number % len(KINDS)], number), NOBODY)


def _sample(name: str, codes: Codes, truth: dict[str, bool]) -> Sample:
    level = "fail" if True in truth.values() else "pass"
    return Sample(f"skin-{name}", level, saved(codes, quality=92, subsampling=2), dict(truth))


def _poses() -> Iterator[Pose]:
    tones = TONES
    yield Pose(tones[1], neck=0.7, bone=0.5, blood=2.0)
    yield Pose(tones[3], neck=0.62, bone=0.62, lamp=(0.6, -0.3, 0.7), fill=0.35, blood=2.0)
    yield Pose(tones[5], neck=0.8, bone=0.4, cloth=CLOTHS[0], blood=2.0)
    yield Pose(tones[7], neck=0.66, bone=0.55, lamp=(0.3, -0.7, 0.6))
    yield Pose(tones[0], neck=0.9, bone=0.36, fill=0.75, warm=0.04, blood=2.0)
    yield Pose(tones[2], neck=0.34, bone=0.5, cloth=CLOTHS[1], jaw=True)
    yield Pose(tones[4], neck=0.4, bone=0.6, hair=HAIR[0], ground=(206, 208, 212), lean=0.06, blood=2.0)
    yield Pose(tones[6], neck=0.3, bone=0.46, cloth=CLOTHS[2], hair=HAIR[3], size=(640, 800))
    yield Pose(
        tones[1], neck=0.5, bone=0.66, jaw=True, lamp=(0.7, -0.1, 0.6), fill=0.3, size=(640, 800), blood=2.0
    )
    yield Pose(tones[3], neck=0.75, bone=0.3, cloth=CLOTHS[4], warm=-0.05, size=(800, 600))
    yield Pose(tones[5], neck=0.55, bone=0.7, lean=-0.12, hair=HAIR[1], fill=0.4, blood=2.0)
    yield Pose(tones[0], neck=0.28, bone=0.44, cloth=CLOTHS[3], ground=(60, 62, 66))
    yield Pose(tones[2], neck=1.1, bone=0.2, fill=0.7, focus=1.6, blood=2.0)
    yield Pose(tones[4], neck=0.6, bone=0.48, warm=0.08, fill=0.3, lamp=(-0.8, -0.2, 0.5), blood=2.0)
    yield Pose(tones[7], neck=0.36, bone=0.52, ground=(214, 206, 196), cloth=CLOTHS[1], fill=0.45)
    yield Pose(tones[1], neck=0.65, bone=0.58, hair=HAIR[2], cloth=CLOTHS[0], warm=0.03)


def neck(pose: Pose, seed: int) -> Codes:
    """A neck that wears a chain."""
    scene = Scene(400 + seed, pose.ground, size=pose.size, fall=14)
    cover, height = _torso(scene, pose)
    _lit(scene, cover, height, pose)
    if pose.jaw:
        _jaw(scene, pose)
    _chain(scene, seed, wide=min(0.36, 0.9 * pose.neck), top=pose.bone - 0.34, low=pose.bone + 0.16)
    if pose.cloth:
        line = [(-0.1, 0.74), (0.2, 0.84), (0.5, 0.9), (0.8, 0.84), (1.1, 0.74), (1.1, 1.2), (-0.1, 1.2)]
        cloth = scene.polygon(line, rounded=6)
        folds = 6 * np.sin(0.04 * (scene.x - scene.y) + 2 * slow(scene.rng, *pose.size))
        scene.body(cloth, pose.cloth, height=folds.astype(np.float32), texture="linen")
    if pose.hair:
        _hair(scene, pose.hair, left=seed % 2 == 0)
    return scene.taken(focus=pose.focus)


def _torso(scene: Scene, pose: Pose) -> tuple[Field, Field]:
    """The cover of neck, shoulders and chest, and their height in px."""
    x, y = scene.x / scene.width - 0.5, scene.y / scene.height
    across = x - pose.lean * (pose.bone - y)
    share = 1 / (1 + np.exp(-(y - pose.bone + 0.08) * 14))
    half = pose.neck + (2.2 * pose.neck) * share
    cover = np.clip((half - np.abs(across)) * scene.width, 0, 1)
    swell = half * np.sqrt(np.maximum(1 - (across / half) ** 2, 0)) * (1 - 0.45 * share) + 0.1 * share * y
    size = pose.neck * scene.width / 3
    bones = np.zeros_like(swell)
    for side in (-1, 1):
        along = side * across / pose.neck
        ridge = pose.bone + 0.05 - 0.09 * along
        near = (
            np.exp(-(((y - ridge) / 0.03) ** 2))
            * (along > 0.12)
            * np.minimum(1, 3 * np.maximum(along - 0.12, 0))
        )
        hollow = np.exp(-(((y - ridge + 0.075) / 0.05) ** 2) - ((along - 0.75) / 0.45) ** 2)
        cord = np.exp(-(((along - 0.14 - 0.9 * (pose.bone - y)) / 0.12) ** 2)) * (y < pose.bone)
        bones += 0.13 * near - 0.16 * hollow + 0.10 * cord
    bones -= 0.2 * np.exp(-((across / pose.neck / 0.14) ** 2) - ((y - pose.bone - 0.02) / 0.05) ** 2)
    height = scene.width * swell + size * bones + 3 * slow(scene.rng, *pose.size, 5)
    return cover.astype(np.float32), height.astype(np.float32)


def _lit(scene: Scene, cover: Field, height: Field, pose: Pose) -> None:
    """Lay skin: its shadows are redder than its lights, it gleams a little, and it has pores and blotches."""
    down, right = np.gradient(cv2.GaussianBlur(height, (0, 0), 3.0))
    lamp = np.array(pose.lamp, np.float32) / np.linalg.norm(pose.lamp)
    facing = (-right * lamp[0] - down * lamp[1] + lamp[2]) / np.sqrt(1 + down**2 + right**2)
    lit = np.clip(pose.fill + (1 - pose.fill) * 1.1 * np.clip((facing + 0.2) / 1.2, 0, 1), 0.05, 1.1)
    stuff = np.array(pose.tone, np.float32) * lit[..., None] ** (
        1 + pose.blood * np.array((-0.18, 0.0, 0.06), np.float32)
    )
    fine = cv2.GaussianBlur(scene.rng.normal(0, 1, lit.shape).astype(np.float32), (0, 0), 0.9)
    blotches = (
        slow(scene.rng, *pose.size, 9)[..., None] * pose.blood * np.array((2.0, -1.6, -1.6), np.float32)
    )
    stuff = stuff * (1 + 0.02 * fine[..., None]) + blotches
    stuff += (26 * np.clip(facing, 0, 1) ** 12)[..., None]
    stuff *= np.array((1 + pose.warm, 1, 1 - pose.warm), np.float32)
    scene.light = cover[..., None] * np.clip(stuff, 0, 255) + (1 - cover[..., None]) * scene.light


def _jaw(scene: Scene, pose: Pose) -> None:
    """A chin at the upper edge, and its shadow on the neck."""
    chin = scene.ellipse((0.5, -0.1), (0.9 * pose.neck, 0.24))
    below = scene.ellipse((0.5, -0.02), (0.86 * pose.neck, 0.26))
    scene.shade(below, 0.72, 22)
    _lit(scene, scene.softened(chin, 4), scene.swell(chin, 90), pose)


def _hair(scene: Scene, color: Color, *, left: bool) -> None:
    line = [(-0.2, -0.1), (0.26, -0.1), (0.2, 0.3), (0.24, 0.6), (0.14, 0.9), (0.06, 1.1), (-0.2, 1.1)]
    hair = scene.polygon([(x if left else 1 - x, y) for x, y in line], rounded=9)
    strands = 4 * np.sin(0.5 * scene.x + 0.1 * scene.y + 3 * slow(scene.rng, scene.width, scene.height))
    scene.body(hair, color, height=strands.astype(np.float32), texture="velvet", shadow=0.15)


def _chain(scene: Scene, seed: int, *, wide: float, top: float, low: float) -> None:
    """A chain from both sides down to a pendant: links that gleam by turns, and their narrow shadow."""
    t = np.linspace(-1, 1, 241)
    hang = np.abs(t) ** (1.4 + 0.3 * (seed % 3))
    points: Points = [
        (0.5 + wide * float(a), low - (low - top) * float(b)) for a, b in zip(t, hang, strict=True)
    ]
    px = 2 + seed % 3
    scene.cast(scene.line(points, px), px=2, depth=0.3)
    metal = np.array(METALS[seed % len(METALS)], np.float32)
    for number in range(len(points) - 1):
        link = scene.line(points[number : number + 2], px)[..., None]
        gleam = (0.55, 1.2, 0.8)[number % 3]
        scene.light = link * np.minimum(metal * gleam, 255) + (1 - link) * scene.light
    if seed % 4 != 3:
        scene.lay(PENDANTS[seed % len(PENDANTS)], 0.1 + 0.04 * (seed % 3), (0.5, low + 0.04))


def sheet(kind: str, seed: int) -> Codes:
    """What has a tone of skin and is none, with a chain on it."""
    tone = TONES[(3 * seed + 1) % len(TONES)]
    scene = Scene(
        500 + seed, tone, size=((720, 720), (800, 600), (640, 800))[seed % 3], fall=(10, 26)[seed % 2]
    )
    size = scene.width, scene.height
    whole = np.ones((scene.height, scene.width), np.float32)
    if kind in {"linen", "wood", "suede", "sand"}:
        texture = {"suede": "velvet", "sand": "organza"}.get(kind, kind)
        scene.body(whole, tone, height=2 * slow(scene.rng, *size), texture=texture, shadow=0)
    if kind == "satin":
        folds = 26 * np.sin(0.012 * (scene.x + 0.6 * scene.y) + 2.5 * slow(scene.rng, *size, 4))
        scene.body(whole, tone, height=folds.astype(np.float32), texture="card", gloss=0.12, shadow=0)
    if kind == "cove":  # a backdrop that bends from a table up into a wall
        bend = 1 / (1 + np.exp(-(scene.y / scene.height - 0.45) * 22))
        scene.light *= (0.84 + 0.16 * bend)[..., None]
    if kind == "oak":  # its dark rings are redder than its light ones
        rings = 0.5 + 0.5 * np.sin(0.05 * scene.y + 3 * slow(scene.rng, *size) + 0.01 * scene.x)
        scene.light *= 1 - rings[..., None] * np.array((0.1, 0.2, 0.3), np.float32)
    if kind == "leather":  # worn in places, where it is darker and redder
        worn = np.clip(0.5 + 0.35 * slow(scene.rng, *size, 5), 0, 1)
        scene.light *= 1 - worn[..., None] * np.array((0.16, 0.26, 0.32), np.float32)
        scene.light *= 1 + 0.05 * cv2.GaussianBlur(scene.rng.normal(0, 1, worn.shape), (0, 0), 1.2)[..., None]
    if seed % 3 == 1:  # a warm lamp from one side, cool daylight from the other
        warm = 0.07 * (1 - 2 * scene.x / scene.width)[..., None] * np.array((1, 0.1, -1), np.float32)
        scene.light *= 1 + warm
    _chain(scene, seed, wide=0.34, top=0.16, low=0.68)
    return scene.taken(focus=0.8)
