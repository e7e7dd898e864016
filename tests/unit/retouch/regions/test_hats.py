"""What stands out."""

import cv2
import numpy as np
import pytest

from retouch.regions.hats import stands_out


@pytest.mark.parametrize("radius_px", [3, 8, 12])
@pytest.mark.parametrize("step", [-0.2, 0.2])
def test_a_speck_stands_out_and_a_surface_wider_than_the_reach_does_not(radius_px, step):
    plane = np.full((120, 120), 0.5, np.float32)
    plane[20:23, 20:23] += step
    plane[60:, 60:] += step
    strength = stands_out(plane, radius_px)
    assert strength[20:23, 20:23] == pytest.approx(0.2, abs=1e-4)
    assert strength[90:, 90:].max() == pytest.approx(0.0, abs=1e-4)


@pytest.mark.parametrize("radius_px", [4, 11])
def test_it_is_nearly_what_a_disk_finds(radius_px):
    plane = cv2.GaussianBlur(np.random.default_rng(0).random((100, 100), dtype=np.float32), (0, 0), 2.0)
    disk = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * radius_px + 1,) * 2)
    dark, bright = (cv2.morphologyEx(plane, kind, disk) for kind in (cv2.MORPH_BLACKHAT, cv2.MORPH_TOPHAT))
    assert np.abs(stands_out(plane, radius_px) - np.maximum(dark, bright)).mean() < 0.01
