"""Giving freed memory back to the system: what a large photo needed for a moment is not kept for what comes after."""

import ctypes
import sys
from functools import cache
from typing import Any


def give_back_freed() -> bool:
    """Return what was freed in pieces below 32 MB, which the GNU C library keeps; whether there was any to return.

    It keeps a fifth of a gigabyte on a photo of 24 megapixels. Other systems' libraries have no such call; there
    nothing is done, and more memory is needed.
    """
    trim = _trim()
    return trim is not None and trim(0) == 1


@cache
def _trim() -> Any | None:
    return getattr(ctypes.CDLL(None), "malloc_trim", None) if sys.platform.startswith("linux") else None
