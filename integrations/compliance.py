"""Reads what marketplaces ask, as dated data, and holds the facts of an image against it.

This is the only reader of ``rules/``, and no rule's number stands in Python. A misspelt key, a fact or a test that does
not exist, a rule without source or date: each stops the start. What breaks a rule is a finding, not an exception; what
nobody has measured or confirmed is ``unknown``, never a pass.
"""

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import MISSING, dataclass, fields
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

from integrations.errors import RuleError
from integrations.rule_checks import listed, require_condition, require_keys, require_tables, require_value
from integrations.types import DECLARED_FACTS, FACT_NAMES
from integrations.wording import shown

__all__ = [
    "PLEASE_CONFIRM", "Finding", "LeftOut", "Page", "Rule", "RuleBook", "Severity", "Verdict", "judge", "load_rules",
    "lower_limit", "shown", "stale_rules", "upper_limit",
]  # fmt: skip

RULES_FOLDER = Path(__file__).parent / "rules"
PLEASE_CONFIRM = "Please confirm: "
"""Begins the sentence of every rule that neither pixels nor file decide."""
STALE_AFTER = timedelta(days=180)


class Verdict(StrEnum):
    """What came of one rule for one image."""

    PASS = "pass"  # noqa: S105 - a verdict, no password
    FAIL = "fail"
    UNKNOWN = "unknown"


class Severity(StrEnum):
    """How much a broken rule matters: it stops a submission, or it is good advice."""

    BLOCKS = "blocks"
    ADVISES = "advises"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One thing a marketplace asks, where it says so, and when somebody last looked."""

    id: str
    marketplace: str
    region: str
    category: str
    slot: str
    fact: str
    test: str
    value: Any
    severity: Severity
    sentence: str
    fix: str
    source: str
    basis: str
    checked_on: date
    applies_from: date | None = None
    when: str = ""
    """A fact that must be true for the rule to be asked at all."""
    yields_to: tuple[str, ...] = ()
    """Rules of a more special page; where one of them applies too, this one only advises."""
    confirmed_by: str = ""
    """What a person may confirm; it decides where the fact itself could not be measured."""
    shown_as: str = ""
    """What is required, in words, where the value itself is not for reading."""

    @property
    def required(self) -> str:
        """What is required, in words."""
        words = self.shown_as or _WORDS[self.test].format(shown(self.fact, self.value))
        return f"{words}, if {self.when.replace('_', ' ')}" if self.when else words


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One file of rules: a marketplace's own, or that of one of its regions."""

    marketplace: str
    region: str
    label: str
    check_only: bool
    intro: str

    @property
    def key(self) -> str:
        """How the page is asked for: ``amazon-us``, ``etsy``."""
        return self.marketplace if self.region == "any" else f"{self.marketplace}-{self.region}"


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """Something that is said to be asked, and is not held against an image until its source has been read."""

    page: str
    row: str
    asks: str
    why: str


@dataclass(frozen=True, slots=True)
class RuleBook:
    """All rules there are, the pages they stand on, and what is left out until it has a source."""

    rules: tuple[Rule, ...]
    pages: tuple[Page, ...] = ()
    left_out: tuple[LeftOut, ...] = ()

    def page(self, key: str) -> Page | None:
        """Return the page of a key, or None."""
        return next((page for page in self.pages if page.key == key), None)

    def of_page(self, page: Page) -> tuple[Rule, ...]:
        """Return what stands on one page itself, without the marketplace's general rules."""
        return tuple(
            rule for rule in self.rules if (rule.marketplace, rule.region) == (page.marketplace, page.region)
        )

    def applying(
        self, *, marketplace: str, region: str, category: str, slot: str, on: date | None = None
    ) -> tuple[Rule, ...]:
        """Choose the rules for one slot of one marketplace, as of a day; of set and image, only the one asked for."""
        day = on or date.today()  # noqa: DTZ011 - a rule's date has no zone
        return tuple(
            rule
            for rule in self.rules
            if rule.marketplace == marketplace
            and rule.region in {region, "any"}
            and rule.category in {category, "any"}
            and (rule.slot == slot or (rule.slot == "any" and slot != "set"))
            and (rule.applies_from is None or rule.applies_from <= day)
        )


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule held against one image."""

    rule: str
    fact: str
    measured: object
    required: str
    verdict: Verdict
    severity: Severity
    sentence: str
    fix: str
    source: str
    basis: str
    checked_on: date

    @property
    def stops(self) -> bool:
        """Whether the image must not be submitted as it is."""
        return self.verdict is Verdict.FAIL and self.severity is Severity.BLOCKS


def load_rules(folder: Path = RULES_FOLDER) -> RuleBook:
    """Read every rule file of a folder; anything wrong in any of them is told with file and rule."""
    rules: dict[str, Rule] = {}
    files: dict[str, str] = {}
    pages: dict[str, Page] = {}
    left_out: list[LeftOut] = []
    for path in sorted(folder.glob("*.toml")):
        content = _content(path)
        page = _page(path.name, content)
        if page.key in pages:
            raise RuleError(f"{path.name}: there is another file for {page.key}; put both into one")
        pages[page.key] = page
        left_out += _left_out(path.name, page, content)
        for rule in _rules_of(path.name, content):
            if rule.id in rules:
                raise RuleError(f"{path.name}: {rule.id} is there twice; give one of them another id")
            rules[rule.id], files[rule.id] = rule, path.name
    _require_known_special_rules(rules, files)
    return RuleBook(tuple(rules.values()), tuple(pages.values()), tuple(left_out))


def judge(
    facts: Mapping[str, object], *, marketplace: str, region: str, category: str, slot: str, rules: RuleBook
) -> tuple[Finding, ...]:
    """Hold what is known of an image (``slot`` main or gallery), or of a set (``slot`` set), against its rules."""
    applying = rules.applying(marketplace=marketplace, region=region, category=category, slot=slot)
    present = {rule.id for rule in applying}
    return tuple(
        _finding(rule, facts, special=bool(present.intersection(rule.yields_to))) for rule in applying
    )


def upper_limit(rules: Iterable[Rule], fact: str) -> float | None:
    """Return the most that all of these rules allow a fact to be; None where none of them minds."""
    most = {"at_most": lambda value: value, "between": lambda value: value[1]}
    return min((most[r.test](r.value) for r in rules if r.fact == fact and r.test in most), default=None)


def lower_limit(rules: Iterable[Rule], fact: str) -> float | None:
    """Return the least that all of these rules want a fact to be; None where none of them minds."""
    least = {"at_least": lambda value: value, "between": lambda value: value[0]}
    return max((least[r.test](r.value) for r in rules if r.fact == fact and r.test in least), default=None)


def stale_rules(today: date, rules: RuleBook | None = None) -> tuple[Rule, ...]:
    """List the rules nobody has compared with their source for too long."""
    return tuple(rule for rule in (rules or load_rules()).rules if today - rule.checked_on > STALE_AFTER)


def _finding(rule: Rule, facts: Mapping[str, object], *, special: bool) -> Finding:
    measured = facts.get(rule.fact)
    verdict = _verdict(rule, facts, measured)
    return Finding(
        rule=rule.id,
        fact=rule.fact,
        measured=measured,
        required=rule.required,
        verdict=verdict,
        severity=Severity.ADVISES if special else rule.severity,
        sentence=_sentence(rule, facts, verdict),
        fix=rule.fix,
        source=rule.source,
        basis=rule.basis,
        checked_on=rule.checked_on,
    )


def _sentence(rule: Rule, facts: Mapping[str, object], verdict: Verdict) -> str:
    """Fill in the rule's sentence; what was not measured is not spoken of, and what is open is asked for."""
    text, measured = rule.sentence, facts.get(rule.fact)
    if measured is None:
        text = "; ".join(clause for clause in text.rstrip(".").split("; ") if "{found}" not in clause) + "."
    text = text.format(
        value=rule.shown_as or shown(rule.fact, rule.value),
        found=shown(rule.fact, measured),
        area=shown("fill_area", facts.get("fill_area")),
    )
    return PLEASE_CONFIRM + text if verdict is Verdict.UNKNOWN else text


def _verdict(rule: Rule, facts: Mapping[str, object], measured: object) -> Verdict:
    asked = facts.get(rule.when) if rule.when else True
    if asked is False:
        return Verdict.PASS
    if asked is None or measured is None:
        return _CONFIRMED.get(facts.get(rule.confirmed_by), Verdict.UNKNOWN)
    return Verdict.PASS if _TESTS[rule.test](measured, rule.value) else Verdict.FAIL


_CONFIRMED: dict[object, Verdict] = {True: Verdict.PASS, False: Verdict.FAIL}
_TESTS: dict[str, Callable[[Any, Any], bool]] = {
    "at_least": lambda found, value: bool(found >= value),
    "at_most": lambda found, value: bool(found <= value),
    "between": lambda found, value: bool(value[0] <= found <= value[1]),
    "equals": lambda found, value: bool(found == value),
    "one_of": lambda found, value: found in value,
    "matches": lambda found, value: re.fullmatch(value, found) is not None,
}
_WORDS = dict.fromkeys(_TESTS, "{}") | {"at_least": "at least {}", "at_most": "at most {}"}


def _content(path: Path) -> dict[str, Any]:
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RuleError(f"{path.name}: {error}") from error
    parts = {"page", "defaults", "rule", "left_out"}
    if unknown := content.keys() - parts:
        raise RuleError(f"{path.name}: unknown {listed(unknown)}; there are {listed(parts)}")
    require_tables(path.name, content)
    return content


def _page(file_name: str, content: dict[str, Any]) -> Page:
    told, defaults = content.get("page", {}), content.get("defaults", {})
    require_keys(f"{file_name}: page", told, _OF_PAGE, _OF_PAGE)
    require_keys(f"{file_name}: defaults", defaults, _KEYS, ("marketplace", "region"))
    return Page(marketplace=defaults["marketplace"], region=defaults["region"], **told)


def _left_out(file_name: str, page: Page, content: dict[str, Any]) -> list[LeftOut]:
    rows = content.get("left_out", [])
    for row in rows:
        require_keys(f"{file_name}: left_out", row, _OF_LEFT_OUT, _OF_LEFT_OUT)
    return [LeftOut(page=page.key, **row) for row in rows]


def _rules_of(file_name: str, content: dict[str, Any]) -> Iterator[Rule]:
    for table in content.get("rule", ()):
        rule = _rule(file_name, content.get("defaults", {}) | table)
        for key in ("marketplace", "region"):
            if getattr(rule, key) != content.get("defaults", {})[key]:
                raise RuleError(f"{file_name}: {rule.id} stands on another {key}'s page; move it there")
        yield rule


def _rule(file_name: str, table: dict[str, Any]) -> Rule:
    where = f"{file_name}: {table.get('id', 'a rule without id')}"
    require_keys(where, table, _KEYS, _REQUIRED)
    _require_known(where, table)
    severity = Severity(table["severity"])
    rule = Rule(**{**table, "severity": severity, "yields_to": tuple(table.get("yields_to", ()))})
    try:
        rule.sentence.format(value="", found="", area="")
    except (KeyError, IndexError, ValueError, AttributeError) as error:
        raise RuleError(
            f"{where}: the sentence asks for something other than {{value}}, {{found}} and {{area}}; use these"
        ) from error
    return rule


_KEYS = {field.name for field in fields(Rule)}
_REQUIRED = {field.name for field in fields(Rule) if field.default is MISSING}
_OF_PAGE = {"label", "check_only", "intro"}
_OF_LEFT_OUT = {"row", "asks", "why"}
_KNOWN: dict[str, frozenset[str]] = {
    "fact": FACT_NAMES,
    "when": FACT_NAMES | {""},
    "confirmed_by": DECLARED_FACTS | {""},
    "test": frozenset(_TESTS),
    "severity": frozenset(Severity),
    "slot": frozenset({"main", "gallery", "any", "set"}),
    "basis": frozenset({"official", "secondary"}),
}
_OPTIONAL = {"when", "confirmed_by"}


def _require_known(where: str, table: Mapping[str, Any]) -> None:
    for key, known in _KNOWN.items():
        if table.get(key, "" if key in _OPTIONAL else None) not in known:
            raise RuleError(
                f"{where}: {key} is {table[key]!r}, which does not exist; choose from {listed(known - {''})}"
            )
    require_condition(where, table.get("when", ""))
    require_value(where, fact=table["fact"], test=table["test"], value=table["value"])


def _require_known_special_rules(rules: Mapping[str, Rule], files: Mapping[str, str]) -> None:
    for rule in rules.values():
        if unknown := set(rule.yields_to) - rules.keys():
            raise RuleError(
                f"{files[rule.id]}: {rule.id} yields to {listed(unknown)}, which does not exist; name a rule that does"
            )
