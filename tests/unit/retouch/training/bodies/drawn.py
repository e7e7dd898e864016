"""Reliefs to draw on, and a folder with one rendered scene."""

from pathlib import Path

import cv2
import numpy as np

from retouch.training.bodies.pieces import Pieces
from retouch.training.bodies.relief import Relief

NO_COLOR = -1.0  # no stuff has it: where a relief keeps it, nothing was put
SCENE_PX = 64


def bare(side: int = 64) -> Relief:
    """A flat ground of no color."""
    return Relief.over(np.full((side, side, 3), NO_COLOR, np.float32))


def put(relief: Relief) -> np.ndarray:
    """Where anything was put, (H, W) bool."""
    return (relief.color != NO_COLOR).all(axis=2)


def write_scene(folder: Path, *, middle: tuple[int, int] = (32, 32)) -> Path:
    """A red disc on grey with a shadow to its right, as rendered scenes are kept; return its photo."""
    rows, columns = np.mgrid[0:SCENE_PX, 0:SCENE_PX]
    alpha = (np.hypot(rows - middle[0], columns - middle[1]) < 12).astype(np.uint8) * 255
    shadow = np.where(columns > middle[1], 100, 0).astype(np.uint8) * (alpha == 0)
    photo = np.full((SCENE_PX, SCENE_PX, 3), 180, np.uint8)
    photo[alpha > 0] = (20, 20, 220)  # blue, green, red
    path = folder / "000000-0.jpg"
    cv2.imwrite(str(path), photo)
    cv2.imwrite(str(path.with_suffix(".png")), np.dstack([alpha, alpha, 0 * alpha, shadow]))
    return path


def one_piece(folder: Path) -> Pieces:
    write_scene(folder)
    return Pieces([folder])
