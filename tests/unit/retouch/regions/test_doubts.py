"""What is asked about a cut that is there."""

import cv2
import numpy as np
import pytest

from retouch.regions.doubts import doubts_of_cut


def cut(side=400, *, rim=1.0, patch=0):
    """A disc with a rim so soft, and a patch so wide of which nobody knows what it is."""
    rows, columns = np.mgrid[0:side, 0:side].astype(np.float32)
    alpha = np.clip((0.3 * side - np.hypot(rows - side / 2, columns - side / 2)) / rim + 0.5, 0.0, 1.0)
    alpha[20 : 20 + patch, 20 : 20 + patch] = 0.5
    return np.asarray(alpha, np.float32)


@pytest.mark.parametrize(("rim", "patch", "asked"), [(1.0, 0, False), (2.0, 0, False), (1.0, 40, True)])
def test_haze_is_asked_about_and_a_soft_rim_is_not(rim, patch, asked):
    assert bool(doubts_of_cut(cut(rim=rim, patch=patch))) is asked


def test_a_large_photo_is_asked_as_its_reduction_is():
    large = cv2.resize(cut(), (2400, 2400), interpolation=cv2.INTER_LINEAR)
    assert not doubts_of_cut(large)
    assert doubts_of_cut(cv2.resize(cut(patch=60), (2400, 2400), interpolation=cv2.INTER_LINEAR))


def test_nothing_found_is_no_haze():
    assert not doubts_of_cut(np.zeros((50, 50), np.float32))
