"""The ground carried under a piece: coarser the farther it has to be fetched from."""

import cv2
import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

STEPS = (4, 8, 16, 32, 64, 128)  # px of a cell


def carried_under(plane: Floats, known: Floats) -> Floats:
    """Fill what is not known from what is; fine grain is averaged, by cells of four pixels.

    Parameters
    ----------
    plane  (H, W) or (H, W, C) float32
    known  (H, W) float32, 1 where ``plane`` is known, 0 where it is filled
    """
    height, width = known.shape
    whole = plane if plane.ndim == 3 else plane[..., None]
    layers = _at_step(
        np.concatenate([whole * known[..., None], known[..., None]], axis=2), STEPS[0], known.shape
    )
    out = np.zeros_like(layers[..., :-1])
    sure = np.zeros_like(layers[..., -1:])
    size = (layers.shape[1], layers.shape[0])
    for step in STEPS:
        layers = _at_step(layers, step, known.shape)
        soft = cv2.GaussianBlur(layers, (0, 0), 1.0)
        wide = soft if step == STEPS[0] else cv2.resize(soft, size, interpolation=cv2.INTER_LINEAR)
        share = wide[..., -1:]
        filling = np.clip(share * 8.0, 0.0, 1.0) * (1.0 - sure)
        out += filling * wide[..., :-1] / np.maximum(share, 1e-6)
        sure += filling
    out /= np.maximum(sure, 1e-6)
    full = cv2.resize(out, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(full, np.float32).reshape(plane.shape)


def _at_step(layers: Floats, step: int, shape: tuple[int, ...]) -> Floats:
    """Averages of cells of so many pixels of the whole."""
    return np.asarray(cv2.resize(layers, _size(step, shape), interpolation=cv2.INTER_AREA), np.float32)


def _size(step: int, shape: tuple[int, ...]) -> tuple[int, int]:
    """Columns and rows of such cells."""
    return max(1, shape[1] // step), max(1, shape[0] // step)
