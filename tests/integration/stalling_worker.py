"""A real worker that stops at a named place, once, so that a test can kill it there.

``STALL_AT`` names a function as ``module:name``; its first call in any worker makes the file ``STALL_FLAG`` and
sleeps. The engine is replaced by a quick one: what is tested here is who does what when, not what a photo looks like.
``ENGINE_SECONDS`` is how long it takes.
"""

import os
import time
from collections.abc import Callable
from functools import wraps
from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image, ImageOps

from shopapp import worker
from shopapp.studio.engine import Made, Request

__all__ = ["worker"]


def quick(request: Request) -> Made:
    """Turn the picture's colors round."""
    time.sleep(float(os.environ.get("ENGINE_SECONDS", "0")))
    with Image.open(BytesIO(request.data)) as image:
        buffer = BytesIO()
        ImageOps.invert(image.convert("RGB")).save(buffer, "JPEG", quality=95)
    facts = {"bytes": len(buffer.getvalue()), "megapixels": 0.1, "longest_side_px": 300, "format": "jpeg"}
    return Made(
        data=buffer.getvalue(), format="jpeg", width=300, height=300, needs_review=False, reasons=(), notes=(),
        report={"facts": facts}, provenance={}, risk=0.0, alloy="",
    )  # fmt: skip


def stalling(function: Callable[..., Any]) -> Callable[..., Any]:
    """Wrap a function so that its first call never returns."""

    @wraps(function)
    def stalled(*arguments: Any, **keywords: Any) -> Any:
        flag = Path(os.environ["STALL_FLAG"])
        if not flag.exists():
            flag.touch()
            time.sleep(600)
        return function(*arguments, **keywords)

    return stalled


place, _, name = os.environ.get("STALL_AT", "").partition(":")
if place == "engine":
    quick = stalling(quick)
elif place:
    home = import_module(place)
    setattr(home, name, stalling(getattr(home, name)))
import_module("shopapp.studio.retouching").retouch.__kwdefaults__["make"] = quick
