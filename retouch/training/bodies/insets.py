"""Other pictures set into a picture: a detail, a second look, as tiles in a corner or along a side."""

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np

from retouch.training.bodies.lettering import Bytes, Ink, any_ink

GAP = 6  # px, between two
SHADE = 0.45  # of the light that its shadow takes


@dataclass(frozen=True, slots=True)
class _Style:
    """How the insets of a picture are cut, and whether they have a line round them, ``thick`` px, or a shadow."""

    shape: str
    lined: bool
    shaded: bool
    ink: Ink
    thick: int


def lay_insets(codes: Bytes, second: Callable[[], Bytes], rng: np.random.Generator) -> Bytes:
    """Set one to three others in: square, round, or with round corners; with a line or a shadow."""
    out, (height, width) = codes.copy(), codes.shape[:2]
    if rng.random() < 0.12:  # all along a side
        return _beside(out, second(), rng)
    count = 1 if rng.random() < 0.75 else int(rng.integers(2, 4))
    side = round(min(height, width) * (rng.uniform(0.18, 0.42) if count == 1 else rng.uniform(0.16, 0.3)))
    across = round(side * rng.choice([1.0, 1.0, 0.75, 1.33]))
    left, top = _corner((height, width), side, across, rng)
    style = _any_style(rng)
    for k in range(count):
        x = left + k * (across + GAP) * (1 if left < width / 2 else -1)
        if x < 0 or x + across > width:
            break
        view = second() if rng.random() < 0.7 else _part(codes, rng)
        view = cv2.resize(view, (across, side), interpolation=cv2.INTER_AREA)
        out = _set_in(out, view, (x, top), style, rng)
    return out


def _beside(out: Bytes, view: Bytes, rng: np.random.Generator) -> Bytes:
    """A view as high as the picture, at its left or right, or as wide, above or below."""
    turned = np.ascontiguousarray(out.swapaxes(0, 1)) if rng.random() < 0.3 else out
    height, width = turned.shape[:2]
    across = round(width * rng.uniform(0.2, 0.45))
    high = round(across * view.shape[0] / view.shape[1])
    scale = max(1.0, height / high)
    large = cv2.resize(
        view, (round(across * scale), max(height, round(high * scale))), interpolation=cv2.INTER_AREA
    )
    part = large[:height, :across]
    if rng.random() < 0.5:
        turned[:, :across] = part
    else:
        turned[:, width - across :] = part
    return np.ascontiguousarray(turned.swapaxes(0, 1)) if turned is not out else out


def _corner(size: tuple[int, int], side: int, across: int, rng: np.random.Generator) -> tuple[int, int]:
    """Left and top of the first: near a corner, or anywhere along the upper or lower side."""
    height, width = size
    lefts = [
        rng.uniform(0, 0.06) * width,
        width - across - rng.uniform(0, 0.06) * width,
        rng.uniform(0, width - across),
    ]
    left = int(rng.choice(lefts, p=[0.4, 0.4, 0.2]))
    tops = [rng.uniform(0, 0.06) * height, height - side - rng.uniform(0, 0.06) * height]
    return left, int(rng.choice(tops))


def _any_style(rng: np.random.Generator) -> _Style:
    return _Style(
        shape=str(rng.choice(["square", "disc", "rounded"], p=[0.5, 0.35, 0.15])),
        lined=rng.random() < 0.5,
        shaded=rng.random() < 0.2,
        ink=any_ink(rng),
        thick=int(rng.integers(1, 5)),
    )


def _part(codes: Bytes, rng: np.random.Generator) -> Bytes:
    """A detail of the picture itself."""
    height, width = codes.shape[:2]
    side = round(min(height, width) * rng.uniform(0.25, 0.6))
    top, left = int(rng.integers(height - side)), int(rng.integers(width - side))
    return codes[top : top + side, left : left + side].copy()


def _set_in(
    out: Bytes, view: Bytes, corner: tuple[int, int], style: _Style, rng: np.random.Generator
) -> Bytes:
    """The picture with the view in it."""
    (side, across), (x, top) = view.shape[:2], corner
    mask = _mask(style.shape, side, across, rng)
    whole = np.zeros(out.shape[:2], np.uint8)
    whole[top : top + side, x : x + across] = mask
    if style.shaded:
        dark = cv2.GaussianBlur(np.roll(whole, (4, 3), (0, 1)), (0, 0), 4)[..., None] / 255
        out = (out * (1 - SHADE * dark)).astype(np.uint8)
    if style.lined:
        rim = cv2.dilate(whole, np.ones((2 * style.thick + 1,) * 2, np.uint8))[..., None] / 255
        out = (out * (1 - rim) + np.asarray(style.ink) * rim).astype(np.uint8)
    share = mask[..., None] / 255
    place = out[top : top + side, x : x + across]
    place[:] = (place * (1 - share) + view * share).astype(np.uint8)
    return out


def _mask(shape: str, height: int, width: int, rng: np.random.Generator) -> Bytes:
    """Where the view is seen in its rectangle: (height, width), 255 is all."""
    if shape == "square":
        return np.full((height, width), 255, np.uint8)
    mask = np.zeros((height, width), np.uint8)
    if shape == "disc":
        middle, radii = (width // 2, height // 2), (width // 2 - 1, height // 2 - 1)
        cv2.ellipse(mask, middle, radii, 0, 0, 360, 255, -1, cv2.LINE_AA)
        return mask
    r = max(2, round(height * rng.uniform(0.06, 0.2)))
    cv2.rectangle(mask, (r, r), (width - r - 1, height - r - 1), 255, 2 * r)
    mask[r:-r, r:-r] = 255
    return mask
