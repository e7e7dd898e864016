"""Two pictures agree where no channel is more than two codes apart."""

import numpy as np

from retouch.bench.devices import agreement


def test_two_codes_apart_agree_and_three_do_not():
    one = np.full((4, 5, 3), 100, np.uint8)
    other = one.copy()
    other[0, 0, 1] = 102
    other[1, 1, 2] = 97
    assert agreement(one, other) == (19, 20, 3)


def test_pictures_of_different_sizes_agree_nowhere():
    assert agreement(np.zeros((4, 5, 3), np.uint8), np.zeros((4, 4, 3), np.uint8)) == (0, 20, 255)
