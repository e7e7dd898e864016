"""What is used of allowances, where all who share one storage see it: plain values under a key.

Each service's client says what is kept and how it changes; a storage only sees to it that nobody changes it in between.
"""

import threading
from collections.abc import Callable, Mapping
from typing import Any, Protocol

Kept = Mapping[str, Any] | None
"""What a key has; None where nothing is known of it yet."""
Change = Callable[[Kept], tuple[Mapping[str, Any], float]]
"""Makes of what is kept what shall be kept, and an answer; it may be made more than once."""


class UsageStorage(Protocol):
    """Where usage is kept; one that several processes share keeps the limits for all of them."""

    def change(self, key: str, change: Change) -> float:
        """Put what ``change`` makes of a key's usage in its place, while nobody else can, and return its answer."""
        ...


class ProcessStorage:
    """Usage within one process, for all its threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: dict[str, Mapping[str, Any]] = {}

    def change(self, key: str, change: Change) -> float:
        """Change a key's usage under the lock."""
        with self._lock:
            self._kept[key], answer = change(self._kept.get(key))
            return answer

    def forget(self) -> None:
        """Start anew, as a new process does."""
        with self._lock:
            self._kept.clear()


PROCESS_STORAGE = ProcessStorage()
