"""Contact sheets of what was found in photos: before | after | alpha | metal | gem, one row a photo.

Above each row stand the photo's name and where it goes: done, or review with the codes of the reasons.
"""

from collections.abc import Iterable, Iterator
from itertools import count, islice
from pathlib import Path

import cv2
import numpy as np

from retouch.arrays import Alpha, LinearRGB
from retouch.color import to_codes
from retouch.photo import Photo
from retouch.pipeline import retouch
from retouch.quality.tiles import Codes, strip, write_sheet
from retouch.recipe import Recipe
from retouch.report import Result
from retouch.scene import Hints

ROWS = 8
Row = tuple[str, Codes]


def found(name: str, photo: Photo, recipe: Recipe, hints: Hints) -> Row:
    """Retouch a photo and show it, what became of it and where piece, metal and stones were seen."""
    result = retouch(photo, recipe, hints=hints)
    return f"{name}   {_state(result)}", strip(
        [_codes(photo.pixels), _codes(result.pixels), *_shares(result)]
    )


def write_found(folder: Path, rows: Iterable[Row]) -> None:
    """Write ``found-01.png`` and on, each as soon as its rows are there."""
    left = iter(rows)
    for number in count(1):
        some = list(islice(left, ROWS))
        if not some:
            return
        write_sheet(folder / f"found-{number:02d}.png", some)


def _state(result: Result) -> str:
    codes = ", ".join(reason.code for reason in result.reasons)
    return f"{result.state}: {codes}" if codes else str(result.state)


def _codes(pixels: LinearRGB) -> Codes:
    """Show what is see-through on white."""
    return to_codes(Photo(pixels).over_white().pixels)


def _shares(result: Result) -> Iterator[Codes]:
    """Alpha, metal and gem from black to white; black where no piece was found."""
    scene = result.scene
    nothing = np.zeros(result.pixels.shape[:2], np.float32)
    for share in (scene.alpha, scene.metal, scene.gem) if scene else (nothing,) * 3:
        yield _grey(share)


def _grey(share: Alpha) -> Codes:
    codes = np.rint(share * np.float32(255)).astype(np.uint8)
    return np.asarray(cv2.cvtColor(codes, cv2.COLOR_GRAY2RGB), np.uint8)
