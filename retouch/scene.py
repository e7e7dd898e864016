"""What is where in one photo: found once, before the first operation, and shared by all of them."""

from dataclasses import dataclass, field

import cv2
import numpy as np

from retouch.alloys import alloy_from_photo, contradiction
from retouch.arrays import Alpha, LinearRGB, Mask
from retouch.photo import Photo
from retouch.regions.defects import find_defects
from retouch.regions.doubt_figures import remains
from retouch.regions.doubts import confidence, find_doubts
from retouch.regions.drawn import draw_alpha
from retouch.regions.findings import Box, Defect, DefectKind, Doubt, Hints
from retouch.regions.ground import adaptation_to_neutral
from retouch.regions.masks import grow, parts
from retouch.regions.protected import find_protected
from retouch.regions.seen import SeeingSegmenter, bare_ground
from retouch.regions.segmentation import Segmenter
from retouch.regions.shade import find_shadow, sized

__all__ = ["Box", "Defect", "DefectKind", "Doubt", "Hints", "Scene", "find_scene"]

SEEING = SeeingSegmenter()
TELLING_SHARE = (
    0.35  # of the piece that must be metal before a photo alone names its alloy: stones glint like silver
)


@dataclass(frozen=True, slots=True)
class Scene:
    """One photo understood. Arrays (H, W) are as large as the photo, upright; (h, w) as it was looked at.

    alpha        (H, W) float32, share of the piece; holes and loop insides 0, stones 1
    metal, gem   (H, W) float32, share of metal and of stones in each pixel; their sum is at most alpha
    other        (H, W) float32, the rest: pearl, dial, leather, enamel; computed anew each time it is asked for
    shade        (h, w) float32, how much the ground is darkened by the piece's contact shadow: 0 lit, 1 black
    shadow       (H, W) float32, the same at the photo's size; computed anew each time it is asked for
    defects      what spot removal will heal, one entry each; ``defect_mask`` is exactly their pixels and healing rim
    bare         (h, w), where a network is sure that nothing of the piece lies; None where none looked
    protected    hallmark, engraving, milgrain and inclusions: never healed
    box          of the piece
    alloy        a key of ``retouch/data/alloys.toml``; ``alloy_source`` is "listing", "option", "photo" or ""
    category     ring, necklace, earrings, bracelet, watch, loose_stone, or "" where nothing says
    pieces       number of separate parts of the piece (a pair of earrings: 2)
    confidence   [0, 1]; ``doubts`` are the reasons to send the photo to a person
    """

    alpha: Alpha
    metal: Alpha
    gem: Alpha
    shade: Alpha
    defects: tuple[Defect, ...]
    defect_mask: Mask
    protected: Mask
    box: Box
    alloy: str = ""
    alloy_source: str = ""
    category: str = ""
    pieces: int = 1
    confidence: float = 1.0
    bare: Mask | None = None
    doubts: tuple[Doubt, ...] = field(default_factory=tuple)

    @property
    def other(self) -> Alpha:
        """What is neither metal nor stone."""
        return np.asarray(np.clip(self.alpha - self.metal - self.gem, 0.0, 1.0), np.float32)

    @property
    def shadow(self) -> Alpha:
        """``shade``, as large as the photo."""
        return sized(self.shade, self.alpha.shape)


def find_scene(photo: Photo, *, hints: Hints = Hints(), segmenter: Segmenter = SEEING) -> Scene:  # noqa: B008
    """Understand a photo: where the piece is, of what it is, what shadow it casts, and how sure all that is.

    The piece is looked for at the analysis scale; alpha is then estimated at the photo's own size, in the band where
    it is not plain. A photo that is not understood comes back with doubts, never as an error.
    """
    pixels = photo.pixels
    rough = segmenter.segment(pixels, hints)
    shares = segmenter.refine(pixels[..., :3], rough, draw_alpha(pixels[..., :3], rough), hints)
    alpha, metal, gem = shares.alpha, shares.metal, shares.gem
    left = remains(rough, alpha)
    doubts = find_doubts(rough, hints, left)
    protected = find_protected(pixels[..., :3], metal, gem)
    defects, defect_mask = find_defects(pixels[..., :3], alpha, metal, gem, protected)
    shade = find_shadow(rough)
    alloy, source, contradicted = _alloy(pixels[..., :3], alpha, sized(shade, alpha.shape), metal, hints)
    doubts += contradicted
    return Scene(
        alpha=alpha,
        metal=metal,
        gem=gem,
        shade=shade,
        defects=defects,
        defect_mask=defect_mask,
        protected=protected,
        box=_box(alpha),
        alloy=alloy,
        alloy_source=source,
        category=hints.category,
        pieces=len(parts(grow(rough.piece, 2))[1]) - 1,
        confidence=confidence(rough, doubts, left),
        bare=bare_ground(rough),
        doubts=doubts,
    )


def _alloy(
    pixels: LinearRGB, alpha: Alpha, shadow: Alpha, metal: Alpha, hints: Hints
) -> tuple[str, str, tuple[Doubt, ...]]:
    """Return the alloy, who says so, and the doubt where the listing's alloy and the photo's metal differ plainly."""
    light = adaptation_to_neutral(pixels, alpha, shadow)
    if not hints.alloy:
        telling = float(metal.sum()) > TELLING_SHARE * float(alpha.sum())
        seen = alloy_from_photo(pixels, metal, light=light) if telling else ""
        return seen, "photo" if seen else "", ()
    sentence = contradiction(hints.alloy, pixels, metal, light=light)
    doubts = (Doubt("alloy_contradicted", sentence),) if sentence else ()
    return hints.alloy, hints.alloy_source, doubts


def _box(alpha: Alpha) -> Box:
    left, top, width, height = cv2.boundingRect((alpha > 0.5).view(np.uint8))
    return Box(left, top, left + width, top + height)
