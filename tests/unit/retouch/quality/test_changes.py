"""What was drawn anew is found where it is, on the photo's own ground and on a new one; what was not, is not."""

import cv2
import numpy as np
import pytest

from retouch.arrays import LinearRGB
from retouch.quality.changes import Changes, find_changes
from tests.unit.retouch.jewelry import Drawn, on_white, ring
from tests.unit.retouch.quality.test_fidelity import SIDE, photo

DRAWN = ring(SIDE)
PHOTO = photo(DRAWN)


def changes(after: LinearRGB, drawn: Drawn = DRAWN) -> Changes:
    return find_changes(PHOTO, after.astype(np.float32), drawn.scene.alpha, drawn.scene.defect_mask)


def test_the_photo_itself_shows_no_change() -> None:
    found = changes(PHOTO)
    assert found.ground_kept
    assert found.redrawn.mass == 0.0
    assert not found.heat.any()


@pytest.mark.parametrize("exposure", [0.7, 1.3])
def test_another_exposure_is_no_change(exposure: float) -> None:
    assert changes(np.clip(PHOTO * exposure, 0, 1)).redrawn.mass < 0.01


def test_a_new_ground_is_told_from_the_photos_own() -> None:
    found = changes(on_white(DRAWN, PHOTO))
    assert not found.ground_kept
    assert max(found.redrawn.mass, found.painted.mass, found.vanished.mass) < 0.06


def test_facets_turned_about_are_found_in_the_stone() -> None:
    after = PHOTO.copy()
    rows, columns = np.nonzero(DRAWN.stone)
    after[rows, columns] = PHOTO[rows.min() + rows.max() - rows, columns]
    found = changes(after)
    assert found.redrawn.mass > 0.1
    assert found.redrawn.where is not None
    assert columns.min() - 6 <= found.redrawn.where.left
    assert found.redrawn.where.right <= columns.max() + 7
    assert found.redrawn.where.bottom <= rows.max() + 7


def test_a_prong_given_to_the_new_ground_has_vanished() -> None:
    after = on_white(DRAWN, PHOTO)
    gone = DRAWN.prongs & (np.arange(SIDE) < SIDE // 2) & (np.arange(SIDE) < 0.3 * SIDE)[:, None]
    after[cv2.dilate(gone.astype(np.uint8), np.ones((5, 5))) > 0] = 1.0
    found = changes(after)
    assert max(found.vanished.mass, found.redrawn.mass) > 0.06


def test_dust_that_the_scene_knows_of_may_go() -> None:
    dusty = PHOTO.copy()
    dusty[int(0.9 * SIDE), SIDE // 2 - 4 : SIDE // 2 + 4] = 0.02
    mask = np.zeros((SIDE, SIDE), bool)
    mask[int(0.9 * SIDE) - 2 : int(0.9 * SIDE) + 3, SIDE // 2 - 6 : SIDE // 2 + 6] = True
    alpha = DRAWN.scene.alpha
    assert find_changes(dusty, PHOTO, alpha, mask).redrawn.mass < 0.01
    assert find_changes(dusty, PHOTO, alpha, np.zeros_like(mask)).redrawn.mass > 0.02


def test_a_picture_without_a_piece_is_compared_all_the_same() -> None:
    nothing = np.zeros((SIDE, SIDE), np.float32)
    assert find_changes(PHOTO, PHOTO, nothing, nothing > 0).redrawn.mass == 0.0
