"""The finder that asks the network first: what it adds of its own, on maps made by hand."""

from dataclasses import replace

import numpy as np
import pytest

from retouch.networks import Sight
from retouch.regions import doubt_figures, doubts, seen
from retouch.regions.doubts import find_doubts
from retouch.regions.findings import Hints
from retouch.regions.seen import SeeingSegmenter, without_glints
from retouch.regions.segmentation import Shares
from tests.unit.retouch.regions.drawn import GOLD, STEEL, ring


def codes(pixels) -> set[str]:
    """What a person is asked about."""
    found = SeeingSegmenter().segment(np.asarray(pixels, np.float32), Hints())
    return {doubt.code for doubt in find_doubts(found, Hints())}


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


@pytest.mark.parametrize(("light", "filled"), [((0.02, 0.02, 0.02), True), ((0.45, 0.44, 0.43), False)])
def test_a_hole_darker_than_any_shadow_is_filled(monkeypatch, light, filled: bool) -> None:
    drawn = ring(color=STEEL, band=0.25)
    pixels, seen_alpha = drawn.pixels.copy(), drawn.alpha.copy()
    place = (slice(122, 134), slice(52, 64))
    pixels[place], seen_alpha[place] = light, 0.1
    told(monkeypatch, seen_alpha)
    assert SeeingSegmenter().segment(pixels, Hints()).piece[128, 58] == filled


@pytest.mark.parametrize(("tint", "filled"), [((0.55, 0.62, 0.75), True), ((0.68, 0.67, 0.65), False)])
def test_a_tinted_place_in_the_midst_of_a_stone_is_the_stone(monkeypatch, tint, filled: bool) -> None:
    drawn = ring(color=(0.1, 0.2, 0.5), band=0.25)
    pixels, seen_alpha = drawn.pixels.copy(), drawn.alpha.copy()
    place = (slice(122, 134), slice(52, 64))
    pixels[place], seen_alpha[place] = tint, 0.22
    told(monkeypatch, seen_alpha, metal=np.zeros_like(seen_alpha), gem=drawn.alpha)
    assert SeeingSegmenter().segment(pixels, Hints()).piece[128, 58] == filled


@pytest.mark.parametrize(("metal", "filled"), [(0.0, True), (1.0, False)])
def test_a_pale_place_in_the_midst_of_a_dial_is_the_dial(monkeypatch, metal: float, filled: bool) -> None:
    drawn = ring(color=(0.45, 0.49, 0.54), band=0.25)
    pixels, seen_alpha = drawn.pixels.copy(), drawn.alpha.copy()
    place = (slice(122, 134), slice(52, 64))
    pixels[place], seen_alpha[place] = (0.64, 0.68, 0.74), 0.22
    told(monkeypatch, seen_alpha, metal=metal * seen_alpha)
    assert SeeingSegmenter().segment(pixels, Hints()).piece[128, 58] == filled


@pytest.mark.parametrize(
    ("paper", "light", "filled"), [(1.0, 0.78, True), (1.0, 0.995, False), (0.8, 0.62, False)]
)
def test_no_shade_falls_through_a_hole_on_stark_white_paper(monkeypatch, paper, light, filled) -> None:
    drawn = ring(color=STEEL, band=0.25)
    pixels = np.where(drawn.alpha[..., None] > 0.0, drawn.pixels, np.float32(paper))
    seen_alpha, place = drawn.alpha.copy(), (slice(122, 134), slice(52, 64))
    pixels[place], seen_alpha[place] = light, 0.22
    told(monkeypatch, seen_alpha)
    found = SeeingSegmenter().segment(pixels, Hints())
    assert found.piece[128, 58] == filled
    assert not found.piece[128, 128]


def test_what_the_network_rules_out_is_ground_though_it_has_edges(monkeypatch) -> None:
    drawn = ring(color=GOLD)
    pixels = drawn.pixels.copy()
    pixels[20:40, 20:40] = (0.2, 0.1, 0.05)
    told(monkeypatch, drawn.alpha)
    found = SeeingSegmenter().segment(pixels, Hints())
    assert not found.piece[20:40, 20:40].any()


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


def test_a_link_that_the_network_sees_open_and_the_edges_closed_is_asked_about(monkeypatch) -> None:
    drawn = ring(color=GOLD)
    assert "unsure" not in _asked_with_opening(monkeypatch, drawn, 0.8)
    assert "unsure" in _asked_with_opening(monkeypatch, drawn, 0.55)


def _asked_with_opening(monkeypatch, drawn, alpha: float) -> set[str]:
    blind = drawn.alpha.copy()
    blind[126:131][drawn.alpha[126:131] > 0.9] = alpha
    blind[60:196, 48:60] = np.minimum(blind[60:196, 48:60], alpha)
    told(monkeypatch, blind)
    return codes(drawn.pixels)


@pytest.mark.parametrize(("alpha", "asked"), [(0.76, False), (0.6, True)])
def test_ground_within_the_piece_is_asked_about_where_the_network_is_not_sure(
    monkeypatch, alpha: float, asked: bool
) -> None:
    drawn = ring(color=GOLD, band=0.33)
    unsure, pixels, opening = drawn.alpha.copy(), drawn.pixels.copy(), (slice(110, 146), slice(110, 146))
    pixels[opening], unsure[opening] = drawn.ground[opening], alpha
    told(monkeypatch, unsure)
    found = replace(SeeingSegmenter().segment(pixels, Hints()), piece=drawn.alpha > 0.5)
    assert (doubt_figures.filled_openings(found) > doubts.MOST_FILLED) is asked


def test_a_shank_out_of_focus_is_asked_about_and_the_color_gold_throws_is_not(monkeypatch) -> None:
    drawn = ring(color=GOLD)
    told(monkeypatch, drawn.alpha)
    rows, columns = np.mgrid[0:256, 0:256].astype(np.float32)
    away = np.hypot(rows - 128, columns - 218)
    shank = np.clip((11.0 - away) / 3.0, 0.0, 1.0)[..., None]
    thrown = np.exp(-((away / 40.0) ** 2))[..., None]
    tint = np.float32((1.0, 0.86, 0.6))
    assert "left_outside" in codes(drawn.pixels * (1 - 0.8 * shank * (1 - tint)))
    assert "left_outside" not in codes(drawn.pixels * (1 - 0.4 * thrown * (1 - tint)))


@pytest.mark.parametrize(("depth", "asked"), [(0.97, True), (0.25, False)])
def test_something_vivid_beside_is_asked_about_however_soft_it_is(monkeypatch, depth, asked) -> None:
    drawn = ring(color=GOLD)
    told(monkeypatch, drawn.alpha)
    rows, columns = np.mgrid[0:256, 0:256].astype(np.float32)
    near = np.clip((38.0 - np.hypot(rows - 128, columns - 236)) / 30.0, 0.0, 1.0)
    foil = (near * near * (3.0 - 2.0 * near))[..., None]
    blue = drawn.pixels * (1 - depth * foil * (1 - np.float32((0.1, 0.35, 1.0))))
    found = SeeingSegmenter().segment(blue, Hints())
    assert (doubt_figures.colored_outside(found) > doubts.MOST_COLORED) is asked


def test_less_is_asked_of_a_ground_where_network_and_edges_agree(monkeypatch) -> None:
    drawn = ring(color=GOLD)
    rows, columns = np.mgrid[0:256, 0:256].astype(np.float32) / 256
    waves = 1.0 + 0.36 * np.sin(9.0 * rows + 3.0) * np.sin(7.0 * columns)
    pixels = drawn.pixels * np.where(drawn.alpha[..., None] > 0.0, 1.0, waves[..., None])
    told(monkeypatch, drawn.alpha)
    found = SeeingSegmenter().segment(np.asarray(pixels, np.float32), Hints())
    assert doubts.MOST_UNEVEN < found.backdrop.fit < doubts.FAR_FROM_EVEN
    assert not doubts.is_uneven(found)
    assert doubts.is_uneven(replace(found, sight=None))


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


@pytest.mark.parametrize(
    ("metal", "gem", "glints"), [(0.03, 0.95, True), (0.05, 0.95, False), (0.03, 0.8, False)]
)
def test_flecks_of_metal_in_what_is_all_stone_are_the_lamps_mirror_image(metal, gem, glints) -> None:
    alpha = np.ones((20, 20), np.float32)
    flecks = np.zeros_like(alpha)
    flecks.flat[: round(metal * alpha.size)] = 1.0
    stone = np.zeros_like(alpha)
    stone.flat[round(metal * alpha.size) : round((metal + gem) * alpha.size)] = 1.0
    told = without_glints(Shares(alpha, flecks, stone))
    assert told.metal.any() != glints
    assert np.array_equal(told.gem, stone + flecks if glints else stone)
