"""What a retouch gives back: the photo, the decision with its reasons, and the figures it rests on."""

from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from retouch.arrays import LinearRGB
from retouch.photo import Note
from retouch.provenance import OperationRecord, Provenance
from retouch.scene import Scene

if TYPE_CHECKING:
    from retouch.quality.fidelity import FidelityReport  # which gives reasons, and so imports this module

__all__ = ["Note", "OperationRecord", "Provenance", "Reason", "Result", "Verdict"]


class Verdict(StrEnum):
    """Where a photo goes next."""

    DONE = "done"
    REVIEW = "review"  # a person should look
    REFUSED = "refused"  # the file cannot be retouched; no result exists


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a person should look: a code, a merchant's sentence, and the figure that decided where there is one."""

    code: str
    sentence: str
    figure: float | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """One photo retouched.

    pixels    (H, W, 3) or, cut out, (H, W, 4); float32, linear sRGB, D65, [0, 1]
    scene     None where no piece was found; the pixels are then the photo's own
    measures  figures by name; of a photo that was framed also what share of the frame the piece's box fills, at most,
              and its smallest margin in the result's pixels, below 0 where the box is cut: frame_fill, frame_margin_px
    fidelity  None with it
    seconds   by stage: "scene", each operation by name, "fidelity"
    """

    pixels: LinearRGB
    state: Verdict
    reasons: tuple[Reason, ...]
    measures: dict[str, float]
    scene: Scene | None
    provenance: Provenance
    fidelity: "FidelityReport | None"
    notes: tuple[Note, ...] = ()
    seconds: dict[str, float] = field(default_factory=dict)

    def as_report(self) -> dict[str, object]:
        """Plain values for JSON; pixels and masks left out."""
        return {
            "state": str(self.state),
            "reasons": [asdict(reason) for reason in self.reasons],
            "notes": [asdict(note) for note in self.notes],
            "alloy": "" if self.scene is None else self.scene.alloy,
            "alloy_source": "" if self.scene is None else self.scene.alloy_source,
            "category": "" if self.scene is None else self.scene.category,
            "measures": {name: round(value, 6) for name, value in self.measures.items()},
            "seconds": {name: round(value, 4) for name, value in self.seconds.items()},
            "fidelity": None if self.fidelity is None else self.fidelity.as_report(),
            "provenance": asdict(self.provenance),
        }
