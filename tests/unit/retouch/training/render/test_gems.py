"""Cut stones: their geometry, and the laws their light obeys."""

import numpy as np
import pytest

from retouch.training.render.gems import find_cut, fresnel, next_facet, refract


@pytest.mark.parametrize("name", ["round", "oval", "emerald", "princess", "cushion", "marquise"])
def test_every_corner_of_a_cut_lies_inside_all_its_facets(name):
    cut = find_cut(name)
    beyond = cut.mesh.points @ cut.normals.T - cut.offsets
    assert beyond.max() < 1e-4


def test_a_round_brilliant_is_two_wide_and_as_deep_as_its_angles_say():
    points = find_cut("round").mesh.points
    assert np.hypot(points[:, 0], points[:, 1]).max() == pytest.approx(1, abs=0.02)
    assert points[:, 2].min() == pytest.approx(-np.tan(np.deg2rad(40.9)) - 0.04, abs=0.02)


def test_light_bends_by_the_law_of_sines():
    down = np.asarray([[np.sin(0.7), 0, -np.cos(0.7)]], np.float32)
    bent, passes = refract(down, np.asarray([[0, 0, 1]], np.float32), 1 / 2.417)
    assert passes.all()
    assert bent[0, 0] == pytest.approx(np.sin(0.7) / 2.417, abs=1e-6)


def test_beyond_the_critical_angle_nothing_leaves_a_diamond():
    critical = np.cos(np.arcsin(1 / 2.417))
    steep, flat = fresnel(2.417, np.asarray([1.0, critical - 0.02], np.float32))
    assert steep == pytest.approx(((2.417 - 1) / (2.417 + 1)) ** 2, abs=1e-4)
    assert flat == 1


def test_a_ray_inside_a_stone_meets_the_table_where_it_lies():
    cut = find_cut("round")
    way, facet = next_facet(cut, np.zeros((1, 3), np.float32), np.asarray([[0, 0, 1]], np.float32))
    assert way[0] == pytest.approx(cut.mesh.points[:, 2].max(), abs=1e-4)
    assert facet[0] == pytest.approx([0, 0, 1])
