from pathlib import Path

from integrations.compliance import load_rules
from integrations.manual import manual, requirement

KEPT = Path(__file__).parents[3] / "docs/marketplace-rules.md"


def test_the_kept_manual_says_what_the_rules_say():
    assert KEPT.read_text(encoding="utf-8") == manual(load_rules())


def test_every_rule_and_everything_left_out_stands_in_the_manual():
    text, book = manual(load_rules()), load_rules()
    assert not [rule.id for rule in book.rules if f"| {rule.id} |" not in text]
    assert not [each.row for each in book.left_out if each.row not in text]


def test_what_is_judged_is_marked_and_what_starts_later_says_when():
    said = {rule.id: requirement(rule) for rule in load_rules().rules}
    assert said["GMC-OVL-A"] == "text†: no text"
    assert said["GMC-MIN-C"] == "shortest side: at least 500 px, from 31 January 2027"
