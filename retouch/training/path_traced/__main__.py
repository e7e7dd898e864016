"""Describe the test scenes that are path-traced, and have Blender draw them.

``python -m retouch.training.path_traced FOLDER --blender ENV/bin/python [--samples 8] [--threads 1]``

FOLDER/descriptions is filled first, then FOLDER/results, which ``python -m retouch.training.test_scenes --traced``
reads. ENV is an environment of its own (``pip install bpy==5.0.1 "numpy==1.26.*"``); without it only descriptions are
written. Both steps go on where they were stopped.
"""

import argparse
import subprocess
from pathlib import Path

from retouch.training.path_traced.description import describe
from retouch.training.test_scenes.plan import COUNT, planned

SCRIPT = Path(__file__).with_name("render_with_blender.py")


def main() -> None:
    """Fill a folder."""
    parser = argparse.ArgumentParser(prog="python -m retouch.training.path_traced", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--blender", type=Path, help="the Python that can import bpy")
    parser.add_argument("--samples", default="8")
    parser.add_argument("--threads", default="1")
    parser.add_argument("--most", default=str(COUNT), help="scenes drawn at most")
    options = parser.parse_args()
    descriptions, results = options.folder / "descriptions", options.folder / "results"
    descriptions.mkdir(parents=True, exist_ok=True)
    for number in range(COUNT):
        scene = planned(number)
        path = descriptions / f"{scene.name}.npz"
        if scene.traced and not path.exists():
            describe(scene, path)
            print(f"{scene.name}: described", flush=True)
    if options.blender is not None:
        work = [str(options.blender), str(SCRIPT), str(descriptions), str(results)]
        limits = ["--samples", options.samples, "--threads", options.threads, "--most", options.most]
        subprocess.run([*work, *limits], check=True)


if __name__ == "__main__":
    main()
