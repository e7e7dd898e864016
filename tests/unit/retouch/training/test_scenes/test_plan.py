"""Test scenes are many, even, and of nothing that training shows."""

from collections import Counter

import pytest

from retouch.bench.scenes import recorded
from retouch.training.render.pieces.templates import HELD_OUT
from retouch.training.scenes.grounds import GROUNDS as TRAINING_GROUNDS
from retouch.training.scenes.splits import TEST_GROUNDS, TEST_METALS, TRAINING_ROOMS
from retouch.training.test_scenes.grounds import GROUNDS
from retouch.training.test_scenes.plan import COUNT, planned

SCENES = [planned(number) for number in range(COUNT)]


def test_there_are_twenty_of_each_category_and_at_least_forty_are_path_traced():
    assert set(Counter(scene.category for scene in SCENES).values()) == {20}
    assert sum(scene.traced for scene in SCENES) >= 40
    assert min(max(scene.spec.size) for scene in SCENES) >= 1024


def test_every_scene_has_its_digest_on_record():
    assert set(recorded()) == {scene.name for scene in SCENES}


def test_pieces_metals_rooms_and_grounds_are_not_trainings():
    assert {scene.spec.piece for scene in SCENES} == HELD_OUT
    assert {scene.spec.metal for scene in SCENES} <= TEST_METALS
    assert not {scene.spec.light for scene in SCENES} & TRAINING_ROOMS
    assert not {scene.ground for scene in SCENES} & (set(TRAINING_GROUNDS) - TEST_GROUNDS)
    assert {scene.ground for scene in SCENES} <= set(GROUNDS)


def test_a_scene_follows_from_its_number_alone():
    assert planned(7) == planned(7)
    assert len({scene.name for scene in SCENES}) == COUNT


@pytest.mark.parametrize("number", [0, 50, 119])
def test_the_whole_piece_is_in_the_frame(number):
    spec = planned(number).spec
    assert all(abs(way) + spec.fill / 2 <= 0.5 for way in spec.shift)


def test_scenes_to_tune_on_share_nothing_with_the_tests():
    rehearsed = [planned(number, "validation") for number in range(36)]
    assert not {scene.spec.piece for scene in rehearsed} & HELD_OUT
    assert not {scene.spec.metal for scene in rehearsed} & TEST_METALS
    assert {scene.spec.light for scene in rehearsed} <= TRAINING_ROOMS
    assert {scene.ground for scene in rehearsed} <= set(TRAINING_GROUNDS) - TEST_GROUNDS
    assert not {scene.seed for scene in rehearsed} & {scene.seed for scene in SCENES}
    assert not any(scene.traced for scene in rehearsed)
