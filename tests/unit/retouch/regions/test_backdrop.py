import cv2
import numpy as np

from retouch.regions.backdrop import distance, find_backdrop, spread
from tests.unit.retouch.regions.drawn import STEEL, paper, ring


def lab(pixels: np.ndarray) -> np.ndarray:
    return cv2.cvtColor(pixels, cv2.COLOR_LRGB2Lab)


def test_uneven_paper_is_one_smooth_surface() -> None:
    backdrop = find_backdrop(lab(paper(96, 128)))
    assert backdrop.fit < 0.3
    assert backdrop.share > 0.95
    assert backdrop.seen.mean() > 0.9


def test_the_surface_passes_beneath_the_piece() -> None:
    drawn = ring(128, color=STEEL)
    backdrop = find_backdrop(lab(drawn.pixels))
    assert distance(backdrop.lit, lab(drawn.ground))[64, 24] < 1.5
    assert not (backdrop.seen & (drawn.alpha > 0.5)).any()


def test_a_soft_shadow_belongs_to_the_local_layer_only() -> None:
    plain, shaded = paper(128, 128), paper(128, 128, shadow=0.2)
    backdrop = find_backdrop(lab(shaded))
    assert distance(backdrop.local, lab(shaded))[96, 64] < 1.5
    assert distance(backdrop.lit, lab(plain))[96, 64] < distance(lab(shaded), lab(plain))[96, 64]


def test_a_jump_is_sharp_and_a_ramp_is_not() -> None:
    columns = np.arange(96, dtype=np.float32)
    jump = np.where(columns < 48, 0.2, 0.7)
    ramp = np.interp(columns, [30, 66], [0.2, 0.7])
    middle = []
    for profile in (jump, ramp):
        pixels = np.repeat(np.tile(profile.astype(np.float32), (64, 1))[..., None], 3, axis=2)
        middle.append(find_backdrop(lab(np.ascontiguousarray(pixels))).sharp[32, 47])
    assert middle[0] > 0.9
    assert middle[1] == 0.0


def test_what_is_known_is_carried_into_what_is_not() -> None:
    values = np.full((32, 40, 3), 5.0, np.float32)
    known = np.zeros((32, 40), bool)
    known[:, :8] = True
    assert np.allclose(spread(values, known), 5.0, atol=0.05)
