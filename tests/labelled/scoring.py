"""What the facts said, rule by rule, beside what was true."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from integrations.compliance import RuleBook, Severity, Verdict, judge, load_rules
from integrations.types import INFERRED_FACTS
from retouch.quality.facts import Reader, measure_facts
from tests.labelled.samples import Sample


@dataclass(slots=True)
class Score:
    """One rule: a violation is what is looked for."""

    fact: str
    found: int = 0
    missed: int = 0
    invented: int = 0
    kept: int = 0
    unknown: int = 0
    asked_back: int = 0
    """Violations that were answered "unknown": a part of those."""
    wrong: list[str] = field(default_factory=list)

    @property
    def asked(self) -> int:
        """How often it was asked."""
        return self.found + self.missed + self.invented + self.kept + self.unknown

    @property
    def precision(self) -> float | None:
        """Of the violations told, how many are."""
        told = self.found + self.invented
        return self.found / told if told else None

    @property
    def violations(self) -> int:
        """How many there are, those that were asked back too."""
        return self.found + self.missed + self.asked_back

    @property
    def recall(self) -> float | None:
        """Of the violations that were judged at all, how many were told: what was asked back is left out."""
        judged = self.found + self.missed
        return self.found / judged if judged else None

    @property
    def told_of_all(self) -> float | None:
        """Of all violations, how many were told."""
        return self.found / self.violations if self.violations else None


TARGETS = {"exact": (1.0, 0.0), "judged": (0.95, 0.10)}
"""By kind of fact: the least precision and recall, the largest share of unknown answers."""


def misses(kind: str, total: Score) -> bool:
    """Whether a target is missed."""
    least, most = TARGETS[kind]
    told = [value for value in (total.precision, total.recall) if value is not None]
    return min(told, default=1.0) < least or total.unknown > most * total.asked


def score(samples: Iterable[Sample], reader: Reader | None, *, judged: bool = True) -> dict[str, Score]:
    """Measure every sample and hold it against every page; rules are known by their id.

    Without ``judged`` only what is exact is measured and scored, in a sixth of the time.
    """
    book, scores = load_rules(), {}
    for sample in samples:
        facts = measure_facts(
            sample.data, file_name=sample.file_name, reader=reader if sample.reads else None, judged=judged
        ).as_dict()
        for rule, fact, true, told in _verdicts(book, sample.truth, facts):
            if not judged and fact in INFERRED_FACTS:
                continue
            one = scores.setdefault(rule, Score(fact))
            _count(one, sample, true, told)
    return scores


def _verdicts(
    book: RuleBook, truth: Mapping[str, Any], facts: Mapping[str, Any]
) -> Iterable[tuple[str, str, Verdict, Verdict]]:
    seen = set()
    for page in book.pages:
        for slot in ("main", "gallery"):
            place = {
                "marketplace": page.marketplace,
                "region": page.region,
                "category": "jewelry",
                "slot": slot,
            }
            sold = {"sold_as_pair": True}
            for true, told in zip(
                judge({**truth, **sold}, **place, rules=book),
                judge({**facts, **sold}, **place, rules=book),
                strict=True,
            ):
                if true.rule in seen or true.measured is None or true.verdict is Verdict.UNKNOWN:
                    continue
                seen.add(true.rule)
                yield true.rule, true.fact, true.verdict, told.verdict


def _count(one: Score, sample: Sample, true: Verdict, told: Verdict) -> None:
    outcome = {
        (Verdict.FAIL, Verdict.FAIL): "found", (Verdict.FAIL, Verdict.PASS): "missed",
        (Verdict.PASS, Verdict.FAIL): "invented", (Verdict.PASS, Verdict.PASS): "kept",
    }.get((true, told), "unknown")  # fmt: skip
    setattr(one, outcome, getattr(one, outcome) + 1)
    one.asked_back += outcome == "unknown" and true is Verdict.FAIL
    if outcome in {"missed", "invented", "unknown"}:
        one.wrong.append(f"{sample.name}: {outcome}")


def by_kind(scores: Mapping[str, Score]) -> dict[str, Score]:
    """Add up: all exact rules, all judged ones."""
    sums: dict[str, Score] = defaultdict(lambda: Score(""))
    for each in scores.values():
        total = sums["judged" if each.fact in INFERRED_FACTS else "exact"]
        for name in ("found", "missed", "invented", "kept", "unknown", "asked_back"):
            setattr(total, name, getattr(total, name) + getattr(each, name))
    return dict(sums)


SEVERITIES = {Severity.BLOCKS: "blocks", Severity.ADVISES: "advises"}
