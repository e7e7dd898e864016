"""Pictures that are on pure white already: how far a retouch moves the piece, and how far a second one does."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from retouch.arrays import Alpha, LinearRGB
from retouch.bench.measures.color import FEWEST, linear
from retouch.bench.scenes import TestScene, read
from retouch.bench.trial import Record, Watch
from retouch.beside import Finder, find_asked
from retouch.codecs import decode, encode
from retouch.color import delta_e_2000, to_codes, to_lab
from retouch.photo import Photo
from retouch.pipeline import retouch
from retouch.recipe import Recipe
from retouch.report import Result

FRAMING = "framing"  # what it is given still lies on the photo's own grid
INSIDE = 0.9  # of a pixel that must be the piece's by the true alpha


@dataclass(frozen=True, slots=True)
class Pass:
    """One run: what it gave, how far it moved the piece, and the true alpha as it lies in its frame.

    figures  mean and 99th percentile of ΔE2000 on the piece; None where no piece was found or next to none is there
    """

    result: Result
    figures: Record | None
    alpha: Alpha


def try_out(folder: Path, *, find: Finder = find_asked) -> Record:
    """Retouch a scene's clean picture on white, and the file that this gives once more, its mark taken off."""
    scene, recipe = read(folder), Recipe.named("catalog-white")
    first = _passed(on_white(scene), scene.alpha, recipe, find)
    record: Record = {
        "name": scene.name,
        "state": str(first.result.state),
        "first": first.figures,
        "second": None,
    }
    if first.figures is None:
        return record
    encoding = recipe.output.encoding_for(Photo(first.result.pixels).source)
    again = decode(encode(first.result.pixels, encoding))
    return record | {"second": _passed(again, first.alpha, recipe, find).figures}


def on_white(scene: TestScene) -> Photo:
    """The clean picture on pure white, by the true alpha."""
    share = scene.alpha[..., None]
    laid = linear(scene.clean) * share + (np.float32(1) - share)
    return Photo(linear(to_codes(np.asarray(laid, np.float32))))


def _passed(photo: Photo, alpha: Alpha, recipe: Recipe, find: Finder) -> Pass:
    watch = Watch()
    result = retouch(photo, watch.over(recipe), find=find)
    if result.scene is None or FRAMING not in watch.steps:
        return Pass(result, None, alpha)
    after = watch.steps[FRAMING][0]
    step = next(step for step in recipe.steps if step.name == FRAMING)
    truth = step.operation.run(np.dstack([photo.pixels, alpha]), step.params, result.scene)
    return Pass(result, apart(photo.pixels, after, alpha), np.ascontiguousarray(truth[..., 3]))


def apart(before: LinearRGB, after: LinearRGB, alpha: Alpha) -> Record | None:
    """Mean and 99th percentile of ΔE2000 where the piece is, of codes as a file holds them."""
    inside = alpha > INSIDE
    if inside.sum() < FEWEST:
        return None
    one, two = (to_lab(linear(to_codes(pixels[inside][None]))) for pixels in (before, after))
    moved = delta_e_2000(one, two)
    return {"mean": float(moved.mean()), "most": float(np.quantile(moved, 0.99))}
