"""Everything else in a picture that is not the piece: what jewelry comes in, and what it is shown on."""

from collections.abc import Callable

import numpy as np

from retouch.training.bodies.anchors import Anchor
from retouch.training.bodies.boxes import closed_box, open_box
from retouch.training.bodies.pouches import card, cushion, pouch
from retouch.training.bodies.relief import Relief
from retouch.training.bodies.stands import stand

PACKAGES: tuple[Callable[[Relief, np.random.Generator], list[Anchor]], ...] = (
    open_box, open_box, open_box, closed_box, closed_box, cushion, pouch, pouch, card, card, stand, stand, stand,
)  # fmt: skip
"""Each as often as it stands here: boxes most often."""
