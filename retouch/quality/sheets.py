"""Contact sheets of photos: ``python -m retouch.quality.sheets [--found] PHOTO... -o FOLDER``.

For every operation the five photos it helps most and the five it helps least, before | after | difference times four,
and ``effects.json`` with the figures of all. A metric that improves while the picture gets worse is a wrong metric:
these sheets are there to be looked at.

With ``--found`` what was found in each photo: before | after | alpha | metal | gem, under its name and state.
"""

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TypeVar

import numpy as np

from retouch.alloys import alloy_from_text
from retouch.arrays import LinearRGB
from retouch.codecs import decode
from retouch.color import to_codes
from retouch.errors import RetouchError
from retouch.photo import Photo
from retouch.quality.effects import FIGURES, Effect, effect
from retouch.quality.found import found, write_found
from retouch.quality.tiles import Codes, strip, write_sheet
from retouch.recipe import Recipe
from retouch.regions.findings import Hints
from retouch.resampling import reduced, size_within
from retouch.scene import Scene, find_scene

Made = TypeVar("Made")

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
    parser.add_argument("--found", action="store_true", help="what was found, instead of what operations do")
    parser.add_argument("--recipe", help="keep-background; catalog-white with --found")
    options = parser.parse_args(arguments)
    options.output.mkdir(parents=True, exist_ok=True)
    unread: list[Path] = []
    if options.found:
        recipe = Recipe.named(options.recipe or "catalog-white")
        write_found(options.output, _read(options.photos, lambda path: [_found(path, recipe)], unread))
    else:
        recipe = Recipe.named(options.recipe or "keep-background")
        _write_effects(options.output, list(_read(options.photos, lambda path: strips(path, recipe), unread)))
    return 1 if unread else 0


def _read(
    paths: Iterable[Path], make: Callable[[Path], Iterable[Made]], unread: list[Path]
) -> Iterator[Made]:
    """What is made of each photo; one that cannot be read is named and noted, and the others go on."""
    for path in paths:
        try:
            yield from make(path)
        except RetouchError as error:
            unread.append(path)
            sys.stderr.write(f"{path}: {error.merchant_sentence}\n")


def _found(path: Path, recipe: Recipe) -> tuple[str, Codes]:
    photo = decode(path.read_bytes()).over_white()
    return found(path.name, replace(photo, pixels=_smaller(photo.pixels)), recipe, _hints(path.stem))


def strips(path: Path, recipe: Recipe) -> Iterator[Shown]:
    """Run a recipe's tone operations over one photo and show each, the photo as the one before it left it."""
    photo = decode(path.read_bytes()).over_white()
    pixels = _smaller(photo.pixels)
    scene = find_scene(Photo(pixels), hints=_hints(path.stem))
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


def _hints(stem: str) -> Hints:
    """The alloy is the one the file's name says, if any."""
    named = alloy_from_text(stem.replace("_", " ").replace("-", " "))
    return Hints(alloy=named, alloy_source="listing" if named else "")


def _strip(before: LinearRGB, after: LinearRGB, scene: Scene) -> Codes:
    """Cut both pictures to the piece and its surroundings and lay them beside their amplified difference."""
    margin = max(8, round(0.15 * max(scene.box.width, scene.box.height)))
    rows = slice(max(0, scene.box.top - margin), scene.box.bottom + margin)
    columns = slice(max(0, scene.box.left - margin), scene.box.right + margin)
    first, second = to_codes(before[rows, columns]), to_codes(after[rows, columns])
    apart = np.clip(128 + AMPLIFIED * (second.astype(np.int16) - first), 0, 255).astype(np.uint8)
    return strip((first, second, apart))


def _write_effects(folder: Path, shown: list[Shown]) -> None:
    for name in FIGURES:
        _write_ranked(folder / f"{name}.png", [one for one in shown if one.operation == name])
    _write_figures(folder / "effects.json", shown)


def _write_ranked(path: Path, shown: list[Shown]) -> None:
    """Write the most helped photos above the least helped, each strip under its name and figures."""
    ranked = sorted(shown, key=lambda one: one.effect.gain, reverse=True)
    chosen = ranked if len(ranked) <= 2 * SHOWN else [*ranked[:SHOWN], *ranked[-SHOWN:]]
    write_sheet(path, [(_figures(one), one.strip) for one in chosen])


def _figures(one: Shown) -> str:
    return f"{one.photo}   {one.effect.figure}: {one.effect.before:.3f} -> {one.effect.after:.3f}"


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
