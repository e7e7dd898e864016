"""Judges learn, and numpy runs what was learned; where CatBoost is not there, these say that they were not run."""

import tomllib

import numpy as np
import pytest

pytest.importorskip("catboost", reason="training the judges needs catboost")

from retouch.regions.surroundings import COUNT
from retouch.training.judges import CONFIGURATION, learned, read

SETTINGS = tomllib.loads(CONFIGURATION.read_text())


def test_what_pixels_have_in_common_is_learned_and_run_by_numpy():
    rng = np.random.default_rng(3)
    figures = rng.normal(0.0, 1.0, (6000, COUNT)).astype(np.float16)
    share = (figures[:, 0] + figures[:, 1] > 0).astype(np.float32)
    own = SETTINGS["materials"] | {"seed": 1, "trees": 60, "columns": 1.0}
    forest = learned(figures[:5000], share[:5000], np.ones(5000), own)
    odds = forest.run(np.ascontiguousarray(figures[5000:].T))
    assert ((odds > 0) == (share[5000:] > 0.5)).mean() > 0.93


def test_photos_without_a_piece_are_passed_over(tmp_path):
    np.savez(tmp_path / "000001-0-0.npz")
    figures = np.zeros((50, COUNT), np.float16)
    np.savez(tmp_path / "000002-0-0.npz", figures=figures, truth=figures[:, :3], outline=np.ones(50, bool))
    held = read(sorted(tmp_path.glob("*.npz")), pixels=20, seed=1)
    assert held["figures"].shape == (20, COUNT)
    assert set(held["scene"]) == {2}
