"""The one check of shape, type and range."""

import numpy as np
import pytest

from retouch.arrays import ALPHA, LAB, LINEAR_RGB, MASK, check

SOUND = [
    (np.zeros((2, 3, 3), np.float32), LINEAR_RGB),
    (np.ones((2, 3, 4), np.float32), LINEAR_RGB),
    (np.full((2, 3, 3), -50.0, np.float32), LAB),
    (np.ones((2, 3), np.float32), ALPHA),
    (np.ones((2, 3), bool), MASK),
]
UNSOUND = [
    (np.zeros((2, 3, 3)), LINEAR_RGB, "float32, not float64"),
    (np.zeros((2, 3), np.float32), LINEAR_RGB, "not of shape"),
    (np.zeros((2, 3, 2), np.float32), LINEAR_RGB, "2 channels"),
    (np.full((2, 3, 3), 1.001, np.float32), LINEAR_RGB, "must lie in"),
    (np.full((2, 3), np.nan, np.float32), ALPHA, "must lie in"),
    (np.zeros((2, 3), np.uint8), MASK, "bool, not uint8"),
]


@pytest.mark.parametrize(("array", "kind"), SOUND)
def test_an_array_of_its_kind_passes(array, kind):
    check(array, kind)


@pytest.mark.parametrize(("array", "kind", "words"), UNSOUND)
def test_an_array_of_another_kind_is_named_with_what_is_wrong(array, kind, words):
    with pytest.raises(ValueError, match=words) as raised:
        check(array, kind, what="the result")
    assert str(raised.value).startswith("the result must be")
