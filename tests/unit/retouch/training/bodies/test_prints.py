"""Words are printed on packaging, and nowhere beside it."""

import numpy as np

from retouch.training.bodies.anchors import PACKAGING, PRINT
from retouch.training.bodies.forms import block, tilted
from retouch.training.bodies.prints import print_words
from retouch.training.bodies.relief import Stuff
from tests.unit.retouch.training.bodies.drawn import bare

INK = np.asarray([0.0, 0.0, 1.0], np.float32)


def test_words_are_printed_on_packaging_alone() -> None:
    relief = bare(128)
    card = block(relief.canvas, (64.0, 64.0, 0.0), (30.0, 40.0, 2.0), tilted(90))
    relief.place(card, Stuff(np.asarray([0.5, 0.5, 0.5], np.float32)), name=PACKAGING)
    print_words(relief, (64.0, 64.0), 120.0, INK, np.random.default_rng(3))
    printed = relief.names[PRINT] > 0
    assert printed.any()
    assert (relief.names[PACKAGING][printed] > 0).all()
    assert (relief.color[printed, 2] > 0.7).all()
    beside = relief.names[PACKAGING] == 0
    assert (relief.color[beside] == bare(128).color[beside]).all()


def test_what_is_put_over_words_hides_them() -> None:
    relief = bare(128)
    card = block(relief.canvas, (64.0, 64.0, 0.0), (60.0, 60.0, 2.0), tilted(90))
    relief.place(card, Stuff(INK), name=PACKAGING)
    print_words(relief, (64.0, 64.0), 100.0, 0 * INK, np.random.default_rng(3))
    assert relief.names[PRINT].any()
    relief.place(card + 5, Stuff(INK))
    assert not relief.names[PRINT].any()
