"""What an operation is, and the table of them.

An operation is a pure function from pixels to pixels. It says which part of the photo it may change; the pipeline holds
it to that, on arrays, before anything is encoded. The table is filled by the imports in ``retouch.operations``.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeVar

from retouch.arrays import LinearRGB
from retouch.errors import InvalidParams

if TYPE_CHECKING:
    from retouch.scene import Scene


class Region(StrEnum):
    """A part of the photo that an operation may need or may change."""

    EVERYWHERE = "everywhere"
    PIECE = "piece"  # alpha > 0
    METAL = "metal"  # metal > 0
    GEM = "gem"  # gem > 0
    DEFECTS = "defects"  # the listed defects, and the thin rim each is healed with
    BACKGROUND = "background"  # alpha < 1


P = TypeVar("P")
Run = Callable[[LinearRGB, P, "Scene"], LinearRGB]


@dataclass(frozen=True, slots=True)
class Operation:
    """One entry of the table: a function, its parameters' class, and what it may change."""

    name: str
    version: int
    params: type
    changes: Region
    needs: frozenset[Region]
    reshapes: bool
    run: Run[Any]


OPERATIONS: dict[str, Operation] = {}


def operation(
    name: str,
    *,
    version: int,
    params: type[P],
    changes: Region,
    needs: frozenset[Region] = frozenset(),
    reshapes: bool = False,
) -> Callable[[Run[P]], Run[P]]:
    """Enter a function into the table under ``name``; a name claimed twice is refused at import.

    ``reshapes`` marks the operation that returns another height and width (framing).
    """
    if name in OPERATIONS:
        raise RuntimeError(f"operation {name!r} is declared twice")
    if not is_dataclass(params) or any(field.default is field.default_factory for field in fields(params)):
        raise RuntimeError(
            f"operation {name!r}: its parameters are a dataclass whose every field has a default"
        )

    def enter(run: Run[P]) -> Run[P]:
        OPERATIONS[name] = Operation(name, version, params, changes, needs, reshapes, run)
        return run

    return enter


def require_range(name: str, value: float, low: float, high: float) -> None:
    """Raise InvalidParams unless ``low <= value <= high``; for a parameter class's ``__post_init__``."""
    if not low <= value <= high:
        raise InvalidParams(f"{name} must lie between {low:g} and {high:g}, not {value:g}")
