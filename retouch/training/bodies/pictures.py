"""Whole pictures with what is in them: people, busts, packaging, or a piece alone among other things."""

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from retouch.training.bodies import overlays
from retouch.training.bodies.anchors import BODIES, BUST, PACKAGING, PERHAPS, PERSON, PRINT, Anchor
from retouch.training.bodies.displays import BUSTS
from retouch.training.bodies.flat_pieces import put_flat_piece
from retouch.training.bodies.forms import Canvas
from retouch.training.bodies.grounds import any_ground
from retouch.training.bodies.packages import PACKAGES
from retouch.training.bodies.people import PEOPLE
from retouch.training.bodies.pieces import Pieces, lay
from retouch.training.bodies.props import put_prop
from retouch.training.bodies.relief import Relief
from retouch.training.bodies.worn import wear
from retouch.training.render.mesh import Floats
from retouch.training.scenes.compose import develop
from retouch.training.scenes.grounds import noise

SIDE = 320  # px, of what the network looks at
DRAWN = 1.3  # times that, while it is drawn
RATIOS = (1.0, 1.0, 1.0, 0.8, 0.75, 1.33, 0.67, 1.25)
"""Width to height, each as often as it stands here."""
ALONE = "alone"
SECOND_SIDE = 200  # px, of a picture that is set into another

Bytes = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Picture:
    """What the network looks at and what is in it.

    codes      (h, w, 3) uint8, sRGB; the longer side is ``SIDE``
    covered    (3, h, w) float32, how far each pixel is of each of ``BODIES``, 0 to 1
    laid_over  (5,) bool, which of ``overlays.NAMES`` are laid over it
    perhaps    whether something stands in it that may be called packaging or not
    """

    codes: Bytes
    covered: Floats
    laid_over: npt.NDArray[np.bool_]
    perhaps: bool


def draw(pieces: Pieces, rng: np.random.Generator) -> Picture:
    """Draw one picture by chance."""
    relief = any_ground(_any_canvas(rng), rng)
    kind = str(rng.choice(list(KINDS), p=[share for share, _ in KINDS.values()]))
    anchors = KINDS[kind][1](relief, rng)
    light = _lit(relief, rng)
    if kind != ALONE and rng.random() < 0.18:  # sharp is the piece alone
        light = cv2.GaussianBlur(light, (0, 0), rng.uniform(1.5, 9))
    if rng.random() < 0.93:
        light = wear(light, anchors, pieces, rng, rng.uniform(0.7, 1.1))
    if rng.random() < 0.2:
        light = _out_of_focus(light, relief, rng)
    codes = develop(light, rng)[..., ::-1]
    codes, names = overlays.lay_over(codes, lambda: _second(pieces, rng), rng)
    return _shrunk(relief, codes, names)


def _any_canvas(rng: np.random.Generator) -> Canvas:
    ratio = RATIOS[int(rng.integers(len(RATIOS)))]
    side = round(SIDE * DRAWN)
    return Canvas(side, round(side / ratio)) if ratio >= 1 else Canvas(round(side * ratio), side)


def _lit(relief: Relief, rng: np.random.Generator) -> Floats:
    """A relief under a lamp anywhere before it, rough or smooth; in some pictures flat or all but flat, as drawn."""
    lamp = (rng.normal(0, 0.8), -abs(rng.normal(0.4, 0.6)), rng.uniform(0.5, 1.6))
    bumps = max(0.0, rng.uniform(-0.2, 0.35)) * noise((relief.canvas.height, relief.canvas.width), 2.5, rng)
    ambient, softness = rng.uniform(0.25, 0.75), rng.uniform(0.03, 0.5)
    depth = float(rng.choice([1.0, rng.uniform(0, 1), 0.0], p=[0.57, 0.28, 0.15]))
    light = relief.lit(lamp, ambient=ambient, softness=softness, bumps=bumps, depth=depth)
    return light * rng.uniform(0.75, 1.25)


def _out_of_focus(light: Floats, relief: Relief, rng: np.random.Generator) -> Floats:
    """Blur all that is far from one height."""
    depth = relief.height / max(float(relief.height.max()), 1.0)
    soft = cv2.GaussianBlur(light, (0, 0), rng.uniform(1.5, 7))
    share = np.clip(np.abs(depth - rng.uniform(0, 1)) * 1.8, 0, 1)
    share = cv2.GaussianBlur(share.astype(np.float32), (0, 0), 3)[..., None]
    return np.asarray(light * (1 - share) + soft * share, np.float32)


def _second(pieces: Pieces, rng: np.random.Generator) -> Bytes:
    """Another look at a piece, for an inset."""
    relief = any_ground(Canvas(SECOND_SIDE, SECOND_SIDE), rng)
    light = relief.lit((0.3, -0.5, 1.0), ambient=0.5, softness=0.3)
    at = np.full(2, SECOND_SIDE / 2) + rng.normal(0, 20, 2)
    light = lay(light, pieces.any(rng), at, rng.uniform(120, 320), 0.9)
    return np.ascontiguousarray(develop(light, rng)[..., ::-1])


def _shrunk(relief: Relief, codes: Bytes, names: frozenset[str]) -> Picture:
    """The picture as large as the network looks at it, and what is where in it."""
    height, width = codes.shape[:2]
    share = SIDE / max(width, height)
    size = round(width * share), round(height * share)
    none = np.zeros((height, width), np.float32)
    covered = [relief.names.get(name, none) for name in BODIES]
    small = [cv2.resize(each, size, interpolation=cv2.INTER_AREA) for each in covered]
    shown = cv2.resize(np.ascontiguousarray(codes), size, interpolation=cv2.INTER_AREA)
    if relief.names.get(PRINT, none).any():
        names |= {"text"}
    over = np.asarray([name in names for name in overlays.NAMES])
    perhaps = bool(relief.names.get(PERHAPS, none).any())
    return Picture(np.asarray(shown, np.uint8), np.stack(small).astype(np.float32), over, perhaps)


def _person(relief: Relief, rng: np.random.Generator) -> list[Anchor]:
    return PEOPLE[int(rng.integers(len(PEOPLE)))](relief, rng)


def _bust(relief: Relief, rng: np.random.Generator) -> list[Anchor]:
    return BUSTS[int(rng.integers(len(BUSTS)))](relief, rng)


def _packages(relief: Relief, rng: np.random.Generator) -> list[Anchor]:
    """One, at times two."""
    anchors = PACKAGES[int(rng.integers(len(PACKAGES)))](relief, rng)
    if rng.random() < 0.2:
        anchors += PACKAGES[int(rng.integers(len(PACKAGES)))](relief, rng)
    return anchors


def _alone(relief: Relief, rng: np.random.Generator) -> list[Anchor]:
    """None of the three: a piece on its ground, at times a drawn one, at times with props."""
    canvas = relief.canvas
    if rng.random() < 0.35:
        for _ in range(int(rng.integers(1, 4))):
            put_prop(relief, rng)
    if rng.random() < 0.2:
        put_flat_piece(relief, rng)
        return []
    at = np.asarray([canvas.width, canvas.height]) * rng.uniform(0.4, 0.6, 2)
    longest = canvas.side * (rng.uniform(0.35, 0.95) if rng.random() < 0.7 else rng.uniform(0.9, 2.2))
    return [Anchor.spot(at, longest)]


KINDS: dict[str, tuple[float, Callable[[Relief, np.random.Generator], list[Anchor]]]] = {
    PERSON: (0.29, _person), BUST: (0.18, _bust), PACKAGING: (0.24, _packages), ALONE: (0.29, _alone),
}  # fmt: skip
"""What stands in a picture, with its share of all pictures, and how it is put there."""
