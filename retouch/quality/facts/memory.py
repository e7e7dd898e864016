"""Remembers what was measured of the last files: marketplaces get the same one, or another cut of one picture."""

import hashlib
from collections import OrderedDict
from collections.abc import Callable
from pathlib import PurePath
from threading import Lock

from retouch.quality.facts import Facts, Reader, measure_facts

__all__ = ["Memory"]

_Key = tuple[str, ...]
_Entry = tuple[_Key, Reader | None]


class Memory:
    """Measures a file, unless it is one of the last ones; keeps facts, never a file's bytes."""

    def __init__(self, most: int = 500, *, measure: Callable[..., Facts] = measure_facts) -> None:
        """Remember ``most`` files; the one not asked for the longest is forgotten first."""
        self._most = most
        self._measure = measure
        self._facts: OrderedDict[_Entry, Facts] = OrderedDict()
        self._lock = Lock()

    def facts(
        self, data: bytes, *, file_name: str = "", reader: Reader | None = None, shows: str = ""
    ) -> Facts:
        """Return what ``measure_facts`` says of a file.

        Files with the same ``shows`` are cuts of one picture, with all of it in frame: what is in it is judged once.
        """
        key = (hashlib.sha256(data).hexdigest(), PurePath(file_name).suffix.lower())
        if (known := self._known(key, reader)) is not None:
            return known
        shown = self._known((shows,), reader) if shows else None
        found = self._measure(
            data, file_name=file_name, reader=reader, shown=shown
        )  # unlocked: it takes long
        self._keep((key, reader), found)
        if shows and shown is None:
            self._keep(((shows,), reader), found)
        return found

    def _known(self, key: _Key, reader: Reader | None) -> Facts | None:
        """Find what was measured with this reader; without one, what any reader saw more of will do."""
        with self._lock:
            entries = [(key, reader)] if reader is not None else [e for e in self._facts if e[0] == key]
            for entry in entries:
                if entry in self._facts:
                    self._facts.move_to_end(entry)
                    return self._facts[entry]
        return None

    def _keep(self, entry: _Entry, found: Facts) -> None:
        with self._lock:
            self._facts[entry] = found
            self._facts.move_to_end(entry)
            while len(self._facts) > self._most:
                self._facts.popitem(last=False)
