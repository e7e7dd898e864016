import numpy as np

from retouch.operations.cut_out import CutOut, cut_out
from tests.unit.retouch.jewelry import ring


def softened(alpha: np.ndarray) -> np.ndarray:
    return np.where((alpha > 0) & (np.roll(alpha, 1, 0) == 0), 0.5, alpha).astype(np.float32)


def test_opaque_pixels_keep_their_color_to_the_bit() -> None:
    drawn = ring()
    cut = cut_out(drawn.pixels, CutOut(enabled=True), drawn.scene)
    opaque = drawn.scene.alpha == 1.0
    assert cut.shape == (64, 64, 4)
    assert (cut[opaque][:, :3] == drawn.pixels[opaque]).all()
    assert (cut[..., 3] == drawn.scene.alpha).all()


def test_nothing_of_the_ground_is_left_behind_the_piece() -> None:
    drawn = ring()
    cut = cut_out(drawn.pixels, CutOut(enabled=True), drawn.scene)
    assert cut[drawn.scene.alpha == 0.0].max() == 0.0


def test_a_soft_edge_loses_the_old_ground() -> None:
    drawn = ring(paper=(0.05, 0.05, 0.6))
    alpha = softened(drawn.scene.alpha)
    mixed = drawn.pixels * alpha[..., None] + np.float32([0.05, 0.05, 0.6]) * (1.0 - alpha[..., None])
    rim = (alpha == 0.5) & drawn.band
    before = mixed[rim][:, 2].mean()
    cut = cut_out(mixed.astype(np.float32), CutOut(enabled=True), drawn.with_scene(alpha=alpha).scene)
    assert cut[rim][:, 2].mean() < 0.6 * before


def test_by_default_nothing_is_cut_out() -> None:
    drawn = ring()
    assert (cut_out(drawn.pixels, CutOut(), drawn.scene) == drawn.pixels).all()
