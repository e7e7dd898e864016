"""What is where in one photo: found once, before the first operation, and shared by all of them."""

from dataclasses import dataclass, field
from enum import StrEnum

from retouch.arrays import Alpha, Mask


class DefectKind(StrEnum):
    """What may be removed, by kind."""

    DUST = "dust"
    LINT = "lint"
    FINGERPRINT = "fingerprint"
    SCRATCH = "scratch"


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels; right and bottom are the first column and row outside."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        """Columns inside."""
        return self.right - self.left

    @property
    def height(self) -> int:
        """Rows inside."""
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Defect:
    """One speck, hair or scratch: its kind, where it is, and how sure we are (0–1)."""

    kind: DefectKind
    box: Box
    certainty: float


@dataclass(frozen=True, slots=True)
class Doubt:
    """A reason why a person should look, as a code and as a merchant's sentence."""

    code: str
    sentence: str


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
