"""Where a picture shows something else than its original: drawn anew, painted over, or cut away.

Nothing is known of how the picture was edited. Each of its pixels is explained either by the original, through one tone
curve, or by a ground laid anew; what neither explains is evidence of a change. Where the ground is new, the piece's
outline changes honestly: there only tones are compared, and what the new ground covers is looked for beyond it.
"""

from dataclasses import dataclass, replace

import cv2
import numpy as np
import numpy.typing as npt

from retouch.arrays import Alpha, LinearRGB, Mask
from retouch.color import largest_channel, luminance, smallest_channel
from retouch.quality.grids import grown
from retouch.quality.openings import Grounded, Tones, gone_and_filled, opened
from retouch.quality.sharpness import noise_level
from retouch.quality.structure import Gradient, gradient, tone_curve
from retouch.quality.surroundings import carried_under
from retouch.regions.findings import Box

Floats = npt.NDArray[np.float32]

SAME_GROUND = (
    0.05  # of the tone scale: nine tenths of the ground beside the piece lie as close to the tone curve
)
LIKE_GROUND = (
    0.07  # of the tone scale, and of the original's colors: what is closer to the ground may be ground
)
RIM_PX = 5.0  # how far into the piece a new ground reaches through a lens and a gradient
DEEP_PX = 2.0 * RIM_PX  # a window of edges that lies so deep holds nothing of the rim
EDGE_PX = 2.0  # of the rim, where pixels are mixed
OFF_TONE = 0.12  # of the tone scale: a resampled edge is off by 0.08
FAINT = 0.015  # gradient per pixel that nobody misses
EDGE_OF_PIECE = 0.035  # gradient per pixel of an edge that is no shadow's
TINTED, TINTED_IN_GAPS = (
    0.10,
    0.25,
)  # between channels: what is darker than the ground, and by as much in each channel, is shadow
SEED_PX = 6.0  # a cut-away part was joined to what is left; dust lay by itself
SURELY_PX = 4.0  # beyond the piece, where ground is surely ground
SHIFTED = 0.12  # of the tone scale: a colored ground takes another curve than the metal, by as much
SMALLEST = 0.1
FEWEST_PX = 400  # that a tone curve rests on
MOST_LIT, DEEPEST = (
    2.0,
    0.03,
)  # what changed its tone by more than so many times what others did is on no curve


@dataclass(frozen=True, slots=True)
class Spot:
    """The worst place of one kind: its extent times its strength in pixels over the piece's side, and its box."""

    mass: float = 0.0
    where: Box | None = None


@dataclass(frozen=True, slots=True)
class Changes:
    """What was found. ``heat`` is (H, W), 0 as it was to about 1 something else.

    redrawn   inside the piece: edges gone, moved or new
    deep      the same where no new ground reaches: engraving, facets, a dial
    painted   along its outline: other tones
    vanished  beyond its outline: edges of the original that the new ground covers
    gone      thin parts that gave way to the new ground
    filled    openings that it no longer shows
    """

    heat: Floats
    ground_kept: bool
    redrawn: Spot
    deep: Spot = Spot()
    painted: Spot = Spot()
    vanished: Spot = Spot()
    gone: Spot = Spot()
    filled: Spot = Spot()


@dataclass(frozen=True, slots=True)
class _Pair:
    """Both pictures as tones, and the original's tone as the picture's own curve makes it."""

    old: Floats
    new: Floats
    expected: Floats
    first: Gradient
    second: Gradient
    noise: float
    side: float

    @property
    def window_px(self) -> float:
        return max(1.3, 0.0035 * self.side)


@dataclass(frozen=True, slots=True)
class _Laid:
    """A ground laid anew.

    ground     where it lies;  ``depth`` how far each pixel of the piece is from it, ``away`` each of it from the piece
    in_shadow  where the original is ground, lit or not
    """

    ground: Mask
    depth: Floats
    away: Floats
    in_shadow: Mask

    def with_ground(self, more: Mask) -> "_Laid":
        """The same with more places where the new ground lies."""
        return replace(self, depth=np.minimum(self.depth, _distance(~more)))


def find_changes(
    before: LinearRGB,
    after: LinearRGB,
    alpha: Alpha,
    healed: Mask,
    *,
    asked: Mask | None = None,
    own_cut: bool = True,
) -> Changes:
    """Compare a picture with its original on one grid.

    Parameters
    ----------
    before, after  (H, W, 3) float32, linear sRGB, D65, [0, 1]
    alpha          (H, W) float32, the piece as the original shows it, roughly
    healed         (H, W) bool, dust and scratches of the original, which may go
    asked          (H, W) bool, where an edge beside the piece may be its own; None: everywhere
    own_cut        whether ``alpha`` cut the piece out of the picture: then it is no witness of what was cut away
    """
    pair = _pair(before, after, alpha)
    unhealed = _unhealed(healed)
    away = _distance(alpha < 0.02)
    if _ground_kept(pair, away, shifted=not own_cut):
        heat = _redrawn(pair, np.ones_like(pair.old)) * unhealed
        return Changes(heat, ground_kept=True, redrawn=_worst(heat, pair.side))
    surely = (away > SURELY_PX).astype(np.float32)
    laid = _laid(pair, before, alpha, surely)
    if not own_cut:
        then, now = Grounded.of(before, surely), Grounded.of(after, surely)
        laid = laid.with_ground(opened(then, now, pair.new - pair.expected))
    inside = (laid.depth > RIM_PX).astype(np.float32)
    redrawn = _redrawn(pair, inside) * inside * unhealed
    painted = _painted(pair, laid) * unhealed
    vanished = _vanished(pair, laid, away) * unhealed
    vanished = vanished if asked is None else vanished * asked
    gone = filled = np.zeros_like(vanished)
    if not own_cut:
        vanished = vanished * grown(alpha > 0.5, 1)
        tones = Tones(pair.expected, pair.new, pair.first, pair.second)
        gone, filled = gone_and_filled(alpha, tones, then, now)
        drawn_anew = grown(_redrawn(pair, np.ones_like(pair.old)) > SMALLEST, 4)
        gone, filled = gone * unhealed, filled * unhealed * ((away < 0.05 * pair.side) & drawn_anew)
    return Changes(
        np.max([redrawn, painted, vanished, gone, filled], axis=0),
        ground_kept=False,
        redrawn=_worst(redrawn, pair.side),
        deep=_worst(redrawn * (laid.depth > DEEP_PX), pair.side),
        painted=_worst(painted, pair.side),
        vanished=_worst(vanished, pair.side, reach=laid.away < SEED_PX),
        gone=_worst(gone, pair.side),
        filled=_worst(filled, pair.side),
    )


def _pair(before: LinearRGB, after: LinearRGB, alpha: Alpha) -> _Pair:
    old = np.sqrt(luminance(before[..., :3]), dtype=np.float32)
    new = np.sqrt(luminance(after[..., :3]), dtype=np.float32)
    _, _, width, height = cv2.boundingRect((alpha > 0.5).view(np.uint8))
    inner = cv2.erode((alpha > 0.9).view(np.uint8), np.ones((5, 5), np.uint8)).view(np.bool_)
    piece = next(
        (mask for mask in (inner, alpha > 0.7, alpha > 0.3) if mask.sum() >= FEWEST_PX), alpha >= 0.0
    )
    ratio = (new + DEEPEST) / (old + DEEPEST)
    usual = ratio / max(float(np.median(ratio[piece])), 1e-3)
    told = piece & (usual < MOST_LIT) & (usual > 1.0 / MOST_LIT)  # not dark gaps that show a new ground
    return _Pair(
        old,
        new,
        tone_curve(old, new, told if told.sum() >= FEWEST_PX else piece),
        gradient(old),
        gradient(new),
        max(0.006, 2.0 * noise_level(old), 2.0 * noise_level(new)),
        float(max(8, width, height)),
    )


def _unhealed(healed: Mask) -> Floats:
    rim = cv2.dilate(healed.view(np.uint8), np.ones((5, 5), np.uint8)).astype(np.float32)
    return np.asarray(1.0 - cv2.GaussianBlur(rim, (0, 0), 1.0), np.float32)


def _distance(mask: Mask) -> Floats:
    return np.asarray(cv2.distanceTransform(mask.view(np.uint8), cv2.DIST_L2, 3), np.float32)


def _opened(mask: Mask) -> Mask:
    return cv2.morphologyEx(mask.view(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3), np.uint8)).view(np.bool_)


def _ground_kept(pair: _Pair, away: Floats, *, shifted: bool) -> bool:
    beside = (away > 6.0) & (away < 6.0 + 0.15 * pair.side)
    if beside.sum() < 200:
        return True
    most, nearly_all = np.quantile(np.abs(pair.expected - pair.new)[beside], (0.9, 0.98))
    if most < SAME_GROUND and nearly_all < 2.0 * SAME_GROUND:  # a shadow taken away is a new ground
        return True
    return shifted and _ground_shifted(pair, beside)


def _ground_shifted(pair: _Pair, beside: Mask) -> bool:
    """Whether a curve of the ground's own, near the piece's, explains all of it, its shadows too."""
    if abs(float(np.median((pair.expected - pair.new)[beside]))) > SHIFTED:
        return False
    own = tone_curve(pair.old, pair.new, beside)[beside]
    (low, high), (darkest, lightest) = (
        np.quantile(pair.old[beside], (0.02, 0.98)),
        np.quantile(own, (0.02, 0.98)),
    )
    shaded = high - low > SAME_GROUND
    return bool(
        shaded
        and lightest - darkest > 0.4 * (high - low)
        and np.quantile(np.abs(own - pair.new[beside]), 0.98) < SAME_GROUND
    )


def _laid(pair: _Pair, before: LinearRGB, alpha: Alpha, surely: Floats) -> _Laid:
    under = carried_under(pair.new, surely)
    near = np.abs(pair.new - under)
    ground = _opened(near < LIKE_GROUND)
    not_ours = _opened((alpha < 0.3) & (near < np.abs(pair.new - pair.expected)))
    under_piece = np.maximum(carried_under(before[..., :3], surely), np.float32(1e-4))
    ratio = np.asarray(before[..., :3] / under_piece, np.float32)
    lit = (ratio[..., 0] + ratio[..., 1] + ratio[..., 2]) / 3.0
    spread = np.maximum(largest_channel(ratio) - lit, lit - smallest_channel(ratio))
    tinted = spread / np.maximum(lit, 0.3)
    shadow = (tinted < TINTED) & (lit < 1.04)
    off_tone = np.abs(pair.new - pair.expected) > 0.1
    uncovered = (near < 2.0 * LIKE_GROUND) & off_tone & (tinted < TINTED_IN_GAPS) & (lit < 1.04)
    not_ours |= uncovered
    in_shadow = cv2.erode((shadow | ~ground).view(np.uint8), np.ones((5, 5), np.uint8)).view(np.bool_)
    return _Laid(ground, _distance(~(ground | not_ours)), _distance(ground), in_shadow)


def _blurred(plane: Floats, sigma: float) -> Floats:
    """A Gaussian blur, wide ones at a reduced size."""
    if sigma < 4.0:
        return np.asarray(cv2.GaussianBlur(plane, (0, 0), sigma), np.float32)
    step = int(sigma // 2)
    height, width = plane.shape
    size = (max(1, width // step), max(1, height // step))
    small = cv2.GaussianBlur(cv2.resize(plane, size, interpolation=cv2.INTER_AREA), (0, 0), sigma / step)
    return np.asarray(cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR), np.float32)


def _redrawn(pair: _Pair, weight: Floats) -> Floats:
    """Edges of either picture that the other has not: 0 all there, 1 another drawing, by their strength."""
    ours, theirs = pair.first.energy * weight, pair.second.energy * weight
    shared = pair.first.along(pair.second) * weight
    wide = 0.04 * pair.side
    gain = np.clip(_blurred(shared, wide) / np.maximum(_blurred(ours, wide), 1e-7), 0.4, 2.5)
    gain = gain.astype(np.float32)
    inside = np.maximum(_blurred(weight, pair.window_px), 0.05)
    first = _blurred(np.asarray(ours * gain * gain, np.float32), pair.window_px) / inside
    second = _blurred(theirs, pair.window_px) / inside
    both = _blurred(np.asarray(shared * gain, np.float32), pair.window_px) / inside
    unlike = (first + second - 2.0 * both) / (first + second + pair.noise**2)
    strength = np.sqrt(np.maximum(np.maximum(first, second), 0.0))
    return np.asarray(
        np.clip((unlike - 0.4) / 0.4, 0.0, 1.0) * np.clip((strength - FAINT) / 0.05, 0.0, 1.5), np.float32
    )


def _painted(pair: _Pair, laid: _Laid) -> Floats:
    """Tones along the outline that no neighbor of the pixel had."""
    square = np.ones((3, 3), np.uint8)
    darkest, lightest = cv2.erode(pair.expected, square), cv2.dilate(pair.expected, square)
    off = np.maximum(darkest - pair.new, pair.new - lightest)
    rim = (laid.depth > EDGE_PX) & (laid.depth <= RIM_PX)
    return np.where(rim, np.clip((off - OFF_TONE) / 0.15, 0.0, 1.0), 0.0).astype(np.float32)


def _vanished(pair: _Pair, laid: _Laid, away: Floats) -> Floats:
    """Edges of the original that lie under the new ground and are no shadow's."""
    length = np.sqrt(pair.first.energy)
    far = away > 0.12 * pair.side + 4.5
    own = float(np.quantile(length[far], 0.995)) if far.sum() > 500 else 0.0
    strong = max(EDGE_OF_PIECE, 2.0 * own)
    covered = (laid.away > EDGE_PX) & ~laid.in_shadow
    return np.where(covered, np.clip((length - strong) / 0.03, 0.0, 1.5), 0.0).astype(np.float32)


def _worst(heat: Floats, side: float, *, reach: Mask | None = None) -> Spot:
    """The connected place with the most evidence, of those that come within ``reach``."""
    told = (heat > SMALLEST).view(np.uint8)
    x, y, across, down = cv2.boundingRect(told)
    if across == 0:
        return Spot()
    place = slice(y, y + down), slice(x, x + across)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(told[place], connectivity=8)
    mass = np.bincount(labels.ravel(), heat[place].ravel(), count)
    mass[0] = 0.0
    if reach is not None:
        touching = np.zeros(count, np.bool_)
        touching[np.unique(labels[reach[place]])] = True
        mass[~touching] = 0.0
    worst = int(np.argmax(mass))
    left, top, width, height = (int(value) for value in stats[worst, :4])
    return Spot(float(mass[worst]) / side, Box(x + left, y + top, x + left + width, y + top + height))
