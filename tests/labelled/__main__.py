"""Print precision and recall of every rule over the labelled pictures: ``python -m tests.labelled``.

The halves ``tuned`` and ``varied`` were looked at while the facts were written; ``unseen`` and ``second`` never were.
"""

import argparse
import os
import sys
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import cv2
from rich.console import Console
from rich.table import Table

from retouch.quality.facts import find_reader
from tests.labelled import drawn, necks, photos, second_unseen, staged, unseen, varied
from tests.labelled.exact import exact
from tests.labelled.samples import Sample
from tests.labelled.scoring import Score, by_kind, score

HALVES = ("tuned", "varied", "unseen", "second", "photos")


def main() -> int:
    """Make the pictures, measure them, print the table; 1 where a target is missed."""
    cv2.setNumThreads(1)
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--half", choices=HALVES, action="append", help="only this part")
    parser.add_argument(
        "--photos", type=Path, default=os.environ.get("REFERENCE_PHOTOS"), help="real photographs"
    )
    parser.add_argument("--without-text", action="store_true", help="as where the extra ocr is not installed")
    parser.add_argument(
        "--wrong", action="store_true", help="also name every picture that was judged wrongly"
    )
    options = parser.parse_args()
    reader = None if options.without_text else find_reader()
    console, missed = Console(width=120), False
    for half in options.half or HALVES:
        samples = list(_samples(half, options.photos))
        if samples:
            missed |= _report(console, half, len(samples), score(samples, reader), wrong=options.wrong)
    return int(missed)


def _samples(half: str, folder: Path | None) -> Iterator[Sample]:
    if half == "tuned":
        return chain(exact(drawn.RingPainter(), "ring"), drawn.judged(), staged.staged(), necks.necks())
    if half == "varied":
        return varied.varied()
    if half == "unseen":
        return chain(exact(unseen.PendantPainter(), "pendant"), unseen.judged())
    if half == "second":
        return second_unseen.second()
    return photos.labelled(Path(folder)) if folder else iter(())


def _report(console: Console, half: str, count: int, scores: dict[str, Score], *, wrong: bool) -> bool:
    table = Table(title=f"{half}: {count} pictures", title_justify="left")
    for name in ("rule", "fact", "asked", "violations", "precision", "recall", "unknown"):
        table.add_column(name, justify="left" if name in {"rule", "fact"} else "right")
    for rule, each in sorted(scores.items()):
        table.add_row(rule, each.fact, *_figures(each))
    sums = by_kind(scores)
    for kind, total in sums.items():
        table.add_row(f"all {kind}", "", *_figures(total), style="bold")
    console.print(table)
    if wrong:
        for rule, each in sorted(scores.items()):
            for line in each.wrong:
                console.print(f"{rule} {line}")
    return any(_misses(kind, total) for kind, total in sums.items())


def _figures(each: Score) -> tuple[str, ...]:
    shown = ["–" if value is None else f"{value:.3f}" for value in (each.precision, each.recall)]
    violations = each.found + each.missed
    return str(each.asked), str(violations), *shown, f"{each.unknown / max(1, each.asked):.1%}"


def _misses(kind: str, total: Score) -> bool:
    least, most = (1.0, 0.0) if kind == "exact" else (0.95, 0.10)
    told = [value for value in (total.precision, total.recall) if value is not None]
    return min(told, default=1.0) < least or total.unknown > most * total.asked


sys.exit(main())
