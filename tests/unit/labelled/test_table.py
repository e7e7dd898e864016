"""The page with the labelled pictures' table: made of a measurement, and kept in step with the rules."""

import re
from datetime import date
from pathlib import Path

from integrations.compliance import load_rules
from integrations.wording import named
from tests.labelled.scoring import Score
from tests.labelled.table import COLUMNS, HEAD, Part, page

KEPT = Path(__file__).parents[3] / "docs/labelled-set.md"
DAY = date(2026, 11, 30)


def part(name: str, **fields: int) -> Part:
    return Part(name, 7, {"AMZ-TEXT": Score("text_found", **fields), "AMZ-MINPX": Score("width", found=2)})


def test_the_page_says_how_many_pictures_and_what_recall_leaves_out() -> None:
    text = page([part("tuned", found=6, missed=2, invented=2, kept=5, unknown=5, asked_back=4)],
                reads_text=False, measured_on=DAY)  # fmt: skip
    assert "| AMZ-TEXT | text | 20 | 12 | 6 | 2 | 4 | 0.750 | 0.750 | 0.500 | 25.0% |" in text
    assert "| tuned | 7 | judged | 20 | 12 | 6 | 2 | 4 | 0.750 | 0.750 | 0.500 | 25.0% | **missed** |" in text
    assert "| tuned | 7 | exact | 2 | 2 | 2 | 0 | 0 | 1.000 | 1.000 | 1.000 | 0.0% | met |" in text
    assert "Measured on 2026-11-30. Text was not read" in text
    assert "No real photos were at hand." in text


def test_real_photos_and_the_reader_of_text_are_told() -> None:
    text = page([part("photos", kept=3)], reads_text=True, measured_on=DAY)
    assert ("No real photos" in text, "Text was read." in text) == (False, True)
    assert "| AMZ-TEXT | text | 3 | 0 | 0 | 0 | 0 | – | – | – | 0.0% |" in text


def test_the_kept_page_is_one_that_the_command_writes_of_rules_that_there_are() -> None:
    kept, facts = KEPT.read_text(encoding="utf-8"), {rule.id: named(rule.fact) for rule in load_rules().rules}
    assert kept.startswith(HEAD)
    assert f"| rule | fact | {' | '.join(COLUMNS)} |" in kept
    told = re.findall(r"^\| ([A-Z0-9-]+) \| ([^|]+) \|", kept, flags=re.MULTILINE)
    assert len(told) > 100
    assert not [(rule, fact) for rule, fact in told if facts.get(rule) != fact]
    parts = dict(re.findall(r"^\| (tuned|varied|unseen) \| (\d+) \|", kept, flags=re.MULTILINE))
    assert set(parts) == {"tuned", "varied", "unseen"}
    assert sum(map(int, parts.values())) >= 150
