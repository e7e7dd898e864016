"""The cheap blur against the exact one."""

import cv2
import numpy as np
import pytest

from retouch.regions.smoothing import wide_blur


@pytest.mark.parametrize("sigma", [0.8, 5.0, 9.0, 20.0])
def test_a_wide_blur_is_close_to_the_exact_one(sigma):
    plane = np.zeros((240, 300), np.float32)
    plane[40:120, 80:200] = 1.0
    assert np.abs(wide_blur(plane, sigma) - cv2.GaussianBlur(plane, (0, 0), sigma)).max() < 0.03


def test_what_is_even_stays_even():
    plane = np.full((240, 300), 0.4, np.float32)
    assert np.allclose(wide_blur(plane, 30.0), 0.4, atol=1e-5)


def test_a_single_pixel_can_be_blurred():
    assert wide_blur(np.ones((1, 1), np.float32), 50.0) == pytest.approx(1.0)
