"""Every builder: closed finite solids on the table, of materials that are known, the same for the same seed."""

import numpy as np
import pytest

from retouch.training.render import SceneSpec
from retouch.training.render.materials import METALS, Metal, find_material
from retouch.training.render.pieces import BY_BUILDER, CATEGORIES, HELD_OUT, build
from retouch.training.render.pieces.base import points_of
from retouch.training.scenes.splits import stock_of
from tests.unit.retouch.training.render.made import NAMES, assert_sound, made


@pytest.mark.parametrize("name", NAMES)
def test_every_piece_is_a_closed_solid_that_stands_on_the_table(name):
    assert_sound(made(name, 3))


@pytest.mark.parametrize("names", CATEGORIES.values(), ids=CATEGORIES)
def test_the_same_seed_builds_the_same_piece_and_another_seed_another(names):
    name = names[-1]
    first, again, other = (points_of(made(name, seed)) for seed in (5, 5, 6))
    assert np.array_equal(first, again)
    assert first.shape != other.shape or not np.array_equal(first, other)


def test_every_builder_belongs_to_one_category():
    assert sorted(BY_BUILDER) == NAMES
    assert sorted(name for names in CATEGORIES.values() for name in names) == NAMES


@pytest.mark.parametrize("names", CATEGORIES.values(), ids=CATEGORIES)
def test_each_category_keeps_two_builders_from_training_and_trains_on_three_or_more(names):
    assert len(HELD_OUT & set(names)) >= 2
    assert len(set(names) - HELD_OUT) >= 3


def test_training_draws_no_builder_that_tests_draw():
    assert not set(stock_of("train").builders) & HELD_OUT
    assert set(stock_of("test").builders) == HELD_OUT


@pytest.mark.parametrize(
    ("builder", "split"), [("round_watches", "train"), ("barrel_watches", "train"), ("tank_watches", "test")]
)
def test_a_strap_of_two_metals_has_no_metal_of_the_other_split(builder, split):
    metals = stock_of(split).metals
    foreign = {METALS[name].base for name in METALS if name not in metals}
    for seed in range(24):
        spec = SceneSpec(builder, metal=metals[seed % len(metals)])
        stuffs = [find_material(part.material) for part in build(spec, np.random.default_rng(seed))]
        assert not {tuple(stuff.base) for stuff in stuffs if isinstance(stuff, Metal)} & foreign


def test_ranges_of_poses_run_upwards_and_stay_above_the_table():
    for template in BY_BUILDER.values():
        assert 0 < template.elevation_deg[0] < template.elevation_deg[1] <= 90
        assert 0 < template.fill[0] < template.fill[1] < 1.5
