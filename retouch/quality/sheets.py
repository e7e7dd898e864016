"""Contact sheets of what each operation does: ``python -m retouch.quality.sheets PHOTO... -o FOLDER``.

For every operation the five photos it helps most and the five it helps least, before | after | difference times four,
and ``effects.json`` with the figures of all. A metric that improves while the picture gets worse is a wrong metric:
these sheets are there to be looked at.
"""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from retouch.alloys import alloy_from_text
from retouch.arrays import LinearRGB
from retouch.codecs import decode
from retouch.color import to_codes
from retouch.errors import RetouchError
from retouch.photo import Photo
from retouch.quality.effects import FIGURES, Effect, effect
from retouch.recipe import Recipe
from retouch.regions.findings import Hints
from retouch.resampling import reduced, size_within
from retouch.scene import Scene, find_scene

Codes = npt.NDArray[np.uint8]

TILE_SIDE = 420
LABEL_ROWS = 20
AMPLIFIED = 4
SHOWN = 5
MOST_PIXELS = 1_500_000


@dataclass(frozen=True, slots=True)
class Shown:
    """One operation on one photo: the figures and the strip of three pictures."""

    photo: str
    operation: str
    effect: Effect
    strip: Codes


def main(arguments: list[str] | None = None) -> int:
    """Write the sheets; 0 when every photo could be read."""
    parser = argparse.ArgumentParser(prog="python -m retouch.quality.sheets", description=__doc__)
    parser.add_argument("photos", nargs="+", type=Path, metavar="PHOTO")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="FOLDER")
    parser.add_argument("--recipe", default="keep-background")
    options = parser.parse_args(arguments)
    options.output.mkdir(parents=True, exist_ok=True)
    shown: list[Shown] = []
    unread = 0
    for path in options.photos:
        try:
            shown.extend(strips(path, Recipe.named(options.recipe)))
        except RetouchError as error:
            unread += 1
            sys.stderr.write(f"{path}: {error.merchant_sentence}\n")
    for name in FIGURES:
        _write_sheet(options.output / f"{name}.png", [one for one in shown if one.operation == name])
    _write_figures(options.output / "effects.json", shown)
    return 1 if unread else 0


def strips(path: Path, recipe: Recipe) -> Iterator[Shown]:
    """Run a recipe's tone operations over one photo and show each, the photo as the one before it left it."""
    photo = decode(path.read_bytes()).over_white()
    pixels = _smaller(photo.pixels)
    scene = _understood(pixels, path.stem)
    for step in recipe.steps:
        if step.name not in FIGURES:
            continue
        after = step.operation.run(pixels, step.params, scene)
        yield Shown(
            path.name, step.name, effect(step.name, pixels, after, scene), _strip(pixels, after, scene)
        )
        pixels = after


def _smaller(pixels: LinearRGB) -> LinearRGB:
    height, width = pixels.shape[:2]
    return reduced(pixels, size_within(width, height, MOST_PIXELS))


def _understood(pixels: LinearRGB, stem: str) -> Scene:
    """Find the scene; the alloy is the one the file's name says, if any."""
    named = alloy_from_text(stem.replace("_", " ").replace("-", " "))
    return find_scene(Photo(pixels), hints=Hints(alloy=named, alloy_source="listing" if named else ""))


def _strip(before: LinearRGB, after: LinearRGB, scene: Scene) -> Codes:
    """Cut both pictures to the piece and its surroundings and lay them beside their amplified difference."""
    margin = max(8, round(0.15 * max(scene.box.width, scene.box.height)))
    rows = slice(max(0, scene.box.top - margin), scene.box.bottom + margin)
    columns = slice(max(0, scene.box.left - margin), scene.box.right + margin)
    first, second = to_codes(before[rows, columns]), to_codes(after[rows, columns])
    apart = np.clip(128 + AMPLIFIED * (second.astype(np.int16) - first), 0, 255).astype(np.uint8)
    return np.hstack([_tile(picture) for picture in (first, second, apart)])


def _tile(picture: Codes) -> Codes:
    scale = TILE_SIDE / max(picture.shape[:2])
    kind = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    width, height = (max(1, round(side * scale)) for side in (picture.shape[1], picture.shape[0]))
    tile = np.full((TILE_SIDE, TILE_SIDE, 3), 40, np.uint8)
    tile[:height, :width] = cv2.resize(picture, (width, height), interpolation=kind)
    return tile


def _write_sheet(path: Path, shown: list[Shown]) -> None:
    """Write the most helped photos above the least helped, each strip under its name and figures."""
    ranked = sorted(shown, key=lambda one: one.effect.gain, reverse=True)
    chosen = ranked if len(ranked) <= 2 * SHOWN else [*ranked[:SHOWN], *ranked[-SHOWN:]]
    if chosen:
        sheet = np.vstack([row for one in chosen for row in _labelled(one)])
        cv2.imwrite(str(path), cv2.cvtColor(sheet, cv2.COLOR_RGB2BGR))


def _labelled(one: Shown) -> tuple[Codes, Codes]:
    label = np.full((LABEL_ROWS, one.strip.shape[1], 3), 20, np.uint8)
    text = f"{one.photo}   {one.effect.figure}: {one.effect.before:.3f} -> {one.effect.after:.3f}"
    cv2.putText(label, text, (4, 14), cv2.FONT_HERSHEY_SIMPLEX, 0.45, (230, 230, 230), 1, cv2.LINE_AA)
    return label, one.strip


def _write_figures(path: Path, shown: Iterable[Shown]) -> None:
    """Write every figure, and for each operation how many photos it helped, left alone and worsened."""
    rows = [{"photo": one.photo, "operation": one.operation, **asdict(one.effect)} for one in shown]
    summary = {}
    for name in FIGURES:
        gains = np.array([one.effect.gain for one in shown if one.operation == name])
        if len(gains):
            summary[name] = {
                "figure": FIGURES[name][0],
                "photos": len(gains),
                "helped": int((gains > 1e-6).sum()),
                "worsened": int((gains < -1e-6).sum()),
                "mean_gain": round(float(gains.mean()), 5),
                "median_gain_where_changed": round(float(np.median(gains[gains != 0])), 5)
                if gains.any()
                else 0.0,
            }
    path.write_text(json.dumps({"summary": summary, "effects": rows}, indent=1), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
