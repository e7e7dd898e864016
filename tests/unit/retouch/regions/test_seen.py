"""The finder that asks the network first: what it adds of its own, on maps made by hand."""

import numpy as np
import pytest

from retouch.networks import Sight
from retouch.regions import seen
from retouch.regions.doubts import find_doubts
from retouch.regions.findings import Hints
from retouch.regions.seen import SeeingSegmenter, seen_materials
from retouch.regions.segmentation import ClassicalSegmenter
from tests.unit.retouch.regions.drawn import GOLD, ring


def told(monkeypatch, alpha, *, metal=None, gem=None):
    """Let the network see just this."""
    maps = [np.asarray(values, np.float32) for values in (alpha, alpha if metal is None else metal)]
    none = np.zeros_like(maps[0])
    maps += [none if gem is None else np.asarray(gem, np.float32), none, none]
    monkeypatch.setattr(seen, "see", lambda pixels, network: Sight(*maps))


def test_where_network_and_edges_agree_the_piece_is_whole(monkeypatch) -> None:
    drawn = ring(color=GOLD)
    told(monkeypatch, drawn.alpha)
    found = SeeingSegmenter().segment(drawn.pixels, Hints())
    assert (found.piece == (drawn.alpha > 0.5)).mean() > 0.99
    assert found.sight is not None


def test_a_hole_that_the_network_sees_in_colored_metal_is_filled(monkeypatch) -> None:
    drawn = ring(color=GOLD)
    rows, columns = np.nonzero(drawn.alpha >= 1.0)
    middle = len(rows) // 2
    blind = drawn.alpha.copy()
    blind[rows[middle] - 3 : rows[middle] + 3, columns[middle] - 3 : columns[middle] + 3] = 0.0
    told(monkeypatch, blind)
    found = SeeingSegmenter().segment(drawn.pixels, Hints())
    assert found.piece[rows[middle], columns[middle]]
    assert not found.piece[128, 128]


def test_what_the_network_rules_out_is_ground_though_it_has_edges(monkeypatch) -> None:
    drawn = ring(color=GOLD)
    pixels = drawn.pixels.copy()
    pixels[20:40, 20:40] = (0.2, 0.1, 0.05)
    told(monkeypatch, drawn.alpha)
    found = SeeingSegmenter().segment(pixels, Hints())
    assert not found.piece[20:40, 20:40].any()


def test_metal_and_stone_are_the_networks_and_never_more_than_the_piece(monkeypatch) -> None:
    drawn = ring(color=GOLD)
    left = drawn.alpha.copy()
    left[:, 128:] = 0.0
    told(monkeypatch, drawn.alpha, metal=left, gem=drawn.alpha - left)
    found = SeeingSegmenter().segment(drawn.pixels, Hints())
    metal, gem = seen_materials(found)
    assert metal[:, 140:].max() < 0.1
    assert gem[:, :116].max() < 0.1
    assert (metal[~found.piece].max(), gem[~found.piece].max()) == (0.0, 0.0)
    assert metal.sum() > 0.8 * (found.piece & (left > 0.5)).sum()


def test_materials_of_a_photo_that_no_network_saw_are_refused() -> None:
    found = ClassicalSegmenter().segment(ring(64).pixels, Hints())
    with pytest.raises(ValueError, match="no network"):
        seen_materials(found)


def test_two_parts_of_unlike_color_are_no_pair(monkeypatch) -> None:
    alone = ring(color=GOLD)
    alpha = np.concatenate([alone.alpha, alone.alpha], axis=1)
    for color, expected in ((1.0, False), (0.25, True)):
        pixels = np.concatenate([alone.pixels, alone.pixels], axis=1)
        right = pixels[:, 256:]
        right[alone.alpha > 0] *= color
        told(monkeypatch, alpha)
        found = SeeingSegmenter().segment(pixels, Hints())
        assert ("several_pieces" in {doubt.code for doubt in find_doubts(found, Hints())}) == expected


def test_a_strand_of_the_grounds_color_is_joined_and_a_person_looks(monkeypatch) -> None:
    drawn = ring(color=GOLD)
    right = int(np.flatnonzero((drawn.alpha > 0.5).any(axis=0))[-1])
    hooked = drawn.alpha.copy()
    hooked[126:131, right + 1 : right + 25] = np.maximum(hooked[126:131, right + 1 : right + 25], 0.65)
    told(monkeypatch, hooked)
    found = SeeingSegmenter().segment(drawn.pixels, Hints())
    assert found.piece[128, right + 6 : right + 20].all()
    assert "left_outside" in {doubt.code for doubt in find_doubts(found, Hints())}


@pytest.mark.parametrize(("paper", "asked"), [((0.70, 0.06, 0.05), True), ((0.62, 0.66, 0.72), False)])
def test_a_ground_of_strong_color_is_asked_about(monkeypatch, paper, asked: bool) -> None:
    drawn = ring(color=GOLD)
    told(monkeypatch, drawn.alpha)
    on_paper = drawn.alpha[..., None] * drawn.pixels + (1.0 - drawn.alpha[..., None]) * np.float32(paper)
    found = SeeingSegmenter().segment(np.asarray(on_paper, np.float32), Hints())
    assert ("vivid_ground" in {doubt.code for doubt in find_doubts(found, Hints())}) is asked
