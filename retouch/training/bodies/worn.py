"""Jewelry on bodies: bands round limbs, chains round necks, pieces that lie or hang somewhere."""

from collections.abc import Callable
from itertools import pairwise

import cv2
import numpy as np

from retouch.training.bodies import stuffs
from retouch.training.bodies.anchors import Anchor
from retouch.training.bodies.forms import across, toward
from retouch.training.bodies.pieces import Pieces, lay
from retouch.training.render.mesh import Floats

WIDEST = 0.9  # of a limb's radius, a band
EIGHTHS, SHIFT = 8, 3  # OpenCV draws between pixels: places in eighths, as whole numbers
BAND_POINTS, CHAIN_POINTS = 40, 160
LINK_STEP = 1.7  # of a bead's radius, from one to the next
SPARKLING = 2  # px: larger beads have a spark


def wear(
    light: Floats, anchors: list[Anchor], pieces: Pieces, rng: np.random.Generator, brightness: float
) -> Floats:
    """Put jewelry on one or two of the places where it is worn; return the picture (H, W, 3)."""
    if not anchors:
        return light
    for k in rng.permutation(len(anchors))[: int(rng.integers(1, 3))]:
        anchor = anchors[int(k)]
        light = WORN[anchor.kind](light, anchor, pieces, rng, brightness)
    return light


def _lying(
    light: Floats, anchor: Anchor, pieces: Pieces, rng: np.random.Generator, brightness: float
) -> Floats:
    """A piece as it was rendered."""
    return lay(light, pieces.any(rng), anchor.points[0], anchor.size * rng.uniform(0.6, 1.3), brightness)


def _band(
    light: Floats, anchor: Anchor, pieces: Pieces, rng: np.random.Generator, brightness: float
) -> Floats:
    """A ring or bracelet: an arc over the limb, metal from edge to edge, often with a stone on it."""
    along, aside = toward(anchor.along), across(anchor.along)
    wide = max(1.5, anchor.size * rng.uniform(0.12, WIDEST) * rng.uniform(0.3, 1))
    bulge, tone = rng.uniform(-0.35, 0.35), stuffs.metal(rng)
    angles = np.linspace(0, np.pi, BAND_POINTS)
    arc = np.cos(angles)[:, None] * aside + bulge * np.sin(angles)[:, None] * along
    points = anchor.points[0] + anchor.size * arc
    phase, out = rng.uniform(0, 6), light.copy()
    for (begin, end), angle in zip(pairwise(points), angles, strict=False):
        shade = (0.25 + 0.75 * np.sin(3 * angle + phase) ** 2) * brightness
        ends = (_eighths(begin), _eighths(end))
        cv2.line(out, *ends, _color(tone * shade), max(1, round(wide)), cv2.LINE_AA, SHIFT)
    if rng.random() < 0.6:
        at = anchor.points[0] + anchor.size * bulge * along
        out = lay(out, pieces.any(rng), at, anchor.size * rng.uniform(0.8, 2.2), brightness, shadow=0.5)
    return out


def _chain(
    light: Floats, anchor: Anchor, pieces: Pieces, rng: np.random.Generator, brightness: float
) -> Floats:
    """A chain or a strand from one side of a neck to the other, with or without a pendant."""
    points = _hanging(anchor.points)
    tone = stuffs.metal(rng) if rng.random() < 0.7 else stuffs.any_color(rng)
    shares = [rng.uniform(0.008, 0.03), rng.uniform(0.04, 0.16)]  # a chain's links, a strand's beads
    radius = max(0.6, anchor.size * rng.choice(shares, p=[0.65, 0.35]))
    steps = np.linalg.norm(np.diff(points, axis=0), axis=1).cumsum()
    out, last = light.copy(), -np.inf
    for place, far in zip(points[1:], steps, strict=True):
        if far - last >= LINK_STEP * radius:
            last = far
            _draw_bead(out, place, radius, tone * brightness * rng.uniform(0.5, 1.1))
    if rng.random() < 0.65:
        at = anchor.points[1] + np.asarray([0, 0.3 * anchor.size])
        out = lay(out, pieces.any(rng), at, anchor.size * rng.uniform(0.4, 1.3), brightness)
    return out


def _hanging(points: Floats) -> Floats:
    """The curve that passes through left, low and right: (n, 2)."""
    left, low, right = points
    share = np.linspace(0, 1, CHAIN_POINTS)[:, None]
    pull = 2 * low - (left + right) / 2
    return (1 - share) ** 2 * left + 2 * share * (1 - share) * pull + share**2 * right


def _draw_bead(out: Floats, place: Floats, radius: float, shade: Floats) -> None:
    """A bead with its shadow below it, and a spark if it is large enough."""
    (x, y), (rows, columns) = _eighths(place), out.shape[:2]
    row, column = (min(n - 1, max(0, round(v))) for v, n in ((place[1], rows), (place[0], columns)))
    shadow = (x + round(3 * radius), y + round(4 * radius))
    _draw_disc(out, shadow, EIGHTHS * radius, 0.5 * out[row, column])
    _draw_disc(out, (x, y), EIGHTHS * radius, shade)
    if radius > SPARKLING:
        spark = (x - round(3 * radius), y - round(3 * radius))
        _draw_disc(out, spark, 2.4 * radius, np.minimum(1, 1.8 * shade + 0.1))


def _draw_disc(out: Floats, center: tuple[int, int], radius: float, color: Floats) -> None:
    cv2.circle(out, center, round(radius), _color(color), -1, cv2.LINE_AA, SHIFT)


def _eighths(place: Floats) -> tuple[int, int]:
    return round(EIGHTHS * place[0]), round(EIGHTHS * place[1])


def _color(values: Floats) -> tuple[float, ...]:
    return tuple(float(value) for value in values)


WORN: dict[str, Callable[[Floats, Anchor, Pieces, np.random.Generator, float], Floats]] = {
    "band": _band, "curve": _chain, "spot": _lying,
}  # fmt: skip
"""How jewelry is put on each kind of anchor."""
