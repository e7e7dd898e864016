"""What is asked about a cut that is there."""

from dataclasses import replace

import numpy as np
import pytest

from retouch.networks import Sight
from retouch.regions.doubt_figures import Remains, haze, passed_over
from retouch.regions.doubts import LEAST_HAZY, MOST_HAZY, MOST_PASSED_OVER, confidence, find_doubts, is_uneven
from retouch.regions.findings import Hints
from retouch.regions.segmentation import ClassicalSegmenter
from tests.unit.retouch.regions.drawn import GOLD, ring


def cut(side=400, *, rim=1.0, patch=0):
    """A disc with a rim so soft, and a patch so wide of which nobody knows what it is."""
    rows, columns = np.mgrid[0:side, 0:side].astype(np.float32)
    alpha = np.clip((0.3 * side - np.hypot(rows - side / 2, columns - side / 2)) / rim + 0.5, 0.0, 1.0)
    alpha[20 : 20 + patch, 20 : 20 + patch] = 0.5
    return np.asarray(alpha, np.float32)


@pytest.mark.parametrize(("rim", "patch", "hazy"), [(1.0, 0, False), (2.0, 0, False), (1.0, 40, True)])
def test_haze_is_wider_than_a_soft_rim(rim, patch, hazy):
    left = haze(cut(rim=rim, patch=patch))
    assert (left > MOST_HAZY) is hazy
    assert (left < LEAST_HAZY) is not hazy


def test_a_large_photo_is_asked_as_its_reduction_is():
    assert haze(cut(2400, rim=6.0)) < LEAST_HAZY
    assert haze(cut(2400, rim=6.0, patch=360)) > MOST_HAZY


def test_nothing_found_is_no_haze():
    assert haze(np.zeros((50, 50), np.float32)) == 0.0


@pytest.fixture
def uneven():
    drawn = ring(color=GOLD)
    rough = ClassicalSegmenter().segment(drawn.pixels, Hints())
    return replace(rough, backdrop=replace(rough.backdrop, fit=1.6)), drawn.alpha


def codes(rough, *left):
    return {doubt.code for doubt in find_doubts(rough, Hints(), *left)}


def test_an_uneven_ground_is_no_reason_where_the_cut_has_no_haze(uneven):
    rough, alpha = uneven
    assert is_uneven(rough)
    assert "uneven_ground" in codes(rough)
    assert "uneven_ground" not in codes(rough, Remains(haze(alpha)))


def test_haze_is_a_reason_of_its_own_and_lowers_confidence(uneven):
    rough, alpha = uneven
    hazy = alpha.copy()
    hazy[:40, :40] = 0.5
    assert {"hazy", "uneven_ground"} <= codes(rough, Remains(haze(hazy)))
    assert "hazy" not in codes(rough, Remains(haze(alpha)))
    assert "hazy" not in codes(rough)
    assert confidence(rough, (), Remains(haze(hazy))) < 0.5 * confidence(rough, (), Remains(haze(alpha)))


def test_a_wire_of_which_an_end_is_gone_is_asked_about(uneven):
    rough, alpha = uneven
    none = np.zeros_like(alpha)
    seen = replace(rough, sight=Sight(alpha, alpha, none, none, none))
    cut_short = alpha.copy()
    cut_short[:60, 120:128] = 0.0  # a slit through the ring
    assert passed_over(seen, alpha) == 0.0
    assert passed_over(rough, cut_short) == 0.0  # no network looked
    assert passed_over(seen, cut_short) > MOST_PASSED_OVER
    assert "left_outside" in codes(seen, Remains(0.0, passed_over(seen, cut_short)))
    assert "left_outside" not in codes(seen, Remains(0.0))


@pytest.mark.parametrize(("gap", "left", "asked"), [(4, 0.001, False), (4, 0.008, True), (0, 0.001, True)])
def test_a_piece_near_the_frame_is_cut_by_it_unless_its_outline_is_clear(uneven, gap, left, asked):
    rough, _ = uneven
    piece = np.zeros_like(rough.piece)
    piece[gap:100, 60:160] = True
    assert ("cut_by_frame" in codes(replace(rough, piece=piece), Remains(left))) is asked
