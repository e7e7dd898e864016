"""The piece in its frame."""

from dataclasses import replace

import numpy as np
import pytest

from retouch.errors import InvalidParams, RegionNotFound
from retouch.operations.framing import Framing, frame_size, framing
from retouch.scene import Box
from tests.unit.retouch.jewelry import ring

RING = ring()


def framed(box, params=None, channels=3, side=64):
    pixels = np.random.default_rng(0).random((side, side, channels), dtype=np.float32)
    scene = replace(RING.scene, box=box)
    return pixels, framing(pixels, params or Framing(fill=0.87), scene)


def test_the_longer_side_fills_its_share_and_the_piece_is_centred():
    box = Box(10, 20, 50, 40)
    pixels, result = framed(box)
    side = result.shape[0]
    assert result.shape == (side, side, 3)
    assert side == round(40 / 0.87)
    left, top = (side - 40) // 2, (side - 20) // 2
    assert np.array_equal(result[top : top + 20, left : left + 40], pixels[20:40, 10:50])


def test_a_photo_that_is_framed_already_but_for_a_pixel_stays_as_it_is():
    pixels, result = framed(Box(13, 35, 184, 163), side=198)  # 171 px: a frame of 197
    assert np.array_equal(result, pixels)
    _, moved = framed(Box(19, 35, 190, 163), side=198)
    assert moved.shape == (197, 197, 3)


def test_beyond_the_photo_the_ground_is_white():
    _, result = framed(Box(0, 0, 64, 30))
    assert result.shape[0] == 74
    assert (result[0] == 1.0).all()
    assert (result[:, 0] == 1.0).all()


def test_beyond_a_cut_out_the_ground_is_see_through():
    _, result = framed(Box(0, 0, 64, 30), channels=4)
    assert (result[0, :, 3] == 0.0).all()


@pytest.mark.parametrize(("aspect", "shape"), [(1.0, (50, 50)), (2.0, (25, 50)), (0.5, (100, 50))])
def test_a_frame_of_any_aspect_holds_the_piece(aspect, shape):
    _, result = framed(Box(10, 20, 50, 30), Framing(fill=0.8, aspect=aspect))
    assert result.shape[:2] == shape


def test_a_frame_beyond_the_limit_is_made_smaller_with_the_piece_in_it():
    box = Box(4, 4, 60, 60)
    _, result = framed(box, Framing(fill=0.875, max_pixels=1_024))
    assert result.shape == (32, 32, 3)
    assert frame_size(Framing(fill=0.875), box) == (64, 64)
    assert result.mean() == pytest.approx(0.5, abs=0.05)


def test_a_frame_within_the_limit_is_not_touched():
    _, small = framed(Box(4, 4, 60, 60), Framing(fill=0.875, max_pixels=4_096))
    assert small.shape == (64, 64, 3)


def test_a_piece_that_was_not_found_cannot_be_framed():
    with pytest.raises(RegionNotFound):
        framed(Box(0, 0, 0, 0))


@pytest.mark.parametrize("wrong", [{"fill": 1.1}, {"aspect": 0.0}, {"max_pixels": -1}])
def test_a_frame_that_cannot_be_is_refused(wrong):
    with pytest.raises(InvalidParams):
        Framing(**wrong)
