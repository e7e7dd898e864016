"""What precision, recall and targets mean for the labelled pictures."""

import pytest

from tests.labelled.samples import Sample
from tests.labelled.scoring import Score, by_kind, misses, score


def test_recall_leaves_out_what_was_asked_back_and_the_share_of_all_does_not() -> None:
    one = Score("text_found", found=6, missed=2, invented=2, kept=5, unknown=5, asked_back=4)
    assert (one.asked, one.violations) == (20, 12)
    assert (one.precision, one.recall, one.told_of_all) == (0.75, 0.75, 0.5)


def test_without_violations_there_is_no_share() -> None:
    none = Score("text_found", kept=3)
    assert (none.precision, none.recall, none.told_of_all) == (None, None, None)
    assert not misses("exact", none)


@pytest.mark.parametrize(
    ("kind", "fields", "missed"),
    [
        ("exact", {"found": 9}, False),
        ("exact", {"found": 9, "missed": 1}, True),
        ("exact", {"found": 9, "unknown": 1}, True),
        ("judged", {"found": 95, "missed": 5, "unknown": 11}, False),
        ("judged", {"found": 95, "missed": 6}, True),
        ("judged", {"found": 95, "invented": 6}, True),
        ("judged", {"found": 89, "unknown": 11}, True),
    ],
)
def test_targets_are_stricter_for_what_is_exact(kind: str, fields: dict[str, int], *, missed: bool) -> None:
    assert misses(kind, Score("", **fields)) is missed


def test_a_violation_that_nothing_measured_is_asked_back_and_no_pass() -> None:
    small = Sample("small", "fail", b"no picture", {"longest_side_px": 480, "text_found": True})
    scores = score([small], None)
    assert (scores["AMZ-MINPX"].asked_back, scores["AMZ-MINPX"].unknown) == (1, 1)
    assert scores["AMZ-MINPX"].told_of_all == 0.0
    assert by_kind(scores)["judged"].asked_back > 0
    large = Sample("large", "pass", b"no picture", {"longest_side_px": 2000})
    assert (score([large], None)["AMZ-MINPX"].asked_back, score([large], None)["AMZ-MINPX"].unknown) == (0, 1)


def test_without_judged_facts_only_exact_ones_are_asked() -> None:
    small = Sample("small", "fail", b"no picture", {"longest_side_px": 480, "text_found": True})
    assert set(by_kind(score([small], None, judged=False))) == {"exact"}
