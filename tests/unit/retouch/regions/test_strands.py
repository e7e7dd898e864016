"""Thin strands that only the network sees."""

import numpy as np
import pytest

from retouch.regions.strands import find_strands

SHAPE = (80, 120)


def drawn(*, clearest: float, start: int = 42, length: int = 24, width: int = 5):
    """A disc that was found, and a faint strand that goes on from it to the right."""
    rows, columns = np.mgrid[0 : SHAPE[0], 0 : SHAPE[1]]
    piece = (rows - 40) ** 2 + (columns - 20) ** 2 <= 20**2
    seen = piece.astype(np.float32)
    seen[40 : 40 + width, start : start + length] = clearest
    return seen, piece


def test_a_hook_that_goes_on_from_the_piece_is_joined_to_it() -> None:
    found = find_strands(*drawn(clearest=0.65))
    assert found.joined[42, 46:62].all()
    assert not found.loose.any()
    assert not found.joined[:36].any()


def test_a_joined_strand_hangs_together_with_the_piece() -> None:
    seen, piece = drawn(clearest=0.65)
    joined = find_strands(seen, piece).joined | piece
    assert joined[42, 30:62].all()


@pytest.mark.parametrize(
    ("clearest", "start"), [(0.45, 42), (0.65, 60)], ids=["seen less clearly", "far from the piece"]
)
def test_what_may_be_no_part_of_the_piece_is_asked_about(clearest: float, start: int) -> None:
    found = find_strands(*drawn(clearest=clearest, start=start))
    assert found.loose.any()
    assert not found.joined.any()
    assert (found.all == found.loose).all()


@pytest.mark.parametrize(
    "unlike",
    [
        {"clearest": 0.3},
        {"clearest": 0.65, "length": 10},
        {"clearest": 0.65, "width": 2},
        {"clearest": 0.65, "width": 20},
    ],
    ids=["too faint", "too short", "a rim", "no strand but a patch"],
)
def test_nothing_is_made_of(unlike: dict[str, float]) -> None:
    assert not find_strands(*drawn(**unlike)).all.any()
