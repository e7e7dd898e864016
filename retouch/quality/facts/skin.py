"""Whether the ground itself is skin: a neck or a back of a hand from so near that there is hardly anything else.

Such skin is the most common color of the frame, so that nothing stands out from it. What is told from is paper, wood,
leather and cloth of the same color. Those have one pigment: its hue stays, or goes with its lightness alone. The hue of
skin wanders with the blood beneath it, and its shadows are redder than its lights, as light comes back out of it.
"""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from retouch.quality.facts.apart import CALM_STEP, skin_of
from retouch.quality.facts.outlook import Outlook

MOST = 0.3  # of what is no jewelry: less is no ground
AROUND_PX, WITHIN = 11, 0.6  # a square in which colors are averaged, and of it, that has the color of skin
EVERY = 3  # px: colors that were averaged are looked at so far apart
LEAST = 100  # places that a plane is laid through
# ΔE along the hue, standard deviation without an even fall: sheets of one pigment have less, but two lamps make more.
WANDERS = 0.5
MODELED = 0.05  # of its usual L*, the same of the lightness: paper has less, folds of cloth have more
# Two photographed necks and hands have 1.7 and 1.8, a wooden table 0.9: ΔE of a hue that does not go with lightness.
OWN_HUE = 1.2
REDDER = 0.3  # correlation of hue and lightness, with an even fall and without: a box out of focus has 0.1
CALM = 0.7  # of it: a board has a grain


@dataclass(frozen=True, slots=True)
class _Colors:
    """How hue and lightness change over a field; ``own`` is of the hue, what does not go with lightness."""

    wander: float
    own: float
    modeling: float
    redder: float


def is_skin_ground(look: Outlook, *, clothed: bool = False) -> bool | None:
    """Tell skin that is the ground; None where it has the color and the shades, and is as likely cloth or wood.

    Without a shade, too, it may be a neck where something lies along the lower edge, as clothes do (``clothed``): paper
    above a table looks the same.
    """
    field = skin_of(look) & ~look.jewelry
    if float(field.sum()) < MOST * float((~look.jewelry).sum()):
        return False
    told = _colors(look, field.astype(np.float32))
    if told is None:
        return None
    calm = float((look.unrest(5)[field] <= CALM_STEP).mean()) >= CALM
    if calm and told.own >= OWN_HUE and told.redder >= REDDER:
        return True
    return None if clothed or told.wander >= WANDERS or told.modeling >= MODELED else False


def _colors(look: Outlook, field: npt.NDArray[np.float32]) -> _Colors | None:
    """Look at a field's colors, averaged in squares; None where hardly a square lies in it."""
    near = cv2.blur(field, (AROUND_PX, AROUND_PX))
    mean = cv2.blur(look.lab * field[..., None], (AROUND_PX, AROUND_PX)) / np.maximum(near, 1e-3)[..., None]
    rows, columns = np.nonzero(((field > 0) & (near >= WITHIN))[::EVERY, ::EVERY])
    if len(rows) < LEAST:
        return None
    lightness, a, b = mean[::EVERY, ::EVERY][rows, columns].astype(np.float64).T
    hue, chroma = np.arctan2(b, a), float(np.median(np.hypot(a, b)))
    plane = np.stack([rows, columns, np.ones_like(rows)], axis=1).astype(np.float64)
    shades, turns = (each - plane @ np.linalg.lstsq(plane, each, rcond=None)[0] for each in (lightness, hue))
    alike = _correlation(shades, turns)
    wander = chroma * float(turns.std())
    return _Colors(
        wander=wander,
        own=wander * float(np.sqrt(max(0.0, 1 - alike**2))),
        modeling=float(shades.std() / max(1.0, float(lightness.mean()))),
        redder=min(alike, _correlation(lightness, hue)),
    )


def _correlation(one: npt.NDArray[np.float64], other: npt.NDArray[np.float64]) -> float:
    spread = float(one.std() * other.std())
    return float(((one - one.mean()) * (other - other.mean())).mean() / spread) if spread > 0 else 0.0
