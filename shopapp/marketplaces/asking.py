"""Whose rules count on a marketplace, and what all of them come to on a day."""

import hashlib
from dataclasses import asdict
from datetime import date
from functools import lru_cache

from shopapp.env import env
from shopapp.publishing import shopify_rules
from shopapp.publishing.exports.sets import TARGETS, Target

_AMAZONS = {"ATVPDKIKX0DER": "amazon", "A39IBJ37TRP1C6": "amazon-au"}
"""Whose rules count on which of Amazon's marketplaces; everywhere else the general ones do."""
_SLOTS = ("main", "gallery", "set")
_UNTOLD = {"basis", "checked_on", "applies_from"}
"""What changes no finding: a rule that was only compared with its source again asks the same."""


def target_of(marketplace: str) -> Target:
    """Return whose rules count."""
    if marketplace == "amazon":
        return TARGETS[_AMAZONS.get(env().amazon_marketplace_id, "amazon-other")]
    return TARGETS[marketplace]


def asked_today(marketplace: str) -> str:
    """Return a digest of the rules that apply on a marketplace today; equal ones judge alike."""
    return asked(target_of(marketplace).key, date.today())  # noqa: DTZ011 - a rule's date has no zone


@lru_cache(maxsize=2 * len(TARGETS))
def asked(key: str, on: date) -> str:
    """Return the digest of what a target's rules ask on a day."""
    book, target = shopify_rules.rule_book(), TARGETS[key]
    told = [
        (slot, sorted((name, str(value)) for name, value in asdict(rule).items() if name not in _UNTOLD))
        for slot in _SLOTS
        for rule in book.applying(
            marketplace=target.marketplace, region=target.region, category=target.category, slot=slot, on=on
        )
    ]
    return hashlib.sha256(repr(told).encode()).hexdigest()[:16]
