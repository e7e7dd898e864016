"""Make the sandbox shop's pictures: ``python -m retouch.training.render --store FOLDER [--only NAME] [--again]``."""

import argparse
import os
import time
from pathlib import Path

import cv2

from retouch.training.render.store import make_photo, read_list


def main() -> None:
    """Draw every picture of the list that the folder does not have yet, one after another, at low priority."""
    parser = argparse.ArgumentParser(prog="python -m retouch.training.render", description=__doc__)
    parser.add_argument("--store", type=Path, required=True, help="folder to fill")
    parser.add_argument("--only", default="", help="only files whose name holds this")
    parser.add_argument("--again", action="store_true", help="draw files that are there already once more")
    parser.add_argument("--part", default="1/1", help="K/N: every Nth entry from the Kth, to share the work")
    options = parser.parse_args()
    os.nice(10 - min(os.nice(0), 10))
    cv2.setNumThreads(1)
    options.store.mkdir(parents=True, exist_ok=True)
    part, parts = (int(n) for n in options.part.split("/"))
    photos = [p for p in read_list() if options.only in p["file"]][part - 1 :: parts]
    for photo in photos:
        if (options.store / photo["file"]).exists() and not options.again:
            continue
        start = time.monotonic()
        path = make_photo(photo, options.store)
        print(
            f"{path.name}: {path.stat().st_size / 1e3:.0f} kB, {time.monotonic() - start:.1f} s", flush=True
        )


if __name__ == "__main__":
    main()
