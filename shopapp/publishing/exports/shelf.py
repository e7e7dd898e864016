"""Where the finished files of a set lie while the others are made: a large set is made in several goes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeFile:
    """One file of a set, and all that its report tells of it."""

    name: str
    data: bytes = field(repr=False)
    width: int
    height: int
    notes: tuple[str, ...]
    facts: Mapping[str, object]
    """What was measured of it."""
    thumbnail: bytes = field(repr=False)


class Shelf(Protocol):
    """Keeps files by what each was made of: whoever finds one there need not make it again."""

    def has(self, made_of: str) -> bool:
        """Whether a file was put there; asked of every file, so it costs little."""
        ...

    def take(self, made_of: str) -> MadeFile | None:
        """Return a file; None where it is not there, or not whole."""
        ...

    def put(self, made_of: str, made: MadeFile) -> None:
        """Keep a file."""
        ...
