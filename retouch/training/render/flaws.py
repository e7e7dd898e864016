"""What a photo loses on its way: dust and lint on the paper, hairlines on the metal, a cast, blur and noise."""

import cv2
import numpy as np

from retouch.arrays import Alpha, LinearRGB, Mask
from retouch.training.render.mesh import Floats
from retouch.training.render.spec import SceneSpec


def paper_grain(height: int, width: int, rng: np.random.Generator) -> Floats:
    """The paper's tooth (H, W): about one percent, at three widths."""
    out = np.ones((height, width), np.float32)
    for sigma, depth in ((0.9, 0.004), (3.0, 0.004), (40.0, 0.006)):
        coarse = max(1, int(sigma / 2))
        noise = rng.standard_normal((height // coarse + 2, width // coarse + 2)).astype(np.float32)
        noise = cv2.GaussianBlur(noise, (0, 0), sigma / coarse)
        noise = cv2.resize(noise, (width, height), interpolation=cv2.INTER_CUBIC)
        out += depth * noise / max(float(noise.std()), 1e-6)
    return out


def _stroke(canvas: Floats, points: Floats, thickness: float, strength: float) -> None:
    """Draw a soft line (N, 2) into a canvas of darkening, at four times its fineness."""
    low = np.floor(points.min(0) - 4).astype(int)
    high = np.ceil(points.max(0) + 4).astype(int)
    low, high = np.maximum(low, 0), np.minimum(high, [canvas.shape[1], canvas.shape[0]])
    if (high <= low).any():
        return
    fine = np.zeros(((high[1] - low[1]) * 4, (high[0] - low[0]) * 4), np.float32)
    path = ((points - low) * 4).round().astype(np.int32)
    cv2.polylines(
        fine, [path], isClosed=False, color=1.0, thickness=max(1, round(thickness * 4)), lineType=cv2.LINE_8
    )
    small = cv2.resize(
        cv2.GaussianBlur(fine, (0, 0), 1.6),
        (int(high[0] - low[0]), int(high[1] - low[1])),
        interpolation=cv2.INTER_AREA,
    )
    view = canvas[low[1] : high[1], low[0] : high[0]]
    np.copyto(view, np.where(np.abs(small * strength) > np.abs(view), small * strength, view))


def _speck(rng: np.random.Generator, place: Floats, scale: float) -> Floats:
    """A short crumb about a place."""
    turn = rng.uniform(0, np.pi)
    half = scale * rng.uniform(0.2, 1.1) * np.asarray([np.cos(turn), np.sin(turn)])
    return np.stack([place - half, place + half])


def _hair(rng: np.random.Generator, place: Floats, scale: float) -> Floats:
    """A bent fibre."""
    heading = rng.uniform(0, 2 * np.pi) + np.cumsum(rng.normal(0, 0.16, 26))
    return place + np.cumsum(np.stack([np.cos(heading), np.sin(heading)], 1), 0) * scale


def _spots(mask: Mask, count: int, rng: np.random.Generator) -> Floats:
    """Random places (count, 2), column and row, where the mask is true."""
    row, column = np.nonzero(mask)
    if not len(row) or not count:
        return np.zeros((0, 2))
    chosen = rng.integers(0, len(row), count)
    return np.stack([column[chosen], row[chosen]], 1) + rng.random((count, 2))


def strew(
    light: Floats, alpha: Alpha, metal: Alpha, spec: SceneSpec, rng: np.random.Generator
) -> tuple[Floats, Mask]:
    """Dirt over the light (H, W, 3): dark crumbs and fibres, pale ones on the metal, bright hairlines in it.

    Returns the dirty light and what of it can be seen: at least 4 % change.
    """
    unit = max(spec.size) / 1300
    canvas = np.zeros(alpha.shape, np.float32)
    for place in _spots(alpha < 0.01, spec.dust, rng):
        _stroke(
            canvas,
            _speck(rng, place, unit * rng.uniform(0.6, 1.5)),
            unit * rng.uniform(0.9, 2.2),
            rng.uniform(0.18, 0.55),
        )
    for place in _spots(alpha < 0.01, spec.lint, rng):
        _stroke(
            canvas,
            _hair(rng, place, unit * rng.uniform(1.2, 2.6)),
            unit * rng.uniform(0.7, 1.1),
            rng.uniform(0.15, 0.35),
        )
    inside = cv2.erode(metal, np.ones((5, 5), np.uint8)) > 0.98
    for place in _spots(inside, spec.dust // 3, rng):
        _stroke(canvas, _speck(rng, place, unit * 0.7), unit * rng.uniform(0.8, 1.4), rng.choice([-0.8, 0.4]))
    for place in _spots(inside, spec.scratches, rng):
        turn = rng.uniform(0, np.pi)
        line = place + np.linspace(-1, 1, 12)[:, None] * unit * rng.uniform(5, 14) * np.asarray(
            [np.cos(turn), np.sin(turn)]
        )
        line += np.stack([np.zeros(12), np.linspace(-1, 1, 12) ** 2 * unit * rng.uniform(-2, 2)], 1)
        scratch = np.zeros_like(canvas)
        _stroke(scratch, line, 0.5 * unit, -rng.uniform(0.35, 0.7))
        canvas += scratch * (metal > 0.98)
    level = float(np.median(light))
    dark = np.maximum(canvas, 0)[..., None]
    pale = np.maximum(-canvas, 0)[..., None]
    dirty = light * (1 - dark) + pale * (level * 0.9 - light * 0.9).clip(0.12 * level)
    return dirty.astype(np.float32), np.abs(canvas) > 0.04


def develop(light: Floats, spec: SceneSpec, rng: np.random.Generator, *, noise: float) -> LinearRGB:
    """Light (H, W, 3) to a linear photo in [0, 1]: cast, lens blur, noise, and a shoulder instead of a hard end."""
    cast = np.asarray([spec.cast[0], 1.0, spec.cast[1]], np.float32)
    out = cv2.GaussianBlur(light * cast, (0, 0), 0.55)
    if noise:
        grain = rng.standard_normal(out.shape).astype(np.float32)
        grain = 0.7 * grain + 0.6 * cv2.GaussianBlur(grain, (0, 0), 0.8)
        out = out + grain * noise * np.sqrt(np.maximum(out, 0.01))
    knee = 0.80
    over = np.maximum(out - knee, 0)
    soft = knee + (1 - knee) * (1 - np.exp(-over / (1 - knee) * 0.85))
    return np.clip(np.where(out > knee, soft, out), 0, 1).astype(np.float32)
