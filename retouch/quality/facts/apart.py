"""What stands apart from the ground and is no jewelry, part by part.

On a plain ground a thing differs from it, or an unbroken sharp edge encloses it: white card on white has hardly any
color of its own. A shadow ends softly, and the ground seen through a bangle has jewelry all round.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import cv2
import numpy as np

from retouch.arrays import Mask
from retouch.quality.facts.outlook import RIM_PX, Outlook, grain, opened
from retouch.quality.facts.shapes import filled
from retouch.quality.facts.view import Gray

LEAST = 0.003  # of the frame: a part of a body
PALE_LEAST = 0.02  # of the frame: a part that has the ground's own color
THICK_PX = 6  # as a radius: a stretch of metal that was not seen as such is thinner
CLOSED_PX = 3  # as a radius: cracks in a thing, where it has the ground's own color
SHADOW, DOUBT = 0.20, 0.08  # the network's own, on average over a part: above, it may be no body
OWN = 0.5  # of a part, that differs plainly from the ground: else it is pale, or ground
EDGED = 0.3  # of a part's rim: folds of the ground have no edge
PALE_EDGED = 0.5  # the same of a pale part
EDGE_STEP, SHARP_STEP = 16.0, 8.0  # of L*, a* or b* within 7 × 7 px; less is enough where it does not fade
SLOPE_PX, SHARP, FAINT_STEP = 17, 0.45, 3.0  # codes: of a step within 17 px so much comes within 5 px
NOISE_TIMES = 3.0  # the picture's usual step
INNER_PX, OVER_GRAIN = (
    9,
    1.5,
)  # of a square that a rim is taken off by; times the steps inside, at the rim of a thing
ENCLOSED = 0.6  # of a rim beside jewelry: ground that is seen through it
AROUND_PX = 12  # as a radius: how near the rim of a tray a piece in it may lie
# Of the frame's border so much is one ground, and so much of it, at least, is any other: less is a white thing that the
# frame cuts; a grained ground falls into many.
CLEAR, GROUND = 0.5, 0.3
INSET_PX = 4  # round an inset: its frame
HEMMED, CUT_EDGED = 0.45, 0.7  # the two where the frame cuts a pale part, on one side alone
LINED, LINED_TIMES = 3.0, 1.5  # codes from the ground, and times its own: a lining, no ground seen through
EDGE_PX = 2  # how far from its edge the rim of a part may lie
STRANGE = 0.8  # of a part, that differs from the ground and is enclosed
WITHIN, PATCH = 0.85, 0.15  # of a rim beside jewelry, and of the jewelry's area: a part of the piece itself
FRAME_PX, FREE = 2, 0.15  # of the frame's border; of a rim that has no jewelry beside it: less tells nothing
# Where the ground is not plain: of L*, a* or b* within 7 × 7 px, of a step within 21 × 21 px, and of a rim.
OPEN_STEP, OPEN_SHARP, OPEN_EDGED = 10.0, 0.5, 0.45
EVEN_PIECE = 0.5  # of a piece: it is drawn, too
CLEAR_APART = 20.0  # codes from the ground: what has no rim of its own differs clearly
RIM_LEAST = 8  # px of a rim, that its edge can be judged by
SKIN_BLURRED = 0.5  # of a part: a hand may be out of focus, and has no edge then
SKIN_GROUND = 0.5  # of a plain ground
SKIN_LEAST = 0.012  # of the frame: less is a stone, or a gleam
CALM_STEP = 9.0  # of L*, a* or b* within 5 × 5 px: skin, card, velvet and plaster; metal mirrors the room
CROSSING, BESIDE = 0.1, 0.05  # of a side of the frame, that a limb takes, and that lies to its left and right
TOUCHING_PX = 3  # of the frame's border
# Of L*, a* or b* within 5 × 5 px, of a part, codes from the ground, and of L*: so even is what is drawn.
EVEN_STEP, EVEN, PALE_FAR, SHADES = 0.5, 0.75, 24.0, 1.0
FIELD_STEP, FIELD_LEAST, FIELD_SEEN = 0.5, 0.002, 0.4  # within 3 × 3 px; of the frame; of a field, seen

SKIN_HUE = (25.0, 68.0)  # degrees in L*a*b*: yellow gold begins above
SKIN_CHROMA = (9.0, 48.0)
SKIN_LIGHTNESS = (18.0, 93.0)


@dataclass(frozen=True)
class Part:
    """One connected part of what stands out and is no jewelry."""

    mask: Mask
    skin: float
    """Of it, that has skin's color."""
    sure: bool
    """Whether the network has neither shadow nor doubt there, and a pale thing that the frame cuts holds a piece."""
    strange: bool = False
    """Whether nothing explains it, though it may be ground that is seen through a piece."""
    drawn: bool = False
    """Whether it is a field of one color without a shade: nothing that was photographed is."""

    @cached_property
    def share(self) -> float:
        """Of the frame."""
        return float(self.mask.mean())

    @cached_property
    def touches(self) -> bool:
        """Whether it comes from outside the frame."""
        return touches(self.mask)


def touches(mask: Mask) -> bool:
    """Tell whether a mask runs off the frame."""
    return _sides(mask) > 0


def _sides(mask: Mask) -> int:
    return sum(int(side.sum()) >= TOUCHING_PX for side in (mask[0], mask[-1], mask[:, 0], mask[:, -1]))


def crosses(mask: Mask) -> bool:
    """Tell what runs off a side of the frame between other things, as a neck does and a sheet does not."""
    for side in (mask[0], mask[-1], mask[:, 0], mask[:, -1]):
        places, margin = np.nonzero(side)[0], BESIDE * len(side)
        if len(places) >= CROSSING * len(side) and places[0] > margin and places[-1] < len(side) - margin:
            return True
    return False


def skin_of(look: Outlook) -> Mask:
    """What has the color of skin."""
    return (
        (look.hue > SKIN_HUE[0]) & (look.hue < SKIN_HUE[1])
        & (look.chroma > SKIN_CHROMA[0]) & (look.chroma < SKIN_CHROMA[1])
        & (look.lightness > SKIN_LIGHTNESS[0]) & (look.lightness < SKIN_LIGHTNESS[1])
    )  # fmt: skip


class Apart:
    """One picture divided into jewelry, ground, and what is neither."""

    def __init__(self, look: Outlook, insets: Sequence[tuple[float, float, float, float]] = ()) -> None:
        self._look = look
        self._set_in = np.zeros(look.outstanding.shape, np.bool_)
        height, width = len(self._set_in), len(self._set_in[0])
        for left, top, right, bottom in insets:
            rows = slice(max(0, round(top * height) - INSET_PX), round(bottom * height) + INSET_PX)
            self._set_in[rows, max(0, round(left * width) - INSET_PX) : round(right * width) + INSET_PX] = (
                True
            )
        self.skin = skin_of(look)

    @cached_property
    def jewelry(self) -> Mask:
        """What the network sees, and all of each even field of which it sees much: a flat piece is seen in parts."""
        seen = self._look.jewelry
        if not self._look.plain:
            return seen
        even = (self._look.unrest(3) <= FIELD_STEP) & self.own
        count, labels, stats, _ = cv2.connectedComponentsWithStats(even.astype(np.uint8), connectivity=4)
        covered = np.bincount(labels[seen], minlength=count) / stats[:, cv2.CC_STAT_AREA]
        fields = (covered >= FIELD_SEEN) & (stats[:, cv2.CC_STAT_AREA] >= FIELD_LEAST * seen.size)
        fields[0] = False
        return np.asarray(seen | _grown(fields[labels], RIM_PX))

    @cached_property
    def sharp(self) -> Mask:
        """Edges, however faint; a shadow has none."""
        steps, slopes = self._steps, grain(self._look.far, SLOPE_PX)
        least = max(FAINT_STEP, NOISE_TIMES * float(np.median(steps)))
        return np.asarray((steps >= least) & (steps >= SHARP * slopes))

    @cached_property
    def enclosed(self) -> Mask:
        """What no way from the frame leads to but over a sharp edge."""
        wall = _closed(self.sharp | self.own | self.jewelry, CLOSED_PX)
        _, labels = cv2.connectedComponents((~wall).astype(np.uint8), connectivity=4)
        ring = np.zeros(wall.shape, np.bool_)
        ring[0] = ring[-1] = ring[:, 0] = ring[:, -1] = True
        counts = np.bincount(labels[ring & ~wall & ~self._look.faint], minlength=1)
        clear = counts.max() >= CLEAR * ring.sum()
        ground = np.nonzero(counts >= (GROUND * counts.max() if clear else 1))[0]
        reached = np.isin(labels, ground[ground > 0]).astype(np.uint8)
        return np.asarray(cv2.dilate(reached, np.ones((5, 5), np.uint8)) == 0) & ~self._set_in

    @cached_property
    def own(self) -> Mask:
        """What differs plainly from the ground, and is no shadow."""
        return self._look.outstanding & ~self._look.shadow & ~self._set_in

    @cached_property
    def standing(self) -> Mask:
        """All that stands on the ground, jewelry and other things, without cracks."""
        known = self.own | self.jewelry
        return _closed(known | self.enclosed if self._look.plain else known, CLOSED_PX)

    @cached_property
    def parts(self) -> list[Part]:
        """Every part of a body."""
        stuff = self.own | self.enclosed if self._look.plain else self.own
        count, labels = cv2.connectedComponents(
            opened(stuff & ~self.jewelry, THICK_PX).astype(np.uint8), connectivity=4
        )
        masks = (np.asarray(labels == number) for number in range(1, count))
        thick = (mask for mask in masks if float(mask.mean()) >= LEAST and _is_thick(mask))
        return [part for mask in thick if (part := self._part(mask)) is not None]

    @cached_property
    def calm_skin(self) -> list[Mask]:
        """Every large field that has the color of skin, and no mirror images."""
        calm = (self._look.unrest(5) <= CALM_STEP) & self.skin & (self.own if self._look.plain else True)
        count, labels = cv2.connectedComponents(opened(calm, THICK_PX).astype(np.uint8))
        masks = (np.asarray(labels == number) for number in range(1, count))
        return [mask for mask in masks if float(mask.mean()) >= SKIN_LEAST and not self._is_drawn(mask)]

    def borders(self, part: Mask) -> bool:
        """Tell what lies beside the piece."""
        return bool((part & self._near).any())

    def ends(self, part: Mask) -> bool:
        """Tell what has an edge on a ground that is not plain: cloth fades, and so does a room out of focus."""
        inside = np.zeros(part.shape, np.bool_)
        inside[FRAME_PX:-FRAME_PX, FRAME_PX:-FRAME_PX] = True
        rim = self._rim(part) & inside
        free = rim & ~self._near
        if _share(free, rim) < FREE:
            return True
        steps = self._look.unrest(7)
        clear = (steps >= OPEN_STEP) & (steps >= OPEN_SHARP * self._look.unrest(21))
        return _share(_grown(clear, EDGE_PX), free) >= OPEN_EDGED

    def _part(self, mask: Mask) -> Part | None:
        """A part of a body; None where it is a shadow, a fold, or ground that is seen through a piece."""
        part = Part(mask, float(self.skin[mask].mean()), self._is_trusted(mask), drawn=self._is_drawn(mask))
        if not self._look.plain:
            return part if part.sure else None
        pale = float(self.own[mask].mean()) < OWN
        found = self._is_pale_body(part) if pale else self._is_body(part)
        if found:
            return part
        asked = part.share >= PALE_LEAST and self._is_strange(mask)
        return replace(part, sure=False, strange=True) if asked else None

    def _is_trusted(self, mask: Mask) -> bool:
        seen = self._look.seen
        empty = touches(mask) and float(self.own[mask].mean()) < OWN and not (mask & self._near).any()
        return (
            not empty and float(seen.shadow[mask].mean()) < SHADOW and float(seen.doubt[mask].mean()) < DOUBT
        )

    def _is_drawn(self, mask: Mask) -> bool:
        """Tell even fields; nearly white on white they may be card, in two shades or with a shaded piece on it."""
        inner = cv2.erode(mask.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
        if _share(self._look.unrest(5) <= EVEN_STEP, inner) < EVEN:
            return False
        if float(self._look.far[mask].mean()) >= PALE_FAR:
            return True
        low, high = np.quantile(self._look.lightness[inner], (0.1, 0.9))
        on_it = self.jewelry & filled(mask)
        shaded = _share(self._look.unrest(5) <= EVEN_STEP, on_it) < EVEN_PIECE
        return bool(high - low < SHADES) and not (shaded and self._is_tray(mask))

    def _is_body(self, part: Part) -> bool:
        """Judge what differs plainly from the ground by its edge, where it has one of its own."""
        shaded = float(self._look.seen.shadow[part.mask].mean()) >= SHADOW
        free = self._rim(part.mask) & ~self._near & self._outside
        if (
            _share(self._near, self._rim(part.mask)) >= WITHIN
            and part.share < PATCH * self._look.jewelry_share
        ):
            return False  # a stone or a dial that was not seen as such
        if int(free.sum()) < RIM_LEAST and float(np.median(self._look.far[part.mask])) < CLEAR_APART:
            return False
        blurred = part.skin >= SKIN_BLURRED and not self._on_skin
        if int(free.sum()) < RIM_LEAST or blurred:
            return not shaded or _share(self._edges, free) >= EDGED
        return _share(self._edges, free) >= EDGED

    def _is_pale_body(self, part: Part) -> bool:
        """Judge what has nearly the color of the ground: a sharp edge is round it, or a piece lies within.

        What has the very color of the ground is ground, seen through a ring, whatever is written or shines in it.
        """
        rim, tray = self._rim(part.mask), self._is_tray(part.mask)
        bare = self._is_ground(part.mask) and (not tray or _share(self._near, rim) >= HEMMED)
        if part.share < PALE_LEAST or bare or self._is_grain(part.mask):
            return False
        if tray:
            return True
        free = rim & ~self._near & self._outside
        hemmed, edged = (HEMMED, CUT_EDGED) if part.touches else (ENCLOSED, PALE_EDGED)
        return (
            _share(self._near, rim) < hemmed
            and int(free.sum()) >= RIM_LEAST and _share(self._sharp_near, free) >= edged
        )  # fmt: skip

    def _is_strange(self, mask: Mask) -> bool:
        """Tell what neither the ground nor a shadow explains: no way leads there, and it differs or has an edge."""
        if (
            self._is_grain(mask)
            or _share(self.enclosed, mask) < STRANGE
            or float(self._look.seen.shadow[mask].mean()) >= SHADOW
        ):
            return False
        rim = self._rim(mask)
        told = _share(_grown(self._look.faint, EDGE_PX), rim) >= PALE_EDGED  # and no step of the file's own
        alone = _share(self._near, rim) < HEMMED and _share(self._sharp_near, rim & ~self._near) >= PALE_EDGED
        return (alone and told) or _share(self._look.faint, mask) >= STRANGE

    def _is_grain(self, mask: Mask) -> bool:
        """Tell a coarse ground where light falls on it: inside, its steps are as high as at its rim."""
        free = self._rim(mask) & ~self._near & self._outside
        inner = cv2.erode(mask.astype(np.uint8), np.ones((INNER_PX, INNER_PX), np.uint8), borderValue=1) > 0
        if int(free.sum()) < RIM_LEAST or not inner.any():
            return False
        within = float(np.median(self._steps[inner]))
        return within >= FAINT_STEP and float(np.median(self._highest[free])) < OVER_GRAIN * within

    @cached_property
    def _steps(self) -> Gray:
        """From the ground's color, in codes, within 5 × 5 px."""
        return grain(self._look.far)

    @cached_property
    def _highest(self) -> Gray:
        return np.asarray(cv2.dilate(self._steps, np.ones((2 * EDGE_PX + 1,) * 2, np.uint8)), np.float32)

    def _rim(self, mask: Mask) -> Mask:
        inner = cv2.erode(mask.astype(np.uint8), np.ones((3, 3), np.uint8), borderValue=1) > 0
        return np.asarray(mask & ~inner)

    def _is_ground(self, mask: Mask) -> bool:
        return float(np.median(self._look.far[mask])) < max(LINED, LINED_TIMES * self._unevenness)

    @cached_property
    def _on_skin(self) -> bool:
        """Whether the ground itself has the color of skin: what fades into it may be its own shade."""
        return _share(self.skin, ~self.standing) >= SKIN_GROUND

    @cached_property
    def _unevenness(self) -> float:
        """How far the ground usually is from its own color."""
        return float(np.median(self._look.far[~self.standing])) if not self.standing.all() else 0.0

    def _is_tray(self, mask: Mask) -> bool:
        """Tell whether jewelry lies in the middle of something, all round of it; a bangle's own stone reaches out."""
        jewelry, whole = self.jewelry, filled(_closed(mask, AROUND_PX))
        _, labels = cv2.connectedComponents(jewelry.astype(np.uint8))
        around = np.isin(labels, np.unique(labels[jewelry & ~whole]))
        return float((whole & ~mask & jewelry & ~around).mean()) >= LEAST

    @cached_property
    def _near(self) -> Mask:
        return _grown(self.jewelry, 4)

    @cached_property
    def _outside(self) -> Mask:
        return _grown(~self.standing, 3)

    @cached_property
    def _edges(self) -> Mask:
        steps = self._look.unrest(7)
        return _grown((steps >= EDGE_STEP) | (self.sharp & (steps >= SHARP_STEP)), EDGE_PX)

    @cached_property
    def _sharp_near(self) -> Mask:
        return _grown(self.sharp, EDGE_PX)

    def outline(self, part: Mask) -> Mask:
        """The silhouette of a body with what lies on it, filled."""
        _, labels = cv2.connectedComponents((self.standing | part).astype(np.uint8))
        return np.asarray(labels == np.bincount(labels[part]).argmax())


def _is_thick(mask: Mask) -> bool:
    """Tell a part from the end of something along the frame."""
    return min(cv2.boundingRect(mask.astype(np.uint8))[2:]) > THICK_PX


def _grown(mask: Mask, px: int) -> Mask:
    return np.asarray(cv2.dilate(mask.astype(np.uint8), np.ones((2 * px + 1, 2 * px + 1), np.uint8)) > 0)


def _share(mask: Mask, within: Mask) -> float:
    return float(mask[within].mean()) if within.any() else 0.0


def _closed(mask: Mask, px: int) -> Mask:
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * px + 1, 2 * px + 1))
    return np.asarray(cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_CLOSE, disc) > 0)
