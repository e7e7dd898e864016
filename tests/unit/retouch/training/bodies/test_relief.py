"""Forms have the heights that their measures say, and light and shadow fall as they should."""

import numpy as np
import pytest

from retouch.training.bodies.forms import NOWHERE, Canvas, block, column, egg, limb, merged, rough, tilted
from retouch.training.bodies.relief import Relief, Stuff
from tests.unit.retouch.training.bodies.drawn import bare

CANVAS = Canvas(64, 64)
MIDDLE = (32.0, 32.0, 0.0)
FROM_ABOVE = tilted(90)
WHITE = Stuff(np.ones(3, np.float32))


def test_a_limb_is_as_high_as_its_axis_and_its_radius() -> None:
    form = limb(CANVAS, (10, 32, 5), (54, 32, 5), (8, 8))
    assert form[32, 32] == pytest.approx(13)
    assert form[37, 32] == pytest.approx(5 + np.sqrt(64 - 25))
    assert form[41, 32] == NOWHERE
    assert form[32, 63] == NOWHERE


def test_a_limb_rises_and_thins_from_end_to_end() -> None:
    form = limb(CANVAS, (10, 32, 0), (50, 32, 20), (8, 4))
    assert form[32, 10] == pytest.approx(8)
    assert form[32, 30] == pytest.approx(10 + 6)
    assert form[32, 50] == pytest.approx(20 + 4)


def test_an_egg_has_its_radii_and_a_boxier_one_covers_more() -> None:
    form = egg(CANVAS, (32, 32, 3), (20, 10, 6))
    assert form[32, 32] == pytest.approx(9)
    assert (form[32] > NOWHERE).sum() == 39
    assert (form[:, 32] > NOWHERE).sum() == 19
    boxy = egg(CANVAS, (32, 32, 3), (20, 10, 6), power=5.0)
    assert (boxy > NOWHERE).sum() > 1.15 * (form > NOWHERE).sum()


def test_a_box_from_above_is_its_own_rectangle() -> None:
    form = block(CANVAS, MIDDLE, (20, 10, 5), FROM_ABOVE)
    seen = form > NOWHERE
    assert seen.sum() == 41 * 21
    assert form[seen] == pytest.approx(5)


@pytest.mark.parametrize("degrees", [30, 60])
def test_a_box_from_aside_shows_its_top_and_its_front(degrees: float) -> None:
    form = block(CANVAS, MIDDLE, (10, 14, 8), tilted(degrees))
    rows = np.flatnonzero((form > NOWHERE).any(axis=1))
    up = np.radians(degrees)
    assert np.ptp(rows) == pytest.approx(2 * (14 * np.sin(up) + 8 * np.cos(up)), abs=2)
    assert ((form > NOWHERE).sum(axis=1)[rows] == 21).all()


def test_a_cone_from_above_has_its_foot_for_an_outline() -> None:
    form = column(CANVAS, MIDDLE, 6, (20, 4), FROM_ABOVE)
    assert (form > NOWHERE).sum() == pytest.approx(np.pi * 20**2, rel=0.03)
    assert form[32, 32] == pytest.approx(6, abs=0.2)
    assert form[32, 44] == pytest.approx(0, abs=0.3)


def test_what_grows_together_is_nowhere_lower_and_higher_only_where_it_meets() -> None:
    one, other = limb(CANVAS, (5, 32, 0), (58, 32, 0), (8, 8)), limb(CANVAS, (32, 5, 0), (32, 58, 0), (8, 8))
    both, highest = merged(one, other, 4.0), np.maximum(one, other)
    assert (both >= highest).all()
    assert both[32, 32] == pytest.approx(8 + 1)
    assert both[32, 10] == highest[32, 10]


def test_bumps_change_nothing_beside_a_form() -> None:
    form = limb(CANVAS, (10, 32, 0), (50, 32, 0), (8, 8))
    bumped = rough(form, np.ones((64, 64), np.float32))
    assert (bumped[form > NOWHERE] == form[form > NOWHERE] + 1).all()
    assert (bumped[form == NOWHERE] == NOWHERE).all()


def test_what_is_put_above_takes_the_place_and_its_name() -> None:
    relief = bare()
    relief.place(block(CANVAS, MIDDLE, (20, 20, 5), FROM_ABOVE), WHITE, name="box")
    relief.place(block(CANVAS, MIDDLE, (10, 10, 9), FROM_ABOVE), WHITE)
    relief.place(block(CANVAS, MIDDLE, (30, 5, 2), FROM_ABOVE), WHITE, name="slip")
    assert relief.names["box"].sum() == 41 * 41 - 21 * 21
    assert relief.names["slip"].sum() == 61 * 11 - 41 * 11
    assert relief.height[32, 32] == 9


@pytest.mark.parametrize(("lamp", "shaded"), [((-1, 0, 1), 50), ((1, 0, 1), 14)])
def test_shadows_fall_away_from_the_lamp(lamp: tuple[float, float, float], shaded: int) -> None:
    relief = Relief.over(np.ones((64, 64, 3), np.float32))
    relief.place(block(CANVAS, MIDDLE, (8, 8, 24), FROM_ABOVE), WHITE)
    light = relief.lit(lamp, ambient=0.2, softness=0.05)[32, :, 0]
    assert light[shaded] < 0.6 * light[63 - shaded]


def test_a_relief_without_depth_is_a_flat_drawing() -> None:
    relief = Relief.over(np.ones((64, 64, 3), np.float32))
    relief.place(egg(CANVAS, (32, 32, 0), (20, 20, 20)), WHITE)
    solid, flat = (relief.lit((-1, 0, 1), ambient=0.2, softness=0.1, depth=depth) for depth in (1.0, 0.0))
    assert np.ptp(flat) < 1e-5
    assert np.ptp(solid) > 0.5
