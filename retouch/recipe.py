"""A recipe: an ordered list of operations with their settings, and how the result is written. Data, with a digest.

A recipe file::

    name = "catalog-white"

    [output]
    format = "jpeg"

    [[step]]
    operation = "white_balance"
    strength = 1.0
"""

import hashlib
import json
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, is_dataclass
from pathlib import Path
from typing import Any, TypeVar, get_origin, get_type_hints

import retouch.operations  # noqa: F401 - fills OPERATIONS
from retouch.codecs import Encoding
from retouch.errors import InvalidParams, InvalidRecipe, UnknownOperation
from retouch.operation import OPERATIONS, Operation
from retouch.photo import Source
from retouch.second_look import Look

FOLDER = Path(__file__).with_name("recipes")
LEAST_QUALITY = 92  # that a recipe may ask for; only a limit of bytes goes below, in ``codecs.writing``
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Step:
    """One operation with its settings."""

    name: str
    params: Any

    @property
    def operation(self) -> Operation:
        """The entry of the table."""
        return OPERATIONS[self.name]


@dataclass(frozen=True, slots=True)
class Output:
    """How the result is written where its place does not say otherwise.

    format         "jpeg", "png" or "webp"
    quality        of JPEG and WebP, 92 to 100
    keep_lossless  write PNG where the photo came without loss
    """

    format: str = "jpeg"
    quality: int = 95
    keep_lossless: bool = False

    def encoding_for(self, source: Source) -> Encoding:
        """The encoding of a photo that came from ``source``; a 16-bit photo stays one where it is written as PNG."""
        format_name = "png" if self.keep_lossless and source.lossless else self.format
        deep = format_name == "png" and source.bit_depth == 16
        return Encoding(format_name, quality=self.quality, bit_depth=16 if deep else 8)


@dataclass(frozen=True, slots=True)
class Recipe:
    """What is done to a photo. Equal digests make equal pixels of equal photos, for one version of the engine.

    retry  the reason of another pass, "" for the first; ``look`` is how that pass sees the piece (``retouch.retry``)
    """

    name: str
    steps: tuple[Step, ...] = ()
    output: Output = field(default_factory=Output)
    retry: str = ""
    look: Look = field(default_factory=Look)

    def __post_init__(self) -> None:
        reshaping = [step.name for step in self.steps[:-1] if step.operation.reshapes]
        if reshaping:
            raise InvalidRecipe(f"{self.name}: {reshaping[0]} changes the photo's size and must come last")

    @classmethod
    def named(cls, name: str) -> "Recipe":
        """One of the recipes that come with the engine."""
        if name not in names():
            raise InvalidRecipe(f"no recipe is called {name!r}; there are {', '.join(names())}")
        return cls.load(FOLDER / f"{name}.toml")

    @classmethod
    def load(cls, path: Path) -> "Recipe":
        """Read a recipe file.

        Raises
        ------
        InvalidRecipe     not TOML, or a key that means nothing
        UnknownOperation  an operation that is not in the table
        InvalidParams     a setting misspelt, of the wrong type, or out of range
        """
        try:
            data = tomllib.loads(path.read_text(encoding="utf-8"))
        except OSError as error:
            raise InvalidRecipe(f"{path}: {error.strerror}") from error
        except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise InvalidRecipe(f"{path}: {error}") from error
        return cls.parse({"name": path.stem, **data})

    @classmethod
    def parse(cls, data: Mapping[str, Any]) -> "Recipe":
        """Make a recipe of plain values; errors as in ``load``."""
        name = data.get("name", "")
        unknown = set(data) - {"name", "output", "step"}
        if unknown:
            raise InvalidRecipe(f"{name}: {', '.join(sorted(unknown))} means nothing in a recipe")
        if not isinstance(name, str) or not name:
            raise InvalidRecipe("a recipe needs a name")
        rows = data.get("step", [])
        if not isinstance(rows, list):
            raise InvalidRecipe(f"{name}: steps are written [[step]]")
        output = _filled(Output, data.get("output", {}), f"{name}: output")
        if not LEAST_QUALITY <= output.quality <= 100:
            raise InvalidParams(
                f"{name}: output.quality must lie between {LEAST_QUALITY} and 100, not {output.quality}"
            )
        Encoding(output.format, output.quality)
        return cls(name, tuple(_step(row, name) for row in rows), output)

    @property
    def digest(self) -> str:
        """Of everything that changes pixels: operations, versions, settings and encoding; not of the name."""
        steps = [[step.name, step.operation.version, asdict(step.params)] for step in self.steps]
        again = [self.retry, asdict(self.look)] if self.retry else []
        plain = json.dumps([steps, asdict(self.output), *again], sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(plain.encode()).hexdigest()


def names() -> tuple[str, ...]:
    """The recipes that come with the engine."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.toml")))


def _step(row: Any, recipe: str) -> Step:
    if not isinstance(row, dict) or not isinstance(row.get("operation"), str):
        raise InvalidRecipe(f"{recipe}: every step names its operation")
    settings = dict(row)
    name = settings.pop("operation")
    if name not in OPERATIONS:
        raise UnknownOperation(
            f"{recipe}: no operation is called {name!r}; there are {', '.join(sorted(OPERATIONS))}"
        )
    return Step(name, _filled(OPERATIONS[name].params, settings, f"{recipe}: {name}"))


def _filled(kind: type[T], settings: Any, where: str) -> T:
    """Fill a dataclass from plain values, each held against its annotation."""
    if not isinstance(settings, dict) or not is_dataclass(kind):
        raise InvalidParams(f"{where}: settings are written as name = value")
    hints = get_type_hints(kind)
    allowed = {entry.name for entry in fields(kind)}
    if unknown := sorted(set(settings) - allowed):
        raise InvalidParams(
            f"{where} has no setting {unknown[0]!r}; it has {', '.join(sorted(allowed)) or 'none'}"
        )
    values = {name: _typed(value, hints[name], f"{where}.{name}") for name, value in settings.items()}
    made: T = kind(**values)
    return made


def _typed(value: Any, hint: Any, where: str) -> Any:
    if get_origin(hint) is tuple and isinstance(value, list):
        return tuple(value)
    if hint is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    plain = get_origin(hint) or hint
    right = isinstance(value, plain) and (plain is bool or not isinstance(value, bool))
    if not right or (plain is float and value != value):  # noqa: PLR0124 - NaN alone differs from itself
        raise InvalidParams(f"{where} must be {getattr(plain, '__name__', plain)}, not {value!r}")
    return value
