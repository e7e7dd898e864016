"""The generic auto-enhance takes a cast away and keeps shape and type."""

import numpy as np

from retouch.bench.peers.automatic import enhance


def test_a_gray_ramp_under_a_warm_light_comes_out_gray():
    ramp = np.tile(np.linspace(40, 200, 64)[None, :, None], (64, 1, 3))
    warm = np.clip(ramp * (1.1, 1.0, 0.8), 0, 255).astype(np.uint8)
    after = enhance(warm)
    assert after.shape == warm.shape
    assert after.dtype == np.uint8
    assert np.abs(after.astype(int).max(axis=2) - after.astype(int).min(axis=2)).mean() < 4
