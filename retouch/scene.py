"""What is where in one photo: found once, before the first operation, and shared by all of them."""

from dataclasses import dataclass, field

from retouch.arrays import Alpha, Mask
from retouch.regions.findings import Box, Defect, DefectKind, Doubt

__all__ = ["Box", "Defect", "DefectKind", "Doubt", "Scene"]


@dataclass(frozen=True, slots=True)
class Scene:
    """One photo understood. Every array has the photo's height and width, in display orientation.

    alpha        (H, W) float32, share of the piece; holes and loop insides 0, stones 1
    metal, gem   (H, W) float32, share of metal and of stones in each pixel; their sum is at most alpha
    other        (H, W) float32, pearl, dial, leather, enamel
    shadow       (H, W) float32, how much the ground is darkened by the piece's contact shadow: 0 lit, 1 black
    defects      what spot removal will heal, one entry each; ``defect_mask`` is exactly their pixels and healing rim
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
    other: Alpha
    shadow: Alpha
    defects: tuple[Defect, ...]
    defect_mask: Mask
    protected: Mask
    box: Box
    alloy: str = ""
    alloy_source: str = ""
    category: str = ""
    pieces: int = 1
    confidence: float = 1.0
    doubts: tuple[Doubt, ...] = field(default_factory=tuple)
