"""What every rule said of every file of a set: for programs as JSON, for people as one page of HTML."""

from base64 import b64encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.template import Context, Engine, Template

from integrations.compliance import PLEASE_CONFIRM, Finding, LeftOut, Severity, Verdict, shown
from shopapp.publishing.exports.sets import Target

_FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of a set, and what every rule says of it; the main one speaks for its set too."""

    file: str
    target: Target
    slot: str
    place: str
    product: str
    source: str
    alt: str
    findings: tuple[Finding, ...]
    notes: tuple[str, ...]
    sha256: str
    thumbnail: bytes
    left_out: tuple[tuple[str, str], ...] = ()

    @property
    def blocks(self) -> bool:
        """Whether the marketplace would refuse it."""
        return any(finding.stops for finding in self.findings)


def as_json(entries: Iterable[Entry]) -> list[dict[str, Any]]:
    """Return plain values, in the form that ``report.schema.json`` describes."""
    return [_entry(entry) for entry in entries]


def open_points(entries: Iterable[Entry]) -> list[dict[str, Any]]:
    """Return the same without the rules that are met: what a merchant still has to look at."""
    told = as_json(entries)
    for entry in told:
        entry["findings"] = [each for each in entry["findings"] if each["verdict"] != Verdict.PASS]
    return told


Absent = Sequence[tuple[str, str]]
"""Photos that are not in the set, each with its reason."""


def as_html(
    entries: Sequence[Entry],
    *,
    target: Target,
    made_at: datetime,
    without: Sequence[tuple[str, Absent]] = (),
    unasked: Sequence[LeftOut] = (),
) -> str:
    """Return one page that needs nothing beside it; its links lead to the files in the same folder."""
    context = {
        "label": target.label,
        "made_at": made_at,
        "products": [
            *(_product(group) for group in _by_product(entries)),
            *({"title": title, "left_out": left_out, "files": []} for title, left_out in without),
        ],
        "files": len(entries),
        "blocked": sum(entry.blocks for entry in entries),
        "advised": sum(_has_advice(entry) and not entry.blocks for entry in entries),
        "fine": sum(not (_has_advice(entry) or entry.blocks) for entry in entries),
        "left_out": sum(len(entry.left_out) for entry in entries) + sum(len(out) for _, out in without),
        "unasked": unasked,
        "sources": sorted({(f.source, f.basis, f.checked_on) for entry in entries for f in entry.findings}),
    }
    return _template().render(Context(context))


def _entry(entry: Entry) -> dict[str, Any]:
    return {
        "file": entry.file,
        "marketplace": entry.target.marketplace,
        "region": entry.target.region,
        "slot": entry.slot,
        "place": entry.place,
        "product": entry.product,
        "source": entry.source,
        "alt": entry.alt,
        "sha256": entry.sha256,
        "blocks": entry.blocks,
        "notes": list(entry.notes),
        "left_out": [{"source": name, "reason": reason} for name, reason in entry.left_out],
        "findings": [_finding(finding) for finding in entry.findings],
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "fact": finding.fact,
        "measured": finding.measured,
        "required": finding.required,
        "verdict": finding.verdict.value,
        "severity": finding.severity.value,
        "sentence": finding.sentence,
        "fix": finding.fix,
        "source": finding.source,
        "basis": finding.basis,
        "checked_on": finding.checked_on.isoformat(),
    }


def _by_product(entries: Iterable[Entry]) -> list[list[Entry]]:
    """Every product's entries begin with its main file."""
    groups: list[list[Entry]] = []
    for entry in entries:
        if entry.slot == "main":
            groups.append([])
        groups[-1].append(entry)
    return groups


def _product(entries: list[Entry]) -> dict[str, Any]:
    main = entries[0]
    return {"title": main.product, "left_out": main.left_out, "files": [_card(entry) for entry in entries]}


def _card(entry: Entry) -> dict[str, Any]:
    rows = [_row(finding) for finding in entry.findings]
    return {
        "entry": entry,
        "thumbnail": b64encode(entry.thumbnail).decode("ascii"),
        "stops": [row for row in rows if row["kind"] == "stops"],
        "advice": [row for row in rows if row["kind"] == "advice"],
        "ask": [row for row in rows if row["kind"] == "ask"],
        "passed": [row for row in rows if row["kind"] == "passed"],
    }


def _row(finding: Finding) -> dict[str, Any]:
    kinds = {Verdict.PASS: "passed", Verdict.UNKNOWN: "ask"}
    broken = "stops" if finding.stops else "advice"
    title, _, address = finding.source.partition(", http")
    return {
        "finding": finding,
        "kind": kinds.get(finding.verdict, broken),
        "sentence": finding.sentence.removeprefix(PLEASE_CONFIRM),
        "measured": _measured(finding),
        "source": title,
        "address": f"http{address}" if address else "",
    }


def _measured(finding: Finding) -> str:
    """A plain yes says little: where a rule is met, its own words say what was found."""
    is_met_yes_or_no = isinstance(finding.measured, bool) and finding.verdict is Verdict.PASS
    return finding.required if is_met_yes_or_no else shown(finding.fact, finding.measured)


def _has_advice(entry: Entry) -> bool:
    return any(f.verdict is Verdict.FAIL and f.severity is Severity.ADVISES for f in entry.findings)


@cache
def _template() -> Template:
    return Engine(dirs=[str(_FOLDER)]).get_template("report.html")
