"""People, busts and packaging: what stands out from the ground and is no jewelry, named by its color and its outline.

The network that finds a piece says what of a picture is jewelry; it paints nothing. What else stands out is a body,
where it is larger than a crumb, has an edge, and is neither a shadow nor in doubt. Skin is told by its color, a bust by
its neck and shoulders, a box by straight sides. Skin may be the ground itself, from near, with clothes along the lower
edge. On a ground that is not plain a body is not told from the ground, so nobody is found for sure; the same is said
where a body has no name.
"""

from collections.abc import Mapping

import cv2
import numpy as np

from retouch.arrays import Mask
from retouch.quality.facts.apart import CALM_STEP, DOUBT, THICK_PX, Apart, Part, crosses, touches
from retouch.quality.facts.outlines import Outlines
from retouch.quality.facts.outlook import Outlook, grain
from retouch.quality.facts.shapes import (
    SOLID,
    filled,
    has_shoulders,
    is_bust,
    is_straight,
    is_tall,
    smooth,
    solidity,
    spanned,
)
from retouch.quality.facts.skin import is_skin_ground
from retouch.quality.facts.view import View

SURE, NONE = 0.06, 0.02  # of the frame, that bodies cover
SLIGHT = 0.009  # of the frame: less than a body, and perhaps the rod of a stand
NONE_OPEN = 0.03  # the same as NONE on a ground that is not plain
LARGE = 0.05  # of the frame: a box or a bust on such a ground; grain and folds are neither
ABOVE, NECK_AS_JEWELRY = 0.12, 0.6  # of a bust's height, and the network's alpha there
PATCHES = 0.05  # of the jewelry: less, and in doubt, was not seen as jewelry
PIECE = 0.006  # of the frame: less jewelry was hardly seen
CLOSE = 0.9  # of the frame's width: a piece from so near reaches its edges
# Of the piece's box: across it, at most, and down it, at least, is a post; beside so much of it are two parts. It is
# measured a little above its foot, and so many px to its sides.
POST, POST_LONG, FLANKED, FOOT, POST_PX = 0.08, 0.4, 0.5, 40, 3
SURELY = 0.5  # of what is no jewelry: without shadow and doubt
SHAPED = 0.08  # of a thing with a clear outline, that is no jewelry

SKIN_OF_PART = 0.5  # of a part, that makes it a hand's
SKIN_NONE = 0.006  # of the frame
SKIN_SOME = 0.25  # of all bodies: as much is a hand in a sleeve, perhaps
STRAP = 3.0  # times its width: as long is a strap, perhaps, as well as a box
BORNE = 0.98  # of the jewelry, that lies on a box of skin's color: a pixel of its rim may not
SKIN_AS_JEWELRY = 0.8  # the network's alpha: a strap that the frame cuts is jewelry through and through
FILLS, ALL_SKIN = 0.3, 0.95  # on any ground: a neck or palm fills so much of it, and nothing else stands out
CALM = 0.8  # of a thing: wood has a grain, metal mirrors
ROUNDED = 10.0  # of L*, from its tenth to its ninth part: a sheet of skin's color is flat
LIMB_SKIN = 0.8  # of what crosses a side of the frame: nails and gleams have another color
LIMB_ROUNDED = 0.1  # of its own L*, the same of what crosses the frame's side
OF_METAL, NO_METAL = 0.5, 0.15  # of what the network sees there
FULL = 0.7  # of its convex hull: a pouch; a cuff is not
HALF = 0.6  # of the largest part: as large another one is its other half, where a white thing fades in its middle


def body_facts(view: View, look: Outlook, outlines: Outlines) -> dict[str, object]:
    """Look for people, busts and packaging, and for how much of the picture is jewelry.

    Inside a drawn border nothing is told apart; the ground of an inset is no packaging.
    """
    apart, bordered = Apart(look, outlines.places), outlines.border is True
    found = _found(look, apart, bordered=bordered)
    if found["person_found"] is not True and not bordered:
        found |= _on_skin(look, apart, found)
    alone = look.plain and set(found.values()) == {False} and view.piece is not None
    share = float(view.piece.mean()) if alone and view.piece is not None else look.jewelry_share
    found["jewelry_share"] = round(share, 4)
    if found["packaging_found"] and (outlines.shaded or look.jewelry_share < PIECE):
        found["packaging_found"] = None  # what stands alone is the piece, perhaps
    if found["packaging_found"] is False and (
        (not apart.parts and _hangs_from_below(view)) or _may_be_boxed(look) or _is_on_post(view)
    ):
        found["packaging_found"] = None
    return found


def _on_skin(look: Outlook, apart: Apart, found: Mapping[str, object]) -> dict[str, object]:
    """Look at the ground: where that is a person, what else is there is clothes and hair."""
    clothed = not found["bust_found"] and any(_is_below(part) for part in apart.parts)
    skin = is_skin_ground(look, clothed=clothed)
    if skin:
        return {"person_found": True, "bust_found": False, "packaging_found": False}
    if skin is False:
        return {}
    worn = clothed and found["packaging_found"] is True
    return dict.fromkeys(("person_found", "packaging_found") if worn else ("person_found",))


def _is_below(part: Part) -> bool:
    """Tell what lies along the lower edge, and has another color than skin, as clothes do below a neck."""
    along = float(part.mask[-1].mean()) >= CLOSE and not part.mask[0].any()
    return along and part.skin < SKIN_OF_PART and part.share >= SURE


def _hangs_from_below(view: View) -> bool:
    """Tell whether something reaches the lower edge alone: a stand does; a necklace or a strap runs off elsewhere."""
    if view.piece is None or not view.piece[-1].any():
        return False
    across = view.piece.any(axis=0)
    if float(across.mean()) >= CLOSE:
        return False
    return not (view.piece[0].any() or view.piece[:, 0].any() or view.piece[:, -1].any())


def _is_on_post(view: View) -> bool:
    """Tell what stands on a thin, straight, upright post with a part on either side, as a pair on its stand does."""
    if view.piece is None or not view.piece.any():
        return False
    left, top, across, down = cv2.boundingRect(view.piece.astype(np.uint8))
    piece = view.piece[top : top + down, left : left + across]
    foot = np.nonzero(piece[-1 - down // FOOT])[0]
    if not len(foot) or foot[-1] - foot[0] >= POST * across:
        return False
    begin, end = max(0, int(foot[0]) - POST_PX), int(foot[-1]) + 1 + POST_PX
    sides = np.asarray(piece[:, [begin, min(across - 1, end)]].any(axis=1))
    clear = np.asarray(piece[:, begin:end].any(axis=1) & ~sides)
    rows = clear[: -1 - down // FOOT]
    long = len(rows) if rows.all() else int(np.argmin(rows[::-1]))
    beside = piece[len(rows) - long : len(rows)]
    both = beside[:, :begin].any(axis=1) & beside[:, end:].any(axis=1)
    return long >= POST_LONG * down and float(both.mean()) >= FLANKED


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


def _found(look: Outlook, apart: Apart, *, bordered: bool) -> dict[str, object]:
    parts = apart.parts
    if not look.plain:
        return _anywhere(look, apart)
    if bordered and _sum(parts) > NONE:
        return dict.fromkeys(("person_found", "bust_found", "packaging_found"))
    hands = [part for part in parts if part.skin >= SKIN_OF_PART]
    person = _person(look, apart, hands)
    floating = person is not True and not any(part.touches for part in hands)
    others = parts if floating else [part for part in parts if part.skin < SKIN_OF_PART]
    bust, packaging, strange = _things(look, apart, others)
    if bust and person is None:
        person = False
    return {
        "person_found": None if strange and person is False else person,
        "bust_found": bust,
        "packaging_found": None if packaging and person is None else packaging,
    }


def _sum(parts: list[Part]) -> float:
    return sum(part.share for part in parts)


def _anywhere(look: Outlook, apart: Apart) -> dict[str, object]:
    """On a ground that is not plain only a neck or a palm that fills the frame is found for sure."""
    parts = apart.parts
    whole, skin = _sum(parts), sum(part.share * part.skin for part in parts)
    full = whole >= FILLS and skin >= ALL_SKIN * whole
    limbs = [*apart.calm_skin, *(part.mask for part in parts if part.skin >= LIMB_SKIN)]
    if (full and _is_rounded(look, parts)) or any(_is_limb(look, mask) for mask in limbs):
        return {"person_found": True, "bust_found": False, "packaging_found": False}
    bare = [part for part in parts if part.skin >= SKIN_SOME]
    standing = [part for part in parts if part.share >= LARGE and apart.ends(part.mask)]
    return {
        "person_found": None if any(part.skin * part.share >= NONE for part in bare) else False,
        "bust_found": None if any(is_tall(part.mask) for part in standing) else False,
        "packaging_found": None if any(_is_calm(look, part.mask) for part in standing) else False,
    }


def _is_limb(look: Outlook, mask: Mask) -> bool:
    """Tell a neck or an arm: it is large, rounded, crosses a side of the frame between other things, and no board."""
    if float(mask.mean()) < FILLS or not crosses(mask):
        return False
    low, high = np.quantile(look.lightness[mask], (0.1, 0.9))
    return bool(high - low >= LIMB_ROUNDED * high) and not is_straight(filled(mask))


def _is_rounded(look: Outlook, parts: list[Part]) -> bool:
    """Tell a body from a sheet or a board of its color: it has shades and no grain."""
    mask = np.logical_or.reduce([part.mask for part in parts])
    low, high = np.quantile(look.lightness[mask], (0.1, 0.9))
    return float((grain(look.lightness)[mask] <= CALM_STEP).mean()) >= CALM and high - low >= ROUNDED


def _person(look: Outlook, apart: Apart, hands: list[Part]) -> bool | None:
    """Judge the skin: a hand or a model comes from outside the frame; what floats is metal, or wood."""
    whole, skin = _sum(apart.parts), sum(part.share * part.skin for part in apart.parts)
    told = [part for part in hands if not part.drawn]
    coming = [
        part
        for part in told
        if part.touches and not part.strange and (part.sure or _is_calm(look, part.mask))
    ]
    if coming and _sum(told) >= NONE:
        return True
    if _is_painted_hand(look, apart):
        return None
    if _is_skin_colored_box(look, apart, hands):
        return False
    if skin <= SKIN_NONE:
        return False
    if _sum(hands) >= NONE or any(part.touches for part in hands):
        return None
    return None if skin >= SKIN_SOME * whole and skin >= NONE else False


def _is_skin_colored_box(look: Outlook, apart: Apart, hands: list[Part]) -> bool:
    """Tell one calm thing with straight sides that lies within the frame and bears the piece: a hand is none of it.

    Some of the piece has another color: a plate of rose gold that was half seen has one.
    """
    if len(hands) != 1 or hands[0].touches or hands[0].share < SURE:
        return False
    outline = filled(apart.outline(hands[0].mask))
    piece = apart.jewelry & outline
    borne = int(piece.sum()) >= BORNE * int(apart.jewelry.sum())
    told = borne and hands[0].sure and float((piece & ~apart.skin).mean()) >= PIECE
    return told and _is_calm(look, hands[0].mask) and is_straight(outline) and not _is_long(outline)


def _is_long(outline: Mask) -> bool:
    """Tell a strap or a cuff of leather laid flat."""
    _, sides, _ = cv2.minAreaRect(np.argwhere(outline).astype(np.int32))
    return max(sides) >= STRAP * min(sides)


def _is_painted_hand(look: Outlook, apart: Apart) -> bool:
    """Tell skin that comes from outside the frame and that the network half takes for jewelry."""
    alpha, doubt = look.seen.alpha, look.seen.doubt
    return any(
        touches(mask) and (float(alpha[mask].mean()) < SKIN_AS_JEWELRY or float(doubt[mask].mean()) >= DOUBT)
        for mask in apart.calm_skin
    )


def _things(look: Outlook, apart: Apart, parts: list[Part]) -> tuple[bool | None, bool | None, bool]:
    """Judge what is no skin: whether there is a bust, packaging, and something that may be a gloved hand.

    What is slight, fades, and lies away from the piece and from the frame is a fold of the ground.
    """
    if _sum(parts) < NONE:
        parts = [part for part in parts if part.touches or apart.borders(part.mask) or apart.ends(part.mask)]
    share = _sum(parts)
    if _sum([part for part in parts if part.sure]) < SLIGHT and share < max(
        NONE, PATCHES * look.jewelry_share
    ):
        return False, False, False
    outline = apart.outline(_largest(parts)[0].mask)
    named = _named(look, parts, smooth(outline, THICK_PX))
    return *named, named[0] is None and not outline[-1].any()


def _named(look: Outlook, parts: list[Part], outline: Mask) -> tuple[bool | None, bool | None]:
    """Name the largest of what is no skin: whether it is a bust, and whether it is packaging."""
    largest, share = _largest(parts)[0], float(outline.mean())
    shaped = share >= SURE and _sum(parts) >= max(NONE, SHAPED * share)
    bust = shaped and _is_body_above(look, outline) and (is_bust(outline) or is_bust(spanned(outline)))
    if largest.drawn:
        return None if bust else False, None
    if bust:
        return True, False
    if _sum(parts) < SURE and not shaped:
        return False, None
    if _is_wall(largest.mask):
        return None, None
    return _named_by_sides(look, parts, outline, shaped=shaped)


def _named_by_sides(
    look: Outlook, parts: list[Part], outline: Mask, *, shaped: bool
) -> tuple[bool | None, bool | None]:
    """Name a box by its straight sides, where the network is sure of it."""
    largest = _largest(parts)[0]
    straight = is_straight(outline) or (largest.share >= SURE and is_straight(filled(largest.mask)))
    if not _is_trusted(look, parts):
        return (None if is_tall(outline) and not straight else False), None
    if straight or (shaped and solidity(outline) >= SOLID):
        return False, True
    return _named_by_stuff(look, parts, outline)


def _is_trusted(look: Outlook, parts: list[Part]) -> bool:
    """Tell whether the network is sure of most of it, or it is one calm thing."""
    largest = _largest(parts)[0]
    whole = largest.share >= SURE and not largest.touches and not largest.strange
    calm = whole and _is_calm(look, largest.mask)
    return calm or _sum([part for part in parts if part.sure]) >= SURELY * _sum(parts)


def _named_by_stuff(look: Outlook, parts: list[Part], outline: Mask) -> tuple[bool | None, bool | None]:
    """Name what has no clear outline: a pouch is calm, and what outweighs the jewelry may be jewelry itself."""
    largest, *others = _largest(parts)
    if _sum(parts) < SURE:
        return False, None
    if others and others[0].share >= HALF * largest.share:
        return None, None
    if _is_calm(look, largest.mask) and not has_shoulders(filled(largest.mask)):
        return False, solidity(outline) >= FULL or None
    if any(part.touches for part in parts):
        return None, None
    return False, look.jewelry_share > _sum(parts) or None


def _is_body_above(look: Outlook, outline: Mask) -> bool:
    """Tell whether a neck is no jewelry, either: a ring on a slab has the outline of a bust."""
    rows = np.nonzero(outline.any(axis=1))[0]
    above = outline & (np.arange(len(outline)) < rows[0] + ABOVE * len(rows))[:, None]
    return float(look.seen.alpha[above].mean()) < NECK_AS_JEWELRY


def _largest(parts: list[Part]) -> list[Part]:
    return sorted(parts, key=lambda part: -part.share)


def _is_wall(mask: Mask) -> bool:
    """Tell what fills the upper edge from side to side: behind a table is a wall; a slab lies at the lower edge."""
    return bool(mask[0].all() and mask[:, 0].any() and mask[:, -1].any() and not mask[-1].any())


def _is_calm(look: Outlook, mask: Mask) -> bool:
    """Tell card, velvet and plaster from metal and stones, which mirror the room."""
    inner = cv2.erode(mask.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    steps = look.unrest(5)[inner]
    return steps.size > 0 and float((steps <= CALM_STEP).mean()) >= CALM
