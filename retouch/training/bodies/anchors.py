"""What bodies are called in a picture, and where jewelry may be on them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from retouch.training.render.mesh import Floats

PERSON, BUST, PACKAGING = "person", "bust", "packaging"
BODIES = (PERSON, BUST, PACKAGING)
PERHAPS = "perhaps"
"""What a block, a drum or a dish is called: one shop's stand is another's piece of stone."""
PRINT = "print"
"""Words that are printed on packaging."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where jewelry may be: ``kind`` is band (round a limb), curve (a chain's ends and its lowest place) or spot.

    points  (n, 2) px; of a band its middle, of a curve left, low and right
    along   direction of a band's limb, radians
    size    px: a limb's radius, or how large a piece may be
    """

    kind: str
    points: Floats
    along: float
    size: float

    @classmethod
    def band(cls, middle: Sequence[float] | Floats, along: float, size: float) -> "Anchor":
        """Round a limb of this radius."""
        return cls("band", np.asarray([middle[:2]]), along, size)

    @classmethod
    def curve(cls, places: Sequence[Sequence[float]], size: float) -> "Anchor":
        """Round a neck: left, low and right."""
        return cls("curve", np.asarray([place[:2] for place in places]), 0.0, size)

    @classmethod
    def spot(cls, middle: Sequence[float] | Floats, size: float) -> "Anchor":
        """Lying or hanging somewhere."""
        return cls("spot", np.asarray([middle[:2]]), 0.0, size)
