"""Where the piece stands on a ground that is not plain: as the network sees it, from afar and from near.

Color does not tell such a ground from the piece. What two looks agree on is told; what they do not stays open, and so
does a picture too small for two. How white the ground is waits for neither: it is counted pixel by pixel, round
whatever was seen.
"""

from dataclasses import dataclass

import cv2
import numpy as np

from retouch.arrays import Alpha, Mask
from retouch.networks import see
from retouch.quality.facts.outlook import Outlook
from retouch.quality.facts.view import View
from retouch.quality.placement import Codes, Standing, border_color, sampled, widest

NEAR_SIDE = 640  # px of the longer side, from near
PIECE = 0.5  # of the network's alpha
SHADE = 0.2  # of the ground's light, that a shadow takes away
JOINED_PX = 9  # across which crumbs belong together
CRUMB = 0.05  # of the largest part: smaller is none
AGREED = 0.58  # of what either look takes for the piece, that both do


@dataclass(frozen=True, slots=True)
class Seen:
    """A picture divided by what the network sees; ``sure`` is whether two looks found the same piece."""

    standing: Standing
    sure: bool


def seen_standing(view: View, look: Outlook) -> Seen:
    """Divide a picture whose ground is not plain; the piece may be nowhere."""
    sample, step = sampled(view.codes)
    closer = see(view.linear, looks=(min(NEAR_SIDE, max(view.small.shape[:2])),))
    far, near = (_fitted(alpha, sample) for alpha in (look.seen.alpha, closer.alpha))
    one, other = _without_crumbs(far >= PIECE), _without_crumbs(near >= PIECE)
    either, both = int((one | other).sum()), int((one & other).sum())
    piece = _without_crumbs((far + near) / 2 >= PIECE)
    shadow = (_fitted(look.seen.shadow, sample) >= SHADE) & ~piece
    color = border_color(sample)
    apart = widest(np.abs(sample.astype(np.int16) - color))
    twice = look.seen.alpha.shape != closer.alpha.shape
    sure = twice and bool(piece.any()) and both >= AGREED * either
    return Seen(Standing(sample, step, color, apart, piece, shadow), sure)


def _fitted(values: Alpha, sample: Codes) -> Alpha:
    size = (sample.shape[1], sample.shape[0])
    return np.asarray(cv2.resize(values, size, None, 0, 0, cv2.INTER_LINEAR), np.float32)


def _without_crumbs(mask: Mask) -> Mask:
    square = np.ones((JOINED_PX, JOINED_PX), np.uint8)
    count, labels = cv2.connectedComponents(cv2.dilate(mask.astype(np.uint8), square), connectivity=8)
    sizes = np.bincount(labels[mask], minlength=count)
    return np.asarray(mask & (sizes >= max(1.0, CRUMB * float(sizes.max())))[labels])
