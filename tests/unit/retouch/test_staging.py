"""A ground drawn by code, and the piece's shadow on it."""

import numpy as np
import pytest

from retouch.backdrops import STYLES, gradient
from retouch.color import to_linear
from retouch.errors import InvalidParams
from retouch.operations.cut_out import CutOut, cut_out
from retouch.operations.framing import Framing, framing
from retouch.staging import staged
from tests.unit.retouch.jewelry import ring

RING = ring()
CUT = cut_out(RING.pixels, CutOut(enabled=True), RING.scene)
STYLE = pytest.mark.parametrize("kind", sorted(STYLES))


@STYLE
def test_a_styled_ground_reaches_every_edge_and_leaves_the_piece_to_the_bit(kind):
    bare = framing(CUT, Framing(fill=0.5), RING.scene)
    laid = framing(CUT, Framing(fill=0.5, ground=kind, shadow=0.9), RING.scene)
    opaque = bare[..., 3] == 1.0
    assert laid.shape == (*bare.shape[:2], 3)
    assert opaque.any()
    assert np.array_equal(laid[opaque], bare[opaque][:, :3])
    edge = np.concatenate([laid[0], laid[-1], laid[:, 0], laid[:, -1]])
    assert edge.max() < 0.99  # never taken for a white ground
    assert edge.min() > 0.2


@STYLE
def test_equal_sizes_give_equal_pixels(kind):
    assert np.array_equal(STYLES[kind]((48, 64)), STYLES[kind]((48, 64)))


@STYLE
@pytest.mark.parametrize("size", [(1, 1), (1, 9), (9, 1), (64, 20)])
def test_a_ground_of_any_shape_is_drawn(kind, size):
    drawn = STYLES[kind](size)
    assert drawn.shape == (*size, 3)
    assert drawn.dtype == np.float32
    assert np.isfinite(drawn).all()


@STYLE
def test_the_light_is_stronger_toward_its_own_side_or_from_above_in_the_pool(kind):
    drawn = STYLES[kind]((256, 256)).mean(axis=2)
    assert drawn[:, :128].mean() > drawn[:, 128:].mean()


def test_the_shadow_falls_to_the_lower_right_away_from_the_light():
    pixels = np.zeros((64, 64, 4), np.float32)
    pixels[24:40, 24:40] = 1.0
    dark = 1.0 - staged(pixels, np.ones((64, 64, 3), np.float32), 1.0)[..., 0]
    rows, columns = np.mgrid[0:64, 0:64]
    assert (dark * rows).sum() / dark.sum() > 32.5
    assert (dark * columns).sum() / dark.sum() > 32
    assert dark[:8].max() < 1e-3


def test_half_a_pixel_of_piece_lets_half_the_ground_through():
    pixels = np.full((8, 8, 4), 0.5, np.float32)
    assert np.allclose(staged(pixels, np.ones((8, 8, 3), np.float32), 0.0), 0.75)


def test_one_color_above_and_below_is_that_color_exactly():
    drawn = gradient((5, 4), (0.5, 0.25, 1.0), (0.5, 0.25, 1.0))
    assert (drawn == to_linear(np.array([0.5, 0.25, 1.0], np.float32))).all()


def test_a_photo_without_alpha_is_staged_with_its_scene():
    plain = Framing(fill=0.5, ground="gradient", above=(0.5, 0.5, 0.5), below=(0.5, 0.5, 0.5))
    laid = framing(RING.pixels, plain, RING.scene)
    assert np.allclose(laid[0, 0], to_linear(np.float32(0.5)))


@pytest.mark.parametrize(
    "settings",
    [{"ground": "beach"}, {"above": (1.0, 1.0)}, {"below": (0.0, 0.0, 2.0)}, {"shadow": 2.0}],
    ids=["kind", "two-channels", "too-bright", "too-dark"],
)
def test_a_setting_that_cannot_be_is_refused(settings):
    with pytest.raises(InvalidParams, match=r"framing\."):
        Framing(fill=0.5, **settings)


def test_a_ground_without_a_frame_is_refused():
    with pytest.raises(InvalidParams, match="needs a fill"):
        Framing(ground="stone")
