"""The labelled pictures' table as a page of the documentation, made of a measurement and of nothing else."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from integrations.wording import named
from tests.labelled.scoring import TARGETS, Score, by_kind, misses

HEAD = """\
# How well photos are measured

This file is written by `python -m tests.labelled --markdown docs/labelled-set.md`, which makes the pictures, measures
them and holds them against every rule; real photos are added where `--photos FOLDER` names one with those that
`tests/labelled/photo_labels.csv` labels. No figure in it is written by hand.

Rules are asked of pictures whose answers are known. A picture that breaks a rule is a *violation*, and there are three
answers to it: it is **told**, it is **missed** (a pass that is none), or it is **asked back**, as "could not be
measured: please confirm".

- *Precision*: of the violations told, the share that are violations.
- *Recall*: of the violations told or missed, the share told. **What was asked back is left out of it**, since nobody is
  told that all is well; *told of all* counts it as not told.
- *Unknown*: the share of all questions, of pictures that keep the rule too, that were asked back.
- *Exact* facts are counted in the file or its pixels. *Judged* ones are told from what the picture shows.

The parts: rules were tuned on *tuned* and *varied*, whose pictures of people, busts, packaging and insets share no
code. The pictures of *unseen* were made after the facts were first written, by drawing code of their own, and were
looked at later. Those of *second* and *blind* are every other picture of one more half, drawn after all that, by code
that shares nothing with the others: *second* was looked at while the network that names things was trained, which of
them all learns from none; of *blind* nobody who works on facts has seen a picture, but its sums were read more often
than once while they were written. *fresh* was drawn by others again who knew nothing of the facts, measured once, and
every other picture of it was looked at for the next version of the network. *sealed* was drawn last, by others and by
other code again, and nobody who works on facts has looked at it. It was measured twice: first without reading text on
nine pictures of ten, when 16.4% of its questions were asked back; then with text read, as the product reads it, and
with marks cleared a little sooner. *photos* are real photographs, labelled by eye for people, busts, packaging,
watermarks and logos only.
"""
COLUMNS = (
    "questions",
    "violations",
    "told",
    "missed",
    "asked back",
    "precision",
    "recall",
    "told of all",
    "unknown",
)


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the set, and what was measured."""

    name: str
    pictures: int
    scores: Mapping[str, Score]


def figures(each: Score) -> tuple[str, ...]:
    """Return a score's cells, in the order of ``COLUMNS``."""
    counted = (each.asked, each.violations, each.found, each.missed, each.asked_back)
    shares = (_share(each.precision), _share(each.recall), _share(each.told_of_all))
    return *map(str, counted), *shares, f"{each.unknown / max(1, each.asked):.1%}"


def page(parts: Sequence[Part], *, reads_text: bool, measured_on: date) -> str:
    """Return the whole page."""
    return "\n".join(
        [HEAD, *_sums(parts, reads_text, measured_on), *(line for part in parts for line in _rules(part))]
    )


def _sums(parts: Sequence[Part], reads_text: bool, measured_on: date) -> Iterator[str]:
    text = "Text was read" if reads_text else "Text was not read, as where the extra `ocr` is not installed"
    yield "## In sum"
    yield ""
    yield f"Measured on {measured_on.isoformat()}. {text}."
    if "photos" not in {part.name for part in parts}:
        yield "No real photos were at hand."
    yield ""
    for kind, (least, most) in TARGETS.items():
        yield f"- Target for {kind} facts: precision and recall at least {least:.2f}, unknown at most {most:.0%}."
    yield ""
    yield from _header("part", "pictures", "facts", *COLUMNS, "target")
    for part in parts:
        for kind, total in by_kind(part.scores).items():
            met = "**missed**" if misses(kind, total) else "met"
            yield _row(part.name, str(part.pictures), kind, *figures(total), met)
    yield ""


def _rules(part: Part) -> Iterator[str]:
    yield f"## {part.name.capitalize()}, rule by rule"
    yield ""
    yield from _header("rule", "fact", *COLUMNS)
    for rule, each in sorted(part.scores.items()):
        yield _row(rule, named(each.fact), *figures(each))
    yield ""


def _header(*names: str) -> Iterator[str]:
    yield _row(*names)
    words = ("part", "facts", "rule", "fact", "target")
    yield "|" + "|".join("---" if name in words else "--:" for name in names) + "|"


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"
