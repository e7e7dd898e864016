"""Catalog mode: a set of photos is measured first; then each is retouched toward what the set has in common.

What is measured is the color of the metal's middle tones as the recipe alone would leave it. Photos of one alloy have
one target: the set's own median of it. Their lightness is brought there by exposure, their color by metal tone, both
within the bounds of these operations, so that a photo far off comes nearer and is not forced.

Each piece stands on the same shadow: laid from above, of one softness, whatever light each was shot in.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from retouch.beside import Finder
from retouch.color import from_lab, largest_channel, luminance, to_lab
from retouch.operations.exposure import compensated
from retouch.photo import Photo
from retouch.pipeline import retouch
from retouch.quality.drift import median_lab
from retouch.recipe import Recipe, Step
from retouch.report import Result
from retouch.scene import Hints, find_scene

Color = tuple[float, float, float]

TONING: Final = ("white_balance", "exposure", "highlights", "metal_tone")
FEWEST = 2  # shots of one alloy that have anything in common
LARGEST_COMPENSATION = 1.2  # stops; as exposure allows


@dataclass(frozen=True, slots=True)
class Shot:
    """One photo of the set: its alloy, and L*a*b* of the metal's middle tones as shot and as the recipe leaves it."""

    alloy: str
    before: Color
    toned: Color


@dataclass(frozen=True, slots=True)
class Spread:
    """How far the shots of one alloy lie apart: the standard deviation of their L*a*b*, all three together."""

    alloy: str
    shots: int
    before: float
    after: float


def measure(
    photo: Photo, recipe: Recipe, *, hints: Hints | None = None, find: Finder = find_scene
) -> Shot | None:
    """Measure one photo of a set; None where no metal was seen, or none whose alloy is known."""
    result = retouch(photo, toning(recipe), hints=hints, find=find)
    scene = result.scene
    if scene is None or not scene.alloy:
        return None
    before, toned = (median_lab(pixels, scene.metal) for pixels in (photo.over_white().pixels, result.pixels))
    return None if before is None or toned is None else Shot(scene.alloy, _plain(before), _plain(toned))


def toning(recipe: Recipe) -> Recipe:
    """Return the part of a recipe that decides the color of metal."""
    return replace(recipe, steps=tuple(step for step in recipe.steps if step.name in TONING))


def targets(shots: Sequence[Shot]) -> dict[str, Color]:
    """Return the common color of each alloy that several shots have: the median of what the recipe makes of them."""
    by_alloy: defaultdict[str, list[Color]] = defaultdict(list)
    for shot in shots:
        by_alloy[shot.alloy].append(shot.toned)
    return {
        alloy: _plain(np.median(np.asarray(colors), axis=0))
        for alloy, colors in by_alloy.items()
        if len(colors) >= FEWEST
    }


def matched(recipe: Recipe, shot: Shot | None, common: Mapping[str, Color]) -> Recipe:
    """Return the recipe that gives a shot the set's shadow, and its alloy's common color where there is one."""
    recipe = replace(recipe, steps=tuple(_shadowed(step) for step in recipe.steps))
    if shot is None or shot.alloy not in common:
        return recipe
    lightness, a, b = common[shot.alloy]
    compensation = compensate(shot.toned, lightness)
    changes: dict[str, dict[str, float]] = {
        "metal_tone": {"match": 1.0, "common_lightness": lightness, "common_a": a, "common_b": b}
    }
    steps = []
    for step in recipe.steps:
        params = replace(step.params, **changes.get(step.name, {}))
        if step.name == "exposure":
            params = replace(params, compensation=_bounded(params.compensation + compensation))
        steps.append(Step(step.name, params))
    return replace(recipe, steps=tuple(steps))


def _shadowed(step: Step) -> Step:
    return Step(step.name, replace(step.params, laid=1.0)) if step.name == "shadow" else step


def compensate(color: Color, lightness: float) -> float:
    """Return the stops by which exposure takes a color to a lightness, within what exposure allows."""
    linear = np.clip(from_lab(np.asarray([[color]], np.float32)), 1e-5, 1.0)
    largest, light = float(largest_channel(linear)[0, 0]), float(luminance(linear)[0, 0])
    low, high = -LARGEST_COMPENSATION, LARGEST_COMPENSATION
    for _ in range(24):
        middle = (low + high) / 2
        brighter = light * float(compensated(np.asarray([largest], np.float32), middle)[0]) / largest
        if float(to_lab(np.full((1, 1, 3), brighter, np.float32))[0, 0, 0]) < lightness:
            low = middle
        else:
            high = middle
    return _bounded((low + high) / 2)


def seen(result: Result) -> Color | None:
    """Return the color of a finished photo's metal, as its own measures tell it; None without metal."""
    names = ("metal_lightness", "metal_a", "metal_b")
    if not all(name in result.measures for name in names):
        return None
    lightness, a, b = (result.measures[name] for name in names)
    return lightness, a, b


def spread(colors: Sequence[Color]) -> float:
    """Return how far colors lie apart: the root of the summed variances of L*, a* and b*."""
    return float(np.sqrt(np.asarray(colors).var(axis=0).sum())) if colors else 0.0


def spreads(shots: Sequence[Shot | None], after: Sequence[Color | None]) -> tuple[Spread, ...]:
    """Return what became of each alloy's spread; ``after`` in the order of ``shots``, None where nothing was made."""
    groups: defaultdict[str, list[tuple[Color, Color]]] = defaultdict(list)
    for shot, color in zip(shots, after, strict=True):
        if shot is not None and color is not None:
            groups[shot.alloy].append((shot.before, color))
    return tuple(
        Spread(alloy, len(pairs), spread([old for old, _ in pairs]), spread([new for _, new in pairs]))
        for alloy, pairs in sorted(groups.items())
        if len(pairs) >= FEWEST
    )


def _plain(color: "np.ndarray[tuple[int, ...], np.dtype[np.floating]]") -> Color:
    lightness, a, b = (float(value) for value in color)
    return lightness, a, b


def _bounded(stops: float) -> float:
    return round(float(np.clip(stops, -LARGEST_COMPENSATION, LARGEST_COMPENSATION)), 4)
