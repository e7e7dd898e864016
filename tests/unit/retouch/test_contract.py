"""An operation is held to what it declared."""

from dataclasses import replace

import numpy as np
import pytest

from retouch.contract import hold
from retouch.errors import ContractBroken
from retouch.operation import Operation, Region
from tests.unit.retouch.jewelry import ring

RING = ring()


def declared(changes, *, reshapes=False):
    return Operation("mine", 1, object, changes, frozenset(), reshapes, lambda pixels, params, scene: pixels)


def masks():
    scene = replace(RING.scene, defect_mask=np.roll(RING.band, 20, axis=1))
    return scene, {
        Region.PIECE: scene.alpha > 0,
        Region.METAL: scene.metal > 0,
        Region.GEM: scene.gem > 0,
        Region.DEFECTS: scene.defect_mask,
        Region.BACKGROUND: scene.alpha < 1,
    }


def nudged(where, channel=1):
    after = RING.pixels.copy()
    row, column = np.argwhere(where)[0]
    after[row, column, channel] = np.nextafter(after[row, column, channel], np.float32(2), dtype=np.float32)
    return after


@pytest.mark.parametrize("region", [region for region in Region if region is not Region.EVERYWHERE])
@pytest.mark.parametrize("channel", [0, 1, 2])
def test_one_bit_outside_the_region_breaks_the_contract_and_inside_it_does_not(region, channel):
    scene, regions = masks()
    with pytest.raises(ContractBroken, match=f"changed 1 pixels outside {region}"):
        hold(declared(region), RING.pixels, nudged(~regions[region], channel), scene)
    share = hold(declared(region), RING.pixels, nudged(regions[region], channel), scene)
    assert share == pytest.approx(1 / 64**2)


def test_everywhere_is_everywhere():
    assert hold(declared(Region.EVERYWHERE), RING.pixels, RING.pixels * 0.5, RING.scene) > 0.99


@pytest.mark.parametrize("value", [-0.001, 1.001, np.nan])
def test_leaving_the_range_breaks_the_contract(value):
    after = RING.pixels.copy()
    after[3, 3, 0] = value
    with pytest.raises(ContractBroken, match="the result of mine"):
        hold(declared(Region.EVERYWHERE), RING.pixels, after, RING.scene)


def test_another_type_breaks_the_contract():
    with pytest.raises(ContractBroken, match="float64"):
        hold(declared(Region.EVERYWHERE), RING.pixels, RING.pixels.astype(np.float64), RING.scene)


def test_another_size_breaks_the_contract_unless_it_was_declared():
    with pytest.raises(ContractBroken, match="made"):
        hold(declared(Region.EVERYWHERE), RING.pixels, RING.pixels[:-1], RING.scene)
    assert hold(declared(Region.EVERYWHERE, reshapes=True), RING.pixels, RING.pixels[:-1], RING.scene) == -1.0


def with_alpha(alpha):
    return np.dstack([RING.pixels, alpha]).astype(np.float32)


def test_an_alpha_may_be_laid_only_where_the_ground_is():
    scene = RING.scene
    hold(declared(Region.BACKGROUND), RING.pixels, with_alpha(scene.alpha), scene)
    with pytest.raises(ContractBroken, match="outside background"):
        hold(declared(Region.BACKGROUND), RING.pixels, with_alpha(scene.alpha * 0.5), scene)


def test_an_alpha_may_be_taken_away_or_changed_only_where_the_ground_is():
    scene, cut = RING.scene, with_alpha(RING.scene.alpha)
    hold(declared(Region.BACKGROUND), cut, RING.pixels, scene)
    thinner = with_alpha(RING.scene.alpha * 0.5)
    with pytest.raises(ContractBroken):
        hold(declared(Region.BACKGROUND), cut, thinner, scene)
