"""Whether the torch path makes the same pictures as OpenCV's: run in a process of its own, by a Python that has torch.

    PYTHON -m retouch.bench.devices PHOTO…

Each photo is retouched for white twice, once with each; prints one JSON line: the device, the share of pixels within
2 of 255, the largest difference, and the seconds of both.
"""

import json
import subprocess
import sys
import time
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from retouch.beside import Finder, find_asked
from retouch.codecs import decode
from retouch.color import to_codes
from retouch.pipeline import retouch
from retouch.recipe import Recipe
from retouch.regions.seen import SeeingSegmenter
from retouch.scene import find_scene

Codes = npt.NDArray[np.uint8]

NEAR = 2  # codes


def available(python: Path | None) -> bool:
    """Whether a Python that has torch was named, or this one has it."""
    return python is not None or find_spec("torch") is not None


def in_own_process(photos: list[Path], python: Path | None) -> dict[str, Any]:
    """Compare in a fresh process, by the Python that has torch."""
    command = [str(python or sys.executable), "-m", "retouch.bench.devices", *map(str, photos)]
    root = str(Path(__file__).parents[2])
    environment = {"PYTHONPATH": root, "PATH": "/usr/bin:/bin", "OPENBLAS_NUM_THREADS": "1"}
    done = subprocess.run(  # noqa: S603 - our own module
        command, check=True, stdout=subprocess.PIPE, text=True, env=environment
    )
    figures: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return figures


def agreement(one: Codes, other: Codes) -> tuple[int, int, int]:
    """Pixels within 2 codes in every channel, pixels in all, and the largest difference."""
    if one.shape != other.shape:
        return 0, one.shape[0] * one.shape[1], 255
    apart = np.abs(one.astype(np.int16) - other).max(axis=2)
    return int((apart <= NEAR).sum()), int(apart.size), int(apart.max())


def _made(path: Path, find: Finder) -> tuple[Codes, float]:
    photo = decode(path.read_bytes())
    begun = time.perf_counter()
    result = retouch(photo, Recipe.named("catalog-white"), find=find)
    return to_codes(result.pixels[..., :3]), time.perf_counter() - begun


def _compare(paths: list[Path]) -> dict[str, Any]:
    torch, on_gpu = import_module("torch"), import_module("retouch.on_gpu")
    device = "cuda" if torch.cuda.is_available() else "cpu"
    segmenter = SeeingSegmenter(on_gpu.TorchNetwork(device))
    by_torch: Finder = partial(find_asked, find=partial(find_scene, segmenter=segmenter))
    finders: tuple[Finder, Finder] = (find_asked, by_torch)
    near = total = worst = 0
    seconds = [0.0, 0.0]
    for path in paths:
        made = []
        for k, find in enumerate(finders):
            codes, spent = _made(path, find)
            made.append(codes)
            seconds[k] += spent
        own = agreement(made[0], made[1])
        near, total, worst = near + own[0], total + own[1], max(worst, own[2])
    name = torch.cuda.get_device_name() if device == "cuda" else "torch on the CPU"
    return {
        "device": name,
        "gpu": device == "cuda",
        "within": near / max(1, total),
        "worst": worst,
        "photos": len(paths),
        "seconds": seconds,
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(_compare([Path(name) for name in sys.argv[1:]])) + "\n")
