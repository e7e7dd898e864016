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
from integrations.types import FACT_NAMES

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
    shown_as: str = ""
    """What is required, in words, where the value itself is not for reading."""

    @property
    def required(self) -> str:
        """What is required, in words."""
        words = self.shown_as or _WORDS[self.test].format(_shown(self.fact, self.value))
        return f"{words}, if {self.when.replace('_', ' ')}" if self.when else words


@dataclass(frozen=True, slots=True)
class RuleBook:
    """All rules there are."""

    rules: tuple[Rule, ...]

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
    for path in sorted(folder.glob("*.toml")):
        for rule in _rules_of(path):
            if rule.id in rules:
                raise RuleError(f"{path.name}: {rule.id} is there twice")
            rules[rule.id] = rule
    _require_known_special_rules(rules)
    return RuleBook(tuple(rules.values()))


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


def shown(fact: str, value: object) -> str:
    """Write a measured value as a merchant would read it."""
    return "not known" if value is None else _shown(fact, value)


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
        sentence=_sentence(rule, measured, verdict),
        fix=rule.fix,
        source=rule.source,
        basis=rule.basis,
        checked_on=rule.checked_on,
    )


def _sentence(rule: Rule, measured: object, verdict: Verdict) -> str:
    """Fill in the rule's sentence; what was not measured is not spoken of, and what is open is asked for."""
    text = rule.sentence
    if measured is None:
        text = "; ".join(clause for clause in text.rstrip(".").split("; ") if "{found}" not in clause) + "."
    text = text.format(value=rule.shown_as or _shown(rule.fact, rule.value), found=shown(rule.fact, measured))
    return PLEASE_CONFIRM + text if verdict is Verdict.UNKNOWN else text


def _verdict(rule: Rule, facts: Mapping[str, object], measured: object) -> Verdict:
    if rule.when:
        asked = facts.get(rule.when)
        if asked is False:
            return Verdict.PASS
        if asked is None:
            return Verdict.UNKNOWN
    if measured is None:
        return Verdict.UNKNOWN
    return Verdict.PASS if _TESTS[rule.test](measured, rule.value) else Verdict.FAIL


_TESTS: dict[str, Callable[[Any, Any], bool]] = {
    "at_least": lambda found, value: bool(found >= value),
    "at_most": lambda found, value: bool(found <= value),
    "between": lambda found, value: bool(value[0] <= found <= value[1]),
    "equals": lambda found, value: bool(found == value),
    "one_of": lambda found, value: found in value,
    "matches": lambda found, value: re.fullmatch(value, found) is not None,
}
_WORDS = dict.fromkeys(_TESTS, "{}") | {"at_least": "at least {}", "at_most": "at most {}"}


def _shown(fact: str, value: Any) -> str:
    if isinstance(value, list):
        joint = " to " if all(isinstance(each, int | float) for each in value) else ", "
        return joint.join(_shown(fact, each) for each in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return _NAMES.get(value, value)
    return _unit(fact, value)


_NAMES = {
    "jpeg": "JPEG", "png": "PNG", "gif": "GIF", "tiff": "TIFF", "webp": "WebP", "srgb": "sRGB", "cmyk": "CMYK",
    "adobe_rgb": "Adobe RGB", "display_p3": "Display P3", "prophoto": "ProPhoto", "none": "no profile",
    "other": "another profile",
}  # fmt: skip


def _unit(fact: str, value: float) -> str:
    if fact == "bytes":
        return f"{value / 1e6:.2f} MB"
    if fact.startswith("fill_") or fact.endswith("_share"):
        text = f"{100 * value:.4g} %"
        return "just under 100 %" if value < 1 and text == "100 %" else text
    if fact.endswith("_px") or fact in {"width", "height"}:
        return f"{value:,} px"
    return f"{value:,}"


def _rules_of(path: Path) -> Iterator[Rule]:
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise RuleError(f"{path.name}: {error}") from error
    if unknown := content.keys() - {"defaults", "rule"}:
        raise RuleError(f"{path.name}: unknown {_listed(unknown)}")
    for table in content.get("rule", ()):
        yield _rule(path.name, content.get("defaults", {}) | table)


def _rule(file_name: str, table: dict[str, Any]) -> Rule:
    where = f"{file_name}: {table.get('id', 'a rule without id')}"
    if unknown := table.keys() - _KEYS:
        raise RuleError(f"{where}: unknown {_listed(unknown)}")
    if missing := _REQUIRED - {key for key, value in table.items() if value not in ("", None)}:
        raise RuleError(f"{where}: without {_listed(missing)}")
    _require_known(where, table)
    severity = Severity(table["severity"])
    rule = Rule(**{**table, "severity": severity, "yields_to": tuple(table.get("yields_to", ()))})
    try:
        rule.sentence.format(value="", found="")
    except (KeyError, IndexError, ValueError) as error:
        raise RuleError(f"{where}: the sentence asks for something other than value and found") from error
    return rule


_KEYS = {field.name for field in fields(Rule)}
_REQUIRED = {field.name for field in fields(Rule) if field.default is MISSING}
_KNOWN: dict[str, frozenset[str]] = {
    "fact": FACT_NAMES,
    "when": FACT_NAMES | {""},
    "test": frozenset(_TESTS),
    "severity": frozenset(Severity),
    "slot": frozenset({"main", "gallery", "any", "set"}),
    "basis": frozenset({"official", "secondary"}),
}


def _require_known(where: str, table: Mapping[str, Any]) -> None:
    for key, known in _KNOWN.items():
        if table.get(key, "" if key == "when" else None) not in known:
            raise RuleError(f"{where}: {key} is {table[key]!r}, which does not exist")
    for key in ("checked_on", "applies_from"):
        if type(table.get(key)) not in {date, type(None)}:
            raise RuleError(f"{where}: {key} is no date")
    if not _VALUES[table["test"]](table["value"]):
        raise RuleError(f"{where}: {table['value']!r} is no value for {table['test']}")


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


_VALUES: dict[str, Callable[[Any], bool]] = {
    "at_least": _is_number,
    "at_most": _is_number,
    "between": lambda value: isinstance(value, list) and len(value) == 2 and all(map(_is_number, value)),
    "equals": lambda value: isinstance(value, bool | int | float | str),
    "one_of": lambda value: isinstance(value, list) and bool(value),
    "matches": lambda value: isinstance(value, str),
}


def _require_known_special_rules(rules: Mapping[str, Rule]) -> None:
    for rule in rules.values():
        if unknown := set(rule.yields_to) - rules.keys():
            raise RuleError(f"{rule.id}: yields to {_listed(unknown)}, which does not exist")


def _listed(names: set[str]) -> str:
    return ", ".join(sorted(names))
