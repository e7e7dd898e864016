"""People, busts and packaging: thick, smooth things, as jewelry seldom is; unsure where they could be either.

Metal glitters: seen from as far as a hand, its brightness changes within a few pixels. Skin, velvet and cardboard are
smooth over long stretches. Skin is told by its color too; a box by its straight outline; a bust by standing on the
lower edge of the frame.
"""

from dataclasses import dataclass

import cv2
import numpy as np

from retouch.arrays import Mask
from retouch.quality.facts.view import Gray, View, local_range

SIDE = 320  # px: what is looked for is large
SMOOTH = 4.5  # of L*, within 5 × 5 px
THICK = 0.03  # of the longer side, as a radius: a smooth stretch of metal is thinner
SKIN_HUE = (25.0, 68.0)  # degrees in L*a*b*: yellow gold begins above
SKIN_CHROMA = (9.0, 48.0)
SKIN_LIGHTNESS = (18.0, 93.0)
GROUND_APART = 9.0  # ΔE76 from the frame's color: nearer is the ground, whatever its color
SKIN_SURE, SKIN_NONE = 0.05, 0.006  # of the frame
SKIN_ALONE = 0.85  # of what stands out: metal has its glints besides
SKIN_GROUND = 0.7  # of the border: a ground of that color, perhaps

BODY_THICK = 0.06
BODY_SURE, BODY_NONE = 0.10, 0.03  # of the frame
BOX_CORNERS = 8
BOX_FIT = 0.93  # of the outline, that a polygon of so few corners covers
STANDS = 0.2  # of the lower edge of the frame that a bust covers
NECK = 0.7  # of a bust's greatest width, at most, is its upper quarter
OPEN = 0.15  # of an outline: a ring has a hole in it, a bust or a box has none


@dataclass(frozen=True, slots=True)
class _Look:
    """A picture at ``SIDE``: L*, hue and chroma, where it is smooth, and where it is plainly no ground."""

    hue: Gray
    chroma: Gray
    lightness: Gray
    smooth: Mask
    standing_out: Mask


def body_facts(view: View) -> dict[str, object]:
    """Look for people, busts and packaging."""
    look = _look(view)
    skin = _skin(look)
    person = _person(skin, float(look.standing_out.mean()), plain=view.standing is not None)
    bust, packaging = _bodies(view, look, skin)
    if packaging is False and _hangs_from_below(view):
        packaging = None
    return {"person_found": person, "bust_found": bust, "packaging_found": packaging}


def _look(view: View) -> _Look:
    height, width = view.small.shape[:2]
    share = min(1.0, SIDE / max(height, width))
    size = (max(1, round(width * share)), max(1, round(height * share)))
    small = cv2.resize(view.small, size, None, 0, 0, cv2.INTER_AREA)
    lab = np.asarray(cv2.cvtColor(small.astype(np.float32) / 255, cv2.COLOR_RGB2Lab), np.float32)
    return _Look(
        hue=np.degrees(np.arctan2(lab[..., 2], lab[..., 1])),
        chroma=np.hypot(lab[..., 1], lab[..., 2]),
        lightness=lab[..., 0],
        smooth=local_range(lab[..., 0], 5) <= 2 * SMOOTH,
        standing_out=_standing_out(view, lab),
    )


def _standing_out(view: View, lab: Gray) -> Mask:
    """What is no ground; where that is not plain, what differs from the frame's most common color."""
    if view.far is not None:
        height, width = lab.shape[:2]
        return np.asarray(
            cv2.resize(view.far.astype(np.uint8), (width, height), None, 0, 0, cv2.INTER_AREA) > 0
        )
    ring = np.concatenate([lab[0], lab[-1], lab[:, 0], lab[:, -1]])
    return np.asarray(np.linalg.norm(lab - np.median(ring, axis=0), axis=2) > GROUND_APART)


def _skin(look: _Look) -> Mask:
    """Thick smooth stretches of skin's color."""
    colored = (
        (look.hue > SKIN_HUE[0]) & (look.hue < SKIN_HUE[1])
        & (look.chroma > SKIN_CHROMA[0]) & (look.chroma < SKIN_CHROMA[1])
        & (look.lightness > SKIN_LIGHTNESS[0]) & (look.lightness < SKIN_LIGHTNESS[1])
    )  # fmt: skip
    return _thick(colored & look.smooth & look.standing_out, THICK)


def _person(skin: Mask, outstanding: float, *, plain: bool) -> bool | None:
    """Judge the skin: a hand or a model comes from outside the frame, so what floats on plain ground is metal.

    Where the ground is not plain the color alone decides nothing: copper satin and walnut have it too.
    """
    share = float(skin.mean())
    if share <= SKIN_NONE:
        return False
    ring = np.concatenate([skin[0], skin[-1], skin[:, 0], skin[:, -1]])
    if plain and not ring.any():
        return None if share >= SKIN_SURE and share >= SKIN_ALONE * outstanding else False
    return True if plain and share >= SKIN_SURE and float(ring.mean()) < SKIN_GROUND else None


def _bodies(view: View, look: _Look, skin: Mask) -> tuple[bool | None, bool | None]:
    """Judge the largest thick smooth thing that is no skin: bust, packaging."""
    body = _thick(look.smooth & look.standing_out & ~skin, BODY_THICK)
    share = float(body.mean())
    if share <= BODY_NONE:
        return False, False
    if view.standing is None:
        return None, None
    named = _named(_largest(look.standing_out))
    return named if share >= BODY_SURE or named == (False, False) else (None, None)


def _named(outline: Mask) -> tuple[bool | None, bool | None]:
    """Tell a box, straight all round, from a bust, which stands on the lower edge of the frame and has a neck."""
    contours, _ = cv2.findContours(outline.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    contour = max(contours, key=cv2.contourArea)
    filled = cv2.fillPoly(np.zeros(outline.shape, np.uint8), [contour], 1) > 0
    if float(outline.sum()) < (1.0 - OPEN) * float(filled.sum()):
        return False, False
    corners = cv2.approxPolyDP(contour, 0.02 * cv2.arcLength(contour, True), True)  # noqa: FBT003 - closed
    drawn = cv2.fillPoly(np.zeros(outline.shape, np.uint8), [corners], 1) > 0
    fit = float((drawn & filled).sum() / max(1, (drawn | filled).sum()))
    if float(outline[-1].mean()) >= STANDS:
        return (True, False) if _has_neck(filled) else (None, None)
    return (False, True) if len(corners) <= BOX_CORNERS and fit >= BOX_FIT else (None, None)


def _hangs_from_below(view: View) -> bool:
    """Tell whether something reaches the lower edge of the frame: a stand does; a necklace runs off at the top."""
    return view.piece is not None and bool(view.piece[-1].any()) and not bool(view.piece[0].any())


def _has_neck(filled: Mask) -> bool:
    widths = filled.sum(axis=1)
    widths = widths[widths > 0]
    return bool(np.median(widths[: max(1, len(widths) // 4)]) <= NECK * widths.max())


def _largest(mask: Mask) -> Mask:
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8))
    return np.asarray(labels == 1 + int(np.argmax(stats[1:, cv2.CC_STAT_AREA])))


def _thick(mask: Mask, share: float) -> Mask:
    """What of a mask is wider than a disc of that radius, as a share of the longer side."""
    px = max(1, round(share * max(mask.shape)))
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * px + 1, 2 * px + 1))
    padded = cv2.copyMakeBorder(mask.astype(np.uint8), px, px, px, px, cv2.BORDER_REPLICATE)
    return np.asarray(cv2.morphologyEx(padded, cv2.MORPH_OPEN, disc)[px:-px, px:-px] > 0)
