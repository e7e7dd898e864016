"""Pieces are cut out of rendered scenes, and laid and worn where they should be."""

from pathlib import Path

import numpy as np
import pytest

from retouch.training.bodies.anchors import Anchor
from retouch.training.bodies.pieces import Pieces, lay
from retouch.training.bodies.worn import wear
from tests.unit.retouch.training.bodies.drawn import one_piece, write_scene

GROUND = np.full((80, 80, 3), 0.5, np.float32)


def test_a_folder_without_scenes_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"make some with retouch\.training\.scenes"):
        Pieces([tmp_path])


def test_a_cutout_is_the_piece_alone_with_its_shadow(tmp_path: Path) -> None:
    cutout = one_piece(tmp_path).any(np.random.default_rng(1))
    inside = cutout.alpha > 0.9
    assert cutout.longest == 23
    assert inside.sum() == pytest.approx(np.pi * 12**2, rel=0.05)
    red, green, _ = cutout.color[inside].mean(axis=0)
    assert red > 0.5 > 20 * green
    assert cutout.shadow[inside].max() == 0
    assert cutout.shadow.max() > 0


def test_a_piece_that_the_frame_cuts_is_passed_over(tmp_path: Path) -> None:
    whole, cut = tmp_path / "whole", tmp_path / "cut"
    whole.mkdir()
    cut.mkdir()
    write_scene(whole)
    write_scene(cut, middle=(32, 4))
    pieces = Pieces([cut, whole])
    for seed in range(8):
        assert pieces.any(np.random.default_rng(seed)).alpha[:, 0].max() == 0


def test_a_piece_is_laid_where_it_is_told_at_its_size_and_the_ground_stays(tmp_path: Path) -> None:
    before = GROUND.copy()
    out = lay(GROUND, one_piece(tmp_path).any(np.random.default_rng(1)), np.asarray([40, 40]), 40, 1.0)
    red = out[..., 0] > 3 * out[..., 1]
    rows, columns = np.nonzero(red)
    assert (np.ptp(rows), np.ptp(columns)) == pytest.approx((39, 39), abs=3)
    assert (rows.mean(), columns.mean()) == pytest.approx((40, 40), abs=2)
    assert (before == GROUND).all()
    assert (
        lay(GROUND, one_piece(tmp_path).any(np.random.default_rng(1)), np.asarray([400, 40]), 40, 1.0)
        is GROUND
    )


@pytest.mark.parametrize(
    "anchor",
    [
        Anchor.band((40, 40), 0.0, 12),
        Anchor.curve(((10, 20), (40, 60), (70, 20)), 30),
        Anchor.spot((40, 40), 20),
    ],
    ids=lambda anchor: anchor.kind,
)
def test_jewelry_is_worn_near_its_anchor_and_the_picture_stays(anchor: Anchor, tmp_path: Path) -> None:
    before = GROUND.copy()
    out = wear(GROUND, [anchor], one_piece(tmp_path), np.random.default_rng(2), 1.0)
    changed = np.abs(out - GROUND).max(axis=2) > 0.1
    assert changed.any()
    assert not changed[:, :3].any()
    assert (before == GROUND).all()


def test_where_nothing_is_worn_nothing_is_drawn(tmp_path: Path) -> None:
    assert wear(GROUND, [], one_piece(tmp_path), np.random.default_rng(1), 1.0) is GROUND
