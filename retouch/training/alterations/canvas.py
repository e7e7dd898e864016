"""What planted alterations are painted with: fills from the surroundings, the ground beneath, feathered edges."""

import cv2
import numpy as np
import numpy.typing as npt

from retouch.arrays import Alpha, LinearRGB, Mask
from retouch.color import to_codes, to_encoded, to_linear

Floats = npt.NDArray[np.float32]


def grown(mask: Mask, radius_px: int) -> Mask:
    """The mask and what lies within a radius of it."""
    around = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * radius_px + 1, 2 * radius_px + 1))
    return cv2.dilate(mask.astype(np.uint8), around) > 0


def box_of(mask: Mask, margin: int = 0) -> tuple[slice, slice]:
    """Rows and columns of a mask, with a margin."""
    left, top, width, height = cv2.boundingRect(mask.astype(np.uint8))
    return (
        slice(max(0, top - margin), min(mask.shape[0], top + height + margin)),
        slice(max(0, left - margin), min(mask.shape[1], left + width + margin)),
    )


def laid(picture: LinearRGB, other: LinearRGB, mask: Mask, soft_px: float = 0.6) -> LinearRGB:
    """The picture with another in a mask, whose edge is as soft as a lens makes it."""
    share = cv2.GaussianBlur(mask.astype(np.float32), (0, 0), soft_px)[..., None]
    return np.asarray(picture * (1 - share) + other * share, np.float32)


def painted_over(picture: LinearRGB, mask: Mask) -> LinearRGB:
    """Fill a mask from its surroundings (Telea's method)."""
    place = box_of(mask, 16)
    codes = cv2.inpaint(to_codes(picture[place]), mask[place].astype(np.uint8), 4, cv2.INPAINT_TELEA)
    other = picture.copy()
    other[place] = to_linear(codes.astype(np.float32) / 255)
    return laid(picture, other, mask)


def ground_of(picture: LinearRGB, alpha: Alpha) -> LinearRGB:
    """The ground everywhere, beneath the piece as around it: coarser the farther it has to be fetched from."""
    weight = (alpha < 0.01).astype(np.float32)[..., None]
    height, width = alpha.shape
    layers = np.concatenate([picture * weight, weight], axis=2)
    out, sure = layers[..., :3], weight
    for step in (2, 4, 8, 16, 32, 64, 128):
        layers = cv2.resize(
            layers, (max(1, width // step), max(1, height // step)), interpolation=cv2.INTER_AREA
        )
        wide = cv2.resize(
            cv2.GaussianBlur(layers, (0, 0), 1.0), (width, height), interpolation=cv2.INTER_LINEAR
        )
        share = wide[..., 3:]
        filling = np.clip(share * 8, 0, 1) * (1 - sure)
        out = out + filling * wide[..., :3] / np.maximum(share, 1e-6)
        sure = sure + filling
    return np.asarray(out / np.maximum(sure, 1e-6), np.float32)


def seen_change(before: LinearRGB, after: LinearRGB, mask: Mask) -> float:
    """How far a mask's encoded colors moved, on the average of its pixels and of the most moved channel."""
    if not mask.any():
        return 0.0
    apart = np.abs(to_encoded(before[mask].clip(0, 1)) - to_encoded(after[mask].clip(0, 1)))
    return float(apart.max(axis=1).mean())
