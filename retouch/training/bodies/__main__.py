"""Make what the namer learns from: ``python -m retouch.training.bodies FOLDER --scenes SCENES --count 6000``.

Each file holds some pictures as the frozen encoder sees them, and what is in them. What the folder holds already is
not made again.
"""

import argparse
import time
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from retouch.taps import SIDE, TAPS, Tapped
from retouch.training.bodies.pictures import Picture, draw
from retouch.training.bodies.pieces import Pieces

OF_FILE = 50
FIRST_SEED = 7_000_000
GRID = 20


def covered(picture: Picture) -> npt.NDArray[np.uint8]:
    """How much of each cell of the grid is person, bust, packaging: (3, GRID, GRID) uint8, 255 is all."""
    square = np.zeros((SIDE, SIDE, 3), np.float32)
    height, width = picture.codes.shape[:2]
    square[:height, :width] = picture.covered.transpose(1, 2, 0)
    cells = cv2.resize(square, (GRID, GRID), interpolation=cv2.INTER_AREA)
    return np.rint(cells.transpose(2, 0, 1) * 255).astype(np.uint8)


def row(picture: Picture, encoder: Tapped) -> dict[str, npt.NDArray[np.generic]]:
    """What is kept of one picture, by the names that ``learn`` reads."""
    seen = zip(TAPS, encoder.look(picture.codes).all, strict=True)
    taps = {name: values.astype(np.float16) for name, values in seen}
    return {
        **taps,
        "cells": covered(picture),
        "over": picture.laid_over,
        "perhaps": np.asarray(picture.perhaps),
    }


def write(target: Path, rows: list[dict[str, npt.NDArray[np.generic]]]) -> None:
    """Write a file of pictures, whole or not at all."""
    unfinished = target.with_suffix(".unfinished.npz")
    np.savez(unfinished, **{name: np.stack([each[name] for each in rows]) for name in rows[0]})
    unfinished.replace(target)


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
        seeds = range(FIRST_SEED + first, FIRST_SEED + first + OF_FILE)
        write(target, [row(draw(pieces, np.random.default_rng(seed)), encoder) for seed in seeds])
        print(f"{first + OF_FILE} pictures, {time.monotonic() - begun:.0f} s", flush=True)


if __name__ == "__main__":
    main()
