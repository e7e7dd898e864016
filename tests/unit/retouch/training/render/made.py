"""Pieces for tests, and what is asked of every one of them."""

import numpy as np
import pytest

from retouch.training.render import SceneSpec
from retouch.training.render.gems import find_cut
from retouch.training.render.materials import Stone, find_material
from retouch.training.render.pieces import BUILDERS, build
from retouch.training.render.pieces.base import points_of

VARIANTS = {"chain": "cable", "chain_bracelet": "figaro charms", "watch": "leather white"}
NAMES = sorted(set(BUILDERS) - {"nothing"})
MOST_FACES = 700_000
LARGEST, SMALLEST = 400.0, 2.0  # millimetres, the longest side


def made(name, seed):
    """The piece of a builder for a seed, of metal and diamond or, for domes, onyx."""
    stone = "onyx" if name.startswith("cabochon") else "diamond"
    return build(SceneSpec(name, stone=stone, variant=VARIANTS.get(name, "")), np.random.default_rng(seed))


def open_share(piece):
    """The share of edges without a second face beside them; cut surfaces lie edge to edge, so it is of the whole."""
    points = np.concatenate([part.mesh.points for part in piece])
    starts = np.cumsum([0, *(len(part.mesh.points) for part in piece)])[:-1]
    faces = np.concatenate([part.mesh.faces + s for part, s in zip(piece, starts, strict=True)])
    whole = np.round(points * 500).astype(np.int64) + (1 << 20)
    key = (whole[:, 0] << 42) | (whole[:, 1] << 21) | whole[:, 2]
    welded = np.unique(key, return_inverse=True)[1][faces].astype(np.int64)
    welded = welded[(welded != np.roll(welded, 1, 1)).all(axis=1)]
    ahead = (welded << 32) | np.roll(welded, -1, 1)
    back = (np.roll(welded, -1, 1) << 32) | welded
    return float((~np.isin(ahead, back)).mean())


def assert_sound(piece):
    """Closed and finite, on the table, of known materials, its cut stones with their facets."""
    points = points_of(piece)
    assert np.isfinite(points).all()
    assert points[:, 2].min() == pytest.approx(0, abs=1e-3)
    assert SMALLEST < np.ptp(points, axis=0).max() < LARGEST
    assert sum(len(part.mesh.faces) for part in piece) < MOST_FACES
    assert open_share(piece) < 0.03
    for part in piece:
        lengths = np.linalg.norm(part.mesh.normals, axis=1)
        assert np.isfinite(part.mesh.normals).all()
        assert np.abs(lengths[lengths > 0] - 1).max() < 1e-3
        if isinstance(find_material(part.material), Stone):
            assert part.turn is not None
            assert len(find_cut(part.cut).normals)
