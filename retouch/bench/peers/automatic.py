"""What a generic auto-enhance does to a photo: grey-world balance, adaptive histogram equalization, unsharp mask."""

import cv2
import numpy as np
import numpy.typing as npt

from retouch.color import to_codes, to_linear

Codes = npt.NDArray[np.uint8]


def enhance(photo: Codes) -> Codes:
    """Enhance sRGB codes (H, W, 3), R, G, B."""
    light = to_linear(photo.astype(np.float32) / np.float32(255))
    means = light.reshape(-1, 3).mean(axis=0)
    balanced = to_codes(np.clip(light * (means.mean() / np.maximum(means, 1e-4)), 0, 1).astype(np.float32))
    lab = cv2.cvtColor(balanced, cv2.COLOR_RGB2LAB)
    lab[..., 0] = cv2.createCLAHE(clipLimit=2.0, tileGridSize=(8, 8)).apply(np.ascontiguousarray(lab[..., 0]))
    even = cv2.cvtColor(lab, cv2.COLOR_LAB2RGB)
    soft = cv2.GaussianBlur(even, (0, 0), 1.5)
    return np.asarray(cv2.addWeighted(even, 1.5, soft, -0.5, 0), np.uint8)
