"""What is found in a photo, as values: a box, a defect, a doubt."""

from dataclasses import dataclass
from enum import StrEnum

CATEGORIES = ("ring", "necklace", "earrings", "bracelet", "watch", "loose_stone")
"""What a piece may be."""


class DefectKind(StrEnum):
    """What may be removed, by kind."""

    DUST = "dust"
    LINT = "lint"


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
class Hints:
    """What the listing says: a category ("ring" …), an alloy of ``retouch/data/alloys.toml``; "" where it does not."""

    category: str = ""
    alloy: str = ""
    alloy_source: str = ""
