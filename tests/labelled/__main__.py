"""Print precision and recall of every rule over the labelled pictures: ``python -m tests.labelled``.

With ``--markdown docs/labelled-set.md`` it also writes that page.

The parts ``tuned`` and ``varied`` were looked at while the facts were written, ``unseen`` and ``second`` later, and
``blind`` never was: it is every other picture of the half that ``second`` is taken from. ``fresh`` was drawn by hands
that knew nothing of the facts, and every other picture of it was looked at after it was measured. ``sealed`` was drawn
last, by others again, and nobody who works on facts has looked at it.
"""

import argparse
import os
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from functools import partial
from itertools import chain, islice
from pathlib import Path

import cv2
from rich.console import Console
from rich.table import Table

from retouch.quality.facts import find_reader
from tests.labelled import drawn, fresh, necks, photos, sealed, second, staged, unseen, varied
from tests.labelled.exact import exact
from tests.labelled.samples import Sample
from tests.labelled.scoring import by_kind, misses, score
from tests.labelled.table import COLUMNS, Part, figures, page

HALVES = ("tuned", "varied", "unseen", "second", "blind", "fresh", "sealed", "photos")


def main() -> int:
    """Make the pictures, measure them, print the table; 1 where a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--half", choices=HALVES, action="append", help="only this part")
    parser.add_argument(
        "--photos", type=Path, default=os.environ.get("REFERENCE_PHOTOS"), help="real photographs"
    )
    parser.add_argument("--workers", type=int, default=2, help="parts that are measured at once")
    parser.add_argument("--without-text", action="store_true", help="as where the extra ocr is not installed")
    parser.add_argument(
        "--wrong", action="store_true", help="also name every picture that was judged wrongly"
    )
    parser.add_argument(
        "--markdown", type=Path, metavar="FILE", help="also write the page of the documentation"
    )
    options = parser.parse_args()
    reads_text = not options.without_text and find_reader() is not None
    console, parts = Console(width=140), []
    with ProcessPoolExecutor(options.workers) as pool:
        measure = partial(_part, folder=options.photos, reads_text=reads_text)
        for part in pool.map(measure, options.half or HALVES):
            if part.pictures:
                parts.append(part)
                _report(console, part, wrong=options.wrong)
    if options.markdown:
        told = page(parts, reads_text=reads_text, measured_on=date.today())  # noqa: DTZ011 - the day here
        options.markdown.write_text(told, encoding="utf-8")
    return int(any(misses(kind, total) for part in parts for kind, total in by_kind(part.scores).items()))


def _part(half: str, folder: Path | None, *, reads_text: bool) -> Part:
    """Draw a part's pictures and measure them, in a process of its own."""
    cv2.setNumThreads(1)
    samples = list(_samples(half, folder))
    return Part(half, len(samples), score(samples, find_reader() if reads_text else None))


def _samples(half: str, folder: Path | None) -> Iterator[Sample]:
    if half == "photos":
        return photos.labelled(Path(folder)) if folder else iter(())
    return _DRAWN[half]()


_DRAWN: dict[str, Callable[[], Iterator[Sample]]] = {
    "tuned": lambda: chain(
        exact(drawn.RingPainter(), "ring"), drawn.judged(), staged.staged(), necks.necks()
    ),
    "varied": varied.varied,
    "unseen": lambda: chain(exact(unseen.PendantPainter(), "pendant"), unseen.judged()),
    "second": lambda: islice(second.judged(), 0, None, 2),
    "blind": lambda: chain(second.exactly(), islice(second.judged(), 1, None, 2)),
    "fresh": fresh.judged,
    "sealed": sealed.judged,
}


def _report(console: Console, part: Part, *, wrong: bool) -> None:
    """Print a part's table; recall leaves out what was asked back."""
    table = Table(title=f"{part.name}: {part.pictures} pictures", title_justify="left")
    for name in ("rule", "fact", *COLUMNS):
        table.add_column(name, justify="left" if name in {"rule", "fact"} else "right")
    for rule, each in sorted(part.scores.items()):
        table.add_row(rule, each.fact, *figures(each))
    for kind, total in by_kind(part.scores).items():
        table.add_row(f"all {kind}", "", *figures(total), style="bold")
    console.print(table)
    if wrong:
        for rule, each in sorted(part.scores.items()):
            for line in each.wrong:
                console.print(f"{rule} {line}")


if __name__ == "__main__":
    sys.exit(main())
