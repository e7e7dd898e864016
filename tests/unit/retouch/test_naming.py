"""The network names what stands in drawn pictures that it did not learn from."""

from collections.abc import Callable

import numpy as np

from retouch.naming import Named, name
from retouch.training.bodies import busts, hands, overlays
from retouch.training.bodies.anchors import BODIES
from retouch.training.bodies.relief import Relief
from retouch.training.bodies.stuffs import linear

SEEDS = range(4)  # pictures to learn from begin at seven millions


def shown(put: Callable[[Relief, np.random.Generator], object], seed: int) -> Named:
    """Name a body that is put on light paper, under a plain lamp."""
    relief = Relief.over(np.full((320, 320, 3), linear((236, 234, 230)), np.float32))
    put(relief, np.random.default_rng(seed))
    light = relief.lit((0.3, -0.6, 1.0), ambient=0.5, softness=0.3)
    codes = np.clip(light, 0, 1) ** (1 / 2.2) * 255
    return name(np.rint(codes).astype(np.uint8))


def nothing(relief: Relief, rng: np.random.Generator) -> None:
    """Leave the paper bare."""


def middle(put: Callable[[Relief, np.random.Generator], object], which: str) -> float:
    return float(np.median([getattr(shown(put, seed), which) for seed in SEEDS]))


def test_a_hand_is_a_person_and_no_bust() -> None:
    assert middle(hands.hand, "person") > 2
    assert middle(hands.hand, "bust") < 0


def test_a_bust_is_no_person() -> None:
    assert middle(busts.bust, "bust") > 2
    assert middle(busts.bust, "person") < 0


def test_bare_paper_has_no_name() -> None:
    named = shown(nothing, 0)
    assert max(named.person, named.bust, named.packaging, named.inset, named.watermark) < 0


def test_the_fields_stand_in_the_order_of_the_networks_outputs() -> None:
    assert tuple(Named.__dataclass_fields__) == (*BODIES, *overlays.NAMES)
