"""Run the bench: ``python -m retouch.bench --data FOLDER [--peers] [--scenes N] [--json FILE]``.

FOLDER is filled by ``python -m retouch.training.test_scenes FOLDER``. With ``--scenes N`` only so many scenes are
tried, and what takes long is left out and named: the gate's battery, the photo of 24 megapixels, all sets but one.
"""

import argparse
import os
from pathlib import Path

import cv2

from retouch.bench.machine import describe
from retouch.bench.report import show
from retouch.bench.running import Options, run
from retouch.bench.scenes import folders, record


def main() -> None:
    """Measure, print, and write."""
    parser = argparse.ArgumentParser(prog="python -m retouch.bench", description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("var/bench/scenes"), help="folder of test scenes")
    parser.add_argument(
        "--cache", type=Path, default=Path("var/bench"), help="mattes of peers, the gate's pictures"
    )
    parser.add_argument("--scenes", type=int, help="quick: so many scenes, and nothing that takes long")
    parser.add_argument(
        "--peers", action="store_true", help="run U²-Net, ISNet and a generic auto-enhance as well"
    )
    parser.add_argument("--gate-part", default="1/1", metavar="K/N", help="of the gate's scenes every Nth")
    parser.add_argument(
        "--without", default="", help="names, with commas, of: sets white gate speed memory devices"
    )
    parser.add_argument(
        "--torch", type=Path, metavar="PYTHON", help="one that has torch, to compare both paths"
    )
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--json", type=Path, help="where everything measured is written")
    parser.add_argument(
        "--record", action="store_true", help="write the digests of the folder's scenes, and stop"
    )
    given = parser.parse_args()
    cv2.setNumThreads(given.threads)
    if given.record:
        record(folders(given.data))
        return
    options = Options(
        data=given.data,
        cache=given.cache,
        scenes=given.scenes,
        peers=given.peers,
        gate_part=given.gate_part,
        without=frozenset(name for name in given.without.split(",") if name),
        torch=given.torch,
    )
    machine = describe()
    title, measured = run(options)
    show(measured, machine, title, given.json)


if __name__ == "__main__":
    main()
