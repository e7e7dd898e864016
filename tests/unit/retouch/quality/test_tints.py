"""Another color is told from balanced light."""

import numpy as np
import pytest

from retouch.quality.tints import Recolored, find_recolored
from tests.unit.retouch.jewelry import DIAMOND, ring

SIDE = 160
DRAWN = ring(SIDE)


def recolored(after: np.ndarray, drawn=DRAWN, light=None) -> Recolored:
    return find_recolored(drawn.pixels, after.astype(np.float32), drawn.scene.alpha, light=light)


@pytest.mark.parametrize("gains", [(1.08, 1.0, 0.93), (0.93, 1.0, 1.08)])
def test_a_balanced_photo_has_its_colors(gains: tuple[float, float, float]) -> None:
    assert recolored(np.clip(DRAWN.pixels * gains, 0, 1)).share == 0.0


def test_a_photo_taken_to_neutral_light_has_its_colors() -> None:
    cast = ring(SIDE, light=(1.25, 1.0, 0.6))
    light = np.diag([1 / 1.25, 1.0, 1 / 0.6]).astype(np.float32)
    assert recolored(DRAWN.pixels, cast, light).share == 0.0


def test_gold_turned_grey_is_another_color() -> None:
    after = DRAWN.pixels.copy()
    after[DRAWN.band] = after[DRAWN.band].mean(axis=1, keepdims=True)
    found = recolored(after)
    assert found.share > 0.3
    assert found.chroma_after < 0.4 * found.chroma_before
    assert found.where is not None
    assert found.where.bottom > 0.6 * SIDE


def test_a_tinted_diamond_is_another_stone() -> None:
    drawn = ring(SIDE, stone=DIAMOND)
    after = drawn.pixels.copy()
    after[drawn.stone] *= (1.0, 0.5, 0.3)
    assert recolored(after, drawn).share > 0.05


def test_where_nothing_can_be_told_nothing_is() -> None:
    assert find_recolored(DRAWN.pixels, DRAWN.pixels, np.zeros((SIDE, SIDE), np.float32)) == Recolored()
