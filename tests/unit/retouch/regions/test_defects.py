import cv2
import numpy as np
import pytest

from retouch.regions.defects import find_defects
from retouch.regions.findings import DefectKind

SIDE = 64
NOTHING = np.zeros((SIDE, SIDE), np.float32)
ALL = np.ones((SIDE, SIDE), np.float32)


def surface(level: float = 0.6, *, seed: int = 1) -> np.ndarray:
    noise = np.random.default_rng(seed).normal(0.0, 0.002, (SIDE, SIDE)).astype(np.float32)
    return (level + noise)[..., None].repeat(3, axis=2)


def dot(pixels: np.ndarray, row: int, column: int, *, level: float = 0.25) -> np.ndarray:
    pixels[row - 1 : row + 2, column - 1 : column + 2] = level
    return pixels


def test_a_speck_on_paper_is_dust() -> None:
    defects, mask = find_defects(dot(surface(), 20, 40), NOTHING, NOTHING, NOTHING)
    (defect,) = defects
    assert defect.kind is DefectKind.DUST
    assert (defect.box.left, defect.box.top) == (39, 19)
    assert mask[19:22, 39:42].all()
    assert mask.sum() <= 81


def test_a_dark_speck_alone_on_polished_metal_is_dust() -> None:
    defects, mask = find_defects(dot(surface(), 30, 30), ALL, ALL, NOTHING)
    assert len(defects) == 1
    assert mask[30, 30]


def test_clean_surfaces_have_no_defects() -> None:
    for metal in (NOTHING, ALL):
        defects, mask = find_defects(surface(), metal, metal, NOTHING)
        assert defects == ()
        assert not mask.any()


def test_a_hallmark_is_never_a_defect() -> None:
    pixels = surface()
    for column in (24, 30, 36):
        dot(pixels, 32, column)
    defects, mask = find_defects(pixels, ALL, ALL, NOTHING)
    assert defects == ()
    assert not mask.any()


def test_milgrain_and_brushed_grain_are_never_defects() -> None:
    milgrain, brushed = surface(), surface()
    for column in range(4, 62, 5):
        dot(milgrain, 32, column, level=0.3)
    brushed[::3, 5:59] = 0.4
    for pixels in (milgrain, brushed):
        assert find_defects(pixels, ALL, ALL, NOTHING)[0] == ()


def test_an_inclusion_in_a_stone_is_never_a_defect() -> None:
    assert find_defects(dot(surface(), 30, 30), ALL, NOTHING, ALL)[0] == ()


def test_a_glint_is_never_a_defect() -> None:
    assert find_defects(dot(surface(0.3), 30, 30, level=1.0), ALL, ALL, NOTHING)[0] == ()


def test_what_lies_close_to_the_piece_may_be_part_of_it() -> None:
    alpha = NOTHING.copy()
    alpha[:, 50:] = 1.0
    assert find_defects(dot(surface(), 30, 44), alpha, NOTHING, NOTHING)[0] == ()
    assert len(find_defects(dot(surface(), 30, 20), alpha, NOTHING, NOTHING)[0]) == 1


def test_cloth_is_no_field_of_defects() -> None:
    weave = surface()
    weave[::4, ::4] = 0.3
    assert find_defects(weave, NOTHING, NOTHING, NOTHING)[0] == ()


def test_a_mark_on_an_edge_is_not_certain_enough() -> None:
    pixels = surface()
    pixels[:, 32:] = 0.35
    assert find_defects(dot(pixels, 30, 30, level=0.2), ALL, ALL, NOTHING)[0] == ()


def test_a_bent_hair_is_lint() -> None:
    side = 400
    noise = np.random.default_rng(4).normal(0.0, 0.002, (side, side, 1)).astype(np.float32)
    pixels = (0.6 + noise).repeat(3, axis=2)
    line = np.array([[180, 190], [188, 196], [192, 206]], np.int32)
    pixels = cv2.polylines(
        np.ascontiguousarray(pixels), [line], isClosed=False, color=(0.2, 0.2, 0.2), thickness=1
    )
    pixels = cv2.GaussianBlur(pixels, (0, 0), 0.6)  # as a lens shows it
    empty = np.zeros((side, side), np.float32)
    kinds = {defect.kind for defect in find_defects(pixels, empty, empty, empty)[0]}
    assert kinds == {DefectKind.LINT}


@pytest.mark.parametrize("size", [12, 24])
def test_what_is_too_large_is_no_dust(size: int) -> None:
    pixels = surface()
    pixels[20 : 20 + size, 20 : 20 + size] = 0.25
    assert find_defects(pixels, NOTHING, NOTHING, NOTHING)[0] == ()


def test_a_photo_strewn_all_over_is_left_alone() -> None:
    side = 512
    pixels = np.full((side, side, 3), 0.6, np.float32)
    for row in range(6, side, 16):
        for column in range(6, side, 16):
            pixels[row : row + 2, column : column + 2] = 0.2
    empty = np.zeros((side, side), np.float32)
    defects, mask = find_defects(pixels, empty, empty, empty)
    assert defects == ()
    assert not mask.any()


def test_a_large_photo_is_searched_reduced_and_its_defects_carried_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    side = 256
    pixels = np.full((side, side, 3), 0.6, np.float32)
    pixels[100:106, 180:186] = 0.2
    empty = np.zeros((side, side), np.float32)
    monkeypatch.setattr("retouch.regions.defects.MOST_PIXELS", side * side // 4)
    ((defect,), mask) = find_defects(pixels, empty, empty, empty)
    assert mask.shape == (side, side)
    assert mask[100:106, 180:186].all()
    assert abs(defect.box.left - 180) <= 2


@pytest.mark.parametrize(("chips", "dirty"), [(260, False), (0, True)])
def test_chips_of_speckled_stone_are_no_dust_and_many_specks_on_paper_are(chips: int, dirty: bool) -> None:
    side, rng = 900, np.random.default_rng(2)
    pixels = np.full((side, side, 3), 0.7, np.float32)
    for _ in range(chips):  # of many sizes, darker and lighter than what holds them
        corners = rng.uniform(20, side - 20, 2) + rng.normal(0.0, np.exp(rng.uniform(1.1, 3.0)), (5, 2))
        cv2.fillConvexPoly(pixels, cv2.convexHull(np.int32(corners)), [float(rng.choice([0.3, 0.95]))] * 3)
    for row, column in rng.integers(20, side - 20, (40, 2)):
        cv2.circle(pixels, (int(column), int(row)), 2, (0.35, 0.35, 0.35), -1)
    pixels = cv2.GaussianBlur(pixels, (0, 0), 0.7) + rng.normal(0.0, 0.002, (side, side, 1)).astype(
        np.float32
    )
    empty = np.zeros((side, side), np.float32)
    defects, _ = find_defects(pixels, empty, empty, empty)
    assert len(defects) > 30 if dirty else not defects
