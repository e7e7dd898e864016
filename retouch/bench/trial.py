"""One test scene through the whole recipe, watched step by step, and every figure that it gives."""

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from retouch.arrays import Alpha, LinearRGB, Mask
from retouch.bench.measures import color, matte, spots
from retouch.bench.scenes import TestScene
from retouch.beside import Finder, find_asked
from retouch.codecs import decode, encode
from retouch.color import to_codes
from retouch.contract import region_mask
from retouch.operation import OPERATIONS, Operation, Region
from retouch.photo import Photo
from retouch.pipeline import retouch
from retouch.recipe import Recipe, Step
from retouch.report import Result
from retouch.scene import Scene

Codes = npt.NDArray[np.uint8]
Record = dict[str, Any]

TONED = "detail"  # the step after which the piece is as it will be, on its own ground
TRUE_REGIONS = {"metal_tone": "metal", "gems": "gem", "spot_removal": "defects"}
NEAR_PX = 3  # around planted dirt: the rim that healing needs


@dataclass(frozen=True, slots=True)
class Watched:
    """A recipe's step whose pictures before and after are kept."""

    name: str
    params: Any
    operation: Operation


@dataclass(slots=True)
class Watch:
    """What every step of one run was given and gave."""

    steps: dict[str, tuple[LinearRGB, LinearRGB]] = field(default_factory=dict)

    def over(self, recipe: Recipe) -> Recipe:
        """Return the recipe with every step watched."""
        steps: tuple[Any, ...] = tuple(self._watched(step) for step in recipe.steps)
        return replace(recipe, steps=steps)

    def _watched(self, step: Step) -> Watched:
        own = OPERATIONS[step.name]

        def run(pixels: LinearRGB, params: Any, scene: Scene) -> LinearRGB:
            after = own.run(pixels, params, scene)
            self.steps[step.name] = (pixels, after)
            return after

        return Watched(step.name, step.params, replace(own, run=run))

    def codes(self, name: str) -> tuple[Codes, Codes]:
        """What a step was given and gave, encoded."""
        before, after = self.steps[name]
        return to_codes(before[..., :3]), to_codes(after[..., :3])


def try_out(scene: TestScene, *, find: Finder = find_asked) -> Record:
    """Retouch a scene's photo for white and measure everything against its truth."""
    photo, watch, recipe = decode(scene.data), Watch(), Recipe.named("catalog-white")
    result = retouch(photo, watch.over(recipe), find=find)
    record: Record = {
        "name": scene.name,
        "facts": scene.facts,
        "state": str(result.state),
        "reasons": [reason.code for reason in result.reasons],
        "seconds": round(sum(result.seconds.values()), 3),
    }
    if result.scene is None or TONED not in watch.steps:
        return record | {"matte": of_matte(np.zeros_like(scene.alpha), scene.alpha), "confidence": 0.0}
    found = result.scene
    record |= {
        "confidence": float(found.confidence),
        "matte": of_matte(found.alpha, scene.alpha),
        "iou_metal": matte.overlap(found.metal, scene.metal),
        "iou_gem": matte.overlap(found.gem, scene.gem),
        "look": of_look(scene, watch.codes(TONED)[1]),
        "stones": of_stones(scene, watch),
        "spots": of_spots(scene, photo, found, recipe),
        "undeclared": _undeclared(watch, found),
        "astray": {name: _astray(scene, watch, name) for name in TRUE_REGIONS if name in watch.steps},
        "border_white": _border_white(result, recipe),
    }
    return record


def of_matte(alpha: Alpha, truth: Alpha) -> Record:
    """The figures of one matte, ours or a peer's."""
    where, thin = matte.band(truth), matte.thin(alpha, truth)
    return {
        "mae": matte.mean_error(alpha, truth, where),
        "gradient": matte.gradient_error(alpha, truth, where),
        "boundary": 1 - matte.boundary_f(alpha, truth),
        "thin_recall": thin.recall,
        "thin_precision": thin.precision,
    }


def of_look(scene: TestScene, after: Codes) -> Record:
    """Tone and burnt-out metal of a retouched picture, ours or a peer's."""
    before_tone = color.tone_apart(scene.photo, scene.clean, scene.metal)
    after_tone = color.tone_apart(after, scene.clean, scene.metal)
    blown = color.blown_excess(scene.photo, after, scene.clean, scene.metal)
    contrast = color.facet_contrast(scene.photo, scene.gem)
    return {
        "tone_before": before_tone and before_tone[0],
        "tone_after": after_tone and after_tone[0],
        "color_before": before_tone and before_tone[1],
        "color_after": after_tone and after_tone[1],
        "blown_before": blown.before,
        "blown_after": blown.after,
        "new_flat": blown.new_flat,
        "facets": contrast and (color.facet_contrast(after, scene.gem) or 0.0) / contrast,
        "clipped_more": color.clipped_share(after, scene.gem) - color.clipped_share(scene.photo, scene.gem),
        "hue_to_clean": color.hue_apart(after, scene.clean, scene.gem),
    }


def of_stones(scene: TestScene, watch: Watch) -> Record:
    """What the operation on stones did by itself."""
    before, after = watch.codes("gems")
    contrast = color.facet_contrast(before, scene.gem)
    return {
        "facets": contrast and (color.facet_contrast(after, scene.gem) or 0.0) / contrast,
        "clipped_more": color.clipped_share(after, scene.gem) - color.clipped_share(before, scene.gem),
        "hue": color.hue_apart(before, after, scene.gem),
    }


def of_spots(scene: TestScene, photo: Photo, found: Scene, recipe: Recipe) -> Record:
    """Healing alone, on the photo as it came, against the same photo without the dirt."""
    step = next(step for step in recipe.steps if step.name == "spot_removal")
    healed = to_codes(step.operation.run(photo.pixels, step.params, found))
    counts = spots.found(found.defect_mask, scene.defects)
    total, values = spots.squared_error(healed, scene.spotless, scene.defects & found.defect_mask)
    return {
        "counts": [getattr(counts, name) for name in counts.__slots__],
        "error": [total, values],
        "harmed": spots.harmed(scene.photo, healed, scene.protected, scene.defects),
        "protected": int(scene.protected.sum()),
    }


def _undeclared(watch: Watch, found: Scene) -> int:
    """Values that any step changed outside the region it declares, counted on arrays."""
    total = 0
    for name, (before, after) in watch.steps.items():
        operation = OPERATIONS[name]
        if operation.reshapes or operation.changes is Region.EVERYWHERE:
            continue
        allowed = region_mask(operation.changes, found, slice(None))
        changed = (before[..., :3] != after[..., :3]).any(axis=2)
        total += int((changed & ~allowed).sum()) if allowed is not None else 0
    return total


def _astray(scene: TestScene, watch: Watch, name: str) -> float:
    """Share of the photo that a step changed by a code or more outside the true region it is meant for."""
    changed = spots.changed(*watch.codes(name))
    return float((changed & ~_true_region(scene, TRUE_REGIONS[name])).mean())


def _true_region(scene: TestScene, name: str) -> Mask:
    if name == "defects":
        return matte.grown(scene.defects, NEAR_PX)
    share: Alpha = getattr(scene, name)
    return np.asarray(share > 0, np.bool_)


def _border_white(result: Result, recipe: Recipe) -> float:
    """Share of the finished file's outermost pixels that are 255 in every channel."""
    data = encode(result.pixels, recipe.output.encoding_for(Photo(result.pixels).source))
    codes = to_codes(decode(data).pixels)
    rim = np.concatenate([codes[0], codes[-1], codes[:, 0], codes[:, -1]])
    return float((rim == 255).all(axis=1).mean())
