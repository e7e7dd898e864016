"""How likely each mark on the ground is dirt, by trees that are data (``data/specks.toml``)."""

import tomllib
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from retouch.regions.marks import FEATURES, Floats

Matrix = npt.NDArray[np.float64]

_DATA = Path(__file__).parent.parent / "data" / "specks.toml"
DEPTH = 3


def likelihood(features: Floats) -> Matrix:
    """Likelihood that a mark is dirt: (N, F) features in the order of ``FEATURES`` to (N,), 0 to 1."""
    start, trees = _trees()
    rows = np.arange(len(features))
    odds = np.full(len(features), start)
    for asks, least, says in trees:
        place = np.zeros(len(features), np.intp)
        for _ in range(DEPTH):
            place = 2 * place + 1 + (features[rows, asks[place]] >= least[place])
        odds += says[place - len(asks)]
    return np.asarray(1.0 / (1.0 + np.exp(-odds)))


@cache
def _trees() -> tuple[float, tuple[tuple[npt.NDArray[np.intp], Matrix, Matrix], ...]]:
    data = tomllib.loads(_DATA.read_text(encoding="utf-8"))
    if tuple(data["features"]) != FEATURES:
        raise ValueError(f"{_DATA.name} was made for other features")
    trees = tuple(
        (np.asarray(tree["asks"], np.intp), np.asarray(tree["least"]), np.asarray(tree["says"]))
        for tree in data["tree"]
    )
    return float(data["start"]), trees
