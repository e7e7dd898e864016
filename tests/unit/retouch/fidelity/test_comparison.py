"""Any edited picture against its original: what was done to the piece, not to the photo, decides."""

from collections.abc import Callable

import cv2
import numpy as np
import pytest

from retouch.arrays import LinearRGB
from retouch.fidelity import Comparison, compare
from retouch.photo import Photo
from retouch.scene import Scene
from tests.unit.retouch.jewelry import on_white, ring
from tests.unit.retouch.quality.test_fidelity import photo

SIDE = 240
DRAWN = ring(SIDE)
PHOTO = photo(DRAWN)


def known(_photo: Photo, *, hints: object) -> Scene:
    return DRAWN.scene


def judged(edited: np.ndarray) -> Comparison:
    return compare(Photo(PHOTO), Photo(np.ascontiguousarray(edited, np.float32)), find=known)


def see_through(pixels: LinearRGB) -> np.ndarray:
    return np.concatenate([pixels, DRAWN.scene.alpha[..., None]], axis=2)


HONEST: dict[str, Callable[[LinearRGB], np.ndarray]] = {
    "as it was": lambda p: p,
    "on white": lambda p: on_white(DRAWN, p),
    "see-through": see_through,
    "darker": lambda p: p * 0.75,
    "larger": lambda p: np.clip(cv2.resize(p, None, fx=1.3, fy=1.3, interpolation=cv2.INTER_CUBIC), 0, 1),
    "padded": lambda p: cv2.copyMakeBorder(
        on_white(DRAWN, p), 0, 0, 40, 40, cv2.BORDER_CONSTANT, value=(1,) * 3
    ),
}


@pytest.mark.parametrize("edit", HONEST, ids=lambda name: name.replace(" ", "-"))
def test_an_honest_edit_is_faithful(edit: str) -> None:
    found = judged(HONEST[edit](PHOTO))
    assert found.reasons == ()
    assert all(count.kept == count.original for count in found.counts)


def test_a_stone_drawn_anew_is_counted_and_marked() -> None:
    edited = PHOTO.copy()
    rows, columns = np.nonzero(DRAWN.stone)
    edited[rows, columns] = PHOTO[rows.min() + rows.max() - rows, columns]
    found = judged(edited)
    assert "redrawn" in {reason.code for reason in found.reasons}
    stones = next(count for count in found.counts if count.what == "stones")
    assert (stones.original, stones.kept) == (1, 0)
    assert found.heat is not None
    assert found.heat[DRAWN.stone].mean() > 5 * found.heat[DRAWN.band].mean()


def test_a_piece_cut_by_the_frame_is_altered() -> None:
    found = judged(PHOTO[: int(0.8 * SIDE)])
    assert "cut_by_frame" in {reason.code for reason in found.reasons}


def test_a_large_photo_is_compared_smaller(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("retouch.fidelity.comparison.MOST_PIXELS", 30_000)
    found = judged(PHOTO)
    assert found.faithful
    assert found.reduction < 1.0
