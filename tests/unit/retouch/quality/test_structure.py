import numpy as np
import pytest

from retouch.quality.structure import Edges, crispness_kept, edges_kept, edges_lost, gradient, repainted

SIDE = 64
EVERYWHERE = np.ones((SIDE, SIDE), bool)


def edges_of(tone: np.ndarray) -> Edges:
    return Edges.of(tone, gradient(tone))


def stripes() -> np.ndarray:
    return (
        (0.5 + 0.3 * np.sign(np.sin(np.arange(SIDE) / 2.5)))[None, :].repeat(SIDE, axis=0).astype(np.float32)
    )


def test_more_contrast_is_the_same_structure() -> None:
    first, second = gradient(stripes()), gradient(0.2 + 0.5 * stripes())
    kept = edges_kept(first, second, EVERYWHERE, window_px=9, floor=0.01)
    assert kept.overall == pytest.approx(1.0, abs=1e-4)


def test_the_worst_window_is_where_stripes_were_painted_over() -> None:
    painted = stripes()
    painted[20:36, 30:46] = 0.5
    kept = edges_kept(gradient(stripes()), gradient(painted), EVERYWHERE, window_px=9, floor=0.01)
    assert kept.worst < 0.2
    assert kept.where is not None
    assert 20 <= (kept.where.top + kept.where.bottom) / 2 <= 36
    assert 30 <= (kept.where.left + kept.where.right) / 2 <= 46


def test_a_flat_frame_has_no_worst_window() -> None:
    flat = gradient(np.full((SIDE, SIDE), 0.5, np.float32))
    assert edges_kept(flat, flat, EVERYWHERE, window_px=9, floor=0.01).where is None
    faint = gradient(np.full((SIDE, SIDE), 0.5, np.float32) + np.eye(SIDE, dtype=np.float32) * 1e-5)
    assert edges_kept(faint, faint, EVERYWHERE, window_px=9, floor=0.01).where is None


def test_a_vanished_line_is_found_and_a_kept_one_is_not() -> None:
    before, after = np.full((2, SIDE, SIDE), 0.6, np.float32)
    before[30, 10:40] = 0.2
    lost = edges_lost(gradient(before), gradient(after), EVERYWHERE, strong=0.02)
    assert 28 <= lost.length_px <= 36
    assert edges_lost(gradient(before), gradient(before), EVERYWHERE, strong=0.02).length_px == 0


def test_an_exposed_photo_is_not_repainted_and_a_painted_one_is() -> None:
    before = np.tile(np.linspace(0.1, 0.9, SIDE, dtype=np.float32), (SIDE, 1))
    exposed = before**0.7
    assert repainted(before, exposed, EVERYWHERE).max() < 0.03
    exposed[10:14, 10:14] = 0.95
    off = repainted(before, exposed, EVERYWHERE)
    assert off[10:14, 10:14].min() > 0.3
    assert not repainted(before, exposed, ~EVERYWHERE).any()


def test_blur_lowers_crispness_and_contrast_does_not() -> None:
    sharp = stripes()
    soft = (sharp + np.roll(sharp, 1, axis=1) + np.roll(sharp, -1, axis=1) + np.roll(sharp, 2, axis=1)) / 4
    edges = edges_of(sharp)
    assert crispness_kept(edges, edges_of(0.2 + 0.5 * sharp), EVERYWHERE) == pytest.approx(1.0, rel=1e-3)
    assert crispness_kept(edges, edges_of(soft), EVERYWHERE) < 0.8
    assert crispness_kept(edges, edges_of(soft), ~EVERYWHERE) == 1.0


def test_where_there_is_only_noise_there_is_no_sharpness_to_lose() -> None:
    polished = 0.3 + np.random.default_rng(1).normal(0, 0.004, (SIDE, SIDE)).astype(np.float32)
    assert not edges_of(polished).drawn(EVERYWHERE, 0.01).any()
    assert edges_of(stripes()).drawn(EVERYWHERE, 0.01).mean() > 0.3
