import numpy as np

from retouch.regions.foreground import estimate_foreground
from retouch.regions.matting import estimate_alpha
from retouch.regions.trimap import UNKNOWN, make_trimap
from tests.unit.retouch.regions.drawn import STEEL, ring


def test_what_is_known_stays_known() -> None:
    drawn = ring(96, color=STEEL)
    trimap = make_trimap(drawn.alpha > 0.5, width=96, height=96)
    alpha = estimate_alpha(drawn.pixels, trimap, drawn.ground, noise=0.004, reach_px=2)
    known = trimap != UNKNOWN
    assert (alpha[known] == trimap[known]).all()


def test_the_unknown_band_comes_near_the_truth() -> None:
    drawn = ring(96, color=STEEL)
    trimap = make_trimap(drawn.alpha > 0.5, width=96, height=96)
    alpha = estimate_alpha(drawn.pixels, trimap, drawn.ground, noise=0.004, reach_px=2)
    band = trimap == UNKNOWN
    assert np.abs(alpha - drawn.alpha)[band].mean() < 0.15


def test_whatever_is_thin_is_unknown_throughout() -> None:
    piece = np.zeros((40, 40), bool)
    piece[20:22] = True
    assert (make_trimap(piece, width=80, height=80)[41] == UNKNOWN).all()


def test_the_foreground_of_an_opaque_pixel_is_the_pixel() -> None:
    drawn = ring(96)
    front = estimate_foreground(drawn.pixels, drawn.alpha)
    assert (front[drawn.alpha == 1.0] == drawn.pixels[drawn.alpha == 1.0]).all()


def test_the_foreground_under_a_soft_edge_is_the_pieces_own_color() -> None:
    drawn = ring(96)
    front = estimate_foreground(drawn.pixels, drawn.alpha)
    soft = (drawn.alpha > 0.2) & (drawn.alpha < 0.8)
    assert (front[soft][:, 2]).mean() < 0.5 * (drawn.pixels[soft][:, 2]).mean()


def test_without_soft_edges_nothing_is_estimated() -> None:
    pixels = np.full((8, 8, 3), 0.3, np.float32)
    assert (estimate_foreground(pixels, np.ones((8, 8), np.float32)) == pixels).all()
