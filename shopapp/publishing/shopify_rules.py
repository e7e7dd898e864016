"""What Shopify asks of an image, held against what was measured; a blocking finding stops the write."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from functools import cache
from typing import Any

from integrations.compliance import RuleBook, judge, load_rules, upper_limit


@cache
def rule_book() -> RuleBook:
    """Return all rules, read once."""
    return load_rules()


def limit(fact: str, otherwise: float) -> float:
    """Return the most that Shopify's blocking rules allow a fact to be."""
    applying = rule_book().applying(marketplace="shopify", region="any", category="jewelry", slot="main")
    most = upper_limit([rule for rule in applying if str(rule.severity) == "blocks"], fact)
    return otherwise if most is None else most


def findings(facts: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Judge one output by Shopify's rules; return what does not pass."""
    found = judge(
        facts, marketplace="shopify", region="any", category="jewelry", slot="main", rules=rule_book()
    )
    return [_plain(asdict(finding)) for finding in found if str(finding.verdict) == "fail"]


def stopping(found: Sequence[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """Return the first finding that forbids writing."""
    return next((finding for finding in found if finding["severity"] == "blocks"), None)


def _plain(finding: dict[str, Any]) -> dict[str, Any]:
    simple = (str, int, float, bool, type(None))
    return {key: value if isinstance(value, simple) else str(value) for key, value in finding.items()}
