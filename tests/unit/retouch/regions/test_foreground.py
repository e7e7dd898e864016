"""The piece's own color under a soft edge."""

import cv2
import numpy as np
import pytest

from retouch.arrays import Alpha, LinearRGB
from retouch.regions import foreground
from retouch.regions.foreground import estimate_foreground

GOLD, PAPER = (0.60, 0.38, 0.12), (0.85, 0.86, 0.90)


def disc(*, height: int = 150, width: int = 210) -> tuple[LinearRGB, Alpha]:
    """A gold disc with an edge of several pixels on bluish paper, and its alpha."""
    alpha = np.zeros((height, width), np.float32)
    cv2.circle(alpha, (width // 2, height // 2), height // 3, 1.0, -1)
    alpha = np.asarray(cv2.GaussianBlur(alpha, (0, 0), 2.0), np.float32)
    photo = alpha[..., None] * np.float32(GOLD) + (1 - alpha[..., None]) * np.float32(PAPER)
    return photo.astype(np.float32), alpha


def test_the_ground_is_taken_out_of_a_soft_edge() -> None:
    photo, alpha = disc()
    front = estimate_foreground(photo, alpha)
    edge = (alpha > 0.2) & (alpha < 0.8)
    assert np.abs(photo[edge] - GOLD).mean() > 0.15
    assert np.abs(front[edge] - GOLD).mean() < 0.02


def test_what_is_wholly_piece_or_ground_stays_to_the_bit() -> None:
    photo, alpha = disc()
    front = estimate_foreground(photo, alpha)
    plain = (alpha == 0.0) | (alpha >= 1.0 - 1e-6)
    assert 0.5 < plain.mean() < 1.0
    assert np.array_equal(front[plain], photo[plain])


@pytest.mark.parametrize("tile", [(16, 16), (40, 1000), (1000, 33)])
def test_where_tiles_end_is_not_seen(monkeypatch: pytest.MonkeyPatch, tile: tuple[int, int]) -> None:
    photo, alpha = disc()
    photo += np.random.default_rng(2).normal(0.0, 0.02, photo.shape).astype(np.float32)
    monkeypatch.setattr(foreground, "TILE", (1000, 1000))
    whole = estimate_foreground(photo, alpha)
    monkeypatch.setattr(foreground, "TILE", tile)
    assert np.abs(estimate_foreground(photo, alpha) - whole).max() < 1e-6
