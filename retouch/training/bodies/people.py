"""How people show jewelry: forms grown together, of one skin, with clothes and hair."""

from collections.abc import Callable

import numpy as np

from retouch.training.bodies.anchors import Anchor
from retouch.training.bodies.fingers import fingers, tip
from retouch.training.bodies.hands import arm, hand
from retouch.training.bodies.heads import ear, face
from retouch.training.bodies.necks import neck
from retouch.training.bodies.relief import Relief

PEOPLE: tuple[Callable[[Relief, np.random.Generator], list[Anchor]], ...] = (
    hand, hand, hand, fingers, fingers, tip, arm, neck, neck, neck, ear, ear, face,
)  # fmt: skip
"""Each as often as it stands here: hands and necks most often."""
