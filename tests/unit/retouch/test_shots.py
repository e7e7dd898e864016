"""Which shots of a set are of one metal; colors are those that rendered pieces had on rehearsal sets."""

import pytest

from retouch.alloys import Family
from retouch.shots import BETWEEN, Shot, grouped, look

SILVER, YELLOW, ROSE = "sterling-silver", "14k-yellow-gold", "14k-rose-gold"


def shot(alloy, before, toned=None):
    """L* is the same for all; it says nothing of the metal."""
    return Shot(alloy, (60.0, *before), (60.0, *(toned or before)))


def groups(*shots):
    return [one and one.group for one in grouped(shots)]


WHITES = [shot(SILVER, (2.0, 9.0), (1.9, 3.1)), shot(SILVER, (0.5, 3.0), (0.7, 2.3))]
YELLOWS = [shot(YELLOW, (1.4, 31.0)), shot(YELLOW, (-4.8, 26.0), (1.1, 30.8))]


def test_known_alloys_are_their_own_groups_and_no_photo_is_none():
    assert groups(*WHITES, None, *YELLOWS) == [SILVER, SILVER, None, YELLOW, YELLOW]
    assert groups() == []


@pytest.mark.parametrize(
    ("toned", "group"), [((0.4, 5.0), SILVER), ((2.5, 30.5), YELLOW), ((9.0, 17.0), "looks rose")]
)
def test_a_plain_look_joins_the_alloy_of_that_look_or_founds_a_group(toned, group):
    assert groups(*WHITES, *YELLOWS, shot("", toned))[-1] == group


def test_a_shot_between_two_looks_joins_what_it_is_near_to_as_shot_and_as_toned():
    between = shot("", (3.5, 10.5))
    assert look(between) is None
    assert groups(*WHITES, between)[-1] == SILVER
    assert groups(shot(SILVER, (-1.0, -6.0), (0.7, 2.3)), between)[-1] == ""


def test_a_shot_that_may_be_of_either_metal_stands_alone():
    pale = [shot("10k-yellow-gold", (2.9, 15.5)), shot("10k-yellow-gold", (3.4, 13.0))]
    between = shot("", (1.2, 9.4))
    assert groups(*WHITES, *pale, between)[-1] == ""
    assert groups(*pale, between)[-1] == "10k-yellow-gold"


@pytest.mark.parametrize(
    ("told", "other"),
    [
        (SILVER, (6.0, 10.2)),  # pale rose gold
        (SILVER, (-1.0, 14.0)),  # pale yellow gold
        (YELLOW, (8.5, 20.5)),  # 18 karat rose gold, between in hue
        (YELLOW, (1.0, 10.0)),  # white gold in warm light
        (ROSE, (2.0, 12.0)),  # pale yellow gold
    ],
)
def test_another_metal_is_not_joined_though_it_be_the_only_alloy_there_is(told, other):
    color = {SILVER: (0.5, 2.2), YELLOW: (4.3, 24.8), ROSE: (9.0, 17.0)}[told]
    assert groups(shot(told, color), shot(told, color), shot("", other))[-1] != told


def test_a_little_green_or_blue_is_white_metal_in_a_cast():
    assert look(shot("", (-1.3, -8.6))) is Family.WHITE
    assert look(shot("", (-9.0, 3.0))) is Family.WHITE


def test_shots_between_all_metals_have_each_other_unless_the_set_has_several_metals():
    rose = [shot("", toned) for toned in ((6.0, 10.2), (5.4, 11.0), (5.2, 9.8))]
    green = shot("", (-12.0, 16.0))
    assert groups(*rose, green) == [BETWEEN] * 3 + [""]
    assert groups(*rose, *WHITES, *YELLOWS)[:3] == [""] * 3
    assert groups(rose[0], green) == ["", ""]


def test_nobody_joins_a_piece_of_two_metals():
    two = shot("14k-yellow-gold+sterling-silver", (2.0, 11.0))
    assert groups(two, two, shot("", (2.0, 11.0)))[-1] == ""
