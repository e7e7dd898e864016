"""What a pixel and its surroundings look like, at six widths: the figures by which the last look judges it.

How far is it from the color of the piece nearby, how far from that of the ground nearby, how restless is it here, what
was seen and drawn around it. All are means over widths, extremes over squares, or differences: they cost what a few
blurs cost, and a small network need not learn them from nothing.
"""

from collections.abc import Iterator, Sequence

import cv2
import numpy as np
import numpy.typing as npt

from retouch.arrays import Alpha
from retouch.networks import Sight

Floats = npt.NDArray[np.float32]

WIDTHS_PX = (
    (1.2, 1),
    (2.5, 1),
    (5.0, 2),
    (10.0, 4),
    (20.0, 8),
    (40.0, 8),
)  # a blur's sigma, and its reduction
SQUARES_PX = (3, 7, 15)
PLAIN = 0.01  # share below which, and above one less, a pixel counts as wholly the one or the other
UNIT = 4.0  # odds are given in units of this
LEAST = 1e-3  # weight of a pixel that is surely not of the kind whose color is asked


def surroundings(photo: Floats, drawn: Alpha, seen: Sight, ground: Floats) -> Iterator[Floats]:
    """Yield each figure as (h, w) float32, about -2 to 2, always the same ``COUNT`` in the same order.

    Parameters
    ----------
    photo, ground  (h, w, 3), sRGB encoded, [0, 1]
    drawn          (h, w), alpha as drawn so far
    seen           what a network saw, (h, w) each; its last look counts once more, by itself
    """
    colors, apart = _planes(photo), _planes(photo - ground)
    light, shade = _third(colors), _third(apart)
    distance = np.sqrt(np.square(apart[0]) + np.square(apart[1]) + np.square(apart[2]))
    colorful = _plane(cv2.magnitude(apart[0] - apart[1], apart[1] - apart[2]))
    odds = log_odds(seen.alpha) / np.float32(UNIT)
    yield from (colors[0] - colors[1], colors[1] - colors[2], light, shade, distance, colorful)
    yield from (drawn, odds)
    yield from (log_odds(plane) / np.float32(UNIT) for plane in (seen.metal, seen.gem, seen.doubt))
    near = seen.near or seen
    yield from (log_odds(plane) / np.float32(UNIT) for plane in near.maps)
    ours = drawn * seen.alpha + np.float32(LEAST)
    theirs = (1.0 - drawn) * (1.0 - seen.alpha) + np.float32(LEAST)
    plain = (drawn, odds, distance, light, shade, colorful, seen.gem, light * light)
    weighted = [([*(plane * weight for plane in colors)], weight) for weight in (ours, theirs)]
    for sigma, reduction in WIDTHS_PX:
        means = [_blurred(plane, sigma, reduction) for plane in plain]
        around = [
            [_blurred(plane, sigma, reduction) for plane in (*sums, weight)] for sums, weight in weighted
        ]
        yield from _at_width(means, around, colors)
    for side in SQUARES_PX:
        square = np.ones((side, side), np.uint8)
        for plane in (drawn, seen.alpha, near.alpha, distance, light):
            yield _plane(cv2.dilate(plane, square))
            yield _plane(cv2.erode(plane, square))
    across, down = (cv2.Sobel(light, cv2.CV_32F, *way) for way in ((1, 0), (0, 1)))
    yield _plane(cv2.magnitude(across, down))


DRAWN = 6  # of them: alpha as it was drawn
COUNT = 16 + len(WIDTHS_PX) * 11 + len(SQUARES_PX) * 10 + 1


def _at_width(means: list[Floats], around: list[list[Floats]], colors: Sequence[Floats]) -> Iterator[Floats]:
    """Means, restlessness, and distance from the colors of piece and ground, over one width."""
    height, width = colors[0].shape
    *shown, squared = means
    light = shown[3]
    for plane in (*shown, np.sqrt(np.maximum(squared - light * light, 0.0))):
        yield _sized(plane, width, height)
    to_piece, to_ground = (_apart_from(weighted, colors) for weighted in around)
    yield from (to_piece, to_ground, to_ground - to_piece)


def _apart_from(weighted: list[Floats], colors: Sequence[Floats]) -> Floats:
    """How far each pixel is from a color of its surroundings, all channels together."""
    height, width = colors[0].shape
    *sums, weight = weighted
    total = np.zeros((height, width), np.float32)
    for own, around in zip(colors, sums, strict=True):
        total += np.abs(own - _sized(around / weight, width, height))
    return total


def _blurred(plane: Floats, sigma: float, reduction: int) -> Floats:
    """Blur by a Gaussian, on a reduction where it is wide; it stays reduced."""
    height, width = plane.shape
    if reduction > 1:
        size = (max(1, -(-width // reduction)), max(1, -(-height // reduction)))
        plane = _plane(cv2.resize(plane, size, interpolation=cv2.INTER_AREA))
    return _plane(cv2.GaussianBlur(plane, (0, 0), sigma / reduction))


def _sized(plane: Floats, width: int, height: int) -> Floats:
    if plane.shape == (height, width):
        return plane
    return _plane(cv2.resize(plane, (width, height), interpolation=cv2.INTER_LINEAR))


def _planes(picture: Floats) -> list[Floats]:
    return [_plane(plane) for plane in cv2.split(picture)]


def _third(planes: Sequence[Floats]) -> Floats:
    return _plane((planes[0] + planes[1] + planes[2]) / np.float32(3.0))


def _plane(values: npt.ArrayLike) -> Floats:
    return np.asarray(values, np.float32)


def log_odds(share: Alpha) -> Floats:
    """Log-odds of shares, of which the plainest count as ``PLAIN``."""
    kept = np.clip(share, PLAIN, 1.0 - PLAIN)
    return np.asarray(np.log(kept / (1.0 - kept)), np.float32)
