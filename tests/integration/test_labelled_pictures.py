"""Facts keep their targets on what of the labelled pictures is quick to make: a change that loses one is seen here.

All of them, with real photos, are measured by ``python -m tests.labelled``.
"""

from collections.abc import Iterator
from itertools import islice

import pytest

from retouch.quality.facts import find_reader
from tests.labelled import drawn, unseen, worn
from tests.labelled.exact import exact
from tests.labelled.samples import Painter, Sample, saved
from tests.labelled.scoring import Score, by_kind, misses, score

pytestmark = pytest.mark.slow
PAINTERS: dict[str, Painter] = {"ring": drawn.RingPainter(), "pendant": unseen.PendantPainter()}


def told(scores: dict[str, Score]) -> str:
    return "\n".join(f"{rule} {line}" for rule, each in sorted(scores.items()) for line in each.wrong)


def quick() -> Iterator[Sample]:
    """Every second of the plainest judged pictures, and two hands with light and shade: each kind is among them."""
    yield from list(drawn.judged())[::2]
    for name, codes, truth in islice(worn.worn(), 2):
        yield Sample(name, "fail", saved(codes), truth)


@pytest.mark.parametrize("piece", PAINTERS)
def test_exact_facts_are_right_on_every_picture_and_never_unknown(piece: str) -> None:
    scores = score(exact(PAINTERS[piece], piece), None, judged=False)
    assert not misses("exact", by_kind(scores)["exact"]), told(scores)
    assert len(scores) > 40
    assert by_kind(scores)["exact"].found > 300


def test_judged_facts_keep_their_targets_on_a_sample() -> None:
    scores = score(quick(), find_reader())
    total = by_kind(scores)["judged"]
    assert not misses("judged", total), told(scores)
    assert {each.fact for each in scores.values() if each.found} >= {
        "text_found", "watermark_found", "graphic_found", "drawn_border_found", "inset_found", "person_found",
        "bust_found", "packaging_found", "blurred",
    }  # fmt: skip
