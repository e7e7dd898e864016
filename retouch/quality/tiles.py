"""What contact sheets are laid from: tiles of one size in strips, each strip under a line of text."""

from collections.abc import Iterable
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

Codes = npt.NDArray[np.uint8]

TILE_SIDE = 420
LABEL_ROWS = 20


def strip(pictures: Iterable[Codes]) -> Codes:
    """Lay pictures (H, W, 3), sRGB codes of any size, beside one another, each as large as fits its tile."""
    return np.hstack([_tile(picture) for picture in pictures])


def write_sheet(path: Path, rows: Iterable[tuple[str, Codes]]) -> None:
    """Write strips of one width below one another, each under its text; no file where there is none."""
    laid = [part for text, pictures in rows for part in (_label(text, pictures.shape[1]), pictures)]
    if laid:
        cv2.imwrite(str(path), cv2.cvtColor(np.vstack(laid), cv2.COLOR_RGB2BGR))


def _tile(picture: Codes) -> Codes:
    scale = TILE_SIDE / max(picture.shape[:2])
    kind = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    width, height = (max(1, round(side * scale)) for side in (picture.shape[1], picture.shape[0]))
    tile = np.full((TILE_SIDE, TILE_SIDE, 3), 40, np.uint8)
    tile[:height, :width] = cv2.resize(picture, (width, height), interpolation=kind)
    return tile


def _label(text: str, width: int) -> Codes:
    label = np.full((LABEL_ROWS, width, 3), 20, np.uint8)
    cv2.putText(label, text, (4, 14), cv2.FONT_HERSHEY_SIMPLEX, 0.45, (230, 230, 230), 1, cv2.LINE_AA)
    return label
