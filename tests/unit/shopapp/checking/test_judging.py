import pytest
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured

from integrations.errors import RuleError
from shopapp.checking import judging
from shopapp.checking.judging import Asked


def asked(key: str, slot: str = "main", category: str = "") -> Asked:
    page = judging.rule_book().page(key)
    assert page is not None
    return Asked(page, slot, category)


def test_an_entry_has_the_form_of_an_exports_report() -> None:
    told = judging.entry("a.jpg", {"longest_side_px": 480}, asked("amazon-us"))
    assert set(told) == {"file", "marketplace", "region", "slot", "blocks", "findings"}
    assert set(told["findings"][0]) == {
        "rule", "fact", "measured", "required", "verdict", "severity", "sentence", "fix", "source", "basis",
        "checked_on",
    }  # fmt: skip
    assert told["blocks"] is True


def test_what_belongs_to_a_listing_is_not_asked_of_a_file() -> None:
    facts = {each["fact"] for each in judging.entry("a.jpg", {}, asked("google"))["findings"]}
    assert not facts & {"image_url", "url_chars", "crawlable"}
    assert "shortest_side_px" in facts


def test_the_category_tells_whether_two_pieces_are_sold() -> None:
    def verdict(category: str) -> str:
        found = judging.entry("a.jpg", {"parts": 1}, asked("amazon-us", category=category))["findings"]
        return next(str(each["verdict"]) for each in found if each["rule"] == "AMZ-JWL-PAIR")

    assert [verdict(each) for each in ("earrings", "ring", "")] == ["fail", "pass", "unknown"]


def test_rows_begin_with_what_stops_and_say_what_is_open() -> None:
    facts = {
        "longest_side_px": 480,
        "confirmed_photograph": True,
        "format": "jpeg",
        "confirmed_no_packaging": True,
    }
    rows = judging.rows(judging.entry("a.jpg", facts, asked("amazon-us", category="ring")))
    kinds = [row["kind"] for row in rows]
    assert kinds == sorted(kinds, key=["blocks", "confirm", "open", "advice", "pass"].index)
    by_rule = {row["rule"]: row for row in rows}
    assert (by_rule["AMZ-MINPX"]["kind"], by_rule["AMZ-MINPX"]["measured"]) == ("blocks", "480 px")
    assert by_rule["AMZ-TEXT"]["measured"] == "could not be measured: please confirm"
    assert by_rule["AMZ-JWL-FILL-MAIN"]["measured"] == "could not be measured"
    assert by_rule["AMZ-JWL-PKG"]["measured"] == "confirmed"
    assert by_rule["AMZ-FMT-JWL-A"]["fix"] == ""


def test_points_are_what_a_person_may_tell_of_what_was_not_measured() -> None:
    found = {each.name: each for each in judging.points({"person_found": False}, asked("amazon-us"))}
    assert found["confirmed_nobody_wears_it"].rules == ("AMZ-JWL-MODEL-B",)
    assert found["confirmed_photograph"].blocks
    assert not judging.points({"format": "jpeg"}, asked("shopify"))


def test_points_that_only_advise_stop_nothing() -> None:
    (point,) = (p for p in judging.points({}, asked("tiktok-shop")) if p.name == "confirmed_real_piece")
    assert not point.blocks


def test_a_set_is_told_by_its_files() -> None:
    files = [{"ratio": 1.0}, {"ratio": 1.0}, {"ratio": 1.5}]
    assert judging.set_facts(files, 1) == {
        "image_count": 3, "main_count": 1, "ratio_count": 2, "near_duplicates": 1,
    }  # fmt: skip


def test_the_law_is_no_marketplace_and_what_has_no_source_is_told() -> None:
    assert "law-us" not in {page.key for page in judging.pages()}
    assert [each.row for each in judging.left_out(asked("meta").page)] == ["META-PX"]
    assert "confirmed_no_packaging" in judging.confirmations([asked("amazon-us")])


def test_a_rule_file_that_is_wrong_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise RuleError("etsy.toml: unknown severty")

    monkeypatch.setattr(judging, "rule_book", broken)
    with pytest.raises(ImproperlyConfigured, match=r"etsy\.toml: unknown severty"):
        apps.get_app_config("shopapp").ready()
