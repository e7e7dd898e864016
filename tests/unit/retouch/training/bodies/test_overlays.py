"""What is laid over a picture is seen, and named."""

import numpy as np
import pytest

from retouch.training.bodies.graphics import SIGNS, lay_graphic
from retouch.training.bodies.insets import lay_insets
from retouch.training.bodies.overlays import NAMES, lay_over
from retouch.training.bodies.watermarks import lay_watermark

PICTURE = np.random.default_rng(0).integers(100, 180, (96, 128, 3), np.uint8)
BLUE = np.full((40, 40, 3), (20, 40, 250), np.uint8)


def laid(seed: int) -> tuple[np.ndarray, frozenset[str]]:
    return lay_over(PICTURE, lambda: BLUE, np.random.default_rng(seed))


def test_a_picture_is_named_by_what_lies_over_it_and_else_stays() -> None:
    found: set[str] = set()
    for seed in range(150):
        out, names = laid(seed)
        assert names <= set(NAMES)
        assert bool(names) == bool((out != PICTURE).any())
        found |= names
    assert found == set(NAMES)


def test_nothing_is_drawn_on_the_picture_itself() -> None:
    before = PICTURE.copy()
    for seed in range(60):
        laid(seed)
    assert (before == PICTURE).all()


def test_one_seed_lays_the_same_over() -> None:
    for seed in range(30):
        (once, names), (again, same) = laid(seed), laid(seed)
        assert names == same
        assert (once == again).all()


def test_another_picture_is_set_in_whole() -> None:
    shown = [lay_insets(PICTURE, lambda: BLUE, np.random.default_rng(seed)) for seed in range(20)]
    blue = [((out == BLUE[0, 0]).all(axis=2)).mean() for out in shown]
    assert sum(share > 0.02 for share in blue) > 10
    assert max(blue) < 0.5


@pytest.mark.parametrize("seed", range(20))
def test_one_can_look_through_a_watermark(seed: int) -> None:
    stripes = np.where(np.arange(128)[None, :, None] // 4 % 2, 60, 220).astype(np.uint8)
    picture = np.broadcast_to(stripes, (96, 128, 3)).copy()
    out, _ = lay_watermark(picture, np.random.default_rng(seed))
    light, dark = out[picture == 220].astype(int), out[picture == 60].astype(int)
    assert light.min() > 60
    assert light.mean() - dark.mean() > 60


def test_signs_of_every_kind_are_drawn_and_some_have_words() -> None:
    drawn = [lay_graphic(PICTURE, np.random.default_rng(seed)) for seed in range(8 * len(SIGNS))]
    assert all((out != PICTURE).any() for out, _ in drawn)
    assert {worded for _, worded in drawn} == {False, True}
