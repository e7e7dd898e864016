"""Every body is named where it is drawn, nowhere else, and jewelry is worn on it."""

import numpy as np
import pytest

from retouch.training.bodies.anchors import BUST, PACKAGING, PERHAPS, PERSON, PRINT
from retouch.training.bodies.displays import BUSTS
from retouch.training.bodies.forms import tilted
from retouch.training.bodies.frames import Thing
from retouch.training.bodies.packages import PACKAGES
from retouch.training.bodies.people import PEOPLE
from retouch.training.bodies.pictures import ALONE, KINDS
from retouch.training.bodies.props import PROPS
from retouch.training.bodies.stands import STANDS, stand
from retouch.training.bodies.stuffs import STUFFS, any_stuff
from tests.unit.retouch.training.bodies.drawn import bare, put

SEEDS = range(8)
DRAWN = [
    *((PERSON, body) for body in dict.fromkeys(PEOPLE)),
    *((BUST, body) for body in dict.fromkeys(BUSTS)),
    *((PACKAGING, body) for body in dict.fromkeys(PACKAGES)),
]


@pytest.mark.parametrize(("name", "body"), DRAWN, ids=lambda each: getattr(each, "__name__", each))
def test_a_body_is_named_where_it_is_drawn_and_nowhere_else(name, body) -> None:
    for seed in SEEDS:
        relief = bare()
        anchors = body(relief, np.random.default_rng(seed))
        (called,) = set(relief.names) - {PRINT}
        assert called in ({name, PERHAPS} if body is stand else {name})
        assert ((relief.names[called] > 0) == put(relief)).all()
        assert put(relief).mean() > 0.01
        assert anchors


@pytest.mark.parametrize("body", dict.fromkeys(PEOPLE), ids=lambda each: each.__name__)
def test_bands_lie_round_limbs(body) -> None:
    for seed in SEEDS:
        relief = bare()
        for anchor in body(relief, np.random.default_rng(seed)):
            x, y = np.rint(anchor.points[0]).astype(int)
            if anchor.kind == "band" and 0 <= min(x, y) <= max(x, y) < 64:
                assert relief.names[PERSON][y, x] == 1


def test_a_piece_alone_stands_among_nothing_that_has_a_name() -> None:
    for seed in SEEDS:
        relief = bare()
        KINDS[ALONE][1](relief, np.random.default_rng(seed))
        assert not relief.names


@pytest.mark.parametrize("kind", PROPS)
def test_a_prop_has_no_name(kind: str) -> None:
    relief = bare()
    PROPS[kind](relief, (32.0, 32.0), 12.0, np.random.default_rng(1))
    assert put(relief).any()
    assert not relief.names


@pytest.mark.parametrize("kind", KINDS)
def test_one_seed_is_one_body(kind: str) -> None:
    once, again = bare(), bare()
    for relief in (once, again):
        KINDS[kind][1](relief, np.random.default_rng(4))
    assert (once.color == again.color).all()
    assert (once.height == again.height).all()


@pytest.mark.parametrize(
    "shares", [[share for share, _ in KINDS.values()], [share for share, _ in STUFFS.values()]]
)
def test_shares_are_of_the_whole(shares: list[float]) -> None:
    assert sum(shares) == pytest.approx(1)


@pytest.mark.parametrize("kind", STANDS)
def test_every_stand_is_packaging_or_may_be_and_a_piece_lies_on_it(kind: str) -> None:
    relief, rng = bare(), np.random.default_rng(1)
    stuff = any_stuff(relief.canvas, rng)
    thing = Thing(relief.canvas, (32.0, 32.0), tilted(45), 18.0)
    anchors = STANDS[kind](relief, thing, stuff, rng)
    (name,) = relief.names
    assert name == (PERHAPS if kind in {"slab", "steps", "drum", "edge", "dish"} else PACKAGING)
    assert relief.names[name].sum() > 0
    assert {anchor.kind for anchor in anchors} <= {"spot", "band"}
