"""Which test scenes there are: twenty of each category, every third path-traced, each from its number alone.

Pieces, metals and rooms are those that training never draws; grounds are of this package and of nowhere else. Whoever
tunes a threshold needs such scenes too, and never these: the same plan with the validation's seeds and training's
pieces, metals, rooms and grounds.
"""

from dataclasses import dataclass, replace

import numpy as np

from retouch.training.render.pieces.templates import CATEGORIES
from retouch.training.render.spec import SceneSpec
from retouch.training.scenes import compose
from retouch.training.scenes.sampler import Stock, random_spec
from retouch.training.scenes.splits import FIRST_SEED, stock_of
from retouch.training.test_scenes.grounds import PLAIN, TEXTURED

COUNT = 120
NAMES = tuple(CATEGORIES)
TRACED = frozenset({2, 5, 8, 11, 14, 17, 19})  # rounds over the categories whose scenes are path-traced
SIDES = (1024, 1152, 1280)
_OFFSET = 500_000  # of seeds, away from those of scenes drawn for a look at how training goes


@dataclass(frozen=True, slots=True)
class Planned:
    """One test scene: its number, name, category, what is drawn, on which ground, and whether it is path-traced."""

    number: int
    name: str
    category: str
    spec: SceneSpec
    ground: str
    seed: int
    traced: bool


def planned(number: int, split: str = "test") -> Planned:
    """Describe the scene of a number; in another split than the test's, one to tune on, of that split's stock."""
    category, turn = NAMES[number % len(NAMES)], number // len(NAMES)
    seed = FIRST_SEED[split] + _OFFSET + number
    rng = np.random.default_rng((seed, 1))
    stock = stock_of(split)
    builders = [name for name in CATEGORIES[category] if name in stock.builders]
    spec = _spec(replace(stock, builders=(builders[turn % len(builders)],)), rng)
    traced = split == "test" and turn in TRACED
    plain, textured = _grounds(stock, split)
    names = plain if rng.random() < 0.65 else textured
    ground = str(rng.choice(sorted(names)))
    name = f"{number:03d}-{category}-{spec.piece}{'-traced' if traced else ''}"
    return Planned(number, name, category, spec, ground, seed, traced)


def _grounds(stock: Stock, split: str) -> tuple[frozenset[str], frozenset[str]]:
    """Names of plain and of textured grounds."""
    if split == "test":
        return PLAIN, TEXTURED
    plain = frozenset(compose.PLAIN)
    return plain, frozenset(stock.grounds) - plain


def _spec(stock: Stock, rng: np.random.Generator) -> SceneSpec:
    side = int(rng.choice(SIDES))
    spec = random_spec(stock, rng, side=side)
    while spec.piece == "nothing":
        spec = random_spec(stock, rng, side=side)
    fill = float(rng.uniform(0.42, 0.9))
    paper = _paper(rng)
    room = (1 - fill) / 2
    shift = (float(rng.uniform(-0.6, 0.6) * room), float(rng.uniform(-0.6, 0.6) * room))
    return replace(spec, fill=fill, shift=shift, paper=paper, level=float(np.mean(paper)), samples=2)


def _paper(rng: np.random.Generator) -> tuple[float, float, float]:
    """Albedo of the ground: mostly white, some gray, a few dark or colored."""
    kind = rng.random()
    if kind < 0.62:
        gray, tint = rng.uniform(0.76, 0.92), rng.normal(0, 0.012, 3)
    elif kind < 0.8:
        gray, tint = rng.uniform(0.3, 0.6), rng.normal(0, 0.02, 3)
    elif kind < 0.9:
        gray, tint = rng.uniform(0.03, 0.14), rng.normal(0, 0.05, 3)
    else:
        gray, tint = rng.uniform(0.25, 0.6), rng.normal(0, 0.16, 3)
    red, green, blue = (float(v) for v in np.clip(gray * (1 + tint), 0.01, 0.95))
    return red, green, blue
