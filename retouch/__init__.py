"""Retouches photos of jewelry: a photo and a recipe in, a photo and its provenance out; knows arrays, not shops.

The names are fetched on first use, so that a process which only asks for an alloy or an error loads no OpenCV.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from retouch.codecs import Encoding, decode, encode
    from retouch.config import Limits, RetouchConfig
    from retouch.photo import Metadata, Note, Photo
    from retouch.pipeline import Hints, retouch
    from retouch.recipe import Recipe
    from retouch.report import Result, Verdict

_HOMES = {
    "Encoding": "retouch.codecs",
    "Hints": "retouch.pipeline",
    "Limits": "retouch.config",
    "Metadata": "retouch.photo",
    "Note": "retouch.photo",
    "Photo": "retouch.photo",
    "Recipe": "retouch.recipe",
    "Result": "retouch.report",
    "RetouchConfig": "retouch.config",
    "Verdict": "retouch.report",
    "decode": "retouch.codecs",
    "encode": "retouch.codecs",
    "retouch": "retouch.pipeline",
}

__all__ = [
    "Encoding",
    "Hints",
    "Limits",
    "Metadata",
    "Note",
    "Photo",
    "Recipe",
    "Result",
    "RetouchConfig",
    "Verdict",
    "decode",
    "encode",
    "retouch",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
