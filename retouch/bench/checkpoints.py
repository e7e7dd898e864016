"""What was measured of a scene already, by the same code: a run that was cut off goes on where it stopped."""

import hashlib
import json
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any

import retouch

PACKAGE = Path(retouch.__file__).parent
_MATTERS = {".py", ".toml", ".onnx"}
_ASIDE = ("training", "bench/rows", "bench/report.py")
"""Parts of the package that no figure of a scene depends on."""


@cache
def code_digest() -> str:
    """Digest of everything of the engine and the bench that figures depend on: code, data and weights."""
    digest = hashlib.sha256()
    for path in sorted(PACKAGE.rglob("*")):
        name = path.relative_to(PACKAGE).as_posix()
        if path.suffix in _MATTERS and not name.startswith(_ASIDE):
            digest.update(name.encode() + b"\n" + path.read_bytes())
    return digest.hexdigest()


def kept(folder: Path, of: Iterable[str], make: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Return the figures that stand in the folder for these words and this code; made and written where none do."""
    key = hashlib.sha256("\n".join([code_digest(), *of]).encode()).hexdigest()[:24]
    path = folder / f"{key}.json"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(".unfinished")
        unfinished.write_text(json.dumps(make(), default=float), encoding="utf-8")
        unfinished.rename(path)
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return content
