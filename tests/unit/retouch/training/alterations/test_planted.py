"""What is planted is seen, stays where it was planted, and an honest retouch shows the same piece."""

import numpy as np
import pytest

from retouch.training.alterations.honest import HONEST, delivered
from retouch.training.alterations.planted import PLANTED
from retouch.training.alterations.scenes import SPLITS, scenes
from retouch.training.alterations.truth import GEM, METAL, Truth


@pytest.fixture(scope="module")
def truth() -> Truth:
    """A gold disc on grey with a blue stone in it, a bar across the stone."""
    rows, columns = np.mgrid[:120, :120].astype(np.float32)
    radius = np.hypot(rows - 60, columns - 60)
    disc, stone = radius < 45, radius < 16
    bar = stone & (np.abs(rows - 60) < 3) & (columns > 60)
    photo = np.full((120, 120, 3), 0.5, np.float32)
    photo[disc] = (0.8, 0.6, 0.3)
    stripes = 0.5 + 0.4 * np.sign(np.sin(columns + 0.6 * rows))
    photo[stone] = stripes[stone][:, None] * np.asarray((0.1, 0.2, 0.8), np.float32)
    photo[bar] = (0.9, 0.75, 0.4)
    solids = np.where(bar, 2, np.where(stone, 1, np.where(disc, 0, -1))).astype(np.int32)
    alpha, gem = disc.astype(np.float32), (stone & ~bar).astype(np.float32)
    none = np.zeros((120, 120), bool)
    kinds = np.asarray([METAL, GEM, METAL], np.int32)
    return Truth(photo, photo.copy(), alpha, alpha - gem, gem, none, solids, kinds, none)


@pytest.mark.parametrize("kind", ["prong removed", "facets redrawn", "facets blurred", "stone recolored"])
def test_an_alteration_is_seen_and_stays_in_its_place(truth: Truth, kind: str) -> None:
    made = PLANTED[kind](truth, truth.photo, np.random.default_rng(1))
    assert made is not None
    after, where = made
    moved = np.abs(after - truth.photo).max(axis=2) > 0.02
    assert moved[where].mean() > 0.2
    rows, columns = np.nonzero(moved)
    assert np.hypot(rows - 60, columns - 60).max() < 30


@pytest.mark.parametrize(
    "kind", ["link cut", "link closed", "watch hand gone", "engraving blurred", "pavé merged"]
)
def test_what_the_piece_has_not_is_not_altered(truth: Truth, kind: str) -> None:
    assert PLANTED[kind](truth, truth.photo, np.random.default_rng(1)) is None


@pytest.mark.parametrize("kind", HONEST)
def test_an_honest_retouch_is_a_picture(truth: Truth, kind: str) -> None:
    rng = np.random.default_rng(2)
    picture = delivered(HONEST[kind](truth, rng), rng)
    assert picture.dtype == np.float32
    assert 0.0 <= picture.min() <= picture.max() <= 1.0


def test_the_two_lists_share_no_scene_room_or_ground() -> None:
    tune, report = (scenes(split) for split in SPLITS)
    for told in ("light", "paper"):
        assert not {getattr(s.spec, told) for s in tune} & {getattr(s.spec, told) for s in report}
    pieces = [
        {(s.spec.piece, s.spec.variant, s.spec.stone, s.spec.metal) for s in one} for one in (tune, report)
    ]
    assert not pieces[0] & pieces[1]
    assert len(tune) == len(report) == 40
