"""What bodies are made of: colors over the picture, (H, W, 3) float32, linear."""

from collections.abc import Callable

import cv2
import numpy as np

from retouch.training.bodies.forms import Canvas
from retouch.training.bodies.relief import Stuff
from retouch.training.render.mesh import Floats
from retouch.training.scenes.grounds import noise, octaves

GAMMA = 2.2
SKINS = (
    (247, 219, 202), (240, 205, 182), (232, 190, 163), (224, 176, 146), (210, 158, 124), (192, 138, 104),
    (168, 116, 84), (142, 96, 68), (112, 74, 54), (84, 56, 42), (60, 42, 34),
)  # fmt: skip
"""sRGB codes of skin in even light, from light to dark."""
SMOOTH_SKIN = 0.35  # of all people: theirs has no spots, veins or pores

METALS = ((212, 168, 92), (228, 186, 120), (206, 148, 120), (206, 208, 210), (170, 172, 176), (120, 122, 126))
"""sRGB codes of drawn metal: golds, silver, platinum, steel."""

HAIRS = (
    (24, 20, 18), (60, 40, 28), (110, 76, 46), (176, 136, 88), (214, 188, 146), (128, 62, 36), (150, 148, 146),
)  # fmt: skip
"""sRGB codes of hair: black to blond, red, grey."""


def linear(code: tuple[float, float, float]) -> Floats:
    """From codes of 0 to 255."""
    return np.asarray((np.asarray(code, np.float32) / 255) ** GAMMA, np.float32)


def any_color(rng: np.random.Generator) -> Floats:
    """One color, often quiet: as paper, cloth and leather have it."""
    hue, light = rng.uniform(0, 180), rng.uniform(20, 250)
    strong = rng.choice(
        [rng.uniform(0, 30), rng.uniform(20, 120), rng.uniform(100, 230)], p=[0.5, 0.35, 0.15]
    )
    code = cv2.cvtColor(np.asarray([[[hue, strong, light]]], np.uint8), cv2.COLOR_HSV2RGB)[0, 0]
    return linear(tuple(float(each) for each in code))


def quiet_color(rng: np.random.Generator) -> Floats:
    """White, cream, beige, grey or black, as stands and linings are."""
    light = rng.choice(
        [rng.uniform(200, 252), rng.uniform(90, 200), rng.uniform(15, 60)], p=[0.45, 0.3, 0.25]
    )
    warm = rng.normal(0.02, 0.03)
    return linear((light * (1 + warm), light, light * (1 - 1.6 * warm)))


def skin_tone(rng: np.random.Generator) -> Floats:
    """One of ``SKINS``."""
    return linear(SKINS[int(rng.integers(len(SKINS)))])


def metal(rng: np.random.Generator) -> Floats:
    """One of ``METALS``."""
    return linear(METALS[int(rng.integers(len(METALS)))])


def _size(canvas: Canvas) -> tuple[int, int]:
    return canvas.height, canvas.width


def plain(canvas: Canvas, color: Floats, rng: np.random.Generator, depth: float = 0.02) -> Floats:
    """Card, plaster, lacquer."""
    tone = 1 + depth * noise(_size(canvas), rng.uniform(20, 90), rng)
    return np.asarray(color * tone[..., None], np.float32)


def skin(canvas: Canvas, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Skin of one person, as it is or smooth as in a drawing, and the color of their nails."""
    tone = skin_tone(rng) * rng.uniform(0.85, 1.1)
    tone = tone * np.exp(rng.normal(0, 0.05, 3)).astype(np.float32)
    nail = np.asarray(np.clip(tone * np.asarray([1.06, 0.98, 0.98]) + 0.03, 0, 1), np.float32)
    if rng.random() < SMOOTH_SKIN:
        return plain(canvas, tone, rng, rng.uniform(0, 0.02)), nail
    size = _size(canvas)
    blood = 0.05 * octaves(size, 0.25 * canvas.side, rng) + 0.025 * octaves(size, 0.03 * canvas.side, rng)
    dark = 0.03 * octaves(size, 0.3 * canvas.side, rng) + rng.uniform(0, 0.03) * noise(size, 2.5, rng)
    if rng.random() < 0.25:
        dark = dark - 0.16 * (noise(size, 0.012 * canvas.side, rng) > 2.2)
    map_ = tone * np.stack([1 + dark + 0.3 * blood, 1 + dark - blood, 1 + dark - 1.1 * blood], 2)
    return np.asarray(np.clip(map_, 0.004, 1), np.float32), nail


def cloth(canvas: Canvas, color: Floats, rng: np.random.Generator) -> Floats:
    """Woven or knitted, sometimes striped or with a pattern."""
    x, y = canvas.grid
    pitch, turn = rng.uniform(2.0, 6.0), rng.uniform(0, np.pi)
    bend = noise(_size(canvas), 40, rng) * 2
    u = (np.cos(turn) * x + np.sin(turn) * y + bend) / pitch
    v = (-np.sin(turn) * x + np.cos(turn) * y + bend) / pitch
    weave = 1 + rng.uniform(0.0, 0.14) * np.sin(2 * np.pi * u) * np.sin(2 * np.pi * v)
    out = color * weave[..., None]
    if rng.random() < 0.25:
        stripe = (np.sin(u * rng.uniform(0.2, 0.9)) > rng.uniform(-0.5, 0.8))[..., None]
        out = np.where(stripe, out, any_color(rng) * weave[..., None])
    return np.asarray(out, np.float32)


def leather(canvas: Canvas, color: Floats, rng: np.random.Generator) -> Floats:
    """With a fine grain."""
    grain = 1 + rng.uniform(0.02, 0.12) * noise(_size(canvas), rng.uniform(2, 6), rng)
    return np.asarray(color * np.clip(grain, 0.4, 1.6)[..., None], np.float32)


def wood(canvas: Canvas, rng: np.random.Generator) -> Floats:
    """Boards, from pale birch to walnut, in any direction."""
    tone = linear((225, 196, 158)) * rng.uniform(0.12, 1.0)
    size = _size(canvas)
    along = octaves(size, rng.uniform(5, 14), rng, stretch=rng.uniform(8, 24))
    if rng.random() < 0.5:
        along = cv2.resize(np.ascontiguousarray(along.T), (size[1], size[0]))
    return np.asarray(tone * np.exp(rng.uniform(0.05, 0.25) * along)[..., None], np.float32)


def marble(canvas: Canvas, rng: np.random.Generator) -> Floats:
    """With veins."""
    relief = octaves(_size(canvas), rng.uniform(40, 160), rng)
    vein = np.exp(-np.abs(relief) * rng.uniform(10, 40))
    color, ink = quiet_color(rng), quiet_color(rng)
    share = (rng.uniform(0.2, 0.8) * vein)[..., None]
    return np.asarray(color * (1 - share) + ink * share, np.float32)


def patterned(canvas: Canvas, color: Floats, rng: np.random.Generator) -> Floats:
    """Printed paper: dots, stripes, checks or sprigs of another color."""
    x, y = canvas.grid
    pitch, turn = rng.uniform(8, 40), rng.uniform(0, np.pi)
    u = (np.cos(turn) * x + np.sin(turn) * y) / pitch
    v = (-np.sin(turn) * x + np.cos(turn) * y) / pitch
    inked = (
        np.hypot(u % 1 - 0.5, v % 1 - 0.5) < rng.uniform(0.15, 0.35),
        u % 1 < rng.uniform(0.15, 0.6),
        (u % 1 < 0.5) != (v % 1 < 0.5),
        np.abs(np.sin(3 * u) * np.cos(2 * v + u)) > rng.uniform(0.6, 0.9),
    )[int(rng.integers(4))]
    return np.where(inked[..., None], any_color(rng), color).astype(np.float32)


def strands(canvas: Canvas, rng: np.random.Generator, turn: float) -> Floats:
    """Hair, along a direction."""
    tone = linear(HAIRS[int(rng.integers(len(HAIRS)))])
    x, y = canvas.grid
    bend = 14 * noise(_size(canvas), 0.3 * canvas.side, rng)
    across = np.cos(turn) * y - np.sin(turn) * x + bend
    lines = np.interp(across.ravel(), np.arange(-2000, 2001), rng.standard_normal(4001)).reshape(across.shape)
    wide = np.interp(across.ravel() / 9, np.arange(-400, 401), rng.standard_normal(801)).reshape(across.shape)
    return np.asarray(tone * np.exp(0.35 * lines + 0.35 * wide)[..., None], np.float32)


def folds(canvas: Canvas, rng: np.random.Generator, depth: float) -> Floats:
    """Heights (H, W) in px of cloth that lies in folds."""
    relief = noise(_size(canvas), rng.uniform(0.08, 0.3) * canvas.side, rng, stretch=rng.uniform(1, 5))
    if rng.random() < 0.5:
        relief = cv2.resize(np.ascontiguousarray(relief.T), (canvas.width, canvas.height))
    return np.asarray(depth * np.abs(relief) ** rng.uniform(0.7, 1.6), np.float32)


def _velvet(canvas: Canvas, color: Floats, rng: np.random.Generator) -> Stuff:
    return Stuff(plain(canvas, color, rng, 0.05), sheen=rng.uniform(0.3, 1.0))


def _linen(canvas: Canvas, color: Floats, rng: np.random.Generator) -> Stuff:
    return Stuff(cloth(canvas, color, rng), sheen=0.05)


def _hide(canvas: Canvas, color: Floats, rng: np.random.Generator) -> Stuff:
    return Stuff(leather(canvas, color, rng), gloss=rng.uniform(0.1, 0.4))


def _plaster(canvas: Canvas, color: Floats, rng: np.random.Generator) -> Stuff:
    return Stuff(plain(canvas, color, rng), gloss=0.03)


def _lacquer(canvas: Canvas, color: Floats, rng: np.random.Generator) -> Stuff:
    return Stuff(plain(canvas, color, rng), gloss=rng.uniform(0.5, 1.0))


def _timber(canvas: Canvas, _: Floats, rng: np.random.Generator) -> Stuff:
    return Stuff(wood(canvas, rng), gloss=rng.uniform(0, 0.2))


STUFFS: dict[str, tuple[float, Callable[[Canvas, Floats, np.random.Generator], Stuff]]] = {
    "velvet": (0.25, _velvet), "linen": (0.2, _linen), "leather": (0.2, _hide),
    "plaster": (0.17, _plaster), "lacquer": (0.08, _lacquer), "wood": (0.1, _timber),
}  # fmt: skip
"""What busts and packaging are made of, with its share."""


def any_stuff(canvas: Canvas, rng: np.random.Generator, *, quiet: float = 0.7) -> Stuff:
    """Velvet, linen, leather, plaster, lacquer or wood; its color is quiet as often as told."""
    color = quiet_color(rng) if rng.random() < quiet else any_color(rng)
    kind = str(rng.choice(list(STUFFS), p=[share for share, _ in STUFFS.values()]))
    return STUFFS[kind][1](canvas, color, rng)
