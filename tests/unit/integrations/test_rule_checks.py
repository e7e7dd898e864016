"""What no rule file may say: it is refused when it is read, never found out while a photo is judged."""

from dataclasses import fields
from pathlib import Path

import pytest

from integrations.compliance import Verdict, judge, load_rules
from integrations.errors import RuleError
from integrations.types import FACT_WORDS, ImageFacts
from integrations.wording import shown
from retouch.quality.facts import files
from tests.unit.integrations.rule_files import PAGE, RULE, book

TEST = 'fact = "longest_side_px"\ntest = "at_least"\nvalue = 500'


def asking(tmp_path: Path, fact: str, test: str, value: str) -> None:
    book(tmp_path, (TEST, f'fact = "{fact}"\ntest = "{test}"\nvalue = {value}'))


@pytest.mark.parametrize(
    ("fact", "test", "value", "advice"),
    [
        ("file_name", "matches", "'a('", "mend it"),
        ("file_name", "matches", "5", "write a pattern in quotes"),
        ("width", "matches", "'5+'", "matches does not fit width; use at_least, at_most,"),
        ("format", "at_most", "5", "at_most does not fit format; use equals, matches, one_of"),
        ("has_alpha", "at_least", "1", "at_least does not fit has_alpha; use equals"),
        ("has_alpha", "one_of", "[true]", "one_of does not fit has_alpha; use equals"),
        ("has_alpha", "equals", '"no"', "write true or false"),
        ("has_alpha", "equals", "0", "write true or false"),
        ("frames", "equals", '"1"', "write a number"),
        ("frames", "equals", "true", "write a number"),
        ("frames", "at_most", "[1]", "write a single value"),
        ("frames", "at_most", "nan", "write a number"),
        ("frames", "one_of", '[1, "2"]', "write a number"),
        ("width", "between", "[600, 500]", "the smaller one first"),
        ("width", "between", '[500, "600"]', "a list of two numbers"),
        ("file_name", "equals", "5", "write a text in quotes"),
        ("format", "one_of", '["jpg"]', "'jpg' is no word of format; choose from avif, bmp, gif, heic, jpeg"),
        ("format", "equals", '"JPEG"', "choose from avif"),
        ("color_mode", "equals", '"grey"', "choose from bilevel, cmyk, gray, lab, rgb"),
        ("color_profile", "one_of", '["srgb", "adobe"]', "choose from adobe_rgb"),
        ("fill_side", "at_least", "85", "write a share from 0 to 1"),
        ("border_white_share", "between", "[0.5, 100]", "write a share from 0 to 1"),
    ],
)
def test_a_test_that_does_not_fit_its_fact_is_told_with_file_and_rule_and_what_to_write(
    tmp_path: Path, fact: str, test: str, value: str, advice: str
) -> None:
    with pytest.raises(RuleError) as refused:
        asking(tmp_path, fact, test, value)
    assert str(refused.value).startswith("etsy.toml: X-1: ")
    assert advice in str(refused.value)


@pytest.mark.parametrize(
    ("old", "new", "advice"),
    [
        ("[page]", "[[page]]", "write [page]"),
        ("[defaults]", "[[defaults]]", "write [defaults]"),
        ("[[rule]]", "[rule]", "write [[rule]]"),
        ("[page]", 'left_out = ["X-2"]\n[page]', "write [[left_out]]"),
        ("check_only = false", 'check_only = "no"', "check_only is 'no'; write true or false"),
        ('label = "A marketplace"', "label = 5", "label is 5; write a text in quotes"),
        ('intro = "All of it."', 'intro = "All of it."\nnote = "?"', "there are check_only, intro, label"),
        ('sentence = "At least {value}; this photo has {found}."', "sentence = 5", "write a text in quotes"),
        ("{found}", "{found.width}", "use these"),
        ('fact = "longest_side_px"', 'fact = ["longest_side_px"]', "write a text in quotes"),
        ('slot = "main"', 'slot = "first"', "choose from any, gallery, main, set"),
        ('basis = "official"', 'basis = "official"\nyields_to = "X-2"', "write a list of texts"),
        ('basis = "official"', 'basis = "official"\nyields_to = ["X-2"]', "X-1 yields to X-2"),
        ('basis = "official"', 'basis = "official"\nwhen = "width"', "name a fact that is"),
        ("checked_on = 2026-11-23", "checked_on = 2026-11-23T10:00:00", "write a date such as 2026-11-23"),
    ],
)
def test_a_file_that_is_written_wrong_is_told_with_its_name_and_what_to_write(
    tmp_path: Path, old: str, new: str, advice: str
) -> None:
    text = PAGE + RULE
    assert old in text
    (tmp_path / "etsy.toml").write_text(text.replace(old, new))
    with pytest.raises(RuleError) as refused:
        load_rules(tmp_path)
    assert str(refused.value).startswith("etsy.toml: ")
    assert advice in str(refused.value)


def test_every_rule_there_is_can_be_held_against_every_value_its_fact_can_have() -> None:
    values = {int: [0, 10**9], float: [0.0, 1.0], bool: [True, False], str: ["", "jpeg", "a b/c"]}
    kinds = {field.name: field.type.__args__[0] for field in fields(ImageFacts)}
    rules = load_rules()
    for number in range(3):
        facts = {name: values[kind][number % len(values[kind])] for name, kind in kinds.items()}
        for rule in rules.rules:
            place = {"marketplace": rule.marketplace, "region": rule.region, "category": rule.category}
            found = judge(facts, **place, slot="main" if rule.slot == "any" else rule.slot, rules=rules)
            assert not [each for each in found if each.verdict is Verdict.UNKNOWN]


def test_the_words_of_a_fact_are_those_that_a_file_is_measured_by_and_each_can_be_read() -> None:
    assert FACT_WORDS["format"] == {*files._EXTENSIONS, "heic"}
    assert FACT_WORDS["color_mode"] == {*files._MODES.values(), "rgb"}
    assert FACT_WORDS["color_profile"] == {*files._PROFILES.values(), "cmyk", "none", "other"}
    assert all(shown(fact, word) != word for fact, words in FACT_WORDS.items() for word in words)
