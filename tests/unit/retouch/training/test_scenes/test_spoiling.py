"""What is planted is on record and can be seen; what is not planted stays as it was."""

import numpy as np
import pytest

from retouch.color import to_encoded
from retouch.training.alterations.engraving import stamp
from retouch.training.render.spec import SceneSpec
from retouch.training.test_scenes.grounds import GROUNDS
from retouch.training.test_scenes.shots import Shot
from retouch.training.test_scenes.spoiling import plant, shoot_again

SPEC = SceneSpec("band", size=(1300, 1300))  # dirt is as large as in a photo of that size


def shot() -> Shot:
    cover = np.zeros((64, 64, 3), np.float32)
    cover[16:48, 16:48, 0] = 1
    cover[16:48, 16:36, 1] = 1
    cover[16:48, 36:48, 2] = 1
    light = np.full((64, 64, 3), 0.8, np.float32)
    light[16:48, 16:48] = 0.4
    light[16:48:2, 36:48] = 0.2
    return Shot(light, cover, np.ones((64, 64), np.float32))


MADE = [plant(shot(), SPEC, np.random.default_rng(seed)) for seed in range(12)]


def test_photo_and_dusted_photo_are_the_same_where_no_dirt_is_recorded():
    clean = [made for made in MADE if not made.defects.any()]
    assert clean
    assert all(np.array_equal(made.photo, made.spotless) for made in clean)


def test_recorded_dirt_can_be_seen():
    dirty = [made for made in MADE if made.defects.sum() > 20]
    assert dirty
    for made in dirty:
        apart = np.abs(made.photo.astype(int) - made.spotless.astype(int)).max(axis=2)
        assert np.median(apart[made.defects]) > 3


def test_the_clean_picture_shows_the_albedo_whatever_the_camera_did():
    corners = np.asarray([made.clean[2, 2] for made in MADE])
    assert np.ptp(corners, axis=0).max() <= 1
    assert np.asarray([made.photo[2, 2] for made in MADE]).std() > 3


def test_a_hallmark_is_struck_into_bare_metal_where_it_can_be_seen():
    plate = np.zeros((80, 160), bool)
    plate[20:60, 10:150] = True
    metal = np.full((80, 160, 3), 0.5, np.float32)
    struck = metal.copy()
    strokes = stamp((struck,), plate, np.random.default_rng(3))
    assert 20 < strokes.sum() < 500
    assert plate[strokes].all()
    assert np.abs(to_encoded(struck) - to_encoded(metal)).max(axis=2)[strokes].mean() > 0.07
    assert np.array_equal(struck[~plate], metal[~plate])


def test_no_hallmark_is_struck_where_there_is_no_room():
    narrow = np.zeros((40, 40), bool)
    narrow[18:22] = True
    assert not stamp((np.ones((40, 40, 3), np.float32),), narrow, np.random.default_rng(3)).any()


def test_protected_marks_are_on_the_piece_and_apart_from_dirt():
    assert all(not (made.protected & made.defects).any() for made in MADE)
    assert all(not made.protected[shot().cover[..., 0] == 0].any() for made in MADE)


def test_another_day_is_another_photo_of_the_same_size():
    one, two = (shoot_again(shot(), np.random.default_rng(seed)) for seed in (1, 2))
    assert one.shape == two.shape == (64, 64, 3)
    assert not np.array_equal(one, two)


@pytest.mark.parametrize("name", sorted(GROUNDS))
def test_a_ground_is_positive_and_bright_on_the_average(name):
    ground = GROUNDS[name]((48, 64), np.random.default_rng(3))
    assert ground.shape == (48, 64, 3)
    assert ground.min() >= 0
    assert 0.5 < ground.mean() < 1.4
