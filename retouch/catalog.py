"""Catalog mode: a set of photos is measured first; then each is retouched toward what the set has in common.

What is measured is the color of the metal's middle tones as the recipe alone would leave it. Photos of one metal (see
``shots``) have one target: the set's own median of it. Their lightness is brought there by exposure, their color by
metal tone, both within the bounds of these operations, so that a photo far off comes nearer and is not forced. A photo
whose result misses the set's lightness is made once more.

Each piece stands on the same shadow: laid from above, of one softness, whatever light each was shot in.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from retouch.beside import Finder
from retouch.color import from_lab, largest_channel, luminance, to_lab
from retouch.operations.exposure import compensated
from retouch.photo import Photo
from retouch.pipeline import retouch
from retouch.quality.drift import median_lab
from retouch.quality.one_color import is_grey, is_of_one_color
from retouch.recipe import Recipe, Step
from retouch.report import Result
from retouch.scene import Hints, Scene, find_scene
from retouch.shots import FEWEST, Color, Shot, groups_of

TONING: Final = ("white_balance", "exposure", "highlights", "metal_tone")
LARGEST_COMPENSATION = 1.2  # stops; as exposure allows
NEAR = 0.25  # L*: what a result may miss of the set's lightness before it is made once more
LEAST_METAL = 0.1  # of the piece: less of it, a clasp on pearls, says nothing of the light they are in


@dataclass(frozen=True, slots=True)
class Spread:
    """How far a group's shots lie apart: the standard deviation of their L*a*b*, all three together.

    joined  how many of its shots belong to it by their looks alone, no alloy being known
    """

    group: str
    shots: int
    joined: int
    before: float
    after: float


def measure(
    photo: Photo, recipe: Recipe, *, hints: Hints | None = None, find: Finder = find_scene
) -> Shot | None:
    """Measure one photo of a set; None where too little metal was seen, or a metal whose color the photo lacks."""
    result = retouch(photo, toning(recipe), hints=hints, find=find)
    scene = result.scene
    if scene is None or float(scene.metal.sum()) < LEAST_METAL * float(scene.alpha.sum()):
        return None
    if not scene.alloy and (is_grey(photo.pixels) or is_of_one_color(photo.pixels)):
        return None
    before, toned = (median_lab(pixels, scene.metal) for pixels in (photo.over_white().pixels, result.pixels))
    return None if before is None or toned is None else Shot(scene.alloy, _plain(before), _plain(toned))


def toning(recipe: Recipe) -> Recipe:
    """Return the part of a recipe that decides the color of metal."""
    return replace(recipe, steps=tuple(step for step in recipe.steps if step.name in TONING))


def targets(shots: Sequence[Shot | None]) -> dict[str, Color]:
    """Return what each group of several shots has in common: the median of what the recipe makes of them.

    Lightness is that of all; color that of the shots whose alloy is known, wherever there are such.
    """
    return {name: _middle(group) for name, group in groups_of(shots).items() if len(group) >= FEWEST}


def _middle(group: Sequence[Shot]) -> Color:
    told = [shot for shot in group if shot.alloy] or group
    lightness = np.median([shot.toned[0] for shot in group])
    return _plain(np.asarray([lightness, *np.median([shot.toned[1:] for shot in told], axis=0)]))


def matched(recipe: Recipe, shot: Shot | None, common: Mapping[str, Color]) -> Recipe:
    """Return the recipe that gives a shot the set's shadow, and its group's common color where there is one."""
    recipe = replace(recipe, steps=tuple(_shadowed(step) for step in recipe.steps))
    if shot is None or shot.group not in common:
        return recipe
    lightness, a, b = common[shot.group]
    compensation = compensate(shot.toned, lightness)
    changes: dict[str, dict[str, float]] = {
        "metal_tone": {"match": 1.0, "common_lightness": lightness, "common_a": a, "common_b": b}
    }
    steps = (Step(step.name, replace(step.params, **changes.get(step.name, {}))) for step in recipe.steps)
    return replace(recipe, steps=tuple(_lighter(step, compensation) for step in steps))


def closest(run: Callable[[Recipe], Result], recipe: Recipe) -> Result:
    """Return what ``run`` makes of a matched recipe, or of a corrected one where that comes nearer to the set."""
    first = run(recipe)
    again = corrected(recipe, first)
    return first if again is None else min(first, run(again), key=lambda made: abs(_missed(recipe, made)))


def corrected(recipe: Recipe, made: Result) -> Recipe | None:
    """Return the recipe that makes up for what a result's metal misses of the set's lightness; None where none can.

    Hotspots are compressed and details sharpened after the light was set; where that matters, it shows in the result.
    """
    color, missed = seen(made), _missed(recipe, made)
    if color is None or abs(missed) < NEAR:
        return None
    stops = compensate(color, color[0] - missed)
    steps = tuple(_lighter(step, stops) for step in recipe.steps)
    was_lit = any(record.name == "exposure" for record in made.provenance.operations)
    return replace(recipe, steps=steps) if was_lit and steps != recipe.steps else None


def remembered(find: Finder) -> Finder:
    """Return a finder for several runs of one photo, which looks at it in the first of them."""
    scenes: list[Scene] = []

    def found(photo: Photo, *, hints: Hints) -> Scene:
        if not scenes:
            scenes.append(find(photo, hints=hints))
        return scenes[0]

    return found


def _missed(recipe: Recipe, made: Result) -> float:
    """Return by how much L* of a result's metal is above the set's; 0 where there is no set or no metal."""
    color = seen(made)
    wanted = [
        step.params.common_lightness
        for step in recipe.steps
        if step.name == "metal_tone" and step.params.match
    ]
    return color[0] - wanted[0] if color is not None and wanted else 0.0


def _lighter(step: Step, stops: float) -> Step:
    if step.name != "exposure":
        return step
    return Step(step.name, replace(step.params, compensation=_bounded(step.params.compensation + stops)))


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
    """Return what became of each group's spread; ``after`` in the order of ``shots``, None where nothing was made."""
    groups: defaultdict[str, list[tuple[Shot, Color]]] = defaultdict(list)
    for shot, color in zip(shots, after, strict=True):
        if shot is not None and shot.group and color is not None:
            groups[shot.group].append((shot, color))
    return tuple(_spread(name, group) for name, group in sorted(groups.items()) if len(group) >= FEWEST)


def _spread(name: str, group: Sequence[tuple[Shot, Color]]) -> Spread:
    return Spread(
        name,
        shots=len(group),
        joined=sum(not shot.alloy for shot, _ in group),
        before=spread([shot.before for shot, _ in group]),
        after=spread([color for _, color in group]),
    )


def _plain(color: "np.ndarray[tuple[int, ...], np.dtype[np.floating]]") -> Color:
    lightness, a, b = (float(value) for value in color)
    return lightness, a, b


def _bounded(stops: float) -> float:
    return round(float(np.clip(stops, -LARGEST_COMPENSATION, LARGEST_COMPENSATION)), 4)
