"""Remembers what was measured of the last files: marketplaces that ask alike are given the same file."""

import hashlib
from collections import OrderedDict
from collections.abc import Callable
from pathlib import PurePath
from threading import Lock

from retouch.quality.facts import Facts, Reader, measure_facts

__all__ = ["Memory"]

_Key = tuple[str, str, Reader | None]


class Memory:
    """Measures a file, unless it is one of the last ones; keeps facts, never a file's bytes."""

    def __init__(self, most: int = 500, *, measure: Callable[..., Facts] = measure_facts) -> None:
        """Remember ``most`` files; the one not asked for the longest is forgotten first."""
        self._most = most
        self._measure = measure
        self._facts: OrderedDict[_Key, Facts] = OrderedDict()
        self._lock = Lock()

    def facts(self, data: bytes, *, file_name: str = "", reader: Reader | None = None) -> Facts:
        """Return what ``measure_facts`` says of a file."""
        key = hashlib.sha256(data).hexdigest(), PurePath(file_name).suffix.lower(), reader
        with self._lock:
            if key in self._facts:
                self._facts.move_to_end(key)
                return self._facts[key]
        found = self._measure(data, file_name=file_name, reader=reader)  # unlocked: it takes long
        with self._lock:
            self._facts[key] = found
            self._facts.move_to_end(key)
            while len(self._facts) > self._most:
                self._facts.popitem(last=False)
        return found
