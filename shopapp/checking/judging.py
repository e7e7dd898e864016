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
OPEN = "could not be measured: please confirm"
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
    """Return an entry's findings as a table's rows: what stops, then what is open, then advice, then what passes."""
    order = {"blocks": 0, "confirm": 1, "advice": 2, "pass": 3}
    found = [_row(each) for each in told["findings"]]
    return sorted(found, key=lambda row: order[row["kind"]])


def _row(finding: Mapping[str, Any]) -> dict[str, str]:
    verdict, blocks = finding["verdict"], finding["severity"] == Severity.BLOCKS.value
    broken = "blocks" if blocks else "advice"
    kind = {Verdict.PASS.value: "pass", Verdict.UNKNOWN.value: "confirm"}.get(verdict, broken)
    measured = OPEN if kind == "confirm" else shown(finding["fact"], finding["measured"])
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


def confirmations(asked: Iterable[Asked]) -> list[str]:
    """Return what a person may confirm about any of these."""
    found = {name for each in asked for name in _confirmable(each)}
    return sorted(found)


def _confirmable(asked: Asked) -> Iterable[str]:
    applying = rule_book().applying(
        marketplace=asked.page.marketplace, region=asked.page.region, category=_CATEGORY, slot=asked.slot
    )
    for rule in applying:
        yield from (name for name in (rule.confirmed_by, rule.fact) if name.startswith("confirmed_"))
