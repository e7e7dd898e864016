"""Make the test scenes: ``python -m retouch.training.test_scenes FOLDER [--count 120] [--traced FOLDER] [--part 1/2]``.

What the folder holds already is not made again. Scenes that are path-traced are made of what
``python -m retouch.training.path_traced`` left in ``--traced``; those not yet there are left out and named.
"""

import argparse
import time
from pathlib import Path

import cv2
import numpy as np

from retouch.training.test_scenes.files import save
from retouch.training.test_scenes.plan import COUNT, NAMES, Planned, planned
from retouch.training.test_scenes.shots import Shot, cast, read_traced
from retouch.training.test_scenes.spoiling import plant, shoot_again

SHOTS = 4  # photos of one piece on several days
ROUNDS_OF_SHOTS = 2  # over the categories


def make(scene: Planned, shot: Shot, folder: Path) -> Path:
    """Photograph one scene and write it."""
    made = plant(shot, scene.spec, np.random.default_rng((scene.seed, 3)))
    again = []
    if scene.number < ROUNDS_OF_SHOTS * len(NAMES) and scene.category != "loose_stone":
        again = [shoot_again(shot, np.random.default_rng((scene.seed, 4, k))) for k in range(SHOTS)]
    return save(scene, shot, made, again, folder)


def main() -> None:
    """Fill a folder."""
    parser = argparse.ArgumentParser(prog="python -m retouch.training.test_scenes", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=COUNT, help="scenes in all")
    parser.add_argument("--traced", type=Path, help="what the path tracer made")
    parser.add_argument("--part", default="1/1", help="K/N: every Nth scene from the Kth, to share the work")
    parser.add_argument(
        "--split",
        choices=("test", "validation"),
        default="test",
        help="validation: scenes to tune thresholds on",
    )
    options = parser.parse_args()
    cv2.setNumThreads(1)
    options.folder.mkdir(parents=True, exist_ok=True)
    part, parts = (int(n) for n in options.part.split("/"))
    waiting = []
    for number in range(part - 1, options.count, parts):
        scene, start = planned(number, options.split), time.monotonic()
        if (options.folder / scene.name).exists():
            continue
        if scene.traced:
            if options.traced is None or not (options.traced / f"{scene.name}.npz").exists():
                waiting.append(scene.name)
                continue
            make(scene, read_traced(scene, options.traced), options.folder)
        else:
            make(scene, cast(scene), options.folder)
        print(f"{scene.name}: {time.monotonic() - start:.1f} s", flush=True)
    if waiting:
        print(f"{len(waiting)} scenes wait for the path tracer")


if __name__ == "__main__":
    main()
