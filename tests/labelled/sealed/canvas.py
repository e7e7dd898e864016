"""Noise, colors and the last steps from light to codes, shared by every picture here."""

from functools import lru_cache
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from tests.labelled.samples import Codes

Field = npt.NDArray[Any]
"""Numbers per pixel or per point; points are (3, N), colors (N, 3) or (H, W, 3) of linear light."""
RGB = tuple[float, float, float]
SIDE = 1024
CELL, FEW = 4, 18
"""Pixels of the noise table between two random values; how many waves count as few."""


def rgb(code: str) -> RGB:
    """Return the linear light of a web color such as ``f2e8dc``."""
    red, green, blue = (((int(code[i : i + 2], 16) / 255) ** 2.2) for i in (0, 2, 4))
    return red, green, blue


def vec(values: npt.ArrayLike) -> Field:
    """Return numbers as an array, such as a point or a color."""
    return np.asarray(values, np.float32)


@lru_cache(maxsize=8)
def _grain(seed: int) -> Field:
    cells = np.random.default_rng(9000 + seed).random((SIDE // CELL,) * 2, dtype=np.float32)
    wide = cv2.resize(np.pad(cells, 2, mode="wrap"), None, fx=CELL, fy=CELL, interpolation=cv2.INTER_CUBIC)
    return np.asarray(wide[2 * CELL : -2 * CELL, 2 * CELL : -2 * CELL], np.float32)


def noise(u: Field, v: Field, *, seed: int = 0, octaves: int = 4, gain: float = 0.5) -> Field:
    """Return smooth noise of 0 to 1 at any coordinates; its coarsest wave is one unit long."""
    shape, count = u.shape, u.size
    rows = max(1, -(-count // 1024))
    across, down = (np.resize(part, (rows, 1024)).astype(np.float32) for part in (u, v))
    total, weight, size = np.zeros_like(across), 0.0, 1.0
    for octave in range(octaves):
        shift = 37.7 * octave
        total += size * _lookup(
            _grain((seed + octave) % 8), across * 2**octave + shift, down * 2**octave + shift
        )
        weight += size
        size *= gain
    return np.asarray(total.ravel()[:count].reshape(shape) / weight, np.float32)


def _lookup(grain: Field, across: Field, down: Field) -> Field:
    """Read the table where it lies, its opposite sides joined."""
    if max(np.ptp(across), np.ptp(down)) < FEW:
        return _smooth(grain[::CELL, ::CELL], across, down)
    left, top = (part * CELL - np.floor(part * (CELL / SIDE)) * SIDE for part in (across, down))
    rows = range(0, len(across), 16384)
    parts = [(left[row : row + 16384], top[row : row + 16384]) for row in rows]
    return np.concatenate(
        [cv2.remap(grain, a, d, cv2.INTER_LINEAR, borderMode=cv2.BORDER_WRAP) for a, d in parts]
    )


def _smooth(cells: Field, across: Field, down: Field) -> Field:
    """Read few waves without the steps of the fast lookup, which would show as creases."""
    left, top = np.floor(across), np.floor(down)
    right, below = across - left, down - top
    right, below = (part * part * part * (part * (part * 6 - 15) + 10) for part in (right, below))
    side = len(cells)
    columns, rows = left.astype(np.intp) % side, top.astype(np.intp) % side
    upper = cells[rows, columns] * (1 - right) + cells[rows, (columns + 1) % side] * right
    rows = (rows + 1) % side
    lower = cells[rows, columns] * (1 - right) + cells[rows, (columns + 1) % side] * right
    return np.asarray(upper * (1 - below) + lower * below, np.float32)


def solid_noise(p: Field, *, scale: float = 1.0, seed: int = 0, octaves: int = 4) -> Field:
    """Return noise of 0 to 1 at points in space, waves of 1 / ``scale`` long."""
    u, v = p[0] * 0.83 + p[2] * 0.56, p[1] * 0.86 + p[2] * 0.51
    w = p[0] * 0.61 - p[1] * 0.42 + p[2] * 0.67
    first = noise(scale * u, scale * v, seed=seed, octaves=octaves)
    if octaves <= 2:
        return first
    return 0.5 * (first + noise(scale * w, scale * (v - 0.7 * u), seed=seed + 3, octaves=octaves))


def mix(low: RGB | Field, high: RGB | Field, share: Field) -> Field:
    """Blend two colors by a share per point."""
    part = share[..., None]
    return np.asarray(
        np.asarray(low, np.float32) * (1 - part) + np.asarray(high, np.float32) * part, np.float32
    )


def step(low: float, high: float, value: Field) -> Field:
    """Return 0 below ``low``, 1 above ``high``, smooth between; falls where ``low`` is the larger."""
    part = np.clip((value - low) / (high - low), 0, 1)
    return np.asarray(part * part * (3 - 2 * part), np.float32)


def unit(vector: tuple[float, float, float] | Field) -> Field:
    """Return the vector at length one."""
    array = np.asarray(vector, np.float32)
    return np.asarray(array / np.maximum(np.linalg.norm(array, axis=0), 1e-9), np.float32)


def blurred(picture: Field, sigma: float) -> Field:
    """Blur by a Gaussian; strong blurs run on a smaller copy."""
    if sigma < 0.3:
        return picture
    if sigma < 8:
        return np.asarray(cv2.GaussianBlur(picture, (0, 0), sigma), np.float32)
    height, width = picture.shape[:2]
    small = cv2.resize(picture, (max(2, width // 4), max(2, height // 4)), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.resize(cv2.GaussianBlur(small, (0, 0), sigma / 4), (width, height)), np.float32)


def developed(
    light: Field, rng: np.random.Generator, *, vignette: float = 0.08, grain: float = 0.006
) -> Codes:
    """Turn linear light into 8-bit codes as a camera would: shoulder, vignette, grain."""
    height, width = light.shape[:2]
    y, x = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j].astype(np.float32)
    falloff = 1 - vignette * (x * x + y * y) / 1.6
    bright = np.maximum(light * falloff[..., None], 0)
    bright = np.where(bright > 0.8, 0.8 + 0.2 * np.tanh((bright - 0.8) / 0.2), bright)
    sensor = rng.normal(0, 1, (height, width, 3)).astype(np.float32)
    sensor = 0.6 * sensor + 1.2 * cv2.GaussianBlur(sensor, (0, 0), 0.8)
    codes = bright ** (1 / 2.2) + grain * sensor
    return np.asarray(np.clip(codes * 255 + 0.5, 0, 255), np.uint8)
