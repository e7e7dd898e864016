"""Mattes of the peers, each photo once: kept in the cache by the photo's digest."""

import hashlib
import json
import subprocess
from collections.abc import Iterable
from pathlib import Path

import cv2
import numpy as np

from retouch.arrays import Alpha
from retouch.bench.peers.fetching import NETWORKS, prepare

SCRIPT = Path(__file__).with_name("cut_out_script.py")
WARMING = 2  # runs of a process that do not count: ONNX Runtime takes up to five times as long for them


def cut(cache: Path, photos: Iterable[Path], *, threads: int = 2) -> None:
    """Have every network cut out every photo that it has not cut out yet."""
    python = prepare(cache)
    listed = list(photos)
    for name in NETWORKS:
        (cache / name).mkdir(exist_ok=True)
        lines = [f"{photo}\t{matte_path(cache, name, photo)}" for photo in listed]
        missing = [line for line in lines if not Path(line.split("\t")[1]).exists()]
        if missing:
            _asked(python, cache, name, missing, threads=threads)


def timed(cache: Path, name: str, photo: Path, *, times: int, threads: int = 2) -> list[float]:
    """Seconds that a warm network takes for one photo, ``times`` over, from decoded pixels to the matte."""
    target = cache / f"timed-{name}.png"
    out = _asked(prepare(cache), cache, name, [f"{photo}\t{target}"], threads=threads, times=WARMING + times)
    return [float(json.loads(line)["seconds"]) for line in out.splitlines()][WARMING:]


def _asked(python: Path, cache: Path, name: str, lines: list[str], *, threads: int, times: int = 1) -> str:
    command = [str(python), str(SCRIPT), name, str(cache / NETWORKS[name])]
    limits = ["--threads", str(threads), "--times", str(times)]
    done = subprocess.run(  # noqa: S603 - our own script, in the peers' own environment
        [*command, *limits], input="\n".join(lines) + "\n", text=True, check=True, stdout=subprocess.PIPE
    )
    return done.stdout


def matte_path(cache: Path, name: str, photo: Path) -> Path:
    """Where the matte of a photo is kept."""
    return cache / name / f"{photo.parent.name}-{hashlib.sha256(photo.read_bytes()).hexdigest()[:12]}.png"


def matte(cache: Path, name: str, photo: Path) -> Alpha | None:
    """What a network made of a photo; None where it was not asked."""
    path = matte_path(cache, name, photo)
    codes = cv2.imread(str(path), cv2.IMREAD_GRAYSCALE) if path.exists() else None
    return None if codes is None else np.asarray(codes, np.float32) / np.float32(255)
