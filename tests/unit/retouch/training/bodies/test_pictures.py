"""Whole pictures: one seed is one picture, and what covers it is told in its own pixels."""

from pathlib import Path

import numpy as np
import pytest

from retouch.training.bodies import overlays
from retouch.training.bodies.__main__ import GRID, covered
from retouch.training.bodies.anchors import BODIES
from retouch.training.bodies.forms import Canvas
from retouch.training.bodies.grounds import KINDS
from retouch.training.bodies.pictures import SIDE, Picture, draw
from tests.unit.retouch.training.bodies.drawn import one_piece


def test_one_seed_is_one_picture_and_another_another(tmp_path: Path) -> None:
    pieces = one_piece(tmp_path)
    once, again, other = (draw(pieces, np.random.default_rng(seed)) for seed in (1, 1, 2))
    for name in ("codes", "covered", "laid_over"):
        assert (getattr(once, name) == getattr(again, name)).all()
    assert once.codes.shape != other.codes.shape or (once.codes != other.codes).any()


def test_a_picture_is_as_large_as_the_network_looks_at_it(tmp_path: Path) -> None:
    pieces = one_piece(tmp_path)
    for seed in range(2):
        picture = draw(pieces, np.random.default_rng(seed))
        height, width = picture.codes.shape[:2]
        assert max(height, width) == SIDE
        assert picture.covered.shape == (len(BODIES), height, width)
        assert picture.laid_over.shape == (len(overlays.NAMES),)
        assert picture.covered.min() >= 0
        assert picture.covered.sum(axis=0).max() <= 1.001


@pytest.mark.parametrize("kind", KINDS)
def test_every_ground_is_light_of_its_canvas(kind: str) -> None:
    color, height = KINDS[kind][1](Canvas(60, 48), np.random.default_rng(3))
    assert color.shape == (48, 60, 3)
    assert np.isfinite(color).all()
    assert color.min() >= 0
    assert height is None or height.shape == (48, 60)


def test_cells_are_shares_of_the_square_that_a_picture_lies_in() -> None:
    share = np.zeros((3, 160, SIDE), np.float32)
    share[1, :, :80] = 1.0
    cells = covered(Picture(np.zeros((160, SIDE, 3), np.uint8), share, np.zeros(5, bool), perhaps=False))
    assert cells.shape == (3, GRID, GRID)
    assert (cells[1, : GRID // 2, : GRID // 4] == 255).all()
    assert cells.sum() == 255 * GRID // 2 * GRID // 4
