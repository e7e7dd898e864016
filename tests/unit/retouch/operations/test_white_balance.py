import numpy as np
import pytest

from retouch.color import to_lab
from retouch.errors import InvalidParams
from retouch.operations.white_balance import WhiteBalance, white_balance
from tests.unit.retouch.jewelry import ring

WARM = (1.12, 1.0, 0.8)


def chroma(color: np.ndarray) -> float:
    lab = to_lab(np.float32(color))
    return float(np.hypot(lab[..., 1], lab[..., 2]))


def test_paper_in_warm_light_becomes_neutral_and_keeps_its_luminance() -> None:
    drawn = ring(light=WARM)
    balanced = white_balance(drawn.pixels, WhiteBalance(1.0), drawn.scene)
    assert chroma(drawn.pixels[0, 0]) > 10
    assert chroma(balanced[0, 0]) < 1
    assert to_lab(balanced[0, 0])[0] == pytest.approx(to_lab(drawn.pixels[0, 0])[0], abs=0.5)


def test_gold_in_warm_light_comes_back_to_gold_not_to_grey() -> None:
    neutral, warm = ring(), ring(light=WARM)
    balanced = white_balance(warm.pixels, WhiteBalance(1.0), warm.scene)
    before, after = (np.median(to_lab(p[warm.band]), axis=0) for p in (neutral.pixels, balanced))
    assert np.hypot(*(after - before)[1:]) < 3


def test_a_red_ground_tells_nothing_of_the_light() -> None:
    drawn = ring(paper=(0.4, 0.03, 0.05))
    assert np.array_equal(white_balance(drawn.pixels, WhiteBalance(1.0), drawn.scene), drawn.pixels)


@pytest.mark.parametrize("paper", [(0.01, 0.01, 0.012), (1.0, 1.0, 0.99)])
def test_black_and_blown_grounds_tell_nothing(paper: tuple[float, float, float]) -> None:
    drawn = ring(paper=paper)
    assert np.array_equal(white_balance(drawn.pixels, WhiteBalance(1.0), drawn.scene), drawn.pixels)


def test_a_tinted_card_under_neutral_silver_is_left_tinted() -> None:
    drawn = ring(128, alloy="steel", paper=(0.56, 0.45, 0.39))
    whole = drawn.with_scene(alloy="steel")
    assert chroma(drawn.pixels[0, 0]) > 6
    assert np.array_equal(white_balance(whole.pixels, WhiteBalance(1.0), whole.scene), whole.pixels)


def test_white_that_is_clipped_stays_white() -> None:
    drawn = ring(light=WARM)
    pixels = drawn.pixels.copy()
    pixels[60, 60] = 1.0
    assert np.allclose(white_balance(pixels, WhiteBalance(1.0), drawn.scene)[60, 60], 1.0, atol=1e-6)


def test_nothing_is_done_by_default_and_the_input_is_kept() -> None:
    drawn = ring(light=WARM)
    kept = drawn.pixels.copy()
    assert np.array_equal(white_balance(drawn.pixels, WhiteBalance(), drawn.scene), kept)
    white_balance(drawn.pixels, WhiteBalance(1.0), drawn.scene)
    assert np.array_equal(drawn.pixels, kept)


def test_more_than_all_of_a_cast_is_refused() -> None:
    with pytest.raises(InvalidParams, match="strength"):
        WhiteBalance(1.5)
