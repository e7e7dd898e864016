"""Level sets, sheets and cuts hold what they should; patterns stay colors."""

import numpy as np
import pytest

from retouch.training.render.materials import MATTES, METALS, STONES, find_material, spelled
from retouch.training.render.patterns import SHARES, patterned
from retouch.training.render.pieces.drawings import DRAWERS, draw
from retouch.training.render.pieces.lying import WAYS, lifted
from retouch.training.render.pieces.relief import RELIEFS
from retouch.training.render.pieces.solids import level_set, plate, split, wrapped


def volume(shape):
    a, b, c = (shape.points[shape.faces[:, k]].astype(np.float64) for k in range(3))
    return float(np.einsum("ij,ij->i", a, np.cross(b, c)).sum() / 6)


def area(shape):
    a, b, c = (shape.points[shape.faces[:, k]].astype(np.float64) for k in range(3))
    return float(np.linalg.norm(np.cross(b - a, c - a), axis=1).sum() / 2)


def ball():
    x, y, z = np.mgrid[-15:16, -15:16, -15:16].astype(np.float32)
    return level_set(np.sqrt(x**2 + y**2 + z**2) - 12, np.full(3, -15.0), np.ones(3))


def test_a_level_set_of_distance_is_a_ball():
    assert volume(ball()) == pytest.approx(4 / 3 * np.pi * 12**3, rel=0.02)


def test_a_sheet_with_a_hole_holds_its_area_times_its_thickness_and_reaches_the_drawings_edge():
    drawing = np.ones((60, 60), bool)
    drawing[20:40, 20:40] = False
    sheet = plate(drawing, 6.0, 1.0, bevel=0.05, cells=60)
    assert volume(sheet) == pytest.approx((36 - 4) * 1.0, rel=0.06)


def test_a_sheet_rolled_up_keeps_its_volume():
    strip = np.ones((12, 120), bool)
    flat = plate(strip, 2 * np.pi * 8, 1.0, bevel=0.1, cells=240)
    assert volume(wrapped(flat, 8.0)) == pytest.approx(volume(flat), rel=0.02)


def test_a_surface_cut_in_two_loses_nothing():
    whole = ball()
    low, high = split(whole, whole.points[:, 2], 3.3)
    assert area(low) + area(high) == pytest.approx(area(whole), rel=1e-4)
    assert low.points[:, 2].max() <= 3.3 + 1e-3
    assert high.points[:, 2].min() >= 3.3 - 1e-3


@pytest.mark.parametrize("name", sorted(DRAWERS))
def test_a_drawing_shows_something_and_leaves_something_free(name):
    share = draw(name, np.random.default_rng(1)).mean()
    assert 0.02 < share < 0.98


@pytest.mark.parametrize("name", sorted(RELIEFS))
def test_reliefs_are_neither_flat_nor_wild(name):
    heights = RELIEFS[name]((80, 24), np.random.default_rng(2))
    assert heights.shape == (80, 24)
    assert heights.std() > 0.01
    assert np.abs(heights).max() < 2


@pytest.mark.parametrize("texture", [*SHARES, "fire"])
def test_a_pattern_is_a_color_at_every_point(texture):
    point = np.random.default_rng(3).normal(size=(200, 3)).astype(np.float32)
    color = patterned(texture, ((0.1, 0.5, 0.5), (0.05, 0.03, 0.02)), point, 1.0, 9)
    assert color.min() > 0
    assert color.max() < 1
    assert color.std(axis=0).max() > 1e-4


@pytest.mark.parametrize(
    "stuff", [METALS["steel"], STONES["ruby"], MATTES["opal"]], ids=["metal", "stone", "matte"]
)
def test_a_material_is_found_again_by_all_that_its_name_says(stuff):
    found = find_material(spelled(stuff))
    assert spelled(found) == spelled(stuff)


def test_a_name_of_no_material_is_refused():
    with pytest.raises(KeyError):
        find_material("unobtainium")


@pytest.mark.parametrize("name", sorted(WAYS))
def test_a_chain_that_crosses_itself_lies_on_top_of_itself(name):
    way = WAYS[name](np.random.default_rng(4), 60.0)
    up = lifted(way, 2.0).path
    k = np.arange(0, len(up), 3)
    flat = np.linalg.norm(way.path[k][:, None, :2] - way.path[k][None, :, :2], axis=2)
    along = np.abs(k[:, None] - k[None]) * way.length / len(up)
    crossing = (flat < 0.3) & (along > 12)
    assert (np.abs(up[k][:, None, 2] - up[k][None, :, 2])[crossing] > 0.5).all()
