"""What the report and the closing table say of a set."""

from io import StringIO
from pathlib import Path

from rich.console import Console

from retouch.cli.closing import closing_of_set
from retouch.cli.sets import tell_set
from retouch.cli.work import Entry
from retouch.shots import Shot


def entry(metal):
    return Entry(Path("ring.jpg"), output=Path("out/ring.jpg"), metal=metal)


def printed(table):
    console = Console(file=StringIO(), width=100)
    console.print(table)
    return console.file.getvalue()


def test_a_photo_is_told_with_which_it_was_brought_together_and_by_what():
    told = Shot("sterling-silver", (60, 0, 9), (60, 0, 2), group="sterling-silver")
    joined = Shot("", (66, 0, 9), (66, 0, 8), group="sterling-silver")
    alone = Shot("", (66, 8, 20), (66, 8, 20))
    entries = [entry((63, 0, 2)), entry((63, 0, 3)), entry((66, 8, 20)), entry(None)]
    spreads = tell_set(entries, [told, joined, alone, None])
    assert [each.set["group"] for each in entries] == ["sterling-silver", "sterling-silver", "", ""]
    assert [each.set.get("alloy") for each in entries] == ["sterling-silver", "", "", None]
    assert entries[1].set["joined"] == 1
    lines = [line.split() for line in printed(closing_of_set(spreads, entries)).splitlines()]
    assert ["sterling", "silver", "2", "(1", "by", "looks)", "3.0", "0.5"] in lines
    assert ["alone:", "like", "no", "other,", "or", "too", "little", "metal", "2"] in lines


def test_metal_of_no_known_alloy_is_called_what_it_looks_like():
    white = Shot("", (60, 0, 3), (60, 0, 3), group="looks white")
    entries = [entry((60, 0, 3)), entry((60, 0, 3))]
    text = printed(closing_of_set(tell_set(entries, [white, white]), entries))
    assert "looks white, no alloy known" in text
    assert "alone" not in text
