"""Retouches that keep the piece as it is, and the ways a finished picture is cropped, resized and saved."""

from collections.abc import Callable

import cv2
import numpy as np

from retouch.arrays import LinearRGB
from retouch.color import luminance, to_codes, to_encoded, to_linear
from retouch.training.alterations.canvas import ground_of, grown
from retouch.training.alterations.truth import Truth

Retouch = Callable[[Truth, np.random.Generator], LinearRGB]
_WHITE = np.float32(1.0)


def jpeg(picture: LinearRGB, quality: int) -> LinearRGB:
    """The picture, or its first three channels, as JPEG gives it back."""
    codes = np.ascontiguousarray(to_codes(np.clip(picture[..., :3], 0, 1))[..., ::-1])
    _, data = cv2.imencode(".jpg", codes, [cv2.IMWRITE_JPEG_QUALITY, quality])
    back = cv2.imdecode(data, cv2.IMREAD_COLOR)[..., ::-1].astype(np.float32) / 255
    return np.concatenate([to_linear(back), picture[..., 3:]], axis=2).astype(np.float32)


def colored(truth: Truth, rng: np.random.Generator) -> LinearRGB:
    """White balance moved by up to 8 %, colors a little stronger or weaker."""
    gains = np.asarray([rng.uniform(0.92, 1.08), 1.0, rng.uniform(0.92, 1.08)])
    balanced = truth.photo * gains
    grey = luminance(balanced.astype(np.float32))[..., None]
    return np.clip(grey + rng.uniform(0.85, 1.2) * (balanced - grey), 0, 1).astype(np.float32)


def exposed(truth: Truth, rng: np.random.Generator) -> LinearRGB:
    """Up to half a stop brighter or darker, with another contrast."""
    lit = np.clip(truth.photo * 2 ** rng.uniform(-0.5, 0.5), 0, 1)
    tone = np.clip(to_encoded(lit.astype(np.float32)), 0, 1) ** rng.uniform(0.85, 1.2)
    return to_linear(np.asarray(tone, np.float32))


def recompressed(truth: Truth, rng: np.random.Generator) -> LinearRGB:
    """Saved once more, at a quality of 60 to 85."""
    return jpeg(truth.photo, int(rng.integers(60, 86)))


def on_ground(truth: Truth, picture: LinearRGB, ground: LinearRGB) -> LinearRGB:
    """The piece by its true alpha on another ground, its own ground's light taken from its soft edge."""
    alpha = cv2.GaussianBlur(truth.alpha, (0, 0), 0.55)[..., None]
    piece = picture - (1 - alpha) * ground_of(picture, truth.alpha)
    out = np.where(alpha < 0.004, ground, np.clip(piece, 0, alpha) + (1 - alpha) * ground)
    return np.clip(out, 0, 1).astype(np.float32)


def cut_out(truth: Truth, rng: np.random.Generator) -> LinearRGB:
    """The photo's own pixels on white, on light grey, or on nothing."""
    shade = np.float32(1.0 if rng.random() < 0.7 else 0.8)
    white = on_ground(truth, truth.photo, np.full_like(truth.photo, shade))
    if rng.random() < 0.3:
        return np.concatenate([white, truth.alpha[..., None]], axis=2)
    return white


def cleaned(truth: Truth, rng: np.random.Generator) -> LinearRGB:
    """Dust, lint and hairlines healed, nothing else."""
    del rng
    healed = cv2.GaussianBlur(grown(truth.defects, 2).astype(np.float32), (0, 0), 0.8)[..., None]
    return (truth.photo * (1 - healed) + truth.clean * healed).astype(np.float32)


def sharpened(truth: Truth, rng: np.random.Generator) -> LinearRGB:
    """A mild unsharp mask."""
    tone = to_encoded(truth.photo)
    tone = tone + rng.uniform(0.3, 0.7) * (tone - cv2.GaussianBlur(tone, (0, 0), rng.uniform(0.8, 1.6)))
    return to_linear(np.clip(tone, 0, 1).astype(np.float32))


def full(truth: Truth, rng: np.random.Generator) -> LinearRGB:
    """The perfect retouch: the clean render in neutral light, brighter, on white by its true alpha, with a shadow."""
    alpha = truth.alpha
    paper = np.median(truth.clean[alpha < 0.01], axis=0)
    gains = np.mean(paper) / np.maximum(paper, 1e-3)
    neutral = np.clip(truth.clean * np.clip(gains, 0.8, 1.25) * 2 ** rng.uniform(0.0, 0.4), 0, 1)
    white = np.full_like(neutral, _WHITE)
    if rng.random() < 0.6:
        depth = float(rng.uniform(0.1, 0.35))
        blurred = cv2.GaussianBlur(alpha, (0, 0), 0.03 * truth.side)
        fallen = np.roll(blurred, round(0.03 * truth.side), axis=0)
        white = white * (1 - depth * np.clip(fallen, 0, 1))[..., None]
    return on_ground(truth, neutral.astype(np.float32), white.astype(np.float32))


HONEST: dict[str, Retouch] = {
    "color": colored,
    "exposure": exposed,
    "recompression": recompressed,
    "cut-out": cut_out,
    "cleaned dust": cleaned,
    "mild sharpening": sharpened,
    "perfect full retouch": full,
}


def delivered(picture: LinearRGB, rng: np.random.Generator) -> LinearRGB:
    """As it comes back: as it was, resized, cropped or padded to a square, and saved as a JPEG or not."""
    shape = int(rng.integers(4))
    out = picture
    if shape in {1, 3}:
        share = float(rng.uniform(0.7, 1.25))
        method = cv2.INTER_AREA if share < 1 else cv2.INTER_CUBIC
        out = np.clip(cv2.resize(out, None, fx=share, fy=share, interpolation=method), 0, 1)
    if shape in {2, 3}:
        out = _square(out)
    return jpeg(out, int(rng.integers(82, 96))) if rng.random() < 0.7 else out.astype(np.float32)


def _square(picture: LinearRGB) -> LinearRGB:
    height, width = picture.shape[:2]
    if height == width:
        inset = round(0.04 * width)
        return picture[inset:-inset, inset:-inset]
    above, beside = max(0, width - height) // 2, max(0, height - width) // 2
    color = [float(c) for c in np.median(picture[:8].reshape(-1, picture.shape[2]), axis=0)]
    return cv2.copyMakeBorder(picture, above, above, beside, beside, cv2.BORDER_CONSTANT, value=color)
