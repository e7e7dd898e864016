"""Make what the namer learns from: ``python -m retouch.training.bodies FOLDER --scenes SCENES --count 6000``.

Each file holds some pictures as the frozen encoder sees them, and what is in them. What the folder holds already is
not made again.
"""

import argparse
import time
from pathlib import Path

import cv2
import numpy as np

from retouch.taps import SIDE, Tapped
from retouch.training.bodies.pictures import Picture, draw
from retouch.training.bodies.pieces import Pieces

OF_FILE = 50
FIRST_SEED = 7_000_000
GRID = 20
SHOWN = 0.004  # of the picture: less of a body was hardly drawn


def covered(picture: Picture) -> np.ndarray:
    """How much of each cell of the grid is person, bust, packaging: (3, GRID, GRID) uint8, 255 is all."""
    square = np.zeros((SIDE, SIDE, 3), np.float32)
    height, width = picture.codes.shape[:2]
    square[:height, :width] = picture.covered.transpose(1, 2, 0)
    cells = cv2.resize(square, (GRID, GRID), interpolation=cv2.INTER_AREA)
    return np.rint(cells.transpose(2, 0, 1) * 255).astype(np.uint8)


def main() -> None:
    """Fill a folder."""
    parser = argparse.ArgumentParser(prog="python -m retouch.training.bodies", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--scenes", type=Path, action="append", required=True, help="rendered pieces")
    parser.add_argument("--count", type=int, default=6000)
    parser.add_argument("--first", type=int, default=0)
    options = parser.parse_args()
    cv2.setNumThreads(1)
    options.folder.mkdir(parents=True, exist_ok=True)
    pieces, encoder, begun = Pieces(options.scenes), Tapped(), time.monotonic()
    for first in range(options.first, options.first + options.count, OF_FILE):
        target = options.folder / f"{first:06d}.npz"
        if target.exists():
            continue
        rows: dict[str, list[np.ndarray]] = {
            name: [] for name in ("at8", "maps", "at16", "at32", "cells", "over")
        }
        for number in range(first, first + OF_FILE):
            picture = draw(pieces, np.random.default_rng(FIRST_SEED + number))
            for name, values in zip(
                ("at8", "maps", "at16", "at32"), encoder.look(picture.codes).all, strict=True
            ):
                rows[name].append(values.astype(np.float16))
            rows["cells"].append(covered(picture))
            rows["over"].append(picture.laid_over)
        unfinished = target.with_suffix(".unfinished.npz")
        np.savez(unfinished, **{name: np.stack(values) for name, values in rows.items()})
        unfinished.replace(target)
        print(f"{first + OF_FILE} pictures, {time.monotonic() - begun:.0f} s", flush=True)


if __name__ == "__main__":
    main()
