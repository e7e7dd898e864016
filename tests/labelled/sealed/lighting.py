"""How light meets the surfaces of a stage."""

import cv2
import numpy as np

from tests.labelled.samples import Codes
from tests.labelled.sealed.canvas import Field, blurred, developed, step, unit, vec
from tests.labelled.sealed.stage import Placed, Places, Stage

SMALL, SHARP = 260, 1.3
"""The side of the picture that shadows are found in; how deep the sharp zone is to either side, in units."""


def _slid(depth: Field, x: float, y: float) -> Field:
    shift = np.array([[1, 0, -x], [0, 1, -y]], np.float32)
    size = (depth.shape[1], depth.shape[0])
    return np.asarray(
        cv2.warpAffine(depth, shift, size, flags=cv2.INTER_NEAREST, borderMode=cv2.BORDER_REPLICATE),
        np.float32,
    )


def _reduced(stage: Stage) -> tuple[Field, float]:
    shrink = min(1.0, SMALL / max(stage.width, stage.height))
    size = (round(stage.width * shrink), round(stage.height * shrink))
    return cv2.resize(stage.depth, size, interpolation=cv2.INTER_NEAREST), stage.scale * shrink


def _blocked(stage: Stage, depth: Field, scale: float, way: Field, reach: float) -> Field:
    """Return which pixels of the depth picture something hides from a light that way."""
    x, y, z = float(way @ stage.right), -float(way @ stage.up), float(way @ stage.ahead)
    hidden = np.zeros(depth.shape, np.float32)
    aside = max(np.hypot(x, y), 0.08)
    paces = int(min(40, max(6, reach * scale * aside)))
    for pace in range(1, paces + 1):
        far = reach * (pace / paces) ** 1.4
        over = depth + far * z - _slid(depth, x * far * scale, y * far * scale)
        deep = 0.35 + 0.8 * far
        hidden = np.maximum(hidden, np.clip((over - 0.6 / scale) * scale * 0.7, 0, 1) * (over < deep))
    return hidden


def _enlarged(stage: Stage, depth: Field, values: Field, soft: float) -> Field:
    """Bring small values to full size; along outlines a pixel takes them from where the depth is its own."""
    height, width = depth.shape
    values = cv2.GaussianBlur(values, (0, 0), soft)
    smooth = cv2.GaussianBlur(values, (0, 0), 0.7)
    large = cv2.resize(smooth, (stage.width, stage.height), interpolation=cv2.INTER_LINEAR)
    slack = 3 * stage.width / width / stage.scale
    kernel = np.ones((3, 3), np.uint8)
    rim = cv2.dilate(depth, kernel) - cv2.erode(depth, kernel) > slack
    rim = cv2.resize(rim.astype(np.uint8), (stage.width, stage.height), interpolation=cv2.INTER_NEAREST) > 0
    rows, columns = np.nonzero(rim)
    own, total = stage.depth[rim], np.zeros(rows.size, np.float32)
    weight = total + 1e-6
    for down, across in np.ndindex(5, 5):
        row = np.clip(rows * height // stage.height + down - 2, 0, height - 1)
        column = np.clip(columns * width // stage.width + across - 2, 0, width - 1)
        share = np.exp(-np.abs(depth[row, column] - own) / slack) / (1 + (down - 2) ** 2 + (across - 2) ** 2)
        total += share * values[row, column]
        weight += share
    large[rim] = total / weight
    return np.asarray(np.clip(large, 0, 1), np.float32)


def shadow(stage: Stage) -> Field:
    """Return the share of the lamp that each pixel sees."""
    depth, scale = _reduced(stage)
    rng = np.random.default_rng(5)
    way, total, count = unit(stage.lamp.way), np.zeros(depth.shape, np.float32), 12
    reach = 0.5 * stage.height / stage.scale
    for _ in range(count):
        aside = stage.lamp.spread * rng.normal(0, 1, 3).astype(np.float32)
        total += _blocked(stage, depth, scale, unit(way + aside), reach)
    return _enlarged(stage, depth, 1 - total / count, 0.5 + 4 * stage.lamp.spread)


def ambient(stage: Stage) -> Field:
    """Return how open each pixel lies to the light from everywhere."""
    depth, scale = _reduced(stage)
    reach, total = 0.12 * stage.height / stage.scale, np.zeros(depth.shape, np.float32)
    for turn in np.linspace(0, 2 * np.pi, 9)[:-1]:
        flat = np.cos(turn) * stage.right + np.sin(turn) * stage.up
        total += _blocked(stage, depth, scale, unit(flat - 0.75 * stage.ahead), reach)
    return _enlarged(stage, depth, 1 - 0.85 * total / 8, 0.7)


def answered(stage: Stage, placed: Placed, pixels: Places, sun: Field, sky: Field) -> Field:
    """Return the light, (N, 3), that some pixels of one body send to the lens."""
    stuff, lamp = placed.stuff, stage.lamp
    own = placed.turn.T @ (stage.points(pixels) - placed.at[:, None])
    normal = stage.normal.reshape(3, -1)[:, pixels]
    if stuff.bump is not None:
        normal = _bumped(stage, stuff.bump(own), pixels, normal)
    color = stuff.paint(own) if stuff.paint else np.broadcast_to(vec(stuff.color), (own.shape[1], 3))
    facing = np.clip(-(stage.ahead @ normal), 0, 1)
    mirror = stage.ahead[:, None] - 2 * (stage.ahead @ normal) * normal
    shine = lamp.mirrored(mirror, stuff.rough) * (0.35 + 0.65 * sky * (0.5 + 0.5 * sun))[:, None]
    if stuff.gem is not None:
        return _through(stage, placed, own, normal, shine)
    if stuff.metal:
        return np.asarray(color * shine * (1 + 0.25 * (1 - facing) ** 4)[:, None] * 0.95, np.float32)
    cosine = unit(lamp.way) @ normal
    creep = stuff.soft * np.array([0.5, 0.24, 0.16], np.float32)
    direct = np.clip((cosine[:, None] + creep) / (1 + creep), 0, 1)
    direct = direct * (sun[:, None] ** (1 - 0.45 * creep))
    around = (0.62 + 0.38 * normal[2]) * sky
    light = vec(lamp.key) * direct * 1.25 + vec(lamp.fill) * around[:, None] ** (1 - creep)
    result = color * light
    result = result + stuff.sheen * ((1 - facing) ** 2.5)[:, None] * (0.15 + color) * light
    if stuff.gloss:
        fresnel = 0.04 + (0.96 - 0.8 * stuff.rough) * (1 - facing) ** 5
        result = result + (stuff.gloss * fresnel)[:, None] * shine * 1.6
    return np.asarray(result, np.float32)


def _bumped(stage: Stage, high: Field, pixels: Places, normal: Field) -> Field:
    """Tilt normals by the slope of a height, taken between neighbouring pixels (Mikkelsen, 2010)."""
    relief = np.full((stage.height, stage.width), np.nan, np.float32)
    relief.ravel()[pixels] = high
    across, down = (
        np.nan_to_num(np.diff(relief, axis=k, append=np.nan)).ravel()[pixels] * stage.scale for k in (1, 0)
    )
    away = np.minimum(stage.ahead @ normal, -0.12)
    along = stage.right[:, None] - stage.ahead[:, None] * (stage.right @ normal) / away
    below = -stage.up[:, None] + stage.ahead[:, None] * (stage.up @ normal) / away
    first, second = _cross(below, normal), _cross(normal, along)
    size = (along * first).sum(axis=0)
    tilt = (first * across + second * down) / np.where(np.abs(size) < 0.1, 0.1, size)
    steep = np.sqrt((tilt * tilt).sum(axis=0))
    return unit(normal - tilt * np.minimum(1, 1.5 / np.maximum(steep, 1e-6)))


def _cross(a: Field, b: Field) -> Field:
    return np.stack([a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]])


def _through(stage: Stage, placed: Placed, own: Field, normal: Field, shine: Field) -> Field:
    """Follow light into a cut stone, off its inner sides and out again."""
    sides, offsets = placed.stuff.gem or (np.zeros((0, 3)), np.zeros(0))
    inward = placed.turn.T @ normal
    ahead = placed.turn.T @ stage.ahead
    cosine = -(ahead @ inward)
    part = 1 / 1.9
    way = (
        part * ahead[:, None]
        + (part * cosine - np.sqrt(np.maximum(1 - part**2 * (1 - cosine**2), 0))) * inward
    )
    spot, total, weight = own - 1e-3 * inward, np.zeros((own.shape[1], 3), np.float32), 1.0
    for _ in range(3):
        slant = sides @ way
        reach = np.where(slant > 1e-4, (offsets[:, None] - sides @ spot) / np.maximum(slant, 1e-4), 1e6)
        hit = np.argmin(reach, axis=0)
        spot = spot + way * np.maximum(reach.min(axis=0), 0)
        side = sides[hit].T
        toward = (way * side).sum(axis=0)
        total += (
            weight * stage.lamp.mirrored(placed.turn @ way, 0.0) * np.clip(1.6 * toward, 0.15, 1)[:, None]
        )
        way = unit(way - 2 * toward * side)
        weight *= 0.75
    inside = 0.8 * (0.95 * total) ** 1.7 * vec(placed.stuff.color) ** 1.35
    fresnel = 0.1 + 0.9 * (1 - np.clip(cosine, 0, 1)) ** 5
    return np.asarray(inside + fresnel[:, None] * shine, np.float32)


def lit(stage: Stage) -> Field:
    """Return the linear light of the whole picture."""
    sun, open_sky = shadow(stage), ambient(stage)
    if stage.gobo is not None:
        sun = sun * stage.gobo
    picture = np.zeros((stage.height, stage.width, 3), np.float32)
    flat = picture.reshape(-1, 3)
    for placed, pixels in stage.parts():
        flat[pixels] = answered(stage, placed, pixels, sun.ravel()[pixels], open_sky.ravel()[pixels])
    return _smoothed(stage, picture)


def _smoothed(stage: Stage, picture: Field) -> Field:
    """Soften the steps along outlines, as a lens and a sensor do."""
    edges = np.zeros((stage.height, stage.width), np.float32)
    jump = 6 / stage.scale
    for axis in (0, 1):
        near, far = np.roll(stage.depth, 1, axis), np.roll(stage.which, 1, axis)
        edges[(np.abs(near - stage.depth) > jump) | (far != stage.which)] = 1
    share = np.clip(cv2.GaussianBlur(edges, (0, 0), 0.8) * 1.8, 0, 1)[..., None]
    return np.asarray(picture * (1 - share) + cv2.GaussianBlur(picture, (0, 0), 0.95) * share, np.float32)


def shot(
    stage: Stage, *, focus: float | None = None, aperture: float = 0.0, vignette: float = 0.08,
    grain: float = 0.006,
) -> Codes:  # fmt: skip
    """Light the stage and expose it; ``aperture`` is pixels of blur per unit of depth away from ``focus``."""
    picture = lit(stage)
    if focus is not None and aperture > 0:
        picture = _defocused(stage, picture, focus, aperture)
    return developed(picture, stage.rng, vignette=vignette, grain=grain)


def _defocused(stage: Stage, picture: Field, focus: float, aperture: float) -> Field:
    far = np.minimum(stage.depth, focus + 40) - focus
    circle = blurred(np.maximum(np.abs(far) - SHARP, 0) * aperture, 2)
    result, below = picture, 0.0
    for sigma in (1.5, 3.0, 6.0, 12.0, 24.0):
        share = step(below, sigma, circle)[..., None]
        loose = np.clip(circle / sigma * 2, 0.02, 1)[..., None]
        wide = blurred(picture * loose, sigma) / blurred(loose, sigma).reshape(loose.shape)
        result = result * (1 - share) + wide * share
        below = sigma
    return np.asarray(result, np.float32)
