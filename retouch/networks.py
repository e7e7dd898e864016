"""Trained networks: files of ``retouch/weights``, verified by digest, run by OpenCV's own ``dnn`` on a CPU.

No network paints pixels. What they say is where the piece, its metal, its stones and its shadow are, and how far they
are to be doubted.
"""

import hashlib
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

import cv2
import numpy as np
import numpy.typing as npt

from retouch.arrays import Alpha, LinearRGB, Mask
from retouch.color import to_encoded
from retouch.errors import WeightsUnavailable

Odds = npt.NDArray[np.float32]

WEIGHTS = Path(__file__).parent / "weights"
LEAST = 1e-3  # a likelihood below is taken for this
STRIDE = 32  # the network takes sides that are multiples of it
LOOKS = (320, 512, 896)  # px of the photo's longer side: the whole, the parts, from near what those found
NEAR = 0.08  # alpha from which the last look goes there
NEAREST = 3.0  # the last look's weight beside one of the others, about the outline they saw; elsewhere 1
ABOUT_PX = (4, 2.0)  # from that outline, at the last look's scale, and the sigma over which the weight falls
MARGIN = 0.06  # of the longer side, around what it goes to


@dataclass(frozen=True, slots=True)
class Sight:
    """What the network sees in one photo: (h, w) float32 in [0, 1], h and w at the network's own scale.

    alpha   share of the piece;  ``metal`` and ``gem`` shares of each
    shadow  how much of the ground's light the piece takes away
    doubt   how likely alpha is off by more than 0.3
    near    what the last look by itself said, finer and more often wrong; None where there was but one
    """

    alpha: Alpha
    metal: Alpha
    gem: Alpha
    shadow: Alpha
    doubt: Alpha
    near: "Sight | None" = None

    @classmethod
    def of(cls, maps: Iterable[Alpha], near: "Sight | None" = None) -> "Sight":
        """Take the five in the order in which the network tells them."""
        alpha, metal, gem, shadow, doubt = maps
        return cls(alpha, metal, gem, shadow, doubt, near)

    @property
    def maps(self) -> tuple[Alpha, ...]:
        """The five, in that order."""
        return self.alpha, self.metal, self.gem, self.shadow, self.doubt

    def scaled(self, width: int, height: int) -> "Sight":
        """The same at another size."""
        maps = (_resized(values, (height, width)) for values in self.maps)
        return Sight.of(maps, self.near and self.near.scaled(width, height))

    def part(self, place: tuple[slice, slice]) -> "Sight":
        """Rows and columns of it."""
        return Sight.of((values[place] for values in self.maps), self.near and self.near.part(place))


class Network(Protocol):
    """Whatever runs the trained weights."""

    def run(self, picture: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """Maps (N, 5, H, W) in [0, 1] of pictures (N, 3, H, W), whose values are (code - 127) / 128."""
        ...


def see(pixels: LinearRGB, *, looks: tuple[int, ...] = LOOKS, network: Network | None = None) -> Sight:
    """Look at a photo from afar and from near, and weigh what was seen by its odds.

    Parameters
    ----------
    pixels   (H, W, 3) float32, linear sRGB, [0, 1]; only read
    looks    px of the photo's longer side, rising; the last one looks only where the others found something
    network  another than OpenCV's, as on a worker with a GPU

    Returns
    -------
    Maps whose longer side is the last of ``looks``.

    Raises ``WeightsUnavailable`` where the file is not the one that was trained.
    """
    network = network or _Network(
        "seer"
    )  # let go at the end: what OpenCV keeps of the last look is half a gigabyte
    shown = _shrunk(pixels, looks[-1])
    size = shown.shape[:2]
    far = [_stretched(_ask(network, _shrunk(shown, side)), size) for side in looks[:-1]]
    if not far:
        return _sight(_ask(network, shown))
    odds = np.mean(far, axis=0)
    seen = _likelihood(odds[0])
    place = _box_of(seen > NEAR)
    near = odds.copy()
    if place is not None:
        near[:, *place] = _ask(network, shown[place])
        weight = _nearest(seen[place])
        odds[:, *place] = (len(far) * odds[:, *place] + weight * near[:, *place]) / (len(far) + weight)
    return replace(_sight(odds), near=_sight(near))


def _nearest(alpha: Alpha) -> Alpha:
    """What the last look weighs beside one from afar: it draws outlines finer, and bites into large stones."""
    reach, sigma = ABOUT_PX
    square = np.ones((2 * reach + 1, 2 * reach + 1), np.uint8)
    outline = cv2.morphologyEx((alpha > 0.5).view(np.uint8), cv2.MORPH_GRADIENT, square)
    about = cv2.GaussianBlur(outline.astype(np.float32), (0, 0), sigma)
    return np.asarray(1.0 + (NEAREST - 1.0) * about, np.float32)


def _sight(odds: Odds) -> Sight:
    return Sight.of(np.ascontiguousarray(_likelihood(values)) for values in odds)


def _likelihood(odds: npt.NDArray[np.float32]) -> Alpha:
    return np.asarray(1.0 / (1.0 + np.exp(-odds)), np.float32)


def _ask(network: Network, pixels: LinearRGB) -> Odds:
    """Log-odds (5, h, w) of the five maps of a picture (h, w, 3), whose rim is carried on to whole strides."""
    height, width = pixels.shape[:2]
    values = (to_encoded(pixels) * 255.0 - 127.0) / 128.0
    around = ((0, -height % STRIDE), (0, -width % STRIDE), (0, 0))
    padded = np.pad(values, around, mode="edge").transpose(2, 0, 1)[None]
    maps = network.run(np.ascontiguousarray(padded, np.float32))[0, :, :height, :width]
    share = np.clip(maps, LEAST, 1.0 - LEAST)
    return np.asarray(np.log(share / (1.0 - share)), np.float32)


def _box_of(mask: Mask) -> tuple[slice, slice] | None:
    """Rows and columns of what is true, with a margin; None where nothing is."""
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    if rows.size == 0:
        return None
    margin = round(MARGIN * max(mask.shape))
    spans = zip((rows, columns), mask.shape, strict=True)
    down, across = (slice(max(0, int(s[0]) - margin), min(n, int(s[-1]) + margin + 1)) for s, n in spans)
    return down, across


def _shrunk(pixels: LinearRGB, side: int) -> LinearRGB:
    """The picture with that longer side, by areas and in linear light."""
    scale = side / max(pixels.shape[:2])
    size = (max(8, round(pixels.shape[1] * scale)), max(8, round(pixels.shape[0] * scale)))
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(pixels[..., :3], size, interpolation=how), np.float32)


def _stretched(maps: Odds, size: tuple[int, int]) -> Odds:
    return np.stack([_resized(values, size) for values in maps])


def _resized(values: Alpha, size: tuple[int, int]) -> Alpha:
    return np.asarray(cv2.resize(values, size[::-1], interpolation=cv2.INTER_LINEAR), np.float32)


class _Network:
    """One file, verified and loaded. It keeps its state: one thread asks at a time."""

    def __init__(self, name: str) -> None:
        self.net = cv2.dnn.readNetFromONNX(np.frombuffer(verified(name), np.uint8))

    def run(self, picture: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        self.net.setInput(picture)
        return np.asarray(self.net.forward(), np.float32)


def verified(name: str) -> bytes:
    """Return a file of weights; raises ``WeightsUnavailable`` where it is not the one that was trained."""
    entry = tomllib.loads((WEIGHTS / "weights.toml").read_text())[name]
    data: bytes = (WEIGHTS / entry["file"]).read_bytes()
    if hashlib.sha256(data).hexdigest() != entry["sha256"]:
        raise WeightsUnavailable(f"{entry['file']} is not the file that weights.toml describes")
    return data


def weights_digest() -> str:
    """One sha256 for all weights, part of what names a revision."""
    entries = tomllib.loads((WEIGHTS / "weights.toml").read_text())
    together = "".join(str(entries[name]["sha256"]) for name in sorted(entries))
    return hashlib.sha256(together.encode()).hexdigest()
