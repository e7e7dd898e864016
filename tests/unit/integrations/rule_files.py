"""A rule file with one rule, to be spoiled in one place."""

from pathlib import Path

from integrations.compliance import RuleBook, load_rules

PAGE = """
[page]
label = "A marketplace"
check_only = false
intro = "All of it."

[defaults]
marketplace = "etsy"
region = "any"
"""
RULE = """
[[rule]]
id = "X-1"
marketplace = "etsy"
region = "any"
category = "any"
slot = "main"
fact = "longest_side_px"
test = "at_least"
value = 500
severity = "blocks"
sentence = "At least {value}; this photo has {found}."
fix = "Photograph it again."
source = "A page, https://example.com"
basis = "official"
checked_on = 2026-11-23
"""


def book(tmp_path: Path, *changes: tuple[str, str], text: str = RULE) -> RuleBook:
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    (tmp_path / "etsy.toml").write_text(PAGE + text)
    return load_rules(tmp_path)
