import tomllib

import numpy as np
import pytest

from retouch.regions.marks import FEATURES
from retouch.regions.specks import likelihood, read_trees
from retouch.training.boosting import NOWHERE, as_toml, boost
from retouch.training.specks import Figures, Marked, header, judge, learn, measure, plant

DARK, LARGE = FEATURES.index("contrast"), FEATURES.index("area")


def made_up(seed: int, count: int = 400) -> Marked:
    """Marks of chance, of which the strong and small are dirt."""
    features = np.random.default_rng(seed).random((count, len(FEATURES))).astype(np.float32)
    dirt = (features[:, DARK] > 0.6) & (features[:, LARGE] < 0.5)
    return Marked(features, dirt, np.ones(count))


def test_boosting_learns_a_rule_and_tells_marks_it_has_not_seen():
    trees, unseen = read_trees(learn(made_up(1), trees=8)), made_up(2)
    figures = judge(unseen, likelihood(unseen.features, trees), least=0.6)
    assert figures.precision > 0.9
    assert figures.recall > 0.9


def test_marks_that_are_all_alike_are_asked_nothing():
    alike = np.ones((20, len(FEATURES)), np.float32)
    (tree,) = boost(alike, np.arange(20) < 10, np.ones(20), trees=1)
    assert set(tree.least) == {NOWHERE}


def test_trees_are_written_as_the_product_reads_them():
    marks = made_up(3)
    (tree,) = boost(marks.features, marks.dirt, np.ones(len(marks.dirt)), trees=1)
    read = read_trees(header(4, 1, Figures(3, 0.8, 0.9), trees=1) + as_toml([tree], FEATURES))
    ((asks, least, says),) = read.trees
    assert (tuple(asks), tuple(least), tuple(says)) == (tree.asks, tree.least, tree.says)


def test_trees_made_for_other_features_are_refused():
    text = as_toml([], ("weight", "smell"))
    assert tomllib.loads(text)["features"] == ["weight", "smell"]
    with pytest.raises(ValueError, match="other features"):
        read_trees(text)


def test_precision_counts_a_mark_for_all_it_stands_for():
    marks = Marked(
        np.zeros((4, len(FEATURES)), np.float32),
        np.array([True, True, False, False]),
        np.array([1, 1, 3.0, 9]),
    )
    assert judge(marks, np.array([0.9, 0.1, 0.7, 0.2]), least=0.6) == Figures(2, 0.25, 0.5)


def test_planted_dirt_is_found_among_the_marks_of_the_ground():
    rng = np.random.default_rng(4)
    paper = (0.6 + rng.normal(0.0, 0.002, (64, 64, 1))).astype(np.float32).repeat(3, axis=2)
    truth = np.zeros((64, 64, 4), np.float32)
    dirty, dirt = plant(paper, truth, rng)
    marks = measure(dirty, truth, dirt, rng)
    assert np.abs(dirty - paper)[dirt].mean() > 5 * np.abs(dirty - paper)[~dirt].mean()
    assert marks.dirt.any()
