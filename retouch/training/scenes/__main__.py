"""Make scenes with their truth: ``python -m retouch.training.scenes FOLDER --split train --count 3000 [--part 1/2]``.

Each scene is drawn once and photographed several times. What the folder holds already is not made again.
"""

import argparse
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np

from retouch.training.render.picture import Layers, render_layers
from retouch.training.scenes.compose import Pair, compose
from retouch.training.scenes.sampler import random_spec
from retouch.training.scenes.splits import FIRST_SEED, stock_of

PHOTOS = 2  # of each scene
SIDE = 512  # px
SAMPLES = 2  # along each side of a pixel


def make_scene(split: str, number: int, *, side: int = SIDE) -> Iterator[Pair]:
    """Draw one scene and photograph it."""
    stock, seed = stock_of(split), FIRST_SEED[split] + number
    rng = np.random.default_rng(seed)
    spec = replace(random_spec(stock, rng, side=side), samples=SAMPLES)
    layers = _lit_by_chance(render_layers(spec, seed), rng)
    for _ in range(PHOTOS):
        yield compose(layers, spec.level, rng, grounds=stock.grounds)


def _lit_by_chance(layers: Layers, rng: np.random.Generator) -> Layers:
    """Turn or mirror the whole scene: light then comes from every side of the frame."""
    turns, mirrored = int(rng.integers(0, 4)), bool(rng.random() < 0.5)
    turns = turns if rng.random() < 0.3 else 0

    def turned(values: np.ndarray) -> np.ndarray:
        out = np.rot90(values, turns)
        return np.ascontiguousarray(out[:, ::-1] if mirrored else out)

    return Layers(turned(layers.light), turned(layers.cover), turned(layers.lit), layers.paper)


def save(pair: Pair, folder: Path, name: str) -> None:
    """Write photo and truth; an unfinished file never keeps the name."""
    truth, photo = folder / f"{name}.png", folder / f"{name}.jpg"
    truth.write_bytes(cv2.imencode(".png", pair.truth, [cv2.IMWRITE_PNG_COMPRESSION, 3])[1].tobytes())
    unfinished = folder / f".unfinished-{name}.jpg"
    unfinished.write_bytes(cv2.imencode(".jpg", pair.photo, [cv2.IMWRITE_JPEG_QUALITY, 97])[1].tobytes())
    unfinished.replace(photo)


def main() -> None:
    """Fill a folder."""
    parser = argparse.ArgumentParser(prog="python -m retouch.training.scenes", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--split", choices=sorted(FIRST_SEED), required=True)
    parser.add_argument("--count", type=int, required=True, help="scenes in all")
    parser.add_argument("--first", type=int, default=0, help="number of the first")
    parser.add_argument("--side", type=int, default=SIDE, help="px of the longer side")
    parser.add_argument("--part", default="1/1", help="K/N: every Nth scene from the Kth, to share the work")
    options = parser.parse_args()
    cv2.setNumThreads(1)
    options.folder.mkdir(parents=True, exist_ok=True)
    part, parts = (int(n) for n in options.part.split("/"))
    start, made = time.monotonic(), 0
    for number in range(options.first + part - 1, options.first + options.count, parts):
        if (options.folder / f"{number:06d}-{PHOTOS - 1}.jpg").exists():
            continue
        for k, pair in enumerate(make_scene(options.split, number, side=options.side)):
            save(pair, options.folder, f"{number:06d}-{k}")
        made += 1
        if made % 50 == 0:
            print(f"{made} scenes, {(time.monotonic() - start) / made:.2f} s each", flush=True)


if __name__ == "__main__":
    main()
