import numpy as np
import pytest

from retouch.color import to_linear
from retouch.errors import InvalidParams
from retouch.operations.background import Background, background
from retouch.operations.cut_out import CutOut, cut_out
from tests.unit.retouch.jewelry import ring


def test_white_is_exactly_white_to_every_edge() -> None:
    drawn = ring()
    laid = background(
        cut_out(drawn.pixels, CutOut(enabled=True), drawn.scene), Background(enabled=True), drawn.scene
    )
    assert laid.shape == (64, 64, 3)
    assert (laid[drawn.scene.alpha == 0.0] == 1.0).all()
    assert (laid[0] == 1.0).all()


def test_the_piece_itself_is_untouched() -> None:
    drawn = ring()
    laid = background(
        cut_out(drawn.pixels, CutOut(enabled=True), drawn.scene), Background(enabled=True), drawn.scene
    )
    opaque = drawn.scene.alpha == 1.0
    assert (laid[opaque] == drawn.pixels[opaque]).all()


def test_a_color_is_laid_as_its_encoded_value_says() -> None:
    drawn = ring()
    laid = background(drawn.pixels, Background(enabled=True, red=0.5, green=0.25, blue=0.0), drawn.scene)
    expected = to_linear(np.array([0.5, 0.25, 0.0], np.float32))
    assert np.allclose(laid[drawn.scene.alpha == 0.0], expected)


def test_half_a_pixel_of_piece_lets_half_the_color_through() -> None:
    drawn = ring()
    alpha = np.full((64, 64), 0.5, np.float32)
    laid = background(drawn.pixels, Background(enabled=True), drawn.with_scene(alpha=alpha).scene)
    assert np.allclose(laid, 0.5 * drawn.pixels + 0.5)


def test_by_default_the_ground_stays() -> None:
    drawn = ring()
    assert (background(drawn.pixels, Background(), drawn.scene) == drawn.pixels).all()


def test_a_color_outside_its_range_is_refused() -> None:
    with pytest.raises(InvalidParams, match=r"background\.red"):
        Background(red=1.5)
