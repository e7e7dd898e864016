"""Gradient boosting of small complete trees, in the form ``retouch.regions.specks`` reads.

Source: Friedman, Greedy function approximation, 2001, with logistic loss; each leaf's answer is a Newton step, held
down as by Chen and Guestrin, XGBoost, 2016, equation 5.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from retouch.arrays import Mask
from retouch.regions.marks import Floats
from retouch.regions.specks import DEPTH, Matrix

Places = npt.NDArray[np.intp]

START = -3.0  # log-odds before any tree: about one mark in twenty is dirt
RATE = 0.15
HELD_DOWN = 5.0  # added to a leaf's curvature: the larger, the more timid is a leaf of few marks
LEAST_CURVATURE = 3.0  # a question that leaves less on either side is not asked
BINS = 24  # thresholds are sought at these quantiles of each feature
NOWHERE = 1e9  # a threshold that no mark reaches: no question helped here


@dataclass(frozen=True, slots=True)
class Tree:
    """Feature and threshold of each question, from the root down; and what each leaf adds to the log-odds."""

    asks: tuple[int, ...]
    least: tuple[float, ...]
    says: tuple[float, ...]


def boost(features: Floats, dirt: Mask, weights: Matrix, *, trees: int) -> list[Tree]:
    """Learn to tell the rows (N, F) that are dirt (N,), each with its weight (N,), by so many trees."""
    edges = [_edges(column) for column in features.T]
    columns = zip(edges, features.T, strict=True)
    bins = np.stack([np.searchsorted(edge, column, side="right") for edge, column in columns], axis=1)
    odds = np.full(len(features), START)
    grown = []
    for _ in range(trees):
        likely = 1.0 / (1.0 + np.exp(-odds))
        slope, curve = (dirt - likely) * weights, likely * (1.0 - likely) * weights
        tree, leaf = _grow(bins, slope, curve, edges)
        odds += np.asarray(tree.says)[leaf]
        grown.append(tree)
    return grown


def as_toml(trees: Sequence[Tree], features: Sequence[str]) -> str:
    """Write the trees, and the features they ask of, as ``retouch.regions.specks.read_trees`` reads them."""
    rows = [features[k : k + 8] for k in range(0, len(features), 8)]
    names = "\n".join("    " + " ".join(f'"{name}",' for name in row) for row in rows)
    blocks = [f"start = {START}\nfeatures = [\n{names}\n]\n"]
    blocks += [
        f"[[tree]]\nasks = {list(tree.asks)}\nleast = {list(tree.least)}\nsays = {list(tree.says)}\n"
        for tree in trees
    ]
    return "\n".join(blocks)


def _edges(column: Floats) -> Matrix:
    """Thresholds worth trying, of as many figures as are written."""
    inner = np.quantile(column, np.linspace(0.0, 1.0, BINS + 1)[1:-1])
    return np.unique([float(f"{value:.4g}") for value in inner])


def _grow(bins: Places, slope: Matrix, curve: Matrix, edges: Sequence[Matrix]) -> tuple[Tree, Places]:
    """One tree, and the leaf each row comes to; rounded here, so that what is learned next mends the rounding."""
    place = np.zeros(len(bins), np.intp)
    questions = []
    for node in range(2**DEPTH - 1):
        here = place == node
        feature, edge = _best_question(bins[here], slope[here], curve[here], edges)
        questions.append((feature, NOWHERE if edge is None else float(edges[feature][edge])))
        beyond = np.zeros(int(here.sum()), bool) if edge is None else bins[here, feature] > edge
        place[here] = 2 * node + 1 + beyond
    leaf = place - (2**DEPTH - 1)
    pull, held = np.bincount(leaf, slope, 2**DEPTH), np.bincount(leaf, curve, 2**DEPTH) + HELD_DOWN
    asks, least = zip(*questions, strict=True)
    return Tree(asks, least, tuple(round(float(step), 4) for step in RATE * pull / held)), leaf


def _best_question(
    bins: Places, slope: Matrix, curve: Matrix, edges: Sequence[Matrix]
) -> tuple[int, int | None]:
    """Feature, and number of its edge, that part these rows best; no edge where nothing parts them."""
    most, best = 1e-9, (0, None)
    whole, all_curve = slope.sum(), curve.sum()
    for feature, edge in enumerate(edges):
        low = np.cumsum(np.bincount(bins[:, feature], slope, len(edge) + 1))[:-1]
        low_curve = np.cumsum(np.bincount(bins[:, feature], curve, len(edge) + 1))[:-1]
        high, high_curve = whole - low, all_curve - low_curve
        gain = low**2 / (low_curve + HELD_DOWN) + high**2 / (high_curve + HELD_DOWN)
        gain -= whole**2 / (all_curve + HELD_DOWN)
        gain[np.minimum(low_curve, high_curve) <= LEAST_CURVATURE] = 0.0
        if gain.max() > most:
            most, best = gain.max(), (feature, int(gain.argmax()))
    return best
