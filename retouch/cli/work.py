"""One photo from file to file, whatever happens to it; the others go on."""

import errno
import os
import tempfile
import time
import traceback
from collections import Counter
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from retouch.alloys import alloy_from_text
from retouch.arrays import Alpha
from retouch.catalog import closest, measure, remembered, seen
from retouch.cli.arguments import Request
from retouch.cli.device import finder
from retouch.cli.memory import forget_peak, peak_bytes
from retouch.cli.plan import Item
from retouch.codecs import decode, encode
from retouch.errors import InvalidPhoto, RetouchError
from retouch.photo import Photo
from retouch.pipeline import Hints, retouch
from retouch.provenance import ENGINE_VERSION
from retouch.recipe import Recipe
from retouch.report import Reason, Result, Verdict
from retouch.scene import Scene
from retouch.shots import Color, Shot

_UNFORESEEN = "Something went wrong on our side; this photo was left as it is."


@dataclass(slots=True)
class Entry:
    """One photo's line in the report."""

    input: Path
    label: str = ""
    output: Path | None = None
    state: Verdict = Verdict.REFUSED
    reasons: tuple[Reason, ...] = ()
    details: dict[str, Any] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    peak_memory_bytes: int = 0
    error: str = ""
    metal: Color | None = None
    set: dict[str, Any] = field(default_factory=dict)

    def as_report(self, request: Request) -> dict[str, Any]:
        """Plain values for JSON."""
        return {
            "measures": {},
            "notes": [],
            **self.details,
            "input": str(self.input),
            "output": None if self.output is None else str(self.output),
            "state": str(self.state),
            "reasons": [asdict(reason) for reason in self.reasons],
            "seconds": {name: round(value, 4) for name, value in self.seconds.items()},
            "seconds_total": round(sum(self.seconds.values()), 4),
            "peak_memory_bytes": self.peak_memory_bytes,
            "version": ENGINE_VERSION,
            "recipe": request.recipe.name,
            "recipe_digest": self.details.get("provenance", {}).get("recipe_digest", request.recipe.digest),
            **({"retry": request.recipe.retry} if request.recipe.retry else {}),
            **({"catalog": self.set} if self.set else {}),
            **({"error": self.error} if self.error else {}),
        }


def look(item: Item, request: Request) -> Shot | None:
    """Measure one photo of a set; None where that says nothing, and where the photo will be refused."""
    try:
        photo = decode(item.path.read_bytes())
        return measure(photo, request.recipe, hints=hints_of(request), find=finder(request.device))
    except (RetouchError, OSError):
        return None  # work says why


def hints_of(request: Request) -> Hints:
    """Return what the arguments say of the pieces."""
    alloy = request.alloy or alloy_from_text(request.listing)
    said_by = "option" if request.alloy else "listing"
    return Hints(category=request.category, alloy=alloy, alloy_source=said_by if alloy else "")


def work(item: Item, request: Request) -> Entry:
    """Retouch one photo and write what was asked for; every failure becomes a refusal with its sentence."""
    entry = Entry(item.path, str(item.name.with_name(item.path.name)))
    forget_peak()
    try:
        _work(item, request, entry)
    except (InvalidPhoto, RetouchError) as error:
        _refuse(entry, _code(error), error.merchant_sentence, error)
    except OSError as error:
        _refuse(entry, "file", _file_sentence(error, request), error)
    except Exception as error:
        _refuse(entry, "unforeseen", _UNFORESEEN, error)
        entry.error = "".join(traceback.format_exception(error))
    entry.peak_memory_bytes = peak_bytes()
    return entry


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that it is there whole or not at all, and never through a link to another."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name[:40]}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _work(item: Item, request: Request, entry: Entry) -> None:
    begun = time.perf_counter()
    photo = decode(item.path.read_bytes())
    entry.seconds["decode"] = time.perf_counter() - begun
    result = _retouched(photo, request, entry)
    entry.metal = seen(result)
    entry.reasons, entry.details = result.reasons, result.as_report()
    begun = time.perf_counter()
    encoding, metadata = request.recipe.output.encoding_for(photo.source), photo.metadata
    shape = photo.pixels.shape[:2]
    del photo
    data = encode(result.pixels, encoding, metadata, result.provenance)
    _write_layers(item.layers(request), result, shape)
    write_whole(item.output(request), data)  # last: a photo that is refused leaves no picture
    entry.seconds["encode"] = time.perf_counter() - begun
    entry.output, entry.state = item.output(request), result.state


def _retouched(photo: Photo, request: Request, entry: Entry) -> Result:
    """Retouch, of a set once more where the photo missed what the set has in common; the seconds are those of both."""
    find, spent = remembered(finder(request.device)), Counter[str]()

    def run(recipe: Recipe) -> Result:
        made = retouch(photo, recipe, hints=hints_of(request), find=find)
        spent.update(made.seconds)
        return made

    result = closest(run, request.recipe)
    entry.seconds |= spent
    return result


def _write_layers(paths: dict[str, Path], result: Result, shape: tuple[int, ...]) -> None:
    """Eight-bit grey, at the photo's size; black where nothing was found."""
    for name, path in paths.items():
        share = _layer(result.scene, name) if result.scene else np.zeros(shape, np.float32)
        _, data = cv2.imencode(".png", np.rint(share * np.float32(255)).astype(np.uint8))
        write_whole(path, data.tobytes())


def _layer(scene: Scene, name: str) -> Alpha:
    mask = {"defects": "defect_mask"}.get(name, name)
    return np.asarray(getattr(scene, mask), np.float32)


def _refuse(entry: Entry, code: str, sentence: str, error: BaseException) -> None:
    entry.state, entry.output = Verdict.REFUSED, None
    entry.reasons = (Reason(code, sentence),)
    entry.error = str(error)


def _code(error: RetouchError) -> str:
    """A class's name in the report's spelling: CorruptFile, corrupt_file."""
    name = type(error).__name__
    return "".join(f"_{c.lower()}" if c.isupper() else c for c in name).lstrip("_")


def _file_sentence(error: OSError, request: Request) -> str:
    if error.errno == errno.ENOSPC:
        return f"The disk that holds {request.output} is full. Make room and run the command again."
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"{error.filename or request.output} may not be read or written. Change its permissions."
    return f"{error.filename or request.output}: {error.strerror or error}."
