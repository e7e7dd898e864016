"""Rendered pieces, cut out by their own truth, and how one is laid on a picture."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from retouch.training.render.mesh import Floats

GAMMA = 2.2
FRAME_PX = 3  # a piece that comes so near to the frame is cut by it
LEAST = 0.01  # of a scene, that a piece covers
PAD_PX = 90  # round a piece: its shadow fades to there
INSIDE, OUTSIDE = 0.95, 0.02  # alpha: between them the scene's own ground shows through
KEPT = 400  # cutouts in memory


@dataclass(frozen=True, slots=True)
class Cutout:
    """A piece without its ground, in linear light.

    color    (h, w, 3)
    alpha    (h, w), 0 to 1
    shadow   (h, w), the share of light that it takes from its ground
    longest  px, the longer side of the piece itself
    """

    color: Floats
    alpha: Floats
    shadow: Floats
    longest: int

    def scaled(self, longest: float) -> "Cutout":
        """The same with that longer side of the piece itself, px."""
        share = longest / self.longest
        size = max(4, round(self.alpha.shape[1] * share)), max(4, round(self.alpha.shape[0] * share))
        maps = (
            cv2.resize(each, size, interpolation=cv2.INTER_AREA)
            for each in (self.color, self.alpha, self.shadow)
        )
        return Cutout(*(np.asarray(each) for each in maps), round(longest))

    def turned(self, rng: np.random.Generator) -> "Cutout":
        """A quarter turn or none, mirrored or not."""
        turns, mirrored = int(rng.integers(4)), rng.random() < 0.5
        maps = (np.rot90(each, turns) for each in (self.color, self.alpha, self.shadow))
        placed = (np.ascontiguousarray(each[:, ::-1] if mirrored else each) for each in maps)
        return Cutout(*placed, self.longest)


class Pieces:
    """The rendered scenes of some folders, as cutouts."""

    def __init__(self, folders: list[Path]) -> None:
        self._photos = sorted(path for folder in folders for path in folder.glob("*-[01].jpg"))
        if not self._photos:
            places = ", ".join(map(str, folders))
            raise FileNotFoundError(f"no scenes in {places}: make some with retouch.training.scenes")

    def any(self, rng: np.random.Generator) -> Cutout:
        """One of them, turned by chance."""
        while True:
            cutout = _cutout(self._photos[int(rng.integers(len(self._photos)))])
            if cutout is not None:
                return cutout.turned(rng)


@lru_cache(maxsize=KEPT)
def _cutout(photo: Path) -> Cutout | None:
    """The piece of a scene; None where there is none, or the frame cuts it."""
    truth = cv2.imread(str(photo.with_suffix(".png")), cv2.IMREAD_UNCHANGED)
    alpha = truth[..., 0].astype(np.float32) / 255
    rim = (alpha[:FRAME_PX], alpha[-FRAME_PX:], alpha[:, :FRAME_PX], alpha[:, -FRAME_PX:])
    if max(float(side.max()) for side in rim) > 0 or float(alpha.mean()) < LEAST:
        return None
    rows, columns = np.flatnonzero(alpha.max(axis=1)), np.flatnonzero(alpha.max(axis=0))
    place = (_padded(rows), _padded(columns))
    codes = cv2.imread(str(photo), cv2.IMREAD_COLOR)
    codes = cv2.resize(codes, truth.shape[1::-1], interpolation=cv2.INTER_AREA)[..., ::-1]
    return Cutout(
        _without_ground(codes[place], alpha[place]),
        alpha[place].copy(),
        _faded(truth[..., 3][place].astype(np.float32) / 255),
        int(max(np.ptp(rows), np.ptp(columns))) + 1,
    )


def _padded(places: npt.NDArray[np.intp]) -> slice:
    """From the first to the last, with room for a shadow."""
    return slice(max(0, int(places[0]) - PAD_PX), int(places[-1]) + PAD_PX)


def _without_ground(codes: npt.NDArray[np.uint8], alpha: Floats) -> Floats:
    """The piece's own color in linear light, under its soft edge too: carried on from within."""
    color = (codes.astype(np.float32) / 255) ** GAMMA
    edge = (alpha > OUTSIDE) & (alpha <= INSIDE)
    again = (color ** (1 / GAMMA) * 255).astype(np.uint8)
    clean = cv2.inpaint(again, edge.astype(np.uint8), 2, cv2.INPAINT_TELEA)
    return np.asarray((clean.astype(np.float32) / 255) ** GAMMA, np.float32)


def _faded(shadow: Floats) -> Floats:
    """A shadow that ends where the cutout does."""
    down, across = (
        np.clip(np.minimum(np.arange(n), n - 1 - np.arange(n)) / PAD_PX, 0, 1) for n in shadow.shape
    )
    return (shadow * down[:, None] * across[None]).astype(np.float32)


def lay(
    light: Floats, cutout: Cutout, at: Floats, longest: float, brightness: float, *, shadow: float = 1.0
) -> Floats:
    """Lay a piece on a lit picture (H, W, 3) with its middle ``at``; return the picture."""
    piece = cutout.scaled(longest)
    (height, width), (rows, columns) = piece.alpha.shape, light.shape[:2]
    left, top = round(float(at[0]) - width / 2), round(float(at[1]) - height / 2)
    x0, y0, x1, y1 = max(0, left), max(0, top), min(columns, left + width), min(rows, top + height)
    if x0 >= x1 or y0 >= y1:
        return light
    cut = slice(y0 - top, y1 - top), slice(x0 - left, x1 - left)
    alpha, dark = piece.alpha[cut][..., None], piece.shadow[cut][..., None]
    out = light.copy()
    ground = out[y0:y1, x0:x1] * (1 - shadow * dark * (1 - alpha))
    out[y0:y1, x0:x1] = ground * (1 - alpha) + piece.color[cut] * brightness * alpha
    return out
