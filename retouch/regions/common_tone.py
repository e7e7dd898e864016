"""How far the color of one photo's metal may be moved toward what the photos of a set have in common."""

import numpy as np

from retouch.alloys import Alloy, Family, stand_in
from retouch.arrays import Lab

LARGEST_TURN_DEG = 14.0  # of hue: more and it is another metal
LARGEST_SHIFT = 12.0  # ΔE in a*, b* for white metals
KNOWN_SCALING = (0.55, 1.8)  # of chroma, where the alloy is known
LOOKS_SCALING = (0.55, 1.35)  # where it is not: nothing is made golden that may be white in warm light


def goal(first: Lab, common: Lab, alloy: Alloy, share: float) -> complex:
    """Return the a* + i b* to be reached: the common one, as far as the bounds of a tone allow.

    Parameters
    ----------
    first, common  (3,) float32, L*a*b*, D65, of the metal's middle tones: the photo's, the set's
    alloy          the photo's, or what stands in for it (without a key) where it is not known
    share          of the way

    Metal of no known alloy that looks white stays as it is where the common color does not: white gold must not turn
    yellow.
    """
    ours, wanted = complex(first[1], first[2]), complex(common[1], common[2])
    if alloy.family is Family.WHITE:
        way = share * (wanted - ours)
        stays = not alloy.key and stand_in(common).family is not Family.WHITE
        return ours if stays else ours + way * min(1.0, LARGEST_SHIFT / max(abs(way), 1e-6))
    turn = float(np.angle(wanted * np.conj(ours)))
    turn = share * float(np.clip(turn, -np.radians(LARGEST_TURN_DEG), np.radians(LARGEST_TURN_DEG)))
    bounds = KNOWN_SCALING if alloy.key else LOOKS_SCALING
    scaling = float(np.clip(abs(wanted) / max(abs(ours), 1e-3), *bounds)) ** share
    return complex(ours * scaling * np.exp(1j * turn))
