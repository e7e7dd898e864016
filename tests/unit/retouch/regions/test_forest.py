"""Trees run by look-ups say what trees run by questions say."""

import numpy as np
import pytest

from retouch.regions.forest import CHUNK, Forest, load, save

RNG = np.random.default_rng(5)


@pytest.fixture
def forest():
    feature = RNG.integers(0, 6, (40, 5)).astype(np.uint8)
    border = RNG.normal(0.0, 1.0, (40, 5)).astype(np.float16).astype(np.float32)
    border[3, 4] = np.inf  # a tree of fewer levels
    return Forest(feature, border, RNG.normal(0.0, 1.0, (40, 32)).astype(np.float32), 0.25)


def asked(forest, figures):
    """One pixel after the other, one question after the other."""
    total = np.full(figures.shape[1], forest.bias)
    for feature, border, leaves in zip(forest.feature, forest.border, forest.leaves, strict=True):
        above = figures[feature].astype(np.float32) > border[:, None]
        total += leaves[(above * 2 ** np.arange(len(feature))[:, None]).sum(axis=0)]
    return total


def test_look_ups_and_questions_agree_also_at_the_borders(forest):
    figures = RNG.normal(0.0, 1.5, (6, 3000)).astype(np.float16)
    figures[:, :40] = forest.border[:, :1].T.astype(np.float16)  # exactly on a border is not above it
    assert np.allclose(forest.run(figures), asked(forest, figures), atol=1e-4)


def test_many_pixels_are_taken_in_parts(forest):
    figures = RNG.normal(0.0, 1.5, (6, CHUNK + 7)).astype(np.float16)
    whole = forest.run(figures)
    assert np.array_equal(whole[-7:], forest.run(np.ascontiguousarray(figures[:, -7:])))
    assert forest.run(figures[:, :0]).shape == (0,)


def test_forests_come_back_from_their_file_as_they_were(forest, tmp_path):
    save({"alpha": forest, "gem": forest}, tmp_path / "f.npz")
    back = load((tmp_path / "f.npz").read_bytes())
    assert sorted(back) == ["alpha", "gem"]
    figures = RNG.normal(0.0, 1.5, (6, 100)).astype(np.float16)
    assert np.array_equal(back["gem"].run(figures), forest.run(figures))
