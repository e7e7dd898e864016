"""Stuffs, grounds, pieces and the camera for ``second``."""

from collections.abc import Sequence
from functools import cache

import cv2
import numpy as np

from retouch.training.render.picture import render_layers
from retouch.training.render.spec import SceneSpec
from tests.labelled.samples import Codes, Painted, box_truth
from tests.labelled.second.forms import Color, Floats, Tint, encoded, linear

SIDE = 540
FIELD = 512
PIECES: dict[str, SceneSpec] = {
    "solitaire": SceneSpec("solitaire", variant="six", elevation_deg=24, turn_deg=20, light="softboxes"),
    "halo": SceneSpec(
        "halo_ring", "14k-white-gold", "sapphire", "oval", elevation_deg=34, turn_deg=24, light="window"
    ),
    "rose band": SceneSpec(
        "band", "14k-rose-gold", variant="milgrain wide", elevation_deg=26, turn_deg=34, light="tent"
    ),
    "signet": SceneSpec("signet", "18k-yellow-gold", elevation_deg=40, turn_deg=-24, light="window"),
    "turquoise": SceneSpec(
        "cabochon_ring", "sterling-silver", "turquoise", variant="grains", elevation_deg=40, light="overcast"
    ),
    "studs": SceneSpec("studs", "14k-yellow-gold", "ruby", turn_deg=180, elevation_deg=52, light="softboxes"),
    "drops": SceneSpec("drops", "sterling-silver", "amethyst", elevation_deg=70, light="window"),
    "hoops": SceneSpec("hoops", "18k-yellow-gold", elevation_deg=50, turn_deg=15, light="softboxes"),
    "pearls": SceneSpec("pearls", variant="large", elevation_deg=64, light="overcast"),
    "bangle": SceneSpec("bangle", "18k-yellow-gold", elevation_deg=34, turn_deg=20, light="tent"),
    "tennis": SceneSpec("tennis", "14k-white-gold", elevation_deg=60, light="softboxes"),
    "loose": SceneSpec("loose", stone="emerald", cut="oval", elevation_deg=70, light="window"),
}


@cache
def noise(seed: int, across: float = 8.0, down: float = 8.0) -> Floats:
    """Return a field that repeats, of waves so many fields long, of mean 0 and deviation 1."""
    rng = np.random.default_rng(1000 + seed)
    y, x = np.meshgrid(np.fft.fftfreq(FIELD), np.fft.fftfreq(FIELD), indexing="ij")
    keep = np.exp(-2 * np.pi**2 * ((x * across) ** 2 + (y * down) ** 2))
    made = np.fft.ifft2(np.fft.fft2(rng.normal(size=(FIELD, FIELD))) * keep).real
    return (made / made.std()).astype(np.float32)


def looked_up(field: Floats, x: Floats, y: Floats, per_unit: float = 256.0) -> Floats:
    """Read a field at places of the world."""
    rows = -(-len(x) // FIELD)
    at = [np.mod(each * per_unit, FIELD - 1).astype(np.float32) for each in (x, y)]
    across, down = (np.resize(each, (rows, FIELD)) for each in at)  # OpenCV takes no list longer than 32 767
    found = cv2.remap(field, across, down, cv2.INTER_LINEAR)
    return found.reshape(rows * FIELD, -1)[: len(x)].squeeze()


def _colored(color: Color, share: Floats) -> Floats:
    return linear(color)[None, :] * np.clip(share, 0.05, 2.2)[:, None]


def _flat(points: Floats) -> tuple[Floats, Floats]:
    """Return two coordinates of a place that run along most faces."""
    return points[:, 0] + 0.37 * points[:, 1], points[:, 2] + 0.61 * points[:, 1]


def paper(color: Color = (244, 243, 240), seed: int = 1) -> Tint:
    return lambda p: _colored(color, 1 + 0.012 * looked_up(noise(seed, 1.2, 1.2), *_flat(p)))


def wood(color: Color = (150, 104, 66), seed: int = 2, plank: float = 0.52) -> Tint:
    """Planks with rings and pores along x."""

    def tint(p: Floats) -> Floats:
        x, z = _flat(p)
        row = np.floor((z + 5) / plank)
        shift = np.sin(row * 12.9) * 1.7
        bend = z * 26 + 2.4 * looked_up(noise(seed, 40, 9), x + shift, z, 150)
        grain = 0.5 + 0.5 * np.sin(bend + shift)
        pores = looked_up(noise(seed + 1, 14, 0.7), x + shift, z)
        gap = np.abs(np.mod(z + 5, plank) - 0.004) < 0.006
        share = 0.86 + 0.16 * grain + 0.06 * pores + 0.1 * np.sin(row * 7.1)
        return _colored(color, np.where(gap, 0.35, share))

    return tint


def marble(color: Color = (232, 231, 230), seed: int = 4, vein: float = 0.45) -> Tint:
    def tint(p: Floats) -> Floats:
        x, z = _flat(p)
        line = np.exp(-np.abs(looked_up(noise(seed, 34, 50), x, z)) * 14)
        fine = np.exp(-np.abs(looked_up(noise(seed + 1, 18, 14), x, z)) * 30)
        cloud = looked_up(noise(seed + 2, 40, 40), x, z)
        return _colored(color, 1 - vein * line - 0.3 * vein * fine + 0.04 * cloud)

    return tint


def linen(color: Color = (206, 196, 180), seed: int = 6, thread: float = 0.021) -> Tint:
    def tint(p: Floats) -> Floats:
        x, z = _flat(p)
        slub = 0.1 * looked_up(noise(seed, 30, 0.9), x, z) + 0.1 * looked_up(noise(seed, 0.9, 30), x, z)
        weave = np.sin(2 * np.pi * x / thread) * np.sin(2 * np.pi * z / thread)
        return _colored(color, 0.95 + 0.12 * weave + slub)

    return tint


def slate(color: Color = (72, 76, 82), seed: int = 8) -> Tint:
    def tint(p: Floats) -> Floats:
        x, z = _flat(p)
        flakes = looked_up(noise(seed, 14, 5), x, z) + np.abs(looked_up(noise(seed + 1, 5, 2), x, z))
        return _colored(color, 0.9 + 0.13 * flakes + 0.05 * looked_up(noise(seed + 2, 0.8, 0.8), x, z))

    return tint


def granite(color: Color = (176, 170, 164), seed: int = 11) -> Tint:
    def tint(p: Floats) -> Floats:
        x, z = _flat(p)
        grain = looked_up(noise(seed, 1.6, 1.6), x, z)
        return _colored(color, 1 + 0.2 * np.tanh(grain * 1.4) + 0.06 * looked_up(noise(seed + 1, 9, 9), x, z))

    return tint


def silk(color: Color = (214, 178, 158), seed: int = 13) -> Tint:
    """Cloth in folds, each with its light and its shade."""

    def tint(p: Floats) -> Floats:
        x, z = _flat(p)
        fold = looked_up(noise(seed, 60, 16), x + 0.6 * z, z - 0.5 * x)
        light = np.clip(
            0.78 + 0.3 * np.sin(fold * 2.4) + 0.22 * np.maximum(np.sin(fold * 2.4), 0) ** 6, 0.3, 2
        )
        return _colored(color, light)

    return tint


def fur(color: Color = (226, 224, 216), seed: int = 15) -> Tint:
    def tint(p: Floats) -> Floats:
        x, z = _flat(p)
        sway = 0.08 * looked_up(noise(seed, 30, 30), x, z)
        hair = looked_up(noise(seed + 1, 1.0, 16), x + sway, z)
        return _colored(color, 0.86 + 0.12 * hair + 0.1 * looked_up(noise(seed, 22, 22), x, z))

    return tint


def rings_of_wood(color: Color = (190, 150, 106)) -> Tint:
    """The cut face of a trunk, bark outside."""

    def tint(p: Floats) -> Floats:
        x, z = p[:, 0], p[:, 2]
        away = np.hypot(x * 1.05, z) + 0.03 * looked_up(noise(17, 60, 60), x, z)
        crack = np.exp(-np.abs(np.sin(np.arctan2(z, x) * 1.5 + 0.3)) * 60) * (away > 0.1)
        return _colored(color, 0.9 + 0.13 * np.sin(away * 95) - 0.4 * crack)

    return tint


def lights(color: Color, seed: int, many: int = 14) -> Tint:
    """A room far out of focus, with discs of light."""
    rng = np.random.default_rng(seed)
    far = np.empty((FIELD, FIELD, 3), np.float32)
    far[:] = linear(color)
    far *= (1 + 0.35 * noise(seed, 70, 50))[..., None].clip(0.3)
    for _ in range(many):
        disc = np.zeros((FIELD, FIELD), np.float32)
        at, wide = rng.integers(0, FIELD, 2), int(rng.integers(18, 46))
        cv2.circle(disc, (int(at[0]), int(at[1])), wide, 1.0, -1)
        glow = np.array((1.0, rng.uniform(0.7, 0.95), rng.uniform(0.4, 0.8)), np.float32)
        far += rng.uniform(0.1, 0.5) * cv2.GaussianBlur(disc, (0, 0), 2.5)[..., None] * glow

    def tint(p: Floats) -> Floats:
        return looked_up(far, p[:, 0] + 1, 1 - p[:, 1], 240)

    return tint


@cache
def cut_piece(name: str) -> tuple[Floats, Floats]:
    """Return a piece's light and cover, cut to its box."""
    spec = PIECES[name]
    values = {slot: getattr(spec, slot) for slot in spec.__slots__}
    layers = render_layers(SceneSpec(**{**values, "size": (500, 500), "samples": 2, "fill": 0.94}), 7)
    cover = layers.cover[..., 0]
    rows, columns = np.nonzero(cover.any(axis=1))[0], np.nonzero(cover.any(axis=0))[0]
    box = slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1)
    return np.minimum(layers.light[box] * 0.78, 1.6).astype(np.float32), cover[box].astype(np.float32)


def laid(
    light: Floats,
    name: str,
    share: float,
    center: tuple[float, float] = (0.5, 0.5),
    *,
    turn: float = 0.0,
    shadow: float = 0.4,
) -> Floats:
    """Lay a piece on a picture, its longer side so large a share of the frame, and its shadow under it."""
    piece, cover = cut_piece(name)
    height, width = light.shape[:2]
    scale = share * max(height, width) / max(cover.shape)
    small = [
        cv2.resize(each, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) for each in (piece, cover)
    ]
    rows, columns = small[1].shape
    move = cv2.getRotationMatrix2D((columns / 2, rows / 2), turn, 1.0)
    move[:, 2] += center[0] * width - columns / 2, center[1] * height - rows / 2
    over, mask = (cv2.warpAffine(each, move, (width, height), flags=cv2.INTER_LINEAR) for each in small)
    under = light
    for px, deep, off in ((2.5, shadow, 2), (9, 0.7 * shadow, 7)):
        dark = cv2.GaussianBlur(np.roll(mask, (off, off // 2), (0, 1)), (0, 0), px)
        under = under * (1 - deep * dark)[..., None]
    return over + (1 - mask)[..., None] * under


def linked(
    light: Floats,
    path: Sequence[tuple[float, float]],
    color: Color,
    link: float = 9.0,
    *,
    beads: bool = False,
) -> Floats:
    """Lay a chain, or a string of pearls, along a curve of shares of the frame, with its shadow."""
    side, fine = light.shape[0], 4
    points = np.array(path, np.float32) * side
    steps = np.linspace(0, len(points) - 1, 4000)
    whole = np.arange(len(points))
    curve = np.stack([np.interp(steps, whole, points[:, axis]) for axis in (0, 1)], axis=1)
    run = np.concatenate([[0], np.cumsum(np.hypot(*np.diff(curve, axis=0).T))])
    pitch = link * (1.0 if beads else 0.72)
    spots = np.arange(0, run[-1], pitch)
    at = np.stack([np.interp(spots, run, curve[:, axis]) for axis in (0, 1)], axis=1)
    layer, cover = (
        np.zeros((side * fine, side * fine, 3), np.float32),
        np.zeros((side * fine,) * 2, np.float32),
    )
    metal, rng = linear(color), np.random.default_rng(3)
    for number, (x, y) in enumerate(at):
        ahead = at[min(number + 1, len(at) - 1)] - at[max(number - 1, 0)]
        angle = float(np.degrees(np.arctan2(ahead[1], ahead[0])))
        middle = (round(x * fine), round(y * fine))
        if beads:
            _bead(layer, cover, middle, link * fine * 0.5, metal)
            continue
        axes = (round(link * fine * 0.5), max(2, round(link * fine * (0.3 if number % 2 else 0.12))))
        wire = max(2, round(link * fine * 0.16))
        shine = metal * (0.5 + 0.9 * rng.random() ** 2 + (0.5 if number % 2 else 0))
        cv2.ellipse(layer, middle, axes, angle, 0, 360, (metal * 0.3).tolist(), wire + 3)
        cv2.ellipse(layer, middle, axes, angle, 0, 360, shine.tolist(), wire)
        cv2.ellipse(cover, middle, axes, angle, 0, 360, 1.0, wire + 3)
    small = cv2.resize(layer, (side, side), interpolation=cv2.INTER_AREA)
    mask = cv2.resize(cover, (side, side), interpolation=cv2.INTER_AREA)
    dark = cv2.GaussianBlur(np.roll(mask, (4, 2), (0, 1)), (0, 0), 3)
    return small + (1 - mask)[..., None] * light * (1 - 0.4 * np.minimum(dark, 1))[..., None]


def _bead(layer: Floats, cover: Floats, at: tuple[int, int], wide: float, tone: Floats) -> None:
    for step in np.linspace(1, 0.05, 16):
        spot = (round(at[0] - (1 - step) * wide * 0.3), round(at[1] - (1 - step) * wide * 0.35))
        level = 0.35 + 0.75 * (1 - step) ** 0.7
        cv2.circle(layer, spot, max(1, round(wide * step)), (tone * level).tolist(), -1)
    cv2.circle(cover, at, round(wide), 1.0, -1)


def taken(light: Floats, seed: int, *, grain: float = 1.3, crisp: float = 0.5) -> Codes:
    """Return what a camera makes of the light: a little sharpening, a little noise."""
    codes = encoded(light)
    codes = codes + crisp * (codes - cv2.GaussianBlur(codes, (0, 0), 1.0))
    rng = np.random.default_rng(seed)
    codes = codes + rng.normal(0, grain, codes.shape[:2])[..., None] + rng.normal(0, grain / 2, codes.shape)
    return np.clip(np.rint(codes), 0, 255).astype(np.uint8)


class CutPainter:
    """A signet ring of the renderer's, cut out and laid on a plain ground."""

    def paint(
        self,
        width: int,
        height: int,
        *,
        fill: float,
        center: tuple[float, float] = (0.5, 0.5),
        ground: int = 255,
    ) -> Painted:
        """Paint it; the side along it is the picture's shorter one."""
        piece, cover = cut_piece("signet")
        scale = max(4, fill * min(width, height)) / max(cover.shape)
        size = (max(2, round(cover.shape[1] * scale)), max(2, round(cover.shape[0] * scale)))
        small, mask = (cv2.resize(each, size, interpolation=cv2.INTER_AREA) for each in (piece, cover))
        left, top = round(center[0] * width - size[0] / 2), round(center[1] * height - size[1] / 2)
        rows, columns = (
            slice(max(0, top), min(height, top + size[1])),
            slice(max(0, left), min(width, left + size[0])),
        )
        part = slice(rows.start - top, rows.stop - top), slice(columns.start - left, columns.stop - left)
        codes, covered = np.full((height, width, 3), ground, np.uint8), np.zeros((height, width), bool)
        share = (mask[part] >= 0.5).astype(np.float32)[..., None]
        tone = np.minimum(encoded(small[part] / np.maximum(mask[part], 0.3)[..., None]), 236)
        codes[rows, columns] = np.rint(share * tone + (1 - share) * ground)
        covered[rows, columns] = share[..., 0] > 0
        pure = 1.0 if ground == 255 else 0.0
        truth = box_truth(covered) | {
            "parts": 1,
            "ground_code": ground,
            "shadow_touches_border": False,
            "border_white_share": pure,
            "background_white_share": pure,
        }
        return Painted(codes, truth)
