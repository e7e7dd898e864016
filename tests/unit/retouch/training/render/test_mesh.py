"""Solids are closed and turned outwards; curves keep their spacing."""

import numpy as np
import pytest

from retouch.training.render.mesh import block, facing, lathe, merged, smooth_curve, sphere, tube, turn


def _volume(shape):
    a, b, c = (shape.points[shape.faces[:, k]].astype(np.float64) for k in range(3))
    return float(np.einsum("ij,ij->i", a, np.cross(b, c)).sum() / 6)


def test_a_ball_holds_four_thirds_pi():
    assert _volume(sphere(1.0, rings=64, sides=96)) == pytest.approx(4 / 3 * np.pi, rel=0.01)


def test_a_wire_with_ends_holds_its_section_times_its_length():
    path = np.stack([np.zeros(20), np.zeros(20), np.linspace(0, 5, 20)], 1)
    assert _volume(tube(path, 0.5, sides=64)) == pytest.approx(np.pi * 0.25 * 5, rel=0.01)


def test_a_turned_profile_and_a_block_enclose_something_positive():
    cylinder = lathe([(0, 0), (1, 0), (1, 2), (0, 2)], sides=128)
    assert _volume(cylinder) == pytest.approx(2 * np.pi, rel=0.01)
    assert _volume(block((2, 3, 4), power=60, detail=60)) == pytest.approx(24, rel=0.05)


def test_meshes_put_together_hold_what_their_parts_held():
    one, other = sphere(1.0), sphere(2.0).moved(turn("x", 30), (5, 0, 0))
    assert _volume(merged([one, other])) == pytest.approx(_volume(one) + _volume(other), rel=1e-3)


@pytest.mark.parametrize("direction", [(0, 0, 1), (1, 0, 0), (0.3, -0.5, -0.8)])
def test_facing_brings_up_to_a_direction_without_stretching(direction):
    matrix = facing(direction, 25)
    assert matrix @ (0, 0, 1) == pytest.approx(np.asarray(direction) / np.linalg.norm(direction), abs=1e-5)
    assert np.linalg.det(matrix) == pytest.approx(1, abs=1e-5)


def test_a_smooth_curve_walks_in_equal_steps():
    curve = smooth_curve([(0, 0, 0), (1, 3, 0), (4, 1, 0), (6, 2, 1)], 80)
    steps = np.linalg.norm(np.diff(curve, axis=0), axis=1)
    assert steps.std() / steps.mean() < 0.02
