"""Free builders make another piece of every seed: each is asked at a few more of them."""

import pytest

from tests.unit.retouch.training.render.made import NAMES, assert_sound, made


@pytest.mark.slow
@pytest.mark.parametrize("seed", [11, 12, 13])
@pytest.mark.parametrize("name", NAMES)
def test_every_builder_makes_sound_pieces_of_any_seed(name, seed):
    assert_sound(made(name, seed))
