"""People, busts and packaging: what stands out from the ground and is no jewelry, named by its color and its outline.

The network that finds a piece says what of a picture is jewelry; it paints nothing. What else stands out is a body,
where it is larger than a crumb, has an edge, and is neither a shadow nor in doubt. Skin is told by its color, a bust by
its neck and shoulders, a box by straight sides. On a ground that is not plain a body is not told from the ground, so
nobody is found for sure; the same is said where a body has no name.
"""

from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np

from retouch.arrays import Mask
from retouch.quality.facts.outlook import Outlook, grain, opened
from retouch.quality.facts.view import View

SURE, NONE = 0.06, 0.02  # of the frame, that bodies cover
SLIGHT = 0.009  # of the frame: less than a body, and perhaps the rod of a stand
NONE_OPEN = 0.03  # the same as NONE on a ground that is not plain
LEAST = 0.003  # of the frame: a part of a body
THICK_PX = 6  # as a radius: a stretch of metal that was not seen as such is thinner
SHADOW, DOUBT = 0.20, 0.08  # the network's own, on average over a part: above, it is no body
EDGED = 0.3  # of a part's rim: folds of the ground have no edge
EDGE_STEP = 16.0  # of L*, a* or b* within 7 × 7 px
SLOPE_PX, SHARP, FAINT_STEP = 17, 0.6, 3.0  # codes: of a step within 17 px so much comes within 5 px
PALE_SHADOW, TAKEN = 0.12, 0.3  # a pale part that is no shadow, and no rim of a known one
RIM_LEAST = 8  # px of a rim, that its edge can be judged by

SKIN_HUE = (25.0, 68.0)  # degrees in L*a*b*: yellow gold begins above
SKIN_CHROMA = (9.0, 48.0)
SKIN_LIGHTNESS = (18.0, 93.0)
SKIN_OF_PART = 0.5  # of a part, that makes it a hand's
SKIN_NONE = 0.006  # of the frame
SKIN_SOME = 0.25  # of all bodies: as much is a hand in a sleeve, perhaps
SKIN_BLURRED = 0.3  # of a part: a hand may be out of focus, and has no edge then
TOUCHING_PX = 3  # of the frame's border
FILLS, ALL_SKIN = (
    0.3,
    0.95,
)  # on any ground: a neck or palm fills so much of the frame, and nothing else stands out
CALM_STEP, CALM = (
    9.0,
    0.8,
)  # of L*, a* or b* within 5 × 5 px, over so much of it: wood has a grain, metal mirrors
ROUNDED = 10.0  # of L*, from its tenth to its ninth part: a sheet of skin's color is flat

NECK = 0.62  # of a bust's greatest width, at most, is its upper quarter
WIDENS = 0.9  # of the width so far, at least, until the shoulders
SHOULDERS = 0.85  # of the greatest width: where they begin
ALIKE_SIDES = 0.82  # of the outline and its mirror image
TALL = 0.45  # of the frame
OF_METAL, NO_METAL = 0.5, 0.15  # of what the network sees there
HALF = 0.6  # of the largest part: as large another one is its other half, where a white thing fades in its middle
SOLID = 0.94  # of its convex hull: a box; less, a neck and shoulders
CORNERS, FIT = 8, 0.93  # a polygon of so few corners covers so much of a box's outline


@dataclass(frozen=True)
class _Part:
    """One connected part of what stands out and is no jewelry."""

    mask: Mask
    skin: float
    """Of it, that has skin's color."""

    @cached_property
    def share(self) -> float:
        """Of the frame."""
        return float(self.mask.mean())

    @cached_property
    def touches(self) -> bool:
        """Whether it comes from outside the frame."""
        ring = (self.mask[0], self.mask[-1], self.mask[:, 0], self.mask[:, -1])
        return any(int(side.sum()) >= TOUCHING_PX for side in ring)


def body_facts(view: View, look: Outlook, *, bordered: bool) -> dict[str, object]:
    """Look for people, busts and packaging, and for how much of the picture is jewelry.

    Inside a drawn border nothing is told apart.
    """
    parts = _parts(look)
    alone = look.plain and not parts and view.piece is not None
    share = float(view.piece.mean()) if alone and view.piece is not None else look.jewelry_share
    found = _found(look, parts, bordered=bordered) | {"jewelry_share": round(share, 4)}
    if found["packaging_found"] is False and ((not parts and _hangs_from_below(view)) or _may_be_boxed(look)):
        found["packaging_found"] = None
    return found


def _hangs_from_below(view: View) -> bool:
    """Tell whether something reaches the lower edge alone: a stand does; a necklace or a strap runs off elsewhere."""
    if view.piece is None or not view.piece[-1].any():
        return False
    return not (view.piece[0].any() or view.piece[:, 0].any() or view.piece[:, -1].any())


def _may_be_boxed(look: Outlook) -> bool:
    """Tell a calm thing without metal beside a piece of metal: the network takes it for a stone; it may be a box."""
    if not look.plain:
        return False
    count, labels = cv2.connectedComponents(look.jewelry.astype(np.uint8))
    calm, metal = False, False
    for number in range(1, count):
        mask = np.asarray(labels == number)
        if float(mask.mean()) < NONE:
            continue
        shown = float(look.seen.metal[mask].sum() / max(1.0, float(look.seen.alpha[mask].sum())))
        metal |= shown >= OF_METAL
        calm |= shown < NO_METAL and float(mask.mean()) >= SURE and _is_calm(look, mask)
    return calm and metal


def _found(look: Outlook, parts: list[_Part], *, bordered: bool) -> dict[str, object]:
    if not look.plain:
        return _anywhere(look, parts)
    if bordered and sum(part.share for part in parts) > NONE:
        return dict.fromkeys(("person_found", "bust_found", "packaging_found"))
    hands = [part for part in parts if part.skin >= SKIN_OF_PART]
    others = [part for part in parts if part.skin < SKIN_OF_PART]
    bust, packaging, strange = _things(look, others)
    person = _person(hands, parts)
    return {
        "person_found": None if strange and person is False else person,
        "bust_found": bust,
        "packaging_found": packaging,
    }


def _parts(look: Outlook) -> list[_Part]:
    """Every part of a body, with an edge where its ground is plain."""
    near = cv2.dilate(look.jewelry.astype(np.uint8), np.ones((9, 9), np.uint8)) > 0
    bodies = opened(look.outstanding & ~look.jewelry & ~look.shadow, THICK_PX)
    count, labels = cv2.connectedComponents(bodies.astype(np.uint8))
    skin, steps = _skin(look), look.unrest(7)
    found = []
    for number in range(1, count):
        mask = labels == number
        part = _Part(np.asarray(mask), float(skin[mask].mean()))
        if part.share < LEAST or not _is_sure(look, mask):
            continue
        if not look.plain or part.skin >= SKIN_BLURRED or _is_edged(part.mask & ~near, steps):
            found.append(part)
    return found + (_pale_parts(look, found, near) if look.plain else [])


def _pale_parts(look: Outlook, known: list[_Part], near: Mask) -> list[_Part]:
    """White things on a white ground: as faint as a shadow, and with a sharp edge, which a shadow has not."""
    taken = np.logical_or.reduce([part.mask for part in known]) if known else np.zeros(near.shape, np.bool_)
    pale = opened(look.faint & ~look.jewelry, THICK_PX)
    count, labels = cv2.connectedComponents(pale.astype(np.uint8))
    steps, slopes = grain(look.far), grain(look.far, SLOPE_PX)
    sharp = (steps >= FAINT_STEP) & (steps >= SHARP * slopes)
    masks = (np.asarray(labels == number) for number in range(1, count))
    return [
        _Part(mask, 0.0)
        for mask in masks
        if float(mask.mean()) >= NONE
        and float(taken[mask].mean()) < TAKEN
        and float(look.seen.shadow[mask].mean()) < PALE_SHADOW
        and float(look.seen.doubt[mask].mean()) < DOUBT
        and _is_edged(mask & ~near, np.where(sharp, np.float32(EDGE_STEP), np.float32(0)))
    ]


def _is_sure(look: Outlook, mask: Mask) -> bool:
    return float(look.seen.shadow[mask].mean()) < SHADOW and float(look.seen.doubt[mask].mean()) < DOUBT


def _is_edged(mask: Mask, steps: np.ndarray[tuple[int, ...], np.dtype[np.float32]]) -> bool:
    inner = cv2.erode(mask.astype(np.uint8), np.ones((3, 3), np.uint8), borderValue=1) > 0
    rim = steps[mask & ~inner]
    return rim.size < RIM_LEAST or float((rim >= EDGE_STEP).mean()) >= EDGED


def _skin(look: Outlook) -> Mask:
    return (
        (look.hue > SKIN_HUE[0]) & (look.hue < SKIN_HUE[1])
        & (look.chroma > SKIN_CHROMA[0]) & (look.chroma < SKIN_CHROMA[1])
        & (look.lightness > SKIN_LIGHTNESS[0]) & (look.lightness < SKIN_LIGHTNESS[1])
    )  # fmt: skip


def _anywhere(look: Outlook, parts: list[_Part]) -> dict[str, object]:
    """On a ground that is not plain only a neck or a palm that fills the frame is found for sure."""
    whole, skin = sum(part.share for part in parts), sum(part.share * part.skin for part in parts)
    if whole >= FILLS and skin >= ALL_SKIN * whole and _is_rounded(look, parts):
        return {"person_found": True, "bust_found": False, "packaging_found": False}
    thing = False if whole < NONE_OPEN else None
    return {
        "person_found": False if thing is False or skin < NONE else None,
        "bust_found": thing,
        "packaging_found": thing,
    }


def _is_rounded(look: Outlook, parts: list[_Part]) -> bool:
    """Tell a body from a sheet or a board of its color: it has shades and no grain."""
    mask = np.logical_or.reduce([part.mask for part in parts])
    low, high = np.quantile(look.lightness[mask], (0.1, 0.9))
    return float((grain(look.lightness)[mask] <= CALM_STEP).mean()) >= CALM and high - low >= ROUNDED


def _person(hands: list[_Part], parts: list[_Part]) -> bool | None:
    """Judge the skin: a hand or a model comes from outside the frame; what floats is metal, or wood."""
    whole, skin = sum(part.share for part in parts), sum(part.share * part.skin for part in parts)
    if skin <= SKIN_NONE:
        return False
    if any(part.touches for part in hands):
        return True if sum(part.share for part in hands) >= NONE else None
    if sum(part.share for part in hands) >= NONE:
        return None
    return None if skin >= SKIN_SOME * whole and skin >= NONE else False


def _things(look: Outlook, parts: list[_Part]) -> tuple[bool | None, bool | None, bool]:
    """Judge what is no skin: whether there is a bust, packaging, and something that may be a gloved hand."""
    share = sum(part.share for part in parts)
    if share < SLIGHT:
        return False, False, False
    if share < SURE:
        return False, None, False
    named = _named(look, parts, share)
    strange = named[0] is None and not _outline(look, _largest(parts)[0].mask)[-1].any()
    return *named, strange


def _named(look: Outlook, parts: list[_Part], share: float) -> tuple[bool | None, bool | None]:
    """Name the largest of what is no skin: whether it is a bust, and whether it is packaging."""
    largest, *others = _largest(parts)
    outline, own = _outline(look, largest.mask), _filled(largest.mask)
    if _is_bust(outline) or _is_bust(_spanned(look, parts)):
        return True, False
    if others and others[0].share >= HALF * largest.share:
        return None, None
    if _is_wall(largest.mask):
        return None, None
    if _is_straight(outline) or _is_straight(own) or (_is_calm(look, largest.mask) and not _has_neck(own)):
        return False, True
    if not any(part.touches for part in parts):
        known = look.jewelry_share > share  # else it may be jewelry of a kind that the network does not know
        return False, known or None
    return None, None


def _largest(parts: list[_Part]) -> list[_Part]:
    return sorted(parts, key=lambda part: -part.share)


def _is_wall(mask: Mask) -> bool:
    """Tell what fills the upper edge from side to side: behind a table is a wall; a slab lies at the lower edge."""
    return bool(mask[0].all() and mask[:, 0].any() and mask[:, -1].any() and not mask[-1].any())


def _is_calm(look: Outlook, mask: Mask) -> bool:
    """Tell card, velvet and plaster from metal and stones, which mirror the room."""
    inner = cv2.erode(mask.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    steps = look.unrest(5)[inner]
    return steps.size > 0 and float((steps <= CALM_STEP).mean()) >= CALM


def _outline(look: Outlook, part: Mask) -> Mask:
    """The silhouette of a body with what lies on it, filled."""
    standing = (look.outstanding & ~look.shadow) | part
    _, labels = cv2.connectedComponents(standing.astype(np.uint8))
    return opened(_filled(np.asarray(labels == np.bincount(labels[part]).argmax())), THICK_PX)


def _spanned(look: Outlook, parts: list[_Part]) -> Mask:
    """From the first to the last pixel of each row: a bust may be as white as the ground in its middle."""
    known = np.logical_or.reduce([part.mask for part in parts])
    _, labels = cv2.connectedComponents((look.faint & ~look.jewelry | known).astype(np.uint8))
    mask = np.isin(labels, np.unique(labels[known]))
    right = np.maximum.accumulate(mask[:, ::-1], axis=1)[:, ::-1]
    return np.asarray(np.maximum.accumulate(mask, axis=1) & right)


def _filled(mask: Mask) -> Mask:
    """A mask without its holes."""
    contours, _ = cv2.findContours(mask.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    return np.asarray(cv2.drawContours(np.zeros(mask.shape, np.uint8), contours, -1, 1, -1) > 0)


def _contour(outline: Mask) -> cv2.typing.MatLike:
    contours, _ = cv2.findContours(outline.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    return max(contours, key=cv2.contourArea)


def _is_straight(outline: Mask) -> bool:
    """Tell a box, card or slab: it has straight sides, and no neck."""
    contour = _contour(outline)
    corners = cv2.approxPolyDP(contour, 0.02 * cv2.arcLength(contour, True), True)  # noqa: FBT003 - closed
    drawn = cv2.fillPoly(np.zeros(outline.shape, np.uint8), [corners], 1) > 0
    fit = float((drawn & outline).sum() / max(1, (drawn | outline).sum()))
    return len(corners) <= CORNERS and fit >= FIT and _solidity(contour) >= SOLID


def _solidity(contour: cv2.typing.MatLike) -> float:
    return float(cv2.contourArea(contour) / max(1.0, cv2.contourArea(cv2.convexHull(contour))))


def _is_bust(outline: Mask) -> bool:
    """Tell a bust: tall, its sides alike, a neck that widens to the shoulders."""
    tall = int(outline.any(axis=1).sum()) >= TALL * outline.shape[0]
    if not tall or _solidity(_contour(outline)) >= SOLID:
        return False
    return _has_neck(outline) and _mirrored(outline) >= ALIKE_SIDES


def _has_neck(outline: Mask) -> bool:
    """Tell what is narrow above and widens all the way down to its shoulders."""
    rows = np.nonzero(outline.any(axis=1))[0]
    widths = outline[rows[0] : rows[-1] + 1].sum(axis=1).astype(np.float64)
    shoulders = int(np.argmax(widths >= SHOULDERS * widths.max()))
    rising = widths[: shoulders + 1]
    widens = bool((rising >= WIDENS * np.maximum.accumulate(rising)).all())
    return widens and float(np.median(widths[: max(1, len(widths) // 4)])) <= NECK * float(widths.max())


def _mirrored(outline: Mask) -> float:
    left, top, across, down = cv2.boundingRect(outline.astype(np.uint8))
    body = outline[top : top + down, left : left + across]
    return float((body & body[:, ::-1]).sum() / max(1, (body | body[:, ::-1]).sum()))
