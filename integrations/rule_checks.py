"""What a rule file may say: its keys and their kinds, and of each fact the tests and the values that fit it.

All of it is asked when the rules are read, so that nothing is left to go wrong while a photo is judged. Every refusal
says in which file, of which rule, and what to write instead.
"""

import math
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from datetime import date
from typing import Any, get_args

from integrations.errors import RuleError
from integrations.types import FACT_WORDS, ImageFacts

_FACTS: dict[str, type] = {field.name: get_args(field.type)[0] for field in fields(ImageFacts)}
_NUMBERS = {int, float}
_KINDS: dict[str, type] = {"check_only": bool, "yields_to": list, "checked_on": date, "applies_from": date}
"""Of every key that is no text."""
_SAID = {
    str: "a text in quotes",
    bool: "true or false",
    list: "a list of texts",
    date: "a date such as 2026-11-23",
}
_TESTS: dict[str, frozenset[type]] = {
    "at_least": frozenset({int, float}),
    "at_most": frozenset({int, float}),
    "between": frozenset({int, float}),
    "equals": frozenset({int, float, bool, str}),
    "one_of": frozenset({int, float, str}),
    "matches": frozenset({str}),
}
"""The kinds of fact that each test fits."""


def require_tables(where: str, content: Mapping[str, Any]) -> None:
    """Refuse a file whose parts are written with the wrong brackets."""
    for name in ("page", "defaults"):
        if not isinstance(content.get(name, {}), dict):
            raise RuleError(f"{where}: {name} stands there once: write [{name}]")
    for name in ("rule", "left_out"):
        rows = content.get(name, [])
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise RuleError(f"{where}: {name} stands there once for each: write [[{name}]]")


def require_keys(where: str, table: Mapping[str, Any], known: Iterable[str], needed: Iterable[str]) -> None:
    """Refuse a table with a key that does not exist, without one that is needed, or with one of the wrong kind."""
    known = set(known)
    if unknown := table.keys() - known:
        raise RuleError(f"{where}: unknown {listed(unknown)}; there are {listed(known)}")
    if missing := set(needed) - {key for key, value in table.items() if value not in ("", None)}:
        raise RuleError(f"{where}: without {listed(missing)}, which must be said")
    for key, value in table.items():
        kind = _KINDS.get(key, str)
        if key != "value" and not _is_of(kind, value):
            raise RuleError(f"{where}: {key} is {value!r}; write {_SAID[kind]}")


def require_value(where: str, *, fact: str, test: str, value: Any) -> None:
    """Refuse a test that does not fit the fact, and a value that the fact can never have."""
    kind = _FACTS[fact]
    if kind not in _TESTS[test]:
        fitting = listed(name for name, kinds in _TESTS.items() if kind in kinds)
        raise RuleError(f"{where}: {test} does not fit {fact}; use {fitting}")
    shape, told = _SHAPES.get(test, _ONE)
    if not shape(value):
        raise RuleError(f"{where}: {value!r} is no value for {test}; write {told}")
    if test == "matches":
        _require_pattern(where, value)
        return
    for each in value if isinstance(value, list) else [value]:
        _require_one(where, fact, kind, each)


def require_condition(where: str, fact: str) -> None:
    """Refuse a condition that is neither true nor false."""
    if fact and _FACTS[fact] is not bool:
        raise RuleError(f"{where}: when is {fact}, which is neither true nor false; name a fact that is")


def listed(names: Iterable[str]) -> str:
    """Write names in their order."""
    return ", ".join(sorted(names))


def _require_pattern(where: str, value: str) -> None:
    try:
        re.compile(value)
    except re.error as error:
        raise RuleError(f"{where}: {value!r} is no pattern ({error}); mend it") from error


def _require_one(where: str, fact: str, kind: type, value: Any) -> None:
    is_fitting = _is_number(value) if kind in _NUMBERS else type(value) is kind
    if not is_fitting:
        told = "a number" if kind in _NUMBERS else _SAID[kind]
        raise RuleError(f"{where}: {value!r} is no value of {fact}; write {told}")
    if fact in FACT_WORDS and value not in FACT_WORDS[fact]:
        raise RuleError(f"{where}: {value!r} is no word of {fact}; choose from {listed(FACT_WORDS[fact])}")
    if fact.startswith("fill_") or fact.endswith("_share"):
        _require_share(where, fact, value)


def _require_share(where: str, fact: str, value: float) -> None:
    if not 0 <= value <= 1:
        raise RuleError(f"{where}: {value!r} is no value of {fact}; write a share from 0 to 1, such as 0.85")


def _is_number(value: Any) -> bool:
    return type(value) in _NUMBERS and math.isfinite(value)


def _is_of(kind: type, value: Any) -> bool:
    if isinstance(value, list):
        return kind is list and all(type(each) is str for each in value)
    return type(value) is kind


def _is_span(value: Any) -> bool:
    if not isinstance(value, list) or len(value) != 2 or not all(map(_is_number, value)):
        return False
    return bool(value[0] <= value[1])


_ONE: tuple[Callable[[Any], bool], str] = (lambda value: not isinstance(value, list), "a single value")
_SHAPES: dict[str, tuple[Callable[[Any], bool], str]] = {
    "between": (_is_span, "a list of two numbers, the smaller one first"),
    "one_of": (lambda value: isinstance(value, list) and bool(value), "a list of values"),
    "matches": (lambda value: isinstance(value, str), "a pattern in quotes"),
}
"""Whether a value has the shape that a test takes, and that shape in words."""
