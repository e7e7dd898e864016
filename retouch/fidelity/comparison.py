"""Two pictures brought to one grid and held against each other; nothing is known of how the second was made."""

from collections.abc import Callable
from dataclasses import asdict, astuple, dataclass, replace

import numpy as np
import numpy.typing as npt

from retouch.arrays import LinearRGB, Mask
from retouch.fidelity.counting import Count, count_parts
from retouch.photo import Photo
from retouch.quality.alignment import Alignment, align, laid_over
from retouch.quality.fidelity import FOR_ANY_PICTURE, FidelityReport, judge, measure_with_heat
from retouch.quality.grids import reduced
from retouch.regions.findings import Box, Hints
from retouch.report import Reason
from retouch.scene import Scene, find_scene

Floats = npt.NDArray[np.float32]
Finder = Callable[..., Scene]

MOST_PIXELS = 1_400_000  # of the piece's surroundings: a prong of 24 MP is 20 px wide, of this 5
SMALLEST_PX = 96  # of a side; below, nothing can be told
LEAST_OF_PIECE = 0.003  # of the frame; less is no piece
MOST_UNSEEN = 0.01  # of the piece that may lie outside the edited picture
SURROUNDINGS = 0.16  # of the piece's longer side


class Unusable(Exception):  # noqa: N818 - said of a pair of pictures, not of our code
    """The two pictures cannot be held against each other; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What was found.

    reasons    why the picture is not faithful; none: it is
    alignment  None where the edited picture shows something else altogether
    report     its figures, of the original's pixels; None with it
    counts     stones, prongs and openings of the original, and how many of them the edited picture still has
    heat       (H, W), 0 to 1 or more, of the original at ``reduction``: where something changed
    """

    reasons: tuple[Reason, ...]
    alignment: Alignment | None = None
    report: FidelityReport | None = None
    counts: tuple[Count, ...] = ()
    heat: Floats | None = None
    reduction: float = 1.0

    @property
    def faithful(self) -> bool:
        """Whether it is still the same piece."""
        return not self.reasons

    def as_report(self) -> dict[str, object]:
        """Plain values for JSON; boxes count pixels of the original at ``reduction``."""
        placed = self.alignment
        return {
            "verdict": "faithful" if self.faithful else "altered",
            "reasons": [asdict(reason) for reason in self.reasons],
            "alignment": None
            if placed is None
            else {
                "matrix": placed.matrix.tolist(),
                "scale": placed.scale,
                "turn_deg": placed.turn_deg,
                "agreement": placed.agreement,
            },
            "reduction": round(self.reduction, 6),
            "counts": {count.what: {"original": count.original, "kept": count.kept} for count in self.counts},
            "figures": None if self.report is None else self.report.as_report(),
        }


def compare(
    original: Photo,
    edited: Photo,
    *,
    hints: Hints = Hints(),  # noqa: B008
    find: Finder = find_scene,
) -> Comparison:
    """Judge an edited picture against its original.

    Parameters
    ----------
    original, edited  each of its own size, upright; see-through parts count as white
    find              makes the original's scene; another one in tests

    Raises
    ------
    Unusable          one is too small, or the original shows no piece (also as ``RegionNotFound``, from the scene)
    """
    before, after = original.over_white(), edited.over_white()
    _hold_sizes(before, after)
    alignment = align(before.pixels, after.pixels)
    if alignment is None:
        sentence = "The edited picture could not be laid over the original: it shows something else."
        return Comparison((Reason("another_picture", sentence),))
    scene = find(before, hints=hints)
    if float(np.mean(scene.alpha)) < LEAST_OF_PIECE:
        raise Unusable("no piece was found in the original")
    return _compared(before.pixels, after.pixels, scene, alignment)


def _hold_sizes(*photos: Photo) -> None:
    for photo in photos:
        if min(photo.height, photo.width) < SMALLEST_PX:
            raise Unusable(
                f"{photo.width} × {photo.height} pixels are too few; {SMALLEST_PX} a side are needed"
            )


def _compared(before: LinearRGB, after: LinearRGB, scene: Scene, alignment: Alignment) -> Comparison:
    reduction = _reduction(scene, alignment)
    small = _smaller_scene(scene, reduction)
    old = reduced(before, reduction)
    new, seen = laid_over(after, alignment, (old.shape[0], old.shape[1]), reduction)
    cut = _share_unseen(small, seen)
    new = np.where(seen[..., None], new, old).astype(np.float32)
    report, heat = measure_with_heat(old, new, small, own_cut=False)
    reasons = judge(report, FOR_ANY_PICTURE)
    if cut > MOST_UNSEEN:
        sentence = f"{100.0 * cut:.0f} % of the piece lies outside the edited picture."
        reasons = (Reason("cut_by_frame", sentence, cut), *reasons)
    return Comparison(reasons, alignment, report, count_parts(small, heat), heat, reduction)


def _reduction(scene: Scene, alignment: Alignment) -> float:
    """To the coarser picture's size, and the piece with its surroundings to what is quickly compared."""
    margin = 1.0 + 2.0 * SURROUNDINGS
    pixels = scene.box.width * scene.box.height * margin * margin
    return float(min(1.0, alignment.scale, np.sqrt(MOST_PIXELS / max(1.0, pixels))))


def _share_unseen(scene: Scene, seen: Mask) -> float:
    piece = scene.alpha > 0.5
    return float((piece & ~seen).sum() / max(1, piece.sum()))


def _smaller_scene(scene: Scene, reduction: float) -> Scene:
    """The scene on the reduced grid."""
    if reduction == 1.0:
        return scene
    left, top, right, bottom = (round(edge * reduction) for edge in astuple(scene.box))
    return replace(
        scene,
        alpha=reduced(scene.alpha, reduction),
        metal=reduced(scene.metal, reduction),
        gem=reduced(scene.gem, reduction),
        defect_mask=reduced(scene.defect_mask.astype(np.float32), reduction) > 0.3,
        protected=reduced(scene.protected.astype(np.float32), reduction) > 0.3,
        box=Box(left, top, right, bottom),
    )
