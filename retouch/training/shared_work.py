"""Work on many photos of a folder, that several processes may share and that goes on where it was stopped."""

import argparse
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO


def photos_asked_for(module: str, description: str | None, pattern: str) -> Iterator[Path]:
    """Read folder and part from the command line, and yield the files of that part, in order."""
    parser = argparse.ArgumentParser(prog=f"python -m {module}", description=description)
    parser.add_argument("scenes", type=Path)
    parser.add_argument("--part", default="1/1", help="K/N: every Nth photo from the Kth, to share the work")
    options = parser.parse_args()
    part, parts = (int(n) for n in options.part.split("/"))
    yield from sorted(options.scenes.glob(pattern))[part - 1 :: parts]


def lay(target: Path, save: Callable[[BinaryIO], None]) -> None:
    """Lay a file whole: a process that is stopped in the midst of it leaves none of that name."""
    unfinished = target.with_name(f".unfinished-{target.name}")
    with unfinished.open("wb") as file:
        save(file)
    unfinished.replace(target)


class Pace:
    """Says how much is done, and how long one takes."""

    def __init__(self, what: str, every: int) -> None:
        self.what, self.every = what, every
        self.made, self.start = 0, time.monotonic()

    def one_more(self) -> None:
        """Count one, and say so now and then."""
        self.made += 1
        if self.made % self.every == 0:
            print(
                f"{self.made} {self.what}, {(time.monotonic() - self.start) / self.made:.2f} s each",
                flush=True,
            )
