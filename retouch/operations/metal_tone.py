"""Bring the metal's hue and chroma toward its alloy's, along the luminance ramp; luminance itself is not touched.

Metal is a mirror, so nothing is painted: every pixel's color, relative to its luminance, is turned and scaled by one
factor that depends on luminance alone. What the mirror shows keeps its variety; what is neutral stays neutral.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from retouch.alloys import SMALLEST_OF_TWO, Alloy, Family, alloys_of, reflected, stand_in
from retouch.arrays import Alpha, LinearRGB
from retouch.color import from_lab, largest_channel, luminance
from retouch.operation import Region, operation, require_range
from retouch.quality.drift import median_lab
from retouch.regions.alloy_likeness import likeness
from retouch.regions.common_tone import LARGEST_SHIFT, LARGEST_TURN_DEG, goal
from retouch.regions.crops import bands, window
from retouch.regions.opponent import (
    chroma_of,
    chroma_of_lab,
    from_relative_chroma,
    lab_of_chroma,
    relative_chroma,
)
from retouch.scene import Scene

Curve = npt.NDArray[np.complex64]
Floats = npt.NDArray[np.float32]

KNOTS: Final = np.linspace(0.12, 0.98, 12, dtype=np.float32) ** 3  # luminances, even steps of lightness
HUE_TOLERANCE_DEG: Final = {Family.YELLOW: (5.0, 10.0), Family.ROSE: (5.0, 6.0)}
"""Of hue, below and above the target: alloys of one name differ by as much."""
CHROMA_BAND = (0.55, 1.9)  # of the alloy's chroma: within, a photo's own depth of color is kept
LARGEST_SCALING = (0.7, 1.35)
WHITE_TOLERANCE = 2.0  # ΔE in a*, b* about a white metal's target: what it mirrors differs by as much
DARKEST, DARK = 0.004, 0.03  # luminance: below the first no tone is measured, from the second on it is sure
BURNT = 0.95  # largest channel, code 249: a deeper gold must not cost a highlight its gradient
SMALLEST_SHARE = 0.15  # of the metal that must look like the alloy at all


@dataclass(frozen=True, slots=True)
class MetalTone:
    """Share of the way to the alloy's tone, 0 to 1; 0 leaves the metal as it is.

    depth  share of chroma added to gold beyond that, or taken from any metal, whether its alloy is known or not
    match  share of the way from there to a color of the metal's middle tones that photos of one set have in common:
           ``common_a`` and ``common_b`` (a*, b*) at ``common_lightness`` (L*)
    """

    strength: float = 0.0
    depth: float = 0.0
    match: float = 0.0
    common_lightness: float = 60.0
    common_a: float = 0.0
    common_b: float = 0.0

    def __post_init__(self) -> None:
        require_range("metal_tone.strength", self.strength, 0.0, 1.0)
        require_range("metal_tone.depth", self.depth, -0.35, 0.35)
        require_range("metal_tone.match", self.match, 0.0, 1.0)
        require_range("metal_tone.common_lightness", self.common_lightness, 1.0, 100.0)
        for name in ("common_a", "common_b"):
            require_range(f"metal_tone.{name}", getattr(self, name), -60.0, 60.0)


@dataclass(frozen=True, slots=True)
class _Move:
    """What each knot's relative chroma is multiplied by, and what is added: of the alloy's pixels, beside another's."""

    factor: Curve
    shift: Curve
    alloy: Alloy
    other: Alloy | None = None


@operation("metal_tone", version=6, params=MetalTone, changes=Region.METAL, needs=frozenset({Region.METAL}))
def metal_tone(pixels: LinearRGB, params: MetalTone, scene: Scene) -> LinearRGB:
    """Tone the metal toward ``scene.alloy``; of a two-tone piece each metal toward its own.

    Parameters
    ----------
    pixels  (H, W, 3) float32, linear sRGB, D65, [0, 1]

    Returns
    -------
    The same shape and range; luminance kept within rounding, pixels without metal bit-identical. But for ``depth`` and
    ``match`` equal to the input when no alloy is known, or when little of the metal looks like it (a contradiction is
    the scene's to report).
    """
    toned = pixels.copy()
    place = window(scene.metal)
    if place is None or params == MetalTone():
        return toned
    crop, metal = toned[place], scene.metal[place]
    alloys = alloys_of(scene.alloy)
    if params.strength > 0.0:
        _tone_each(crop, metal, alloys, params.strength)
    is_white = any(alloy.family is Family.WHITE for alloy in alloys)
    if params.depth < 0.0 or (params.depth > 0.0 and not is_white):  # silver is never tinted
        _deepen(crop, metal, params.depth)
    if len(alloys) < 2 and params.match > 0.0:
        _match(crop, metal, alloys[0] if alloys else None, params)
    return toned


def _tone_each(crop: LinearRGB, metal: Alpha, alloys: tuple[Alloy, ...], strength: float) -> None:
    """Bring each alloy's pixels toward its tone, in place; those of a two-tone piece are told apart by their color."""
    moves = []
    for k, alloy in enumerate(alloys):
        other = alloys[1 - k] if len(alloys) == 2 else None
        source = _ramp_of(crop, metal, alloy, other)
        if source is not None:
            target = chroma_of(reflected(alloy, KNOTS))
            moves.append(_Move(*_moves(source, target, alloy.family, strength), alloy, other))
    for rows in bands(metal.shape[0]):
        chosen = metal[rows] > 0
        for move in moves:
            crop[rows][chosen] = _moved(crop[rows][chosen], metal[rows][chosen], move)


def _match(crop: LinearRGB, metal: Alpha, known: Alloy | None, params: MetalTone) -> None:
    """Bring the metal's middle tones to the common color, in place, by one move for all of them; luminance kept.

    Metal of no known alloy is moved as what it looks like.
    """
    first = median_lab(crop, metal)
    if first is None:
        return
    common = np.asarray([params.common_lightness, params.common_a, params.common_b], np.float32)
    alloy = known or stand_in(first)
    reached = goal(first, common, alloy, params.match)
    even = np.ones(len(KNOTS), np.complex64)
    for _ in range(3):  # what is not alike moves less, so that one step falls short
        now = median_lab(crop, metal)
        if now is None:
            return
        steps = np.stack([[now[0], now[1], now[2]], [now[0], reached.real, reached.imag]]).astype(np.float32)
        ours, wanted = chroma_of(np.maximum(from_lab(steps[None])[0], 1e-6))
        if alloy.family is Family.WHITE:
            factor, shift = even, even * np.complex64(wanted - ours)
        else:
            factor, shift = even * np.complex64(wanted / (ours if abs(ours) > 1e-3 else 1e-3)), even * 0
        move = _Move(factor, shift, alloy)
        for rows in bands(metal.shape[0]):
            chosen = metal[rows] > 0
            crop[rows][chosen] = _moved(crop[rows][chosen], metal[rows][chosen], move)


def _deepen(crop: LinearRGB, metal: Alpha, depth: float) -> None:
    """Scale the metal's relative chroma by 1 + ``depth``, in place; luminance kept."""
    for rows in bands(metal.shape[0]):
        chosen = metal[rows] > 0
        colors = crop[rows][chosen]
        light = luminance(colors)
        scaling = 1.0 + np.float32(depth) * metal[rows][chosen]
        deeper = relative_chroma(colors, light) * scaling
        crop[rows][chosen] = from_relative_chroma(deeper.astype(np.complex64), light)


def _ramp_of(pixels: LinearRGB, metal: Alpha, alloy: Alloy, other: Alloy | None) -> Curve | None:
    """Return the photo's own median relative chroma of this alloy at each knot; None when too little of it is there."""
    stride = max(1, int(np.sqrt(metal.size / 300_000)))
    sample = pixels[::stride, ::stride][metal[::stride, ::stride] > 0.9]
    light = luminance(sample)
    usable = (sample.max(axis=1) < 0.98) & (light > DARKEST)
    sample, light = sample[usable], light[usable]
    if len(sample) < 50:
        return None
    chroma = relative_chroma(sample, light)
    alike = likeness(chroma, alloy, other) > 0.5
    if alike.mean() < (SMALLEST_SHARE if other is None else SMALLEST_OF_TWO):
        return None
    position = np.interp(np.cbrt(light[alike]), np.cbrt(KNOTS), np.arange(len(KNOTS)))
    chroma = chroma[alike]
    medians: list[complex] = []
    for knot in range(len(KNOTS)):
        near = chroma[np.abs(position - knot) < 1.0]
        enough = len(near) > 0.01 * len(chroma)
        medians.append(complex(np.median(near.real), np.median(near.imag)) if enough else complex(np.nan))
    return _filled(np.array(medians, np.complex64))


def _filled(ramp: Curve) -> Curve:
    """Fill knots without evidence from their neighbours, and smooth the ramp so that no band shows."""
    known = np.flatnonzero(~np.isnan(ramp.real))
    knots = np.arange(len(ramp))
    full = np.interp(knots, known, ramp.real[known]) + 1j * np.interp(knots, known, ramp.imag[known])
    padded = np.pad(full, 1, mode="edge")
    smooth: Curve = (0.25 * padded[:-2] + 0.5 * padded[1:-1] + 0.25 * padded[2:]).astype(np.complex64)
    return smooth


def _moves(source: Curve, target: Curve, family: Family, strength: float) -> tuple[Curve, Curve]:
    """Return what each knot's relative chroma is multiplied by and what is added to it, within the bounds above."""
    ours, wanted = lab_of_chroma(source, KNOTS), lab_of_chroma(target, KNOTS)
    if family is Family.WHITE:
        way = wanted - ours
        size = np.maximum(np.abs(way), 1e-6)
        plain = np.maximum(1.0 - np.square(WHITE_TOLERANCE / size), 0.0)
        way *= strength * plain * np.minimum(1.0, LARGEST_SHIFT / size)
        return np.ones_like(source), chroma_of_lab(ours + way, KNOTS) - source
    turn = np.angle(wanted * np.conj(ours))
    below, above = np.radians(HUE_TOLERANCE_DEG[family])
    beyond = np.maximum(np.abs(turn) - np.where(turn > 0.0, below, above), 0.0)
    turn = strength * np.sign(turn) * np.minimum(beyond, np.radians(LARGEST_TURN_DEG))
    size, goal = np.abs(ours), np.abs(wanted)
    scaling = np.clip(size, CHROMA_BAND[0] * goal, CHROMA_BAND[1] * goal) / np.maximum(size, 1e-6)
    scaling = np.clip(scaling, *LARGEST_SCALING) ** strength
    moved = chroma_of_lab(ours * scaling * np.exp(1j * turn), KNOTS)
    factor: Curve = (moved / np.where(np.abs(source) > 1e-4, source, 1e-4)).astype(np.complex64)
    return factor, np.zeros_like(source)


def _moved(colors: Floats, share: Floats, move: _Move) -> Floats:
    """Return (N, 3) colors after the move, as far as each is metal and of the alloy's kind; luminance kept."""
    light = luminance(colors)
    chroma = relative_chroma(colors, light)
    lightness, knots = np.cbrt(light), np.cbrt(KNOTS)
    scaling = np.interp(lightness, knots, move.factor.real) + 1j * np.interp(
        lightness, knots, move.factor.imag
    )
    added = np.interp(lightness, knots, move.shift.real) + 1j * np.interp(lightness, knots, move.shift.imag)
    seen = np.clip((light - DARKEST) / (DARK - DARKEST), 0.0, 1.0)  # onyx and black reflections stay black
    weight = share * seen * likeness(chroma, move.alloy, move.other)
    if move.alloy.family is Family.WHITE:  # paper-white highlights are the light's color already
        weight *= np.clip((1.0 - light) / 0.1, 0.0, 1.0)
    moved = chroma + weight * (chroma * (scaling - 1.0) + added)
    return _unclipped(colors, from_relative_chroma(moved.astype(np.complex64), light))


def _unclipped(colors: Floats, moved: Floats) -> Floats:
    """Shorten the moves of (N, 3) colors that would burn a channel out which was not."""
    was, is_now = largest_channel(colors), largest_channel(moved)
    burnt = (is_now > BURNT) & (is_now > was)
    way = np.clip((BURNT - was[burnt]) / (is_now[burnt] - was[burnt]), 0.0, 1.0)[:, None]
    moved[burnt] = colors[burnt] + way * (moved[burnt] - colors[burnt])
    return moved
