"""How often the gate catches what was altered, and passes what was not.

``python -m retouch.training.alterations --cache FOLDER [--split report] [--json FILE] [--wrong FOLDER] [--part K/N]``

Scenes are drawn once into the folder, 3 to 10 seconds each.
"""

import argparse
from pathlib import Path

import cv2

from retouch.training.alterations.battery import run, table, write
from retouch.training.alterations.scenes import SPLITS


def main() -> None:
    """Judge every picture of a list and print the table."""
    parser = argparse.ArgumentParser(prog="python -m retouch.training.alterations", description=__doc__)
    parser.add_argument(
        "--cache", type=Path, required=True, metavar="FOLDER", help="where drawn scenes are kept"
    )
    parser.add_argument("--split", choices=SPLITS, default="report")
    parser.add_argument("--json", type=Path, metavar="FILE")
    parser.add_argument("--wrong", type=Path, metavar="FOLDER", help="pictures that were judged wrongly")
    parser.add_argument("--part", default="1/1", metavar="K/N", help="every Nth scene from the Kth")
    given = parser.parse_args()
    cv2.setNumThreads(1)
    part, parts = (int(number) for number in given.part.split("/"))
    trials = []
    for trial in run(given.split, given.cache, part=(part, parts), wrong=given.wrong):
        trials.append(trial)
        if not trial.right:
            verdict = "stopped" if trial.honest else "missed"
            figures = " ".join(f"{name} {value:.3f}" for name, value in trial.figures.items())
            print(
                f"{verdict}: {trial.scene} · {trial.kind} · {trial.base} · {','.join(trial.reasons)} · {figures}",
                flush=True,
            )
    print(table(trials))
    if given.json is not None:
        write(trials, given.split, given.json)


if __name__ == "__main__":
    main()
