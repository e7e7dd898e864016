"""How fast this machine is: a limit in seconds means the same on a slow one and on a busy one.

Machines of one name differ by a factor of two from one day to the next. The day's four minutes are meant where cutting
a photo of 4 megapixels for every marketplace takes 0.7 s of one core. Beside cuts that took 0.64 s, the work below took
0.46 s: where the limit is meant it takes 0.50 s. It is done on a photo of 4 megapixels too, since what slows a shared
machine down most is its memory, which smaller arrays do not feel.
"""

from collections.abc import Sequence
from statistics import fmean
from time import process_time

import numpy as np

MEANT_SECONDS = 0.50
_ROUNDS, _SIDE = 2, 2000


def pace(samples: Sequence[float]) -> float:
    """Return how many times as long this machine takes as the one that the limit is meant for; 1 where it is faster.

    The samples are taken before, between and after the steps: a shared machine's pace changes within minutes.
    """
    return max(1.0, fmean(samples) / MEANT_SECONDS)


def sample() -> float:
    """Processor time of fixed arithmetic as on photos: powers, sums and a transform of four-byte numbers."""
    photo = np.random.default_rng(1).random((_SIDE, _SIDE, 3), dtype=np.float32)
    began = process_time()
    for _ in range(_ROUNDS):
        tones = photo ** np.float32(1 / 2.4)
        tones -= tones.mean(axis=2, keepdims=True)
        np.sort(tones[..., 0], axis=0)
        np.abs(np.fft.rfft2(tones[..., 1])).sum()
    return process_time() - began
