"""Which of our rules a marketplace's issue means: of those it may mean, the ones that are asked of this very place.

A marketplace's client names every rule of ours that asks the same, in whatever country; the store that the listing is
in decides which of them counts.
"""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from integrations.compliance import Rule
from shopapp.marketplaces import asking
from shopapp.publishing import shopify_rules
from shopapp.publishing.exports.sets import TARGETS

_SLOTS = ("main", "gallery", "set")


def rules_of(issue: Mapping[str, Any], *, marketplace: str, place: int | None) -> list[Rule]:
    """Return the rules that an issue about a place, or about the listing, means; most likely first."""
    today = date.today()  # noqa: DTZ011 - a rule's date has no zone
    key = asking.target_of(marketplace).key
    slots = _SLOTS if place is None else ("main" if place == 1 else "gallery",)
    asked = {name: rule for slot in slots for name, rule in _asked(key, slot, today).items()}
    return [asked[name] for name in issue["rules"] if name in asked]


@lru_cache(maxsize=2 * len(_SLOTS) * len(TARGETS))
def _asked(key: str, slot: str, on: date) -> dict[str, Rule]:
    target = TARGETS[key]
    applying = shopify_rules.rule_book().applying(
        marketplace=target.marketplace, region=target.region, category=target.category, slot=slot, on=on
    )
    return {rule.id: rule for rule in applying}
