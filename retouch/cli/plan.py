"""Which file becomes which, settled before any work starts: nothing is overwritten, nothing collides."""

import os
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from retouch.cli.arguments import Request
from retouch.codecs.headers import format_of
from retouch.photo import Source

LAYERS = ("alpha", "metal", "gem", "other", "shadow", "defects", "protected")
_EXTENSIONS = {"jpeg": ".jpg", "png": ".png", "webp": ".webp"}
_PICTURES = {
    *(".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".webp", ".gif"),
    *(".heic", ".heif", ".avif", ".jxl", ".jp2", ".svg", ".tif", ".tiff", ".bmp", ".psd"),
    # camera raw, from Adobe and Canon to Phase One and Sigma
    *(".dng", ".crw", ".cr2", ".cr3", ".nef", ".nrw", ".arw", ".srf", ".sr2", ".raf", ".orf", ".rw2"),
    *(".rwl", ".raw", ".pef", ".srw", ".3fr", ".fff", ".iiq", ".x3f"),
}


class Collision(ValueError):  # noqa: N818 - the condition itself
    """Two files would have one name, or an input would be overwritten."""


@dataclass(frozen=True, slots=True)
class Item:
    """One photo: where it is, and the name of its results without extension, relative to their folders."""

    path: Path
    name: Path
    format: str

    def output(self, request: Request) -> Path:
        """Where its result goes."""
        encoding = request.recipe.output.encoding_for(Source(format=self.format))
        return request.output / self.name.with_name(self.name.name + _EXTENSIONS[encoding.format])

    def layers(self, request: Request) -> dict[str, Path]:
        """Where its masks go, by name; none when they are not asked for."""
        if request.scene is None:
            return {}
        folder = request.scene / self.name.parent
        return {layer: folder / f"{self.name.name}.{layer}.png" for layer in LAYERS}


@dataclass(frozen=True, slots=True)
class Plan:
    """All photos of one call, and the other files that the folders held, each by its name there."""

    items: tuple[Item, ...]
    left_aside: tuple[Path, ...]


def make_plan(request: Request) -> Plan:
    """Find the photos and settle their names.

    Raises
    ------
    Collision  two inputs would have one output, an output is one of the inputs, or the report is in their way
    """
    found: dict[Path, Item] = {}
    left_aside: list[Path] = []
    for path, relative in _files(request):
        is_other = relative.suffix.lower() not in _PICTURES and path not in request.photos
        if is_other or (
            path.exists() and not path.is_file()
        ):  # reading a pipe or a socket could wait for ever
            left_aside.append(relative)
            continue
        item = Item(path, relative.with_suffix(""), _format(path))
        found.setdefault(path.resolve(), item)
    items = tuple(found.values())
    _refuse_collisions(items, request)
    return Plan(items, tuple(left_aside))


def make_room(request: Request) -> None:
    """Make the folder of the results, and see that the report can be written when the work is done.

    Raises
    ------
    OSError  one of the two cannot be; its ``filename`` is what was asked for
    """
    if request.report is not None:
        try:
            request.report.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=request.report.parent):
                pass
        except OSError as error:
            raise OSError(error.errno, error.strerror, str(request.report)) from error
    request.output.mkdir(parents=True, exist_ok=True)


def _files(request: Request) -> Iterator[tuple[Path, Path]]:
    """Every file, with its name relative to the folder it was found in; hidden ones and earlier results left out."""
    results = {folder.resolve() for folder in (request.output, request.scene) if folder is not None}
    for given in request.photos:
        if not given.is_dir():
            yield given, Path(given.name)
            continue
        for folder, folders, files in os.walk(given):
            here = Path(folder)
            folders[:] = sorted(n for n in folders if n[0] != "." and (here / n).resolve() not in results)
            for name in sorted(files):
                if not name.startswith("."):
                    yield here / name, (here / name).relative_to(given)


def _format(path: Path) -> str:
    """What the file announces; "" where it cannot be read: it will be refused with the reason, and the others go on."""
    try:
        with path.open("rb") as file:
            return format_of(file.read(32))
    except OSError:
        return ""


def _refuse_collisions(items: tuple[Item, ...], request: Request) -> None:
    """Files are one when they are the same on the disk, whatever their names: links are followed."""
    inputs = {_identity(item.path): item.path for item in items if item.path.exists()}
    taken: dict[Path, Path] = {}
    for item in items:
        if not item.format:
            continue  # it will be refused and has no result
        for target in (item.output(request), *item.layers(request).values()):
            place = target.resolve()
            if target.exists() and _identity(target) in inputs:
                raise Collision(
                    f"{item.path}: its result {target} would overwrite {inputs[_identity(target)]}"
                )
            if place in taken:
                raise Collision(f"{taken[place]} and {item.path} would both become {target}")
            taken[place] = item.path
    if request.report is not None:
        _refuse_report(request.report, inputs, taken)


def _refuse_report(report: Path, inputs: Mapping[tuple[int, int], Path], taken: Mapping[Path, Path]) -> None:
    """The report is no photo, no result, and lies neither where a result's folder must be nor inside a result."""
    if report.exists() and _identity(report) in inputs:
        raise Collision(f"the report would overwrite {report}")
    place = report.resolve()
    for target, photo in taken.items():
        if place == target or place in target.parents or target in place.parents:
            raise Collision(f"the report {report} would be in the way of what {photo} becomes, {target}")


def _identity(path: Path) -> tuple[int, int]:
    known = path.stat()
    return known.st_dev, known.st_ino
