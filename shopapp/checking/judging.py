"""What a marketplace's page says of measured files, in the form in which exports report it. No pixel is loaded here."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from integrations.compliance import (
    PLEASE_CONFIRM,
    Finding,
    LeftOut,
    Page,
    Rule,
    RuleBook,
    Severity,
    Verdict,
    judge,
    load_rules,
    shown,
)
from integrations.wording import named

CATEGORIES = ("ring", "earrings", "necklace", "bracelet", "brooch", "watch", "loose_stone", "other")
SLOTS = ("main", "gallery", "set")
OPEN = "could not be measured"
PLEASE = f"{OPEN}: please confirm"
_CATEGORY = "jewelry"
_OF_THE_LISTING = frozenset({
    "image_url", "url_chars", "crawlable", "swatch_px", "alt_chars", "media_ready", "extension_kept", "file_name",
})  # fmt: skip
Facts = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Asked:
    """What photos are held against."""

    page: Page
    slot: str
    category: str = ""

    @property
    def sold_as_pair(self) -> bool | None:
        """Whether two pieces are sold; None where the category was not told."""
        return self.category == "earrings" if self.category else None


@dataclass(frozen=True, slots=True)
class Point:
    """What neither pixels nor file told, and a person may: the fact to confirm, and the rules that it decides."""

    name: str
    rules: tuple[str, ...]
    blocks: bool
    """Whether one of them would stop the photo."""


@cache
def rule_book() -> RuleBook:
    """Return all rules, read once."""
    return load_rules()


def pages() -> tuple[Page, ...]:
    """Return every page that photos can be held against, by label."""
    found = (page for page in rule_book().pages if page.marketplace != "law")
    return tuple(sorted(found, key=lambda page: page.label.lower()))


def left_out(page: Page) -> tuple[LeftOut, ...]:
    """Return what a page is said to ask and is not held against a photo yet."""
    return tuple(each for each in rule_book().left_out if each.page == page.key)


def entry(file_name: str, facts: Facts, asked: Asked) -> dict[str, Any]:
    """Judge one file; a rule about a bulk upload's file name is not asked, since nobody uploads this one in bulk."""
    known = {**facts, "sold_as_pair": asked.sold_as_pair}
    findings = judge(
        known, marketplace=asked.page.marketplace, region=asked.page.region, category=_CATEGORY, slot=asked.slot,
        rules=rule_book(),
    )  # fmt: skip
    kept = [each for each in findings if not (each.measured is None and _is_of_the_listing(each.fact))]
    return {
        "file": file_name,
        "marketplace": asked.page.marketplace,
        "region": asked.page.region,
        "slot": asked.slot,
        "blocks": any(each.stops for each in kept),
        "findings": [as_json(each) for each in kept],
    }


def report(file_name: str, facts: Facts, asked: Asked, confirmed: Iterable[str] = ()) -> dict[str, Any]:
    """Judge one file by what was measured and what a person stands for; the facts are kept, to be judged anew."""
    stands_for = sorted(set(confirmed))
    told = entry(file_name, {**facts, **dict.fromkeys(stands_for, True)}, asked)
    return told | {"facts": dict(facts), "confirmed": stands_for}


def points(facts: Facts, asked: Asked) -> list[Point]:
    """Return what a person may confirm of what was measured, confirmed already or not."""
    found: dict[str, list[Mapping[str, Any]]] = {}
    for finding in entry("", facts, asked)["findings"]:
        name = confirmed_by(finding["rule"])
        if name and finding["verdict"] == Verdict.UNKNOWN.value:
            found.setdefault(name, []).append(finding)
    return [
        Point(name, tuple(each["rule"] for each in of_it), any(map(_blocks, of_it)))
        for name, of_it in sorted(found.items())
    ]


def unmeasured(findings: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return what would stop the photo if it were broken, and neither measuring nor a person can tell."""
    return [
        each
        for each in findings
        if each["verdict"] == Verdict.UNKNOWN.value and _blocks(each) and not confirmed_by(each["rule"])
    ]


def asks_category(findings: Iterable[Mapping[str, Any]]) -> bool:
    """Whether a rule is open only because nobody told what kind of piece it is."""
    open_rules = {each["rule"] for each in findings if each["verdict"] == Verdict.UNKNOWN.value}
    return any(rule.id in open_rules and rule.when == "sold_as_pair" for rule in rule_book().rules)


def _blocks(finding: Mapping[str, Any]) -> bool:
    return bool(finding["severity"] == Severity.BLOCKS.value)


def set_facts(files: Sequence[Facts], repeated: int) -> dict[str, object]:
    """Tell of the set what its files tell together; the first one is the main image."""
    ratios = {facts.get("ratio") for facts in files} - {None}
    return {
        "image_count": len(files),
        "main_count": min(1, len(files)),
        "ratio_count": len(ratios) or None,
        "near_duplicates": repeated,
    }


def as_json(finding: Finding) -> dict[str, Any]:
    """Return a finding as plain values, in the form that exports use."""
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


def rows(told: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return an entry's findings as a table's rows: what stops, what to confirm, what is open, advice, what passes."""
    order = {"blocks": 0, "confirm": 1, "open": 2, "advice": 3, "pass": 4}
    found = [_row(each) for each in told["findings"]]
    return sorted(found, key=lambda row: order[row["kind"]])


def _row(finding: Mapping[str, Any]) -> dict[str, str]:
    broken = "blocks" if _blocks(finding) else "advice"
    unknown = "confirm" if confirmed_by(finding["rule"]) else "open"
    kind = {Verdict.PASS.value: "pass", Verdict.UNKNOWN.value: unknown}.get(finding["verdict"], broken)
    measured = {"confirm": PLEASE, "open": OPEN}.get(kind) or shown(finding["fact"], finding["measured"])
    return {
        "kind": kind,
        "rule": finding["rule"],
        "fact": named(finding["fact"]),
        "measured": "confirmed" if finding["measured"] is None and kind == "pass" else measured,
        "required": finding["required"],
        "sentence": str(finding["sentence"]).removeprefix(PLEASE_CONFIRM),
        "fix": "" if kind == "pass" else finding["fix"],
        "source": finding["source"],
    }


def _is_of_the_listing(fact: str) -> bool:
    """Whether a fact belongs to a listing or an upload that does not exist yet: nothing of it can be asked now."""
    return fact in _OF_THE_LISTING


def confirmed_by(rule_id: str) -> str:
    """Return what a person confirms to decide a rule that could not be measured, "" where nobody can."""
    return _confirmed_by().get(rule_id, "")


def confirmations(asked: Iterable[Asked]) -> list[str]:
    """Return what a person may confirm about any of these."""
    found = {confirmed_by(rule.id) for each in asked for rule in _applying(each)}
    return sorted(found - {""})


def _applying(asked: Asked) -> tuple[Rule, ...]:
    return rule_book().applying(
        marketplace=asked.page.marketplace, region=asked.page.region, category=_CATEGORY, slot=asked.slot
    )


@cache
def _confirmed_by() -> dict[str, str]:
    declared = {rule.id: rule.fact for rule in rule_book().rules if rule.fact.startswith("confirmed_")}
    return declared | {rule.id: rule.confirmed_by for rule in rule_book().rules if rule.confirmed_by}
