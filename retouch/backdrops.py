"""Grounds drawn by arithmetic: the same size and style give the same pixels, and nothing in them is anybody's photo.

The light is declared and not guessed: it comes from the upper left, so relief is bright on its upper left flank, and a
shadow falls to the lower right (``LIGHT``). Textures are measured in shares of the frame's shorter side, so that a
thread is as wide beside the piece in a small picture as in a large one, and no thinner than two pixels.
"""

from collections.abc import Callable

import cv2
import numpy as np

from retouch.arrays import LinearRGB
from retouch.color import to_linear
from retouch.regions.backdrop import Field

LIGHT = (-0.45, -0.89)  # across, down: where the light comes from, a unit vector in the picture's plane
SEED = 20_251
THREADS = 150  # across the shorter side of linen
GRAIN = 0.004  # linear; what keeps a smooth ground from showing steps when it is written with eight bits

Size = tuple[int, int]
Draw = Callable[[Size], LinearRGB]


def stone(size: Size) -> LinearRGB:
    """Draw a honed pale stone: clouds of two tones, a few faint veins, a fine tooth.

    Parameters
    ----------
    size  height and width, px

    Returns
    -------
    (H, W, 3) float32, linear sRGB, D65, [0, 1]; equal sizes give equal pixels
    """
    cloud = _clouds(size, coarsest=3, octaves=5, seed=1)
    bent = _clouds(size, coarsest=2, octaves=4, seed=2) + 0.35 * _clouds(size, coarsest=9, octaves=3, seed=3)
    vein = np.exp(-((bent / 0.035) ** 2)) * np.clip(
        0.5 + 1.2 * _clouds(size, coarsest=2, octaves=2, seed=4), 0, 1
    )
    tooth = _relief(_clouds(size, coarsest=90, octaves=3, seed=5), size)
    level = 1.0 + 0.10 * cloud - 0.10 * vein + 0.025 * tooth
    return _colored(level * _falloff(size, 0.10), (0.845, 0.835, 0.820))


def linen(size: Size) -> LinearRGB:
    """Draw a natural linen weave: threads of uneven width over and under each other, lit from the declared side.

    Parameters and result are those of ``stone``.
    """
    threads = min(THREADS, max(1, min(size) // 4))
    rows, columns = _grid(size)
    sway = (
        0.35 * _clouds(size, coarsest=5, octaves=4, seed=6),
        0.35 * _clouds(size, coarsest=5, octaves=4, seed=7),
    )
    across = np.pi * (threads * columns + sway[0])
    down = np.pi * (threads * rows + sway[1])
    over = np.sin(across) * np.sin(down) > 0  # a plain weave: warp above weft at every second crossing
    thread = np.where(over, np.abs(np.sin(across)), np.abs(np.sin(down))).astype(np.float32)
    slub = _stretched(size, seed=8, along=1) + _stretched(size, seed=9, along=0)
    level = 0.90 + 0.10 * thread + 0.05 * slub + 0.03 * _clouds(size, coarsest=2, octaves=3, seed=10)
    level += 0.02 * _relief(thread, size)
    return _colored(level * _falloff(size, 0.10), (0.865, 0.840, 0.795))


def studio(size: Size) -> LinearRGB:
    """Draw a paper sweep: a bright floor that bends into a softly darker wall, with a pool of light on it.

    Parameters and result are those of ``stone``.
    """
    rows, columns = _grid(size)
    height = float(rows[-1, 0]) or 1.0
    bend = np.clip((rows / height - 0.10) / 0.55, 0.0, 1.0)
    wall = bend * bend * (3.0 - 2.0 * bend)
    middle = float(columns[0, -1]) / 2
    pool = np.exp(-(((columns - 0.9 * middle) / 0.55) ** 2 + ((rows - 0.58 * height) / 0.45) ** 2))
    level = np.asarray(0.70 + 0.18 * wall + 0.14 * pool, np.float32)
    return _colored(level, (0.930, 0.930, 0.935))


STYLES: dict[str, Draw] = {"linen": linen, "stone": stone, "studio": studio}
KINDS = ("gradient", *STYLES)


def gradient(size: Size, above: tuple[float, ...], below: tuple[float, ...]) -> LinearRGB:
    """Go from one color at the upper edge to another at the lower, evenly to the eye.

    Parameters
    ----------
    size          height and width, px
    above, below  sRGB encoded, 0 to 1 each; the way between them is straight in encoded values

    Returns
    -------
    (H, W, 3) float32, linear sRGB, D65, [0, 1]
    """
    share = np.linspace(0.0, 1.0, size[0], dtype=np.float32)[:, None]
    column = (1.0 - share) * np.array(above, np.float32) + share * np.array(below, np.float32)
    drawn = np.repeat(to_linear(column.astype(np.float32))[:, None, :], size[1], axis=1)
    return drawn if above == below else _grained(drawn)


def _colored(level: Field, color: tuple[float, float, float]) -> LinearRGB:
    """Give a brightness its color, in linear light."""
    tint = to_linear(np.array(color, np.float32))
    return _grained(np.asarray(level, np.float32)[..., None] * tint)


def _grained(drawn: LinearRGB) -> LinearRGB:
    grain = np.random.default_rng(SEED).standard_normal(drawn.shape[:2], dtype=np.float32)
    grain *= GRAIN
    grain += 1.0
    drawn *= grain[..., None]
    return np.clip(drawn, 0.0, 1.0, out=drawn)


def _grid(size: Size) -> tuple[Field, Field]:
    """Rows and columns in shares of the shorter side."""
    side = np.float32(min(size))
    return (
        (np.arange(size[0], dtype=np.float32) / side)[:, None],
        (np.arange(size[1], dtype=np.float32) / side)[None, :],
    )


def _clouds(size: Size, *, coarsest: int, octaves: int, seed: int) -> Field:
    """Noise of several scales, each half as strong as the one before; mean near 0, most of it within -1 and 1."""
    random = np.random.default_rng(SEED + seed)
    total = np.zeros(size, np.float32)
    for octave in range(octaves):
        cells = coarsest * 2**octave
        if 2 * cells > min(size):
            break  # finer than two pixels
        total += 0.5**octave * _noise(random, size, (cells, cells))
    return total


def _stretched(size: Size, *, seed: int, along: int) -> Field:
    """Noise in long streaks: the threads that are thicker than their neighbors."""
    fine, long = min(THREADS, max(1, min(size) // 4)), 6
    cells = (fine, long) if along == 1 else (long, fine)
    return _noise(np.random.default_rng(SEED + seed), size, cells)


def _noise(random: np.random.Generator, size: Size, cells: Size) -> Field:
    """Random values on a grid of square cells, joined smoothly; ``cells`` are those of the shorter side."""
    side = min(size)
    across = max(2, round(cells[1] * size[1] / side)), max(2, round(cells[0] * size[0] / side))
    coarse = random.uniform(-1.0, 1.0, (across[1], across[0])).astype(np.float32)
    return np.asarray(cv2.resize(coarse, (size[1], size[0]), interpolation=cv2.INTER_CUBIC), np.float32)


def _relief(height: Field, size: Size) -> Field:
    """How much a surface of this height faces the light; about -1 to 1."""
    if min(size) < 3:  # no slope to be seen
        return np.zeros(size, np.float32)
    right = cv2.Sobel(height, cv2.CV_32F, 1, 0, ksize=3)
    below = cv2.Sobel(height, cv2.CV_32F, 0, 1, ksize=3)
    facing = LIGHT[0] * right + LIGHT[1] * below
    spread = float(facing.std()) or 1.0
    return np.asarray(np.clip(-facing / (2.0 * spread), -1.0, 1.0), np.float32)


def _falloff(size: Size, depth: float) -> Field:
    """The light grows weaker away from its side: 1 in the upper left, ``1 - depth`` in the lower right."""
    rows, columns = _grid(size)
    share = (rows / max(float(rows[-1, 0]), 1e-6) + columns / max(float(columns[0, -1]), 1e-6)) / 2
    return np.asarray(1.0 - depth * share, np.float32)
