"""Pictures of several photos, asked about in one batch: what threads want of a GPU at once, it is asked once."""

import threading
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt

from retouch.networks import Network

Pictures = npt.NDArray[np.float32]

MOST: Final = 8
"""Pictures in one batch."""


@dataclass(slots=True, eq=False)
class _Asked:
    """Pictures of one thread, and where the network's answer will be."""

    pictures: Pictures
    maps: Future[Pictures] = field(default_factory=Future)


class Batched:
    """A network for many threads: while it is busy with one's pictures, others' gather, and go together next.

    Nobody waits for a batch to fill: whoever's turn it is takes along all that are there and of the same size. An
    error is told to the thread whose turn it was; the others ask again when theirs comes.

    network  runs pictures (N, 3, H, W), however many at once, for one thread at a time
    most     pictures in one batch; what one thread brings is never divided
    """

    def __init__(self, network: Network, *, most: int = MOST) -> None:
        self._network, self._most = network, most
        self._turn, self._changing = threading.Lock(), threading.Lock()
        self._waiting: list[_Asked] = []

    def run(self, pictures: Pictures) -> Pictures:
        """(N, 5, H, W) in [0, 1]; from any thread."""
        own = _Asked(pictures)
        with self._changing:
            self._waiting.append(own)
        try:
            with self._turn:
                if not own.maps.done():
                    self._answer(self._together(own))
        finally:
            with self._changing:
                self._waiting.remove(own)
        return own.maps.result()

    def _together(self, own: _Asked) -> list[_Asked]:
        """``own``, and those of the same size that have no answer yet, as many as go into a batch."""
        chosen, room = [own], self._most - len(own.pictures)
        with self._changing:
            others = [one for one in self._waiting if one is not own and not one.maps.done()]
        for one in others:
            if one.pictures.shape[1:] == own.pictures.shape[1:] and len(one.pictures) <= room:
                chosen.append(one)
                room -= len(one.pictures)
        return chosen

    def _answer(self, asked: list[_Asked]) -> None:
        maps = self._network.run(np.concatenate([one.pictures for one in asked]))
        ends = np.cumsum([len(one.pictures) for one in asked])[:-1]
        for one, part in zip(asked, np.split(maps, ends), strict=True):
            one.maps.set_result(part)
