"""Signs that sellers lay over their pictures: badges, banners, stars, arrows, boxes, ribbons, hearts, rows of dots."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import cv2
import numpy as np

from retouch.training.bodies.lettering import SHORT_WORDS, Bytes, Ink, any_font, any_ink
from retouch.training.render.mesh import Floats

Pixel = tuple[int, int]
GOLD: Ink = (252, 186, 48)
"""What stars that others gave are colored with."""


@dataclass(frozen=True, slots=True)
class _Sign:
    """One sign that is being drawn on ``out``: its middle and radius, px, its inks, and the chance it is drawn by."""

    out: Bytes
    x: float
    y: float
    r: int
    ink: Ink
    other: Ink
    rng: np.random.Generator

    @property
    def center(self) -> Pixel:
        return round(float(self.x)), round(float(self.y))

    def fill(self, points: Floats) -> None:
        """Fill an outline, (n, 2) px."""
        cv2.fillPoly(self.out, [np.rint(points).astype(np.int32)], self.ink, cv2.LINE_AA)


def lay_graphic(codes: Bytes, rng: np.random.Generator) -> tuple[Bytes, bool]:
    """Lay one of ``SIGNS`` over a picture, near a corner or anywhere; and whether there are words on it."""
    height, width = codes.shape[:2]
    size = min(height, width) * rng.uniform(0.05, 0.17)
    x = rng.choice([1.3 * size, width - 1.3 * size])
    y = rng.choice([1.3 * size, height - 1.3 * size])
    if rng.random() < 0.25:
        x, y = rng.uniform(size, width - size), rng.uniform(size, height - size)
    ink, other = any_ink(rng), any_ink(rng)
    sign = _Sign(codes.copy(), x, y, max(3, round(float(size))), ink, other, rng)
    middle = SIGNS[str(rng.choice(list(SIGNS), p=[share for share, _ in SIGNS.values()]))][1](sign)
    worded = middle is not None and rng.random() < 0.75
    if middle is not None and worded:
        _write(sign, middle)
    return sign.out, worded


def _write(sign: _Sign, middle: Pixel) -> None:
    words, font, scale = str(sign.rng.choice(SHORT_WORDS)), any_font(sign.rng), sign.r / 34
    (wide, tall), _ = cv2.getTextSize(words, font, scale, 1)
    at = (middle[0] - wide // 2, middle[1] + tall // 2)
    cv2.putText(sign.out, words, at, font, scale, sign.other, max(1, sign.r // 18), cv2.LINE_AA)


def _badge(sign: _Sign) -> Pixel:
    cv2.circle(sign.out, sign.center, sign.r, sign.ink, -1, cv2.LINE_AA)
    thick = max(1, sign.r // 14)
    cv2.circle(sign.out, sign.center, round(0.85 * sign.r), sign.other, thick, cv2.LINE_AA)
    return sign.center


def _banner(sign: _Sign) -> Pixel:
    """All across the picture, above or below."""
    height, width = sign.out.shape[:2]
    high = max(6, round(height * sign.rng.uniform(0.06, 0.16)))
    top = 0 if sign.rng.random() < 0.5 else height - high
    cv2.rectangle(sign.out, (0, top), (width, top + high), sign.ink, -1)
    return width // 2, top + high // 2


def _star(sign: _Sign) -> Pixel:
    count, inner = int(sign.rng.integers(5, 20)), sign.rng.uniform(0.45, 0.85)
    angles = np.arange(2 * count) * np.pi / count
    radii = np.where(np.arange(2 * count) % 2, inner * sign.r, sign.r)
    sign.fill(np.stack([sign.x + radii * np.cos(angles), sign.y + radii * np.sin(angles)], 1))
    return sign.center


def _arrow(sign: _Sign) -> None:
    """From its place to the piece."""
    height, width = sign.out.shape[:2]
    tip = (round(width * sign.rng.uniform(0.35, 0.65)), round(height * sign.rng.uniform(0.35, 0.65)))
    cv2.arrowedLine(sign.out, sign.center, tip, sign.ink, max(1, sign.r // 7), cv2.LINE_AA, tipLength=0.15)


def _box(sign: _Sign) -> Pixel:
    (x, y), r = sign.center, sign.r
    cv2.rectangle(sign.out, (x - r, y - r // 2), (x + r, y + r // 2), sign.ink, -1)
    return sign.center


def _ribbon(sign: _Sign) -> None:
    """Across a corner, or all of the corner."""
    height, width = sign.out.shape[:2]
    far = sign.rng.uniform(0.2, 0.4) * min(height, width)
    near = sign.rng.uniform(0.5, 0.75) * far if sign.rng.random() < 0.6 else 0.0
    points = np.asarray([(near, 0), (far, 0), (0, far), (0, near)])
    if sign.rng.random() < 0.5:
        points[:, 0] = width - 1 - points[:, 0]
    if sign.rng.random() < 0.25:
        points[:, 1] = height - 1 - points[:, 1]
    sign.fill(points)


def _check(sign: _Sign) -> None:
    """A badge with a hook in it."""
    cv2.circle(sign.out, sign.center, sign.r, sign.ink, -1, cv2.LINE_AA)
    hook = np.asarray([(-0.45, 0.0), (-0.1, 0.35), (0.5, -0.35)]) * sign.r + (sign.x, sign.y)
    points, thick = [np.rint(hook).astype(np.int32)], max(2, sign.r // 6)
    cv2.polylines(sign.out, points, isClosed=False, color=sign.other, thickness=thick, lineType=cv2.LINE_AA)


def _row(sign: _Sign) -> None:
    """Stars or dots beside each other, above or below: what others thought of it, or its colors."""
    height, width = sign.out.shape[:2]
    count, r = int(sign.rng.integers(3, 6)), max(4.0, sign.r * sign.rng.uniform(0.15, 0.7))
    starry, gay = sign.rng.random() < 0.6, sign.rng.random() < 0.5
    star_ink = GOLD if sign.rng.random() < 0.5 else sign.ink
    step, y = sign.rng.uniform(2.2, 3.2) * r, height * sign.rng.choice([0.1, 0.85, 0.9])
    left = sign.rng.uniform(0.15, 0.85) * width - step * (count - 1) / 2
    angles = np.arange(10) * np.pi / 5 - np.pi / 2
    for k in range(count):
        radii = np.where(np.arange(10) % 2, 0.45 * r, r) if starry else np.full(10, r)
        ink = any_ink(sign.rng) if gay and not starry else sign.ink
        middle = (round(left + k * step), round(float(y)))
        if not starry:
            cv2.circle(sign.out, middle, max(2, round(r)), ink, -1, cv2.LINE_AA)
            continue
        points = np.stack([middle[0] + radii * np.cos(angles), middle[1] + radii * np.sin(angles)], 1)
        replace(sign, ink=star_ink).fill(points)


def _heart(sign: _Sign) -> None:
    t = np.linspace(0, 2 * np.pi, 50)
    x = sign.x + sign.r * np.sin(t) ** 3
    y = sign.y - sign.r * (0.81 * np.cos(t) - 0.31 * np.cos(2 * t) - 0.12 * np.cos(3 * t))
    sign.fill(np.stack([x, y], 1))


SIGNS: dict[str, tuple[float, Callable[[_Sign], Pixel | None]]] = {
    "badge": (0.14, _badge), "banner": (0.1, _banner), "star": (0.08, _star), "arrow": (0.1, _arrow),
    "box": (0.12, _box), "ribbon": (0.1, _ribbon), "heart": (0.06, _heart), "check": (0.08, _check),
    "row": (0.22, _row),
}  # fmt: skip
"""Each with its share, and how it is drawn: it returns where words may stand on it, or None."""
