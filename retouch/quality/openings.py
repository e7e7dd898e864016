"""Parts that gave way to a new ground, and openings that it no longer shows: what is too thin for edges to tell.

Each pixel is what the original shows, carried through the tone curve, or the new ground, in its shadows too. Where the
piece ends is taken from the original's alpha, so this holds only for an alpha that did not make the picture.
"""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from retouch.arrays import Alpha, LinearRGB, Mask
from retouch.color import largest_channel, luminance, smallest_channel
from retouch.quality.structure import Gradient
from retouch.quality.surroundings import carried_under

Floats = npt.NDArray[np.float32]

PIECE, GROUND = 0.7, 0.3  # alpha above and below which a pixel should be what it was
OFF_TONE = 0.08  # of the tone scale, where nothing is drawn; at edges half a pixel may be off
OFF_PX = 0.5
FULL_TONE = 0.15  # beyond that, at which a pixel is wholly something else
TINTED, TINTED_IN_GAPS = 0.12, 0.25  # between channels, against the ground; colors bleed into narrow gaps
GROUND_LIGHT = (0.8, 1.06)  # of the new ground, where the piece was
SHADED_LIGHT = (0.5, 1.1)  # of the new ground, where ground was
BRIGHTER = 0.1  # of the tone scale
COLORED = (
    0.35  # tint of gold; what was ground by its color, whatever the alpha says, and has it now, was closed
)
DRAWN = 0.04  # gradient per pixel
LEFT_OF_EDGE = 0.3  # of its gradient; an edge of the piece on another ground keeps more, or turns about
OUTLINE_PX = 2  # a gradient reaches as far beyond the outline
OUTLINE_AREAS = (
    4.0  # pixels of vanished edge, 2 to 3 wide, about a place whose outline is half gone, over its side
)
SHINING = 1.06  # of the original's ground; what shines more was no ground, and a dark gap may be one


@dataclass(frozen=True, slots=True)
class Tones:
    """Both pictures as tones, the original's as the edited one's curve makes it, and the gradients of both."""

    expected: Floats
    new: Floats
    first: Gradient
    second: Gradient


@dataclass(frozen=True, slots=True)
class Grounded:
    """A picture against its ground, carried under the piece: light as a share of it, and how far channels differ."""

    light: Floats
    tint: Floats

    @classmethod
    def of(cls, picture: LinearRGB, surely: Floats) -> "Grounded":
        """Compare (H, W, 3) linear pixels; ``surely`` (H, W) is 1 where ground is surely ground."""
        ground = np.maximum(carried_under(picture[..., :3], surely), np.float32(1e-3))
        ratio = np.asarray(picture[..., :3] / ground, np.float32)
        light = luminance(np.ascontiguousarray(ratio))
        spread = largest_channel(ratio) - smallest_channel(ratio)
        return cls(light, np.asarray(spread / np.maximum(light, 0.3), np.float32))


def opened(then: Grounded, now: Grounded, brighter: Floats) -> Mask:
    """Dark openings that came to show the new ground, lit or shaded; ``brighter`` (H, W) than the tone curve says."""
    dark = (then.tint < TINTED_IN_GAPS) & (then.light < 1.04)
    ground = (now.tint < TINTED) & _within(now.light, SHADED_LIGHT)
    return _blocks(dark & ground & (brighter > BRIGHTER), 3)


def gone_and_filled(alpha: Alpha, tones: Tones, then: Grounded, now: Grounded) -> tuple[Floats, Floats]:
    """Evidence in each pixel, 0 to 1: parts that gave way, openings that closed."""
    under = tones.new / np.sqrt(np.maximum(now.light, np.float32(1e-3)))
    slope = np.sqrt(np.maximum(tones.first.energy, tones.second.energy))
    off = np.abs(tones.new - tones.expected) - OFF_TONE - OFF_PX * slope
    ground_now = (now.tint < TINTED) & _within(now.light, GROUND_LIGHT)
    gone = _blocks((alpha > PIECE) & ground_now & (off > 0.0), 3)
    plainly = (then.tint > TINTED_IN_GAPS) | (then.light > SHINING)
    length = np.sqrt(
        tones.first.energy
    )  # a shadow taken for the piece, lit by it, has no edges; a dark gap has some
    sure = np.where(plainly, length > DRAWN, 0.5 * np.clip((length - 2.0 * DRAWN) / (2.0 * DRAWN), 0.0, 1.0))
    sure = np.maximum(sure, _outlined(gone, length, np.sqrt(tones.second.energy)))
    meant = np.sqrt((1.0 - alpha) * under**2 + alpha * tones.expected**2)
    apart = np.asarray(np.abs(tones.new - meant) - OFF_TONE - OFF_PX * slope, np.float32)
    shaded = (now.tint < TINTED_IN_GAPS) & _within(now.light, SHADED_LIGHT)
    another_color = (now.tint > TINTED_IN_GAPS) & (now.tint - then.tint > TINTED)
    filled = _blocks((alpha < GROUND) & ~shaded & ((off > 0.0) | another_color) & (apart > 0.0), 2)
    colored = _blocks((then.tint < TINTED) & (then.light < 1.04) & (now.tint > COLORED), 3)
    closed = np.maximum(_strength(filled, apart), np.where(colored, np.float32(1.0), np.float32(0.0)))
    return np.asarray(_strength(gone, off) * sure, np.float32), closed


def _outlined(gone: Mask, then: Floats, now: Floats) -> Floats:
    """How much of the outline of each place that gave way is gone with it, 0 to 1.

    A smooth prong has no edges but its outline, and that vanishes with it. A shadow taken for the piece, or ground in
    an opening that the alpha closed, is bounded by the piece, which still has its edge, and fades out elsewhere.
    """
    count, labels = cv2.connectedComponents(gone.view(np.uint8), connectivity=8)
    if count < 2:
        return np.zeros(gone.shape, np.float32)
    near = np.ones((2 * OUTLINE_PX + 1, 2 * OUTLINE_PX + 1), np.uint8)
    around = cv2.dilate(labels.astype(np.float32), near).astype(np.int32)
    lost = (then > 2.0 * DRAWN) & (now < LEFT_OF_EDGE * then)
    edges = np.bincount(around[lost], minlength=count).astype(np.float32)
    area = np.bincount(labels.ravel(), minlength=count).astype(np.float32)
    share = np.clip(edges / (OUTLINE_AREAS * np.sqrt(np.maximum(area, 1.0))), 0.0, 1.0)
    share[0] = 0.0
    return np.asarray(share[labels], np.float32)


def _strength(mask: Mask, amount: Floats) -> Floats:
    return np.where(mask, np.clip(amount / FULL_TONE, 0.0, 1.0), 0.0).astype(np.float32)


def _within(light: Floats, span: tuple[float, float]) -> Mask:
    return np.asarray((light > span[0]) & (light < span[1]))


def _blocks(mask: Mask, side_px: int) -> Mask:
    """What holds a square of that side: thinner remains are an outline a fraction of a pixel off."""
    square = np.ones((side_px, side_px), np.uint8)
    return cv2.morphologyEx(mask.view(np.uint8), cv2.MORPH_OPEN, square).view(np.bool_)
