"""What is kept beside a result on white."""

from dataclasses import replace

import numpy as np
import pytest

from retouch.errors import CorruptFile
from retouch.operations.background import Background
from retouch.renditions import matte_of, read_matte
from retouch.resampling import reduced
from tests.unit.retouch import files
from tests.unit.retouch.renditions.masters import made, provenance


def test_it_comes_back_from_its_file_to_the_code():
    matte = made().matte
    again = read_matte(matte.encoded())
    assert np.array_equal(again.alpha, matte.alpha)
    assert np.array_equal(again.light, matte.light)


def test_it_lies_in_the_grid_of_the_result_and_new_frame_is_lit_ground():
    ring = made()
    assert ring.matte.size == ring.result.pixels.shape[1::-1]
    assert ring.matte.alpha[0].max() == 0
    assert ring.matte.light[0].min() == 255


def test_its_light_is_what_the_shadow_left_of_the_ground():
    ring = made()
    ground = ring.matte.alpha == 0
    assert np.abs(ring.result.pixels[ground].max(axis=1) - ring.matte.light[ground] / 255).max() < 0.003
    assert ring.matte.light[ground].min() < 200


def test_a_result_that_is_written_smaller_has_a_smaller_matte():
    ring = made()
    small = matte_of(ring.result, (20, 20))
    assert small is not None
    assert small.size == (20, 20)
    assert (
        np.abs(
            small.alpha / 255
            - reduced(ring.matte.alpha[..., None].repeat(3, 2) / np.float32(255), (20, 20))[..., 0]
        ).max()
        < 0.01
    )


def without(**changes):
    return matte_of(replace(made().result, **changes), (64, 64))


def test_there_is_none_where_no_white_was_laid():
    assert without(scene=None) is None
    assert without(provenance=provenance(Background())) is None
    assert without(provenance=provenance(Background(enabled=True, red=0.9))) is None
    assert without(pixels=np.zeros((64, 64, 4), np.float32)) is None


@pytest.mark.parametrize("data", [b"", b"no picture", files.saved(files.codes(), "png")])
def test_another_file_is_no_matte(data):
    with pytest.raises(CorruptFile):
        read_matte(data)
