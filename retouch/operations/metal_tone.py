"""Bring the metal's hue and chroma toward its alloy's, along the luminance ramp; luminance itself is not touched.

Metal is a mirror, so nothing is painted: every pixel's color, relative to its luminance, is turned and scaled by one
factor that depends on luminance alone. What the mirror shows keeps its variety; what is neutral stays neutral.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from retouch.alloys import Alloy, Family, alloys_of, reflected, stand_in
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
from retouch.regions.ramps import DARKEST, KNOTS, Curve, ramp_of
from retouch.regions.reflections import calm, find_reflections
from retouch.scene import Scene

Floats = npt.NDArray[np.float32]

HUE_TOLERANCE_DEG: Final = {Family.YELLOW: (5.0, 10.0), Family.ROSE: (5.0, 6.0)}
"""Of hue, below and above the target: alloys of one name differ by as much."""
CHROMA_BAND = (0.55, 1.9)  # of the alloy's chroma: within, a photo's own depth of color is kept
LARGEST_SCALING = (0.7, 1.35)
WHITE_TOLERANCE = 2.0  # ΔE in a*, b* about a white metal's target: what it mirrors differs by as much
DARK = 0.03  # luminance from which on a tone is sure
BURNT = 0.95  # largest channel, code 249: a deeper gold must not cost a highlight its gradient


@dataclass(frozen=True, slots=True)
class MetalTone:
    """Share of the way to the alloy's tone, 0 to 1; 0 leaves the metal as it is.

    reflections  share of the pull toward the alloy's own ramp where it mirrors colored things; 0 leaves them
    depth        share of chroma added to gold beyond that, or taken from any metal, whether its alloy is known or not
    match        share of the way from there to a color of the metal's middle tones that photos of one set have in
                 common: ``common_a`` and ``common_b`` (a*, b*) at ``common_lightness`` (L*)
    """

    strength: float = 0.0
    reflections: float = 0.0
    depth: float = 0.0
    match: float = 0.0
    common_lightness: float = 60.0
    common_a: float = 0.0
    common_b: float = 0.0

    def __post_init__(self) -> None:
        require_range("metal_tone.strength", self.strength, 0.0, 1.0)
        require_range("metal_tone.reflections", self.reflections, 0.0, 1.0)
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


@operation("metal_tone", version=7, params=MetalTone, changes=Region.METAL, needs=frozenset({Region.METAL}))
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
    if params.strength > 0.0 or params.reflections > 0.0:
        _tone_each(crop, metal, scene.gem[place], alloys, params)
    is_white = any(alloy.family is Family.WHITE for alloy in alloys)
    if params.depth < 0.0 or (params.depth > 0.0 and not is_white):  # silver is never tinted
        _deepen(crop, metal, params.depth)
    if len(alloys) < 2 and params.match > 0.0:
        _match(crop, metal, alloys[0] if alloys else None, params)
    return toned


def _tone_each(
    crop: LinearRGB, metal: Alpha, gem: Alpha, alloys: tuple[Alloy, ...], params: MetalTone
) -> None:
    """Bring each alloy's pixels toward its tone, in place; those of a two-tone piece are told apart by their color.

    Reflections go first, and every ramp is measured before.
    """
    pairs = [(alloy, alloys[1 - k] if len(alloys) == 2 else None) for k, alloy in enumerate(alloys)]
    ramps = [ramp_of(crop, metal, alloy, other) for alloy, other in pairs]
    for k, ramp in enumerate(ramps):
        if ramp is not None and params.reflections > 0.0:
            calm(
                crop,
                metal,
                find_reflections(crop, metal, gem, ramp, _others(alloys, ramps, k)),
                params.reflections,
            )
    moves = [
        _Move(*_moves(ramp, chroma_of(reflected(alloy, KNOTS)), alloy.family, params.strength), alloy, other)
        for (alloy, other), ramp in zip(pairs, ramps, strict=True)
        if ramp is not None and params.strength > 0.0
    ]
    for rows in bands(metal.shape[0]):
        chosen = metal[rows] > 0
        for move in moves:
            crop[rows][chosen] = _moved(crop[rows][chosen], metal[rows][chosen], move)


def _others(alloys: tuple[Alloy, ...], ramps: list[Curve | None], k: int) -> Curve | None:
    """Return the ramp of a two-tone piece's other alloy: as measured, or where little of it is, as it should be."""
    if len(alloys) < 2:
        return None
    measured = ramps[1 - k]
    return chroma_of(reflected(alloys[1 - k], KNOTS)) if measured is None else measured


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
