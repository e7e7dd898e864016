"""What the command line takes, and what is refused before any work starts."""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from retouch.alloys import ALLOYS
from retouch.errors import InvalidRecipe
from retouch.provenance import ENGINE_VERSION
from retouch.recipe import Recipe, names
from retouch.regions.findings import CATEGORIES
from retouch.retry import RETRIES, retried

DEVICES = ("cpu", "cuda")
EPILOG = """\
exit status: 0 every photo is done or to be reviewed; 1 at least one was refused, the others are finished; 2 usage
"""


@dataclass(frozen=True, slots=True)
class Request:
    """One call of the command line, understood."""

    photos: tuple[Path, ...]
    output: Path
    recipe: Recipe
    report: Path | None = None
    scene: Path | None = None
    alloy: str = ""
    catalog: bool = False
    listing: str = ""
    category: str = ""
    device: str = "cpu"


def read_arguments(arguments: Sequence[str] | None = None) -> Request:
    """Read the arguments; a wrong one ends the process with status 2 and a sentence."""
    parser = _parser()
    given = parser.parse_args(arguments)
    missing = [str(path) for path in given.photos if not path.exists()]
    if missing:
        parser.error(f"no such file or folder: {', '.join(missing)}")
    strange = [str(path) for path in given.photos if not (path.is_file() or path.is_dir())]
    if strange:
        parser.error(f"neither a file nor a folder: {', '.join(strange)}")
    if given.report is not None and given.report.exists() and not given.report.is_file():
        what = "a folder" if given.report.is_dir() else "no file on a disk"
        parser.error(f"{given.report} is {what}; the report is a file")
    for folder in filter(None, (given.output, given.scene)):
        if folder.exists() and not folder.is_dir():
            parser.error(f"{folder} is a file; a folder is needed")
    try:
        recipe = retried(_recipe(given.recipe), given.retry)
    except InvalidRecipe as error:
        parser.error(str(error))
    return Request(
        tuple(given.photos), given.output, recipe, given.report, given.scene, given.metal, given.catalog,
        given.listing, given.category, given.device,
    )  # fmt: skip


def _recipe(name: str) -> Recipe:
    return Recipe.load(Path(name)) if name.endswith(".toml") else Recipe.named(name)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m retouch",
        description="Retouch photos of jewelry.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("photos", nargs="+", type=Path, metavar="PHOTO", help="a photo, or a folder of them")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="FOLDER", help="where results go")
    parser.add_argument(
        "--recipe",
        default="catalog-white",
        metavar="NAME|FILE.toml",
        help=f"{', '.join(names())}, or a recipe file (default: %(default)s)",
    )
    parser.add_argument("--report", type=Path, metavar="FILE.json", help="what was done, photo by photo")
    parser.add_argument("--scene", type=Path, metavar="FOLDER", help="what was found: masks, one PNG each")
    parser.add_argument(
        "--metal", default="", choices=sorted(ALLOYS), metavar="ALLOY", help=f"one of {', '.join(ALLOYS)}"
    )
    parser.add_argument(
        "--listing",
        default="",
        metavar="TEXT",
        help="what the listing says; its alloy is taken, unless --metal is",
    )
    parser.add_argument(
        "--category", default="", choices=CATEGORIES, metavar="KIND", help=f"one of {', '.join(CATEGORIES)}"
    )
    parser.add_argument(
        "--retry",
        default="",
        choices=list(RETRIES),
        metavar="REASON",
        help=f"another pass, by what is wrong with the first: {', '.join(RETRIES)}",
    )
    parser.add_argument(
        "--catalog",
        action="store_true",
        help="measure all photos first, then bring each to what those of its metal have in common",
    )
    parser.add_argument(
        "--device",
        default="cpu",
        choices=DEVICES,
        help="what runs the network: the processor, or an NVIDIA GPU with the extra ml (default: %(default)s)",
    )
    parser.add_argument("--version", action="version", version=f"Lustre {ENGINE_VERSION}")
    return parser
