"""Is it still the same piece? The original and the result compared, and what to do about it.

Nothing here trusts the cut-out: edges of the original just outside of what was taken for the piece are looked for too,
since a prong that the cut-out ate is missing from its alpha as well.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass

import cv2
import numpy as np
import numpy.typing as npt

from retouch.arrays import Alpha, LinearRGB, Mask
from retouch.color import luminance
from retouch.quality.changes import Changes, find_changes
from retouch.quality.drift import Drift, drift
from retouch.quality.grids import carried_back, grown, parts_and_holes, reduced, shrunk, spread, thin_parts
from retouch.quality.sharpness import noise_level
from retouch.quality.structure import (
    Edges,
    Gradient,
    Lost,
    crispness_kept,
    edges_kept,
    edges_lost,
    gradient,
    repainted,
)
from retouch.quality.tints import find_recolored
from retouch.regions.findings import Box
from retouch.regions.ground import adaptation_to_neutral
from retouch.report import Reason
from retouch.scene import Scene

Floats = npt.NDArray[np.float32]

MOST_PIXELS = 1_200_000  # of the surroundings; larger ones are compared smaller: a prong is 6 px wide
COMPARED_PIXELS = 600_000  # what is drawn anew is looked for at this size: a prong is then 4 px wide
WINDOW_SIDE = 0.025  # of the piece's longer side: about a prong with what it holds
BESIDE_SIDE = 0.12  # how far outside the piece a lost part is looked for
OUTLINE_PX = 3  # the outline itself changes with the ground behind it
BESIDE_FROM_PX = 4.5  # and so does what a soft lens spreads of it
REPAINTED = 0.2  # of the tone scale: highlights are compressed by 0.13, facets driven apart by 0.15


@dataclass(frozen=True, slots=True)
class FidelityReport:
    """What was kept and what moved. Shares and correlations are 0 to 1; None where there was nothing to measure.

    changed_outside   share of pixels changed outside the declared regions, as the operations' contracts counted it
    edges_kept        correlation of the piece's edges, before and after
    worst_kept        the same in the worst window, ``worst_box``
    repainted         share of the piece whose tone is not what the photo's own tone curve makes of it
    thin_kept         share of the piece's thin parts (prongs, links, wire) that are not repainted
    lost_side         extent of the longest edge beside the piece that vanished, over the piece's side; ``lost_box``
    parts, holes      of the piece, counted on its alpha
    crispness         fine over coarse edge energy of the piece, after over before; below 1 is blur
    gem_crispness     the same of the stones alone; 1 where they have no edges
    metal, gem        how far their middle tones moved, the light's own cast aside
    ground_kept       whether the result lies on the photo's own ground
    redrawn           edges inside the piece that are gone, moved or new: extent times strength at the worst place, in
                      pixels over the piece's side; ``painted`` other tones along its outline, ``vanished`` edges that a
                      new ground covers; ``gone`` thin parts that gave way to it and ``filled`` openings it no longer
                      shows, both 0 where the piece was cut out by its own alpha; ``changed_box`` the worst
    deep              ``redrawn`` where no new ground reaches
    recolored         share of the piece at the largest place that took another color, ``recolored_box``
    """

    changed_outside: float
    edges_kept: float
    worst_kept: float
    worst_box: Box | None
    repainted: float
    thin_kept: float
    lost_side: float
    lost_box: Box | None
    parts: int
    holes: int
    crispness: float
    gem_crispness: float
    metal: Drift | None
    gem: Drift | None
    ground_kept: bool
    redrawn: float
    painted: float
    vanished: float
    changed_box: Box | None
    recolored: float
    recolored_box: Box | None
    gone: float = 0.0
    filled: float = 0.0
    deep: float = 0.0

    def as_report(self) -> dict[str, object]:
        """Plain values for JSON."""
        return asdict(self)


def measure(
    before: LinearRGB, after: LinearRGB, scene: Scene, *, changed_outside: float = 0.0
) -> FidelityReport:
    """Compare a photo with its result, on the same grid (before framing).

    Parameters
    ----------
    before           (H, W, 3 or 4) float32, linear sRGB, D65, [0, 1]: the photo as it was read
    after            (H, W, 3 or 4) the result; where it has an alpha it is laid on white
    changed_outside  share of pixels the operations changed outside their regions

    Edges are compared within the piece's box; above 1.8 megapixels at less than its size.
    """
    return measure_with_heat(before, after, scene, changed_outside=changed_outside)[0]


def measure_with_heat(
    before: LinearRGB,
    after: LinearRGB,
    scene: Scene,
    *,
    changed_outside: float = 0.0,
    own_cut: bool = True,
) -> tuple[FidelityReport, Floats]:
    """``measure``, and where things changed: (H, W), 0 to 1 or more, as high and wide as the photo.

    ``own_cut`` says whether the scene's alpha made the picture: then it is no witness of what was cut away.
    """
    place, reduction = _place(scene)
    alpha = reduced(scene.alpha[place], reduction)
    shown, made = (_on_white(pixels[place], reduction) for pixels in (before, after))
    old, new = np.sqrt(luminance(shown)), np.sqrt(luminance(made))
    healed = reduced(scene.defect_mask[place].astype(np.float32), reduction) > 0
    side = max(8.0, reduction * max(scene.box.width, scene.box.height))
    first, second, floor = gradient(old), gradient(new), max(0.01, 3.0 * noise_level(old))
    inside = shrunk(alpha > 0.9, OUTLINE_PX) & ~grown(healed, 2)
    kept = edges_kept(first, second, inside, window_px=2 * round(WINDOW_SIDE * side / 2) + 5, floor=floor)
    asked = _asked(scene, place, alpha.shape)
    lost = _lost(first, second, alpha, side, floor, asked)
    off = repainted(old, new, (alpha > 0.95) & ~healed) > REPAINTED
    thin = thin_parts(alpha)
    light = adaptation_to_neutral(before, scene.alpha, scene.shadow)
    facets = shrunk(reduced(scene.gem[place], reduction) > 0.9, OUTLINE_PX)
    parts, holes = parts_and_holes(alpha, side)
    edges = Edges.of(old, first), Edges.of(new, second)
    changes, share = _changes(shown, made, alpha, healed, asked, own_cut=own_cut)
    spots = (changes.redrawn, changes.painted, changes.vanished, changes.gone, changes.filled)
    worst = max(spots, key=lambda spot: spot.mass)
    tint = find_recolored(shown, made, alpha, light=light)
    report = FidelityReport(
        changed_outside=changed_outside,
        edges_kept=kept.overall,
        worst_kept=kept.worst,
        worst_box=carried_back(kept.where, place, reduction),
        repainted=float(off.sum() / max(1, (alpha > 0.95).sum())),
        thin_kept=1.0 - float(off[thin].mean()) if thin.any() else 1.0,
        lost_side=lost.length_px / side,
        lost_box=carried_back(lost.where, place, reduction),
        parts=parts,
        holes=holes,
        crispness=crispness_kept(*edges, edges[0].drawn(inside, floor)),
        gem_crispness=crispness_kept(*edges, edges[0].drawn(facets, floor)),
        metal=drift(before, after, scene.metal, light=light),
        gem=drift(before, after, scene.gem, light=light),
        ground_kept=changes.ground_kept,
        redrawn=changes.redrawn.mass,
        painted=changes.painted.mass,
        vanished=changes.vanished.mass,
        changed_box=carried_back(worst.where, place, share * reduction),
        recolored=tint.share,
        recolored_box=carried_back(tint.where, place, reduction),
        gone=changes.gone.mass,
        filled=changes.filled.mass,
        deep=changes.deep.mass,
    )
    return report, spread(changes.heat, place, scene.alpha.shape)


def _changes(
    old: LinearRGB, new: LinearRGB, alpha: Alpha, healed: Mask, asked: Mask, *, own_cut: bool
) -> tuple[Changes, float]:
    """What changed about the piece, looked for at a size that shows prongs; and how much smaller that is."""
    share = float(min(1.0, np.sqrt(COMPARED_PIXELS / max(1, alpha.size))))
    if share < 1.0:
        old, new, alpha = (reduced(plane, share) for plane in (old, new, alpha))
        healed = reduced(healed.astype(np.float32), share) > 0
        asked = reduced(asked.astype(np.float32), share) > 0.5
    return find_changes(old, new, alpha, healed, asked=asked, own_cut=own_cut), share


def _place(scene: Scene) -> tuple[tuple[slice, slice], float]:
    """Return the piece's box with its surroundings, and by how much both photos are reduced there."""
    height, width = scene.alpha.shape
    box, margin = scene.box, round(BESIDE_SIDE * max(scene.box.width, scene.box.height)) + 8
    rows = slice(max(0, box.top - margin), min(height, box.bottom + margin))
    columns = slice(max(0, box.left - margin), min(width, box.right + margin))
    pixels = (rows.stop - rows.start) * (columns.stop - columns.start)
    return (rows, columns), float(min(1.0, np.sqrt(MOST_PIXELS / max(1, pixels))))


def _on_white(pixels: LinearRGB, reduction: float) -> LinearRGB:
    """Three channels at the compared size, see-through parts on white."""
    if pixels.shape[2] == 3:
        return reduced(pixels, reduction)
    share = pixels[..., 3:]
    return reduced(np.asarray(pixels[..., :3] * share + (1.0 - share), np.float32), reduction)


def _asked(scene: Scene, place: tuple[slice, slice], shape: tuple[int, ...]) -> Mask:
    """Where an edge may be the piece's: everywhere but where a network is sure of bare ground."""
    if scene.bare is None:
        return np.ones(shape, np.bool_)
    size, nearest = scene.alpha.shape[::-1], cv2.INTER_NEAREST
    bare = cv2.resize(scene.bare.view(np.uint8), size, interpolation=nearest)[place]
    return np.asarray(cv2.resize(bare, shape[::-1], interpolation=nearest) == 0)


def _lost(first: Gradient, second: Gradient, alpha: Alpha, side: float, floor: float, asked: Mask) -> Lost:
    """Look for vanished edges in a band beside the piece, against what the ground farther off shows by itself."""
    piece = alpha > 0.5
    away = cv2.distanceTransform((~piece).view(np.uint8), cv2.DIST_L2, 3)
    reach = max(BESIDE_FROM_PX + 2.0, BESIDE_SIDE * side)
    beside, far = (away > BESIDE_FROM_PX) & (away <= reach), away > reach
    own = float(np.quantile(first.energy[far], 0.995)) ** 0.5 if far.sum() > 500 else 0.0
    outline = grown(piece, 2) & ~shrunk(piece, 2)
    typical = float(np.quantile(first.energy[outline], 0.5)) ** 0.5 if outline.any() else 0.0
    return edges_lost(first, second, beside & asked, strong=max(3.0 * floor, 2.0 * own, 0.5 * typical))


ANY = 1e9


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Where a person has to look. Each between the honest retouches and the planted alterations of the tests."""

    edges_kept: float = 0.92  # honest 0.95 and more; blurred facets 0.8
    worst_kept: float = 0.60  # honest 0.65 and more; facets drawn anew 0.59, a link cut 0.3
    repainted: float = 0.05  # honest below 0.02
    thin_kept: float = 0.90  # honest 0.97 and more
    lost_side: float = 0.035  # of the piece: shadows and dust beside known outlines lose up to 0.025
    crispness: float = 0.60  # honest 0.9 and more; facets blurred by 2 px 0.4
    metal_hue_deg: float = 20.0  # metal tone turns at most 14
    gem_hue_deg: float = 8.0  # gems turns at most 2, the light's cast may leave some
    chroma_kept: float = 0.5  # gold turned grey keeps none, a stone's color half gone is another stone
    redrawn_on_its_ground: float = 0.02  # honest 0.002 and less; a prong gone 0.08
    redrawn: float = 0.60  # on a new ground: honest below 0.55 ...
    deep: float = ANY  # our own operations drive facets apart there, and are held to ``redrawn``
    painted: float = 0.30
    vanished: float = 0.30
    recolored: float = 0.004  # honest 0; a stone of two hundredths of the piece's side 0.006
    gone: float = 0.04
    filled: float = 0.025


FOR_ANY_PICTURE = Thresholds(
    edges_kept=0.0,  # what rests on the outline that we see is left out: another's may be the better one
    worst_kept=0.0,
    repainted=ANY,
    thin_kept=0.0,
    lost_side=ANY,
    crispness=0.5,
    metal_hue_deg=25.0,
    gem_hue_deg=25.0,
    chroma_kept=0.4,
    redrawn_on_its_ground=0.010,
    redrawn=0.04,
    deep=0.008,  # honest 0.000; letters smoothed away 0.011
    painted=0.06,
    vanished=0.045,
)


def judge(report: FidelityReport, thresholds: Thresholds | None = None) -> tuple[Reason, ...]:
    """Give the reasons, in a merchant's words and with figures, why a person should look; none: it may be published."""
    limits = thresholds or Thresholds()
    return tuple(reason for rule in _RULES if (reason := rule(report, limits)) is not None)


Rule = Callable[[FidelityReport, Thresholds], Reason | None]


def _percent(share: float) -> str:
    return f"{100.0 * share:.0f} %"


def _outside(report: FidelityReport, limits: Thresholds) -> Reason | None:  # noqa: ARG001 - every rule has both
    if report.changed_outside <= 0.0:
        return None
    return Reason("changed_outside", "Something changed where nothing should have.", report.changed_outside)


def _edges(report: FidelityReport, limits: Thresholds) -> Reason | None:
    if report.edges_kept >= limits.edges_kept:
        return None
    sentence = f"Only {_percent(report.edges_kept)} of the piece's edges came through. Please compare."
    return Reason("edges_kept", sentence, report.edges_kept)


def _spot(report: FidelityReport, limits: Thresholds) -> Reason | None:
    if report.worst_kept >= limits.worst_kept:
        return None
    sentence = f"One spot's edge, a prong or a link perhaps, fell to {_percent(report.worst_kept)}. Please compare it."
    return Reason("worst_kept", sentence, report.worst_kept)


def _cut_away(report: FidelityReport, limits: Thresholds) -> Reason | None:
    if report.lost_side <= limits.lost_side:
        return None
    sentence = (
        f"Something beside the piece was cut away, {_percent(report.lost_side)} of its length. "
        "Please check that it is not part of it."
    )
    return Reason("lost_beside", sentence, report.lost_side)


def _painted(report: FidelityReport, limits: Thresholds) -> Reason | None:
    if report.repainted <= limits.repainted and report.thin_kept >= limits.thin_kept:
        return None
    if report.thin_kept < limits.thin_kept:
        sentence = (
            f"Only {_percent(report.thin_kept)} of the thin parts, prongs and links, came through unchanged."
        )
        return Reason("thin_kept", sentence, report.thin_kept)
    sentence = f"{_percent(report.repainted)} of the piece looks different from the original. Please compare."
    return Reason("repainted", sentence, report.repainted)


def _blurred(report: FidelityReport, limits: Thresholds) -> Reason | None:
    part, figure = min(
        ("The piece", report.crispness), ("A stone", report.gem_crispness), key=lambda one: one[1]
    )
    if figure >= limits.crispness:
        return None
    sentence = f"{part} came out softer than it was: {_percent(figure)} of its sharpness is left."
    return Reason("crispness", sentence, figure)


def _metal(report: FidelityReport, limits: Thresholds) -> Reason | None:
    return _recolored("metal", "The metal's color", report.metal, limits.metal_hue_deg, limits.chroma_kept)


def _gem(report: FidelityReport, limits: Thresholds) -> Reason | None:
    return _recolored("gem", "The stone's color", report.gem, limits.gem_hue_deg, limits.chroma_kept)


def _altered(report: FidelityReport, limits: Thresholds) -> Reason | None:
    most = limits.redrawn_on_its_ground if report.ground_kept else limits.redrawn
    if report.redrawn > most or report.deep > limits.deep:
        sentence = "Something inside the piece was drawn anew, or is gone. Please compare the marked place."
        return Reason("redrawn", sentence, report.redrawn)
    if report.painted > limits.painted:
        sentence = "The piece was painted over along its outline. Please compare the marked place."
        return Reason("painted", sentence, report.painted)
    vanished = report.vanished if report.vanished > limits.vanished else 0.0
    if vanished or report.gone > limits.gone:
        sentence = "A part of the piece vanished under the new background. Please compare the marked place."
        return Reason("vanished", sentence, vanished or report.gone)
    if report.filled > limits.filled:
        sentence = "An opening of the piece was closed. Please compare the marked place."
        return Reason("filled", sentence, report.filled)
    return None


def _another_color(report: FidelityReport, limits: Thresholds) -> Reason | None:
    if report.recolored <= limits.recolored:
        return None
    sentence = f"{_percent(report.recolored)} of the piece took another color. Please compare."
    return Reason("recolored", sentence, report.recolored)


def _recolored(
    what: str, subject: str, moved: Drift | None, hue_deg: float, chroma_kept: float
) -> Reason | None:
    if moved is None:
        return None
    if moved.hue_deg > hue_deg:
        return Reason(
            f"{what}_hue",
            f"{subject} turned by {moved.hue_deg:.0f}°; {hue_deg:.0f}° is the most.",
            moved.hue_deg,
        )
    if moved.chroma_kept < chroma_kept:
        sentence = f"{subject} lost its strength: {_percent(moved.chroma_kept)} is left. Please compare."
        return Reason(f"{what}_chroma", sentence, moved.chroma_kept)
    return None


_RULES: tuple[Rule, ...] = (
    _outside,
    _cut_away,
    _spot,
    _edges,
    _painted,
    _blurred,
    _metal,
    _gem,
    _altered,
    _another_color,
)
