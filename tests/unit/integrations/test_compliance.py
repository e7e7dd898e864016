import re
from dataclasses import fields
from datetime import date, timedelta
from pathlib import Path

import pytest

from integrations import compliance
from integrations.compliance import Severity, Verdict, judge, load_rules, stale_rules
from integrations.errors import RuleError
from integrations.types import FACT_NAMES, INFERRED_FACTS, LISTING_FACTS, ImageFacts
from retouch.quality.facts import INFERRED, Facts
from tests.unit.integrations.rule_files import PAGE, RULE, book

ROWS = Path(__file__).with_name("rule_rows.txt").read_text().split()
"""The rows of the table of requirements that the rules were written from."""


def only(tmp_path, facts, *changes, slot="main"):
    (finding,) = judge(
        facts, marketplace="etsy", region="any", category="jewelry", slot=slot, rules=book(tmp_path, *changes)
    )
    return finding


def row_of(rule_id):
    return max(
        (row for row in ROWS if rule_id == row or rule_id.startswith(f"{row}-")), key=len, default=None
    )


def test_every_row_has_its_rule_and_every_rule_its_row():
    rows = {rule.id: row_of(rule.id) for rule in load_rules().rules}
    assert None not in rows.values()
    left_out = {each.row for each in load_rules().left_out}
    assert set(rows.values()) | left_out == set(ROWS)
    assert not left_out.intersection(rows.values())


def test_a_rule_that_shares_its_row_says_which_part_it_is():
    ids = [rule.id for rule in load_rules().rules]
    alone = {row for row in ROWS if sum(row_of(each) == row for each in ids) == 1}
    assert alone <= set(ids)


def test_every_rule_names_an_address_or_a_page_and_a_day():
    for rule in load_rules().rules:
        assert "/" in rule.source
        assert rule.checked_on >= date(2026, 11, 23)


def test_a_finding_says_what_was_found_what_is_asked_and_what_to_do(tmp_path):
    finding = only(tmp_path, {"longest_side_px": 480})
    assert (finding.verdict, finding.measured, finding.required) == (Verdict.FAIL, 480, "at least 500 px")
    assert finding.sentence == "At least 500 px; this photo has 480 px."
    assert finding.fix == "Photograph it again."
    assert finding.stops


def test_what_nobody_measured_is_unknown_and_stops_nothing(tmp_path):
    finding = only(tmp_path, {"longest_side_px": None})
    assert (finding.verdict, finding.stops) == (Verdict.UNKNOWN, False)
    assert finding.sentence == "Please confirm: At least 500 px."


@pytest.mark.parametrize(
    ("test", "value", "good", "bad"),
    [
        ("at_least", "500", 500, 499),
        ("at_most", "500", 500, 501),
        ("between", "[500, 600]", 600, 601),
        ("equals", "500", 500, 499),
        ("one_of", "[500, 600]", 600, 550),
    ],
)
def test_each_test_holds_at_its_edge(tmp_path, test, value, good, bad):
    changes = [('test = "at_least"', f'test = "{test}"'), ("value = 500", f"value = {value}")]
    assert only(tmp_path, {"longest_side_px": good}, *changes).verdict is Verdict.PASS
    assert only(tmp_path, {"longest_side_px": bad}, *changes).verdict is Verdict.FAIL


def test_a_pattern_is_matched_whole(tmp_path):
    changes = [("longest_side_px", "file_name"), ('"at_least"', '"matches"'), ("value = 500", "value = 'a+'")]
    assert only(tmp_path, {"file_name": "aaa"}, *changes).verdict is Verdict.PASS
    assert only(tmp_path, {"file_name": "aaab"}, *changes).verdict is Verdict.FAIL


@pytest.mark.parametrize(
    ("pair", "verdict"), [(True, Verdict.FAIL), (False, Verdict.PASS), (None, Verdict.UNKNOWN)]
)
def test_a_rule_with_a_condition_asks_it_first(tmp_path, pair, verdict):
    change = ("value = 500", 'value = 500\nwhen = "sold_as_pair"')
    assert only(tmp_path, {"longest_side_px": 1, "sold_as_pair": pair}, change).verdict is verdict


def test_a_rule_yields_to_a_more_special_one(tmp_path):
    special = (PAGE + RULE).replace('"X-1"', '"X-2"').replace('region = "any"', 'region = "us"')
    (tmp_path / "etsy-us.toml").write_text(special)
    text = RULE.replace('severity = "blocks"', 'severity = "blocks"\nyields_to = ["X-2"]')
    rules = book(tmp_path, text=text)

    def severities(region):
        found = judge({}, marketplace="etsy", region=region, category="any", slot="main", rules=rules)
        return {finding.rule: finding.severity for finding in found}

    assert severities("us") == {"X-1": Severity.ADVISES, "X-2": Severity.BLOCKS}
    assert severities("de") == {"X-1": Severity.BLOCKS}


@pytest.mark.parametrize(("slot", "count"), [("main", 1), ("gallery", 0), ("set", 0), ("any", 0)])
def test_a_rule_applies_to_its_own_slot(tmp_path, slot, count):
    found = judge({}, marketplace="etsy", region="any", category="any", slot=slot, rules=book(tmp_path))
    assert len(found) == count


def test_a_rule_for_every_slot_is_not_one_for_the_set(tmp_path):
    rules = book(tmp_path, ('slot = "main"', 'slot = "any"'))
    applying = {
        slot: len(rules.applying(marketplace="etsy", region="x", category="x", slot=slot))
        for slot in ("main", "gallery", "any", "set")
    }
    assert applying == {"main": 1, "gallery": 1, "any": 1, "set": 0}


def test_a_rule_starts_on_its_day(tmp_path):
    rules = book(tmp_path, ("checked_on", "applies_from = 2027-01-31\nchecked_on"))
    chosen = {"marketplace": "etsy", "region": "any", "category": "any", "slot": "main"}
    assert rules.applying(**chosen, on=date(2027, 1, 30)) == ()
    assert len(rules.applying(**chosen, on=date(2027, 1, 31))) == 1


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("severity =", "severty ="),
        ("[[rule]]", "[[rules]]"),
        ("longest_side_px", "longest_side"),
        ('"at_least"', '"more_than"'),
        ('"blocks"', '"kills"'),
        ('"official"', '"hearsay"'),
        ('slot = "main"', 'slot = "first"'),
        ('source = "A page, https://example.com"', ""),
        ('source = "A page, https://example.com"', 'source = ""'),
        ("checked_on = 2026-11-23", ""),
        ("checked_on = 2026-11-23", 'checked_on = "2026-11-23"'),
        ("checked_on = 2026-11-23", "checked_on = 2026-11-23T10:00:00"),
        ("value = 500", 'value = "500"'),
        ("value = 500", "value = true"),
        ("{found}", "{measured}"),
        ("{found}", "{"),
        ("value = 500", 'value = 500\nwhen = "sunny"'),
        ("value = 500", 'value = 500\nyields_to = ["X-9"]'),
        ("value = 500", "value = "),
        ('test = "at_least"\nvalue = 500', 'test = "between"\nvalue = [1]'),
        ('test = "at_least"\nvalue = 500', 'test = "one_of"\nvalue = []'),
        ('id = "X-1"', ""),
    ],
)
def test_a_rule_that_is_wrong_in_any_way_stops_the_start(tmp_path, old, new):
    with pytest.raises(RuleError):
        book(tmp_path, (old, new))


def test_a_rule_is_not_there_twice(tmp_path):
    with pytest.raises(RuleError, match="twice"):
        book(tmp_path, text=RULE + RULE)


def test_rules_nobody_looked_at_for_half_a_year_are_told():
    rules = load_rules()
    newest = max(rule.checked_on for rule in rules.rules)
    assert stale_rules(newest) == ()
    assert len(stale_rules(newest + timedelta(days=181), rules)) == len(rules.rules)


def test_amazon_us_jewelry_asks_for_less_fill_than_amazon_in_general():
    facts = {"fill_side": 0.82}
    found = judge(
        facts, marketplace="amazon", region="us", category="jewelry", slot="main", rules=load_rules()
    )
    by_rule = {finding.rule: finding for finding in found}
    assert by_rule["AMZ-JWL-FILL-MAIN"].verdict is Verdict.PASS
    assert not by_rule["AMZ-GEN-FILL"].stops


@pytest.mark.parametrize(
    ("fact", "value", "text"),
    [
        ("fill_side", 0.87, "87 %"),
        ("border_white_share", 0.999999, "just under 100 %"),
        ("border_white_share", 1.0, "100 %"),
        ("bytes", 1_234_567, "1.23 MB"),
        ("width", 2048, "2,048 px"),
        ("parts", 2, "2"),
        ("has_alpha", False, "no"),
        ("format", "webp", "WebP"),
        ("file_name", "ring-1.jpg", "ring-1.jpg"),
        ("dpi", None, "not known"),
    ],
)
def test_measured_values_read_as_a_person_would_write_them(fact, value, text):
    assert compliance.shown(fact, value) == text


def test_the_tightest_limit_counts():
    rules = load_rules().applying(marketplace="amazon", region="au", category="jewelry", slot="main")
    assert compliance.upper_limit(rules, "longest_side_px") == 2100
    assert compliance.lower_limit(rules, "longest_side_px") == 1600
    assert compliance.upper_limit(rules, "bytes") is None
    assert compliance.lower_limit(rules, "bytes") is None


def test_a_condition_is_part_of_what_is_required(tmp_path):
    change = ("value = 500", 'value = 500\nwhen = "sold_as_pair"')
    assert only(tmp_path, {}, change).required == "at least 500 px, if sold as pair"


def test_what_is_asked_about_and_what_the_engine_measures_are_the_same_facts_of_the_same_kinds():
    measured = {field.name: field.type for field in fields(Facts)}
    asked = {
        field.name: field.type
        for field in fields(ImageFacts)
        if field.name not in LISTING_FACTS and not field.name.startswith("confirmed_")
    }
    assert asked == measured | {"bytes": int | None}
    assert LISTING_FACTS <= FACT_NAMES
    assert INFERRED_FACTS - LISTING_FACTS == INFERRED


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('label = "A marketplace"', ""),
        ('label = "A marketplace"', 'label = ""'),
        ("check_only = false", "check_only = false\ncolor = 1"),
        ('marketplace = "etsy"', ""),
        ("[page]", "[pages]"),
        ("[defaults]", '[[left_out]]\nrow = "X-2"\n\n[defaults]'),
    ],
)
def test_a_page_that_is_wrong_in_any_way_stops_the_start(tmp_path, old, new):
    assert old in PAGE
    (tmp_path / "etsy.toml").write_text(PAGE.replace(old, new) + RULE)
    with pytest.raises(RuleError):
        load_rules(tmp_path)


def test_a_file_that_is_no_text_stops_the_start(tmp_path):
    (tmp_path / "etsy.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(RuleError):
        load_rules(tmp_path)


def test_a_marketplace_has_one_page_and_its_rules_stand_on_it(tmp_path):
    (tmp_path / "a.toml").write_text(PAGE)
    with pytest.raises(RuleError, match="another file"):
        book(tmp_path)
    (tmp_path / "a.toml").write_text(PAGE.replace("etsy", "shopify") + RULE)
    (tmp_path / "etsy.toml").unlink()
    with pytest.raises(RuleError, match="another marketplace's page"):
        load_rules(tmp_path)


def test_pages_are_found_by_their_key():
    rules = load_rules()
    assert {page.key for page in rules.pages} == {
        "amazon", "amazon-us", "amazon-au", "etsy", "shopify", "google", "ebay", "walmart", "tiktok-shop", "meta",
        "zalando", "law-us",
    }  # fmt: skip
    assert rules.page("amazon-us").label == "Amazon US, jewelry"
    assert rules.page("myspace") is None
    made = {page.marketplace for page in rules.pages if not page.check_only}
    assert made == {"amazon", "etsy", "shopify"}


def test_what_has_no_source_is_listed_and_not_asked():
    rules = load_rules()
    assert {each.row for each in rules.left_out} == {"META-PX", "FTC-23.2"}
    assert rules.of_page(rules.page("meta")) == ()


@pytest.mark.parametrize(
    ("facts", "verdict"),
    [
        ({"text_found": False}, Verdict.PASS),
        ({"text_found": True, "confirmed_photograph": True}, Verdict.FAIL),
        ({"confirmed_photograph": True}, Verdict.PASS),
        ({"confirmed_photograph": False}, Verdict.FAIL),
        ({}, Verdict.UNKNOWN),
    ],
)
def test_a_person_decides_only_what_could_not_be_measured(tmp_path, facts, verdict):
    changes = [
        ("longest_side_px", "text_found"),
        ('test = "at_least"', 'test = "equals"'),
        ("value = 500", 'value = false\nconfirmed_by = "confirmed_photograph"'),
    ]
    assert only(tmp_path, facts, *changes).verdict is verdict


def test_google_asks_for_more_pixels_from_a_day_on():
    rules, place = (
        load_rules(),
        {"marketplace": "google", "region": "any", "category": "jewelry", "slot": "main"},
    )
    before = {rule.id for rule in rules.applying(**place, on=date(2027, 1, 30))}
    after = {rule.id for rule in rules.applying(**place, on=date(2027, 1, 31))}
    assert after - before == {"GMC-MIN-C"}


def test_a_sentence_on_fill_tells_the_area_too(tmp_path):
    asked = [
        ("longest_side_px", "fill_side"),
        ("value = 500", "value = 0.85"),
        ("{found}.", "{found}, and {area} of the area."),
    ]
    found = only(tmp_path, {"fill_side": 0.8, "fill_area": 0.41}, *asked)
    assert found.sentence == "At least 85 %; this photo has 80 %, and 41 % of the area."


def test_every_sentence_says_what_is_asked_and_never_that_it_is_so():
    asks = re.compile(
        r"\b(must|may|should|can|takes|asks|accepted|advised|preferred|best|recommend|smoothest|warns)"
    )
    unfit = re.compile(r"\b(shows|wears|stands|keeps|is a|is shown|are shown)\b")
    sentences = {rule.id: rule.sentence.split("; ")[0] for rule in load_rules().rules}
    assert not {name: text for name, text in sentences.items() if not asks.search(text) or unfit.search(text)}


def test_the_merchants_picture_is_called_a_photo():
    of_theirs = re.compile(r"(?<!generated )(?<!Googlebot-)\bimages?\b(?! ?set)", re.IGNORECASE)
    told = {rule.id: f"{rule.sentence} {rule.fix} {rule.required}" for rule in load_rules().rules}
    assert not {name: text for name, text in told.items() if of_theirs.search(text)}


def test_every_sentence_on_fill_tells_the_area():
    filled = [rule for rule in load_rules().rules if rule.fact == "fill_side"]
    assert len(filled) == 5
    assert all("{area}" in rule.sentence for rule in filled)


def test_a_row_with_several_thresholds_becomes_several_rules():
    rules = {rule.id: rule for rule in load_rules().rules}
    told = {
        row: [rules[f"{row}-{part}"].value for part in parts]
        for row, parts in {
            "AMZ-JWL-MAXPX": "AB", "AMZ-ZOOM": "AB", "ETSY-BYTES": "AB", "SHOP-PX": "ABC", "SHOP-ZOOM": "AB",
            "GMC-MIN": "ADC", "GMC-MAX": "AB", "EBAY-PX": "AB", "WMT-PX": "AC", "TTS-PX": "AB", "ZAL-PX": "BCED",
        }.items()
    }  # fmt: skip
    assert told == {
        "AMZ-JWL-MAXPX": [2_100, 10_000], "AMZ-ZOOM": [1_000, 1_600], "ETSY-BYTES": [10_000_000, 1_000_000],
        "SHOP-PX": [5_000, 25, 20], "SHOP-ZOOM": [800, 2_048], "GMC-MIN": [100, 250, 500],
        "GMC-MAX": [64, 16_000_000], "EBAY-PX": [500, 1_000], "WMT-PX": [2_200, 1_500], "TTS-PX": [600, 6_000],
        "ZAL-PX": [762, 1_100, 1_801, 2_600],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("page", "slot", "fact", "rule", "kept", "broken"),
    [
        ("google", "main", "crawlable", "GMC-URL-C", True, False),
        ("walmart", "set", "swatch_px", "WMT-PX-D", 100, 99),
    ],
)
def test_what_no_file_tells_is_judged_where_the_listing_tells_it(page, slot, fact, rule, kept, broken):
    place = {"marketplace": page, "region": "any", "category": "jewelry", "slot": slot, "rules": load_rules()}
    told = [
        next(found.verdict for found in judge(facts, **place) if found.rule == rule)
        for facts in ({fact: kept}, {fact: broken}, {})
    ]
    assert told == [Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN]
