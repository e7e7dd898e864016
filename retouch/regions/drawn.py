"""The piece's alpha at the photo's own size, drawn from where it was found roughly and from the photo's own light."""

import cv2
import numpy as np

from retouch.arrays import Alpha, LinearRGB, Trimap
from retouch.regions.matting import estimate_alpha, light_apart
from retouch.regions.segmentation import Segmentation
from retouch.regions.softness import soften
from retouch.regions.trimap import UNKNOWN, make_trimap

AT_LEAST, AT_MOST = (0.4, 0.7), (0.1, 0.5)  # the network's alpha at which a bound leaves 0 and reaches 1
NOISE_SAMPLES = 40_000
NOISE_UNSEEN = 0.05  # linear; where no ground is seen at all


def draw_alpha(pixels: LinearRGB, rough: Segmentation) -> Alpha:
    """The piece's share (H, W) float32 in [0, 1] of each pixel (H, W, 3), linear; pixels stay as they are."""
    height, width = pixels.shape[:2]
    trimap = make_trimap(rough.piece, width=width, height=height, outer=1)
    reach_px = max(2, round(1.5 / rough.scale))
    ground = ground_light(rough)
    noise = _noise(pixels, rough, ground)
    alpha = estimate_alpha(pixels, trimap, ground, noise=noise, reach_px=reach_px)
    alpha = within_sight(alpha, trimap, rough)
    del trimap
    return soften(alpha, rough)


def within_sight(alpha: Alpha, trimap: Trimap, rough: Segmentation) -> Alpha:
    """Hold alpha (H, W) of the unknown band between what the network is sure of on either side.

    Polished metal mirrors the ground, color and all, and a shadow may be darker than silver: there the photo's own
    light says nothing of what is piece. Between the bounds the photo's light decides, as fine as it is.
    """
    if rough.sight is None:
        return alpha
    size = (alpha.shape[1], alpha.shape[0])
    for (low, high), bounded in ((AT_LEAST, np.maximum), (AT_MOST, np.minimum)):
        bound = np.clip((rough.sight.alpha - low) / (high - low), 0.0, 1.0).astype(np.float32)
        large = cv2.resize(bound, size, interpolation=cv2.INTER_LINEAR)
        np.copyto(alpha, bounded(alpha, large), where=trimap == UNKNOWN)
    return alpha


def ground_light(rough: Segmentation) -> LinearRGB:
    """The ground beneath, (h, w, 3) in linear light at the analysis scale."""
    return np.asarray(np.clip(cv2.cvtColor(rough.ground, cv2.COLOR_Lab2LRGB), 0.0, 1.0), np.float32)


def _noise(pixels: LinearRGB, rough: Segmentation, ground: LinearRGB) -> float:
    """Noise of the ground at the photo's own size: less a reduction has averaged it, from a sample of its pixels."""
    height, width = pixels.shape[:2]
    rows, columns = np.nonzero(rough.backdrop.seen)
    if rows.size == 0:
        return NOISE_UNSEEN
    step = max(1, rows.size // NOISE_SAMPLES)
    rows, columns = rows[::step], columns[::step]
    at = pixels[
        np.minimum((rows / rough.scale).astype(int), height - 1),
        np.minimum((columns / rough.scale).astype(int), width - 1),
    ]
    apart = light_apart(at[None, :, :3], ground[rows, columns][None])
    return float(np.sqrt(np.mean(apart**2)))
