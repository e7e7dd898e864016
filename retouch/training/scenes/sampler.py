"""Which piece, in which light, from where: one random ``SceneSpec`` after another."""

from dataclasses import dataclass, replace

import numpy as np

from retouch.training.render.materials import MATTES, STONES
from retouch.training.render.pieces.templates import BY_BUILDER, CATEGORIES, Range
from retouch.training.render.spec import SceneSpec

WORDS: dict[str, tuple[tuple[str, ...], ...]] = {
    "solitaire": (("", "six"), ("", "lying", "lean")),
    "halo_ring": (("", "plain"), ("", "lying", "lean")),
    "eternity": (("", "fine"), ("", "alternate"), ("", "lying")),
    "band": (("", "wide"), ("", "court"), ("", "milgrain"), ("", "lying")),
    "signet": (("", "lying"),),
    "cabochon_ring": (("", "grains"), ("", "lying")),
    "chain": (("cable", "curb", "figaro", "trace", "paperclip"), ("", "heavy")),
    "pendant": (("", "disc", "heart", "cross", "halo", "pearl"), ("trace", "curb", "cable"), ("", "close")),
    "pearls": (("", "large"),),
    "studs": (("", "pearl", "ball", "bezel"),),
    "hoops": (("", "small"), ("", "thin"), ("", "twist"), ("", "stones")),
    "drops": (("", "pearl", "bar", "leaf"),),
    "bangle": (("", "cuff"), ("", "flat"), ("", "hammered"), ("", "stones")),
    "tennis": (("", "alternate"),),
    "chain_bracelet": (("cable", "curb", "figaro", "paperclip"), ("", "heavy"), ("", "plate", "charms")),
    "loose": (("", "trio"),),
    "watch": (("blue", "black", "white"), ("", "leather", "leather dark")),
}
"""Words that a builder's ``variant`` may hold, one of each group; builders not named here choose for themselves."""
CUTS = ("round", "oval", "princess", "emerald", "marquise", "cushion")
LEAST_LEVEL, MOST_LEVEL = 0.05, 1.25


OFTEN = {
    "pearls": 0.5,
    "pearl_bracelet": 0.5,
    "chain": 2.0,
    "chain_bracelet": 2.0,
    "watch": 2.0,
    "studs": 2.0,
    "loose": 2.0,
}
"""How often builders are drawn within their category where not as often as the others."""
FROM_ANYWHERE = 0.15
"""Share of scenes seen from wherever a camera may stand, not from where shops put it for such a piece."""


@dataclass(frozen=True, slots=True)
class Stock:
    """What scenes are drawn from: builders by name, rooms, metals, grounds; a split's own, shared with no other."""

    builders: tuple[str, ...]
    rooms: tuple[str, ...]
    metals: tuple[str, ...]
    grounds: tuple[str, ...]


def random_spec(stock: Stock, rng: np.random.Generator, *, side: int) -> SceneSpec:
    """One scene whose longer side is ``side`` px; one in forty shows no piece at all."""
    piece = "nothing" if rng.random() < 0.025 else _builder(stock, rng)
    ratio = float(rng.choice([1.0, 1.0, 0.8, 0.75, 0.67, 1.25, 1.33, 1.5]))
    size = (side, round(side / ratio)) if ratio >= 1 else (round(side * ratio), side)
    opaque = [name for name, stuff in MATTES.items() if stuff.gem]
    stones = opaque if "cabochon" in piece else ["diamond"] * 8 + [*STONES]
    dark = rng.random() < 0.12
    albedo = rng.uniform(0.02, 0.2) if dark else rng.uniform(0.3, 0.92) ** 0.7
    tint = np.clip(albedo * (1 + rng.normal(0, 0.03, 3)), 0.01, 0.95)
    elevation, fill = _pose(piece, rng)
    spec = SceneSpec(
        piece,
        metal=str(rng.choice(stock.metals)),
        stone=str(rng.choice(stones)),
        cut=str(rng.choice(CUTS)),
        azimuth_deg=float(rng.uniform(-180, 180)),
        elevation_deg=float(rng.uniform(*elevation)),
        turn_deg=float(rng.uniform(0, 360)),
        fill=float(rng.uniform(*fill)),
        size=size,
        light=str(rng.choice(stock.rooms)),
        paper=(float(tint[0]), float(tint[1]), float(tint[2])),
        level=float(np.clip(albedo * rng.uniform(0.6, 1.5), LEAST_LEVEL, MOST_LEVEL)),
        pool=float(rng.uniform(3, 14)),
        dull=float(rng.uniform(0, 0.3)),
        variant=_variant(piece, rng),
    )
    if rng.random() < 0.12:
        return replace(spec, shift=tuple(float(s) for s in rng.uniform(-0.45, 0.45, 2)))
    room = max(0.0, (1 - spec.fill) / 2)
    return replace(spec, shift=tuple(float(s) for s in rng.uniform(-0.8, 0.8, 2) * room))


def _variant(piece: str, rng: np.random.Generator) -> str:
    return " ".join(word for group in WORDS.get(piece, ()) if (word := str(rng.choice(list(group)))))


def _builder(stock: Stock, rng: np.random.Generator) -> str:
    """A category first, so that none is rare for having few builders."""
    kinds = [
        kind for names in CATEGORIES.values() if (kind := [name for name in names if name in stock.builders])
    ]
    names = kinds[int(rng.integers(len(kinds)))]
    weights = np.asarray([OFTEN.get(name, 1.0) for name in names])
    return str(rng.choice(names, p=weights / weights.sum()))


def _pose(piece: str, rng: np.random.Generator) -> tuple[Range, Range]:
    """Ranges of elevation in degrees and of fill."""
    if piece not in BY_BUILDER or rng.random() < FROM_ANYWHERE:
        return (16.0, 88.0), (0.25, 0.92)
    template = BY_BUILDER[piece]
    return template.elevation_deg, template.fill
