"""How likely each mark on the ground is dirt, by trees that were learned (``weights/specks.toml``)."""

import tomllib
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from retouch.networks import verified
from retouch.regions.marks import FEATURES, Floats

Matrix = npt.NDArray[np.float64]

DEPTH = 3


@dataclass(frozen=True, slots=True)
class Trees:
    """Log-odds to start from, and of each tree what it asks, the least of it, and what it answers."""

    start: float
    trees: tuple[tuple[npt.NDArray[np.intp], Matrix, Matrix], ...]


def likelihood(features: Floats, trees: Trees | None = None) -> Matrix:
    """Likelihood that a mark is dirt: (N, F) features in the order of ``FEATURES`` to (N,), 0 to 1."""
    trees = _shipped() if trees is None else trees
    rows = np.arange(len(features))
    odds = np.full(len(features), trees.start)
    for asks, least, says in trees.trees:
        place = np.zeros(len(features), np.intp)
        for _ in range(DEPTH):
            place = 2 * place + 1 + (features[rows, asks[place]] >= least[place])
        odds += says[place - len(asks)]
    return np.asarray(1.0 / (1.0 + np.exp(-odds)))


def read_trees(text: str) -> Trees:
    """Read trees as ``retouch.training.specks`` writes them."""
    data = tomllib.loads(text)
    if tuple(data["features"]) != FEATURES:
        raise ValueError("the trees were made for other features of marks")
    trees = tuple(
        (np.asarray(tree["asks"], np.intp), np.asarray(tree["least"]), np.asarray(tree["says"]))
        for tree in data["tree"]
    )
    return Trees(float(data["start"]), trees)


@cache
def _shipped() -> Trees:
    return read_trees(verified("specks").decode())
