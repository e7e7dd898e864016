"""An edited picture is brought back to its original's grid, to a fraction of a pixel."""

import cv2
import numpy as np
import pytest

from retouch.arrays import LinearRGB
from retouch.quality.alignment import Alignment, align, laid_over
from tests.unit.retouch.jewelry import ring
from tests.unit.retouch.quality.test_fidelity import photo

SIDE = 240
PHOTO = photo(ring(SIDE))
CORNERS = np.asarray([[40.0, 30.0], [200.0, 30.0], [40.0, 210.0], [200.0, 210.0]])


def found(edited: np.ndarray) -> Alignment:
    placed = align(PHOTO, np.ascontiguousarray(edited, np.float32))
    assert placed is not None
    return placed


def off_px(placed: Alignment, expected: np.ndarray) -> float:
    where = CORNERS @ placed.matrix[:, :2].T + placed.matrix[:, 2]
    return float(np.abs(where - expected).max())


def test_the_picture_itself_lies_where_it_is() -> None:
    assert off_px(found(PHOTO), CORNERS) < 0.01


@pytest.mark.parametrize("share", [0.7, 1.4])
def test_a_resized_picture_is_found_at_its_scale(share: float) -> None:
    method = cv2.INTER_AREA if share < 1 else cv2.INTER_CUBIC
    edited = np.clip(cv2.resize(PHOTO, None, fx=share, fy=share, interpolation=method), 0, 1)
    assert off_px(found(edited), (CORNERS + 0.5) * share - 0.5) < 0.4 * max(share, 1.0)


def test_a_padded_and_brightened_picture_is_found() -> None:
    padded = cv2.copyMakeBorder(np.sqrt(PHOTO), 60, 0, 20, 40, cv2.BORDER_CONSTANT, value=(0.78, 0.78, 0.78))
    assert off_px(found(padded), CORNERS + np.asarray((20, 60))) < 0.5


def test_a_cropped_picture_is_found_and_what_it_lacks_is_told() -> None:
    placed = found(PHOTO[10:225, 15:230])
    assert off_px(placed, CORNERS - np.asarray((15, 10))) < 0.5
    _, seen = laid_over(PHOTO[10:225, 15:230], placed, (SIDE, SIDE), 1.0)
    assert not seen[2:8].any()
    assert seen[20:200, 30:200].all()


def test_a_quarter_turn_is_found() -> None:
    assert abs(abs(found(np.rot90(PHOTO)).turn_deg) - 90.0) < 1.0


@pytest.mark.parametrize("reduction", [1.0, 0.5])
def test_a_picture_laid_over_is_the_original_again(reduction: float) -> None:
    edited = np.clip(cv2.resize(PHOTO, None, fx=1.5, fy=1.5, interpolation=cv2.INTER_CUBIC), 0, 1)
    size = round(SIDE * reduction)
    back, seen = laid_over(edited, found(edited), (size, size), reduction)
    original = cv2.resize(PHOTO, (size, size), interpolation=cv2.INTER_AREA) if reduction < 1 else PHOTO
    assert seen[2:-2, 2:-2].all()
    assert float(np.abs(back - original)[4:-4, 4:-4].mean()) < 0.01


def test_another_picture_is_not_found() -> None:
    other: LinearRGB = np.random.default_rng(3).random((SIDE, SIDE, 3)).astype(np.float32)
    assert align(PHOTO, cv2.GaussianBlur(other, (0, 0), 3.0)) is None
