"""From a lit piece to a photo: a ground beneath, perhaps a mirror, then everything a shop's camera does to it.

All mixing is done in linear light; truth goes through the same geometry as the photo and through nothing else.
"""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from retouch.training.render.mesh import Floats
from retouch.training.render.picture import Layers
from retouch.training.scenes.grounds import GROUNDS, fall_off, strew_props

Bytes = npt.NDArray[np.uint8]

PLAIN = ("paper", "sweep")


@dataclass(frozen=True, slots=True)
class Pair:
    """A photo and its truth.

    photo  (H, W, 3) uint8, sRGB, in OpenCV's channel order (B, G, R)
    truth  (H, W, 4) uint8: alpha, metal, gem, shadow; 255 is all of the pixel, or no light left
    """

    photo: Bytes
    truth: Bytes


def compose(layers: Layers, level: float, rng: np.random.Generator, *, grounds: tuple[str, ...]) -> Pair:
    """Photograph ``layers``: ground, exposure, cast, lens, sensor and file each drawn anew.

    level   linear brightness of the lit ground before the exposure's own error
    grounds names to choose from; plain ones are taken most often
    """
    height, width = layers.lit.shape
    size = (height, width)
    ground = _ground(size, grounds, rng)
    if rng.random() < 0.3:
        ground = strew_props(ground, rng, count=int(rng.integers(1, 4)))
    strength = rng.uniform(0.4, 1.5)
    lit = np.clip(1 - strength * (1 - layers.lit), 0.0, 1.0)
    if rng.random() < 0.4:
        lit = lit * _lamp_shadow(layers.cover[..., 0], rng)
    ground = ground * (lit * fall_off(size, rng))[..., None] * layers.paper
    alpha = layers.cover[..., :1]
    if rng.random() < 0.1:
        ground = _mirrored(ground, layers, rng)
    exposure = level / max(float(layers.paper.mean()), 1e-4) * 2.0 ** rng.normal(0, 0.35)
    light = (layers.light + (1 - alpha) * ground) * exposure
    truth = np.dstack([layers.cover, (1 - lit) * (1 - alpha[..., 0])])
    return Pair(
        develop(light.astype(np.float32), rng), np.clip(np.rint(truth * 255), 0, 255).astype(np.uint8)
    )


def _ground(size: tuple[int, int], names: tuple[str, ...], rng: np.random.Generator) -> Floats:
    plain = [name for name in names if name in PLAIN]
    chosen = plain if plain and rng.random() < 0.62 else list(names)
    return GROUNDS[str(rng.choice(chosen))](size, rng)


def _lamp_shadow(alpha: Floats, rng: np.random.Generator) -> Floats:
    """What a small lamp leaves of its light (H, W): the piece's outline moved away from the lamp, hardly blurred."""
    side = max(alpha.shape)
    turn, way = rng.uniform(0, 2 * np.pi), rng.uniform(0.004, 0.045) * side
    cast = np.zeros_like(alpha)
    for share in (0.25, 0.5, 0.75, 1.0):  # it reaches from the foot of the piece to its top's shadow
        move = np.float32([[1, 0, share * way * np.cos(turn)], [0, 1, share * way * np.sin(turn)]])
        cast = np.maximum(cast, cv2.warpAffine(alpha, move, alpha.shape[::-1]))
    soft = cv2.GaussianBlur(cast, (0, 0), float(rng.uniform(0.001, 0.012) * side))
    return np.asarray(1 - rng.uniform(0.15, 0.7) * soft, np.float32)


def _mirrored(ground: Floats, layers: Layers, rng: np.random.Generator) -> Floats:
    """The piece upside down below itself, faint, as acrylic and glass show it."""
    rows = np.flatnonzero(layers.cover[..., 0].max(axis=1) > 0.5)
    if rows.size == 0:
        return ground
    foot = int(rows[-1]) + int(rng.integers(-3, 6))
    source = 2 * foot - np.arange(layers.lit.shape[0])
    inside = (source >= 0) & (source < layers.lit.shape[0])
    source = np.clip(source, 0, layers.lit.shape[0] - 1)
    part = (inside * rng.uniform(0.06, 0.5)).astype(np.float32)[:, None, None]
    alpha, light = layers.cover[source][..., :1] * part, layers.light[source] * part
    blur = rng.uniform(0.3, 2.0)
    alpha = cv2.GaussianBlur(alpha, (0, 0), blur)[..., None]
    return np.asarray(ground * (1 - alpha) + cv2.GaussianBlur(light, (0, 0), blur), np.float32)


def develop(light: Floats, rng: np.random.Generator) -> Bytes:
    """Light (H, W, 3) to the file a shop has: cast, lens, noise, tone curve, sharpening, resizing, JPEG."""
    warm, green = rng.normal(0, 0.12), rng.normal(0, 0.03)
    cast = np.asarray([np.exp(warm), np.exp(green), np.exp(-warm)], np.float32)
    out = _lens(light * cast, rng)
    sigma = rng.uniform(0.0, 0.02) * rng.random()
    grain = rng.standard_normal(out.shape).astype(np.float32)
    grain = cv2.GaussianBlur(grain, (0, 0), float(rng.uniform(0.35, 0.9)))
    out = np.maximum(out + grain * sigma * np.sqrt(np.maximum(out, 0.02)) * 2, 0)
    knee = rng.uniform(0.6, 0.98)
    over = np.maximum(out - knee, 0)
    out = np.where(out > knee, knee + (1 - knee) * (1 - np.exp(-over / (1 - knee))), out)
    encoded = np.clip(out, 0, 1) ** (1 / rng.uniform(2.0, 2.5))
    if rng.random() < 0.5:
        soft = cv2.GaussianBlur(encoded, (0, 0), float(rng.uniform(0.7, 2.0)))
        encoded = encoded + rng.uniform(0.1, 0.9) * (encoded - soft)
    photo = np.clip(encoded[..., ::-1] * 255 + 0.5, 0, 255).astype(np.uint8)
    quality = [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(55, 97))]
    return np.asarray(cv2.imdecode(cv2.imencode(".jpg", photo, quality)[1], cv2.IMREAD_COLOR), np.uint8)


def _lens(light: Floats, rng: np.random.Generator) -> Floats:
    """Blur of the whole picture, and of its far and near parts where the lens stood wide open."""
    sharp = cv2.GaussianBlur(light, (0, 0), float(rng.uniform(0.3, 0.9)))
    if rng.random() < 0.7:
        return np.asarray(sharp, np.float32)
    height = light.shape[0]
    row = np.arange(height, dtype=np.float32) / height
    away = np.clip(np.abs(row - rng.uniform(0.3, 0.8)) * 2.2 - 0.2, 0, 1)[:, None, None]
    out = sharp
    for step in range(3):
        blurred = cv2.GaussianBlur(out, (0, 0), float(rng.uniform(0.5, 1.4)))
        share = np.clip(away * 3 - step, 0, 1)
        out = out * (1 - share) + blurred * share
    return np.asarray(out, np.float32)
