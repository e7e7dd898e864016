import numpy as np
import pytest

from retouch.training.render.picture import Layers
from retouch.training.scenes.compose import compose
from retouch.training.scenes.grounds import GROUNDS


def disc(side=64):
    rows, columns = np.mgrid[0:side, 0:side] - side / 2
    alpha = (np.hypot(rows, columns) < side / 4).astype(np.float32)
    cover = np.dstack([alpha, alpha, np.zeros_like(alpha)])
    lit = np.ones_like(alpha)
    lit[side * 3 // 4 :, :] = 0.6
    light = np.repeat((alpha * 0.3)[..., None], 3, axis=2)
    return Layers(light, cover, lit, np.full(3, 0.8, np.float32))


@pytest.mark.parametrize("seed", range(4))
def test_the_truth_is_the_renderers_whatever_the_camera_does(seed):
    layers = disc()
    pair = compose(layers, 0.7, np.random.default_rng(seed), grounds=("paper",))
    assert pair.photo.shape == (64, 64, 3)
    assert (pair.truth[..., 0] == np.rint(layers.cover[..., 0] * 255)).all()
    assert (pair.truth[..., 1] == pair.truth[..., 0]).all()
    assert pair.truth[..., 2].max() == 0


def test_shadow_is_where_light_is_missing_and_never_on_the_piece():
    pair = compose(disc(), 0.7, np.random.default_rng(1), grounds=("paper",))
    assert pair.truth[-4:, :, 3].mean() > 20
    assert pair.truth[pair.truth[..., 0] == 255, 3].max() == 0


def test_two_photos_of_one_piece_differ_and_one_seed_gives_one_photo():
    layers = disc()
    first, second = (compose(layers, 0.7, np.random.default_rng(k), grounds=("paper",)) for k in (1, 2))
    again = compose(layers, 0.7, np.random.default_rng(1), grounds=("paper",))
    assert (first.photo != second.photo).any()
    assert (first.photo == again.photo).all()


@pytest.mark.parametrize("name", sorted(GROUNDS))
def test_every_ground_is_finite_light(name):
    ground = GROUNDS[name]((48, 64), np.random.default_rng(3))
    assert ground.shape[:2] == (48, 64)
    assert np.isfinite(ground).all()
    assert ground.min() >= 0
