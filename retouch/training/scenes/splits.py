"""What training, validation and test scenes are made of: apart in rooms, grounds, alloys and pieces, not only seeds."""

from retouch.training.render.environment import ROOMS
from retouch.training.render.materials import HELD_BACK, METALS
from retouch.training.render.pieces import BUILDERS
from retouch.training.render.pieces.templates import HELD_OUT
from retouch.training.scenes.grounds import GROUNDS
from retouch.training.scenes.sampler import Stock

TEST_BUILDERS = HELD_OUT
TEST_METALS = HELD_BACK
TEST_GROUNDS = frozenset({"slate"})
TRAINING_ROOMS = frozenset({"varied"})

FIRST_SEED = {"train": 1_000_000, "validation": 2_000_000, "test": 3_000_000}
"""A scene's seed is its split's first seed and its number."""


def stock_of(split: str) -> Stock:
    """The stock of "train", "validation" or "test"; validation shares training's, the test's is its own."""
    test = split == "test"
    if split not in FIRST_SEED:
        raise KeyError(split)
    return Stock(
        tuple(name for name in BUILDERS if name != "nothing" and (name in TEST_BUILDERS) == test),
        tuple(name for name in ROOMS if (name not in TRAINING_ROOMS) == test),
        tuple(name for name in METALS if (name in TEST_METALS) == test),
        tuple(name for name in GROUNDS if (name in TEST_GROUNDS) == test),
    )
