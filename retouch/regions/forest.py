"""Forests of oblivious trees: every level of a tree asks one question of all pixels, so that numpy runs it by look-ups.

Figures are half-precision floats, of which there are 65,536: which of a figure's borders each passes is looked up, and
a tree's answers, one bit a level, are the address of its leaf.
"""

import io
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

CHUNK = 131_072  # pixels at a time

Halves = npt.NDArray[np.float16]
Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Forest:
    """Trees (T, D): at each level a figure's number and the border to pass; (T, 2^D) leaves, which are summed.

    Level j is bit j of the leaf's address, set where the figure is above the border.
    """

    feature: npt.NDArray[np.uint8]
    border: Floats
    leaves: Floats
    bias: float

    def run(self, figures: Halves) -> Floats:
        """Sum the leaves of (F, N) figures: (N,) float32, log-odds where that was learned."""
        total = np.empty(figures.shape[1], np.float32)
        for start in range(0, len(total), CHUNK):
            part = slice(start, start + CHUNK)
            total[part] = self._chunk(figures[:, part])
        return total

    def _chunk(self, figures: Halves) -> Floats:
        used, tables, ranks = self._tables
        bits = figures.view(np.uint16)
        codes = {int(k): np.ravel(cv2.LUT(bits[k], table)) for k, table in zip(used, tables, strict=True)}
        total = np.full(figures.shape[1], self.bias, np.float32)
        address, passed = np.empty(figures.shape[1], np.uint8), np.empty(figures.shape[1], np.uint8)
        for feature, rank, leaves in zip(self.feature, ranks, self._padded, strict=True):
            address[:] = 0
            for level in range(len(feature)):
                np.greater(codes[int(feature[level])], rank[level], out=passed.view(np.bool_))
                np.left_shift(passed, level, out=passed)
                np.bitwise_or(address, passed, out=address)
            total += np.ravel(cv2.LUT(address, leaves))
        return total

    @cached_property
    def _padded(self) -> Floats:
        """Leaves as OpenCV's look-up takes them: 256 for each tree, whatever its depth."""
        missing = 256 - self.leaves.shape[1]
        return np.ascontiguousarray(np.pad(self.leaves, ((0, 0), (0, missing))))

    @cached_property
    def _tables(self) -> tuple[npt.NDArray[np.uint8], list[npt.NDArray[np.uint8]], npt.NDArray[np.uint8]]:
        """Figures in use; for each, how many of its borders every half-precision float passes; each border's rank."""
        every = np.arange(65_536, dtype=np.uint16).view(np.float16).astype(np.float32)
        every[np.isnan(every)] = 0.0
        used, tables, ranks = np.unique(self.feature), [], np.zeros(self.border.shape, np.uint8)
        for k in used:
            own = self.feature == k
            borders = np.unique(self.border[own])
            tables.append(np.searchsorted(borders, every, side="left").astype(np.uint8))
            ranks[own] = np.searchsorted(borders, self.border[own])
        return used, tables, ranks


def save(forests: dict[str, Forest], path: Path) -> None:
    """Write forests into one file of numpy's, uncompressed."""
    arrays: dict[str, Any] = {
        f"{name}_{part}": np.asarray(getattr(forest, part))
        for name, forest in forests.items()
        for part in ("feature", "border", "leaves", "bias")
    }
    np.savez(path, **arrays)


def load(data: bytes) -> dict[str, Forest]:
    """Read forests back, by name."""
    with np.load(io.BytesIO(data)) as held:
        names = {key.rsplit("_", 1)[0] for key in held}
        return {
            name: Forest(
                held[f"{name}_feature"],
                held[f"{name}_border"],
                held[f"{name}_leaves"],
                float(held[f"{name}_bias"]),
            )
            for name in sorted(names)
        }
