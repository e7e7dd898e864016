"""Whether dirt was found, how well it was healed, and what was harmed."""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from retouch.arrays import Mask
from retouch.bench.measures.matte import grown

Codes = npt.NDArray[np.uint8]

TOLERANCE_PX = 3


@dataclass(frozen=True, slots=True)
class Found:
    """Counts that add up over scenes: true and found pixels and marks, and how many of each were met."""

    wanted: int
    wanted_met: int
    found: int
    found_met: int
    marks: int
    marks_met: int

    def __add__(self, other: "Found") -> "Found":
        return Found(*(getattr(self, name) + getattr(other, name) for name in self.__slots__))

    @property
    def recall(self) -> float:
        """Share of the planted that was found."""
        return self.wanted_met / self.wanted if self.wanted else 1.0

    @property
    def precision(self) -> float:
        """Share of the found that was planted."""
        return self.found_met / self.found if self.found else 1.0

    @property
    def f1(self) -> float:
        """Their harmonic mean."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def found(mask: Mask, planted: Mask) -> Found:
    """Hold found dirt against planted, by pixel and by mark, met within 3 px."""
    near_truth, near_found = grown(planted, TOLERANCE_PX), grown(mask, TOLERANCE_PX)
    count, labels = cv2.connectedComponents(grown(planted, 1).astype(np.uint8))
    met = np.unique(labels[near_found & (labels > 0)])
    return Found(
        int(planted.sum()),
        int((planted & near_found).sum()),
        int(mask.sum()),
        int((mask & near_truth).sum()),
        count - 1,
        len(met),
    )


def squared_error(healed: Codes, spotless: Codes, where: Mask) -> tuple[float, int]:
    """Sum of squared differences of codes in a region, over all channels, and how many values that were."""
    apart = healed[where].astype(np.float64) - spotless[where]
    return float(np.square(apart).sum()), int(apart.size)


def psnr(total: float, count: int) -> float | None:
    """Decibels of a mean squared error of 8-bit codes; None of nothing, 99 where nothing differs."""
    if not count:
        return None
    mean = total / count
    return float(10 * np.log10(255**2 / mean)) if mean > 255**2 * 10**-9.9 else 99.0


def changed(before: Codes, after: Codes) -> Mask:
    """Where any channel differs by a code or more."""
    return np.asarray((before != after).any(axis=2), np.bool_)


def harmed(before: Codes, after: Codes, protected: Mask, planted: Mask) -> int:
    """Protected pixels that healing changed, away from planted dirt."""
    return int((changed(before, after) & protected & ~grown(planted, TOLERANCE_PX)).sum())
