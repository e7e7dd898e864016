"""Training pictures from a folder of scenes: crops at random zooms, turned and mirrored, as the network takes them."""

import random
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import torch
from torch import Tensor
from torch.utils.data import IterableDataset

LONGER_PX = (240, 560)  # the photo's longer side before it is cropped, when it is seen whole
CLOSER_PX = (700, 1024)  # and when it is seen from near, which only large scenes are
CLOSER = 0.5  # share of large scenes seen from near
REPAINTED = 0.35  # share of photos whose stones, straps and beads get colors and patterns they never had
GRAY = 0.04  # share of photos shown without their color


class Crops(IterableDataset[tuple[Tensor, Tensor]]):
    """Endless (3, side, side) float32 of (value - 127) / 128 and (4, side, side) truth in [0, 1].

    The folder is read anew from time to time, so that it may grow while a network learns from it.
    """

    def __init__(self, folder: Path, *, side: int, seed: int) -> None:
        self.folder, self.side, self.seed = folder, side, seed

    def __iter__(self) -> Iterator[tuple[Tensor, Tensor]]:
        cv2.setNumThreads(1)
        worker = torch.utils.data.get_worker_info()
        rng = np.random.default_rng((self.seed, worker.id if worker else 0))
        shuffle = random.Random(int(rng.integers(2**31)))
        while True:
            photos = sorted(self.folder.glob("[0-9]*.jpg"))
            shuffle.shuffle(photos)
            for path in photos:
                yield self.crop(path, rng)

    def crop(self, path: Path, rng: np.random.Generator) -> tuple[Tensor, Tensor]:
        """One crop of one photo."""
        photo = cv2.imread(str(path), cv2.IMREAD_COLOR)
        truth = cv2.imread(str(path.with_suffix(".png")), cv2.IMREAD_UNCHANGED)
        if photo is None or truth is None:
            raise ValueError(f"{path} cannot be read: make the scenes again")
        near = max(photo.shape[:2]) >= CLOSER_PX[1] and rng.random() < CLOSER
        both = np.dstack([photo[..., ::-1], truth])
        scale = rng.uniform(*(CLOSER_PX if near else LONGER_PX)) / max(photo.shape[:2])
        size = (round(both.shape[1] * scale), round(both.shape[0] * scale))
        both = _resized(both, size)
        both = _cut(both, self.side, rng, around_piece=near)
        if rng.random() < REPAINTED:
            both = np.dstack([_repainted(both[..., :3], both[..., 3:], rng), both[..., 3:]])
        both = np.rot90(both, int(rng.integers(0, 4)) if rng.random() < 0.4 else 0)
        both = both[:, ::-1] if rng.random() < 0.5 else both
        values = np.ascontiguousarray(both.transpose(2, 0, 1)).astype(np.float32)
        picture = (values[:3] - 127.0) / 128.0
        if rng.random() < GRAY:
            picture[:] = picture.mean(axis=0, keepdims=True)
        picture = picture * rng.uniform(0.85, 1.15) + rng.uniform(-0.1, 0.1)
        return torch.from_numpy(np.clip(picture, -1, 1)), torch.from_numpy(values[3:] / 255.0)


def _repainted(photo: np.ndarray, truth: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Give stones, or all that is neither stone nor metal, other colors: plain, striped, mottled, more or less opaque.

    A renderer knows a few dozen stones and straps; shops sell thousands. Light and outline stay as they are.
    """
    alpha, metal, gem = (truth[..., k].astype(np.float32) / 255.0 for k in range(3))
    where = gem if rng.random() < 0.6 else np.clip(alpha - metal - gem, 0.0, 1.0)
    if where.max() < 0.5:
        return photo
    height, width = photo.shape[:2]
    coarse = rng.random((int(rng.integers(2, 40)), int(rng.integers(2, 40)))).astype(np.float32)
    mix = cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC)
    mix = np.clip((mix - 0.5) * rng.uniform(0, 6) + rng.random(), 0.0, 1.0)[..., None]
    paint = rng.uniform(0.05, 1.6, 3) * mix + rng.uniform(0.05, 1.6, 3) * (1.0 - mix)
    shade = photo.astype(np.float32).mean(axis=2, keepdims=True)
    shade = shade * rng.uniform(0.4, 1.3) + rng.uniform(0.0, 60.0)
    share = (where * rng.uniform(0.4, 1.0))[..., None]
    return np.clip(photo * (1.0 - share) + shade * paint * share, 0, 255).astype(np.uint8)


def _resized(both: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """Resize (h, w, 7) uint8; four channels at most go through OpenCV's fast ways at once."""
    how = cv2.INTER_AREA if size[0] < both.shape[1] else cv2.INTER_LINEAR
    parts = (np.ascontiguousarray(both[..., :3]), np.ascontiguousarray(both[..., 3:]))
    return np.dstack([cv2.resize(part, size, interpolation=how) for part in parts])


def _cut(both: np.ndarray, side: int, rng: np.random.Generator, *, around_piece: bool) -> np.ndarray:
    """A square of ``side``, where asked about some place of the piece; beyond the photo its rim goes on."""
    height, width = both.shape[:2]
    down, across = max(0, side - height), max(0, side - width)
    if down or across:
        top, left = int(rng.integers(0, down + 1)), int(rng.integers(0, across + 1))
        around = ((top, down - top), (left, across - left), (0, 0))
        both = np.dstack(
            [np.pad(both[..., :3], around, mode="edge"), np.pad(both[..., 3:], around, mode="edge")]
        )
        height, width = both.shape[:2]
    top, left = int(rng.integers(0, height - side + 1)), int(rng.integers(0, width - side + 1))
    rows, columns = np.nonzero(both[..., 3] > 127)
    if around_piece and rows.size:
        chosen = int(rng.integers(rows.size))
        top = int(np.clip(rows[chosen] - rng.integers(0, side), 0, height - side))
        left = int(np.clip(columns[chosen] - rng.integers(0, side), 0, width - side))
    return both[top : top + side, left : left + side]
