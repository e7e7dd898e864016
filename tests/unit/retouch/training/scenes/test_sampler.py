from collections import Counter
from itertools import pairwise

import numpy as np
import pytest

from retouch.training.render.pieces.templates import BY_BUILDER, CATEGORIES, HELD_OUT
from retouch.training.scenes.sampler import random_spec
from retouch.training.scenes.splits import FIRST_SEED, stock_of


def specs(split: str, count: int):
    stock = stock_of(split)
    return [random_spec(stock, np.random.default_rng(k), side=512) for k in range(count)]


def test_test_scenes_share_no_piece_room_metal_or_ground_with_training():
    train, test = stock_of("train"), stock_of("test")
    for name in ("builders", "rooms", "metals", "grounds"):
        assert not set(getattr(train, name)) & set(getattr(test, name)), name
        assert getattr(test, name), name


def test_no_training_scene_draws_a_held_out_piece():
    assert not {spec.piece for spec in specs("train", 300)} & HELD_OUT
    assert {spec.piece for spec in specs("test", 60)} <= HELD_OUT | {"nothing"}


@pytest.mark.parametrize("split", ["train", "test"])
def test_no_category_is_rare(split):
    drawn = Counter(BY_BUILDER[spec.piece].category for spec in specs(split, 300) if spec.piece != "nothing")
    assert set(drawn) == set(CATEGORIES)
    assert min(drawn.values()) > 25


def test_one_seed_is_one_scene_and_the_longer_side_is_as_asked():
    stock = stock_of("train")
    once, again = (random_spec(stock, np.random.default_rng(5), side=300) for _ in range(2))
    assert once == again
    assert {max(spec.size) for spec in specs("train", 40)} == {512}


def test_seeds_of_the_splits_are_far_apart_and_an_unknown_split_is_an_error():
    seeds = sorted(FIRST_SEED.values())
    assert min(b - a for a, b in pairwise(seeds)) >= 1_000_000
    with pytest.raises(KeyError):
        stock_of("holiday")
