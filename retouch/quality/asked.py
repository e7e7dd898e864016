"""Whether another pass differs in the direction that was asked for: one figure a reason, of both results.

``python -m retouch.quality.asked PHOTO...`` retouches photos once and once for every reason, and prints the figures.
"""

import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

import cv2
import numpy as np

from retouch.alloys import ALLOYS, Family
from retouch.arrays import LinearRGB
from retouch.codecs import decode
from retouch.color import luminance, to_lab
from retouch.errors import RegionNotFound
from retouch.pipeline import retouch
from retouch.quality.drift import median_lab
from retouch.recipe import Recipe
from retouch.regions.masks import grow
from retouch.report import Result
from retouch.retry import RETRIES, retried
from retouch.scene import Scene

Figure = Callable[[LinearRGB, Scene], float]
BESIDE = 0.05  # of the piece's longer side


def _metal(pixels: LinearRGB, scene: Scene) -> tuple[float, float, float] | None:
    color = median_lab(pixels, scene.metal)
    return None if color is None else (float(color[0]), float(color[1]), float(color[2]))


def _yellowness(pixels: LinearRGB, scene: Scene) -> float:
    """b* of the metal's middle tones; nan without metal."""
    color = _metal(pixels, scene)
    return np.nan if color is None else color[2]


def _life(pixels: LinearRGB, scene: Scene) -> float:
    """Chroma of gold, L* of white metals: what grey has too little of."""
    color = _metal(pixels, scene)
    if color is None:
        return np.nan
    alloy = ALLOYS.get(scene.alloy)
    is_white = alloy is not None and alloy.family is Family.WHITE
    return color[0] if is_white else float(np.hypot(color[1], color[2]))


def _fine(pixels: LinearRGB, scene: Scene) -> float:
    """Spread of the tone's fine part (σ 1.5 px) inside the piece."""
    inside = cv2.erode((scene.alpha > 0.95).view(np.uint8), np.ones((5, 5), np.uint8)).view(np.bool_)
    if not inside.any():
        return np.nan
    tone = np.sqrt(luminance(pixels))
    return float((tone - cv2.GaussianBlur(tone, (0, 0), 1.5))[inside].std())


def _lightness(pixels: LinearRGB, scene: Scene) -> float:
    """Mean L* of the piece."""
    inside = scene.alpha > 0.95
    return float(to_lab(pixels[inside][None, :, :3])[0, :, 0].mean()) if inside.any() else np.nan


def _share(pixels: LinearRGB, scene: Scene) -> float:  # noqa: ARG001 - every figure has both
    """Share of the photo that is taken for the piece."""
    return float(scene.alpha.mean())


def _darkness(pixels: LinearRGB, scene: Scene) -> float:
    """Mean darkness of the ground just beside the piece."""
    steps = max(2, round(BESIDE * max(scene.box.width, scene.box.height)))
    beside = grow(scene.alpha > 0.05, steps) & (scene.alpha <= 0.0)
    return float(1.0 - luminance(pixels)[beside].mean()) if beside.any() else np.nan


FIGURES: Final[dict[str, Figure]] = {
    "metal_yellowness": _yellowness,
    "metal_life": _life,
    "fine_contrast": _fine,
    "piece_lightness": _lightness,
    "piece_share": _share,
    "shadow_darkness": _darkness,
}


def difference(reason: str, first: Result, second: Result) -> float:
    """How much the second result differs in the asked direction; negative the other way, nan where nothing is told.

    Both results are of one photo on its own grid: recipes without framing. Colors are compared where the first pass
    saw the piece.
    """
    if first.scene is None or second.scene is None:
        return np.nan
    retry = RETRIES[reason]
    figure = FIGURES[retry.figure]
    own = second.scene if retry.figure == "piece_share" else first.scene
    before, after = figure(_shown(first), first.scene), figure(_shown(second), own)
    return retry.direction * (after - before)


def _shown(result: Result) -> LinearRGB:
    return np.ascontiguousarray(result.pixels[..., :3])


def unframed(recipe: Recipe) -> Recipe:
    """Return the recipe without what changes the photo's size."""
    return replace(recipe, steps=tuple(step for step in recipe.steps if not step.operation.reshapes))


def _seen(first: Result) -> Callable[..., Scene]:
    """Find the same scene again, at no cost."""

    def find(*_: object, **__: object) -> Scene:
        if first.scene is None:
            raise RegionNotFound("no scene the first time")
        return first.scene

    return find


def main(paths: Sequence[str]) -> None:
    """Print, photo by photo, what each reason changes, in the unit of its figure, and the verdict of the gate."""
    recipe = unframed(Recipe.named("catalog-white"))
    print("photo", *(f"{reason}:{RETRIES[reason].figure}" for reason in RETRIES), sep="\t")  # noqa: T201
    for path in paths:
        photo = decode(Path(path).read_bytes())
        first = retouch(photo, recipe)
        told = [str(first.state)]
        for reason in RETRIES:
            second = retouch(photo, retried(recipe, reason), find=_seen(first))
            told.append(f"{difference(reason, first, second):+.4f} {second.state}")
        print(Path(path).name, *told, sep="\t")  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1:])
