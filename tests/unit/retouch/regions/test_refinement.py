"""The last look, by judges made by hand."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from retouch.networks import Sight
from retouch.regions import seen
from retouch.regions.drawn import draw_alpha
from retouch.regions.findings import Hints
from retouch.regions.refinement import SIDE, refine
from retouch.regions.seen import SeeingSegmenter
from retouch.regions.segmentation import ClassicalSegmenter
from retouch.regions.surroundings import DRAWN
from tests.unit.retouch.regions.drawn import GOLD, ring

MAPS = ("alpha", "metal", "gem", "shadow", "doubt")


def saying(odds):
    """Judges that say the same of piece, metal and stone, given the figures (COUNT, N) of pixels."""
    one = SimpleNamespace(run=lambda figures: np.asarray(odds(figures.astype(np.float32)), np.float32))
    return {"alpha": one, "metal": one, "gem": one}


@pytest.fixture
def found(monkeypatch):
    drawn = ring(color=GOLD)
    none = np.zeros_like(drawn.alpha)
    sight = Sight(drawn.alpha, drawn.alpha, none, none, none)
    monkeypatch.setattr(seen, "see", lambda pixels, network: sight)
    rough = SeeingSegmenter().segment(drawn.pixels, Hints())
    return drawn.pixels, rough, draw_alpha(drawn.pixels, rough)


def test_what_the_judges_say_is_what_comes_out(found):
    pixels, rough, alpha = found
    whole = refine(pixels, rough, alpha, saying(lambda figures: 20.0 * figures[DRAWN] - 10.0))
    assert np.abs(whole.alpha - alpha)[np.abs(alpha - 0.5) > 0.45].max() < 0.1


def test_what_was_drawn_stands_where_the_network_was_sure_of_it(found):
    pixels, rough, alpha = found
    denied = saying(lambda figures: -10.0 + 0.0 * figures[DRAWN])
    kept = refine(pixels, rough, alpha, denied)
    assert kept.alpha[(alpha == 1.0) & (rough.sight.alpha == 1.0)].min() == 1.0
    unsure = replace(rough, sight=Sight(*(0.4 * getattr(rough.sight, name) for name in MAPS)))
    gone = refine(pixels, unsure, alpha, denied)
    assert gone.alpha.max() == 0.0
    assert gone.metal.max() == 0.0


@pytest.mark.parametrize(("side", "odds", "stays"), [(3, 6.0, False), (9, 6.0, True), (9, -0.6, False)])
def test_a_speck_or_a_haze_beside_the_piece_is_not_believed(found, side, odds, stays):
    pixels, rough, alpha = found
    right = int(np.flatnonzero((alpha > 0).any(axis=0))[-1])
    dark, place = pixels.copy(), (slice(120, 120 + side), slice(right + 2, right + 2 + side))
    dark[place] = 0.0
    said = saying(lambda figures: np.where(figures[2] < 0.05, odds, 20.0 * figures[DRAWN] - 10.0))
    assert bool(refine(dark, rough, alpha, said).alpha[place].max() > 0.0) is stays


def test_ground_far_from_the_piece_is_not_asked(found):
    pixels, rough, alpha = found
    everywhere = refine(pixels, rough, alpha, saying(lambda figures: 10.0 + 0.0 * figures[DRAWN]))
    assert everywhere.alpha[128, 128] == 0.0  # the middle of the ring
    assert everywhere.alpha[0].max() == 0.0
    assert everywhere.alpha.sum() > alpha.sum()


def test_metal_and_stone_are_shares_of_the_piece(found):
    shares = refine(*found, saying(lambda figures: 3.0 * np.sin(7.0 * figures[2])))
    assert (shares.metal + shares.gem <= shares.alpha + 1e-6).all()
    for share in (shares.alpha, shares.metal, shares.gem):
        assert share.dtype == np.float32
        assert 0.0 <= share.min() <= share.max() <= 1.0


def test_a_larger_photo_is_judged_on_a_reduction_and_keeps_its_own_edges(found):
    pixels, rough, alpha = (found[0], found[1], found[2])
    times = 2 * SIDE // 256
    large, fine = (np.repeat(np.repeat(values, times, 0), times, 1) for values in (pixels, alpha))
    asked = []
    judges = saying(lambda figures: asked.append(figures.shape[1]) or 10.0 * figures[DRAWN] - 5.0)
    shares = refine(large, rough, fine, judges)
    assert shares.alpha.shape == fine.shape
    assert sum(asked) < 3 * 0.3 * fine.size
    sure = np.abs(fine - 0.5) > 0.45
    assert ((shares.alpha > 0.5) == (fine > 0.5))[sure].mean() > 0.999


def test_a_photo_that_no_network_saw_is_refused():
    drawn = ring(64)
    rough = ClassicalSegmenter().segment(drawn.pixels, Hints())
    with pytest.raises(ValueError, match="no network"):
        refine(drawn.pixels, rough, drawn.alpha, saying(lambda figures: figures[DRAWN]))
